"""A second reading of a ledger, which shares nothing with the program but the file and its mapping.

It reads `bokforing.se` by its own few lines, takes the lines of notes and budget from `economy` in the
definitions, and computes what the account prints of the year: kronor with öre, the sign of the print.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import yaml

# The first and last account of each line of the statements, as BAS has them.
STATEMENT = {
    "income": (3000, 3999),
    "costs": (4000, 7799),
    "depreciation": (7800, 7899),
    "financial-income": (8000, 8399),
    "financial-costs": (8400, 8499),
    "extraordinary": (8700, 8799),
    "assets:fixed": (1000, 1399),
    "assets:receivables": (1400, 1899),
    "assets:cash": (1900, 1999),
    "equity": (2000, 2099),
    "provisions": (2100, 2299),
    "debt:long": (2300, 2399),
    "debt:short": (2400, 2999),
}
OF_PROJECTS = ("samo", "hfe")
Amounts = dict[str, Decimal]


class Ledger:
    """Sums of a file: (account, project) -> kronor, debit +."""

    def __init__(self, path: Path):
        self.booked: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
        self.budgeted: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
        self.balances: dict[tuple[str, int, int], Decimal] = {}  # label, year, account
        self.vouchers: list[tuple[str, list[tuple[int, str, Decimal]]]] = []
        for line in path.read_bytes().decode("cp437").splitlines():
            self._read(line)

    def _read(self, line: str) -> None:
        project = (re.findall(r'\{.*6 "?(\w+)', line) or [""])[0]
        words = re.sub(r"\{.*?\}", "", line).split()
        match words:
            case ["#VER", _, _, day, *_]:
                self.vouchers.append((day, []))
            case ["#TRANS", account, amount, *_]:
                self.vouchers[-1][1].append((int(account), project, Decimal(amount)))
                self.booked[int(account), project] += Decimal(amount)
            case ["#PBUDGET", "0", _, account, amount, *_]:
                self.budgeted[int(account), project] += Decimal(amount)
            case [("#IB" | "#UB" | "#RES") as label, year, account, amount, *_]:
                self.balances[label, int(year), int(account)] = Decimal(amount)

    def of(self, label: str, year: int = 0) -> dict[int, Decimal]:
        """The balances of a label by account."""
        return {account: v for (kind, y, account), v in self.balances.items() if (kind, y) == (label, year)}

    def sum(self, label: str, first: int, last: int) -> Decimal:
        """The year's balances of a span of accounts."""
        return sum((v for a, v in self.of(label).items() if first <= a <= last), Decimal())


def economy(definitions: Path, ledger: Ledger) -> Amounts:
    """Every measure that the account prints and the ledger of the year can give, without `economy:`."""
    mapping = yaml.safe_load(definitions.read_text(encoding="utf-8"))["economy"]
    found = _statement(mapping["projects"], ledger) | _position(ledger)
    found |= _notes(mapping["notes"], ledger) | _table(mapping, ledger)
    found |= {line["id"]: Decimal(line["value"]) for line in mapping.get("declared", [])}
    found |= _cash_flow(ledger, found) | _deviations(found)
    found |= _shares(mapping["notes"], found)
    return found


def _statement(projects: dict[str, Any], ledger: Ledger) -> Amounts:
    """The income statement, by project too."""
    found: Amounts = defaultdict(Decimal)
    for (account, object_), amount in ledger.booked.items():
        for name, (first, last) in list(STATEMENT.items())[:6]:
            if first <= account <= last:
                project = next(p for p in OF_PROJECTS if projects[p] == object_)
                for measure in (name, f"{name}:{project}", "result", f"result:{project}"):
                    found[measure] -= amount
    for name in ("depreciation", "financial-income", "extraordinary"):
        found[name] += 0
    for name in ("income", "costs"):
        found[f"{name}:total"] = found[name]
    found["net-cost"] = found["income"] + found["costs"] + found["depreciation"]
    found["result-after-financial"] = found["net-cost"] + found["financial-income"] + found["financial-costs"]
    of_no_fact = {"income", "costs", *(m for m in found if m.startswith("financial-costs:"))}
    return {measure: amount for measure, amount in found.items() if measure not in of_no_fact}


def _position(ledger: Ledger) -> Amounts:
    """The balance sheet; own capital with the result, which the ledger may not have booked."""
    found = {name: ledger.sum("#UB", *span) for name, span in list(STATEMENT.items())[6:]}
    found = {name: amount if name.startswith("assets") else -amount for name, amount in found.items()}
    found["assets:current"] = found["assets:receivables"] + found["assets:cash"]
    found["assets:total"] = found["assets:fixed"] + found["assets:current"]
    found["equity:closing"] = found.pop("equity") - ledger.sum("#RES", 3000, 8799)
    found["equity:brought-forward"] = -ledger.sum("#IB", *STATEMENT["equity"])
    found["equity:change"] = found["equity:closing"] - found["equity:brought-forward"]
    found["equity:decrease"] = -found["equity:change"]
    found["debt:total"] = found["debt:long"] + found["debt:short"]
    found["equity-and-debt:total"] = found["equity:closing"] + found["provisions"] + found["debt:total"]
    return found


def _cash_flow(ledger: Ledger, found: Amounts) -> Amounts:
    """The cash-flow statement, from the result and what the balance sheet has moved."""
    receivables, debt = STATEMENT["assets:receivables"], STATEMENT["debt:short"]
    flow = {
        "opening-cash": ledger.sum("#IB", *STATEMENT["assets:cash"]),
        "non-cash-adjustments": -found["depreciation"],
        "receivables-change": ledger.sum("#IB", *receivables) - ledger.sum("#UB", *receivables),
        "short-debt-change": ledger.sum("#IB", *debt) - ledger.sum("#UB", *debt),
    }
    flow["before-working-capital"] = found["result"] + flow["non-cash-adjustments"]
    changes = flow["receivables-change"] + flow["short-debt-change"]
    flow["operating"] = flow["before-working-capital"] + changes
    return {f"cash-flow:{name}": amount for name, amount in flow.items()}


def _notes(lines: Iterable[dict[str, Any]], ledger: Ledger) -> Amounts:
    found = {}
    for line in lines:
        amounts = [ledger.sum(label, *span) for label in ("#UB", "#RES") for span in _spans(line)]
        found[line["id"]] = sum(amounts) * (1 if line["id"].startswith("note3") else -1)
    return found


def _table(mapping: dict[str, Any], ledger: Ledger) -> Amounts:
    """Outcome and budget of every row of the table, and of its sums."""
    found: Amounts = defaultdict(Decimal)
    for head, amounts in (("outcome", ledger.booked), ("budget", ledger.budgeted)):
        if not amounts:
            continue
        for row in mapping["budget"]:
            group, project, _ = row["id"].split(":")
            kind = group if group == "income" else "costs"
            sums = {row["id"], f"{group}:{project}", f"{kind}:{project}", f"{kind}:total"}
            booked = -sum(
                v
                for (a, o), v in amounts.items()
                if o == mapping["projects"][project] and any(x <= a <= y for x, y in _spans(row))
            )
            for measure in {*sums, "result", f"result:{project}"}:
                found[f"{head}:{measure}"] += booked
    if ledger.budgeted:
        found["budget:deficit"] = -found["budget:result"]
    return dict(found)


def _deviations(found: Amounts) -> Amounts:
    """What came out less what was budgeted, exact: + is better."""
    rows = {m.removeprefix("budget:") for m in found if m.startswith("budget:") and m != "budget:deficit"}
    better = {f"deviation:{m}": found.get(f"outcome:{m}", found.get(m)) - found[f"budget:{m}"] for m in rows}
    if planned := found.get("budget:costs:samo"):
        better["deviation-share:costs:samo"] = better["deviation:costs:samo"] / -planned
    return better


def _shares(notes: Iterable[dict[str, Any]], found: Amounts) -> Amounts:
    """What part of the fees the state, the region and the municipalities pay."""
    names = {"staten": "forsakringskassan+arbetsformedlingen", "regionen": "landstinget"}
    sums: Amounts = defaultdict(Decimal)
    for line in notes:
        if "member" in line:
            sums[names.get(line["member"], "kommunerna")] += found[line["id"]]
    return {f"share-of-member-fees:{who}": amount / sum(sums.values()) for who, amount in sums.items()}


def _spans(line: dict[str, Any]) -> list[tuple[int, int]]:
    return [(int(a), int(b or a)) for a, _, b in (x.partition("-") for x in line["accounts"])]


def printed(amount: Decimal, unit: str) -> Decimal:
    """An amount as a print has it: rounded once, half away from zero."""
    scale = {"SEK": Decimal(1), "tkr": Decimal("0.001"), "percent": Decimal(100)}[unit]
    return (amount * scale).quantize(Decimal(1), ROUND_HALF_UP)
