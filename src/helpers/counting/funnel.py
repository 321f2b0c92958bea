"""Platforms beside the association's average: how far from it chance alone could take a share of so many.

Exact binomial limits of a funnel plot (Spiegelhalter, Statistics in Medicine 24 (2005) 1185-1202), not
interpolated between whole people: a limit is a share that can come out.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from helpers.counting.rule import S19, Rule
from helpers.definitions import Definitions
from helpers.facts import Fact, Facts, Key, missing, share

LIMIT, RULE = "limit", "funnel.limit"
LEVELS = {"95": Fraction(950, 1000), "99.8": Fraction(998, 1000)}  # how often a share is within its limits
ENDS = ("low", "high")
MEASURES = tuple(f"{LIMIT}:<level>:{end}:<share>" for end in ENDS)


def limits(left: int, average: Fraction, level: Fraction) -> tuple[int, int]:
    """The fewest and the most of `left` people that are within the limits, each having the same probability.

    Fewer come out in less than half of what `level` leaves, and more in at most as much.

    >>> limits(29, Fraction(26, 100), LEVELS["95"])  # qbinom(c(.025, .975), 29, .26) in R
    (3, 12)
    >>> limits(29, Fraction(0), LEVELS["95"]), limits(29, Fraction(1), LEVELS["99.8"])
    ((0, 0), (29, 29))
    """
    ((low, high),) = limits_of([left], average, level)
    return low, high


def limits_of(left: Sequence[int], average: Fraction, level: Fraction) -> list[tuple[int, int]]:
    """The limits of several at once, in the order that they are given."""
    from scipy.stats import binom  # slow to import: the pages need it not

    tail = float((1 - level) / 2)
    lows, highs = (binom.ppf(side, left, float(average)) for side in (tail, 1 - tail))
    return [(max(int(low), 0), int(high)) for low, high in zip(lows, highs, strict=True)]


def facts(counted: Facts, definitions: Definitions) -> list[Fact]:
    """`limit:<level>:<low|high>:<share>` of every platform in the association's sum and every outcome.

    Shares are "av de som avslutat insatsen" (styrelsehandlingar-2020-03-20-arsredovisning-2019:863-864);
    limits are our own. They stand where the platform's share and the association's do, else `missing`.
    """
    return [
        limit
        for place in definitions.parts(definitions.together.id)
        for outcome in definitions.outcome_ids
        for limit in _of_share(counted, definitions, place, f"share:{outcome}")
    ]


def _of_share(counted: Facts, definitions: Definitions, place: str, measure: str) -> Iterator[Fact]:
    """The limits of one share; they rest on those who left the platform and the whole association."""
    mine, whole = counted.get(place, measure), counted.get(definitions.together.id, measure)
    for name, level in LEVELS.items():
        keys: list[Key] = [
            (definitions.year, place, f"{LIMIT}:{name}:{end}:{measure}", "", "all") for end in ENDS
        ]
        if not (mine.ok and whole.ok):
            yield from (missing(key, "share", RULE) for key in keys)
            continue
        left = mine.counts[1]
        found = limits(left, whole.fraction, level)
        for key, people in zip(keys, found, strict=True):
            yield share(key, people, left, RULE, whole.rows, whole.base)


def limited(measure: str) -> str:
    """The share that a limit is of.

    >>> limited("limit:99.8:low:share:to-work")
    'share:to-work'
    """
    return measure.split(":", 3)[3]


RULES = {RULE: Rule(facts, "av de som avslutat insatsen", S19, 863, 864)}
