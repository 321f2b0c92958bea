"""A reader's death is a refusal: whoever watches a process knows which file it was reading when it ended.

A child says it in memory that it shares with its parent. A file at whose reading two children died is refused
in those that come after, so that all else can be made.
"""

import mmap
import resource
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from helpers.faults import Refusal
from helpers.reading import limits

_MOST_DEATHS = 2  # one says nothing of the file: anybody can end a process
_deaths = Counter[str]()
_mine: mmap.mmap | None = None  # where this process says what it reads


def shared() -> mmap.mmap:
    """Memory that a process and those forked from it share."""
    return mmap.mmap(-1, 128)


def tell_in(place: mmap.mmap) -> None:
    """Say from now on in `place` which file is read."""
    global _mine
    _mine = place


def died(place: mmap.mmap) -> bool:
    """Take note that the process which told in `place` has died.

    Returns whether it was reading a file that may be read again, or is refused from now on.
    """
    known = place[:].rstrip(b"\0").decode()
    _deaths[known] += 1
    return bool(known) and _deaths[known] <= _MOST_DEATHS


def forget() -> None:
    """Begin anew: what is refused is so within one run."""
    _deaths.clear()


def refused() -> list[str]:
    """What is not read, since it ended those that did: endings and checksums."""
    return sorted(known for known, times in _deaths.items() if known and times >= _MOST_DEATHS)


@contextmanager
def reading(known: str) -> Iterator[None]:
    """While a file is read, known by its ending and checksum, in MAX_MEMORY more than the process has.

    Raises:
        Refusal: those that read it died.
    """
    if known in refused():
        raise Refusal("reader_died")
    if _mine is not None:
        _mine[: len(known)] = known.encode()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (_room(soft), hard))
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
        if _mine is not None:
            _mine[:] = bytes(len(_mine))


def _room(soft: int) -> int:
    """How large this process may become; as large as before where the system does not say how large it is."""
    if sys.platform != "linux":
        return soft
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    room = pages * resource.getpagesize() + limits.MAX_MEMORY
    return room if soft == resource.RLIM_INFINITY else min(soft, room)
