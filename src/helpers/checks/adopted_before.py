"""What earlier accounts, as the board adopted them, said of public support: totals, read from their facts."""

from pathlib import Path

import pandas as pd

from helpers.context import Context
from helpers.counting.society import ADOPTED
from helpers.fact_csv import read_csv

TABLE = "adopted_before"  # where the first chapter keeps it
COLUMNS = ADOPTED
TYPES = {"area": "string", "period": "string", "total": "float64"}
FACTS = "facts.csv"


def adopted_facts(context: Context) -> list[Path]:
    """The facts of each earlier year beside the year that the board has adopted, oldest first.

    A run has tried before that what is frozen of these years is what was adopted.
    """
    years = [year for year in context.years_beside if year < context.year]
    sets = [folder for year in years if (folder := context.workspace.last_adopted(year))]
    return [folder / FACTS for folder in sets if (folder / FACTS).is_file()]


def adopted_before(context: Context) -> pd.DataFrame:
    """COLUMNS: the total of each area and period in the latest adopted account that has it."""
    found: dict[tuple[str, str], float] = {}
    together = context.definitions.together.id
    for path in adopted_facts(context):
        for fact in read_csv(path).measures(together, "hae:"):
            _, area, period, what = fact.measure.split(":")
            if what == "total" and fact.ok:
                found[area, period] = float(fact.fraction)
    rows = [(area, period, total) for (area, period), total in sorted(found.items())]
    return pd.DataFrame(rows, columns=COLUMNS).astype(TYPES)
