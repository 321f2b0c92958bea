"""The ledger: a SIE 4 file becomes two tables, and what is wrong in it is told with its line."""

from pathlib import Path

import pandas as pd
from support.workspaces import FIXTURE

from helpers import definitions
from helpers.deliveries import ledger
from helpers.faults import Fault

DEFINITIONS = definitions.load(FIXTURE / "data/definitions/2019.yaml")
GOOD = (FIXTURE / "data/raw/2019/bokforing.se").read_bytes()


def read(path: Path) -> tuple[pd.DataFrame, pd.DataFrame, list[Fault]]:
    entries, accounts, faults = ledger.read(path, "bokforing.se", DEFINITIONS)
    return entries, accounts, faults.found


def test_a_good_file_becomes_its_amounts_and_its_accounts() -> None:
    entries, accounts, found = read(FIXTURE / "data/raw/2019/bokforing.se")
    assert found == []
    assert entries["kind"].value_counts().to_dict() == {
        "transaction": 16,
        "opening": 6,
        "closing": 7,
        "result": 7,
        "budget": 5,
        "object-balance": 2,
    }
    first = entries[entries["kind"] == "transaction"].iloc[2]
    assert first[["row", "month", "account", "objects", "ore"]].tolist() == [
        "bokforing.se#!59",
        201901,
        "4016",
        "1:10|6:SAMO",
        23500055,
    ]
    assert entries.loc[entries["kind"] == "transaction", "ore"].sum() == 0
    assert accounts["name"].tolist()[3] == "Leverantörsskulder" and accounts["used"].all()
    assert accounts["row"].tolist()[0] == "bokforing.se#!16"
