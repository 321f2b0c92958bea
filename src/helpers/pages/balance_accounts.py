"""The balance accounts of a year's ledger: what each held when the year began and ended, what moved it."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from helpers.defining.economy_names import economy_name
from helpers.definitions import Definitions
from helpers.facts import Fact
from helpers.pages.years import Report
from helpers.wording import text

CLOSING, OPENING = "economy:balance:", "economy:balance-opening:"
MOVEMENT, TRANSACTIONS = "economy:balance-movement:", "economy:balance-transactions:"


@dataclass(frozen=True)
class Account:
    """A balance account: its balances, how many lines of vouchers moved it and by how much.

    `lines` are what it is part of: a line of the balance sheet, and of a note.
    """

    number: str
    name: str
    opening: Fact
    count: Fact
    movement: Fact
    closing: Fact
    lines: tuple[str, ...]


def accounts(report: Report, names: pd.DataFrame) -> list[Account]:
    """Every balance account that the facts have a balance of, in order; of a year without a ledger none.

    `names` is the clean table `ledger_accounts`.
    """
    d, facts = report.now.definitions, report.now.facts
    called = dict(zip(names["account"], names["name"], strict=True))
    found = []
    for fact in facts.measures(d.together.id, CLOSING):
        number = fact.measure.removeprefix(CLOSING)
        opening, count, movement = (
            facts.get(d.together.id, kind + number) for kind in (OPENING, TRANSACTIONS, MOVEMENT)
        )
        name, of = str(called.get(number) or ""), tuple(_lines(number, d))
        found.append(Account(number, name, opening, count, movement, fact, of))
    return found


def _class(number: str, defined: Definitions) -> str:
    """The line of the balance sheet that an account is of, '' of none."""
    classes = defined.economy.classes if defined.economy else {}
    return next((name for name, line in classes.items() if line.takes(number)), "")


def _lines(number: str, defined: Definitions) -> Iterator[str]:
    """What an account is part of, in words: the line of the balance sheet, then the note's."""
    of = _class(number, defined)
    known = (economy_name(f"economy:{name}", defined) for name in (of, f"{of}:closing") if of)
    yield next((name for name in known if name), text("audit_prep.of_none"))
    for line in defined.economy.notes if defined.economy else []:
        if line.takes(number):
            yield economy_name(f"economy:{line.id}", defined)
