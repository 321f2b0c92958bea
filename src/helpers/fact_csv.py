"""facts.csv: the table of facts as anyone can read it, written and read back."""

import csv
import io
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from helpers.facts import COLUMNS, KRONOR, Fact, Facts, Value


def number_text(value: Value | None, unit: str = "") -> str:
    """A number as facts.csv writes it: whole ones bare, others as the shortest decimal of the nearest double.

    Kronor have two decimals, always and exactly; only parts of an öre (a cost per participation) are written
    as other fractions are.

    >>> number_text(128), number_text(Fraction(29, 128)), number_text(Fraction(1, 3)), number_text(None)
    ('128', '0.2265625', '0.3333333333333333', '')
    >>> [number_text(v, KRONOR) for v in (Decimal("-999684.1"), 3, Decimal("-0.00"), Fraction(10, 3))]
    ['-999684.10', '3.00', '0.00', '3.3333333333333335']
    """
    if value is None:
        return ""
    if unit == KRONOR and (ore := Fraction(value) * 100).denominator == 1:
        kronor, rest = divmod(abs(ore.numerator), 100)
        return f"{'-' * (ore < 0)}{kronor}.{rest:02}"
    return str(int(value)) if value == int(value) else repr(float(value))


def number_of(written: str, unit: str = "") -> Value | None:
    """A number as facts.csv writes it, or a fraction (`29/128`), read back: no more exact than it is written.

    >>> number_of("128"), number_of("0.125"), number_of("1234.5", KRONOR), number_of("")
    (128, Fraction(1, 8), Decimal('1234.5'), None)
    >>> number_of("10/3", KRONOR), number_of("3.125", KRONOR)
    (Fraction(10, 3), Fraction(25, 8))
    """
    if not written:
        return None
    if written.isdecimal() and unit != KRONOR:
        return int(written)
    value = Fraction(written)
    if unit == KRONOR:
        return Decimal(written) if "/" not in written and (value * 100).denominator == 1 else value
    return int(value) if value.denominator == 1 else value


def csv_text(facts: Facts, columns: Sequence[str] = COLUMNS) -> str:
    """facts.csv as the contract writes it: UTF-8, comma, header, sorted by the first five columns.

    `columns`: the first so many of COLUMNS, as an earlier version wrote them.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for f in facts:
        numbers = [number_text(f.value, f.unit), number_text(f.numerator), number_text(f.denominator)]
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
    return f"{number_text(f.value, f.unit)} ({f.numerator}/{f.denominator}) {f.state} {f.origin}"
