"""A delivered file by its ending. No file is taken apart twice for its titles and its rows."""

from pathlib import Path

from helpers.deliveries.files.grid import Grid
from helpers.faults import Refusal
from helpers.files import sha256

TOP_ROWS = 10  # of a sheet, among which its titles stand
_tops: dict[str, list[Grid]] = {}  # by ending and checksum, of every file that was read
_waiting: dict[str, list[Grid]] = {}  # the sheets of files whose titles were asked for before their rows


def read(path: Path) -> list[Grid]:
    """Read a delivered `.xlsx` or `.csv`.

    Raises:
        Refusal: the file is not whole, not what its name says, protected, or too large.
    """
    content = _checksum(path)
    return _waiting.pop(content, None) or _read(path, content)


def tops(path: Path) -> list[Grid]:
    """The first rows of every sheet, as they were delivered.

    Raises:
        Refusal: as `read`.
    """
    content = _checksum(path)
    if content not in _tops:
        _waiting[content] = _read(path, content)
    return _tops[content]


def _checksum(path: Path) -> str:
    """What a file is read as, and its content."""
    try:
        return f"{path.suffix.lower()} {sha256(path.read_bytes())}"
    except PermissionError:
        raise Refusal("unreadable_file") from None


def _read(path: Path, content: str) -> list[Grid]:
    from helpers.deliveries.files import textfile, workbook

    readers = {".xlsx": workbook.read, ".csv": textfile.read}
    sheets = readers[path.suffix.lower()](path)
    _tops[content] = [_top(sheet) for sheet in sheets]
    return sheets


def _top(sheet: Grid) -> Grid:
    """The first rows of a sheet, whatever is made of it afterwards."""
    rows = [[*row] for row in sheet.rows[:TOP_ROWS]]
    return Grid(sheet.sheet, rows, sheet.numbers[:TOP_ROWS], hidden=sheet.hidden)
