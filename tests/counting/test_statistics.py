"""Intervals and tests of shares: against R (tests/r/statistics.R), by counting, and for any numbers."""

import csv
import io
import math
import shutil
import subprocess
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import fisher_exact, hypergeom
from support.workspaces import TESTS

from helpers.counting import statistics
from helpers.counting.statistics import (
    SIGNIFICANCE,
    able_to_pass,
    difference_interval,
    exact_test,
    holm,
    holm_levels,
    least_p,
    smallest_visible_difference,
    wilson,
)

R = TESTS / "r"
EXPECTED = (R / "expected.csv").read_text(encoding="ascii")
EXACT = {"rel": 1e-9, "abs": 1e-12}  # R writes 15 digits; a bound at 0 is 0 but for the last bit


def cases(function: str, printed: str = EXPECTED) -> list[tuple[list[str], list[float | None]]]:
    """R's cases of a function: the arguments as they are written, and what R found."""
    rows = [r for r in csv.DictReader(io.StringIO(printed)) if r["function"] == function]
    return [
        (r["case"].split(), [None if v == "none" else float(v) for v in r["expected"].split()]) for r in rows
    ]


def share(words: str) -> tuple[int, int]:
    numerator, denominator = words.split("/")
    return int(numerator), int(denominator)


def test_wilson_is_that_of_prop_test_in_r() -> None:
    assert len(cases("wilson")) >= 30
    for (case,), bounds in cases("wilson"):
        assert wilson(*share(case)) == pytest.approx(bounds, **EXACT), case


def test_exact_test_is_fisher_test_in_r() -> None:
    """R calls chances tied that are within 1e-7 of each other; no case here is so near and no tie."""
    assert len(cases("fisher")) >= 90
    for case, (p,) in cases("fisher"):
        assert float(exact_test(*map(share, case))) == pytest.approx(p, **EXACT), case


def test_difference_interval_is_newcombes_method_10_from_the_intervals_of_r() -> None:
    assert len(cases("newcombe")) >= 90
    for case, bounds in cases("newcombe"):
        assert difference_interval(*map(share, case)) == pytest.approx(bounds, **EXACT), case


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_difference_interval_is_the_published_one(one: tuple, other: tuple, low: float, high: float) -> None:
    """Newcombe, Statistics in Medicine 17 (1998) 873-890, table II, contrasts (a)-(h), method 10."""
    assert difference_interval(one, other) == pytest.approx((low, high), abs=5e-5)


def test_holm_is_p_adjust_in_r() -> None:
    assert len(cases("holm")) >= 15
    for p_values, corrected in cases("holm"):
        ours = [float(p) for p in holm([Fraction(p) for p in p_values])]
        assert ours == pytest.approx(corrected, **EXACT), p_values


def test_smallest_visible_difference_is_that_of_every_table_tried_in_r() -> None:
    found = {tuple(case): gap for case, (gap,) in cases("visible")}
    assert None in found.values() and len(found) >= 180
    for (one, other, level), gap in found.items():
        ours = smallest_visible_difference(share(one), share(other), Fraction(level))
        assert (ours is None) == (gap is None) and (
            gap is None or float(ours) == pytest.approx(gap, **EXACT)
        ), (one, other, level)


@pytest.mark.skipif(
    shutil.which("Rscript") is None,
    reason="R is not on this machine: the stored tests/r/expected.csv stands for it",
)
def test_r_gives_the_stored_values_anew() -> None:
    done = subprocess.run(
        ["Rscript", "--vanilla", str(R / "statistics.R"), str(R / "pairs.csv")],
        capture_output=True,
        text=True,
        check=True,
    )
    for function in ("wilson", "fisher", "newcombe", "visible", "holm"):
        anew, stored = cases(function, done.stdout), cases(function)
        assert [case for case, _ in anew] == [case for case, _ in stored]
        for (case, values), (_, before) in zip(anew, stored, strict=True):
            assert [v is None for v in values] == [v is None for v in before]
            assert [v for v in values if v is not None] == pytest.approx(
                [v for v in before if v is not None], rel=1e-12
            ), (function, case)


# --- a finite population: every sample that could have been drawn ------------------------------------------


def coverage(answered: int, population: int) -> list[float]:
    """How often the interval holds the share, exactly, for each number who would answer positively."""
    bounds = [wilson(k, answered, population) for k in range(answered + 1)]
    found = []
    for would in range(population + 1):
        chances = hypergeom(population, would, answered).pmf(range(answered + 1))
        held = [low - 1e-9 <= would / population <= high + 1e-9 for low, high in bounds]
        found.append(float(chances[held].sum()))
    return found


@pytest.mark.parametrize("population", [20, 50, 100])
def test_the_interval_of_a_finite_population_covers_about_95_per_cent(population: int) -> None:
    """The mean over all shares is near 95 %, between 94.4 and 97.3 % however many answer.

    The least, where nearly all answer alike, is the weakness of Wilson's interval: 80 %, measured here, as of
    20 people of whom 4 answer and 1 would answer otherwise. That one is among the 4 in 20 %, and then the
    interval begins above 5 %.
    """
    for answered in range(2, population):
        rates = coverage(answered, population)
        assert 0.944 <= sum(rates) / len(rates) <= 0.973, answered
        assert min(rates) >= 0.8 - 1e-9, answered
    assert min(coverage(population, population)) == pytest.approx(1)


def test_the_least_coverage_is_of_one_who_answers_otherwise() -> None:
    assert wilson(1, 4, 20)[0] > 1 / 20
    assert coverage(4, 20)[1] == pytest.approx(0.8)


@given(st.integers(1, 60), st.data())
def test_the_interval_narrows_to_the_point_as_everyone_answers(population: int, data: st.DataObject) -> None:
    """The same share of more answers, of the same people: never wider; of everyone: the point."""
    step = data.draw(st.sampled_from([d for d in range(1, population + 1) if population % d == 0]))
    positive = data.draw(st.integers(0, step))
    widths = [
        high - low
        for k in range(1, population // step + 1)
        for low, high in [wilson(k * positive, k * step, population)]
    ]
    assert all(after <= before + 1e-12 for before, after in pairwise(widths))
    assert widths[-1] == 0
    for k in range(2, population // step):
        low, high = wilson(k * positive, k * step)
        assert widths[k - 1] < high - low  # than if those asked were endless many


@given(st.integers(1, 300), st.data())
def test_an_interval_holds_its_share_within_0_and_1_and_turns_with_the_question(
    answered: int, data: st.DataObject
) -> None:
    positive = data.draw(st.integers(0, answered))
    population = data.draw(st.none() | st.integers(answered, 2 * answered + 5))
    low, high = wilson(positive, answered, population)
    assert 0 <= low <= positive / answered <= high <= 1
    assert wilson(answered - positive, answered, population) == pytest.approx((1 - high, 1 - low), abs=1e-12)
    if population:
        wide = wilson(positive, answered)
        assert wide[0] - 1e-12 <= low and high <= wide[1] + 1e-12
        assert (
            positive / population <= low + 1e-12
            and high - 1e-12 <= (positive + population - answered) / population
        )


def test_more_answers_than_people_say_nothing_of_the_population() -> None:
    assert wilson(11, 13, 12) == wilson(11, 13)
    with pytest.raises(ZeroDivisionError):
        wilson(0, 0)


@given(st.integers(1, 40), st.integers(1, 40), st.data())
def test_a_comparison_turns_with_its_sides_and_with_the_question(n: int, m: int, data: st.DataObject) -> None:
    a, b = data.draw(st.integers(0, n)), data.draw(st.integers(0, m))
    p = exact_test((a, n), (b, m))
    assert 0 < p <= 1
    assert p == exact_test((b, m), (a, n)) == exact_test((n - a, n), (m - b, m))
    low, high = difference_interval((a, n), (b, m))
    assert -1 <= low <= a / n - b / m <= high <= 1
    assert difference_interval((b, m), (a, n)) == pytest.approx((-high, -low), abs=1e-12)


@given(st.integers(1, 25), st.integers(1, 25), st.data())
def test_no_smaller_difference_than_the_smallest_visible_is_seen(n: int, m: int, data: st.DataObject) -> None:
    positive = data.draw(st.integers(0, n + m))
    divisions = [(x, positive - x) for x in range(max(0, positive - m), min(n, positive) + 1)]
    seen = [
        abs(Fraction(x, n) - Fraction(y, m))
        for x, y in divisions
        if exact_test((x, n), (y, m)) <= SIGNIFICANCE
    ]
    x, y = divisions[0]
    assert smallest_visible_difference((x, n), (y, m), SIGNIFICANCE) == min(seen, default=None)


def test_the_exact_test_is_exact_where_divisions_tie() -> None:
    """Equal groups: 2 of 10 beside 8 of 10 is as unlikely as the other way round, and counts twice."""
    tail = sum(math.comb(10, x) * math.comb(10, 10 - x) for x in range(3))
    assert exact_test((2, 10), (8, 10)) == Fraction(2 * tail, math.comb(20, 10))
    assert exact_test((5, 10), (5, 10)) == 1
    with pytest.raises(KeyError):
        exact_test((11, 10), (1, 10))


@given(st.lists(st.fractions(0, 1), min_size=1, max_size=15))
def test_holm_keeps_the_order_and_never_lowers(p_values: list[Fraction]) -> None:
    corrected = holm(p_values)
    assert all(p <= c <= 1 for p, c in zip(p_values, corrected, strict=True))
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    assert all(corrected[i] <= corrected[j] for i, j in pairwise(order))
    assert corrected[order[0]] == min(1, len(p_values) * p_values[order[0]])


@given(st.lists(st.fractions(0, 1), min_size=1, max_size=12))
def test_what_holm_asks_at_each_step_is_what_decides(p_values: list[Fraction]) -> None:
    """At its level a p-value passes exactly where its corrected one is at most 5 %."""
    for p, corrected, level in zip(p_values, holm(p_values), holm_levels(p_values), strict=True):
        assert (p <= level) == (corrected <= SIGNIFICANCE)
        assert SIGNIFICANCE / len(p_values) <= level <= SIGNIFICANCE


@given(st.lists(st.fractions(0, Fraction(1, 4)), max_size=15))
def test_no_more_tests_are_made_than_can_pass_at_their_level(least: list[Fraction]) -> None:
    """Tarone, Biometrics 46 (1990) 515-522: K is the least with no more than K tests that can pass at 1/K."""
    able = able_to_pass(least)
    possible = [k for k in range(1, len(least) + 1) if sum(20 * k * p <= 1 for p in least) <= k]
    assert able == [20 * possible[0] * p <= 1 for p in least] if least else able == []
    made = sum(able)
    assert all(p <= SIGNIFICANCE / made for p, is_able in zip(least, able, strict=True) if is_able)
    assert sum(SIGNIFICANCE / made for is_able in able if is_able) <= SIGNIFICANCE


@settings(max_examples=40)
@given(st.integers(1, 14), st.integers(1, 14), st.data())
def test_the_least_p_is_that_of_the_most_uneven_division(n: int, m: int, data: st.DataObject) -> None:
    a, b = data.draw(st.integers(0, n)), data.draw(st.integers(0, m))
    every = [
        fisher_exact([[x, n - x], [a + b - x, m - a - b + x]]).pvalue
        for x in range(max(0, a + b - m), min(n, a + b) + 1)
    ]
    assert float(least_p((a, n), (b, m))) == pytest.approx(min(every), rel=1e-6)


def weighed_as_counted(positive: int, n: int, m: int) -> None:
    """Above MOST_COUNTED people ways are weighed, not counted; ties are ties still."""
    counted, ways = statistics.exact_tails.__wrapped__(positive, n, m)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(statistics, "MOST_COUNTED", 0)
        weighed, weight = statistics.exact_tails.__wrapped__(positive, n, m)
    assert counted.keys() == weighed.keys()
    for x, tail in counted.items():
        assert abs(Fraction(tail, ways) - Fraction(weighed[x], weight)) < Fraction(1, 2**statistics.SAME_BITS)
    told = [x for x in counted if counted[x] << 100 > ways]  # all others print as nothing
    pairs = {(counted[x], weighed[x]) for x in told}
    assert len(pairs) == len({c for c, _ in pairs}) == len({w for _, w in pairs})


@settings(max_examples=60)
@given(st.integers(1, 300), st.integers(1, 300), st.data())
def test_the_exact_test_of_many_is_that_of_few_to_four_hundred_bits(
    n: int, m: int, data: st.DataObject
) -> None:
    m = n if data.draw(st.booleans(), "as many women as men") else m
    weighed_as_counted(data.draw(st.integers(0, n + m)), n, m)


@pytest.mark.parametrize(("positive", "n", "m"), [(8, 19, 40), (51, 19, 40), (8, 40, 19)])
def test_outcomes_that_happen_to_be_as_likely_are_so_when_they_are_weighed(
    positive: int, n: int, m: int
) -> None:
    """1 and 4 of 19 are as likely, but the way to each from the likeliest is rounded differently."""
    weighed_as_counted(positive, n, m)


def test_the_exact_test_of_a_hundred_thousand_weighs_a_few_thousand_outcomes() -> None:
    tails, _ = statistics.exact_tails.__wrapped__(50_000, 50_000, 50_000)
    assert len(tails) == 50_001 and sum(tail > 0 for tail in tails.values()) < 10_000
    chances = hypergeom(100_000, 50_250, 50_000).pmf(range(20_000, 31_000))  # what scipy makes of it
    unlikely = sum(c for c in chances if c <= chances[5_000] * (1 + 1e-9))
    assert float(exact_test((25_000, 50_000), (25_250, 50_000))) == pytest.approx(unlikely, rel=1e-9)
