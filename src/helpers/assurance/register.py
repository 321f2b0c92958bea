"""The register of the board's decisions: a row a decision, each sealed with the one before it.

`data/adopted/<year>.csv` has the rows, `data/adopted/<year>/<revision>` what was adopted with each: a copy of
the published set. A row's seal is the sha256 of the seal before it and of the row, and the row holds the
sha256 of the set's manifest, which vouches for every file of the set. Who edits one of them without making
all later seals again is found here; who makes them again is found by what others hold: the minutes, git, a
signature (docs/adoption.md).
"""

import codecs
import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from pathlib import Path

from helpers.assurance.vouched import CODE, MANIFEST, Vouched
from helpers.codes import INITIALS
from helpers.context import Context
from helpers.faults import Stop
from helpers.files import sha256
from helpers.machine.processes import is_prepared
from helpers.wording import listing, text


@dataclass(frozen=True)
class Adoption:
    """One line of `data/adopted/<year>.csv`.

    `by` is initials, `date`, of the registration, is written as 2020-03-01 and `reason` is empty for the
    first decision. `manifest` is the sha256 of the frozen set's manifest, which vouches for the rest, and
    `code` that of its `code.json`, which no manifest vouches for. `decided` is the day of the board's
    decision, where it was said, and `incomplete` why it decided without all parts. `seal` is empty in a
    register from before there were seals.
    """

    revision: int
    by: str
    date: str
    reason: str = ""
    manifest: str = ""
    decided: str = ""
    incomplete: str = ""
    code: str = ""
    seal: str = ""


COLUMNS = [f.name for f in fields(Adoption)]
DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_SHA = "[0-9a-f]{64}"
GOOD = ("[1-9][0-9]*", INITIALS, DAY, ".*", _SHA, f"(?:{DAY})?", ".*", f"(?:{_SHA})?", _SHA)
DECISIONS = "index.html"  # the page beside a year's sets, which no set vouches for
LITTER = (".DS_Store", "Thumbs.db", "desktop.ini")  # what file managers leave in a folder
_UNSEALED = (5, 7)  # columns of registers from before the last ones


def path_of(context: Context) -> Path:
    """The register of a year."""
    return context.workspace.adopted / f"{context.year}.csv"


def frozen(context: Context, revision: int) -> Path:
    """The folder of a revision, as the board adopted it."""
    return context.workspace.adopted / str(context.year) / str(revision)


def sealed(year: int, known: Iterable[Adoption]) -> list[Adoption]:
    """Decisions with their seals, in order: sha256 of a JSON list, the seal before and the row's fields.

    The year stands for the seal before the first one.

    >>> one, other = sealed(2019, [Adoption(1, "AB", "2020-03-01"), Adoption(2, "AB", "2020-04-01", "fel")])
    >>> one.seal != other.seal, sealed(2019, [one]) == [one], sealed(2018, [one]) == [one]
    (True, True, False)
    """
    found, before = [], str(year)
    for adoption in known:
        row = [before, *(str(getattr(adoption, name)) for name in COLUMNS[:-1])]
        before = sha256(json.dumps(row, ensure_ascii=False).encode())
        found.append(replace(adoption, seal=before))
    return found


def written(known: Iterable[Adoption]) -> bytes:
    """A register with these decisions."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([getattr(a, name) for name in COLUMNS] for a in known)
    return out.getvalue().encode()


def register(context: Context) -> list[Adoption]:
    """The board's decisions on a year, the first one first.

    Raises:
        Stop: the register is no register or its chain is broken, what is frozen is not what was adopted,
            something else stands beside it, or the published reports know of a decision that it lacks.
    """
    # Before the register: what a run freezes meanwhile is not taken for a set without its row.
    standing = _standing(context)
    lines = rows(context)
    found = list(lines.values())
    _refuse_others(context, standing, [a.revision for a in found])
    chain = sealed(context.year, found)
    for expected, (line, adoption) in enumerate(lines.items(), 1):
        if adoption.revision != expected:
            raise _bad_line(context.year, line)
        if adoption.seal not in ("", chain[expected - 1].seal):
            raise Stop(text("adoption.broken", year=context.year, line=line))
    for adoption in found:
        if wrong := next(faults_of(context, frozen(context, adoption.revision), adoption), ""):
            raise Stop(text("adoption.edited", year=context.year, revision=adoption.revision, name=wrong))
    _ask_the_reports(context, len(found))
    return found


def registers(context: Context, years: Iterable[int]) -> dict[int, list[Adoption]]:
    """The board's decisions on several years, `{year: decisions}`.

    Raises:
        Stop: one of the registers is not whole.
    """
    return {year: register(context.at(year)) for year in years}


def _standing(context: Context) -> list[str]:
    """What stands where the year's sets are frozen, but hidden files of file managers, and their page."""
    folder = context.workspace.adopted / str(context.year)
    if not folder.is_dir():
        return []
    known = (p for p in folder.iterdir() if p.is_dir() or not p.name.startswith("."))
    return sorted(p.name for p in known if p.name != DECISIONS)


def rows(context: Context) -> dict[int, Adoption]:
    """The register's rows by their lines.

    Raises:
        Stop: a row is none; says the line.
    """
    path = path_of(context)
    return dict(read(context.year, path.read_bytes())) if path.exists() else {}


def read(year: int, content: bytes) -> Iterator[tuple[int, Adoption]]:
    """The decisions of a register by their lines.

    Raises:
        Stop: a row is none; says the line.
    """
    width = 0
    for line, raw in enumerate(content.removeprefix(codecs.BOM_UTF8).splitlines() or [b""], 1):
        try:
            row = next(csv.reader([raw.decode()], delimiter=";"), [])
        except (UnicodeDecodeError, csv.Error):
            raise _bad_line(year, line) from None
        if line == 1:
            width = len(row)
            good = row in (COLUMNS, *(COLUMNS[:n] for n in _UNSEALED))
        else:
            good = not row or (len(row) == width and all(map(re.fullmatch, GOOD, row)))
        if not good:
            raise _bad_line(year, line)
        if row and line > 1:
            yield line, Adoption(int(row[0]), *row[1:])


def _bad_line(year: int, line: int) -> Stop:
    return Stop(text("adoption.bad_line", year=year, line=line, columns=";".join(COLUMNS)))


def _refuse_others(context: Context, standing: list[str], revisions: list[int]) -> None:
    """Stop where a set stands without its row, or something that is no set.

    Raises:
        Stop: names it; nothing is touched.
    """
    others = [n for n in standing if n not in map(str, revisions) and not is_prepared(n)]
    folder = f"data/adopted/{context.year}"
    if sets := [f"{folder}/{n}" for n in others if re.fullmatch(GOOD[0], n)]:
        raise Stop(text("adoption.no_row", year=context.year, folders=listing(sets)))
    if others:
        names = listing([f"{folder}/{n}" for n in others])
        raise Stop(text("adoption.no_set", year=context.year, names=names))


def faults_of(context: Context, folder: Path, adoption: Adoption) -> Iterator[str]:
    """The files of a set that are not as they were adopted: edited, missing, linked, or in no list."""
    root = context.workspace.root
    manifest, code = folder / MANIFEST, folder / CODE
    if not manifest.is_file() or sha256(manifest.read_bytes()) != adoption.manifest:
        yield manifest.relative_to(root).as_posix()
        return
    if adoption.code and (not code.is_file() or sha256(code.read_bytes()) != adoption.code):
        yield code.relative_to(root).as_posix()
    vouched = Vouched(context.year, folder)
    yield from ((folder / n).relative_to(root).as_posix() for n in vouched.misfiled(absent=True))
    listed = {folder / name for name in (*vouched.manifest("outputs"), MANIFEST, CODE)}
    around = {above for path in listed for above in path.parents}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or (path not in listed | around and path.name not in LITTER):
            yield path.relative_to(root).as_posix()


def _ask_the_reports(context: Context, decisions: int) -> None:
    """Stop where the published reports were made after a decision that the register does not have.

    Raises:
        Stop: a row and its set were removed.
    """
    manifest = context.reports / MANIFEST
    with suppress(OSError, ValueError, KeyError, TypeError):
        told = int(json.loads(manifest.read_text(encoding="utf-8"))["parameters"]["revision"])
        if told > decisions:
            name = manifest.relative_to(context.workspace.root).as_posix()
            raise Stop(text("adoption.removed", year=context.year, revision=told, name=name))
