"""Rules of the effects on society: helårsekvivalenter per municipality."""

from fractions import Fraction

import pandas as pd

from helpers.codes import ASSOCIATION
from helpers.facts import Fact, missing, share

COUNTS = ("ill-health", "labour-market-support", "social-assistance", "total")


def facts(table: pd.DataFrame, year: int) -> list[Fact]:
    """Counts, share of the population of working age and its change in percentage points.

    The share is our own working of Statistics Sweden's figures. A half-year is compared only with the same
    half-year; the change is from the year before (socialt-bokslut-2018-ungdomstorget:214-230).
    """
    found: list[Fact] = []
    for row in table.itertuples():
        key = lambda what, row=row: (year, ASSOCIATION, f"hae:{row.area}:{row.period}:{what}", "", "all")  # noqa: E731
        values = row._asdict() | {c: getattr(row, c.replace("-", "_"), None) for c in COUNTS}
        values |= dict(zip(table.columns, row[1:], strict=True))
        for what in COUNTS:
            if pd.isna(values[what]):
                found.append(missing(key(what), "count", "society.count"))
            else:
                found.append(
                    Fact(
                        *key(what),
                        value=_number(values[what]),
                        unit="count",
                        state="ok",
                        rule="society.count",
                        rows=(row.row,),
                    )
                )
        share_fact = _share(values, key("share"))
        found += [share_fact, _change(table, values, share_fact, key("change"))]
    return found


def _number(value: float) -> int | float:
    return int(value) if float(value).is_integer() else float(value)


def _fraction(total: float, population: float) -> tuple[int, int]:
    """The exact share as numerator and denominator: the counts themselves, scaled up only where one has decimals."""
    if float(total).is_integer() and float(population).is_integer():
        return int(total), int(population)
    exact = Fraction(str(total)) / Fraction(str(population))
    return exact.numerator, exact.denominator


def _share(values: dict, key: tuple) -> Fact:
    if pd.isna(values["total"]) or pd.isna(values["population"]):
        return missing(key, "share", "society.share")
    refs = (values["row"],)
    return share(key, *_fraction(values["total"], values["population"]), "society.share", refs, refs)


def _change(table: pd.DataFrame, values: dict, now: Fact, key: tuple) -> Fact:
    year, _, half = values["period"].partition("-")
    before = f"{int(year) - 1}-{half}" if half else str(int(year) - 1)
    earlier = table[(table["area"] == values["area"]) & (table["period"] == before)]
    if earlier.empty or not now.ok or earlier[["total", "population"]].isna().any(axis=None):
        return missing(key, "percentage-points", "society.change")
    last = earlier.iloc[0]
    difference = now.fraction - Fraction(*_fraction(last["total"], last["population"]))
    return Fact(
        *key,
        value=float(100 * difference),
        unit="percentage-points",
        state="ok",
        rule="society.change",
        rows=(values["row"], last["row"]),
    )


def latest(facts_of_year: list[Fact], area: str, what: str) -> Fact | None:
    """The latest period's fact of an area that has a value."""
    mine = [
        f
        for f in facts_of_year
        if f.measure.startswith(f"hae:{area}:") and f.measure.endswith(f":{what}") and f.ok
    ]
    return max(mine, key=lambda f: f.measure, default=None)
