"""The printed economy beside the ledgers: what differs, and how a finding says what the ledger gives."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

from support.prints import ACCOUNT, ASSOCIATION, accused, case, figure, only

from helpers.audit import every_rule
from helpers.audit.finding import Accused
from helpers.audit.record import Figure
from helpers.audit.registers import Sum
from helpers.audit.rules import booked, repeats, sums
from helpers.facts import Fact, Facts

OPERATING = "economy:cash-flow:operating"
PARTS = ("economy:result", "economy:receivables", "economy:debt")
PROMISED = Sum(ACCOUNT, 2019, ASSOCIATION, "Kassaflödet", "error", "SEK", OPERATING, PARTS)


def _ledger(**amounts: str) -> dict[int, Facts]:
    """Facts of a ledger: `result="-1.50"` is `economy:result`."""
    return {
        2019: Facts(
            Fact(2019, ASSOCIATION, measure, value=Decimal(amount), unit="SEK", state="ok", rule="economy.x")
            for measure, amount in amounts.items()
        )
    }


def _print(line: int, printed: str, measure: str) -> Figure:
    return figure(line, printed, measure, platform=ASSOCIATION)


def test_an_amount_that_only_the_ledger_contradicts_is_told_once_for_all_its_prints() -> None:
    prints = [_print(3, "7 tkr", "economy:result"), _print(9, "7 tkr", "economy:result")]
    found = only(
        every_rule.audit(case(*prints, facts=_ledger(**{"economy:result": "6499.99"}))), "booked", "error"
    )
    assert found.accused == (Accused(ACCOUNT, 3, "7 tkr", "6"), Accused(ACCOUNT, 9, "7 tkr", "6"))
    assert "Bokföringen för 2019 ger 6\u00a0tkr." in found.message and "(rad 3, 9)" in found.message
    assert every_rule.audit(case(*prints, facts=_ledger(**{"economy:result": "6500.00"}))) == []
    assert every_rule.audit(case(*prints)) == []  # nothing is delivered


def test_what_another_rule_tells_is_not_told_again() -> None:
    prints = [_print(3, "2 292 tkr", "economy:equity"), _print(9, "2 992 390 kr", "economy:equity")]
    facts = _ledger(**{"economy:equity": "2992390.47"})
    assert accused(list(booked.booked(case(*prints, facts=facts)))) == {(3, "2 292 tkr")}
    found = only(every_rule.audit(case(*prints, facts=facts)), "twice", "error")
    assert found.accused == (Accused(ACCOUNT, 3, "2 292 tkr", "2992"),)
    assert found.message.endswith("Bokföringen för 2019 ger 2\u00a0992\u00a0tkr.")


def test_without_a_ledger_the_prints_are_tried_against_each_other_alone() -> None:
    prints = [_print(3, "2 292 tkr", "economy:equity"), _print(9, "2 992 390 kr", "economy:equity")]
    found = only(list(repeats.twice(case(*prints))), "twice", "error")
    assert "Bokföringen" not in found.message and found.accused[0].computed == "2992"


def _cash_flow(total: str) -> list[Figure]:
    parts = [
        _print(n, p, m)
        for n, (p, m) in enumerate(zip(("-500 kr", "-20 kr", "-3 kr"), PARTS, strict=True), 10)
    ]
    return [*parts, _print(13, total, OPERATING)]


def test_a_total_that_lacks_one_part_is_no_misreading() -> None:
    found = only(list(sums.declared(case(*_cash_flow("-23 kr"), declared=(PROMISED,)))), "declared", "error")
    assert found.accused[0].computed == "-523"
    assert "utan −500\u00a0kr (rad 10)" in found.not_ocr
    other = only(list(sums.declared(case(*_cash_flow("-24 kr"), declared=(PROMISED,)))), "declared", "error")
    assert "rad 10" not in other.not_ocr


def test_the_exact_sum_of_the_ledger_is_what_follows_not_the_sum_of_rounded_parts() -> None:
    facts = _ledger(**{OPERATING: "-523.60"})
    made = case(*_cash_flow("-23 kr"), declared=(PROMISED,), facts=facts)
    found = only(every_rule.audit(made), "declared", "error")
    assert found.accused[0].computed == "-524"
    assert "Bokföringen för 2019 ger −524\u00a0kr." in found.message


def test_a_deficit_in_words_is_answered_as_it_is_printed() -> None:
    deficit = replace(_print(5, "7 tkr", "economy:result"), minus_word="underskott")
    found = only(
        list(booked.booked(case(deficit, facts=_ledger(**{"economy:result": "-5000"})))), "booked", "error"
    )
    assert found.accused[0].computed == "5"
    assert list(booked.booked(case(deficit, facts=_ledger(**{"economy:result": "-7000"})))) == []
    assert Counter(
        f.rule for f in booked.booked(case(deficit, facts=_ledger(**{"economy:result": "7000"})))
    ) == {"booked": 1}
