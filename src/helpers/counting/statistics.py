"""Numbers in, numbers out: rounding on integers, never on floats; intervals and tests of shares."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from itertools import accumulate
from statistics import NormalDist

CONFIDENCE, SIGNIFICANCE = 0.95, 0.05
DECIMALS = 10  # of a bound or a p-value that is kept as a fact: what is the same on every processor


def wilson(positive: int, answered: int, population: int | None = None) -> tuple[float, float]:
    """The interval that holds the share of everyone who could have answered, with 95 % confidence.

    Wilson's score interval (1927). Where `population` is known the answers are a sample without replacement from it, and
    the interval is that of a sample as much larger as its variance is smaller, n (N - 1) / (N - n), and holds no share that
    those who did not answer could not make; when everyone has answered nothing is uncertain. More answers than population
    say nothing about the population: it is left out.

    >>> [round(bound, 4) for bound in wilson(11, 13)]  # Hmisc::binconf(11, 13) in R
    [0.5777, 0.9567]
    >>> wilson(11, 13, 13) == (11 / 13, 11 / 13)
    True
    >>> wilson(3, 4, 5) == (3 / 5, 4 / 5)  # the fifth was positive or was not
    True

    Raises:
        ZeroDivisionError: a share of nobody has no interval.
    """
    share = positive / answered
    if population == answered:
        return share, share
    size, least, most = float(answered), 0.0, 1.0
    if population is not None and population > answered:
        size = answered * (population - 1) / (population - answered)
        least, most = positive / population, (positive + population - answered) / population
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    middle = (share + z * z / (2 * size)) / (1 + z * z / size)
    half = z / (1 + z * z / size) * math.sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    low, high = max(middle - half, least), min(middle + half, most)
    return (0.0 if positive == 0 else low), (1.0 if positive == answered else high)


def difference_interval(one: tuple[int, int], other: tuple[int, int]) -> tuple[float, float]:
    """The 95 % interval of the difference between two shares, each `(positive, of)`.

    Newcombe's hybrid score interval (1998, method 10), made of the two Wilson intervals.

    >>> [round(bound, 4) for bound in difference_interval((56, 70), (48, 80))]  # Newcombe's table II, contrast (a)
    [0.0524, 0.3339]
    """
    shares = [positive / of for positive, of in (one, other)]
    (low1, high1), (low2, high2) = wilson(*one), wilson(*other)
    difference = shares[0] - shares[1]
    below = math.hypot(shares[0] - low1, high2 - shares[1])
    above = math.hypot(high1 - shares[0], shares[1] - low2)
    return difference - below, difference + above


def exact_test(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Fisher's exact test, two-sided: how often chance alone gives shares at least as unequal, when nothing differs.

    >>> round(exact_test((1, 9), (11, 14)), 5)  # fisher.test in R
    0.00276

    Raises:
        KeyError: more positive than answered.
    """
    return exact_tests(one[0] + other[0], one[1], other[1])[one[0]]


@cache
def exact_tests(positive: int, n: int, m: int) -> Mapping[int, float]:
    """The exact test of every way to divide `positive` between `n` and `m`, by how many of the `n` are positive.

    All ways that are no more likely than the one, counted in whole numbers: a tie is a tie on every processor.

    >>> exact_tests(2, 2, 2)
    {0: 0.3333333333333333, 1: 1.0, 2: 0.3333333333333333}
    """
    ways = {
        x: math.comb(n, x) * math.comb(m, positive - x)
        for x in range(max(0, positive - m), min(n, positive) + 1)
    }
    alike = Counter(ways.values())
    likely = sorted(alike)
    tails = dict(zip(likely, accumulate(way * alike[way] for way in likely), strict=True))
    return {x: tails[way] / math.comb(n + m, positive) for x, way in ways.items()}


def holm(p_values: Sequence[float]) -> list[float]:
    """p-values corrected for being several (Holm 1979): at most 5 % of reports where nothing differs claim anything.

    >>> [round(p, 4) for p in holm([0.01, 0.04, 0.03])]  # p.adjust(c(.01, .04, .03), "holm") in R
    [0.03, 0.06, 0.06]
    """
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    corrected, largest = [0.0] * len(p_values), 0.0
    for rank, i in enumerate(order):
        largest = max(largest, min(1.0, (len(p_values) - rank) * p_values[i]))
        corrected[i] = largest
    return corrected


def smallest_visible_difference(
    one: tuple[int, int], other: tuple[int, int], level: float
) -> Fraction | None:
    """The least difference that the exact test would have called one at `level`, with as many answers and as many positive.

    Every smaller difference would have gone unseen. Between groups of different size a larger one the other way round may go
    unseen too: it says what a difference must at least be, not what is enough. None where no difference could have been seen,
    as when everyone gives the same answer.

    >>> smallest_visible_difference((3, 7), (4, 6), 0.05)
    Fraction(29, 42)
    >>> smallest_visible_difference((2, 2), (3, 3), 0.05) is None
    True
    """
    (a, n), (b, m) = one, other
    gaps = [(abs(Fraction(x, n) - Fraction(a + b - x, m)), p) for x, p in exact_tests(a + b, n, m).items()]
    return min((gap for gap, p in gaps if gap and p <= level), default=None)
