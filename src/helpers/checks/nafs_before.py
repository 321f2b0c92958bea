"""What NAFS was answered the year before: sums of last year's `nafs.csv`, read anew as it lies now."""

from itertools import product

import pandas as pd

from helpers.counting import nafs
from helpers.defining.nafs_definitions import ALL
from helpers.deliveries.delivery import Delivery
from helpers.facts import Facts

TABLE = "nafs_before"  # where the first chapter keeps it
COLUMNS = nafs.BEFORE
TYPES = {"statement": "string", "authority": "string", "total": "int64", "answered": "int64"}


def nafs_before(delivery: Delivery) -> pd.DataFrame:
    """COLUMNS: the sum and the number of each mean of the year before that may be told.

    `statement` is this year's, which had the same words then, whatever its number was.

    Raises:
        DefinitionError: the definitions of the year before are faulty.
    """
    rows: list[tuple[str, str, int, int]] = []
    asked = delivery.definitions.nafs
    if asked and delivery.last_year and (then := delivery.last_year[0].definitions.nafs):
        before = delivery.last_year[0]
        known = Facts(nafs.facts(before.read("foljsamhet")["nafs_answers"], before.definitions))
        for statement, authority in product(then.statements, (*then.authority_ids, ALL)):
            fact = known.get(then.place, nafs.measure(statement.id, authority, "mean"))
            if fact.ok and (now := asked.statement(statement.text)):
                rows.append((now, authority, *fact.counts))
    return pd.DataFrame(rows, columns=COLUMNS).astype(TYPES)
