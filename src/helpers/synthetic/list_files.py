"""Lists as platforms send them: CSV with each one's habits, now and then a workbook."""

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.csv
import xlsxwriter
from numpy.typing import NDArray

from helpers.synthetic.invented_association import Association
from helpers.synthetic.national_model import STYLES, model, stream
from helpers.synthetic.number_pool import pool
from helpers.synthetic.participation_rows import Rows
from helpers.synthetic.year_definitions import content

HEADERS = (
    *("Personnummer", "Kön", "Kommun", "Aktualiserad", "Aktualiserad av", "Beslut"),
    *("Start", "Slut", "Avslutsorsak"),
)
Columns = dict[str, NDArray[np.str_]]


@dataclass(frozen=True)
class Style:
    """How a platform keeps its list."""

    form: str
    encoding: str
    dates: str
    century: bool
    hyphen: bool
    gender: int
    order: tuple[str, ...]


def style(association: Association, platform: int) -> Style:
    """A platform's habits, the same every year."""
    rng = stream(association.seed, STYLES, association.index * 100 + platform)
    form = "xlsx" if rng.random() < model()["lists"]["xlsx"] else "csv"
    order = tuple(rng.permutation(HEADERS).tolist()) if rng.random() < 0.2 else HEADERS
    return Style(
        form,
        str(rng.choice(["utf-8-sig", "utf-8", "cp1252"])),
        str(rng.choice(["iso", "compact", "spoken"])),
        bool(rng.random() < 0.8),
        bool(rng.random() < 0.7),
        int(rng.integers(0, 2)),
        order,
    )


def columns(association: Association, year: int, rows: Rows, habits: Style) -> Columns:
    """The cells of a list, header by header."""
    defined = content(association, year)
    genders = [g["labels"][habits.gender] for g in defined["genders"]]
    yes, no = (d["labels"][0] for d in defined["decisions"])
    labels = [o["label"] for o in defined["outcomes"]]
    homes = [p.municipality for p in association.platforms]
    return {
        "Personnummer": numbers(habits.century, habits.hyphen)[rows.person],
        "Kön": np.where(rows.woman, *genders),
        "Kommun": np.array(homes)[rows.platform],
        "Aktualiserad": days(rows.referred, habits.dates),
        "Aktualiserad av": np.array(association.referrers)[rows.referrer],
        "Beslut": np.array([yes, no, ""])[rows.decision],
        "Start": days(rows.start, habits.dates),
        "Slut": days(rows.end, habits.dates),
        "Avslutsorsak": np.array([*labels, ""])[rows.outcome],
    }


@cache
def numbers(century: bool, hyphen: bool) -> NDArray[np.str_]:
    """Every number of the pool as somebody writes it."""
    return np.array([f"{n[0 if century else 2 : 8]}{'-' * hyphen}{n[8:]}" for n in pool().written.tolist()])


def days(when: NDArray[np.datetime64], form: str) -> NDArray[np.str_]:
    """Days as somebody writes them, '' where there is none."""
    unique, place = np.unique(when, return_inverse=True)
    return np.array([_day(d, form) for d in unique.tolist()] or [""])[place]


def _day(day: dt.date | None, form: str) -> str:
    if day is None:
        return ""
    if form == "spoken":
        return f"{day.day}/{day.month} {day.year}"
    return f"{day:%Y%m%d}" if form == "compact" else day.isoformat()


def csv_file(table: Columns, order: Sequence[str], encoding: str) -> bytes:
    """A table as text with semicolons."""
    out = io.BytesIO()
    arrow = pa.table({header: pa.array(table[header]) for header in order})
    options = pyarrow.csv.WriteOptions(include_header=False, delimiter=";", quoting_style="none")
    pyarrow.csv.write_csv(arrow, out, options)
    text = ";".join(order).encode() + b"\n" + out.getvalue()
    return text if encoding == "utf-8" else text.decode().encode(encoding)


def workbook(table: Columns, order: Sequence[str], rows: Rows, year: int) -> bytes:
    """A table as a workbook of the January after: a title, real dates, the same bytes every time."""
    out, real = io.BytesIO(), {"Aktualiserad": rows.referred, "Start": rows.start, "Slut": rows.end}
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": dt.datetime(year + 1, 1, 15)})
    as_date, sheet = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_worksheet("Deltagare")
    sheet.write(0, 0, "Deltagarlista")
    for place, header in enumerate(order):
        sheet.write(2, place, header)
        cells = real[header].tolist() if header in real else table[header].tolist()
        for number, cell in enumerate(cells, 3):
            if isinstance(cell, dt.date):
                sheet.write_datetime(number, place, dt.datetime.combine(cell, dt.time()), as_date)
            elif cell:
                sheet.write_string(number, place, cell)
    book.close()
    return out.getvalue()


def participant_list(association: Association, year: int, platform: int, rows: Rows) -> tuple[str, bytes]:
    """File name and content of one platform's list of a year, from its rows as they are known then."""
    habits, name = style(association, platform), association.platforms[platform].id
    table = columns(association, year, rows, habits)
    if habits.form == "xlsx" and len(rows.person) <= model()["lists"]["xlsx_most_rows"]:
        return f"{name}.xlsx", workbook(table, habits.order, rows, year)
    return f"{name}.csv", csv_file(table, habits.order, habits.encoding)
