"""What the association's shares and gender differences become when the platforms' tables are right."""

from dataclasses import dataclass
from fractions import Fraction

from helpers.audit.case import Case
from helpers.codes import GENDERS


@dataclass(frozen=True)
class Share:
    """k of n."""

    numerator: int
    denominator: int

    @property
    def percent(self) -> Fraction:
        """The share in per cent, exact."""
        return Fraction(100 * self.numerator, self.denominator)


@dataclass(frozen=True)
class Consequence:
    """One outcome of one group: as the association's table prints it, and as the platforms' give it."""

    measure: str
    group: str
    printed: Share
    right: Share


def of_association(case: Case) -> list[Consequence]:
    """Every outcome share of women, men and all, printed against recomputed.

    None where the year has no definitions or the account no table of the association's own.
    """
    d = case.defined
    table = case.table(d.together.id) if d else None
    if d is None or table is None:
        return []
    found = []
    for outcome in d.outcome_ids:
        for group in (*GENDERS, "all"):
            count, left = table.cells.get((outcome, group)), table.cells.get(("discharged", group))
            right = _recomputed(case, d.together.id, outcome, group)
            if count and left and left.value and right:
                printed = Share(int(count.number), int(left.number))
                found.append(Consequence(outcome, group, printed, right))
    return found


def _recomputed(case: Case, place: str, outcome: str, group: str) -> Share | None:
    """The share as the facts have it; None where they do not, or not with its counts."""
    fact = case.fact((case.year, place, f"share:{outcome}", "", group))
    if fact is None or fact.numerator is None or fact.denominator is None:
        return None
    return Share(fact.numerator, fact.denominator)


def gender_differences(consequences: list[Consequence]) -> list[tuple[str, Fraction, Fraction]]:
    """Women's share less men's, in percentage points: (outcome, as printed, recomputed)."""
    by_key = {(c.measure, c.group): c for c in consequences}
    found = []
    for outcome in dict.fromkeys(c.measure for c in consequences):
        women, men = (by_key.get((outcome, g)) for g in GENDERS)
        if women and men:
            printed = women.printed.percent - men.printed.percent
            found.append((outcome, printed, women.right.percent - men.right.percent))
    return found
