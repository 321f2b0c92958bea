"""The strategic goals as the association has written them, and the facts that stand behind each of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from helpers.codes import BETWEEN
from helpers.counting.strategic import CRITERION, GRADE, Effects, measured, met_measure
from helpers.definitions import Definitions
from helpers.facts import Fact
from helpers.language.marked_swedish import in_swedish
from helpers.language.words import Text
from helpers.pages.years import Report
from helpers.wording import catalogue, text

NAMES = ("goals", "criteria", "judgements", "evidence")
BOARD = "styrelse"  # who gives the grades
RESULTS = "results"


@dataclass(frozen=True)
class Measured:
    """A question or a response rate, where it is asked, what is asked of it, and whether it is so."""

    about: str
    measure: str
    at: str
    group: str
    limit: Fact
    result: Fact
    met: Fact


@dataclass(frozen=True)
class Judged:
    """A place's judgement in one goal, as the association's file and the facts have it."""

    report: Report
    tables: "Strategic"
    goal: str
    place: str
    motive: str
    step: str
    pulls_down: list[str]

    @property
    def definitions(self) -> Definitions:
        return self.report.now.definitions

    @property
    def grade(self) -> Fact:
        """The board's grade; missing where it does not judge."""
        return self.report.now.facts.get(self.place, f"{GRADE}:{self.goal}", BOARD)

    @cached_property
    def said(self) -> dict[str, str]:
        """What the board's effect word is, by what it is about."""
        mine = self.tables.evidence
        mine = mine[(mine["goal"] == self.goal) & (mine["place"] == self.place)]
        return dict(zip(mine["about"], mine["effect"], strict=True))

    @cached_property
    def effects(self) -> Effects:
        """How each effect word weighs, which says no more than which is more."""
        mine = self.tables.evidence
        mine = mine[(mine["goal"] == self.goal) & (mine["place"] == self.place)]
        return {about: int(weight) for about, weight in zip(mine["about"], mine["weight"], strict=True)}

    @cached_property
    def measured(self) -> list[Measured]:
        """What of the criteria is measured, each where it is asked."""
        return list(self._measured())

    def _measured(self) -> Iterator[Measured]:
        facts, criteria = self.report.now.facts, self.tables.criteria
        mine = criteria[(criteria["goal"] == self.goal) & criteria["at_least"].notna()]
        for n in range(len(mine)):
            one = mine.iloc[n]
            at = str(one["places"]).split(BETWEEN)
            where = self.place if self.place in at else at[0]
            for measure, place, group in measured(one, self.place, self.definitions):
                yield Measured(
                    one["criterion"],
                    measure,
                    place,
                    group,
                    facts.get(where, f"{CRITERION}:{one['criterion']}", group),
                    facts.get(place, measure, group),
                    facts.get(place, met_measure(self.goal, measure), group),
                )

    @property
    def asked(self) -> list[tuple[str, str]]:
        """Each group that answers something for the place, and where."""
        return list(dict.fromkeys((m.group, m.at) for m in self.measured))


@dataclass(frozen=True)
class Strategic:
    """The clean tables of a year's strategic goals; empty ones where the year has none."""

    goals: pd.DataFrame
    criteria: pd.DataFrame
    judgements: pd.DataFrame
    evidence: pd.DataFrame

    @classmethod
    def of(cls, report: Report) -> "Strategic":
        """Those of the report's year."""
        store = report.context.store()
        return cls(*(store.read(f"strategic_{name}") for name in NAMES))

    def judged(self, report: Report, goal: str) -> list[Judged]:
        """The judgements of a goal, in the order of the file."""
        mine = self.judgements[self.judgements["goal"] == goal]
        return [
            Judged(
                *(report, self, goal, row["place"], row["motive"], row["step"]),
                [line for line in row["pulls_down"].split("\n") if line],
            )
            for row in mine.to_dict("records")
        ]

    def label(self, goal: str, about: str) -> Text:
        """What a criterion is called: in the file's words, which are Swedish, else in the catalogue's."""
        mine = self.criteria[(self.criteria["goal"] == goal) & (self.criteria["criterion"] == about)]
        own = next((label for label in mine["label"] if label), "")
        key = f"strategic.about.{about}"
        return in_swedish(own) or (text(key) if key in catalogue() else about)

    def weights(self, goal: str) -> list[list[str]]:
        """What the board weighs, the heaviest first."""
        (written,) = self.goals["weights"][self.goals["goal"] == goal]
        return [step.split("|") for step in written.split(BETWEEN) if step]

    def texts(self, goal: str) -> list[str]:
        """The criteria that no figure answers to, in the file's words."""
        mine = self.criteria[(self.criteria["goal"] == goal) & (self.criteria["text"] != "")]
        return list(mine["text"])
