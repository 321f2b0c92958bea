"""What follows from the statements: the members' parts, own capital of the fees, cost of a participation."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from helpers.counting.economy_leaves import NOTHING, Sum, Sums, total
from helpers.counting.economy_lines import DEVIATION, OUTCOME, PLANNED
from helpers.defining.economy_definitions import REGION, STATE, Economy
from helpers.facts import KRONOR, NO_ROWS, Facts, Rows

# How the account calls the members' three parts (styrelsehandlingar-2020-03-20-arsredovisning-2019:486-488).
PART_OF_STATE, PART_OF_REGION = "forsakringskassan+arbetsformedlingen", "landstinget"
PART_OF_MUNICIPALITIES = "kommunerna"
PER = {"per-participation": "total", "per-discharge": "discharged"}
PARTS_OF_MEMBER = {"assets": "assets:total", "debt": "debt:total", "equity": "equity:closing"}


@dataclass(frozen=True)
class Quotient:
    """A measure that one thing divided by another gives; no value where that is nothing, or not known.

    `of` is what is divided, `rows` the rows of what divides it where those are no leaves.
    """

    measure: str
    rule: str
    unit: str
    value: Fraction | None
    of: Sum
    by: Sum = NOTHING
    rows: Rows = NO_ROWS


def share(measure: str, rule: str, part: Sum, whole: Sum) -> Quotient:
    """The part that a sum is of another."""
    is_known = part.is_known and whole.is_known and whole.ore != 0
    return Quotient(measure, rule, "share", Fraction(part.ore, whole.ore) if is_known else None, part, whole)


def fees(economy: Economy, sums: Sums) -> dict[str, Sum]:
    """Member -> its fee: the lines of notes that name it."""
    found: dict[str, list[Sum]] = {}
    for line in economy.notes:
        if line.member:
            found.setdefault(line.member, []).append(sums[line.id])
    return {member: total(mine) for member, mine in found.items()}


def parts_of_fees(paid: Mapping[str, Sum]) -> dict[str, Sum]:
    """The state's, the region's and the municipalities' fees."""
    of = {STATE: PART_OF_STATE, REGION: PART_OF_REGION}
    found: dict[str, list[Sum]] = {part: [] for part in (*of.values(), PART_OF_MUNICIPALITIES)}
    for member, fee in paid.items():
        found[of.get(member, PART_OF_MUNICIPALITIES)].append(fee)
    return {part: total(mine) for part, mine in found.items()}


def of_fees(economy: Economy, sums: Sums) -> Iterator[Quotient]:
    """The members' parts of the fees, and what each has of assets, debt and own capital by its fee.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:486-488; law 2003:1210, 9 §.
    """
    paid = fees(economy, sums)
    whole = total(paid.values())
    if not paid:
        return
    for part, fee in parts_of_fees(paid).items():
        yield share(f"share-of-member-fees:{part}", "economy.member-fees", fee, whole)
    equity = sums["equity:closing"]
    yield share("own-capital:share-of-fees", "economy.own-capital", equity, whole)
    for member, fee in paid.items():
        for name, measure in PARTS_OF_MEMBER.items():
            of, its = (
                sums[measure],
                share(f"member-share:{member}:{name}", "economy.member-share", fee, whole),
            )
            value = None if its.value is None or not of.is_known else its.value * Fraction(of.ore, 100)
            yield Quotient(its.measure, its.rule, KRONOR, value, of, whole)


def of_budget(projects: Iterable[str], sums: Sums) -> Iterator[Quotient]:
    """ "Verksamhetskostnaden blev 1117 tkr lägre än budgeterat (8%)".

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:1243.
    """
    for project in (*projects, "total"):
        deviation, planned = (sums[f"{kind}:costs:{project}"] for kind in (DEVIATION, PLANNED))
        yield share(f"deviation-share:costs:{project}", "economy.deviation-share", deviation, -planned)


def of_participations(economy: Economy, sums: Sums, participants: Facts) -> Iterator[Quotient]:
    """What the rows that pay a platform, or some together, cost for each participation and each discharge.

    The association's part only: the members' own financing is not in its ledger.
    """
    paid: dict[tuple[str, ...], list[Sum]] = {}
    for line in economy.budget:
        if line.platforms:
            paid.setdefault(tuple(sorted(line.platforms)), []).append(sums[f"{OUTCOME}:{line.id}"])
    for platforms, rows in paid.items():
        cost = -total(rows)
        for name, measure in PER.items():
            counts = [participants.get(platform, measure) for platform in platforms]
            number = sum(fact.integer for fact in counts) if all(fact.ok for fact in counts) else 0
            value = Fraction(cost.ore, 100 * number) if number and cost.is_known else None
            behind = sum((fact.rows for fact in counts), NO_ROWS)
            place = f"cost:{'+'.join(platforms)}:{name}"
            yield Quotient(place, "economy.cost", KRONOR, value, cost, rows=behind)
