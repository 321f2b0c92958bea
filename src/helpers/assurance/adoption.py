"""The board's decision on a year: frozen as it was adopted, revised only with a reason."""

import datetime as dt
import re
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from helpers import identity
from helpers.assurance import decisions_page, history
from helpers.assurance.register import (
    DAY,
    DECISIONS,
    Adoption,
    frozen,
    path_of,
    register,
    sealed,
    written,
)
from helpers.assurance.vouched import CODE, MANIFEST
from helpers.codes import INITIALS
from helpers.context import Context
from helpers.faults import Stop
from helpers.files import sha256
from helpers.language import letters
from helpers.machine.whole import staged, swap, write_whole
from helpers.pages.document import Block, Content, Link, Paragraph, Strong, run
from helpers.wording import text

CORRECTIONS = "rattelser"  # the page, and the table beside it, of what revisions corrected
SHOWN = 12  # characters of a checksum on pages


def status(known: list[Adoption], up: str = "", facts: str = "") -> Block:
    """The line at the top of every page: adopted or not, which revision, and what was corrected.

    `up` leads from the page to the folder of reports; `facts` is the sha256 of the set's `facts.csv`, which
    pages can name: that of the manifest, which vouches for the pages, they cannot.
    """
    if not known:
        return Paragraph(text("adoption.draft"))
    last = known[-1]
    day = text("adoption.day", day=last.decided) if last.decided else ""
    said = {"date": last.date, "day": f" {day}" if day else ""}
    corrected: list[Content] = []
    if last.revision == 1:
        words = text("adoption.adopted", **said)
    else:
        words = text("adoption.revised", revision=last.revision, **said)
        corrected = [" ", Link(f"{up}{CORRECTIONS}.html", text("adoption.corrections"))]
    if facts:
        words += f" {text('adoption.checksum', facts=facts[:SHOWN])}"
    if last.incomplete:
        words += f" {text('adoption.without', reason=last.incomplete)}"
    return Paragraph(run(Strong(words), *corrected), "status")


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
    if known and history.uncommitted(context):
        raise Stop(text("adoption.uncommitted", year=context.year))
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
        day = dt.date.fromisoformat(decided) if re.fullmatch(DAY, decided) else None
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


def completed(context: Context, asked: Asked) -> bool:
    """Whether this very command had registered the last decision when it was killed, before it was published.

    Raises:
        Stop: the year's decisions are not whole.
    """
    known, manifest = register(context), context.reports / MANIFEST
    if not known or (manifest.exists() and sha256(manifest.read_bytes()) == known[-1].manifest):
        return False
    last = known[-1]
    return Asked(last.by, last.reason, last.decided, last.incomplete) == asked


def freeze(context: Context, known: list[Adoption], reports: Path) -> Adoption:
    """Keep a set, which is to be published, as the last of `known` decisions; the decision as registered.

    The copy and the register's row are put in place together. The set is published after that, so that no
    page says of a decision that is not registered.
    """
    target = frozen(context, known[-1].revision)
    with staged(target) as beside:
        shutil.copytree(reports, beside, dirs_exist_ok=True)
        code = beside / CODE
        adopted = replace(
            known[-1],
            manifest=sha256((beside / MANIFEST).read_bytes()),
            code=sha256(code.read_bytes()) if code.exists() else "",
        )
        decided = sealed(context.year, [*known[:-1], adopted])
        with staged(path_of(context)) as folder:
            row, page = folder / path_of(context).name, folder / DECISIONS
            write_whole(row, written(decided))
            write_whole(page, decisions_page.page(context, decided))
            swap([(beside, target), (row, path_of(context)), (page, target.parent / DECISIONS)])
    for path in target.rglob("*"):
        if path.is_file():
            path.chmod(0o444)  # for a careless hand; who may write here may also change that
    return decided[-1]


def told(context: Context, adopted: Adoption) -> str:
    """What `make adopt` says of a decision that it has carried out."""
    folder = frozen(context, adopted.revision).relative_to(context.workspace.root).as_posix()
    said: dict[str, str | int] = {
        "revision": adopted.revision,
        "folder": folder,
        "manifest": adopted.manifest,
    }
    said["seal"] = adopted.seal
    return text("adoption.frozen", year=context.year, **said)
