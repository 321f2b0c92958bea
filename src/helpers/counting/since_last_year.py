"""This year's answers less last year's, with the interval of two samples: `change:question:<id>`.

Only a question whose words, scale and place were the same is compared (likeness). Where everyone asked has
answered both years the change is what it is, and has no interval.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

import pandas as pd

from helpers.counting.rule import U17, Rule
from helpers.counting.statistics import difference_interval, kept
from helpers.counting.uncertainty import is_full_count
from helpers.definitions import Definitions
from helpers.facts import Fact, Facts, Key, missing

CHANGE, LOW, HIGH = "change", "change-low", "change-high"
KINDS = (CHANGE, LOW, HIGH)
MEASURES = tuple(f"{kind}:question:<id>" for kind in KINDS)
# Of the table `answers_before`: a question as this year calls it, and what last year's like it was answered.
COLUMNS = ["platform", "measure", "respondents", "positive", "answered", "everyone", "origin"]


class Last(NamedTuple):
    """Last year's result: positive answers of so many, whether all asked had answered, what it rests on."""

    positive: int
    answered: int
    everyone: bool
    origin: str


Earlier = Mapping[tuple[str, str, str], Last]  # (platform, measure, respondents) -> last year's result


def of_year_before(table: pd.DataFrame) -> dict[tuple[str, str, str], Last]:
    """What the table `answers_before` gives.

    >>> of_year_before(pd.DataFrame([("x", "question:1", "chef", 3, 4, True, "printed")], columns=COLUMNS))
    {('x', 'question:1', 'chef'): Last(positive=3, answered=4, everyone=True, origin='printed')}
    """
    rows = table[COLUMNS].itertuples(index=False, name=None)
    return {
        (place, measure, group): Last(int(k), int(n), bool(full), origin)
        for place, measure, group, k, n, full, origin in rows
    }


def facts(results: Facts, definitions: Definitions, earlier: Earlier) -> list[Fact]:
    """The change of every question that has a result of all who answered, and one like it last year.

    "vilket var 21 % högre än året innan" (socialt-bokslut-2017-ungdomstorget:48) says no interval; ours is
    Newcombe's, of two independent samples from endless many. Those asked are fewer than endless many: it is
    rather too wide than too narrow.
    """
    found: list[Fact] = []
    for (place, measure, group), last in earlier.items():
        now = results.get(place, measure, group)
        if now.rule:
            has_all = last.everyone and now.ok and is_full_count(results, definitions, now)
            found += _changes(now, last, has_all)
    return found


def _changes(now: Fact, last: Last, has_all: bool) -> Iterator[Fact]:
    """The change and, where somebody did not answer, its interval; no value where this year has none."""
    for kind in [CHANGE] if has_all else KINDS:
        rule = "since.change" if kind == CHANGE else "since.interval"
        key: Key = (now.year, now.platform, f"{kind}:{now.measure}", now.respondents, "all")
        fact = replace(missing(key, "percentage-points", rule, now.state), origin=last.origin)
        if now.ok:
            values = _values(now, last)
            fact = replace(fact, value=values[kind], state="ok", rows=now.rows, base=now.base)
        yield fact


def _values(now: Fact, last: Last) -> dict[str, Fraction]:
    """The change in percentage points, and the bounds of its 95 % interval."""
    low, high = difference_interval(now.counts, (last.positive, last.answered))
    change = 100 * (now.fraction - Fraction(last.positive, last.answered))
    return {CHANGE: change, LOW: kept(100 * low), HIGH: kept(100 * high)}


RULES = {
    "since.change": Rule(facts, "hogre dn aret innan", U17, 48),
    "since.interval": Rule(facts, "hogre dn aret innan", U17, 48),
}
