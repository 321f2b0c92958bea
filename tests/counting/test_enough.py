"""Small numbers: no verdict on fewer than ten who left, or fewer than five answers; counts stay."""

from fractions import Fraction

import pytest
from support.clean_tables import FIXTURE_DEFINITIONS

from helpers import definitions, fact_csv
from helpers.counting import goals
from helpers.counting.enough import is_enough
from helpers.definitions import Definitions
from helpers.facts import Fact, Facts, share
from helpers.paths import REPOSITORY

Counts = tuple[int, int]


@pytest.fixture(scope="module")
def defined() -> Definitions:
    """The fixture's definitions with the limits of the shipped years."""
    limits = {"told_from_discharged": 10, "told_from_answers": 5}
    return definitions.load(FIXTURE_DEFINITIONS).model_copy(update=limits)


def of(measure: str, counts: Counts, respondents: str = "", group: str = "all") -> Fact:
    return share((2019, "vannas", measure, respondents, group), *counts, "r")


def decided(defined: Definitions, *results: Fact) -> dict[str, Fact]:
    """What is decided of some results, and how the goals are counted."""
    got = goals.facts(Facts(results), defined)
    own = [f for f in got if f.platform == "vannas" and not f.measure.endswith(":2.1")]
    return {f.measure: f for f in [*own, *goals.signal_facts(own)]}


@pytest.mark.parametrize(
    ("result", "enough"),
    [
        (of("share:to-work", (9, 9)), False),
        (of("share:to-work", (10, 10)), True),
        (of("share:to-work", (0, 9), group="women"), False),
        (of("share:to-work", (0, 10), group="men"), True),
        (of("question:1.4", (4, 4), "deltagare", "women"), False),
        (of("question:1.4", (5, 5), "deltagare", "women"), True),
        (of("question:4.5", (2, 2), "personal"), False),
        (of("answer-share:4.5:Delvis", (2, 5), "personal"), True),
        (of("response:asked", (2, 4), "styrgrupp"), False),
        (of("response:discharged", (6, 9), "deltagare"), False),  # of nine who left
        (of("response:discharged", (6, 10), "deltagare"), True),
        (of("target:1.2", (1, 4)), True),  # 25 % is a goal, and nobody's answers
        (of("target:3.5a", (1, 2), "forbundschef"), True),
        (of("goals-met", (1, 3)), True),  # of goals, not of people
        (of("share:to-work", (0, 0)), True),  # a share of nobody is missing, which is another thing
    ],
)
def test_a_share_says_something_from_ten_who_left_and_five_who_answered(
    defined: Definitions, result: Fact, enough: bool
) -> None:
    assert is_enough(defined, result) is enough


def test_an_edition_without_counts_is_not_asked(defined: Definitions) -> None:
    told = Fact(2019, "vannas", "share:to-work", value=Fraction(1, 4), unit="share", state="ok")
    assert is_enough(defined, told)


@pytest.mark.parametrize(
    ("result", "verdict", "signal"),
    [
        (of("share:to-work", (9, 9)), "too-few", "too-few"),  # all nine: decided by arithmetic, and not said
        (of("share:to-work", (0, 9)), "too-few", "too-few"),
        (of("share:to-work", (4, 10)), 1, "reached"),
        (of("share:to-work", (3, 10)), 0, "not-reached"),
        (of("question:4.5", (4, 4), "personal"), "too-few", "too-few"),
        (of("question:4.5", (5, 5), "personal"), 1, "reached-uncertain"),
        (of("question:1.4", (1, 5), "deltagare"), 0, "undecided"),
    ],
)
def test_there_is_no_verdict_on_too_few(
    defined: Definitions, result: Fact, verdict: int | str, signal: str
) -> None:
    got = decided(defined, result)
    (said,) = (f for m, f in got.items() if m.startswith("verdict:"))
    assert (said.integer if said.ok else said.state) == verdict
    (judgement,) = (f for m, f in got.items() if m.startswith("judgement:"))
    assert judgement.ok  # what arithmetic says stays
    assert goals.signal(judgement, said) == signal
    counted = {m.removeprefix("signals:"): f.integer for m, f in got.items() if m.startswith("signals:")}
    assert counted["all"] == counted[signal] == 1


def test_the_limits_are_the_definitions_own(defined: Definitions) -> None:
    nine = of("share:to-work", (9, 9))
    lower = defined.model_copy(update={"told_from_discharged": 9})
    assert decided(defined, nine)["verdict:1.1"].state == "too-few"
    assert decided(lower, nine)["verdict:1.1"].integer == 1


@pytest.mark.parametrize(("year", "few"), [(2017, 11), (2018, 9), (2019, 0)])
def test_the_verdicts_of_the_shipped_years_that_rest_on_too_few(
    shipped_facts: dict, year: int, few: int
) -> None:
    known = shipped_facts[year]
    d = definitions.load(REPOSITORY / f"data/definitions/{year}.yaml")
    told = [f for f in known if f.measure.startswith("verdict:") and f.state == "too-few"]
    named = [
        f for f in told if known.get(f.platform, f.measure.replace("verdict", "judgement"), f.respondents).ok
    ]
    assert len(named) == few
    assert (d.told_from_discharged, d.told_from_answers) == (10, 5)
    published = fact_csv.read_csv(REPOSITORY / f"reports/{year}/facts.csv")
    counts = [f for f in published if f.measure.startswith(("share:", "question:"))]
    assert [f.numerator for f in counts] == [
        known.get(f.platform, f.measure, f.respondents, f.group).numerator for f in counts
    ]
