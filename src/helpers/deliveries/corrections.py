"""Corrections are data: `corrections.csv` mends a delivered cell; one that matches nothing fails."""

from dataclasses import dataclass
from pathlib import Path

from helpers.deliveries import textfile
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
            faults.refuse("column_missing", row=grid.numbers[0], column=column)
        return [], faults
    found = []
    for number, row in zip(grid.numbers[1:], grid.rows[1:], strict=True):
        if not any(c.strip() for c in row):
            continue
        values = dict(zip(header, row, strict=False))
        if len(row) != len(header) or not clean(values.get("row")).isdigit():
            faults.refuse("uneven_row", row=number, fields=len(row), expected=len(header))
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
    rows = dict(zip(table.grid.numbers, table.grid.rows, strict=True))
    for c in corrections:
        if c.file != faults.file:
            continue
        row, column = rows.get(c.row), table.columns.get(folded(c.column))
        if row is None or column is None or column >= len(row) or folded(row[column]) != folded(c.old):
            faults.refuse("correction_unmatched", row=c.row, column=c.column, value=c.old)
            continue
        row[column] = c.new
        table.grid.hazards.pop((c.row, column), None)
        faults.note("corrected", row=c.row, column=c.column, value=c.old, new=c.new, reason=c.reason)
