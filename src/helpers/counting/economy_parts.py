"""What the sums of the economy are made of, as the statements print them: facts that give another fact.

Whether they do is asked of the facts themselves: a sum stands only where it is exact.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from helpers.defining.economy_definitions import INCOME, Economy
from helpers.definitions import Definitions
from helpers.facts import Fact, Facts

PREFIX = "economy:"
COLUMNS = ("outcome", "budget", "deviation")
LAST_YEAR = "last-year:"
UNMAPPED, UNKNOWN_PROJECT = "unmapped", "unknown-project"

# Terms of each measure; `-` before one that is taken away. The first line that holds is how it is printed.
SUMS = (
    ("net-cost", "income:total costs:total depreciation"),
    ("result-after-financial", "net-cost financial-income financial-costs"),
    ("result", "result-after-financial extraordinary results:unmapped"),
    ("assets:current", "assets:receivables assets:cash"),
    ("assets:total", "assets:fixed assets:current assets:unmapped"),
    ("assets:total", "equity-and-debt:total"),
    ("equity:brought-forward", "last-year:equity:closing"),
    ("equity:closing", "equity:brought-forward result"),
    ("equity:change", "equity:closing -equity:brought-forward"),
    ("equity:decrease", "equity:brought-forward -equity:closing"),
    ("debt:total", "debt:long debt:short"),
    ("equity-and-debt:total", "equity:closing provisions debt:total equity-and-debt:unmapped"),
    ("cash-flow:before-working-capital", "result cash-flow:non-cash-adjustments"),
    (
        "cash-flow:operating",
        "cash-flow:before-working-capital cash-flow:receivables-change cash-flow:short-debt-change",
    ),
    ("cash-flow:total", "cash-flow:operating cash-flow:investing cash-flow:financing"),
    ("cash-flow:total", "assets:cash -cash-flow:opening-cash"),
    ("cash-flow:non-cash-adjustments", "provisions -last-year:provisions -depreciation"),
    ("cash-flow:receivables-change", "last-year:assets:receivables -assets:receivables"),
    ("cash-flow:short-debt-change", "debt:short -last-year:debt:short"),
    ("cash-flow:investing", "depreciation last-year:assets:fixed -assets:fixed"),
    ("cash-flow:financing", "debt:long -last-year:debt:long"),
    ("cash-flow:opening-cash", "last-year:assets:cash"),
    ("budget:deficit", "-budget:result"),
    ("outcome:result", "result"),
    ("deviation:equity:closing", "equity:closing -budget:equity:closing"),
)


class Term(NamedTuple):
    """A fact that is added, or taken away where `sign` is −1."""

    sign: int
    fact: Fact


class Sum(NamedTuple):
    """A fact and those that give it."""

    whole: Fact
    terms: tuple[Term, ...]

    @property
    def is_exact(self) -> bool:
        """Whether all are known and they give it, to the last öre."""
        facts = [self.whole, *(term.fact for term in self.terms)]
        return (
            bool(self.terms)
            and all(fact.ok for fact in facts)
            and self.whole.fraction == sum(term.sign * term.fact.fraction for term in self.terms)
        )


def sums_of(facts: Facts, defined: Definitions) -> list[Sum]:
    """Every exact sum among the economy's facts of a year; of one measure the printed one first.

    It is empty for definitions without an economy.
    """
    if defined.economy is None:
        return []
    place = defined.together.id
    here = {f.measure.removeprefix(PREFIX): f for f in facts.measures(place, PREFIX) if f.is_money}
    found = []
    for whole, terms in _named(defined.economy, list(here)):
        parts = [(-1 if name.startswith("-") else 1, here.get(name.removeprefix("-"))) for name in terms]
        if whole in here:
            found.append(Sum(here[whole], tuple(Term(sign, fact) for sign, fact in parts if fact)))
    return [one for one in found if one.is_exact]


def _named(economy: Economy, here: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Measures and the terms of each, without `economy:`, whether or not the year has them."""
    statements = [*((whole, terms.split()) for whole, terms in SUMS), *_of_projects(economy)]
    yield from statements
    for whole, terms in statements:
        if not any(LAST_YEAR in term for term in terms):
            yield f"{LAST_YEAR}{whole}", [_last_year(term) for term in terms]
    for note in dict.fromkeys(line.group for line in economy.notes):
        yield (
            f"{note}:total",
            [name for name in here if name.startswith(f"{note}:") and name != f"{note}:total"],
        )
    yield from _of_budget(economy, here)


def _last_year(term: str) -> str:
    """
    >>> _last_year("-result")
    '-last-year:result'
    """
    return f"-{LAST_YEAR}{term[1:]}" if term.startswith("-") else LAST_YEAR + term


def _of_projects(economy: Economy) -> Iterator[tuple[str, list[str]]]:
    """Income, costs and result of the whole are those of its projects."""
    ends = [*economy.project_objects, UNKNOWN_PROJECT] if economy.project_objects else []
    for name, whole in ((INCOME, "income:total"), ("costs", "costs:total"), ("result", "result")):
        yield whole, [f"{name}:{end}" for end in ends]


def _of_budget(economy: Economy, here: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Sums of the table of outcome against budget, in each of its columns."""
    rows = sorted(name.partition(":")[2] for name in here if name.startswith("outcome:"))
    groups = list(dict.fromkeys(line.id.rpartition(":")[0] for line in economy.budget))
    for row in rows:
        yield f"deviation:{row}", [f"outcome:{row}", f"-budget:{row}"]
    for column in COLUMNS:
        for whole, terms in _of_table(economy, groups):
            yield f"{column}:{whole}", [f"{column}:{term}" for term in terms]


def _of_table(economy: Economy, groups: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Groups of their rows; sides of a project of its groups; the whole of its projects."""
    rows = [line.id for line in economy.budget]
    projects = list(economy.project_objects)
    for group in groups:
        lost = [f"{group}:{UNMAPPED}"] if group.startswith(INCOME) else []
        yield group, [row for row in rows if row.rpartition(":")[0] == group] + lost
    costs = [group for group in groups if not group.startswith(INCOME)]
    for project in projects:
        mine = [group for group in costs if group.endswith(f":{project}")]
        yield f"costs:{project}", [*mine, f"costs:{project}:{UNMAPPED}"]
        yield f"result:{project}", [f"income:{project}", f"costs:{project}"]
    ends = [*projects, UNMAPPED, UNKNOWN_PROJECT]
    yield (
        "income:total",
        [f"income:{end}" for end in ends] if projects else [row for row in rows if row.startswith(INCOME)],
    )
    yield "costs:total", [f"costs:{end}" for end in ends] if projects else [*costs, f"costs:{UNMAPPED}"]
    yield "result", ["income:total", "costs:total"]
