"""What stands in a table where it should not: a personnummer, and characters that nobody sees."""

from collections.abc import Collection

from helpers import identity
from helpers.deliveries.files.grid import Cell, Table, clean, each, folded, heading
from helpers.faults import Faults
from helpers.language import letters


def flag_stray_personnummer(table: Table, own_columns: list[str], faults: Faults) -> None:
    """Flag a personnummer that stands anywhere but in its own column: in title rows and the sheet's name too.

    Digits not shown.
    """
    if identity.looks_like(table.grid.sheet):
        faults.flag("personnummer_in_name", sheet=table.grid.sheet)
    own = {table.columns[folded(c)] for c in own_columns if folded(c) in table.columns}
    rows, numbers = table.grid.rows, table.grid.numbers
    found: list[tuple[int, int]] = []
    for column in range(max(map(len, rows), default=0)):
        theirs = rows[: table.header + 1] if column in own else rows
        cells = [row[column] if column < len(row) else None for row in theirs]
        found += [(index, column) for index, strays in enumerate(each(_holds_personnummer, cells)) if strays]
    for index, column in sorted(found):
        where = {"sheet": table.grid.sheet, "row": numbers[index], "column": heading(table, column)}
        faults.flag("stray_personnummer", **where)


def _holds_personnummer(value: Cell) -> bool:
    return isinstance(value, str | int | float) and identity.looks_like(clean(value))


def flag_unseen(table: Table, headings: Collection[str], faults: Faults) -> None:
    """Flag cells of the columns that are read, the header among them, with characters that nobody sees.

    They are no characters: the cell is read without them.
    """
    wanted = {folded(name) for name in headings}
    rows, numbers = table.grid.rows[table.header :], table.grid.numbers[table.header :]
    for column in range(max(map(len, rows), default=0)):
        if folded(heading(table, column)) not in wanted:
            continue
        cells = [row[column] if column < len(row) else None for row in rows]
        for index, found in enumerate(each(_holds_unseen, cells)):
            if found:
                where = {"sheet": table.grid.sheet, "row": numbers[index], "column": heading(table, column)}
                faults.flag("unseen_characters", **where)


def _holds_unseen(value: Cell) -> bool:
    return isinstance(value, str) and letters.holds_unseen(value)
