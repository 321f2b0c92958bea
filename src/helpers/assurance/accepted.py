"""What the office has accepted of a year: a whole run, and changes since then one by one, by initials.

`data/accepted/<year>/` holds the last accepted run: its facts, what its pages say, its manifest, the code
that ran and the tables that tell rows apart. `data/accepted/<year>.csv` has a row for that run and one for
each change accepted since, each sealed with the row before it. When all is accepted the run becomes the new
last accepted one and the file begins anew; its rows are then added to `data/accepted/<year>-history.csv`,
which nothing reads.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path

from helpers.assurance.vouched import CODE, MANIFEST
from helpers.codes import INITIALS
from helpers.context import Context
from helpers.faults import Stop
from helpers.files import contents, sha256
from helpers.machine.processes import is_prepared
from helpers.wording import text

RUN, FACT, SENTENCE, FIGURE = KINDS = ("run", "fact", "sentence", "figure")
KEPT = ("facts.csv", "sidor.json", MANIFEST, CODE)  # of the reports
_LITTER = (".DS_Store", "Thumbs.db", "desktop.ini")  # what file managers leave in a folder


@dataclass(frozen=True)
class Acceptance:
    """One row of `data/accepted/<year>.csv`.

    `kind` is `run` for the accepted run, whose `before` and `after` are the checksums of the run accepted
    before it and of this one; else a `fact`, a `sentence` or a `figure` (of another year) that was accepted
    as it is `after`. `key` is the fact's, or the page with the sentence; `by` are initials.
    """

    kind: str
    key: str
    before: str
    after: str
    by: str
    date: str
    seal: str = ""

    @property
    def what(self) -> tuple[str, str, str, str]:
        """What was accepted, by which a change is known again."""
        return self.kind, self.key, self.before, self.after


COLUMNS = [f.name for f in fields(Acceptance)]
_DAY, _SHA = "[0-9]{4}-[0-9]{2}-[0-9]{2}", "[0-9a-f]{64}"
_GOOD = ("|".join(KINDS), ".*", ".*", ".*", INITIALS, _DAY, _SHA)


@dataclass(frozen=True)
class Accepted:
    """The last accepted run of a year, which lies in `folder`, and what was accepted since, in order."""

    folder: Path
    run: Acceptance
    rows: list[Acceptance]


def path_of(context: Context) -> Path:
    """The small file of a year."""
    return context.workspace.accepted / f"{context.year}.csv"


def history_of(context: Context) -> Path:
    """Where the rows of earlier files are kept."""
    return context.workspace.accepted / f"{context.year}-history.csv"


def folder_of(context: Context) -> Path:
    """The folder of the last accepted run."""
    return context.workspace.accepted / str(context.year)


def files(context: Context) -> list[Path]:
    """What a run reads of it: the small file and the accepted run."""
    kept = folder_of(context)
    found = [path_of(context), *(kept / name for name in _held(kept))]
    return [path for path in found if path.is_file()]


def last(context: Context) -> Accepted | None:
    """The last accepted run and what was accepted since; None where nothing was ever accepted.

    Raises:
        Stop: the small file was edited, or the run beside it is not the one that was accepted.
    """
    path, folder = path_of(context), folder_of(context)
    if not path.exists() and not _held(folder):
        return None
    year = context.year
    if not path.exists():
        raise Stop(text("changes.no_file_of_run", year=year))
    rows = read(year, path.read_bytes())
    if checksum(folder) != rows[0].after:
        raise Stop(text("changes.other_run", year=year))
    return Accepted(folder, rows[0], rows[1:])


def checksum(folder: Path) -> str:
    """One checksum of all files of a folder."""
    return sha256(json.dumps(sorted(_held(folder).items())).encode())


def _held(folder: Path) -> dict[str, str]:
    """Name and sha256 of its files, but what file managers leave and what is being prepared."""
    found = contents(folder)
    return {n: h for n, h in found.items() if n not in _LITTER and not any(map(is_prepared, n.split("/")))}


def sealed(year: int, rows: Iterable[Acceptance]) -> list[Acceptance]:
    """Rows with their seals, in order: sha256 of a JSON list, the seal before and the row's fields.

    The year stands for the seal before the first one.

    >>> one, other = sealed(2019, [Acceptance("run", "", "", "a", "AB", "2020-03-01")] * 2)
    >>> one.seal != other.seal, sealed(2019, [one]) == [one], sealed(2018, [one]) == [one]
    (True, True, False)
    """
    found, before = [], str(year)
    for row in rows:
        said = [before, *(getattr(row, name) for name in COLUMNS[:-1])]
        before = sha256(json.dumps(said, ensure_ascii=False).encode())
        found.append(replace(row, seal=before))
    return found


def written(rows: Iterable[Acceptance], head: bool = True) -> bytes:
    """A file with these rows, or, without `head`, what they add to one."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    if head:
        writer.writerow(COLUMNS)
    writer.writerows([getattr(row, name) for name in COLUMNS] for row in rows)
    return out.getvalue().encode()


def read(year: int, content: bytes) -> list[Acceptance]:
    """The rows of a small file, the accepted run first.

    Raises:
        Stop: a row is none, or is not as it was written; says the line.
    """
    lines = dict(_rows(year, content))
    if not lines:
        raise _bad_line(year, 2)
    for number, (line, row) in enumerate(lines.items()):
        if (row.kind == RUN) != (number == 0):
            raise _bad_line(year, line)
    for (line, row), whole in zip(lines.items(), sealed(year, lines.values()), strict=True):
        if row.seal != whole.seal:
            raise Stop(text("changes.broken", year=year, line=line))
    return list(lines.values())


def _rows(year: int, content: bytes) -> Iterator[tuple[int, Acceptance]]:
    for line, raw in enumerate(content.splitlines() or [b""], 1):
        try:
            row = next(csv.reader([raw.decode()], delimiter=";"), [])
        except (UnicodeDecodeError, csv.Error):
            raise _bad_line(year, line) from None
        good = (
            row == COLUMNS if line == 1 else len(row) == len(COLUMNS) and all(map(re.fullmatch, _GOOD, row))
        )
        if not good:
            raise _bad_line(year, line)
        if line > 1:
            yield line, Acceptance(*row)


def _bad_line(year: int, line: int) -> Stop:
    return Stop(text("changes.bad_line", year=year, line=line, columns=";".join(COLUMNS)))
