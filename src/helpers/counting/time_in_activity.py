"""How long participations last, with those that go on: clean rows -> facts `time:*`.

Everyone present some day of the year is in, for the days of the year only: who began before it is seen from
its first day (left truncation), and who remains until its last (right censoring). So nobody is left out for
not having left yet, and nobody counts for days before they are known to have stayed.
"""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pandas as pd

from helpers.codes import GROUPS
from helpers.counting.participations import discharged, total
from helpers.counting.rule import U18, Rule
from helpers.counting.survival import STILL_THERE, Stays
from helpers.definitions import Definitions
from helpers.facts import NO_ROWS, Fact, Facts, Key, Rows, Value, missing
from helpers.rows import RowIndex

HORIZONS = (180, 365)  # days after Start: how many have left by then
EXITED = "time:share-exited:"
DAYS_OF = {  # measure in days -> its rule
    "time:median": "time.median",
    "time:low": "time.limits",
    "time:high": "time.limits",
    "time:known": "time.known",
}
Found = tuple[Value | None, Rows]  # a value and the rows that it counts


def stays(rows: pd.DataFrame, year: int) -> Stays:
    """ "från inskrivning fram till avslut": participations present in the year, in days since Start.

    Slut is the last day in the activity, which is seen on it; who began in the year is seen from Start.

    Source: socialt-bokslut-2018-ungdomstorget:43.
    """
    first, last = pd.Timestamp(year, 1, 1), pd.Timestamp(year, 12, 31)
    start, has_left = rows["start"], _has_left(rows, year)
    before = (start.where(start >= first, first) - start).dt.days - 1
    until = (rows["end"].where(has_left, last) - start).dt.days
    way = rows["outcome"].fillna("?").where(has_left, STILL_THERE)
    return Stays(before.to_list(), until.to_list(), way.to_list())


def facts(participations: pd.DataFrame, definitions: Definitions, counted: Facts) -> list[Fact]:
    """`time:*` of every platform and whole that has a `total` among the `counted`; missing where that is."""
    found: list[Fact] = []
    participations = participations.reset_index(drop=True)
    index = RowIndex(participations["row"])
    present = participations[total(participations, definitions.year).fillna(False).to_numpy(bool)]
    for place in definitions.counted_places:
        whole = counted.get(place, "total")
        parts = [place] if place in definitions.platform_ids else definitions.parts(place)
        here = present[present["platform"].isin(parts)] if whole.ok else present[:0]
        for group in GROUPS if whole.rule else ():
            mine = here if group == "all" else here[here["gender"] == group]
            found += group_facts(mine, index, definitions, place, group)
    return found


def group_facts(
    rows: pd.DataFrame, index: RowIndex, definitions: Definitions, place: str, group: str
) -> Iterator[Fact]:
    """The facts of one group's participations that were present in the year.

    `missing` where nobody was, and where what is seen does not reach so far; `too-few` where fewer have left
    than a percentage is told of. Both rest on everyone present.
    """
    year, base = definitions.year, index.at(rows.index)
    too_few = int(_has_left(rows, year).sum()) < definitions.told_from_discharged
    for measure, (value, mine) in _values(rows, index, definitions).items():
        key: Key = (year, place, measure, "", group)
        unit, rule = ("share", "time.exited") if measure.startswith(EXITED) else ("days", DAYS_OF[measure])
        if not len(rows) or too_few or value is None:
            state = "too-few" if len(rows) and too_few else "missing"
            yield replace(missing(key, unit, rule, state), base=base)
        else:
            yield Fact(*key, value, unit=unit, state="ok", rule=rule, rows=mine, base=base)


def _values(rows: pd.DataFrame, index: RowIndex, definitions: Definitions) -> dict[str, Found]:
    """Each measure's value, and the rows of those who left by the day that it is about."""
    seen, labels = stays(rows, definitions.year), rows.index.to_numpy()
    left = _has_left(rows, definitions.year).to_numpy(bool)
    after = (rows["end"] - rows["start"]).dt.days.to_numpy(float, na_value=np.nan)
    days = (seen.median(), *seen.limits(), seen.known if seen.known >= 0 else None)
    everyone = index.at(labels[left])
    found: dict[str, Found] = {m: (_whole(value), everyone) for m, value in zip(DAYS_OF, days, strict=True)}
    for outcome in definitions.outcome_ids:
        to_it = left & (rows["outcome"] == outcome).fillna(False).to_numpy(bool)
        for day in HORIZONS:
            mine = index.at(labels[to_it & (after <= day)]) if to_it.any() else NO_ROWS
            found[f"{EXITED}{outcome}:{day}"] = (seen.left_by(day, outcome), mine)
    return found


def _whole(value: int | Fraction | None) -> Value | None:
    return int(value) if value is not None and Fraction(value).denominator == 1 else value


def _has_left(rows: pd.DataFrame, year: int) -> pd.Series:
    return discharged(rows, year).fillna(False).astype(bool)


_CLAUSE = "från inskrivning fram till avslut"
RULES = {
    "time.median": Rule(stays, _CLAUSE, U18, 43),
    "time.limits": Rule(stays, _CLAUSE, U18, 43),
    "time.known": Rule(stays, _CLAUSE, U18, 43),
    "time.exited": Rule(stays, _CLAUSE, U18, 43),
}
