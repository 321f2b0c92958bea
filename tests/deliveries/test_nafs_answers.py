"""`nafs.csv`: what is read, what is left out or refused and at which row."""

from pathlib import Path

import pandas as pd
import pytest

from helpers import definitions
from helpers.definitions import Definitions
from helpers.deliveries import nafs_answers
from helpers.deliveries.files.corrections import Correction
from helpers.faults import Faults, effect
from helpers.masking import telling
from helpers.paths import REPOSITORY

YEAR = definitions.load(REPOSITORY / "data" / "definitions" / "2019.yaml")
FIXTURE = REPOSITORY / "tests" / "fixture" / "data" / "definitions" / "2019.yaml"
FIRST = "På vår myndighet/enhet har vi en fungerande introduktion om vad uppdraget i NAFS-teamet innebär"
GOOD = f"Försäkringskassan;{FIRST};Stämmer helt"


def read(
    folder: Path, *rows: str, header: str = "Myndighet;Fråga;Svar", year: Definitions = YEAR, mend: tuple = ()
) -> tuple[pd.DataFrame, Faults]:
    path = folder / "nafs.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return nafs_answers.read(path, path.name, year, list(mend))


def told(faults: Faults) -> list[tuple[str, str, int | None, str]]:
    return [(f.level, f.code, f.row, f.column) for f in faults.found]


@pytest.mark.parametrize(
    ("written", "letter"),
    [
        ("Stämmer inte alls", "A"),
        ("stämmer DELVIS ", "B"),
        ("C. Stämmer till stora delar", "C"),
        ("C Stämmer till stora delar", "C"),
        ("d) stämmer helt", "D"),
        ("D", "D"),
        ("b", "B"),
    ],
)
def test_an_answer_is_known_by_its_words_and_by_its_letter(tmp_path: Path, written: str, letter: str) -> None:
    table, faults = read(tmp_path, f"Försäkringskassan;{FIRST};{written}")
    assert told(faults) == [] and list(table["answer"]) == [letter]


def test_a_statement_is_known_by_its_words_and_its_number_and_an_authority_by_name_and_id(
    tmp_path: Path,
) -> None:
    words = (
        "1. På vår myndighet/enhet har vi en fungerande introduktion om vad uppdraget i NAFS–teamet innebär."
    )
    table, faults = read(tmp_path, GOOD, f"FÖRSÄKRINGSKASSAN;{words};A", "socialtjansten;6;B")
    assert told(faults) == []
    assert table.values.tolist() == [
        ["nafs.csv#!2", "1", "forsakringskassan", "D"],
        ["nafs.csv#!3", "1", "forsakringskassan", "A"],
        ["nafs.csv#!4", "6", "socialtjansten", "B"],
    ]


def test_a_statement_of_another_measurement_is_flagged_with_the_nearest_and_its_row_left_out(
    tmp_path: Path,
) -> None:
    table, faults = read(tmp_path, GOOD, f"Försäkringskassan;{FIRST[:-3]};A", "Socialtjänsten;Trivs du?;B")
    assert told(faults) == [("flag", "nafs_statement", n, "Fråga") for n in (3, 4)]
    assert FIRST in faults.found[0].action and "1 / 2 / 3" in faults.found[1].action
    assert [effect(f) for f in faults.found] == ["row", "row"] and list(table["row"]) == ["nafs.csv#!2"]


@pytest.mark.parametrize(
    ("row", "code", "column", "near"),
    [
        (f"Försäkringskasan;{FIRST};A", "unknown_label", "Myndighet", "Försäkringskassan"),
        (f"Kyrkan;{FIRST};A", "unknown_label", "Myndighet", "Region Västerbotten"),
        (f";{FIRST};A", "unknown_label", "Myndighet", "Socialtjänsten"),
        (f"Socialtjänsten;{FIRST};Stämer helt", "unknown_label", "Svar", "Stämmer helt"),
        (f"Socialtjänsten;{FIRST};E", "unknown_label", "Svar", "Stämmer inte alls"),
        (f"Socialtjänsten;{FIRST};4", "unknown_label", "Svar", "Stämmer inte alls"),
        (f"Socialtjänsten;{FIRST};", "unknown_label", "Svar", "Stämmer inte alls"),
        ("Socialtjänsten;;A", "blank_cell", "Fråga", ""),
        ("Socialtjänsten;NA;A", "blank_word", "Fråga", ""),
    ],
)
def test_an_authority_or_an_answer_that_the_year_does_not_have_is_refused_by_its_cell(
    tmp_path: Path, row: str, code: str, column: str, near: str
) -> None:
    table, faults = read(tmp_path, GOOD, row)
    assert told(faults) == [("refuse", code, 3, column)] and table.empty
    assert list(table.columns) == nafs_answers.COLUMNS and near in faults.found[0].action


def test_a_team_is_read_into_no_table_and_may_be_left_out(tmp_path: Path) -> None:
    header = "Team;Myndighet;Fråga;Svar"
    table, faults = read(tmp_path, f"Team Väster;{GOOD}", header=header)
    assert told(faults) == [] and "Väster" not in table.to_csv()


def test_what_an_unknown_cell_says_is_not_told(tmp_path: Path, test_numbers: list[str]) -> None:
    rows = (
        f"{test_numbers[0]};{FIRST};A",
        f"Socialtjänsten;{test_numbers[0]};A",
        "Kyrkan;Har Ebba slutat?;A",
    )
    _, faults = read(tmp_path, *rows)
    told = [f.value for f in faults.found if f.code in ("unknown_label", "nafs_statement")]
    assert told == ["[personnummer]", "[personnummer]", telling.hidden(), telling.hidden()]
    assert test_numbers[0] not in " ".join(f.line() for f in faults.found)


def test_a_year_that_asks_nothing_says_so_and_reads_nothing(tmp_path: Path) -> None:
    nothing = YEAR.model_copy(update={"nafs": None})
    table, faults = read(tmp_path, GOOD, "Kyrkan;Trivs du?;Ja", year=nothing)
    assert told(faults) == [("flag", "nafs_undefined", None, "")] and table.empty
    assert "nafs" in faults.found[0].ours


def test_a_correction_mends_an_answer(tmp_path: Path) -> None:
    mended = Correction("nafs.csv", 2, "Svar", "Ja", "C", "ringde")
    table, faults = read(tmp_path, f"Socialtjänsten;{FIRST};Ja", mend=(mended,))
    assert not faults.refused and list(table["answer"]) == ["C"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('- {id: "2", text', '- {id: "1", text', "påståendet ”1” står två gånger"),
        ('- {id: "2", text', '- {id: "all", text', "”all” är namnet på ett annat mått"),
        (
            "{id: socialtjansten, name: Socialtjänsten}\n  scale",
            "{id: all, name: S}\n  scale",
            "”all” är namnet",
        ),
        (
            "{id: socialtjansten, name: Socialtjänsten}\n  scale",
            "{id: s, name: försäkringskassan}\n  scale",
            "står redan",
        ),
        (
            "På vårt NAFS-möte har vi tydliga frågeställningar",
            "I vårt NAFS-team introduceras nya medlemmar på ett strukturerat sätt!",
            "står redan",
        ),
        ("Stämmer delvis", "STÄMMER HELT", "står redan"),
        (", Stämmer helt]", "]", "Den ska ha minst 4"),
        ("statements: 2", "statements: 3", "3 är för stort. Det största är 2"),
        ("statements: 2", "statements: 0", "0 är för litet. Det minsta är 1"),
        ("by: mean", "by: medel", "medel är inget av mean eller share"),
        ("by: mean", "bye: mean", "Menade du by?"),
        ("place: nafs", "place: naffs", "platsen (other_places) ”naffs” finns inte. Menade du ”nafs”?"),
    ],
)
def test_a_fault_of_the_definitions_is_told_where_it_stands(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    written, english, names = FIXTURE.read_text(encoding="utf-8").partition("\nenglish:")
    assert old in written
    head, _, tail = written.rpartition(old)
    (tmp_path / "2019.yaml").write_text(head + new + tail + english + names, encoding="utf-8")
    with pytest.raises(definitions.DefinitionError, match=r"2019\.yaml:\d+: nafs") as raised:
        definitions.load(tmp_path / "2019.yaml")
    assert said in str(raised.value)
