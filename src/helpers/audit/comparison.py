"""The audit as a join: each printed figure beside its fact, and what became of it."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from helpers.audit.record import Figure, Record
from helpers.counting import families
from helpers.facts import Fact, Facts
from helpers.naming import measure_text
from helpers.wording import number, text

STATES = ("reproduced", "differs", "underivable", "unreadable")
# What a fact rests on: it is counted, or it was written down as it was printed.
COMPUTED, DECLARED = "computed", "declared"
# What is counted: STATES, with the figures apart that agree because they were written down from the print.
TABLE = "comparison.csv"
COUNTED = ("reproduced", DECLARED, "differs", "underivable", "unreadable")


@dataclass(frozen=True)
class Compared:
    """One printed figure beside its fact, what became of it (one of STATES), and why."""

    figure: Figure
    fact: Fact | None
    state: str
    reason: str = ""

    @property
    def basis(self) -> str:
        """Whether the fact is computed or declared; '' where there is none."""
        if self.fact is None:
            return ""
        return DECLARED if families.is_declared(self.fact.rule) else COMPUTED

    @property
    def counted(self) -> str:
        """Under which of COUNTED it is counted."""
        return counted(self.state, self.basis)


def counted(state: str, basis: str) -> str:
    """Under which of COUNTED a figure of some state and basis is counted: what is declared is not reproduced.

    >>> counted("reproduced", "computed"), counted("reproduced", "declared"), counted("differs", "declared")
    ('reproduced', 'declared', 'differs')
    """
    return DECLARED if (state, basis) == ("reproduced", DECLARED) else state


def tally(compared: Iterable[Compared]) -> Counter[str]:
    """How many figures there are of each of COUNTED."""
    return Counter(c.counted for c in compared)


def told(reports: Path) -> str:
    """How many printed figures a year's published set has of each of COUNTED, in all and by kind of rule.

    Where an earlier version made the set, which says no basis, how to make it anew.
    """
    with (reports / TABLE).open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    if rows and "basis" not in rows[0]:
        return text("review.compared_before", year=reports.name)
    found = Counter(counted(row["state"], row["basis"]) for row in rows)
    all_of_them = text("review.published", **{name: number(found[name]) for name in COUNTED})
    return "\n".join([all_of_them, *_by_kind(rows)])


def _by_kind(rows: list[dict[str, str]]) -> list[str]:
    """A line for each kind of rule, as columns: how many of each of COUNTED; last those without a rule."""
    if not rows or "rule" not in rows[0]:
        return []
    found: dict[str, Counter[str]] = {}
    for row in rows:
        kind = row["rule"].partition(".")[0]
        found.setdefault(kind, Counter())[counted(row["state"], row["basis"])] += 1
    head = [text("review.kind"), *(text(f"review.state.{name}") for name in COUNTED)]
    body = [
        [text(f"sample.stratum.{kind}" if kind else "review.no_rule"), *(number(of[c]) for c in COUNTED)]
        for kind, of in sorted(found.items(), key=lambda pair: (not pair[0], pair[0]))
    ]
    first = max(len(line[0]) for line in [head, *body])
    widths = [len(word) for word in head[1:]]
    return [
        "  ".join([line[0].ljust(first), *(n.rjust(w) for n, w in zip(line[1:], widths, strict=True))])
        for line in [head, *body]
    ]


def compare(record: Record, figures: Iterable[Figure], facts: dict[int, Facts]) -> Iterator[Compared]:
    """Each printed figure with the fact it claims to be."""
    for figure in figures:
        known = facts.get(figure.fact_key[0])
        fact = known.get(*figure.fact_key[1:]) if known else None
        listed = record.exceptions.get((figure.source, figure.line, figure.key), "")
        why = "; ".join(filter(None, (*_compared_with(figure, fact), listed)))
        if not figure.readable:
            yield Compared(figure, None, "unreadable", figure.note)
        elif fact is None or (fact.state == "missing" and not fact.rule):
            yield Compared(figure, None, "underivable", _why_underivable(figure, known is not None))
        else:
            yield Compared(figure, fact, "reproduced" if figure.agrees(fact) else "differs", why)


def _compared_with(figure: Figure, fact: Fact | None) -> Iterator[str]:
    """What a figure is compared with, where the record names it, and how; whether it is a bound."""
    year, _, measure, *_ = figure.fact_key
    if measure != figure.measure:
        yield text("review.joined", what=measure_text(measure, None))
    if year != figure.year:
        yield text("review.told_in", year=year)
    if fact is not None and fact.is_about:
        yield text("review.about")
    if figure.relation:
        yield text(f"review.relation.{figure.relation}")


UNDERIVABLE = {
    "economy": ("economy:",),
    "grade": ("grade:",),
    "target": ("target:", "criterion:", "goal:"),
    "hae": ("hae:",),
    "survey": ("response:", "question:", "answer:", "answered:", "answer-share", "item-response:"),
}


def _why_underivable(figure: Figure, year_known: bool) -> str:
    """The catalogue's name of the reason why no fact answers to a figure."""
    found = next(
        (name for name, prefixes in UNDERIVABLE.items() if figure.measure.startswith(prefixes)), "other"
    )
    return found if year_known or found != "other" else "year"
