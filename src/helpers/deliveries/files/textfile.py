"""Text files with separated fields, as the authorities' systems export them."""

import csv
import io
import re
from collections import Counter
from pathlib import Path
from typing import cast

from helpers.deliveries.files.grid import Cell, Grid, filled
from helpers.encoding import decode
from helpers.faults import Refusal

SEPARATORS = (";", "\t", ",")
_NUMBER = re.compile(r"\d[\d\s.,]*")


def read(path: Path) -> list[Grid]:
    """One grid; `numbers` are the lines of the file.

    Raises:
        Refusal: no text, nothing in it, a web page, or quotes that are not closed.
    """
    text = decode(path.read_bytes())
    if not text.strip():
        raise Refusal("empty_file")
    if text.lstrip()[:1] == "<":
        raise Refusal("html_file")
    rows: list[list[str]] = []
    numbers, before = [], 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    try:
        for row in reader:
            rows.append(row)
            numbers.append(before + 1)
            before = reader.line_num
    except csv.Error:
        raise Refusal("broken_csv", row=before + 1) from None
    rows, numbers = filled(rows, numbers)
    if not rows:
        raise Refusal("empty_file")
    hazards = {} if text.endswith(("\n", "\r")) else _open_end(rows, numbers[-1])
    return [Grid("", cast("list[list[Cell]]", rows), numbers, hazards)]


def _open_end(rows: list[list[str]], number: int) -> dict[tuple[int, int], tuple[str, str]]:
    """The hazard of a last line without a line break.

    A number there may have lost its last digits, or all of them.

    Any other cell that is cut is no longer a label or a date.

    >>> _open_end([["vannas", "12"]], 3), _open_end([["vannas", "Arbete"]], 3)
    ({(3, 1): ('open_end', '12')}, {})
    >>> _open_end([["vannas", "12"], ["vindeln", ""]], 4)
    {(4, 1): ('open_end', '')}
    """
    *_, last = cells = [r[-1].strip() for r in rows if len(r) == len(rows[-1])]
    of_numbers = len(cells) <= 2 or any(
        _NUMBER.fullmatch(c) for c in cells
    )  # one row alone does not tell what its column holds
    if not (_NUMBER.fullmatch(last) or (not last and of_numbers)):
        return {}
    return {(number, len(rows[-1]) - 1): ("open_end", last if len(last) < 9 else "")}


def _separator(text: str) -> str:
    """What most early lines hold the same number of: commas in free text vary from line to line.

    >>> _separator("Lista, Vännäs, 2019\\na;b\\n1;x, y, z\\n2;x")
    ';'
    """
    head = [line for line in text[:100_000].splitlines()[:30] if line.strip()]

    def evenness(separator: str) -> tuple[int, int]:
        counts = Counter(line.count(separator) for line in head)
        return max((lines, count) if count else (0, 0) for count, lines in counts.items())

    return max(SEPARATORS, key=evenness)


def uneven_rows(grid: Grid, header: int) -> list[tuple[int, int, int]]:
    """Lines under the header with another number of fields: (line, fields, expected)."""
    expected = len(grid.rows[header])
    below = zip(grid.numbers[header + 1 :], grid.rows[header + 1 :], strict=True)
    return [
        (number, len(row), expected)
        for number, row in below
        if len(row) != expected and any(str(c).strip() for c in row)
    ]
