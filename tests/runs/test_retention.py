"""Gallring: what a year's runs leave that tells of persons can be removed, and nothing else is."""

import sys

import pytest
from support.workspaces import command, started

from helpers import files


def test_forget_removes_cleaned_tables_log_and_marked_up_lists_and_nothing_else(workspace) -> None:
    made = {
        "data/processed/2019/.work-1/a.parquet",
        "data/processed/2019/run.log",
        "data/returned/2019/vannas.xlsx",
    }
    kept = {
        "data/processed/2018/a.parquet",
        "data/returned/2018/vannas.xlsx",
        "reports/2019/index.html",
        "data/adopted/2019/1/facts.csv",
    }
    for name in made | kept:
        (workspace.root / name).parent.mkdir(parents=True, exist_ok=True)
        (workspace.root / name).write_text("x", encoding="utf-8")
    raw = set((workspace.root / "data/raw").rglob("*"))
    done = command("forget", workspace.root)
    assert done.returncode == 0 and "data/processed/2019 och data/returned/2019" in done.stdout
    assert (
        not (workspace.root / "data/processed/2019").exists()
        and not (workspace.root / "data/returned/2019").exists()
    )
    assert (
        all((workspace.root / name).exists() for name in kept)
        and set((workspace.root / "data/raw").rglob("*")) == raw
    )
    again = command("forget", workspace.root)
    assert again.returncode == 0 and "inget att gallra för 2019" in again.stdout


@pytest.mark.parametrize("year", ["", "..", "2019/..", "20190", "٢٠١٩", "2019 "])
def test_forget_without_a_year_removes_nothing(workspace, year: str) -> None:
    kept = workspace.processed(2019) / "a.parquet"
    kept.parent.mkdir(parents=True)
    kept.write_text("x", encoding="utf-8")
    done = command("forget", workspace.root, YEAR=year)
    assert done.returncode == 2 and "är inget år" in done.stdout and kept.exists()


def test_forget_waits_for_a_run_that_is_going_on(workspace) -> None:
    folder = workspace.processed(2019)
    folder.mkdir(parents=True)
    with files.locked(workspace, 2019, print):
        waiting = started([sys.executable, "-m", "helpers", "forget"], workspace.root, YEAR="2019")
        assert "pågår; väntar" in waiting.stdout.readline() and folder.exists()
    assert "Gallrat för 2019" in waiting.communicate()[0] and not folder.exists()
