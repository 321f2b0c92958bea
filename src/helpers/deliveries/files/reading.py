"""A delivered file by its ending. No file is taken apart twice for its titles and its rows."""

import re
from pathlib import Path

from helpers.deliveries.files import watched
from helpers.deliveries.files.grid import Grid
from helpers.deliveries.files.taken import taken
from helpers.files import sha256

# UTF-8 letters of Swedish as Windows-1252 or Latin-1 shows them, and what stands for a letter that is lost.
_GARBLED = re.compile("\u00c3[\u00a5\u00a4\u00b6\u00a9\u2026\u201e\u2013\x84\x85\x96]|\ufffd")
TOP_ROWS = 10  # of a sheet, among which its titles stand
_tops: dict[str, list[Grid]] = {}  # by ending and checksum, of every file that was read
_waiting: dict[str, list[Grid]] = {}  # the sheets of files whose titles were asked for before their rows


def read(path: Path) -> list[Grid]:
    """Read a delivered `.xlsx` or `.csv`.

    Raises:
        Refusal: the file is not whole, not what its name says, protected, or too large.
    """
    content = taken(path)
    known = _known(path, content)
    return _waiting.pop(known, None) or _read(path, content, known)


def tops(path: Path) -> list[Grid]:
    """The first rows of every sheet, as they were delivered.

    Raises:
        Refusal: as `read`.
    """
    content = taken(path)
    known = _known(path, content)
    if known not in _tops:
        _waiting[known] = _read(path, content, known)
    return _tops[known]


def _known(path: Path, content: bytes) -> str:
    """What a file is read as, and its content."""
    return f"{path.suffix.lower()} {sha256(content)}"


def _read(path: Path, content: bytes, known: str) -> list[Grid]:
    from helpers.deliveries.files import textfile, workbook

    readers = {".xlsx": workbook.read, ".csv": textfile.read}
    with watched.reading(known):
        sheets = readers[path.suffix.lower()](content)
    for sheet in sheets:
        sheet.hazards |= _garbled(sheet)
    _tops[known] = [_top(sheet) for sheet in sheets]
    return sheets


def _garbled(sheet: Grid) -> dict[tuple[int, int], tuple[str, str]]:
    """The cells whose letters were lost, or read in the wrong encoding, before the file was saved."""
    return {
        (number, column): ("garbled_letters", cell)
        for number, row in zip(sheet.numbers, sheet.rows, strict=True)
        for column, cell in enumerate(row)
        if isinstance(cell, str) and ("\u00c3" in cell or "\ufffd" in cell) and _GARBLED.search(cell)
    }


def _top(sheet: Grid) -> Grid:
    """The first rows of a sheet, whatever is made of it afterwards."""
    rows = [[*row] for row in sheet.rows[:TOP_ROWS]]
    return Grid(sheet.sheet, rows, sheet.numbers[:TOP_ROWS], hidden=sheet.hidden)
