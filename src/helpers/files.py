"""Files written whole or not at all, logs without personnummer, and one run of a year at a time."""

import errno
import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from helpers import letters
from helpers.identity import mask
from helpers.paths import Workspace
from helpers.wording import listing, text


def sha256(content: bytes) -> str:
    """The checksum that manifests, registers and vouchers carry."""
    return hashlib.sha256(content).hexdigest()


# What the system answered -> the catalogue's words for what to do.
ANSWERS = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EACCES: "no_right",
    errno.EPERM: "no_right",
    errno.EROFS: "no_right",
    errno.ENAMETOOLONG: "long_name",
    errno.EMFILE: "too_many_files",
    errno.ENFILE: "too_many_files",
    errno.EAGAIN: "no_process",
    errno.ENOMEM: "no_memory",
    errno.EFBIG: "too_large",
}


def told(error: OSError) -> str:
    """What stopped the writing of a file, in words: where, why, what to do."""
    places = dict.fromkeys(
        mask(p) for p in (error.filename, error.filename2) if isinstance(p, str | os.PathLike)
    )
    where = text("run.system_where", place=listing(list(places))) if places else ""
    answer = ANSWERS.get(error.errno or 0, "other")
    return text(f"run.system_{answer}", where=where, error=mask(error.strerror or str(error)))


def told_of(message: str) -> str:
    """The same of an error that is known by its message alone: `[Errno 13] Permission denied: '/data'`."""
    known = re.match(r"(?:\w+: )?\[Errno (\d+)\] ([^:]+)(?:: '(.*?)')?", message)
    if known is None:
        return told(OSError(message))
    return told(OSError(int(known[1]), known[2], *filter(None, known.groups()[2:])))


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


def put(path: Path, content: bytes, standing: Path) -> None:
    """Stage a file; where the one that stands holds just this it is taken over and nothing is written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        if standing.read_bytes() == content:
            os.link(standing, path)
            return
    except OSError:  # nothing stands, or the disk knows no links
        pass
    write_whole(path, content)


def named(folder: Path, name: str) -> Path:
    """The file of a folder by its name as it is told: composed, without unseen characters."""
    path = folder / name
    if path.exists():
        return path
    entries = (p for p in folder.rglob("*") if letters.seen(p.relative_to(folder).as_posix()) == name)
    return next(entries, path)


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


def contents(folder: Path) -> dict[str, str]:
    """Name under a folder -> sha256, of every file in it; nothing where there is no folder."""
    return {
        p.relative_to(folder).as_posix(): sha256(p.read_bytes()) for p in folder.rglob("*") if p.is_file()
    }


def staging(target: Path) -> Path:
    """Where this process prepares what is to stand at `target`, beside it and unseen."""
    return target.with_name(f".{target.name}-new-{os.getpid()}")


def swap(pairs: list[tuple[Path, Path]]) -> None:
    """Put whole folders, each `(staged, target)`, in place of others: all or, where one cannot be, none.

    An empty or missing `staged` leaves nothing at its target.

    Raises:
        OSError: one could not be moved; every target is as it was.
    """
    moves = [(target, _old(target)) for _, target in pairs if target.exists()]
    moves += [(staged, target) for staged, target in pairs if staged.is_dir() and any(staged.iterdir())]
    done: list[tuple[Path, Path]] = []
    try:
        for source, goal in moves:
            os.rename(source, goal)
            done.append((source, goal))
    except OSError:
        for source, goal in reversed(done):
            os.rename(goal, source)
        raise
    for _, target in pairs:
        shutil.rmtree(_old(target), ignore_errors=True)


def _old(target: Path) -> Path:
    """Where a folder waits while another one takes its place."""
    return target.with_name(f".{target.name}-old-{os.getpid()}")


def recover(target: Path) -> None:
    """Clear up after a killed process: restore a folder caught between two renames, drop half work."""
    for old in sorted(target.parent.glob(f".{target.name}-old-*")):
        if not target.exists():
            os.rename(old, target)
        shutil.rmtree(old, ignore_errors=True)
    for left in target.parent.glob(f".{target.name}-new-*"):
        shutil.rmtree(left, ignore_errors=True)
