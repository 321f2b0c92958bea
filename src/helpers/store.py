"""The tables between two notebooks: written whole or not at all."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.machine import private
from helpers.machine.whole import write_whole
from helpers.paths import Workspace

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Store:
    """A year's cleaned tables and facts in a workspace.

    `output` is where this step writes: '' for the year's own folder (a notebook run by hand), or the
    runner's folder, from which it moves whole results into place.
    """

    workspace: Workspace
    year: int
    output: str = ""

    @property
    def folder(self) -> Path:
        """Where the year's tables lie when they are whole."""
        return self.workspace.processed(self.year)

    def write(self, name: str, table: "pd.DataFrame") -> None:
        """Write a table of this step, whole or not at all, for its owner alone."""
        target = Path(self.output) if self.output else self.folder
        with private.umask():
            write_whole(target / f"{name}.parquet", table.to_parquet(index=False))

    def read(self, name: str) -> "pd.DataFrame":
        """A table of an earlier step.

        Raises:
            FileNotFoundError: the earlier step has not been run for the year.
        """
        import pandas as pd

        return pd.read_parquet(self.path(name))

    def path(self, name: str) -> Path:
        """Where a table of an earlier step lies.

        Raises:
            FileNotFoundError: the earlier step has not been run for the year.
        """
        path = self.folder / f"{name}.parquet"
        if not path.exists():
            raise FileNotFoundError(
                f"data/processed/{self.year}/{name}.parquet is not made yet: "
                f"run the notebooks before this one, or make report YEAR={self.year}"
            )
        return path

    def exists(self, name: str) -> bool:
        """Whether an earlier step has made the table."""
        return (self.folder / f"{name}.parquet").exists()
