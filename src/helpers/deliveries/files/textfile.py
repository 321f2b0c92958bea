"""Text files with separated fields, as the authorities' systems export them."""

import csv
import io
import re
from collections import Counter
from itertools import takewhile
from typing import cast

from helpers.deliveries.files.grid import Cell, Grid, filled
from helpers.faults import Refusal, beyond
from helpers.reading import limits
from helpers.reading.encoding import decode, line_breaks
from helpers.rows import ranges

SEPARATORS = (";", "\t", ",")
_NUMBER = re.compile(r"\d[\d\s.,]*")
_LINE_BREAK = re.compile(r"[\r\n]")
_QUOTED = re.compile(r'"(?:[^"]++|"")*+"')  # nothing of it is tried twice


def read(content: bytes) -> list[Grid]:
    """One grid of a text file's content; `numbers` are the lines of the file.

    Raises:
        Refusal: no text, nothing in it, a web page, more than is read, quotes that are not closed, or a field
            that has swallowed the rows after it.
    """
    text = decode(content)
    if not text.strip():
        raise Refusal("empty_file")
    if text.lstrip()[:1] == "<":
        raise Refusal("html_file")
    separator = _separator(text)
    _hold("lines", line_breaks(text), limits.MAX_LINES)
    _hold("fields", line_breaks(text) + text.count(separator), limits.MAX_FIELDS)
    rows, numbers = _fields(text, separator)
    rows, numbers = filled(rows, numbers)
    if not rows:
        raise Refusal("empty_file")
    _hold("rows", len(rows), limits.MAX_ROWS)
    hazards = {} if text.endswith(("\n", "\r")) else _open_end(rows, numbers[-1])
    return [Grid("", cast("list[list[Cell]]", rows), numbers, hazards)]


def _hold(limit: str, found: int, most: int, **where: object) -> None:
    """Refuse what is more than a limit lets in."""
    if found > most:
        raise beyond(limit, found, most, **where)


def _fields(text: str, separator: str) -> tuple[list[list[str]], list[int]]:
    """The fields of every row, and the line it begins on; every line of the text is in one of them."""
    rows: list[list[str]] = []
    numbers, before = [], 0
    swallowed: list[int] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for row in reader:
            rows.append(row)
            numbers.append(before + 1)
            _hold("cell", max(map(len, row), default=0), limits.MAX_CELL, row=before + 1)
            if len(row) > limits.MAX_COLUMNS:
                _hold("columns", len(row) - _blank_end(row), limits.MAX_COLUMNS, row=before + 1)
            if any(separator in f and _LINE_BREAK.search(f) for f in row):
                swallowed += range(before + 1, reader.line_num + 1)
            before = reader.line_num
    except csv.Error:
        raise Refusal("broken_csv", row=before + 1) from None
    if swallowed and not _is_all_quoted(text, separator):
        raise Refusal("swallowed_rows", row=swallowed[0], value=ranges(swallowed))
    return rows, numbers


def _blank_end(row: list[str]) -> int:
    """How many of a row's last fields say nothing."""
    return sum(1 for _ in takewhile(lambda field: not field.strip(), reversed(row)))


def _is_all_quoted(text: str, separator: str) -> bool:
    """Whether every field that says anything stands in quotes, so that no stray one can pair up with another.

    >>> _is_all_quoted('"a";"b;\\nc";\\n', ";"), _is_all_quoted('"a";b\\n', ";")
    (True, False)
    """
    return not _QUOTED.sub("", text).strip(f"{separator}\r\n")


def _open_end(rows: list[list[str]], number: int) -> dict[tuple[int, int], tuple[str, str]]:
    """The hazard of a last line without a line break.

    A number there may have lost its last digits, and any cell may be lost as a whole, or be the beginning of
    another value of its column. Any other cell that is cut is no longer a label or a date.

    >>> _open_end([["vannas", "12"]], 3), _open_end([["vannas", "Arbete"]], 3)
    ({(3, 1): ('open_end', '12')}, {})
    >>> _open_end([["vannas", "12"], ["vindeln", ""]], 4), _open_end([["Ja, ofta"], ["Nej"], ["Ja"]], 4)
    ({(4, 1): ('open_end', '')}, {(4, 0): ('open_end', 'Ja')})
    """
    *before, last = cells = [r[-1].strip() for r in rows if len(r) == len(rows[-1])]
    few = len(cells) <= 2  # one row alone does not tell what its column holds
    lost = not last and (few or any(before[1:]))
    shortened = last and any(c != last and c.startswith(last) for c in before)
    if not (_NUMBER.fullmatch(last) or lost or shortened):
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
