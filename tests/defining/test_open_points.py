"""What the board is to decide on: what the office may write, and how each fault is told."""

import datetime as dt
import re
from pathlib import Path

import pytest

from helpers import definitions
from helpers.defining import open_points
from helpers.defining.open_points import MOST, OpenPoint
from helpers.paths import REPOSITORY, Workspace
from helpers.reading.strict_yaml import DefinitionError

SHIPPED = Workspace(REPOSITORY)
DEFINED = definitions.load(SHIPPED.definitions / "2019.yaml")
POINT = """\
- point: Ska målet för studier
    sänkas?
  who: Arbetsutskottet
  when: 2020-05-15
  place: vannas
  comment: Målet har varit 25 % sedan 2017.
"""
# What stands in POINT, what is written instead, the line that is told, and what is said of it.
FAULTS = {
    "a key": ("who:", "vem:", 3, "vem: Nyckeln finns inte"),
    "no who": ("  who: Arbetsutskottet\n", "", 1, "who: Nyckeln saknas. Skriv till exempel: who: "),
    "no day": ("  when: 2020-05-15\n", "", 1, "when: Nyckeln saknas. Skriv till exempel: when: "),
    "a month": (
        "2020-05-15",
        "i maj",
        4,
        "when: Ska vara ett datum, inte i maj. Till exempel: when: 2020-05-15",
    ),
    "a day that is not": ("2020-05-15", "2020-02-30", 4, "Datumet finns inte i almanackan"),
    "nothing": ("Arbetsutskottet", '" "', 3, "who: Texten är tom."),
    "a number": ("Arbetsutskottet", "12", 3, "who: Ska vara en text"),
    "a long text": (
        "Arbetsutskottet",
        "A" * 61,
        3,
        "who: Texten är för lång. Den får ha högst 60 tecken; korta den.",
    ),
    "a place": (
        "vannas",
        "vanas",
        5,
        "place: plattformen eller helheten ”vanas” finns inte. Menade du ”vannas”?",
    ),
    "a place unlike all": ("vannas", "xyz", 5, "De som finns är: forbundet, "),
    "a personnummer": (
        "Arbetsutskottet",
        "900101-0009",
        3,
        "who: Texten innehåller något som ser ut som ett personnummer",
    ),
    "an unquoted one": (
        "Arbetsutskottet",
        "9001010009",
        3,
        "who: Ska vara en text (siffror inom citattecken)",
    ),
    "an address": ("Arbetsutskottet", "anna@exempel.se", 3, "Skriv om den utan."),
}


def written(folder: Path, content: str) -> Path:
    path = folder / "2019.yaml"
    path.write_text(content, encoding="utf-8")
    return path


def test_a_point_is_read_as_it_is_written(tmp_path: Path) -> None:
    assert open_points.load(written(tmp_path, POINT), DEFINED) == [
        OpenPoint(
            point="Ska målet för studier sänkas?",
            who="Arbetsutskottet",
            when=dt.date(2020, 5, 15),
            place="vannas",
            comment="Målet har varit 25 % sedan 2017.",
        )
    ]


@pytest.mark.parametrize("content", ["", "# nothing yet\n", "[]\n"])
def test_a_file_of_nothing_is_no_point(tmp_path: Path, content: str) -> None:
    assert open_points.load(written(tmp_path, content), DEFINED) == []
    assert open_points.load(tmp_path / "2018.yaml", DEFINED) == []


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_every_fault_is_told_by_file_line_field_and_what_to_do(tmp_path: Path, fault: tuple) -> None:
    old, new, line, said = fault
    with pytest.raises(DefinitionError) as told:
        open_points.load(written(tmp_path, POINT.replace(old, new)), DEFINED)
    assert any(x.startswith(f"2019.yaml:{line}: ") and said in x for x in str(told.value).splitlines())
    assert "0009" not in str(told.value) and "@" not in str(told.value)


def test_more_points_than_a_page_holds_are_refused(tmp_path: Path) -> None:
    assert len(open_points.load(written(tmp_path, POINT * MOST), DEFINED)) == MOST
    with pytest.raises(DefinitionError, match="högst 5"):
        open_points.load(written(tmp_path, POINT * (MOST + 1)), DEFINED)


@pytest.mark.parametrize("year", [2017, 2018, 2019])
def test_the_shipped_years_have_no_point_and_say_how_one_is_written(tmp_path: Path, year: int) -> None:
    path = SHIPPED.decisions(year)
    shipped = path.read_text(encoding="utf-8")
    assert open_points.load(path, DEFINED) == []
    example = re.sub(r"(?m)^# ?", "", shipped.partition("# For example:\n")[2])
    assert [p.who for p in open_points.load(written(tmp_path, example), DEFINED)] == ["Arbetsutskottet"]
