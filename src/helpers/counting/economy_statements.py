"""Income statement, balance sheet and cash flow of a year, each line a sum of leaves."""

from collections.abc import Iterable, Sequence

from helpers.counting.economy_leaves import (
    NOTHING,
    TRANSACTION,
    UNKNOWN,
    Leaf,
    Ledger,
    Sum,
    Sums,
    Year,
    printed,
    total,
)

UNMAPPED, UNKNOWN_PROJECT = "unmapped", "unknown-project"
MOVEMENT = "balance-movement"


def by_line(leaves: Iterable[Leaf]) -> dict[str, list[Leaf]]:
    """Leaves by their line of the statements; those of no line under ''."""
    found: dict[str, list[Leaf]] = {}
    for leaf in leaves:
        found.setdefault(leaf.line, []).append(leaf)
    return found


def by_project(name: str, leaves: Iterable[Leaf], projects: Sequence[str], has_projects: bool = True) -> Sums:
    """`<name>:<project>` of each project, and `:unknown-project` where something is of none."""
    leaves = list(leaves)
    if not projects:
        return {}
    if not has_projects:
        return {f"{name}:{project}": UNKNOWN for project in projects}
    found = {f"{name}:{project}": printed(x for x in leaves if x.project == project) for project in projects}
    if lost := [leaf for leaf in leaves if not leaf.project]:
        found[f"{name}:{UNKNOWN_PROJECT}"] = printed(lost)
    return found


def unmapped(name: str, leaves: Iterable[Leaf]) -> Sums:
    """`<name>:unmapped` where something is of no line."""
    lost = [leaf for leaf in leaves if leaf.ore]
    return {f"{name}:{UNMAPPED}": printed(lost)} if lost else {}


def income_statement(year: Year, projects: Sequence[str]) -> Sums:
    """Resultaträkningen. "Verksamhetens nettokostnad", "Resultat efter finansiella poster", "Årets resultat".

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:1379-1389.
    """
    lines = by_line(year.movement)
    found: Sums = {}
    for name in ("income", "costs"):
        found |= by_project(name, lines.get(name, []), projects, year.has_projects)
        found[f"{name}:total"] = printed(lines.get(name, []))
    for name in ("depreciation", "financial-income", "financial-costs", "extraordinary"):
        found[name] = printed(lines.get(name, []))
    found["net-cost"] = found["income:total"] + found["costs:total"] + found["depreciation"]
    found["result-after-financial"] = found["net-cost"] + found["financial-income"] + found["financial-costs"]
    found |= unmapped("result", lines.get("", []))
    found["result"] = printed(year.movement)
    return found | by_project("result", year.movement, projects, year.has_projects)


def equity_at(balances: Iterable[Leaf]) -> Sum:
    """Own capital as the balances hold it, without a result that is not booked."""
    return printed(leaf for leaf in balances if leaf.line == "equity")


def balance_sheet(year: Year) -> Sums:
    """Balansräkningen. Whether the result is booked does not matter: it is once in own capital.

    Where it is, the balances alone add up to nought.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:1397-1424.
    """
    lines = by_line(year.closing)
    found = {
        name: printed(lines.get(name, []))
        for name in ("assets:fixed", "assets:receivables", "assets:cash", "provisions", "debt:long")
    }
    found["debt:short"] = printed(lines.get("debt:short", []))
    found["assets:current"] = found["assets:receivables"] + found["assets:cash"]
    found |= unmapped("assets", (leaf for leaf in lines.get("", []) if leaf.is_asset))
    found |= unmapped("equity-and-debt", (leaf for leaf in lines.get("", []) if not leaf.is_asset))
    found["assets:total"] = total(
        found.get(name, NOTHING) for name in ("assets:fixed", "assets:current", f"assets:{UNMAPPED}")
    )
    found["equity:brought-forward"] = equity_at(year.opening)
    is_booked = sum(leaf.ore for leaf in year.closing) == 0
    found["equity:closing"] = equity_at(year.closing) + (NOTHING if is_booked else printed(year.movement))
    found["debt:total"] = found["debt:long"] + found["debt:short"]
    found["equity-and-debt:total"] = total(
        found.get(name, NOTHING)
        for name in ("equity:closing", "provisions", "debt:total", f"equity-and-debt:{UNMAPPED}")
    )
    return found


def cash_flow(year: Year, statement: Sums) -> Sums:
    """Kassaflödesanalysen. "Ökning (-) / minskning (+) Kortfristiga fordringar", "Årets kassaflöde".

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:1430-1441.
    """
    opened = by_line(year.opening)
    opening = {name: printed(leaves) for name, leaves in opened.items()}

    def grown(name: str) -> Sum:
        return statement[name] - opening.get(name, NOTHING)

    found = {"cash-flow:non-cash-adjustments": grown("provisions") - statement["depreciation"]}
    found["cash-flow:before-working-capital"] = statement["result"] + found["cash-flow:non-cash-adjustments"]
    found["cash-flow:receivables-change"] = -grown("assets:receivables")
    found["cash-flow:short-debt-change"] = grown("debt:short")
    found["cash-flow:operating"] = total(
        found[f"cash-flow:{part}"]
        for part in ("before-working-capital", "receivables-change", "short-debt-change")
    )
    found["cash-flow:investing"] = statement["depreciation"] - grown("assets:fixed")
    found["cash-flow:financing"] = grown("debt:long")
    found["cash-flow:total"] = total(
        found[f"cash-flow:{part}"] for part in ("operating", "investing", "financing")
    )
    found["cash-flow:opening-cash"] = opening.get("assets:cash", NOTHING)
    return found


def equity_changes(statement: Sums) -> Sums:
    """ "… ett eget kapital motsvarande 1 993 tkr, vilket är en minskning med 1 000 tkr".

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:293-296.
    """
    change = statement["equity:closing"] - statement["equity:brought-forward"]
    return {"equity:change": change, "equity:decrease": -change}


def balances(year: Year) -> Sums:
    """What every balance account began and ended the year with, with the sign of the print."""
    found: dict[str, list[Sum]] = {}
    for name, leaves in (("balance-opening", year.opening), ("balance", year.closing)):
        for leaf in leaves:
            found.setdefault(f"{name}:{leaf.account}", []).append(leaf.printed)
    accounts = {leaf.account for leaf in (*year.opening, *year.closing)}
    named = [f"{name}:{account}" for name in ("balance", "balance-opening") for account in accounts]
    return {name: total(found.get(name, [])) for name in sorted(named)}


def movements(ledger: Ledger) -> Sums:
    """What the vouchers booked on every balance account; not known of a file without vouchers."""
    year, found = ledger.now, dict[str, list[Leaf]]()
    for leaf in ledger.booked:
        found.setdefault(leaf.account, []).append(leaf)
    accounts = sorted({leaf.account for leaf in (*year.opening, *year.closing)} | set(found))
    is_known = bool(ledger.of(TRANSACTION))
    return {f"{MOVEMENT}:{a}": printed(found.get(a, [])) if is_known else UNKNOWN for a in accounts}


def statements(year: Year, projects: Sequence[str]) -> Sums:
    """Every line of the three statements, and the changes of own capital."""
    found = income_statement(year, projects) | balance_sheet(year)
    return found | cash_flow(year, found) | equity_changes(found)


def of_last_year(year: Year, projects: Sequence[str]) -> Sums:
    """The lines of the year before, as far as this year's file tells them."""
    if not year.movement:
        return {}
    found = income_statement(year, projects if year.has_projects else [])
    if year.closing:
        found |= balance_sheet(year)
    if year.closing and year.opening:
        return found | cash_flow(year, found) | equity_changes(found)
    found.pop("equity:brought-forward", None)
    return found
