"""Which cells of a reconstructed year stand printed, and which follow from those; the rest is invented.

A count is printed where the record has it and the lists give it. A share is printed where it stands so in
print and the number that it is of is known. What follows is found by going through the sums until none gives
more: of a sum with one unknown member that one follows, and of a printed share of a known number the one
count that rounds to it. A split on women and men that nobody has printed follows from nothing, nobody's too.
"""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from itertools import product

from helpers.audit import record
from helpers.audit.record import Figure
from helpers.codes import GENDERS, GROUPS
from helpers.context import Context
from helpers.counting import participations
from helpers.counting.origins import COLUMNS
from helpers.counting.society import CHANGES, before
from helpers.definitions import Definitions
from helpers.facts import DERIVED, PRINTED, Fact, Facts, Key
from helpers.reconstruction import economy_cells
from helpers.reconstruction.blueprint import TABLES, Contradiction
from helpers.reconstruction.cell_sums import counts_of, sums_of
from helpers.reconstruction.counted_years import booked, counted
from helpers.rounding import rounded

RECORD = (*TABLES, "text", "economy")
NOT_TOLD = "nothing printed"
Chosen = Callable[[str, int], bool]  # whether the choices give the population of an area in a year
Ground = tuple[str, str]  # the origin of a cell, and the printed line or the cells that it follows from


def table(contexts: Iterable[Context], is_chosen: Chosen, known: Iterable[tuple[Key, Ground]] = ()) -> str:
    """`origins.csv` of some years: a row a cell that is not invented, and what it rests on.

    What is `known` stands first.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([*key, *ground] for key, ground in known)
    books, kept = economy_cells.NOTHING, dict[int, dict[str, int | None]]()
    for context in contexts:
        printed = [f for name in RECORD for f in record.read(context.workspace.published, name)]
        told = [replace(f, year=f.fact_key[0]) for f in printed]  # the year whose account tells of it
        figures = _of_earlier(told)
        facts = counted(context)
        cells = Cells(facts, context.definitions, figures, is_chosen)
        amounts = record.read(context.workspace.published, economy_cells.RECORD)
        books = economy_cells.grounds(booked(context, facts, kept), context.definitions, amounts, books)
        writer.writerows(
            [*key, *ground] for key, ground in sorted({**cells.grounds, **books.grounds}.items())
        )
    return out.getvalue()


def _of_earlier(figures: list[Figure]) -> list[Figure]:
    """The figures, and those of the registers for the year after too, whose file has the earlier periods."""
    return [*figures, *(replace(f, year=f.year + 1) for f in figures if f.measure.startswith("hae:"))]


class Cells:
    """The counts and shares of a year, and on what each of them stands: `grounds`, all but invented."""

    def __init__(self, facts: Facts, defined: Definitions, figures: list[Figure], is_chosen: Chosen):
        self._facts, self._defined, self._is_chosen = facts, defined, is_chosen
        self._here = {fact.key: fact for fact in facts}
        self._figures = [f for f in figures if f.key in self._here and f.readable]
        self._shares: dict[Key, Figure] = {}
        self._sums = sums_of(facts, defined)
        self.grounds: dict[Key, Ground] = {}
        self._nobody(figures)
        self._read()
        before = -1
        while before < len(self.grounds):
            before = len(self.grounds)
            self._follow_sums()
            self._follow_shares()
            self._follow_society()
        self._who_answered()
        self._too_few_of_each_gender()

    def _nobody(self, figures: list[Figure]) -> None:
        """Nobody has been at a platform of whose participants the accounts print no number.

        So it is with good examples of which they print none.
        """
        told = {(f.year, f.platform) for f in figures if f.measure == "total"}
        flow = [m for m in participations.counts(self._defined) if m not in ("referred", "accepted")]
        for place in self._defined.platform_ids:
            everyone = self._facts.get(place, "total")
            if everyone.ok and not everyone.value and everyone.key[:2] not in told:
                for measure, group in product(flow, GROUPS):
                    self.grounds[(*everyone.key[:2], measure, "", group)] = (DERIVED, NOT_TOLD)

        for fact in self._here.values():
            if fact.measure.startswith("examples:") and fact.value == 0:
                self.grounds[fact.key] = (DERIVED, NOT_TOLD)

    def _read(self) -> None:
        """The printed counts, also those of which a share is printed; the printed shares wait for theirs."""
        for figure in self._figures:
            fact = self._here[figure.key]
            if fact.unit == "share" and fact.ok and fact.has_counts:
                if replace(figure, numerator=None, denominator=None).agrees(fact):  # the OCR spoils k more
                    self._shares.setdefault(fact.key, figure)
                    self._read_counts(figure, fact)
            elif figure.agrees(fact) and fact.unit != "percentage-points":
                self._stands(fact.key, figure)

    def _read_counts(self, figure: Figure, fact: Fact) -> None:
        """The k and n that a share is printed with. Who answered anything is an inference of who could."""
        if figure.counts is None or not fact.has_counts:
            return
        keys = counts_of(fact, self._facts, self._defined)
        for key, printed, built in zip(keys, figure.counts, fact.counts, strict=True):
            if key in self._here and printed == built:
                inferred = key[2] == "answered"
                self._stands(key, figure, DERIVED if inferred else PRINTED)

    def _stands(self, key: Key, figure: Figure, origin: str = PRINTED) -> None:
        """Let a cell stand on a printed line; the first one that says it."""
        self.grounds.setdefault(key, (origin, f"{figure.source}:{figure.line}"))

    def _follows(self, key: Key, of: Iterable[Key]) -> None:
        """Let a cell follow from others."""
        self.grounds.setdefault(key, (DERIVED, ", ".join(_short(other, key) for other in of)))

    def _follow_sums(self) -> None:
        """The one member that is not known of each sum."""
        for s in self._sums:
            built = [self._here[key].integer for key in s.members]
            if built[0] != sum(built[1:]):
                raise Contradiction(f"{s.whole}: {built[0]} is not the sum of {s.terms}")
            unknown = [key for key in s.members if key not in self.grounds]
            if len(unknown) == 1:
                self._follows(unknown[0], (key for key in s.members if key != unknown[0]))

    def _follow_shares(self) -> None:
        """Printed shares of known numbers, and the counts that they leave no choice of."""
        for key, figure in self._shares.items():
            fact = self._here[key]
            if fact.measure.startswith("hae:"):
                continue
            count, base = counts_of(fact, self._facts, self._defined)
            if base not in self.grounds:
                continue
            self._stands(key, figure)
            if count in self._here and count not in self.grounds and _is_only_count(figure, fact):
                self._follows(count, (key, base))

    def _printed(self, fact: Fact) -> Figure | None:
        """The first printed figure that a fact agrees with."""
        return next((f for f in self._figures if f.key == fact.key and f.agrees(fact)), None)

    def _follow_society(self) -> None:
        """Shares of a population that is what the printed total and share imply, and their changes."""
        for fact in self._here.values():
            if not fact.measure.startswith("hae:") or not fact.ok:
                continue
            at, _, what = fact.measure.rpartition(":")
            _, area, period = at.split(":")
            figure = self._printed(fact)
            if what == "share":
                total = (*fact.key[:2], f"{at}:total", *fact.key[3:])
                if total in self.grounds and not self._is_chosen(area, int(period)):
                    self._stands(fact.key, figure) if figure else self._follows(fact.key, [total])
            elif what in CHANGES.values() and figure:
                shares = [
                    (*fact.key[:2], f"hae:{area}:{p}:share", *fact.key[3:]) for p in (period, before(period))
                ]
                if all(key in self.grounds for key in shares):
                    self._stands(fact.key, figure)

    def _who_answered(self) -> None:
        """As many have answered as the question that most have answered: an inference, as none fewer can."""
        for fact in self._here.values():
            if fact.measure == "answered" and fact.ok:
                asked = self._facts.measures(fact.platform, "answered:", fact.respondents)
                known = [f for f in asked if f.group == "all" and f.key in self.grounds]
                most = max(known, key=lambda f: f.integer, default=None)
                if most and most.integer == fact.integer:
                    self._follows(fact.key, [most.key])

    def _too_few_of_each_gender(self) -> None:
        """Where all are too few, so are women and men."""
        for key, (_, _) in list(self.grounds.items()):
            if self._here[key].state == "too-few":
                for gender in GENDERS:
                    self._follows((*key[:4], gender), [key])


def _is_only_count(figure: Figure, fact: Fact) -> bool:
    """Whether no other count of the same number rounds to the printed share."""
    count, of = fact.counts
    near = (n for n in (count - 1, count + 1) if 0 <= n <= of)
    return all(rounded(Fraction(100 * n, of), figure.decimals) != figure.number for n in near)


def _short(key: Key, beside: Key) -> str:
    """A cell as it is named beside another of the same year: its measure, and what differs.

    >>> _short((2018, "x", "total", "", "all"), (2018, "x", "new", "", "all"))
    'total'
    >>> _short((2018, "y", "total", "", "women"), (2018, "x", "total", "", "women"))
    'y total'
    """
    place = [key[1]] if key[1] != beside[1] else []
    group = [f"({key[4]})"] if key[4] != beside[4] else []
    return " ".join([*place, key[2], *group])
