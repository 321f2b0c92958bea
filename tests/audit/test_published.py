"""The shipped years against the published record: each readable figure equals its fact, or is listed."""

import hashlib
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from helpers import definitions, fact_csv
from helpers.audit import proof
from helpers.audit import record as published
from helpers.audit.comparison import Compared, compare
from helpers.audit.record import Figure, Record
from helpers.counting import declared
from helpers.counting.everyone import EVERYONE
from helpers.facts import Facts
from helpers.paths import REPOSITORY, Workspace
from helpers.rounding import rounded

YEARS = (2017, 2018, 2019)
RECORD = Record(REPOSITORY / "data" / "published", REPOSITORY / "data" / "audit")
TABLED = (
    "total",
    "new",
    "discharged",
    "to-",
    "dropped-out",
    "remaining",
    "referred",
    "accepted",
    "share:",
    "sus:",
    "question:",
    "answer:",
    "answered:",
    "item-response:",
)
READ_FIRST = ("participants", "sus", "surveys", "targets", "helarsekvivalenter")


@pytest.fixture(scope="module")
def compared(shipped_facts: dict[int, Facts]) -> list[Compared]:
    return list(compare(RECORD, RECORD.figures, shipped_facts))


def _key(figure: Figure) -> tuple:
    return (figure.source, figure.line, figure.key)


def test_every_published_figure_equals_its_fact_or_is_a_listed_exception(
    compared: list[Compared], capsys: pytest.CaptureFixture
) -> None:
    differing = {_key(c.figure): c for c in compared if c.state == "differs"}
    unlisted = [
        f"{c.figure.source}:{c.figure.line} {c.figure.printed!r} is {c.fact}"
        for k, c in differing.items()
        if k not in RECORD.exceptions
    ]
    assert not unlisted, "\n".join(unlisted)
    assert set(RECORD.exceptions) == set(differing), (
        f"exceptions that agree after all: {sorted(set(RECORD.exceptions) - set(differing))}"
    )
    assert all(RECORD.exceptions.values())
    with capsys.disabled():
        for source in RECORD.sources:
            print(
                f"\n{source}: {dict(Counter(c.state for c in compared if c.figure.source == source))}", end=""
            )


def test_figures_of_the_platforms_own_tables_are_reproduced(compared: list[Compared]) -> None:
    """A platform's own TABLE has no exception but the impossible k/n of 2018 and the referral shares."""
    own = [
        c
        for c in compared
        if c.figure.platform not in ("forbundet", "sarredovisade") and c.figure.measure.startswith(TABLED)
    ]
    differing = {(c.figure.source[-12:], c.figure.line) for c in own if c.state == "differs"}
    in_text = {
        ("visning-2019", n) for n in (1029, 1054, 1075, 1100, 1866, 1868, 1888, 1937, 1938, 1966, 1986)
    }
    assert differing == {("ngdomstorget", 893), ("visning-2019", 1960), ("visning-2019", 1985)} | in_text


def test_what_cannot_be_derived_belongs_to_a_family_without_data(compared: list[Compared]) -> None:
    """Nothing counted from lists, answers, SUS or screening is silently without its fact."""
    left = {c.figure.measure for c in compared if c.state == "underivable"}
    assert left == set()


def test_a_response_rate_is_compared_with_the_base_that_the_record_names(compared: list[Compared]) -> None:
    """Answers of participants beside those who left (the guideline, 2019:863), of others beside the asked."""
    rates = [c for c in compared if c.figure.measure == "response:unstated"]
    assert Counter(c.state for c in rates) == {"reproduced": 10, "differs": 6}
    for rate in rates:
        assert rate.fact is not None and rate.fact.measure == rate.figure.joins.partition("/")[0]
        is_of_asked = rate.figure.respondents != "deltagare"
        named = "svarsfrekvens av de " + ("tillfrågade" if is_of_asked else "avslutade")
        assert rate.fact.measure == f"response:{'asked' if is_of_asked else 'discharged'}"
        assert rate.reason.startswith(f"jämförd med {named}")


def test_the_shares_of_a_printed_table_give_its_total(compared: list[Compared]) -> None:
    totals = [c for c in compared if c.figure.measure.startswith("answer-share-total:")]
    assert Counter(c.state for c in totals) == {"reproduced": 47}


def test_a_range_of_questions_and_a_bound_are_compared(compared: list[Compared]) -> None:
    """Vännäs prints "till 90 - 100 %"; Robertsfors "minst 80 %", of which 85.7 % is the least."""
    ranges = [c for c in compared if c.figure.measure.startswith("question-range:")]
    assert [(c.figure.line, c.state, c.fact and c.fact.counts) for c in ranges] == [
        (1027, "reproduced", (12, 14)),
        (1098, "reproduced", (9, 10)),
        (1098, "reproduced", (10, 10)),
    ]
    assert "”minst”" in ranges[0].reason and "”minst”" not in ranges[1].reason
    bound, least = ranges[0].figure, ranges[0].fact
    assert not replace(bound, relation="").agrees(least)
    assert replace(bound, value=Decimal(85)).agrees(least)
    assert not replace(bound, value=Decimal(86)).agrees(least)  # 85.7 rounds to it and does not reach it


def test_nearly_a_round_number_is_at_most_that_and_nearer_to_it_than_to_the_one_below(
    compared: list[Compared],
) -> None:
    """ "Närmare 1 100 individer" (2019:824) of all lists, those apart among them."""
    (nearly,) = (c for c in compared if c.figure.relation == "nearly")
    assert (nearly.figure.line, nearly.figure.measure, nearly.state) == (824, EVERYONE, "reproduced")
    assert nearly.fact is not None and "”närmare”" in nearly.reason
    fits = [n for n in range(1, 2000) if nearly.figure.agrees(replace(nearly.fact, value=n))]
    assert fits == list(range(1050, 1101))
    assert not replace(nearly.figure, relation="").agrees(nearly.fact)


def test_what_another_year_tells_of_and_what_is_only_about_so_much_are_compared_so(
    compared: list[Compared],
) -> None:
    """A decision of 2020 stands in the account of 2019 (307, 310); "ett 40 tal" is no 40 (580)."""
    decided = [c for c in compared if c.figure.line in (307, 310) and c.figure.unit == "tkr"]
    assert [(c.figure.year, c.fact and c.fact.year, c.counted) for c in decided] == [
        (2020, 2019, "declared")
    ] * 2
    assert all("2019" in c.reason for c in decided)
    staff = next(c for c in compared if c.figure.key[:3] == (2019, "ungdomstorget", "staff"))
    assert staff.fact is not None and staff.fact.is_about and staff.reason
    assert all(staff.figure.agrees(replace(staff.fact, value=n)) for n in (35, 38, 45))
    assert not any(staff.figure.agrees(replace(staff.fact, value=n)) for n in (34, 46))
    assert not staff.figure.agrees(replace(staff.fact, value=38, rule=declared.FIGURE))


def test_the_printed_count_of_goals_met_joins_no_fact(compared: list[Compared]) -> None:
    (met,) = (c for c in compared if c.figure.measure == "goals-met")
    assert (met.state, met.figure.counts, met.fact and met.fact.counts) == ("differs", (5, 8), (2, 10))
    assert met.reason


def test_a_relation_that_is_none_is_a_fault_of_the_record(tmp_path: Path) -> None:
    record, _ = _small_record(tmp_path, "rad\nAntal 187\n", GOOD.rstrip("\n") + ",,at-most\n")
    with pytest.raises(published.RecordError, match=r"participants\.csv:2"):
        _ = record.figures


def test_a_changed_cell_is_seen(shipped_facts: dict[int, Facts]) -> None:
    figure = next(
        f
        for f in published.read(RECORD.published, "participants")
        if f.key == (2018, "ungdomsplattformen", "total", "", "all")
    )
    fact = shipped_facts[2018].get("ungdomsplattformen", "total")
    assert figure.agrees(fact)
    assert not replace(figure, value=Decimal(379)).agrees(fact)
    share = next(f for f in published.read(RECORD.published, "surveys") if f.line == 440 and f.year == 2018)
    assert not replace(share, numerator=share.numerator + 1).agrees(
        shipped_facts[2018].get("ungdomstorget", "question:1.5", "deltagare")
    )


def test_two_readings_agree_or_are_settled() -> None:
    assert proof.reading_differences(RECORD) == []
    per_source = Counter(f.source for f in RECORD.figures)
    assert sum(per_source.values()) == 2755
    assert (
        per_source["styrelsehandlingar-2020-03-20-arsredovisning-2019"] == 1972
        and per_source["slutrapporter-2015-uppsala-lan"] == 111
    )
    assert len(RECORD.settled) == 67


def test_every_figure_says_which_places_and_period_it_covers() -> None:
    assert not [f for f in RECORD.figures if f.scope.count(";") != 1 or not all(f.scope.split(";"))]


def _small_record(folder: Path, text: str, figure: str, not_figures: str = "") -> tuple[Record, Path]:
    record, sources = Record(folder / "published", folder / "audit"), folder / "sources"
    for made in (record.published / proof.SECOND_READING, record.audit, sources):
        made.mkdir(parents=True)
    (sources / "konto.txt").write_bytes(text.encode())
    digest = hashlib.sha256(text.encode()).hexdigest()
    (record.audit / "sources.yaml").write_text(
        f'- {{source: konto, account: 2018, owner: X, title: Y, scanned: true, sha256: "{digest}"}}\n',
        encoding="utf-8",
    )
    header = ",".join(published.COLUMNS) + "\n"
    for where in (record.published, record.published / proof.SECOND_READING):
        (where / "participants.csv").write_text(header + figure, encoding="utf-8")
    (record.audit / "not-figures.csv").write_text(
        "source,first,last,printed,reason\n" + not_figures, encoding="utf-8"
    )
    return record, sources


GOOD = "konto,2,187,187,,,count,2018,vannas,total,,all,,\n"


def test_printed_figures_are_checked_against_their_lines(tmp_path: Path) -> None:
    """The real sources are not shipped: a small one shows that a wrong line, print or text is found."""
    record, sources = _small_record(tmp_path / "a", "rad ett\nAntal 187\n", GOOD)
    assert proof.check_sources(record, sources) == (1, [])
    record, sources = _small_record(
        tmp_path / "b", "rad ett\nAntal 187\n", GOOD.replace("konto,2", "konto,1")
    )
    standing, faults = proof.check_sources(record, sources)
    assert standing == 0 and any("konto:1" in f for f in faults)
    (sources / "konto.txt").write_bytes(b"another text\n")
    assert any("sha256" in f for f in proof.check_sources(record, sources)[1])


def test_no_digit_is_left_over(tmp_path: Path) -> None:
    text = "rad ett\nAntal 187 och 12, sid 4\n2018\n§ 7\n"
    record, sources = _small_record(tmp_path / "a", text, GOOD)
    assert proof.check_sources(record, sources)[1] == [
        "konto:2: 12, 4 är varken antecknat eller angivet som något annat än en siffra",
        "konto:4: 7 är varken antecknat eller angivet som något annat än en siffra",
    ]
    listed = "konto,2,2,sid 4,page\nkonto,4,4,,paragraph\n"
    record, sources = _small_record(tmp_path / "b", text, GOOD + GOOD.replace("187", "12"), listed)
    assert proof.check_sources(record, sources) == (2, [])


def test_one_print_covers_one_place(tmp_path: Path) -> None:
    record, sources = _small_record(tmp_path, "rad\n187 187 1187\n", GOOD)
    assert "187, 1187" in proof.check_sources(record, sources)[1][0]


def test_a_row_that_is_no_figure_names_its_line(tmp_path: Path) -> None:
    record, _ = _small_record(tmp_path, "x\n", GOOD.replace("187,187", "187,etthundra"))
    with pytest.raises(published.RecordError, match=r"participants\.csv:2"):
        _ = record.figures


def test_a_figure_of_an_unnamed_source_is_a_fault_of_the_record(tmp_path: Path) -> None:
    record, _ = _small_record(tmp_path, "x\n", GOOD.replace("konto,2", "annat,2"))
    with pytest.raises(published.RecordError, match=r"sources\.yaml: annat"):
        _ = record.figures


def test_the_contract_s_own_columns_are_enough(tmp_path: Path) -> None:
    """`scope` is ours: a record without it, in a file of any name, is read all the same."""
    record, _ = _small_record(tmp_path, "rad\nAntal 187\n", GOOD)
    rows = (
        (record.published / "participants.csv")
        .read_text(encoding="utf-8")
        .replace(",scope", "")
        .replace(",all,,", ",all,")
    )
    (record.published / "participants.csv").unlink()
    (record.published / "tabell.csv").write_text(rows, encoding="utf-8")
    assert [(f.line, f.value, f.scope) for f in record.figures] == [(2, 187, "")]


def test_readings_that_differ_are_named_until_settled(tmp_path: Path) -> None:
    record, _ = _small_record(tmp_path, "rad\nAntal 187\n", GOOD)
    second = record.published / proof.SECOND_READING / "participants.csv"
    second.write_text(second.read_text(encoding="utf-8").replace("187,187", "187,137"), encoding="utf-8")
    assert proof.reading_differences(record) == ["konto:2: 187 count / 137 count"]
    (record.audit / "settled.csv").write_text(
        "source,line,first,second,decision\nkonto,2,187,137,sums\n", encoding="utf-8"
    )
    assert proof.reading_differences(Record(record.published, record.audit)) == []
    (record.audit / "settled.csv").write_text(
        "source,line,first,second,decision\nkonto,2,,,x\nkonto,9,,,x\n", encoding="utf-8"
    )
    assert proof.reading_differences(Record(record.published, record.audit)) == [
        "settled.csv: konto:9: läsningarna skiljer sig inte"
    ]


def test_second_reading_is_of_the_same_figures() -> None:
    first = Counter(_key(f) for t in READ_FIRST for f in published.read(RECORD.published, t))
    second = Counter(
        _key(f) for t in READ_FIRST for f in published.read(RECORD.published / proof.SECOND_READING, t)
    )
    assert first == second


def test_printed_percentages_fit_half_to_even() -> None:
    """method.md: 109 of 109 tested percentages of 2017-2018 with k/n fit; 80 % (2/30) is no rounding."""
    tested = [
        f
        for f in published.read(RECORD.published, "surveys")
        if f.year < 2019 and f.value is not None and f.denominator
    ]
    wrong = [f for f in tested if rounded(Fraction(100 * f.numerator, f.denominator)) != f.value]
    assert [(f.source[-17:], f.line) for f in wrong] == [("2018-ungdomstorget"[-17:], 893)]
    assert len(tested) > 60


def test_definitions_hold_the_published_targets() -> None:
    """Every target in the definitions that the record has, with the record's value."""
    for year in YEARS:
        defined = definitions.load(Workspace(REPOSITORY).definitions / f"{year}.yaml")
        printed = {
            (f.measure, f.respondents): f.value
            for f in published.read(RECORD.published, "targets")
            if f.year == year and f.unit == "percent"
        }
        checked = 0
        for _, account, indicator in defined.indicators():
            key = (f"target:{indicator.question or account.id}", indicator.respondents or "")
            if indicator.target_percent is not None and key in printed:
                checked += 1
                assert printed[key] == indicator.target_percent, (year, key)
        assert checked >= {2017: 20, 2018: 30, 2019: 3}[year]


def test_shipped_facts_in_git_are_these_facts(shipped_facts: dict[int, Facts]) -> None:
    for year in YEARS:
        adopted = (Workspace(REPOSITORY).reports(year) / "facts.csv").read_text(encoding="utf-8")
        assert (
            fact_csv.differences(
                fact_csv.read_csv(Workspace(REPOSITORY).reports(year) / "facts.csv"), shipped_facts[year]
            )
            == []
        )
        assert adopted == fact_csv.csv_text(shipped_facts[year]), (
            f"reports/{year}/facts.csv: accept with make accept"
        )


def test_every_printed_figure_of_the_strategic_goals_is_a_declared_fact(compared: list[Compared]) -> None:
    """Grades and criteria are the board's own: they agree, and nothing is reproduced of them."""
    kinds = ("strategic-goals", "grade:", "criterion:")
    mine = [c for c in compared if c.figure.measure.startswith(kinds)]
    assert len(mine) == 39 and {c.counted for c in mine} == {"declared"}
    chiefs = [c for c in mine if c.figure.respondents == "chefer-och-medarbetare"]
    assert len(chiefs) == 7 and {c.fact and c.fact.respondents for c in chiefs} == {"personal"}
