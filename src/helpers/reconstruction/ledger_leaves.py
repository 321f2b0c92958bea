"""What the shipped ledgers are built of: printed figures, and the öre that no account prints.

`data/reconstruction/ledger.yaml` names a printed measure for each account, and says why where it holds an
exact amount of its own. Amounts here are öre with the sign of a ledger: debit +, credit −.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from helpers.audit import record
from helpers.audit.record import Figure
from helpers.reconstruction.blueprint import Contradiction
from helpers.rounding import half_away

LEDGER_YEARS = (2018, 2019)
Balances = dict[str, int]  # account -> öre


@dataclass(frozen=True)
class Leaf:
    """What a project booked, or was to book, on an account in the year."""

    account: str
    project: str
    ore: int


class LedgerPlan:
    """The leaves of the shipped ledgers, held against print, and how a year passes."""

    def __init__(self, published: Path, choices: Path):
        self.choices: dict[str, Any] = yaml.safe_load(choices.read_text(encoding="utf-8"))
        self.chart: dict[str, str] = self.choices["chart"]
        self._printed: dict[tuple[int, str], Figure] = {}
        for figure in record.read(published, "economy"):
            if figure.unit == "SEK":
                self._printed[figure.year, figure.measure] = figure

    def results(self, year: int) -> list[Leaf]:
        """What each project booked on each account of the year's result."""
        return self._leaves(year, self.choices["results"][year])

    def budget(self, year: int) -> list[Leaf]:
        """What the board had decided of the same; empty where no budget is printed."""
        return self._leaves(year, self.choices["budget"].get(year, []))

    def closing(self, year: int) -> Balances:
        """What stands on the balance accounts when the year ends, its result not booked."""
        return {leaf.account: leaf.ore for leaf in self._leaves(year, self.choices["balances"])}

    def opening(self, year: int) -> Balances:
        """What stands on them when it begins: last year's closing, its result in own capital."""
        if year == LEDGER_YEARS[0]:
            chosen = self.choices["opening"]
            return {account: _ore(account, Decimal(amount)) for account, amount in chosen.items()}
        before = self.closing(year - 1)
        before[self.choices["equity"]] += sum(leaf.ore for leaf in self.results(year - 1))
        return before

    def _leaves(self, year: int, entries: Iterable[Mapping[str, Any]]) -> list[Leaf]:
        """The leaves of some entries.

        Raises:
            Contradiction: leaves of one measure do not round to what is printed of it.
        """
        found, sums = [], defaultdict[str, Decimal](Decimal)
        for entry in entries:
            amount = self._amount(year, entry)
            sums[entry["of"]] += amount
            found.append(Leaf(entry["account"], entry.get("project", ""), _ore(entry["account"], amount)))
        for measure, amount in sums.items():
            figure = self._figure(year, measure)
            if half_away(amount) != figure.number:
                raise Contradiction(f"{year} {measure}: printed {figure.number} ({figure.line}), {amount}")
        return found

    def _amount(self, year: int, entry: Mapping[str, Any]) -> Decimal:
        exact = entry.get("exact")
        if isinstance(exact, dict):
            exact = exact.get(year)
        return self._figure(year, entry["of"]).number if exact is None else Decimal(exact)

    def _figure(self, year: int, measure: str) -> Figure:
        figure = self._printed.get((year, f"economy:{measure}"))
        if figure is None:
            raise Contradiction(f"{year} economy:{measure}: no account prints it")
        return figure


def _ore(account: str, amount: Decimal) -> int:
    """Öre in the sign of a ledger, of kronor in the sign of the print.

    >>> _ore("1940", Decimal("6157998")), _ore("6530", Decimal("-329898.55"))
    (615799800, 32989855)
    """
    ore = int(amount * 100)
    return ore if account.startswith("1") else -ore
