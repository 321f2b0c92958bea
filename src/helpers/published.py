"""What the printed accounts say: a table of the same shape as the facts, and the check that it stands in the sources."""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from helpers.facts import Fact, Facts
from helpers.statistics import rounded

COLUMNS = [
    "source", "line", "printed", "value", "numerator", "denominator", "unit",
    "year", "platform", "measure", "respondents", "group", "note",
]  # fmt: skip
TABLES = ("participants", "sus", "surveys", "targets", "helarsekvivalenter")
SECOND_READING = "second-reading"
TOO_FEW = "too few"


@dataclass(frozen=True)
class Figure:
    """One printed figure: where it stands, how it reads and which fact it claims to be."""

    source: str
    line: int
    printed: str
    value: Decimal | None
    numerator: int | None
    denominator: int | None
    unit: str
    year: int
    platform: str
    measure: str
    respondents: str
    group: str
    note: str

    @property
    def key(self) -> tuple[int, str, str, str, str]:
        return (self.year, self.platform, self.measure, self.respondents, self.group)

    @property
    def decimals(self) -> int:
        return max(0, -self.value.as_tuple().exponent) if self.value is not None else 0

    @property
    def readable(self) -> bool:
        """Whether anything can be compared: a number, or the words "För få svar"."""
        return self.value is not None or self.numerator is not None or self.note == TOO_FEW

    def agrees(self, fact: Fact) -> bool:
        """Whether the fact, rounded once as the print is, gives the printed figure (and its k/n)."""
        if self.note == TOO_FEW:
            return fact.state == "too-few"
        if not fact.ok:
            return False
        if self.numerator is not None and (self.numerator, self.denominator) != (fact.numerator, fact.denominator):
            return False
        return self.value is None or Fraction(self.value) == self._shown(fact)

    def _shown(self, fact: Fact) -> Fraction:
        if fact.unit == "share":
            return rounded(Fraction(100 * fact.numerator, fact.denominator), self.decimals)
        return rounded(Fraction(fact.value).limit_denominator(10**9), self.decimals)


def read(folder: Path, table: str) -> list[Figure]:
    """The figures of one table of the record."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return [
            Figure(
                **{c: r[c] for c in ("source", "printed", "unit", "platform", "measure", "respondents", "group", "note")},
                line=int(r["line"]), year=int(r["year"]),
                value=Decimal(r["value"]) if r["value"] else None,
                numerator=int(r["numerator"]) if r["numerator"] else None,
                denominator=int(r["denominator"]) if r["denominator"] else None,
            )
            for r in csv.DictReader(handle)
        ]  # fmt: skip


def compare(figures: list[Figure], facts: dict[int, Facts]) -> Iterator[tuple[Figure, Fact, bool]]:
    """The audit as a join: each readable figure with the fact it claims to be, and whether they agree."""
    for figure in [f for f in figures if f.readable]:
        fact = facts[figure.year].get(figure.platform, figure.measure, figure.respondents, figure.group)
        yield figure, fact, figure.agrees(fact)


def exceptions(folder: Path) -> dict[tuple, str]:
    """Figures that cannot come out as printed, by (source, line, key), each with the reason."""
    with (folder / "exceptions.csv").open(encoding="utf-8", newline="") as handle:
        return {
            (r["source"], int(r["line"]), int(r["year"]), r["platform"], r["measure"], r["respondents"], r["group"]): r["reason"]
            for r in csv.DictReader(handle)
        }


def check_sources(folder: Path, sources: Path) -> tuple[int, list[str]]:
    """Prove that every `printed` stands on its line; returns how many do, and the faults.

    `sources` is a folder with the texts; each must have the sha256 in `sources.sha256`.
    """
    faults: list[str] = []
    lines: dict[str, list[str]] = {}
    for entry in (folder / "sources.sha256").read_text(encoding="utf-8").splitlines():
        digest, name = entry.split()
        path = sources / name
        if not path.exists():
            faults.append(f"{name}: finns inte i {sources}")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            faults.append(f"{name}: är inte den text som lästes (sha256 skiljer)")
        else:
            lines[path.stem] = path.read_bytes().decode("utf-8").split("\n")
    stand = 0
    for where in (folder, folder / SECOND_READING):
        for table in TABLES:
            for number, figure in enumerate(read(where, table), 2):
                text = lines.get(figure.source)
                if text and figure.printed and figure.line <= len(text) and figure.printed in text[figure.line - 1]:
                    stand += where == folder
                elif text is not None:
                    faults.append(f"{where.name}/{table}.csv:{number}: ”{figure.printed}” står inte på {figure.source}:{figure.line}")
    return stand, faults


def reading_differences(folder: Path) -> list[str]:
    """Where the two readings differ, one line each (settled in the record's `note` and the folder's README)."""
    found = []
    for table in TABLES:
        one = {(f.source, f.line, *f.key): f for f in read(folder, table)}
        two = {(f.source, f.line, *f.key): f for f in read(folder / SECOND_READING, table)}
        for key in sorted({*one, *two}):
            a, b = one.get(key), two.get(key)
            same = a and b and (a.printed, a.value, a.numerator, a.denominator) == (b.printed, b.value, b.numerator, b.denominator)
            if not same:
                found.append(f"{table}: {key}: {a.value if a else '–'} / {b.value if b else '–'}")
    return found
