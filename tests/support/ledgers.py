"""A small ledger as its clean tables, made of what began the year, what was booked and what was budgeted."""

from collections import defaultdict
from dataclasses import dataclass, field, replace

import pandas as pd
import yaml
from support.clean_tables import FIXTURE_DEFINITIONS

from helpers import definitions
from helpers.counting import economy, economy_sums
from helpers.definitions import Definitions
from helpers.facts import Facts

SAMO, HFE = "6:SAMO", "6:HFE"
CASH = "1940"
ECONOMY = """
  projects: {dimension: 6, samo: SAMO, hfe: HFE}
  chart: bas
  notes:
    - {id: "note1:state", label: Staten, accounts: ["3010"], project: samo, member: staten}
    - {id: "note1:umea", label: Umeå, accounts: ["3023"], project: samo, member: umea}
    - {id: "note1:region", label: Regionen, accounts: ["3030"], project: samo, member: regionen}
    - {id: "note1:other-income", label: Övriga intäkter, accounts: ["3990"], project: samo}
    - {id: "note3:vat", label: Moms, accounts: ["1650"]}
  budget:
    - {id: "income:samo:member-fees", label: Avgifter, accounts: ["3010", "3023", "3030"], project: samo}
    - {id: "income:samo:other", label: Övriga, accounts: ["3990"], project: samo}
    - {id: "income:hfe:eu-funds", label: EU-medel, accounts: ["3510"], project: hfe}
    - {id: "activities:samo:ungdomstorget", label: Ungdomstorget, accounts: ["4016"], project: samo,
       platforms: [ungdomstorget]}
    - {id: "activities:samo:nafs", label: NAFS, accounts: ["4019"], project: samo}
    - {id: "activities:hfe:etablering", label: Etablering, accounts: ["4030"], project: hfe}
    - {id: "office:samo:administration", label: Ekonomi, accounts: ["6530", "8400-8499"], project: samo}
    - {id: "office:hfe:administration", label: Ekonomi, accounts: ["6530", "8400-8499"], project: hfe}
  declared:
    - {id: "budget:equity:closing", value: 3900000, source: "bokslut:1"}
"""
Booked = tuple[str, str, str]  # account, objects, kronor


def defined(written: str = ECONOMY, year: int = 2019) -> Definitions:
    """The fixture's definitions with lines of the economy."""
    data = yaml.safe_load(FIXTURE_DEFINITIONS.read_text(encoding="utf-8"))
    read = definitions.Definitions.model_validate(data | {"year": year, "economy": yaml.safe_load(written)})
    return read


def ore(kronor: str) -> int:
    """
    >>> ore("-573677.50")
    -57367750
    """
    whole, _, part = kronor.partition(".")
    return int(whole + part.ljust(2, "0"))


@dataclass(frozen=True)
class Books:
    """A year's books. `booked` are one side of each transaction; the bank has the other."""

    opening: tuple[tuple[str, str], ...] = (
        ("1650", "100000"),
        (CASH, "5000000"),
        ("2067", "-4000000"),
        ("2440", "-1100000"),
    )
    booked: tuple[Booked, ...] = (
        ("3010", SAMO, "-5000000"),
        ("3023", SAMO, "-2500000"),
        ("3030", SAMO, "-2500000"),
        ("3990", SAMO, "-127558.55"),
        ("3510", HFE, "-1700000"),
        ("4016", SAMO, "9000000"),
        ("4019", SAMO, "573677.50"),
        ("4030", HFE, "1098929"),
        ("6530", SAMO, "329898.55"),
        ("8410", SAMO, "101.45"),
        ("6530", HFE, "604000"),
        ("1650", "", "7888"),
        ("2440", "", "889735"),
    )
    budget: tuple[tuple[str, str, int, str], ...] = (
        ("3010", SAMO, 1, "-10000000"),
        ("4016", SAMO, 1, "4500000"),
        ("4016", SAMO, 2, "4500000"),
        ("4019", SAMO, 3, "960000"),
    )
    last: tuple[tuple[str, str, str], ...] = ()  # kind, account, kronor of the year before
    has_vouchers: bool = True
    more: tuple[tuple[str, int, str, str, int], ...] = field(default=())  # any other line

    def with_(self, *booked: Booked) -> "Books":
        """The same with more booked."""
        return replace(self, booked=(*self.booked, *booked))

    def table(self) -> pd.DataFrame:
        """The clean table `ledger`."""
        lines: list[tuple[str, int, int | None, str, str, int]] = []
        balance: defaultdict[str, int] = defaultdict(int)
        for account, kronor in self.opening:
            lines.append(("opening", 0, None, account, "", ore(kronor)))
            balance[account] += ore(kronor)
        for account, objects, kronor in self.booked:
            for where, of, amount in ((account, objects, ore(kronor)), (CASH, "", -ore(kronor))):
                balance[where] += amount
                if self.has_vouchers:
                    lines.append(("transaction", 0, 201901, where, of, amount))
        for account, amount in balance.items():
            kind = "closing" if account[0] in "12" else "result"
            lines.append((kind, 0, None, account, "", amount))
        lines += [("budget", 0, 201900 + m, account, of, ore(k)) for account, of, m, k in self.budget]
        lines += [(kind, 1, None, account, "", ore(kronor)) for kind, account, kronor in self.last]
        lines += [(kind, back, None, account, of, amount) for kind, back, account, of, amount in self.more]
        columns = ["kind", "years_back", "month", "account", "objects", "ore"]
        frame = pd.DataFrame(lines, columns=columns).astype({"month": "Int64"})
        frame["row"] = [f"bokforing.se#!{n}" for n in range(2, len(frame) + 2)]
        return frame


BOOKS = Books()


def counted(books: Books = BOOKS, d: Definitions | None = None) -> economy_sums.Counted:
    """The sums of books."""
    d = d or defined()
    assert d.economy is not None
    return economy.count(books.table(), d.economy)


def facts_of(
    books: Books = BOOKS,
    d: Definitions | None = None,
    before: economy_sums.Earlier | None = None,
    known: Facts | None = None,
) -> Facts:
    """The facts of books."""
    d = d or defined()
    return Facts(economy.facts(counted(books, d), d, before or {}, known or Facts([])))


def value(facts: Facts, measure: str) -> str:
    """A measure's value to the öre, or its state."""
    fact = facts.get("forbundet", f"economy:{measure}")
    return str(fact.value) if fact.ok else fact.state


__all__ = ["BOOKS", "ECONOMY", "HFE", "SAMO", "Books", "counted", "defined", "facts_of", "ore", "value"]
