"""What the printed accounts say: a table of the same shape as the facts, and its join with them."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass as strict_dataclass

from helpers.facts import KRONOR, Fact
from helpers.reading.strict_yaml import strict_yaml
from helpers.rounding import half_away, rounded

COLUMNS = [
    *("source", "line", "printed", "value", "numerator", "denominator", "unit"),
    *("year", "platform", "measure", "respondents", "group", "scope", "note", "joins", "relation"),
]
_WORDS = ("source", "printed", "unit", "platform", "measure", "respondents", "group", "note")
_JOINS = re.compile(r"(?:(\d{4}):)?([^/]*)/?(.*)")  # a year, a measure, and who was asked
AT_LEAST = "at-least"
NEARLY = "nearly"
RELATIONS = ("", AT_LEAST, NEARLY)
TOO_FEW = "too few"
APPROXIMATE = re.compile(r"\bca\b|\bcirka\b|\btal\b|-tal\b")
MONEY = {"SEK": 1, "tkr": 1000, "mkr": 1_000_000}

Key = tuple[int, str, str, str, str]


class RecordError(Exception):
    """A row of the record or of the audit's own data that cannot be used; says file, line and what to do."""


@dataclass(frozen=True)
class Figure:
    """One printed figure: where it stands, how it reads and which fact it claims to be.

    `joins`: the measure of the fact it is compared with, where the account does not say which of several it
    is; `measure/respondents` where who was asked has another name there, `year:measure` where the account of
    another year tells of it.
    `relation`: AT_LEAST where the print is a bound that the fact must reach ("minst 80 %"), NEARLY where it
    is a round number that the fact comes near from below ("närmare 1 100"), else ''.
    `minus_word`: the word beside a figure that says minus, where its sign is not printed.
    """

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
    scope: str
    note: str
    joins: str = ""
    relation: str = ""
    minus_word: str = ""

    @cached_property
    def key(self) -> Key:
        """Which fact the figure claims to be."""
        return (self.year, self.platform, self.measure, self.respondents, self.group)

    @cached_property
    def fact_key(self) -> Key:
        """Which fact the figure is compared with: the one it claims to be, else the one it joins."""
        found = _JOINS.fullmatch(self.joins)
        year, measure, respondents = found.groups() if found else ("", "", "")
        return (
            int(year or self.year),
            self.platform,
            measure or self.measure,
            respondents or self.respondents,
            self.group,
        )

    @property
    def number(self) -> Decimal:
        """The printed value, as printed.

        Raises:
            ValueError: nothing could be read.
        """
        if self.value is None:
            raise ValueError(f"{self.source}:{self.line}: no number in {self.printed!r}")
        return self.value

    @cached_property
    def decimals(self) -> int:
        """How many decimals are printed; none where nothing could be read."""
        exponent = self.value.as_tuple().exponent if self.value is not None else 0
        return max(0, -exponent) if isinstance(exponent, int) else 0

    @cached_property
    def amount(self) -> Fraction:
        """The printed value in its base unit: kronor for money, else as printed.

        Raises:
            ValueError: nothing could be read.
        """
        return Fraction(self.number) * MONEY.get(self.unit, 1)

    @property
    def counts(self) -> tuple[int, int] | None:
        """The k and n that the figure is printed with; None where it is not."""
        if self.numerator is None or not self.denominator:
            return None
        return self.numerator, self.denominator

    @cached_property
    def approximate(self) -> bool:
        """Whether the print says "ca", "-tal" or "närmare": its last zeros are no digits."""
        return self.relation == NEARLY or bool(APPROXIMATE.search(self.printed))

    @cached_property
    def step(self) -> Fraction:
        """One unit of the last printed digit, in the base unit: what rounding can hide.

        Of the last digit but zeros after "ca".
        """
        step = Fraction(MONEY.get(self.unit, 1), 10**self.decimals)
        return step * _zeros(self.value) if self.approximate and self.value else step

    @property
    def readable(self) -> bool:
        """Whether anything can be compared: a number, or the words "För få svar"."""
        return self.value is not None or self.numerator is not None or self.note == TOO_FEW

    def agrees(self, fact: Fact) -> bool:
        """Whether the fact, rounded once as the print is, gives the printed figure (and its k/n)."""
        if self.note == TOO_FEW:
            return fact.state == "too-few"
        if fact.state == "too-few" and fact.has_counts:  # no percentage is told of so few, but what it is of
            fact = replace(fact, value=Fraction(*fact.counts), state="ok")
        if not fact.ok:
            return False
        if self.counts and fact.has_counts and self.counts != (fact.numerator, fact.denominator):
            return False
        if (fact.unit == KRONOR) != (self.unit in MONEY):
            return False
        if self.value is None and self.counts and not fact.has_counts:  # k/n only, of a fact without counts
            return rounded(100 * Fraction(*self.counts)) == rounded(100 * fact.fraction)
        if self.value is None:
            return True
        if self.relation == AT_LEAST:  # the exact fact: what is rounded up to a bound does not reach it
            return (100 if fact.unit == "share" else 1) * fact.fraction >= self.number
        if self.relation == NEARLY:  # no more than it, and nearer to it than to the round number below
            return 0 <= self.amount - fact.fraction <= self.step / 2
        if fact.is_about:  # half of the last digit that is one, of the print or of the fact
            step = max(self.step, Fraction(_zeros(fact.fraction)))
            return abs(self.amount - fact.fraction) <= step / 2
        return Fraction(self.value) == self.printing(fact)

    def printing(self, fact: Fact) -> Fraction:
        """A fact as this print would show it: rounded once, in the printed unit, signed as printed.

        Amounts are rounded half away from zero from the exact one; a figure whose word says minus has none.
        Nor has what a goal is to fall by ("ska ha minskats med 3 procentenheter").
        """
        if fact.unit == KRONOR:
            amount = Fraction(half_away(fact.fraction / MONEY[self.unit], self.decimals))
            return -amount if self.minus_word else amount
        value = 100 * fact.fraction if fact.unit == "share" else fact.fraction
        is_size = fact.measure.startswith("target:") and value < 0 < self.number
        return rounded(-value if is_size or self.minus_word else value, self.decimals)


def _zeros(number: Decimal | Fraction) -> int:
    """The power of ten that a number's last digit but zeros is counted in.

    >>> _zeros(Decimal(40)), _zeros(Fraction(1100)), _zeros(Decimal("38.5"))
    (10, 100, 1)
    """
    digits = str(abs(int(number)))
    return 10 ** (len(digits) - len(digits.rstrip("0")))


def tables(folder: Path) -> list[str]:
    """The names of the record's tables: every csv in the folder."""
    return sorted(p.stem for p in folder.glob("*.csv"))


def read(folder: Path, table: str) -> list[Figure]:
    """The figures of one table of the record; none where the table is not there.

    Raises:
        RecordError: a row that is no figure (file and line).
    """
    path = folder / f"{table}.csv"
    found = []
    for line, r in _rows(path):
        try:
            found.append(
                Figure(
                    **{c: r[c] for c in _WORDS},
                    scope=r.get("scope", ""),
                    joins=r.get("joins") or "",
                    relation=RELATIONS[RELATIONS.index(r.get("relation") or "")],
                    line=int(r["line"]),
                    year=int(r["year"]),
                    value=Decimal(r["value"]) if r["value"] else None,
                    numerator=int(r["numerator"]) if r["numerator"] else None,
                    denominator=int(r["denominator"]) if r["denominator"] else None,
                )
            )
        except (KeyError, ValueError, ArithmeticError, TypeError) as error:
            raise RecordError(
                f"{path.name}:{line}: raden är ingen siffra ur ett tryckt bokslut ({error!r})"
            ) from None
    return found


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    if path.exists():
        with path.open(encoding="utf-8", newline="") as handle:
            yield from enumerate(csv.DictReader(handle), 2)


@strict_dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Source:
    """A printed account: whose it is, which year it accounts for, the sha256 of the text that was read."""

    source: str
    account: int
    owner: str
    title: str
    scanned: bool
    sha256: str


@dataclass(frozen=True)
class NotAFigure:
    """Digits of a source that are no figure: lines `first` to `last`, all of them or only `printed`."""

    source: str
    first: int
    last: int
    printed: str
    reason: str


@dataclass(frozen=True)
class Unsigned:
    """A figure printed without its minus, and the word on its line or the line before that says it."""

    source: str
    line: int
    printed: str
    word: str


@dataclass(frozen=True)
class Record:
    """All that the accounts print: `published` holds one row a figure, `audit` what is known about them."""

    published: Path
    audit: Path

    @cached_property
    def sources(self) -> dict[str, Source]:
        """`sources.yaml` by source; empty without such a file.

        Raises:
            DefinitionError: the file is no YAML or breaks its schema.
        """
        path = self.audit / "sources.yaml"
        known = strict_yaml(path, TypeAdapter(list[Source]), Source) if path.exists() else []
        return {s.source: s for s in known}

    @cached_property
    def figures(self) -> list[Figure]:
        """Every printed figure, table by table.

        Raises:
            RecordError: a row that is no figure, or of a source that `sources.yaml` does not name; a row of
                `unsigned.csv` that is about no figure.
        """
        found = [f for table in tables(self.published) for f in read(self.published, table)]
        unknown = sorted({f.source for f in found} - set(self.sources))
        if unknown:
            raise RecordError(
                f"data/audit/sources.yaml: {', '.join(unknown)} saknas; siffror ur den finns i data/published"
            )
        words = {(u.source, u.line, u.printed): u.word for u in self.unsigned}
        if lost := sorted(set(words) - {(f.source, f.line, f.printed) for f in found}):
            told = ", ".join(f"{source}:{line} ”{printed}”" for source, line, printed in lost)
            raise RecordError(f"data/audit/unsigned.csv: {told} är ingen antecknad siffra")
        return [
            replace(f, minus_word=word) if (word := words.get((f.source, f.line, f.printed))) else f
            for f in found
        ]

    @cached_property
    def unsigned(self) -> list[Unsigned]:
        """`unsigned.csv`: figures whose minus is said by a word."""
        return [
            Unsigned(r["source"], int(r["line"]), r["printed"], r["word"])
            for _, r in _rows(self.audit / "unsigned.csv")
        ]

    @cached_property
    def not_figures(self) -> list[NotAFigure]:
        """`not-figures.csv`: digits that are recorded as something else than a figure."""
        path = self.audit / "not-figures.csv"
        return [
            NotAFigure(r["source"], int(r["first"]), int(r["last"]), r["printed"], r["reason"])
            for _, r in _rows(path)
        ]

    @cached_property
    def exceptions(self) -> dict[tuple[str, int, Key], str]:
        """Figures that cannot come out as printed, each with the reason."""
        return {
            (
                r["source"],
                int(r["line"]),
                (int(r["year"]), r["platform"], r["measure"], r["respondents"], r["group"]),
            ): r["reason"]
            for _, r in _rows(self.audit / "exceptions.csv")
        }

    @cached_property
    def settled(self) -> set[tuple[str, int]]:
        """Lines where the two readings differ, and somebody has decided which is right."""
        return {(r["source"], int(r["line"])) for _, r in _rows(self.audit / "settled.csv")}

    @property
    def years(self) -> list[int]:
        """The years that printed accounts are about."""
        return sorted({s.account for s in self.sources.values()})

    def account(self, year: int) -> list[Source]:
        """The printed accounts of a year."""
        return [s for s in self.sources.values() if s.account == year]
