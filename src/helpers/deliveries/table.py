"""Find the one table of a delivered file by its header, and say what else the file holds."""

from pathlib import Path

from helpers import identity
from helpers.deliveries import grid as grids
from helpers.deliveries import textfile
from helpers.deliveries.corrections import Correction, apply
from helpers.deliveries.grid import Grid, Table, clean, column_letter, folded, nearest
from helpers.faults import Faults, Refusal

HEADER_ROWS = 60


def find(
    path: Path, required: list[str], faults: Faults, corrections: list[Correction]
) -> Table | None:
    """The table whose header holds every required column; None (and a `refuse` finding) otherwise.

    Sheets without all required headers are named as not read; two sheets that have them are refused.
    """
    try:
        sheets = grids.read(path)
    except Refusal as refusal:
        faults.refuse(refusal.code, **refusal.where)
        return None
    tables, others = [], []
    for sheet in sheets:
        header, columns, twice = _header(sheet, required)
        if twice:
            for name, letters in twice.items():
                faults.refuse(
                    "column_twice", sheet=sheet.sheet, row=sheet.numbers[header], column=name, places=letters
                )
            return None
        if header is not None and all(folded(r) in columns for r in required):
            tables.append(Table(sheet, header, columns))
        else:
            others.append((sheet, header, columns))
    if len(tables) > 1:
        faults.refuse("two_lists", places=", ".join(t.grid.sheet for t in tables))
        return None
    if not tables:
        _refuse_missing_columns(others, required, faults)
        return None
    for sheet, _, _ in others:
        if any(clean(c) for r in sheet.rows for c in r):
            faults.note("sheet_not_read", sheet=sheet.sheet)
    apply(corrections, tables[0], faults)
    _refuse_hazards(tables[0], faults)
    return None if faults.refused else tables[0]


def _header(
    sheet: Grid, required: list[str]
) -> tuple[int | None, dict[str, int], dict[str, str]]:
    """The row with most required headers: its index, folded header -> column, and headers that stand twice."""
    best: tuple[int, int | None, dict[str, int], dict[str, str]] = (0, None, {}, {})
    wanted = {folded(r): r for r in required}
    for index, row in enumerate(sheet.rows[:HEADER_ROWS]):
        names = [folded(c) for c in row]
        score = len(set(names) & set(wanted))
        if score > best[0]:
            places: dict[str, list[int]] = {}
            for column, name in enumerate(names):
                if name:
                    places.setdefault(name, []).append(column)
            twice = {
                wanted[n]: ", ".join(column_letter(c) for c in cs)
                for n, cs in places.items()
                if n in wanted and len(cs) > 1
            }
            columns = {n: cs[0] for n, cs in places.items()}
            best = (score, index, columns, twice if score >= max(2, len(required) // 2) else {})
    return best[1], best[2], best[3]


def _refuse_missing_columns(
    others: list[tuple[Grid, int | None, dict[str, int]]], required: list[str], faults: Faults
) -> None:
    def score(item: tuple[Grid, int | None, dict[str, int]]) -> int:
        return sum(folded(r) in item[2] for r in required)

    sheet, header, columns = max(others, key=score, default=(None, None, {}))
    if header is None or sum(folded(r) in columns for r in required) < max(1, len(required) // 3):
        faults.refuse("no_header", required=", ".join(required))
        return
    known = {folded(r) for r in required}
    spare = [clean(sheet.rows[header][c]) for n, c in columns.items() if n not in known]
    for name in required:
        if folded(name) not in columns:
            near = nearest(name, spare)
            faults.refuse(
                "column_misspelt" if near else "column_missing",
                sheet=sheet.sheet, row=sheet.numbers[header], column=name, value=near,
            )  # fmt: skip


def _refuse_hazards(table: Table, faults: Faults) -> None:
    first = table.grid.numbers[table.header]
    merged = set()
    for (row, column), (code, what) in sorted(table.grid.hazards.items()):
        if row < first or (code == "merged_cells" and what in merged):
            continue
        merged.add(what if code == "merged_cells" else "")
        names = [clean(table.grid.rows[table.header][c]) for c in [column] if c < len(table.grid.rows[table.header])]
        faults.refuse(
            code, sheet=table.grid.sheet, row=row, column=names[0] if names else column_letter(column),
            value=what, cell=f"{column_letter(column)}{row}",
        )  # fmt: skip
    for line, fields, expected in [] if table.grid.sheet else textfile.uneven_rows(table.grid, table.header):
        faults.refuse("uneven_row", row=line, fields=fields, expected=expected)


def note_extra_columns(table: Table, known: list[str], faults: Faults) -> list[str]:
    """Name the columns nobody reads; flag a personnummer that stands in one."""
    used = {folded(k) for k in known}
    extra = [clean(table.grid.rows[table.header][c]) for n, c in table.columns.items() if n not in used]
    for name in extra:
        faults.note("extra_column", sheet=table.grid.sheet, column=name)
    return extra


def flag_stray_personnummer(table: Table, own_columns: list[str], faults: Faults) -> None:
    """Flag a personnummer that stands anywhere but in its own column, digits not shown."""
    own = {table.columns[folded(c)] for c in own_columns if folded(c) in table.columns}
    header = table.grid.rows[table.header]
    for number, row in table.data_rows():
        for column, cell in enumerate(row):
            if column not in own and isinstance(cell, (str, int, float)) and identity.looks_like(clean(cell)):
                name = clean(header[column]) if column < len(header) else column_letter(column)
                faults.flag("stray_personnummer", sheet=table.grid.sheet, row=number, column=name)


def cell(table: Table, row: list[object], name: str) -> object:
    """The cell of a row under a header."""
    return row[table.columns[folded(name)]]


def reference(path: str, table: Table, number: int) -> str:
    """Where a row stands, as facts cite it: `participants/vannas.xlsx#Deltagare!14`."""
    return f"{path}#{table.grid.sheet}!{number}"
