"""A run that would change nothing is seen by hashes alone, and nothing else is taken for one."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.workspaces import environment, new_workspace, published, report

from helpers.paths import LOCK_FILE, REPOSITORY, Workspace
from helpers.runs import standing

HEAVY = ("numpy", "pandas", "pyarrow", "nbformat", "papermill", "IPython", "yaml", "babel", "pydantic")
LOOK = f"""
import sys
from helpers.__main__ import main
sys.argv = ["helpers", "report"]
status = main()
print("imported:", *[m for m in {HEAVY} if m in sys.modules])
sys.exit(status)
"""


def unchanged(root: Path, edition: str = "internal") -> tuple[int, list[str]] | None:
    return standing.unchanged(Workspace(root), 2019, edition)


def test_a_run_with_nothing_to_do_ends_before_any_library_is_imported_and_says_what_the_last_one_said(
    clean, finished
):
    done = subprocess.run(
        [sys.executable, "-c", LOOK],
        env=environment(finished, YEAR="2019"),
        cwd=finished,
        text=True,
        capture_output=True,
    )
    assert (done.returncode, done.stderr) == (clean.code, "")
    first, *others, last = done.stdout.splitlines()
    assert (
        first == "2019: ingenting har ändrats sedan förra körningen, och rapporterna är hela. Inget görs om."
    )
    assert last == "imported:"
    assert "\n".join(others) in clean.printed
    assert published(finished) == clean.set


def append(path: str) -> Callable[[Path], object]:
    def change(root: Path) -> None:
        with (root / path).open("ab") as file:
            file.write(b"\n")

    return change


def remove(path: str) -> Callable[[Path], object]:
    return lambda root: (root / path).unlink()


def add(path: str) -> Callable[[Path], object]:
    def change(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("x", encoding="utf-8")

    return change


@pytest.mark.parametrize(
    "change",
    [
        append("data/raw/2019/participants/vannas.csv"),
        append("data/raw/2018/participants/vannas.csv"),
        add("data/raw/2019/participants/ny.csv"),
        add("data/raw/2017/participants/vannas.csv"),
        add("data/raw/2016/participants/vannas.csv"),
        remove("data/raw/2019/sus.csv"),
        append("data/definitions/2019.yaml"),
        append("data/definitions/2018.yaml"),
        add("data/definitions/2017.yaml"),
        add("data/adopted/2019.csv"),
        add("data/cleared.csv"),
        add("data/reconstruction/origins.csv"),
        add("data/published/2019.csv"),
        append("data/audit/names.yaml"),
        append("reports/2019/vannas.html"),
        remove("reports/2019/verifikationer/vannas.html"),
        add("reports/2019/ny.html"),
        remove("data/processed/2019/facts.parquet"),
        append("data/processed/2018/facts.parquet"),
        append("data/processed/2019/.steps/2019-6_index.json"),
        append("data/processed/2019/.executed/2019-6_index.ipynb"),
        add("data/returned/2019/ny.xlsx"),
        add("data/processed/2019/.last-run.json"),
        remove("data/processed/2019/.last-run.json"),
    ],
)
def test_whatever_differs_the_run_is_made(finished, change):
    assert unchanged(finished)
    try:
        change(finished)
    except FileNotFoundError as error:
        pytest.fail(f"the fixture has no {error.filename}")
    assert not unchanged(finished)


def test_another_edition_other_code_and_other_libraries_are_another_run(finished, tmp_path, monkeypatch):
    assert unchanged(finished) and not unchanged(finished, "another")
    copy = tmp_path / "program"
    for part in ("src/helpers", "notebooks"):
        shutil.copytree(REPOSITORY / part, copy / part)
    shutil.copy(REPOSITORY / LOCK_FILE, copy)
    monkeypatch.setattr(standing, "REPOSITORY", copy)
    assert unchanged(finished)
    for name in (
        "src/helpers/wording.py",
        "src/helpers/catalogue/sv.yaml",
        "notebooks/6_index.ipynb",
        LOCK_FILE,
    ):
        before = (copy / name).read_bytes()
        append(name)(copy)
        assert not unchanged(finished), name
        (copy / name).write_bytes(before)
    assert unchanged(finished)


def test_what_git_holds_is_part_of_what_a_run_rests_on(clean, tmp_path):
    root = new_workspace(tmp_path, clean.root)
    git = ["git", "-C", str(root)]
    subprocess.run([*git, "init", "-q"], check=True)
    assert unchanged(root)
    (root / "ny.txt").write_text("x", encoding="utf-8")
    assert unchanged(root)
    subprocess.run([*git, "add", "ny.txt"], check=True)
    assert not unchanged(root)


def test_a_year_that_another_run_is_making_is_waited_for(finished):
    with (finished / "data/processed/.2018.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert not unchanged(finished)
    assert unchanged(finished)


def test_a_run_that_lacks_a_page_is_made_again(finished):
    """A failed step may succeed the next time: only a run that made all of its steps is remembered."""
    append("data/raw/2019/participants/vannas.csv")(finished)
    (finished / "data/definitions/2019.yaml").write_text("x", encoding="utf-8")
    assert report(finished).returncode == 2
    assert not unchanged(finished)


def test_what_cannot_be_read_is_part_of_what_a_run_rests_on_and_stops_nothing(tmp_path: Path) -> None:
    workspace = Workspace(new_workspace(tmp_path))
    lists = workspace.root / "data/raw/2019/participants"
    seen = [standing.key(workspace, 2019, "internal")]
    (lists / "vindeln.csv").symlink_to(tmp_path / "nowhere.csv")
    seen.append(standing.key(workspace, 2019, "internal"))
    (tmp_path / "nowhere.csv").write_text("a list", encoding="utf-8")
    seen.append(standing.key(workspace, 2019, "internal"))
    os.mkfifo(lists / "bjurholm.csv")
    (lists / "back").symlink_to("..")
    seen.append(standing.key(workspace, 2019, "internal"))
    assert len(set(seen)) == 4 and seen[-1] == standing.key(workspace, 2019, "internal")
