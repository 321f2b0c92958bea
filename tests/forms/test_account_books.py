"""The workbooks say what the facts say: read back by libraries that did not write them."""

import io
import math
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import openpyxl
import pandas as pd
import pytest

from helpers.definitions import load
from helpers.fact_csv import read_csv
from helpers.facts import Fact
from helpers.forms import account_books
from helpers.forms.fact_sheets import fact_sheets
from helpers.forms.sheets import CODED, NO_SUCH, Book, Figure, Sheet, words_of
from helpers.forms.shown_account import Account
from helpers.paths import REPOSITORY
from helpers.wording import text

SHIPPED = (2015, 2017, 2018, 2019)
OTHERS = ("gender-even", "comparisons")  # families that have no sheet of their own
LETTERS = 31  # of a sheet's name, which a spreadsheet allows


@pytest.fixture(scope="module")
def books(account: Account) -> dict[str, Book]:
    return dict(account_books.books(account))


@pytest.fixture(scope="module")
def made(account: Account) -> dict[str, bytes]:
    return dict(account_books.files(account))


def read(made: dict[str, bytes], name: str, ending: str) -> dict[str, list[list[object]]]:
    """The cells of each sheet of a file, the head first."""
    engine = "openpyxl" if ending == "xlsx" else "calamine"
    own = {"keep_default_na": False, "header": None, "sheet_name": None, "engine": engine}
    frames = pd.read_excel(io.BytesIO(made[f"{name}.{ending}"]), **own)
    return {sheet: frame.to_numpy().tolist() for sheet, frame in frames.items()}


def differences(book: Book, cells: dict[str, list[list[object]]]) -> Iterator[str]:
    """Where what is read is not what the facts say."""
    for sheet in book.sheets:
        for number, (wanted, found) in enumerate(zip(sheet.rows, cells[sheet.name][1:], strict=True), 2):
            for head, cell, value in zip(sheet.head, wanted, found, strict=True):
                if not is_said(cell, value):
                    yield f"{sheet.name}, row {number}, {head}: {value!r}"


def is_said(cell: object, value: object) -> bool:
    if not isinstance(cell, Figure) or cell.number is None:
        return value == words_of(cell)
    # the format writes sixteen digits
    return not isinstance(value, str) and math.isclose(value, float(cell.number), rel_tol=1e-15)


@pytest.mark.parametrize("ending", account_books.WRITERS)
def test_every_number_is_read_back_as_its_fact(books, made, ending: str) -> None:
    for name, book in books.items():
        cells = read(made, name, ending)
        assert list(cells) == [sheet.name for sheet in book.sheets]
        assert all(tuple(cells[sheet.name][0]) == sheet.head for sheet in book.sheets)
        assert not list(differences(book, cells)), name


def test_a_number_that_is_another_is_seen(books, made) -> None:
    cells = read(made, "vannas", "ods")
    row = next(r for r in cells["Deltagare"][1:] if not isinstance(r[1], str))
    row[1] += 1
    assert len(list(differences(books["vannas"], cells))) == 1


def test_every_fact_stands_in_the_books(account: Account, books) -> None:
    def held(book: Book) -> set:
        cells = (cell for sheet in book.sheets for row in sheet.rows for cell in row)
        return {cell.fact.key for cell in cells if isinstance(cell, Figure)}

    facts = account.report.now.facts
    assert held(books["socialt-bokslut-2019"]) >= {fact.key for fact in facts}
    for place in ("vannas", "forbundet"):
        assert held(books[place]) >= {fact.key for fact in facts if fact.platform == place}


def test_a_row_says_which_fact_it_is(account: Account, made) -> None:
    """By the key that stands in the row and the head over the column, however the book is built."""
    facts, defined = account.report.now.facts, account.report.now.definitions
    head, *rows = read(made, "vannas", "xlsx")["Utfall"]
    found = 0
    for row in rows:
        cells = dict(zip(head, row, strict=True))
        for group, name in (("women", "Kvinnor"), ("men", "Män"), ("all", "Totalt")):
            fact = facts.get("vannas", cells["Nyckel"], "", group)
            if fact.ok:
                assert cells[f"{name} (procent)"] == pytest.approx(float(fact.fraction), rel=1e-15)
                found += 1
            if fact.ok and fact.has_counts:
                assert cells[f"{name}, täljare (antal)"] == fact.numerator
    assert found and {f"share:{o}" for o in defined.outcome_ids} <= {
        row[head.index("Nyckel")] for row in rows
    }


@pytest.mark.parametrize("name", ["vannas", "socialt-bokslut-2019"])
def test_one_table_a_sheet_from_its_first_cell(made, name: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made[f"{name}.xlsx"]))
    for sheet in book:
        assert not sheet.merged_cells.ranges and len(sheet.tables) == 1
        (table,) = sheet.tables.values()
        assert table.ref == sheet.dimensions and table.ref.startswith("A1:")
        assert sheet.freeze_panes == "B2" and sheet.print_title_rows == "$1:$1"
        assert all(
            cell.data_type != "f" and cell.value not in (None, "") for row in sheet for cell in row[:1]
        )
        assert {cell.fill.fill_type for row in sheet for cell in row} == {None}
    names = [sheet.title for sheet in book]
    assert names[:3] == ["Omslag", "Innehåll", "Noter"]
    assert len({n.lower() for n in names}) == len(names) and max(map(len, names)) <= LETTERS


def test_the_contents_lead_to_every_sheet(made) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made["vannas.xlsx"]))
    links = [row[0].hyperlink.location for row in book["Innehåll"].iter_rows(min_row=2)]
    assert links == [f"'{sheet.title}'!A1" for sheet in list(book)[2:]]


def test_the_cover_says_what_may_be_done_with_it(account: Account, made) -> None:
    cover = dict(read(made, "vannas", "ods")["Omslag"])
    assert cover["Utgåva"] == text("edition.internal") and "2019" in cover["År"]
    assert cover["Status"] == text("adoption.draft") and "Om uppgifterna" not in cover
    now = account.report.now
    shipped = replace(now, deliveries=now.deliveries.assign(shipped=True))
    (_, book), *_ = account_books.books(replace(account, report=replace(account.report, now=shipped)))
    assert "rekonstruerade" in dict(book.sheets[0].rows)["Om uppgifterna"]


def test_units_stand_in_the_heads_or_in_a_column(books) -> None:
    for sheet in (sheet for book in books.values() for sheet in book.sheets):
        for number, head in enumerate(sheet.head):
            figures = [row[number] for row in sheet.rows if isinstance(row[number], Figure)]
            units = {f.fact.unit for f in figures if f.number is not None and f.part == "value"}
            assert len(units) < 2 or "Enhet" in sheet.head, (sheet.name, head)
            is_told = head.endswith(")") or head == "Antal" or "Enhet" in sheet.head
            assert not units or is_told, (sheet.name, head)


def test_two_runs_give_the_same_bytes(account: Account, made) -> None:
    assert dict(account_books.files(account)) == made


@pytest.mark.parametrize("ending", account_books.WRITERS)
def test_words_are_never_formulas(ending: str) -> None:
    hostile = (
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-2",
        "@SUM(A1)",
        '=HYPERLINK("http://x")',
        "http://x",
        "<b>&\"'",
    )
    sheet = Sheet("Övrigt", "T", ("Mått", "Nyckel"), tuple((words, "1") for words in hostile))
    content = account_books.WRITERS[ending](Book("=1", "=2", "=3", 2019, (sheet,)))
    frame = pd.read_excel(io.BytesIO(content), header=None, engine="calamine", dtype=object)
    assert frame[0].tolist()[1:] == list(hostile) and frame[1].tolist()[1:] == ["1"] * len(hostile)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [
            archive.read(name).decode()
            for name in archive.namelist()
            if name.endswith("content.xml") or "sheet1.xml" in name
        ]
    assert parts and not any(
        "<f>" in part or "table:formula" in part or 'href="http' in part for part in parts
    )


def test_what_is_invented_is_marked_and_not_judged() -> None:
    share = Fact(2019, "x", "share:a", value=Fraction(1, 3), unit="share", state="ok", origin="invented")
    assert Figure(share).look.after == " †" and Figure(replace(share, origin="printed")).look.after == ""
    verdict = replace(share, measure="verdict:1.1", value=1, unit="verdict")
    assert Figure(verdict).words == text("signal.invented") and Figure(verdict).number is None
    assert Figure(replace(verdict, origin="printed")).words == text("value.verdict.1")
    assert set(CODED) <= {"verdict", "judgement", "doubt", "claim", "criterion", "identity"}
    few = Fact(2019, "x", "question:1.4", "deltagare", unit="share", state="too-few")
    assert Figure(few).words == text("state.too-few") and Figure(few, "numerator").words == text(
        "state.too-few"
    )
    assert Figure(share, "numerator").words == NO_SUCH


@pytest.mark.parametrize("year", SHIPPED)
def test_every_fact_of_the_shipped_years_has_its_sheet_and_its_words(year: int) -> None:
    facts = read_csv(REPOSITORY / "reports" / str(year) / "facts.csv")
    defined = load(REPOSITORY / "data" / "definitions" / f"{year}.yaml")
    sheets = [*fact_sheets(facts, defined.places, defined)]
    cells = [cell for sheet in sheets for row in sheet.rows for cell in row if isinstance(cell, Figure)]
    assert {cell.fact.key for cell in cells} == {fact.key for fact in facts}
    assert all(len(row) == len(sheet.head) == len(set(sheet.head)) for sheet in sheets for row in sheet.rows)
    rest = [row for sheet in sheets if sheet.name == text("book.sheet.other") for row in sheet.rows]
    others = {cell.fact.measure for row in rest for cell in row if isinstance(cell, Figure)}
    known = defined.declared_measures | defined.final_report_measures
    assert all(measure in known or measure.partition(":")[0] in OTHERS for measure in others)
