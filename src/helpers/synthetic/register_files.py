"""What registers say of an association: SUS of its lists, helårsekvivalenter of its municipalities."""

import numpy as np

from helpers.synthetic.invented_association import Association
from helpers.synthetic.list_files import Columns, csv_file, days, numbers
from helpers.synthetic.national_model import REGISTERS, STATISTICS, model, population, stream
from helpers.synthetic.participation_rows import Rows
from helpers.synthetic.year_definitions import content

NO_SUPPORT = "Ingen offentlig försörjning"


def sus(association: Association, year: int, rows: Rows) -> tuple[str, bytes]:
    """The extract of a year: participations that began in it or the year before, a row an income."""
    rng = stream(association.seed, REGISTERS, association.index * 10_000 + year)
    chances, known = model()["sus"], rows.known(year)
    began = known.start.astype("datetime64[Y]").astype(int) + 1970 >= year - 1
    mine = known.of(began & ~np.isnat(known.start) & (rng.random(len(began)) < chances["registered"]))
    labels = content(association, year)["sus"]
    n = len(mine.person)
    drawn = {k: rng.choice(len(chances[k]), n, p=chances[k]) for k in ("time", "education", "support")}
    support = np.array(labels["support"])
    has_second = (support[drawn["support"]] != NO_SUPPORT) & (rng.random(n) < chances["second_income"])
    other = (drawn["support"] + rng.integers(1, len(support) - 1, n)) % (len(support) - 1)
    row = np.concatenate([np.arange(n), np.flatnonzero(has_second)])
    before = support[np.concatenate([drawn["support"], other[has_second]])]
    return "sus.csv", csv_file(*_extract(association, mine, row, before, drawn, labels, rng), "cp1252")


def _extract(
    association: Association,
    mine: Rows,
    row: np.ndarray,
    before: np.ndarray,
    drawn: dict[str, np.ndarray],
    labels: dict,
    rng: np.random.Generator,
) -> tuple[Columns, list[str]]:
    """The table, and its columns in order; `row` is each line's place among the registrations."""
    years = np.array([*(f"{n},5" for n in range(len(labels["time"]) - 2)), "", ""])
    left, has_left = mine.end, ~np.isnat(mine.end)
    n, chances = len(mine.person), model()["sus"]
    after = np.array(labels["support"])[rng.choice(len(chances["support"]), n, p=chances["support"])]
    work = np.array(labels["occupation"])[rng.choice(len(chances["occupation"]), n, p=chances["occupation"])]
    table = {
        "Insats": np.array([p.name for p in association.platforms])[mine.platform],
        "Personnummer": numbers(century=True, hyphen=True)[mine.person],
        "Kön": np.where(mine.woman, "Kvinna", "Man"),
        "Startdatum": days(mine.start, "iso"),
        "Slutdatum": days(left, "iso"),
        "Tid i offentlig försörjning": np.array(labels["time"])[drawn["time"]],
        "Antal år i offentlig försörjning": years[drawn["time"]],
        "Utbildningsnivå": np.array(labels["education"])[drawn["education"]],
        "Försörjning efter": np.where(has_left, after, ""),
        "Sysselsättning efter": np.where(has_left, work, ""),
    }
    lines = {header: cells[row] for header, cells in table.items()}
    lines |= {"Försörjning före": before, "Omfattning före": np.where(before == NO_SUPPORT, "", "100")}
    order = list(lines)
    return lines, [*order[:8], *order[10:], *order[8:10]]


def yearly_equivalents(association: Association, year: int) -> tuple[str, bytes]:
    """People supported a whole year, of working age, in each municipality: this year and the one before."""
    given, areas = model()["hae"], association.municipalities
    headers = ("Kommun", "År", "Period", "Ohälsa", "Arbetsmarknadsstöd", "Ekonomiskt bistånd", "Totalt")
    lines = []
    for place, area in enumerate(areas):
        rng = stream(association.seed, STATISTICS, association.index * 10_000 + place)
        people_there = population(association.seed, association.index, place)
        of_one = np.array(given["shares"]) * rng.lognormal(0, 0.2, 3)
        factors = np.exp(np.cumsum(rng.normal(0, given["change"], (200, 3)), axis=0))
        for at in (year - 1, year):
            people = np.rint(people_there * of_one * factors[at - 2000]).astype(int).tolist()
            lines.append([area, str(at), "helår", *map(str, people), str(sum(people)), str(people_there)])
    columns = (*headers, "Befolkning")
    table = {h: np.array([line[n] for line in lines]) for n, h in enumerate(columns)}
    return "helarsekvivalenter.csv", csv_file(table, columns, "cp1252")
