"""The average time of those who left, from Start to Slut, and its change from the year before.

Those who remain are not in it: it is what the accounts print, and `time:*` is told beside it, of everyone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

import pandas as pd

from helpers.codes import GROUPS
from helpers.counting.participations import discharged, states_of_places
from helpers.counting.rule import U17, Rule
from helpers.definitions import Definitions
from helpers.facts import Fact, Facts, Key, missing
from helpers.rows import RowIndex

AVERAGE, CHANGE = "days:average", "days:average:change"
MEASURES = (AVERAGE, CHANGE)
# The declared figure of a year before the first one whose lists are here.
BEFORE = "average-stay:year-before"
COLUMNS = ["platform", "group", "days", "people"]  # of the table `stays_before`
Earlier = Mapping[tuple[str, str], Fraction]  # (platform, group) -> the average of the year before


def stays(rows: pd.DataFrame, year: int) -> pd.Series:
    """ "från inskrivning fram till avslut": days from Start to Slut of those discharged in the year.

    Source: socialt-bokslut-2018-ungdomstorget:43.
    """
    left = rows[discharged(rows, year).fillna(False).astype(bool)]
    return (left["end"] - left["start"]).dt.days.astype("int64")


def facts(
    participations: pd.DataFrame,
    definitions: Definitions,
    lists: Mapping[str, str],
    earlier: Earlier,
    stated: Facts,
) -> list[Fact]:
    """The average of every place that participations are counted of, and its change.

    Args:
        participations: the cleaned rows of every list that could be read.
        definitions: the year's.
        lists: platform -> whether its list was read, as `participations.facts` has it.
        earlier: the averages of the year before, from its own lists (`of_year_before`).
        stated: the declared figures; one of the year before (BEFORE) is used where its lists give none.
    """
    found: list[Fact] = []
    participations = participations.reset_index(drop=True)
    index = RowIndex(participations["row"])
    for place, parts, is_counted in states_of_places(definitions, lists):
        here = participations[participations["platform"].isin(parts if is_counted else [])]
        for group in GROUPS:
            mine = here if group == "all" else here[here["gender"] == group]
            key = (definitions.year, place, AVERAGE, "", group)
            now = average(mine, index, definitions, key)
            found += [now, *_change(now, earlier, stated)]
    return found


def of_year_before(table: pd.DataFrame) -> dict[tuple[str, str], Fraction]:
    """(platform, group) -> the average that the table `stays_before` gives; nothing of too few.

    >>> of_year_before(pd.DataFrame([("x", "all", 4700, 10)], columns=COLUMNS))
    {('x', 'all'): Fraction(470, 1)}
    """
    rows = table[COLUMNS].itertuples(index=False, name=None)
    return {(place, group): Fraction(int(days), int(people)) for place, group, days, people in rows}


def average(rows: pd.DataFrame, index: RowIndex, definitions: Definitions, key: Key) -> Fact:
    """ "Genomsnittstiden som deltagare": `numerator` days of `denominator` who left in the year.

    Of fewer than a percentage is told of, none is: a mean of one is that person's time.
    Source: socialt-bokslut-2017-ungdomstorget:47.
    """
    days = stays(rows, definitions.year)
    behind, nothing = index.at(days.index.to_numpy()), missing(key, "days", "average-stay.days")
    if days.empty:
        return nothing
    if len(days) < definitions.told_from_discharged:
        return replace(nothing, state="too-few", rows=behind)
    total = int(days.sum())
    value = Fraction(total, len(days))
    return Fact(*key, value, total, len(days), "days", "ok", "average-stay.days", rows=behind)


def _change(now: Fact, earlier: Earlier, stated: Facts) -> Iterator[Fact]:
    """How much longer than the year before, in per cent of it: "vilket var 21 % högre än året innan".

    Source: socialt-bokslut-2017-ungdomstorget:48.
    """
    key: Key = (*now.key[:2], CHANGE, *now.key[3:])
    declared = stated.get(now.platform, BEFORE, "", now.group)
    last = earlier.get((now.platform, now.group)) or (declared.fraction if declared.ok else None)
    if not now.ok or not last:
        yield missing(key, "percent", "average-stay.change")
        return
    value = 100 * (now.fraction - last) / last
    yield Fact(*key, value, unit="percent", state="ok", rule="average-stay.change", rows=now.rows)


RULES = {
    "average-stay.days": Rule(average, "Genomsnittstiden som deltagare", U17, 47),
    "average-stay.change": Rule(facts, "hogre dn aret innan", U17, 48),
}
