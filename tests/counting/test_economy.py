"""The ledger becomes facts: statements, notes, budget and cash flow, each amount exact and counted once."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from support.ledgers import BOOKS, ECONOMY, HFE, SAMO, Books, counted, defined, facts_of, ore, value

from helpers.counting import economy
from helpers.facts import Fact, Facts, Rows
from helpers.rounding import half_away

FACTS = facts_of()


@pytest.mark.parametrize(
    ("measure", "kronor"),
    [
        ("income:samo", "10127558.55"),
        ("income:hfe", "1700000.00"),
        ("costs:samo", "-9903576.05"),
        ("costs:hfe", "-1702929.00"),
        ("outcome:costs:samo", "-9903677.50"),
        ("outcome:costs:hfe", "-1702929.00"),
        ("financial-costs", "-101.45"),
        ("net-cost", "221053.50"),
        ("result-after-financial", "220952.05"),
        ("result", "220952.05"),
        ("result:samo", "223881.05"),
        ("result:hfe", "-2929.00"),
        ("outcome:result", "220952.05"),
        ("assets:receivables", "107888.00"),
        ("assets:cash", "4323329.05"),
        ("assets:total", "4431217.05"),
        ("equity:brought-forward", "4000000.00"),
        ("equity:closing", "4220952.05"),
        ("equity:change", "220952.05"),
        ("equity:decrease", "-220952.05"),
        ("debt:short", "210265.00"),
        ("equity-and-debt:total", "4431217.05"),
        ("cash-flow:receivables-change", "-7888.00"),
        ("cash-flow:short-debt-change", "-889735.00"),
        ("cash-flow:operating", "-676670.95"),
        ("cash-flow:total", "-676670.95"),
        ("cash-flow:opening-cash", "5000000.00"),
        ("note1:total", "10127558.55"),
        ("note3:total", "107888.00"),
        ("budget:income:samo", "10000000.00"),
        ("budget:activities:samo", "-9960000.00"),
        ("deviation:activities:samo:nafs", "386322.50"),
        ("budget:result", "40000.00"),
        ("budget:deficit", "-40000.00"),
        ("budget:equity:closing", "3900000"),
        ("deviation:equity:closing", "320952.05"),
        ("balance:1940", "4323329.05"),
        ("balance:2440", "210265.00"),
        ("balance-opening:2067", "4000000.00"),
        ("balance-movement:1940", "-676670.95"),
        ("balance-movement:2440", "-889735.00"),
        ("balance-movement:2067", "0.00"),
        ("result:hfe:accumulated", "-2929.00"),
    ],
)
def test_a_line_is_the_sum_of_its_accounts_with_the_sign_of_the_print(measure: str, kronor: str) -> None:
    assert value(FACTS, measure) == kronor


def test_a_tie_is_rounded_away_from_nought_from_the_exact_amount() -> None:
    """003:1542: -573 677,50 is printed -573 678, and its deviation of 386 322,50 as 386 323."""
    printed = {
        m: FACTS.get("forbundet", f"economy:{m}:activities:samo:nafs") for m in ("outcome", "deviation")
    }
    assert [half_away(f.fraction) for f in printed.values()] == [Decimal(-573678), Decimal(386323)]


def test_an_amount_rests_on_the_rows_it_sums() -> None:
    table = BOOKS.table()
    mine = table[(table["account"] == "4019") & (table["kind"] == "transaction")]["row"]
    numbers = [int(row.rpartition("!")[2]) for row in mine]
    fact = FACTS.get("forbundet", "economy:outcome:activities:samo:nafs")
    assert fact.rows == Rows({("bokforing.se", ""): numbers})
    both = FACTS.get("forbundet", "economy:deviation:activities:samo:nafs").rows
    assert len(both) == 2 and not fact.rows - both


def test_an_account_of_no_line_stands_apart_and_in_every_sum() -> None:
    got = facts_of(BOOKS.with_(("5990", SAMO, "1000"), ("8600", SAMO, "50"), ("1790", "", "30")))
    assert value(got, "outcome:costs:samo:unmapped") == "-1050.00"
    assert value(got, "outcome:costs:samo") == "-9904727.50"
    assert value(got, "result:unmapped") == "-50.00"  # 5990 has a class, 8600 has none
    assert value(got, "costs:samo") == "-9904576.05"
    assert value(got, "result") == value(got, "outcome:result") == "219902.05"
    assert value(got, "note3:unmapped") == "30.00" and value(got, "note3:total") == "107918.00"
    assert value(FACTS, "note3:unmapped") == "missing"


def test_balances_without_a_class_are_in_the_total_of_their_side() -> None:
    narrow = ECONOMY.replace(
        "  notes:", '  statement: {"assets:receivables": {accounts: ["1400-1699"]}}\n  notes:', 1
    )
    got = facts_of(BOOKS.with_(("1790", "", "30")), defined(narrow))
    assert (value(got, "assets:unmapped"), value(got, "assets:current")) == ("30.00", "4431187.05")
    assert value(got, "assets:total") == value(got, "equity-and-debt:total") == "4431217.05"


def test_debt_without_a_class_is_in_the_total_of_its_side() -> None:
    narrow = ECONOMY.replace(
        "  notes:", '  statement: {"debt:short": {accounts: ["2400-2899"]}}\n  notes:', 1
    )
    got = facts_of(BOOKS.with_(("2990", "", "-40")), defined(narrow))
    assert (value(got, "equity-and-debt:unmapped"), value(got, "debt:short")) == ("40.00", "210265.00")
    assert value(got, "assets:total") == value(got, "equity-and-debt:total") == "4431257.05"


@pytest.mark.parametrize("objects", ["6:XYZ", "", "1:SAMO"])
def test_what_is_of_no_project_is_in_the_whole_and_in_no_project(objects: str) -> None:
    got = facts_of(BOOKS.with_(("4016", objects, "500")))
    assert value(got, "costs:samo") == value(FACTS, "costs:samo")
    assert value(got, "costs:unknown-project") == "-500.00"
    assert value(got, "result:unknown-project") == value(got, "outcome:costs:unknown-project") == "-500.00"
    assert value(got, "costs:total") == "-11607005.05"
    assert value(got, "result") == value(got, "outcome:result") == "220452.05"


def test_a_project_counts_wherever_it_stands_in_the_list() -> None:
    got = facts_of(BOOKS.with_(("4030", "1:10|6:HFE|9:x", "1")))
    assert value(got, "costs:hfe") == "-1702930.00"


@pytest.mark.parametrize(
    ("objects", "whole", "office", "lost"),
    [
        ("100", "100", "-100.00", "missing"),
        ("80", "100", "-80.00", "-20.00"),
        ("80", "", "-80.00", "missing"),
    ],
    ids=["agree", "disagree", "objects only"],
)
def test_a_budget_is_counted_once(objects: str, whole: str, office: str, lost: str) -> None:
    """bad-inputs row 58: with and without objects, in the same month and account."""
    more = [("6530", SAMO, 4, objects), *([("6530", "", 4, whole)] if whole else [])]
    got = facts_of(replace(BOOKS, budget=(*BOOKS.budget, *more)))
    assert value(got, "budget:office:samo") == office
    assert value(got, "budget:costs:unknown-project") == lost
    planned = -Decimal(whole or objects) - 9960000
    assert Decimal(value(got, "budget:costs:total")) == planned


def test_a_budget_without_movement_and_a_movement_without_budget_make_rows() -> None:
    got = facts_of(replace(BOOKS, budget=(*BOOKS.budget, ("4030", HFE, 5, "200"))))
    assert (value(got, "outcome:income:hfe:eu-funds"), value(got, "budget:income:hfe:eu-funds")) == (
        "1700000.00",
        "0.00",
    )
    without = tuple(b for b in BOOKS.booked if b[0] != "4019")
    got = facts_of(replace(BOOKS, booked=without))
    assert value(got, "outcome:activities:samo:nafs") == "0.00"
    assert value(got, "deviation:activities:samo:nafs") == "960000.00"


def test_without_a_budget_nothing_is_budgeted_and_nothing_deviates() -> None:
    got = facts_of(replace(BOOKS, budget=()))
    assert value(got, "budget:costs:samo") == value(got, "deviation:costs:samo") == "missing"
    assert value(got, "budget:deficit") == value(got, "deviation-share:costs:samo") == "missing"
    assert value(got, "outcome:costs:samo") == value(FACTS, "outcome:costs:samo")


def test_whether_the_result_is_booked_does_not_matter() -> None:
    booked = Books(more=())
    result = ore("220952.05")
    lines = [("transaction", 0, "8999", "", result), ("transaction", 0, "2069", "", -result)]
    lines += [("result", 0, "8999", "", result), ("closing", 0, "2069", "", -result)]
    got = facts_of(replace(booked, more=tuple(lines)))
    same = {m.measure: m.value for m in FACTS}
    assert {m.measure: m.value for m in got if "2069" not in m.measure} == same
    assert value(got, "balance:2069") == "220952.05"


def test_another_chart_gives_the_statements_by_its_own_classes() -> None:
    moved = tuple((a.replace("8410", "8510"), o, k) for a, o, k in BOOKS.booked)
    other = ECONOMY.replace("chart: bas", "chart: kommunbas").replace("8400-8499", "8500-8599")
    got = facts_of(replace(BOOKS, booked=moved), defined(other))
    assert value(got, "financial-costs") == "-101.45" and value(got, "result:unmapped") == "missing"
    assert value(got, "outcome:costs:samo") == value(FACTS, "outcome:costs:samo")
    strange = facts_of(replace(BOOKS, booked=moved))
    assert value(strange, "result:unmapped") == "-101.45" and value(strange, "result") == value(got, "result")


def test_accounts_of_more_digits_belong_to_the_class_of_the_first_ones() -> None:
    got = facts_of(BOOKS.with_(("40161", SAMO, "7")))
    assert value(got, "costs:samo") == "-9903583.05"
    assert value(got, "outcome:costs:samo:unmapped") == "-7.00"


def test_without_vouchers_no_project_is_told_and_the_whole_is() -> None:
    got = facts_of(replace(BOOKS, has_vouchers=False))
    assert value(got, "costs:samo") == value(got, "outcome:activities:samo") == "missing"
    assert value(got, "note1:state") == value(got, "share-of-member-fees:kommunerna") == "missing"
    for measure in ("costs:total", "result", "outcome:costs:total", "assets:total", "equity:closing"):
        assert value(got, measure) == value(FACTS, measure)
    for kind in ("movement", "transactions"):
        assert got.get("forbundet", f"economy:balance-{kind}:1940").state == "missing"
    booked = FACTS.get("forbundet", "economy:balance-transactions:1940")
    table = BOOKS.table()
    assert booked.value == len(table[(table["account"] == "1940") & (table["kind"] == "transaction")]) > 0


def test_a_line_of_objects_takes_what_is_of_them() -> None:
    """A cost centre may divide an account that has no number of its own."""
    rows = ECONOMY.replace('accounts: ["4016"], project: samo,', 'objects: {1: ["20"]}, project: samo,')
    rows = rows.replace('accounts: ["4019"], project: samo', 'objects: {1: ["30"]}, project: samo')
    rows = rows.replace(
        '["6530", "8400-8499"], project: samo', '["8400-8499"], objects: {1: ["90"]}, project: samo'
    )
    got = facts_of(BOOKS.with_(("4900", f"1:20|{SAMO}", "11"), ("4900", f"1:30|{SAMO}", "13")), defined(rows))
    assert value(got, "outcome:activities:samo:ungdomstorget") == "-11.00"
    assert value(got, "outcome:activities:samo:nafs") == "-13.00"


def test_the_members_parts_of_the_fees_and_of_what_there_is() -> None:
    share = FACTS.get("forbundet", "economy:share-of-member-fees:forsakringskassan+arbetsformedlingen")
    assert (share.value, share.unit) == (Fraction(1, 2), "share")
    assert FACTS.get("forbundet", "economy:share-of-member-fees:kommunerna").value == Fraction(1, 4)
    assert FACTS.get("forbundet", "economy:own-capital:share-of-fees").value == Fraction(422095205, 10**9)
    part = FACTS.get("forbundet", "economy:member-share:umea:equity")
    assert (part.value, part.unit) == (Fraction(422095205, 400), "SEK")


def test_what_a_participation_and_a_discharge_cost() -> None:
    known = Facts(
        [
            Fact(
                2019,
                "ungdomstorget",
                measure,
                value=n,
                state="ok",
                rows=Rows({("u.csv", ""): range(2, 2 + n)}),
            )
            for measure, n in (("total", 295), ("discharged", 0))
        ]
    )
    got = facts_of(known=known)
    cost = got.get("forbundet", "economy:cost:ungdomstorget:per-participation")
    assert (cost.value, len(cost.base)) == (Fraction(9000000, 295), 295)
    assert value(got, "cost:ungdomstorget:per-discharge") == "missing"
    assert value(FACTS, "cost:ungdomstorget:per-participation") == "missing"


def test_row_65_the_year_before_as_this_file_tells_it() -> None:
    """Without last year's own file its lines come from this one, of the whole association."""
    last = (
        ("opening", "1940", "50"),
        ("opening", "2067", "-50"),
        ("closing", "1940", "70"),
        ("closing", "2067", "-50"),
        ("result", "3010", "-30"),
        ("result", "4016", "10"),
    )
    got = facts_of(replace(BOOKS, last=last))
    assert value(got, "last-year:result") == value(got, "last-year:equity:change") == "20.00"
    assert value(got, "last-year:cash-flow:opening-cash") == "50.00"
    assert not [f for f in got if f.measure.startswith("economy:last-year:") and f.measure.endswith(":samo")]
    assert not [f for f in FACTS if f.measure.startswith("economy:last-year:")]
    assert value(FACTS, "equity:brought-forward") == "4000000.00"  # from what began the year


@pytest.mark.parametrize(("samo", "told"), [("-40", "-60.00"), ("-41", "missing")])
def test_last_years_projects_are_those_of_period_balances_that_add_up(samo: str, told: str) -> None:
    last = (("result", "3010", "-100"), ("closing", "1940", "100"))
    more = tuple(
        ("object-balance", 1, "3010", objects, ore(kronor))
        for objects, kronor in ((SAMO, samo), (HFE, "-60"))
    )
    got = facts_of(replace(BOOKS, last=last, more=more))
    assert value(got, "last-year:income:hfe") == told.replace("-", "")
    assert value(got, "last-year:result") == "100.00"
    assert value(got, "last-year:equity:brought-forward") == "missing"  # nothing tells how it began


def test_results_add_up_over_the_years_whose_ledger_is_there() -> None:
    got = facts_of(before={2017: {"result:hfe": 100}, 2018: {"result:hfe": 10524700}})
    assert value(got, "result:hfe:accumulated") == "102319.00"
    got = facts_of(before={2018: {"result:hfe": None}})
    assert value(got, "result:hfe:accumulated") == "missing"


def test_facts_do_not_depend_on_the_order_of_the_rows() -> None:
    table = BOOKS.table()
    d = defined()
    assert d.economy is not None
    turned = economy.facts(economy.count(table.iloc[::-1], d.economy), d, {}, Facts([]))
    assert Facts(turned).by_key == FACTS.by_key


def test_an_association_without_projects_has_its_whole() -> None:
    plain = """
  chart: bas
  budget:
    - {id: "income:fees", label: Avgifter, accounts: ["3000-3999"]}
    - {id: "activities:navet", label: Navet, accounts: ["4000-4999"]}
"""
    got = facts_of(d=defined(plain))
    assert value(got, "outcome:income:total") == "11827558.55"
    assert value(got, "outcome:activities") == "-10672606.50"
    assert value(got, "outcome:costs:unmapped") == "-934000.00"
    assert value(got, "outcome:result") == value(got, "result") == "220952.05"
    assert not counted(d=defined(plain)).ledger.economy.project_objects
