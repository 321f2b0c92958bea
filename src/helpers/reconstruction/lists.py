"""Write the reconstructed year as organisations send it: Excel and CSV, each with its own habits."""

import csv
import datetime as dt
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import xlsxwriter

from helpers.definitions import Definitions
from helpers.deliveries.participants import HEADERS
from helpers.machine.whole import write_whole
from helpers.reconstruction.people import Row

CREATED = dt.datetime(2020, 1, 1)
Cell = str | int | float | dt.date | None
Cells = Sequence[Sequence[Cell]]


def _iso(d: dt.date) -> str:
    return f"{d:%Y-%m-%d}"


def _compact(d: dt.date) -> str:
    return f"{d:%Y%m%d}"


def _spoken(d: dt.date) -> str:
    return f"{d.day}/{d.month} {d.year}"


def _mixed(d: dt.date) -> str:
    return (_iso, _compact, _spoken)[d.day % 3](d)


def _as_date(d: dt.date) -> dt.date:
    """An Excel date, as a workbook holds it."""
    return d


def _long(number: str) -> str:
    return f"{number[:8]}-{number[8:]}"


def _short(number: str) -> str:
    return f"{number[2:8]}-{number[8:]}"


def _without_century(number: str) -> str:
    return number[2:]


@dataclass(frozen=True)
class Style:
    """How a sender keeps its list: file form, dates, Kön, personnummer, columns.

    `gender` are the words for Kön, else the definitions' first labels; `first` the columns that stand first,
    `extra` one of the sender's own; `sheets`: whether instructions and allowed values stand on sheets.
    """

    form: str
    date: Callable[[dt.date], str | dt.date]
    gender: Mapping[str, str] = field(default_factory=dict)
    number: Callable[[str], str | int] = _long
    title: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    encoding: str = ""
    sheets: bool = False


STYLES: dict[str, Style] = {
    "ungdomstorget": Style(
        "xlsx", _as_date, title=("Deltagarlista Ungdomstorget", "Utdrag vid årets slut"), sheets=True
    ),
    "vuxentorget": Style(
        "xlsx",
        _spoken,
        {"women": "kvinna", "men": "man"},
        first=("Start", "Slut", "Avslutsorsak"),
        extra=("Insats",),
    ),
    "robertsfors": Style("csv", _iso, {"women": "K", "men": "M"}, encoding="cp1252"),
    "nordmaling": Style("csv", _compact, number=str, encoding="utf-8-sig"),
    "vannas": Style("xlsx", _mixed, number=_short, title=("Vännäs samordningsteam",)),
    "vindeln": Style("csv", _mixed, {"women": "Kvinna ", "men": " Man"}, encoding="utf-8"),
    "bjurholm": Style("xlsx", _as_date, {"women": "KVINNA", "men": "MAN"}),
    "vaga-vaxa": Style("xlsx", _as_date, number=int, title=("Våga växa", "", "Alla deltagare")),
    "hikikomori": Style("csv", _spoken, number=_without_century, encoding="cp1252"),
    "halsoframjande-etablering": Style("xlsx", _iso, first=("Kön", "Personnummer")),
}


def csv_bytes(rows: Cells, encoding: str = "cp1252") -> bytes:
    """Rows as the authorities' systems export them: semicolons and CRLF."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding)


def xlsx_bytes(sheets: Mapping[str, Cells]) -> bytes:
    """A workbook, the same bytes every time; dates become Excel dates."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": CREATED})
    as_date = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if isinstance(value, dt.date):
                    sheet.write_datetime(r, c, dt.datetime.combine(value, dt.time()), as_date)
                elif value not in ("", None):
                    sheet.write(r, c, value)
    book.close()
    return out.getvalue()


def gender_labels(defined: Definitions) -> dict[str, str]:
    """Each gender's first label, as lists write it."""
    return {g.id: g.labels[0] for g in defined.genders}


def participant_list(platform: str, rows: list[Row], defined: Definitions) -> tuple[str, bytes]:
    """File name and content of one sender's list."""
    style = STYLES[platform]
    headers = [*style.first, *(h for h in HEADERS if h not in style.first), *style.extra]
    table: list[list[Cell]] = [[*headers]]
    for row in rows:
        cells = _cells(row, style, defined)
        table.append([cells[h] for h in headers])
    if style.form == "csv":
        return f"{platform}.csv", csv_bytes(table, style.encoding)
    sheets: dict[str, Cells] = {"Deltagare": [*([line] for line in style.title), *table]}
    if style.sheets:
        told = [["Fyll i en rad per deltagare."], ["Lämna Slut tomt så länge deltagaren är kvar."]]
        sheets = {"Instruktion": told, **sheets, "Värden": _allowed(defined)}
    return f"{platform}.xlsx", xlsx_bytes(sheets)


def _cells(row: Row, style: Style, defined: Definitions) -> dict[str, Cell]:
    """A row by column, as its sender writes it."""
    labels = {o.id: o.label for o in defined.outcomes}
    return {
        "Personnummer": style.number(row.number),
        "Kön": {**gender_labels(defined), **style.gender}[row.gender],
        "Kommun": row.municipality,
        "Aktualiserad": style.date(row.referred) if row.referred else "",
        "Aktualiserad av": row.referred_by,
        "Beslut": row.decision,
        "Start": style.date(row.start) if row.start else "",
        "Slut": style.date(row.end) if row.end else "",
        "Avslutsorsak": labels.get(row.outcome, ""),
        "Insats": "Samordningsteam",
    }


def _allowed(defined: Definitions) -> list[list[str]]:
    """The sheet of allowed values: reasons to leave and decisions, side by side."""
    reasons = [o.label for o in defined.outcomes]
    decisions = [d.labels[0] for d in defined.decisions]
    blank = [""] * (len(reasons) - len(decisions))
    return [["Avslutsorsak", "Beslut"], *map(list, zip(reasons, [*decisions, *blank], strict=True))]


def write(path: Path, content: bytes) -> None:
    """Write a delivered file, its folder too."""
    write_whole(path, content)
