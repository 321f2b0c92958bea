"""What lies in a folder, entry by entry: links are followed, and what is no file is told.

Every reader of a folder of deliveries walks it here.
"""

import errno
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from helpers.language import letters
from helpers.reading import limits

FILE_ENDINGS = (".xlsx", ".csv", ".md")  # a folder that is named so is no folder of deliveries


@dataclass(frozen=True)
class Entry:
    """A file, or what else lies there and the code of the `fault` that says so.

    `name` is told: its place under the folder, composed and without unseen characters.
    """

    path: Path
    name: str
    fault: str = ""


def entries(folder: Path) -> Iterator[Entry]:
    """Every file under a folder, and every entry that is none or leads nowhere; hidden folders are litter.

    A link is followed; one that leads back to a folder above it ends there.
    """
    yield from _below(folder, folder, frozenset())


def _below(folder: Path, root: Path, above: frozenset[tuple[int, int]]) -> Iterator[Entry]:
    if len(above) > limits.MAX_FOLDERS:
        yield _entry(folder, root, "large_folder")
        return
    try:
        here = folder.stat()
        children = sorted(islice(folder.iterdir(), limits.MAX_ENTRIES + 1))
    except OSError as error:
        if folder != root or not isinstance(error, FileNotFoundError):
            yield _entry(folder, root, "no_right_to_folder" if is_of_rights(error) else "unreadable_folder")
        return
    if len(children) > limits.MAX_ENTRIES:
        yield _entry(folder, root, "large_folder")
        return
    above |= {(here.st_dev, here.st_ino)}
    for child in children:
        try:
            what = child.stat()
        except OSError as error:
            yield _entry(child, root, _unseen(error))
            continue
        if stat.S_ISREG(what.st_mode):
            yield _entry(child, root)
        elif not stat.S_ISDIR(what.st_mode):
            yield _entry(child, root, "no_file")
        elif child.suffix.lower() in FILE_ENDINGS:
            yield _entry(child, root, "folder_as_file")
        elif (what.st_dev, what.st_ino) in above:
            yield _entry(child, root, "link_back")
        else:
            yield from _below(child, root, above)


def _unseen(error: OSError) -> str:
    """The code of what an entry is that leads to nothing."""
    if is_of_rights(error):
        return "no_right_to_folder"
    return "link_back" if error.errno == errno.ELOOP else "link_to_nothing"


def _entry(path: Path, root: Path, fault: str = "") -> Entry:
    return Entry(path, letters.seen(path.relative_to(root).as_posix()), fault)


def is_of_rights(error: OSError) -> bool:
    """Whether something could not be opened because nobody gave the right to.

    >>> is_of_rights(PermissionError(errno.EACCES, "")), is_of_rights(OSError(errno.EIO, ""))
    (True, False)
    """
    return error.errno in (errno.EACCES, errno.EPERM)
