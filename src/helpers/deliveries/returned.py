"""A delivered list back to its sender, with every faulty cell marked and a comment in it.

It is the only output that may hold a personnummer.
"""

import datetime as dt
import io
import re
from bisect import bisect_right
from collections.abc import Collection
from itertools import count
from operator import itemgetter
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook as Book
from xlsxwriter.worksheet import Worksheet

from helpers.deliveries.files import reading
from helpers.deliveries.files.grid import Cell, Grid, clean, column_letter, each, folded
from helpers.deliveries.kind import LIST_ENDINGS
from helpers.faults import Fault, Refusal, safe
from helpers.wording import text

_COLOURS = {"refuse": "#FFB3B3", "omit": "#FFB3B3", "flag": "#FFE08A"}
_COLUMN_WIDTH, _COMMENT_WIDTH, _CHARACTERS_A_LINE = 18, 260, 38
_MOST_LINKS = 65_530  # on a sheet, as Excel allows
_SHEET_NAME = "Lista"  # a text file has no sheets
_LIST_COLUMNS = {"level": 8, "sheet": 14, "row": 6, "column": 20, "message": 60, "action": 60}


def marked_up(path: Path, faults: list[Fault], edition: str = "") -> bytes | None:
    """A copy of a delivered file as a workbook with its findings marked.

    It is None where no cell of it can be marked.

    Values are copied as they stand, as text, numbers and dates: no formulas, links or macros. Its last sheet
    lists what to mend, instead of the list of an earlier copy that was mended and delivered as it was.
    `edition` says whom it may reach, at the foot of every printed sheet and in the workbook's properties.
    """
    told = [f for f in faults if f.level in _COLOURS and f.row is not None]
    if not told or path.suffix.lower() not in LIST_ENDINGS:
        return None
    try:
        sheets = reading.read(path)
    except Refusal:
        return None
    content = io.BytesIO()
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"created": dt.datetime(2000, 1, 1), "comments": edition})
        names: dict[str, str] = {}
        for sheet in sheets:
            if not _is_earlier_list(sheet):
                names[safe(sheet.sheet)] = _allowed(sheet.sheet, names.values())
                _write_sheet(book.add_worksheet(names[safe(sheet.sheet)]), sheet, told, book)
        _write_list(book.add_worksheet(_allowed(text("delivery.to_mend"), names.values())), told, names, book)
        for sheet_written in book.worksheets() if edition else ():
            sheet_written.set_footer(f"&L{edition.replace('&', '&&')}")
    return content.getvalue()


def _allowed(name: str, taken: Collection[str]) -> str:
    """A sheet's name as Excel allows it, and as no other sheet is called.

    Other programs and a text file write what Excel does not.

    >>> _allowed("Enkät: [1/2]", []), _allowed("lista", ["Lista"]), _allowed("", ["Lista"])
    ('Enkät_ _1_2_', 'lista (2)', 'Lista (2)')
    >>> len(_allowed("x" * 40, ["X" * 31]))
    31
    """
    plain = re.sub(r"[\[\]:*?/\\]", "_", name)[:31].strip("'") or _SHEET_NAME
    names = (plain if n == 1 else f"{plain[: 31 - len(f' ({n})')]} ({n})" for n in count(1))
    return next(n for n in names if n.casefold() not in {t.casefold() for t in taken})


def _write_sheet(sheet: Worksheet, grid: Grid, faults: list[Fault], book: Book) -> None:
    formats = {level: book.add_format({"bg_color": colour}) for level, colour in _COLOURS.items()} | {
        "": None
    }
    dates = {
        level: book.add_format(
            {"num_format": "yyyy-mm-dd"} | ({"bg_color": _COLOURS[level]} if level else {})
        )
        for level in formats
    }
    marks = _marks(grid, [f for f in faults if f.sheet == safe(grid.sheet)])
    rows = {number: dict(enumerate(row)) for number, row in zip(grid.numbers, grid.rows, strict=True)}
    for (number, column), (_, what) in grid.hazards.items():
        row = rows.setdefault(number, {})
        if not clean(row.get(column)):
            row[column] = what
    for number, column in marks:
        rows.setdefault(number, {}).setdefault(column, None)
    for number in sorted(rows):
        for column, value in sorted(rows[number].items(), key=itemgetter(0)):
            level = next((f.level for f in marks.get((number, column), [])), "")
            _write_cell(sheet, number - 1, column, value, formats[level], dates[level])
    for (number, column), found in sorted(marks.items()):
        said = "\n".join(f"{text(f'level.{f.level}')}: {f.message} {f.action}".rstrip() for f in found)
        lines = sum(1 + len(line) // _CHARACTERS_A_LINE for line in said.splitlines())
        sheet.write_comment(
            number - 1, column, said, {"author": "", "width": _COMMENT_WIDTH, "height": 20 + 16 * lines}
        )
    sheet.set_column(0, max((len(r) for r in grid.rows), default=1), _COLUMN_WIDTH)
    if marks:
        sheet.activate()
    elif grid.hidden:
        sheet.hide()


def _write_cell(
    sheet: Worksheet, row: int, column: int, value: Cell, plain: Format | None, dated: Format | None
) -> None:
    if isinstance(value, dt.datetime | dt.date):
        whole = value if isinstance(value, dt.datetime) else dt.datetime(value.year, value.month, value.day)
        sheet.write_datetime(row, column, whole, dated)
    elif isinstance(value, bool | int | float):
        sheet.write(row, column, value, plain)
    elif value in (None, ""):
        sheet.write_blank(row, column, None, plain)  # shown only where its format says something
    else:
        sheet.write_string(row, column, str(value), plain)


def _marks(grid: Grid, faults: list[Fault]) -> dict[tuple[int, int], list[Fault]]:
    """Row number and column index -> its findings, worst first.

    A finding of a whole row stands in the row's first filled cell.
    """
    marks: dict[tuple[int, int], list[Fault]] = {}
    place = _Places(grid, {f.column for f in faults if f.column})
    for fault in sorted(faults, key=lambda f: list(_COLOURS).index(f.level)):
        if fault.row is not None:
            marks.setdefault((fault.row, place.column(fault.column, fault.row)), []).append(fault)
    return marks


class _Places:
    """Where the columns that findings name stand: by a header's text above the row, or by their letter."""

    def __init__(self, grid: Grid, named: Collection[str]):
        widest = max((len(r) for r in grid.rows), default=0)
        self._letters = {column_letter(i): i for i in range(widest)}
        self._rows = dict(zip(grid.numbers, grid.rows, strict=True))
        wanted = {folded(name) for name in named}
        self._headings: dict[str, dict[int, int]] = {}  # text -> row -> the first column of it that says so
        for index in range(widest):
            column = [(n, r[index]) for n, r in zip(grid.numbers, grid.rows, strict=True) if index < len(r)]
            for (number, _), said in zip(column, each(folded, [cell for _, cell in column]), strict=True):
                if said in wanted:
                    self._headings.setdefault(said, {}).setdefault(number, index)
        self._above = {said: sorted(rows) for said, rows in self._headings.items()}

    def column(self, name: str, row: int) -> int:
        """The column a finding at a row names; without a name the row's first filled cell."""
        said = folded(name)
        above = bisect_right(self._above.get(said, []), row) if name else 0
        if above:
            return self._headings[said][self._above[said][above - 1]]
        if name in self._letters:
            return self._letters[name]
        return next((i for i, c in enumerate(self._rows.get(row, [])) if clean(c)), 0)


def _list_head() -> list[str]:
    return [text(f"delivery.head_{key}") for key in _LIST_COLUMNS]


def _is_earlier_list(grid: Grid) -> bool:
    """Whether a sheet is what an earlier copy ended with."""
    return (
        grid.sheet.startswith(text("delivery.to_mend"))
        and bool(grid.rows)
        and [clean(c) for c in grid.rows[0]] == _list_head()
    )


def _write_list(sheet: Worksheet, faults: list[Fault], names: dict[str, str], book: Book) -> None:
    """A sheet that lists what to mend, each line with a link to its row."""
    wrapped, bold = (
        book.add_format({"text_wrap": True, "valign": "top"}),
        book.add_format({"bold": True, "text_wrap": True}),
    )
    for column, (width, heading) in enumerate(zip(_LIST_COLUMNS.values(), _list_head(), strict=True)):
        sheet.set_column(column, column, width, wrapped)
        sheet.write_string(0, column, heading, bold)
    for row, fault in enumerate(
        sorted(faults, key=lambda f: (list(_COLOURS).index(f.level), f.sheet, f.row)), 1
    ):
        values = (
            text(f"level.{fault.level}"),
            fault.sheet,
            fault.row,
            fault.column,
            fault.message,
            fault.action,
        )
        for column, value in enumerate(values):
            sheet.write_string(row, column, str(value), wrapped)
        if fault.sheet in names and row <= _MOST_LINKS:
            place = names[fault.sheet].replace("'", "''")
            sheet.write_url(
                row,
                list(_LIST_COLUMNS).index("row"),
                f"internal:'{place}'!A{fault.row}",
                string=str(fault.row),
            )
    sheet.freeze_panes(1, 0)
