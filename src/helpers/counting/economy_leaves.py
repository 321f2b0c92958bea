"""The ledger summed once: its leaves, and exact sums of them that know their rows.

A leaf is what one kind of line says of one account and its objects: all transactions on 4016 of a project,
the closing balance of 1940. Every fact of the economy is a sum of leaves. Amounts are öre with SIE's sign,
debit +.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

import numpy as np
import pandas as pd

from helpers.defining.economy_definitions import CLOSING, OF_RESULT, Economy, Selection, Span
from helpers.facts import NO_ROWS, Rows
from helpers.rows import RowIndex

COLUMNS = ["kind", "years_back", "month", "account", "objects", "ore", "row"]
OPENING, CLOSED, RESULT, BUDGET, TRANSACTION = "opening", "closing", "result", "budget", "transaction"
OBJECT_BALANCE = "object-balance"
ASSETS = "assets"
_KEY = ["kind", "years_back", "account", "objects"]


@dataclass(frozen=True)
class Leaf:
    """What one kind of line says of an account and its objects.

    `line` is its line in the statements, '' where none takes it; `project` is '' where it has none that is
    known.
    """

    number: int
    kind: str
    years_back: int
    account: str
    objects: Mapping[str, str]
    ore: int
    project: str = ""
    line: str = ""

    @property
    def is_result(self) -> bool:
        """Whether it is of the year's income and costs, the booked result among them; else a balance."""
        return self.line in (*OF_RESULT, CLOSING) if self.line else self.account[:1] not in ("1", "2")

    @property
    def is_asset(self) -> bool:
        """Whether its balance is printed with the ledger's own sign."""
        return self.line.startswith(ASSETS) if self.line else self.account[:1] == "1"

    @property
    def printed(self) -> "Sum":
        """Its amount with the sign of the print: income +, costs −, assets +, own capital and debt +."""
        return Sum(self.ore if self.is_asset else -self.ore, frozenset([self.number]))


@dataclass(frozen=True)
class Sum:
    """An exact amount in öre and the leaves it is of; one that cannot be known makes every sum of it unknown.

    >>> a, b = Sum(150, frozenset([1])), Sum(-50, frozenset([2]))
    >>> (a - b).kronor, sorted((a + b).leaves), (a + UNKNOWN).is_known
    (Decimal('2.00'), [1, 2], False)
    """

    ore: int = 0
    leaves: frozenset[int] = frozenset()
    is_known: bool = True

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(self.ore + other.ore, self.leaves | other.leaves, self.is_known and other.is_known)

    def __neg__(self) -> "Sum":
        return Sum(-self.ore, self.leaves, self.is_known)

    def __sub__(self, other: "Sum") -> "Sum":
        return self + -other

    @property
    def kronor(self) -> Decimal:
        return Decimal(self.ore).scaleb(-2)


NOTHING, UNKNOWN = Sum(), Sum(is_known=False)
Sums = dict[str, Sum]  # by measure, without `economy:`


def total(sums: Iterable[Sum]) -> Sum:
    """The sum of many; of nothing, 0."""
    ore, leaves, is_known = 0, set[int](), True
    for one in sums:
        ore += one.ore
        leaves |= one.leaves
        is_known = is_known and one.is_known
    return Sum(ore, frozenset(leaves), is_known)


def printed(leaves: Iterable[Leaf]) -> Sum:
    """The sum of leaves, with the sign of the print."""
    return total(leaf.printed for leaf in leaves)


class Matcher:
    """A line's selection, its accounts taken apart once."""

    def __init__(self, selection: Selection):
        self.selection = selection
        self._spans: list[Span] = selection.spans
        self._objects = {str(d): frozenset(objects) for d, objects in selection.objects.items()}
        self._accounts: dict[str, bool] = {}

    def takes(self, leaf: Leaf) -> bool:
        """Whether the line is of the leaf: its account, every dimension that the line names, its project."""
        if leaf.account not in self._accounts:
            found = not self._spans or any(span.holds(leaf.account) for span in self._spans)
            self._accounts[leaf.account] = found
        return (
            self._accounts[leaf.account]
            and self.selection.project in (None, leaf.project)
            and all(leaf.objects.get(d) in objects for d, objects in self._objects.items())
        )


def placed(lines: Mapping[str, Selection], leaves: Iterable[Leaf]) -> dict[str, list[Leaf]]:
    """Each line's leaves, and those of no line under ''."""
    matchers = {name: Matcher(selection) for name, selection in lines.items()}
    found: dict[str, list[Leaf]] = {name: [] for name in (*lines, "")}
    for leaf in leaves:
        found[next((name for name, m in matchers.items() if m.takes(leaf)), "")].append(leaf)
    return found


def objects_of(written: str) -> dict[str, str]:
    """
    >>> objects_of("1:10|6:HFE"), objects_of("")
    ({'1': '10', '6': 'HFE'}, {})
    """
    parts = (pair.partition(":") for pair in written.split("|") if pair)
    return {dimension: object_ for dimension, _, object_ in parts}


@dataclass(frozen=True)
class Difference:
    """A month's budget of an account without objects, and the sum of its objects, which is another."""

    account: str
    month: int
    whole: int
    parts: int


def counted_once(table: pd.DataFrame) -> tuple[pd.DataFrame, list[Difference]]:
    """The ledger with every budget counted once: a line without objects is the sum of those with.

    Where the sums agree the lines with objects stay; where they do not, the line without keeps the
    difference.
    """
    budget = table[table["kind"] == BUDGET]
    lost: list[int] = []
    differences: list[Difference] = []
    table = table.copy(deep=False)
    ore = table["ore"].to_numpy(np.int64).copy()
    for _, rows in budget.groupby(["account", "years_back", "month"], sort=True):
        is_whole = rows["objects"] == ""
        wholes, parts = rows.index[is_whole].to_numpy(), rows.index[~is_whole].to_numpy()
        if not len(wholes) or not len(parts):
            continue
        whole, sum_of_parts = int(ore[wholes].sum()), int(ore[parts].sum())
        lost += wholes[1:].tolist() if whole != sum_of_parts else wholes.tolist()
        if whole != sum_of_parts:
            ore[wholes[0]] = whole - sum_of_parts
            account, month = rows[["account", "month"]].iloc[0]
            differences.append(Difference(str(account), int(month), whole, sum_of_parts))
    table["ore"] = ore
    return table.drop(index=lost), differences


@dataclass(frozen=True)
class Year:
    """The leaves that one year's statements are made of."""

    movement: Sequence[Leaf]  # income and costs, the booked result left out
    opening: Sequence[Leaf]
    closing: Sequence[Leaf]
    has_projects: bool = True  # whether income and costs can be split by project


class Ledger:
    """A year's ledger as leaves.

    Args:
        table: the clean table `ledger`, labelled 0, 1, 2, …
        economy: how the year's definitions read it.
    """

    def __init__(self, table: pd.DataFrame, economy: Economy):
        self.economy = economy
        whole = table.reset_index(drop=True)
        self._index = RowIndex(whole["row"])
        kept, self.differences = counted_once(whole)
        grouped = kept.groupby(_KEY, sort=True)
        self._leaf_of = grouped.ngroup().to_numpy()
        self._labels = kept.index.to_numpy()
        self._found: dict[frozenset[int], Rows] = {}
        self.leaves = list(self._leaves(grouped["ore"].sum()))

    def _leaves(self, ore: "pd.Series[int]") -> Iterator[Leaf]:
        projects = {object_: name for name, object_ in self.economy.project_objects.items()}
        matchers = {name: Matcher(selection) for name, selection in self.economy.classes.items()}
        levels = (ore.index.get_level_values(level).tolist() for level in _KEY)
        parts = zip(*levels, ore.tolist(), strict=True)
        for number, (kind, back, account, written, amount) in enumerate(parts):
            objects = objects_of(written)
            project = projects.get(objects.get(self.economy.dimension, ""), "")
            leaf = Leaf(number, kind, back, account, objects, int(amount), project)
            yield replace(leaf, line=next((name for name, m in matchers.items() if m.takes(leaf)), ""))

    def of(self, *kinds: str, back: int = 0) -> list[Leaf]:
        """The leaves of some kinds of lines."""
        return [leaf for leaf in self.leaves if leaf.kind in kinds and leaf.years_back == back]

    def rows(self, leaves: frozenset[int]) -> Rows:
        """The rows that some leaves are of."""
        if leaves not in self._found:
            wanted = np.zeros(len(self.leaves) + 1, bool)
            wanted[list(leaves)] = True
            self._found[leaves] = self._index.at(self._labels[wanted[self._leaf_of]]) if leaves else NO_ROWS
        return self._found[leaves]

    @cached_property
    def now(self) -> Year:
        """The year itself: income and costs from its vouchers, balances as the file gives or implies them."""
        transactions = self.of(TRANSACTION)
        moved = transactions or self.of(RESULT)
        opening, closing = self.of(OPENING), self.of(CLOSED)
        if not closing:
            closing = [*opening, *self.booked]
        return _year(moved, opening, closing, bool(transactions))

    @cached_property
    def booked(self) -> list[Leaf]:
        """What the year's vouchers booked on balance accounts."""
        return [leaf for leaf in self.of(TRANSACTION) if not leaf.is_result]

    @cached_property
    def last(self) -> Year | None:
        """The year before, as far as the file says anything of it.

        Its projects are those of period balances, where these add up to the result of every account.
        """
        results, opening, closing = (self.of(kind, back=1) for kind in (RESULT, OPENING, CLOSED))
        if not (results or opening or closing):
            return None
        split = [leaf for leaf in self.of(OBJECT_BALANCE, back=1) if leaf.is_result and leaf.project]
        has_projects = bool(split) and _by_account(split) == _by_account(results)
        return _year(split if has_projects else results, opening, closing, has_projects)

    @cached_property
    def budget(self) -> list[Leaf]:
        """The year's budget of income and costs."""
        return [leaf for leaf in self.of(BUDGET) if leaf.is_result and leaf.line != CLOSING]


def _by_account(leaves: Iterable[Leaf]) -> dict[str, int]:
    found: dict[str, int] = {}
    for leaf in leaves:
        if leaf.line != CLOSING:
            found[leaf.account] = found.get(leaf.account, 0) + leaf.ore
    return {account: ore for account, ore in found.items() if ore}


def _year(
    moved: Sequence[Leaf], opening: Sequence[Leaf], closing: Sequence[Leaf], has_projects: bool
) -> Year:
    return Year(
        [leaf for leaf in moved if leaf.is_result and leaf.line != CLOSING],
        [leaf for leaf in opening if not leaf.is_result],
        [leaf for leaf in closing if not leaf.is_result],
        has_projects,
    )
