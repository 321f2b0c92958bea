"""The tables between two notebooks: written whole or not at all, by one run of a year at a time."""

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

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


@dataclass(frozen=True)
class Store:
    """A year's cleaned tables and facts.

    `output` is where this step writes: '' for the year's own folder (a notebook run by hand), or the
    runner's folder, from which it moves whole results into place.
    """

    year: int
    output: str = ""

    @property
    def folder(self) -> Path:
        return Workspace.current().processed(self.year)

    def write(self, name: str, table: pd.DataFrame) -> None:
        target = Path(self.output) if self.output else self.folder
        write_whole(target / f"{name}.parquet", table.to_parquet(index=False))

    def read(self, name: str) -> pd.DataFrame:
        """A table of an earlier step.

        Raises:
            FileNotFoundError: the earlier step has not been run for the year.
        """
        path = self.folder / f"{name}.parquet"
        if not path.exists():
            raise FileNotFoundError(
                f"data/processed/{self.year}/{name}.parquet is not made yet: run the notebooks before this one, or make report YEAR={self.year}"
            )
        return pd.read_parquet(path)

    def exists(self, name: str) -> bool:
        return (self.folder / f"{name}.parquet").exists()
