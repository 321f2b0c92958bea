"""Classes of rows that are told apart by nothing, and how small ones are hidden: k-anonymity of one table.

A table is k-anonymous when no row is told apart from fewer than k - 1 others (Samarati and Sweeney 1998).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

LEAST = 5  # k: no row of a bundle is told apart from fewer than four others


@dataclass(frozen=True)
class Step:
    """Columns that are hidden together in small classes: blank, or as `coarse` says of each row."""

    columns: list[str]
    coarse: Mapping[str, pd.Series] = field(default_factory=dict)

    def hidden(self, table: pd.DataFrame) -> pd.DataFrame:
        """What the columns say where they are hidden."""
        return pd.DataFrame(
            {c: self.coarse.get(c, pd.Series(pd.NA, table.index, dtype="object")) for c in self.columns},
            table.index,
        ).reindex(table.index)


def sizes(table: pd.DataFrame, columns: list[str]) -> pd.Series:
    """How many rows each row has in its class, itself included."""
    return _codes(table, columns).pipe(lambda codes: codes.map(codes.value_counts()))


def smallest(table: pd.DataFrame, columns: list[str]) -> int:
    """The size of the smallest class, 0 where there is no row."""
    return int(sizes(table, columns).min()) if len(table) else 0


def in_classes(
    table: pd.DataFrame, columns: list[str], steps: list[Step], least: int = LEAST
) -> pd.DataFrame:
    """The table with every class of at least `least` rows: its labels are those of the rows that are left.

    Small classes are hidden step by step, each step with as many others as it takes, the smallest first, so
    that what is hidden is no small class itself and cannot be had as a difference. What no step can hide is
    left out.
    """
    table = table.astype(dict.fromkeys(columns, "object"))
    for step in steps:
        kept = [c for c in columns if c not in step.columns]
        hidden, own = step.hidden(table), _codes(table, columns)
        size = own.map(own.value_counts())
        places = _codes(
            table[kept].join(hidden.add_prefix("hidden ")), [*kept, *hidden.add_prefix("hidden ")]
        )
        for labels in places.groupby(places).groups.values():
            if (size[labels] < least).any():
                chosen = _chosen(
                    size[labels], own[labels], _same(table.loc[labels], hidden.loc[labels]), least
                )
                table.loc[chosen, step.columns] = hidden.loc[chosen]
    return table[sizes(table, columns) >= least]


def _chosen(size: pd.Series, own: pd.Series, is_hidden: pd.Series, least: int) -> pd.Index:
    """The rows of one place that are hidden: small classes, and the smallest others until they are enough."""
    chosen = (size < least) | is_hidden
    others = own[~chosen].value_counts().sort_index().sort_values(kind="stable").index
    for other in others:
        if chosen.sum() >= least:
            break
        chosen |= own == other
    return chosen.index[chosen]


def _same(table: pd.DataFrame, hidden: pd.DataFrame) -> pd.Series:
    """Which rows say already what they would say hidden."""
    mine = table[hidden.columns]
    return ((mine == hidden).fillna(False) | (mine.isna() & hidden.isna())).all(axis=1).astype(bool)


def _codes(table: pd.DataFrame, columns: list[str]) -> pd.Series:
    """A number for each class, the same for equal rows; a blank is a value like others."""
    return table.groupby(columns, dropna=False, sort=True).ngroup() if len(table) else pd.Series(dtype=int)
