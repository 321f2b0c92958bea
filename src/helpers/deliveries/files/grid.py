"""A delivered sheet as rows of cells, whatever file it came in, and how text is compared."""

import datetime as dt
import difflib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress
from typing import TypeVar

from helpers.language import letters

Cell = (
    str | int | float | dt.date | dt.time | dt.timedelta | None
)  # what stands in a cell of any kind of file
C = TypeVar("C", bound=Cell)
T = TypeVar("T")
# Texts that programs write for "nothing", as `folded` gives them; never read as a blank cell.
BLANK_WORDS = {"na", "n/a", "none", "-", "–", "null", "nan", "0"}
# How Excel errors stand in an exported file, in English and Swedish.
_EXCEL_ERRORS = (
    "n/a",
    "saknas",
    "ref",
    "referens",
    "value",
    "värdefel",
    "div/0",
    "division/0",
    "name",
    "namn",
    "num",
    "ogiltigt",
    "null",
)
BLANK_WORDS |= {f"#{e}" for e in _EXCEL_ERRORS}


@dataclass
class Hidden:
    """The rows of a sheet that nobody sees, by filters or by hand, and the first and last of its columns."""

    rows: list[int] = field(default_factory=list)
    columns: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class Grid:
    """One sheet: `rows[i]` holds the cells of the file's own row `numbers[i]`; blank rows are left out.

    `hazards` are cells that cannot be trusted: (row number, column index) -> (code, what stands there).
    `hidden` says that nobody sees the sheet, `unseen` what of it nobody sees.
    """

    sheet: str
    rows: list[list[Cell]]
    numbers: list[int]
    hazards: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    hidden: bool = False
    unseen: Hidden = field(default_factory=Hidden)


def clean(value: Cell) -> str:
    """A cell as text: single blanks, no-break spaces and line breaks are blanks, no unseen characters.

    Numbers without `.0`.

    >>> clean("  Till\\u00a0stor\\n del ")
    'Till stor del'
    >>> clean(12.0), clean(None)
    ('12', '')
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return letters.words(str(value))


def each(read: Callable[[C], T], cells: Sequence[C]) -> list[T]:
    """What `read` makes of every cell of a column, made once of each value in it.

    `1`, `1.0` and `True` are three values.

    >>> each(clean, ["  a ", 1.0, True, "  a "])
    ['a', '1', 'True', 'a']
    """
    values = list(zip(map(type, cells), cells, strict=True))
    made = {value: read(value[1]) for value in dict.fromkeys(values)}
    return [made[value] for value in values]


def folded(value: Cell) -> str:
    """Text as it is compared: lower case, single blanks, no closing punctuation.

    >>> folded("Den lokala samverkan\\nfungerar? ")
    'den lokala samverkan fungerar'
    """
    return letters.compared(clean(value))


def is_blank_word(value: Cell) -> bool:
    """Whether a cell holds what a program writes for "nothing".

    >>> is_blank_word(" N/A "), is_blank_word(0), is_blank_word("")
    (True, True, False)
    """
    return folded(value) in BLANK_WORDS


def filled(rows: list[list[C]], numbers: Iterable[int]) -> tuple[list[list[C]], list[int]]:
    """The rows that hold anything, and their numbers.

    >>> filled([["a"], [" ", None], [0]], [1, 2, 3])
    ([['a'], [0]], [1, 3])
    """
    pairs = [
        (r, n)
        for r, n in zip(rows, numbers, strict=False)
        if any(c is not None and c != "" and clean(c) for c in r)
    ]
    return [r for r, _ in pairs], [n for _, n in pairs]


def nearest(value: str, known: list[str]) -> str:
    """The known text most like the value, or '' if none is near.

    >>> nearest("Arbte", ["Arbete", "Studier"])
    'Arbete'
    """
    by_folded = {folded(k): k for k in known}
    near = difflib.get_close_matches(folded(value), list(by_folded), 1, cutoff=0.55)
    return by_folded[near[0]] if near else ""


def column_letter(index: int) -> str:
    """The sheet's own name of a column counted from 0.

    >>> column_letter(0), column_letter(27)
    ('A', 'AB')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True)
class Body:
    """The rows below a header, column by column: their `numbers`, the `cells` and what they say as `texts`.

    No row is blank, and every column is as long as there are rows.
    """

    numbers: list[int]
    cells: list[list[Cell]]
    texts: list[list[str]]


@dataclass
class Table:
    """The part of a grid below its header: `columns` maps a header's text to its column index."""

    grid: Grid
    header: int
    columns: dict[str, int]

    @cached_property
    def body(self) -> Body:
        """What stands under the header, once the grid is as it shall be read."""
        rows, numbers = self.grid.rows[self.header + 1 :], self.grid.numbers[self.header + 1 :]
        width = max([len(r) for r in self.grid.rows] or [0])
        cells = [[r[i] if i < len(r) else None for r in rows] for i in range(width)]
        texts = [each(clean, column) for column in cells]
        filled = [any(said) for said in zip(*texts, strict=True)]
        if not all(filled):
            numbers = list(compress(numbers, filled))
            cells = [list(compress(column, filled)) for column in cells]
            texts = [list(compress(column, filled)) for column in texts]
        return Body(numbers, cells, texts)


def heading(table: Table, column: int) -> str:
    """A column's header text; its letter where the header is blank."""
    header = table.grid.rows[table.header]
    return (clean(header[column]) if column < len(header) else "") or column_letter(column)
