"""What must agree among a year's sums, and by how much it does not.

An identity's number is that of the chapter Avstämning; 1 to 3 are held by the reader, which refuses a ledger
that breaks them. `economy:identity:<id>` is 1 where it holds and 0 where not, `economy:identity-difference:`
the exact difference in kronor; both are missing where it cannot be tried.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from helpers.counting import economy_shares as shares
from helpers.counting.economy_leaves import NOTHING, UNKNOWN, Leaf, Sum, printed, total
from helpers.counting.economy_lines import OUTCOME, PLANNED
from helpers.counting.economy_statements import UNMAPPED
from helpers.counting.economy_sums import Counted, Earlier
from helpers.defining.economy_definitions import INCOME, Line
from helpers.defining.economy_names import MUNICIPALITY
from helpers.definitions import Definitions
from helpers.facts import Facts, Value

REFUSE, FLAG = "refuse", "flag"
MOST = 1000  # kronor that a fee may lie from its part: the fees are set in thousands


@dataclass(frozen=True)
class Identity:
    """Two things that must be the same.

    `difference` is the one less the other, in öre; None where one of them is not known. `of` are the sums
    that it is made of, `most` the öre that it may be.
    """

    id: str
    level: str
    difference: Fraction | None
    of: Sum
    most: int = 0

    @property
    def holds(self) -> bool | None:
        """Whether it holds; None where that cannot be tried."""
        return None if self.difference is None else abs(self.difference) <= self.most

    @property
    def is_refused(self) -> bool:
        """Whether the ledger cannot be counted because of it."""
        return self.level == REFUSE and self.holds is False

    @property
    def kronor(self) -> Value:
        """The difference in kronor: to the öre where it is of whole öre.

        Raises:
            ValueError: it is not known.
        """
        if self.difference is None:
            raise ValueError(f"not tried: {self.id}")
        if self.difference.denominator == 1:
            return Decimal(self.difference.numerator).scaleb(-2)
        return self.difference / 100


def identities(counted: Counted, definitions: Definitions, earlier: Earlier, known: Facts) -> list[Identity]:
    """Every identity of a year's ledger, by number.

    Args:
        counted: the year's sums.
        definitions: the year's.
        earlier: what is kept of earlier years' ledgers.
        known: the year's other facts, of which the municipalities' populations are taken.
    """
    sums = counted.sums
    return [
        *_balance(counted),
        *_own_capital(counted, definitions.year, earlier),
        *_notes(counted),
        _exact("7", FLAG, sums["cash-flow:total"], sums["assets:cash"] - sums["cash-flow:opening-cash"]),
        *_costs(counted),
        *_fees(counted),
        *_populations(counted, definitions, known),
        *_budget(counted),
    ]


def _exact(id_: str, level: str, one: Sum, other: Sum) -> Identity:
    difference = one - other
    return Identity(id_, level, Fraction(difference.ore) if difference.is_known else None, difference)


def _balance(counted: Counted) -> Iterator[Identity]:
    """Assets are own capital, provisions and debt, when the year began and when it ended."""
    opening = counted.ledger.now.opening
    assets = printed(leaf for leaf in opening if leaf.is_asset)
    yield _exact("4:opening", REFUSE, assets, printed(leaf for leaf in opening if not leaf.is_asset))
    sums = counted.sums
    yield _exact("4:closing", REFUSE, sums["assets:total"], sums["equity-and-debt:total"])


def _own_capital(counted: Counted, year: int, earlier: Earlier) -> Iterator[Identity]:
    """Own capital changes by the result, and begins as it ended the year before."""
    sums = counted.sums
    yield _exact("5:change", REFUSE, sums["equity:change"], sums["result"])
    last = earlier.get(year - 1, {}).get("equity:closing")
    ended = Sum(last) if last is not None else counted.last.get("equity:closing", UNKNOWN)
    yield _exact("5:last-year", FLAG, sums["equity:brought-forward"], ended)


def _notes(counted: Counted) -> Iterator[Identity]:
    """A note's sum is that of the lines that it divides; its fees and its other income are the budget's."""
    year = counted.ledger.now
    leaves = [*year.movement, *year.closing]
    for note, scope in counted.scopes.items():
        within = (leaf for leaf in leaves if (leaf.line, None) in scope or (leaf.line, leaf.project) in scope)
        yield _exact(f"6:{note}", FLAG, counted.sums[f"{note}:total"], printed(within))
    fees = [line for line in counted.economy.notes if line.member]
    if fees and counted.economy.budget:
        yield from _income(counted, fees)


def _income(counted: Counted, fees: list[Line]) -> Iterator[Identity]:
    """The budget's rows that take what the fees' lines take are the fees; the others are other income."""
    sums, note = counted.sums, fees[0].group
    others = [line for line in counted.economy.notes if line.group == note and not line.member]
    paid = total(sums[line.id] for line in fees)
    rest = total(sums[line.id] for line in others) + sums.get(f"{note}:{UNMAPPED}", NOTHING)
    project = fees[0].project
    mine: list[Sum] = []
    other: list[Sum] = []
    for row in counted.economy.budget:
        if row.group == INCOME and row.project == project:
            is_fee = any(a.meets(b) for fee in fees for a in fee.spans for b in row.spans)
            (mine if is_fee else other).append(sums[f"{OUTCOME}:{row.id}"])
    lost = sums.get(f"{OUTCOME}:{INCOME}:{project}:{UNMAPPED}", NOTHING)
    yield _exact("6:member-fees", FLAG, paid, total(mine))
    yield _exact("6:other-income", FLAG, rest, total(other) + lost)


def _costs(counted: Counted) -> Iterator[Identity]:
    """The statement's costs, depreciation and financial costs are the budget table's costs, per project."""
    year, projects = counted.ledger.now, counted.projects
    costs: dict[str, list[Leaf]] = {project: [] for project in projects or ["total"]}
    for leaf in year.movement:
        if leaf.line not in (INCOME, "financial-income"):
            costs.get(leaf.project if projects else "total", []).append(leaf)
    for project, leaves in costs.items():
        yield _exact(f"8:{project}", FLAG, printed(leaves), counted.sums[f"{OUTCOME}:costs:{project}"])


def _fees(counted: Counted) -> Iterator[Identity]:
    """The state pays half of the fees, the region and the municipalities a quarter each."""
    paid = shares.fees(counted.economy, counted.sums)
    whole = total(paid.values())
    named = {
        "state": (shares.PART_OF_STATE, 2),
        "region": (shares.PART_OF_REGION, 4),
        "municipalities": (shares.PART_OF_MUNICIPALITIES, 4),
    }
    parts = shares.parts_of_fees(paid) if paid else {}
    for name, (part, of) in named.items():
        if part in parts:
            difference = Fraction(parts[part].ore) - Fraction(whole.ore, of) if whole.is_known else None
            yield Identity(f"9:{name}", FLAG, difference, whole, MOST * 100)


def _populations(counted: Counted, definitions: Definitions, known: Facts) -> Iterator[Identity]:
    """Each municipality pays by its part of the people of working age, as the register has them."""
    areas = [area.id for area in definitions.municipalities]
    paid = {m: fee for m, fee in shares.fees(counted.economy, counted.sums).items() if m in areas and fee.ore}
    people = _people(definitions, known, list(paid))
    whole = total(paid.values())
    for member, fee in paid.items():
        part = Fraction(people[member], sum(people.values())) if people else None
        difference = None if part is None or not whole.is_known else fee.ore - part * whole.ore
        yield Identity(f"{MUNICIPALITY}{member}", FLAG, difference, whole, MOST * 100)


def _people(definitions: Definitions, known: Facts, areas: list[str]) -> Mapping[str, int]:
    """Area -> people, of the latest period that all have; nothing where there is none."""
    found: dict[str, dict[str, int]] = {}
    for fact in known.measures(definitions.together.id, "hae:"):
        _, area, period, *kind = fact.measure.split(":")
        if kind == ["share"] and area in areas and fact.denominator:
            found.setdefault(period, {})[area] = fact.denominator
    whole = [period for period, people in found.items() if len(people) == len(areas)]
    return found[max(whole)] if whole else {}


def _budget(counted: Counted) -> Iterator[Identity]:
    """The table's result is that of its accounts; own capital is budgeted as it began and with the result."""
    sums = counted.sums
    yield _exact("10:outcome", FLAG, sums[f"{OUTCOME}:result"], sums["result"])
    planned = sums[f"{PLANNED}:result"]
    whole = printed(counted.ledger.budget)
    yield _exact("10:budget", FLAG, planned, whole)
    declared: Mapping[str, int] = {d.id: int(d.kronor * 100) for d in counted.economy.declared}
    equity = declared.get("budget:equity:closing")
    closing = Sum(equity) if equity is not None else UNKNOWN
    yield _exact("10:equity", FLAG, closing, sums["equity:brought-forward"] + planned)
