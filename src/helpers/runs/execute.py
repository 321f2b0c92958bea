"""Steps made several at a time, each only where something that it rests on is another."""

import os
import tempfile
import time
import traceback
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import nbformat
from nbclient.exceptions import DeadKernelError
from papermill.exceptions import PapermillExecutionError

from helpers import identity
from helpers.chapters import notebook
from helpers.chapters.notebook import Spoiled
from helpers.chapters.page import drawn
from helpers.pages import figures
from helpers.runs.inputs import Inputs
from helpers.runs.made import Made
from helpers.runs.plan import Plan, Step
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


def work_through(
    steps: list[Step],
    workers: int,
    do: Callable[[Step], Outcome],
    ended: Callable[[Step, Outcome], None],
    outcomes: dict[str, Outcome],
) -> None:
    """Each step done as soon as those it needs are; one whose need failed waits.

    As they end `outcomes` has them and `ended` is told.
    """
    waiting: list[Step] = list(steps)
    running: dict[Future[Outcome], Step] = {}

    def end(step: Step, outcome: Outcome) -> None:
        outcomes[step.name] = outcome
        ended(step, outcome)

    with ThreadPoolExecutor(workers) as pool:
        while waiting or running:
            for step in [s for s in waiting if all(n in outcomes for n in s.needs)]:
                waiting.remove(step)
                if bad := [n for n in step.needs if not outcomes[n].is_done]:
                    end(step, Outcome("waiting", bad[0]))
                else:
                    running[pool.submit(do, step)] = step
            if running:
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    end(running.pop(future), _outcome(future))


@dataclass
class Maker:
    """Makes a step: its notebook executed where what it rests on is another, then its page.

    `sockets` is a folder with a short path, for the files that kernels talk over.
    """

    plan: Plan
    made: Made
    inputs: Inputs
    sockets: Path
    _kernels: count = field(default_factory=count)

    def do(self, step: Step) -> Outcome:
        """Make a step, or keep what is made already.

        Raises:
            PapermillExecutionError: a cell of its notebook raised.
            Spoiled, OSError: the surroundings failed it.
            figures.Unexplained: its page prints a figure that leads nowhere.
        """
        started = time.monotonic()
        fingerprint = self.inputs.of_execution(step)
        shown = None
        if self.made.is_executed(step, fingerprint):
            if self.made.is_drawn(step, self.inputs.of_page(step, self.made.executed(step))):
                return Outcome("kept")
            shown = self.made.shown(step)
        kind = "drawn" if shown else "made"
        if shown is None:
            try:
                shown = self._executed(step, fingerprint)
            except (DeadKernelError, RuntimeError):  # RuntimeError: the kernel died before it was ready
                # once more: a killed kernel says nothing about the notebook
                shown = self._executed(step, fingerprint)
        html = drawn(shown, self.plan.cover(step), step.page, self.plan.labels(step))
        self.made.keep_page(step, self.inputs.of_page(step, self.made.executed(step)), html.encode())
        return Outcome(kind, seconds=time.monotonic() - started)

    def _executed(self, step: Step, fingerprint: str) -> nbformat.NotebookNode:
        context = self.plan.context.at(step.year)
        context.processed.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".work-", dir=context.processed) as work:
            executed = self._run(step, Path(work))
            self.made.keep_execution(step, fingerprint, executed, sorted(Path(work).glob("*.parquet")))
        return executed

    def _run(self, step: Step, work: Path) -> nbformat.NotebookNode:
        socket = self.sockets / f"k{next(self._kernels)}"
        try:
            return notebook.execute(
                step.notebook, step.parameters, self.plan.context.at(step.year), work, socket
            )
        except PapermillExecutionError as error:
            if error.ename in ("OSError", "MemoryError", "BlockingIOError"):
                raise Spoiled(f"{error.ename}: {error.evalue}") from None
            raise


def workers() -> int:
    """How many steps at a time: one for each processor this process may use."""
    return len(os.sched_getaffinity(0))


def _outcome(future: "Future[Outcome]") -> Outcome:
    error = future.exception()
    if error is None:
        return future.result()
    kind = "failed" if isinstance(error, PapermillExecutionError) else "spoiled"
    shown = identity.mask(_said_of(error).splitlines()[0])
    return Outcome(kind, shown, detail="".join(traceback.format_exception(error)))


def _said_of(error: BaseException) -> str:
    if isinstance(error, PapermillExecutionError):
        return f"{error.ename}: {error.evalue}"
    if isinstance(error, OSError | Spoiled):
        return text("run.disk", error=str(error))
    return str(error) if isinstance(error, figures.Unexplained) else f"{type(error).__name__}: {error}"
