"""Write the reconstructed year as organisations send it: Excel and CSV, each with its own habits."""

import csv
import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

from helpers.deliveries.participants import HEADERS
from helpers.reconstruction.people import LABELS, Row

CREATED = dt.datetime(2020, 1, 1)
Style = dict[str, object]


def _iso(d: dt.date) -> str:
    return f"{d:%Y-%m-%d}"


def _compact(d: dt.date) -> str:
    return f"{d:%Y%m%d}"


def _spoken(d: dt.date) -> str:
    return f"{d.day}/{d.month} {d.year}"


def _mixed(d: dt.date) -> str:
    return (_iso, _compact, _spoken)[d.day % 3](d)


# How each sender keeps its list: file form, dates, Kön, personnummer, column order.
STYLES: dict[str, Style] = {
    "ungdomstorget": {
        "form": "xlsx",
        "title": ["Deltagarlista Ungdomstorget", "Utdrag vid årets slut"],
        "sheets": True,
    },
    "vuxentorget": {
        "form": "xlsx",
        "date": _spoken,
        "gender": {"women": "kvinna", "men": "man"},
        "first": ["Start", "Slut", "Avslutsorsak"],
        "extra": "Insats",
    },
    "robertsfors": {"form": "csv", "encoding": "cp1252", "gender": {"women": "K", "men": "M"}},
    "nordmaling": {"form": "csv", "encoding": "utf-8-sig", "date": _compact, "number": lambda n: n},
    "vannas": {
        "form": "xlsx",
        "date": _mixed,
        "number": lambda n: f"{n[2:8]}-{n[8:]}",
        "title": ["Vännäs samordningsteam"],
    },
    "vindeln": {
        "form": "csv",
        "encoding": "utf-8",
        "date": _mixed,
        "gender": {"women": "Kvinna ", "men": " Man"},
    },
    "bjurholm": {"form": "xlsx", "gender": {"women": "KVINNA", "men": "MAN"}},
    "vaga-vaxa": {"form": "xlsx", "number": lambda n: int(n), "title": ["Våga växa", "", "Alla deltagare"]},
    "hikikomori": {"form": "csv", "encoding": "cp1252", "date": _spoken, "number": lambda n: n[2:]},
    "halsoframjande-etablering": {"form": "xlsx", "date": _iso, "first": ["Kön", "Personnummer"]},
}


def csv_bytes(rows: list[list[object]], encoding: str = "cp1252") -> bytes:
    """Rows as the authorities' systems export them: semicolons and CRLF."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding)


def xlsx_bytes(sheets: dict[str, list[list[object]]]) -> bytes:
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


def participant_list(platform: str, rows: list[Row]) -> tuple[str, bytes]:
    """File name and content of one sender's list."""
    style = STYLES[platform]
    date: Callable = style.get("date", (lambda d: d) if style["form"] == "xlsx" else _iso)
    number = style.get("number", lambda n: f"{n[:8]}-{n[8:]}")
    gender = style.get("gender", {"women": "Kvinna", "men": "Man"})
    first = style.get("first", [])
    headers = [*first, *(h for h in HEADERS if h not in first)] + (
        [style["extra"]] if "extra" in style else []
    )
    table = [headers]
    for r in rows:
        cells = {
            "Personnummer": number(r.number),
            "Kön": gender[r.gender],
            "Kommun": r.municipality,
            "Aktualiserad": date(r.referred) if r.referred else "",
            "Aktualiserad av": r.referred_by,
            "Beslut": r.decision,
            "Start": date(r.start) if r.start else "",
            "Slut": date(r.end) if r.end else "",
            "Avslutsorsak": LABELS.get(r.outcome, ""),
            "Insats": "Samordningsteam",
        }
        table.append([cells[h] for h in headers])
    if style["form"] == "csv":
        return f"{platform}.csv", csv_bytes(table, style["encoding"])
    title = [[line] for line in style.get("title", [])]
    sheets = {"Deltagare": [*title, *table]}
    if style.get("sheets"):
        sheets = {
            "Instruktion": [
                ["Fyll i en rad per deltagare."],
                ["Lämna Slut tomt så länge deltagaren är kvar."],
            ],
            **sheets,
        }
        sheets["Värden"] = [
            ["Avslutsorsak", "Beslut"],
            *([label, d] for label, d in zip(LABELS.values(), ["Ja", "Nej", "", ""], strict=True)),
        ]
    return f"{platform}.xlsx", xlsx_bytes(sheets)


def write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
