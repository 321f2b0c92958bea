"""Rules of the effects on society: helårsekvivalenter per municipality."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

import pandas as pd

from helpers.counting.rule import S19, U18, Rule
from helpers.definitions import Definitions
from helpers.facts import Fact, Key, Rows, missing, share
from helpers.rows import RowIndex

CHANGES = {"percentage-points": "change", "percent": "change-percent"}  # unit -> the measure's last part
SINCE_ADOPTED = "society.revision-adopted"  # rule of what differs from an earlier account
ADOPTED = ["area", "period", "total"]  # of the table `adopted_before`
COUNTS = ("ill-health", "labour-market-support", "social-assistance", "total")
HALF = "-h1"  # how the period of a first half-year ends
FROM_YEAR = "change-from-year"  # of a half-year from the whole year before it: no like with like


def of_adopted(table: pd.DataFrame) -> dict[tuple[str, str], int | Fraction]:
    """(area, period) -> the total that the table `adopted_before` gives.

    >>> of_adopted(pd.DataFrame([("umea", "2018", 8290.0)], columns=ADOPTED))
    {('umea', '2018'): 8290}
    """
    rows = table[ADOPTED].itertuples(index=False, name=None)
    return {(area, period): exact(total) for area, period, total in rows}


def facts(
    table: pd.DataFrame,
    definitions: Definitions,
    adopted: Mapping[tuple[str, str], int | Fraction] | None = None,
) -> list[Fact]:
    """Counts, share of the population of working age and its change in percentage points.

    The change in per cent, which is another number, is counted where the year has a goal in per cent.

    The share is our own working of Statistics Sweden's figures. A half-year is compared only with the same
    half-year; the change is from the year before (socialt-bokslut-2018-ungdomstorget:214-230). What a print
    that compares a half-year with a whole year says is counted beside it, under a name of its own.

    Of several editions of a figure the latest counts, and what it changed is told: of the figure in an
    earlier account that the board adopted (`adopted`: area and period -> total), where that is another, else
    of the edition before it in the file.
    """
    found: list[Fact] = []
    table = table.reset_index(drop=True)
    index = RowIndex(table["row"])
    shares, editions = {}, _editions(table)
    for label in (labels[-1] for labels in editions):
        r = table.loc[label].to_dict()
        at, rows = f"hae:{r['area']}:{r['period']}", index.at([label])
        for what in COUNTS:
            key = _key(definitions, f"{at}:{what}")
            found.append(_count(key, r[what], rows))
        shares[r["area"], r["period"]] = _share(_key(definitions, f"{at}:share"), r, rows)
    found += shares.values()
    found += [
        _change(_key(definitions, f"hae:{area}:{period}:{CHANGES[unit]}"), unit, now, last)
        for unit in _units(definitions)
        for (area, period), now in shares.items()
        for last in [shares.get((area, before(period)))]
    ]
    found += _from_years(shares, definitions)
    known = adopted or {}
    return found + [f for labels in editions for f in _revision(table, labels, index, definitions, known)]


def _from_years(shares: Mapping[tuple[str, str], Fact], definitions: Definitions) -> Iterator[Fact]:
    """The change of each half-year from the whole year before it."""
    for (area, period), now in shares.items():
        if "-" in period:
            key = _key(definitions, f"hae:{area}:{period}:{FROM_YEAR}")
            last = shares.get((area, whole_year_before(period)))
            yield _change(key, "percentage-points", now, last, "society.change-from-year")


def _editions(table: pd.DataFrame) -> list[list[int]]:
    """The labels of the rows of each area and period, the latest edition last; one without a day is first."""
    dated = table.sort_values("edition", kind="stable", na_position="first")
    groups = dated.groupby(["area", "period"], sort=False)
    return [list(labels) for labels in sorted(groups.groups.values(), key=lambda labels: labels[-1])]


def _revision(
    table: pd.DataFrame,
    labels: list[int],
    index: RowIndex,
    definitions: Definitions,
    adopted: Mapping[tuple[str, str], int | Fraction],
) -> Iterator[Fact]:
    """What the latest edition of a total changed of an adopted account, else of the edition before it."""
    now = table.loc[labels[-1]]
    area, period, total = str(now["area"]), str(now["period"]), now["total"]
    key = _key(definitions, f"hae:{area}:{period}:revision")
    before = adopted.get((area, period))
    if before is not None and not pd.isna(total) and exact(total) != before:
        rows = index.at(labels[-1:])
        yield Fact(*key, exact(total) - before, unit="count", state="ok", rule=SINCE_ADOPTED, rows=rows)
    elif len(labels) > 1:
        last = table.loc[labels[-2]]["total"]
        if pd.isna(last) or pd.isna(total):
            yield missing(key, "count", "society.revision")
        else:
            rows, changed = index.at(labels[-2:]), exact(total) - exact(last)
            yield Fact(*key, changed, unit="count", state="ok", rule="society.revision", rows=rows)


def _units(definitions: Definitions) -> list[str]:
    """The units that changes are counted in: percentage points, and per cent where a goal is in it."""
    aimed = {i.target_fall[1] for _, _, i in definitions.indicators() if i.target_fall}
    return [unit for unit in CHANGES if unit == "percentage-points" or unit in aimed]


def _key(definitions: Definitions, measure: str) -> Key:
    return (definitions.year, definitions.together.id, measure, "", "all")


def exact(number: float) -> int | Fraction:
    """A delivered number as it was written: whole, or a decimal.

    >>> exact(1250.0), exact(0.1)
    (1250, Fraction(1, 10))
    """
    written = Fraction(repr(float(number)))
    return int(written) if written.denominator == 1 else written


def _count(key: Key, number: float, rows: Rows) -> Fact:
    if pd.isna(number):
        return missing(key, "count", "society.count")
    return Fact(*key, exact(number), unit="count", state="ok", rule="society.count", rows=rows)


def _share(key: Key, r: dict, rows: Rows) -> Fact:
    """The exact share: of the counts themselves, scaled up only where one has decimals."""
    if pd.isna(r["total"]) or pd.isna(r["population"]):
        return missing(key, "share", "society.share")
    total, population = exact(r["total"]), exact(r["population"])
    if isinstance(total, Fraction) or isinstance(population, Fraction):
        total, population = (Fraction(total) / population).as_integer_ratio()
    return share(key, total, population, "society.share", rows, rows)


def before(period: str) -> str:
    """The same period of the year before.

    >>> before("2019"), before("2019-h1")
    ('2018', '2018-h1')
    """
    year, _, half = period.partition("-")
    return f"{int(year) - 1}-{half}" if half else str(int(year) - 1)


def whole_year_before(period: str) -> str:
    """The whole year before a half-year.

    >>> whole_year_before("2019-h1")
    '2018'
    """
    return before(period.partition("-")[0])


def _change(key: Key, unit: str, now: Fact, last: Fact | None, rule: str = "society.change") -> Fact:
    """A share less the one before, in percentage points; or in per cent of the one before."""
    if last is None or not (now.ok and last.ok) or (unit == "percent" and not last.fraction):
        return missing(key, unit, rule)
    change = 100 * (now.fraction - last.fraction)
    if unit == "percent":
        change /= last.fraction
    return Fact(*key, change, unit=unit, state="ok", rule=rule, rows=now.rows + last.rows)


def latest(facts_of_year: Iterable[Fact], area: str, what: str) -> Fact | None:
    """The latest period's fact of an area that has a value."""
    mine: Iterator[Fact] = (
        f
        for f in facts_of_year
        if f.measure.startswith(f"hae:{area}:") and f.measure.endswith(f":{what}") and f.ok
    )
    return max(mine, key=lambda f: f.measure, default=None)


RULES = {
    "society.count": Rule(facts, "mätt i antalet helårsekvivalenter", U18, 421),
    "society.share": Rule(facts, "mätt i antalet helårsekvivalenter i förhållande till", U18, 421, 422),
    "society.change": Rule(facts, "har minskat med 1%", U18, 420),
    "society.change-from-year": Rule(
        facts, "jamforelse mellan helaret 2018 och forsta halvaret 2019", S19, 821
    ),
    "society.revision": Rule(_revision, "", "", 0),
    SINCE_ADOPTED: Rule(_revision, "", "", 0),
}
