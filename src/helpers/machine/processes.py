"""Which process made what lies prepared, whether it still lives, and how its children are ended."""

import ctypes
import itertools
import os
import re
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

_NAME = re.compile(r"\.?sb-(\d+)-(\d+)-\d+(\.\w+)?")
_COUNTER = itertools.count()
_DIES_WITH_PARENT = 1  # prctl(2): PR_SET_PDEATHSIG
_PATIENCE = 5  # seconds; what is killed ends at once, unless the disk keeps it


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


def die_with(parent: int) -> None:
    """Let this process be killed when its parent ends, where the system can (Linux); no more if it has."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIES_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before the line above
        os._exit(1)


def end_children() -> None:
    """Kill all that this process has begun and all that those have, and wait until they are dead."""
    left, last = _descendants(os.getpid()), time.monotonic() + _PATIENCE
    while left and time.monotonic() < last:
        for process, start in left.items():
            if began(process) == start:
                with suppress(OSError):
                    os.kill(process, signal.SIGKILL)
        time.sleep(0.01)
        left = {p: s for p, s in (left | _descendants(os.getpid())).items() if began(p) == s}


def _descendants(process: int) -> dict[int, int]:
    """The processes below one, and when each began; none where the system does not tell (no /proc)."""
    parents = {int(p.name): _parent(p) for p in Path("/proc").glob("[0-9]*")}
    found: dict[int, int] = {}
    fresh = [process]
    while fresh:
        fresh = [p for p, parent in parents.items() if parent in fresh]
        found |= {p: start for p in fresh if (start := began(p)) is not None}
    return found


def _parent(place: Path) -> int:
    """The parent of a process by its place under /proc; 0 where it has gone."""
    try:
        said = (place / "stat").read_text(encoding="ascii", errors="replace")
        return int(said.rpartition(")")[2].split()[1])
    except OSError:
        return 0
