"""Free text is shown only when somebody has read it: `data/cleared.csv` says who cleared which text, by its content."""

import csv
import datetime as dt
import io
import re
import shlex
from pathlib import Path

from helpers import freetext, identity
from helpers.deliveries import inventory, textfile
from helpers.faults import Refusal, Stop
from helpers.paths import Workspace
from helpers.store import sha256, write_whole
from helpers.wording import text

COLUMNS = ["year", "file", "sha256", "who", "when"]
BY = r"[A-ZÅÄÖa-zåäö]{2,4}"


def cleared(workspace: Workspace) -> set[tuple[int, str, str]]:
    """(year, file, sha256) of every text that is cleared.

    Raises:
        Stop: the register is no register; says the line.
    """
    path = workspace.cleared
    if not path.exists():
        return set()
    found, rows = set(), csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), delimiter=";")
    for number, row in enumerate(rows, 1):
        if number == 1:
            good = row == COLUMNS
        else:
            good = len(row) == len(COLUMNS) and re.fullmatch(r"\d{4}", row[0]) and re.fullmatch(r"[0-9a-f]{64}", row[2]) and row[3] and row[4]
        if row and not good:
            raise Stop(text("cleared.bad_line", line=number, columns=";".join(COLUMNS)))
        if row and number > 1:
            found.add((int(row[0]), row[1], row[2]))
    return found


def is_cleared(workspace: Workspace, year: int, file: str, digest: str) -> bool:
    """Whether a delivered text may be shown: somebody cleared this very content, or the project ships it (invented)."""
    return (year, file, digest) in cleared(workspace) or digest in inventory.shipped_hashes(workspace)


def command(year: int, file: str) -> str:
    """What to type to clear a text."""
    return f"make clear-text YEAR={year} FILE={shlex.quote(file)} BY=initialer"


def clear(workspace: Workspace, year: int, file: str, by: str) -> list[str]:
    """`make clear-text`: add a text to the register; the lines to print, what the detectors found first.

    Raises:
        Stop: no such text, no initials, or the register is no register.
    """
    texts = delivered(workspace, year)
    if file not in texts:
        raise Stop(text("cleared.no_file", value=identity.mask(file), year=year, files=identity.mask(", ".join(texts)) or "–"))
    if not re.fullmatch(BY, by):
        raise Stop(text("cleared.no_initials", command=command(year, file)))
    content = texts[file].read_bytes()
    try:
        told = [text(f"cleared.found_{kind}", file=file, line=line) for line, kind in freetext.found(textfile.decode(content))]
    except Refusal:
        raise Stop(text("fault.not_prose.message")) from None
    told = told or [text("cleared.found_nothing", file=file)]
    if is_cleared(workspace, year, file, sha256(content)):
        return [*told, text("cleared.already", file=file)]
    path, line = workspace.cleared, io.StringIO()
    csv.writer(line, delimiter=";", lineterminator="\n").writerow([year, file, sha256(content), by, f"{dt.date.today():%Y-%m-%d}"])
    before = path.read_text(encoding="utf-8-sig") if path.exists() else ";".join(COLUMNS) + "\n"
    write_whole(path, (before.rstrip("\n") + "\n" + line.getvalue()).encode())
    return [*told, text("cleared.written", file=file, year=year)]


def delivered(workspace: Workspace, year: int) -> dict[str, Path]:
    """The year's free texts by name."""
    folder = workspace.raw(year)
    return {p.relative_to(folder).as_posix(): p for p in sorted((folder / "examples").glob("*.md")) if p.is_file()}
