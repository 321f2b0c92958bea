"""Long lists: whole columns are read as rows are, and the work and the memory grow with the rows.

Nothing here looks at a clock: calls are counted.
"""

import copy
import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support import row_by_row
from support.workspaces import FIXTURE

from helpers import definitions, identity
from helpers.checks import crosschecks
from helpers.counting import participations as rules
from helpers.deliveries import allowed, participants, surveys, sus
from helpers.deliveries.files import reading, schema, textfile, workbook
from helpers.deliveries.files.drawn_on import Drawn, drawn
from helpers.deliveries.files.grid import Cell, Grid, Table, folded
from helpers.deliveries.returned import marked_up
from helpers.faults import Faults, Refusal, from_table, lines, table
from helpers.pages import senders
from helpers.paths import TEST_NUMBERS
from helpers.reading import limits

YEAR = definitions.load(FIXTURE / "data/definitions/2019.yaml")
ALLOWED = allowed.of(YEAR)
NUMBERS = TEST_NUMBERS.read_text(encoding="ascii").split()[9000:9400]
DAYS = [dt.date(2017, 11, 1) + dt.timedelta(days=97 * n) for n in range(9)]

# --- columns as rows ------------------------------------------------------------------------------

BLANKS = ["", None, " "]
DATES = [*DAYS, *map(str, DAYS), dt.date(2025, 1, 1), "1/3 2019", "våren", "2019-02-30", "-", 43525, *BLANKS]
NOBODY = [f"{NUMBERS[1]}1", "19900101-T001", "okänd", "NA", "Summa", *BLANKS]
CELLS: dict[str, list] = {
    "Personnummer": [*NUMBERS[:4], int(NUMBERS[0]), *NOBODY],
    "Kön": ["Kvinna", "k", "Man", "X", "-", True, 1, *BLANKS],
    "Kommun": ["Vännäs", "vännäs", "0", NUMBERS[5], *BLANKS],
    "Aktualiserad av": ["Arbetsförmedlingen", "Arbetsförmedling", "socialtjänsten ", "n/a", *BLANKS],
    "Beslut": ["Ja", "nej", "Kanske", *BLANKS],
    "Avslutsorsak": ["Arbete", "Arbte", "studier", 0, *BLANKS],
    "Redo för rehabilitering": ["Ja", "nej", "J", 1, *BLANKS],
}
EXTRA = ["", "", "anmärkning", "Totalt"]
ROW = st.tuples(*(st.sampled_from(CELLS.get(h, DATES)) for h in participants.READ), st.sampled_from(EXTRA))
# As lists mostly are: several periods of few people, and one cell in ten at fault.
LIKELY = st.tuples(
    st.sampled_from(NUMBERS[:2]),
    st.sampled_from(["Kvinna"] * 9 + ["X"]),
    st.sampled_from(["Vännäs"] * 9 + ["0"]),
    st.sampled_from([*DAYS, ""]),
    st.sampled_from(["Arbetsförmedlingen"] * 9 + ["Arbetsförmedling"]),
    st.sampled_from(["Ja"] * 9 + ["Nej"]),
    st.sampled_from([*DAYS, *DAYS, ""]),
    st.sampled_from([*DAYS, "", "våren"]),
    st.sampled_from(["Arbete", "Studier", ""]),
    st.sampled_from(["Ja", "Nej", "", "", "-"]),
    st.just(""),
)
HAZARDS = st.dictionaries(
    st.tuples(st.integers(3, 14), st.integers(0, 10)), st.just(("error_cell", "#REF!")), max_size=3
)


def sheet(rows: list[tuple], hazards: dict | None = None) -> Table:
    """A title row, the list's header with a column of the sender's own, and rows."""
    header: list[Cell] = [*participants.READ, "Övrigt"]
    cells: list[list[Cell]] = [["Lista"], header, *([*r] for r in rows)]
    grid = Grid("Lista", cells, [1, 2, *range(3, 3 + len(rows))], hazards or {})
    return Table(grid, 1, {folded(h): i for i, h in enumerate(header)})


@pytest.mark.parametrize("ages", [None, [16, 29]])
@settings(max_examples=150)
@given(st.lists(ROW, min_size=1, max_size=12) | st.lists(LIKELY, min_size=1, max_size=12), HAZARDS)
@example([(NUMBERS[0], "Man", "", *[DAYS[0]] * 2, "Ja", DAYS[4], DAYS[2], "", "", "")] * 3, {})
def test_whole_columns_say_of_every_row_what_the_row_alone_says(
    ages: list[int] | None, rows: list[tuple], hazards: dict
) -> None:
    """Frame, findings, their order and their words, of lists broken in any way."""
    given_table = sheet(rows, hazards)
    found, expected = (Faults("vannas", "participants/vannas.xlsx") for _ in range(2))
    year = YEAR.model_copy(
        update={
            "platforms": [p.model_copy(update={"ages": ages}) for p in YEAR.platforms],
            "age_groups": GROUPS,
        }
    )
    frame = participants.of_table(copy.deepcopy(given_table), year, row_by_row.SECRET, found)
    row_by_row_frame = row_by_row.read(given_table, "vannas", ALLOWED, ages, expected, GROUPS)
    assert found.found == expected.found
    pd.testing.assert_frame_equal(frame, row_by_row_frame)


GROUPS = [[0, 29], [30, 44], [45, 67]]
MODELS = {
    participants.Participation: CELLS,
    sus.Registration: CELLS | {"Antal år i offentlig försörjning": ["0,5", "x", 1.5, *BLANKS]},
    surveys.Invited: {
        "Plattform": ["Vännäs", "-", ""],
        "Grupp": ["personal", ""],
        "Utskick": ["4", 4, "x", ""],
    },
}


@pytest.mark.parametrize("model", MODELS)
@settings(max_examples=60)
@given(st.data())
def test_a_column_reads_each_cell_as_its_row_would(model: type[schema.Row], data: st.DataObject) -> None:
    """Every declared model: values and codes are those that pydantic gives the whole row."""
    headers = model.headers()
    row = st.fixed_dictionaries({h: st.sampled_from(MODELS[model].get(h, DATES)) for h in headers})
    rows = data.draw(st.lists(row, min_size=1, max_size=6))
    grid = Grid("Blad1", [headers, *([r[h] for h in headers] for r in rows)], [*range(1, len(rows) + 2)])
    read = schema.columns(model, Table(grid, 0, {folded(h): i for i, h in enumerate(headers)}), ALLOWED)
    written = dict(zip(range(2, len(rows) + 2), rows, strict=True))
    for index, number in enumerate(read.numbers):
        values, errors = row_by_row.validated(model, written[number], ALLOWED)
        assert {name: column[index] for name, column in read.values.items()} == dict(values)
        wrong = [(why[index][0], header, why[index][1]) for header, why in read.wrong.items() if index in why]
        assert wrong == errors


# --- the work grows with the rows -----------------------------------------------------------------


def people(count: int, gender: str = "Kvinna") -> list[tuple]:
    """Rows without fault of a hundred people, whose periods follow each other."""
    days = [dt.date(2018, 1, 1) + dt.timedelta(days=n) for n in range(700)]
    step = 700 // -(-count // 100)
    return [
        (
            NUMBERS[n % 100],
            gender,
            "Vännäs",
            day,
            "Arbetsförmedlingen",
            "Ja",
            day,
            days[at + step // 3],
            "Arbete",
            "",
        )
        for n in range(count)
        for at in [n // 100 * step]
        for day in [days[at]]
    ]


def calls(work: Callable[[], object]) -> int:
    """How many calls a piece of work makes, those of the interpreter's own functions among them."""
    counted = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return counted


def read(rows: list[tuple]) -> tuple[pd.DataFrame, Faults]:
    found = Faults("vannas", "participants/vannas.xlsx")
    return participants.of_table(sheet(rows), YEAR, row_by_row.SECRET, found), found


LISTS: dict[str, Callable[[int], list[tuple]]] = {
    "nothing": people,
    "gender_unknown": lambda n: people(n, "X"),
    "end_without_reason": lambda n: [(*r[:8], "", "") for r in people(n)],
    "not_a_date": lambda n: [(*r[:7], f"våren {i}", *r[8:]) for i, r in enumerate(people(n))],
    "total_row": lambda n: [("Summa", *r[1:]) for r in people(n)],
    "row_twice": lambda n: people(1) * n,
    "overlapping_periods": lambda n: [
        (NUMBERS[0], *r[1:6], DAYS[0] + dt.timedelta(days=i), "", "", "") for i, r in enumerate(people(n))
    ],
}


@pytest.mark.parametrize("code", LISTS)
def test_four_times_the_rows_are_no_more_than_four_times_the_work(code: str) -> None:
    """Of a list where every row has the same fault, or none: read, told, and made into a table and lines."""

    def work(count: int) -> int:
        rows = LISTS[code](count)
        return calls(lambda: lines(from_table(table(read(rows)[1].found))))

    _, found = read(LISTS[code](400))
    of_code = [f for f in found.found if f.code == code]
    assert len(of_code) >= (0 if code == "nothing" else 399)
    assert work(1600) < 4.4 * work(400)


def test_a_cell_is_read_once_for_each_value_that_stands_in_its_column(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[object] = []
    inner = identity.read
    monkeypatch.setattr(identity, "read", lambda raw, year: asked.append(raw) or inner(raw, year))
    keys: list[str] = []
    pseudonym = identity.pseudonym
    monkeypatch.setattr(identity, "pseudonym", lambda key, s: keys.append(key) or pseudonym(key, s))
    frame, _ = read(people(1000))
    assert len(frame) == 1000 and sorted(asked) == sorted(NUMBERS[:100]) == sorted(keys)


def between_files(count: int) -> None:
    """Every check between files and years, where every person is told of."""
    frame, _ = read(people(count))
    other = frame.assign(
        platform="hikikomori", gender="men", row=frame["row"].str.replace("vannas", "hikikomori")
    )
    both = pd.concat([frame, other], ignore_index=True)
    assert len(crosschecks.in_two_lists(both, YEAR)) and len(crosschecks.genders_differ(both)) == 2 * count
    when = Drawn(dt.date(2017, 1, 1), "title")
    assert crosschecks.dated_after_drawn(frame, {"participants/vannas.xlsx": when})
    registered = other.assign(
        registration=other["row"], platform="vannas", start=other["start"] + pd.Timedelta(days=1)
    )
    assert crosschecks.list_against_sus(frame, registered, YEAR)
    still = frame.assign(end=pd.NaT)
    assert crosschecks.opening_against_closing(
        frame, still.assign(person="x" + frame["person"]), 2019, ["vannas"]
    )
    assert crosschecks.opening_against_closing(frame[frame["end"].dt.year == 2018], still, 2019, ["vannas"])


def test_checks_between_files_look_through_the_rows_as_often_however_many_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A look through all rows for each row is no more calls, but longer ones: looks are counted."""
    looks = 0
    inner = pd.DataFrame.__getitem__

    def look(self: pd.DataFrame, key: object) -> object:
        nonlocal looks
        looks += 1
        return inner(self, key)

    monkeypatch.setattr(pd.DataFrame, "__getitem__", look)
    counts = []
    for count in (200, 800):
        looks = 0
        between_files(count)
        counts.append(looks)
    assert counts[0] == counts[1]
    assert calls(lambda: between_files(1600)) < 4.4 * calls(lambda: between_files(400))


def test_the_rows_behind_facts_are_arrays() -> None:
    """However many rows a list has, its facts are made by as many calls."""
    made = []
    for count in (200, 800):
        frame, _ = read(people(count))
        made.append(calls(lambda frame=frame: rules.facts(frame, YEAR, {"vannas": "read"})))
    assert made[1] < made[0] + 800 * 20  # a row's place is taken apart once, by a few calls


def test_a_marked_up_list_and_a_sender_s_page_grow_with_the_rows(tmp_path: Path) -> None:
    def work(count: int) -> int:
        rows = [[*participants.HEADERS], *([str(c) for c in r[:9]] for r in people(count, "X"))]
        path = tmp_path / f"vannas-{count}.csv"
        path.write_text("\n".join(";".join(r) for r in rows) + "\n", encoding="utf-8")
        _, found = participants.read(path, "participants/vannas.csv", "vannas", YEAR, b"k", [])
        assert len(found.found) >= count <= limits.MAX_ALIKE  # more share a finding
        delivered = pd.DataFrame(columns=["kind", "part", "file", "status"])

        def both() -> None:
            assert marked_up(path, found.found)
            senders.content("vannas", YEAR, delivered, found.found, [])
            senders.csv_text(senders.concerning("vannas", YEAR, found.found))

        return calls(both)

    assert work(480) < 2.7 * work(200)


@pytest.mark.parametrize("first", ["titles", "rows"])
def test_a_file_is_taken_apart_once_for_its_titles_and_its_rows(
    first: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "vannas.csv"
    path.write_text("Uttagen 2019-10-15\nPersonnummer;Kön\n1;K\n", encoding="utf-8")
    taken: list[bytes] = []
    inner = textfile.read
    monkeypatch.setattr(textfile, "read", lambda content: taken.append(content) or inner(content))
    asked = [lambda: drawn(path).day, lambda: len(reading.read(path)[0].rows)]
    said = [ask() for ask in (asked if first == "titles" else reversed(asked))]
    assert sorted(said, key=str) == [dt.date(2019, 10, 15), 3] and taken == [path.read_bytes()]


# --- the memory -----------------------------------------------------------------------------------

MEMORY = 1_000_000_000  # of address space, the interpreter and its libraries among it (docs/architecture.md)
LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[3]),) * 2)
from pathlib import Path
from helpers import definitions
from helpers.deliveries import participants
year = definitions.load(Path(sys.argv[2]))
frame, found = participants.read(Path(sys.argv[1]), "vannas", "vannas", year, b"a test's own key", [])
print(len(frame), [f.line() for f in found.found])
"""


def written(path: Path, count: int) -> Path:
    """A list of so many rows."""
    rows = [participants.HEADERS, *([str(c) for c in r[:9]] for r in people(100) * (count // 100))]
    for number, row in enumerate(rows[1:]):
        row[0], row[2], row[6], row[7] = f"{number:06d}", f"Kommun {number}", "2019-02-01", "2019-03-01"
    if path.suffix == ".csv":
        path.write_text("\n".join(";".join(r) for r in rows) + "\n", encoding="utf-8")
        return path
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        of_book = book.add_worksheet("Lista")
        for number, row in enumerate(rows):
            of_book.write_row(number, 0, row)
    return path


@pytest.mark.parametrize("name", ["vannas.csv", "vannas.xlsx"])
def test_12_a_hundred_thousand_rows_are_read_within_the_stated_memory(name: str, tmp_path: Path) -> None:
    """Every row has a person of its own, so that nothing is shared."""
    path = written(tmp_path / name, 100_000)
    one_thread = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    year = FIXTURE / "data/definitions/2019.yaml"
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path), str(year), str(MEMORY)],
        capture_output=True,
        text=True,
        env=one_thread,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "") and done.stdout.startswith("100000 ")


def test_12_a_workbook_is_refused_for_how_much_more_it_holds_than_it_packs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "vannas.xlsx", 1000)
    monkeypatch.setattr(limits, "FREE_CONTENT_BYTES", 10_000)
    assert len(workbook.read(path.read_bytes())[0].rows) == 1001
    monkeypatch.setattr(limits, "MAX_RATIO", 3)
    with pytest.raises(Refusal, match="too_large_unpacked"):
        workbook.read(path.read_bytes())
    monkeypatch.setattr(limits, "FREE_CONTENT_BYTES", 10_000_000)
    assert workbook.read(path.read_bytes())


# --- ranges ---------------------------------------------------------------------------------------


def test_findings_print_ranges_of_rows_and_each_kind_once() -> None:
    found = Faults("vannas", "participants/vannas.csv", known=[f"Ort {n}" for n in range(901)])
    for row in (*range(2, 170), *range(650, 800), 900):
        found.flag("end_without_reason", row=row, column="Avslutsorsak")
        found.flag("not_a_date", row=row, column="Slut", value=f"våren {row}")
        found.flag("unknown_label", row=row, column="Kommun", value=f"Ort {row}", nearest="Umeå", also="")
    rows = "rad 2–169, 650–799, 900"
    reason, dates, *labels = lines(found.found)
    assert reason == (
        f"OBS: participants/vannas.csv, {rows}, kolumn Avslutsorsak: Slut finns men Avslutsorsak saknas. "
        "Fyll i Avslutsorsak."
    )
    some = ", ".join(f"”våren {n}”" for n in range(2, 12))
    assert dates.replace("\u00a0", " ") == (
        "OBS: participants/vannas.csv, kolumn Slut: 319 celler innehåller inget datum som kan läsas: "
        f"{some} och 309 andra ({rows}). Skriv till exempel 2019-03-01 eller 1/3 2019."
    )
    assert len(labels) == 11 and labels[0].endswith(
        "”Ort 2” är inget av de värden kolumnen får ha. Menades Umeå?"
    )
    assert labels[-1].replace("\u00a0", " ") == (
        "OBS: participants/vannas.csv, rad 12–169, 650–799, 900, kolumn Kommun: 309 till av samma slag."
    )


def test_more_of_one_kind_than_are_told_one_by_one_share_one_finding() -> None:
    """Also where they stand in other columns than the last that was told by itself."""
    found = Faults("vannas", "participants/vannas.csv")
    for row in range(2, limits.MAX_ALIKE + 802):
        column = "Slut" if row < limits.MAX_ALIKE + 2 else "Start"
        found.flag("not_a_date", row=row, column=column, value=f"{row}")
    told = found.found
    assert len(told) == limits.MAX_ALIKE + 1 and told[-1].count == 800 and told[-1].column == "Start"
    assert len(lines(told)) == 2 and "800 rader till: rad 502–1301" in lines(told)[1]


def test_a_few_different_things_are_told_each_with_its_row() -> None:
    found = Faults("vannas", "participants/vannas.csv")
    for row, value in ((2, "våren"), (3, "hösten"), (9, "våren")):
        found.refuse("not_a_date", row=row, column="Slut", value=value)
    first, second = found.found[:2]
    assert lines(found.found) == [first.line().replace("rad 2", "rad 2, 9"), second.line()]
    other_file = replace(first, file="participants/vindeln.csv")
    assert lines([first, other_file]) == [first.line(), other_file.line()]
