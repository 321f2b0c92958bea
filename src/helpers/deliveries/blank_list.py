"""An empty participant list to hand out: the columns that are read, drop-downs of their values, a guide.

The list is read as it is when it comes back filled in.
"""

import datetime as dt
import io
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from helpers.definitions import Definitions
from helpers.deliveries import allowed
from helpers.deliveries.files import guide_sheet
from helpers.deliveries.participants import DATES, HEADERS, Participation
from helpers.editions import SENDER, Edition
from helpers.wording import text

ROWS = 2000  # of the list that have drop-downs
WIDTHS = {"Personnummer": 16, "Kommun": 16, "Aktualiserad av": 24, "Avslutsorsak": 28}
WIDTH = 13  # of the other columns
FREE = ("Kommun",)  # columns that may say something else than their drop-down
LINES = ("row", "waiting", "headers", "left", "dates", "values", "safe")  # of the guide, in order
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
CREATED = dt.datetime(2000, 1, 1)  # so that the same definitions give the same bytes; saving changes it


def choices(definitions: Definitions) -> dict[str, list[str]]:
    """Header -> what its drop-down offers: of each code the first label."""
    return {
        "Kön": [g.labels[0] for g in definitions.genders],
        "Kommun": allowed.municipalities(definitions),
        "Aktualiserad av": [r.name for r in definitions.referrers],
        "Beslut": [d.labels[0] for d in definitions.decisions],
        "Avslutsorsak": [o.label for o in definitions.outcomes],
    }


def workbook(platform: str, definitions: Definitions) -> bytes:
    """A platform's list of the year without a row."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        edition = Edition(SENDER, definitions.name(platform)).line
        book.set_properties({"comments": edition, "created": CREATED})
        looks = Looks.of(book)
        people, guide = book.add_worksheet(text("template.sheet")), guide_sheet.sheet_name()
        places = _guide(book.add_worksheet(guide), definitions.name(platform), choices(definitions), looks)
        _columns(people, looks)
        for header, cells in places.items():
            column = HEADERS.index(header)
            kind = "warning" if header in FREE else "stop"
            offered = {"validate": "list", "source": f"='{guide}'!{cells}", "error_type": kind}
            people.data_validation(1, column, ROWS, column, offered | _said())
        last = dt.date(definitions.year + 1, 12, 31)
        for column in (HEADERS.index(header) for header in DATES):
            asked = {"validate": "date", "criteria": "between", "minimum": dt.date(1950, 1, 1)}
            people.data_validation(1, column, ROWS, column, asked | {"maximum": last} | _said("date"))
        for sheet in book.worksheets():
            sheet.set_footer(f"&L{edition}")
    return out.getvalue()


def _said(what: str = "value") -> dict[str, str]:
    """What the spreadsheet says of a cell that is not as it should be."""
    return {"error_title": text("template.wrong"), "error_message": text(f"template.wrong_{what}")}


@dataclass(frozen=True)
class Looks:
    """How the cells look."""

    bold: Format
    wrapped: Format
    line: Format
    as_text: Format
    as_date: Format

    @classmethod
    def of(cls, book: Workbook) -> "Looks":
        """The formats, added to a workbook."""
        shown: list[dict[str, str | int | bool]] = [
            {"bold": True, "bg_color": "#E8EEF4", "bottom": 1},
            {"text_wrap": True, "valign": "top"},
            {"text_wrap": False, "valign": "top"},
            {"num_format": "@"},
            {"num_format": "yyyy-mm-dd"},
        ]
        return cls(*map(book.add_format, shown))


def _columns(people: Worksheet, looks: Looks) -> None:
    """The headings, and what each column's cells are: personnummer are text, so that no digit is lost."""
    for column, header in enumerate(HEADERS):
        form = looks.as_date if header in DATES else None
        form = looks.as_text if header == HEADERS[0] else form
        people.set_column(column, column, WIDTHS.get(header, WIDTH), form)
    people.write_row(0, 0, HEADERS, looks.bold)
    people.ignore_errors({"number_stored_as_text": f"A2:A{ROWS + 1}"})
    people.freeze_panes(1, 0)
    people.set_landscape()
    people.fit_to_pages(1, 0)
    people.repeat_rows(0)


def _guide(sheet: Worksheet, name: str, offered: dict[str, list[str]], looks: Looks) -> dict[str, str]:
    """Write the guide: header -> the cells in which its allowed values stand, one in each."""
    for column, width in enumerate((18, 84, 30)):
        sheet.set_column(column, column, width, looks.wrapped)
    sheet.write_row(0, 0, [text("template.guide.title"), name], looks.bold)
    for row, line in enumerate(LINES, 1):
        sheet.write(row, 0, text(f"template.guide.{line}"), looks.line)
    row, places = len(LINES) + 2, {}
    sheet.write_row(row, 0, [text(f"template.guide.{h}") for h in ("column", "about", "allowed")], looks.bold)
    fields = {str(column.alias): field for field, column in Participation.model_fields.items()}
    for header, field in ((h, fields[h]) for h in HEADERS):
        row, values = row + 1, offered.get(header, [])
        sheet.write_row(row, 0, [header, text(f"template.guide.about_{field}")], looks.wrapped)
        sheet.write_column(row, 2, values, looks.wrapped)
        if values:
            places[header] = xl_range_abs(row, 2, row + len(values) - 1, 2)
        row += max(len(values) - 1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    return places
