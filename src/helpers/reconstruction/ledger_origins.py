"""Which facts of a reconstructed ledger are printed, and which follow from print; the rest is invented.

A fact follows where it does not matter how the accounts share the printed sums that the choices leave free:
it is the same of another ledger that gives the same print.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from helpers.audit import record
from helpers.counting import economy
from helpers.definitions import Definitions
from helpers.deliveries import ledger as delivered
from helpers.facts import DERIVED, KRONOR, PRINTED, Fact, Facts, Key
from helpers.reconstruction.ledger_file import NAME, ledger
from helpers.reconstruction.ledger_leaves import LEDGER_YEARS, LedgerPlan
from helpers.rounding import half_away

ANY_LEDGER = "the same of every ledger that gives the print"
Grounds = dict[Key, tuple[str, str]]  # key -> origin, and the printed line or why it follows


def grounds(published: Path, choices: Path, defined: Mapping[int, Definitions], known: Facts) -> Grounds:
    """What the facts of a year's ledger rest on; nothing for what is invented, or of a year without a ledger.

    Args:
        published: the folder of the record.
        choices: `data/reconstruction/ledger.yaml`.
        defined: the definitions of the years with a ledger.
        known: the other facts of the year.
    """
    year = next(iter(known)).year
    if year not in LEDGER_YEARS:
        return {}
    plans = [LedgerPlan(published, choices, other=other) for other in (False, True)]
    here, there = (_booked(plan, year, defined, known) for plan in plans)
    found: Grounds = {}
    for figure in record.read(published, "economy"):
        fact = here.get(figure.key)
        if fact is not None and figure.agrees(fact):
            found.setdefault(fact.key, (PRINTED, f"{figure.source}:{figure.line}"))
    for fact in here.values():
        if fact.ok and _same(fact, there[fact.key]):
            found.setdefault(fact.key, (DERIVED, ANY_LEDGER))
    return found


def _booked(plan: LedgerPlan, year: int, defined: Mapping[int, Definitions], known: Facts) -> dict[Key, Fact]:
    """The facts of a year's ledger, the earlier ones before it."""
    counted = {y: _counted(plan, defined[y]) for y in LEDGER_YEARS if y <= year}
    earlier = {y: economy.kept(sums) for y, sums in counted.items() if y < year}
    return {fact.key: fact for fact in economy.facts(counted[year], defined[year], earlier, known)}


def _counted(plan: LedgerPlan, defined: Definitions) -> economy.Counted:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, NAME)
        path.write_bytes(ledger(plan, defined.year))
        entries, _, _ = delivered.read(path, NAME, defined)
    if defined.economy is None:
        raise ValueError(f"{defined.year}: the definitions say nothing of a ledger")
    return economy.count(entries, defined.economy)


def _same(fact: Fact, other: Fact) -> bool:
    """Whether two facts are the same as far as a reader sees: öre are nobody's print."""
    if not other.ok or fact.unit != KRONOR:
        return other.ok and fact.value == other.value
    return half_away(fact.fraction) == half_away(other.fraction)
