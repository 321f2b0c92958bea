"""How often a judgement or a claim is wrong, counted exactly."""

import math
from collections.abc import Iterable
from fractions import Fraction
from functools import cache

from scipy.stats import binom, hypergeom

from helpers.counting.comparisons import NO_CLAIM, by_place, counts_of
from helpers.counting.statistics import SIGNIFICANCE, exact_tails
from helpers.counting.uncertainty import JUDGEMENTS, interval, judge, too_few
from helpers.facts import Fact, Facts


def claims(compared: Iterable[Fact]) -> dict[str, int]:
    """How many differences are claimed of each compared place, 0 where none."""
    found: dict[str, int] = {}
    for fact in compared:
        if fact.measure.startswith("difference-claim:"):
            found[fact.platform] = found.get(fact.platform, 0) + (fact.integer != NO_CLAIM)
    return found


def false_claims(facts: Facts) -> dict[str, float]:
    """How often each compared place would claim some difference if women and men had the same share.

    Exact: a place claims nothing when no test alone is below the level that the first step of Holm's method
    asks of it. The comparisons of a place are taken for independent; where they are not, the rate is at most
    the sum of theirs, 5 %.
    """
    found = {}
    for place, pairs in by_place(facts).items():
        rates = [false_claim_rate(*counts_of(pair), SIGNIFICANCE / len(pairs)) for pair in pairs]
        found[place] = 1 - math.prod(1 - rate for rate in rates)
    return found


def false_claim_rate(one: tuple[int, int], other: tuple[int, int], level: Fraction) -> float:
    """How often the exact test is at or below `level` if both shares are the one they have together; exact.

    However many are positive in all, each way to divide them has the same chance whatever the share, and the
    largest p-value that the level allows is the chance of one so small.

    >>> [round(false_claim_rate(pair, pair, SIGNIFICANCE), 3) for pair in ((5, 10), (1, 2))]
    [0.013, 0.0]
    """
    (a, n), (b, m) = one, other
    chances = binom(n + m, (a + b) / (n + m)).pmf(range(n + m + 1)).tolist()
    seen = []
    for positive in range(n + m + 1):
        tails, ways = exact_tails(positive, n, m)
        most = level.numerator * ways // level.denominator
        seen.append(max((t for t in tails.values() if t <= most), default=0) / ways)
    return sum(chance * p for chance, p in zip(chances, seen, strict=True))


def error_rates(
    answered: int, truth: Fraction, goal: Fraction, population: int | None = None
) -> dict[str, float]:
    """How often each state of a goal comes out when `truth` of everyone would answer positively; exact.

    Without `population` every answer is drawn from an endless many (binomial), with it from that many without
    replacement (hypergeometric). The rate of `reached` grows with the truth and that of `not-reached` falls:
    the worst that a false one can be is its rate at the goal, just below it and on it.

    >>> rates = error_rates(50, Fraction(9, 10), Fraction(4, 5))
    >>> round(sum(rates.values()), 6), max(rates, key=rates.get)
    (1.0, 'reached-uncertain')

    Raises:
        ValueError: `truth` is no share of `population`.
    """
    would = truth * (population or 1)
    if population and would.denominator != 1:
        raise ValueError(f"{truth} of {population} is no number of people")
    drawn = hypergeom(population, int(would), answered) if population else binom(answered, float(truth))
    chances = drawn.pmf(range(answered + 1)).tolist()
    rates = dict.fromkeys(JUDGEMENTS, 0.0)
    for state, chance in zip(_states(answered, goal, population), chances, strict=True):
        rates[state] += chance
    return rates


@cache
def _states(answered: int, goal: Fraction, population: int | None) -> list[str]:
    """What comes out of a goal with 0, 1, … of the answers positive, whatever the truth."""
    few = too_few(answered, population)
    return [
        judge(Fraction(k, answered), goal, interval(k, answered, population), True, few)[0]
        for k in range(answered + 1)
    ]


def wrong(state: str, truth: Fraction, goal: Fraction) -> bool:
    """Whether a state says what is not so: a goal called reached that is not, or the other way round."""
    if state == "not-reached":
        return truth >= goal
    return state in ("reached", "reached-uncertain") and truth < goal
