"""What is wrong in a delivery: file, sheet, row, column, value, what to do. For the analyst, in Swedish."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from helpers import identity
from helpers.rows import place_words
from helpers.wording import catalogue, listing, text, unmarked

LEVELS = ("refuse", "flag", "note")


class Stop(Exception):
    """Nothing is built or replaced; the message says what to do."""


@dataclass(frozen=True)
class Fault:
    """One finding.

    `level`: `refuse` spoils the part until it is mended, `flag` changes no figure, `note` is told only.
    `part` is what it concerns: a platform, a respondents group or the name of a register.
    """

    level: str
    code: str
    part: str
    file: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    message: str = ""
    action: str = ""

    def line(self) -> str:
        """The finding as one line of the run's output."""
        return f"{text('level.' + self.level)}: {self.place()}: {self.message} {self.action}".rstrip()

    def place(self) -> str:
        """`participants/vannas.xlsx, blad Deltagare, rad 14, kolumn Slut`."""
        return place_words(self.file, self.sheet, self.row, self.column)


def lines(faults: Iterable[Fault]) -> list[str]:
    """The findings as lines.

    Those of one rule and file share a line where the catalogue has a `summary`; it names every row.
    """
    groups: dict[tuple[str | int, ...], list[Fault]] = {}
    for place, fault in enumerate(faults):
        shared = f"fault.{fault.code}.summary" in catalogue()
        key = (fault.level, fault.code, fault.file) if shared else (place,)
        groups.setdefault(key, []).append(fault)
    return [_summary(group) if len(group) > 1 else group[0].line() for group in groups.values()]


def _summary(group: list[Fault]) -> str:
    """Findings of one rule and file as one line; sheet and column stand where all have the same."""
    first = group[0]
    rows = listing([str(row) for row in sorted({f.row for f in group if f.row is not None})])
    values = listing(list(dict.fromkeys(f.value for f in group)))
    message = text(f"fault.{first.code}.summary", count=len(group), rows=rows, values=values)
    same = {
        name: getattr(first, name) if len({getattr(f, name) for f in group}) == 1 else ""
        for name in ("sheet", "column")
    }
    return dataclasses.replace(first, row=None, message=message, **same).line()


COLUMNS = [f.name for f in dataclasses.fields(Fault)]
_ROWS = ("total_row", "row_twice", "unknown_platform")
_VALUES = (
    "not_a_date",
    "unknown_label",
    "blank_word",
    "gender_unknown",
    "error_cell",
    "formula_without_result",
    "merged_cells",
)
EFFECTS = dict.fromkeys(_ROWS, "row") | dict.fromkeys(_VALUES, "value") | {"corrected": "corrected"}


def effect(fault: Fault) -> str:
    """What a finding did to what is counted: a `row` or a `value` left out, a value `corrected`, or nothing.

    A refusal counts nothing.

    >>> effect(Fault("flag", "row_twice", "vannas", "participants/vannas.xlsx"))
    'row'
    """
    return "" if fault.level == "refuse" else EFFECTS.get(fault.code, "")


def safe(delivered: object) -> str:
    """A delivered value as it may be told: no personnummer, no character that marks our own facts."""
    return identity.mask(unmarked(str(delivered)))


class Faults:
    """Collects every finding of one delivered file."""

    def __init__(self, part: str, file: str):
        self.part, self.file = part, file
        self.found: list[Fault] = []

    def add(
        self,
        level: str,
        code: str,
        *,
        sheet: str = "",
        row: int | None = None,
        column: str = "",
        value: object = "",
        **details: object,
    ) -> None:
        """Add a finding; anything that looks like a personnummer is masked before it is stored.

        `value` is the cell as it was delivered; `details` are what the catalogue's texts name besides.
        """
        shown = "" if value is None else safe(value)
        values = {k: safe(v) if isinstance(v, str) else v for k, v in details.items()}
        file, sheet, column = safe(self.file), safe(sheet), safe(column)
        values |= {"value": shown, "column": column, "row": row, "sheet": sheet}
        self.found.append(
            Fault(
                level,
                code,
                self.part,
                file,
                sheet,
                row,
                column,
                shown,
                text(f"fault.{code}.message", **values),
                text(f"fault.{code}.action", **values),
            )
        )

    def refuse(self, code: str, **where: Any) -> None:
        """Add a finding that spoils the part; `where` as in `add`."""
        self.add("refuse", code, **where)

    def flag(self, code: str, **where: Any) -> None:
        """Add a finding that changes no figure; `where` as in `add`."""
        self.add("flag", code, **where)

    def note(self, code: str, **where: Any) -> None:
        """Add a finding that is told only; `where` as in `add`."""
        self.add("note", code, **where)

    @property
    def refused(self) -> bool:
        """Whether any finding spoils the part."""
        return any(f.level == "refuse" for f in self.found)


class Refusal(Exception):
    """A file that cannot be read at all; the reader turns it into a `refuse` finding."""

    def __init__(self, code: str, **where: Any):
        super().__init__(code)
        self.code, self.where = code, where


def table(faults: Iterable[Fault]) -> pd.DataFrame:
    """Findings as a frame, worst first, then in file order."""
    ordered = sorted(
        faults,
        key=lambda f: (LEVELS.index(f.level), f.file, f.sheet, f.row or 0, f.column, f.code, f.value),
    )
    frame = pd.DataFrame([dataclasses.astuple(f) for f in ordered], columns=COLUMNS)
    return frame.astype(dict.fromkeys(COLUMNS, "str") | {"row": "Int64"})


def from_table(frame: pd.DataFrame) -> list[Fault]:
    """Read findings back from `table`."""
    rows = frame["row"].astype(object).where(frame["row"].notna(), None)
    columns = [(rows if c == "row" else frame[c]).tolist() for c in COLUMNS]
    return [Fault(*values) for values in zip(*columns, strict=True)]
