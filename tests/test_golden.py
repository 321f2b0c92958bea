"""The fixture year's facts against the expected table in git.

ACCEPT=1 (make accept) adopts what is there now.
"""

import os
from pathlib import Path

import pytest
from support.workspaces import FIXTURE, TESTS, count_year

from helpers import fact_csv
from helpers.paths import Workspace

GOLDEN = TESTS / "golden" / "facts-2019.csv"


def test_fixture_year_gives_the_expected_facts(tmp_path: Path) -> None:
    actual = fact_csv.csv_text(count_year(Workspace(FIXTURE), 2019))
    if os.environ.get("ACCEPT") == "1":
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(actual, encoding="utf-8")
    beside = tmp_path / "facts-2019.actual.csv"
    beside.write_text(actual, encoding="utf-8")
    moved = fact_csv.differences(fact_csv.read_csv(GOLDEN), fact_csv.read_csv(beside))
    assert actual == GOLDEN.read_text(encoding="utf-8"), (
        f"{len(moved)} facts moved; actual: {beside}; adopt with make accept\n" + "\n".join(moved[:20])
    )


def test_expected_facts_checked_by_hand() -> None:
    """Counted by hand from the lists: carried over, new, discharged on both ends of the year, a return."""
    expected = fact_csv.read_csv(GOLDEN)

    def row(place: str, group: str = "all") -> list[object]:
        names = (
            "total",
            "new",
            "discharged",
            "to-work",
            "to-studies",
            "to-other-solution",
            "dropped-out",
            "remaining",
            "referred",
            "accepted",
            "unique",
        )
        return [expected.get(place, m, "", group).value for m in names]

    assert row("ungdomstorget") == [9, 5, 5, 2, 1, 1, 1, 4, 6, 4, 8]
    assert row("vannas") == [5, 4, 3, 1, 1, 1, 0, 2, 5, 4, 5]
    assert row("hikikomori") == [2, 1, 1, 0, 1, 0, 0, 1, 1, 1, 2]
    assert row("forbundet") == [14, 9, 8, 3, 2, 2, 1, 6, 11, 8, 12]
    assert row("forbundet", "women") == [8, 5, 4, 1, 2, 1, 0, 4, 4, 4, 7]
    assert expected.get("ungdomstorget", "question:1.4", "deltagare").numerator == 5
    assert expected.get("vannas", "question:1.4", "deltagare").state == "too-few"
    assert expected.get("forbundet", "hae:umea:2018:change").value == pytest.approx(
        100 * (8200 / 82000 - 8459 / 81340), rel=1e-9
    )
