"""What stopped a command, in words: whose it is, and what to do."""

import traceback
from contextlib import suppress

from helpers.machine import installed
from helpers.paths import Workspace

NOTHING_DONE, FAILED = 2, 1


def told(workspace: Workspace, error: Exception) -> tuple[int, str]:
    """The exit status of a command that an error stopped, and what to say.

    A library that is missing can stop anything, the words too: what is not known by its kind is that, where
    the environment is not whole.
    """
    with suppress(Exception):
        if said := _of_the_user(error):
            return NOTHING_DONE, said
    if said := installed.said():
        return NOTHING_DONE, said
    from helpers.wording import text

    return FAILED, text("run.unforeseen", error=type(error).__name__, log=_logged(workspace, error))


def _of_the_user(error: Exception) -> str:
    """What is told of an error that is foreseen; '' of any other."""
    from helpers import files
    from helpers.faults import Stop
    from helpers.reading.strict_yaml import DefinitionError

    if isinstance(error, Stop | DefinitionError):
        return str(error)
    is_answer = isinstance(error, OSError) and files.cause(error).errno in files.ANSWERS
    return files.told(error) if isinstance(error, OSError) and is_answer else ""


def _logged(workspace: Workspace, error: Exception) -> str:
    """Where the whole of an error stands that is ours and not the analyst's; without personnummer."""
    from helpers.files import append_masked

    path = workspace.root / "data" / "processed" / "error.log"
    try:
        append_masked(path, "".join(traceback.format_exception(error)))
    except OSError:
        return "–"
    return path.relative_to(workspace.root).as_posix()
