"""How long something lasts that is seen for some of its days only: Kaplan-Meier and Aalen-Johansen.

Our own, against `survfit` of R's survival (tests/r/survival.R), since no library that the project has does
what is needed: scipy's `ecdf` takes nobody who is seen first when it has already lasted (left truncation).
Of others, statsmodels takes them in `SurvfuncRight`, but not in `CumIncidenceRight`, and lifelines moves days
that several share apart by chance before it counts ways to leave.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import zip_longest
from statistics import NormalDist

import numpy as np

from helpers.counting.statistics import CONFIDENCE, kept

STILL_THERE = ""  # instead of a way to leave
HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Step:
    """A day on which somebody left: of so many who were `there` so many `left`.

    `before` is the part of all who began that was still there as the day began, and `numerator` of
    `denominator` the part after it, exactly.
    """

    day: int
    there: int
    left: int
    before: float
    numerator: int
    denominator: int

    @property
    def after(self) -> float:
        """The part that was still there after the day."""
        return self.numerator / self.denominator


class Stays:
    """Stays, each seen from the day after `entry` to its day `exit_`, in days since it began.

    `entry` is -1 of one that is seen from its first day; `way` says how it ended on its last, STILL_THERE of
    one that went on.
    """

    def __init__(self, entry: Sequence[int], exit_: Sequence[int], way: Sequence[str]):
        self._exit, self._way = np.asarray(exit_, np.int64), np.asarray(way, object)
        days = np.arange(self._exit.max(initial=-1) + 2)
        seen = np.searchsorted(np.sort(np.asarray(entry, np.int64)), days)
        self._there = seen - np.searchsorted(np.sort(self._exit), days)
        self._left = np.bincount(self._exit[self._way != STILL_THERE], minlength=len(days))

    @cached_property
    def known(self) -> int:
        """The last day that something is known of; -1 where not even the first is.

        That is before the first day on which nobody is seen, and before one on which all who are seen leave
        though others stay longer: they would be a part of nobody.
        """
        last = len(self._there) - 2
        is_longest = np.arange(last + 2) == last
        ends = (self._there == 0) | ((self._there == self._left) & ~is_longest)
        return int(ends.argmax()) - 1

    @cached_property
    def steps(self) -> list[Step]:
        """Every known day on which somebody left (Kaplan and Meier 1958), to the last digit."""
        found: list[Step] = []
        numerator = denominator = 1
        for day in np.flatnonzero(self._left[: self.known + 1]).tolist():
            there, left = int(self._there[day]), int(self._left[day])
            before = numerator / denominator
            numerator, denominator = numerator * (there - left), denominator * there
            found.append(Step(day, there, left, before, numerator, denominator))
        return found

    def median(self) -> Fraction | None:
        """The day when half have left; halfway to the next one who leaves where exactly half are left then.

        None where more than half are still there on the last day that is known.

        >>> Stays([-1, -1, -1, 4], [3, 9, 9, 12], ["work", "", "work", "studies"]).median()
        Fraction(9, 1)
        """
        for step, later in zip_longest(self.steps, self.steps[1:]):
            if 2 * step.numerator <= step.denominator:
                is_half = later is not None and 2 * step.numerator == step.denominator
                return Fraction(step.day + (later.day if is_half else step.day), 2)
        return None

    def limits(self) -> tuple[int | None, int | None]:
        """The 95 % limits of the median: the days when half have left by either limit of the part still there
        (Brookmeyer and Crowley 1982), which are those of log(-log) by Greenwood's formula.

        None for one that is not reached.
        """
        bounds = list(self._bounds())
        low, high = (next((day for day, *at in bounds if kept(at[side]) <= HALF), None) for side in (0, 1))
        return low, high

    def _bounds(self) -> Iterator[tuple[int, float, float]]:
        """Every day on which somebody left, and the limits of the part that is still there after it."""
        z, variance = NormalDist().inv_cdf((1 + CONFIDENCE) / 2), 0.0
        for step in self.steps:
            if step.numerator:
                variance += step.left / (step.there * (step.there - step.left))
                middle = math.log(-math.log(step.after))
                half = z * math.sqrt(variance) / -math.log(step.after)
                yield step.day, math.exp(-math.exp(middle + half)), math.exp(-math.exp(middle - half))

    def left_by(self, day: int, way: str) -> Fraction | None:
        """The part of all who begin that has left in a `way` by the end of the `day`, other ways competing
        (Aalen and Johansen 1978); None where the day is not known.

        >>> float(Stays([-1, -1, -1, 4], [3, 9, 9, 12], ["work", "", "work", "studies"]).left_by(9, "work"))
        0.5555555556
        """
        is_empty = bool(self.steps) and self.steps[-1].numerator == 0
        if day > self.known and not is_empty:
            return None
        left = np.bincount(self._exit[self._way == way], minlength=len(self._there))
        return kept(math.fsum(s.before * int(left[s.day]) / s.there for s in self.steps if s.day <= day))
