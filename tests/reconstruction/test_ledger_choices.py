"""Choices that the print contradicts, or that no year can end on, build no ledger."""

from pathlib import Path

import pytest

from helpers.paths import REPOSITORY, Workspace
from helpers.reconstruction.blueprint import Contradiction
from helpers.reconstruction.ledger_file import ledger
from helpers.reconstruction.ledger_leaves import LEDGER_YEARS, LedgerPlan

SHIPPED = Workspace(REPOSITORY)
CHOICES = REPOSITORY / "data" / "reconstruction" / "ledger.yaml"


def plan(tmp_path: Path, was: str = "", becomes: str = "") -> LedgerPlan:
    """The shipped choices, one of them another."""
    text = CHOICES.read_text(encoding="utf-8")
    assert was in text
    other = tmp_path / "ledger.yaml"
    other.write_text(text.replace(was, becomes), encoding="utf-8")
    return LedgerPlan(SHIPPED.published, other)


@pytest.mark.parametrize("year", LEDGER_YEARS)
def test_the_shipped_ledgers_are_built_of_the_choices(tmp_path: Path, year: int) -> None:
    assert ledger(plan(tmp_path), year) == (SHIPPED.raw(year) / "bokforing.se").read_bytes()


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ('exact: "-573677.50"', 'exact: "-573677.49"', "nafs-primary-care: printed -573678 (1542)"),
        ('exact: "-119861.00"', 'exact: "-119860.00"', "2018 costs:samo: printed -13304361 (1381)"),
        ('of: "note1:region"', 'of: "note1:regional"', "economy:note1:regional: no account prints it"),
        ('"2067": "4142333.94"', '"2067": "4142333.95"', "'2067'"),
        ('"1940": "10105766.53"', '"1940": "10105766.52"', "'1940'"),
    ],
)
def test_what_the_print_contradicts_is_refused(tmp_path: Path, was: str, becomes: str, told: str) -> None:
    with pytest.raises(Contradiction) as refused:
        for year in LEDGER_YEARS:
            ledger(plan(tmp_path, was, becomes), year)
    assert told in str(refused.value)


def test_an_account_that_cannot_end_where_it_shall_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Contradiction, match="2730: ends on"):
        ledger(plan(tmp_path, "percent: 30", "percent: 1"), 2018)
