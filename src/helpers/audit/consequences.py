"""What the association's shares and gender differences become when the platforms' tables are right."""

from dataclasses import dataclass
from fractions import Fraction

from helpers.audit.case import Case
from helpers.audit.record import Figure
from helpers.codes import ASSOCIATION, GENDERS, OUTCOMES


@dataclass(frozen=True)
class Share:
    """k of n; None where it cannot be formed."""

    numerator: int
    denominator: int

    @property
    def percent(self) -> Fraction:
        return Fraction(100 * self.numerator, self.denominator)


@dataclass(frozen=True)
class Consequence:
    """One outcome of one group: as the association's own table prints it, and as the platforms' tables give it."""

    measure: str
    group: str
    printed: Share
    right: Share


def of_association(case: Case) -> list[Consequence]:
    """Every outcome share of women, men and all, printed against recomputed; none where the account has no such table."""
    table = case.table(ASSOCIATION)
    if table is None:
        return []
    found = []
    for outcome in OUTCOMES:
        for group in (*GENDERS, "all"):
            count, left = table.cells.get((outcome, group)), table.cells.get(("discharged", group))
            fact = case.fact((case.year, ASSOCIATION, f"share:{outcome}", "", group))
            if count and left and left.value and fact and fact.has_counts:
                found.append(
                    Consequence(outcome, group, _share(count, left), Share(fact.numerator, fact.denominator))
                )
    return found


def _share(count: Figure, base: Figure) -> Share:
    return Share(int(count.value), int(base.value))


def gender_differences(consequences: list[Consequence]) -> list[tuple[str, Fraction, Fraction]]:
    """Women's share less men's, in percentage points: (outcome, as printed, recomputed)."""
    by_key = {(c.measure, c.group): c for c in consequences}
    return [
        (
            o,
            by_key[o, "women"].printed.percent - by_key[o, "men"].printed.percent,
            by_key[o, "women"].right.percent - by_key[o, "men"].right.percent,
        )
        for o in OUTCOMES
        if (o, "women") in by_key and (o, "men") in by_key
    ]
