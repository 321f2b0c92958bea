"""The nation's facts: sums by hand, drawn nations in which nobody differs, and one in which one does."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from helpers.counting import funnel, national
from helpers.counting.national import COLUMNS, FEWEST, NATION, WRONG
from helpers.facts import Fact, Facts

WORK, STUDIES, ASKED = "share:to-work@4f0c", "share:to-studies@4f0c", "question@81ab"
CHANCES = {"to-work": 0.28, "to-studies": 0.20, "to-other-solution": 0.38, "dropped-out": 0.14}
YEARS = range(2015, 2025)
SIZES = np.random.default_rng(80).integers(20, 420, 80)  # how many left each of eighty associations


def row(association: str, counts: tuple[int, int] | str, measure: str = WORK, year: int = 2019) -> list:
    """A figure: counts, or why there are none."""
    asked = "deltagare" if measure.startswith("question") else ""
    shown = [*counts, "ok"] if isinstance(counts, tuple) else [pd.NA, pd.NA, counts]
    return [year, measure, asked, association, *shown, "delivered"]


def found(*rows: list) -> dict[int, Facts]:
    """The nation's facts by year."""
    every = national.facts(pd.DataFrame(rows, columns=COLUMNS))
    years = {fact.year for fact in every}
    return {year: Facts(f for f in every if f.year == year) for year in years}


SEVEN = [row(f"a{i}", (i, 10 + i)) for i in range(1, 7)]


def test_the_nation_is_the_sum_of_those_who_have_a_share() -> None:
    facts = found(*SEVEN, row("b1", "too-few"), row("b2", "suppressed"), row("b3", "missing"))[2019]
    whole = facts.get(NATION, WORK)
    assert whole.counts == (21, 81) and whole.value == Fraction(21, 81) and whole.unit == "share"
    assert [facts.get(f"b{i}", WORK).state for i in (1, 2, 3)] == ["too-few", "suppressed", "missing"]
    assert facts.get("a3", WORK).counts == (3, 13)
    assert [f for f in facts if f.platform.startswith("b") and f.measure != WORK] == []


def test_one_definition_is_never_added_to_another() -> None:
    other = "share:to-work@9999"
    facts = found(*SEVEN, row("b1", (90, 100), other), row("b2", (80, 100), other))[2019]
    assert facts.get(NATION, WORK).counts == (21, 81)
    assert facts.get(NATION, other).counts == (170, 200)


def test_limits_are_those_of_the_funnel_around_the_share_of_all() -> None:
    facts = found(*SEVEN)[2019]
    for i in range(1, 7):
        for name, level in funnel.LEVELS.items():
            got = [facts.get(f"a{i}", f"limit:{name}:{end}:{WORK}") for end in funnel.ENDS]
            expected = funnel.limits(10 + i, Fraction(21, 81), level)
            assert tuple(f.numerator for f in got) == expected
            assert {f.denominator for f in got} == {10 + i}


def test_fewer_than_five_are_not_compared() -> None:
    facts = found(*SEVEN[: FEWEST - 1])[2019]
    assert not [f for f in facts if f.measure.startswith(("limit:", "outlier:", "spread:"))]
    assert facts.get(NATION, f"compared:{national.OUTCOMES}").value == 0
    assert [f for f in found(*SEVEN[:FEWEST])[2019] if f.measure.startswith("outlier:")]


def test_a_national_fact_is_as_weak_as_what_it_rests_on() -> None:
    weak = [*SEVEN[0][:-1], "invented"]
    facts = found(weak, *SEVEN[1:])[2019]
    assert facts.get(NATION, WORK).origin == facts.get("a5", f"limit:95:low:{WORK}").origin == "invented"
    assert facts.get("a5", WORK).origin == facts.get("a5", f"low:{WORK}").origin == "delivered"


def test_years_are_told_beside_each_other_of_the_same_associations() -> None:
    rows = [row(f"a{i}", (i, 20), year=y) for i in range(1, 7) for y in (2018, 2019)]
    facts = found(*rows, row("b", (20, 20), year=2019), row("c", "missing", year=2018))
    assert facts[2019].get(NATION, WORK).counts == (41, 140)
    for year in (2018, 2019):
        assert facts[year].get(NATION, f"same:{WORK}").counts == (21, 120)
        assert facts[year].get(NATION, f"same-associations:{WORK}").value == 6
    few = found(*[r for r in rows if r[3] < "a5"])
    assert not few[2019].get(NATION, f"same:{WORK}").ok


# --- drawn nations ----------------------------------------------------------------------------------------


def went(random: np.random.Generator, chances: list[float], at: list[float] | None = None) -> np.ndarray:
    """How many of each association had each outcome in ten years: associations, outcomes and years.

    `at` are the chances of the first association, where it differs.
    """
    drawn = [random.multinomial(SIZES, chances).T for _ in YEARS]
    for year in drawn if at else ():
        year[:, 0] = random.multinomial(SIZES[0], at)
    return np.array(drawn)


def named(drawn: np.ndarray) -> list[tuple[int, int, int]]:
    """The years, outcomes and associations that a page of a drawn nation names."""
    level = WRONG / drawn.size
    return [
        (y, o, int(a))
        for y in range(len(drawn))
        for o in range(drawn.shape[1])
        for a in np.flatnonzero(national.outliers(drawn[y, o], SIZES, level))
    ]


def test_of_a_hundred_nations_in_which_nobody_differs_no_page_names_anybody() -> None:
    """A hundred pages of 3 200 comparisons, always the same ones: a thousand would name one at most."""
    random = np.random.default_rng(2003_1210)
    assert [named(went(random, [*CHANCES.values()])) for _ in range(100)] == [[]] * 100


def test_without_the_correction_many_would_be_named() -> None:
    random = np.random.default_rng(2003_1210)
    drawn = went(random, [*CHANCES.values()])[0, 0]
    assert national.outliers(drawn, SIZES, Fraction(1, 5)).any()


@pytest.mark.parametrize(
    ("left", "chance", "named_times"),
    [(60, 0.48, 0), (60, 0.68, 88), (200, 0.38, 2), (200, 0.48, 74), (400, 0.38, 10), (400, 0.44, 93)],
)
def test_how_large_a_difference_is_named_how_often(left: int, chance: float, named_times: int) -> None:
    """Of a hundred years in which one association has another chance than the 28 % of those who left it."""
    random = np.random.default_rng(7)
    sizes, chances = np.array([left, *SIZES[1:]]), [chance, *[0.28] * 79]
    level = WRONG / (80 * len(CHANCES) * len(YEARS))
    verdicts = np.array(
        [national.outliers(random.binomial(sizes, chances), sizes, level) for _ in range(100)]
    )
    assert not verdicts[:, 1:].any()
    assert (verdicts[:, 0] == national.ABOVE).sum() == named_times


def test_a_planted_one_is_named_where_it_is_and_nowhere_else() -> None:
    random = np.random.default_rng(11)
    sizes = {f"a{i:02d}": int(n) for i, n in enumerate(SIZES)} | {"a41": 300}
    rows = []
    for name, left in sizes.items():
        shares = (0.9, 0.02) if name == "a41" else (0.28, 0.2)
        went = random.binomial(left, shares)
        pairs = zip((WORK, STUDIES), went, strict=True)
        rows += [row(name, (int(n), left), measure) for measure, n in pairs]
    facts = found(*rows)[2019]
    verdicts = {(f.platform, f.measure): f.value for f in facts if f.measure.startswith("outlier:")}
    assert {key: v for key, v in verdicts.items() if v} == {
        ("a41", f"outlier:{WORK}"): national.ABOVE,
        ("a41", f"outlier:{STUDIES}"): national.BELOW,
    }
    assert facts.get(NATION, f"compared:{national.OUTCOMES}").value == 160 == len(verdicts)


def test_the_verdict_is_the_exact_tail_at_the_corrected_level() -> None:
    numerators, denominators = np.array([30, 40, 65]), np.array([100, 100, 100])
    average = 135 / 300
    for level in (Fraction(1, 20), Fraction(1, 10_000)):
        expected = [
            int(binom.sf(k - 1, 100, average) <= level / 2) - int(binom.cdf(k, 100, average) <= level / 2)
            for k in numerators
        ]
        assert national.outliers(numerators, denominators, level).tolist() == expected
    assert national.wrong_level(pd.DataFrame(SEVEN, columns=COLUMNS), national.OUTCOMES) == WRONG / 6


def spread(chances: np.ndarray) -> Fact:
    random = np.random.default_rng(3)
    work = random.binomial(SIZES, chances)
    rows = [row(f"a{i}", (int(k), int(n))) for i, (k, n) in enumerate(zip(work, SIZES, strict=True))]
    return found(*rows)[2019].get(NATION, f"spread:{WORK}")


def test_spread_is_one_where_nobody_differs_and_more_where_they_do() -> None:
    alike = spread(np.full(80, 0.28))
    apart = spread(np.random.default_rng(4).uniform(0.15, 0.45, 80))
    assert 0.7 < float(alike.fraction) < 1.3 and float(apart.fraction) > 3
