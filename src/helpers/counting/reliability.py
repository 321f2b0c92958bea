"""How often a judgement or a claim is wrong, counted exactly."""

import math
from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import cache
from typing import NamedTuple

import numpy as np
from scipy.stats import binom, hypergeom

from helpers.counting.comparisons import NO_CLAIM, counts_of, samples_by_place, worth_testing
from helpers.counting.statistics import DECIMALS, SIGNIFICANCE, at_most, exact_tails, kept
from helpers.counting.uncertainty import JUDGEMENTS, MOST_WRONG, is_settled, judge
from helpers.definitions import Definitions
from helpers.facts import Fact, Facts

POPULATIONS = range(10, 401)  # how many are asked, in the tables of the worst that can happen


def claims(compared: Iterable[Fact]) -> dict[str, int]:
    """How many differences are claimed of each compared place, 0 where none."""
    found: dict[str, int] = {}
    for fact in compared:
        if fact.measure.startswith("difference-claim:"):
            found[fact.platform] = found.get(fact.platform, 0) + (fact.integer != NO_CLAIM)
    return found


def false_claims(facts: Facts, definitions: Definitions) -> dict[str, float]:
    """How often each compared place would claim some difference if women and men answered alike.

    Exact, of as many women and men and as many positive answers: a place claims nothing when no test alone is
    below the level that the first step of Holm's method asks of it. The tests of a place are taken for
    independent; where they are not, the rate is at most the sum of theirs, 5 %.
    """
    found = {}
    for place, pairs in samples_by_place(facts, definitions).items():
        able = worth_testing(pairs)
        rates = [false_claim_rate(*counts_of(pair), SIGNIFICANCE / len(able)) for pair in able]
        found[place] = 1 - math.prod(1 - float(rate) for rate in rates)
    return found


def false_claim_rate(one: tuple[int, int], other: tuple[int, int], level: Fraction) -> Fraction:
    """How often the exact test is at or below `level` if who is positive is chance; exact.

    The largest p-value that the level allows is the chance of one so small.

    >>> [str(false_claim_rate(pair, pair, SIGNIFICANCE)) for pair in ((5, 10), (1, 2))]
    ['1063/46189', '0']
    """
    tails, ways = exact_tails(one[0] + other[0], one[1], other[1])
    return Fraction(max((tail for tail in tails.values() if at_most(tail, ways, level)), default=0), ways)


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
    return [judge(k, answered, goal, population)[0] for k in range(answered + 1)]


class Worst(NamedTuple):
    """The most often that something is wrong, and of how many asked and answers."""

    rate: Fraction
    population: int
    answered: int


_RATES = (Fraction(0), Fraction(1))  # of what can never be, and of what may always be


def worst_certain(goal: Fraction, populations: Iterable[int] = POPULATIONS) -> dict[str, Worst]:
    """How often `reached` and `not-reached` are wrong at most, whoever of those asked keep silent.

    Of each number asked and of answers the truth nearest to the goal on its wrong side, and of all who could
    have answered those who mislead most: as many positive (negative) answers as there are. If they bring no
    certain verdict no others do, and its rate is 0 however the silent are chosen; else it is 1, as they may
    be just these.

    >>> {state: int(worst.rate) for state, worst in worst_certain(Fraction(4, 5), range(10, 13)).items()}
    {'reached': 0, 'not-reached': 0}
    """
    found: dict[str, list[Worst]] = {"reached": [], "not-reached": []}
    part, whole = goal.as_integer_ratio()
    for people in populations:
        at = math.ceil(goal * people)
        for answered in range(1, people + 1):
            most, least = min(answered, at - 1), max(0, answered - (people - at))
            says_so = at > 0 and most * whole >= part * answered and is_settled(most, answered, goal, people)
            denies_it = least * whole < part * answered and is_settled(least, answered, goal, people)
            found["reached"].append(Worst(_RATES[says_so], people, answered))
            found["not-reached"].append(Worst(_RATES[denies_it], people, answered))
    return {state: max(of, key=lambda worst: worst.rate) for state, of in found.items()}


def worst_by_chance(goal: Fraction, populations: Iterable[int] = POPULATIONS) -> dict[str, Worst]:
    """How often a result is on the wrong side of the goal at most though chance is no doubt of it.

    Exact, for every number of answers of every number asked, when who answers is chance and the truth is the
    nearest to the goal on its wrong side.
    """
    of = np.array([(people, n) for people in populations for n in range(1, people + 1)])
    people, answered = of.T
    part, whole = goal.as_integer_ratio()
    at, first = -(-part * people // whole), -(-part * answered // whole)

    def reached(k: np.ndarray, some: np.ndarray) -> np.ndarray:
        return hypergeom.sf(k[some] - 1, people[some], at[some] - 1, answered[some])

    def missed(k: np.ndarray, some: np.ndarray) -> np.ndarray:
        return hypergeom.cdf(k[some], people[some], at[some], answered[some])

    rates = {
        "reached": _largest_tails(reached, first, 1, at > 0),
        "not-reached": _largest_tails(missed, first - 1, -1, at <= people),
    }
    worst = {state: int(rate.argmax()) for state, rate in rates.items()}
    return {state: Worst(kept(rates[state][i]), *of[i].tolist()) for state, i in worst.items()}


def _largest_tails(
    tail: Callable[[np.ndarray, np.ndarray], np.ndarray], first: np.ndarray, step: int, can: np.ndarray
) -> np.ndarray:
    """The largest tail that is no doubt, of each case: from the goal on, a step at a time away from it."""
    k, rates, left = first.copy(), np.zeros(len(first)), np.flatnonzero(can)
    while len(left):
        rates[left] = np.round(tail(k, left), DECIMALS)
        left = left[rates[left] > float(MOST_WRONG)]
        k[left] += step
    return rates


def wrong(state: str, truth: Fraction, goal: Fraction) -> bool:
    """Whether a state says what is not so: a goal called reached that is not, or the other way round."""
    if state == "not-reached":
        return truth >= goal
    return state in ("reached", "reached-uncertain") and truth < goal
