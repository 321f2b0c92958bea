"""Steps executed several at a time, each made only where something it rests on is another."""

import traceback
from concurrent.futures import Future
from dataclasses import dataclass

from papermill.exceptions import PapermillExecutionError

from helpers import identity
from helpers.chapters.notebook import Spoiled
from helpers.pages import figures
from helpers.wording import text


@dataclass
class Outcome:
    """How a step ended: made, kept, failed, spoiled or waiting."""

    kind: str
    error: str = ""
    seconds: float = 0.0


def _outcome(future: "Future[Outcome]") -> Outcome:
    error = future.exception()
    if error is None:
        return future.result()
    detail = "".join(traceback.format_exception(error))
    first = error.evalue if isinstance(error, PapermillExecutionError) else str(error)
    kind = "failed" if isinstance(error, PapermillExecutionError) else "spoiled"
    name = error.ename if isinstance(error, PapermillExecutionError) else type(error).__name__
    if isinstance(error, OSError | Spoiled):
        said = text("run.disk", error=first)
    else:
        said = first if isinstance(error, figures.Unexplained) else f"{name}: {first}"
    outcome = Outcome(kind, identity.mask(said.splitlines()[0]))
    outcome.detail = detail
    return outcome
