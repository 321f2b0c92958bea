"""What is peculiar of a table and read all the same: rows that nobody sees, dates spelt in another way."""

from collections.abc import Iterable
from typing import Any

from helpers.deliveries.files import dates
from helpers.deliveries.files.grid import Cell, Table, clean, each, folded, heading
from helpers.faults import Faults
from helpers.masking import telling
from helpers.rows import ranges


def tell_hidden(table: Table, faults: Faults) -> None:
    """What of the list nobody sees."""
    grid = table.grid
    where: dict[str, Any] = {"sheet": grid.sheet}
    if grid.hidden:
        faults.flag("hidden_sheet", **where)
    below = {n for n, row in zip(grid.numbers, grid.rows, strict=True) if any(clean(c) for c in row)}
    below -= {*grid.numbers[: table.header]}
    if rows := sorted(below.intersection(grid.unseen.rows)):
        faults.flag("hidden_rows", value=ranges(rows), **where)
    columns = [
        heading(table, column)
        for column in range(max(map(len, grid.rows), default=0))
        if any(first <= column <= last for first, last in grid.unseen.columns)
        and any(clean(row[column]) for row in grid.rows if column < len(row))
    ]
    if columns:
        named = telling.Told(", ".join(telling.name(c, faults.known) for c in columns))
        faults.flag("hidden_columns", value=named, **where)


def tell_dates(table: Table, headers: Iterable[str], faults: Faults) -> None:
    """The dates that are not written as is asked for: each is read as the one day that it can mean."""
    for header in headers:
        column = table.columns.get(folded(header))
        cells = [] if column is None else table.body.cells[column]
        for number, day in zip(table.body.numbers, each(_other_day, cells), strict=False):
            if day:
                where = {"sheet": table.grid.sheet, "row": number, "column": header}
                faults.flag("date_spelt_otherwise", value=telling.Told(day), **where)  # all of it is a day


def _other_day(cell: Cell) -> str:
    """How a date is written and the day that it is read as, where it is not written as is asked for."""
    return f"{clean(cell)} = {dates.read(cell)}" if dates.is_spelt_otherwise(cell) else ""
