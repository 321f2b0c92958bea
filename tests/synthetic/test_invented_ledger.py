"""The ledgers of invented associations: read without a fault, and what was drawn stands booked."""

from pathlib import Path

import pandas as pd
import pytest

from helpers import definitions
from helpers.deliveries import ledger
from helpers.synthetic import invented_ledger, make_synthetic, year_definitions
from helpers.synthetic.invented_association import Association, invent

ASKED = make_synthetic.read({"ASSOCIATIONS": "80", "YEARS": "2016-2019", "SEED": "2"})
KEPT = [a for a in (invent(ASKED, n) for n in range(80)) if "ledger" in a.registers]


def read(association: Association, year: int, folder: Path) -> tuple[pd.DataFrame, list[str]]:
    """The lines of a year's ledger, and the codes of what was found wrong in it."""
    name, content = invented_ledger.ledger(association, year)
    defined, path = folder / f"{year}.yaml", folder / name
    defined.write_bytes(year_definitions.written(association, year))
    path.write_bytes(content)
    entries, _, faults = ledger.read(path, name, definitions.load(defined))
    return entries, [f.code for f in faults.found]


def balances(entries: pd.DataFrame, kind: str) -> dict[str, int]:
    mine = entries[(entries["kind"] == kind) & (entries["years_back"] == 0)]
    return {a: int(ore) for a, ore in mine.groupby("account")["ore"].sum().items() if ore}


@pytest.mark.parametrize("association", KEPT[:3], ids=lambda a: a.id)
def test_a_ledger_agrees_with_itself_and_with_last_years(association: Association, tmp_path: Path) -> None:
    before: dict[str, int] = {}
    for year in association.years:
        entries, faults = read(association, year, tmp_path)
        assert faults == []
        budgeted, booked = invented_ledger.amounts(association, year)
        result = -sum(booked.values())
        assert balances(entries, "budget") == {a: 100 * k for a, k in budgeted.items() if k}
        assert balances(entries, "result") == {
            a: 100 * k for a, k in (booked | {invented_ledger.CLOSING: result}).items() if k
        }
        assert sum(budgeted.values()) < 0  # of income, which the members pay more of than all was to cost
        if year - 1 in association.years:
            assert balances(entries, "opening") == before
        before = balances(entries, "closing")


def test_few_associations_have_a_ledger() -> None:
    assert 2 < len(KEPT) < 20
