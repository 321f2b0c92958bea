"""The table of facts: one row a number. Imports nothing of ours."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import pandas as pd

KEY = ["year", "platform", "measure", "respondents", "group"]
COLUMNS = [*KEY, "value", "numerator", "denominator", "unit", "state"]
STATES = ("ok", "too-few", "missing", "suppressed")
BOUNDS = ("low:", "high:")  # measures that are bounds of an interval


@dataclass(frozen=True)
class Fact:
    """One number with its rule and source rows.

    `value` is a count, a share between 0 and 1, percentage points, a grade or a verdict (1 reached,
    0 not); None unless `state` is ok. `rows` are the rows counted (the numerator of a share), `base`
    the rows of its denominator, each as `file#sheet!row`.
    """

    year: int
    platform: str
    measure: str
    respondents: str = ""
    group: str = "all"
    value: float | None = None
    numerator: int | None = None
    denominator: int | None = None
    unit: str = "count"
    state: str = "missing"
    rule: str = ""
    rows: tuple[str, ...] = field(default=(), repr=False)
    base: tuple[str, ...] = field(default=(), repr=False)

    @property
    def key(self) -> tuple[int, str, str, str, str]:
        return (self.year, self.platform, self.measure, self.respondents, self.group)

    @property
    def ok(self) -> bool:
        return self.state == "ok"

    @property
    def is_bound(self) -> bool:
        """Whether it is a bound of an interval, which its measure says; a share may be without counts for other reasons."""
        return self.measure.startswith(BOUNDS)

    @property
    def has_counts(self) -> bool:
        """Whether the counts that a share is made of are there; an edition may leave them out."""
        return self.numerator is not None and self.denominator is not None

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
        """The exact value: of the counts where they are there, else of the value as facts.csv writes it.

        >>> Fact(2019, "x", "share:to-work", value=0.125).fraction, Fact(2019, "x", "share:to-work", value=1 / 3, numerator=1, denominator=3).fraction
        (Fraction(1, 8), Fraction(1, 3))
        """
        return Fraction(self.numerator, self.denominator) if self.has_counts else Fraction(str(self.value))


def counted(key: tuple[int, str, str, str, str], rows: Iterable[str], rule: str) -> Fact:
    """A count of rows. A count of nobody is 0 and ok.

    >>> counted((2019, "vannas", "total", "", "all"), ["a.csv#!2", "a.csv#!3"], "participants.total").value
    2
    """
    rows = tuple(rows)
    return Fact(*key, value=len(rows), unit="count", state="ok", rule=rule, rows=rows)


def share(
    key: tuple[int, str, str, str, str],
    numerator: int,
    denominator: int,
    rule: str,
    rows: Iterable[str] = (),
    base: Iterable[str] = (),
) -> Fact:
    """A share as a decimal between 0 and 1. A share of nobody has no value and is missing.

    >>> share((2019, "x", "share:to-work", "", "all"), 29, 128, "r").value
    0.2265625
    >>> share((2019, "x", "share:to-work", "", "all"), 0, 0, "r").state
    'missing'
    """
    if denominator == 0:
        return missing(key, "share", rule)
    return Fact(
        *key,
        value=numerator / denominator,
        numerator=numerator,
        denominator=denominator,
        unit="share",
        state="ok",
        rule=rule,
        rows=tuple(rows),
        base=tuple(base),
    )


def share_of_rows(
    key: tuple[int, str, str, str, str], rows: tuple[str, ...], base: tuple[str, ...], rule: str
) -> Fact:
    """The share that some rows are of others.

    >>> share_of_rows((2019, "x", "share:to-work", "", "all"), ("a.csv#!2",), ("a.csv#!2", "a.csv#!3"), "r").value
    0.5
    """
    return share(key, len(rows), len(base), rule, rows, base)


def missing(key: tuple[int, str, str, str, str], unit: str, rule: str, state: str = "missing") -> Fact:
    """A fact without a number: `missing`, or `too-few`."""
    return Fact(*key, unit=unit, state=state, rule=rule)


class Facts:
    """The facts of one year, looked up by key."""

    def __init__(self, facts: Iterable[Fact]):
        self._by_key: dict[tuple[int, str, str, str, str], Fact] = {}
        for fact in facts:
            if fact.key in self._by_key:
                raise ValueError(f"two facts with the key {fact.key}")
            self._by_key[fact.key] = fact

    def __iter__(self) -> Iterator[Fact]:
        return iter(self._by_key[k] for k in sorted(self._by_key))

    def __len__(self) -> int:
        return len(self._by_key)

    @property
    def year(self) -> int:
        return next(iter(self._by_key), (0,))[0]

    def get(self, platform: str, measure: str, respondents: str = "", group: str = "all") -> Fact:
        """The fact, or a missing one where nothing was measured."""
        key = (self.year, platform, measure, respondents, group)
        return self._by_key.get(key) or missing(key, "", "")

    def measures(self, platform: str, prefix: str, respondents: str | None = None) -> list[Fact]:
        """Facts of a platform whose measure starts with `prefix`, sorted by key."""
        return [
            f
            for f in self
            if f.platform == platform
            and f.measure.startswith(prefix)
            and (respondents is None or f.respondents == respondents)
        ]

    def table(self) -> pd.DataFrame:
        """All facts as a frame: COLUMNS and `rule`, sorted by key."""
        rows = [{c: getattr(f, c) for c in [*COLUMNS, "rule"]} for f in self]
        frame = pd.DataFrame(rows, columns=[*COLUMNS, "rule"])
        return frame.astype(
            {"year": "int64", "value": "float64", "numerator": "Int64", "denominator": "Int64"}
        )

    def row_table(self) -> pd.DataFrame:
        """The source rows behind each fact: KEY, `role` (counted, base), `row`."""
        rows = [
            (*f.key, role, row)
            for f in self
            for role, refs in (("counted", f.rows), ("base", f.base))
            for row in refs
        ]
        return pd.DataFrame(rows, columns=[*KEY, "role", "row"])


def from_table(table: pd.DataFrame) -> Facts:
    """Read a frame written by `Facts.table` back (source rows stay in their own table)."""
    plain = table.astype(object).where(table.notna(), None)
    return Facts(
        Fact(
            **{
                **r,
                "value": _plain_number(r["value"]),
                "numerator": None if r["numerator"] is None else int(r["numerator"]),
                "denominator": None if r["denominator"] is None else int(r["denominator"]),
            }
        )
        for r in plain.to_dict("records")
    )


def _plain_number(value: float | None) -> float | int | None:
    if value is None:
        return None
    return int(value) if float(value).is_integer() else float(value)


def number_text(value: float | int | None) -> str:
    """A number as facts.csv writes it: integers bare, decimals at full precision.

    >>> number_text(128.0), number_text(0.2265625), number_text(None)
    ('128', '0.2265625', '')
    """
    plain = _plain_number(value)
    return "" if plain is None else repr(plain)


def csv_text(facts: Facts) -> str:
    """facts.csv as the contract writes it: UTF-8, comma, header, sorted by the first five columns."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for f in facts:
        numbers = [number_text(v) for v in (f.value, f.numerator, f.denominator)]
        writer.writerow([*f.key, *numbers, f.unit, f.state])
    return out.getvalue()


def read_csv(path: Path) -> Facts:
    """Read a facts.csv (rules and rows are not in it)."""
    with path.open(encoding="utf-8", newline="") as handle:
        return Facts(
            Fact(
                year=int(r["year"]),
                platform=r["platform"],
                measure=r["measure"],
                respondents=r["respondents"],
                group=r["group"],
                value=_plain_number(float(r["value"])) if r["value"] else None,
                numerator=int(r["numerator"]) if r["numerator"] else None,
                denominator=int(r["denominator"]) if r["denominator"] else None,
                unit=r["unit"],
                state=r["state"],
            )
            for r in csv.DictReader(handle)
        )


def differences(expected: Facts, actual: Facts) -> list[str]:
    """Facts that differ, as one line each, in key order."""
    old = {f.key: f for f in expected}
    new = {f.key: f for f in actual}
    lines = []
    for key in sorted({*old, *new}):
        a, b = old.get(key), new.get(key)
        shown = [
            "–" if f is None else f"{number_text(f.value)} ({f.numerator}/{f.denominator}) {f.state}"
            for f in (a, b)
        ]
        if a is None or b is None or csv_text(Facts([a])) != csv_text(Facts([b])):
            lines.append(f"{'/'.join(map(str, key))}: {shown[0]} -> {shown[1]}")
    return lines
