"""What a voucher tells of the ledger: sums of accounts and of other facts; never a line, a text or a date.

A fact that the statements print as a sum has its terms, each with its own voucher; any other has the accounts
that it is of, with how many transactions each has.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd

from helpers.counting.economy_leaves import BUDGET, CLOSED, OPENING, RESULT, TRANSACTION, counted_once
from helpers.counting.economy_parts import Sum
from helpers.defining.economy_definitions import Economy
from helpers.definitions import Definitions
from helpers.facts import Rows
from helpers.naming import fact_name
from helpers.pages.document import Content, Link, Table, table
from helpers.rows import RowPlace
from helpers.wording import amount_text, number, result_to_the_ore, text, voucher_number

MOST = 40  # accounts of one voucher; the smallest of more stand together
MOVED = "moved"
COLUMNS = {OPENING: OPENING, TRANSACTION: MOVED, RESULT: MOVED, BUDGET: BUDGET, CLOSED: CLOSED}
SHOWN = (OPENING, MOVED, BUDGET, CLOSED)


@dataclass(frozen=True)
class AccountSum:
    """What an account holds of a fact: öre with the sign of the print by column, and its transactions."""

    account: str
    name: str
    ore: dict[str, int]
    transactions: int

    @property
    def size(self) -> int:
        return sum(map(abs, self.ore.values()))


class Accounts:
    """A year's ledger by account.

    Args:
        table: the clean table `ledger`.
        accounts: the clean table `ledger_accounts`, names masked.
        economy: how the year's definitions read it.
    """

    def __init__(self, table: pd.DataFrame, accounts: pd.DataFrame, economy: Economy):
        kept, _ = counted_once(table.reset_index(drop=True))
        places = [RowPlace.of(row) for row in kept["row"]]
        self.files = {place.file for place in places}
        self._names = dict(zip(accounts["account"], accounts["name"], strict=True))
        self._economy = economy
        self._kept = kept.set_axis([place.number for place in places])[kept["kind"].isin(COLUMNS).to_numpy()]

    def behind(self, rows: Rows) -> list[AccountSum]:
        """The accounts that rows of the ledger are of, by number."""
        numbers = [n for (file, _), n in rows.by_sheet.items() if file in self.files]
        if not numbers:
            return []
        mine = self._kept[self._kept.index.isin(np.concatenate(numbers))]
        ore: dict[str, dict[str, int]] = {}
        transactions: Counter[str] = Counter()
        found = mine.groupby(["account", "kind"])["ore"].agg(["sum", "size"]).reset_index()
        for account, kind, amount, count in found.itertuples(index=False, name=None):
            of_account = ore.setdefault(account, {})
            of_account[COLUMNS[kind]] = of_account.get(COLUMNS[kind], 0) + int(amount)
            transactions[account] += int(count) if kind == TRANSACTION else 0
        return [self._account(account, ore[account], transactions[account]) for account in sorted(ore)]

    def _account(self, account: str, ore: dict[str, int], transactions: int) -> AccountSum:
        line = next((name for name, s in self._economy.classes.items() if s.takes(account)), account)
        sign = 1 if line.startswith(("assets", "1")) else -1
        printed = {column: sign * int(n) for column, n in ore.items()}
        return AccountSum(account, str(self._names.get(account, "")), printed, transactions)


def table_of(accounts: Sequence[AccountSum]) -> Table:
    """Accounts as a table in kronor: the largest, what the others are together, and the sum of all."""
    largest = sorted(accounts, key=lambda a: -a.size)[:MOST]
    shown = [a for a in accounts if a in largest]
    rest = [a for a in accounts if a not in largest]
    columns = [c for c in SHOWN if any(c in a.ore for a in accounts)]
    has_transactions = any(a.transactions for a in accounts)
    rows = [[a.account, a.name, *_numbers([a], columns, has_transactions)] for a in shown]
    if rest:
        others = text("voucher.other_accounts", count=number(len(rest)))
        rows.append(["", others, *_numbers(rest, columns, has_transactions)])
    if len(accounts) > 1:
        rows.append(["", text("voucher.sum"), *_numbers(accounts, columns, has_transactions)])
    heads = [text("voucher.account"), text("voucher.name"), *(text(f"voucher.amount_{c}") for c in columns)]
    heads += [text("voucher.transactions")] if has_transactions else []
    return table(text("voucher.accounts_in_kronor"), heads, rows, 2)


def _numbers(accounts: Sequence[AccountSum], columns: Sequence[str], has_transactions: bool) -> Iterator[str]:
    for column in columns:
        yield amount_text(Decimal(sum(a.ore.get(column, 0) for a in accounts)).scaleb(-2), 2)
    if has_transactions:
        yield number(sum(a.transactions for a in accounts))


def terms_of(found: Sum, defined: Definitions, here: Collection[str]) -> Table:
    """The facts that a fact is the sum of; `here` are the numbers of the vouchers that the page has."""
    rows: list[list[Content]] = []
    for sign, fact in found.terms:
        name, its = fact_name(fact, defined), voucher_number(fact)
        words = text("voucher.less", what=name) if sign < 0 else name
        rows.append([Link(f"#{its}", words) if its in here else words, result_to_the_ore(fact).plain])
    return table(text("voucher.parts_of"), [text("voucher.part"), text("voucher.result")], rows)
