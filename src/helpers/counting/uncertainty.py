"""How sure a result is: what those who did not answer could change, what chance could, and a survey's
interval.
"""

from fractions import Fraction
from math import ceil

from helpers.counting.rule import S19, Rule
from helpers.counting.statistics import kept, wilson
from helpers.definitions import Definitions
from helpers.facts import Fact, Facts, share

# The values 0-3 of `judgement:<id>`.
JUDGEMENTS = ("not-reached", "undecided", "reached-uncertain", "reached")
MOST_WRONG = Fraction(25, 1000)  # how often chance alone may lead to the wrong side of a goal
BY_CHANCE, BY_SILENCE = 1, 2  # what makes a judgement uncertain; `doubt:<id>` is their sum


def judge(positive: int, answered: int, goal: Fraction, population: int | None = None) -> tuple[str, int]:
    """What can be said of a goal, and what makes it uncertain.

    The answers decide on which side of the goal the result is, on the exact fraction. It is certain where
    those of the `population` who did not answer could not move it to the other side; else they make it
    uncertain, and chance too where it could as well.

    >>> judge(11, 13, Fraction(4, 5), 14), judge(11, 13, Fraction(4, 5), 13)
    (('reached-uncertain', 3), ('reached', 0))
    >>> judge(0, 5, Fraction(4, 5), 6), judge(0, 5, Fraction(4, 5)), judge(4, 5, Fraction(1))
    (('not-reached', 0), ('undecided', 2), ('not-reached', 0))
    """
    reached = Fraction(positive, answered) >= goal
    if is_settled(positive, answered, goal, population):
        return ("reached" if reached else "not-reached"), 0
    doubt = BY_SILENCE + BY_CHANCE * by_chance(positive, answered, goal, population)
    return ("reached-uncertain" if reached else "undecided"), doubt


def is_settled(positive: int, answered: int, goal: Fraction, population: int | None) -> bool:
    """Whether the side of the goal is the same whatever those who did not answer would have said.

    Of an unknown number of people only two things are known: a goal of nobody is reached, and one of
    everybody is not where somebody has said no.
    """
    if population is None:
        return goal == 0 or (goal == 1 and positive < answered)
    part, whole = goal.as_integer_ratio()
    wanted, silent = part * population, population - answered
    return positive * whole >= wanted or (positive + silent) * whole < wanted


def by_chance(positive: int, answered: int, goal: Fraction, population: int | None = None) -> bool:
    """Whether chance alone could well have put the result on the wrong side of the goal.

    The exact tail, at the truth that is nearest to the goal on its other side: so many positive answers or
    more (fewer) come out in more than MOST_WRONG. With a known `population` the answers are drawn from it
    without replacement, else from endless many; who answers is taken for chance.

    >>> [by_chance(n, n, Fraction(4, 5)) for n in (16, 17)], by_chance(16, 16, Fraction(4, 5), 40)
    ([True, False], False)
    """
    from scipy.stats import binom, hypergeom  # slow to import: the pages need it not

    reached = Fraction(positive, answered) >= goal
    if population is None:
        wrong = binom(answered, float(goal))
    else:
        wrong = hypergeom(population, ceil(goal * population) - reached, answered)
    tail = wrong.sf(positive - 1) if reached else wrong.cdf(positive)
    return kept(tail) > MOST_WRONG


def population_of(results: Facts, definitions: Definitions, result: Fact) -> Fact | None:
    """How many the answers to a question stand for: those asked; None where that is not known.

    Where it is not known how many participants were asked, they stand for those who left, as the board's
    guideline has it: "Riktvärdet är att 60 % svarat av de som avslutat insatsen"
    (styrelsehandlingar-2020-03-20-arsredovisning-2019:863). More answers than people say nothing of how many
    are silent.
    """
    people = results.get(result.platform, "asked", result.respondents)
    if not people.ok and definitions.group(result.respondents).protected:
        people = results.get(result.platform, "discharged")
    return _if_enough(results, people, result)


def _if_enough(results: Facts, people: Fact, result: Fact) -> Fact | None:
    """A number of people, None where it is not known or more have answered than they are."""
    answered = results.get(result.platform, "answered", result.respondents)
    most = max(result.counts[1], answered.integer if answered.ok else 0)
    return people if people.ok and people.integer >= most else None


def is_full_count(results: Facts, definitions: Definitions, result: Fact) -> bool:
    """Whether everyone who was asked has answered a question; nobody may be unknown."""
    people = population_of(results, definitions, result)
    return people is not None and people.measure == "asked" and people.integer == result.counts[1]


def bounds(results: Facts, definitions: Definitions) -> list[Fact]:
    """`least:<measure>` and `most:<measure>`: a question's result if all who did not answer it would have
    answered negatively, and positively.

    There are none where it is not known how many the answers stand for.
    """
    found = []
    for result in _questions(results):
        people = population_of(results, definitions, result)
        if people is None:
            continue
        positive, answered = result.counts
        silent = people.integer - answered
        for name, would in (("least", positive), ("most", positive + silent)):
            key = (result.year, result.platform, f"{name}:{result.measure}", result.respondents, "all")
            base = result.base + people.rows
            found.append(share(key, would, people.integer, "uncertainty.bounds", result.rows, base))
    return found


def intervals(results: Facts) -> list[Fact]:
    """`low:<measure>` and `high:<measure>`: the 95 % interval of every question's result, all who answered
    together.

    Those asked are a finite population where their number is known ("60 % svarat av de som avslutat
    insatsen", styrelsehandlingar-2020-03-20-arsredovisning-2019:863, takes the answers for more than those
    who gave them).
    """
    found = []
    for result in _questions(results):
        asked = results.get(result.platform, "asked", result.respondents)
        people = _if_enough(results, asked, result)
        ends = interval(*result.counts, people.integer if people else None)
        for name, bound in zip(("low", "high"), ends, strict=True):
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


def _questions(results: Facts) -> list[Fact]:
    """Every question's result of all who answered together."""
    return [
        f for f in results if f.measure.startswith("question:") and f.group == "all" and f.ok and f.has_counts
    ]


def low_high(facts: Facts, result: Fact) -> tuple[Fact, Fact]:
    """The bounds of a result's interval."""
    low, high = (
        facts.get(result.platform, f"{name}:{result.measure}", result.respondents) for name in ("low", "high")
    )
    return low, high


RULES = {
    "uncertainty.bounds": Rule(
        bounds, "Riktvärdet är att 60 % svarat av de som avslutat insatsen", S19, 863, 864
    ),
    "uncertainty.interval": Rule(
        intervals, "Riktvärdet är att 60 % svarat av de som avslutat insatsen", S19, 863, 864
    ),
}
