"""What earlier accounts, as the board adopted them, said of public support: totals, read from their facts."""

import pandas as pd

from helpers.context import Context
from helpers.counting.society import ADOPTED
from helpers.fact_csv import read_csv

TABLE = "adopted_before"  # where the first chapter keeps it
COLUMNS = ADOPTED
TYPES = {"area": "string", "period": "string", "total": "float64"}


def adopted_before(context: Context) -> pd.DataFrame:
    """COLUMNS: the total of each area and period in the latest adopted account that has it."""
    found: dict[tuple[str, str], float] = {}
    together = context.definitions.together.id
    for path in context.adopted_facts:
        for fact in read_csv(path).measures(together, "hae:"):
            _, area, period, what = fact.measure.split(":")
            if what == "total" and fact.ok:
                found[area, period] = float(fact.fraction)
    rows = [(area, period, total) for (area, period), total in sorted(found.items())]
    return pd.DataFrame(rows, columns=COLUMNS).astype(TYPES)
