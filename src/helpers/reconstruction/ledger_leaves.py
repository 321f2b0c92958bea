"""What the shipped ledgers are built of: printed figures, and the öre that no account prints.

`data/reconstruction/ledger.yaml` names a printed measure for each account, and says why where it holds an
exact amount of its own. Amounts here are öre with the sign of a ledger: debit +, credit −.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import yaml

from helpers.audit import record
from helpers.audit.record import Figure
from helpers.reconstruction.blueprint import Contradiction
from helpers.rounding import half_away

LEDGER_YEARS = (2018, 2019)
_STEP = Decimal(7919)  # kronor; no printed figure is as near another
Balances = dict[str, int]  # account -> öre
_Name = TypeVar("_Name")


@dataclass(frozen=True)
class Leaf:
    """What a project booked, or was to book, on an account in the year."""

    account: str
    project: str
    ore: int


class LedgerPlan:
    """The leaves of the shipped ledgers, held against print, and how a year passes.

    `other`: leaves that share a printed sum as the choices please share it in another way.
    """

    def __init__(self, published: Path, choices: Path, other: bool = False):
        self._other = other
        self.choices: dict[str, Any] = yaml.safe_load(choices.read_text(encoding="utf-8"))
        self.chart: dict[str, str] = self.choices["chart"]
        self._printed: dict[tuple[int, str], Figure] = {}
        for figure in record.read(published, "economy"):
            if figure.unit == "SEK":
                self._printed[figure.year, figure.measure] = figure

    def results(self, year: int) -> list[Leaf]:
        """What each project booked on each account of the year's result."""
        free = self.choices["free"]["results"][year]
        return self._leaves(year, self.choices["results"][year], free)

    def budget(self, year: int) -> list[Leaf]:
        """What the board had decided of the same; empty where no budget is printed."""
        return self._leaves(year, self.choices["budget"].get(year, []), self.choices["free"]["budget"][year])

    def closing(self, year: int) -> Balances:
        """What stands on the balance accounts when the year ends, its result not booked."""
        return {leaf.account: leaf.ore for leaf in self._leaves(year, self.choices["balances"])}

    def opening(self, year: int) -> Balances:
        """What stands on them when it begins: last year's closing, its result in own capital."""
        if year == LEDGER_YEARS[0]:
            return self._first_opening()
        before = self.closing(year - 1)
        before[self.choices["equity"]] += sum(leaf.ore for leaf in self.results(year - 1))
        return before

    def _first_opening(self) -> Balances:
        amounts = {account: Decimal(amount) for account, amount in self.choices["opening"].items()}
        for accounts in self.choices["free"]["opening"] if self._other else ():
            amounts |= _shared_otherwise({account: amounts[account] for account in accounts})
        return {account: _ore(account, amount) for account, amount in amounts.items()}

    def _leaves(
        self, year: int, entries: Sequence[Mapping[str, Any]], free: Sequence[str] = ()
    ) -> list[Leaf]:
        """The leaves of some entries; the measures whose leaves could share them otherwise are `free`.

        Raises:
            Contradiction: leaves of one measure do not round to what is printed of it.
        """
        amounts = {n: self._amount(year, entry) for n, entry in enumerate(entries)}
        for measure in free if self._other else ():
            amounts |= _shared_otherwise({n: a for n, a in amounts.items() if entries[n]["of"] == measure})
        sums = defaultdict[str, Decimal](Decimal)
        for n, entry in enumerate(entries):
            sums[entry["of"]] += amounts[n]
        for measure, amount in sums.items():
            figure = self._figure(year, measure)
            if half_away(amount) != figure.number:
                raise Contradiction(f"{year} {measure}: printed {figure.number} ({figure.line}), {amount}")
        return [
            Leaf(entry["account"], entry.get("project", ""), _ore(entry["account"], amounts[n]))
            for n, entry in enumerate(entries)
        ]

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


def _shared_otherwise(amounts: Mapping[_Name, Decimal]) -> dict[_Name, Decimal]:
    """The same sum, with another part for everyone and for every few.

    >>> _shared_otherwise({"a": Decimal(1), "b": Decimal(2), "c": Decimal(3)})
    {'a': Decimal('7920'), 'b': Decimal('15840'), 'c': Decimal('-23754')}
    """
    first = {name: amount + _STEP * n for n, (name, amount) in enumerate(amounts.items(), 1)}
    last = next(reversed(first))
    rest = sum(amounts.values()) - sum(amount for name, amount in first.items() if name != last)
    return first | {last: Decimal(rest)}


def _ore(account: str, amount: Decimal) -> int:
    """Öre in the sign of a ledger, of kronor in the sign of the print.

    >>> _ore("1940", Decimal("6157998")), _ore("6530", Decimal("-329898.55"))
    (615799800, 32989855)
    """
    ore = int(amount * 100)
    return ore if account.startswith("1") else -ore
