"""Printed figures that facts contradict, as the audit leaves them in a table for the pages."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from helpers.facts import KEY, Fact, Key

if TYPE_CHECKING:
    import pandas as pd

TABLE = "contradictions"
COLUMNS = [*KEY, "exact", "printed", "is_table", "anchor"]


@dataclass(frozen=True)
class Contradiction:
    """What is printed of a fact instead, and where on the audit's page that is told.

    `is_table`: it stands in the account's table of the place, else in its text.
    """

    printed: str
    is_table: bool
    anchor: str


@dataclass(frozen=True)
class Contradictions:
    """The printed figures that contradict a year's facts, by what they claim to be."""

    by_fact: dict[tuple[Key, str], list[Contradiction]] = field(default_factory=dict)

    @classmethod
    def of(cls, frame: "pd.DataFrame") -> "Contradictions":
        """What the audit has found."""
        found: dict[tuple[Key, str], list[Contradiction]] = defaultdict(list)
        for year, *rest, exact, printed, is_table, anchor in frame[COLUMNS].itertuples(index=False):
            platform, measure, respondents, group = rest
            key: Key = (int(year), platform, measure, respondents, group)
            found[key, exact].append(Contradiction(printed, bool(is_table), anchor))
        return cls(dict(found))

    def __bool__(self) -> bool:
        return bool(self.by_fact)

    def about(self, fact: Fact) -> list[Contradiction]:
        """What is printed instead of a fact, the table's figure first; nothing of one that has moved."""
        return self.by_fact.get((fact.key, str(fact.value)), [])
