"""What must agree among a ledger's sums, and what is told of it and of what stands in no line."""

from dataclasses import replace
from fractions import Fraction

import pandas as pd
import pytest
from support.ledgers import BOOKS, ECONOMY, HFE, SAMO, Books, counted, defined, facts_of, value

from helpers.counting.economy_identities import identities
from helpers.counting.economy_told import PART, tell
from helpers.defining.economy_names import economy_label
from helpers.definitions import Definitions
from helpers.facts import Facts, share
from helpers.faults import Fault, Faults
from helpers.paths import LEDGER_FILE

NAMES = pd.DataFrame({"account": ["1790", "5990"], "name": ["Upplupna intäkter", ""], "used": True})
YEAR_BEFORE = {2018: {"equity:closing": 400000000, "result": 5000}}


def told(
    books: Books = BOOKS, d: Definitions | None = None, before: dict | None = None, known: Facts | None = None
) -> list[Fault]:
    """What is told of books."""
    d, faults = d or defined(), Faults(PART, LEDGER_FILE)
    sums = counted(books, d)
    tried = identities(sums, d, before or {}, known or Facts([]))
    tell(sums, tried, NAMES, d, before or {}, faults)
    return faults.found


def codes(found: list[Fault]) -> list[str]:
    """Their codes, but that of own capital, which the small budget plans as nobody would."""
    return [f.code for f in found if f.code != "economy_planned"]


def test_what_agrees_holds_to_the_ore_and_what_cannot_be_tried_is_missing() -> None:
    got = facts_of(before=YEAR_BEFORE)
    exact = ("4:opening", "4:closing", "5:change", "5:last-year", "6:note1", "6:note3", "6:member-fees")
    for id_ in (*exact, "6:other-income", "7", "8:samo", "8:hfe", "10:outcome", "10:budget"):
        assert (value(got, f"identity:{id_}"), value(got, f"identity-difference:{id_}")) == ("1", "0.00"), id_
    assert value(got, "identity-difference:9:state") == "0.00"
    assert value(got, "identity:9:municipality:umea") == "missing"
    assert value(facts_of(), "identity:5:last-year") == "missing"
    assert not codes(told(before=YEAR_BEFORE))


def test_own_capital_is_budgeted_as_it_began_and_with_the_budgeted_result() -> None:
    """003:1371 prints 750 where what began the year and the budget's result give 642."""
    got = facts_of()
    assert (value(got, "identity:10:equity"), value(got, "identity-difference:10:equity")) == (
        "0",
        "-140000.00",
    )
    (fault,) = told()
    assert (fault.level, fault.code) == ("flag", "economy_planned")
    undeclared = ECONOMY.split("  declared:")[0]
    assert value(facts_of(d=defined(undeclared)), "identity:10:equity") == "missing"


def test_own_capital_that_something_else_has_changed_stops_the_counting() -> None:
    books = BOOKS.with_(("2067", "", "1000"))
    got = facts_of(books)
    assert {f.rule for f in got} == {"economy.identity"}
    assert (value(got, "identity:5:change"), value(got, "identity:4:closing")) == ("0", "1")
    assert [(f.level, f.code) for f in told(books) if f.is_error] == [("refuse", "economy_own_capital")]
    assert "Skillnaden är −1\u00a0000,00\u00a0kr" in next(f.message for f in told(books) if f.is_error)


def test_a_year_that_began_without_balance_stops_the_counting() -> None:
    got = facts_of(replace(BOOKS, opening=(*BOOKS.opening, ("1510", "5"))))
    assert value(got, "identity:4:opening") == "0" and value(got, "result") == "missing"
    found = told(replace(BOOKS, opening=(*BOOKS.opening, ("1510", "5"))))
    assert [f.code for f in found if f.is_error] == ["economy_refuse"] * 2  # so it ends as it began


@pytest.mark.parametrize(
    ("ended", "holds", "found"), [("4000000", "1", []), ("3999999", "0", ["economy_flag"])]
)
def test_own_capital_begins_as_it_ended(ended: str, holds: str, found: list[str]) -> None:
    before = {2018: {"equity:closing": int(ended) * 100}}
    assert value(facts_of(before=before), "identity:5:last-year") == holds
    assert codes(told(before=before)) == found


def test_last_year_is_tried_against_this_file_where_its_own_is_not_there() -> None:
    last = (
        ("opening", "1940", "9"),
        ("opening", "2067", "-9"),
        ("closing", "1940", "7"),
        ("result", "4016", "2"),
    )
    got = facts_of(replace(BOOKS, last=(*last, ("closing", "2067", "-9"))))
    assert value(got, "identity-difference:5:last-year") == "3999993.00"


@pytest.mark.parametrize(("kronor", "found"), [("50.99", []), ("51", ["economy_last_year"])])
def test_two_files_that_tell_a_year_a_krona_apart_are_told(kronor: str, found: list[str]) -> None:
    last = (("result", "3010", f"-{kronor}"),)
    assert codes(told(replace(BOOKS, last=last), before={2018: {"result": 5000}})) == found


def test_the_budgets_rows_hold_what_the_note_and_the_statement_hold() -> None:
    row = 'label: Övriga, accounts: ["3990"'
    wide = ECONOMY.replace(row, f'{row}, "5990"')
    got = facts_of(BOOKS.with_(("5990", SAMO, "40")), defined(wide))
    assert (value(got, "identity:6:other-income"), value(got, "identity-difference:8:samo")) == (
        "0",
        "-40.00",
    )
    assert value(got, "identity:10:outcome") == "1"


def test_a_cash_flow_that_lacks_accounts_is_told_with_them() -> None:
    narrow = ECONOMY.replace(
        "  notes:", '  statement: {"assets:receivables": {accounts: ["1400-1699"]}}\n  notes:'
    )
    got = told(BOOKS.with_(("1790", "", "30")), defined(narrow))
    fault = next(f for f in got if f.code == "economy_cash_flow")
    assert "1790" in fault.message and "30,00" in fault.message


@pytest.mark.parametrize(("more", "holds"), [("2000", "1"), ("2000.04", "0")])
def test_the_fees_may_lie_a_thousand_kronor_from_their_parts(more: str, holds: str) -> None:
    got = facts_of(BOOKS.with_(("3010", SAMO, f"-{more}")))
    assert value(got, "identity:9:state") == holds
    assert got.get("forbundet", "economy:identity-difference:9:region").fraction == -Fraction(more) / 4


def test_the_municipalities_pay_by_their_people() -> None:
    line = '    - {id: "note1:vannas", label: V, accounts: ["3024"], project: samo, member: vannas}'
    two = ECONOMY.replace("  budget:", f"{line}\n  budget:")
    d = defined(two.replace('["3010", "3023", "3030"]', '["3010", "3023-3024", "3030"]'))
    people = {"umea": 9000, "vannas": 1000}
    known = Facts(
        share((2019, "forbundet", f"hae:{area}:{period}:share", "", "all"), 1, n, "society.share")
        for area, n in people.items()
        for period in ("2017", "2018")
    )
    books = BOOKS.with_(("3024", SAMO, "-250000"))
    got = facts_of(books, d, known=known)
    assert value(got, "identity-difference:9:municipality:umea") == "25000.00"
    assert (value(got, "identity:9:municipality:vannas"), codes(told(books, d, known=known))) == (
        "0",
        ["economy_flag"] * 3 + ["economy_populations"],
    )


def test_accounts_of_no_line_are_told_with_number_name_and_amount() -> None:
    """bad-inputs row 54."""
    found = told(BOOKS.with_(("5990", SAMO, "1000"), ("8600", SAMO, "50"), ("1790", "", "30")))
    messages = [f.message.replace("\u00a0", " ") for f in found if f.code == "economy_unmapped"]
    assert messages == [
        "Konto 8600 (utan namn) finns inte på någon rad i resultaträkningen. Dess −50,00 kr står som Ej "
        "fördelat och räknas in i summorna.",
        "Konto 1790 (Upplupna intäkter) finns inte på någon rad i not 3. Dess 30,00 kr står som Ej fördelat "
        "och räknas in i summorna.",
        "Konto 5990 (utan namn) finns inte på någon rad i budgettabellen. Dess −1 000,00 kr står som Ej "
        "fördelat och räknas in i summorna.",
        "Konto 8600 (utan namn) finns inte på någon rad i budgettabellen. Dess −50,00 kr står som Ej "
        "fördelat och räknas in i summorna.",
    ]
    assert all(
        f.row and f.file == LEDGER_FILE and f.level == "flag" for f in found if f.code == "economy_unmapped"
    )


def test_projects_that_nobody_knows_and_none_are_told() -> None:
    """bad-inputs row 55."""
    found = told(BOOKS.with_(("4016", "6:XYZ", "500"), ("4016", "", "7"), ("1650", "", "1")))
    assert codes(found) == ["economy_no_project", "economy_unknown_project"]
    assert ["”XYZ”" in f.message for f in found if f.code == "economy_unknown_project"] == [True]


def test_a_budget_that_is_told_twice_with_other_sums_is_told() -> None:
    """bad-inputs row 58."""
    more = (("6530", SAMO, 4, "80"), ("6530", "", 4, "100"))
    found = told(replace(BOOKS, budget=(*BOOKS.budget, *more)))
    assert codes(found) == ["economy_no_project", "economy_budget_twice"]
    fault = next(f for f in found if f.code == "economy_budget_twice")
    assert "6530 i 2019-04" in fault.message and "20,00" in fault.message


def test_without_vouchers_nobody_is_told_that_projects_lack() -> None:
    assert "economy_no_project" not in codes(told(replace(BOOKS, has_vouchers=False)))


def test_every_identity_has_words_and_every_measure_a_name() -> None:
    d = defined()
    for fact in facts_of(BOOKS.with_(("5990", SAMO, "1000"), ("1790", HFE, "30")), before=YEAR_BEFORE):
        assert economy_label(fact.measure, d), fact.measure
