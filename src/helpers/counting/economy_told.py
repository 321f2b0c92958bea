"""What the counting of a ledger tells who keeps the books: accounts of no line, projects, what differs."""

from fractions import Fraction

import pandas as pd

from helpers.counting.economy_identities import Identity
from helpers.counting.economy_leaves import BUDGET, Difference, Leaf, printed
from helpers.counting.economy_sums import Counted, Earlier, Unplaced
from helpers.defining.economy_names import MUNICIPALITY, economy_label, identity_words
from helpers.definitions import Definitions
from helpers.facts import Rows
from helpers.faults import Faults
from helpers.wording import NO_BREAK_SPACE, amount_text, listing, text

PART = "ledger"


def tell(
    counted: Counted,
    tried: list[Identity],
    accounts: pd.DataFrame,
    definitions: Definitions,
    earlier: Earlier,
    faults: Faults,
) -> None:
    """Add all that is found.

    Args:
        counted: the sums of the year.
        tried: what must agree among them.
        accounts: the clean table `ledger_accounts`: account, name, used and row.
        definitions: the year's.
        earlier: what is kept of earlier years' ledgers.
        faults: takes the findings.
    """
    names = dict(zip(accounts["account"], accounts["name"], strict=True))
    for unplaced in counted.unplaced:
        _of_no_line(counted, unplaced, str(names.get(unplaced.account, "")), faults)
    _projects(counted, faults)
    for d in counted.ledger.differences:
        faults.flag("economy_budget_twice", account=d.account, **_budget(d))
    refused = [identity for identity in tried if identity.is_refused]
    for identity in refused or tried:
        if identity.holds is False and not identity.id.startswith(MUNICIPALITY):
            _differs(counted, identity, definitions, faults)
    _populations(tried, definitions, faults)
    _last_year(counted, definitions, earlier, faults)


def _budget(d: Difference) -> dict[str, str]:
    amounts = {"whole": d.whole, "parts": d.parts, "difference": d.whole - d.parts}
    return {"month": f"{d.month // 100}-{d.month % 100:02}"} | {k: _kronor(-v) for k, v in amounts.items()}


def _of_no_line(counted: Counted, unplaced: Unplaced, name: str, faults: Faults) -> None:
    where, note = unplaced.where, unplaced.where.removeprefix("note")
    place = text("economy_place.note", number=note) if where != note else text(f"economy_place.{where}")
    told = {"account": unplaced.account, "name": name or text("economy_place.no_name"), "place": place}
    row = _first(counted.ledger.rows(unplaced.amount.leaves))
    faults.flag("economy_unmapped", row=row, amount=_kronor(unplaced.amount.ore), **told)


def _projects(counted: Counted, faults: Faults) -> None:
    """Income, costs and budget of no project, or of one that the definitions do not have."""
    if not counted.projects:
        return
    now, dimension = counted.ledger.now, counted.economy.dimension
    leaves = [*(now.movement if now.has_projects else ()), *counted.ledger.budget]
    found: dict[tuple[str, str], list[Leaf]] = {}
    for leaf in leaves:
        if not leaf.project and leaf.ore:
            found.setdefault((leaf.objects.get(dimension, ""), leaf.kind), []).append(leaf)
    for (object_, kind), mine in sorted(found.items()):
        amount = printed(mine)
        what = text("economy_place.planned" if kind == BUDGET else "economy_place.booked")
        told = {"amount": _kronor(amount.ore), "what": what}
        known = listing(list(counted.economy.project_objects.values()))
        row = _first(counted.ledger.rows(amount.leaves))
        if object_:
            faults.flag("economy_unknown_project", row=row, project=object_, known=known, **told)
        else:
            faults.flag("economy_no_project", row=row, known=known, **told)


def _differs(counted: Counted, identity: Identity, definitions: Definitions, faults: Faults) -> None:
    told = {"what": identity_words(identity.id, definitions), "difference": _kronor(identity.difference or 0)}
    lacking = [u.account for u in counted.unplaced if u.where == "balances"]
    if identity.id == "7" and lacking:
        faults.flag("economy_cash_flow", accounts=listing(lacking), **told)
    elif identity.id == "10:equity":
        faults.flag("economy_planned", **told)
    elif identity.id == "5:change":
        faults.refuse("economy_own_capital", **told)
    elif identity.is_refused:
        faults.refuse("economy_refuse", **told)
    else:
        faults.flag("economy_flag", **told)


def _populations(tried: list[Identity], definitions: Definitions, faults: Faults) -> None:
    """The municipalities whose fee is not by their part of the people, told together."""
    areas = definitions.areas_of_statistics
    off = [
        f"{areas[i.id.removeprefix(MUNICIPALITY)]} {_kronor(i.difference or 0)}"
        for i in tried
        if i.id.startswith(MUNICIPALITY) and i.holds is False
    ]
    if off:
        faults.flag("economy_populations", fees=listing(off))


def _last_year(counted: Counted, definitions: Definitions, earlier: Earlier, faults: Faults) -> None:
    """Lines of the year before that this file and that year's own have a krona or more apart."""
    year = definitions.year - 1
    for measure, ore in earlier.get(year, {}).items():
        told = counted.last.get(measure)
        if ore is not None and told is not None and abs(told.ore - ore) >= 100:
            what = economy_label(f"economy:{measure}", definitions)
            amounts = {"here": _kronor(told.ore), "there": _kronor(ore)}
            faults.flag("economy_last_year", what=what, year=year, **amounts)


def _first(rows: Rows) -> int | None:
    """The number of the first of some rows."""
    return min((int(numbers[0]) for numbers in rows.by_sheet.values()), default=None)


def _kronor(ore: int | Fraction) -> str:
    """
    >>> _kronor(-123450).replace(NO_BREAK_SPACE, " ")
    '−1 234,50 kr'
    """
    return f"{amount_text(Fraction(ore) / 100, 2)}{NO_BREAK_SPACE}{text('unit.kronor')}"
