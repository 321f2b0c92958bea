"""Steps made several at a time, each only where something that it rests on is another."""

import builtins
import errno
import os
import time
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbclient.exceptions import DeadKernelError
from papermill.exceptions import PapermillExecutionError

from helpers import identity
from helpers.chapters.notebook import Executor, Spoiled
from helpers.chapters.page import drawn
from helpers.deliveries.files import watched
from helpers.faults import Stop
from helpers.files import told, told_of
from helpers.machine.whole import staged
from helpers.pages import figures
from helpers.runs.crew import Crew
from helpers.runs.held import Held
from helpers.runs.inputs import Inputs
from helpers.runs.made import Made
from helpers.runs.plan import RETURNS, Plan, Step
from helpers.runs.tasks import TASKS
from helpers.runs.why import Need
from helpers.wording import text

DONE = ("made", "drawn", "kept")


@dataclass
class Outcome:
    """How a step ended: made, drawn (its page only), kept, failed, spoiled or waiting.

    `error` is one line of what went wrong, `detail` the whole of it; `seconds` are what it took.
    """

    kind: str
    error: str = ""
    seconds: float = 0.0
    detail: str = ""

    @property
    def is_done(self) -> bool:
        """Whether what the step makes is there."""
        return self.kind in DONE


@dataclass
class Work:
    """Steps worked through by a crew: each as soon as those it needs are made.

    One whose need failed waits. `begins` is told of a step that is made and why, `ended` of every step's end;
    `outcomes` has the ends by name.
    """

    crew: Crew[Outcome]
    need: Callable[[Step], Need | None]
    do: Callable[[Step, Need], Outcome]
    begins: Callable[[Step, Need], None]
    ended: Callable[[Step, Outcome], None]
    outcomes: dict[str, Outcome]

    def through(self, steps: list[Step]) -> None:
        """Work through the steps; nothing is left at work when it returns or raises."""
        waiting, at_work, died = list(steps), dict[str, tuple[Step, Need]](), set[str]()
        try:
            while waiting or at_work:
                self._hand_out(waiting, at_work)
                for name, outcome in self.crew.ended() if at_work else ():
                    if outcome is None and (self.crew.knows(name) or name not in died):
                        died.add(name)  # once more: a killed process says nothing about the notebook
                        self._start(*at_work[name])
                        continue
                    step, _ = at_work.pop(name)
                    self._end(step, outcome or _outcome(DeadKernelError("Kernel died")))
        finally:
            self.crew.dismiss()

    def _hand_out(self, waiting: list[Step], at_work: dict[str, tuple[Step, Need]]) -> None:
        """Begin what can be begun; as one step ends others may, so it looks again until nothing moves."""
        moved = True
        while moved:
            moved = False
            for step in [s for s in waiting if all(n in self.outcomes for n in (*s.needs, *s.after))]:
                if len(at_work) == self.crew.size:
                    return
                waiting.remove(step)
                moved = True
                need = self._need(step)
                if isinstance(need, Outcome):
                    self._end(step, need)
                else:
                    self.begins(step, need)
                    at_work[step.name] = step, need
                    self._start(step, need)

    def _need(self, step: Step) -> Need | Outcome:
        """Why a step is made, or how it ends without."""
        if bad := [n for n in step.needs if not self.outcomes[n].is_done]:
            return Outcome("waiting", bad[0])
        try:
            return self.need(step) or Outcome("kept")
        except Exception as error:
            return _outcome(error)

    def _start(self, step: Step, need: Need) -> None:
        self.crew.start(step.name, lambda: attempted(lambda: self.do(step, need)))

    def _end(self, step: Step, outcome: Outcome) -> None:
        self.outcomes[step.name] = outcome
        self.ended(step, outcome)


@dataclass
class Maker:
    """Makes a step: its notebook executed where what it rests on is another, then its page."""

    plan: Plan
    made: Made
    inputs: Inputs
    execute: Executor
    outcomes: dict[str, Outcome]
    held: Held

    def need(self, step: Step) -> Need | None:
        """Why a step has to be made; None where all that it makes stands, made of just this.

        Raises:
            OSError: something that it rests on cannot be read.
        """
        now, before = self.inputs.rests_on(step, self._done(step)), self.made.rested_on(step)
        if before != now or not self.made.stands(step):
            return Need(now, before)
        if step.is_notebook and not self.made.is_drawn(step, self.inputs.of_page(step)):
            return Need(now, before, is_page_only=self.made.shown(step) is not None)
        return None

    def do(self, step: Step, need: Need) -> Outcome:
        """Make a step.

        Raises:
            PapermillExecutionError: a cell of its notebook raised.
            Spoiled, OSError: the surroundings failed it.
            Stop: what the run reads was changed since it began; nothing of the step is kept.
            figures.Unexplained: its page prints a figure that leads nowhere.
        """
        started = time.monotonic()
        if not step.is_notebook:
            self._carry_out(step, need)
            return Outcome("made", seconds=time.monotonic() - started)
        shown = self.made.shown(step) if need.is_page_only else self._executed(step, need)
        if shown is None:
            raise Spoiled(step.name)
        pages = drawn(shown, self.plan.cover(step), step.page, self.plan.labels(step))
        self.held.check()
        self.made.keep_pages(step, self.inputs.of_page(step), pages)
        return Outcome("drawn" if need.is_page_only else "made", seconds=time.monotonic() - started)

    def _carry_out(self, step: Step, need: Need) -> None:
        with self._work(step) as work:
            TASKS[step.task](self.plan, self.made, self._done(step), work)
            self.held.check()
            self.made.keep_files(step, need.rests_on, work)

    def _executed(self, step: Step, need: Need) -> nbformat.NotebookNode:
        with self._work(step) as work:
            executed = self._run(step, work)
            self.held.check()
            rests_on = need.rests_on | {f"unread {known}": "" for known in watched.refused()}
            self.made.keep_execution(step, rests_on, executed, sorted(work.glob("*.parquet")))
        return executed

    def _run(self, step: Step, work: Path) -> nbformat.NotebookNode:
        try:
            return self.execute(step.task, step.parameters, self.plan.context.at(step.year), work)
        except PapermillExecutionError as error:
            if _is_of_surroundings(error.ename):
                raise Spoiled(f"{error.ename}: {error.evalue}") from None
            raise

    def _work(self, step: Step) -> AbstractContextManager[Path]:
        """A folder for what a step makes; lists to go back hold personnummer, and lie nowhere but there."""
        context = self.plan.context.at(step.year)
        beside = context.returned.resolve() if step.task == RETURNS else context.processed / step.task
        return staged(beside, private=True)

    def _done(self, step: Step) -> list[str]:
        """The steps that it comes after and that could be made."""
        return [n for n in step.after if self.outcomes[n].is_done]


def attempted(work: Callable[[], Outcome]) -> Outcome:
    """How work ended, whatever it raised."""
    try:
        return work()
    except Exception as error:
        return _outcome(error)


def _outcome(error: Exception) -> Outcome:
    kind = "failed" if isinstance(error, PapermillExecutionError) else "spoiled"
    shown = identity.mask(_said_of(error).splitlines()[0])
    return Outcome(kind, shown, detail="".join(traceback.format_exception(error)))


def _is_of_surroundings(name: str) -> bool:
    """Whether an error that a cell raised, by its class's name, is one of the disk, the rights or the memory.

    A file that is not there is the notebook's own affair.
    """
    raised = getattr(builtins, name, None)
    found = isinstance(raised, type) and issubclass(raised, OSError | MemoryError)
    return found and raised is not FileNotFoundError


def _said_of(error: BaseException) -> str:
    if isinstance(error, PapermillExecutionError):
        return f"{error.ename}: {error.evalue}"
    if isinstance(error, DeadKernelError):
        return text("run.killed")
    if isinstance(error, MemoryError) or (isinstance(error, Spoiled) and "MemoryError" in str(error)):
        return told(OSError(errno.ENOMEM, os.strerror(errno.ENOMEM)))
    if isinstance(error, Spoiled):
        return told_of(str(error))
    if isinstance(error, OSError):
        return told(error)
    if isinstance(error, Stop):
        return str(error)
    return str(error) if isinstance(error, figures.Unexplained) else f"{type(error).__name__}: {error}"
