"""How sure a result is: a survey's interval, whether enough of those who left have answered, and what can be said of a goal."""

from dataclasses import replace
from fractions import Fraction

from helpers.counting.statistics import DECIMALS, wilson
from helpers.definitions import Definitions
from helpers.facts import Fact, Facts

JUDGEMENTS = (
    "not-reached",
    "undecided",
    "reached-uncertain",
    "reached",
)  # the values 0-3 of `judgement:<id>`
FEWEST = 5  # fewer answers than this settle nothing, unless everyone asked has answered
SAME = 1e-9  # shares that are nearer than this are equal: a bound is a decimal number, a goal is exact
BY_INTERVAL, BY_RESPONSE = 1, 2  # what makes a judgement uncertain; `doubt:<id>` is their sum


def judge(
    share: Fraction, goal: Fraction, interval: tuple[float, float], covered: bool, few: bool = False
) -> tuple[str, int]:
    """What can be said of a goal, and what makes it uncertain.

    The result itself decides on which side of the goal it is, on the exact fraction. It is certain when the whole interval
    is on that side, the answers are not too `few` for an interval to be trusted and, where the board has a guideline for it,
    enough of those who left have answered (`covered`).

    >>> judge(Fraction(11, 13), Fraction(4, 5), (0.578, 0.957), covered=True)
    ('reached-uncertain', 1)
    >>> judge(Fraction(7, 13), Fraction(4, 5), (0.291, 0.768), covered=True)
    ('not-reached', 0)
    """
    low, high = interval
    reached = share >= goal
    other_side = low < goal - SAME if reached else high > goal - SAME
    doubt = BY_INTERVAL * (few or other_side) + BY_RESPONSE * (not covered)
    return (
        ("reached-uncertain" if doubt else "reached")
        if reached
        else ("undecided" if doubt else "not-reached")
    ), doubt


def intervals(results: Facts) -> list[Fact]:
    """`low:<measure>` and `high:<measure>`: the 95 % interval of every question's result, all who answered together.

    Those asked are a finite population where their number is known ("60 % svarat av de som avslutat insatsen",
    styrelsehandlingar-2020-03-20-arsredovisning-2019:863, takes the answers for more than those who gave them).
    """
    found = []
    for result in results:
        if (
            not result.measure.startswith("question:")
            or result.group != "all"
            or not result.ok
            or not result.has_counts
        ):
            continue
        asked = results.get(result.platform, "asked", result.respondents)
        bounds = wilson(result.numerator, result.denominator, asked.value if asked.ok else None)
        for name, bound in zip(("low", "high"), bounds, strict=True):
            found.append(
                replace(
                    result,
                    measure=f"{name}:{result.measure}",
                    value=round(bound, DECIMALS),
                    numerator=None,
                    denominator=None,
                    rule="uncertainty.interval",
                    base=result.base + asked.rows,
                )
            )
    return found


def too_few(answered: int, asked: int | None) -> bool:
    """Whether the answers are fewer than FEWEST, and not those of everyone asked.

    >>> too_few(4, 8), too_few(4, 4), too_few(5, None)
    (True, False, False)
    """
    return answered < FEWEST and answered != asked


def covered(results: Facts, definitions: Definitions, result: Fact) -> bool:
    """Whether enough of those who left have answered, where the board has a guideline for it.

    "Riktvärdet är att 60 % svarat av de som avslutat insatsen" (styrelsehandlingar-2020-03-20-arsredovisning-2019:863):
    the guideline is for the participants; an unknown number is not enough.
    """
    if not definitions.group(result.respondents).protected:
        return True
    response = results.get(result.platform, "response:discharged", result.respondents)
    return response.ok and response.fraction >= Fraction(definitions.response_guideline_percent, 100)


def low_high(facts: Facts, result: Fact) -> tuple[Fact, Fact]:
    """The bounds of a result's interval."""
    return tuple(
        facts.get(result.platform, f"{name}:{result.measure}", result.respondents) for name in ("low", "high")
    )
