"""The lines of `arsredovisning.csv` that are not the same in two sets of a year."""

import csv
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from helpers.annual_report import TABLE
from helpers.wording import kronor_text

_AMOUNTS = ("value", "previous")
_SHOWN = ("label", "note", *_AMOUNTS, "unit")  # what of a line is held against the other set's
Line = dict[str, str]


@dataclass(frozen=True)
class LineMove:
    """A line as it was and is; None where a set does not have it, never in both."""

    before: Line | None
    after: Line | None

    @property
    def line(self) -> Line:
        """The line as it is now, or as it was where it is gone."""
        return self.after or self.before or {}


def moved_lines(before: Path, after: Path) -> list[LineMove]:
    """The lines that moved between two folders of a year's reports, in the order of the report."""
    old, new = _lines(before), _lines(after)
    keys = [*new, *(key for key in old if key not in new)]
    found = (LineMove(old.get(key), new.get(key)) for key in keys)
    return [move for move in found if _of(move.before) != _of(move.after)]


def _lines(reports: Path) -> dict[tuple[str, str], Line]:
    """The lines of a set by statement and measure; none of one without the table."""
    path = reports / TABLE
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as handle:
        return {(row["part"], row["measure"]): row for row in csv.DictReader(handle)}


def _of(line: Line | None) -> list[str] | None:
    return None if line is None else [line[name] for name in _SHOWN]


def printed(line: Line | None) -> str:
    """A line's label with its amounts, this year's and last year's; a dash for none.

    >>> printed({"label": "Intäkter", "value": "1.50", "previous": "", "unit": "SEK"}).replace("\\xa0", " ")
    'Intäkter: 1,50 kr'
    """
    if line is None:
        return "–"
    amounts = [kronor_text(Decimal(line[name]), 2) for name in _AMOUNTS if line[name]]
    return ": ".join(part for part in (line["label"], " / ".join(amounts)) if part)
