"""The one way to write: a file, a folder or several at once are whole or not there, and nothing is left.

All is prepared beside its target, or in the temporary folder, under a hidden name that says which process
made it. What the process does not clear away itself, because it was killed, the next command does: `sweep`.
"""

import ctypes
import errno
import fcntl
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from helpers.machine.processes import is_left, is_prepared, own_name

_MOVES = ".moves"  # what a swap of several is written down in
_PRIVATE_FILE, _PRIVATE_FOLDER = 0o600, 0o700
_ALONE: set[int] = set()  # this process, while nobody else sweeps
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # renameat2(2)
_NO_EXCHANGE = (errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EXDEV)


# --- a file -----------------------------------------------------------------------------------------------


def write_whole(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write a file in place of the one that stands, so that a reader never meets half of it.

    `private`: nobody else may read it.
    """
    with _prepared(path, content, private) as beside:
        os.replace(beside, path)
        _settle(path.parent)


def write_new(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write a file where none stands; of several processes the first one does.

    Raises:
        FileExistsError: one stands.
    """
    with _prepared(path, content, private) as beside:
        try:
            os.link(beside, path)
        except OSError as error:
            if error.errno not in (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS):
                raise
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))  # a disk that knows no links
            os.replace(beside, path)
        _settle(path.parent)


@contextmanager
def _prepared(path: Path, content: bytes, private: bool) -> Iterator[Path]:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(own_name("."))
    try:
        number = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _PRIVATE_FILE if private else 0o666)
        with open(number, "wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        yield beside
    finally:
        beside.unlink(missing_ok=True)


def append(path: Path, content: bytes, *, private: bool = False) -> None:
    """Append to a log in one write, so that two processes never mix their lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = _PRIVATE_FILE if private else 0o666
    number = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, mode)
    with open(number, "ab", buffering=0) as handle:
        handle.write(content)


# --- folders ----------------------------------------------------------------------------------------------


@contextmanager
def staged(target: Path, *, private: bool = False) -> Iterator[Path]:
    """An empty folder to prepare what is to stand at `target`; `swap` puts it there, else it goes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with _own_folder(target.parent, ".", private) as folder:
        yield folder


@contextmanager
def whole_folder(target: Path, *, private: bool = False) -> Iterator[Path]:
    """A folder to fill, put in place of `target` at the end; where the filling fails `target` stands."""
    with staged(target, private=private) as folder:
        yield folder
        swap([(folder, target)])


@contextmanager
def temporary(place: str | None = None) -> Iterator[Path]:
    """A folder in the temporary folder, or in `place`, that only this user opens and that goes at the end."""
    with _own_folder(Path(place or tempfile.gettempdir()), "", private=True) as folder:
        yield folder


def temporary_places() -> list[str]:
    """Where temporary folders may lie: where the system says, else one of the usual ones."""
    found = [os.environ.get("XDG_RUNTIME_DIR", ""), "/tmp", "/var/tmp"]
    with suppress(FileNotFoundError):
        found.insert(0, tempfile.gettempdir())
    return list(dict.fromkeys(filter(None, found)))


@contextmanager
def _own_folder(place: Path, dot: str, private: bool) -> Iterator[Path]:
    folder = place / own_name(dot)
    try:
        folder.mkdir(mode=_PRIVATE_FOLDER if private else 0o777)
        yield folder
    finally:
        _remove(folder)


def swap(pairs: Iterable[tuple[Path, Path]]) -> None:
    """Put folders or files, each `(staged, target)`, in place of others: all or, where one cannot be, none.

    A missing `staged`, or an empty folder, leaves nothing at its target. A process that is killed between two
    of them is completed by the next `sweep`, since it is written down before the first one moves.

    Raises:
        OSError: one could not be moved; every target is as it was.
    """
    pairs = [(s, t) for s, t in pairs if _is_something(s) or t.exists()]
    for mine, target in pairs:
        make_durable(mine)
        target.parent.mkdir(parents=True, exist_ok=True)
    if not pairs:
        return
    moves = pairs[0][1].parent / own_name(".", _MOVES)
    written = [[os.fspath(s), os.fspath(t), _inode(s)] for s, t in pairs]
    done: list[tuple[Path, Path]] = []
    try:
        write_whole(moves, json.dumps(written).encode("utf-8", "surrogateescape"))
        for pair in pairs:
            _exchange(*pair)
            done.append(pair)
    except OSError:
        for pair in reversed(done):
            _exchange(*pair)  # once more is back again
        raise
    finally:
        moves.unlink(missing_ok=True)
        for _, target in pairs:
            _settle(target.parent)


def _complete(moves: Path) -> None:
    """Carry out what is left of a swap whose process was killed."""
    for mine, target, inode in json.loads(moves.read_bytes().decode("utf-8", "surrogateescape")):
        beside, goal = Path(mine), Path(target)
        if _inode(beside) == inode:  # it has not moved; nothing was to come where there was none
            _exchange(beside, goal)


def _exchange(mine: Path, target: Path) -> None:
    """What is at one place to the other, and the other way round; either may be nothing."""
    if not os.path.lexists(target):
        with suppress(FileNotFoundError):
            os.rename(mine, target)
    elif not os.path.lexists(mine):
        os.rename(target, mine)
    elif not _exchanged_at_once(mine, target):
        waits = target.with_name(own_name("."))
        os.rename(target, waits)
        try:
            os.rename(mine, target)
        except OSError:
            os.rename(waits, target)
            raise
        os.rename(waits, mine)


def _exchanged_at_once(one: Path, other: Path) -> bool:
    """Whether the system could exchange two entries, so that there is no moment without either."""
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is None:
        return False
    sys.audit("os.rename", one, other, -1, -1)  # as `os.rename` says it
    if call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _NO_EXCHANGE:
        return False
    raise OSError(number, os.strerror(number), os.fspath(one), None, os.fspath(other))


def _is_something(path: Path) -> bool:
    """Whether there is a file, or a folder with something in it; one without goes."""
    if path.is_dir() and not any(path.iterdir()):
        path.rmdir()
    return path.exists()


def _inode(path: Path) -> int | None:
    try:
        return path.stat().st_ino
    except OSError:
        return None


def make_durable(path: Path) -> None:
    """All that lies at or below a path written to the disk itself."""
    for folder, _, names in os.walk(path):
        for name in names:
            _settle(Path(folder, name))
        _settle(Path(folder))
    if path.is_file():
        _settle(path)


def _settle(path: Path) -> None:
    """A file, or what a folder's entries are called, written to the disk itself where it can be."""
    with suppress(OSError):
        number = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        try:
            os.fsync(number)
        finally:
            os.close(number)


# --- what the dead have left --------------------------------------------------------------------------------


def sweep(root: Path, *, mine: bool = False) -> None:
    """Complete or clear away what dead processes have left in a workspace and in the temporary folders.

    A swap that was written down is completed, all else goes; what living processes prepare is left alone.
    With `mine` this process's own goes too: it is about to end.
    """
    with alone(root):
        for moves in [p for p in _left(root, mine) if p.suffix == _MOVES]:
            with suppress(OSError, ValueError):
                _complete(moves)
        for path in _left(root, mine):
            with suppress(OSError):
                _remove(path)


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Nobody else sweeps a workspace, or adds to one of its registers, until this is done."""
    if os.getpid() in _ALONE:  # a signal came while this process was: it sweeps once more
        yield
        return
    number = None
    try:
        with suppress(OSError):
            number = os.open(root, os.O_RDONLY)
            fcntl.flock(number, fcntl.LOCK_EX)
        _ALONE.add(os.getpid())
        yield
    finally:
        _ALONE.discard(os.getpid())
        if number is not None:
            os.close(number)


def _left(root: Path, mine: bool) -> list[Path]:
    """What is left in a workspace and, of this user, in the temporary folders, which are everybody's."""
    found = [p for p in _ours_in(root) if is_left(p.name, mine)]
    for place in map(Path, temporary_places()):
        for path in (place / name for name in _listed(place) if is_left(name, mine)):
            with suppress(OSError):
                found += [path] if path.lstat().st_uid == os.getuid() else []
    return list(dict.fromkeys(found))


def _ours_in(root: Path) -> Iterator[Path]:
    """What lies prepared in a workspace, below its data and reports, and beside what links there lead to."""
    yield from _ours_of(root, _listed(root))
    for top in (root / "data", root / "reports"):
        if top.is_symlink():
            yield from _beside_the_goal(top)
        for folder, below, names in os.walk(top):
            yield from _ours_of(Path(folder), [*below, *names])
            below[:] = [n for n in below if not is_prepared(n)]
            for link in (Path(folder, n) for n in below if os.path.islink(os.path.join(folder, n))):
                yield from _beside_the_goal(link)


def _beside_the_goal(link: Path) -> Iterator[Path]:
    """What lies prepared where a link leads to: beside its goal, and in it."""
    goal = Path(os.path.realpath(link))
    yield from _ours_of(goal.parent, _listed(goal.parent))
    for folder, below, names in os.walk(goal):
        yield from _ours_of(Path(folder), [*below, *names])


def _ours_of(folder: Path, names: list[str]) -> Iterator[Path]:
    return (folder / name for name in names if is_prepared(name))


def _listed(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _remove(path: Path) -> None:
    """Remove what lies at a path, also folders that nobody may write in; what resists waits for a sweep."""
    if path.is_dir() and not path.is_symlink():
        for folder, _, _ in os.walk(path):
            with suppress(OSError):
                os.chmod(folder, _PRIVATE_FOLDER)
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
