"""Corrections are data: `corrections.csv` mends a delivered cell; one that matches nothing fails."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers import identity
from helpers.deliveries.files import dates, schema, textfile
from helpers.deliveries.files.cells import Count, Text
from helpers.deliveries.files.grid import Cell, Table, folded, nearest
from helpers.deliveries.files.schema import under
from helpers.deliveries.files.taken import taken
from helpers.faults import Faults, Refusal, safe
from helpers.masking import telling
from helpers.reading import limits
from helpers.rows import place_words

REGISTER = "corrections.csv"


class CorrectionRow(schema.Row):
    """A row of `corrections.csv`."""

    file: Text = under("file")
    row: Count = under("row")
    column: Text = under("column")
    old: Text = under("from")
    new: Text = under("to")
    reason: Text = under("reason")
    who: Text = under("who")
    when: Text = under("when")


@dataclass(frozen=True)
class Correction:
    """One cell of one delivered file: what stands there, what is read instead, and why.

    `line` is its own row in the register.
    """

    file: str
    row: int
    column: str
    old: str
    new: str
    reason: str
    line: int = 0

    def shown(self, value: str) -> str:
        """A value as a finding may print it: no digit of the column Personnummer, however it is written."""
        return identity.MASK if value and folded(self.column) == "personnummer" else value


def read(path: Path) -> tuple[list[Correction], Faults]:
    """Read `corrections.csv`; no file means no corrections."""
    faults = Faults("corrections", path.name)
    if not path.is_file():  # whoever looks through the folder tells what is none
        return [], faults
    try:
        (grid,) = textfile.read(taken(path, limits.MAX_REGISTER_BYTES))
    except Refusal as refusal:
        faults.refuse(refusal.code, **refusal.where)
        return [], faults
    table = Table(grid, 0, {folded(c): index for index, c in enumerate(grid.rows[0])})
    if missing := [c for c in CorrectionRow.required() if c not in table.columns]:
        for name in missing:
            faults.refuse("column_missing", row=grid.numbers[0], column=name, also="")
        return [], faults
    uneven = {number: (fields, expected) for number, fields, expected in textfile.uneven_rows(grid, 0)}
    found = []
    for line in schema.lines(CorrectionRow, table):
        if line.number in uneven:
            fields, expected = uneven[line.number]
            faults.refuse("uneven_row", row=line.number, fields=fields, expected=expected)
            continue
        line.tell(faults)
        v = line.values
        if not line.unread and v.row is not None:
            found.append(Correction(v.file, v.row, v.column, v.old, v.new, v.reason, line.number))
    return found, faults


def refuse_unknown_files(corrections: list[Correction], lists: list[str], faults: Faults) -> None:
    """A correction names its list as it lies under the year, `participants/vannas.xlsx`, or refuses."""
    for c in corrections:
        if c.file not in lists:
            near = next((name for name in lists if folded(name).endswith("/" + folded(c.file))), "")
            likely = near or nearest(c.file, lists) or ", ".join(lists) or "–"
            faults.refuse(
                "correction_file", row=c.line, column="file", value=telling.name(c.file), nearest=likely
            )


def apply(corrections: list[Correction], table: Table, faults: Faults) -> None:
    """Mend the table's cells in memory; the delivered file is never touched.

    A correction that matches nothing spoils the table's part and is told at its own row in the register.
    """
    below = slice(table.header + 1, None)
    rows = dict(zip(table.grid.numbers[below], table.grid.rows[below], strict=True))
    for c in corrections:
        if c.file != faults.file:
            continue
        where: dict[str, Any] = {"sheet": table.grid.sheet, "row": c.row, "column": c.column}
        row, column = rows.get(c.row), table.columns.get(folded(c.column))
        if row is None or column is None or not _stands_at(table, row, (c.row, column), c.old):
            told = Faults(faults.part, REGISTER, known=faults.known)
            place = place_words(safe(c.file), safe(table.grid.sheet), c.row, safe(c.column))
            told.refuse("correction_unmatched", row=c.line, value=c.shown(c.old), place=place)
            faults.found += told.found
            continue
        row[column] = c.new
        table.grid.hazards.pop((c.row, column), None)
        new = telling.value(c.shown(c.new), faults.known)
        told_of = {"value": c.shown(c.old), "new": new, "line": c.line}
        faults.note("corrected", **told_of, **where)


def _stands_at(table: Table, row: list[Cell], place: tuple[int, int], old: str) -> bool:
    """Whether a cell of the table, `place` = row number and column index, holds what a correction says."""
    hazard = table.grid.hazards.get(place)
    return place[1] < len(row) and _stands(old, row[place[1]], hazard[1] if hazard else None)


def _stands(old: str, cell: Cell, told: str | None) -> bool:
    """Whether a cell holds what a correction says.

    It may stand there as text, as the date it shows, or as the finding `told` it (`#N/A`).
    """
    if told is not None and folded(told) == folded(old):
        return True
    if isinstance(cell, dt.date):
        try:
            return dates.read(old) == dates.read(cell)
        except dates.NotADate:
            return False
    return folded(cell) == folded(old)
