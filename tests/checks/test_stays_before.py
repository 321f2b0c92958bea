"""`stays_before`: what is kept of the year before's lists is sums, and of enough people only."""

from pathlib import Path

import pandas as pd
import yaml
from support.workspaces import FIXTURE

from helpers.checks.stays_before import COLUMNS, stays_before
from helpers.context import Context
from helpers.deliveries.delivery import Delivery
from helpers.paths import Workspace

HEAD = "Personnummer;Kön;Kommun;Aktualiserad;Aktualiserad av;Beslut;Start;Slut;Avslutsorsak"


def before(tmp_path: Path, people: list[str], ends: list[str], told_from: int = 2) -> pd.DataFrame:
    """The table of 2019, where 2018's list of Vännäs holds women who began in 2018 and these days left."""
    workspace = Workspace(tmp_path)
    defined = yaml.safe_load((FIXTURE / "data" / "definitions" / "2019.yaml").read_text(encoding="utf-8"))
    workspace.definitions.mkdir(parents=True)
    for year in (2018, 2019):
        text = yaml.safe_dump(defined | {"year": year, "told_from_discharged": told_from}, allow_unicode=True)
        (workspace.definitions / f"{year}.yaml").write_text(text, encoding="utf-8")
    folder = workspace.raw(2018) / "participants"
    folder.mkdir(parents=True)
    workspace.raw(2019).mkdir(parents=True)
    women = [p for p in people if int(p[10]) % 2 == 0]
    lines = [
        f"{person};Kvinna;Vännäs;;;Ja;2018-01-01;{end};{'Arbete' if end else ''}"
        for person, end in zip(women, ends, strict=False)
    ]
    (folder / "vannas.csv").write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    context = Context(workspace, 2019)
    return stays_before(Delivery(context, context.definitions, bytes(32)))


def test_sums_of_those_who_left(tmp_path: Path, test_numbers: list[str]) -> None:
    table = before(tmp_path, test_numbers[:60], ["2018-01-11", "2018-01-31", ""])
    rows = {tuple(r) for r in table[table["platform"] == "vannas"].itertuples(index=False)}
    assert rows == {("vannas", "all", 40, 2), ("vannas", "women", 40, 2)}
    assert list(table.columns) == COLUMNS


def test_nothing_of_few_and_nothing_without_a_year_before(tmp_path: Path, test_numbers: list[str]) -> None:
    assert before(tmp_path, test_numbers[:60], ["2018-01-11", "2018-01-31"], 3).empty
    context = Context(Workspace(FIXTURE), 2019)
    assert stays_before(Delivery(context, context.definitions, bytes(32))).empty
