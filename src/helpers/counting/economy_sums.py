"""All that a year's ledger gives, as exact sums by measure, and what stands in no line."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from helpers.counting import economy_lines as lines
from helpers.counting import economy_statements as statements
from helpers.counting.economy_leaves import Leaf, Ledger, Sum, Sums, total
from helpers.defining.economy_definitions import Economy

Earlier = Mapping[int, Mapping[str, int | None]]  # year -> measure -> öre, None where it is not known


class Unplaced(NamedTuple):
    """Accounts that no line takes: where they stand instead, each with its amount."""

    where: str  # `result`, `note1`, `budget`
    account: str
    amount: Sum


@dataclass(frozen=True)
class Counted:
    """All sums of a year's ledger, by measure without `economy:`, and what was met on the way.

    `last` are those of the year before, as its file tells them; `scopes` what each note divides.
    """

    ledger: Ledger
    sums: Sums
    last: Sums
    scopes: Mapping[str, lines.Scope]
    unplaced: list[Unplaced]

    @property
    def economy(self) -> Economy:
        return self.ledger.economy

    @property
    def projects(self) -> list[str]:
        return list(self.economy.project_objects)


def count(table: pd.DataFrame, economy: Economy) -> Counted:
    """The sums of a year's ledger.

    Args:
        table: the clean table `ledger`: kind, years_back, month, account, objects, ore and row.
        economy: how the year's definitions read it.
    """
    ledger = Ledger(table, economy)
    projects = list(economy.project_objects)
    found = statements.statements(ledger.now, projects)
    noted, scopes, lost = lines.notes(ledger)
    budget = lines.BudgetTable(ledger)
    found |= noted | budget.sums()
    found["budget:deficit"] = -found["budget:result"]
    unplaced = [*_unplaced("result", _of_no_line(ledger.now.movement))]
    unplaced += _unplaced("balances", _of_no_line(ledger.now.closing))
    for note, leaves in lost.items():
        unplaced += _unplaced(note, leaves)
    unplaced += _unplaced("budget", budget.lost)
    last = statements.of_last_year(ledger.last, projects) if ledger.last else {}
    return Counted(ledger, found, last, scopes, unplaced)


def kept(counted: Counted) -> dict[str, int | None]:
    """What later years compare with and add to: own capital and each project's result, in öre."""
    names = ["equity:closing", "assets:cash", "result", *(f"result:{p}" for p in counted.projects)]
    return {name: counted.sums[name].ore if counted.sums[name].is_known else None for name in names}


def earlier(table: pd.DataFrame) -> Earlier:
    """What is kept of earlier years, read back: a table of year, measure and ore."""
    found: dict[int, dict[str, int | None]] = {}
    for year, measure, ore in zip(table["year"], table["measure"], table["ore"], strict=True):
        found.setdefault(int(year), {})[str(measure)] = None if pd.isna(ore) else int(ore)
    return found


def _of_no_line(leaves: Iterable[Leaf]) -> list[Leaf]:
    return [leaf for leaf in leaves if not leaf.line and leaf.ore]


def _unplaced(where: str, leaves: Iterable[Leaf]) -> Iterator[Unplaced]:
    found: dict[str, list[Sum]] = {}
    for leaf in leaves:
        found.setdefault(leaf.account, []).append(leaf.printed)
    yield from (Unplaced(where, account, total(amounts)) for account, amounts in sorted(found.items()))
