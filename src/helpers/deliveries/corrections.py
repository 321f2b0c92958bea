"""Corrections are data: `corrections.csv` mends a delivered cell; one that matches nothing fails."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from helpers import identity
from helpers.deliveries import dates, textfile
from helpers.deliveries.grid import Table, clean, folded
from helpers.faults import Faults, Refusal

COLUMNS = ["file", "row", "column", "from", "to", "reason", "who", "when"]


@dataclass(frozen=True)
class Correction:
    """One cell of one delivered file: what stands there, what is read instead, and why."""

    file: str
    row: int
    column: str
    old: str
    new: str
    reason: str

    def shown(self, value: str) -> str:
        """A value as a finding may print it: no digit of the column Personnummer, however it is written."""
        return identity.MASK if value and folded(self.column) == "personnummer" else value


def read(path: Path) -> tuple[list[Correction], Faults]:
    """Read `corrections.csv`; no file means no corrections."""
    faults = Faults("corrections", path.name)
    if not path.exists():
        return [], faults
    try:
        (grid,) = textfile.read(path)
    except Refusal as refusal:
        faults.refuse(refusal.code, **refusal.where)
        return [], faults
    header = [folded(c) for c in grid.rows[0]]
    if missing := [c for c in COLUMNS if c not in header]:
        for column in missing:
            faults.refuse("column_missing", row=grid.numbers[0], column=column, also="")
        return [], faults
    found = []
    for number, row in zip(grid.numbers[1:], grid.rows[1:], strict=True):
        if not any(c.strip() for c in row):
            continue
        values = dict(zip(header, row, strict=False))
        if len(row) != len(header):
            faults.refuse("uneven_row", row=number, fields=len(row), expected=len(header))
            continue
        if not is_count(values["row"]):
            faults.refuse("not_a_count", row=number, column="row", value=clean(values["row"]))
            continue
        found.append(
            Correction(
                clean(values["file"]), int(clean(values["row"])), clean(values["column"]),
                clean(values["from"]), clean(values["to"]), clean(values["reason"]),
            )
        )  # fmt: skip
    return found, faults


def apply(corrections: list[Correction], table: Table, faults: Faults) -> None:
    """Mend the table's cells in memory; the delivered file is never touched."""
    below = slice(table.header + 1, None)
    rows = dict(zip(table.grid.numbers[below], table.grid.rows[below], strict=True))
    for c in corrections:
        if c.file != faults.file:
            continue
        where = {"sheet": table.grid.sheet, "row": c.row, "column": c.column}
        row, column = rows.get(c.row), table.columns.get(folded(c.column))
        _, told = table.grid.hazards.get((c.row, column), ("", None))
        if row is None or column is None or column >= len(row) or not _stands(c.old, row[column], told):
            faults.refuse("correction_unmatched", value=c.shown(c.old), **where)
            continue
        row[column] = c.new
        table.grid.hazards.pop((c.row, column), None)
        faults.note("corrected", value=c.shown(c.old), new=c.shown(c.new), reason=c.reason, **where)


def _stands(old: str, cell: object, told: str | None) -> bool:
    """Whether a cell holds what a correction says, as text, as the date it shows, or as the finding `told` it (`#N/A`)."""
    if told is not None and folded(told) == folded(old):
        return True
    if isinstance(cell, dt.date):
        try:
            return dates.read(old) == dates.read(cell)
        except dates.NotADate:
            return False
    return folded(cell) == folded(old)


def is_count(value: object) -> bool:
    """Whether a cell is a whole number, digits only.

    >>> [is_count(v) for v in ("12", 12.0, "-1", "1,5", "²", "")]
    [True, True, False, False, False, False]
    """
    text = clean(value)
    return text.isascii() and text.isdigit()
