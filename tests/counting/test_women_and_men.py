"""Women beside men: full counts are told as they are, answers are tested, unknown genders are left out."""

from fractions import Fraction

import pandas as pd
import pytest
from support.clean_tables import FIXTURE_DEFINITIONS

from helpers import definitions
from helpers.codes import GENDERS
from helpers.counting import participations
from helpers.counting.comparisons import MEN_HIGHER, NO_CLAIM, women_and_men
from helpers.counting.statistics import SIGNIFICANCE, smallest_visible_difference
from helpers.definitions import Definitions
from helpers.facts import Fact, Facts, share

TESTED = ("low", "high", "p", "p-corrected", "claim", "visible")
# to work, studies, another solution, dropped out: women and men who left the association's platforms in 2019
OF_2019 = (
    ((30, 145), (58, 173)),
    ((34, 145), (28, 173)),
    ((62, 145), (68, 173)),
    ((19, 145), (19, 173)),
)


@pytest.fixture(scope="module")
def defined() -> Definitions:
    return definitions.load(FIXTURE_DEFINITIONS)


def both(measure: str, women: tuple, men: tuple, group: str = "", place: str = "x") -> list[Fact]:
    return [
        share((2019, place, measure, group, g), *counts, "r")
        for g, counts in zip(GENDERS, (women, men), strict=True)
    ]


def compared(facts: list[Fact], d: Definitions) -> dict[str, Fact]:
    return {f.measure: f for f in women_and_men(Facts(facts), d)}


@pytest.mark.parametrize(
    ("women", "men", "points"),
    [
        ((15, 65), (40, 92), Fraction(-6100, 299)),  # Ungdomstorget 2017, to work: 20.4 points
        ((2, 4), (3, 6), 0),
        ((0, 1), (1, 1), -100),
        ((0, 9), (0, 4), 0),
    ],
)
def test_an_outcome_of_all_who_left_is_told_as_it_is(
    defined: Definitions, women: tuple, men: tuple, points: Fraction
) -> None:
    got = compared(both("share:to-work", women, men), defined)
    assert got["difference:share:to-work"].fraction == points
    assert got.keys() == {"difference:share:to-work"}


def test_outcomes_are_no_tests_among_those_of_the_answers(defined: Definitions) -> None:
    """9 of 10 women and 3 of 10 men: p = 0.0198, which four outcomes beside it would have taken away."""
    answers = both("question:4.5", (9, 10), (3, 10), "personal")
    alone = compared(answers, defined)
    outcomes = [f for n, (w, m) in enumerate(OF_2019) for f in both(f"share:o{n}", w, m)]
    beside = compared([*answers, *outcomes], defined)
    assert alone["difference-claim:question:4.5"].integer == 1 and beside["comparisons"].integer == 1
    assert all(beside[name] == fact for name, fact in alone.items())


def test_a_question_that_all_who_were_asked_have_answered_is_a_full_count(defined: Definitions) -> None:
    def of(asked: int, positive: int = 13) -> dict[str, Fact]:
        known = both("question:4.5", (8, 9), (5, 5), "personal")
        known.append(share((2019, "x", "question:4.5", "personal", "all"), positive, 14, "r"))
        known += [
            Fact(2019, "x", m, "personal", value=n, state="ok")
            for m, n in (("asked", asked), ("answered", 14))
        ]
        return compared(known, defined)

    assert of(14).keys() == {"difference:question:4.5"}
    for asked in (15, 13):  # one has not answered; more have than were asked
        assert "difference-p:question:4.5" in of(asked) and "comparisons" in of(asked)


def test_as_many_answers_as_left_are_no_full_count(defined: Definitions) -> None:
    """Who answered need not be who left; only of those asked is it known that nobody kept silent."""
    known = both("question:1.4", (8, 9), (5, 5), "deltagare")
    known.append(share((2019, "x", "question:1.4", "deltagare", "all"), 13, 14, "r"))
    known += [Fact(2019, "x", "discharged", value=14, state="ok")]
    assert "difference-p:question:1.4" in compared(known, defined)


def test_the_least_visible_difference_is_what_holm_asks_at_that_step(defined: Definitions) -> None:
    """The numbers of 2019's outcomes, had they been answers: to work passes; the others are asked 5 % / 3."""
    facts = [f for n, (w, m) in enumerate(OF_2019) for f in both(f"question:{n}", w, m, "personal")]
    got = compared(facts, defined)
    assert [got[f"difference-claim:question:{n}"].integer for n in range(4)] == [MEN_HIGHER, 0, 0, 0]
    assert float(got["difference-visible:question:1"].fraction) == pytest.approx(11.07, abs=0.005)
    first = smallest_visible_difference(*OF_2019[1], SIGNIFICANCE / 4)
    assert float(100 * first) == pytest.approx(11.75, abs=0.005)  # the first step's, printed as 12
    level = {0: 4, 1: 3, 2: 3, 3: 3}
    for n, steps in level.items():
        visible = 100 * smallest_visible_difference(*OF_2019[n], SIGNIFICANCE / steps)
        assert got[f"difference-visible:question:{n}"].fraction == visible


def test_tests_that_can_never_pass_are_left_out(defined: Definitions) -> None:
    """9 of 10 beside 3 of 10, p = 0.0198, among nine questions to two women and two men."""
    facts = both("question:0", (9, 10), (3, 10), "personal")
    for n in range(1, 10):
        facts += both(f"question:{n}", (2, 2), (0, 2), "personal")
    got = compared(facts, defined)
    assert got["comparisons"].integer == 1 and got["difference-claim:question:0"].integer == 1
    assert got["difference-p-corrected:question:0"].fraction == got["difference-p:question:0"].fraction
    for n in range(1, 10):
        assert got[f"difference-p-corrected:question:{n}"].state == "missing"
        assert got[f"difference-visible:question:{n}"].state == "missing"
        assert got[f"difference-claim:question:{n}"].integer == NO_CLAIM
        assert float(got[f"difference-p:question:{n}"].fraction) == pytest.approx(1 / 3)


def test_where_no_test_can_pass_there_are_none(defined: Definitions) -> None:
    got = compared(both("question:0", (2, 2), (2, 2), "personal"), defined)
    assert got["comparisons"].integer == 0 and got["difference-claim:question:0"].integer == NO_CLAIM


def test_places_are_families_of_their_own(defined: Definitions) -> None:
    facts = [*both("question:0", (9, 10), (3, 10), "personal")]
    for n in range(8):
        facts += both(f"question:{n}", (9, 10), (3, 10), "personal", "y")
    found = {(f.platform, f.measure): f for f in women_and_men(Facts(facts), defined)}
    assert found["x", "difference-claim:question:0"].integer == 1
    assert found["y", "difference-claim:question:0"].integer == NO_CLAIM
    assert (found["x", "comparisons"].integer, found["y", "comparisons"].integer) == (1, 8)


# --- those whose gender is not known -----------------------------------------------------------------------


def counted(defined: Definitions, women: int, men: int, unknown: int) -> Facts:
    """Participants of Vännäs, all of the year, the first of each gender discharged to work."""
    genders = ["women"] * women + ["men"] * men + ["unknown"] * unknown
    start, end = pd.Timestamp(2019, 3, 1), pd.Timestamp(2019, 6, 1)
    rows = [
        {
            "row": f"l#!{n}",
            "platform": "vannas",
            "person": f"p{n}",
            "gender": gender,
            "referred": pd.NaT,
            "referred_by": None,
            "decision": "yes",
            "start": start,
            "end": end if gender != genders[n - 1] or n == 0 else pd.NaT,
            "outcome": "to-work" if gender != genders[n - 1] or n == 0 else None,
        }
        for n, gender in enumerate(genders)
    ]
    table = pd.DataFrame(rows)
    for column in ("referred", "start", "end"):
        table[column] = pd.to_datetime(table[column])
    return Facts(participations.facts(table, defined, {"vannas": "read"}))


@pytest.mark.parametrize(
    ("women", "men", "unknown", "even"),
    [
        (2, 2, 3, None),  # 29 to 71 %
        (2, 2, 0, 1),
        (50, 49, 1, 1),  # 50 or 51 %
        (10, 1, 1, 0),  # 83 or 92 %
        (1, 9, 2, 0),  # 8 to 25 %
        (40, 60, 0, 1),  # the limits are even
        (60, 40, 0, 1),
        (39, 61, 0, 0),
        (40, 60, 1, None),  # 40 of 101 is less than 40 %
        (41, 59, 1, 1),
        (1, 1, 1, 0),  # one or two of three: neither is even
        (0, 0, 3, None),
    ],
)
def test_women_are_a_share_of_those_whose_gender_is_known(
    defined: Definitions, women: int, men: int, unknown: int, even: int | None
) -> None:
    facts = counted(defined, women, men, unknown)
    of_women = facts.get("vannas", "gender-share:total", "", "women")
    told = Facts(women_and_men(facts, defined))
    if not women + men:
        assert of_women.state == "missing" and not told.get("vannas", "gender-even").ok
        return
    assert of_women.counts == (women, women + men)
    assert facts.get("vannas", "gender-share:total", "", "men").counts == (men, women + men)
    judged = told.get("vannas", "gender-even")
    assert (judged.integer if judged.ok else None) == even
    least, most = (told.get("vannas", f"{b}:gender-share:total", "", "women") for b in ("least", "most"))
    if unknown:
        everyone = women + men + unknown
        assert facts.get("vannas", "gender-share:total", "", "unknown").counts == (unknown, everyone)
        assert (least.counts, most.counts) == ((women, everyone), (women + unknown, everyone))
    else:
        assert not least.ok and not most.ok


def test_women_are_a_share_of_the_known_of_each_outcome_too(defined: Definitions) -> None:
    facts = counted(defined, 2, 2, 3)
    assert facts.get("vannas", "to-work").integer == 3
    assert facts.get("vannas", "gender-share:to-work", "", "women").counts == (1, 2)
    assert facts.get("vannas", "share:to-work").counts == (3, 3)  # everybody is counted there
