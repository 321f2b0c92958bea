"""The board's decision on a year: frozen as it was adopted, revised only with a reason.

What was decided stands in `data/adopted/<year>.csv`, a row a decision; what was adopted in
`data/adopted/<year>/<revision>`, a copy of the published set.
"""

import codecs
import csv
import datetime as dt
import io
import os
import re
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path

from helpers import identity, letters
from helpers.assurance.vouched import Vouched
from helpers.codes import INITIALS
from helpers.context import Context
from helpers.faults import Stop
from helpers.files import sha256
from helpers.pages.elements import Html, element
from helpers.whole import write_whole
from helpers.wording import listing, text

CORRECTIONS = "rattelser"  # the page, and the table beside it, of what revisions corrected


@dataclass(frozen=True)
class Adoption:
    """One line of `data/adopted/<year>.csv`.

    `by` is initials, `date`, of the registration, is written as 2020-03-01 and `reason` is empty for the
    first decision. `manifest` is the sha256 of the frozen set's manifest, which vouches for the rest.
    `decided` is the day of the board's decision, where it was said, and `incomplete` why it decided without
    all parts.
    """

    revision: int
    by: str
    date: str
    reason: str = ""
    manifest: str = ""
    decided: str = ""
    incomplete: str = ""


COLUMNS = [f.name for f in fields(Adoption)]
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
GOOD = ("[1-9][0-9]*", INITIALS, _DAY, ".*", "[0-9a-f]{64}", f"(?:{_DAY})?", ".*")
_FIRST = 5  # columns of a register from before the last two


def _path(context: Context) -> Path:
    return context.workspace.adopted / f"{context.year}.csv"


def frozen(context: Context, revision: int) -> Path:
    """The folder of a revision, as the board adopted it."""
    return context.workspace.adopted / str(context.year) / str(revision)


def _pending(context: Context, revision: int) -> Path:
    """Where a revision's set is copied before the register has its row."""
    return context.workspace.adopted / str(context.year) / f".{revision}-pending"


def register(context: Context) -> list[Adoption]:
    """The board's decisions on a year, the first one first.

    One that was killed after its row was written is completed.

    Raises:
        Stop: the register is no register, what is frozen is not what was adopted, or something else stands
            beside it.
    """
    # Before the register: what a run freezes meanwhile is not taken for a set without its row.
    standing = _standing(context)
    rows = _rows(context)
    found = list(rows.values())
    _refuse_others(context, standing, [a.revision for a in found])
    for expected, (line, adoption) in enumerate(rows.items(), 1):
        if adoption.revision != expected:
            raise _bad_line(context.year, line)
    if found:
        _put_in_place(context, found[-1])
    for adoption in found:
        if wrong := _wrong(context, frozen(context, adoption.revision), adoption):
            raise Stop(text("adoption.edited", year=context.year, revision=adoption.revision, name=wrong))
    return found


def registers(context: Context, years: Iterable[int]) -> dict[int, list[Adoption]]:
    """The board's decisions on several years, `{year: decisions}`.

    Raises:
        Stop: one of the registers is not whole.
    """
    return {year: register(context.at(year)) for year in years}


def _standing(context: Context) -> list[str]:
    """What stands where the year's sets are frozen, but the hidden files that file managers leave."""
    folder = context.workspace.adopted / str(context.year)
    if not folder.is_dir():
        return []
    return sorted(p.name for p in folder.iterdir() if p.is_dir() or not p.name.startswith("."))


def _rows(context: Context) -> dict[int, Adoption]:
    """The register's rows by their lines.

    Raises:
        Stop: a row is none; says the line.
    """
    path = _path(context)
    found: dict[int, Adoption] = {}
    width = len(COLUMNS)
    if not path.exists():
        return found
    for line, content in enumerate(path.read_bytes().removeprefix(codecs.BOM_UTF8).splitlines() or [b""], 1):
        try:
            row = next(csv.reader([content.decode()], delimiter=";"), [])
        except (UnicodeDecodeError, csv.Error):
            raise _bad_line(context.year, line) from None
        if line == 1:
            good = row in (COLUMNS, COLUMNS[:_FIRST])
            width = len(row)
        else:
            good = not row or (len(row) == width and all(map(re.fullmatch, GOOD, row)))
        if not good:
            raise _bad_line(context.year, line)
        if row and line > 1:
            found[line] = Adoption(int(row[0]), *row[1:])
    return found


def _bad_line(year: int, line: int) -> Stop:
    return Stop(text("adoption.bad_line", year=year, line=line, columns=";".join(COLUMNS)))


def _refuse_others(context: Context, standing: list[str], revisions: list[int]) -> None:
    """Stop where a set stands without its row, or something that is no set.

    Raises:
        Stop: names it; nothing is touched.
    """
    last = max(revisions, default=0)
    # Of a killed decision: one after its row was written, one before.
    pending = [_pending(context, revision).name for revision in (last, last + 1)]
    others = [n for n in standing if n not in map(str, revisions) and n not in pending]
    folder = f"data/adopted/{context.year}"
    if sets := [f"{folder}/{n}" for n in others if re.fullmatch(GOOD[0], n)]:
        raise Stop(text("adoption.no_row", year=context.year, folders=listing(sets)))
    if others:
        names = listing([f"{folder}/{n}" for n in others])
        raise Stop(text("adoption.no_set", year=context.year, names=names))


def _wrong(context: Context, folder: Path, adoption: Adoption) -> str:
    """The first file of a set that is not as it was adopted; nothing where the set is whole."""
    manifest = folder / "manifest.json"
    if not manifest.exists() or sha256(manifest.read_bytes()) != adoption.manifest:
        return manifest.relative_to(context.workspace.root).as_posix()
    return next(iter(Vouched(context.year, folder).misfiled(absent=True)), "")


def _put_in_place(context: Context, last: Adoption) -> None:
    """The set of the last decision from beside to where it belongs, if it is whole and not there."""
    pending, target = _pending(context, last.revision), frozen(context, last.revision)
    if not target.exists() and pending.exists() and not _wrong(context, pending, last):
        with suppress(FileNotFoundError):  # another command was first
            os.rename(pending, target)


def status(known: list[Adoption], up: str = "") -> Html:
    """The line at the top of every page: adopted or not, which revision, and what was corrected.

    `up` leads from the page to the folder of reports.
    """
    if not known:
        return element("p", text("adoption.draft"))
    last = known[-1]
    day = text("adoption.day", day=last.decided) if last.decided else ""
    said = {"date": last.date, "day": f" {day}" if day else ""}
    if last.revision == 1:
        words, corrected = text("adoption.adopted", **said), ""
    else:
        words = text("adoption.revised", revision=last.revision, **said)
        label = element("span", text("adoption.corrections"))
        corrected = f' <a href="{up}{CORRECTIONS}.html">{label}</a>'
    if last.incomplete:
        words += f" {text('adoption.without', reason=last.incomplete)}"
    return Html(f'<p class="status">{element("strong", words)}{corrected}</p>')


# --- deciding ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """What `make adopt` says of a decision; `reason` and `incomplete` in single blanks."""

    by: str
    reason: str = ""
    decided: str = ""
    incomplete: str = ""

    @classmethod
    def of(cls, by: str, reason: str = "", decided: str = "", incomplete: str = "") -> "Asked":
        return cls(by.upper(), letters.words(reason), decided, letters.words(incomplete))


def next_adoption(context: Context, asked: Asked) -> Adoption:
    """The decision that `make adopt` asks for.

    Raises:
        Stop: no initials, a day that cannot be, a year adopted already without a reason to revise it, or a
            reason before any decision.
    """
    if not re.fullmatch(INITIALS, asked.by):
        raise Stop(text("adoption.no_initials", year=context.year))
    known = register(context)
    if known and not asked.reason:
        last = known[-1]
        raise Stop(text("adoption.already", year=context.year, revision=last.revision, date=last.date))
    if asked.reason and not known:
        raise Stop(text("adoption.nothing_to_revise", year=context.year))
    today = dt.date.today()
    _check_day(asked.decided, context.year, max((a.decided for a in known), default=""), today)
    said = {"reason": asked.reason, "decided": asked.decided, "incomplete": asked.incomplete}
    return Adoption(len(known) + 1, asked.by, f"{today:%Y-%m-%d}", **said)


def _check_day(decided: str, year: int, before: str, today: dt.date) -> None:
    """The day of a decision: after the year it is about and the decision before it, and not to come.

    Raises:
        Stop: it is no such day.
    """
    if not decided:
        return
    try:
        day = dt.date.fromisoformat(decided) if re.fullmatch(_DAY, decided) else None
    except ValueError:
        day = None
    if day is None:
        raise Stop(text("adoption.no_day", value=identity.mask(decided)))
    if day > today:
        raise Stop(text("adoption.day_to_come", day=decided))
    if day.year <= year:
        raise Stop(text("adoption.day_within", day=decided, year=year))
    if decided < before:
        raise Stop(text("adoption.day_before", day=decided, before=before))


def lacking(asked: Adoption, refused: int, absent: list[str], year: int) -> str:
    """What keeps a decision on a year without all its parts from being carried out, '' where nothing does."""
    lacks = [*absent, *([text("adoption.refused_parts", count=refused)] if refused else [])]
    if bool(lacks) == bool(asked.incomplete):
        return ""
    if not lacks:
        return text("adoption.complete", year=year)
    return "\n  ".join([text("adoption.incomplete", year=year, by=asked.by), *lacks])


def completed(context: Context, asked: Asked) -> Adoption | None:
    """The decision that this very command had registered when it was killed, its set now in place; else None.

    Raises:
        Stop: the year's decisions are not whole.
    """
    rows = list(_rows(context).values())
    waiting = bool(rows) and not frozen(context, rows[-1].revision).exists()
    known = register(context)
    if not waiting:
        return None
    last = known[-1]
    return last if Asked(last.by, last.reason, last.decided, last.incomplete) == asked else None


def freeze(context: Context, known: list[Adoption]) -> None:
    """Keep the published set as the last of `known` decisions.

    It is copied beside, then the register has its row, then the copy is put in place: a set without its row
    never stands, and a row whose set is still beside is completed by the next command.
    """
    beside = _pending(context, known[-1].revision)
    # What a run left that was killed before it had written the register.
    for left in context.workspace.adopted.glob(f".{context.year}.csv.*.part"):
        left.unlink()
    shutil.rmtree(beside, ignore_errors=True)
    shutil.copytree(context.reports, beside)
    adopted = replace(known[-1], manifest=sha256((beside / "manifest.json").read_bytes()))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(map(astuple, [*known[:-1], adopted]))
    write_whole(_path(context), out.getvalue().encode())
    _put_in_place(context, adopted)
