"""`adopted_before`: the totals of earlier accounts, as the board adopted them last."""

import shutil
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from support.clean_tables import FIXTURE_DEFINITIONS
from support.workspaces import FIXTURE

from helpers import definitions
from helpers.checks.adopted_before import COLUMNS, adopted_before
from helpers.context import Context
from helpers.counting import society
from helpers.deliveries.yearly_equivalents import COLUMNS as DELIVERED
from helpers.fact_csv import csv_text
from helpers.facts import Fact, Facts, missing
from helpers.paths import Workspace

DEFINED = definitions.load(FIXTURE_DEFINITIONS)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Two years that stand beside each other."""
    (tmp_path / "data").mkdir()
    shutil.copytree(FIXTURE / "data" / "definitions", tmp_path / "data" / "definitions")
    for year in (2018, 2019):
        (tmp_path / "data" / "raw" / str(year)).mkdir(parents=True)
        (tmp_path / "data" / "raw" / str(year) / "sus.csv").write_text("x", encoding="utf-8")
    return Workspace(tmp_path)


def adopt(workspace: Workspace, year: int, revision: int, *facts: Fact) -> None:
    folder = workspace.adopted / str(year) / str(revision)
    folder.mkdir(parents=True)
    (folder / "facts.csv").write_text(csv_text(Facts(facts)), encoding="utf-8")


def total(
    period: str, value: int | Fraction, area: str = "umea", year: int = 2018, what: str = "total"
) -> Fact:
    return Fact(
        year, "forbundet", f"hae:{area}:{period}:{what}", value=value, unit="count", state="ok", rule="x"
    )


def test_the_last_revision_of_each_earlier_year_is_read_and_nothing_of_the_year_itself(
    workspace: Workspace,
) -> None:
    nothing = missing((2018, "forbundet", "hae:umea:2016:total", "", "all"), "count", "x")
    adopt(workspace, 2018, 9, total("2018", 8300))
    adopt(workspace, 2018, 10, total("2018", 8290), total("2017", 9, what="ill-health"), nothing)
    adopt(workspace, 2019, 1, total("2018", 1, year=2019))
    adopt(workspace, 2016, 1, total("2016", 2, year=2016))  # stands beside no year that has deliveries
    table = adopted_before(Context(workspace, 2019))
    assert list(table.columns) == COLUMNS
    assert [tuple(row) for row in table.itertuples(index=False)] == [("umea", "2018", 8290.0)]
    assert Context(workspace, 2018).adopted_facts == []


def test_a_year_before_which_nothing_is_adopted_has_none(workspace: Workspace) -> None:
    table = adopted_before(Context(workspace, 2019))
    assert table.empty and list(table.columns) == COLUMNS and society.of_adopted(table) == {}


def delivered(*rows: tuple[str, float | None, str | None]) -> pd.DataFrame:
    """Umeå's periods with their totals and editions."""
    known = [
        {
            "row": f"h#!{n}",
            "area": "umea",
            "period": period,
            "total": value,
            "population": 82000.0,
            "edition": day,
        }
        for n, (period, value, day) in enumerate(rows, 2)
    ]
    frame = pd.DataFrame(known, columns=DELIVERED)
    return frame.astype({"edition": "datetime64[s]", "total": "float64"})


@pytest.mark.parametrize(
    ("rows", "adopted", "expected", "rule"),
    [
        ([("2018", 8270.0, None)], 8290, -20, society.SINCE_ADOPTED),
        ([("2018", 8270.0, None)], 8270, None, ""),
        ([("2018", 8270.5, None)], 8270, Fraction(1, 2), society.SINCE_ADOPTED),
        ([("2018", 8270.0, "2020-01-20"), ("2018", 8280.0, "2019-06-01")], 8290, -20, society.SINCE_ADOPTED),
        ([("2018", 8270.0, "2020-01-20"), ("2018", 8280.0, "2019-06-01")], 8270, -10, "society.revision"),
        ([("2018", None, None)], 8290, None, ""),
        ([("2017", 8270.0, None)], 8290, None, ""),
    ],
    ids=["other", "same", "decimal", "other-and-editions", "same-and-editions", "blank", "other-period"],
)
def test_a_figure_that_an_adopted_account_had_otherwise_is_a_revision(
    rows: list, adopted: int, expected: int | Fraction | None, rule: str
) -> None:
    found = Facts(society.facts(delivered(*rows), DEFINED, {("umea", "2018"): adopted}))
    fact = found.get("forbundet", "hae:umea:2018:revision")
    assert (fact.value, fact.rule) == (expected, rule)
