"""When those began who were there before the first shipped year: so long ago that printed averages come out.

No account prints when anybody began. A start is moved back within the years before the first list, and its
referral with it, so that no count of any year moves.
"""

import datetime as dt
import random
from collections.abc import Iterable
from dataclasses import replace

from helpers.audit.record import Figure
from helpers.counting.average_stay import AVERAGE
from helpers.reconstruction.blueprint import Contradiction
from helpers.reconstruction.people import AGES, Row, Town
from helpers.reconstruction.sus_people import SusRow

# "over de 8 aren", 2010 to 2017 (socialt-bokslut-2017-ungdomstorget:20)
OPENED = dt.date(2010, 1, 4)
Stay = tuple[str, dt.date]  # who, and when it began
Moved = dict[Stay, dt.date]  # a stay -> when it begins instead


def lengthen(town: Town, extracts: dict[int, list[SusRow]], printed: Iterable[Figure]) -> None:
    """Move starts in the lists of every year and in the extracts, as the printed averages ask.

    Raises:
        Contradiction: nobody could have stayed so long.
    """
    moved: Moved = {}
    for figure in printed:
        if figure.measure == AVERAGE and (figure.year, figure.platform) in town.lists:
            moved |= _moved(town, figure, first=min(extracts))
    for key, rows in town.lists.items():
        town.lists[key] = [_begun(row, moved) for row in rows]
    for year, registered in extracts.items():
        extracts[year] = [replace(r, start=moved.get((r.number, r.start), r.start)) for r in registered]


def _moved(town: Town, figure: Figure, first: int) -> Moved:
    """New starts of those who left in a figure's year and were there before the `first` year with lists."""
    left = [r for r in town.lists[figure.year, figure.platform] if r.end and r.end.year == figure.year]
    asked = int(figure.number) * len(left) - sum((r.end - r.start).days for r in left if r.end and r.start)
    old = [r for r in left if r.start and r.start.year < first]
    rng = random.Random(f"stays {figure.year} {figure.platform}")
    weights = {r.number: rng.uniform(0.3, 1.7) for r in old}
    found: Moved = {}
    # Who can be moved least goes first, and what they cannot take is left to the others.
    for row in sorted(old, key=lambda r: (_room(r), r.number)):
        weight = weights.pop(row.number)
        share = asked if not weights else round(asked * weight / (weight + sum(weights.values())))
        days = min(_room(row), share)
        asked -= days
        if row.start:
            found[row.number, row.start] = row.start - dt.timedelta(days=days)
    if asked:
        raise Contradiction(f"{figure.source}:{figure.line}: {figure.printed} leaves {asked} days")
    return found


def _room(row: Row) -> int:
    """How many days a start can be moved back: to the day the platform opened, or its person was of age."""
    youngest = int(row.number[:4]) + min(AGES["young"]) + 1
    earliest = max(OPENED, dt.date(youngest, 1, 1))
    return max(0, (row.start - earliest).days) if row.start else 0


def _begun(row: Row, moved: Moved) -> Row:
    start = moved.get((row.number, row.start)) if row.start else None
    if start is None or row.start is None:
        return row
    referred = row.referred and row.referred - (row.start - start)
    return replace(row, start=start, referred=referred)
