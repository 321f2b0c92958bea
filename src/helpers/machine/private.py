"""What holds persons is its owner's alone, whatever the user's umask: files 0600, folders 0700."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_OTHERS = 0o077


@contextmanager
def umask(mask: int = _OTHERS) -> Iterator[int]:
    """Within it nobody but the owner can open what is made, or as `mask` says; gives the one before."""
    before = os.umask(mask)
    try:
        yield before
    finally:
        os.umask(before)


def close(folder: Path) -> None:
    """Close to all but the owner what an earlier run, or another program, has left open in a folder.

    Raises:
        OSError: it is another user's.
    """
    for path in (folder, *folder.rglob("*")) if folder.is_dir() else ():
        found = path.lstat().st_mode
        if found & _OTHERS and not stat.S_ISLNK(found):
            path.chmod(stat.S_IMODE(found) & ~_OTHERS)


def open_as(folder: Path, mask: int) -> None:
    """Give a folder of what may be read the rights that the user's umask gives a new one."""
    for path in (folder, *folder.rglob("*")) if folder.is_dir() else ():
        path.chmod((0o777 if path.is_dir() else 0o666) & ~mask)
