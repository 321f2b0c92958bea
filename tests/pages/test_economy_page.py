"""The chapter on economy: every line's fact stands on it, each state is told, and a year without has none."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from support.clean_tables import FIXTURE_DEFINITIONS
from support.workspaces import FIXTURE, documents_of

from helpers import definitions
from helpers.context import Context
from helpers.defining.economy_definitions import Economy, Guideline
from helpers.deliveries.delivery import STATUS_COLUMNS
from helpers.facts import Fact, Facts
from helpers.language.words import plain
from helpers.pages import (
    board,
    document,
    economy_chapter,
    economy_figures,
    figures,
    sayable,
    statements,
    years,
)
from helpers.pages.chapter_list import ECONOMY as ECONOMY_CHAPTER
from helpers.pages.document import Content
from helpers.pages.said import said
from helpers.pages.statement_tables import WITHOUT_BUDGET
from helpers.pages.years import Report, YearOfFacts
from helpers.paths import Workspace
from helpers.runs.plan import Plan
from helpers.wording import voucher_number

PLACE = "forbundet"
ECONOMY = Economy.model_validate(
    {
        "projects": {"dimension": 6, "samo": "SAMO", "hfe": "HFE"},
        "chart": "bas",
        "notes": [
            {
                "id": "note1:state",
                "label": "Från staten",
                "accounts": ["3010"],
                "project": "samo",
                "member": "staten",
            },
            {
                "id": "note1:vannas",
                "label": "Från Vännäs",
                "accounts": ["3025"],
                "project": "samo",
                "member": "vannas",
            },
            {"id": "note2:vat", "label": "Moms kvartal 4", "accounts": ["1650"]},
        ],
        "budget": [
            {"id": "income:samo:fees", "label": "Avgifter", "accounts": ["3010-3029"], "project": "samo"},
            {
                "id": "activities:samo:vannas",
                "label": "Vännäs",
                "accounts": ["4011"],
                "project": "samo",
                "platforms": ["vannas"],
            },
            {"id": "activities:hfe:reserve", "label": "Reserv 2", "accounts": ["4030"], "project": "hfe"},
            {"id": "office:samo:staff", "label": "Personal", "accounts": ["5210"], "project": "samo"},
        ],
    }
)
LEDGER = "bokforing.se"
FILE = (
    dict.fromkeys(STATUS_COLUMNS, "")
    | {"rows": 0}
    | {
        "kind": "ledger",
        "status": "read",
        "file": LEDGER,
        "shipped": False,
    }
)
DEFINED = definitions.load(FIXTURE_DEFINITIONS).model_copy(update={"economy": ECONOMY})


def money(measure: str, amount: str, year: int = 2019) -> Fact:
    return Fact(
        year, PLACE, f"economy:{measure}", value=Decimal(amount), unit="SEK", state="ok", rule="economy.line"
    )


def part(measure: str, value: Fraction) -> Fact:
    return Fact(2019, PLACE, f"economy:{measure}", value=value, unit="share", state="ok", rule="economy.line")


def year_of(known: list[Fact], year: int = 2019, **more: Any) -> YearOfFacts:
    files = pd.DataFrame([FILE] if known else [], columns=STATUS_COLUMNS)
    defined = DEFINED.model_copy(update={"year": year} | more)
    return YearOfFacts(year, defined, sayable.shown(Facts(known), defined), files, [])


def report(*known: Fact, earlier: list[Fact] | None = None, **more: Any) -> Report:
    before = [year_of(earlier, 2018)] if earlier is not None else []
    return Report(Context(Workspace(Path("nowhere")), 2019), year_of(list(known), **more), before, [])


def whole() -> list[Fact]:
    """A fact for every line of every statement, each with an amount of its own."""
    empty, found = report(), {}
    for statement in statements.every(empty):
        for line in statement.lines:
            for kind in statement.kinds:
                is_told = kind in (statements.NOW, statements.OUTCOME) or line.measure not in WITHOUT_BUDGET
                if line.measure and kind != statements.LAST and is_told:
                    found[f"{kind}{line.measure}"] = Decimal(-1000 * len(found) - 7) / 2
    return [money(measure, str(amount)) for measure, amount in found.items()]


def of_2018(known: list[Fact]) -> list[Fact]:
    plain_ones = (f for f in known if not f.measure.startswith(("economy:outcome:", "economy:budget:")))
    return [replace(f, year=2018) for f in plain_ones]


def shown(known: Report, monkeypatch: pytest.MonkeyPatch) -> list[Content]:
    monkeypatch.setattr(years.Report, "load", lambda context: known)
    return documents_of("9_economy", monkeypatch, year=2019)


def read(content: Content) -> str:
    """What is read, block by block, with plain blanks."""
    return " ".join(" ".join(_read(content)).split())


def _read(content: Content) -> Iterator[str]:
    if isinstance(content, document.Block):
        for inner in content.inside():
            yield from _read(inner)
    else:
        yield plain(content)


def blocks_of(content: Content, kind: type[document.Block]) -> Iterator[Any]:
    if isinstance(content, kind):
        yield content
    if isinstance(content, document.Block):
        for inner in content.inside():
            yield from blocks_of(inner, kind)


# --- the statements ----------------------------------------------------------------------------------------


def test_every_line_of_every_statement_leads_to_the_voucher_of_its_fact(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = whole()
    page = said(shown(report(*known, earlier=of_2018(known)), monkeypatch))
    numbers = {number for _, number in page.vouchers}
    assert {voucher_number(f) for f in known} - numbers == set()
    compared = report(*known, earlier=of_2018(known))
    with_last = [s for s in statements.every(compared) if statements.LAST in s.kinds]
    last = {
        voucher_number(statements.fact_of(compared, x, statements.LAST)) for s in with_last for x in s.amounts
    }
    assert last - numbers == set() and len(last) > 30
    labels = figures.label_words(DEFINED)
    assert figures.unexplained(page.bare, labels) == []


def test_lines_stand_in_the_order_of_the_print_with_their_notes() -> None:
    by_id = {s.id: s for s in statements.every(report())}
    assert [line.label for line in by_id["income-statement"].lines] == [
        *("Verksamhetens intäkter SAMO", "Verksamhetens intäkter HFE"),
        *("Verksamhetens kostnader SAMO", "Verksamhetens kostnader HFE", "Avskrivningar"),
        *("Verksamhetens nettokostnad", "Finansiella intäkter", "Finansiella kostnader"),
        *("Resultat efter finansiella poster", "Extraordinära poster", "Årets resultat"),
    ]
    noted = {line.note: line.label for s in by_id.values() for line in s.lines if line.note}
    assert noted == {"note1": "Verksamhetens intäkter SAMO", "note2": "Fordringar"}
    assert by_id["note1"].title == "Not 1. Verksamhetens intäkter SAMO" and by_id["note2"].is_of_a_day
    assert [line.label for line in by_id["against-budget"].lines] == [
        *("Intäkter SAMO", "Avgifter", "Summa", "Totala intäkter"),
        *("Insatser SAMO", "Vännäs", "Summa", "Insatser HFE", "Reserv 2", "Summa"),
        *("Kansli, styrelse och administration SAMO", "Personal", "Summa"),
        *("Totala kostnader SAMO", "Totala kostnader HFE", "Totala kostnader", "Resultat"),
    ]


def test_what_no_line_or_project_takes_has_a_line_of_its_own() -> None:
    lost = [
        money(m, "-1") for m in ("costs:unknown-project", "outcome:costs:samo:unmapped", "note2:unmapped")
    ]
    by_id = {s.id: [line.label for line in s.lines] for s in statements.every(report(*lost))}
    assert "Utan känt projekt" in by_id["income-statement"] and "Utan känt projekt" in by_id["operations"]
    assert by_id["against-budget"].count("Ej fördelat") == 1 and "Övrigt" in by_id["note2"]


def test_an_association_without_projects_has_whole_lines() -> None:
    alone = ECONOMY.model_copy(update={"projects": {}, "notes": [], "budget": []})
    lines = {s.id: [line.measure for line in s.lines] for s in statements.every(report(economy=alone))}
    assert lines["income-statement"][:2] == ["income:total", "costs:total"]
    assert lines["operations"][:3] == ["income:total", "costs:total", "result"]


def test_an_amount_is_rounded_once_and_away_from_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    known = report(
        *(
            money(f"{kind}activities:samo:vannas", amount)
            for kind, amount in (
                ("outcome:", "-573677.50"),
                ("budget:", "-960000"),
                ("deviation:", "386322.50"),
            )
        )
    )
    told = " ".join(map(read, shown(known, monkeypatch)))
    assert "Vännäs −573 678 −960 000 386 323" in told


# --- states ------------------------------------------------------------------------------------------------


def test_a_year_without_last_year_says_so_and_has_no_column_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    told = [read(block) for block in shown(report(*whole()), monkeypatch)]
    balance = next(words for words in told if words.startswith("Balansräkning"))
    assert "2018-12-31" not in balance and balance.endswith(
        "Källa: bokforing.se 2019. Jämförelsetal för 2018 saknas."
    )
    kept = [money("last-year:assets:cash", "9370246")]
    told = [read(block) for block in shown(report(*whole(), *kept), monkeypatch)]
    balance = next(words for words in told if words.startswith("Balansräkning"))
    assert "9 370 246" in balance and "Utfall saknas" in balance
    assert balance.endswith("Beloppen för 2018 är de som filen för 2019 har med från året före.")


def test_a_year_without_a_budget_says_so_and_has_no_column_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    known = [f for f in whole() if not f.measure.startswith(("economy:budget:", "economy:deviation:"))]
    told = " ".join(map(read, shown(report(*known), monkeypatch)))
    assert "Budget 2019" not in told and told.count("Budget för 2019 saknas.") == 3
    assert "Budget 2019" in " ".join(map(read, shown(report(*whole()), monkeypatch)))


def test_a_statement_without_amounts_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    told = [read(block) for block in shown(report(money("result", "-1")), monkeypatch)]
    assert "Balansräkning 4. Balansräkning: utfall saknas." in told


def test_a_ledger_that_could_not_be_read_is_all_that_the_chapter_tells(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = report()
    files = pd.DataFrame([FILE | {"status": "refused"}])
    unread = replace(known, now=replace(known.now, deliveries=files))
    assert ECONOMY_CHAPTER.is_in(unread.now) and not ECONOMY_CHAPTER.is_in(known.now)
    told = [read(block) for block in shown(unread, monkeypatch)]
    assert "Bokföringen kunde inte läsas." in told and not any("utfall saknas" in words for words in told)
    assert "Ekonomi Bokföringen kunde inte läsas." in read(board.page(unread))


def test_a_cost_is_not_divided_by_too_few(monkeypatch: pytest.MonkeyPatch) -> None:
    each = [money(f"cost:vannas:{per}", "9714") for per in ("per-participation", "per-discharge")]
    people = {"total": 72, "discharged": DEFINED.told_from_discharged - 1}
    counts = [Fact(2019, "vannas", m, value=n, state="ok", rule="r") for m, n in people.items()]
    told = " ".join(map(read, shown(report(money("result", "-1"), *each, *counts), monkeypatch)))
    assert "Vännäs 9 714 För få" in told


def test_a_year_without_a_ledger_has_neither_chapter_nor_way_to_it() -> None:
    context = Context.of(Workspace(FIXTURE), 2019)
    without = Plan(
        context, {2019: definitions.load(FIXTURE_DEFINITIONS).model_copy(update={"economy": None})}
    )
    assert "9_economy" not in {step.task for step in without.steps()}
    assert not economy_chapter.in_short(report(economy=None)) and "Ekonomi" not in read(
        board.page(report(economy=None))
    )


@pytest.mark.parametrize("name", ["4_association", "6_index", "8_board"])
def test_other_pages_lead_to_the_chapter_where_there_is_one(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    leads = []
    for known in (report(money("result", "-1")), report(economy=None)):
        monkeypatch.setattr(years.Report, "load", lambda context, known=known: known)
        monkeypatch.setattr(Context, "definitions", known.now.definitions)
        content = documents_of(name, monkeypatch, year=2019)
        leads.append({link.to for block in content for link in blocks_of(block, document.Link)})
    assert leads[0] - leads[1] == {"forbundet-08-ekonomi.html"}


def test_a_year_with_a_ledger_and_definitions_of_it_has_the_chapter(tmp_path: Path) -> None:
    context = Context(Workspace(tmp_path), 2019)
    assert not Plan(context, {2019: DEFINED}).has(ECONOMY_CHAPTER)
    context.raw.mkdir(parents=True)
    (context.raw / LEDGER).write_text("#FLAGGA 0\n", encoding="utf-8")
    pages = {step.task: step.page for step in Plan(context, {2019: DEFINED}).steps()}
    assert pages["9_economy"] == "forbundet-08-ekonomi.html"


def tried(id_: str, difference: str | None) -> list[Fact]:
    """An identity of the year and its difference; None could not be tried."""
    if difference is None:
        return [replace(money(f"identity:{id_}", "0"), value=None, unit="identity", state="missing")]
    holds = replace(money(f"identity:{id_}", "0"), value=int(difference == "0"), unit="identity")
    return [holds, money(f"identity-difference:{id_}", difference)]


def test_what_does_not_agree_stands_open_with_its_figures_and_the_rest_is_folded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sums = {
        "budget:equity:closing": "750000",
        "equity:brought-forward": "2992390.47",
        "budget:result": "-2350000",
    }
    known = [money(m, a) for m, a in sums.items()] + [
        *tried("10:equity", "107609.53"),
        *tried("6:note1", "0"),
    ]
    page = shown(report(*known, *tried("9:municipality:vannas", None)), monkeypatch)
    section = page[-2]
    folded = {plain(d.summary): read(d.content) for d in blocks_of(section, document.Details)}
    assert list(folded) == ["Samband som stämmer", "Samband som inte kunde prövas"]
    assert (
        "Summan av not 1 är densamma som i resultat- eller balansräkningen. 0,00 kr Stämmer"
        in folded["Samband som stämmer"]
    )
    assert "Avgiften från Vännäs följer" in folded["Samband som inte kunde prövas"]
    broken = next(blocks_of(section, document.Table))
    assert plain(broken.caption) == "Samband som inte stämmer" and len(broken.body) == 1
    words = read(document.join(broken.body[0]))
    assert (
        words.endswith("107 609,53 kr Stämmer inte")
        and "budget 750 000 kr · ingående eget kapital 2 992 390 kr" in words
    )


# --- words and charts --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("result", "apart", "told"),
    [
        ("-999684.10", "1350315.90", "Året gav ett underskott på 1 000 tkr, 1 350 tkr bättre än budget."),
        ("500", "-499.5", "Året gav ett överskott på 1 tkr, 0 tkr sämre än budget."),
        ("0", "0", "Året gav resultatet noll, precis som budgeterat."),
        ("-1500", None, "Året gav ett underskott på 2 tkr."),
    ],
)
def test_the_headline_says_the_result_by_its_word(result: str, apart: str | None, told: str) -> None:
    known = [money("result", result), *([money("deviation:result", apart)] if apart else [])]
    assert read(economy_chapter.lead(report(*known))) == told


def test_own_capital_is_told_as_a_part_of_the_fees_and_is_not_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    known = report(
        money("result", "-1000"),
        money("equity:closing", "1992706.37"),
        part("own-capital:share-of-fees", Fraction(174, 1000)),
    )
    assert "Det egna kapitalet var 1 993 tkr vid årets slut, 17,4 % av medlemsavgifterna." in read(
        economy_chapter.lead(known)
    )
    advised = {
        "steps": [{"fees_to": 2000000, "at_most_percent": 20}, {"at_most_percent": 15}],
        "source": "rådet",
    }
    judged = report(
        economy=ECONOMY.model_copy(update={"own_capital_guideline": Guideline.model_validate(advised)})
    )
    assert read(economy_chapter.guideline(judged)) == (
        "Riktlinje för det egna kapitalet: rådet. Är avgifterna högst 2 000 000 kr bör det vara "
        "högst 20 procent av dem. Är avgifterna större bör det vara högst 15 procent av dem."
    )
    assert "Ingen riktlinje för det egna kapitalet är inlagd" in " ".join(
        map(read, shown(known, monkeypatch))
    )


def test_a_board_reads_result_budget_and_own_capital_and_the_way_to_the_chapter() -> None:
    known = report(
        money("result", "-999684.10"), money("budget:result", "-2350000"), money("equity:closing", "1992706")
    )
    words = read(economy_chapter.in_short(known))
    assert words.startswith(
        "Årets resultat blev −1 000 tkr, mot budgeterade −2 350 tkr. Det egna kapitalet var 1 993 tkr"
    )
    brief = "Ekonomi Resultat −1 000 tkr, budget −2 350 tkr, eget kapital 1 993 tkr."
    assert brief in read(board.page(known))
    assert [link.to for link in blocks_of(board.page(known), document.Link)][-1:] == [
        "forbundet-08-ekonomi.html"
    ]


def test_a_chart_begins_its_alternative_text_with_its_finding() -> None:
    known = report(*whole(), earlier=of_2018(whole()))
    drawn = (economy_figures.costs_figure, economy_figures.activities_figure, economy_figures.capital_figure)
    for figure in drawn:
        chart = next(blocks_of(figure(known), document.Chart))
        assert f'aria-label="{plain(chart.finding)}. ' in chart.drawing
        assert chart.source and chart.details


def test_activities_are_drawn_beside_their_budget_and_over_it_is_said_in_words() -> None:
    amounts = {"samo": ("-690", "-700", "10"), "hfe": ("-1099", "-200", "-899")}
    known = [
        money(f"{kind}activities:{project}{row}", f"{amount}000")
        for project, row_name in (("samo", ":vannas"), ("hfe", ":reserve"))
        for row in ("", row_name)
        for kind, amount in zip(("outcome:", "budget:", "deviation:"), amounts[project], strict=True)
    ]
    words = read(economy_figures.activities_figure(report(*known)))
    assert words.startswith(
        "Insatser SAMO blev 10 tkr billigare än budget och insatser HFE blev 899 tkr dyrare än budget"
    )
    assert "Vännäs: 690 tkr, av 700." in words and "Reserv 2: 1 099 tkr, av 200." in words
