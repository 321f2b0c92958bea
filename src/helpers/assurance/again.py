"""A year made again elsewhere, and how an earlier run of it is come by."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from pathlib import Path

from helpers.assurance import commits
from helpers.assurance.sides import Side
from helpers.assurance.unmoved import deliveries_at_hand, facts_hash, is_our_code
from helpers.context import Context
from helpers.faults import Stop
from helpers.machine.processes import die_with, is_prepared
from helpers.machine.source_code import code_files, digests
from helpers.machine.whole import temporary
from helpers.paths import OURS, Workspace
from helpers.wording import text


@contextmanager
def made_again(
    context: Context, *, from_nothing: bool = True, code: Path | None = None
) -> Iterator[tuple[Side | None, str]]:
    """The year made from the workspace's data elsewhere, and what the run printed.

    None where it could not be made. `from_nothing` makes every step; else what the workspace has made already
    is taken over where it is current. `code` is a folder whose `src` makes it instead of this package. What
    the board adopted is no hindrance: nothing of the workspace is replaced.
    """
    with temporary() as place:
        clean = context.within(place / "granskning")
        _led_to(context.workspace, clean.workspace, from_nothing)
        known = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MFLAGS", "EDITION")}
        environment = known | {
            "SOCIALT_BOKSLUT_WORKSPACE": str(clean.workspace.root),
            "YEAR": str(context.year),
        }
        if code:
            environment["PYTHONPATH"] = str(code / "src")
        command = [sys.executable, "-m", "helpers", "report" if code else "remake"]
        done = subprocess.run(
            command,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            preexec_fn=partial(die_with, os.getpid()),
        )
        made = (clean.reports / "manifest.json").exists()
        yield Side(clean.year, clean.reports, clean.processed) if made else None, done.stdout


@contextmanager
def earlier(context: Context, against: str) -> Iterator[Side]:
    """The run that `AGAINST` names.

    It is a folder (a workspace, or a year's reports) or a commit of the repository. A commit is made again by
    its own code where it holds the delivered files; else only its facts and manifest are known.

    Raises:
        Stop: there is no such folder or commit, or it has no such year.
    """
    folder, year = Path(against), context.year
    places = [context.within(root) for root in (folder, *_around(folder, year))]
    found = [Side(year, c.reports, c.processed) for c in places if (c.reports / "manifest.json").exists()]
    if (folder / "manifest.json").exists() and not found:
        found = [Side(year, folder)]
    if folder.is_dir():
        if not found:
            raise Stop(text("moves.no_such_year", against=against, year=year))
        yield found[0]
        return
    with temporary() as root:
        _check_out(context.workspace, against, root)
        kept = context.within(root)
        if not (kept.reports / "manifest.json").exists():
            raise Stop(text("moves.no_such_year", against=against, year=year))
        side = Side(year, kept.reports, committed_code=digests(code_files(root), root))
        again = _by_its_own_code(context, root) if deliveries_at_hand(side, root) else nullcontext((None, ""))
        with again as (made, _):
            if made is not None and facts_hash(made) == facts_hash(side):
                yield made
            else:
                yield side


def _led_to(workspace: Workspace, clean: Workspace, from_nothing: bool) -> None:
    """A workspace that reads another one's data where they lie: nothing delivered is copied.

    Only what a run writes over is: what the other has made, unless all is made from nothing.
    """
    (clean.root / "data").mkdir(parents=True)
    for entry in (workspace.root / "data").iterdir():
        if entry.name not in OURS and not is_prepared(entry.name):
            (clean.root / "data" / entry.name).symlink_to(entry.resolve())
    made = workspace.root / "data" / "processed"
    if made.is_dir() and not from_nothing:
        shutil.copytree(made, clean.root / "data" / "processed")


def _by_its_own_code(context: Context, root: Path) -> AbstractContextManager[tuple[Side | None, str]]:
    """The run of a commit whose files lie at `root`.

    Where its code is the one that runs here, what the workspace has made is taken over where it is current:
    the same code vouches for it.
    """
    here = context.workspace.root / "data" / "processed"
    same = is_our_code(root) and here.is_dir()
    if same:
        shutil.copytree(here, root / "data" / "processed", dirs_exist_ok=True)
    return made_again(context.within(root), from_nothing=not same, code=root)


def _around(folder: Path, year: int) -> list[Path]:
    """The root of the workspace that a year's report folder stands in."""
    whole = folder.resolve()
    return [whole.parent.parent] if whole.name == str(year) and whole.parent.name == "reports" else []


def _check_out(workspace: Workspace, commit: str, place: Path) -> None:
    """A commit's files in a folder.

    Raises:
        Stop: git knows no such commit.
    """
    known = commits.full_name(workspace, commit)
    if not known:
        raise Stop(text("moves.no_such", against=commit))
    commits.check_out(workspace, known, place)
