"""Two people never become one, and one is never shown: personnummer as organisations deliver them.

Every number is a published test number or made from one while the test runs.
"""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from helpers import definitions, identity
from helpers.context import Context
from helpers.counting import participations
from helpers.deliveries import inventory, participants, sus
from helpers.deliveries.participants import HEADERS
from helpers.faults import Faults, lines
from helpers.language.spellings import luhn_ok
from helpers.paths import REPOSITORY, TEST_NUMBERS, Workspace

YEAR = definitions.load(REPOSITORY / "data/definitions/2019.yaml")
ALL = TEST_NUMBERS.read_text(encoding="ascii").split()
PEOPLE = [n for n in ALL if "1980" <= n[:4] <= "1995" and int(n[6:8]) <= 31 and int(n[10]) % 2 == 0][:8]
REST = ["Kvinna", "Umeå", "2019-02-01", "Socialtjänsten", "Ja", "2019-03-01", "2019-09-30", "Arbete"]
SUS = sus.Registration.headers()[:10]
SUS_REST = ["Kvinna", "2019-03-01", "", "", "", "", "", ""]
Write = Callable[[Path, list[list[object]]], Path]


def csv_file(folder: Path, rows: list[list[object]]) -> Path:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(rows)
    path = folder / "vannas.csv"
    path.write_bytes(out.getvalue().encode("utf-8-sig"))
    return path


def xlsx_file(folder: Path, rows: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([None if c == "" else c for c in row])
    book.save(folder / "vannas.xlsx")
    return folder / "vannas.xlsx"


def read_list(folder: Path, numbers: list[object], write: Write = csv_file) -> tuple[pd.DataFrame, Faults]:
    """A list whose rows are the same but for the personnummer."""
    path = write(folder, [HEADERS, *([n, *REST] for n in numbers)])
    return participants.read(path, f"participants/{path.name}", "vannas", YEAR, b"key", [])


def codes(faults: Faults) -> set[tuple[str, str]]:
    return {(f.level, f.code) for f in faults.found if f.level != "note"}


NOBODY = {
    "blank": "",
    "unseen": "\u200b",
    "unknown": "okänd",
    "protected": "Skyddad",
    "zeros": "0000",
    "all zeros": "00000000-0000",
    "nines": "99999999-9999",
    "pairs": f"19{'12' * 3}-{'12' * 2}",  # nobody's, though its check digit is right
    "birthday": PEOPLE[0][:8],
    "birthday and crosses": f"{PEOPLE[0][:8]}-XXXX",
    "birthday and zeros": f"{PEOPLE[0][:8]}-0000",
    "check digit": PEOPLE[0][:11] + str((int(PEOPLE[0][11]) + 1) % 10),
    "month 13": f"{PEOPLE[0][:4]}13{PEOPLE[0][6:]}",
    "filled reserve": f"{PEOPLE[0][:8]}-TF00",
    "words": "se akten",
}


@pytest.mark.parametrize("number", NOBODY.values(), ids=NOBODY)
@pytest.mark.parametrize("write", [csv_file, xlsx_file])
def test_the_same_placeholder_twice_is_two_people(tmp_path: Path, number: str, write: Write) -> None:
    frame, faults = read_list(tmp_path, [number, PEOPLE[1], number, number], write)
    assert len(frame) == frame["person"].nunique() == 4
    assert codes(faults) - {("flag", "unseen_characters")} <= {("flag", f"person_{f}") for f in FLAGGED}
    told = [f.row for f in faults.found if f.code.startswith("person_")]
    assert told == [2, 4, 5]
    facts = participations.facts(frame, YEAR, {"vannas": "read"})
    (unique,) = [f for f in facts if f.measure == "unique" and f.platform == "vannas" and f.group == "all"]
    assert unique.value == 4


FLAGGED = ("blank", "form", "date", "checksum", "placeholder", "reserve")
ROUNDED = {
    "as Excel writes it": lambda n: f"{n[0]},{n[1:6]}E+11",
    "with a point": lambda n: f"{n[0]}.{n[1:6]}e11",
    "in a number cell": lambda n: float(f"{n[0]}.{n[1:6]}e11"),
    "saved once more": lambda n: f"{n[:6]}000000",
    "with more digits": lambda n: f"{n[0]},{n[1:10]}E+11",
    "without a century": lambda n: f"{n[2]},{n[3:8]}E+09",
}


@pytest.mark.parametrize("spoil", ROUNDED.values(), ids=ROUNDED)
@pytest.mark.parametrize("write", [csv_file, xlsx_file])
def test_a_rounded_personnummer_refuses_with_its_cause(tmp_path: Path, spoil: Callable, write: Write) -> None:
    frame, faults = read_list(tmp_path, [spoil(n) for n in PEOPLE], write)
    assert frame.empty and codes(faults) == {("refuse", "person_scientific")}
    assert [f.row for f in faults.found] == list(range(2, 10))  # no row is the same as another, none overlaps
    (line,) = lines(faults.found)
    assert "rad 2–9" in line and "formatera kolumnen som text och exportera på nytt" in line


def test_a_rounded_personnummer_refuses_sus(tmp_path: Path) -> None:
    rows = [["Vännäs", f"{n[0]},{n[1:6]}E+11", *SUS_REST] for n in PEOPLE]
    frame, faults = sus.read(csv_file(tmp_path, [SUS, *rows]), "sus.csv", YEAR, b"key", [])
    assert frame.empty and ("refuse", "person_scientific") in codes(faults)
    assert not any(f.code in ("row_twice", "sus_rows_differ") for f in faults.found)


@pytest.mark.parametrize("number", ["", "okänd", "00000000-0000"])
def test_the_same_placeholder_twice_in_sus_is_two_people(tmp_path: Path, number: str) -> None:
    rows = [
        ["Vännäs", number, *SUS_REST],
        ["Vännäs", number, *SUS_REST],
        ["Vännäs", PEOPLE[0], *SUS_REST],
    ] * 2
    frame, faults = sus.read(csv_file(tmp_path, [SUS, *rows]), "sus.csv", YEAR, b"key", [])
    assert not faults.refused and len(frame) == 5  # whose number is known stands twice and counts once
    assert frame["person"].nunique() == frame["registration"].nunique() == 5


@pytest.mark.parametrize("write", [csv_file, xlsx_file])
def test_lost_leading_zeros_are_filled_in_and_told_by_row(tmp_path: Path, write: Write) -> None:
    born = [n for n in ALL if n[:4] in ("2000", "2001", "2003")][::60][:5]
    whole, _ = read_list(tmp_path, [*born, PEOPLE[0]], write)
    frame, faults = read_list(tmp_path, [*(int(n[2:]) for n in born), PEOPLE[0]], write)
    assert frame["person"].tolist() == whole["person"].tolist()
    padded = [f for f in faults.found if f.code == "person_padded"]
    assert [(f.level, f.row, f.value) for f in padded] == [("flag", n, "") for n in range(2, len(born) + 2)]


def coordination(number: str) -> str:
    body = f"{number[:6]}{int(number[6:8]) + 60}{number[8:11]}"
    return next(f"{body}{d}" for d in range(10) if luhn_ok(f"{body[2:]}{d}"))


@pytest.mark.parametrize("write", [csv_file, xlsx_file])
def test_one_person_in_every_spelling_is_one(tmp_path: Path, write: Write) -> None:
    """The same row again, however its number is spelt, counts once."""
    n = PEOPLE[0]
    spelt = [n, n[2:], f"{n[2:8]}-{n[8:]}", int(n), float(n), f"{n[0]},{n[1:]}E+11", f"{n}.0"]
    spelt += [f"{n[:8]}\u2011{n[8:]}", f"{n[:8]}\u200b-{n[8:]}", f"{n[:8]} {n[8:]}", f"\u2068{n}\u2069"]
    spelt += [n.translate(str.maketrans("0123456789", "０１２３４５６７８９")), n[:8] + "－" + n[8:]]
    frame, faults = read_list(tmp_path, [*spelt, coordination(n)], write)
    assert len(frame) == frame["person"].nunique() == 2  # a samordningsnummer is another number
    assert sum(f.code == "row_twice" for f in faults.found) == len(spelt) - 1
    assert {f.row for f in faults.found if f.code == "unseen_characters"} == {10, 12}


@pytest.mark.parametrize("column", ["Kommun", "Avslutsorsak", "Aktualiserad av", "Kommentar"])
@pytest.mark.parametrize(
    "spell",
    [
        lambda n: f"{n[:8]}\u200b-\u2060{n[8:]}",
        lambda n: f"{n[:4]}\u00a0{n[4:6]}\u00a0{n[6:8]}\u00a0{n[8:]}",
        lambda n: f"{n[:3]} {n[3:6]} {n[6:9]} {n[9:]}",
        lambda n: f"{n[:3]},{n[3:6]},{n[6:9]},{n[9:]}",
        lambda n: f"{n[:3]}’{n[3:6]}’{n[6:9]}’{n[9:]}",
        lambda n: "\u2060".join(n),
        lambda n: "\u20e3".join(n),
        lambda n: f"{n[:8]}&#8203;{n[8:]}",
        lambda n: f"{n[:8]}<b>{n[8:]}</b>",
        lambda n: f"{n[0]},{n[1:]}E+11",
        lambda n: f"{n[:8]}\u2015{n[8:]}".translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
        lambda n: f"{n[2:4]}/{n[4:6]} {n[6:8]} - {n[8:]}",
        lambda n: n.replace("0", "O").replace("1", "l"),
    ],
)
def test_a_stray_personnummer_is_masked_and_told(tmp_path: Path, column: str, spell: Callable) -> None:
    number = next(n for n in PEOPLE if sum(c in "01" for c in n) <= 4)
    columns = [*HEADERS, "Kommentar"]
    row = [PEOPLE[1], *REST, ""]
    row[columns.index(column)] = f"Ring {spell(number)}!"
    path = csv_file(tmp_path, [columns, row, [PEOPLE[2], *REST, ""]])
    frame, faults = participants.read(path, "participants/vannas.csv", "vannas", YEAR, b"key", [])
    assert [(f.row, f.column) for f in faults.found if f.code == "stray_personnummer"] == [(2, column)]
    told = "\n".join([*(f.line() for f in faults.found), frame.to_csv()])
    assert spell(number) not in told and number[8:] not in told and identity.mask(told) == told


def test_a_personnummer_in_a_sheets_name_is_masked_and_told(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [HEADERS, [PEOPLE[1], *REST]])
    book = openpyxl.load_workbook(path)
    book.active.title = f"{PEOPLE[0][:8]}\u200b {PEOPLE[0][8:]}"
    book.save(path)
    _, faults = participants.read(path, "participants/vannas.xlsx", "vannas", YEAR, b"key", [])
    assert [(f.level, f.code, f.sheet) for f in faults.found] == [
        ("flag", "personnummer_in_name", identity.MASK)
    ]


@pytest.mark.parametrize("name", ["participants/{}.csv", "{}.txt", "anteckningar/{}.pdf", "examples/{}.md"])
def test_a_personnummer_in_a_files_name_is_masked_and_told(tmp_path: Path, name: str) -> None:
    written = name.format(f"{PEOPLE[0][:8]}\u2060-\u00a0{PEOPLE[0][8:]}")
    path = tmp_path / "data/raw/2019" / written
    path.parent.mkdir(parents=True)
    path.write_text("x", encoding="utf-8")
    told = inventory.take(Context(Workspace(tmp_path), 2019), YEAR).faults
    assert ("flag", "personnummer_in_name") in {(f.level, f.code) for f in told}
    assert all(identity.MASK in f.file and PEOPLE[0][8:] not in f.line() for f in told)


def test_unseen_characters_in_a_name_are_none_and_two_of_one_name_are_refused(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "data/raw/2019/participants"
    folder.mkdir(parents=True)
    (folder / "van\u00adnas.csv").write_text("x", encoding="utf-8")
    context = Context(Workspace(tmp_path), 2019)
    found = inventory.take(context, YEAR)
    assert [(c.part, c.name) for c in found.cards] == [("vannas", "participants/vannas.csv")]
    (folder / "vannas.csv").write_text("y", encoding="utf-8")
    found = inventory.take(context, YEAR)
    assert not found.of("participants") and {f.code for f in found.faults} == {"two_files"}
