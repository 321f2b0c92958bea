"""Cells of a table that are kept, so that no small count of people follows from those that are shown.

The first are the small counts themselves, each further one is chosen since without it a kept count would
follow ("secondary suppression"). Whether it does is asked of a solver of whole numbers (HiGHS,
`scipy.optimize.milp`): unless there is another table, of whole numbers that are not negative and with the
same shown cells and sums, in which that count is another.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

Cell = tuple[str, ...]
LEAST = 5  # people; fewer, but not nobody, are a small count


def is_small(count: int) -> bool:
    """Whether a count of people is one that is not told.

    >>> [n for n in range(8) if is_small(n)]
    [1, 2, 3, 4]
    """
    return 0 < count < LEAST


@dataclass
class Table:
    """Counts of people, and the sums that are known to hold between them.

    `counts` has every cell; those of `unshown` are nowhere told (what is left of a whole when its told parts
    are taken away), and are as little to be had by subtraction where they are small. A sum is its cells with
    the number that each is multiplied by; they add up to nought.
    """

    counts: dict[Cell, int] = field(default_factory=dict)
    unshown: set[Cell] = field(default_factory=set)
    sums: list[dict[Cell, int]] = field(default_factory=list)

    def add_sum(self, whole: Cell, parts: Iterable[Cell], is_all: bool = True) -> None:
        """Say that some cells are parts of another; those that were not counted are left out.

        What the parts lack of the whole, or have more than it, becomes an unshown cell of its own; where they
        are not meant to be all of it (`is_all`) also when that is nobody.
        """
        known = [part for part in parts if part in self.counts]
        if whole not in self.counts or not known:
            return
        added = {whole: 1} | dict.fromkeys(known, -1)
        lacks = self.counts[whole] - sum(self.counts[part] for part in known)
        if lacks or not is_all:
            rest = (*whole, "rest of", *(name for part in known for name in part))
            self.counts[rest] = abs(lacks)
            self.unshown.add(rest)
            added[rest] = -1 if lacks >= 0 else 1
        self.sums.append(added)

    @cached_property
    def sums_of(self) -> Mapping[Cell, list[int]]:
        """Cell -> the sums that it stands in, by their place in `sums`."""
        found = defaultdict(list)
        for number, added in enumerate(self.sums):
            for cell in added:
                found[cell].append(number)
        return found


def kept(
    table: Table, told: Collection[Cell] = frozenset(), hidden: Collection[Cell] = frozenset()
) -> set[Cell]:
    """The cells that may not be shown: the small ones, and those that one of them would follow from.

    `told` are cells that others have already, and so cannot be kept, `hidden` those that were kept beside
    them. What follows from `told` alone is nobody's to keep any more, and is left.

    Raises:
        ValueError: the sums do not hold, or one follows from nothing.
    """
    secret = {cell for cell, count in table.counts.items() if is_small(count)} - set(told) | set(hidden)
    safe: set[Cell] = set()
    waiting = sorted(secret, reverse=True)
    while waiting:
        cell = waiting[-1]
        if cell in safe or (others := _others(table, secret, cell)):
            safe |= {cell} if cell in safe else others
            waiting.pop()
        elif (further := _cheapest(table, secret, cell, told)) is None:
            if not told:
                raise ValueError(f"nothing left to keep for {cell}")
            safe.add(cell)
        else:
            secret.add(further)
            waiting.append(further)  # what would give it away is kept before anything dearer
    return secret - table.unshown


def _others(table: Table, secret: set[Cell], cell: Cell) -> set[Cell]:
    """The kept cells that are others in a table which looks the same and in which `cell` is; else none."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # slow to import: only where something leaves

    cells, numbers = _around(table, secret, cell)
    matrix, truth = _system(table, cells, numbers)
    column = cells.index(cell)
    held = [LinearConstraint(matrix, matrix @ truth, matrix @ truth)] if numbers else []
    bounds = Bounds(0, 2 * truth.sum() + LEAST)
    for sign in (-1, 1):  # as large, as small as it can be
        found = milp(_only(column, len(cells), sign), constraints=held, bounds=bounds, integrality=1)
        if not found.success:
            raise ValueError(found.message)
        now = np.round(found.x)
        if now[column] != truth[column]:
            return {c for c, other, true in zip(cells, now, truth, strict=True) if other != true}
    return set()


def _system(table: Table, cells: list[Cell], numbers: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """How often each cell stands in each sum, and what the cells truly are."""
    column = {c: i for i, c in enumerate(cells)}
    matrix = np.zeros((len(numbers), len(cells)))
    for row, number in enumerate(numbers):
        for c, times in table.sums[number].items():
            if c in column:
                matrix[row, column[c]] = times
    return matrix, np.array([table.counts[c] for c in cells], float)


def _only(column: int, length: int, sign: int) -> np.ndarray:
    cost = np.zeros(length)
    cost[column] = sign
    return cost


def _around(table: Table, secret: set[Cell], cell: Cell) -> tuple[list[Cell], list[int]]:
    """The cells nobody is shown that hang together with one through sums, and those sums, in order."""
    cells, numbers, waiting = {cell}, set(), [cell]
    while waiting:
        for number in table.sums_of.get(waiting.pop(), ()):
            if number not in numbers:
                numbers.add(number)
                new = {c for c in table.sums[number] if c in secret or c in table.unshown} - cells
                cells |= new
                waiting += new
    return sorted(cells), sorted(numbers)


def _cheapest(table: Table, secret: set[Cell], cell: Cell, told: Collection[Cell]) -> Cell | None:
    """The shown cell whose loss costs least of those that a kept one follows from; none of those `told`.

    These stand in the sums that the solver's proof uses (duals that are not nought): the smallest of them
    that is somebody, since a nought hides nobody.
    """
    from scipy.optimize import linprog

    cells, numbers = _around(table, secret, cell)
    matrix, truth = _system(table, cells, numbers)
    used: set[int] = set()
    for sign in (-1, 1):
        cost = _only(cells.index(cell), len(cells), sign)
        proof = linprog(cost, A_eq=matrix, b_eq=matrix @ truth, bounds=(0, None)) if numbers else None
        if proof is not None and proof.status == 0:
            used |= {n for n, dual in zip(numbers, proof.eqlin.marginals, strict=True) if abs(dual) > 1e-9}
    for among in (used, set(numbers)):
        near = (c for n in among for c in table.sums[n])
        if shown := [c for c in near if c not in secret and c not in table.unshown and c not in told]:
            return min(shown, key=lambda c: (table.counts[c] == 0, table.counts[c], c))
    return None
