"""What a long list costs: the chapters that read, check and count, on a list of invented people.

    python benchmarks/rows.py participants csv some 10000 100000

The list (participants, surveys, sus), its form (csv, xlsx), which rows are at fault, and the sizes. At fault:
`none`; `some`, 300 of several kinds; `all`, every row with one and the same that is flagged; `refused`, one
that refuses the list; `unregistered`: none, but SUS does not know the participants. Each size is made and
measured in a process of its own; the fixture's other files lie beside the list. Prints CPU seconds of check
and facts, the findings, the peak of memory, and the exponent by which the seconds grow from the size before.
"""

import argparse
import contextlib
import datetime as dt
import io
import math
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import nbformat
import pandas as pd
import xlsxwriter

from helpers.paths import REPOSITORY, TEST_NUMBERS

YEAR = 2019
FIRST = dt.date(2018, 1, 1)
DAYS = 700  # within which every period lies
LISTS = {"participants": "participants/vannas", "surveys": "surveys/personal", "sus": "sus"}
FAULTS = ("none", "some", "all", "refused", "unregistered")
Cells = list[str | dt.date]


def people(count: int) -> list[tuple[str, str]]:
    """Number and Kön for each row: the test numbers again and again."""
    ordinary = [n for n in TEST_NUMBERS.read_text(encoding="ascii").split() if int(n[6:8]) <= 31]
    known = [n for n in ordinary if 1930 <= int(n[:4]) <= 2001]
    return [(n, "Man" if int(n[10]) % 2 else "Kvinna") for n, _ in zip(cycle(known), range(count))]


def participants(count: int, faults: str) -> Iterator[Cells]:
    """A participant list: each person's periods follow each other."""
    yield [
        "Personnummer",
        "Kön",
        "Kommun",
        "Aktualiserad",
        "Aktualiserad av",
        "Beslut",
        "Start",
        "Slut",
        "Avslutsorsak",
    ]
    rng, rows = random.Random(count), people(count)
    each = len({number for number, _ in rows})
    times = -(-count // each)
    for index, (number, gender) in enumerate(rows):
        start = FIRST + dt.timedelta(days=index // each * (DAYS // times) + rng.randrange(DAYS // times // 2))
        end = start + dt.timedelta(days=DAYS // times // 3)
        reason = rng.choice(["Arbete", "Studier"])
        referred = start - dt.timedelta(days=rng.randrange(1, 30))
        by = rng.choice(["Arbetsförmedlingen", "Socialtjänsten"])
        row = [f"{number[:8]}-{number[8:]}", gender, "Vännäs", referred, by, "Ja", start, end, reason]
        yield _spoilt(row, index, count, faults)


def _spoilt(row: Cells, index: int, count: int, faults: str) -> Cells:
    """A row of a list with the fault that is asked for."""
    if faults == "all":
        return [row[0], "Okänt", *row[2:]]
    if faults == "refused":
        return [*row[:-1], ""]
    if faults != "some" or index % max(1, count // 300):
        return row
    kind = index // max(1, count // 300) % 6
    places = [
        (1, "X"),
        (0, "okänd"),
        (3, row[6] + dt.timedelta(days=1)),
        (2, f"{row[0]} Vännäs"),
        (4, ""),
        (3, ""),
    ]
    place, wrong = places[kind]
    return [*row[:place], wrong, *row[place + 1 :]]


def surveys(count: int, faults: str) -> Iterator[Cells]:
    """A list of answers: one row a respondent."""
    source = REPOSITORY / "tests/fixture/data/raw" / str(YEAR) / "surveys/personal.csv"
    head, *_ = source.read_text(encoding="cp1252").splitlines()
    yield head.split(";")
    scale = ["Till stor del", "Till mycket stor del", "Delvis", "Helt och hållet", "Till liten del", ""]
    rng = random.Random(count)
    for index in range(count):
        row = ["2019-11-05", "vannas", rng.choice(["Kvinna", "Man"]), *rng.choices(scale, k=4)]
        if faults in ("all", "refused"):
            row[2 if faults == "all" else 3] = "Okänt"
        elif faults == "some" and index % max(1, count // 300) == 0:
            row[1 + index % 2] = "X"
        yield row


def sus(count: int, faults: str) -> Iterator[Cells]:
    """An extract of SUS: two incomes a registration."""
    source = REPOSITORY / "tests/fixture/data/raw" / str(YEAR) / "sus.csv"
    head, *_ = source.read_text(encoding="cp1252").splitlines()
    yield head.split(";")
    rows = people(count)
    for index in range(count):
        number, gender = rows[index // 2]
        start = dt.date(2018, 1, 1) + dt.timedelta(days=index // 2 % 365)
        income = ["Försörjningsstöd", "A-kassa"][index % 2]
        row = ["Ungdomstorget", f"{number[:8]}-{number[8:]}", gender, start, ""]
        row += ["Upp till 1 år", "0,5", "Gymnasium", income, "100"]
        if faults in ("all", "refused"):
            row[2 if faults == "all" else 3] = "Okänt"
        elif faults == "some" and index % max(1, count // 300) == 0:
            row[(0, 2)[index % 2]] = "Okänt"
        yield row


MAKERS = {"participants": participants, "surveys": surveys, "sus": sus}


def workspace(root: Path, kind: str, form: str, faults: str, count: int) -> None:
    """The fixture's year with one list of `count` rows."""
    shutil.copytree(REPOSITORY / "tests" / "fixture", root)
    target = root / "data/raw" / str(YEAR) / f"{LISTS[kind]}.{form}"
    for other in target.parent.glob(f"{target.stem}.*"):
        other.unlink()
    if kind == "participants" and faults != "unregistered":
        register = root / "data/raw" / str(YEAR) / "sus.csv"
        lines = register.read_text(encoding="cp1252").splitlines(keepends=True)
        kept = [line for line in lines if "Vännäs" not in line]
        register.write_text("".join(kept), encoding="cp1252", newline="")
    rows = MAKERS[kind](count, faults)
    if form == "csv":
        lines = (";".join(map(str, row)) for row in rows)
        target.write_text("".join(f"{line}\r\n" for line in lines), encoding="cp1252")
        return
    with xlsxwriter.Workbook(target, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("Lista")
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(number, column, value)


def cells(name: str) -> str:
    """The code of a notebook's cells, without its parameters."""
    found = nbformat.read(REPOSITORY / "notebooks" / f"{name}.ipynb", 4).cells
    return "\n".join(
        c.source for c in found if c.cell_type == "code" and "parameters" not in c.metadata.get("tags", [])
    )


def chapter(name: str) -> float:
    """CPU seconds of a notebook's cells in this process."""
    code = compile(cells(name), name, "exec")
    before = time.process_time()
    with contextlib.redirect_stdout(io.StringIO()):
        exec(code, {"year": YEAR, "output": ""})
    return time.process_time() - before


def measure(root: Path) -> None:
    """Make a workspace's clean tables and facts, and print what they cost."""
    os.environ["SOCIALT_BOKSLUT_WORKSPACE"] = str(root)
    for name in ("1_clean", "2_facts"):
        exec("\n".join(line for line in cells(name).splitlines() if line.startswith("from helpers")), {})
    seconds = [chapter("1_clean"), chapter("2_facts")]
    found = len(pd.read_parquet(root / f"data/processed/{YEAR}/faults.parquet"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(*(f"{s:.2f}" for s in seconds), found, peak)


def main() -> None:
    """Print one line a size."""
    known = argparse.ArgumentParser()
    known.add_argument("kind", choices=MAKERS)
    known.add_argument("form", choices=("csv", "xlsx"))
    known.add_argument("faults", choices=FAULTS)
    known.add_argument("rows", type=int, nargs="+")
    asked = known.parse_args()
    last: tuple[int, float] | None = None
    for count in asked.rows:
        with tempfile.TemporaryDirectory() as place:
            root = Path(place) / "workspace"
            workspace(root, asked.kind, asked.form, asked.faults, count)
            command = [sys.executable, __file__, "--measure", str(root)]
            told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        check, facts, found, peak = (float(v) for v in told)
        line = f"{asked.kind} {asked.form} {asked.faults} {count:7} rows: "
        line += f"check {check:6.2f} + facts {facts:5.2f}"
        line += f" = {check + facts:6.2f} CPU s, {found:.0f} findings, peak {peak:.0f} MB"
        if last:
            exponent = math.log((check + facts) / last[1]) / math.log(count / last[0])
            line += f", exponent {exponent:.2f}"
        print(line, flush=True)
        last = count, check + facts


if __name__ == "__main__":
    measure(Path(sys.argv[2])) if sys.argv[1] == "--measure" else main()
