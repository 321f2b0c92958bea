"""`make check`.

A delivery with thirty planted faults, what is told of it to those who delivered, and a clean one that is left
alone.
"""

import csv
import io
import subprocess
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pandas as pd
import pytest
from support.workspaces import command, contents, new_workspace

from helpers.definitions import load
from helpers.deliveries import participants, returned
from helpers.deliveries.files.drawn_on import Drawn, drawn
from helpers.faults import Faults
from helpers.pages.senders import csv_text

LIST, CSV_LIST, SURVEY = (
    "participants/ungdomstorget.xlsx",
    "participants/vannas.csv",
    "surveys/deltagare.xlsx",
)
SUPPORT = "Har du fått det stöd du behöver för att öka din chans att få ett arbete?"
DECIDE = "Har du fått vara med och bestämma vilket stöd som du får/har fått?"
# file, row, column, what is written there, the column the finding names (None: the same), its level
PLANTED = [
    (LIST, 4, "Slut", "2019-02-30", None, "FEL"),
    (LIST, 5, "Kön", "Knna", None, "OBS"),
    (LIST, 6, "Avslutsorsak", "Studer", None, "FEL"),
    (LIST, 7, "Beslut", "Jaa", None, "FEL"),
    (LIST, 8, "Slut", "2018-12-01", None, "FEL"),
    (LIST, 9, "Avslutsorsak", "", None, "FEL"),
    (LIST, 13, "Kommun", "N/A", None, "FEL"),
    (LIST, 11, "Aktualiserad av", "Socialtjänst", None, "FEL"),
    (LIST, 12, "Start", "våren 2019", None, "FEL"),
    (CSV_LIST, 2, "Start", "03/14/2019", None, "FEL"),
    (CSV_LIST, 3, "Slut", "", None, "FEL"),
    (CSV_LIST, 4, "Personnummer", "900101-2386", None, "OBS"),
    (CSV_LIST, 5, "Aktualiserad", "2019-04-01", None, "OBS"),
    (CSV_LIST, 7, "Start", "2019-05-01", "Beslut", "FEL"),
    ("sus.csv", 2, "Startdatum", "2019-13-01", None, "FEL"),
    ("sus.csv", 3, "Insats", "Ungdomstroget", None, "FEL"),
    ("sus.csv", 4, "Utbildningsnivå", "Grundskolla", None, "FEL"),
    ("sus.csv", 5, "Omfattning före", "10.5", None, "FEL"),
    ("helarsekvivalenter.csv", 2, "Totalt", "8.459", None, "FEL"),
    ("helarsekvivalenter.csv", 3, "Period", "halvår 3", None, "FEL"),
    ("helarsekvivalenter.csv", 4, "Befolkning", "-5", None, "FEL"),
    ("helarsekvivalenter.csv", 5, "År", "219", None, "FEL"),
    ("surveys/invited.csv", 2, "Utskick", "-4", None, "FEL"),
    ("surveys/invited.csv", 3, "Grupp", "Styrgrup", None, "FEL"),
    ("surveys/invited.csv", 4, "Plattform", "Ungdomstroget", None, "FEL"),
    (SURVEY, 2, SUPPORT, "Vet ej", None, "FEL"),
    (SURVEY, 3, SUPPORT, "5", None, "FEL"),
    (SURVEY, 4, DECIDE, "Delvis", None, "FEL"),
    (SURVEY, 5, "Kön", "X", None, "OBS"),
    (SURVEY, 6, "Plattform", "Vindlen", None, "FEL"),
]


def _plant(raw: Path) -> None:
    for file in dict.fromkeys(f for f, *_ in PLANTED):
        mine = [p for p in PLANTED if p[0] == file]
        if file.endswith(".xlsx"):
            book = openpyxl.load_workbook(raw / file)
            sheet = book["Lista"] if "Lista" in book.sheetnames else book.active
            for _, row, column, value, *_ in mine:
                place = next(c.column for r in sheet.iter_rows() for c in r if c.value == column)
                sheet.cell(row, place).value = value or None
            book.save(raw / file)
            continue
        lines = [line.split(";") for line in (raw / file).read_bytes().decode("windows-1252").splitlines()]
        for _, row, column, value, *_ in mine:
            lines[row - 1][lines[0].index(column)] = value
        (raw / file).write_bytes("".join(f"{';'.join(line)}\r\n" for line in lines).encode("windows-1252"))


def _told(reports: Path) -> list[tuple[str, str, str, str]]:
    """Level, file, row and column of every line of every sender's table."""
    lines = []
    for path in sorted(reports.glob("leverans-*.csv")):
        lines += list(
            csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), delimiter=";")
        )
    return [(r["Slag"], r["Fil"], r["Rad"], r["Kolumn"]) for r in lines]


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory):
    root = new_workspace(tmp_path_factory.mktemp("unchanged"))
    done = command("check", root)
    return SimpleNamespace(root=root, done=done, told=_told(root / "reports/2019"))


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    root = new_workspace(tmp_path_factory.mktemp("planted"))
    _plant(root / "data/raw/2019")
    before = contents(root / "data/raw")
    done = command("check", root)
    assert contents(root / "data/raw") == before, "a delivered file was changed"
    return SimpleNamespace(
        root=root, done=done, told=_told(root / "reports/2019"), returned=root / "data/returned/2019"
    )


def test_thirty_planted_faults_in_six_files_are_each_told_once_at_their_cell(planted, unchanged):
    assert (len(PLANTED), len({f for f, *_ in PLANTED})) == (30, 6)
    assert planted.done.returncode == 1 and "Traceback" not in planted.done.stdout
    wanted = Counter(
        (level, file, str(row), named or column) for file, row, column, _, named, level in PLANTED
    )
    found = Counter(planted.told)
    assert {w: found[w] for w in wanted} == dict.fromkeys(wanted, 1)
    others = [f for f in found - wanted if f[0] != "NOT" and f not in unchanged.told]
    assert not others, "false alarms"


def test_every_planted_fault_stands_in_what_the_run_prints(planted):
    for file, row, column, _, named, level in PLANTED:
        sheet = {LIST: ", blad Lista", SURVEY: ", blad Svar"}.get(file, "")
        assert f"{level}: {file}{sheet}, rad {row}, kolumn {named or column}: " in planted.done.stdout


def test_a_delivery_without_faults_has_no_error_and_only_what_its_files_say_of_each_other(unchanged):
    """The fixture's lists hold people who are not in its SUS, one twice, and platforms that asked nobody."""
    assert unchanged.done.returncode == 0, unchanged.done.stdout
    found = pd.read_parquet(unchanged.root / "data/processed/2019/faults.parquet")
    codes = found[found["level"] != "note"]["code"].value_counts().to_dict()
    assert codes == {"not_in_sus": 11, "in_two_lists": 2, "never_asked": 2, "sus_end_differs": 1}


def test_the_marked_up_list_has_a_comment_in_each_faulty_cell_and_in_no_other(planted):
    for file in (LIST, CSV_LIST, "sus.csv", SURVEY, "helarsekvivalenter.csv", "surveys/invited.csv"):
        book = openpyxl.load_workbook((planted.returned / file).with_suffix(".xlsx"))
        cells = [c for s in book.worksheets[:-1] for r in s.iter_rows() for c in r if c.comment]
        sheet = cells[0].parent
        heads = {
            c.column: c.value for r in sheet.iter_rows() for c in r if c.row == (3 if file == LIST else 1)
        }
        commented = {(str(c.row), heads[c.column]) for c in cells}
        told = {
            (row, column or "Personnummer")
            for level, f, row, column in planted.told
            if f == file and level != "NOT" and row
        }
        assert commented == told
        assert all(c.fill.fgColor.rgb in ("FFFFB3B3", "FFFFE08A") for c in cells)


def test_the_marked_up_list_holds_what_was_delivered_and_reads_the_same(planted, tmp_path):
    defined = load(planted.root / "data/definitions/2019.yaml")
    for file, place in ((LIST, "ungdomstorget"), (CSV_LIST, "vannas")):
        original, copy = planted.root / "data/raw/2019" / file, (planted.returned / file).with_suffix(".xlsx")
        read = [
            participants.read(path, "x", place, defined, b"key", [])[1].found for path in (original, copy)
        ]
        places = [
            {(f.level, f.code, f.row, f.column, f.value) for f in found if f.level != "note"}
            for found in read
        ]
        assert places[0] == places[1]


def test_a_list_that_was_mended_is_no_longer_returned(planted, unchanged, tmp_path):
    root = new_workspace(tmp_path)
    stale = root / "data/returned/2019/participants/bjurholm.xlsx"
    stale.parent.mkdir(parents=True)
    stale.write_bytes(b"old")
    assert command("check", root).returncode == 0
    assert not stale.exists()


def test_a_returned_list_runs_no_formula_and_comes_out_the_same_every_time(tmp_path):
    path = tmp_path / "vannas.csv"
    path.write_text("Personnummer;Kön\n=1+1;@SUM(A1)\n", encoding="utf-8")
    faults = Faults("vannas", "participants/vannas.csv")
    faults.refuse("unknown_label", row=2, column="Kön", value="-12,5", nearest="Kvinna", also="")
    first, second = (returned.marked_up(path, faults.found) for _ in range(2))
    assert first == second
    sheet = openpyxl.load_workbook(io.BytesIO(first)).worksheets[0]
    assert [c.data_type for c in sheet[2]] == ["s", "s"]
    line = csv_text(faults.found).splitlines()[1]
    assert ";'-12,5;" in line


def test_a_copy_that_comes_back_and_back_again_has_one_list_of_what_to_mend_and_keeps_the_sender_s_own_sheets(
    tmp_path,
):
    """Senders mend the copy they were given and deliver that."""
    path, faults = tmp_path / "vannas.xlsx", Faults("vannas", "participants/vannas.xlsx")
    book = openpyxl.Workbook()
    book.active.title = "Lista"
    for name in ("ATT RÄTTA", "Att rätta (2)"):
        book.create_sheet(name).append(["egna anteckningar"])
    book.active.append(["Kön"])
    book.active.append(["X"])
    book.save(path)
    faults.flag("gender_unknown", sheet="Lista", row=2, column="Kön", value="X", women="Kvinna", men="Man")
    for _ in range(3):
        path.write_bytes(returned.marked_up(path, faults.found))
        assert openpyxl.load_workbook(path).sheetnames == [
            "Lista",
            "ATT RÄTTA",
            "Att rätta (2)",
            "Att rätta (3)",
        ]


@pytest.mark.filterwarnings("ignore:Title is more than 31 characters")
def test_a_sheet_that_excel_would_not_have_named_so_is_returned_under_a_name_it_allows(tmp_path):
    path, faults, book = (
        tmp_path / "vannas.xlsx",
        Faults("vannas", "participants/vannas.xlsx"),
        openpyxl.Workbook(),
    )
    long = "Deltagare i Vännäs samordningsteam 2019"
    book.active.title = long
    for row in (["Kön"], ["X"]):
        book.active.append(row)
    book.save(path)
    faults.flag("gender_unknown", sheet=long, row=2, column="Kön", value="X", women="Kvinna", men="Man")
    copy = openpyxl.load_workbook(io.BytesIO(returned.marked_up(path, faults.found)))
    assert copy.sheetnames == [long[:31], "Att rätta"] and copy.worksheets[0]["A2"].comment
    assert copy.worksheets[1]["C2"].hyperlink.location == f"'{long[:31]}'!A2"


def test_a_file_that_cannot_be_opened_is_not_returned(tmp_path):
    path = tmp_path / "vannas.xlsx"
    path.write_bytes(b"PK\x03\x04")
    faults = Faults("vannas", "participants/vannas.xlsx")
    faults.refuse("not_whole", row=1)
    assert returned.marked_up(path, faults.found) is None


def _list(path: Path, *title: str) -> Path:
    book = openpyxl.Workbook()
    for row in (*([t] for t in title), participants.HEADERS):
        book.active.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("title", "day", "source"),
    [
        ("Deltagarlista Vännäs, uttagen 2020-01-15", "2020-01-15", "title"),
        ("Utdrag per den 15/1 2020", "2020-01-15", "title"),
        ("Rapportdatum: 20200115", "2020-01-15", "title"),
    ],
)
def test_a_title_row_says_when_a_list_was_drawn(tmp_path, title, day, source):
    found = drawn(_list(tmp_path / "a.xlsx", "Vännäs", title))
    assert (str(found.day), found.source) == (day, source)


def test_a_period_in_the_title_is_not_the_day_a_list_was_drawn_and_a_text_file_without_one_is_unknown(
    tmp_path,
):
    path = tmp_path / "a.csv"
    path.write_text(
        "Deltagare 2019-01-01–2019-12-31\n" + ";".join(participants.HEADERS) + "\n", encoding="utf-8"
    )
    assert drawn(path) == Drawn()


def test_rows_dated_after_the_list_was_drawn_are_told(tmp_path):
    root = new_workspace(tmp_path)
    path = root / "data/raw/2019" / CSV_LIST
    path.write_bytes(b"Uttagen 2019-10-15\r\n" + path.read_bytes())
    done = command("check", root)
    assert (
        "vannas.csv, rad 4, kolumn Slut: Slut 2019-11-30 ligger efter dagen då listan togs ut (2019-10-15)."
        in done.stdout
    )
    page = (root / "reports/2019/leverans-vannas.html").read_text(encoding="utf-8")
    assert "2019-10-15" in page and "enligt titelraden" in page


def test_check_leaves_the_accounts_alone_and_stops_on_a_year_without_data(unchanged):
    assert {p.name.partition("-")[0] for p in (unchanged.root / "reports/2019").iterdir()} == {"leverans"}
    done = command("check", unchanged.root, YEAR="2015")
    assert done.returncode == 2 and isinstance(done, subprocess.CompletedProcess)
