"""The printed economy beside the ledgers: what differs, and how a finding says what the ledger gives."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from support.prints import ACCOUNT, ASSOCIATION, accused, case, figure, only, shipped

from helpers.audit import every_rule
from helpers.audit.comparison import COUNTED, Compared, compare, tally
from helpers.audit.finding import Accused
from helpers.audit.record import Figure
from helpers.audit.registers import Sum
from helpers.audit.rules import booked, repeats, sums
from helpers.facts import Fact, Facts
from helpers.paths import REPOSITORY

PRINTED_2019 = "styrelsehandlingar-2020-03-20-arsredovisning-2019"
# Errors of the print, by line and as printed: the year of the figure, and what the ledger gives instead.
DIFFER = {
    (295, "2 257 tkr", 2019): "2350",
    (296, "2 292 tkr", 2019): "2992",
    (387, "2 257 tkr", 2019): "2350",
    (388, "2 292 tkr", 2019): "2992",
    (1437, "-2212 563", 2019): "-3212248",
    (1437, "414 423", 2018): "-735521",
}
DECLARED = [307, 310, 1371]  # lines of what was applied for and granted, and of a budgeted own capital

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
    assert (found.accused[0].computed, found.accused[0].by) == ("-524", "fact")
    assert "Bokföringen för 2019 ger −524\u00a0kr." in found.message


def test_an_amount_of_the_definitions_is_not_called_the_ledger_s() -> None:
    planned = Fact(
        2019,
        ASSOCIATION,
        "economy:plan",
        value=Decimal(6000),
        unit="SEK",
        state="ok",
        rule="economy.declared",
    )
    made = case(_print(3, "7 tkr", "economy:plan"), facts={2019: Facts([planned])})
    assert only(every_rule.audit(made), "booked", "error").message.endswith(
        "I definitionerna för 2019 står 6\u00a0tkr."
    )


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


# --- the shipped years -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def economy(shipped_facts: dict[int, Facts]) -> list[Compared]:
    """Every printed figure of the economy beside the shipped ledgers."""
    record = shipped(shipped_facts)(2019).record
    figures = [f for f in record.figures if f.measure.startswith("economy:")]
    return list(compare(record, figures, shipped_facts))


def _named(compared: list[Compared], state: str) -> set[tuple[int, str, int]]:
    return {(c.figure.line, c.figure.printed, c.figure.year) for c in compared if c.state == state}


def test_the_ledgers_give_481_of_490_printed_figures_and_6_others_by_name(economy: list[Compared]) -> None:
    assert Counter(c.state for c in economy) == {"reproduced": 484, "differs": 6}
    assert tally(economy) == {"reproduced": 481, "declared": 3, "differs": 6}
    assert _named(economy, "differs") == set(DIFFER)
    assert sorted(c.figure.line for c in economy if c.basis == "declared") == DECLARED


def test_both_copies_of_the_statements_join_the_same_facts(economy: list[Compared]) -> None:
    """The record has the account twice: lines 86 to 245 are the scan that bilaga 1 is."""
    copy = [c for c in economy if 86 <= c.figure.line <= 245]
    assert len(copy) == 179 and {c.state for c in copy} == {"reproduced"}
    assert {c.figure.key for c in copy} <= {c.figure.key for c in economy if c.figure.line > 245}


def test_8_amounts_have_no_sign_but_a_word(economy: list[Compared]) -> None:
    worded = [c for c in economy if c.figure.minus_word]
    assert len(worded) == 8 and {c.state for c in worded} == {"reproduced"}
    assert not any(replace(c.figure, minus_word="").agrees(c.fact) for c in worded if c.fact)


def test_each_error_of_the_print_has_a_finding_that_says_what_the_ledger_gives(
    shipped_facts: dict[int, Facts],
) -> None:
    told = {
        (a.line, a.printed): (f.rule, a.computed, f.message)
        for f in every_rule.audit(shipped(shipped_facts)(2019))
        for a in f.accused
        if (a.line, a.printed) in {key[:2] for key in DIFFER} and a.source == PRINTED_2019
    }
    for (line, printed, year), ledger in DIFFER.items():
        rule, computed, message = told[line, printed]
        assert rule in ("declared", "twice") and computed == ledger, (line, computed)
        assert f"Bokföringen för {year} ger " in message


def test_one_more_figure_that_differs_is_seen(shipped_facts: dict[int, Facts]) -> None:
    """An amount one krona off in one print is a figure that differs, and a finding of its own rule."""
    made = shipped(shipped_facts)(2019)
    clean = next(f for f in made.figures if (f.line, f.year) == (1401, 2019))
    wrong = replace(clean, value=clean.number + 1)
    assert clean.agrees(shipped_facts[2019].get(*clean.key[1:]))
    alone = case(wrong, facts=shipped_facts)
    assert accused(every_rule.audit(alone)) == {(wrong.line, wrong.printed)}


def test_the_readme_counts_the_prints_of_all_accounts_as_they_come_out(
    shipped_facts: dict[int, Facts],
) -> None:
    record = shipped(shipped_facts)(2019).record
    found = tally(compare(record, record.figures, shipped_facts))
    said = " ".join((REPOSITORY / "README.md").read_text(encoding="utf-8").split())
    counts = {name: f"{found[name]:,}".replace(",", " ") for name in COUNTED}
    assert f"{counts['reproduced']} equal a fact that is computed and {counts['declared']} one that" in said
    assert f"{counts['differs']} differ" in said and f"{counts['underivable']} cannot be derived" in said
    assert f"{counts['unreadable']} cannot be read" in said
    assert f"Of the {sum(found.values()):,} figures".replace(",", " ") in said
