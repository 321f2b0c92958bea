"""A delivered file by its ending."""

from pathlib import Path

from helpers.deliveries.files.grid import Grid
from helpers.faults import Refusal
from helpers.files import sha256

TOP_ROWS = 10  # of a sheet, among which its titles stand
_tops: dict[str, list[Grid]] = {}  # by checksum, of every file that was read


def read(path: Path) -> list[Grid]:
    """Read a delivered `.xlsx` or `.csv`.

    Raises:
        Refusal: the file is not whole, not what its name says, protected, or too large.
    """
    from helpers.deliveries.files import textfile, workbook

    readers = {".xlsx": workbook.read, ".csv": textfile.read}
    try:
        sheets = readers[path.suffix.lower()](path)
        _tops[sha256(path.read_bytes())] = [_top(sheet) for sheet in sheets]
    except PermissionError:
        raise Refusal("unreadable_file") from None
    return sheets


def tops(path: Path) -> list[Grid]:
    """The first rows of every sheet. A list that was read in this process is not read again for them.

    Raises:
        Refusal: as `read`.
    """
    try:
        known = _tops.get(sha256(path.read_bytes()))
    except PermissionError:
        raise Refusal("unreadable_file") from None
    return [_top(sheet) for sheet in read(path)] if known is None else known


def _top(sheet: Grid) -> Grid:
    """The first rows as they were delivered, whatever is made of the sheet afterwards."""
    rows = [[*row] for row in sheet.rows[:TOP_ROWS]]
    return Grid(sheet.sheet, rows, sheet.numbers[:TOP_ROWS], hidden=sheet.hidden)
