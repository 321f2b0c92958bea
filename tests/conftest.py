"""What the tests share: a copy of the small fixture year, and hypothesis without clocks."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

FIXTURE = Path(__file__).parent / "fixture"
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
    return (Path(__file__).parent / "test-personnummer.txt").read_text(encoding="ascii").split()


@pytest.fixture(scope="session")
def shipped_facts():
    """The facts of the shipped years, counted anew from their raw files."""
    from helpers.paths import REPOSITORY, Workspace

    return {year: count_year(Workspace(REPOSITORY), year) for year in (2017, 2018, 2019)}


def count_year(workspace, year: int):
    """A year's facts straight from its raw files, the way the clean and facts chapters make them."""
    from helpers import answers, background, comparisons, decisions, definitions, participants, society
    from helpers.deliveries.year import Year
    from helpers.facts import Facts

    defined = definitions.load(workspace.definitions / f"{year}.yaml")
    delivery = Year(workspace, defined, b"a test's own key")
    rows = delivery.read_lists()
    given, people = delivery.read_surveys()
    invited, sus, effects, told = delivery.read_invited(), delivery.read_sus(), delivery.read_society(), delivery.read_examples()
    lists = {p: s.replace("empty", "missing") for (kind, p), s in delivery.statuses.items() if kind == "participants"}
    counted = Facts(participants.facts(rows, defined, lists))
    delivered = delivery.statuses["examples", ""] == "read"
    assert not [f.line() for f in delivery.faults if f.level == "refuse"]
    results = Facts([
        *counted, *answers.facts(given, people, invited, defined, counted), *background.facts(sus, defined),
        *society.facts(effects, year), *decisions.example_facts(told, defined, delivered),
    ])  # fmt: skip
    decided = decisions.facts(results, defined)
    return Facts([*results, *decided, *decisions.signal_facts(decided), *comparisons.women_and_men(results)])
