"""Files written whole or not at all, logs without personnummer, and one run of a year at a time."""

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from helpers.identity import mask
from helpers.paths import Workspace
from helpers.wording import text


def sha256(content: bytes) -> str:
    """The checksum that manifests, registers and vouchers carry."""
    return hashlib.sha256(content).hexdigest()


def write_whole(path: Path, content: bytes) -> None:
    """Write beside the target and move into place, so that a reader never meets half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def append_masked(path: Path, lines: str) -> None:
    """Append to a log; personnummer that strayed into a traceback are masked."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as handle:
        handle.write(mask(lines) + "\n")


@contextmanager
def locked(workspace: Workspace, year: int, say: Callable[[str], None]) -> Iterator[None]:
    """One run of a year at a time; the lock goes with the process, however it ends."""
    path = workspace.root / "data" / "processed" / f".{year}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(text("run.locked", year=year))
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
