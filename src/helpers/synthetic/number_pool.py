"""The people: the tax agency's published test numbers, given to participations so that no period overlaps."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from helpers.faults import Stop
from helpers.paths import TEST_NUMBERS
from helpers.wording import text

ROUNDS = 60  # of drawing anew those who clash
ALONE = 30  # of them, in which a person may stand in one list at a time


@dataclass(frozen=True)
class Pool:
    """Every test number that is no samordningsnummer: twelve digits, the year of birth, whether a woman's."""

    written: NDArray[np.str_]
    born: NDArray[np.int64]
    women: NDArray[np.bool_]


@dataclass(frozen=True)
class Wanted:
    """What is asked of each participation's person. `together`: may stand in another list meanwhile."""

    platform: NDArray[np.int64]
    women: NDArray[np.bool_]
    youngest: NDArray[np.int64]
    oldest: NDArray[np.int64]
    start: NDArray[np.datetime64]
    end: NDArray[np.datetime64]
    together: NDArray[np.bool_]


@cache
def pool() -> Pool:
    """The test numbers of the repository."""
    numbers = [n for n in TEST_NUMBERS.read_text(encoding="ascii").split() if int(n[6:8]) <= 31]
    written = np.array(numbers)
    return Pool(
        written,
        np.array([int(n[:4]) for n in numbers]),
        np.array([int(n[10]) % 2 == 0 for n in numbers]),
    )


def assign(rng: np.random.Generator, wanted: Wanted) -> NDArray[np.int64]:
    """The place in the pool of each participation's person.

    Of nobody two periods overlap in one list, and in two lists only where they may. Where there are more at
    the same time than numbers, people stand in several lists.

    Raises:
        Stop: there are more in one list at the same time than there are numbers of their ages.
    """
    chosen = np.zeros(len(wanted.platform), np.int64)
    again = np.arange(len(chosen))
    for turn in range(ROUNDS):
        chosen[again] = _drawn(rng, wanted, again)
        again = clashes(chosen, wanted, alone=turn < ALONE)
        if not len(again):
            return chosen
    raise Stop(text("synthetic.too_many", numbers=len(pool().written)))


def clashes(chosen: NDArray[np.int64], wanted: Wanted, *, alone: bool) -> NDArray[np.int64]:
    """The participations that overlap an earlier one of the same person, where that may not be."""
    everyone = np.arange(len(chosen))
    found = _overlapping(everyone, chosen * (wanted.platform.max(initial=0) + 1) + wanted.platform, wanted)
    if alone:
        found |= _overlapping(everyone[~wanted.together], chosen, wanted)
    return np.array(sorted(found), np.int64)


def _overlapping(rows: NDArray[np.int64], key: NDArray[np.int64], wanted: Wanted) -> set[int]:
    """Rows that begin before the row before them, of the same key, has ended."""
    order = rows[np.lexsort((wanted.start[rows], key[rows]))]
    before, after = order[:-1], order[1:]
    same = (key[before] == key[after]) & (wanted.start[after] <= wanted.end[before])
    return set(after[same].tolist())


def _drawn(rng: np.random.Generator, wanted: Wanted, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """A person of the right gender and age for each of some participations.

    Most test numbers are of people born in the 1990s and later: a year of birth weighs as the root of how
    many it has.
    """
    people, found = pool(), np.zeros(len(rows), np.int64)
    year = wanted.start[rows].astype("datetime64[Y]").astype(np.int64) + 1970
    asked = np.stack([wanted.women[rows], year, wanted.youngest[rows], wanted.oldest[rows]], axis=1)
    kinds, kind = np.unique(asked, axis=0, return_inverse=True)
    for number, (woman, at, youngest, oldest) in enumerate(kinds.tolist()):
        mine = np.flatnonzero(kind.ravel() == number)
        fits = (people.women == bool(woman)) & (at - people.born > youngest) & (at - people.born <= oldest)
        candidates = np.flatnonzero(fits)
        born = people.born[candidates]
        weight = np.cumsum(1 / np.sqrt(np.bincount(born)[born]))
        found[mine] = candidates[np.searchsorted(weight, rng.random(len(mine)) * weight[-1])]
    return found
