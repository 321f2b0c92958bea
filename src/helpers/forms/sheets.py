"""A workbook before it is in any format: sheets of one table each, whose cells are words, links or facts."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from helpers.facts import KRONOR, Fact, Value
from helpers.wording import fact_text, text

CODED = ("verdict", "judgement", "doubt", "claim", "criterion", "identity")  # units whose values are words
VALUE, NUMERATOR, DENOMINATOR = PARTS = ("value", "numerator", "denominator")
NO_SUCH = "."  # what cannot be, as Swedish official statistics write it
MARK = " †"  # as pages mark what is invented
_DECIMALS = {"count": 0, "share": 1, KRONOR: 2, "score": 2, "p-value": 3, "verdict": 0}
_WIDEST, _NARROWEST, _A_NUMBER = 42, 9, 12  # characters


@dataclass(frozen=True)
class Look:
    """How a number is shown; the cell holds all of it."""

    decimals: int
    is_percent: bool = False
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Link:
    """A way to another sheet of the book."""

    sheet: str


@dataclass(frozen=True)
class Figure:
    """A fact in a cell: its value, or one of the counts it is made of."""

    fact: Fact
    part: str = VALUE

    @property
    def number(self) -> Value | None:
        """What the cell holds as a number; None where it holds words."""
        if self.fact.unit in CODED:
            return None
        return getattr(self.fact, self.part) if self.part in PARTS else None

    @property
    def words(self) -> str:
        """What the cell says where it holds no number: why there is none, or what a code means."""
        if self.part != VALUE and self.fact.ok:
            return NO_SUCH
        if self.fact.unit in CODED and self.fact.ok and self.fact.is_invented:
            return text("signal.invented")
        return fact_text(self.fact).plain

    @property
    def look(self) -> Look:
        """One decimal of a share: none is rounded to another figure than a page's, in whole per cent."""
        after = MARK if self.fact.is_invented else ""
        if self.part != VALUE:
            return Look(0, after=after)
        about = text("value.about", value="") if self.fact.is_about else ""
        decimals = _DECIMALS.get(self.fact.unit, 1)
        return Look(decimals, self.fact.unit == "share", about, after)


Cell = str | Link | Figure


@dataclass(frozen=True)
class Sheet:
    """A table that begins in the sheet's first cell; its `title` stands among the contents and on paper."""

    name: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @cached_property
    def widths(self) -> tuple[int, ...]:
        """How wide each column is, in characters: as its longest text and word of its head, within reason."""
        columns = zip(self.head, *self.rows, strict=True)
        return tuple(_width(head, cells) for head, *cells in columns)

    def lines(self, cells: tuple[Cell, ...]) -> int:
        """How many lines a row takes in columns of these widths."""
        found = zip(map(words_of, cells), self.widths, strict=True)
        return max(len(textwrap.wrap(words, width)) or 1 for words, width in found)


def words_of(cell: Cell) -> str:
    """What a cell says in words; '' of a number."""
    if isinstance(cell, Figure):
        return cell.words if cell.number is None else ""
    return cell.sheet if isinstance(cell, Link) else cell


def is_in_place_of_number(cell: Cell) -> bool:
    """Whether a cell's words stand where a number would: they are aligned as one."""
    if isinstance(cell, Figure):
        return cell.number is None and not (cell.fact.ok and cell.part == VALUE)
    return cell == NO_SUCH


def _width(head: str, cells: Sequence[Cell]) -> int:
    texts = [len(words_of(cell)) + 2 for cell in cells]
    numbers = [_A_NUMBER for cell in cells if isinstance(cell, Figure)]
    return min(_WIDEST, max(_NARROWEST, *texts, *numbers, *(len(word) + 3 for word in head.split())))


@dataclass(frozen=True)
class Book:
    """Sheets with what the file says of itself: its title, whose it is, and whom it may reach."""

    title: str
    author: str
    edition: str
    year: int
    sheets: tuple[Sheet, ...]
