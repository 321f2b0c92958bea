"""A run that would change nothing, seen by hashes before any library is imported.

After a run its key (one hash of all that it could read), one of all that it made, and what it said last
are kept beside the year's tables. The next run with the same key and the same files has nothing to do.
"""

import fcntl
import hashlib
import json
import os
import platform
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.machine.whole import write_whole
from helpers.paths import LEDGER_FILE, LOCK_FILE, OURS, REPOSITORY
from helpers.reading import intake

if TYPE_CHECKING:
    from helpers.paths import Workspace

YEARS_READ = 4  # a year, two beside it, and the closing stock of the year before those
RECORD = ".last-run.json"


def key(workspace: "Workspace", year: int, edition: str) -> str:
    """One hash of all that a run of a year can read: deliveries, registers, prints, code, libraries, git."""
    folders = [*_places(workspace, year), workspace.adopted]
    parts = [platform.python_version(), str(year), edition, workspace.language, _of_git(workspace.root)]
    parts += [f"{p} {digest}" for p, digest in _hashes(folders, workspace.root)]
    return _digest(parts)


def readable(workspace: "Workspace", year: int) -> Iterator[tuple[str, Path]]:
    """Name and place of every file that a run of a year reads, but what the board has decided."""
    for place in _places(workspace, year):
        yield from ((_name(path, workspace.root), path) for path in _files(place))


def _places(workspace: "Workspace", year: int) -> list[Path]:
    data = workspace.root / "data"
    found = [p for p in _entries(data) if p.name not in (*OURS, "raw", "adopted")]
    found += [data / "raw" / str(year - n) for n in range(YEARS_READ)]
    found += sorted((data / "raw").glob(f"*/{LEDGER_FILE}"))  # results of projects add up over all years
    return [*found, REPOSITORY / "src" / "helpers", REPOSITORY / "notebooks", REPOSITORY / LOCK_FILE]


def keep(workspace: "Workspace", year: int, key: str, years: list[int], status: int, said: list[str]) -> None:
    """Keep what a run of a year that has ended rested on, made and said, and its exit status.

    `years` are those whose tables it made.
    """
    made = _made(workspace, year, years)
    record = {"key": key, "years": years, "status": status, "said": said, "made": made}
    write_whole(_record(workspace, year), json.dumps(record, ensure_ascii=False).encode())


def unchanged(workspace: "Workspace", year: int, edition: str) -> tuple[int, list[str]] | None:
    """The exit status and last words of the year's last run, where a run now would give the same.

    None where anything differs or is being made by another run.
    """
    try:
        record: dict[str, Any] = json.loads(_record(workspace, year).read_text(encoding="utf-8"))
        with ExitStack() as stack:
            for each in sorted({*record["years"], year}):
                lock = stack.enter_context((workspace.processed(each).parent / f".{each}.lock").open("a"))
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            made = _made(workspace, year, record["years"])
            if record["made"] != made or record["key"] != key(workspace, year, edition):
                return None
            return record["status"], record["said"]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _record(workspace: "Workspace", year: int) -> Path:
    return workspace.processed(year) / RECORD


def _made(workspace: "Workspace", year: int, years: list[int]) -> str:
    """One hash of all that a run has made; names of returned lists can hold what no record may."""
    folders = [workspace.reports(year), workspace.returned(year), *(workspace.processed(y) for y in years)]
    return _digest([f"{name} {digest}" for name, digest in _hashes(folders, workspace.root)])


def _digest(parts: list[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def _hashes(places: Iterable[Path], root: Path) -> Iterator[tuple[str, str]]:
    """Name and sha256 of every file at or below some places, but compiled code, logs and the record."""
    for place in places:
        for path in _files(place):
            yield _name(path, root), _hash(path)


def _name(path: Path, root: Path) -> str:
    return os.path.relpath(path, root if path.is_relative_to(root) else REPOSITORY)


def _hash(path: Path) -> str:
    """The sha256 of a file; of what cannot be read, why."""
    try:
        return intake.digest(path)
    except OSError as error:
        return f"error {error.errno}"


def _leads_back(folder: str, name: str) -> bool:
    """Whether a folder in a folder is a link to one above it, or to itself."""
    below = os.path.realpath(os.path.join(folder, name)) + os.sep
    return (os.path.realpath(folder) + os.sep).startswith(below)


def _files(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place
        return
    for folder, below, names in os.walk(place, followlinks=True):
        below[:] = sorted(b for b in below if b != "__pycache__" and not _leads_back(folder, b))
        yield from (Path(folder, n) for n in sorted(names) if not n.endswith(".log") and n != RECORD)


def _entries(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def _of_git(root: Path) -> str:
    """What git's index holds, which may be no personal data; nothing outside a git checkout."""
    command = ["git", "-C", str(root), "ls-files", "-s", "-z"]
    try:
        listed = subprocess.run(command, capture_output=True, check=False).stdout
    except OSError:
        return ""
    return hashlib.sha256(listed).hexdigest()
