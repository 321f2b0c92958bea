"""Anything may be delivered.

No reader raises, hangs, or gives other facts without a finding, and what it tells can be marked up.

Two sources of faults: bytes of shipped files that are flipped, truncated, inserted or doubled, and cells and
headers of any content. What no reader can see is let through, and counted: a change that made another
well-formed value of a cell, `2019-03-01` to `2019-03-02` – then what differs must be that cell and what is
read from it, and nothing else – and a text file that is a whole one of fewer rows, cut between two of them,
or of one more, where a doubling across a line break made a row of its own.

`FUZZ_CASES=3000` asks for that many spoilt files of each reader; `pytest -s` prints what became of them.
"""

import csv
import io
import os
import random
import re
import shutil
import signal
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers import definitions, identity
from helpers.context import Context
from helpers.deliveries import (
    declared_figures,
    examples,
    nafs_answers,
    participants,
    preventive,
    returned,
    screening,
    sick_leave,
    surveys,
    sus,
    yearly_equivalents,
)
from helpers.deliveries.delivery import Delivery
from helpers.faults import Fault, Refusal
from helpers.language import letters
from helpers.paths import REPOSITORY, Workspace
from helpers.reading import encoding

CASES = int(os.environ.get("FUZZ_CASES", "150"))
SECONDS = 10  # of processor, for one file
YEAR = definitions.load(Workspace(REPOSITORY).definitions / "2019.yaml")
SECRET = b"a test's own key"
RAW = REPOSITORY / "data/raw"
CORRECTIONS = """file;row;column;from;to;reason;who;when\r
participants/vindeln.csv;2;Kommun;Vindeln;Umeå;ringde;AB;2020-01-15\r
participants/vindeln.csv;5;Avslutsorsak;{reason};Studier;fel i listan;AB;2020-01-15\r
"""

Read = tuple[pd.DataFrame, list[Fault]]
Cell = tuple[int, str]


def of(result: tuple) -> Read:
    return result[0], result[1].found


def with_corrections(path: Path) -> Read:
    """A list as it is read with a file of corrections."""
    root = path.parent / "workspace"
    folder = root / "data/raw/2019/participants"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(RAW / "2019/participants/vindeln.csv", folder)
    shutil.copy(path, folder.parent / "corrections.csv")
    delivery = Delivery(Context(Workspace(root), YEAR.year), YEAR, SECRET)
    frame = delivery.read("participants")["participations"]
    refused = any(f.level == "refuse" for f in delivery.faults)
    return (frame.iloc[:0] if refused else frame), delivery.faults


@dataclass(frozen=True)
class Reader:
    """A reader, a delivered file of it, and which headers each column of what it gives is read from."""

    name: str
    content: bytes
    read: Callable[[Path], Read]
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)


LIST = {
    "person": ("Personnummer",),
    "gender": ("Kön",),
    "municipality": ("Kommun",),
    "referred": ("Aktualiserad",),
    "referred_by": ("Aktualiserad av",),
    "decision": ("Beslut",),
    "start": ("Start",),
    "end": ("Slut",),
    "outcome": ("Avslutsorsak",),
    "ready": ("Redo för rehabilitering",),
    "age_group": ("Personnummer", "Start"),
}
SUS = {
    "platform": ("Insats",),
    "registration": ("Insats", "Personnummer", "Startdatum"),
    "person": ("Personnummer",),
    "gender": ("Kön",),
    "start": ("Startdatum",),
    "end": ("Slutdatum",),
    "time": ("Tid i offentlig försörjning",),
    "education": ("Utbildningsnivå",),
    "support_before": ("Försörjning före",),
    "support_after": ("Försörjning efter",),
    "occupation_after": ("Sysselsättning efter",),
}
HAE = {"area": ("Kommun",), "name": ("Kommun",), "period": ("År", "Period")} | {
    v: (k,) for k, v in yearly_equivalents.NUMBERS.items()
}
EFFORTS = {
    "effort": ("Id",),
    "municipalities": ("Kommuner",),
    "year": ("År",),
    "done": ("Genomförd",),
    "evaluated": ("Utvärderad",),
    "judged": ("Bedömning",),
    "source": ("Källa",),
}
STATED = {
    "measure": ("Mått",),
    "total": ("Mått",),
    "platform": ("Plattform",),
    "group": ("Kön",),
    "value": ("Värde",),
    "unit": ("Enhet",),
    "day": ("Datum",),
    "about": ("Ca",),
    "source": ("Källa",),
}


SCREENED = {
    "platform": ("Plattform",),
    "person": ("Personnummer",),
    "screened": ("Personnummer",),
    "obstacle": ("Hinder",),
}
MONTHS = {"area": ("Kommun",), "year": ("År",), "month": ("Månad",)}


def a_list(path: Path) -> Read:
    return of(participants.read(path, f"participants/{path.name}", "vindeln", YEAR, SECRET, []))


def efforts(path: Path) -> Read:
    (table, _), faults = preventive.read(path, path.name, YEAR, [])
    return table, faults.found


def delivered(name: str) -> bytes:
    return (RAW / name).read_bytes()


def without(content: bytes, begins: bytes) -> bytes:
    """A file without the lines that are flagged as they are."""
    return b"".join(line for line in content.splitlines(True) if not line.startswith(begins))


def some_corrections() -> bytes:
    row = delivered("2019/participants/vindeln.csv").decode("utf-8-sig").splitlines()[4]
    return CORRECTIONS.format(reason=row.rpartition(";")[2]).encode("cp1252")


READERS = {
    r.name: r
    for r in (
        Reader("list.xlsx", delivered("2019/participants/bjurholm.xlsx"), a_list),
        Reader("list.csv", delivered("2019/participants/vindeln.csv"), a_list, LIST),
        Reader("list-1252.csv", delivered("2019/participants/hikikomori.csv"), a_list, LIST),
        Reader(
            "sus.csv",
            b"".join(delivered("2019/sus.csv").splitlines(True)[:40]),
            lambda p: of(sus.read(p, "sus.csv", YEAR, SECRET, [])),
            SUS,
        ),
        Reader(
            "helarsekvivalenter.csv",
            delivered("2017/helarsekvivalenter.csv"),
            lambda p: of(yearly_equivalents.read(p, p.name, YEAR, [])),
            HAE,
        ),
        Reader(
            "uppgifter.csv",
            without(delivered("2019/uppgifter.csv"), b"board:deputies"),
            lambda p: of(declared_figures.read(p, p.name, YEAR, [])),
            STATED,
        ),
        Reader(
            "forebyggande.csv",
            without(delivered("2019/forebyggande.csv"), b"ad-a"),
            efforts,
            EFFORTS,
        ),
        Reader(
            "nafs.csv",
            b"".join(delivered("2019/nafs.csv").splitlines(True)[:40]),
            lambda p: of(nafs_answers.read(p, p.name, YEAR, [])),
            {"statement": ("Fråga",), "authority": ("Myndighet",), "answer": ("Svar",)},
        ),
        Reader(
            "screening.csv",
            b"".join(delivered("2019/screening.csv").splitlines(True)[:40]),
            lambda p: of(screening.read(p, p.name, YEAR, SECRET, [])),
            SCREENED,
        ),
        Reader(
            "sjukfranvaro.csv",
            b"".join(delivered("2019/sjukfranvaro.csv").splitlines(True)[:40]),
            lambda p: of(sick_leave.read_leave(p, p.name, YEAR, [])),
            MONTHS | {"value": ("Procent",)},
        ),
        Reader(
            "sjukdagar.csv",
            b"".join(delivered("2019/sjukfranvaro.csv").splitlines(True)[:40]).replace(b"Procent", b"Dagar"),
            lambda p: of(sick_leave.read_days(p, p.name, YEAR, [])),
            MONTHS | {"value": ("Dagar",)},
        ),
        Reader(
            "invited.csv",
            delivered("2019/surveys/invited.csv"),
            lambda p: of(surveys.read_invited(p, "surveys/invited.csv", YEAR, [])),
            {"platform": ("Plattform", "Grupp"), "respondents": ("Grupp",), "invited": ("Utskick",)},
        ),
        Reader("corrections.csv", some_corrections(), with_corrections),
        Reader(
            "1.3-1.md",
            delivered("2017/examples/1.3-1.md"),
            lambda p: of(examples.read(p, f"examples/{p.name}", YEAR)),
        ),
    )
}
TEXT = [n for n in READERS if n.endswith(".csv")]
NAMELESS = ("nafs.csv",)  # whose rows are answers of nobody in particular: two that are the same are two


class TooSlow(BaseException):
    """No `except Exception` in a reader can hide it."""


@contextmanager
def limited() -> Iterator[None]:
    """At most SECONDS of processor; a clock would fail on a busy machine."""

    def stop(*_: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


# --- what differs, and what may -------------------------------------------------------------------


Lines = dict[int, list[str]]


def lines(content: bytes) -> Lines:
    """Number of each line that is not blank -> its cells, by Python's own reader.

    Nothing if the file is no such text.
    """
    found, before = {}, 0
    try:
        reader = csv.reader(io.StringIO(encoding.decode(content), newline=""), delimiter=";", strict=True)
        for row in reader:
            found[before + 1], before = row, reader.line_num
    except (Refusal, csv.Error):
        return {}
    return {number: row for number, row in found.items() if any(c.strip() for c in row)}


def touched(one: Lines, other: Lines) -> set[Cell]:
    """Place and header of the cells that differ between two files of the same shape and header.

    Else nothing. The header's place is 1.
    """
    before, after = list(one.values()), list(other.values())
    if [len(r) for r in before] != [len(r) for r in after] or before[0] != after[0]:
        return set()
    return {
        (n, h)
        for n, (a, b) in enumerate(zip(before, after, strict=True), 1)
        for h, x, y in zip(before[0], a, b, strict=True)
        if x != y
    }


def cut(one: Lines, other: Lines) -> bool:
    """Whether a file holds the first rows of another and no others.

    Of its last row the last cell may be cut.
    """
    before, after = list(one.values())[: len(other)], list(other.values())
    return (
        bool(after)
        and after[:-1] == before[:-1]
        and len(after[-1]) == len(before[-1])
        and after[-1][:-1] == before[-1][:-1]
    )


def new_row(one: Lines, other: Lines) -> int | None:
    """The line that a doubling across a line break made.

    It has the header's number of cells, and all others are as they were.
    """
    before, after = list(one.values()), list(other.values())
    for place, line in enumerate(other):
        if (
            len(after) == len(before) + 1
            and after[:place] + after[place + 1 :] == before
            and len(after[place]) == len(before[0])
        ):
            return line
    return None


def values(frame: pd.DataFrame, file: Lines) -> dict[int, dict[str, object]]:
    """Place of a row among the lines of its file that are not blank -> what was read from it."""
    told = frame.astype(object).where(frame.notna(), None)
    places = {line: place for place, line in enumerate(file, 1)}
    rows = [(int(r["row"].rpartition("!")[2]), r) for r in told.to_dict("records")]
    return {
        places.get(line, 0 if file else line): {k: v for k, v in r.items() if k != "row"} for line, r in rows
    }


def differing(clean: dict, read: dict) -> set[Cell]:
    """Place and column of every value that is not the clean file's.

    A row that came or went differs in every column.
    """
    columns = {c for row in [*clean.values(), *read.values()] for c in row}
    return {
        (n, c)
        for n in clean.keys() | read.keys()
        for c in columns
        if n not in clean or n not in read or clean[n][c] != read[n][c]
    }


def _may_be_cut(place: int, column: str, reader: Reader, file: Lines) -> bool:
    """Whether a cut may have taken a value: its row is gone, or it is of the last cell that is left."""
    headers, last = next(iter(file.values())), len(file)
    return place == 0 or place > last or (place, reader.columns[column]) == (last, (headers[-1],))


def judge(reader: Reader, path: Path, clean: dict, changed: set[Cell], file: Lines, excuse: str = "") -> str:
    """Read a file and say what became of it; `changed` are the cells that the fault touched.

    `excuse` is "cut between rows" or "one more row" where the file is a whole one of fewer rows, or of one
    more (place 0).
    """
    with limited():
        frame, faults = reader.read(path)
    told = [f for f in faults if f.level != "note" or f.code == "extra_column"]
    assert not any(identity.looks_like(f.line()) for f in faults)
    if (copy := returned.marked_up(path, told)) is not None:
        assert zipfile.ZipFile(io.BytesIO(copy)).testzip() is None
    if any(f.level == "refuse" for f in told):
        assert frame.empty
        return "refused"
    found = values(frame, file)
    differs = differing(clean, found)
    if not differs:
        return "flagged" if told else "the same"
    if told:
        return "flagged"
    if excuse and (
        reader.name == "corrections.csv" or all(_may_be_cut(n, c, reader, file) for n, c in differs)
    ):
        return excuse
    if reader.name == "corrections.csv":  # a correction moves from one cell to another
        assert changed and len(differs) <= 2 * len(changed), "other facts without a finding"
        return "another value"
    wrong = {(n, c) for n, c in differs if not any((n, h) in changed for h in reader.columns.get(c, ()))}
    assert not wrong, f"other facts without a finding: {sorted(wrong)[:5]}"
    rows = list(file.values())
    blanked = {
        (n, c)
        for n, c in differs
        if found[n][c] is None
        and rows
        and all(letters.seen(rows[n - 1][rows[0].index(h)]).strip() for h in reader.columns[c])
    }  # what is read from several cells is blank where any of them is
    assert not blanked, f"turned to blank: {sorted(blanked)}"
    return "another value"


def clean_of(reader: Reader, path: Path) -> tuple[dict, Lines]:
    """What a delivered file gives, without a finding, and its lines."""
    path.write_bytes(reader.content)
    frame, found = reader.read(path)
    assert len(frame) and not [f for f in found if f.level != "note" or f.code == "extra_column"]
    file = lines(reader.content) if reader.name in TEXT else {}
    return values(frame, {} if reader.name == "corrections.csv" else file), file


# --- bytes ----------------------------------------------------------------------------------------


def flipped(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :]


def truncated(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def inserted(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content) + 1)
    return (
        content[:at]
        + chance.choice([chance.randbytes(chance.randint(1, 4)), b";", b"\n", b'"', b"0", b" ", b"\xc3\xa5"])
        + content[at:]
    )


def doubled(content: bytes, chance: random.Random) -> bytes:
    at, length = chance.randrange(len(content)), chance.randint(1, 60)
    return content[: at + length] + content[at : at + length] + content[at + length :]


SPOIL = [flipped, truncated, inserted, doubled]


@pytest.mark.parametrize("name", READERS)
def test_spoilt_bytes_never_raise_hang_or_give_other_facts_in_silence(name: str, tmp_path: Path) -> None:
    reader, became = READERS[name], Counter()
    path = tmp_path / name
    clean, whole = clean_of(reader, path)
    for case in range(CASES):
        spoil = SPOIL[case % len(SPOIL)]
        content = spoil(reader.content, random.Random(f"{name} {case}"))
        path.write_bytes(content)
        left = lines(content) if name in TEXT else {}
        more = new_row(whole, left)
        excuse = "cut between rows" if cut(whole, left) else ""
        if more:
            excuse = "one more row"
            left.pop(more)
        changed, file = touched(whole, left) if left else set(), {} if name == "corrections.csv" else left
        try:
            became[judge(reader, path, clean, changed, file, excuse)] += 1
        except BaseException as error:
            error.add_note(f"{name}, case {case}: {spoil.__name__}")
            raise
    print(
        f"\n{name}: {CASES} spoilt files: "
        + ", ".join(f"{count} {what}" for what, count in became.most_common())
    )
    assert became["refused"] and sum(became.values()) == CASES


# --- letters, encodings, rows ---------------------------------------------------------------------

UNSEEN = "\u200b\u2060\u00ad\ufeff\u200e"


def decomposed(text: str, chance: random.Random) -> bytes:
    return unicodedata.normalize("NFD", text).encode()


def unseen(text: str, chance: random.Random) -> bytes:
    """Characters that nobody sees, within some words."""
    for _ in range(3):
        at = chance.choice([m.start() + 1 for m in re.finditer(r"\w\w", text)])
        text = text[:at] + chance.choice(UNSEEN) + text[at:]
    return text.encode()


def encoded_otherwise(text: str, chance: random.Random) -> bytes:
    names = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "cp850", "cp437", "mac-roman"]
    return text.encode(chance.choice(names), "replace")


def encoded_twice(text: str, chance: random.Random) -> bytes:
    return text.encode().decode("cp1252", "replace").encode()


def row_doubled(text: str, chance: random.Random) -> bytes:
    rows = text.splitlines(True)
    at = chance.randrange(len(rows))
    return "".join([*rows[: at + 1], *rows[at:]]).encode()


def fields_lost(text: str, chance: random.Random) -> bytes:
    """Some rows without their last fields, as Excel writes blank ones."""
    rows = text.splitlines()
    for at in chance.sample(range(1, len(rows)), min(3, len(rows) - 1)):
        fields = rows[at].split(";")
        rows[at] = ";".join(fields[: -chance.randint(1, min(3, len(fields) - 1))])
    return ("\r\n".join(rows) + "\r\n").encode()


def rows_in_quotes(text: str, chance: random.Random) -> bytes:
    """A quote before a cell, and one after a cell of the same column in a later row."""
    rows = [row.split(";") for row in text.splitlines()]
    first, last = sorted(chance.sample(range(1, len(rows)), 2))
    column = chance.randrange(len(rows[0]))
    rows[first][column], rows[last][column] = f'"{rows[first][column]}', f'{rows[last][column]}"'
    return ("\r\n".join(";".join(row) for row in rows) + "\r\n").encode()


OTHERWISE = [
    decomposed,
    unseen,
    encoded_otherwise,
    encoded_twice,
    row_doubled,
    fields_lost,
    rows_in_quotes,
]
LOSING = (fields_lost, rows_in_quotes)


@pytest.mark.parametrize("name", [n for n in TEXT if n != "corrections.csv"])
def test_the_same_rows_written_otherwise_give_the_same_facts_or_are_refused(
    name: str, tmp_path: Path
) -> None:
    """No change of a value stands behind these: a file that is not refused gives the clean file's rows."""
    reader, became = READERS[name], Counter()
    ways = [w for w in OTHERWISE if w is not row_doubled or name not in NAMELESS]
    path = tmp_path / name
    clean, _ = clean_of(reader, path)
    text = encoding.decode(reader.content)
    for case in range(CASES):
        write = ways[case % len(ways)]
        path.write_bytes(write(text, random.Random(f"{name} {case}")))
        with limited():
            frame, faults = reader.read(path)
        told = [f for f in faults if f.level != "note"]
        if any(f.level == "refuse" for f in told):
            assert frame.empty
            became["refused"] += 1
        else:
            same = list(values(frame, {}).values()) == list(clean.values())
            assert same, f"{name}, case {case}: {write.__name__}: other facts"
            assert write not in LOSING, f"{name}, case {case}: {write.__name__}: what is lost is not refused"
            became["flagged" if told else "the same"] += 1
    print(f"\n{name}: {CASES} files: " + ", ".join(f"{n} {what}" for what, n in became.most_common()))


# --- cells and headers ----------------------------------------------------------------------------

ODD = [
    "",
    " ",
    "\u00a0",
    "0",
    "NA",
    "N/A",
    "None",
    "-",
    "null",
    "Ja",
    "Nej",
    "K",
    "Man",
    "X",
    "Arbete",
    "Studier",
    "Summa",
    "Totalt",
    "2019-03-01",
    "1/3 2019",
    "20190301",
    "43525",
    "2019-02-30",
    "1900-01-00",
    "03/14/2019",
    "våren 2019",
    "2019",
    "helår",
    "personal",
    "10.5",
    "1 234,5",
    "\u22123",
    "-3",
    "1e400",
    "²",
    "\ufeff",
    "\x00",
    "\x1a",
    "a;b",
    'a"b',
    '"',
    "a\nb",
    "=1+1",
    "+1",
    "@x",
    "<script>",
    "#N/A",
    "#REF!",
    "Vännäs",
    "Umeå",
    "x" * 40_000,
]
TEXTS = st.one_of(st.sampled_from(ODD), st.text(max_size=20))
PLACE = st.floats(0, 1, exclude_max=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@pytest.mark.parametrize("name", TEXT)
@settings(max_examples=max(40, CASES // 4))
@given(row=PLACE, column=PLACE, text=TEXTS)
@example(row=0.0, column=0.0, text="")
def test_any_text_in_any_cell_or_header_of_a_text_file(
    name: str, row: float, column: float, text: str, folder: Path
) -> None:
    reader, path = READERS[name], folder / name
    clean, whole = clean_of(reader, path)
    rows = [r[:] for r in whole.values()]
    at = int(row * len(rows))
    rows[at][int(column * len(rows[at]))] = text
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(rows)
    content = out.getvalue().encode("utf-8", "replace")
    path.write_bytes(content)
    file = lines(content)
    judge(
        reader,
        path,
        clean,
        touched(whole, file) if file else set(),
        {} if name == "corrections.csv" else file,
    )


VALUES = st.one_of(
    TEXTS,
    st.integers(-(10**13), 10**13),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.datetimes(),
)


def a_workbook(path: Path, rows: list[list[object]]) -> None:
    book = xlsxwriter.Workbook(
        path, {"strings_to_formulas": False, "strings_to_urls": False, "default_date_format": "yyyy-mm-dd"}
    )
    page = book.add_worksheet("Deltagare")
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, str):
                page.write_string(r, c, value[:32_000])
            elif not hasattr(value, "year") or value.year >= 1900:
                page.write(r, c, value)
    book.close()


@settings(max_examples=max(60, CASES // 2))
@given(row=PLACE, column=PLACE, value=VALUES)
@example(row=0.0, column=0.0, value="")
@example(row=0.5, column=0.8, value=43525.5)
def test_any_value_in_any_cell_or_header_of_a_workbook(
    row: float, column: float, value: object, folder: Path
) -> None:
    rows = list(lines(READERS["list.csv"].content).values())
    reader, path = Reader("list.xlsx", b"", a_list, LIST), folder / "list.xlsx"
    a_workbook(path, rows)
    clean = values(reader.read(path)[0], {})
    at, here = int(row * len(rows)), int(column * len(rows[0]))
    a_workbook(
        path,
        [[value if (r, c) == (at, here) else x for c, x in enumerate(line)] for r, line in enumerate(rows)],
    )
    judge(reader, path, clean, {(at + 1, rows[0][here])} if at else set(), {})
