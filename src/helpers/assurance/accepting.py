"""Accepting what has changed since the last accepted run, all of it or a part, by initials."""

import datetime as dt
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers import identity
from helpers.assurance import accepted
from helpers.assurance.accepted import FACT, RUN, Acceptance
from helpers.assurance.account_changes import Change, Desk
from helpers.assurance.register import register
from helpers.assurance.sides import Side
from helpers.codes import INITIALS
from helpers.context import Context
from helpers.fact_tables import FACT_TABLES
from helpers.faults import Stop
from helpers.files import locked
from helpers.language import letters
from helpers.machine.whole import make_durable, staged, swap, write_whole
from helpers.masking import telling
from helpers.reading.definition_faults import nearest
from helpers.wording import listing, text

_STATUSES = ["kind", "part", "status"]  # of the table of deliveries: how each part was delivered
_MOST = 12  # names that are told


@dataclass(frozen=True)
class Accepting:
    """What `make accept-changes` is told: initials, and a measure or a file where a part is accepted."""

    by: str
    measure: str = ""
    file: str = ""

    @classmethod
    def of(cls, by: str, measure: str = "", file: str = "") -> "Accepting":
        return cls(by.upper(), letters.words(measure), letters.seen(file))

    def check(self, context: Context) -> None:
        """Stop before any work where it cannot be done.

        Raises:
            Stop: no initials, both a measure and a file, or a year that the board has adopted.
        """
        if not re.fullmatch(INITIALS, self.by):
            raise Stop(text("changes.no_initials", year=context.year))
        if self.measure and self.file:
            raise Stop(text("changes.one_part"))
        if register(context):
            raise Stop(text("changes.adopted", year=context.year))
        if not (context.reports / "manifest.json").is_file():
            raise Stop(text("changes.not_made", year=context.year))

    def takes(self, change: Change) -> bool:
        """Whether a change is of the part that is accepted: of a file, only what it alone can explain."""
        if self.measure:
            return change.kind == FACT and change.key.split("|")[1] == self.measure
        if not self.file:
            return True
        is_on_page = change.kind != FACT and change.key.partition("#")[0] == self.file
        return is_on_page or (bool(change.causes) and all(map(self._is_named, change.causes)))

    def _is_named(self, cause: str) -> bool:
        return f"/{cause}".endswith(f"/{self.file}")


def accept(context: Context, asked: Accepting) -> str:
    """Write down that a year's changes are accepted, as its reports stand; what was done, in words.

    Where nothing waits after that the run becomes the last accepted one, as the first run is at once. The
    reports are those that a run would make now: who calls this has tried that.

    Raises:
        Stop: it cannot be done (`Accepting.check`), what was accepted before is not whole, or nothing that
            waits is of the part that is asked for.
    """
    asked.check(context)
    with locked(context.workspace, context.year, print):
        known = accepted.last(context)
        side = Side(context.year, context.reports, context.processed)
        if known is None:
            if asked.measure or asked.file:
                raise Stop(text("changes.nothing_before", year=context.year))
            _renew(context, side, asked, [], "")
            return text("changes.first", year=context.year, by=asked.by)
        desk = Desk(known, side)
        taken = [change for change in desk.waiting if asked.takes(change)]
        if not taken and (asked.measure or asked.file):
            raise Stop(_nothing_of(desk, asked))
        rows = [*known.rows, *(_row(change, asked) for change in taken)]
        left = len(desk.waiting) - len(taken)
        if left:
            write_whole(accepted.path_of(context), accepted.written(_sealed(context, [known.run, *rows])))
            return text("changes.part", year=context.year, count=len(taken), left=left)
        if not desk.changes and not rows:
            return text("changes.nothing", year=context.year, by=known.run.by, date=known.run.date)
        _renew(context, side, asked, [known.run, *rows], known.run.after)
        return text("changes.all", year=context.year, count=len(taken), by=asked.by)


def _sealed(context: Context, rows: Sequence[Acceptance]) -> list[Acceptance]:
    return accepted.sealed(context.year, rows)


def _row(change: Change, asked: Accepting) -> Acceptance:
    return Acceptance(*change.what, asked.by, _today())


def _today() -> str:
    return f"{dt.date.today():%Y-%m-%d}"


def _nothing_of(desk: Desk, asked: Accepting) -> str:
    """That nothing of the part waits, with what does."""
    if asked.measure:
        known = {change.key.split("|")[1] for change in desk.waiting if change.kind == FACT}
    else:
        pages = {change.key.partition("#")[0] for change in desk.waiting if change.kind != FACT}
        known = {name for change in desk.waiting for name in change.causes} | pages
    given, names = asked.measure or asked.file, sorted(known)
    told = (listing(names[:_MOST]) or "–") + " …" * (len(names) > _MOST)
    key = "changes.no_measure" if asked.measure else "changes.no_file"
    return text(key, value=identity.mask(given), known=told) + nearest(given, names)


# --- the last accepted run ----------------------------------------------------------------------------------


def _renew(context: Context, side: Side, asked: Accepting, old: list[Acceptance], before: str) -> None:
    """Keep a run as the last accepted one and begin the small file anew; `old` rows go to the history.

    All is put in place together, or nothing is.
    """
    folder, path, history = (f(context) for f in (accepted.folder_of, accepted.path_of, accepted.history_of))
    with staged(folder) as beside, staged(path) as files:
        _keep(side, beside)
        run = Acceptance(RUN, "", before, accepted.checksum(beside), asked.by, _today())
        write_whole(files / path.name, accepted.written(_sealed(context, [run])))
        pairs = [(beside, folder), (files / path.name, path)]
        if old:
            stood = history.read_bytes() if history.exists() else b""
            rows = accepted.written(_sealed(context, old), head=not stood)
            write_whole(files / history.name, stood + rows)
            pairs.append((files / history.name, history))
        swap(pairs)


def _keep(side: Side, folder: Path) -> None:
    """A run as the next ones are held against it: facts, what pages say, what made it, rows behind facts.

    Of persons only what vouchers say: file and row. Names of files and sheets are as they may be told.
    """
    for name in accepted.KEPT:
        if (side.reports / name).exists():
            shutil.copyfile(side.reports / name, folder / name)
    if side.tables_at_hand:
        for name in FACT_TABLES:
            _write(folder / f"{name}.parquet", _told(side.table(name)))
        _write(folder / "deliveries.parquet", side.table("deliveries")[_STATUSES])
    make_durable(folder)


def _told(table: pd.DataFrame) -> pd.DataFrame:
    if "sheet" not in table:
        return table
    return table.assign(file=table["file"].map(telling.file_name), sheet=table["sheet"].map(telling.name))


def _write(path: Path, table: pd.DataFrame) -> None:
    write_whole(path, table.to_parquet(index=False))
