"""Who was ready for rehabilitation when they left, where the lists say it: clean rows -> facts.

A list says it in an optional column. A list where nobody has it says nothing, and is no part of any share.
"""

from collections.abc import Collection, Mapping

import pandas as pd

from helpers.codes import GROUPS, YES
from helpers.counting.participations import discharged, states_of_places
from helpers.counting.rule import S19, Rule
from helpers.definitions import Definitions
from helpers.facts import Fact, missing, share_of_rows
from helpers.rows import RowIndex

READY, COLUMN, RULE = "share:ready", "Redo för rehabilitering", "readiness.ready"
MEASURES = (READY,)


def facts(
    participations: pd.DataFrame,
    definitions: Definitions,
    lists: Mapping[str, str],
    omitted: Mapping[str, Collection[str]] | None = None,
) -> list[Fact]:
    """Of every place that participations are counted of: the share of those who left, by gender.

    Missing where no list says it (a bundle never does), and where a list says it in a cell that cannot be
    read.

    Args:
        participations: the cleaned rows of every list that could be read.
        definitions: the year's.
        lists: platform -> whether its list was read, as `participations.facts` has it.
        omitted: platform -> the columns of its list in which something cannot be read.
    """
    found: list[Fact] = []
    rows = participations.reset_index(drop=True)
    index = RowIndex(rows["row"])
    rows = rows.reindex(columns=list(dict.fromkeys([*rows.columns, "ready"])))
    left = rows[discharged(rows, definitions.year).fillna(False).astype(bool)]
    telling = set(left.loc[left["ready"].notna(), "platform"])
    for place, parts, is_counted in states_of_places(definitions, lists):
        spoilt = any(COLUMN in (omitted or {}).get(part, ()) for part in parts)
        told = telling.intersection(parts if is_counted and not spoilt else ())
        here = left[left["platform"].isin(told)]
        for group in GROUPS:
            mine = here if group == "all" else here[(here["gender"] == group).fillna(False)]
            key = (definitions.year, place, READY, "", group)
            found.append(ready(mine, index, key) if told else missing(key, "share", RULE))
    return found


def ready(left: pd.DataFrame, index: RowIndex, key: tuple[int, str, str, str, str]) -> Fact:
    """ "70 % av de som avslutas är redo": of all who left; who is not said to be ready is not counted as it.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:3884.
    """
    so = left.index[(left["ready"] == YES).fillna(False)]
    return share_of_rows(key, index.at(so.to_numpy()), index.at(left.index.to_numpy()), RULE)


RULES = {RULE: Rule(ready, "av de som avslutas är redo för", S19, 3884)}
