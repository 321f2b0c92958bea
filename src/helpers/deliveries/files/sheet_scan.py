"""One sheet's XML, judged cell by cell: what cannot be trusted of it, what is hidden, how much it holds.

This is the second way in which a sheet is read: what calamine gives of it must be as many filled cells.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from helpers.deliveries.files.grid import Hidden, column_letter
from helpers.deliveries.files.package import chunks
from helpers.faults import Refusal, beyond
from helpers.reading import limits

# Cells with a value and nothing to judge, as every program writes them; what is written otherwise is parsed.
_TEXT = rb"[^<>&\x00-\x08\x0b\x0c\x0e-\x1f]"
_SEEN = rb"[^<>&_\x00-\x20]"
_PLAIN_CELLS = re.compile(
    rb'(?:<c r="[A-Z]{1,3}[1-9][0-9]{0,6}"(?: s="[0-9]+")?(?: t="(?:s|n|b|d|str|inlineStr)")?>'
    rb'(?:<v>%b%b*</v>|<is><t(?: xml:space="preserve")?>%b%b*</t></is>)</c>)+(?=</row>|<c r=")'
    % (_SEEN, _TEXT, _SEEN, _TEXT)
)
_FILLED_COLUMN, _FILLED_ROW = (
    re.compile(rb'<c r="%b"[^<>]*(?<!/)><[vfi]' % place)
    for place in (rb"([A-Z]{1,3})[1-9][0-9]{0,6}", rb"[A-Z]{1,3}([1-9][0-9]{0,6})")
)
_LONG = re.compile(rb">[^<>]{%d}" % limits.MAX_CELL)
_STRING = re.compile(rb't="s"><v>([0-9]+)</v>')
_TRUE = ("1", "true")
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d*)")
_ESCAPED_BLANK = re.compile(r"_x00(?:0[9ADad]|20)_")


def is_blank(text: str) -> bool:
    """Whether a cell's text shows nothing, in the XML or as it was read; `_x000D_` is a line break.

    >>> is_blank(" _x000D_\\n"), is_blank("0")
    (True, False)
    """
    return not _ESCAPED_BLANK.sub("", text).strip(" \t\r\n")


def _position(reference: str) -> tuple[int, int]:
    found = _REFERENCE.fullmatch(reference)
    if not found:
        raise Refusal("not_whole")
    letters, row = found.groups()
    return int(row), _column(letters)


def _column(letters: str) -> int:
    """A column by its letters, counted from 0.

    >>> _column("A"), _column("AB")
    (0, 27)
    """
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1


def _is_utf_8(chunk: bytes) -> bool:
    try:
        chunk.decode()
    except UnicodeDecodeError:
        return False
    return True


def far_cell(sheet: str, row: int, column: int) -> Refusal:
    letter = column_letter(column)
    return Refusal("far_cell", sheet=sheet, row=row, column=letter, value=f"{letter}{row}")


def _no_doctype(*_: object) -> None:
    """A sheet declares no entities; a few of them could unfold to any size."""
    raise Refusal("not_whole")


@dataclass
class Strings:
    """The shared texts by number: how long each is, and which say nothing, so that a cell of it is blank."""

    lengths: list[int] = field(default_factory=list)
    blank: set[int] = field(default_factory=set)


@dataclass
class Room:
    """What the sheets of a workbook may still hold together."""

    cells: int = limits.MAX_CELLS
    characters: int = limits.MAX_CHARACTERS
    elements: int = limits.MAX_ELEMENTS

    def take(self, *, characters: int = 0, elements: int = 0) -> None:
        """Use some of it.

        Raises:
            Refusal: there is not so much.
        """
        self.characters -= characters
        self.elements -= elements
        for limit in ("characters", "elements"):
            if getattr(self, limit) < 0:
                most = getattr(Room, limit)
                raise beyond(limit, most, most)


class _Said:
    """What a cell or a shared text says, gathered piece by piece up to what a cell can hold."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self.length = 0

    def add(self, piece: str, **where: object) -> None:
        """Add a piece.

        Raises:
            Refusal: no cell holds so much; says `where`.
        """
        self._pieces.append(piece)
        self.length += len(piece)
        if self.length > limits.MAX_CELL:
            raise beyond("cell", self.length, limits.MAX_CELL, **where)

    def text(self) -> str:
        """All of it."""
        return "".join(self._pieces)


class Scan:
    """One sheet's XML.

    `hazards` are its cells that cannot be trusted, `area` the cells of its used range, `filled` how many
    cells hold something that a reader shall give, `rows` how many of those that were parsed stand in each
    row. Cells with nothing to judge, which are nearly all, are measured, counted and left out of what is
    parsed, unless `every` cell shall be. A cell without a reference stands right of the one before it.
    """

    def __init__(
        self, sheet: str, room: Room, part: IO[bytes], strings: Strings, *, every: bool = False
    ) -> None:
        self.hazards: dict[tuple[int, int], tuple[str, str]] = {}
        self.hidden = Hidden()
        self.filled, self.rows = 0, Counter[int]()
        self._sheet, self._room = sheet, room
        self._strings, self._every = strings, every
        self._height = self._width = 0
        self._row, self._column = 0, -1
        self._kind = ""
        self._cell: dict[str, _Said] | None = None
        self._inside = ""
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = self._text, _no_doctype
        for chunk in chunks(part):
            parser.Parse(self._to_judge(chunk), False)
        parser.Parse(b"", True)
        room.cells -= self.area

    def _to_judge(self, chunk: bytes) -> bytes:
        """Some rows without their plain cells; all of them where a row does not say its number, one that is
        not plain text, or the used range becomes too large, so that the parser tells where.
        """
        columns, rows = ({*pattern.findall(chunk)} for pattern in (_FILLED_COLUMN, _FILLED_ROW))
        width = max((_column(letters.decode()) + 1 for letters in columns), default=0)
        height = max(map(int, rows), default=0)
        width, height = max(self._width, width), max(self._height, height)
        if self._every or width > limits.MAX_COLUMNS or width * height > self._room.cells:
            return chunk
        if chunk.count(b"<row") > chunk.count(b'<row r="') or not _is_utf_8(chunk) or _LONG.search(chunk):
            return chunk
        self._width, self._height = width, height
        left = _PLAIN_CELLS.sub(self._without_blank if self._strings.blank else b"", chunk)
        self._room.take(characters=self._referred(chunk) - self._referred(left))
        self.filled += chunk.count(b'<c r="') - left.count(b'<c r="')
        return left

    def _referred(self, chunk: bytes) -> int:
        """How much the shared texts say that cells refer to."""
        return sum(map(self._strings.lengths.__getitem__, map(int, _STRING.findall(chunk))))

    def _without_blank(self, plain: re.Match[bytes]) -> bytes:
        """Nothing of some plain cells; those whose shared string says nothing are not filled."""
        self.filled -= sum(int(number) in self._strings.blank for number in _STRING.findall(plain[0]))
        return b""

    @property
    def area(self) -> int:
        """Cells of the used range, filled or not."""
        return self._height * self._width

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        self._room.take(elements=1)
        if name == "row":
            self._row, self._column = int(attributes.get("r", self._row + 1)), -1
            if attributes.get("hidden") in _TRUE:
                self.hidden.rows.append(self._row)
        elif name == "c":
            if "r" in attributes:
                self._row, self._column = _position(attributes["r"])
            else:
                self._column += 1
            self._kind, self._cell = attributes.get("t", ""), {}
        elif name in ("v", "f", "is") and self._cell is not None:
            self._cell[name], self._inside = _Said(), name
        elif name == "rPh":
            self._inside = ""  # how a text is pronounced
        elif name == "mergeCell":
            self._merge(attributes["ref"])
        elif name == "col" and attributes.get("hidden") in _TRUE:
            self.hidden.columns.append((int(attributes["min"]) - 1, int(attributes["max"]) - 1))

    def _text(self, text: str) -> None:
        if self._inside and self._cell is not None:
            where = {"sheet": self._sheet, "row": self._row, "column": column_letter(self._column)}
            self._cell[self._inside].add(text, **where)

    def _end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == self._inside:
            self._inside = ""
        elif name == "rPh" and self._cell is not None and "is" in self._cell:
            self._inside = "is"
        elif name == "c":
            if self._cell:
                self._judge({inside: said.text() for inside, said in self._cell.items()})
            self._cell = None

    def _judge(self, cell: dict[str, str]) -> None:
        value, formula = cell.get("v"), cell.get("f")
        place = self._row, self._column
        self._height, self._width = max(self._height, self._row), max(self._width, self._column + 1)
        if self._column >= limits.MAX_COLUMNS or self.area > self._room.cells:
            raise far_cell(self._sheet, self._row, self._column)
        blank = value is None or not value.strip()
        if self._kind == "e":
            self.hazards[place] = ("error_cell", value or "?")
        elif formula is not None and blank and not (self._kind == "str" and value is not None):
            self.hazards[place] = ("formula_without_result", f"={formula}")
        elif self._holds(cell):
            self.filled += 1
            self.rows[self._row] += 1

    def _holds(self, cell: dict[str, str]) -> bool:
        """Whether a cell holds something that a reader shall give."""
        value = cell.get("v", "")
        if self._kind == "s" and value.strip().isdecimal():
            self._room.take(characters=self._strings.lengths[int(value)])
            return int(value) not in self._strings.blank
        return not (is_blank(value) and is_blank(cell.get("is", "")))

    def _merge(self, reference: str) -> None:
        start, _, end = reference.partition(":")
        (top, left), (bottom, right) = _position(start), _position(end or start)
        rows, columns = (
            range(top, min(bottom, self._height) + 1),
            range(left, min(right, self._width - 1) + 1),
        )
        if len(self.hazards) + len(rows) * len(columns) > limits.MAX_MERGED:
            raise Refusal(
                "merged_cells", sheet=self._sheet, row=top, column=column_letter(left), value=reference
            )
        for row in rows:
            for column in columns:
                self.hazards.setdefault((row, column), ("merged_cells", reference))


class SharedStrings:
    """The shared texts of a workbook, measured as they stream past: `found`."""

    def __init__(self, part: IO[bytes], room: Room):
        self.found = Strings()
        self._room, self._said, self._read = room, _Said(), False
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = self._text, _no_doctype
        parser.ParseFile(part)

    def _start(self, name: str, _: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        self._room.take(elements=1)
        if name == "si":
            self._said, self._read = _Said(), True
        elif name == "rPh":
            self._read = False

    def _text(self, text: str) -> None:
        if self._read:
            self._said.add(text)

    def _end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "rPh":
            self._read = True
        elif name == "si":
            if is_blank(self._said.text()):
                self.found.blank.add(len(self.found.lengths))
            self.found.lengths.append(self._said.length)
