"""Nothing of one association is read by another: two are made at once, every opening watched."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.workspaces import FIXTURE, TESTS, contents, environment

WATCHED = TESTS / "support" / "watched.py"
OPTION = "settled=utf-8"  # a command that is begun so carries on in this process, where it is watched
YEARS = {"sydvinden": "2021", "umea": "2019"}


def begun(root: Path) -> subprocess.Popen:
    """A run of an association that is watched."""
    listed = root.parent / f"{root.name}.txt"
    command = [sys.executable, "-P", "-X", OPTION, str(WATCHED), str(listed), "report"]
    return subprocess.Popen(
        command,
        env=environment(root, YEAR=YEARS[root.name]),
        cwd=root,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def associations(folder: Path) -> list[Path]:
    shutil.copytree(TESTS / "elsewhere", folder / "sydvinden")
    shutil.copytree(FIXTURE, folder / "umea")
    return [folder / name for name in YEARS]


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two associations beside each other, made at the same time."""
    roots = associations(tmp_path_factory.mktemp("at-once"))
    for run in [begun(root) for root in roots]:
        told, _ = run.communicate()
        assert run.returncode == 0, told[-800:]
    return roots


def opened(root: Path) -> set[Path]:
    listed = (root.parent / f"{root.name}.txt").read_bytes()
    return {Path(os.fsdecode(line)) for line in listed.splitlines()}


def below(paths: set[Path], root: Path) -> set[Path]:
    return {path for path in paths if path.is_relative_to(root)}


def test_a_run_opens_nothing_of_another_association(at_once: list[Path]) -> None:
    one, other = at_once
    for mine, theirs in ((one, other), (other, one)):
        seen = opened(mine)
        assert len(below(seen, mine)) > 100  # its children are watched too
        assert any(path.name == "participations.parquet" for path in seen)
        assert below(seen, theirs) == set()


def test_a_look_at_another_s_list_would_be_seen(at_once: list[Path], tmp_path: Path) -> None:
    theirs = at_once[0] / "data/raw/2021/participants/kompassen.csv"
    code = (
        f"import sys; sys.path.insert(0, {str(WATCHED.parent)!r}); import watched, os;"
        f"watched.watch({str(tmp_path / 'umea.txt')!r}); os.fork() or open({str(theirs)!r}).close()"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    assert below(opened(tmp_path / "umea"), at_once[0]) == {theirs}


def test_what_is_made_at_once_is_what_is_made_alone(at_once: list[Path], tmp_path: Path) -> None:
    for beside, root in zip(at_once, associations(tmp_path), strict=True):
        run = begun(root)
        told, _ = run.communicate()
        assert run.returncode == 0, told[-800:]
        year = YEARS[root.name]
        made = contents(root / "reports" / year)
        assert len(made) > 10
        assert made == contents(beside / "reports" / year)
