"""Where a row of a delivered file stands: written, taken apart and told here only.

Facts cite the rows behind them as text, `participants/vannas.xlsx#Deltagare!14`; a file without sheets has nothing between `#` and `!`.
"""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from helpers.wording import text


class RowPlace(NamedTuple):
    """One row of a delivered file."""

    file: str
    sheet: str
    number: int

    @classmethod
    @cache  # a row is cited by every fact that counts it
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
        return place_words(self.file, self.sheet, self.number)


def place_words(file: str = "", sheet: str = "", number: int | None = None, column: str = "") -> str:
    """As much of a place as is known.

    >>> place_words("participants/vannas.xlsx", "Deltagare", 14, "Slut")
    'participants/vannas.xlsx, blad Deltagare, rad 14, kolumn Slut'
    """
    parts = [file] if file else []
    if sheet:
        parts.append(text("place.sheet", sheet=sheet))
    if number is not None:
        parts.append(text("place.row", row=number))
    if column:
        parts.append(text("place.column", column=column))
    return ", ".join(parts)


def ranges(numbers: Iterable[int]) -> str:
    """Row numbers in order, with runs drawn together.

    >>> ranges([2, 3, 4, 7, 9, 10])
    '2–4, 7, 9–10'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        elif not runs or number != runs[-1][1]:
            runs.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)
