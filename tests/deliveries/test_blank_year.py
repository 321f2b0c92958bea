"""What is handed out before a year: a list that is filled in as it stands is read without a word."""

import datetime as dt
import io
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from helpers.context import Context
from helpers.definitions import Definitions, load
from helpers.deliveries import blank_list, blank_year, surveys
from helpers.deliveries.delivery import Delivery
from helpers.deliveries.kinds import KINDS
from helpers.deliveries.participants import DATES, HEADERS
from helpers.faults import Fault
from helpers.paths import REPOSITORY, Workspace

PLACE = "vannas"
Read = Callable[[openpyxl.Workbook], tuple[pd.DataFrame, list[Fault]]]


@pytest.fixture(scope="module")
def defined() -> Definitions:
    return load(REPOSITORY / "data" / "definitions" / "2019.yaml")


@pytest.fixture
def book(defined: Definitions) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(blank_list.workbook(PLACE, defined)))


@pytest.fixture
def read(tmp_path: Path, defined: Definitions) -> Read:
    """Deliver a workbook in its place, and read what was delivered."""

    def delivered(book: openpyxl.Workbook) -> tuple[pd.DataFrame, list[Fault]]:
        context = Context(Workspace(tmp_path), 2019)
        (context.raw / "participants").mkdir(parents=True)
        book.save(context.raw / "participants" / f"{PLACE}.xlsx")
        delivery = Delivery(context, defined, b"k" * 32)
        frame = delivery.read("participants")["participations"]
        return frame, delivery.faults

    return delivered


def filled(book: openpyxl.Workbook, defined: Definitions, numbers: list[str]) -> int:
    """Fill in a row for each reason to leave, as a person who picks values from the drop-downs would."""
    sheet, offered = book["Deltagare"], blank_list.choices(defined)
    adults = [n for n in numbers if n[:3] == "199" and int(n[6:8]) <= 31]
    women = [n for n in adults if int(n[10]) % 2 == 0]
    outcomes = offered["Avslutsorsak"]
    for row, (number, outcome) in enumerate(zip(women, outcomes, strict=False), 2):
        days = [dt.date(2019, 2, row), dt.date(2019, 3, row), dt.date(2019, 11, row)]
        cells = [
            number,
            "Kvinna",
            offered["Kommun"][row - 2],
            days[0],
            offered["Aktualiserad av"][row - 2],
            "Ja",
        ]
        for column, value in enumerate([*cells, *days[1:], outcome], 1):
            sheet.cell(row, column).value = value
    return len(outcomes)


def test_a_list_that_is_filled_in_as_it_stands_is_read_without_a_word(
    book: openpyxl.Workbook, defined: Definitions, test_numbers: list[str], read: Read
) -> None:
    count = filled(book, defined, test_numbers)
    frame, faults = read(book)
    assert [(f.level, f.code, f.message) for f in faults] == []
    assert len(frame) == count > 3 and set(frame["outcome"]) == set(defined.outcome_ids)
    assert frame["start"].min() == pd.Timestamp("2019-03-02") and frame["person"].is_unique


def test_an_empty_list_says_that_it_has_no_rows(book: openpyxl.Workbook, read: Read) -> None:
    frame, faults = read(book)
    assert frame.empty and [(f.level, f.code) for f in faults] == [("flag", "empty_list")]


def test_what_somebody_writes_on_the_guide_is_told_of(
    book: openpyxl.Workbook, defined: Definitions, test_numbers: list[str], read: Read
) -> None:
    filled(book, defined, test_numbers)
    book["Så fyller du i"].cell(40, 1).value = "Se även pärmen"
    (fault,) = read(book)[1]
    assert (fault.level, fault.code, fault.sheet) == ("note", "sheet_not_read", "Så fyller du i")


def test_another_sheet_with_words_of_the_guide_is_told_of(
    book: openpyxl.Workbook, defined: Definitions, test_numbers: list[str], read: Read
) -> None:
    filled(book, defined, test_numbers)
    book.create_sheet("Anteckningar").cell(1, 1).value = "Kolumn"
    assert [f.sheet for f in read(book)[1]] == ["Anteckningar"]


def test_the_list_offers_what_is_allowed_and_shows_digits_and_days_as_they_are(
    book: openpyxl.Workbook, defined: Definitions
) -> None:
    people, guide = book["Deltagare"], book["Så fyller du i"]
    assert [cell.value for cell in people[1]] == HEADERS
    offered: dict[str, list[str]] = {}
    for rule in people.data_validations.dataValidation:
        (cells,) = rule.sqref.ranges
        header = HEADERS[cells.min_col - 1]
        assert (cells.min_row, cells.max_row) == (2, blank_list.ROWS + 1)
        if rule.type == "date":
            assert header in DATES
        else:
            name, where = rule.formula1.split("!")
            assert name == "'Så fyller du i'"
            offered[header] = [cell.value for (cell,) in guide[where.replace("$", "")]]
    assert offered == blank_list.choices(defined)
    assert offered["Kön"] == ["Kvinna", "Man"] and len(offered["Avslutsorsak"]) == 4
    columns = people.column_dimensions.values()  # one for several columns that look alike
    formats = {HEADERS[i - 1]: c.number_format for c in columns for i in range(c.min, c.max + 1)}
    assert formats["Personnummer"] == "@" and {formats[h] for h in DATES} == {"yyyy-mm-dd"}


def test_the_lists_are_the_same_bytes_again_and_say_whom_they_may_reach(defined: Definitions) -> None:
    files = dict(blank_year.files(defined))
    assert files == dict(blank_year.files(defined))
    books = {n: openpyxl.load_workbook(io.BytesIO(c)) for n, c in files.items() if n.endswith(".xlsx")}
    assert {n.removesuffix(".xlsx") for n in books} == {
        *(f"participants/{p}" for p in defined.platform_ids),
        "checklista",
    }
    for name, made in books.items():
        said = "Får lämnas till alla" if name == blank_year.CHECKLIST else "Endast för "
        assert made.properties.description.startswith(said)
        assert made.properties.created == blank_list.CREATED
        assert {s.oddFooter.left.text for s in made} == {made.properties.description}


@pytest.mark.parametrize(("name", "model"), [("sus.csv", "Insats"), ("surveys/invited.csv", "Plattform")])
def test_what_a_program_fills_in_has_its_columns(defined: Definitions, name: str, model: str) -> None:
    content = dict(blank_year.files(defined))[name]
    assert content.decode("utf-8-sig").startswith(f"{model};") and content.count(b"\n") == 1


def asked(content: str) -> dict[str, list[str]]:
    """A survey's questions and answers, read from the text to paste."""
    parts = content.split("\r\n\r\n")[2:]
    lines = [part.strip().split("\r\n") for part in parts]
    return {words: answers for words, *answers in lines}


@pytest.mark.parametrize("group", ["deltagare", "personal", "styrgrupp"])
def test_a_survey_that_asks_as_the_text_says_is_read_without_a_word(
    defined: Definitions, group: str, tmp_path: Path
) -> None:
    questions = asked(blank_year.questions(group, defined))
    most = max(map(len, questions.values()))
    rows = [[answers[i % len(answers)] for answers in questions.values()] for i in range(most)]
    path = tmp_path / f"{group}.csv"
    lines = [";".join(row) for row in [list(questions), *rows]]
    path.write_text("\r\n".join(lines), encoding="utf-8-sig")
    answers, people, faults = surveys.read(path, f"surveys/{group}.csv", group, defined, [])
    assert [(f.level, f.code, f.message) for f in faults.found] == []
    assert len(people) == most and len(answers) == most * (len(questions) - 2)
    assert set(answers["question"]) == {q.id for q in defined.questions_to(group)}


def test_the_checklist_names_every_part_of_every_kind_who_delivers_it_and_when(defined: Definitions) -> None:
    rows = list(blank_year.checklist(defined))
    assert len(rows) == sum(len(k.parts_of(defined)) for k in KINDS)
    assert all(all(cell for cell in row) and not re.search(r"[{}]", "".join(row)) for row in rows)
    by_file = {row[1]: row for row in rows}
    said = by_file["participants/vannas.xlsx"]
    assert said[0] == "Deltagarlistor: Samordningsteamet i Vännäs" and said[2] == "Den som leder insatsen"
    needed = {file for file, row in by_file.items() if row[4] == "Ja"}
    assert {"sus.csv", "surveys/invited.csv", "surveys/deltagare.xlsx", "bokforing.se"} <= needed
    assert not {"nafs.csv", "corrections.csv", "examples/*.md"} & needed
    sheet = openpyxl.load_workbook(io.BytesIO(dict(blank_year.files(defined))[blank_year.CHECKLIST])).active
    assert [[c.value for c in row[:5]] for row in sheet.iter_rows(min_row=5)] == rows
    (rule,) = sheet.data_validations.dataValidation
    (cells,) = rule.sqref.ranges
    assert (cells.min_row, cells.max_row) == (5, 4 + len(rows))


def test_every_folder_that_a_list_is_delivered_in_is_made() -> None:
    assert {"participants", "surveys", "examples", "agreements"} <= set(blank_year.folders())


def test_the_readme_says_what_a_list_must_hold() -> None:
    said = (REPOSITORY / "README.md").read_text(encoding="utf-8").split("**See what a list must hold**")[1]
    assert re.findall("`([^`]+)`", said.split("\n* ")[0]) == HEADERS
