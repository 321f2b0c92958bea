"""Declared rows.

A model's errors become our faults, all of a row at once, and nothing of a cell leaks on the way.
"""

import datetime as dt
import traceback
from pathlib import Path
from typing import Annotated

import pytest
from pydantic import BeforeValidator, ValidationError

from helpers.deliveries import participants, surveys, sus, yearly_equivalents
from helpers.deliveries.files import corrections, schema
from helpers.deliveries.files.cells import (
    UNREAD,
    Allowed,
    Count,
    Date,
    Gender,
    Number,
    PersonNumber,
    Text,
    between,
    no_blank_word,
    one_of,
)
from helpers.deliveries.files.grid import Grid, Table, folded
from helpers.deliveries.files.schema import Line, Row, under
from helpers.deliveries.files.table import delivered
from helpers.faults import Faults
from helpers.wording import catalogue

YEAR = Allowed(2019, {"genders": {"Kvinna": "women", "K": "women", "Man": "men"}})


class Visit(Row):
    person: Annotated[PersonNumber, no_blank_word("person_blank_word")] = under("Personnummer", unread=UNREAD)
    gender: Gender = under("Kön", unread="unknown")
    day: Date = under("Dag")
    reason: Annotated[str | None, one_of({"Råd": "advice", "Stöd": "support"})] = under("Skäl")
    times: Count = under("Gånger")
    hours: Annotated[Number, between(1)] = under("Timmar")
    note: Text = under("Anteckning", unread="", optional=True)


def read(model: type[Row], **cells: object) -> Line:
    columns = {folded(header): index for index, header in enumerate(cells)}
    table = Table(Grid("Blad1", [list(cells), list(cells.values())], [3, 4]), 0, columns)
    (line,) = schema.lines(model, table, YEAR)
    return line


def visit(number: str, **cells: object) -> Line:
    given = {
        "Personnummer": number,
        "Kön": "K",
        "Dag": "1/3 2019",
        "Skäl": "råd",
        "Gånger": "2",
        "Timmar": "1 234,5",
    }
    return read(Visit, **given | cells)


def test_a_row_as_declared_has_no_fault(test_numbers: list[str]) -> None:
    line = visit(test_numbers[0])
    assert (line.faults, line.odd, line.unread) == ([], [], set())
    values = line.values
    assert (values.gender, values.day, values.reason, values.times, values.hours) == (
        "women",
        dt.date(2019, 3, 1),
        "advice",
        2,
        1234.5,
    )
    assert values.person.key == test_numbers[0] and values.note == ""


def test_every_fault_of_a_row_is_told_at_once_and_what_can_be_read_is_read(test_numbers: list[str]) -> None:
    line = visit(test_numbers[0], Kön="X", Dag="2019-02-30", Skäl="Stö", Gånger="", Timmar="0")
    faults = Faults("vannas", "besok.csv", known=("Råd", "Stöd"))
    line.tell(faults)
    assert [(f.level, f.code, f.sheet, f.row, f.column, f.value) for f in faults.found] == [
        ("flag", "gender_unknown", "Blad1", 4, "Kön", "X"),
        ("refuse", "not_a_date", "Blad1", 4, "Dag", "2019-02-30"),
        ("refuse", "unknown_label", "Blad1", 4, "Skäl", "Stö"),
        ("refuse", "not_a_count", "Blad1", 4, "Gånger", ""),
        ("refuse", "not_a_count", "Blad1", 4, "Timmar", "0"),
    ]
    assert "Menades Stöd?" in faults.found[2].action
    values = line.values
    assert (values.gender, values.day, values.reason, values.times, values.hours) == (
        "unknown",
        None,
        None,
        None,
        None,
    )
    assert values.person.key == test_numbers[0]


def test_the_reader_chooses_the_level_of_what_is_wrong_but_not_of_what_is_odd(
    test_numbers: list[str],
) -> None:
    faults = Faults("vannas", "besok.csv")
    visit(test_numbers[0], Kön="X", Dag="våren").tell(faults, "flag")
    visit("okänd", Kön="X").tell(faults, "refuse", {"Kön"})
    assert [(f.level, f.code) for f in faults.found] == [
        ("flag", "gender_unknown"),
        ("flag", "not_a_date"),
        ("flag", "person_form"),
    ]


@pytest.mark.parametrize(
    "written",
    ["NA", "{0}x", "{1}", "{2}"],
    ids=["word for nothing", "a letter", "nine digits", "wrong check digit"],
)
def test_a_personnummer_that_is_none_shows_no_digit(written: str, test_numbers: list[str]) -> None:
    number = test_numbers[0]
    given = written.format(number, number[3:], f"{number[:11]}{(int(number[11]) + 1) % 10}")
    line = visit(given)
    told = [*line.faults, *line.odd]
    assert [place["column"] for _, place in told] == ["Personnummer"]
    assert [place["value"] for _, place in told] == [""] and number[8:] not in repr((told, line, line.values))


def test_a_header_no_model_names_is_told_and_not_read_and_an_optional_one_may_be_missing(
    tmp_path: Path, test_numbers: list[str]
) -> None:
    path = tmp_path / "besok.csv"
    headers = "Personnummer;Kön;Dag;Skäl;Gånger;Timmar"
    path.write_text(f"{headers};Öga\n{test_numbers[0]};K;;;1;;{test_numbers[0]}\n", encoding="utf-8")
    faults = Faults("vannas", "besok.csv")
    (line,) = delivered(Visit, path, faults, [], YEAR)
    assert [(f.level, f.code, f.column) for f in faults.found] == [
        ("note", "extra_column", "Öga"),
        ("flag", "stray_personnummer", "Öga"),
    ]
    assert "Öga" not in line.cells and line.values.note == "" and line.faults == []


def test_a_header_that_a_model_requires_must_be_there(tmp_path: Path) -> None:
    path = tmp_path / "besok.csv"
    path.write_text("Personnummer;Kön;Dagg;Skäl;Gånger\n;;;;\n", encoding="utf-8")
    faults = Faults("vannas", "besok.csv")
    assert delivered(Visit, path, faults, [], YEAR) == []
    assert [(f.code, f.column) for f in faults.found] == [
        ("column_misspelt", "Dag"),
        ("column_missing", "Timmar"),
    ]


def test_no_cell_stands_in_an_exception_not_even_in_one_behind_it(test_numbers: list[str]) -> None:
    """A validator that breaks the rule and raises the cell ends in the name of a missing text.

    Nothing is chained to it.
    """

    def careless(value: object) -> object:
        raise ValueError(value)

    class Careless(Row):
        note: Annotated[str, BeforeValidator(careless)] = under("Anteckning")

    with pytest.raises(KeyError) as caught:
        read(Careless, Anteckning=test_numbers[0]).tell(Faults("vannas", "besok.csv"))
    assert caught.value.__cause__ is None and caught.value.__context__ is None
    assert test_numbers[0] not in "".join(traceback.format_exception(caught.value))


def test_the_library_s_own_error_of_a_row_hides_what_stands_there(test_numbers: list[str]) -> None:
    with pytest.raises(ValidationError) as caught:
        Visit.model_validate({"Dag": test_numbers[0], "Gånger": test_numbers[0] + "x"})
    assert test_numbers[0] not in str(caught.value) and "not_a_date" in str(caught.value)


@pytest.mark.parametrize(
    "code",
    [
        "not_a_date",
        "unknown_label",
        "blank_word",
        "person_form",
        "gender_unknown",
        "not_a_number",
        "not_a_count",
        "blank_cell",
    ],
)
def test_every_code_a_cell_may_raise_has_its_words(code: str) -> None:
    assert f"fault.{code}.message" in catalogue() and f"fault.{code}.action" in catalogue()


def test_each_table_s_headers_are_those_its_model_declares() -> None:
    lists = participants.Participation
    assert lists.required() == participants.HEADERS
    assert [h for h in lists.headers() if h not in participants.HEADERS] == ["Redo för rehabilitering"]
    assert participants.DATES == {"Aktualiserad": "referred", "Start": "start", "Slut": "end"}
    assert set(sus.Registration.headers()) - set(sus.Registration.required()) == {
        "Försörjning efter",
        "Sysselsättning efter",
    }
    assert yearly_equivalents.NUMBERS["Ohälsa"] == "ill-health" and yearly_equivalents.COLUMNS[-2:] == [
        "population",
        "edition",
    ]
    assert surveys.Invited.required() == ["Plattform", "Grupp", "Utskick"]
    assert corrections.CorrectionRow.headers() == [
        "file",
        "row",
        "column",
        "from",
        "to",
        "reason",
        "who",
        "when",
    ]
