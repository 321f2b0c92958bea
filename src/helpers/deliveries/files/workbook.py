"""Excel workbooks: checked as a file first, then read with calamine."""

import zipfile
from collections import Counter
from typing import cast

from python_calamine import CalamineError, CalamineWorkbook

from helpers.deliveries.files.grid import Cell, Grid, clean, column_letter, filled
from helpers.deliveries.files.package import STRINGS, Lean, archive_of, lean
from helpers.deliveries.files.sheet_scan import Room, Scan, SharedStrings, Strings, far_cell, is_blank
from helpers.faults import Refusal
from helpers.reading import limits
from helpers.rows import ranges

# The errors that calamine knows.
_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")


def read(packed: bytes) -> list[Grid]:
    """Every sheet of a workbook's content as a grid, with the cells that cannot be trusted.

    The workbook is first copied in memory without its blank rows, which checks every part of it; only the
    copy is read. One pass over each sheet's XML then finds error cells, formulas without a stored result and
    merged ranges, which calamine does not show, and refuses a sheet that would not fit in memory.

    Raises:
        Refusal: not a whole workbook, not a workbook at all, protected, too large, or one of which calamine
            gives other cells than its XML holds.
    """
    _check_kind(packed)
    try:
        return _grids(packed)
    except Refusal:
        raise
    except MemoryError:
        raise Refusal("too_large_unpacked") from None
    except Exception:  # whatever zipfile, expat and calamine make of a broken file
        raise Refusal("not_whole") from None
    except BaseException as error:  # calamine gives up in a way that is no Exception
        if type(error).__name__ == "PanicException":
            raise Refusal("not_whole") from None
        raise


def _check_kind(packed: bytes) -> None:
    head = packed[:512]
    if not head:
        raise Refusal("empty_file")
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refusal("protected" if "EncryptedPackage".encode("utf-16-le") in packed else "old_workbook")
    if not head.startswith(b"PK"):
        text = head.decode("latin-1").lstrip("\ufeffï»¿ \r\n\t")
        if text.startswith("<"):
            raise Refusal("html_as_xlsx")
        raise Refusal("not_whole" if "\0" in text else "text_as_xlsx")


def _grids(packed: bytes) -> list[Grid]:
    with archive_of(packed) as archive:
        book = lean(archive, len(packed))
    scans = _scans(book)
    read = _Reader(book, scans)
    return [read.grid(place) for place in range(len(book.sheets))]


def _scans(book: Lean, *, every: bool = False) -> list[Scan]:
    """What the XML of each worksheet says."""
    scans, room, strings = [], Room(), Strings()
    with zipfile.ZipFile(book.content) as archive:
        if STRINGS in archive.namelist():
            with archive.open(STRINGS) as part:
                strings = SharedStrings(part, room).found
        for place, name in enumerate(book.sheets):
            with archive.open(book.part(place)) as part:
                scans.append(Scan(name, room, part, strings, every=every))
    return scans


class _Reader:
    """A workbook as calamine gives it, held against what its XML says."""

    def __init__(self, book: Lean, scans: list[Scan]):
        self._book, self._scans = book, scans
        book.content.seek(0)
        self._read = CalamineWorkbook.from_filelike(book.content)

    def grid(self, place: int) -> Grid:
        """The worksheet at a place."""
        name, scan = self._book.sheets[place], self._scans[place]
        cells = self._cells(place)
        rows, numbers = filled(cells, range(1, len(cells) + 1))
        if numbers and numbers[-1] > limits.MAX_ROWS:
            column = next(i for i, c in enumerate(rows[-1]) if clean(c))
            raise far_cell(name, numbers[-1], column)
        hazards = scan.hazards
        if self._book.from_1904:
            hazards |= _serials(rows, numbers)
        return Grid(name, rows, numbers, hazards, place in self._book.hidden, scan.hidden)

    def _cells(self, place: int) -> list[list[Cell]]:
        """Every cell of a worksheet; as many are filled as its XML says, but the errors."""
        scan = self._scans[place]
        try:
            sheet = self._read.get_sheet_by_name(str(place))
        except CalamineError:
            raise self._error_of(place) from None
        cells = cast("list[list[Cell]]", sheet.to_python(skip_empty_area=False))
        errors = {at for at, (code, _) in scan.hazards.items() if code == "error_cell"}
        given = Counter(
            row
            for row, written in enumerate(cells, 1)
            for column, cell in enumerate(written)
            if _holds(cell) and (row, column) not in errors
        )
        if given.total() != scan.filled:
            raise self._lost(place, given)
        return cells

    def _lost(self, place: int, given: Counter[int]) -> Refusal:
        """Cells of the file that are not given, or given twice: the sheet and its rows."""
        written = _scans(self._book, every=True)[place]
        rows = sorted(row for row in written.rows | given if written.rows[row] != given[row])
        return Refusal(
            "cells_lost",
            sheet=self._book.sheets[place],
            row=rows[0] if rows else None,
            value=ranges(rows),
            cells=self._scans[place].filled,
            given=given.total(),
        )

    def _error_of(self, place: int) -> Refusal:
        """What a sheet that calamine does not give is refused for: an error that only newer programs know."""
        for (row, column), (code, what) in sorted(self._scans[place].hazards.items()):
            if code == "error_cell" and what not in _ERRORS:
                letter = column_letter(column)
                return Refusal(
                    code,
                    sheet=self._book.sheets[place],
                    row=row,
                    column=letter,
                    value=what,
                    cell=f"{letter}{row}",
                )
        return Refusal("not_whole")


def _holds(cell: Cell) -> bool:
    return cell is not None and not (isinstance(cell, str) and is_blank(cell))


def _serials(rows: list[list[Cell]], numbers: list[int]) -> dict[tuple[int, int], tuple[str, str]]:
    """Take out numbers that are four years off if they are days.

    In such a workbook only a day that is formatted as one is certain.
    """
    found = {}
    for number, row in zip(numbers, rows, strict=True):
        for column, value in enumerate(row):
            if isinstance(value, float) and 10_000 <= value < 100_000:
                found[number, column] = ("days_from_1904", clean(value))
                row[column] = None
    return found
