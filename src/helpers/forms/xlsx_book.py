"""A workbook as .xlsx. The same book gives the same bytes."""

import datetime as dt
import io
from collections.abc import Callable
from functools import cache

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from helpers.forms.sheets import Book, Cell, Figure, Link, Look, Sheet, is_in_place_of_number, words_of
from helpers.wording import text

OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}
LINE = 15  # points
TABLE_STYLE = "Table Style Light 1"  # lines and grey; no colour that would mean something


def pattern(look: Look) -> str:
    """A look as a spreadsheet's number format; it writes the reader's own decimal sign.

    >>> pattern(Look(1, True)), pattern(Look(0, after=" †")), pattern(Look(0, before="ca "))
    ('0.0%', '#,##0" †"', '"ca "#,##0')
    """
    whole = "0" if look.is_percent else "#,##0"
    shown = whole + ("." + "0" * look.decimals if look.decimals else "") + ("%" if look.is_percent else "")
    return "".join(
        [f'"{look.before}"' if look.before else "", shown, f'"{look.after}"' if look.after else ""]
    )


def content(book: Book) -> bytes:
    """The book as a file."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as made:
        day = dt.datetime(book.year, 12, 31)  # a clock would make every run another file
        about = {"title": book.title, "author": book.author, "comments": book.edition, "created": day}
        made.set_properties(about)
        looks = _Looks(made)
        for number, sheet in enumerate(book.sheets):
            written = made.add_worksheet(sheet.name)
            _table(written, sheet, number, looks)
            for row, cells in enumerate(sheet.rows, 1):
                written.set_row(row, LINE * sheet.lines(cells))
                for column, cell in enumerate(cells):
                    _write(written, row, column, cell, looks)
            _paper(written, sheet, book)
    return out.getvalue()


class _Looks:
    """How the cells of a workbook look."""

    def __init__(self, made: xlsxwriter.Workbook):
        top = {"text_wrap": True, "valign": "top"}
        self.bold = made.add_format(top | {"bold": True})
        self.text = made.add_format(top)
        self.instead = made.add_format(top | {"align": "right"})
        self.link = made.add_format(top | {"underline": 1, "font_color": "#004F8A"})
        self.number: Callable[[Look], Format] = cache(
            lambda look: made.add_format({"num_format": pattern(look), "valign": "top"})
        )


def _table(written: Worksheet, sheet: Sheet, number: int, looks: _Looks) -> None:
    """The table's frame: its head, its name for who hears it, and the rows and columns that stay in sight."""
    columns = [{"header": head, "header_format": looks.bold} for head in sheet.head]
    own = {
        "name": text("book.table_name", number=number),
        "columns": columns,
        "style": TABLE_STYLE,
        "title": sheet.title,
    }
    written.add_table(0, 0, len(sheet.rows), len(sheet.head) - 1, own)
    for column, width in enumerate(sheet.widths):
        written.set_column(column, column, width)
    written.set_row(0, LINE * sheet.lines(sheet.head))
    written.freeze_panes(1, 1)


def _write(written: Worksheet, row: int, column: int, cell: Cell, looks: _Looks) -> None:
    """A cell; words are words, whatever they begin with."""
    if isinstance(cell, Link):
        written.write_url(row, column, f"internal:'{cell.sheet}'!A1", looks.link, cell.sheet)
    elif isinstance(cell, Figure) and cell.number is not None:
        written.write_number(row, column, float(cell.number), looks.number(cell.look))
    else:
        look = looks.instead if column and is_in_place_of_number(cell) else looks.text
        written.write_string(row, column, words_of(cell), look)


def _paper(written: Worksheet, sheet: Sheet, book: Book) -> None:
    written.set_landscape()
    written.set_paper(9)  # A4
    written.fit_to_pages(1, 0)
    written.repeat_rows(0)
    written.set_header(f"&L{sheet.title.replace('&', '&&')}&R{book.title.replace('&', '&&')}")
    written.set_footer(f"&L{book.edition}&R&P (&N)")
