"""Rules of sickness in the municipalities: sick leave of their employees, and sick days per insured."""

from collections.abc import Iterator
from fractions import Fraction

import pandas as pd

from helpers.counting.rule import S19, U17, Rule
from helpers.counting.society import exact
from helpers.definitions import Definitions
from helpers.facts import Fact, Key, missing
from helpers.rows import RowIndex

MONTHS = 12
ENDS = {"january": 1, "december": MONTHS}


def leave_facts(table: pd.DataFrame, definitions: Definitions) -> list[Fact]:
    """`sick-leave:<area>:<year>`: the plain mean of a year's twelve months, in per cent; and how many there
    are, since a year of fewer has no mean.

    "Sjukfranvaroprocent i snitt per manad och ar"
    (styrelsehandlingar-2020-03-20-arsredovisning-2019:2128).
    """
    table = table.reset_index(drop=True)
    known = table[table["value"].notna()]
    index = RowIndex(table["row"])
    found = []
    for area, year in sorted(set(zip(table["area"], table["year"], strict=True))):
        months = known[(known["area"] == area) & (known["year"] == year)]
        rows = index.at(months.index)
        at = f"sick-leave:{area}:{year}"
        mean, count = _key(definitions, at), _key(definitions, f"{at}:months")
        if len(months) == MONTHS:
            value = sum(map(Fraction, map(exact, months["value"])), Fraction()) / MONTHS
            found.append(Fact(*mean, value, unit="percent", state="ok", rule="sickness.leave", rows=rows))
        else:
            found.append(missing(mean, "percent", "sickness.leave"))
        found.append(Fact(*count, len(months), state="ok", rule="sickness.months", rows=rows))
    return found


def day_facts(table: pd.DataFrame, definitions: Definitions) -> list[Fact]:
    """`sick-days:<area>:january`, `:december` and `:change` of the account's year.

    "minskat fran 12.1 till 10.8 (-1.3)" (socialt-bokslut-2017-ungdomstorget:466).
    """
    table = table.reset_index(drop=True)
    mine = table[table["year"] == definitions.year]
    index = RowIndex(table["row"])
    return [f for area, months in mine.groupby("area") for f in _days(str(area), months, index, definitions)]


def _days(area: str, months: pd.DataFrame, index: RowIndex, definitions: Definitions) -> Iterator[Fact]:
    ends = []
    for name, month in ENDS.items():
        key = _key(definitions, f"sick-days:{area}:{name}")
        known = months[(months["month"] == month) & months["value"].notna()]
        if len(known):
            value, rows = exact(known["value"].iloc[0]), index.at(known.index)
            ends.append(Fact(*key, value, unit="days", state="ok", rule="sickness.days", rows=rows))
        else:
            ends.append(missing(key, "days", "sickness.days"))
    yield from ends
    first, last = ends
    key, rule = _key(definitions, f"sick-days:{area}:change"), "sickness.days-change"
    if first.ok and last.ok:
        change = last.fraction - first.fraction
        yield Fact(*key, change, unit="days", state="ok", rule=rule, rows=first.rows + last.rows)
    else:
        yield missing(key, "days", rule)


def _key(definitions: Definitions, measure: str) -> Key:
    return (definitions.year, definitions.together.id, measure, "", "all")


MEASURES = (
    *("sick-leave:<area>:<year>", "sick-leave:<area>:<year>:months"),
    *("sick-days:<area>:january", "sick-days:<area>:december", "sick-days:<area>:change"),
)
RULES = {
    "sickness.leave": Rule(leave_facts, "Sjukfranvaroprocent i snitt per manad och ar", S19, 2128),
    "sickness.months": Rule(leave_facts, "Sjukfranvaroprocent i snitt per manad och ar", S19, 2128),
    "sickness.days": Rule(day_facts, "har antalet sjukdagar i snitt per forsakrad minskat fran", U17, 466),
    "sickness.days-change": Rule(day_facts, "Forandringar januari-december 2017", U17, 464),
}
