"""The audit's rules: small functions over what is printed (and recomputed) that yield findings.

A rule takes a `Case` and yields `Finding`s; `RULES` in `helpers.audit.every_rule` lists them all in the order of the page.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path

from helpers.audit.record import MONEY, Figure, Key, Record, RecordError
from helpers.codes import ASSOCIATION, SEPARATE
from helpers.definitions import Definitions
from helpers.facts import Fact, Facts
from helpers.rounding import rounded
from helpers.wording import catalogue, number, text

SEVERITIES = ("error", "claim", "unreconciled", "reading")
COLUMNS = ["rule", "severity", "source", "line", "printed", "computed", "message"]


@dataclass(frozen=True)
class Accused:
    """One printed figure or claim that a finding accuses, and what follows instead ('' where nothing single follows), in `unit`."""

    source: str
    line: int
    printed: str
    computed: str = ""
    unit: str = field(default="", compare=False)

    @property
    def follows(self) -> str:
        """What follows instead, as a reader sees it."""
        return shown(Decimal(self.computed), self.unit) if self.computed else ""


@dataclass(frozen=True)
class Finding:
    """What is wrong, in words a board member understands and an editor can mend the print by."""

    rule: str
    severity: str
    accused: tuple[Accused, ...]
    message: str
    not_ocr: str
    consequence: str

    @property
    def key(self) -> tuple[str, str, int, str]:
        first = self.accused[0]
        return (self.rule, first.source, first.line, first.printed)


@dataclass(frozen=True)
class Claim:
    """Words that say something about figures: `kind` is the relation, `left` and `right` the keys or numbers it relates."""

    source: str
    line: int
    printed: str
    kind: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    reads: str
    note: str
    row: int = 0

    @property
    def words(self) -> str:
        """The claim as the account meant it to read: `reads` mends the reading's characters and cut lines."""
        return self.reads or self.printed


@dataclass(frozen=True)
class Sum:
    """A declared identity of one account: the total and its parts.

    A term is a measure of the identity's place and year; `measure@2018` is another year's, `vuxentorget!measure`
    another place's, `=100` a number, `%measure` a share of the parts, and a `-` before a part subtracts it. Only prints in `unit` are tried, so that
    the same identity holds for a table in kronor and for one in thousands, each with its own rounding.
    """

    source: str
    year: int
    platform: str
    name: str
    severity: str
    unit: str
    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Figures of one place that stand together: by (measure, group), the first print of each."""

    source: str
    year: int
    platform: str
    cells: dict[tuple[str, str], Figure]

    def value(self, measure: str, group: str = "all") -> int | None:
        figure = self.cells.get((measure, group))
        return None if figure is None or figure.value is None else int(figure.value)


@dataclass(frozen=True)
class Case:
    """One account year: what its accounts print, what the data give, and what the words claim."""

    year: int
    record: Record
    facts: dict[int, Facts]
    definitions: dict[int, Definitions]
    claims: tuple[Claim, ...] = ()
    sums: tuple[Sum, ...] = ()

    @cached_property
    def sources(self) -> list[str]:
        return [s.source for s in self.record.account(self.year)]

    @cached_property
    def all_figures(self) -> list[Figure]:
        """The year's printed figures, readable or not, in the order of the print."""
        mine = set(self.sources)
        return sorted((f for f in self.record.figures if f.source in mine), key=lambda f: (f.source, f.line))

    @cached_property
    def figures(self) -> list[Figure]:
        return [f for f in self.all_figures if f.value is not None]

    @cached_property
    def _prints(self) -> dict[tuple[str, Key], list[Figure]]:
        found: dict[tuple[str, Key], list[Figure]] = defaultdict(list)
        for f in self.figures:
            found[f.source, f.key].append(f)
        return found

    @cached_property
    def _elsewhere(self) -> dict[Key, list[Figure]]:
        found: dict[Key, list[Figure]] = defaultdict(list)
        for f in self.record.figures:
            if f.value is not None:
                found[f.key].append(f)
        return found

    def prints(
        self, source: str, year: int, platform: str, measure: str, respondents: str = "", group: str = "all"
    ) -> list[Figure]:
        """Every print of a key in one source, in the order of the print."""
        return self._prints.get((source, (year, platform, measure, respondents, group)), [])

    def anywhere(
        self, year: int, platform: str, measure: str, respondents: str = "", group: str = "all"
    ) -> list[Figure]:
        """Every print of a key in any source: this year's account first."""
        found = self._elsewhere.get((year, platform, measure, respondents, group), [])
        return sorted(found, key=lambda f: (f.source not in self.sources, f.source, f.line))

    def near(self, figure: Figure, measure: str, group: str | None = None) -> Figure | None:
        """The print of another measure of the same place that stands nearest to a figure."""
        found = self.prints(figure.source, figure.year, figure.platform, measure, "", group or figure.group)
        return min(found, key=lambda f: (abs(f.line - figure.line), f.line), default=None)

    def fact(self, key: Key) -> Fact | None:
        facts = self.facts.get(key[0])
        fact = facts.get(*key[1:]) if facts else None
        return fact if fact and fact.ok else None

    def name(self, platform: str, year: int) -> str:
        """A place in words, as the year's definitions or the catalogue name it."""
        known = self.definitions.get(year)
        if known and platform in [ASSOCIATION, SEPARATE, *known.platform_ids, *known.whole_ids]:
            return known.label(platform)
        return catalogue().get(f"elsewhere.{platform}", platform)

    @cached_property
    def tables(self) -> list[Table]:
        """Figures of one place on lines that follow each other (blank lines between them allowed), with total and discharged."""
        by_place: dict[tuple[str, int, str], list[Figure]] = defaultdict(list)
        for f in self.figures:
            if not f.respondents and not f.measure.startswith(
                ("hae:", "economy:", "sus:", "target:", "criterion:")
            ):
                by_place[f.source, f.year, f.platform].append(f)
        found = []
        for (source, year, platform), figures in by_place.items():
            block: list[Figure] = []
            for figure in [*figures, None]:
                if block and (figure is None or figure.line - block[-1].line > 2):
                    cells: dict[tuple[str, str], Figure] = {}
                    for f in block:
                        cells.setdefault((f.measure, f.group), f)
                    if {("total", "women"), ("to-work", "women"), ("remaining", "all")} <= set(cells):
                        found.append(Table(source, year, platform, cells))
                    block = []
                if figure is not None:
                    block.append(figure)
        return found

    def table(self, platform: str) -> Table | None:
        """The account's own table of a place for its own year."""
        return next((t for t in self.tables if t.platform == platform and t.year == self.year), None)


# --- reading the audit's own data -------------------------------------------------------------------------


def read_claims(folder: Path) -> tuple[Claim, ...]:
    """`claims.csv`: words of the accounts and what they say of which figures."""
    return tuple(
        Claim(
            r["source"],
            int(r["line"]),
            r["printed"],
            r["kind"],
            _listed(r["left"]),
            _listed(r["right"]),
            r["reads"],
            r["note"],
            row,
        )
        for row, r in _rows(folder / "claims.csv")
    )


def read_sums(folder: Path) -> tuple[Sum, ...]:
    """`sums.csv`: identities that an account's own tables promise."""
    return tuple(
        Sum(
            r["source"],
            int(r["year"]),
            r["platform"],
            r["name"],
            r["severity"],
            r["unit"],
            r["total"],
            _listed(r["parts"]),
        )
        for _, r in _rows(folder / "sums.csv")
    )


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(" | ") if part.strip())


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    if path.exists():
        with path.open(encoding="utf-8", newline="") as handle:
            yield from enumerate(csv.DictReader(handle), 2)


def key_of(words: str, row: int = 0) -> Key:
    """`2019/vannas/discharged//all` as a key; what is left out at the end is empty or `all`.

    >>> key_of("2019/vannas/discharged")
    (2019, 'vannas', 'discharged', '', 'all')
    """
    parts = words.split("/")
    if len(parts) < 3 or not parts[0].isdigit():
        raise RecordError(f"claims.csv:{row}: ”{words}” är ingen nyckel (år/plattform/mått/svarsgrupp/grupp)")
    respondents = parts[3] if len(parts) > 3 else ""
    return (int(parts[0]), parts[1], parts[2], respondents, parts[4] if len(parts) > 4 else "all")


# --- saying it --------------------------------------------------------------------------------------------


def accuse(figure: Figure, computed: Fraction | Decimal | int | None = None) -> Accused:
    """A figure as the accused of a finding; `computed` (in its base unit) is what follows instead, written in the printed unit."""
    plain = "" if computed is None else _plain(Fraction(computed) / MONEY.get(figure.unit, 1), figure)
    return Accused(figure.source, figure.line, figure.printed, plain, figure.unit)


def _plain(value: Fraction, figure: Figure) -> str:
    """A number as data: decimal point, no grouping; one decimal more than the print where it is no whole number."""
    decimals = 0 if value.denominator == 1 or figure.unit in MONEY else figure.decimals + 1
    return str(Decimal(int(rounded(value, decimals) * 10**decimals)).scaleb(-decimals))


def shown(value: Fraction | int | Decimal, unit: str = "count", decimals: int | None = None) -> str:
    """A number with its unit as a finding prints it; decimals only as many as it has (at most two)."""
    exact = Fraction(value)
    if decimals is None:
        decimals = next((d for d in (0, 1, 2) if (exact * 10**d).denominator == 1), 1)
    words = {
        "percent": "%",
        "percentage-points": text("unit.percentage-points"),
        "SEK": "kr",
        "tkr": "tkr",
        "mkr": "mkr",
    }.get(unit, "")
    return number(exact, decimals) + (f"\u00a0{words}" if words else "")


def share_shown(fact: Fact) -> str:
    """A share as a finding prints it: `84,6 % (11/13)`; the counts only where the fact has them.

    >>> share_shown(Fact(2019, "x", "share:to-work", value=0.22)).replace("\u00a0", " ")
    '22,0 %'
    """
    counts = f" ({fact.numerator}/{fact.denominator})" if fact.has_counts else ""
    return shown(100 * fact.fraction, "percent", 1) + counts


def not_ocr(case: Case, figures: Iterable[Figure]) -> str:
    """Why a wrong figure cannot be the reading's fault, or that it might be."""
    listed = list(figures)
    clean = {s.source for s in case.record.sources.values() if not s.scanned}
    if all(f.source in clean for f in listed):
        return text("finding.ocr.clean")
    twice = [
        f
        for f in listed
        if any(o.line != f.line and o.value == f.value for o in case.prints(f.source, *f.key))
    ]
    if twice:
        lines = sorted(
            {o.line for o in case.prints(twice[0].source, *twice[0].key) if o.value == twice[0].value}
        )
        return text("finding.ocr.twice", printed=twice[0].printed, lines=", ".join(map(str, lines)))
    rows = [
        whole
        for f in listed
        if (whole := case.near(f, f.measure, "all")) and whole.line == f.line and row_adds_up(case, whole)
    ]
    if rows:
        return text("finding.ocr.row", printed=rows[0].printed)
    return text("finding.ocr.possible")


def row_adds_up(case: Case, figure: Figure) -> bool:
    """Whether women and men on the figure's own line give it."""
    women, men = case.near(figure, figure.measure, "women"), case.near(figure, figure.measure, "men")
    close = women and men and women.line == men.line == figure.line
    return bool(close and women.value + men.value == figure.value)
