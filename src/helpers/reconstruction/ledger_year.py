"""A year's invented vouchers: month by month, so that every account ends on its leaf, to the öre."""

import datetime as dt
import random
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from helpers.reconstruction.blueprint import Contradiction
from helpers.reconstruction.ledger_leaves import Balances, Leaf, LedgerPlan

MONTHS = range(1, 13)
CASH, MANUAL = "1940", "A"  # the bank account; the series of what nobody sent an invoice on
EQUAL_PARTS = "30"  # accounts of members' fees: as much every month


@dataclass(frozen=True)
class Line:
    """A line of a voucher: öre with the sign of a ledger; no project on most balance accounts."""

    account: str
    project: str
    ore: int


@dataclass(frozen=True)
class Voucher:
    """A booked event."""

    series: str
    day: dt.date
    text: str
    lines: tuple[Line, ...]


def vouchers(plan: LedgerPlan, year: int) -> list[Voucher]:
    """The vouchers of a year, by series and day.

    Raises:
        Contradiction: an account does not end where the leaves say.
    """
    made = _Year(plan, year)
    found = [v for v in made.all() if v.lines]
    made.check(found)
    return sorted(found, key=lambda v: (v.series, v.day))


def parts(total: int, weights: Sequence[int]) -> list[int]:
    """A whole number in parts by weight, which sum to it.

    >>> parts(-100, [1, 1, 1])
    [-33, -34, -33]
    """
    found, done, weight = [], 0, 0
    for w in weights:
        weight += w
        upto = (2 * total * weight + sum(weights)) // (2 * sum(weights))
        found.append(upto - done)
        done = upto
    return found


class _Year:
    """One year of the association, as it is booked."""

    def __init__(self, plan: LedgerPlan, year: int):
        self._plan, self._year = plan, year
        self._choices, self._texts = plan.choices, plan.choices["texts"]
        self._opening, self._closing = plan.opening(year), plan.closing(year)
        self._leaves = plan.results(year)
        self._rng = random.Random(f"ledger {year}")

    def all(self) -> Iterator[Voucher]:
        """Every event, in no order."""
        yield from self._accruals()
        for transfer in self._choices["transfers"]:
            moved = self._closing[transfer["account"]] - self._opening.get(transfer["account"], 0)
            yield self._voucher(
                "B", 3, transfer["text"], [(transfer["account"], "", moved), (CASH, "", -moved)]
            )
        vat = self._vat()
        for route in self._choices["routes"]:
            yield from self._route(route, vat if route.get("vat") else dict.fromkeys(MONTHS, 0))
        yield from self._settled(self._choices["vat"], vat, "B")

    def check(self, found: Iterable[Voucher]) -> None:
        """Hold the vouchers against the leaves.

        Raises:
            Contradiction: they differ.
        """
        ends: dict[tuple[str, str], int] = defaultdict(int)
        for account, ore in self._opening.items():
            ends[account, ""] += ore
        for line in (line for voucher in found for line in voucher.lines):
            ends[line.account, line.project if line.account >= "3" else ""] += line.ore
        wanted = {(account, ""): ore for account, ore in self._closing.items()}
        wanted |= {(leaf.account, leaf.project): leaf.ore for leaf in self._leaves}
        wrong = {k for k in {*ends, *wanted} if ends.get(k, 0) != wanted.get(k, 0)}
        if wrong:
            raise Contradiction(f"{self._year}: {[(*k, ends.get(k), wanted.get(k)) for k in sorted(wrong)]}")

    def _voucher(
        self, series: str, month: int, text: str, lines: Iterable[tuple[str, str, int]], day: int = 0
    ) -> Voucher:
        on = dt.date(self._year, month, day or self._rng.randint(2, monthrange(self._year, month)[1]))
        kept = tuple(Line(*line) for line in lines if line[2])
        return Voucher(series, on, f"{self._texts['marked']}: {text}", kept)

    # --- the turn of the year -----------------------------------------------------------------------------

    def _accruals(self) -> Iterator[Voucher]:
        for entry in self._choices["accruals"]:
            account, result = entry["account"], (entry["result"], entry["project"])
            was, is_now = self._opening.get(account, 0), self._closing[account]
            name = self._plan.chart[account]
            back = [(account, "", -was), (*result, was)]
            yield self._voucher(MANUAL, 1, f"{self._texts['reversed']}, {name}", back, day=1)
            new = [(account, "", is_now), (*result, -is_now)]
            yield self._voucher(MANUAL, 12, f"{self._texts['accrued']}, {name}", new, day=31)

    def _through_the_year(self, leaf: Leaf) -> int:
        """What is booked of a leaf month by month: all but what the turn of the year gives and takes."""
        of = [
            e
            for e in self._choices["accruals"]
            if (e["result"], e["project"]) == (leaf.account, leaf.project)
        ]
        return leaf.ore - sum(self._opening.get(e["account"], 0) - self._closing[e["account"]] for e in of)

    # --- what waits on a balance account and is paid --------------------------------------------------------

    def _vat(self) -> dict[int, int]:
        """The VAT of suppliers' invoices by month; the last quarter's is the claim at its end."""
        vat = self._choices["vat"]
        quarters = [int(Decimal(q) * 100) for q in vat["quarters"][self._year]]
        by_month = [p for q in (*quarters, self._closing[vat["account"]]) for p in parts(q, [1, 1, 1])]
        return dict(zip(MONTHS, by_month, strict=True))

    def _route(self, route: Mapping[str, Any], vat: Mapping[int, int]) -> Iterator[Voucher]:
        """A month's events of the accounts that a route names, and what is paid of them."""
        account, project = route["account"], route.get("project", "")
        leaves = [leaf for leaf in self._leaves if leaf.account in route["results"]]
        months = [self._by_month(leaf) for leaf in leaves]
        waits: dict[int, int] = {}
        for month in MONTHS:
            booked = [by_month[month - 1] for by_month in months]
            taxes = parts(vat[month], [abs(b) for b in booked])
            for leaf, ore, tax in zip(leaves, booked, taxes, strict=True):
                gross = ore + tax
                waiting = gross * route.get("percent", 100) // 100
                waits[month] = waits.get(month, 0) - waiting
                lines = [
                    (leaf.account, leaf.project, ore),
                    (self._choices["vat"]["account"], "", tax),
                    (account, project, -waiting),
                    (CASH, "", waiting - gross),
                ]
                text = f"{route['text']}, {self._plan.chart[leaf.account]}"
                yield self._voucher(route["series"], month, text, lines)
        if "paid" in route:
            yield from self._settled(route, waits, "B")

    def _by_month(self, leaf: Leaf) -> list[int]:
        equal = leaf.account.startswith(EQUAL_PARTS)
        rng = random.Random(f"{self._year} {leaf.account} {leaf.project}")
        return parts(self._through_the_year(leaf), [1 if equal else rng.randint(80, 120) for _ in MONTHS])

    def _settled(self, route: Mapping[str, Any], waits: Mapping[int, int], series: str) -> Iterator[Voucher]:
        """What is paid of an account, so that it ends where it shall: the oldest first, the rest at last.

        Raises:
            Contradiction: more would have to be paid than there is.
        """
        account = route["account"]
        opening, closing = self._opening.get(account, 0), self._closing[account]
        sign = 1 if account.startswith("1") else -1
        left = sign * (opening + sum(waits.values()) - closing)
        old = 0 if route.get("standing") else sign * opening
        paid = 0
        for month in route["paid"]:
            due = old + sum(sign * waits[m] for m in MONTHS if m <= month - route["lag"]) - paid
            pay = left if month == route["paid"][-1] else max(0, min(due, left))
            left, paid = left - pay, paid + pay
            if pay < 0:
                raise Contradiction(f"{self._year} {account}: ends on {closing}, which is more than there is")
            lines = [(account, route.get("project", ""), -sign * pay), (CASH, "", sign * pay)]
            day = monthrange(self._year, month)[1] if month == route["paid"][-1] else 0
            yield self._voucher(series, month, route["paid_text"], lines, day)


def ends(opening: Balances, found: Iterable[Voucher]) -> Balances:
    """Where every account ends; of results what is booked on them."""
    totals = defaultdict(int, opening)
    for line in (line for voucher in found for line in voucher.lines):
        totals[line.account] += line.ore
    return dict(totals)
