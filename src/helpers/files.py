"""Files by their checksums, logs without personnummer, and one run of a year at a time."""

import errno
import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from helpers.identity import mask
from helpers.language import letters
from helpers.machine import private
from helpers.machine.whole import append, write_whole
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


_ANSWERED = re.compile(r"(?:\w+: )?\[Errno (\d+)\] ([^:]+)(?:: '(.*?)')?")


def cause(error: OSError) -> OSError:
    """What the system answered, behind an error of several files that were copied."""
    several = error.args[0] if isinstance(error, shutil.Error) and error.args else None
    for _, goal, why in several if isinstance(several, list) else ():
        if known := _ANSWERED.match(str(why)):
            return OSError(int(known[1]), known[2], str(goal))
    return error


def told(error: OSError) -> str:
    """What stopped the writing of a file, in words: where, why, what to do."""
    error = cause(error)
    places = dict.fromkeys(
        mask(p) for p in (error.filename, error.filename2) if isinstance(p, str | os.PathLike)
    )
    where = text("run.system_where", place=listing(list(places))) if places else ""
    answer = ANSWERS.get(error.errno or 0, "other")
    return text(f"run.system_{answer}", where=where, error=mask(error.strerror or str(error)))


def told_of(message: str) -> str:
    """The same of an error that is known by its message alone: `[Errno 13] Permission denied: '/data'`."""
    known = _ANSWERED.match(message)
    if known is None:
        return told(OSError(message))
    return told(OSError(int(known[1]), known[2], *filter(None, known.groups()[2:])))


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
    """Append to a log, its owner's alone; personnummer that strayed into a traceback are masked."""
    with private.umask():
        append(path, f"{mask(lines)}\n".encode("utf-8", "backslashreplace"), private=True)


@contextmanager
def locked(workspace: Workspace, year: int, say: Callable[[str], None]) -> Iterator[None]:
    """One run of a year at a time; the lock goes with the process, however it ends."""
    path = workspace.processed(year).parent / f".{year}.lock"
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
