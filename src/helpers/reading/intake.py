"""How a file that somebody else wrote is opened: a file and nothing else, never waited for, never endless."""

import errno
import hashlib
import io
import os
import stat
from pathlib import Path

from helpers.reading import limits


class TooLarge(OSError):
    """A file holds more bytes than are read: `found` of `most`."""

    def __init__(self, path: Path, found: int, most: int):
        super().__init__(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
        self.found, self.most = found, most


class NoFile(OSError):
    """What lies there is a pipe, a socket, a device or a folder."""

    def __init__(self, path: Path):
        super().__init__(errno.ENODEV, os.strerror(errno.ENODEV), str(path))


def opened(path: Path) -> io.BufferedReader:
    """A file, open for reading. A pipe, a socket or a device is not waited for.

    Raises:
        OSError: it cannot be opened, or is no file.
    """
    number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise NoFile(path)
    return os.fdopen(number, "rb")


def content(path: Path, most: int) -> bytes:
    """All of a file, as long as it says it is: what the system makes up as it is read is nothing.

    Raises:
        TooLarge: it holds more than `most` bytes; nothing of it is read.
        OSError: it cannot be opened or read, or is no file.
    """
    with opened(path) as handle:
        size = os.fstat(handle.fileno()).st_size
        if size > most:
            raise TooLarge(path, size, most)
        return handle.read(size) if size else b""


def digest(path: Path) -> str:
    """The sha256 of a file, read in pieces; a file that nobody would read is known by its size and time.

    Raises:
        OSError: it cannot be opened or read, or is no file.
    """
    with opened(path) as handle:
        state = os.fstat(handle.fileno())
        if state.st_size > limits.MAX_HASHED_BYTES:
            return hashlib.sha256(f"{state.st_size} {state.st_mtime_ns}".encode()).hexdigest()
        if not state.st_size:
            return hashlib.sha256().hexdigest()
        return hashlib.file_digest(handle, "sha256").hexdigest()
