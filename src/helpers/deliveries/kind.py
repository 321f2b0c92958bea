"""What a kind of delivery is: where its files lie, who reads them, and the clean tables that come of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import pandas as pd

from helpers.definitions import Definitions
from helpers.deliveries.card import Reader

LIST_ENDINGS = (".xlsx", ".csv")


@dataclass(frozen=True)
class Clean:
    """A cleaned table.

    `types`: pandas dtypes of the columns that are not text. `bundled`: the columns that a bundle may hold; a
    column that is not named stays in the house. `unsaved`: columns that only the checks of the same run may
    see. `numbered`: senders name the files, so a bundle names a row by a number only.
    """

    name: str
    columns: list[str]
    bundled: list[str]
    types: Mapping[str, str] = field(default_factory=dict)
    unsaved: tuple[str, ...] = ()
    numbered: bool = False

    @property
    def saved(self) -> list[str]:
        """The columns of the table on disk."""
        return [c for c in self.columns if c not in self.unsaved]

    def together(self, frames: list[pd.DataFrame]) -> pd.DataFrame:
        """One table of all. Without a row it has the types of a filled one."""
        if filled := [f for f in frames if len(f)]:
            return pd.concat(filled, ignore_index=True)
        if frames:
            return frames[0]
        return pd.DataFrame(columns=self.columns).astype(
            dict.fromkeys(self.columns, "string") | dict(self.types)
        )


@dataclass(frozen=True)
class Kind:
    """A kind of delivery.

    `path` under the year: one file (`sus.csv`), any name (`examples/*.md`), or one list for each of `parts`,
    named by it (`surveys/{part}`, .xlsx or .csv). `part` is what the findings on a kind without parts
    concern. Of several `tables` the first has a row for each row of the file. Without a `read` the kind mends
    the others. `prose`: free text, no table. `records`: a program's own file, with no columns to mend.
    `ours`: written or fetched by the association itself for one page of its own, which says what it lacks:
    nobody has to clear it, and no part of the delivery is missing without it.
    """

    id: str
    path: str
    read: Reader | None = None
    tables: tuple[Clean, ...] = ()
    parts: Callable[[Definitions], list[str]] | None = None
    part: str = ""
    prose: bool = False
    records: bool = False
    ours: bool = False

    @property
    def folder(self) -> str:
        """The folder under the year, '' for the year's own."""
        return self.path.rpartition("/")[0]

    @property
    def is_list(self) -> bool:
        """Whether its files are tables, which somebody drew from a system and `corrections.csv` may mend."""
        return self.read is not None and not (self.prose or self.records)

    def is_at(self, name: str) -> bool:
        """Whether a file of this name under the year is of the kind.

        It is False for a kind with parts, whose name alone says nothing.
        """
        file = PurePosixPath(name)
        if self.path.rpartition("/")[2].startswith("*."):
            return (
                name.rpartition("/")[0] == self.folder
                and file.suffix.lower() == PurePosixPath(self.path).suffix
            )
        return name == self.path

    def is_in(self, raw: Path) -> bool:
        """Whether a year's folder holds a file of the kind, however it may be read."""
        folder = raw / self.folder
        if not folder.is_dir():
            return False
        if self.parts:
            return any(f.suffix.lower() in LIST_ENDINGS for f in folder.iterdir())
        return any(self.is_at(f.relative_to(raw).as_posix()) for f in folder.iterdir() if f.is_file())

    def parts_of(self, definitions: Definitions) -> list[str]:
        """The parts that a year can deliver: platforms, respondents groups, or the one part there is."""
        return self.parts(definitions) if self.parts else [self.part]
