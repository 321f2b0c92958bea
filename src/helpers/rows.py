"""Where a row of a delivered file stands: written, taken apart and told here only.

Clean tables say where each row stands as text, `participants/vannas.xlsx#Deltagare!14`; a file without sheets
has nothing between `#` and `!`. Facts hold the rows behind them as `facts.Rows`, numbers in sheets.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from helpers.facts import Rows
from helpers.reading import limits
from helpers.wording import text

if TYPE_CHECKING:
    import pandas as pd


class RowPlace(NamedTuple):
    """One row of a delivered file."""

    file: str
    sheet: str
    number: int

    @classmethod
    def of(cls, written: str) -> "RowPlace":
        """
        >>> RowPlace.of("participants/vannas.xlsx#Lista #1!!14")
        RowPlace(file='participants/vannas.xlsx', sheet='Lista #1!', number=14)
        """
        place, _, number = written.rpartition("!")
        file, _, sheet = place.partition("#")
        return cls(file, sheet, int(number))

    def __str__(self) -> str:
        """
        >>> str(RowPlace("participants/vannas.csv", "", 14))
        'participants/vannas.csv#!14'
        """
        return f"{self.file}#{self.sheet}!{self.number}"

    def without_sheet(self) -> str:
        """As an outsider may see it: the sheet is named by its sender.

        >>> RowPlace.of("participants/vannas.xlsx#Anna B!14").without_sheet()
        'participants/vannas.xlsx!14'
        """
        return f"{self.file}!{self.number}"

    def words(self) -> str:
        """As a reader is told: `participants/vannas.xlsx, blad Deltagare, rad 14`."""
        return place_words(self.file, self.sheet, self.number)


def written(file: str, sheet: str, numbers: Iterable[int]) -> list[str]:
    """Rows of one sheet as clean tables say where they stand.

    >>> written("participants/vannas.csv", "", [14, 15])
    ['participants/vannas.csv#!14', 'participants/vannas.csv#!15']
    """
    before = str(RowPlace(file, sheet, 0)).removesuffix("0")
    return [f"{before}{number}" for number in numbers]


def files_of(written: "pd.Series[str]") -> list[str]:
    """The file that each row of a clean table stands in.

    >>> import pandas as pd
    >>> files_of(pd.Series(["a.csv#!2", "b.xlsx#Blad1!2"]))
    ['a.csv', 'b.xlsx']
    """
    return [row.partition("#")[0] for row in written.to_numpy(object)]


class RowIndex:
    """Where every row of a clean table stands, taken apart once; `at` gives the rows of some of its labels.

    >>> import pandas as pd
    >>> import pandas as pd
    >>> index = RowIndex(pd.Series(["a.csv#!2", "a.csv#!5", "b.xlsx#Blad1!2"]))
    >>> index.at([0, 2])
    Rows({('a.csv', ''): [2], ('b.xlsx', 'Blad1'): [2]})
    """

    def __init__(self, written: "pd.Series[str]"):
        """`written`: the column `row` of a table whose labels are 0, 1, 2, …"""
        import pandas as pd

        apart = [w.rpartition("!") for w in written.to_numpy(object)]
        codes, places = pd.factorize(np.array([place for place, _, _ in apart], object), sort=False)
        sheets = [RowPlace.of(f"{place}!0")[:2] for place in places]
        self._sheets = sorted(set(sheets))
        order = np.array([self._sheets.index(sheet) for sheet in sheets], np.int32)
        self._codes = order[codes] if len(codes) else codes.astype(np.int32)
        self._numbers = np.array([int(number) for _, _, number in apart], np.int32)

    def at(self, labels: Iterable[int]) -> Rows:
        """The rows with these labels.

        Raises:
            ValueError: two of them are the same row, so that their number is not how many rows they are.
        """
        found = np.asarray(labels if isinstance(labels, np.ndarray) else list(labels), np.int64)
        codes, numbers = self._codes[found], self._numbers[found]
        present = np.flatnonzero(np.bincount(codes, minlength=1))
        rows = Rows({self._sheets[code]: numbers[codes == code] for code in present})
        if len(rows) != len(found):
            raise ValueError(f"{len(found)} rows, of which only {len(rows)} are different ones: {rows}")
        return rows


def places_of(rows: Rows) -> Iterator[RowPlace]:
    """The rows one by one, sheet by sheet."""
    for (file, sheet), numbers in rows.by_sheet.items():
        yield from (RowPlace(file, sheet, int(number)) for number in numbers)


def place_words(file: str = "", sheet: str = "", number: int | str | None = None, column: str = "") -> str:
    """As much of a place as is known; `number` is a row's, or several as `ranges` writes them.

    >>> place_words("participants/vannas.xlsx", "Deltagare", 14, "Slut")
    'participants/vannas.xlsx, blad Deltagare, rad 14, kolumn Slut'
    """
    parts = [file] if file else []
    if sheet:
        parts.append(text("place.sheet", sheet=sheet))
    if number not in (None, ""):
        parts.append(text("place.row", row=number))
    if column:
        parts.append(text("place.column", column=column))
    return ", ".join(parts)


def ranges(numbers: Iterable[int]) -> str:
    """Row numbers in order, each once; those that follow each other as a range.

    Of very many ranges the first ones stand, and the last.

    >>> ranges([2, 3, 4, 7, 9, 10])
    '2–4, 7, 9–10'
    >>> ranges(range(2, 100_000, 2))[-25:]
    ', 396, 398, 400, …, 99998'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        elif not runs or number != runs[-1][1]:
            runs.append([number, number])
    said = [str(first) if first == last else f"{first}–{last}" for first, last in runs]
    return ", ".join(said if len(said) <= limits.MAX_RANGES else [*said[: limits.MAX_RANGES], "…", said[-1]])
