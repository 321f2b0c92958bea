"""Rows of one list against each other: the same row twice, and one person's periods that overlap."""

from collections import deque

import pandas as pd

from helpers.faults import Faults

_OPEN = pd.Timestamp(9999, 12, 31)  # the end of a period that has none


def tell_repeats(rows: pd.DataFrame, columns: list[str], sheet: str, faults: Faults) -> "pd.Series[bool]":
    """Which rows are the same as an earlier one in every one of the columns; they count once."""
    again = rows.duplicated(columns)
    if again.any():
        first = rows.groupby(columns, dropna=False, sort=False)["number"].transform("first")
        for number, other in zip(rows["number"][again].tolist(), first[again].tolist(), strict=True):
            faults.flag("row_twice", sheet=sheet, row=number, other=other)
    return again


def tell_overlaps(rows: pd.DataFrame, sheet: str, faults: Faults) -> None:
    """One person's periods in one list, first and last day included, may not overlap.

    Apart they are two participations. A period is told of once, beside the first that it overlaps; one of
    either that touches the year refuses.
    """
    columns = ["person", "start", "end", "number", "touches"]
    started = rows.loc[rows["start"].notna(), columns].fillna({"end": _OPEN})
    started["person"] = pd.factorize(started["person"])[0]
    started = started.sort_values(["person", "start", "end", "number"])
    before = started.groupby("person")["end"].cummax().groupby(started["person"]).shift()
    several = started[started["person"].isin(started["person"][before >= started["start"]])]
    for _, own in several.groupby("person"):
        _tell_overlaps(own, sheet, faults)


def _tell_overlaps(own: pd.DataFrame, sheet: str, faults: Faults) -> None:
    """The overlaps of one person's periods, given by their starts."""
    earlier: deque[tuple[pd.Timestamp, int]] = deque()  # end and number, in order
    touching: deque[tuple[pd.Timestamp, int]] = deque()  # those of them that touch the year
    for start, end, number, touches in zip(*(own[c] for c in own.columns[1:]), strict=True):
        for open_ in (earlier, touching):
            while open_ and open_[0][0] < start:
                open_.popleft()
        if earlier:
            bad = touches or bool(touching)
            _, other = earlier[0] if touches or not touching else touching[0]
            where = {"sheet": sheet, "row": number, "column": "Start", "value": str(start.date())}
            faults.add("refuse" if bad else "flag", "overlapping_periods", other=other, **where)
        earlier.append((end, number))
        if touches:
            touching.append((end, number))
