"""What each sheet of figures is about: which measures it holds, and what stands across."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from helpers.counting.goals import indicator_id
from helpers.defining.shown_names import said
from helpers.definitions import Definitions
from helpers.facts import Fact
from helpers.naming import NOTHING_PRINTED, areas, measure_text
from helpers.wording import beginning, text

YEARLY = "hae-"  # columns of what is counted of yearly equivalents
YEARLY_PARTS = ("total", "ill-health", "labour-market-support", "social-assistance", "share", "change")
OUTCOME = "<outcome>"  # each outcome of the year's definitions


class Place(NamedTuple):
    """Where a fact stands in its sheet: the names of its row, what tells rows apart, its column."""

    names: tuple[str, ...]
    row: str
    column: str


Placing = Callable[[Fact, Definitions], Place]


@dataclass(frozen=True)
class Subject:
    """A sheet of figures: facts whose measure is one of `measures`, or begins with it where it ends in `:`.

    `across` says where a fact stands, `heads` what the names of its rows are called; `unit` is the only one
    that belongs here, '' for any. Its name and title are the catalogue's.
    """

    id: str
    measures: tuple[str, ...]
    across: Placing
    heads: tuple[str, ...] = ("measure",)
    unit: str = ""

    def holds(self, fact: Fact, defined: Definitions) -> int | None:
        """The place among its measures of the one that a fact is of; None where it is of none."""
        if self.unit and fact.unit != self.unit:
            return None
        for number, measure in enumerate(_each_outcome(self.measures, tuple(defined.outcome_ids))):
            if fact.measure == measure or (measure.endswith(":") and fact.measure.startswith(measure)):
                return number
        return None


@cache
def _each_outcome(measures: tuple[str, ...], outcomes: tuple[str, ...]) -> tuple[str, ...]:
    """Measures with one for each outcome where OUTCOME stands.

    >>> _each_outcome(("total", "share:<outcome>"), ("to-work", "to-studies"))
    ('total', 'share:to-work', 'share:to-studies')
    """
    found = ([m.replace(OUTCOME, o) for o in outcomes] if OUTCOME in m else [m] for m in measures)
    return tuple(measure for some in found for measure in some)


def by_group(fact: Fact, defined: Definitions) -> Place:
    """A row a measure; women, men and all across."""
    return Place((beginning(measure_text(fact.measure, defined)),), fact.measure, fact.group)


def by_kind(fact: Fact, defined: Definitions) -> Place:
    """A row what is said something of; what is said across."""
    kind, _, of = fact.measure.partition(":")
    return Place((beginning(measure_text(of, defined)), text(f"group.{fact.group}")), of, kind)


def by_goal(fact: Fact, defined: Definitions) -> Place:
    """A row a goal, in its own words; the goal, its result and what is said of it across."""
    kind, _, goal = fact.measure.partition(":")
    words = {indicator_id(account, i): account.name for _, account, i in defined.indicators()}
    return Place((goal, words.get(goal, beginning(measure_text(fact.measure, defined)))), goal, kind)


def by_answer(fact: Fact, defined: Definitions) -> Place:
    """A row an answer to a question; women, men and all across."""
    _, question, label = fact.measure.split(":", 2)
    return Place((question, said(label, defined)), fact.measure, fact.group)


def by_period(fact: Fact, defined: Definitions) -> Place:
    """A row an area of the statistics and a period; what is counted across."""
    _, area, period, part = fact.measure.split(":", 3)
    named = areas(defined, NOTHING_PRINTED).get(area, area)
    return Place(
        (named, period.replace("-h1", f" {text('society.half')}")), f"{area}:{period}", YEARLY + part
    )


_SHARES = ("share:" + OUTCOME, "share:positive", "share:ready", "gender-share:", "share:referred-by:")
_COUNTS = ("total", "carried-over", "new", "discharged", OUTCOME, "remaining", "unique", "double-registered")
_DIFFERENCES = ("", "-low", "-high", "-p", "-p-corrected", "-claim", "-visible")
SUBJECTS = (
    Subject(
        "participants", (*_COUNTS, "referred", "accepted", "referred:", "referred-by:", "people:"), by_group
    ),
    Subject("outcomes", _SHARES, by_group),
    Subject("ages", ("age-group:",), by_group),
    Subject("age_shares", ("share:age-group:",), by_group),
    Subject("exits", ("time:share-exited:",), by_group),
    Subject("time", ("occupancy:", "days:", "time:"), by_group),
    Subject("goals", ("target:", "verdict:", "judgement:", "doubt:"), by_goal, ("goal", "goal_words")),
    Subject("tally", ("goals-met", "signals:", "tally:", "goals:", "reached:", "examples:"), by_group),
    Subject("results", ("question:", "question-range:"), by_group),
    Subject("intervals", ("low:", "high:", "least:", "most:"), by_kind, ("measure", "group")),
    Subject("genders", tuple(f"difference{d}:" for d in _DIFFERENCES), by_kind, ("measure", "group")),
    Subject("changes", ("change:", "change-low:", "change-high:"), by_kind, ("measure", "group")),
    Subject("limits", ("limit:",), by_group),
    Subject("answers", ("answer:",), by_answer, ("question", "answer")),
    Subject("answer_shares", ("answer-share:",), by_answer, ("question", "answer")),
    Subject("respondents", ("asked", "answered", "answered:"), by_group),
    Subject("response", ("response:", "item-response:", "answer-share-total:"), by_group),
    Subject("strategic", ("strategic-goals", "grade:", "criterion:", "criterion-met:"), by_group),
    Subject("sus", ("sus:", "lists:"), by_group, unit="count"),
    Subject("sus_shares", ("share:sus:", "sus:"), by_group, unit="share"),
    Subject("obstacles", ("obstacles:",), by_group),
    Subject("obstacle_shares", ("share:obstacles:", "share-people:obstacles:"), by_group),
    Subject("society", ("hae:",), by_period, ("area", "period")),
    Subject("sickness", ("sick-leave:", "sick-days:"), by_group),
    Subject("economy", ("economy:",), by_group, unit="SEK"),
    Subject("identities", ("economy:identity:",), by_group),
    Subject("economy_other", ("economy:",), by_group),
    Subject("nafs", ("nafs:",), by_group),
    Subject("agreements", ("agreement:", "interventions:", "intervention:"), by_group),
)
OTHER = Subject("other", (), by_group)


def natural(words: str) -> list[tuple[int, int, str]]:
    """What words are sorted by so that 1.9 stands before 1.10.

    >>> sorted(["1.10", "1.9", "a"], key=natural)
    ['1.9', '1.10', 'a']
    """
    found = re.findall(r"\d+|\D+", words)
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in found]
