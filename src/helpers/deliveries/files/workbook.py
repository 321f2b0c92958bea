"""Excel workbooks: checked as a file first, then read with calamine."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast
from xml.etree import ElementTree
from xml.parsers import expat

from python_calamine import CalamineWorkbook

from helpers.deliveries.files import limits
from helpers.deliveries.files.grid import Cell, Grid, clean, column_letter, filled
from helpers.faults import Refusal

_CHUNK = 1 << 20
_BLANK_ROWS = re.compile(rb'(?:<row r="[0-9]+"[^<>]*(?:/>|>(?:<c r="[A-Z]+[0-9]+"[^<>]*/>)*</row>)\s*)+')
# Cells with a value and nothing to judge, as every program writes them; what is written otherwise is parsed.
_TEXT = rb"[^<>&\x00-\x08\x0b\x0c\x0e-\x1f]"
_PLAIN_CELLS = re.compile(
    rb'(?:<c r="[A-Z]{1,3}[1-9][0-9]{0,6}"(?: s="[0-9]+")?(?: t="(?:s|n|b|d|str|inlineStr)")?>'
    rb'(?:<v>%b+</v>|<is><t(?: xml:space="preserve")?>%b*</t></is>)</c>)+(?=</row>|<c r=")' % (_TEXT, _TEXT)
)
_FILLED_COLUMN, _FILLED_ROW = (
    re.compile(rb'<c r="%b"[^<>]*(?<!/)><[vfi]' % place)
    for place in (rb"([A-Z]{1,3})[1-9][0-9]{0,6}", rb"[A-Z]{1,3}([1-9][0-9]{0,6})")
)
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d*)")


def read(path: Path) -> list[Grid]:
    """Every sheet as a grid, with the cells that cannot be trusted.

    The workbook is first copied in memory without its blank rows, which checks every part of it. One pass
    over each sheet's XML then finds error cells, formulas without a stored result and merged ranges, which
    calamine does not show, and refuses a sheet that would not fit in memory.

    Raises:
        Refusal: not a whole workbook, not a workbook at all, protected, or too large.
    """
    _check_kind(path)
    try:
        return _grids(_lean(path))
    except Refusal:
        raise
    except MemoryError:
        raise Refusal("too_large_unpacked") from None
    except Exception:  # whatever zipfile, expat and calamine make of a broken file
        raise Refusal("not_whole") from None


def _check_kind(path: Path) -> None:
    with path.open("rb") as handle:
        head = handle.read(512)
    if not head:
        raise Refusal("empty_file")
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refusal(
            "protected" if "EncryptedPackage".encode("utf-16-le") in path.read_bytes() else "old_workbook"
        )
    if not head.startswith(b"PK"):
        text = head.decode("latin-1").lstrip("\ufeffï»¿ \r\n\t")
        if text.startswith("<"):
            raise Refusal("html_as_xlsx")
        raise Refusal("not_whole" if "\0" in text else "text_as_xlsx")


def _lean(path: Path) -> io.BytesIO:
    """The workbook without blank rows, uncompressed; every part is read to its end and its checksum."""
    copy, left = io.BytesIO(), limits.content_of(path.stat().st_size)
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(copy, "w") as lean:
        members = archive.infolist()
        if any(m.flag_bits & 1 for m in members):
            raise Refusal("protected")
        if len({m.filename for m in members}) < len(members):
            raise Refusal("not_whole")
        if sum(m.file_size for m in members) > limits.MAX_UNPACKED_BYTES:
            raise Refusal("too_large_unpacked")
        for member in members:
            with archive.open(member) as handle, lean.open(member.filename, "w") as part:
                for chunk in _chunks(handle):
                    filled = _BLANK_ROWS.sub(b"", chunk)
                    left -= len(filled)
                    if left < 0:
                        raise Refusal("too_large_unpacked")
                    part.write(filled)
    return copy


def _chunks(handle: IO[bytes]) -> Iterator[bytes]:
    """A part of an archive in pieces; a row of a sheet is whole in one of them, unless it is very long."""
    rest = b""
    while chunk := handle.read(_CHUNK):
        chunk = rest + chunk
        last_row = chunk.rfind(b"<row ")
        whole, rest = (chunk[:last_row], chunk[last_row:]) if last_row > 0 else (chunk, b"")
        yield whole
    yield rest


def _grids(content: io.BytesIO) -> list[Grid]:
    with zipfile.ZipFile(content) as archive:
        scans, area = {}, 0
        from_1904 = _counts_from_1904(archive)
        for name, member in _sheets(archive):
            with archive.open(member) as part:
                scans[name] = _Scan(name, limits.MAX_CELLS - area, part)
            area += scans[name].area
    content.seek(0)
    book = CalamineWorkbook.from_filelike(content)
    hidden = {s.name for s in book.sheets_metadata if "Visible" not in str(s.visible).split(".")[-1]}
    grids = []
    for name in book.sheet_names:
        cells = cast("list[list[Cell]]", book.get_sheet_by_name(name).to_python(skip_empty_area=False))
        rows, numbers = filled(cells, range(1, len(cells) + 1))
        if numbers and numbers[-1] > limits.MAX_ROWS:
            column = next(i for i, c in enumerate(rows[-1]) if clean(c))
            raise _far(name, numbers[-1], column)
        hazards = scans[name].hazards if name in scans else {}
        if from_1904:
            hazards |= _serials(rows, numbers)
        grids.append(Grid(name, rows, numbers, hazards, name in hidden))
    return grids


def _counts_from_1904(archive: zipfile.ZipFile) -> bool:
    """Whether day 0 of the workbook is in 1904, as in old Excel for Mac, and not in 1900."""
    properties = ElementTree.fromstring(archive.read("xl/workbook.xml")).find("./{*}workbookPr")
    return properties is not None and properties.get("date1904", "") in ("1", "true")


def _serials(rows: list[list[Cell]], numbers: list[int]) -> dict[tuple[int, int], tuple[str, str]]:
    """Take out numbers that are four years off if they are days.

    In such a workbook only a day that is formatted as one is certain.
    """
    found = {}
    for number, row in zip(numbers, rows, strict=True):
        for column, value in enumerate(row):
            if isinstance(value, float) and 10_000 <= value < 100_000:
                found[number, column] = ("days_from_1904", clean(value))
                row[column] = None
    return found


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Name and part of every worksheet; Excel's strict form has other namespaces."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {r.get("Id"): r.get("Target", "") for r in relations}
    for sheet in book.findall("./{*}sheets/{*}sheet"):
        target = targets.get(next((v for k, v in sheet.items() if k.endswith("}id")), None), "")
        member = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if member in archive.namelist() and "worksheets" in member:
            yield sheet.get("name", ""), member


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


def _far(sheet: str, row: int, column: int) -> Refusal:
    letter = column_letter(column)
    return Refusal("far_cell", sheet=sheet, row=row, column=letter, value=f"{letter}{row}")


def _no_doctype(*_: object) -> None:
    """A sheet declares no entities; a few of them could unfold to any size."""
    raise Refusal("not_whole")


class _Scan:
    """One sheet's XML: `hazards` are its cells that cannot be trusted, `area` the cells of its used range.

    A cell without a reference stands right of the one before it. Cells with nothing to judge, which are
    nearly all, are measured and left out of what is parsed.
    """

    def __init__(self, sheet: str, most_cells: int, part: IO[bytes]):
        self.hazards: dict[tuple[int, int], tuple[str, str]] = {}
        self._sheet, self._most_cells = sheet, most_cells
        self._height = self._width = 0
        self._row, self._column = 0, -1
        self._kind = ""
        self._cell: dict[str, str] | None = None
        self._inside = ""
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = self._text, _no_doctype
        for chunk in _chunks(part):
            parser.Parse(self._to_judge(chunk), False)
        parser.Parse(b"", True)

    def _to_judge(self, chunk: bytes) -> bytes:
        """Some rows without their plain cells; all of them where a row does not say its number, one that is
        not plain text, or the used range becomes too large, so that the parser tells where.
        """
        columns, rows = ({*pattern.findall(chunk)} for pattern in (_FILLED_COLUMN, _FILLED_ROW))
        width = max((_column(letters.decode()) + 1 for letters in columns), default=0)
        height = max(map(int, rows), default=0)
        width, height = max(self._width, width), max(self._height, height)
        if width > limits.MAX_COLUMNS or width * height > self._most_cells:
            return chunk
        if chunk.count(b"<row") > chunk.count(b'<row r="') or not _is_utf_8(chunk):
            return chunk
        self._width, self._height = width, height
        return _PLAIN_CELLS.sub(b"", chunk)

    @property
    def area(self) -> int:
        """Cells of the used range, filled or not."""
        return self._height * self._width

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "row":
            self._row, self._column = int(attributes.get("r", self._row + 1)), -1
        elif name == "c":
            if "r" in attributes:
                self._row, self._column = _position(attributes["r"])
            else:
                self._column += 1
            self._kind, self._cell = attributes.get("t", ""), {}
        elif name in ("v", "f", "is") and self._cell is not None:
            self._cell[name], self._inside = "", name
        elif name == "mergeCell":
            self._merge(attributes["ref"])

    def _text(self, text: str) -> None:
        if self._inside and self._cell is not None:
            self._cell[self._inside] += text

    def _end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == self._inside:
            self._inside = ""
        elif name == "c":
            if self._cell:
                self._judge(self._cell.get("v"), self._cell.get("f"))
            self._cell = None

    def _judge(self, value: str | None, formula: str | None) -> None:
        place = self._row, self._column
        self._height, self._width = max(self._height, self._row), max(self._width, self._column + 1)
        if self._column >= limits.MAX_COLUMNS or self.area > self._most_cells:
            raise _far(self._sheet, self._row, self._column)
        blank = value is None or not value.strip()
        if self._kind == "e":
            self.hazards[place] = ("error_cell", value or "?")
        elif formula is not None and blank and not (self._kind == "str" and value is not None):
            self.hazards[place] = ("formula_without_result", f"={formula}")

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
