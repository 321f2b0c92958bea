"""How sure a result is: a survey's interval, whether enough of those who left have answered, and what a goal
bears.
"""

from fractions import Fraction

from helpers.counting.rule import S19, Rule
from helpers.counting.statistics import kept, wilson
from helpers.definitions import Definitions
from helpers.facts import Fact, Facts

# The values 0-3 of `judgement:<id>`.
JUDGEMENTS = ("not-reached", "undecided", "reached-uncertain", "reached")
FEWEST = 5  # fewer answers than this settle nothing, unless everyone asked has answered
SAME = Fraction(1, 10**9)  # shares nearer than this are equal: a bound is a decimal number, a goal is exact
BY_INTERVAL, BY_RESPONSE = 1, 2  # what makes a judgement uncertain; `doubt:<id>` is their sum


def judge(
    share: Fraction, goal: Fraction, interval: tuple[Fraction, Fraction], covered: bool, few: bool = False
) -> tuple[str, int]:
    """What can be said of a goal, and what makes it uncertain.

    The result itself decides on which side of the goal it is, on the exact fraction. It is certain when the
    whole interval is on that side, the answers are not too `few` for an interval to be trusted and, where the
    board has a guideline for it, enough of those who left have answered (`covered`).

    >>> judge(Fraction(11, 13), Fraction(4, 5), (Fraction(578, 1000), Fraction(957, 1000)), covered=True)
    ('reached-uncertain', 1)
    >>> judge(Fraction(7, 13), Fraction(4, 5), (Fraction(291, 1000), Fraction(768, 1000)), covered=True)
    ('not-reached', 0)
    """
    low, high = interval
    reached = share >= goal
    other_side = low < goal - SAME if reached else high > goal - SAME
    doubt = BY_INTERVAL * (few or other_side) + BY_RESPONSE * (not covered)
    if reached:
        return "reached-uncertain" if doubt else "reached", doubt
    return "undecided" if doubt else "not-reached", doubt


def intervals(results: Facts) -> list[Fact]:
    """`low:<measure>` and `high:<measure>`: the 95 % interval of every question's result, all who answered
    together.

    Those asked are a finite population where their number is known ("60 % svarat av de som avslutat
    insatsen", styrelsehandlingar-2020-03-20-arsredovisning-2019:863, takes the answers for more than those
    who gave them).
    """
    found = []
    questions = (f for f in results if f.measure.startswith("question:") and f.group == "all")
    for result in questions:
        if not result.ok or not result.has_counts:
            continue
        asked = results.get(result.platform, "asked", result.respondents)
        bounds = interval(*result.counts, asked.integer if asked.ok else None)
        for name, bound in zip(("low", "high"), bounds, strict=True):
            key = (result.year, result.platform, f"{name}:{result.measure}", result.respondents, "all")
            base = result.base + asked.rows
            found.append(
                Fact(
                    *key,
                    bound,
                    None,
                    None,
                    "share",
                    "ok",
                    "uncertainty.interval",
                    rows=result.rows,
                    base=base,
                )
            )
    return found


def interval(positive: int, answered: int, population: int | None = None) -> tuple[Fraction, Fraction]:
    """Wilson's bounds as facts keep them."""
    low, high = wilson(positive, answered, population)
    return kept(low), kept(high)


def too_few(answered: int, asked: int | None) -> bool:
    """Whether the answers are fewer than FEWEST, and not those of everyone asked.

    >>> too_few(4, 8), too_few(4, 4), too_few(5, None)
    (True, False, False)
    """
    return answered < FEWEST and answered != asked


def covered(results: Facts, definitions: Definitions, result: Fact) -> bool:
    """Whether enough of those who left have answered, where the board has a guideline for it.

    "Riktvärdet är att 60 % svarat av de som avslutat insatsen"
    (styrelsehandlingar-2020-03-20-arsredovisning-2019:863): the guideline is for the participants; an unknown
    number is not enough.
    """
    if not definitions.group(result.respondents).protected:
        return True
    response = results.get(result.platform, "response:discharged", result.respondents)
    return response.ok and response.fraction >= Fraction(definitions.response_guideline_percent, 100)


def low_high(facts: Facts, result: Fact) -> tuple[Fact, Fact]:
    """The bounds of a result's interval."""
    low, high = (
        facts.get(result.platform, f"{name}:{result.measure}", result.respondents) for name in ("low", "high")
    )
    return low, high


RULES = {
    "uncertainty.interval": Rule(
        intervals, "Riktvärdet är att 60 % svarat av de som avslutat insatsen", S19, 863, 864
    )
}
