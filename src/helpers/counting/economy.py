"""Rules of the ledger: leaves -> facts of the association's income, costs, balances, budget and what follows.

A measure is named as the record names it, `economy:` before it. Every amount is exact, in kronor with öre and
with the sign of the print; nothing is rounded here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from helpers.counting import economy_lines as lines
from helpers.counting import economy_shares as shares
from helpers.counting import economy_statements as statements
from helpers.counting.economy_leaves import Leaf, Ledger, Sum, Sums, total
from helpers.counting.rule import S19, Rule
from helpers.definitions import Definitions
from helpers.economy_definitions import Economy
from helpers.facts import KRONOR, NO_ROWS, Fact, Facts, Rows, Value, missing

PREFIX, LAST_YEAR = "economy:", "last-year:"
ACCUMULATED = "accumulated"


STATEMENT = (  # lines of the statements that are of the whole association
    *("depreciation", "net-cost", "financial-income", "financial-costs", "result-after-financial"),
    *("extraordinary", "result", "provisions"),
)
Earlier = Mapping[int, Mapping[str, int | None]]  # year -> measure -> öre, None where it is not known


class Unplaced(NamedTuple):
    """Accounts that no line takes: where they stand instead, each with its amount."""

    where: str  # `result`, `note1`, `budget`
    account: str
    amount: Sum


@dataclass(frozen=True)
class Counted:
    """All sums of a year's ledger, by measure without `economy:`, and what was met on the way."""

    ledger: Ledger
    sums: Sums
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
    return Counted(ledger, found, scopes, unplaced)


def kept(counted: Counted) -> dict[str, int | None]:
    """What later years compare with and add to: own capital and each project's result, in öre."""
    names = ["equity:closing", "assets:cash", "result", *(f"result:{p}" for p in counted.projects)]
    return {name: counted.sums[name].ore if counted.sums[name].is_known else None for name in names}


def _of_no_line(leaves: Iterable[Leaf]) -> list[Leaf]:
    return [leaf for leaf in leaves if not leaf.line and leaf.ore]


def _unplaced(where: str, leaves: Iterable[Leaf]) -> Iterator[Unplaced]:
    found: dict[str, list[Sum]] = {}
    for leaf in leaves:
        found.setdefault(leaf.account, []).append(leaf.printed)
    yield from (Unplaced(where, account, total(amounts)) for account, amounts in sorted(found.items()))


def facts(counted: Counted, definitions: Definitions, earlier: Earlier, known: Facts) -> list[Fact]:
    """All facts of a year's ledger.

    Args:
        counted: its sums.
        definitions: the year's.
        earlier: what `kept` kept of the years before that have a ledger.
        known: the year's other facts, of which the participations are divided by.
    """
    maker = _Maker(counted, definitions)
    found = [maker.money(measure, one) for measure, one in counted.sums.items()]
    found += [maker.money(measure, one) for measure, one in statements.balances(counted.ledger.now).items()]
    found += maker.declared()
    found += maker.accumulated(earlier)
    found += maker.last_year()
    economy, sums = counted.economy, counted.sums
    quotients = [*shares.of_fees(economy, sums), *shares.of_budget(counted.projects, sums)]
    quotients += shares.of_participations(economy, sums, known)
    return [*found, *(maker.quotient(q) for q in quotients)]


class _Maker:
    """Makes facts of the sums of a year."""

    def __init__(self, counted: Counted, definitions: Definitions):
        self._counted, self._year = counted, definitions.year
        self._place = definitions.together.id

    def _key(self, measure: str) -> tuple[int, str, str, str, str]:
        return (self._year, self._place, f"{PREFIX}{measure}", "", "all")

    def money(self, measure: str, one: Sum, rule: str = "") -> Fact:
        """The fact of a sum; one that cannot be known is missing."""
        rule = rule or rule_of(measure)
        if not one.is_known:
            return missing(self._key(measure), KRONOR, rule)
        rows = self._counted.ledger.rows(one.leaves)
        return self._ok(measure, one.kronor, rule, rows=rows)

    def _ok(
        self,
        measure: str,
        value: Value,
        rule: str,
        unit: str = KRONOR,
        rows: Rows = NO_ROWS,
        base: Rows = NO_ROWS,
    ) -> Fact:
        key = self._key(measure)
        return Fact(*key, value=value, unit=unit, state="ok", rule=rule, rows=rows, base=base)

    def quotient(self, q: shares.Quotient) -> Fact:
        """The fact of a quotient; without a value it is missing."""
        if q.value is None:
            return missing(self._key(q.measure), q.unit, q.rule)
        ledger = self._counted.ledger
        base = ledger.rows(q.by.leaves) + q.rows
        return self._ok(q.measure, q.value, q.rule, q.unit, rows=ledger.rows(q.of.leaves), base=base)

    def declared(self) -> list[Fact]:
        """Figures that the definitions declare, and what own capital deviates from the one planned."""
        rule = "economy.declared"
        found = {d.id: d.kronor for d in self._counted.economy.declared}
        facts = [self._ok(measure, value, rule) for measure, value in found.items()]
        planned = found.get("budget:equity:closing")
        if planned is not None:
            equity = self._counted.sums["equity:closing"]
            rows = self._counted.ledger.rows(equity.leaves)
            value = equity.kronor - planned
            facts.append(self._ok("deviation:equity:closing", value, "economy.deviation", rows=rows))
        return facts

    def accumulated(self, earlier: Earlier) -> list[Fact]:
        """ "Ackumulerat resultat för projekttiden": each project's results of all delivered years together.

        Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:1253.
        """
        found = []
        for project in self._counted.projects:
            name = f"result:{project}"
            mine = self._counted.sums[name]
            before = [known.get(name, 0) for known in earlier.values()]
            whole = Sum(
                mine.ore + sum(n or 0 for n in before), mine.leaves, mine.is_known and None not in before
            )
            found.append(self.money(f"{name}:{ACCUMULATED}", whole, "economy.accumulated"))
        return found

    def last_year(self) -> list[Fact]:
        """The year before as this ledger tells it: the association as a whole, no project."""
        if (year := self._counted.ledger.last) is None:
            return []
        found = statements.statements(year, [])
        return [self.money(f"{LAST_YEAR}{name}", one, "economy.last-year") for name, one in found.items()]


_RULES = {  # the first part of a measure's name, and of a few its end -> its rule
    "assets": "balance-sheet",
    "equity": "balance-sheet",
    "provisions": "balance-sheet",
    "debt": "balance-sheet",
    "equity-and-debt": "balance-sheet",
    "cash-flow": "cash-flow",
    "outcome": "outcome",
    "budget": "budget",
    "deviation": "deviation",
    "balance": "account-balance",
    "balance-opening": "account-balance",
}
_ENDS = {
    statements.UNMAPPED: "unmapped",
    statements.UNKNOWN_PROJECT: "unknown-project",
    "equity:change": "equity-change",
    "equity:decrease": "equity-change",
}


def rule_of(measure: str) -> str:
    """The rule of a sum.

    >>> rule_of("result"), rule_of("note1:state"), rule_of("outcome:costs:samo:unmapped")
    ('economy.income-statement', 'economy.note', 'economy.unmapped')
    """
    head, end = measure.partition(":")[0], measure.rpartition(":")[2]
    name = _ENDS.get(measure) or _ENDS.get(end) or _RULES.get(head)
    return f"economy.{name or ('note' if head.startswith('note') else 'income-statement')}"


RULES = {
    "economy.income-statement": Rule(statements.income_statement, "Verksamhetens nettokostnad", S19, 1384),
    "economy.balance-sheet": Rule(statements.balance_sheet, "SUMMA TILLGANGAR", S19, 1404),
    "economy.cash-flow": Rule(
        statements.cash_flow, "Okning (-) / minskning (+) Kortfristiga fordringar", S19, 1435
    ),
    "economy.equity-change": Rule(statements.equity_changes, "en minskning med 1 000 tkr", S19, 294),
    "economy.account-balance": Rule(statements.balances, "", "", 0),
    "economy.note": Rule(lines.notes, "Driftbidrag fran staten", S19, 1476),
    "economy.outcome": Rule(lines.BudgetTable, "Utfall 2019", S19, 1516),
    "economy.budget": Rule(lines.BudgetTable, "Budget 2019", S19, 1516),
    "economy.deviation": Rule(lines.BudgetTable, "Differens", S19, 1516),
    "economy.deviation-share": Rule(shares.of_budget, "lagre dn budgeterat", S19, 1243),
    "economy.member-fees": Rule(shares.of_fees, "landstinget med en fjardedel", S19, 487),
    "economy.member-share": Rule(shares.of_fees, "", "", 0),
    "economy.own-capital": Rule(shares.of_fees, "nivå på eget kapital enligt", S19, 1258),
    "economy.cost": Rule(shares.of_participations, "", "", 0),
    "economy.accumulated": Rule(_Maker.accumulated, "Ackumulerat resultat for projekttiden", S19, 1253),
    "economy.declared": Rule(_Maker.declared, "Utgaende eget kapital", S19, 1371, is_declared=True),
    "economy.last-year": Rule(_Maker.last_year, "2018-01-01", S19, 1377),
    "economy.unmapped": Rule(count, "", "", 0),
    "economy.unknown-project": Rule(count, "", "", 0),
}
