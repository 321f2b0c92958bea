"""Which facts of an account tell of people, the counts that they are made of, and how those add up."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from helpers.codes import GENDERS, GROUPS
from helpers.counting import participations
from helpers.definitions import Definitions
from helpers.disclosure.earlier_years import Published, joined
from helpers.disclosure.suppression import Cell, Table, kept
from helpers.facts import Fact, Facts

SUPPRESSED = "suppressed"
POSITIVE = "positive"  # answers, or outcomes, of that kind: counted, and told only in shares
ANSWERED, QUESTION, SHARE = "answered:", "question:", "share:"
UNKNOWN = "unknown"
TELLS = ("ok", "missing")  # states that say something of the counts: a share of nobody is missing


class Account:
    """The facts of a year that other associations' can stand beside, of which no small count is told.

    `earlier` is what was let out of the years before, the nearest first.
    """

    def __init__(self, facts: Facts, definitions: Definitions, earlier: Sequence[Published] = ()):
        self.definitions, self.earlier = definitions, earlier
        self.facts = [f for f in facts if is_comparable(f, definitions)]

    @property
    def shown(self) -> Facts:
        """The facts as they may be told: those that may not have no value and no counts."""
        return Facts(self._told(f) for f in self.facts)

    def _told(self, fact: Fact) -> Fact:
        if fact.state in TELLS and not self._kept.isdisjoint(cells_of(fact)):
            return replace(fact, value=None, numerator=None, denominator=None, state=SUPPRESSED)
        return fact

    @cached_property
    def _kept(self) -> set[Cell]:
        known = joined(self.table, self.earlier)
        return kept(known.table, known.told, known.kept)

    def published(self, shown: Facts) -> Published:
        """The year as its folder tells it, for those after it."""
        told = {cell for f in shown if f.state in TELLS for cell in cells_of(f)}
        return Published(self.table, frozenset(told & {*self.table.counts}))

    @cached_property
    def table(self) -> Table:
        """The counts that the facts are made of, and every sum that is known to hold between them.

        Raises:
            ValueError: two facts give different numbers for one count.
        """
        table = Table()
        for fact in sorted(self.facts, key=lambda f: f.unit == "share"):
            cells = cells_of(fact)
            is_of_nobody = fact.state == "missing" and table.counts.get(cells[-1]) == 0
            for cell, count in zip(cells, (0, 0) if is_of_nobody else _counts(fact), strict=False):
                if table.counts.setdefault(cell, count) != count:
                    raise ValueError(f"two counts of {cell}: {table.counts[cell]}, {count}")
        for cell in [*table.counts]:
            for parts, is_all in self._parts(cell):
                table.add_sum(cell, parts, is_all)
        return table

    def _parts(self, whole: Cell) -> Iterator[tuple[list[Cell], bool]]:
        """What is known to be part of a count: by gender, by what became of the people.

        Each with whether the parts are all of it; else it is known only that they are no more.
        """
        place, measure, asked, group = whole
        if group == "all":
            yield [(place, measure, asked, g) for g in (*GENDERS, UNKNOWN)], True
        for measures, is_all in self._within(measure):
            yield [(place, m, asked, group) for m in measures], is_all

    def _within(self, measure: str) -> Iterator[tuple[list[str], bool]]:
        d = self.definitions
        kind, _, rest = measure.partition(":")
        outcomes = [([o], False) for o in d.outcome_ids]
        yield from {
            "total": [
                (["carried-over", "new"], True),
                (["discharged", "remaining"], True),
                (["unique"], False),
            ],
            "discharged": [(d.outcome_ids, True), ([POSITIVE], False), *outcomes],
            POSITIVE: [(d.positive_ids, True)],
            "referred": [(["accepted"], False)],
            "answered": [([f"{POSITIVE}:{rest}"], False)],
        }.get(kind, [])


def _counts(fact: Fact) -> tuple[int, ...]:
    """The counts that a fact tells, in the order of its cells; none where it has no value."""
    if not fact.ok:
        return ()
    return (fact.integer,) if fact.unit == "count" else fact.counts


def is_comparable(fact: Fact, definitions: Definitions) -> bool:
    """Whether a fact counts people by a rule that is the same in every association, or by a question.

    Of lists the association's own sums: platforms and other wholes add up to them, and so much would have
    to be kept of small ones that little of the sums could be told. Answers are never added across platforms.
    """
    known = (*participations.counts(definitions), *participations.shares(definitions))
    is_group = fact.group in (*GROUPS, UNKNOWN)
    if fact.respondents:
        return is_group and fact.measure.startswith((ANSWERED, QUESTION))
    return is_group and fact.measure in known and fact.platform in definitions.sums


def cells_of(fact: Fact) -> list[Cell]:
    """The counts that a fact tells: its own, or the numerator and denominator of a share."""
    kind, _, rest = fact.measure.partition(":")
    names = [fact.measure]
    if fact.unit == "share":
        names = [rest, "discharged"] if f"{kind}:" == SHARE else [f"{POSITIVE}:{rest}", ANSWERED + rest]
    return [(fact.platform, name, fact.respondents, fact.group) for name in names]
