"""The shipped registers of society: helårsekvivalenter as printed, else as the choices say."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from helpers.audit.rules.sums import HAE_PARTS
from helpers.codes import area_id
from helpers.reconstruction.blueprint import Contradiction, Plan
from helpers.reconstruction.lists import Cell, csv_bytes

# The areas of the printed tables of helårsekvivalenter, in their order.
AREAS = ("umea", "vannas", "vindeln", "robertsfors", "nordmaling", "bjurholm", "vasterbotten", "riket")
PERIODS = {"": "helår", "h1": "halvår 1"}
SOCIETY: list[Cell] = [
    *("Kommun", "År", "Period", "Ohälsa", "Arbetsmarknadsstöd", "Ekonomiskt bistånd", "Totalt"),
    "Befolkning",
]
EDITION = "Utgåva"


def files(plan: Plan, year: int) -> dict[str, bytes]:
    """The year's files of registers, by name."""
    areas = list(_society(plan, year))
    header = [*SOCIETY, EDITION] if plan.choices["society"].get(year) else SOCIETY
    return {"helarsekvivalenter.csv": csv_bytes([header, *areas])} if areas else {}


def _society(plan: Plan, year: int) -> Iterator[list[Cell]]:
    """A row for every area and earlier year that the account prints a total of, then those of the choices.

    An account whose own table is lost has the years of the account before it, and editions.
    """
    chosen = plan.choices["society"].get(year, {})
    account = year - 1 if chosen else year
    drawn = [f"{chosen['edition']:%Y-%m-%d}"] if chosen else []
    for area in AREAS:
        name = plan.defined[year].areas_of_statistics[area]
        if area_id(name) != area:
            raise Contradiction(f"{year}: {name} is not delivered as {area}")
        for period in range(2014, year):
            total = _printed(plan, account, area, period, "total")
            if total is not None:
                parts = [_printed(plan, account, area, period, w) for w in HAE_PARTS]
                cells = ["" if p is None else int(p) for p in parts]
                people = _population(plan, account, area, period, total)
                yield [name, period, "helår", *cells, int(total), people, *drawn]
        for edition in [e for e in (chosen, chosen.get("earlier")) if e]:
            for written, (total, people) in edition.get(area, {}).items():
                when, _, part = written.partition("-")
                day = f"{edition['edition']:%Y-%m-%d}"
                yield [name, int(when), PERIODS[part], "", "", "", total, people, day]


def _printed(plan: Plan, account: int, area: str, period: int, what: str) -> Decimal | None:
    """A number of the yearly equivalents as an account prints it; None where it does not."""
    place = plan.defined[account].together.id
    figure = plan.by_key.get((account, place, f"hae:{area}:{period}:{what}", "", "all"))
    return figure.value if figure else None


def _population(plan: Plan, year: int, area: str, period: int, total: Decimal) -> Cell:
    """The population that the choices give an area, else what the printed count and share imply; else ''."""
    chosen = plan.choices["population"].get(area, {}).get(period)
    share = _printed(plan, year, area, period, "share") or _printed(plan, 2018, area, period, "share")
    if chosen or not share:
        return chosen or ""
    return round(Fraction(int(total)) / (Fraction(share) / 100))
