"""Which process made what lies prepared, and whether it still lives."""

import itertools
import os
import re
from pathlib import Path

_NAME = re.compile(r"\.?sb-(\d+)-(\d+)-\d+(\.\w+)?")
_COUNTER = itertools.count()


def own_name(dot: str, kind: str = "") -> str:
    """A new name for what this process prepares: beside a target with a dot, elsewhere without."""
    me = os.getpid()
    return f"{dot}sb-{me}-{began(me) or 0}-{next(_COUNTER)}{kind}"


def is_prepared(name: str) -> bool:
    """Whether a name is that of something prepared, by whatever process.

    >>> is_prepared(".sb-4711-1234567-0"), is_prepared(".2019")
    (True, False)
    """
    return _NAME.fullmatch(name) is not None


def is_left(name: str, mine: bool = False) -> bool:
    """Whether a name is that of something prepared by a process that is dead or, with `mine`, by this one."""
    if (found := _NAME.fullmatch(name)) is None:
        return False
    process, start = int(found[1]), int(found[2])
    return (mine and process == os.getpid()) or began(process) != start


def began(process: int) -> int | None:
    """When a process that lives began, which tells it from another one of its number; None: it is dead.

    Where the system does not say when, 0.
    """
    try:
        said = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None if Path("/proc/self/stat").exists() else _lives(process)
    state, *fields = said.rpartition(")")[2].split()
    return None if state in "ZX" else int(fields[18])


def _lives(process: int) -> int | None:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return None
    except OSError:
        pass
    return 0
