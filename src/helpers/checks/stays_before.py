"""How long those stayed who left the year before: sums of its lists, read anew as they lie now."""

import pandas as pd

from helpers.counting import average_stay
from helpers.deliveries.delivery import Delivery
from helpers.facts import Facts

TABLE = "stays_before"  # where the first chapter keeps it
COLUMNS = average_stay.COLUMNS
TYPES = {"platform": "string", "group": "string", "days": "int64", "people": "int64"}


def stays_before(delivery: Delivery) -> pd.DataFrame:
    """COLUMNS: the days and the people of each average of the year before; too few give none.

    Raises:
        DefinitionError: the definitions of the year before are faulty.
    """
    rows = []
    if delivery.last_year:
        before, lists = delivery.last_year
        how = {part: status for (kind, part), status in before.statuses.items() if kind == "participants"}
        found = average_stay.facts(lists, before.definitions, how, {}, Facts([]))
        rows = [(f.platform, f.group, *f.counts) for f in found if f.measure == average_stay.AVERAGE and f.ok]
    return pd.DataFrame(rows, columns=COLUMNS).astype(TYPES)
