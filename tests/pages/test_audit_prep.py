"""What the auditors begin with: the law and its evidence, each balance account, what is open, to whom."""

import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from helpers.annual_report import PAGE
from helpers.checks.own_words import account
from helpers.context import Context
from helpers.counting.law_checks import DEPARTS, LACKING, MET, UNTRIED, tried
from helpers.defining import laws
from helpers.facts import Fact, Facts, missing
from helpers.pages import annual_page, audit_prep
from helpers.pages.annual_page import Annual
from helpers.pages.balance_accounts import accounts
from helpers.pages.document import Block, Content
from helpers.pages.figures import label_words, unexplained
from helpers.pages.html import written
from helpers.pages.said import said
from helpers.pages.years import Report
from helpers.paths import Workspace

SIE = re.compile(r"#TRANS (\d+) \{[^}]*\} (-?[\d.]+)")


@pytest.fixture(scope="module")
def annual(shipped_tables) -> Annual:
    """The annual report of the shipped 2019."""
    known = Report.load(Context(Workspace(shipped_tables[2019].parents[2]), 2019))
    return Annual.of(known, account.told(known).texts)


def html(content: Content) -> str:
    return str(written(content)).replace("\u00a0", " ")


def plain(content: Content) -> str:
    """What is read, without markup."""
    return re.sub(r"<[^>]+>", "", html(content))


def rows(block: Block) -> list[list[str]]:
    """The cells of the rows of every table."""
    cells = [
        re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr>(.*?)</tr>", html(block))
    ]
    return [[re.sub(r"<[^>]+>", "", cell) for cell in row] for row in cells]


def with_facts(annual: Annual, *more: Fact, but: str = "-") -> Annual:
    kept = [f for f in annual.report.now.facts if not f.measure.startswith(but)]
    now = replace(annual.report.now, facts=Facts([*kept, *more]))
    return replace(annual, report=replace(annual.report, now=now))


def decided(annual: Annual, day: str) -> Annual:
    context = replace(annual.report.context, decided=day)
    return replace(annual, report=replace(annual.report, context=context))


def ledger(annual: Annual) -> str:
    path = annual.report.context.raw / "bokforing.se"
    return path.read_bytes().decode("cp437")


def specification(annual: Annual) -> Block:
    store = annual.report.context.store()
    return audit_prep.specification(annual.report, store.read("ledger_accounts"))


# --- the law ---------------------------------------------------------------------------------------------


def test_every_requirement_has_a_row_with_its_state_and_what_is_still_asked(annual: Annual) -> None:
    known = audit_prep.evidence(annual, "")
    found = [row for row in rows(audit_prep.requirements(known)) if row[0] != "Paragraf"]
    words = {MET: "Uppfyllt", LACKING: "Saknas", UNTRIED: "Går inte att pröva", DEPARTS: "Avviker"}
    for row, one in zip(found, tried(known), strict=True):
        asked = one.requirement
        assert row[:3] == [asked.paragraph, asked.asks, words[one.state]]
        assert row[4] == ("" if one.state == MET else asked.question)
        assert row[3], asked.id


def test_the_evidence_leads_to_vouchers_and_to_the_texts(annual: Annual) -> None:
    block = audit_prep.requirements(audit_prep.evidence(annual, ""))
    shown = said([block])
    assert unexplained(shown.bare, label_words(annual.report.now.definitions)) == []
    assert ("forbundet", "economy-result-2019-forbundet") in shown.vouchers
    report = html(annual_page.body(annual))
    to = re.findall(rf'href="{re.escape(PAGE)}#([^"]+)"', html(block))
    assert to and all(f'id="{place}"' in report for place in to)


def test_a_day_is_of_what_the_board_adopted_and_of_no_draft(annual: Annual) -> None:
    assert not annual.lacks

    def in_time(of: Annual) -> str:
        return next(t.state for t in tried(audit_prep.evidence(of, "")) if t.requirement.id == "in-time")

    assert in_time(annual) == UNTRIED
    assert in_time(decided(annual, "2020-03-20")) == MET
    assert in_time(decided(annual, "2020-04-01")) == DEPARTS
    draft = replace(decided(annual, "2020-03-20"), texts=annual.texts[3:])
    assert draft.lacks and in_time(draft) == UNTRIED
    known = audit_prep.evidence(decided(annual, "2020-03-20"), "")
    assert "Dag: 2020-03-20" in plain(audit_prep.requirements(known))


def test_the_auditors_report_is_named_where_it_lies_and_asked_for_where_not(annual: Annual) -> None:
    name = "2019-1-revisionsberattelse.pdf"
    assert name in html(audit_prep.requirements(audit_prep.evidence(annual, name)))
    without = plain(audit_prep.requirements(audit_prep.evidence(annual, "")))
    assert "Saknas: revisionsberättelsen" in without and "När lämnas" in without


def test_what_a_report_lacks_is_named_by_its_file(annual: Annual) -> None:
    bare = replace(annual, texts=())
    lacking = html(audit_prep.requirements(audit_prep.evidence(bare, "")))
    assert "arsredovisning/61-avvikelser.md" in lacking
    assert "arsredovisning/61-avvikelser.md" in html(audit_prep.gaps_of(bare))
    assert not audit_prep.gaps_of(annual)


def test_the_texts_that_the_law_asks_for_are_parts_of_the_report() -> None:
    parts = {p.id for p in annual_page.parts()}
    assert {block for asked in laws.laws().requirements for block in asked.blocks} <= parts


# --- the accounts ----------------------------------------------------------------------------------------


def test_each_account_s_movement_is_what_the_file_s_own_lines_say(annual: Annual) -> None:
    count, moved = Counter[str](), Counter[str]()
    for number, amount in SIE.findall(ledger(annual)):
        count[number] += 1
        moved[number] += Fraction(amount)
    store = annual.report.context.store()
    found = accounts(annual.report, store.read("ledger_accounts"))
    assert len(found) > 10
    for one in found:
        sign = 1 if one.number < "2" else -1
        assert one.count.value == count[one.number], one.number
        assert one.movement.fraction == sign * moved[one.number], one.number
        assert one.opening.fraction + one.movement.fraction == one.closing.fraction, one.number


def test_each_account_has_a_row_with_its_balances_and_the_line_it_is_of(annual: Annual) -> None:
    found = {row[0].split(" ")[0]: row for row in rows(specification(annual))}
    assert found["1940"] == ["1940 Bank", "Kassa och bank", "9 370 246", "116†", "−3 212 248", "6 157 998"]
    assert found["2991"][1] == "Kortfristiga skulder, not 4: revisionsarvode, upplupen kostnad"
    assert found["2067"][1].startswith("Utgående eget kapital")


def test_no_text_of_a_voucher_stands_on_the_page(annual: Annual) -> None:
    texts = set(re.findall(r'#VER .*?"(.*?)"', ledger(annual)))
    texts |= set(re.findall(r'#TRANS .*?\} \S+ (?:\d+ )?"(.*?)"', ledger(annual)))
    page = html(specification(annual))
    assert len(texts) > 5 and not [t for t in texts if len(t) > 4 and t in page]


def test_a_year_without_a_ledger_says_so(annual: Annual) -> None:
    assert "inte levererad" in html(specification(with_facts(annual, but="economy:")))


# --- what does not add up, and to whom -------------------------------------------------------------------


def identity(id_: str, value: int | None, difference: str = "") -> list[Fact]:
    key = (2019, "forbundet", f"economy:identity:{id_}", "", "all")
    rule = "economy.identity"
    one = (
        missing(key, "claim", rule)
        if value is None
        else Fact(*key, value, unit="claim", state="ok", rule=rule)
    )
    apart = replace(one, measure=f"economy:identity-difference:{id_}", unit="SEK", state="ok")
    return [one, *([replace(apart, value=Decimal(difference))] if difference else [])]


def test_identities_that_do_not_hold_are_shown_with_their_difference(annual: Annual) -> None:
    facts = [*identity("7", 1, "0.00"), *identity("10:equity", 0, "-107.63"), *identity("8:samo", None)]
    block = audit_prep.not_reconciled(with_facts(annual, *facts, but="economy:identity").report)
    shown = rows(block)[1:]
    assert [row[1:] for row in shown] == [["Stämmer inte", "−107,63 kr"], ["Går inte att pröva", "–"]]
    assert "Avstämningar av bokföringen: 3." in plain(block)
    whole = audit_prep.not_reconciled(with_facts(annual, *identity("7", 1), but="economy:identity").report)
    assert "Alla stämmer." in html(whole)
    none = audit_prep.not_reconciled(with_facts(annual, but="economy:identity").report)
    assert "inte stämts av" in html(none)


def test_the_board_and_every_member_are_to_have_the_auditors_report(annual: Annual) -> None:
    shown = rows(audit_prep.receivers(annual.report))[1:]
    assert [row[0] for row in shown[:4]] == [
        "Styrelsen",
        "Försäkringskassan",
        "Arbetsförmedlingen",
        "Regionen",
    ]
    assert len(shown) == 4 + 6 and all(row[1] == "" for row in shown)  # six municipalities
    assert shown[0][2] == "–" and all(row[2] == "" for row in shown[1:])
