"""The table of facts: one row a number, exact until it is printed. Imports nothing of ours."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path

import numpy as np

KEY = ["year", "platform", "measure", "respondents", "group"]
COLUMNS = [*KEY, "value", "numerator", "denominator", "unit", "state", "origin"]
# What a fact can rest on, the strongest first; '' where a table of an earlier version does not say.
DELIVERED, PRINTED, DERIVED, INVENTED = ORIGINS = ("delivered", "printed", "derived", "invented")
BOUNDS = ("low:", "high:")  # measures that are bounds of an interval
KRONOR = "SEK"

Key = tuple[int, str, str, str, str]
Value = int | Fraction | Decimal
Sheet = tuple[str, str]  # a delivered file, and the sheet of it ('' where it has none)


class Rows:
    """Rows of delivered files: the numbers in each sheet, in order, each once.

    >>> rows = Rows({("a.csv", ""): [2, 3]}) + Rows({("a.csv", ""): [3, 9], ("b.xlsx", "Blad1"): [2]})
    >>> len(rows), {sheet: numbers.tolist() for sheet, numbers in rows.by_sheet.items()}
    (4, {('a.csv', ''): [2, 3, 9], ('b.xlsx', 'Blad1'): [2]})
    """

    def __init__(self, by_sheet: Mapping[Sheet, Iterable[int] | np.ndarray]):
        arrays = {sheet: _each_once(numbers) for sheet, numbers in sorted(by_sheet.items())}
        self.by_sheet: dict[Sheet, np.ndarray] = {
            sheet: numbers for sheet, numbers in arrays.items() if len(numbers)
        }

    def __len__(self) -> int:
        return sum(map(len, self.by_sheet.values()))

    def __add__(self, other: "Rows") -> "Rows":
        """The rows of either."""
        if not (self and other):
            return self or other
        sheets = {*self.by_sheet, *other.by_sheet}
        nothing = np.empty(0, np.int32)
        return Rows(
            {
                s: np.concatenate([self.by_sheet.get(s, nothing), other.by_sheet.get(s, nothing)])
                for s in sheets
            }
        )

    def __sub__(self, other: "Rows") -> "Rows":
        """The rows that are not in the other."""
        return Rows(
            {
                s: np.setdiff1d(numbers, other.by_sheet[s]) if s in other.by_sheet else numbers
                for s, numbers in self.by_sheet.items()
            }
        )

    @cached_property
    def identity(self) -> tuple[tuple[Sheet, bytes], ...]:
        """The same for the same rows."""
        return tuple((sheet, numbers.tobytes()) for sheet, numbers in self.by_sheet.items())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rows) and self.identity == other.identity

    def __hash__(self) -> int:
        return hash(self.identity)

    def __repr__(self) -> str:
        return f"Rows({ {sheet: numbers.tolist() for sheet, numbers in self.by_sheet.items()} })"


def _each_once(numbers: Iterable[int] | np.ndarray) -> np.ndarray:
    """Numbers in order, each once. Most are so already, as rows are counted from the top."""
    given = np.asarray(numbers if isinstance(numbers, np.ndarray) else list(numbers), np.int32)
    return given if (given[1:] > given[:-1]).all() else np.unique(given)


NO_ROWS = Rows({})


@dataclass(frozen=True)
class Fact:
    """One number with its rule and source rows.

    `value` is exact: a count, a verdict (1 reached, 0 not) or a grade as a whole number, a share between
    0 and 1 and percentage points as a fraction, kronor as a decimal with öre; None unless `state` is ok.
    `rows` are the rows counted (the numerator of a share), `base` the rows of its denominator. `account`
    is the account of the year's definitions whose result it is, where it is one by its measure. `origin` is
    the weakest of all it rests on (ORIGINS), whatever its state.
    """

    year: int
    platform: str
    measure: str
    respondents: str = ""
    group: str = "all"
    value: Value | None = None
    numerator: int | None = None
    denominator: int | None = None
    unit: str = "count"
    state: str = "missing"
    rule: str = ""
    account: str = ""
    origin: str = DELIVERED
    rows: Rows = field(default=NO_ROWS, repr=False)
    base: Rows = field(default=NO_ROWS, repr=False)

    @property
    def key(self) -> Key:
        """Year, platform, measure, respondents and group: what no other fact has."""
        return (self.year, self.platform, self.measure, self.respondents, self.group)

    @property
    def ok(self) -> bool:
        """Whether it has a value."""
        return self.state == "ok"

    @property
    def is_invented(self) -> bool:
        """Whether it rests on what nobody has printed or delivered."""
        return self.origin == INVENTED

    @property
    def is_bound(self) -> bool:
        """Whether it is a bound of an interval, which its measure says.

        A share may be without counts for other reasons.
        """
        return self.measure.startswith(BOUNDS)

    @property
    def has_counts(self) -> bool:
        """Whether the counts that a share is made of are there; an edition may leave them out."""
        return self.numerator is not None and self.denominator is not None

    @property
    def counts(self) -> tuple[int, int]:
        """The counts that a share is made of, numerator and denominator.

        Raises:
            ValueError: an edition has left them out, or there are none.
        """
        if self.numerator is None or self.denominator is None:
            raise ValueError(f"no counts: {self.key}")
        return self.numerator, self.denominator

    @property
    def integer(self) -> int:
        """The value of a count, a verdict, a claim or a grade.

        Raises:
            ValueError: it has no value, or one that is no whole number.
        """
        if self.value is None or self.value != int(self.value):
            raise ValueError(f"no whole number: {self.key} is {self.value}")
        return int(self.value)

    @property
    def fraction(self) -> Fraction:
        """The exact value, whatever its unit.

        >>> Fact(2019, "x", "share:to-work", value=Fraction(1, 3), state="ok").fraction
        Fraction(1, 3)

        Raises:
            ValueError: it has no value.
        """
        if self.value is None:
            raise ValueError(f"no value: {self.key} is {self.state}")
        return Fraction(self.value)


def counted(key: Key, rows: Rows, rule: str) -> Fact:
    """A count of rows. A count of nobody is 0 and ok.

    >>> counted((2019, "x", "total", "", "all"), Rows({("a.csv", ""): [2, 3]}), "participants.total").value
    2
    """
    return Fact(*key, value=len(rows), unit="count", state="ok", rule=rule, rows=rows)


def share(
    key: Key, numerator: int, denominator: int, rule: str, rows: Rows = NO_ROWS, base: Rows = NO_ROWS
) -> Fact:
    """A share, exact, between 0 and 1. A share of nobody has no value and is missing.

    >>> share((2019, "x", "share:to-work", "", "all"), 29, 128, "r").value
    Fraction(29, 128)
    >>> share((2019, "x", "share:to-work", "", "all"), 0, 0, "r").state
    'missing'
    """
    if denominator == 0:
        return missing(key, "share", rule)
    value = Fraction(numerator, denominator)
    return Fact(*key, value, numerator, denominator, "share", "ok", rule, rows=rows, base=base)


def share_of_rows(key: Key, rows: Rows, base: Rows, rule: str) -> Fact:
    """The share that some rows are of others.

    >>> some, all_ = Rows({("a.csv", ""): [2]}), Rows({("a.csv", ""): [2, 3]})
    >>> share_of_rows((2019, "x", "share:to-work", "", "all"), some, all_, "r").value
    Fraction(1, 2)
    """
    return share(key, len(rows), len(base), rule, rows, base)


def missing(key: Key, unit: str, rule: str, state: str = "missing") -> Fact:
    """A fact without a number: `missing`, or `too-few`."""
    return Fact(*key, unit=unit, state=state, rule=rule)


class Facts:
    """The facts of one year, looked up by key."""

    def __init__(self, facts: Iterable[Fact]):
        by_key: dict[Key, Fact] = {}
        for fact in facts:
            if fact.key in by_key:
                raise ValueError(f"two facts with the key {fact.key}")
            by_key[fact.key] = fact
        self.by_key: Mapping[Key, Fact] = by_key

    @classmethod
    def of(cls, by_key: Mapping[Key, Fact]) -> "Facts":
        """The facts of a mapping, which may make each when it is first asked for."""
        facts = cls(())
        facts.by_key = by_key
        return facts

    @cached_property
    def _keys(self) -> list[Key]:
        return sorted(self.by_key)

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.by_key[k] for k in self._keys)

    def __len__(self) -> int:
        return len(self.by_key)

    @cached_property
    def year(self) -> int:
        """The year they are of; 0 where there are none."""
        return next(iter(self.by_key))[0] if self.by_key else 0

    def get(self, platform: str, measure: str, respondents: str = "", group: str = "all") -> Fact:
        """The fact, or a missing one where nothing was measured."""
        key = (self.year, platform, measure, respondents, group)
        return self.by_key.get(key) or missing(key, "", "")

    def measures(self, platform: str, prefix: str, respondents: str | None = None) -> list[Fact]:
        """Facts of a platform whose measure starts with `prefix`, sorted by key."""
        return [
            self.by_key[key]
            for key in self._keys
            if key[1] == platform
            and key[2].startswith(prefix)
            and (respondents is None or key[3] == respondents)
        ]


def number_text(value: Value | None) -> str:
    """A number as facts.csv writes it: whole ones bare, others as the shortest decimal of the nearest double.

    >>> number_text(128), number_text(Fraction(29, 128)), number_text(Fraction(1, 3)), number_text(None)
    ('128', '0.2265625', '0.3333333333333333', '')
    """
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else repr(float(value))


def number_of(written: str, unit: str = "") -> Value | None:
    """A number as facts.csv writes it, read back: no more exact than it is written.

    >>> number_of("128"), number_of("0.125"), number_of("1234.5", KRONOR), number_of("")
    (128, Fraction(1, 8), Decimal('1234.5'), None)
    """
    if not written:
        return None
    if unit == KRONOR:
        return Decimal(written)
    if written.isdecimal():
        return int(written)
    value = Fraction(written)
    return int(value) if value.denominator == 1 else value


def csv_text(facts: Facts, columns: Sequence[str] = COLUMNS) -> str:
    """facts.csv as the contract writes it: UTF-8, comma, header, sorted by the first five columns.

    `columns`: the first so many of COLUMNS, as an earlier version wrote them.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for f in facts:
        numbers = [number_text(v) for v in (f.value, f.numerator, f.denominator)]
        writer.writerow([*f.key, *numbers, f.unit, f.state, f.origin][: len(columns)])
    return out.getvalue()


def columns_of(written: str) -> list[str]:
    """The columns of a facts.csv as it was written; an earlier version wrote fewer."""
    return written.partition("\n")[0].split(",")


def read_csv(path: Path) -> Facts:
    """Read a facts.csv (rules, accounts and rows are not in it); a share is as exact as its counts."""
    with path.open(encoding="utf-8", newline="") as handle:
        return Facts(map(_of_row, csv.DictReader(handle)))


def _of_row(r: dict[str, str]) -> Fact:
    numerator, denominator = (int(r[n]) if r[n] else None for n in ("numerator", "denominator"))
    key = (int(r["year"]), r["platform"], r["measure"], r["respondents"], r["group"])
    value = _exact(number_of(r["value"], r["unit"]), numerator, denominator)
    return Fact(*key, value, numerator, denominator, r["unit"], r["state"], origin=r.get("origin") or "")


def _exact(value: Value | None, numerator: int | None, denominator: int | None) -> Value | None:
    """A share's exact value, of its counts where they are there."""
    has_counts = value is not None and numerator is not None and denominator
    return Fraction(numerator or 0, denominator) if has_counts else value


def differences(expected: Facts, actual: Facts) -> list[str]:
    """Facts that differ, as one line each, in key order."""
    old = {f.key: f for f in expected}
    new = {f.key: f for f in actual}
    lines = []
    for key in sorted({*old, *new}):
        a, b = old.get(key), new.get(key)
        if a is None or b is None or csv_text(Facts([a])) != csv_text(Facts([b])):
            lines.append(f"{'/'.join(map(str, key))}: {_told(a)} -> {_told(b)}")
    return lines


def _told(f: Fact | None) -> str:
    if f is None:
        return "–"
    return f"{number_text(f.value)} ({f.numerator}/{f.denominator}) {f.state} {f.origin}"
