"""The table of facts: one row a number, exact until it is printed. Imports nothing of ours."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

import numpy as np

KEY = ["year", "platform", "measure", "respondents", "group"]
COLUMNS = [*KEY, "value", "numerator", "denominator", "unit", "state", "origin"]
# What a fact can rest on, the strongest first; '' where a table of an earlier version does not say.
DELIVERED, PRINTED, DERIVED, INVENTED = ORIGINS = ("delivered", "printed", "derived", "invented")
BOUNDS = ("low:", "high:")  # measures that are bounds of an interval
ABOUT = ".about"  # the end of the name of a rule whose figures are only about so much
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
    0 and 1 and percentage points as a fraction, kronor as a decimal with öre, or as a fraction where they are
    divided (a cost per participation); None unless `state` is ok.
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
    def is_about(self) -> bool:
        """Whether it is only about so much ("ca 40"), which its rule says."""
        return self.rule.endswith(ABOUT)

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
    def is_money(self) -> bool:
        """Whether it is an amount in kronor."""
        return self.unit == KRONOR

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
