"""Find the one table of a delivered file by its header, and say what else the file holds."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from helpers.deliveries.files import guide_sheet, reading, textfile
from helpers.deliveries.files.cells import Allowed, Date, PersonNumber
from helpers.deliveries.files.corrections import Correction, apply
from helpers.deliveries.files.grid import Cell, Grid, Table, clean, column_letter, folded, heading, nearest
from helpers.deliveries.files.peculiar import tell_dates, tell_hidden
from helpers.deliveries.files.schema import Columns, Line, R, columns, lines
from helpers.deliveries.files.strays import flag_stray_personnummer, flag_unseen
from helpers.faults import LEVELS, Faults, Refusal, safe
from helpers.masking import telling
from helpers.rows import RowPlace, written
from helpers.wording import text

HEADER_ROWS = 60


def _nothing_else(name: str, near: str) -> str:
    return ""


def _nothing_known(names: list[str]) -> str:
    return ""


def _helps_nothing(cell: Cell) -> bool:
    return False


def _one_row(grid: Grid, index: int) -> int:
    return index


@dataclass(frozen=True)
class Naming:
    """How a list's columns are recognised; the default: by their header's text."""

    key: Callable[[Cell], str] = folded  # two headers with the same key are the same column
    near: Callable[[str, list[str]], str] = nearest  # the header that may be a required one that is missing
    also: Callable[[str, str], str] = _nothing_else  # what else can be done about it
    helps: Callable[[Cell], bool] = _helps_nothing  # whether a cell shows that its row is the header
    join: Callable[[Grid, int], int] = _one_row  # makes one header of two rows; returns its index
    otherwise: Callable[[list[str]], str] = _nothing_known  # what else can be done where no row is the header


def find(
    path: Path,
    required: list[str],
    faults: Faults,
    corrections: list[Correction],
    *,
    hazards: bool = True,
    naming: Naming | None = None,
) -> Table | None:
    """The table whose header holds every required column; None (and a `refuse` finding) otherwise.

    Sheets without all required headers are named as not read; two sheets that have them are refused.
    A table comes back though cells or lines of it are refused, so that the caller finds the other faults
    too; lines with another number of fields are left out of it. With `hazards=False` the caller reports
    the table's hazards itself.
    """
    naming = naming or Naming()
    faults.known = (*faults.known, *required)
    header = _the_one_header(path, required, naming, faults)
    if header is None:
        return None
    places = {folded(r): header.places[naming.key(r)][0] for r in required}
    table = _table(header.grid, naming.join(header.grid, header.index), places)
    tell_hidden(table, faults)
    apply(corrections, table, faults)
    _refuse_uneven_rows(table, faults)
    _refuse_header_again(table, required, faults)
    if hazards:
        report_hazards(table, faults)
    return table


def _the_one_header(path: Path, required: list[str], naming: Naming, faults: Faults) -> "_Header | None":
    """The header of the file's one table; None and a `refuse` finding where there is none or several."""
    try:
        sheets = reading.read(path)
    except Refusal as refusal:
        faults.refuse(refusal.code, **refusal.where)
        return None
    wanted = [naming.key(r) for r in required]
    candidates = [_header(sheet, wanted, naming) for sheet in sheets]
    lists = [c for c in candidates if c.has_all(wanted)]
    if len(lists) > 1:
        faults.refuse("two_lists", places=", ".join(_named(c.grid) for c in lists))
        return None
    likeliest = max(lists or candidates, key=lambda c: c.score, default=None)
    if likeliest is None or (not lists and likeliest.score < max(1, len(required) // 3)):
        faults.refuse("no_header", required=", ".join(required), also=naming.otherwise(required))
        return None
    _refuse_columns(likeliest, required, naming, faults)
    if faults.refused:
        return None
    for other in candidates:
        is_told = other.grid.rows and not guide_sheet.is_unchanged(other.grid, faults.known)
        if other is not likeliest and is_told:
            code = "hidden_sheet_not_read" if other.grid.hidden else "sheet_not_read"
            faults.note(code, sheet=other.grid.sheet)
    return likeliest


def delivered(
    model: type[R],
    path: Path,
    faults: Faults,
    corrections: list[Correction],
    allowed: Allowed | None = None,
) -> list[Line[R]]:
    """The rows of a file's one table as its model reads them, and findings on the rest of it.

    No row where the table is not found.
    """
    table = _found(model, path, faults, corrections, ())
    return [] if table is None else list(lines(model, table, allowed))


def delivered_columns(
    model: type[R],
    path: Path,
    faults: Faults,
    corrections: list[Correction],
    allowed: Allowed | None = None,
    uncounted: Collection[str] = (),
) -> Columns[R] | None:
    """The same, column by column; None where the table is not found.

    A cell that cannot be trusted is flagged in the columns that no figure rests on, `uncounted`, and refuses
    elsewhere.
    """
    table = _found(model, path, faults, corrections, uncounted)
    return None if table is None else columns(model, table, allowed)


def _found(
    model: type[R], path: Path, faults: Faults, corrections: list[Correction], uncounted: Collection[str]
) -> Table | None:
    """A file's one table; what is told of it before its rows are read."""
    table = find(path, model.required(), faults, corrections, hazards=False)
    if table is None:
        return None

    def spoils(row: int, column: str) -> str:
        return "flag" if column in uncounted else "refuse"

    report_hazards(table, faults, spoils)
    note_extra_columns(table, model.headers(), faults)
    tell_dates(table, model.fields_of(Date), faults)
    flag_stray_personnummer(table, list(model.fields_of(PersonNumber)), faults)
    flag_unseen(table, model.headers(), faults)
    return table


@dataclass(frozen=True)
class _Header:
    """A sheet's row with most required headers: how many, its index, and folded header -> its columns."""

    grid: Grid
    score: int = 0
    index: int = 0
    places: dict[str, list[int]] = field(default_factory=dict)

    def has_all(self, wanted: list[str]) -> bool:
        """Whether every required header, as it is compared, stands in the row."""
        return all(w in self.places for w in wanted)


def _table(grid: Grid, index: int, required: dict[str, int]) -> Table:
    """The columns by their header's text, the required ones by their own name too."""
    columns: dict[str, int] = {}
    for column, said in enumerate(grid.rows[index]):
        if folded(said):
            columns.setdefault(folded(said), column)
    return Table(grid, index, columns | required)


def _header(grid: Grid, wanted: list[str], naming: Naming) -> _Header:
    """The first row with most of the required headers.

    Of rows without any, the one that other cells show to be the header.
    """
    best, most = _Header(grid), (0, 0)
    for index, row in enumerate(grid.rows[:HEADER_ROWS]):
        names = [naming.key(c) for c in row]
        found = len(set(wanted).intersection(names))
        helping = sum(naming.helps(c) for c in row)
        score = found + helping
        if (found, helping) > most:
            most = found, helping
            places: dict[str, list[int]] = {}
            for column, name in enumerate(names):
                if name:
                    places.setdefault(name, []).append(column)
            best = _Header(grid, score, index, places)
    return best


def _refuse_columns(header: _Header, required: list[str], naming: Naming, faults: Faults) -> None:
    """Required columns that stand twice, are misspelt or missing."""
    grid, known = header.grid, {naming.key(r) for r in required}
    others = (clean(grid.rows[header.index][p[0]]) for n, p in header.places.items() if n not in known)
    spare = [said for said in others if telling.name(said, faults.known) == said]
    where = {"sheet": grid.sheet, "row": grid.numbers[header.index]}
    for name in required:
        places = header.places.get(naming.key(name), [])
        if len(places) > 1:
            faults.refuse(
                "column_twice", column=name, places=", ".join(column_letter(c) for c in places), **where
            )
        elif not places:
            near = naming.near(name, spare)
            faults.refuse(
                "column_misspelt" if near else "column_missing",
                column=name,
                value=telling.name(near, faults.known),
                also=naming.also(name, near),
                **where,
            )


def _named(grid: Grid) -> str:
    """A sheet's name, and whether nobody sees it."""
    return text("place.hidden_sheet", sheet=safe(grid.sheet)) if grid.hidden else safe(grid.sheet)


def _refuse_uneven_rows(table: Table, faults: Faults) -> None:
    """Lines of a text file with a field too many or too few: refused, and left out of the table."""
    grid = table.grid
    uneven = [] if grid.sheet else textfile.uneven_rows(grid, table.header)
    for line, fields, expected in uneven:
        faults.refuse("uneven_row", row=line, fields=fields, expected=expected)
    _leave_out(grid, {line for line, _, _ in uneven})


def _refuse_header_again(table: Table, required: list[str], faults: Faults) -> None:
    """Rows that say the header's own words, as where two lists were put after each other."""
    grid, columns = table.grid, [table.columns[folded(r)] for r in required]

    def said(row: list[Cell]) -> list[str]:
        return [folded(row[c]) if c < len(row) else "" for c in columns]

    header = said(grid.rows[table.header])
    below = zip(grid.numbers[table.header + 1 :], grid.rows[table.header + 1 :], strict=True)
    again = {number for number, row in below if row and said(row) == header}
    for number in sorted(again):
        faults.refuse("header_again", sheet=grid.sheet, row=number)
    _leave_out(grid, again)


def _leave_out(grid: Grid, lines: set[int]) -> None:
    """A grid without some of its rows."""
    if not lines:
        return
    kept = [(n, r) for n, r in zip(grid.numbers, grid.rows, strict=True) if n not in lines]
    grid.numbers, grid.rows = [n for n, _ in kept], [r for _, r in kept]
    grid.hazards = {place: told for place, told in grid.hazards.items() if place[0] not in lines}


def _refuse_all(row: int, column: str) -> str:
    return "refuse"


def report_hazards(table: Table, faults: Faults, level: Callable[[int, str], str] = _refuse_all) -> None:
    """Tell of every cell that cannot be trusted, from the header down; a merged range once, at its worst.

    `level` says what a cell of a row and a column (header text) spoils: "refuse" or "flag". A last line
    without a line break is more often a file written by hand than one that was cut, so its number is read as
    it stands and flagged.
    """
    first = table.grid.numbers[table.header]
    told: dict[tuple, list[tuple[int, int]]] = {}
    for place, (code, what) in sorted(table.grid.hazards.items()):
        if place[0] >= first:
            told.setdefault((code, what) if code == "merged_cells" else (code, what, place), []).append(place)
    for (code, what, *_), places in told.items():
        levels = {level(row, heading(table, column)) for row, column in places}
        row, column = places[0]
        worst = "flag" if code == "open_end" else min(levels, key=LEVELS.index)
        faults.add(
            worst,
            code,
            sheet=table.grid.sheet,
            row=row,
            column=heading(table, column),
            value=what,
            cell=f"{column_letter(column)}{row}",
        )


def note_extra_columns(table: Table, known: list[str], faults: Faults) -> None:
    """Name the columns nobody reads, those without a header among them."""
    used = {table.columns[folded(k)] for k in known if folded(k) in table.columns}
    filled = {column for column, said in enumerate(table.body.texts) if any(said)}
    for column in sorted(filled.union(table.columns.values()) - used):
        faults.note("extra_column", sheet=table.grid.sheet, column=heading(table, column))


def refuse_other_year(dates: pd.DataFrame, year: int, faults: Faults) -> None:
    """A file with no date in the year is another year's file; `dates` are all of it."""
    years = sorted({int(y) for column in dates for y in dates[column].dt.year.dropna().unique()})
    if years and year not in years:
        span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
        faults.refuse("wrong_year", value=span, year=year)


def reference(path: str, table: Table, number: int) -> str:
    """Where a row stands, as facts cite it: `participants/vannas.xlsx#Deltagare!14`."""
    return str(RowPlace(path, safe(table.grid.sheet), number))


def references(path: str, table: Table) -> list[str]:
    """Where each row under the header stands, as facts cite it."""
    return written(path, safe(table.grid.sheet), table.body.numbers)
