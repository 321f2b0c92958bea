"""One year of one association in the national run: the same run as `make report`, and how it ended."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from helpers.context import Context
from helpers.editions import EDITIONS
from helpers.forms import exchange_folder
from helpers.machine import stopped
from helpers.paths import Workspace
from helpers.runs import commands, portal, returns, standing
from helpers.runs.run import Run
from helpers.wording import text

ONLY_FACTS = "facts"  # what FORMS= may be; '' is all that `make report` makes
# How an association-year ended. Of one that is MISSING nothing was delivered, as of one BEFORE the first year
# that anything was; where it is UNFIT the machine has other code, another key or other folders than the one
# that the run was begun on.
OK, REFUSED, FAILED, MISSING, BEFORE, UNFIT = "ok", "refused", "failed", "missing", "before", "unfit"
MADE, WELL = (OK, REFUSED), (OK, BEFORE)  # what has facts, and what nobody has to see to


@dataclass(frozen=True)
class Task:
    """A year of an association to make: `forms` is '' or ONLY_FACTS, `fit` what is asked of who makes it."""

    root: str
    association: str
    year: int
    forms: str
    fit: dict[str, str]

    @property
    def workspace(self) -> Workspace:
        """The association's folder."""
        return Workspace(Path(self.root) / self.association)


@dataclass(frozen=True)
class Ended:
    """How an association-year ended: its state, why in words, and how many of its steps had to be made."""

    state: str
    reason: str = ""
    made: int = 0


def made(task: Task, say: Callable[[str], None]) -> Ended:
    """Make an association-year, or find that it stands; whatever goes wrong is its own affair."""
    workspace = task.workspace
    try:
        known = workspace.years_with_data()
        if task.year not in known:
            is_before = bool(known) and task.year < known[0]
            return Ended(BEFORE if is_before else MISSING, text("national_run.no_year", year=task.year))
        with _alone(workspace):
            return _made(task, say)
    except Exception as error:
        return Ended(FAILED, stopped.told(workspace, error)[1])


def _made(task: Task, say: Callable[[str], None]) -> Ended:
    workspace, edition = task.workspace, EDITIONS[0]
    context = Context(workspace, commands.chosen_year(str(task.year), workspace), edition=edition)
    run = Run(context.named(), workers=1, say=say)
    if task.forms:
        status = commands.carry_out(run, run.facts)
    elif known := standing.unchanged(workspace, task.year, edition):
        status = known[0]
    else:
        status = commands.carry_out(run, run.go)
        portal.follow(workspace, say)  # which the pages lead to
    steps = sum(o.kind in ("made", "drawn") for o in run.outcomes.values())
    if bad := [o for o in run.outcomes.values() if not o.is_done]:
        return Ended(FAILED, bad[0].error, steps)
    exchange_folder.write(context, say)
    return Ended(REFUSED, _refused(context), steps) if status else Ended(OK, "", steps)


def _refused(context: Context) -> str:
    """What of the deliveries was refused, the first of it in full."""
    found = [fault.line() for fault in returns.findings(context) if fault.is_error]
    more = text("national_run.more", count=len(found) - 1) if len(found) > 1 else ""
    return (found[0] if found else text("national_run.texts")) + more


@contextmanager
def _alone(workspace: Workspace) -> Iterator[None]:
    """One year of an association at a time, on all machines: a run clears up after those it cannot see."""
    path = workspace.root / "data" / "processed" / ".national.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
