"""Rules of the ledger: leaves -> facts of the association's income, costs, balances, budget and what follows.

A measure is named as the record names it, `economy:` before it. Every amount is exact, in kronor with öre and
with the sign of the print; nothing is rounded here.
"""

from helpers.counting import economy_lines as lines
from helpers.counting import economy_shares as shares
from helpers.counting import economy_statements as statements
from helpers.counting.economy_identities import Identity, identities
from helpers.counting.economy_leaves import Sum
from helpers.counting.economy_sums import Counted, Earlier, count
from helpers.counting.rule import S19, Rule
from helpers.definitions import Definitions
from helpers.facts import KRONOR, NO_ROWS, Fact, Facts, Rows, Value, missing

PREFIX, LAST_YEAR = "economy:", "last-year:"
ACCUMULATED = "accumulated"
TRANSACTIONS = "balance-transactions"
STATEMENTS = ("economy.income-statement", "economy.balance-sheet", "economy.cash-flow")
STATEMENT = (  # lines of the statements that are of the whole association
    *("depreciation", "net-cost", "financial-income", "financial-costs", "result-after-financial"),
    *("extraordinary", "result", "provisions"),
)


def facts(counted: Counted, definitions: Definitions, before: Earlier, known: Facts) -> list[Fact]:
    """All facts of a year's ledger; of one that disagrees with itself only what was tried.

    Args:
        counted: its sums.
        definitions: the year's.
        before: what `kept` kept of the years before that have a ledger.
        known: the year's other facts: participations that are divided by, and populations.
    """
    tried = identities(counted, definitions, before, known)
    maker = _Maker(counted, definitions)
    held = [fact for identity in tried for fact in maker.identity(identity)]
    if any(identity.is_refused for identity in tried):
        return held
    economy, sums, ledger = counted.economy, counted.sums, counted.ledger
    moved = statements.movements(ledger)
    held_by_accounts = statements.balances(ledger.now) | moved
    found = [maker.money(measure, one) for measure, one in (sums | held_by_accounts).items()]
    found += [maker.transactions(measure, one) for measure, one in moved.items()]
    found += [*maker.declared(), *maker.accumulated(before), *maker.last_year()]
    quotients = [*shares.of_fees(economy, sums), *shares.of_budget(counted.projects, sums)]
    quotients += shares.of_participations(economy, sums, known)
    return [*found, *(maker.quotient(q) for q in quotients), *held]


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

    def transactions(self, movement: str, one: Sum) -> Fact:
        """How many lines of vouchers a balance account's movement is the sum of."""
        key = self._key(movement.replace(statements.MOVEMENT, TRANSACTIONS, 1))
        if not one.is_known:
            return missing(key, "count", rule_of(movement))
        rows = self._counted.ledger.rows(one.leaves)
        return Fact(*key, value=len(rows), state="ok", rule=rule_of(movement), rows=rows)

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

    def accumulated(self, years: Earlier) -> list[Fact]:
        """ "Ackumulerat resultat för projekttiden": each project's results of all delivered years together.

        Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:1253.
        """
        found = []
        for project in self._counted.projects:
            name = f"result:{project}"
            mine = self._counted.sums[name]
            before = [known.get(name, 0) for known in years.values()]
            whole = Sum(
                mine.ore + sum(n or 0 for n in before), mine.leaves, mine.is_known and None not in before
            )
            found.append(self.money(f"{name}:{ACCUMULATED}", whole, "economy.accumulated"))
        return found

    def last_year(self) -> list[Fact]:
        """The year before as this ledger tells it."""
        last = self._counted.last.items()
        return [self.money(f"{LAST_YEAR}{name}", one, "economy.last-year") for name, one in last]

    def identity(self, identity: Identity) -> list[Fact]:
        """Whether an identity holds, and by how much not."""
        rule, id_, holds = "economy.identity", identity.id, identity.holds
        measures = (f"identity:{id_}", f"identity-difference:{id_}")
        if identity.difference is None or holds is None:
            units = ("identity", KRONOR)
            return [missing(self._key(m), unit, rule) for m, unit in zip(measures, units, strict=True)]
        rows = self._counted.ledger.rows(identity.of.leaves)
        return [
            self._ok(measures[0], int(holds), rule, "identity", rows),
            self._ok(measures[1], identity.kronor, rule, KRONOR, rows),
        ]


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
    statements.MOVEMENT: "account-movement",
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
    "economy.account-movement": Rule(statements.movements, "", "", 0),
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
    "economy.identity": Rule(identities, "", "", 0),
    "economy.unmapped": Rule(count, "", "", 0),
    "economy.unknown-project": Rule(count, "", "", 0),
}
