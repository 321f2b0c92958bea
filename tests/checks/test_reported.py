"""Final reports against the participants' lists and each other."""

import shutil
from pathlib import Path

import pytest

from helpers.checks import reported
from helpers.context import Context
from helpers.deliveries.delivery import Delivery
from helpers.faults import Fault
from helpers.paths import REPOSITORY, Workspace


def found(workspace: Workspace, year: int, old: str = "", new: str = "") -> list[Fault]:
    if old:
        (file,) = (workspace.raw(year) / "interventions").glob("*.yaml")
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1
        file.write_text(text.replace(old, new), encoding="utf-8")
    context = Context(workspace, year)
    delivery = Delivery(context, context.definitions, bytes(32))
    tables = delivery.read("participants") | delivery.read("interventions")
    return reported.found(delivery, *(tables[t] for t in ("final_figures", "final_words", "participations")))


def test_a_report_that_says_as_its_list_is_told_of_nothing(workspace: Workspace) -> None:
    assert found(workspace, 2019) == []


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("remaining: 1\n", "remaining: 2\n", ["final_list"]),
        ("women: 1, men: 1", "women: 2, men: 0", ["final_list", "final_list"]),
        ("remaining: 1\n", "remaining: {all: 2, about: true}\n", []),
        ("start: 2019-01-01", "start: 2017-01-01", []),
    ],
)
def test_counts_that_the_list_gives_otherwise_are_flagged(
    workspace: Workspace, old: str, new: str, codes: list[str]
) -> None:
    assert [(f.code, f.level) for f in found(workspace, 2019, old, new)] == [(c, "flag") for c in codes]


def test_of_a_report_of_several_years_only_who_remained_is_held_to_the_list(workspace: Workspace) -> None:
    (file,) = (workspace.raw(2019) / "interventions").glob("*.yaml")
    text = file.read_text(encoding="utf-8").replace("start: 2019-01-01", "start: 2017-01-01")
    file.write_text(text.replace("total: {all: 2,", "total: {all: 30,"), encoding="utf-8")
    assert found(workspace, 2019) == []
    assert [f.code for f in found(workspace, 2019, "remaining: 1\n", "remaining: 5\n")] == ["final_list"]


def test_an_amount_a_thousand_times_the_others_is_flagged(tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "data" / "definitions", tmp_path / "data" / "definitions")
    shutil.copytree(REPOSITORY / "data" / "raw" / "2015", tmp_path / "data" / "raw" / "2015")
    workspace = Workspace(tmp_path)
    assert [(f.code, f.file) for f in found(workspace, 2015)] == [
        ("final_thousand", "interventions/sara.yaml")
    ]
    sara = workspace.raw(2015) / "interventions" / "sara.yaml"
    sara.write_text(sara.read_text(encoding="utf-8").replace("unit: tkr", "unit: SEK"), encoding="utf-8")
    assert found(workspace, 2015) == []
