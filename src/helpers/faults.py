"""What is wrong in a delivery: file, sheet, row, column, value, what to do. For the analyst, in Swedish."""

import dataclasses
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from helpers.language.words import plain
from helpers.masking import telling
from helpers.reading import limits
from helpers.rows import place_words, ranges
from helpers.wording import catalogue, listing, number, text

if TYPE_CHECKING:
    import pandas as pd

LEVELS = ("refuse", "omit", "flag", "note")
ERRORS = ("refuse", "omit")
# Whom a finding is for: who delivered the file it stands in, or the association alone.
SENDER, ASSOCIATION = "sender", "association"


class Stop(Exception):
    """Nothing is built or replaced; the message says what to do."""


@dataclass(frozen=True)
class Fault:
    """One finding.

    `level`: `refuse` spoils the part until it is mended, `omit` the rows or answers it names and nothing else
    of the part, `flag` changes no figure, `note` is told only.
    `part` is what it concerns: a platform, a respondents group or the name of a register. `action` is for who
    delivered the file; `ours` is what can be done in files of the association's own.
    `count` is how many rows it is of: what is said of very many rows is said of all but the first of them
    together, with their numbers.
    `audience` is ASSOCIATION where the finding rests on what somebody else delivered: nobody is told what
    stands in another's list.
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
    ours: str = ""
    audience: str = SENDER
    count: int = 1

    @property
    def advice(self) -> str:
        """All that can be done: by who delivered it and by us."""
        return f"{self.action} {self.ours}".strip()

    @property
    def is_error(self) -> bool:
        """Whether something is left out until it is mended."""
        return self.level in ERRORS

    def line(self) -> str:
        """The finding as one line of the run's output."""
        return _line([self], self.message, self.advice)

    def place(self) -> str:
        """`participants/vannas.xlsx, blad Deltagare, rad 14, kolumn Slut`."""
        return place_words(self.file, self.sheet, self.row, self.column)


MOST_TEXTS, MOST_VALUES = 3, 10  # in the lines of one kind; the sender's page has all of them


def lines(faults: Iterable[Fault]) -> list[str]:
    """The findings as lines, each kind once, with the rows of all.

    Those of one rule and file share a line where the catalogue has a `summary`. Others of one column share a
    line where they say the same; where they say more than a few different things, they share one that says
    how `many` they are.
    """
    kinds: dict[tuple[str | int, ...], list[Fault]] = {}
    for place, fault in enumerate(faults):
        kinds.setdefault(_kind(fault, place), []).append(fault)
    return [line for group in kinds.values() for line in _of_one_kind(group)]


def _kind(fault: Fault, place: int) -> tuple[str | int, ...]:
    """What findings that are told together have in common; one of a whole file stands alone, at its place."""
    if f"fault.{fault.code}.summary" in catalogue():
        return fault.level, fault.code, fault.file
    if fault.row is None:
        return (place,)
    return fault.level, fault.code, fault.file, fault.sheet, fault.column


def _of_one_kind(group: list[Fault]) -> list[str]:
    code, merged = f"fault.{group[0].code}", [f.line() for f in group if f.count > 1]
    if merged:
        alone = [f for f in group if f.count == 1]
        return [*(_of_one_kind(alone) if alone else []), *merged]
    alike: dict[tuple[str, str], list[Fault]] = {}
    for fault in group:
        alike.setdefault((fault.message, fault.advice), []).append(fault)
    if len(group) > 1 and f"{code}.summary" in catalogue():
        return [_together(group, f"{code}.summary")]
    if len(alike) > MOST_TEXTS and f"{code}.many" in catalogue():
        return [_together(group, f"{code}.many")]
    same = list(alike.values())
    told = [_line(faults, faults[0].message, faults[0].advice) for faults in same[:MOST_VALUES]]
    if rest := [fault for faults in same[MOST_VALUES:] for fault in faults]:
        told.append(_line(rest, text("place.rest", count=number(len(rest)))))
    return told


def _together(group: list[Fault], key: str) -> str:
    """Findings of one rule and file as one line; sheet and column stand where all have the same."""
    first = group[0]
    values = list(dict.fromkeys(f.value for f in group))
    quoted = _some([f"”{value}”" for value in values])
    message = text(key, count=number(len(group)), rows=_rows(group), values=_some(values), quoted=quoted)
    same: dict[str, Any] = {
        name: getattr(first, name) if len({getattr(f, name) for f in group}) == 1 else ""
        for name in ("sheet", "column")
    }
    return dataclasses.replace(first, row=None, message=message, **same).line()


def _some(values: list[str]) -> str:
    """Values in running text: the first of them, and how many more there are."""
    more = (
        [text("place.others", count=number(len(values) - MOST_VALUES))] if len(values) > MOST_VALUES else []
    )
    return listing([*values[:MOST_VALUES], *more])


def _rows(group: list[Fault]) -> str:
    return ranges(sorted({f.row for f in group if f.row is not None}))


def _line(group: list[Fault], message: str, action: str = "") -> str:
    """Findings of one sheet and column that say the same, at all their rows."""
    first = group[0]
    place = place_words(first.file, first.sheet, _rows(group), first.column)
    return f"{text('level.' + first.level)}: {place}: {message} {action}".rstrip()


COLUMNS = [f.name for f in dataclasses.fields(Fault)]
_ROWS = ("total_row", "row_twice", "unknown_platform", "nafs_statement")
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
    """A delivered heading, a sheet's or a file's name as it may be told (`telling.name`)."""
    return telling.name(str(delivered))


def _told(value: object, known: Collection[str]) -> str:
    """A delivered value as a finding tells it; of some it is decided already."""
    if isinstance(value, telling.Told):
        return str(value)
    return "" if value is None else telling.value(value, known)


def _shown(value: object, known: Collection[str]) -> str:
    """A delivered value as a finding tells it; of some it is decided already."""
    if isinstance(value, telling.Told):
        return str(value)
    return "" if value is None else telling.value(value, known)


class Faults:
    """Collects every finding of one delivered file, all for one audience.

    `known` are the texts that a cell or a heading of it may say.
    """

    def __init__(self, part: str, file: str, audience: str = SENDER, *, known: Collection[str] = ()):
        self.part, self.file, self.audience, self.known = part, file, audience, tuple(known)
        self._found: list[Fault] = []
        self._alike = Counter[tuple[str, ...]]()
        self._last: dict[tuple[str, ...], Fault] = {}
        self._more: dict[tuple[str, ...], list[tuple[int, str]]] = {}  # their rows and columns

    @property
    def found(self) -> list[Fault]:
        """Every finding; of one kind at most MAX_ALIKE, and one for all the other rows."""
        for kind, places in self._more.items():
            rows, columns = sorted({row for row, _ in places}), {column for _, column in places}
            self._found.append(
                dataclasses.replace(
                    self._last[kind],
                    row=rows[0],
                    column=columns.pop() if len(columns) == 1 else "",
                    value="",
                    message=text("fault.alike", count=number(len(rows)), rows=ranges(rows)),
                    count=len(rows),
                )
            )
        self._more.clear()
        return self._found

    @found.setter
    def found(self, found: list[Fault]) -> None:
        self._found = found

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
        """Add a finding; what is delivered is told as `telling` decides before it is stored.

        `value` is the cell as it was delivered; `details` are what the catalogue's texts name besides.
        """
        sheet, column = safe(sheet), telling.name(column, self.known)
        kind = level, code, sheet, column if level == "omit" else ""  # whose columns say what is left out
        if row is not None and self._alike[kind] >= limits.MAX_ALIKE:
            self._more.setdefault(kind, []).append((row, column))
            return
        self._alike[kind] += 1
        shown = _shown(value, self.known)
        values = {k: telling.masked(v) if isinstance(v, str) else v for k, v in details.items()}
        values |= {"value": shown, "column": column, "row": row, "sheet": sheet}
        self._last[kind] = Fault(
            level,
            code,
            self.part,
            telling.masked(self.file),
            sheet,
            row,
            column,
            shown,
            plain(text(f"fault.{code}.message", **values)),
            plain(text(f"fault.{code}.action", **values)),
            plain(text(ours, **values)).strip() if (ours := f"fault.{code}.ours") in catalogue() else "",
            self.audience,
        )
        self._found.append(self._last[kind])

    def refuse(self, code: str, **where: Any) -> None:
        """Add a finding that spoils the part; `where` as in `add`."""
        self.add("refuse", code, **where)

    def omit(self, code: str, **where: Any) -> None:
        """Add a finding that spoils the rows or answers it names; `where` as in `add`."""
        self.add("omit", code, **where)

    def flag(self, code: str, **where: Any) -> None:
        """Add a finding that changes no figure; `where` as in `add`."""
        self.add("flag", code, **where)

    def note(self, code: str, **where: Any) -> None:
        """Add a finding that is told only; `where` as in `add`."""
        self.add("note", code, **where)

    @property
    def refused(self) -> bool:
        """Whether any finding spoils the part."""
        return any(f.level == "refuse" for f in self._found)

    def omitted(self) -> set[str]:
        """The columns in which something is left out."""
        return {f.column for f in self._found if f.level == "omit" and f.column}


class Refusal(Exception):
    """A file that cannot be read at all; the reader turns it into a `refuse` finding."""

    def __init__(self, code: str, **where: Any):
        super().__init__(code)
        self.code, self.where = code, where


def beyond(limit: str, found: int, most: int, **where: Any) -> Refusal:
    """The refusal of a file that holds more than a limit lets in."""
    what = text(f"limit.{limit}", found=number(found), most=number(most))
    return Refusal("beyond_limit", what=what, **where)


def ordered(faults: Iterable[Fault]) -> list[Fault]:
    """Findings, worst first, then in file order."""
    return sorted(
        faults,
        key=lambda f: (LEVELS.index(f.level), f.file, f.sheet, f.row or 0, f.column, f.code, f.value),
    )


def table(faults: Iterable[Fault]) -> "pd.DataFrame":
    """Findings as a frame, `ordered`."""
    import pandas as pd

    told = ordered(faults)
    frame = pd.DataFrame({name: [getattr(f, name) for f in told] for name in COLUMNS}, columns=COLUMNS)
    return frame.astype(dict.fromkeys(COLUMNS, "str") | {"row": "Int64", "count": "int64"})


def from_table(frame: "pd.DataFrame") -> list[Fault]:
    """Read findings back from `table`."""
    columns = (frame[name].astype(object).where(frame[name].notna(), None).tolist() for name in COLUMNS)
    return [Fault(*cells) for cells in zip(*columns, strict=True)]
