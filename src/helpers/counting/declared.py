"""Declared figures: what `uppgifter.csv` says, as it says it; events of a day count into their total."""

from decimal import Decimal
from fractions import Fraction

import pandas as pd

from helpers.codes import YES
from helpers.counting.rule import S19, Rule
from helpers.counting.society import exact
from helpers.definitions import Definitions
from helpers.facts import ABOUT, KRONOR, Fact, Key, Rows, Value
from helpers.rows import RowIndex

FIGURE, ROUGHLY = "declared.figure", f"declared{ABOUT}"


def facts(table: pd.DataFrame, definitions: Definitions) -> list[Fact]:
    """A fact for each declared figure, and for each total of which only the events are delivered.

    Args:
        table: the clean table `declared_figures`, where a total that stands beside its events is as many.
        definitions: the year's.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:1288, which gives a number and its days.
    """
    table = table.reset_index(drop=True).fillna({"about": ""})
    index = RowIndex(table["row"])
    found = []
    for (measure, platform, group), mine in table.groupby(["total", "platform", "group"], sort=True):
        key = (definitions.year, str(platform), str(measure), "", str(group))
        stated = mine[mine["measure"] == mine["total"]]
        rows = index.at(mine.index)
        found.append(_stated(key, stated.iloc[0], rows) if len(stated) else _events(key, len(mine), rows))
    return found


def _events(key: Key, count: int, rows: Rows) -> Fact:
    return Fact(*key, count, state="ok", rule=FIGURE, rows=rows)


def _stated(key: Key, row: pd.Series, rows: Rows) -> Fact:
    value: Value = exact(row["value"])
    if row["unit"] == "share":
        value = Fraction(value) / 100
    if row["unit"] == KRONOR:
        value = Decimal(repr(float(row["value"])))
    rule = ROUGHLY if row["about"] == YES else FIGURE
    return Fact(*key, value, unit=str(row["unit"]), state="ok", rule=rule, rows=rows)


RULES = {
    FIGURE: Rule(facts, "Styrelsen har under aret haft", S19, 1288, is_declared=True),
    ROUGHLY: Rule(facts, "tal medarbetare samlokaliserade", S19, 580, is_declared=True),
}
