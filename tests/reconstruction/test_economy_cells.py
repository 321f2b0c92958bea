"""Which amounts of a reconstructed ledger stand printed, follow, or are invented."""

from decimal import Decimal

import pytest

from helpers.audit.record import Figure
from helpers.defining.economy_definitions import Economy
from helpers.definitions import Definitions, load
from helpers.facts import DERIVED, KRONOR, PRINTED, Fact, Facts
from helpers.paths import REPOSITORY
from helpers.reconstruction.economy_cells import NOTHING, Year, grounds

ECONOMY = {
    "chart": "bas",
    "projects": {"dimension": 6, "samo": "SAMO"},
    "notes": [
        {"id": "note1:fees", "label": "Avgifter", "accounts": ["3010"], "project": "samo"},
        {"id": "note3:trade", "label": "Kundfordringar", "accounts": ["1510"]},
        {"id": "note3:two", "label": "Två konton", "accounts": ["1600-1699"]},
    ],
    "budget": [{"id": "income:samo:fees", "label": "Avgifter", "accounts": ["3000-3099"], "project": "samo"}],
}


@pytest.fixture
def defined() -> Definitions:
    found = load(REPOSITORY / "data" / "definitions" / "2019.yaml")
    return found.model_copy(update={"economy": Economy.model_validate(ECONOMY)})


def amounts(found: dict[str, str], year: int = 2019) -> Facts:
    return Facts(
        Fact(year, "forbundet", f"economy:{m}", value=Decimal(a), unit=KRONOR, state="ok", rule="economy.x")
        for m, a in found.items()
    )


def figure(measure: str, printed: str, unit: str = "SEK", line: int = 1, year: int = 2019) -> Figure:
    key = (year, "forbundet", f"economy:{measure}", "", "all")
    return Figure("bokslut", line, printed, Decimal(printed), None, None, unit, *key, "", "")


def told(year: Year) -> dict[str, tuple[str, str]]:
    return {key[2][8:]: ground for key, ground in year.grounds.items()}


@pytest.mark.parametrize(
    "amount, printed, unit, stands",
    [
        ("-573677.50", "-573678", "SEK", True),  # the öre behind a printed amount are no reason
        ("-573677.49", "-573678", "SEK", False),
        ("-999684.10", "-1000", "tkr", True),
        ("-999499.99", "-1000", "tkr", False),
        ("0.00", "0", "SEK", True),
    ],
)
def test_an_amount_that_rounds_to_the_print_is_printed(
    amount: str, printed: str, unit: str, stands: bool, defined: Definitions
) -> None:
    found = told(grounds(amounts({"result": amount}), defined, [figure("result", printed, unit, 7)]))
    assert found == ({"result": (PRINTED, "bokslut:7")} if stands else {})


def test_a_print_of_another_year_or_measure_is_none(defined: Definitions) -> None:
    figures = [figure("result", "5", year=2018), figure("net-cost", "5")]
    assert told(grounds(amounts({"result": "5.00"}), defined, figures)) == {}


def test_the_one_unknown_of_a_sum_follows(defined: Definitions) -> None:
    facts = amounts({"debt:long": "1.00", "debt:short": "2.50", "debt:total": "3.50", "provisions": "9.00"})
    found = told(grounds(facts, defined, [figure("debt:long", "1"), figure("debt:total", "4")]))
    assert found["debt:short"] == (DERIVED, "economy:debt:total, economy:debt:long")
    assert "provisions" not in found
    alone = told(grounds(facts, defined, [figure("debt:total", "4")]))
    assert alone == {"debt:total": (PRINTED, "bokslut:1")}  # two unknown: neither follows


def test_the_only_account_of_a_printed_line_is_printed_and_several_are_not(defined: Definitions) -> None:
    facts = amounts(
        {
            "note3:trade": "5.00",
            "balance:1510": "5.00",
            "note3:two": "7.00",
            "balance:1610": "3.00",
            "balance:1620": "4.00",
        }
    )
    found = told(grounds(facts, defined, [figure("note3:trade", "5", line=3), figure("note3:two", "7")]))
    assert found["balance:1510"] == (PRINTED, "bokslut:3")
    assert not {"balance:1610", "balance:1620"} & found.keys()


def test_the_own_capital_of_accounts_is_without_a_result_that_is_not_booked(defined: Definitions) -> None:
    facts = amounts({"equity:closing": "2.00", "result": "-1.00", "balance:2067": "3.00"})
    figures = [figure("equity:closing", "2"), figure("result", "-1")]
    assert told(grounds(facts, defined, figures))["balance:2067"][0] == DERIVED


def test_the_outcome_of_a_row_is_that_of_the_note_with_its_accounts(defined: Definitions) -> None:
    facts = amounts({"note1:fees": "8.00", "outcome:income:samo:fees": "8.00"})
    found = told(grounds(facts, defined, [figure("note1:fees", "8", line=4)]))
    assert found["outcome:income:samo:fees"] == (PRINTED, "bokslut:4")


def test_what_the_year_before_closed_with_is_as_known_as_it_was_there(defined: Definitions) -> None:
    last = amounts({"debt:short": "2.00", "balance:1510": "5.00", "result:samo:accumulated": "1.00"}, 2018)
    before = Year(last, {f.key: (PRINTED, f"bokslut:{n}") for n, f in enumerate(last)})
    told_now = {
        "last-year:debt:short": "2.00",
        "balance-opening:1510": "5.00",
        "result:samo": "3.00",
        "result:samo:accumulated": "4.00",
    }
    found = told(grounds(amounts(told_now), defined, [figure("result:samo", "3")], before))
    assert found["last-year:debt:short"][0] == found["balance-opening:1510"][0] == PRINTED
    assert found["result:samo:accumulated"] == (DERIVED, "economy:result:samo")
    other = amounts(told_now | {"last-year:debt:short": "2.01", "balance-opening:1510": "5.01"})
    assert (
        not {"last-year:debt:short", "balance-opening:1510"}
        & told(grounds(other, defined, [], before)).keys()
    )
    unknown = told(grounds(amounts(told_now), defined, [figure("result:samo", "3")], Year(last, {})))
    assert "result:samo:accumulated" not in unknown
    assert told(grounds(amounts(told_now), defined, [], NOTHING)) == {}
