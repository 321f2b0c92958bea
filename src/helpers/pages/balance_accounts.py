"""The balance accounts of a year's ledger: what each held when the year began and ended, what moved it."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from helpers.definitions import Definitions
from helpers.economy_names import economy_name
from helpers.facts import Fact
from helpers.pages.years import Report
from helpers.wording import text

CLOSING, OPENING = "economy:balance:", "economy:balance-opening:"
ASSETS = "assets"  # classes whose balances are printed as the ledger has them; the others with the other sign


@dataclass(frozen=True)
class Account:
    """A balance account: its balances, how many lines of vouchers moved it and by how much, in kronor.

    `lines` are what it is part of: a line of the balance sheet, and of a note.
    """

    number: str
    name: str
    opening: Fact
    closing: Fact
    count: int
    movement: Fraction
    lines: tuple[str, ...]

    @property
    def adds_up(self) -> bool:
        """Whether what it held and what moved it are what it holds; an opening that nobody says is nought."""
        held = self.opening.fraction if self.opening.ok else Fraction()
        return not self.closing.ok or held + self.movement == self.closing.fraction


def accounts(report: Report, ledger: pd.DataFrame, names: pd.DataFrame) -> list[Account]:
    """Every balance account that the facts have a balance of, in order; of a year without a ledger none."""
    d, facts = report.now.definitions, report.now.facts
    moved = ledger[(ledger["kind"] == "transaction") & (ledger["years_back"] == 0)]
    counts, sums = moved.groupby("account").size(), moved.groupby("account")["ore"].sum()
    called = dict(zip(names["account"], names["name"], strict=True))
    found = []
    for closing in facts.measures(d.together.id, CLOSING):
        number = closing.measure.removeprefix(CLOSING)
        opening = facts.get(d.together.id, OPENING + number)
        sign = 1 if _class(number, d).startswith(ASSETS) else -1
        movement = Fraction(sign * int(sums.get(number, 0)), 100)
        name = str(called.get(number) or "")
        of = tuple(_lines(number, d))
        found.append(Account(number, name, opening, closing, int(counts.get(number, 0)), movement, of))
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
