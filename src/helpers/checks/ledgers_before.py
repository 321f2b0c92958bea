"""What earlier years' ledgers left, read anew as they lie now: own capital and each project's result."""

import pandas as pd

from helpers.context import Context
from helpers.counting.economy_sums import count, kept
from helpers.definitions import Definitions
from helpers.deliveries import ledger
from helpers.paths import LEDGER_FILE

TABLE = "ledgers_before"  # where the first chapter keeps it
COLUMNS = ["year", "measure", "ore"]
TYPES = {"year": "int64", "measure": "string", "ore": "Int64"}


def years_before(context: Context) -> list[Context]:
    """The earlier years that have a ledger and definitions, oldest first."""
    years = [context.at(year) for year in context.workspace.years_with_data() if year < context.year]
    return [c for c in years if c.is_defined and (c.raw / LEDGER_FILE).is_file()]


def ledgers_before(context: Context) -> pd.DataFrame:
    """COLUMNS: what each earlier year's ledger gives of what is compared with or added to, in öre.

    Nothing of a year whose definitions do not say how it is read; without amounts where its file is refused.

    Raises:
        DefinitionError: an earlier year's definitions are faulty.
    """
    rows = [
        (c.year, measure, ore)
        for c in years_before(context)
        for measure, ore in _left(c, c.definitions).items()
    ]
    return pd.DataFrame(rows, columns=COLUMNS).astype(TYPES)


def _left(context: Context, definitions: Definitions) -> dict[str, int | None]:
    if definitions.economy is None:
        return {}
    entries, _, faults = ledger.read(context.raw / LEDGER_FILE, LEDGER_FILE, definitions)
    found = kept(count(entries, definitions.economy))
    return dict.fromkeys(found) if faults.refused else found
