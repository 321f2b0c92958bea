"""The other rules: answers, SUS, society, decisions, comparisons; facts and how they are written."""

from dataclasses import replace
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.clean_tables import FIXTURE_DEFINITIONS

from helpers import definitions, fact_csv, fact_tables, facts, rounding, wording
from helpers.counting import answers, background, comparisons, goals, society
from helpers.counting.statistics import difference_interval
from helpers.facts import NO_ROWS, Fact, Facts, Rows, share

PERSONS = ("women", "women", "women", "men", "men", "men")


@pytest.fixture(scope="module")
def defined() -> definitions.Definitions:
    return definitions.load(FIXTURE_DEFINITIONS)


def _survey(
    defined: definitions.Definitions, given: list[str | None], group: str = "deltagare", question: str = "1.4"
) -> Facts:
    """Answers to one question by as many respondents, in ungdomstorget."""
    people = [
        {"row": f"s#!{i}", "respondents": group, "platform": "ungdomstorget", "gender": PERSONS[i % 6]}
        for i in range(len(given))
    ]
    rows = [p | {"question": question, "answer": a} for p, a in zip(people, given, strict=True) if a]
    asked = pd.DataFrame([{"row": "i#!2", "platform": "ungdomstorget", "respondents": group, "invited": 10}])
    columns = ["row", "respondents", "platform", "gender"]
    return Facts(
        answers.facts(
            pd.DataFrame(rows, columns=[*columns, "question", "answer"]),
            pd.DataFrame(people, columns=columns),
            asked,
            defined,
            Facts([]),
        )
    )


def test_a_result_is_positive_answers_of_those_who_answered_that_question(
    defined: definitions.Definitions,
) -> None:
    got = _survey(
        defined,
        ["Till stor del", "Helt och hållet", "Inte alls", None, "Till liten del", "Till mycket stor del"],
    )
    result = got.get("ungdomstorget", "question:1.4", "deltagare")
    assert (result.numerator, result.denominator) == (3, 5)
    assert got.get("ungdomstorget", "answer:1.4:Inte alls", "deltagare", "women").value == 1
    assert got.get("ungdomstorget", "item-response:1.4", "deltagare").numerator == 5
    assert got.get("ungdomstorget", "item-response:1.4", "deltagare").denominator == 6
    assert got.get("ungdomstorget", "response:asked", "deltagare").fraction == Fraction(6, 10)


def test_the_shares_of_all_labels_are_added_up(defined: definitions.Definitions) -> None:
    got = _survey(
        defined, ["Till stor del", "Inte alls", None, "Inte alls", "Till liten del", "Helt och hållet"]
    )
    for group in ("women", "men", "all"):
        total = got.get("ungdomstorget", "answer-share-total:1.4", "deltagare", group)
        shares = [
            f for f in got.measures("ungdomstorget", "answer-share:1.4:", "deltagare") if f.group == group
        ]
        assert len(shares) == 6 and total.fraction == sum(f.fraction for f in shares) == 1
        assert total.counts[1] == got.get("ungdomstorget", "answered:1.4", "deltagare", group).integer


def test_the_range_of_a_group_s_questions_is_of_all_that_were_answered_by_enough(
    defined: definitions.Definitions,
) -> None:
    """The least and the greatest result; where too few answered one question it could be either."""
    scale = defined.scale(defined.question("1.4", "deltagare").scale)
    good, bad = scale.positive[0], next(a for a in scale.answers if a not in scale.positive)

    def ranged(second: list[str]) -> list[tuple[str, tuple[int | None, int | None]]]:
        given = {"1.4": [good] * 4 + [bad] * 2, "1.5": second}
        people = pd.DataFrame(
            [
                {"row": f"s#!{i}", "respondents": "deltagare", "platform": "vannas", "gender": PERSONS[i % 6]}
                for i in range(6)
            ]
        )
        rows = [
            {**people.iloc[i], "question": question, "answer": answer}
            for question, listed in given.items()
            for i, answer in enumerate(listed)
        ]
        asked = pd.DataFrame([], columns=["row", "platform", "respondents", "invited"])
        got = Facts(answers.facts(pd.DataFrame(rows), people, asked, defined, Facts([])))
        ends = [got.get("vannas", f"question-range:deltagare:{end}", "deltagare") for end in ("min", "max")]
        return [(f.state, (f.numerator, f.denominator)) for f in ends]

    assert ranged([good] * 5) == [("ok", (4, 6)), ("ok", (5, 5))]
    assert ranged([]) == [("ok", (4, 6)), ("ok", (4, 6))]
    assert ranged([good] * 4) == [("too-few", (None, None))] * 2


@pytest.mark.parametrize("n", [1, 4])
def test_fewer_participants_than_the_limit_show_nothing(defined: definitions.Definitions, n: int) -> None:
    """bad-inputs row 30: no value, numerator or denominator for the question, its answers or its genders."""
    got = _survey(defined, ["Till stor del"] * n)
    about = [
        f for f in got if f.measure.partition(":")[2].startswith("1.4") and f.platform == "ungdomstorget"
    ]
    assert about and all(
        (f.state, f.value, f.numerator, f.denominator, f.rows) == ("too-few", None, None, None, NO_ROWS)
        for f in about
    )
    assert got.get("ungdomstorget", "answered", "deltagare").value == n


def test_the_limit_protects_participants_only(defined: definitions.Definitions) -> None:
    assert (
        _survey(defined, ["Delvis"] * 2, "personal", "4.5")
        .get("ungdomstorget", "question:4.5", "personal")
        .state
        == "ok"
    )
    assert (
        _survey(defined, ["Till stor del"] * 5).get("ungdomstorget", "question:1.4", "deltagare").state
        == "ok"
    )


def test_a_question_without_positive_answers_has_counts_and_no_share(
    defined: definitions.Definitions,
) -> None:
    got = _survey(defined, ["Kan inte svara"] * 5, question="1.7")
    assert not got.get("ungdomstorget", "question:1.7", "deltagare").ok
    assert got.get("ungdomstorget", "answer:1.7:Kan inte svara", "deltagare").value == 5


def test_expected_groups_without_answers_are_missing(defined: definitions.Definitions) -> None:
    got = _survey(defined, [])
    assert got.get("vannas", "question:1.4", "deltagare").state == "missing"
    assert (2019, "vannas", "question:1.4", "deltagare", "all") in {f.key for f in got}


def test_more_answers_than_asked_are_found(defined: definitions.Definitions) -> None:
    got = _survey(defined, ["Till stor del"] * 11)
    assert answers.more_answers_than_asked(got) == [("ungdomstorget", "deltagare", 11, 10)]
    assert answers.more_answers_than_asked(_survey(defined, ["Till stor del"] * 10)) == []


def _sus(rows: list[tuple]) -> pd.DataFrame:
    return pd.DataFrame(
        rows, columns=["row", "platform", "registration", "gender", "time", "education", "support_before"]
    )


def test_sus_counts_people_once_and_incomes_each(defined: definitions.Definitions) -> None:
    rows = _sus(
        [
            ("s#!2", "vannas", "r1", "women", "Upp till 1 år", "Gymnasium", "A-kassa"),
            ("s#!3", "vannas", "r1", "women", "Upp till 1 år", "Gymnasium", "Försörjningsstöd"),
            (
                "s#!4",
                "ungdomstorget",
                "r2",
                "men",
                "Mer än 9 år",
                "Annan eftergymnasial utbildning",
                "A-kassa",
            ),
        ]
    )
    got = Facts(background.facts(rows, defined))
    assert got.get("forbundet", "sus:people").value == 2
    assert got.get("forbundet", "sus:time:Totalt").value == 2
    assert got.get("forbundet", "sus:support-before:Totalt").value == 3
    assert got.get("forbundet", "sus:support-before:A-kassa", "", "men").value == 1
    assert got.get("forbundet", "sus:education:Totalt eftergymnasial utbildning").value == 1
    assert got.get("kranskommunerna", "share:sus:time:Upp till 1 år").fraction == 1


def _society(rows: list[tuple]) -> list[Fact]:
    columns = [
        "row",
        "area",
        "name",
        "period",
        "ill-health",
        "labour-market-support",
        "social-assistance",
        "total",
        "population",
    ]
    table = pd.DataFrame(rows, columns=columns).assign(edition=pd.NaT)
    return society.facts(table, definitions.load(FIXTURE_DEFINITIONS))


def test_a_change_is_in_percentage_points_and_half_years_meet_half_years_only() -> None:
    nothing = (None, None, None)
    got = Facts(
        _society(
            [
                ("h#!2", "umea", "Umeå", "2018", *nothing, 100, 1000),
                ("h#!3", "umea", "Umeå", "2019", *nothing, 90, 1000),
                ("h#!4", "umea", "Umeå", "2019-h1", *nothing, 80, 1000),
            ]
        )
    )
    change = got.get("forbundet", "hae:umea:2019:change")
    assert (change.fraction, change.unit) == (-1, "percentage-points")
    assert change.rows == Rows({("h", ""): [2, 3]})
    assert got.get("forbundet", "hae:umea:2019-h1:change").state == "missing"
    assert got.get("forbundet", "hae:umea:2018:ill-health").state == "missing"
    assert society.latest(list(got), "umea", "change").measure == "hae:umea:2019:change"


def test_decimals_of_a_register_are_kept_whole() -> None:
    got = Facts(_society([("h#!2", "umea", "Umeå", "2018", None, None, None, 1234.5, 10000)]))
    assert got.get("forbundet", "hae:umea:2018:total").fraction == Fraction("1234.5")
    assert got.get("forbundet", "hae:umea:2018:share").fraction == Fraction("0.12345")


@pytest.mark.parametrize(
    ("numerator", "denominator", "reached"), [(35, 100, 1), (349, 1000, 0), (4, 5, 1), (0, 3, 0)]
)
def test_a_verdict_is_decided_on_the_exact_fraction(
    defined: definitions.Definitions, numerator: int, denominator: int, reached: int
) -> None:
    """34.9 % prints as 35 % and has not reached 35 %."""
    result = share((2019, "vannas", "share:to-work", "", "all"), numerator, denominator, "r")
    got = Facts(goals.facts(Facts([result]), defined))
    assert got.get("vannas", "verdict:1.1").integer == reached
    assert got.get("vannas", "target:1.1").fraction == Fraction(35, 100)


def test_separate_platforms_have_no_outcome_target_and_missing_results_no_verdict(
    defined: definitions.Definitions,
) -> None:
    results = Facts(
        [
            share((2019, "hikikomori", "share:to-work", "", "all"), 1, 2, "r"),
            share((2019, "vannas", "share:to-work", "", "all"), 0, 0, "r"),
        ]
    )
    got = Facts(goals.facts(results, defined))
    assert (2019, "hikikomori", "verdict:1.1", "", "all") not in {f.key for f in got}
    assert got.get("vannas", "verdict:1.1").state == "missing"


def test_women_and_men_differ_by_the_exact_shares() -> None:
    results = Facts(
        [
            share((2019, "x", "question:1.4", "deltagare", "women"), 1, 3, "r"),
            share((2019, "x", "question:1.4", "deltagare", "men"), 1, 2, "r"),
        ]
    )
    found = {f.measure: f for f in comparisons.women_and_men(results, definitions.load(FIXTURE_DEFINITIONS))}
    value = {name.partition(":")[0]: float(fact.fraction) for name, fact in found.items() if fact.ok}
    assert value["difference"] == pytest.approx(-100 / 6)  # 1/3 - 1/2, in percentage points
    assert value["difference-p"] == 1 and value["difference-claim"] == comparisons.NO_CLAIM
    assert found["difference-visible:question:1.4"].state == "missing" and value["comparisons"] == 0
    bounds = [100 * bound for bound in difference_interval((1, 3), (1, 2))]
    assert [value["difference-low"], value["difference-high"]] == pytest.approx(bounds, abs=1e-6)


@given(st.integers(0, 2000), st.integers(1, 2000), st.integers(0, 2))
def test_rounding_is_half_to_even_on_the_fraction(numerator: int, denominator: int, decimals: int) -> None:
    exact = Fraction(100 * numerator, denominator)
    got = rounding.percent(numerator, denominator, decimals)
    unit = Fraction(1, 10**decimals)
    assert abs(got - exact) <= unit / 2
    if abs(got - exact) == unit / 2:
        assert (got / unit) % 2 == 0


@given(st.integers(-(10**9), 10**9), st.integers(0, 3))
def test_numbers_read_back(value: int, decimals: int) -> None:
    shown = wording.number(Fraction(value, 10**decimals), decimals)
    plain = shown.replace(wording.NO_BREAK_SPACE, "").replace(wording.MINUS, "-").replace(",", ".")
    assert Fraction(plain) == Fraction(value, 10**decimals)


def test_facts_csv_is_sorted_and_reads_back(tmp_path) -> None:
    table = Facts(
        [
            share((2019, "b", "share:to-work", "", "all"), 1, 3, "r"),
            share((2019, "a", "share:to-work", "", "women"), 0, 0, "r"),
            facts.counted((2019, "a", "total", "", "all"), Rows({("x", ""): [2]}), "r"),
        ]
    )
    path = tmp_path / "facts.csv"
    path.write_text(fact_csv.csv_text(table), encoding="utf-8")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "year,platform,measure,respondents,group,value,numerator,denominator,unit,state,origin"
    assert lines[1:] == sorted(lines[1:])
    assert lines[3] == "2019,b,share:to-work,,all,0.3333333333333333,1,3,share,ok,delivered"
    assert fact_csv.csv_text(fact_csv.read_csv(path)) == path.read_text(encoding="utf-8")
    assert fact_csv.differences(fact_csv.read_csv(path), table) == []
    assert list(fact_tables.from_table(fact_tables.table(table))) == [
        replace(f, rows=NO_ROWS, base=NO_ROWS) for f in table
    ]
    behind = fact_tables.rows_of(*fact_tables.row_tables(table))
    assert behind == {(2019, "a", "total", "", "all"): {"counted": Rows({("x", ""): [2]})}}


def test_two_facts_with_one_key_are_refused() -> None:
    one = facts.counted((2019, "a", "total", "", "all"), Rows({("x", ""): [2]}), "r")
    with pytest.raises(ValueError, match="two facts"):
        Facts([one, one])


def test_the_kinds_of_a_place_s_measured_goals_add_up(shipped_facts: dict) -> None:
    """What a page says of its goals: so many of each kind, of so many measured."""
    places = [
        (year, f.platform) for year in shipped_facts.values() for f in year if f.measure == "signals:all"
    ]
    for year, place in places:
        of = {kind: year.get(place, f"signals:{kind}").integer for kind in ("all", *goals.SIGNALS)}
        assert of["all"] == sum(of[k] for k in goals.SIGNALS if k not in goals.EXAMPLES), (place, of)
    assert len(places) > 30  # about a dozen places of each of three years
