"""Counts of a year beside those that earlier years' folders have told, of one and the same association.

Who remained at the end of a year is carried over into the next: nothing that one folder keeps may
follow from the other.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from helpers.disclosure.suppression import Cell, Table
from helpers.facts import Facts

CARRIED_OVER, REMAINING = "carried-over", "remaining"


@dataclass(frozen=True)
class Published:
    """An earlier year: the counts of its lists, and which of them its folder tells."""

    table: Table
    told: frozenset[Cell]


@dataclass(frozen=True)
class Joined:
    """Counts of several years as one table: those that others have (`told`), and those kept from them."""

    table: Table
    told: frozenset[Cell]
    kept: frozenset[Cell]


def agrees(shown: Facts, facts: Facts) -> bool:
    """Whether a folder's facts are those of the year as they are now, but for what is kept."""
    now = {f.key: f.value for f in facts}
    return all(now.get(f.key) == f.value for f in shown if f.ok)


def joined(table: Table, earlier: Iterable[Published]) -> Joined:
    """A year's counts with those of the years before it, the nearest first.

    Where the count carried over is another than remained (lists that do not agree) nothing links them.
    """
    found = Table(dict(table.counts), set(table.unshown), [*table.sums])
    told: set[Cell] = set()
    kept: set[Cell] = set()
    newer = 0
    for older, year in enumerate(earlier, 1):
        for cell, count in year.table.counts.items():
            found.counts[_of(older, cell)] = count
        found.unshown |= {_of(older, cell) for cell in year.table.unshown}
        found.sums += [{_of(older, c): n for c, n in added.items()} for added in year.table.sums]
        told |= {_of(older, cell) for cell in year.told}
        kept |= {_of(older, cell) for cell in {*year.table.counts} - year.told - year.table.unshown}
        for place, measure, *whose in year.table.counts:
            one, other = _of(newer, (place, CARRIED_OVER, *whose)), _of(older, (place, measure, *whose))
            if measure == REMAINING and found.counts.get(one) == found.counts[other]:
                found.sums.append({one: 1, other: -1})
        newer = older
    return Joined(found, frozenset(told), frozenset(kept))


def _of(years_before: int, cell: Cell) -> Cell:
    """A count's name among those of several years; of the year itself as it is."""
    return (f"{years_before} before", *cell) if years_before else cell
