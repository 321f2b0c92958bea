"""What pages may say: no percentage on too few, no few answers by gender, nothing on what is invented."""

from dataclasses import replace
from fractions import Fraction

import pytest
from support.clean_tables import FIXTURE_DEFINITIONS

from helpers import definitions
from helpers.definitions import Definitions
from helpers.facts import INVENTED, ORIGINS, Fact, Facts, share
from helpers.pages.sayable import is_more_than_all, may_say, shown

Counts = tuple[int, int]


@pytest.fixture(scope="module")
def defined() -> Definitions:
    """The fixture's definitions with the limits of the shipped years."""
    limits = {"told_from_discharged": 10, "told_from_answers": 5}
    return definitions.load(FIXTURE_DEFINITIONS).model_copy(update=limits)


def rate(measure: str, counts: Counts, respondents: str = "", group: str = "all") -> Fact:
    return share((2019, "vannas", measure, respondents, group), *counts, "r")


def count(measure: str, n: int, respondents: str = "", group: str = "all") -> Fact:
    return Fact(2019, "vannas", measure, respondents, group, value=n, state="ok", rule="r")


def said(measure: str, value: int | Fraction, respondents: str = "", unit: str = "share") -> Fact:
    return Fact(2019, "vannas", measure, respondents, "all", value, unit=unit, state="ok", rule="r")


def only(defined: Definitions, *facts: Fact) -> dict[tuple[str, str], Fact]:
    return {(f.measure, f.group): f for f in shown(Facts(facts), defined)}


@pytest.mark.parametrize("origin", ORIGINS)
def test_a_sentence_rests_on_facts_with_a_value_that_are_not_invented(origin: str) -> None:
    fact = replace(rate("share:to-work", (3, 10)), origin=origin)
    assert may_say(fact) is (origin != INVENTED)
    assert not may_say(fact, replace(fact, state="too-few", value=None))
    assert not may_say(replace(fact, state="missing", value=None))
    assert may_say()


@pytest.mark.parametrize(("left", "state"), [(9, "too-few"), (10, "ok")])
def test_of_fewer_than_ten_who_left_the_counts_are_shown(defined: Definitions, left: int, state: str) -> None:
    got = only(defined, rate("share:to-work", (3, left)), count("discharged", left))
    told = got["share:to-work", "all"]
    assert (told.state, told.value is None, told.counts) == (state, state != "ok", (3, left))
    assert got["discharged", "all"].integer == left


@pytest.mark.parametrize(("answers", "state"), [(4, "too-few"), (5, "ok")])
def test_of_fewer_than_five_of_the_staff_there_is_no_result_and_nothing_of_it(
    defined: Definitions, answers: int, state: str
) -> None:
    of = "question:4.5"
    named = ("low", "high", "least", "most", "difference", "difference-claim", "difference-p-corrected")
    got = only(
        defined,
        rate(of, (4, answers), "personal"),
        rate(of, (4, answers), "personal", "women"),
        rate(of, (4, answers), "personal", "men"),
        *(said(f"{name}:{of}", Fraction(1, 2), "personal") for name in named),
        replace(said("verdict:4.5", 1, "personal", "verdict"), state=state),
        said("judgement:4.5", 3, "personal", "judgement"),
        said("doubt:4.5", 0, "personal", "doubt"),
    )
    assert {f.state for f in got.values()} == {state}
    assert got[of, "women"].counts == (4, answers)  # their counts may be told: nobody of them is protected


@pytest.mark.parametrize(
    ("women", "men", "state"), [(4, 25, "too-few"), (5, 25, "ok"), (25, 1, "too-few"), (0, 29, "ok")]
)
def test_participants_answers_are_not_told_by_gender_where_few_of_either_answered(
    defined: Definitions, women: int, men: int, state: str
) -> None:
    """Four women beside all 29: the 25 men would tell what the four have answered."""
    facts = []
    for group, n in {"women": women, "men": men, "all": women + men}.items():
        facts += [
            count("answered:1.4", n, "deltagare", group),
            count("answer:1.4:Delvis", n and 1, "deltagare", group),
            rate("question:1.4", (n and 1, n), "deltagare", group),
            rate("answer-share:1.4:Delvis", (n and 1, n), "deltagare", group),
        ]
    got = only(defined, *facts)
    assert {f.state for (_, group), f in got.items() if group == "all"} == {"ok"}
    of_men = [f for (_, group), f in got.items() if group == "men"]
    assert {f.state for f in of_men} == {state}
    assert any(f.has_counts for f in of_men) is (state == "ok")


def test_an_unknown_gender_of_few_hides_the_others(defined: Definitions) -> None:
    groups = {"women": 10, "men": 10, "unknown": 2, "all": 22}
    got = only(defined, *(count("answered:1.4", n, "deltagare", g) for g, n in groups.items()))
    assert [got["answered:1.4", g].state for g in groups] == ["too-few"] * 3 + ["ok"]


@pytest.mark.parametrize(
    ("measure", "counts", "state"),
    [
        ("response:discharged", (101, 100), "over-discharged"),
        ("response:discharged", (100, 100), "ok"),
        ("response:asked", (11, 10), "over-asked"),
        ("response:discharged", (17, 9), "too-few"),  # of nine who left, however many answered
    ],
)
def test_more_answers_than_people_are_no_rate(
    defined: Definitions, measure: str, counts: Counts, state: str
) -> None:
    told = only(defined, rate(measure, counts, "deltagare"))[measure, "all"]
    assert (told.state, told.counts) == (state, counts)
    assert is_more_than_all(told) is state.startswith("over-")
    assert not may_say(told) or state == "ok"


def test_what_is_missing_stays_and_no_fact_is_lost(defined: Definitions) -> None:
    facts = Facts([rate("share:to-work", (0, 0)), rate("share:to-studies", (3, 9)), count("total", 9)])
    got = shown(facts, defined)
    assert [f.key for f in got] == [f.key for f in facts] and len(got) == 3
    assert got.get("vannas", "share:to-work").state == "missing"
    assert got.get("vannas", "unique").state == "missing"


def test_of_the_fixture_s_limits_nothing_is_hidden_but_what_the_contract_hides(defined: Definitions) -> None:
    low = defined.model_copy(update={"told_from_discharged": 1, "told_from_answers": 1})
    assert only(low, rate("share:to-work", (1, 1)))["share:to-work", "all"].ok
