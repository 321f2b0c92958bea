"""What the tests share: a copy of the small fixture year, and hypothesis without clocks."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import settings
from support.workspaces import (
    FIXTURE,
    change_vannas,
    chapters,
    environment,
    make,
    new_workspace,
    published,
    report,
)

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

_NOTEBOOK_WORKSPACE = Path(tempfile.gettempdir()) / f"socialt-bokslut-nbval-{os.getpid()}"


def pytest_configure() -> None:
    """nbval runs the notebooks on their defaults: on the fixture's 2019, not on the shipped years."""
    shutil.copytree(FIXTURE, _NOTEBOOK_WORKSPACE, dirs_exist_ok=True)
    os.environ["SOCIALT_BOKSLUT_WORKSPACE"] = str(_NOTEBOOK_WORKSPACE)


def pytest_unconfigure() -> None:
    shutil.rmtree(_NOTEBOOK_WORKSPACE, ignore_errors=True)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A fresh copy of the small fixture year, made the current workspace."""
    from helpers.paths import Workspace

    root = tmp_path / "verksamhet å"
    shutil.copytree(FIXTURE, root)
    monkeypatch.setenv("SOCIALT_BOKSLUT_WORKSPACE", str(root))
    return Workspace(root)


@pytest.fixture(scope="session")
def test_numbers() -> list[str]:
    """The tax agency's published test numbers, twelve digits each."""
    from helpers.paths import TEST_NUMBERS

    return TEST_NUMBERS.read_text(encoding="ascii").split()


@pytest.fixture(scope="session")
def shipped_tables(tmp_path_factory) -> dict[int, Path]:
    """The shipped years cleaned and counted anew: the folder of each year's tables."""
    from helpers.paths import REPOSITORY

    root = tmp_path_factory.mktemp("shipped")
    shutil.copytree(
        REPOSITORY / "data", root / "data", ignore=shutil.ignore_patterns("processed", "adopted", "bundles")
    )
    return {year: chapters(root, year) for year in (2017, 2018, 2019)}


@pytest.fixture(scope="session")
def shipped_facts(shipped_tables):
    """The facts of the shipped years; no part of them is refused."""
    import pandas as pd

    from helpers.fact_tables import from_table

    assert not [
        f
        for folder in shipped_tables.values()
        for f in pd.read_parquet(folder / "faults.parquet")["level"]
        if f == "refuse"
    ]
    return {
        year: from_table(pd.read_parquet(folder / "facts.parquet")) for year, folder in shipped_tables.items()
    }


@pytest.fixture(scope="session")
def clean(tmp_path_factory):
    """A finished workspace, made with make, alone and undisturbed; tests copy it and never change it."""
    root = new_workspace(tmp_path_factory.mktemp("clean"))
    done = subprocess.run(
        make(root, "YEAR=2019"),
        env=environment(root),
        cwd=root,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return SimpleNamespace(root=root, code=done.returncode, printed=done.stdout, set=published(root))


@pytest.fixture
def finished(clean, tmp_path) -> Path:
    return new_workspace(tmp_path, clean.root)


@pytest.fixture(scope="session")
def changed(clean, tmp_path_factory):
    """The finished workspace after one figure of one list was changed, with the file's old time."""
    root = new_workspace(tmp_path_factory.mktemp("changed"), clean.root)
    path = root / "data/raw/2019/participants/vannas.csv"
    before = path.stat()
    change_vannas(root)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    done = report(root)
    return SimpleNamespace(root=root, code=done.returncode, printed=done.stdout, set=published(root))
