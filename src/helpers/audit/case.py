"""One account year as the audit's rules see it: what is printed, what the data give, what the words claim.

A rule takes a `Case` and yields `Finding`s; `RULES` in `helpers.audit.every_rule` lists them all in the order
of the page.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from helpers.audit.decisions import Erratum, corrected
from helpers.audit.record import Figure, Key, Record
from helpers.audit.registers import Claim, Sum, Weight
from helpers.codes import GENDERS
from helpers.defining.laws import Repealed
from helpers.definitions import Definitions
from helpers.facts import KRONOR, Fact, Facts
from helpers.naming import NOTHING_PRINTED, PrintedNames, asked_text, measure_text
from helpers.wording import text

UNTABLED = (
    "hae:",
    "economy:",
    "sus:",
    "target:",
    "criterion:",
)  # kinds of measures that no participant table has


@dataclass(frozen=True)
class Table:
    """Figures of one place that stand together: by (measure, group), the first print of each."""

    source: str
    year: int
    platform: str
    cells: dict[tuple[str, str], Figure]

    def value(self, measure: str, group: str = "all") -> int | None:
        """The count in a cell; None where it is not printed."""
        figure = self.cells.get((measure, group))
        return None if figure is None or figure.value is None else int(figure.value)


def _blocks(figures: list[Figure]) -> Iterator[list[Figure]]:
    """Figures in the order of the print, cut wherever more than one line between them holds none."""
    block: list[Figure] = []
    for figure in figures:
        if block and figure.line - block[-1].line > 2:
            yield block
            block = []
        block.append(figure)
    if block:
        yield block


def _is_table(cells: Iterable[tuple[str, str]], outcomes: list[str]) -> bool:
    """Whether the cells hold the total, an outcome by gender and who remained."""
    there = set(cells)
    total = {("total", GENDERS[0]), ("remaining", "all")} <= there
    return total and any((o, GENDERS[0]) in there for o in outcomes)


@dataclass(frozen=True)
class Case:
    """One account year: what its accounts print, what the data give, and what the words claim."""

    year: int
    record: Record
    facts: dict[int, Facts]
    definitions: dict[int, Definitions]
    claims: tuple[Claim, ...] = ()
    sums: tuple[Sum, ...] = ()
    weights: tuple[Weight, ...] = ()
    names: PrintedNames = NOTHING_PRINTED
    errata: tuple[Erratum, ...] = ()
    laws: tuple[Repealed, ...] = ()

    @cached_property
    def corrected(self) -> "Case":
        """The account as it reads when the accepted errata are made: evidence against other prints."""
        if not self.errata:
            return self
        record = Record(self.record.published, self.record.audit)
        record.__dict__["figures"] = corrected(self.record.figures, self.errata)
        record.__dict__["sources"] = self.record.sources
        return replace(self, record=record, errata=())

    @property
    def defined(self) -> Definitions | None:
        """The definitions of the account's own year; None where it has none."""
        return self.definitions.get(self.year)

    def defined_in(self, year: int) -> Definitions | None:
        """The definitions of a year, else of the account's own; None where neither has any."""
        return self.definitions.get(year) or self.defined

    def outcomes(self, year: int) -> list[str]:
        """The ids of the outcomes that a year's table counts; none without definitions."""
        defined = self.defined_in(year)
        return defined.outcome_ids if defined else []

    @cached_property
    def sources(self) -> list[str]:
        """The year's printed accounts, as `sources.yaml` lists them."""
        return [s.source for s in self.record.account(self.year)]

    @cached_property
    def all_figures(self) -> list[Figure]:
        """The year's printed figures, readable or not, in the order of the print."""
        mine = set(self.sources)
        return sorted((f for f in self.record.figures if f.source in mine), key=lambda f: (f.source, f.line))

    @cached_property
    def figures(self) -> list[Figure]:
        """The figures with a value, in the order of the print."""
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
        """The fact that a key names, where it has a value; else None."""
        facts = self.facts.get(key[0])
        fact = facts.get(*key[1:]) if facts else None
        return fact if fact and fact.ok else None

    def booked(self, figure: Figure) -> Fact | None:
        """What the ledger gives instead of a printed amount; None where it agrees or says nothing."""
        fact = self.fact(figure.key)
        return fact if fact and fact.unit == KRONOR and not figure.agrees(fact) else None

    def lacks(self, key: Key) -> bool:
        """Whether a key names a fact that the year would have, had it been delivered."""
        defined = self.definitions.get(key[0])
        return bool(defined and key[1] in defined.places) and not self.fact(key)

    def name(self, platform: str, year: int) -> str:
        """A place in words, as the year's definitions or the printed record name it; else its id."""
        known = self.defined_in(year)
        if known and platform in known.places:
            return known.label(platform)
        return self.names.places.get(platform, platform)

    def what(self, measure: str, year: int) -> str:
        """A measure in words, as the year's definitions, the printed record or the catalogue name it."""
        return measure_text(measure, self.defined_in(year), self.names)

    def asked(self, respondents: str, year: int) -> str:
        """Who was asked, in words inside a sentence."""
        return asked_text(respondents, self.defined_in(year), self.names)

    @cached_property
    def tables(self) -> list[Table]:
        """Participant tables: figures of one place on lines that follow each other (or the next but one)."""
        by_place: dict[tuple[str, int, str], list[Figure]] = defaultdict(list)
        for f in self.figures:
            if not f.respondents and not f.measure.startswith(UNTABLED):
                by_place[f.source, f.year, f.platform].append(f)
        found = []
        for (source, year, platform), figures in by_place.items():
            outcomes = self.outcomes(year)
            for block in _blocks(figures):
                cells: dict[tuple[str, str], Figure] = {}
                for f in block:
                    cells.setdefault((f.measure, f.group), f)
                if _is_table(cells, outcomes):
                    found.append(Table(source, year, platform, cells))
        return found

    def table(self, platform: str) -> Table | None:
        """The account's own table of a place for its own year."""
        return next((t for t in self.tables if t.platform == platform and t.year == self.year), None)


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
    women, men = (case.near(figure, figure.measure, g) for g in GENDERS)
    if women is None or men is None or not women.line == men.line == figure.line:
        return False
    return women.number + men.number == figure.number
