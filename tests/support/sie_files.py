"""A ledger for tests: the fixture's, changed in some places, and read as a delivered one."""

import tempfile
from pathlib import Path

import pandas as pd
from support.workspaces import FIXTURE

from helpers import definitions
from helpers.defining.economy_definitions import Economy
from helpers.definitions import Definitions
from helpers.deliveries import ledger
from helpers.faults import Fault

DEFINED = definitions.load(FIXTURE / "data/definitions/2019.yaml")
BAS = DEFINED.model_copy(
    update={"economy": Economy(projects={"dimension": 6, "samo": "SAMO", "hfe": "HFE"}, chart="bas")}
)
GOOD = (FIXTURE / "data/raw/2019/bokforing.se").read_bytes().decode("cp437").replace("\r\n", "\n")


def read(
    text: str | bytes, page: str = "cp437", defined: Definitions = BAS
) -> tuple[pd.DataFrame, pd.DataFrame, list[Fault]]:
    """A text as `bokforing.se`: the two tables and what was found."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bokforing.se"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(page))
        entries, accounts, faults = ledger.read(path, "bokforing.se", defined)
    return entries, accounts, faults.found


def with_(*changes: tuple[str, str]) -> str:
    """The good file with something else in the place of texts that stand in it once."""
    text = GOOD
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def line_of(text: str, begins: str) -> int:
    """The number of the one line that begins so."""
    (number,) = [n for n, line in enumerate(text.split("\n"), 1) if line.startswith(begins)]
    return number


def told(found: list[Fault], *levels: str) -> list[tuple[str, int | None]]:
    """Code and row of the findings of these levels, or of what refuses."""
    return [(f.code, f.row) for f in found if f.level in (levels or ("refuse",))]


def sums(entries: pd.DataFrame) -> dict:
    """What a ledger says of each kind, year, month, account and objects, whatever the order of its lines."""
    by = ["kind", "years_back", "month", "account", "objects"]
    return entries.groupby(by, dropna=False)["ore"].sum().to_dict()
