"""What the tests share: a copy of the small fixture year, and hypothesis without clocks."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import settings
from support.shared import once
from support.workspaces import (
    FIXTURE,
    OURS,
    change_vannas,
    chapters,
    command,
    environment,
    make,
    new_workspace,
    published,
    report,
)

from helpers.paths import REPOSITORY, SPOKEN, Workspace

SHIPPED = (2015, 2017, 2018, 2019)

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

_NOTEBOOK_WORKSPACE = Path(tempfile.gettempdir()) / f"socialt-bokslut-nbval-{os.getpid()}"


def pytest_configure() -> None:
    """nbval runs the notebooks on their defaults: on the fixture's 2019, not on the shipped years.

    Whoever began the tests, make, nohup or a shell that ignores signals, no command that they try is told of
    it.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    for name in OURS:
        os.environ.pop(name, None)
    shutil.copytree(FIXTURE, _NOTEBOOK_WORKSPACE, dirs_exist_ok=True)
    os.environ["SOCIALT_BOKSLUT_WORKSPACE"] = str(_NOTEBOOK_WORKSPACE)


def pytest_unconfigure() -> None:
    shutil.rmtree(_NOTEBOOK_WORKSPACE, ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What pytest-xdist must give one worker: all tests of a file that use what is made once a file."""
    for item in items:
        if isinstance(item, pytest.Function) and _of_module(item):
            item.add_marker(pytest.mark.xdist_group(item.path.relative_to(REPOSITORY).as_posix()))


def _of_module(item: pytest.Function) -> bool:
    """Whether a test uses a fixture that is made once a module."""
    known = item._fixtureinfo.name2fixturedefs.values()
    return any(fixture.scope == "module" for fixtures in known for fixture in fixtures)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A fresh copy of the small fixture year, made the current workspace."""
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

    def build(folder: Path) -> None:
        ours = shutil.ignore_patterns("processed", "adopted", "bundles")
        shutil.copytree(REPOSITORY / "data", folder / "data", ignore=ours)
        for year in SHIPPED:
            chapters(folder, year)

    folder, _ = once(tmp_path_factory, "shipped", build)
    return {year: Workspace(folder).processed(year) for year in SHIPPED}


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


Finished = tuple[Path, subprocess.CompletedProcess]


def run_once(
    factory: pytest.TempPathFactory, name: str, build: Callable[[Path], Finished]
) -> SimpleNamespace:
    """A workspace and how its run ended, made once a session."""

    def built(folder: Path) -> list[object]:
        root, done = build(folder)
        return [root.relative_to(folder).as_posix(), done.returncode, done.stdout]

    folder, (place, code, printed) = once(factory, name, built)
    root = folder / place
    return SimpleNamespace(root=root, code=code, printed=printed, set=published(root))


@pytest.fixture(scope="session")
def clean(tmp_path_factory):
    """A finished workspace, made with make, alone and undisturbed; tests copy it and never change it."""
    return run_once(tmp_path_factory, "clean", _make_clean)


def _make_clean(folder: Path) -> Finished:
    root = new_workspace(folder)
    return root, subprocess.run(
        make(root, "YEAR=2019"),
        env=environment(root),
        cwd=root,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


@pytest.fixture
def finished(clean, tmp_path) -> Path:
    return new_workspace(tmp_path, clean.root)


@pytest.fixture(scope="session")
def english(clean, tmp_path_factory):
    """The finished workspace with its year and the forms of it made in English too; tests never change it."""

    def build(folder: Path) -> Finished:
        root = new_workspace(folder, clean.root)
        return root, command("forms", root, **{SPOKEN: "en"})

    return run_once(tmp_path_factory, "english", build)


@pytest.fixture(scope="session")
def changed(clean, tmp_path_factory):
    """The finished workspace after one figure of one list was changed, with the file's old time."""

    def build(folder: Path) -> Finished:
        root = new_workspace(folder, clean.root)
        path = root / "data/raw/2019/participants/vannas.csv"
        before = path.stat()
        change_vannas(root)
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        return root, report(root)

    return run_once(tmp_path_factory, "changed", build)
