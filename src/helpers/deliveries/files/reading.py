"""A delivered file by its ending."""

from pathlib import Path

from helpers.deliveries.files.grid import Grid
from helpers.faults import Refusal


def read(path: Path) -> list[Grid]:
    """Read a delivered `.xlsx` or `.csv`.

    Raises:
        Refusal: the file is not whole, not what its name says, protected, or too large.
    """
    from helpers.deliveries.files import textfile, workbook

    readers = {".xlsx": workbook.read, ".csv": textfile.read}
    try:
        return readers[path.suffix.lower()](path)
    except PermissionError:
        raise Refusal("unreadable_file") from None
