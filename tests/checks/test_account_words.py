"""The annual report's texts against the facts: row 64 of the list of bad inputs, and what a text may say."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pandas as pd
import pytest

from helpers.checks.own_words import account
from helpers.context import Context
from helpers.facts import Fact, Facts, Value
from helpers.language.prose import Filled, filled_text
from helpers.paths import Workspace

MONEY = {
    "economy:result": "-999684.10",
    "economy:costs:total": "-14316366.55",
    "economy:equity:brought-forward": "2992390.47",
    "economy:budget:deficit": "-2350000",
    "economy:costs:samo": "-12572560",
}


def fact(year: int, measure: str, value: Value, unit: str = "count") -> Fact:
    """A fact of the association."""
    return Fact(year, "forbundet", measure, value=value, unit=unit, state="ok", rule="a.rule")


def no_fact(*_: str) -> None:
    """No year may be compared with another."""


@pytest.fixture
def years(workspace: Workspace) -> SimpleNamespace:
    """The fixture's 2019 with some facts of money and of people, beside 2018."""
    context = Context(workspace, 2019)
    now = [fact(2019, m, Decimal(v), "SEK") for m, v in MONEY.items()]
    now += [
        replace(fact(2019, "discharged", 128), platform="ungdomstorget"),
        fact(2019, "discharged", 40),
        replace(fact(2019, "share:to-work", Fraction(1, 4), "share"), numerator=10, denominator=40),
        replace(fact(2019, "unique", 12), origin="invented"),
        Fact(2019, "forbundet", "economy:extraordinary", unit="SEK", rule="a.rule"),
    ]
    here = SimpleNamespace(year=2019, definitions=context.definitions, facts=Facts(now))
    before = [fact(2018, "total", 862)]
    then = SimpleNamespace(year=2018, definitions=context.definitions, facts=Facts(before))
    return SimpleNamespace(context=context, now=here, years=[then, here], last_year=no_fact)


def told(years: SimpleNamespace, words: str, name: str = "11-sammanfattning") -> account.AnnualTexts:
    folder = years.context.raw / "arsredovisning"
    for path in folder.iterdir():
        path.unlink()
    (folder / f"{name}.md").write_text(words, encoding="utf-8")
    return account.told(years)


def codes(found: account.AnnualTexts) -> list[str]:
    return [f.code.removeprefix("account_") for f in found.faults]


def plain(found: account.AnnualTexts) -> str:
    """The first text as it is printed."""
    parts = [p for block in found.texts[0].blocks for p in block.parts]
    shown = "".join(filled_text(p).plain if isinstance(p, Filled) else str(p) for p in parts)
    return shown.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("asked", "printed"),
    [
        ("{economy:result}", "−999 684 kr"),
        ("{economy:result|tkr}", "−1 000 tkr"),
        ("{economy:costs:total|tkr, utan tecken}", "14 316 tkr"),
        ("{economy:result|två decimaler}", "−999 684,10 kr"),
        ("{ungdomstorget/discharged}", "128"),
        ("{2018/forbundet/total}", "862"),
        ("{share:to-work|en decimal}", "25,0 %"),
    ],
)
def test_a_placeholder_is_the_fact_as_it_is_asked_for(
    years: SimpleNamespace, asked: str, printed: str
) -> None:
    found = told(years, f"Det blev {asked} i år.\n")
    assert plain(found) == f"Det blev {printed} i år." and codes(found) == []
    assert found.texts[0].unmet == ()


@pytest.mark.parametrize(
    ("asked", "code", "near"),
    [
        ("{economy:resultat}", "no_fact", "{economy:result}"),
        ("{1999/total}", "no_year", "2018, 2019"),
        ("{economy:extraordinary|tkr}", "no_value", "Stryk uppgiften"),
        ("{sus:people}", "no_value", "lämna in det som saknas"),  # the year has no fact of SUS
    ],
)
def test_row_64_a_placeholder_without_a_fact_says_so_and_is_told_with_the_nearest(
    years: SimpleNamespace, asked: str, code: str, near: str
) -> None:
    found = told(years, f"Det blev {asked}.\n")
    assert codes(found) == [code] and near in found.faults[0].line() and found.faults[0].level == "flag"
    assert plain(found) == "Det blev Utfall saknas." and found.texts[0].unmet == (asked.strip("{}"),)


def test_what_is_invented_is_shown_with_its_mark_and_told(years: SimpleNamespace) -> None:
    found = told(years, "Det var {unique} personer.\n")
    assert plain(found) == "Det var 12† personer." and codes(found) == ["invented"]


def test_a_form_that_nobody_knows_is_told_and_the_fact_printed(years: SimpleNamespace) -> None:
    found = told(years, "Det blev {economy:result|tkkr}.\n")
    assert plain(found) == "Det blev −999 684 kr." and codes(found) == ["form"]
    assert "Menades tkr?" in found.faults[0].line()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (
            "Kapitalet var 2 292 tkr.",
            "untrue",
            "{economy:equity:brought-forward|tkr}, som är 2 992 tkr",
        ),
        ("Budgeten var underbalanserad med 2 257 tkr.", "untrue", "Närmast är {economy:"),
        ("Kostnaderna var 14 316 tkr.", "typed", "Skriv {economy:costs:total|tkr} i stället"),
        ("Underskottet blev 999 684 kronor.", "typed", "Skriv {economy:result|kr} i stället"),
        ("Varav 12 573 är förbundets.", "typed", "Skriv {economy:costs:samo|tkr} i stället"),
        ("I år avslutades 40 deltagare.", "typed", "Skriv {discharged} i stället"),
        ("I år avslutades 41 deltagare.", "untrue", "{discharged}"),
        ("Av dem gick 26 % till arbete.", "untrue", "{share:to-work}, som är 25 %"),
        ("Vi utbildade under 17 veckor.", "nothing", "det finns ingen uppgift om det"),
    ],
)
def test_row_64_a_typed_figure_is_told_louder_where_no_fact_bears_it_out(
    years: SimpleNamespace, words: str, code: str, said: str
) -> None:
    found = told(years, words + "\n")
    line = found.faults[0].line().replace("\u00a0", " ")
    assert codes(found) == [code] and said in line, line
    (typed,) = found.texts[0].typed
    assert typed.holds == (code == "typed") and plain(found) == words


@pytest.mark.parametrize(
    "words",
    [
        "Styrelsen beslutade 2020-03-20, den 20 mars och under 2019.",
        "Lagen (2003:1210) 7 §, 11 kap. 5 § och 2018:597.",
        "Tabell 1, not 4 och bilaga 2.",
        "Alla i åldern 20–64 år.",
        "Det var fem ledamöter.",
    ],
)
def test_days_years_paragraphs_and_numbers_of_laws_are_no_figures(years: SimpleNamespace, words: str) -> None:
    assert codes(told(years, words + "\n")) == []


def test_a_figure_that_the_register_gives_a_reason_for_may_be_typed(years: SimpleNamespace) -> None:
    rows = {
        "row": "tal.csv#!2",
        "file": "11-sammanfattning.md",
        "figure": "2 292 tkr",
        "reason": "Protokollet",
    }
    years.context.store().write("typed_figures", pd.DataFrame([rows], dtype="string"))
    words = "Kapitalet var 2 292 tkr. Det tog 17 veckor.\n"
    assert codes(told(years, words)) == ["nothing"]
    assert sorted(codes(told(years, words, "122-historik"))) == ["figure_unused", "nothing", "untrue"]


def test_markup_is_words_and_a_brace_that_is_not_closed_is_told(years: SimpleNamespace) -> None:
    found = told(years, "<script>x</script> och {total.\n")
    assert plain(found) == "<script>x</script> och {total." and codes(found) == ["brace"]


def test_two_texts_of_a_part_are_told_and_both_are_shown(years: SimpleNamespace) -> None:
    told(years, "Ett.\n")
    (years.context.raw / "arsredovisning" / "12-sammanfattning.md").write_text("Två.\n", encoding="utf-8")
    found = account.told(years)
    assert codes(found) == ["twice"] and [t.id for t in found.texts] == ["sammanfattning"] * 2


def test_a_text_that_is_refused_is_named_without_its_words(
    years: SimpleNamespace, test_numbers: list[str]
) -> None:
    (text,) = told(years, f"Om {test_numbers[0]}.\n").texts
    assert text.is_stopped and text.id == "sammanfattning" and text.blocks == ()


@pytest.mark.parametrize(
    ("words", "instead"),
    [
        ("Förbundet följer lagen om kommunal redovisning (1997:614).", "redovisning (2018:597)"),
        ("Förbundet följer kommunallagen (1991:900).", "kommunallagen (2017:725)"),
        ("Förbundet följer lagen (2018:597).", ""),
        ("Ärendet har nummer 21997:6140.", ""),
    ],
)
def test_a_repealed_law_is_told_with_the_one_that_replaced_it(
    years: SimpleNamespace, words: str, instead: str
) -> None:
    """The account of 2019 names two (styrelsehandlingar-2020-03-20-arsredovisning-2019:471–472)."""
    found = [f for f in told(years, words, "123-lagrum").faults if f.code == "account_repealed"]
    assert len(found) == bool(instead) and all(instead in f.line() and f.level == "flag" for f in found)
    years.now.year = 2017  # both held then
    assert "repealed" not in codes(told(years, words, "123-lagrum"))
