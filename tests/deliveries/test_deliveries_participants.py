"""The participant-list reader and a year's lists together: rows 2-27 and 40 of the list of bad inputs.

Each case is the clean list with one change. The number that begins a test's name or id is the row of the
list.
"""

import csv
import datetime as dt
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from support.workspaces import FIXTURE

from helpers import definitions, identity
from helpers.checks import year as checks
from helpers.context import Context
from helpers.counting import participations as rules
from helpers.deliveries import headings, participants, returned
from helpers.deliveries.delivery import Delivery
from helpers.deliveries.files import dates
from helpers.deliveries.files.corrections import Correction
from helpers.deliveries.participants import HEADERS
from helpers.facts import Facts
from helpers.faults import Fault, Faults
from helpers.language.spellings import luhn_ok
from helpers.masking import telling
from helpers.paths import REPOSITORY, Workspace
from helpers.reading import limits

YEAR = definitions.load(REPOSITORY / "data" / "definitions" / "2019.yaml")
SECRET = b"a test's own key"
Rows = list[dict[str, object]]
Read = tuple[pd.DataFrame, Faults]

# The clean list: header in row 1, these in rows 2-9.
LEFT, STUDIES, RETURNED, STAYS, REFUSED, PENDING, BEFORE, REMAINING = range(8)
CLEAN = [
    ("Kvinna", "2018-03-01", "Arbetsförmedlingen", "Ja", "2018-04-02", "2019-05-31", "Arbete"),
    ("Man", "2019-01-10", "Försäkringskassan", "Ja", "2019-02-01", "2019-12-31", "Studier"),
    (
        "Kvinna",
        "2019-01-15",
        "Region Västerbotten",
        "Ja",
        "2019-03-01",
        "2019-06-30",
        "Annan behovsanpassad lösning",
    ),
    ("Man", "2018-09-03", "Socialtjänsten", "Ja", "2018-10-01", "", ""),
    ("Kvinna", "2019-04-01", "Övriga kommunen", "Nej", "", "", ""),
    ("Man", "2019-11-20", "Socialtjänsten", "", "", "", ""),
    ("Kvinna", "2017-01-09", "Socialtjänsten", "Ja", "2017-02-01", "2018-06-01", "Övrigt avbrott"),
    ("Man", "2019-08-01", "Arbetsförmedlingen", "Ja", "2019-09-01", "", ""),
]


def sheet_row(index: int) -> int:
    return index + 2


@pytest.fixture
def people(test_numbers: list[str]) -> list[str]:
    """Test numbers of people of working age in 2019, a woman's and a man's in turn, as in the clean list."""
    working = [n for n in test_numbers if "1965" <= n[:4] <= "1995" and int(n[6:8]) <= 31]
    women, men = ([n for n in working if int(n[10]) % 2 == odd] for odd in (0, 1))
    return [n for couple in zip(women, men, strict=False) for n in couple]


@pytest.fixture
def clean(people: list[str]) -> Rows:
    return [
        dict(zip(HEADERS, [f"{number[:8]}-{number[8:]}", row[0], "Umeå", *row[1:]], strict=True))
        for number, row in zip(people, CLEAN, strict=False)
    ]


def changed(rows: Rows, index: int, **cells: object) -> Rows:
    return [row | cells if i == index else row for i, row in enumerate(rows)]


def table(rows: Rows, headers: list[str] = HEADERS) -> list[list[object]]:
    return [headers, *([row.get(h, "") for h in headers] for row in rows)]


def text_of(cells: list[list[object]], separator: str = ";", line_end: str = "\r\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=line_end).writerows(cells)
    return out.getvalue()


def csv_file(folder: Path, cells: list[list[object]] | str | bytes) -> Path:
    path = folder / "vannas.csv"
    content = cells if isinstance(cells, (str, bytes)) else text_of(cells)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def xlsx_file(
    folder: Path, cells: list[list[object]], touch: Callable[[openpyxl.Workbook], None] = lambda book: None
) -> Path:
    """A workbook with one sheet `Lista`; blanks stay unwritten; `touch` may change it before it is saved."""
    path, book = folder / "vannas.xlsx", openpyxl.Workbook()
    book.active.title = "Lista"
    for r, row in enumerate(cells, 1):
        for c, value in enumerate(row, 1):
            if value != "":
                book.active.cell(r, c, value)
    touch(book)
    book.save(path)
    return path


def sheet(book: openpyxl.Workbook) -> openpyxl.worksheet.worksheet.Worksheet:
    return book["Lista"]


def edit_part(path: Path, part: str, edit: Callable[[bytes], bytes]) -> None:
    """Change one part of a workbook's archive."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert edit(parts[part]) != parts[part]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, edit(content) if name == part else content)


def read(path: Path, corrections: tuple[Correction, ...] = ()) -> Read:
    return participants.read(path, f"participants/{path.name}", "vannas", YEAR, SECRET, list(corrections))


def same(one: pd.DataFrame, other: pd.DataFrame, without: tuple[str, ...] = ("row",)) -> bool:
    return one.drop(columns=list(without)).equals(other.drop(columns=list(without)))


def findings(faults: Faults, level: str) -> list[Fault]:
    return [f for f in faults.found if f.level == level]


def only(faults: Faults, level: str, code: str, **said: object) -> Fault:
    """The one finding of the file, notes apart; its line says file, place, what is wrong and what to do."""
    (fault,) = [f for f in faults.found if f.level != "note"]
    assert (fault.level, fault.code, {name: getattr(fault, name) for name in said}) == (level, code, said)
    for part in (fault.file, fault.sheet, fault.column, fault.message, fault.action):
        assert part in fault.line()
    assert fault.file.endswith((".csv", ".xlsx")) and fault.action
    return fault


def refused_alone(result: Read, code: str, **said: object) -> Fault:
    """For one reason the list is refused and gives no row, or its referrals are and the rest is read."""
    frame, faults = result
    if said.get("column") in participants.OF_THEIR_OWN:
        assert len(frame) and not faults.refused
        return only(faults, "omit", code, **said)
    assert frame.empty
    return only(faults, "refuse", code, **said)


def with_check_digit(nine_digits: str) -> str:
    return next(n for n in (f"{nine_digits}{d}" for d in range(10)) if luhn_ok(n))


@pytest.fixture
def expected(clean: Rows, tmp_path: Path) -> pd.DataFrame:
    """The clean list as it is read: without a finding."""
    folder = tmp_path / "clean"
    folder.mkdir()
    frame, faults = read(csv_file(folder, table(clean)))
    assert faults.found == [] and len(frame) == len(CLEAN)
    return frame


def test_clean_list_is_the_same_from_a_workbook(clean: Rows, expected: pd.DataFrame, tmp_path: Path) -> None:
    frame, faults = read(xlsx_file(tmp_path, table(clean)))
    assert same(frame, expected) and faults.found == []
    assert list(frame["row"]) == [f"participants/vannas.xlsx#Lista!{n}" for n in range(2, 10)]


# --- files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cut", "code"),
    [
        pytest.param(lambda raw: b"", "empty_file", id="2-0 bytes"),
        pytest.param(lambda raw: raw[: len(raw) // 2], "not_whole", id="2-half"),
        pytest.param(lambda raw: raw[:-30], "not_whole", id="2-last 30 bytes"),
        pytest.param(
            lambda raw: raw.replace(b"xl/workbook.xml", b"xl/workbooc.xml"),
            "not_whole",
            id="2-a part missing",
        ),
        pytest.param(lambda raw: bytes(len(raw)), "not_whole", id="2-only zeros"),
    ],
)
def test_2_workbook_that_is_not_whole(cut: Callable, code: str, clean: Rows, tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, table(clean))
    path.write_bytes(cut(path.read_bytes()))
    refused_alone(read(path), code)


def test_2_workbook_with_a_broken_part_inside(clean: Rows, tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, table(clean))
    edit_part(path, "xl/worksheets/sheet1.xml", lambda xml: xml[: len(xml) // 2])
    refused_alone(read(path), "not_whole")


def test_2_text_file_of_0_bytes_or_separators_only(tmp_path: Path) -> None:
    refused_alone(read(csv_file(tmp_path, b"")), "empty_file")
    refused_alone(read(csv_file(tmp_path, b";;;\r\n;;;\r\n")), "empty_file")


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)  # how both a protected workbook and an old one begin


@pytest.mark.parametrize(
    ("ending", "content", "code"),
    [
        pytest.param(".xlsx", "csv", "text_as_xlsx", id="3-csv as xlsx"),
        pytest.param(
            ".xlsx", b"\xef\xbb\xbf<html><table></table></html>", "html_as_xlsx", id="3-html as xlsx"
        ),
        pytest.param(".csv", b"<!DOCTYPE html><table></table>", "html_file", id="3-html as csv"),
        pytest.param(".xlsx", OLE, "old_workbook", id="3-old Excel"),
        pytest.param(".xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "protected", id="3-password"),
        pytest.param(".csv", b"PK\x03\x04\x00\x00", "not_text", id="3-workbook as csv"),
    ],
)
def test_3_file_that_is_not_what_its_name_says(
    ending: str, content: bytes | str, code: str, clean: Rows, tmp_path: Path
) -> None:
    path = tmp_path / f"vannas{ending}"
    path.write_bytes(text_of(table(clean)).encode() if content == "csv" else content)
    refused_alone(read(path), code)


def test_3_workbook_in_an_encrypted_archive(clean: Rows, tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, table(clean))
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(raw)
    refused_alone(read(path), "protected")


def whole_year(workspace: Workspace) -> tuple[pd.DataFrame, Delivery]:
    delivery = Delivery(
        Context(workspace, 2019), definitions.load(workspace.definitions / "2019.yaml"), SECRET
    )
    rows = delivery.read("participants")["participations"]
    delivery.faults += checks.people(delivery, rows)
    return rows, delivery


def facts_of(rows: pd.DataFrame, delivery: Delivery) -> Facts:
    lists = {
        part: status.replace("empty", "missing")
        for (kind, part), status in delivery.statuses.items()
        if kind == "participants"
    }
    return rules.facts(rows, delivery.definitions, lists)


def lists_folder(workspace: Workspace) -> Path:
    return workspace.raw(2019) / "participants"


def of_file(delivery: Delivery, name: str) -> list[Fault]:
    return [f for f in delivery.faults if f.file == f"participants/{name}"]


def test_4_a_file_where_nothing_is_read_is_flagged(workspace: Workspace) -> None:
    (lists_folder(workspace) / "äldre").mkdir()
    (lists_folder(workspace) / "äldre" / "vannas.csv").write_bytes(b"x")
    _, delivery = whole_year(workspace)
    (fault,) = of_file(delivery, "äldre/vannas.csv")
    assert (fault.level, fault.code) == ("flag", "misplaced_file") and fault.action


@pytest.mark.parametrize("litter", ["~$vannas.xlsx", ".DS_Store", "Thumbs.db", ".~lock.vannas.csv#"])
def test_4_litter_is_named_as_ignored_and_changes_nothing(litter: str, workspace: Workspace) -> None:
    before, _ = whole_year(workspace)
    (lists_folder(workspace) / litter).write_bytes(b"\x00\x01")
    rows, delivery = whole_year(workspace)
    assert rows.equals(before)
    (fault,) = of_file(delivery, litter)
    assert (fault.level, fault.code) == ("note", "ignored_file")


def test_5_misspelt_platform_is_refused_with_the_nearest_id(workspace: Workspace) -> None:
    (lists_folder(workspace) / "vannas.csv").rename(lists_folder(workspace) / "vanas.csv")
    rows, delivery = whole_year(workspace)
    (fault,) = of_file(delivery, "vanas.csv")
    assert (fault.level, fault.code, fault.part, fault.value) == ("refuse", "unknown_file", "vannas", "vanas")
    assert "vannas?" in fault.line()
    assert "lägg till plattformen (platforms)" in fault.ours and "plattformen" not in fault.action
    assert delivery.statuses["participants", "vannas"] == "refused"
    assert set(rows["platform"]) == {"ungdomstorget", "hikikomori"}


def test_5_a_list_in_a_form_nobody_reads_is_refused(workspace: Workspace) -> None:
    (lists_folder(workspace) / "vannas.csv").rename(lists_folder(workspace) / "vannas.ods")
    _, delivery = whole_year(workspace)
    assert [(f.level, f.code, f.value) for f in of_file(delivery, "vannas.ods")] == [
        ("refuse", "wrong_type", ".ods")
    ]
    assert delivery.statuses["participants", "vannas"] == "refused"


def test_5_a_personnummer_in_a_file_name_is_not_told(workspace: Workspace, people: list[str]) -> None:
    (lists_folder(workspace) / f"{people[0]}.csv").write_bytes(b"a;b\r\n")
    _, delivery = whole_year(workspace)
    assert "unknown_file" in [f.code for f in delivery.faults]
    assert people[0] not in repr(delivery.faults)


def test_6_two_files_of_one_list_are_refused_and_both_named(workspace: Workspace, clean: Rows) -> None:
    xlsx_file(lists_folder(workspace), table(clean))
    rows, delivery = whole_year(workspace)
    for name in ("vannas.csv", "vannas.xlsx"):
        (fault,) = of_file(delivery, name)
        assert (fault.level, fault.code) == ("refuse", "two_files")
        assert "vannas.csv" in fault.message and "vannas.xlsx" in fault.message
    assert delivery.statuses["participants", "vannas"] == "refused" and "vannas" not in set(rows["platform"])


# --- header and sheets ----------------------------------------------------------------------------


@pytest.mark.parametrize("write", [csv_file, xlsx_file])
def test_7_title_rows_other_order_and_extra_column(
    write: Callable, clean: Rows, expected: pd.DataFrame, tmp_path: Path
) -> None:
    headers = ["Anteckning", *reversed(HEADERS)]
    titles = [["Vännäs, Bjurholm, 2019"], [""], ["Utdrag den 10 januari"]]
    cells = [
        *titles,
        *table(
            [
                row | {"Anteckning": "ett, två, tre, fyra, fem, sex, sju, åtta, nio, tio, elva"}
                for row in clean
            ],
            headers,
        ),
    ]
    frame, faults = read(write(tmp_path, cells))
    assert same(frame, expected)
    assert [(f.level, f.code, f.column) for f in faults.found] == [("note", "extra_column", "Anteckning")]
    assert frame["row"].iloc[0].endswith("!5")


def test_7_extra_column_without_header_is_named_by_its_letter(
    clean: Rows, expected: pd.DataFrame, tmp_path: Path
) -> None:
    frame, faults = read(xlsx_file(tmp_path, table(clean), lambda book: sheet(book).cell(4, 11, "ringt")))
    assert same(frame, expected)
    assert [(f.level, f.code, f.column) for f in faults.found] == [("note", "extra_column", "K")]


@pytest.mark.parametrize("write", [csv_file, xlsx_file])
def test_8_misspelt_column_is_refused_with_the_nearest_header(
    write: Callable, clean: Rows, tmp_path: Path
) -> None:
    cells = table(clean)
    cells[0] = ["Avslutorsak" if h == "Avslutsorsak" else h for h in HEADERS]
    fault = refused_alone(
        read(write(tmp_path, cells)), "column_misspelt", row=1, column="Avslutsorsak", value="Avslutorsak"
    )
    assert "Avslutorsak" in fault.message


def test_8_every_missing_and_doubled_column_is_told(clean: Rows, tmp_path: Path) -> None:
    headers = [h for h in HEADERS if h not in ("Start", "Beslut")] + ["Kön"]
    frame, faults = read(csv_file(tmp_path, table(clean, headers)))
    assert frame.empty
    assert {(f.level, f.code, f.column) for f in faults.found} == {
        ("refuse", "column_missing", "Start"),
        ("refuse", "column_missing", "Beslut"),
        ("refuse", "column_twice", "Kön"),
    }
    (twice,) = [f for f in faults.found if f.code == "column_twice"]
    assert "kolumn B, H" in twice.message


def test_8_the_header_again_among_the_rows_is_no_participant(clean: Rows, tmp_path: Path) -> None:
    cells = table(clean)
    frame, faults = read(csv_file(tmp_path, [*cells[:4], cells[0], *cells[4:]]))
    assert frame.empty
    assert [(f.level, f.code, f.row) for f in faults.found] == [("refuse", "header_again", 5)]


def test_8_file_without_any_of_the_headers(tmp_path: Path) -> None:
    fault = refused_alone(read(csv_file(tmp_path, "a;b\r\n1;2\r\n")), "no_header")
    assert all(h in fault.message for h in HEADERS)


def test_9_other_sheets_are_named_as_not_read(clean: Rows, expected: pd.DataFrame, tmp_path: Path) -> None:
    def touch(book: openpyxl.Workbook) -> None:
        book.create_sheet("Instruktion", 0).append(["Fyll i en rad per deltagare."])
        book.create_sheet("Pivot").append(["Kön", "Kön", "Start", "Start", "Slut", "Beslut", "Kommun"])
        hidden = book.create_sheet("Värden")
        hidden.append(["Avslutsorsak", "Beslut"])
        hidden.sheet_state = "hidden"
        book.create_sheet("Tomt")
        chart = openpyxl.chart.BarChart()
        chart.add_data(openpyxl.chart.Reference(sheet(book), min_col=1, min_row=1, max_row=2))
        book.create_chartsheet("Diagram").add_chart(chart)

    frame, faults = read(xlsx_file(tmp_path, table(clean), touch))
    assert same(frame, expected)
    assert [(f.level, f.code, f.sheet) for f in faults.found] == [
        ("note", "sheet_not_read", "Instruktion"),
        ("note", "sheet_not_read", "Pivot"),
        ("note", "hidden_sheet_not_read", "Värden"),
    ]


@pytest.mark.parametrize("state", ["visible", "hidden"])
def test_9_two_sheets_with_all_headers_are_refused_and_both_named(
    state: str, clean: Rows, tmp_path: Path
) -> None:
    def touch(book: openpyxl.Workbook) -> None:
        copy = book.copy_worksheet(sheet(book))
        copy.title, copy.sheet_state = "Lista 2018", state

    fault = refused_alone(read(xlsx_file(tmp_path, table(clean), touch)), "two_lists")
    assert "Lista, Lista 2018" in fault.message


# --- cells ----------------------------------------------------------------------------------------

HAZARDS = [
    pytest.param(lambda s, r: s.merge_cells(f"C{r}:D{r}"), "merged_cells", "C{r}:D{r}", id="10-merged"),
    pytest.param(
        lambda s, r: s.cell(r, 3, "=B2&C2"),
        "formula_without_result",
        telling.hidden(),
        id="10-formula without result",
    ),
    pytest.param(lambda s, r: s.cell(r, 3, "#N/A"), "error_cell", "#N/A", id="10-error #N/A"),
    pytest.param(lambda s, r: s.cell(r, 3, "#REF!"), "error_cell", "#REF!", id="10-error #REF!"),
]


@pytest.mark.parametrize(("touch", "code", "text"), HAZARDS)
def test_10_cell_that_cannot_be_trusted_is_refused(
    touch: Callable, code: str, text: str, clean: Rows, tmp_path: Path
) -> None:
    row = sheet_row(STUDIES)
    path = xlsx_file(tmp_path, table(clean), lambda book: touch(sheet(book), row))
    fault = refused_alone(read(path), code, sheet="Lista", row=row, column="Kommun", value=text.format(r=row))
    assert text.format(r=row) in fault.message and (code == "merged_cells" or f"Cell C{row}" in fault.message)


@pytest.mark.parametrize(("touch", "code", "text"), HAZARDS[1:])
def test_10_in_a_row_that_does_not_touch_the_year_it_is_flagged(
    touch: Callable, code: str, text: str, clean: Rows, expected: pd.DataFrame, tmp_path: Path
) -> None:
    path = xlsx_file(tmp_path, table(clean), lambda book: touch(sheet(book), sheet_row(BEFORE)))
    frame, faults = read(path)
    only(faults, "flag", code, row=sheet_row(BEFORE))
    assert same(frame, expected, ("row", "municipality"))


@pytest.mark.parametrize(("touch", "code", "text"), HAZARDS)
def test_10_in_a_column_nobody_reads_it_is_flagged(
    touch: Callable, code: str, text: str, clean: Rows, expected: pd.DataFrame, tmp_path: Path
) -> None:
    headers = [*HEADERS[:2], "Anteckning", "Insats", *HEADERS[2:]]
    frame, faults = read(xlsx_file(tmp_path, table(clean, headers), lambda book: touch(sheet(book), 4)))
    only(faults, "flag", code, row=4, column="Anteckning")
    assert same(frame, expected)


@pytest.mark.parametrize("column", ["Aktualiserad", "Start", "Slut"])
def test_10_error_in_a_date_may_touch_the_year_and_is_refused(
    column: str, clean: Rows, tmp_path: Path
) -> None:
    rows = changed(clean, BEFORE, **{column: "#VALUE!"})
    refused_alone(
        read(xlsx_file(tmp_path, table(rows))),
        "error_cell",
        row=sheet_row(BEFORE),
        column=column,
        value="#VALUE!",
    )


def test_20_a_bare_number_of_a_workbook_that_counts_from_1904_is_refused_and_its_dates_are_read(
    clean: Rows, expected: pd.DataFrame, tmp_path: Path
) -> None:
    """Day 43525 of such a workbook is 1 March 2023.

    A cell that is formatted as a date says which day it is.
    """

    def formatted(book: openpyxl.Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
        for cell in (
            c
            for r in sheet(book).iter_rows(min_row=4)
            for c in r
            if re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(c.value))
        ):
            cell.value = dt.date.fromisoformat(cell.value)

    def bare(book: openpyxl.Workbook) -> None:
        formatted(book)
        sheet(book).cell(sheet_row(STUDIES), HEADERS.index("Start") + 1, 42063).number_format = "General"

    frame, faults = read(xlsx_file(tmp_path, table(clean), formatted))
    assert faults.found == [] and same(frame, expected)
    fault = refused_alone(
        read(xlsx_file(tmp_path, table(clean), bare)),
        "days_from_1904",
        row=sheet_row(STUDIES),
        column="Start",
        value="42063",
    )
    assert "fyra år fel" in fault.message


def test_10_a_row_of_nothing_but_formulas_without_result_is_not_lost(clean: Rows, tmp_path: Path) -> None:
    def touch(book: openpyxl.Workbook) -> None:
        for column in range(1, 10):
            sheet(book).cell(10, column, f"=Blad1!A{column}")

    frame, faults = read(xlsx_file(tmp_path, table(clean), touch))
    assert frame.empty
    assert [(f.level, f.code, f.row) for f in faults.found] == [("refuse", "formula_without_result", 10)] * 9


def test_10_merged_rows_are_told_once_with_the_range(clean: Rows, tmp_path: Path) -> None:
    rows = changed(clean, RETURNED, Kommun="")
    path = xlsx_file(tmp_path, table(rows), lambda book: sheet(book).merge_cells("C3:C4"))
    refused_alone(read(path), "merged_cells", row=3, column="Kommun", value="C3:C4")


def test_10_merged_title_above_the_header_is_no_fault(
    clean: Rows, expected: pd.DataFrame, tmp_path: Path
) -> None:
    path = xlsx_file(
        tmp_path, [["Deltagarlista"], *table(clean)], lambda book: sheet(book).merge_cells("A1:I1")
    )
    frame, faults = read(path)
    assert same(frame, expected) and faults.found == []


def test_10_error_is_found_in_cells_without_references(clean: Rows, tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, table(changed(clean, LEFT, Kommun="#N/A")))
    edit_part(path, "xl/worksheets/sheet1.xml", lambda xml: re.sub(rb' r="[A-Z]*[0-9]+"', b"", xml))
    refused_alone(read(path), "error_cell", row=sheet_row(LEFT), column="Kommun")


@pytest.mark.parametrize("result", ["Umeå", ""], ids=["10-text", "10-stored blank"])
def test_10_formula_with_a_stored_result_is_no_fault(
    result: str, clean: Rows, expected: pd.DataFrame, tmp_path: Path
) -> None:
    path = tmp_path / "vannas.xlsx"
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet("Lista")
    for r, row in enumerate(table(clean)):
        for c, value in enumerate(row):
            page.write_formula(r, c, '=""&"x"', None, result or "blank") if (r, c) == (3, 2) else page.write(
                r, c, value
            )
    book.close()
    if not result:
        edit_part(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"<v>blank</v>", b"<v></v>"))
    frame, faults = read(path)
    assert faults.found == [] and frame["municipality"].iloc[2] == result
    assert same(frame, expected, ("row", "municipality"))


# --- rows and size --------------------------------------------------------------------------------


@pytest.mark.parametrize("with_total", [False, True], ids=["header only", "header and Summa"])
def test_11_header_only_is_missing_not_zero(with_total: bool, workspace: Workspace) -> None:
    cells = table([{"Personnummer": "Summa", "Start": "0"}] if with_total else [])
    csv_file(lists_folder(workspace), cells)
    rows, delivery = whole_year(workspace)
    assert delivery.statuses["participants", "vannas"] == "empty"
    assert [f.code for f in of_file(delivery, "vannas.csv")] == ["total_row"] * with_total + ["empty_list"]
    counts = ("total", "new", "discharged", "unique")
    facts = [f for f in facts_of(rows, delivery) if f.platform == "vannas" and f.measure in counts]
    assert {(f.state, f.value) for f in facts} == {("missing", None)}


@pytest.mark.parametrize(
    "total",
    [
        {"Personnummer": "Summa", "Kön": "8"},
        {"Personnummer": "SUMMA:", "Start": "6", "Slut": "4"},
        {"Kommun": "Totalt antal deltagare", "Avslutsorsak": "3"},
        {"Personnummer": "Totalt", "Start": 6, "Slut": 4},
    ],
    ids=lambda t: "11-" + " ".join(map(str, t.values())),
)
@pytest.mark.parametrize("write", [csv_file, xlsx_file])
def test_11_total_row_is_flagged_and_not_counted(
    write: Callable, total: dict, clean: Rows, expected: pd.DataFrame, tmp_path: Path
) -> None:
    for index in (len(clean), 3):
        frame, faults = read(write(tmp_path, table([*clean[:index], total, *clean[index:]])))
        only(faults, "flag", "total_row", row=sheet_row(index), value=next(v for v in total.values()))
        assert same(frame, expected)


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1_000_000_000,) * 2)
resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
from pathlib import Path
from helpers import definitions
from helpers.deliveries import participants
path = Path(sys.argv[1])
year = definitions.load(Path(sys.argv[2]))
frame, faults = participants.read(path, path.name, "vannas", year, b"a test's own key", [])
frame.to_pickle(path.with_suffix(".frame"))
print(*(f"{f.level}|{f.code}|{f.sheet}|{f.row}|{f.column}|{f.value}" for f in faults.found), sep="\\n")
"""


def read_within_limits(path: Path) -> tuple[pd.DataFrame, list[str]]:
    """Read in a process that may use 1 GB and 10 s of processor: it is killed, or fails, beyond them."""
    one_thread = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path), str(REPOSITORY / "data/definitions/2019.yaml")],
        capture_output=True,
        text=True,
        env=one_thread,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return pd.read_pickle(path.with_suffix(".frame")), done.stdout.split("\n")[:-1]


def add_rows(path: Path, rows: Iterator[str]) -> None:
    """Put rows of raw XML after the last row of the sheet, without ever holding them all."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    before, end, after = parts.pop("xl/worksheets/sheet1.xml").partition(b"</sheetData>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(before)
            for row in rows:
                part.write(row.encode())
            part.write(end + after)


LAST_ROW = 1_048_576


def blank_rows() -> Iterator[str]:
    """Rows as Excel leaves them after formatting: with and without cells."""
    for r in range(10, LAST_ROW, 2):
        cells = "".join(f'<c r="{column}{r}" s="0"/>' for column in "ABCDHI")
        yield f'<row r="{r}" spans="1:9" ht="15">{cells}</row><row r="{r + 1}" ht="15"/>'


def blank_text() -> Iterator[str]:
    yield f'<row r="{LAST_ROW}"><c r="I{LAST_ROW}" t="inlineStr"><is><t> </t></is></c></row>'


@pytest.mark.parametrize("rows", [blank_rows, blank_text])
def test_11_million_blank_rows_in_a_workbook(
    rows: Callable, clean: Rows, expected: pd.DataFrame, tmp_path: Path
) -> None:
    path = xlsx_file(tmp_path, table(clean))
    add_rows(path, rows())
    frame, found = read_within_limits(path)
    assert same(frame, expected) and found == [""]


def test_11_million_blank_rows_in_a_text_file(clean: Rows, expected: pd.DataFrame, tmp_path: Path) -> None:
    frame, found = read_within_limits(
        csv_file(tmp_path, text_of(table(clean)) + "\r\n;;;;;;;;\r\n" * 500_000)
    )
    assert same(frame, expected) and found == [""]


@pytest.mark.parametrize(("column", "row"), [("XFD", LAST_ROW), ("A", 300_000), ("XFD", 5), ("ALK", 190_000)])
def test_12_value_far_outside_the_list(column: str, row: int, clean: Rows, tmp_path: Path) -> None:
    path = xlsx_file(
        tmp_path,
        table(clean),
        lambda book: sheet(book).cell(row, openpyxl.utils.column_index_from_string(column), "x"),
    )
    frame, found = read_within_limits(path)
    assert frame.empty and found == [f"refuse|far_cell|Lista|{row}|{column}|{column}{row}"]


@pytest.mark.parametrize(
    ("unpacked", "piece"),
    [
        pytest.param(400_000_000, " ", id="12-blanks between the tags"),
        pytest.param(100_000_000, '<c r="A2"><v>1</v></c>', id="12-cells"),
        pytest.param(100_000_000, '<c r="A2"/>', id="12-blank cells in one row"),
    ],
)
def test_12_small_file_that_unpacks_to_a_huge_one(
    unpacked: int, piece: str, clean: Rows, tmp_path: Path
) -> None:
    path = xlsx_file(tmp_path, table(clean))
    block = piece * (1_000_000 // len(piece))
    add_rows(
        path,
        (
            x
            for r in ([f'<row r="{LAST_ROW}">'], (block for _ in range(unpacked // len(block))), ["</row>"])
            for x in r
        ),
    )
    assert path.stat().st_size < 3_000_000
    frame, found = read_within_limits(path)
    assert frame.empty and found == ["refuse|too_large_unpacked||None||"]


def test_12_what_would_unpack_to_more_than_the_limit_is_not_unpacked(
    clean: Rows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = xlsx_file(tmp_path, table(clean))
    monkeypatch.setattr(limits, "MAX_UNPACKED_BYTES", 5_000)
    refused_alone(read(path), "too_large_unpacked")


def test_12_bomb_in_another_part_than_a_sheet(clean: Rows, tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, table(clean))
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/extra.xml", "w") as part,
    ):
        for _ in range(100):
            part.write(b" " * 1_000_000)
    frame, found = read_within_limits(path)
    assert frame.empty and found == ["refuse|too_large_unpacked||None||"]


@pytest.mark.parametrize(
    ("part", "place"),
    [("xl/worksheets/sheet1.xml", rb"(<v>)[^<]*"), ("xl/workbook.xml", rb'(<sheet [^>]*name=")[^"]*')],
    ids=["sheet", "workbook"],
)
def test_12_entities_that_unfold_to_a_huge_text(part: str, place: bytes, clean: Rows, tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 9))
    doctype = f'<!DOCTYPE x [<!ENTITY a0 "{"x" * 1_000}">{entities}]>'.encode()
    path = xlsx_file(tmp_path, table(changed(clean, LEFT, Kommun=1)))
    edit_part(
        path,
        part,
        lambda xml: doctype + re.sub(place, rb"\1&a8;", re.sub(rb"<\?xml[^>]*\?>", b"", xml), count=1),
    )
    frame, found = read_within_limits(path)
    assert frame.empty and found == ["refuse|not_whole||None||"]


def test_12_merge_over_the_whole_sheet(clean: Rows, tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, table(clean))
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="A3:XFD1048576"/></mergeCells>'
    edit_part(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</sheetData>", merge))
    frame, found = read_within_limits(path)
    assert frame.empty and found == ["refuse|merged_cells|Lista|3|Personnummer|A3:XFD1048576"]


# --- text files -----------------------------------------------------------------------------------


@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"], ids=["13-CRLF", "13-LF", "13-CR"])
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_13_encodings_and_line_ends(
    encoding: str, line_end: str, clean: Rows, expected: pd.DataFrame, tmp_path: Path
) -> None:
    frame, faults = read(csv_file(tmp_path, text_of(table(clean), line_end=line_end).encode(encoding)))
    assert same(frame, expected) and faults.found == []
    assert list(frame["row"]) == [f"participants/vannas.csv#!{n}" for n in range(2, 10)]


@pytest.mark.parametrize("separator", [",", "\t"], ids=["14-comma", "14-tab"])
def test_14_other_separators_are_read_the_same(
    separator: str, clean: Rows, expected: pd.DataFrame, tmp_path: Path
) -> None:
    frame, faults = read(csv_file(tmp_path, text_of(table(clean), separator)))
    assert same(frame, expected) and faults.found == []


def test_13_utf_8_with_a_broken_letter_is_not_read_as_another_encoding(clean: Rows, tmp_path: Path) -> None:
    """Every letter of it would be two, silently; `Umeå` is no label."""
    for bom in (b"", "\ufeff".encode()):
        raw = bom + text_of(table(clean)).encode()
        place = raw.index("Umeå".encode(), raw.index("Umeå".encode()) + 5) + 4
        refused_alone(
            read(csv_file(tmp_path, raw[:place] + b"e" + raw[place + 1 :])), "mixed_encoding", row=3
        )


def test_13_utf_16_is_read_by_its_mark_and_refused_without(
    clean: Rows, expected: pd.DataFrame, tmp_path: Path
) -> None:
    frame, faults = read(csv_file(tmp_path, text_of(table(clean)).encode("utf-16")))
    assert same(frame, expected) and not faults.found
    refused_alone(read(csv_file(tmp_path, text_of(table(clean)).encode("utf-16-le"))), "not_text")


def test_14_tab_with_commas_in_the_cells(clean: Rows, expected: pd.DataFrame, tmp_path: Path) -> None:
    """Also with the line that Excel understands as a separator's name."""
    rows = [row | {"Anteckning": "ett, två, tre, fyra, fem, sex, sju, åtta, nio, tio"} for row in clean]
    for before in ("", "sep=\t\r\n"):
        frame, faults = read(
            csv_file(tmp_path, before + text_of(table(rows, [*HEADERS, "Anteckning"]), "\t"))
        )
        assert same(frame, expected) and [f.code for f in faults.found] == ["extra_column"]


@pytest.mark.parametrize("value", ["10.5", "1 234,5", "1\u00a0234,5", "\u22123"])
@pytest.mark.parametrize(
    ("column", "code"),
    [
        ("Start", "not_a_date"),
        ("Slut", "not_a_date"),
        ("Aktualiserad", "not_a_date"),
        ("Avslutsorsak", "unknown_label"),
    ],
)
def test_15_number_where_none_belongs_is_refused_by_cell(
    column: str, code: str, value: str, clean: Rows, tmp_path: Path
) -> None:
    path = csv_file(tmp_path, table(changed(clean, STUDIES, **{column: value})))
    refused_alone(read(path), code, row=sheet_row(STUDIES), column=column, value=value.replace("\u00a0", " "))


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        pytest.param(lambda cells: [*cells, "extra"], "10", id="16-a field too many"),
        pytest.param(lambda cells: cells[:4] + cells[5:], "8", id="16-a field too few"),
        pytest.param(lambda cells: cells[:1], "1", id="16-cut after the first field"),
    ],
)
@pytest.mark.parametrize("index", [STUDIES, BEFORE])
def test_16_line_with_another_number_of_fields(
    change: Callable, fields: str, index: int, clean: Rows, tmp_path: Path
) -> None:
    cells = table(clean)
    cells[index + 1] = change(cells[index + 1])
    fault = refused_alone(read(csv_file(tmp_path, cells)), "uneven_row", row=sheet_row(index))
    assert f"{fields} fält" in fault.message and "9" in fault.message


def test_16_file_cut_anywhere_in_its_last_row_is_refused_by_line(clean: Rows, tmp_path: Path) -> None:
    order = [LEFT, STAYS, REFUSED, PENDING, BEFORE, REMAINING, RETURNED, STUDIES]
    whole = text_of(table([clean[i] for i in order])).encode().removesuffix(b"\r\n")
    begin = whole.rindex(b"\r\n") + 2
    assert read(csv_file(tmp_path, whole))[1].found == []
    for cut in range(begin + 1, len(whole)):
        frame, faults = read(csv_file(tmp_path, whole[:cut]))
        assert frame.empty and [f.row for f in findings(faults, "refuse")] == [9], whole[begin:cut]


def test_16_file_cut_within_quotes_is_refused(clean: Rows, tmp_path: Path) -> None:
    text = text_of(table(changed(clean, REMAINING, Kommun='"Umeå; Västerbotten"')))
    refused_alone(read(csv_file(tmp_path, text[: text.rindex("Västerbotten")])), "broken_csv", row=9)


# --- persons and labels ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("alter", "code"),
    [
        pytest.param(
            lambda n: f"{n[:8]}-{n[8:11]}{(int(n[11]) + 1) % 10}", "person_checksum", id="17-check digit"
        ),
        pytest.param(lambda n: n[2:11], "person_form", id="17-nine digits"),
        pytest.param(lambda n: f"{n[:4]}13{n[6:8]}-{n[8:]}", "person_date", id="17-month 13"),
        pytest.param(lambda n: f"{n[:8]}-TF{n[10:]}", "person_reserve", id="17-reserve number"),
        pytest.param(lambda n: "", "person_blank", id="17-blank"),
        pytest.param(lambda n: "okänd", "person_form", id="17-no number"),
    ],
)
@pytest.mark.parametrize("write", [csv_file, xlsx_file])
def test_17_faulty_number_is_flagged_without_digits(
    write: Callable,
    alter: Callable,
    code: str,
    clean: Rows,
    expected: pd.DataFrame,
    people: list[str],
    tmp_path: Path,
) -> None:
    number = alter(people[STUDIES])
    frame, faults = read(write(tmp_path, table(changed(clean, STUDIES, Personnummer=number))))
    fault = only(faults, "flag", code, row=sheet_row(STUDIES), column="Personnummer", value="")
    assert not re.search(r"\d", fault.message + fault.action)
    assert number not in fault.line() or not number
    assert same(frame, expected, ("row", "person", "age_group"))
    assert (
        frame["person"].nunique() == len(CLEAN)
        and frame["age_group"].isna().sum() == expected["age_group"].isna().sum() + 1
    )


@pytest.mark.parametrize("word", ["okänd", "skyddad identitet", ""])
def test_17_two_rows_without_a_number_are_two_persons(
    word: str, clean: Rows, expected: pd.DataFrame, tmp_path: Path
) -> None:
    rows = changed(changed(clean, STAYS, Personnummer=word), REMAINING, Personnummer=word)
    frame, faults = read(csv_file(tmp_path, table(rows)))
    assert not faults.refused and frame["person"].nunique() == len(CLEAN)
    assert same(frame, expected, ("row", "person", "age_group"))
    assert frame["age_group"].isna().sum() == expected["age_group"].isna().sum() + 2


def spellings(n: str) -> list[object]:
    return [
        int(n),
        float(n),
        int(n[2:]),
        n,
        n[2:],
        f"{n[:8]}-{n[8:]}",
        f"{n[2:8]}-{n[8:]}",
        f" {n[:8]}\u00a0{n[8:]} ",
        f"{n[:8]}\u2013{n[8:]}",
    ]


def coordination(n: str) -> str:
    """A samordningsnummer made of a test number: day + 60, and its own check digit."""
    return n[:2] + with_check_digit(f"{n[2:6]}{int(n[6:8]) + 60}{n[8:11]}")


@pytest.mark.parametrize("make", [lambda n: n, coordination], ids=["18-personnummer", "18-samordningsnummer"])
def test_18_one_person_spelt_in_many_ways_is_one(
    make: Callable, clean: Rows, people: list[str], tmp_path: Path
) -> None:
    number = make(next(n for n in people[1::2] if n[2] != "0"))
    rows = [
        clean[STUDIES]
        | {"Personnummer": spelt, "Start": f"2019-{month:02}-10", "Slut": f"2019-{month:02}-20"}
        for month, spelt in enumerate(spellings(number), 2)
    ]
    frame, faults = read(xlsx_file(tmp_path, table(rows)))
    assert faults.found == []
    assert len(frame) == len(rows) and frame["person"].nunique() == 1


def test_18_plus_means_a_hundred_years(clean: Rows, test_numbers: list[str], tmp_path: Path) -> None:
    number = next(n for n in test_numbers if n[:4] == "1905" and n[10] in "02468")
    rows = [
        clean[LEFT] | {"Personnummer": f"{number[2:8]}+{number[8:]}"},
        clean[REMAINING] | {"Personnummer": number, "Kön": "Kvinna"},
    ]
    frame, faults = read(csv_file(tmp_path, table(rows)))
    assert faults.found == [] and frame["person"].nunique() == 1


@pytest.mark.parametrize("value", ["kvinna", " Kvinna ", "K", "k", "\u00a0Kvinna\u00a0", "KVINNA", "Kvinna."])
def test_19_kvinna_in_any_spelling(value: str, clean: Rows, expected: pd.DataFrame, tmp_path: Path) -> None:
    frame, faults = read(csv_file(tmp_path, table(changed(clean, LEFT, Kön=value))))
    assert same(frame, expected) and faults.found == []


@pytest.mark.parametrize("value", ["X", "Okänt", ""])
def test_19_other_gender_is_unknown_and_flagged(
    value: str, clean: Rows, expected: pd.DataFrame, tmp_path: Path
) -> None:
    frame, faults = read(csv_file(tmp_path, table(changed(clean, LEFT, Kön=value))))
    only(faults, "flag", "gender_unknown", row=sheet_row(LEFT), column="Kön", value=value)
    assert same(frame, expected, ("row", "gender")) and list(frame["gender"][:2]) == ["unknown", "men"]


def test_19_all_is_women_and_men_and_unknown(clean: Rows, workspace: Workspace) -> None:
    csv_file(lists_folder(workspace), table(changed(clean, LEFT, Kön="X")))
    facts = facts_of(*whole_year(workspace))
    counts = {
        f.group: f.value for f in facts if (f.platform, f.measure, f.respondents) == ("vannas", "total", "")
    }
    assert counts == {"all": 5, "women": 1, "men": 3, "unknown": 1}


@pytest.mark.parametrize("column", ["Avslutsorsak", "Beslut", "Aktualiserad av"])
@pytest.mark.parametrize("alter", [str.upper, str.lower, lambda t: f" {t}\u00a0", lambda t: f"{t}."])
def test_19_labels_in_any_case_with_blanks_and_full_stop(
    column: str, alter: Callable, clean: Rows, expected: pd.DataFrame, tmp_path: Path
) -> None:
    frame, faults = read(
        csv_file(
            tmp_path, table([row | {column: alter(row[column]) if row[column] else ""} for row in clean])
        )
    )
    assert same(frame, expected) and faults.found == []


# --- dates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        "1/3 2019",
        "01/03 2019",
        "20190301",
        "2019-03-01",
        "43525",
        "2019-03-01 14:30",
        " 2019-03-01 ",
        43525,
        43525.6,
        20190301,
        dt.date(2019, 3, 1),
        dt.datetime(2019, 3, 1, 23, 59),
    ],
    ids=lambda v: f"20-{v!r}",
)
def test_20_every_way_to_write_1_march_2019(
    value: object, clean: Rows, expected: pd.DataFrame, tmp_path: Path
) -> None:
    rows = changed(clean, RETURNED, Start=value)
    for write in [xlsx_file, csv_file] if isinstance(value, str) else [xlsx_file]:
        frame, faults = read(write(tmp_path, table(rows)))
        assert same(frame, expected) and faults.found == []


@pytest.mark.parametrize(
    "value",
    [
        "2019-02-30",
        "våren 2019",
        "1900-01-00",
        "03/14/2019",
        "14/3/2019",
        "1/13 2019",
        "2019-3-1",
        "19-03-01",
        "3000-01-01",
    ],
)
@pytest.mark.parametrize("column", ["Aktualiserad", "Start", "Slut"])
@pytest.mark.parametrize("index", [STUDIES, BEFORE])
def test_21_no_date_is_refused_by_cell(
    index: int, column: str, value: str, clean: Rows, tmp_path: Path
) -> None:
    path = csv_file(tmp_path, table(changed(clean, index, **{column: value})))
    refused_alone(read(path), "not_a_date", row=sheet_row(index), column=column, value=value)


@pytest.mark.parametrize(
    "value", [0, 0.25, -5, 1e12, True, dt.time(0, 0), dt.date(1900, 1, 1), "NaN", "inf"], ids=repr
)
def test_21_number_that_is_no_date_in_a_date_cell(value: object, clean: Rows, tmp_path: Path) -> None:
    def touch(book: openpyxl.Workbook) -> None:
        cell = sheet(book).cell(
            sheet_row(STUDIES), HEADERS.index("Start") + 1, value if not isinstance(value, str) else 4321
        )
        cell.number_format = "yyyy-mm-dd"

    path = xlsx_file(tmp_path, table(clean), touch)
    if isinstance(value, str):
        edit_part(
            path,
            "xl/worksheets/sheet1.xml",
            lambda xml: xml.replace(b"<v>4321</v>", f"<v>{value}</v>".encode()),
        )
    refused_alone(read(path), "not_a_date", sheet="Lista", row=sheet_row(STUDIES), column="Start")


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), float("-inf"), 1e300, dt.timedelta(1), dt.time(1)], ids=repr
)
def test_21_values_no_calendar_holds(value: object) -> None:
    with pytest.raises(dates.NotADate):
        dates.read(value)


@pytest.mark.parametrize(
    ("index", "column", "value", "code"),
    [
        pytest.param(STUDIES, "Slut", "2021-01-01", "far_date", id="21b-Slut"),
        pytest.param(
            RETURNED, "Aktualiserad", "2019-03-02", "referred_after_start", id="21b-Aktualiserad after Start"
        ),
        pytest.param(
            BEFORE,
            "Aktualiserad",
            "2018-05-01",
            "referred_after_start",
            id="21b-Aktualiserad after Start, another year",
        ),
        pytest.param(PENDING, "Aktualiserad", "2091-11-20", "far_date", id="21b-Aktualiserad"),
    ],
)
def test_21b_odd_date_is_flagged_by_row(
    index: int, column: str, value: str, code: str, clean: Rows, expected: pd.DataFrame, tmp_path: Path
) -> None:
    frame, faults = read(csv_file(tmp_path, table(changed(clean, index, **{column: value}))))
    only(faults, "flag", code, row=sheet_row(index), column=column, value=value)
    name = participants.DATES[column]
    assert same(frame, expected, ("row", name)) and frame[name].iloc[index] == pd.Timestamp(value)


def test_21b_a_date_within_a_year_after_the_year_is_no_finding(clean: Rows, tmp_path: Path) -> None:
    assert read(csv_file(tmp_path, table(changed(clean, STUDIES, Slut="2020-12-31"))))[1].found == []


# Contradictions and labels: refused in a row that touches the year, flagged in one that does not.
BY_ROW = [
    pytest.param(STUDIES, {"Slut": "2019-01-31"}, "end_before_start", "Slut", id="22-Slut before Start"),
    pytest.param(
        BEFORE, {"Slut": "2017-01-31"}, "end_before_start", "Slut", id="22-Slut before Start, another year"
    ),
    pytest.param(STUDIES, {"Start": ""}, "end_without_start", "Slut", id="22-Slut without Start"),
    pytest.param(
        BEFORE, {"Start": ""}, "end_without_start", "Slut", id="22-Slut without Start, another year"
    ),
    pytest.param(STUDIES, {"Beslut": "Nej"}, "start_without_yes", "Beslut", id="22-Start with Nej"),
    pytest.param(
        BEFORE, {"Beslut": "Nej"}, "start_without_yes", "Beslut", id="22-Start with Nej, another year"
    ),
    pytest.param(STAYS, {"Beslut": ""}, "start_without_yes", "Beslut", id="22-Start with blank Beslut"),
    pytest.param(
        BEFORE, {"Beslut": ""}, "start_without_yes", "Beslut", id="22-Start with blank Beslut, another year"
    ),
    pytest.param(
        STUDIES, {"Avslutsorsak": "Arbte"}, "unknown_label", "Avslutsorsak", id="24-misspelt Avslutsorsak"
    ),
    pytest.param(
        BEFORE,
        {"Avslutsorsak": "Arbte"},
        "unknown_label",
        "Avslutsorsak",
        id="24-misspelt Avslutsorsak, another year",
    ),
    pytest.param(
        STUDIES, {"Avslutsorsak": "Flytt"}, "unknown_label", "Avslutsorsak", id="24-unknown Avslutsorsak"
    ),
    pytest.param(STUDIES, {"Beslut": "Jaa"}, "unknown_label", "Beslut", id="24-misspelt Beslut"),
    pytest.param(BEFORE, {"Beslut": "Jaa"}, "unknown_label", "Beslut", id="24-misspelt Beslut, another year"),
    pytest.param(PENDING, {"Beslut": "Väntar"}, "unknown_label", "Beslut", id="24-unknown Beslut"),
    pytest.param(
        PENDING,
        {"Aktualiserad av": "Socialtjansten"},
        "unknown_label",
        "Aktualiserad av",
        id="24-misspelt Aktualiserad av",
    ),
    pytest.param(
        STUDIES, {"Avslutsorsak": ""}, "end_without_reason", "Avslutsorsak", id="24-Slut without reason"
    ),
    pytest.param(
        BEFORE,
        {"Avslutsorsak": ""},
        "end_without_reason",
        "Avslutsorsak",
        id="24-Slut without reason, another year",
    ),
    pytest.param(
        STAYS, {"Avslutsorsak": "Arbete"}, "reason_without_end", "Slut", id="24-reason without Slut"
    ),
]


@pytest.mark.parametrize(("index", "change", "code", "column"), BY_ROW)
@pytest.mark.parametrize("write", [csv_file, xlsx_file])
def test_22_and_24_what_cannot_be_true_is_refused_by_row(
    write: Callable,
    index: int,
    change: dict,
    code: str,
    column: str,
    clean: Rows,
    expected: pd.DataFrame,
    tmp_path: Path,
) -> None:
    frame, faults = read(write(tmp_path, table(changed(clean, index, **change))))
    level = "omit" if column in participants.OF_THEIR_OWN else "refuse"
    only(faults, "flag" if index == BEFORE else level, code, row=sheet_row(index), column=column)
    assert len(frame) == (len(CLEAN) if index == BEFORE or level == "omit" else 0)
    if level == "omit":
        frame, expected = frame.drop(columns="referred_by"), expected.drop(columns="referred_by")
    untouched = frame.index != BEFORE
    assert same(frame[untouched], expected[untouched] if len(frame) else expected[:0])


@pytest.mark.parametrize(
    ("column", "value", "near"),
    [
        ("Avslutsorsak", "Arbte", "Arbete"),
        ("Beslut", "Jaa", "Ja"),
        ("Avslutsorsak", "Flytt", " / ".join(o.label for o in YEAR.outcomes)),
    ],
)
def test_24_the_nearest_label_is_named_or_all(
    column: str, value: str, near: str, clean: Rows, tmp_path: Path
) -> None:
    _, faults = read(csv_file(tmp_path, table(changed(clean, STUDIES, **{column: value}))))
    shown = telling.hidden() if value == "Flytt" else value  # what is nearly a label is told
    assert f"Menades {near}?" in only(faults, "refuse", "unknown_label", value=shown).line()


@pytest.mark.parametrize("write", [csv_file, xlsx_file])
def test_23_last_years_file_is_refused_with_its_years(write: Callable, clean: Rows, tmp_path: Path) -> None:
    def year_earlier(value: str) -> str:
        return f"{int(value[:4]) - 1}{value[4:]}" if value[:2] == "20" else value

    rows = [row | {c: year_earlier(row[c]) for c in participants.DATES} for row in clean]
    fault = refused_alone(read(write(tmp_path, table(rows))), "wrong_year", value="2016–2018")
    assert "2019" in fault.message and "2016–2018" in fault.message


@pytest.mark.parametrize("word", ["NA", "N/A", "None", "-", "null", "0", "#SAKNAS!", "NaN", "#VÄRDEFEL!"])
@pytest.mark.parametrize("column", HEADERS)
def test_25_word_for_nothing_is_refused_by_cell(column: str, word: str, clean: Rows, tmp_path: Path) -> None:
    code = {"Personnummer": "person_blank_word", "Kön": "blank_word", "Kommun": "blank_word"} | dict.fromkeys(
        participants.DATES, "not_a_date"
    )
    shown = "" if column == "Personnummer" else word
    path = csv_file(tmp_path, table(changed(clean, STUDIES, **{column: word})))
    refused_alone(
        read(path), code.get(column, "unknown_label"), row=sheet_row(STUDIES), column=column, value=shown
    )


@pytest.mark.parametrize("column", ["Kön", "Kommun", "Beslut"])
def test_25_the_number_0_in_a_workbook_is_refused_too(column: str, clean: Rows, tmp_path: Path) -> None:
    frame, faults = read(xlsx_file(tmp_path, table(changed(clean, STUDIES, **{column: 0}))))
    assert frame.empty and [(f.row, f.column, f.value) for f in findings(faults, "refuse")] == [
        (sheet_row(STUDIES), column, "0")
    ]


# --- rows -----------------------------------------------------------------------------------------


def test_26_row_twice_is_counted_once_and_flagged(
    clean: Rows, expected: pd.DataFrame, tmp_path: Path
) -> None:
    twice = clean[STUDIES] | {"Kön": "m", "Start": "1/2 2019"}
    frame, faults = read(csv_file(tmp_path, table([*clean, twice])))
    fault = only(faults, "flag", "row_twice", row=10)
    assert f"rad {sheet_row(STUDIES)} " in fault.message
    assert same(frame, expected)


@pytest.mark.parametrize(
    ("start", "end"),
    [("2019-06-01", "2020-01-31"), ("2019-03-01", "2019-04-01"), ("2018-01-01", ""), ("2019-12-31", "")],
    ids=["26-crossing", "26-within", "26-around", "26-first day is the other's last"],
)
def test_26_overlapping_periods_are_refused_and_both_rows_named(
    start: str, end: str, clean: Rows, tmp_path: Path
) -> None:
    again = clean[STUDIES] | {
        "Aktualiserad": "2017-12-01",
        "Start": start,
        "Slut": end,
        "Avslutsorsak": "Arbete" if end else "",
    }
    fault = refused_alone(
        read(csv_file(tmp_path, table([*clean, again]))), "overlapping_periods", column="Start"
    )
    named = {fault.row, int(re.search(r"rad (\d+)", fault.message)[1])}
    assert named == {sheet_row(STUDIES), 10}


def test_26_overlap_before_the_year_is_flagged(clean: Rows, tmp_path: Path) -> None:
    again = clean[BEFORE] | {"Start": "2018-05-01", "Slut": "2018-07-01"}
    frame, faults = read(csv_file(tmp_path, table([*clean, again])))
    only(faults, "flag", "overlapping_periods", row=10)
    assert len(frame) == len(CLEAN) + 1


def test_26_two_periods_apart_are_two_participations(
    clean: Rows, expected: pd.DataFrame, tmp_path: Path
) -> None:
    again = clean[RETURNED] | {
        "Aktualiserad": "2019-06-20",
        "Start": "2019-07-01",
        "Slut": "",
        "Avslutsorsak": "",
    }
    frame, faults = read(csv_file(tmp_path, table([*clean, again])))
    assert faults.found == [] and same(frame[: len(CLEAN)], expected)
    assert len(frame) == len(CLEAN) + 1 and frame["person"].iloc[-1] == frame["person"].iloc[RETURNED]


def two_lists(workspace: Workspace, clean: Rows, gender: str) -> tuple[pd.DataFrame, Delivery]:
    """The clean list as vannas.csv, and its row STAYS also in Ungdomstorget's workbook."""
    for old in lists_folder(workspace).iterdir():
        old.unlink()
    csv_file(lists_folder(workspace), table(clean))
    path = xlsx_file(
        lists_folder(workspace),
        table([clean[STAYS] | {"Kön": gender, "Aktualiserad": "2019-01-01", "Start": "2019-02-01"}]),
    )
    book = openpyxl.load_workbook(path)
    sheet(book).title = "Lista #1!"
    book.save(path)
    path.rename(lists_folder(workspace) / "ungdomstorget.xlsx")
    return whole_year(workspace)


def test_27_person_in_two_lists_is_flagged_in_both_and_counted_in_both(
    workspace: Workspace, clean: Rows
) -> None:
    rows, delivery = two_lists(workspace, clean, "Man")
    told = [(f.level, f.code, f.part, f.file, f.sheet) for f in delivery.faults]
    assert sorted(told) == [
        ("flag", "in_two_lists", "ungdomstorget", "participants/ungdomstorget.xlsx", "Lista #1!"),
        ("flag", "in_two_lists", "vannas", "participants/vannas.csv", ""),
    ]
    assert [(f.part, f.row, f.value) for f in delivery.faults] == [
        ("ungdomstorget", 2, "Vännäs"),
        ("vannas", sheet_row(STAYS), "Ungdomstorget"),
    ]
    facts = facts_of(rows, delivery)
    counts = {
        f.platform: f.value for f in facts if (f.measure, f.group, f.respondents) == ("total", "all", "")
    }
    assert (counts["vannas"], counts["ungdomstorget"]) == (5, 1)
    unique = {
        f.platform: f.value for f in facts if (f.measure, f.group, f.respondents) == ("unique", "all", "")
    }
    assert unique["forbundet"] == 5 and rows["person"].nunique() == len(CLEAN)


def test_27_person_with_different_gender_in_two_lists_is_flagged_in_both(
    workspace: Workspace, clean: Rows
) -> None:
    rows, delivery = two_lists(workspace, clean, "Kvinna")
    differs = [f for f in delivery.faults if f.code == "gender_differs"]
    assert [(f.level, f.part, f.sheet, f.row, f.column) for f in differs] == [
        ("flag", "ungdomstorget", "Lista #1!", 2, "Kön"),
        ("flag", "vannas", "", sheet_row(STAYS), "Kön"),
    ]
    assert "participants/vannas.csv, rad 5" in differs[0].message
    assert "participants/ungdomstorget.xlsx, blad Lista #1!, rad 2" in differs[1].message
    assert len(rows) == len(CLEAN) + 1 and not any(f.level == "refuse" for f in delivery.faults)


# --- privacy --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "place",
    ["Anteckning", "Kommun", "Kön", "Avslutsorsak", "Start", "Aktualiserad av", "title", "header"],
    ids=lambda p: f"40-{p}",
)
@pytest.mark.parametrize("form", ["{0}-{1}", "{0}{1}", "ring {0} {1} i morgon"])
def test_40_personnummer_in_another_place_is_flagged_and_in_no_output(
    place: str, form: str, clean: Rows, people: list[str], tmp_path: Path
) -> None:
    stray = form.format(people[20][:8], people[20][8:])
    headers = [*HEADERS, "Anteckning"]
    cells = table(
        clean if place in ("title", "header") else changed(clean, STUDIES, **{place: stray}), headers
    )
    cells[0][9] = stray if place == "header" else "Anteckning"
    path = xlsx_file(tmp_path, [["Lista", stray if place == "title" else ""], *cells])
    frame, faults = read(path)
    row = {"title": 1, "header": 2}.get(place, sheet_row(STUDIES) + 1)
    (fault,) = [f for f in faults.found if f.code == "stray_personnummer"]
    assert (fault.level, fault.file, fault.sheet, fault.row) == (
        "flag",
        "participants/vannas.xlsx",
        "Lista",
        row,
    )
    assert (
        fault.column == {"title": "Kön", "header": fault.column}.get(place, place)
        and "Personnummer" not in fault.column
    )
    output = frame.to_csv() + repr(faults.found)
    assert people[20][8:] not in output and people[20][2:8] not in output


def test_40_personnummer_as_a_number_in_a_column_nobody_reads(
    clean: Rows, expected: pd.DataFrame, people: list[str], tmp_path: Path
) -> None:
    path = xlsx_file(tmp_path, table(changed(clean, STUDIES, Id=int(people[20])), [*HEADERS, "Id"]))
    frame, faults = read(path)
    only(faults, "flag", "stray_personnummer", row=sheet_row(STUDIES), column="Id", value="")
    assert same(frame, expected) and people[20][2:] not in repr(faults.found)


def test_40_no_number_of_the_list_stands_in_what_is_read(
    clean: Rows, people: list[str], tmp_path: Path
) -> None:
    spoilt = [row | {"Start": "våren", "Beslut": "Jaa", "Kön": "X"} for row in clean]
    frame, faults = read(csv_file(tmp_path, table([*clean, *spoilt])))
    assert faults.refused
    whole, _ = read(csv_file(tmp_path, table(clean)))
    output = whole.to_csv() + frame.to_csv() + repr(faults.found)
    assert not any(n[8:] in output.replace("2019", "") and n[2:8] in output for n in people[: len(CLEAN)])


# --- everything at once ---------------------------------------------------------------------------


def test_all_findings_of_a_workbook_come_in_one_pass(clean: Rows, people: list[str], tmp_path: Path) -> None:
    rows = changed(clean, LEFT, Kommun="#N/A", Kön="X")
    rows = changed(rows, STUDIES, Start="våren 2019", Slut="2022-02-30", Beslut="Jaa")
    rows = changed(rows, RETURNED, Slut="", Personnummer=f"{people[2][:11]}{(int(people[2][11]) + 1) % 10}")
    rows = changed(rows, BEFORE, Avslutsorsak="Arbte", Kommun="NA")
    rows = changed(rows, REMAINING, Beslut="Nej")
    rows += [rows[STAYS], rows[STAYS] | {"Start": "2019-05-01"}, {"Personnummer": "Summa"}]
    frame, faults = read(xlsx_file(tmp_path, table(rows)))
    assert frame.empty
    assert {(f.level, f.code, f.row, f.column) for f in faults.found} == {
        ("refuse", "error_cell", 2, "Kommun"),
        ("flag", "gender_unknown", 2, "Kön"),
        ("refuse", "not_a_date", 3, "Start"),
        ("refuse", "not_a_date", 3, "Slut"),
        ("refuse", "unknown_label", 3, "Beslut"),
        ("refuse", "reason_without_end", 4, "Slut"),
        ("flag", "person_checksum", 4, "Personnummer"),
        ("flag", "unknown_label", 8, "Avslutsorsak"),
        ("flag", "blank_word", 8, "Kommun"),
        ("refuse", "start_without_yes", 9, "Beslut"),
        ("flag", "row_twice", 10, ""),
        ("refuse", "overlapping_periods", 11, "Start"),
        ("flag", "total_row", 12, ""),
    }
    assert len(faults.found) == 13


def test_all_findings_of_a_text_file_come_in_one_pass(clean: Rows, tmp_path: Path) -> None:
    cells = table(changed(clean, STUDIES, Start="våren 2019"))
    cells[sheet_row(REMAINING) - 1].append("extra")
    cells[sheet_row(STAYS) - 1].pop()
    wrong = Correction("participants/vannas.csv", 3, "Slut", "2011-01-01", "2012-01-01", "fel")
    frame, faults = read(csv_file(tmp_path, cells), (wrong,))
    assert frame.empty
    assert sorted((f.code, f.row) for f in faults.found) == [
        ("correction_unmatched", 0),
        ("not_a_date", 3),
        ("uneven_row", sheet_row(STAYS)),
        ("uneven_row", sheet_row(REMAINING)),
    ]


@pytest.mark.parametrize(
    ("column", "bad", "good"),
    [
        ("Start", "våren 2019", "2019-02-01"),
        ("Avslutsorsak", "Studera", "Studier"),
        ("Kommun", "#N/A", "Umeå"),
    ],
)
def test_a_correction_mends_a_refused_cell(
    column: str, bad: str, good: str, clean: Rows, expected: pd.DataFrame, tmp_path: Path
) -> None:
    path = xlsx_file(tmp_path, table(changed(clean, STUDIES, **{column: bad})))
    delivered = path.read_bytes()
    old = "" if bad == "#N/A" else bad
    frame, faults = read(
        path, (Correction(f"participants/{path.name}", sheet_row(STUDIES), column, old, good, "ringt"),)
    )
    assert same(frame, expected) and not faults.refused
    assert path.read_bytes() == delivered


def test_delivered_files_are_never_altered(clean: Rows, tmp_path: Path) -> None:
    for write in (csv_file, xlsx_file):
        path = write(tmp_path, table(changed(clean, STUDIES, Start="våren")))
        before = path.read_bytes(), path.stat().st_mtime_ns
        read(path)
        assert (path.read_bytes(), path.stat().st_mtime_ns) == before


# --- anything at all ------------------------------------------------------------------------------

DELIVERED = FIXTURE / "data" / "raw" / "2019" / "participants"
CHANGES = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=8)
CUT = st.one_of(st.none(), st.floats(0, 1))


def spoil(content: bytes, changes: list[tuple[float, int]], cut: float | None) -> bytes:
    spoilt = bytearray(content)
    for place, byte in changes:
        spoilt[int(place * len(spoilt))] = byte
    return bytes(spoilt if cut is None else spoilt[: int(cut * len(spoilt))])


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("anything")


@pytest.mark.parametrize("name", ["ungdomstorget.xlsx", "vannas.csv"])
@settings(max_examples=60)
@given(changes=CHANGES, cut=CUT)
def test_spoilt_bytes_give_findings_never_an_error(
    name: str, folder: Path, changes: list, cut: float | None
) -> None:
    path = folder / name
    path.write_bytes(spoil((DELIVERED / name).read_bytes(), changes, cut))
    frame, faults = read(path)
    assert not (faults.refused and len(frame))


@settings(max_examples=60)
@given(
    part=st.sampled_from(
        ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"]
    ),
    changes=CHANGES,
    cut=CUT,
)
def test_spoilt_parts_of_a_workbook_give_findings_never_an_error(
    part: str, changes: list, cut: float | None, folder: Path
) -> None:
    path = folder / "part.xlsx"
    with zipfile.ZipFile(DELIVERED / "ungdomstorget.xlsx") as archive, zipfile.ZipFile(path, "w") as spoilt:
        for name in archive.namelist():
            spoilt.writestr(
                name, spoil(archive.read(name), changes, cut) if name == part else archive.read(name)
            )
    frame, faults = read(path)
    assert not (faults.refused and len(frame))


CELLS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [
            "",
            "Ja",
            "Nej",
            "K",
            "Man",
            "Arbete",
            "Studier",
            "2019-03-01",
            "1/3 2019",
            "43525",
            "2019-02-30",
            "Summa",
            "NA",
            "\ufeff",
        ]
    ),
)


@settings(max_examples=100)
@given(rows=st.lists(st.lists(CELLS, min_size=9, max_size=9), max_size=6))
def test_any_cell_texts_give_findings_never_an_error(rows: list[list[str]], folder: Path) -> None:
    path = folder / "texts.csv"
    text = text_of([HEADERS, *rows])
    path.write_bytes(text.encode("utf-8", "replace"))
    frame, faults = read(path)
    assert not (faults.refused and len(frame))
    assert all(not identity.looks_like(f.line()) for f in faults.found)


@pytest.mark.parametrize("unseen", ["\u200b", "\u00ad", "\ufeff", "\u2060"], ids=ascii)
def test_unseen_characters_do_not_matter(
    clean: Rows, expected: pd.DataFrame, tmp_path: Path, unseen: str
) -> None:
    """One inside every cell and header: personnummer, dates and labels are what a reader sees; it is told."""
    spoilt = [[f"{c[:1]}{unseen}{c[1:]}" if c else c for c in row] for row in table(clean)]
    for path in (csv_file(tmp_path, spoilt), xlsx_file(tmp_path, spoilt)):
        rows, faults = read(path)
        assert {(f.level, f.code) for f in faults.found} == {("flag", "unseen_characters")}
        filled = {(n, h) for n, row in enumerate(spoilt, 1) for h, c in zip(HEADERS, row, strict=True) if c}
        assert {(f.row, f.column) for f in faults.found} == filled and same(rows, expected)


# --- headings in the sender's own words --------------------------------------------------------------------

OWN_WORDS = {
    "Personnummer": "Personnr",
    "Kön": "Juridiskt kön",
    "Kommun": "Bostadsort",
    "Aktualiserad": "Remissdatum",
    "Aktualiserad av": "Remitterande part",
    "Beslut": "Utfall i beredningsgruppen",
    "Start": "Inskriven",
    "Slut": "Utskriven",
    "Avslutsorsak": "Anledning",
}


def own_list(folder: Path, rows: Rows, headers: list[str]) -> Path:
    cells = table(rows)
    return csv_file(folder, [headers, *cells[1:]])


def read_own(path: Path, lines: list[str], mend: tuple[Correction, ...] = ()) -> Read:
    known = path.parent / "headings.csv"
    known.write_text("\n".join([";".join(headings.COLUMNS), *lines]), encoding="utf-8")
    naming = headings.of_list("vannas", headings.load(known, YEAR).get("vannas"))
    file = f"participants/{path.name}"
    return participants.read(path, file, "vannas", YEAR, SECRET, list(mend), naming=naming)


def test_headings_in_own_words_are_refused_with_the_line_that_confirms_them(
    clean: Rows, tmp_path: Path
) -> None:
    """None of them known: the form of a line; some: a line for each, as it is to stand."""
    frame, faults = read_own(own_list(tmp_path, clean, list(OWN_WORDS.values())), [])
    (fault,) = faults.found
    assert frame.empty and (fault.level, fault.code) == ("refuse", "no_header")
    assert "”;vannas;RUBRIKEN I FILEN;Personnummer;;;”" in fault.line()
    assert "headings.csv" not in fault.message + fault.action
    headers = ["Personnr" if h == "Personnummer" else OWN_WORDS[h] if h == "Slut" else h for h in HEADERS]
    _, faults = read_own(own_list(tmp_path, clean, headers), [])
    assert {(f.level, f.code, f.column) for f in faults.found} == {
        ("refuse", "column_misspelt", "Personnummer"),
        ("refuse", "column_missing", "Slut"),
    }
    told = " ".join(f.ours for f in faults.found)
    assert "”;vannas;Personnr;Personnummer;;;”" in told and "”;vannas;RUBRIKEN I FILEN;Slut;;;”" in told


def test_confirmed_headings_in_own_words_are_read_as_the_columns_they_are(
    clean: Rows, tmp_path: Path
) -> None:
    expected, none = read(csv_file(tmp_path, table(clean)))
    assert not none.refused and len(expected)
    lines = [headings.line("vannas", said, name) for name, said in OWN_WORDS.items()]
    frame, faults = read_own(own_list(tmp_path, clean, list(OWN_WORDS.values())), lines)
    assert not faults.refused and frame.equals(expected)
    assert "extra_column" not in [f.code for f in faults.found]


def test_a_confirmed_column_is_checked_and_corrected_as_any_other(clean: Rows, tmp_path: Path) -> None:
    headers = ["Utskriven" if h == "Slut" else h for h in HEADERS]
    wrong = changed(clean, STUDIES, Slut="våren 2019")
    path = own_list(tmp_path, wrong, headers)
    lines = [headings.line("vannas", "Utskriven", "Slut")]
    _, faults = read_own(path, lines)
    (fault,) = [f for f in faults.found if f.level == "refuse"]
    assert (fault.code, fault.column, fault.row) == ("not_a_date", "Utskriven", sheet_row(STUDIES))
    assert returned.marked_up(path, [fault]) is not None
    for name in ("Slut", "Utskriven"):
        right = str(clean[STUDIES]["Slut"])
        mend = Correction("participants/vannas.csv", sheet_row(STUDIES), name, "våren 2019", right, "fel", 2)
        frame, faults = read_own(path, lines, (mend,))
        assert not faults.refused and len(frame)


def test_an_error_in_a_confirmed_column_refuses(clean: Rows, tmp_path: Path) -> None:
    headers = ["Anledning" if h == "Avslutsorsak" else h for h in HEADERS]
    cells = [headers, *table(changed(clean, STUDIES, Avslutsorsak="#N/A"))[1:]]
    path = xlsx_file(tmp_path, cells)
    naming = [headings.line("vannas", "Anledning", "Avslutsorsak")]
    _, faults = read_own(path, naming)
    assert ("refuse", "Anledning") in {(f.level, f.column) for f in faults.found}


def test_a_confirmed_heading_beside_the_column_itself_refuses(clean: Rows, tmp_path: Path) -> None:
    headers = [*HEADERS, "Utskriven"]
    cells = [headers, *([*row, "2019-05-01"] for row in table(clean)[1:])]
    _, faults = read_own(csv_file(tmp_path, cells), [headings.line("vannas", "Utskriven", "Slut")])
    assert [(f.level, f.code, f.column) for f in faults.found] == [("refuse", "column_twice", "Slut")]


def test_a_referral_that_is_left_out_is_known_by_the_list_s_own_name(clean: Rows, tmp_path: Path) -> None:
    """The counting goes by the column's name: under another it would count the referrals all the same."""
    headers = ["Remissdatum" if h == "Aktualiserad" else h for h in HEADERS]
    path = own_list(tmp_path, changed(clean, STUDIES, Aktualiserad="våren 2019"), headers)
    frame, faults = read_own(path, [headings.line("vannas", "Remissdatum", "Aktualiserad")])
    assert not faults.refused and len(frame)
    assert faults.omitted() == {"Aktualiserad"}


# --- the column that may be left out ---------------------------------------------------------------

READY = "Redo för rehabilitering"


def read_ready(folder: Path, clean: Rows, said: list[str], write: Callable = csv_file) -> Read:
    rows = [row | {READY: ready} for row, ready in zip(clean, said, strict=True)]
    return read(write(folder, table(rows, [*HEADERS, READY])))


def of_those_who_left(clean: Rows, ready: str, other: str = "") -> list[str]:
    return [ready if str(row["Slut"]).startswith("2019") else other for row in clean]


@pytest.mark.parametrize("write", [csv_file, xlsx_file])
def test_who_was_ready_is_read_of_those_who_left(
    write: Callable, clean: Rows, expected: pd.DataFrame, tmp_path: Path
) -> None:
    frame, faults = read_ready(tmp_path, clean, of_those_who_left(clean, "ja"), write)
    assert faults.found == [] and same(frame.drop(columns="ready"), expected.drop(columns="ready"))
    is_left = [said == "ja" for said in of_those_who_left(clean, "ja")]
    assert any(is_left) and [value == "yes" for value in frame["ready"].fillna("")] == is_left


@pytest.mark.parametrize("value", ["Kanske", "J", "1", "-"])
def test_what_is_neither_ja_nor_nej_leaves_out_who_was_ready_and_nothing_else(
    value: str, clean: Rows, expected: pd.DataFrame, tmp_path: Path
) -> None:
    said = of_those_who_left(clean, "Nej")
    said[STUDIES] = value
    frame, faults = read_ready(tmp_path, clean, said)
    refused_alone((frame, faults), "unknown_label", row=sheet_row(STUDIES), column=READY)
    assert same(frame.drop(columns="ready"), expected.drop(columns="ready"))
    assert faults.omitted() == {READY}


def test_ready_before_somebody_has_left_and_who_left_without_a_word_are_told_by_row(
    clean: Rows, tmp_path: Path
) -> None:
    remains = next(i for i, row in enumerate(clean) if row["Start"] and not row["Slut"])
    said = of_those_who_left(clean, "Ja")
    said[remains], said[STUDIES] = "Ja", ""
    frame, faults = read_ready(tmp_path, clean, said)
    told = {(f.level, f.code, f.row, f.column) for f in faults.found}
    assert told == {
        ("flag", "ready_without_end", sheet_row(remains), READY),
        ("flag", "ready_unsaid", sheet_row(STUDIES), READY),
    }
    assert len(frame) == len(CLEAN)


def test_a_column_that_nobody_has_filled_in_says_nothing_and_is_no_fault(
    clean: Rows, expected: pd.DataFrame, tmp_path: Path
) -> None:
    frame, faults = read_ready(tmp_path, clean, [""] * len(CLEAN))
    assert faults.found == [] and same(frame, expected)
