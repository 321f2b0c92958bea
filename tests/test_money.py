"""Money is exact wherever it is written, read and compared, and rounded once where it is printed."""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import definitions
from helpers.assurance.fact_moves import moved
from helpers.defining.economy_definitions import Economy
from helpers.defining.economy_names import economy_label
from helpers.fact_csv import csv_text, differences, number_of, number_text, read_csv
from helpers.fact_tables import from_table, table
from helpers.facts import KRONOR, Fact, Facts, Value
from helpers.naming import measure_text
from helpers.pages.amounts import kronor, previous, tkr
from helpers.pages.figures import label_words, unexplained
from helpers.pages.sayable import shown
from helpers.paths import REPOSITORY
from helpers.rounding import half_away
from helpers.wording import NO_BREAK_SPACE, fact_text, result_text

PRINTED = {  # the printed account of 2019, lines 1381-1389, 1542: the exact amount, in kr, in tkr
    "-999684.10": ("−999 684", "−1 000"),
    "-573677.50": ("−573 678", "−574"),
    "386322.50": ("386 323", "386"),
    "-12572661.45": ("−12 572 661", "−12 573"),
    "-0.49": ("0", "0"),
    "0.50": ("1", "0"),
    "-500.00": ("−500", "−1"),
    "499.99": ("500", "0"),
}


def money(value: Value | None, measure: str = "economy:result", year: int = 2019) -> Fact:
    state = "missing" if value is None else "ok"
    return Fact(year, "forbundet", measure, value=value, unit=KRONOR, state=state, rule="economy.line")


def said(words) -> str:
    return words.plain.replace(NO_BREAK_SPACE, " ")


def read_back(facts: Facts, folder: Path) -> Facts:
    (folder / "facts.csv").write_text(csv_text(facts), encoding="utf-8")
    return read_csv(folder / "facts.csv")


@pytest.mark.parametrize("amount", PRINTED)
def test_an_amount_is_rounded_once_half_away_from_zero(amount: str) -> None:
    fact = money(Decimal(amount))
    assert (said(kronor(fact)), said(tkr(fact))) == PRINTED[amount]
    assert said(fact_text(fact)) == f"{PRINTED[amount][0]} kr" == said(result_text(fact))


@given(st.integers(-(10**15), 10**15), st.integers(1, 999), st.integers(0, 2))
def test_rounding_is_to_the_nearest_and_ties_go_away_from_zero(ore: int, parts: int, decimals: int) -> None:
    exact = Fraction(ore, 100 * parts)
    shown = Fraction(half_away(exact, decimals))
    step = Fraction(1, 10**decimals)
    assert (shown / step).denominator == 1 and abs(shown - exact) <= step / 2
    if abs(shown - exact) == step / 2:
        assert abs(shown) > abs(exact)
    assert half_away(-exact, decimals) == -half_away(exact, decimals)
    assert not half_away(exact, decimals).is_signed() or shown < 0  # never -0


@given(st.integers(-(10**15), 10**15))
def test_no_ore_is_lost_in_the_table_or_the_csv(ore: int) -> None:
    amount = Decimal(ore).scaleb(-2)
    written = number_text(amount, KRONOR)
    assert written.partition(".")[2].isdigit() and len(written.partition(".")[2]) == 2
    assert number_of(written, KRONOR) == amount and isinstance(number_of(written, KRONOR), Decimal)
    assert list(from_table(table(Facts([money(amount)])))) == [money(amount)]


@pytest.mark.parametrize(
    "value, written",
    [
        (Decimal("-999684.10"), "-999684.10"),
        (Decimal("-999684.1"), "-999684.10"),
        (Decimal("1E+3"), "1000.00"),
        (1000, "1000.00"),
        (Decimal("-0.00"), "0.00"),
        (Fraction(-1, 100), "-0.01"),
        (Fraction(104008145, 8800), repr(104008145 / 8800)),  # 1 040 081,45 kr for 88 participations
    ],
)
def test_facts_csv_writes_kronor_with_two_decimals_and_reads_them_back(
    value: Value, written: str, tmp_path: Path
) -> None:
    facts = Facts([money(value)])
    assert (
        csv_text(facts).splitlines()[1] == f"2019,forbundet,economy:result,,all,{written},,,SEK,ok,delivered"
    )
    got = read_back(facts, tmp_path)
    assert csv_text(got) == csv_text(facts) and differences(facts, got) == []
    assert float(next(iter(got)).fraction) == float(Fraction(value))
    whole = next(iter(from_table(table(facts))))
    assert whole.value == value and csv_text(Facts([whole])) == csv_text(facts)


def test_an_ore_that_moves_is_told() -> None:
    before, after = money(Decimal("-999684.10")), money(Decimal("-999684.11"))
    assert differences(Facts([before]), Facts([after])) == [
        "2019/forbundet/economy:result//all: -999684.10 (None/None) ok delivered"
        " -> -999684.11 (None/None) ok delivered"
    ]
    (move,) = moved({before.key: before}, {after.key: after})
    assert "−999 684,10 kr" in move.line().replace(NO_BREAK_SPACE, " ")
    assert "−999 684,11 kr" in move.line().replace(NO_BREAK_SPACE, " ")
    assert moved({before.key: before}, {before.key: replace(before, value=Decimal("-999684.1"))}) == []


def test_a_share_that_moves_less_than_it_is_printed_is_told_apart() -> None:
    share = Fact(2019, "x", "economy:own-capital:share-of-fees", unit="share", state="ok", rule="r")
    before, after = (replace(share, value=Fraction(value)) for value in ("0.17403", "0.17404"))
    (move,) = moved({before.key: before}, {after.key: after})
    assert "17,403\u00a0%" in move.line() and "17,404\u00a0%" in move.line()
    part = "economy:member-share:bjurholm:debt"
    before, after = (money(Fraction(value), part) for value in ("18093.2911", "18093.2914"))
    (move,) = moved({before.key: before}, {after.key: after})
    assert "18 093,2911 kr" in move.line().replace(NO_BREAK_SPACE, " ")
    gone = moved({before.key: before}, {})[0].line().replace(NO_BREAK_SPACE, " ")
    assert "18 093,29 kr" in gone and "–" in gone


def test_each_amount_leads_to_its_voucher_and_a_missing_one_says_so() -> None:
    figures = [f for words in (kronor, tkr) for f in words(money(Decimal(5))).figures]
    assert [(f.place, f.number) for f in figures] == [("forbundet", "economy-result-2019-forbundet")] * 2
    assert said(kronor(money(None))) == "Utfall saknas" == said(tkr(money(None)))
    assert kronor(replace(money(Decimal(5)), origin="invented")).plain == "5†"


@dataclass
class Year:
    facts: Facts
    definitions = SimpleNamespace(together=SimpleNamespace(id="forbundet"))


OWN = money(Decimal(1), year=2018)
OF_LEDGER = money(Decimal(2), "economy:last-year:result")


@pytest.mark.parametrize(
    "before, now, expected",
    [
        (Year(Facts([OWN])), [OF_LEDGER], OWN),
        (Year(Facts([money(None, year=2018)])), [OF_LEDGER], OF_LEDGER),
        (Year(Facts([])), [OF_LEDGER], OF_LEDGER),
        (None, [OF_LEDGER], OF_LEDGER),
        (Year(Facts([money(None, year=2018)])), [money(Decimal(3))], None),
        (None, [money(Decimal(3))], None),
    ],
)
def test_last_year_is_its_own_fact_else_what_this_year_s_ledger_says(
    before: Year | None, now: list[Fact], expected: Fact | None
) -> None:
    found = previous(SimpleNamespace(now=Year(Facts(now)), before=before), "economy:result")
    assert found == expected if expected else found.state == "missing"


PROJECTS = {"dimension": 6, "samo": "SAMO", "hfe": "HFE"}
LINES = {
    "projects": PROJECTS,
    "chart": "bas",
    "notes": [
        {"id": "note1:state", "label": "Driftbidrag från staten"},
        {"id": "note2:eu", "label": "EU-medel och andra bidrag"},
    ],
    "budget": [
        {"id": "office:samo:staff", "label": "Kanslipersonal", "project": "samo"},
        {"id": "office:hfe:staff", "label": "Kanslipersonal", "project": "hfe"},
        {"id": "activities:samo:vannas", "label": "Vännäs", "project": "samo"},
        {"id": "lokaler:samo:hyra", "label": "Hyra", "project": "samo"},
    ],
}
NAMES = {  # measure -> label, and the same inside a sentence
    "net-cost": ("Verksamhetens nettokostnad", "verksamhetens nettokostnad"),
    "income:samo": ("Verksamhetens intäkter SAMO", "verksamhetens intäkter SAMO"),
    "result:hfe:accumulated": ("Ackumulerat resultat HFE", "ackumulerat resultat HFE"),
    "note1:state": ("Driftbidrag från staten", "not 1: driftbidrag från staten"),
    "note2:eu": ("EU-medel och andra bidrag", "not 2: EU-medel och andra bidrag"),
    "income:total": ("Verksamhetens intäkter", "verksamhetens intäkter"),
    "note1:total": ("Not 1, summa", "not 1, summa"),
    "assets:unmapped": ("Tillgångar, ej fördelat", "tillgångar, ej fördelat"),
    "outcome:costs:samo:unmapped": (
        "Totala kostnader SAMO, ekonomiskt utfall, ej fördelat",
        "totala kostnader SAMO, ekonomiskt utfall, ej fördelat",
    ),
    "cost:vuxentorget+ungdomstorget:per-participation": (
        "Kostnad per deltagande, Vuxentorget och Ungdomstorget",
        "kostnad per deltagande, Vuxentorget och Ungdomstorget",
    ),
    "note1:unmapped": ("Not 1, ej fördelat", "not 1, ej fördelat"),
    "outcome:office:samo:staff": (
        "Kanslipersonal SAMO, ekonomiskt utfall",
        "kanslipersonal SAMO, ekonomiskt utfall",
    ),
    "budget:activities:samo:vannas": ("Vännäs, budget", "Vännäs, budget"),
    "deviation:office:hfe": (
        "Kansli, styrelse och administration HFE, avvikelse mot budget",
        "kansli, styrelse och administration HFE, avvikelse mot budget",
    ),
    "outcome:lokaler:samo": (
        "Summa lokaler SAMO, ekonomiskt utfall",
        "summa lokaler SAMO, ekonomiskt utfall",
    ),
    "deviation:costs:total": (
        "Totala kostnader, avvikelse mot budget",
        "totala kostnader, avvikelse mot budget",
    ),
    "budget:equity:closing": ("Utgående eget kapital, budget", "utgående eget kapital, budget"),
    "last-year:depreciation": ("Avskrivningar, året före", "avskrivningar, året före"),
    "balance:1940": ("Konto 1940, utgående balans", "konto 1940, utgående balans"),
    "member-share:vannas:debt": ("Andel av skulderna, Vännäs", "andel av skulderna, Vännäs"),
    "cost:vannas:per-discharge": (
        "Kostnad per avslutat deltagande, Samordningsteamet i Vännäs",
        "kostnad per avslutat deltagande, Samordningsteamet i Vännäs",
    ),
    "share-of-member-fees:forsakringskassan+arbetsformedlingen": (
        "Andel av medlemsavgifterna, Försäkringskassan och Arbetsförmedlingen",
        "andel av medlemsavgifterna, Försäkringskassan och Arbetsförmedlingen",
    ),
    "nothing-known": ("", "economy:nothing-known"),
    "outcome:x:y": ("", "economy:outcome:x:y"),
}


@pytest.mark.parametrize("measure", NAMES)
def test_an_economy_measure_is_named_by_the_definitions_or_the_statements(measure: str) -> None:
    defined = definitions.load(REPOSITORY / "data" / "definitions" / "2019.yaml")
    defined = defined.model_copy(update={"economy": Economy.model_validate(LINES)})
    key = f"economy:{measure}"
    assert (economy_label(key, defined), measure_text(key, defined)) == NAMES[measure]


def test_figures_in_the_names_of_notes_and_lines_are_explained() -> None:
    defined = definitions.load(REPOSITORY / "data" / "definitions" / "2019.yaml")
    vat = {"id": "note3:vat", "label": "Fordran moms kvartal 4"}
    with_notes = defined.model_copy(
        update={"economy": Economy.model_validate({"chart": "bas", "notes": [vat]})}
    )
    bare = ["Fordran moms kvartal 4", "Not 3"]
    without = defined.model_copy(update={"economy": None})
    assert unexplained(bare, label_words(without)) == bare
    assert unexplained([*bare, "kvartal 5"], label_words(with_notes)) == ["kvartal 5"]


def test_money_is_shown_whole_and_never_hidden_as_a_small_group() -> None:
    defined = definitions.load(REPOSITORY / "data" / "definitions" / "2019.yaml")
    share = replace(money(Fraction(1, 8), "economy:own-capital:share-of-fees"), unit="share")
    facts = Facts([money(Decimal("0.01")), money(Fraction(1, 3), "economy:member-share:vannas:debt"), share])
    assert list(shown(facts, defined)) == list(facts)
