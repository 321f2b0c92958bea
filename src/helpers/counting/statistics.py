"""Numbers in, numbers out: rounding on integers, never on floats; intervals and tests of shares."""

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from statistics import NormalDist

CONFIDENCE, SIGNIFICANCE = 0.95, Fraction(1, 20)
DECIMALS = 10  # of a bound or a p-value that is kept as a fact
MOST_COUNTED = 2_000  # the most people whose every way is counted to the last; above that to WEIGHT_BITS bits
WEIGHT_BITS, SAME_BITS = 512, 400


def wilson(positive: int, answered: int, population: int | None = None) -> tuple[float, float]:
    """The interval that holds the share of everyone who could have answered, with 95 % confidence.

    Wilson's score interval (1927). Where `population` is known the answers are a sample without replacement
    and the interval is that of a sample as much larger as its variance is smaller, n (N - 1) / (N - n). It
    holds no share that those who did not answer could not make; when everyone has answered nothing is
    uncertain. More answers than population say nothing about the population: it is left out.

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

    >>> low_high = difference_interval((56, 70), (48, 80))  # Newcombe's table II, contrast (a)
    >>> [round(bound, 4) for bound in low_high]
    [0.0524, 0.3339]
    """
    shares = [positive / of for positive, of in (one, other)]
    (low1, high1), (low2, high2) = wilson(*one), wilson(*other)
    difference = shares[0] - shares[1]
    below = math.hypot(shares[0] - low1, high2 - shares[1])
    above = math.hypot(high1 - shares[0], shares[1] - low2)
    return difference - below, difference + above


def exact_test(one: tuple[int, int], other: tuple[int, int]) -> Fraction:
    """Fisher's exact test, two-sided: how often chance alone gives shares at least as unequal, when nothing
    differs.

    >>> round(float(exact_test((1, 9), (11, 14))), 5)  # fisher.test in R
    0.00276

    Raises:
        KeyError: more positive than answered.
    """
    tails, ways = exact_tails(one[0] + other[0], one[1], other[1])
    return Fraction(tails[one[0]], ways)


@cache
def exact_tails(positive: int, n: int, m: int) -> tuple[Mapping[int, int], int]:
    """The exact test of every way to divide `positive` between `n` and `m`: by how many of the `n` are
    positive, in how many ways that or something no more likely comes out, and of how many ways in all.

    Counted in whole numbers: a tie is a tie on every processor.

    >>> exact_tails(2, 2, 2)
    ({0: 2, 1: 6, 2: 2}, 6)
    """
    possible = range(max(0, positive - m), min(n, positive) + 1)
    if n + m > MOST_COUNTED:
        weights = _weights(positive, n, m, possible)
        tails = _tails(weights, SAME_BITS)
        return dict.fromkeys(possible, 0) | tails, sum(weights.values())
    ways = {x: math.comb(n, x) * math.comb(m, positive - x) for x in possible}
    return _tails(ways), math.comb(n + m, positive)


def _tails(ways: Mapping[int, int], same_bits: int | None = None) -> dict[int, int]:
    """By outcome: the ways of it and of all that are no more likely.

    Ways are equal where they agree in their first `same_bits` bits, or altogether.

    >>> _tails({0: 1, 1: 6, 2: 1})
    {0: 2, 1: 8, 2: 2}
    """
    found: dict[int, int] = {}
    alike: list[int] = []
    total, last = 0, 0
    for x in sorted(ways, key=ways.__getitem__):
        if ways[x] - last > (0 if same_bits is None else ways[x] >> same_bits):
            found |= dict.fromkeys(alike, total)
            alike = []
        last = ways[x]
        total += last
        alike.append(x)
    found |= dict.fromkeys(alike, total)
    return {x: found[x] for x in ways}


def _weights(positive: int, n: int, m: int, possible: range) -> dict[int, int]:
    """How likely each outcome is, the likeliest as 2 to the power of WEIGHT_BITS; none that is less than 1.

    Between tens of thousands the ways have tens of thousands of digits. Each outcome's weight follows from
    its neighbour's by one multiplication and one division of whole numbers, which the few thousand outcomes
    around the likeliest do to far more than SAME_BITS bits; all others together are less than any p-value
    that is told.
    """
    middle = (positive + 1) * (n + 1) // (n + m + 2)
    middle = min(max(middle, possible.start), possible.stop - 1)
    weights = {middle: 1 << WEIGHT_BITS}
    weight, x = weights[middle], middle
    while x + 1 in possible and weight:
        weight = weight * (n - x) * (positive - x) // ((x + 1) * (m - positive + x + 1))
        x += 1
        weights[x] = weight
    weight, x = weights[middle], middle
    while x - 1 in possible and weight:
        weight = weight * x * (m - positive + x) // ((n - x + 1) * (positive - x + 1))
        x -= 1
        weights[x] = weight
    return weights


def holm(p_values: Sequence[Fraction]) -> list[Fraction]:
    """p-values corrected for being several (Holm 1979): at most 5 % of reports where nothing differs claim
    anything.

    >>> p_values = [Fraction(1, 100), Fraction(4, 100), Fraction(3, 100)]
    >>> [float(p) for p in holm(p_values)]  # p.adjust(c(.01, .04, .03), "holm") in R
    [0.03, 0.06, 0.06]
    """
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    corrected, largest = [Fraction(0)] * len(p_values), Fraction(0)
    for rank, i in enumerate(order):
        largest = max(largest, min(Fraction(1), (len(p_values) - rank) * p_values[i]))
        corrected[i] = largest
    return corrected


def holm_levels(p_values: Sequence[Fraction]) -> list[Fraction]:
    """What Holm's method asks of each p-value: the level of its step; of those that fail, that of the step
    where it ends.

    >>> [str(level) for level in holm_levels([Fraction(1, 100), Fraction(4, 100), Fraction(3, 100)])]
    ['1/60', '1/40', '1/40']
    """
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    levels, level, ended = [Fraction(0)] * len(p_values), SIGNIFICANCE, False
    for rank, i in enumerate(order):
        if not ended:
            level = SIGNIFICANCE / (len(p_values) - rank)
            ended = p_values[i] > level
        levels[i] = level
    return levels


def able_to_pass(least: Sequence[Fraction]) -> list[bool]:
    """Which tests are worth making (Tarone 1990), of the least p-value that each could have.

    The others can never pass, and need not make the level lower for those that can: the least number of tests
    is sought that no more than as many can pass at its level.

    >>> able_to_pass([Fraction(1, 1000), Fraction(1, 10), Fraction(1, 50), Fraction(1, 30)])
    [True, False, True, False]
    """
    for count in range(1, len(least) + 1):
        able = [p <= SIGNIFICANCE / count for p in least]
        if sum(able) <= count:
            return able
    return []


def least_p(one: tuple[int, int], other: tuple[int, int]) -> Fraction:
    """The least p-value that the exact test could have given of as many answers with as many positive.

    >>> least_p((1, 2), (1, 2))  # both positive answers from the same two, or from the others
    Fraction(1, 3)
    """
    tails, ways = exact_tails(one[0] + other[0], one[1], other[1])
    return Fraction(min(tails.values()), ways)


def smallest_visible_difference(
    one: tuple[int, int], other: tuple[int, int], level: Fraction
) -> Fraction | None:
    """The least difference that the exact test would have called one at `level`, with as many answers and
    positive.

    Every smaller difference would have gone unseen. Between groups of different size a larger one the other
    way round may go unseen too: it says what a difference must at least be, not what is enough. None where no
    difference could have been seen, as when everyone gives the same answer.

    >>> smallest_visible_difference((3, 7), (4, 6), SIGNIFICANCE)
    Fraction(29, 42)
    >>> smallest_visible_difference((2, 2), (3, 3), SIGNIFICANCE) is None
    True
    """
    (a, n), (b, m) = one, other
    tails, ways = exact_tails(a + b, n, m)
    seen = (x for x, tail in tails.items() if at_most(tail, ways, level))
    gaps = (abs(x * m - (a + b - x) * n) for x in seen)  # times n and m
    gap = min((gap for gap in gaps if gap), default=None)
    return None if gap is None else Fraction(gap, n * m)


def at_most(tail: int, ways: int, level: Fraction) -> bool:
    """Whether `tail / ways` is at most `level`, decided in whole numbers.

    >>> at_most(1, 20, SIGNIFICANCE), at_most(51, 1000, SIGNIFICANCE)
    (True, False)
    """
    return tail * level.denominator <= level.numerator * ways


def kept(computed: float) -> Fraction:
    """A bound, which is no fraction, as it is kept: to DECIMALS decimals, the same on every processor.

    >>> kept(1 / 8), float(kept(1 / 3))
    (Fraction(1, 8), 0.3333333333)
    """
    return Fraction(int(f"{computed:.{DECIMALS}f}".replace(".", "")), 10**DECIMALS)
