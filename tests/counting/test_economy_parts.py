"""Sums of the economy are told only where they hold, as the statements print them."""

from decimal import Decimal

import pytest

from helpers.counting.economy_parts import sums_of
from helpers.defining.economy_definitions import Economy
from helpers.definitions import Definitions, load
from helpers.facts import KRONOR, Fact, Facts, Key
from helpers.paths import REPOSITORY

BUDGET = [
    {"id": "income:samo:fees", "label": "Avgifter", "project": "samo"},
    {"id": "activities:samo:a", "label": "A", "project": "samo"},
    {"id": "activities:samo:b", "label": "B", "project": "samo"},
    {"id": "office:samo:staff", "label": "Kansli", "project": "samo"},
]
ECONOMY = {
    "chart": "bas",
    "projects": {"dimension": 6, "samo": "SAMO"},
    "notes": [{"id": "note1:state", "label": "Staten"}, {"id": "note1:other", "label": "Övrigt"}],
    "budget": BUDGET,
}
AMOUNTS = {
    "outcome:activities:samo": "-30.30",
    "outcome:activities:samo:a": "-10.10",
    "outcome:activities:samo:b": "-20.20",
    "outcome:office:samo": "-5.00",
    "outcome:costs:samo": "-36.30",
    "outcome:costs:samo:unmapped": "-1.00",
    "budget:activities:samo": "-40.00",
    "deviation:activities:samo": "9.70",
    "note1:state": "70.00",
    "note1:other": "30.05",
    "note1:total": "100.05",
    "equity:brought-forward": "3.00",
    "equity:closing": "2.00",
    "result": "-1.00",
    "equity:decrease": "1.00",
    "last-year:debt:short": "8.00",
    "debt:short": "9.00",
    "cash-flow:short-debt-change": "1.00",
    "last-year:debt:total": "8.00",
}


@pytest.fixture
def defined() -> Definitions:
    found = load(REPOSITORY / "data" / "definitions" / "2019.yaml")
    return found.model_copy(update={"economy": Economy.model_validate(ECONOMY)})


def found(amounts: dict[str, str], defined: Definitions) -> dict[str, list[str]]:
    facts = [
        Fact(2019, "forbundet", f"economy:{m}", value=Decimal(a), unit=KRONOR, state="ok", rule="economy.x")
        for m, a in amounts.items()
    ]
    first: dict[Key, list[str]] = {}
    for one in sums_of(Facts(facts), defined):
        terms = [f"{'-' if sign < 0 else ''}{fact.measure[8:]}" for sign, fact in one.terms]
        first.setdefault(one.whole.key, terms)
    return {key[2][8:]: terms for key, terms in first.items()}


def test_sums_are_those_of_the_statements_the_notes_and_the_budget(defined: Definitions) -> None:
    sums = found(AMOUNTS, defined)
    assert sums["outcome:activities:samo"] == ["outcome:activities:samo:a", "outcome:activities:samo:b"]
    assert sums["outcome:costs:samo"] == [
        "outcome:activities:samo",
        "outcome:office:samo",
        "outcome:costs:samo:unmapped",
    ]
    assert sums["deviation:activities:samo"] == ["outcome:activities:samo", "-budget:activities:samo"]
    assert sums["note1:total"] == ["note1:other", "note1:state"]
    assert sums["equity:closing"] == ["equity:brought-forward", "result"]
    assert sums["equity:decrease"] == ["equity:brought-forward", "-equity:closing"]
    assert sums["cash-flow:short-debt-change"] == ["debt:short", "-last-year:debt:short"]
    assert sums["last-year:debt:total"] == ["last-year:debt:short"]
    assert "outcome:office:samo" not in sums  # its row is not there


@pytest.mark.parametrize("measure", ["note1:state", "outcome:office:samo", "result", "debt:short"])
def test_a_sum_that_is_an_ore_wrong_is_none(measure: str, defined: Definitions) -> None:
    sums = found(AMOUNTS, defined)
    wrong = AMOUNTS | {measure: str(Decimal(AMOUNTS[measure]) + Decimal("0.01"))}
    concerned = {whole for whole, terms in sums.items() if measure in terms}
    assert concerned and not concerned & found(wrong, defined).keys()


def test_definitions_without_an_economy_have_no_sums(defined: Definitions) -> None:
    assert found(AMOUNTS, defined.model_copy(update={"economy": None})) == {}
