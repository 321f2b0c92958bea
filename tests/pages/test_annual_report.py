"""The annual report as a page: its parts in the print's order, what it lacks, and what texts may hold."""

import csv
import io
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from helpers import annual_report as report_parts
from helpers.checks.own_words import account
from helpers.context import Context
from helpers.facts import Facts
from helpers.pages import annual_page, statement_csv
from helpers.pages.annual_page import Annual
from helpers.pages.figures import label_words, unexplained
from helpers.pages.html import written
from helpers.pages.said import said
from helpers.pages.years import Report
from helpers.paths import REPOSITORY, Workspace

# As the account of 2019 prints them (styrelsehandlingar-2020-03-20-arsredovisning-2019:347-2526).
PRINTED = """
Ordförande har ordet
1 Förvaltningsberättelse
1.1 Sammanfattning av verksamhetsåret
1.2 Om förbundet
1.2.1 Organisation
1.2.2 Historik
1.2.3 Lagrum
1.2.4 Uppdrag
1.2.5 Finansiering/Medlemsavgifter
1.2.6 Verksamhetsidé och vision
1.3 Beskrivning av verksamheten
1.3.1 Målgrupper
1.3.2 Insatser
1.4 Måluppfyllelse och resultat
1.4.1 Uppföljning och resultat för individer
1.4.2 Uppföljning av effektmått
1.4.3 Uppföljning av strategiska mål
1.4.4 Ekonomiska resultat
1.5 Styrelsens arbete under året
1.5.1 Styrelsens aktiviteter
1.5.2 Revisorer
1.5.3 Kansliet
1.5.4 Beredningsgruppen
1.5.5 Analysgrupp
1.5.6 Styrgrupper
2 Driftsredovisning
3 Resultaträkning
4 Balansräkning
5 Kassaflödesanalys
6 Redovisningsprinciper
7 Noter
8 Tilläggsupplysningar
9 Styrelsens beslut
Bilaga 1. Insatser och måluppfyllelse
Bilaga 2. Definition av en samverkansplattform
Bilaga 3. Följsamhetsmätning NAFS 2019
Bilaga 4. Utdrag ur den sociala redovisningen
""".strip().splitlines()
HEAD = "---\nheading: {}\nby: Kansliet\nday: 2020-02-14\n---\n"


@pytest.fixture(scope="module")
def shipped(shipped_tables) -> Annual:
    """The annual report of the shipped 2019."""
    context = Context(Workspace(shipped_tables[2019].parents[2]), 2019)
    known = Report.load(context)
    return Annual.of(known, account.told(known).texts)


@pytest.fixture
def bare(clean, workspace: Workspace) -> Report:
    """The fixture's year with its facts, and no text yet."""
    for path in (workspace.raw(2019) / "arsredovisning").iterdir():
        path.unlink()
    return replace(Report.load(Context(Workspace(clean.root), 2019)), context=Context(workspace, 2019))


def test_a_year_whose_deliveries_are_gone_is_not_told_though_its_tables_stand(
    shipped_tables, tmp_path: Path
) -> None:
    ours, here = shipped_tables[2019].parents[2] / "data", tmp_path / "data"
    shutil.copytree(ours / "definitions", here / "definitions")
    shutil.copytree(ours / "raw", here / "raw")
    shutil.copytree(ours / "processed", here / "processed")
    context = Context(Workspace(tmp_path), 2019)
    assert [y.year for y in Report.load(context).years] == [2017, 2018, 2019] == context.years_beside
    shutil.rmtree(here / "raw" / "2018")
    assert [y.year for y in Report.load(context).years] == [2017, 2019] == context.years_beside


def with_text(report: Report, name: str, words: str, heading: str = "Rubrik", head: str = HEAD) -> Annual:
    folder = report.context.raw / "arsredovisning"
    (folder / name).write_text(head.format(heading) + words, encoding="utf-8")
    return Annual.of(report, account.told(report).texts)


def without_economy(report: Report) -> Report:
    facts = Facts(f for f in report.now.facts if not f.measure.startswith("economy:"))
    return replace(report, now=replace(report.now, facts=facts))


def html(annual: Annual) -> str:
    blocks = (annual_page.cover(annual), annual_page.contents(annual), annual_page.body(annual))
    return "\n".join(str(written(block)) for block in blocks).replace("\u00a0", " ")


def headings(page: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", h) for h in re.findall(r"<h[2-6]>(.*?)</h[2-6]>", page)]


def plain(page: str) -> str:
    return re.sub(r"<[^>]+>", "", page)


# --- the shipped texts of 2019 ----------------------------------------------------------------------------


def test_the_report_of_2019_has_the_printed_headings_in_order(shipped: Annual) -> None:
    found = headings(html(shipped))
    assert [h for h in found if h in PRINTED] == PRINTED
    asked = [p.title for p in report_parts.parts() if p.law and p.at.startswith("145")]
    assert len(asked) == 10
    after, before = found.index("1.4.4 Ekonomiska resultat"), found.index("1.5 Styrelsens arbete under året")
    assert [h for h in found[after + 1 : before] if h in asked] == asked


def test_the_report_of_2019_has_all_that_is_required_and_no_typed_figure(shipped: Annual) -> None:
    assert shipped.lacks == [] and shipped.state == report_parts.READY
    assert len(shipped.texts) > 35 and not [t.typed for t in shipped.texts if t.typed]
    found = account.told(shipped.report).faults
    assert {f.level for f in found} <= {"note"}, [f.line() for f in found]
    page = html(shipped)
    assert "Klar för styrelsen" in page and "Texten saknas" not in page


def test_the_figures_of_its_texts_are_those_of_its_statements(shipped: Annual) -> None:
    words = plain(html(shipped))
    assert "kostade 14 316 tkr, varav 12 573 tkr" in words.replace("†", "")
    assert "underskott på 2 350 tkr" in words.replace("†", "")
    assert "Det var 2 992 tkr när året började" in words.replace("†", ""), "the print says 2 292"


def test_no_figure_of_the_page_leads_nowhere(shipped: Annual) -> None:
    blocks = (annual_page.cover(shipped), annual_page.body(shipped), annual_page.about(shipped))
    heard = said(blocks)
    labels = {w for year in shipped.report.years for w in label_words(year.definitions)}
    assert unexplained(heard.bare, labels) == []
    assert ("forbundet", "economy-result-2019-forbundet", "1\u00a0000\u00a0tkr") in heard.figures


def test_every_row_of_the_table_is_a_fact_to_the_last_digit(shipped: Annual) -> None:
    rows = list(csv.DictReader(io.StringIO(statement_csv.csv_text(shipped.report))))
    assert list(rows[0]) == list(statement_csv.COLUMNS)
    now = shipped.report.now.facts
    for row in rows:
        fact = now.get("forbundet", row["measure"])
        assert row["value"] == (f"{fact.value:.2f}" if fact.ok else ""), row
    (result,) = [r for r in rows if r["part"] == "income-statement" and r["measure"] == "economy:result"]
    assert (result["value"], result["previous"], result["unit"]) == ("-999684.10", "-1149943.47", "SEK")
    keys = [(r["part"], r["line"], r["measure"]) for r in rows]
    assert len(set(keys)) == len(keys) > 150
    assert {r["part"] for r in rows} >= {
        "operations",
        "balance",
        "cash-flow",
        "note1",
        "note4",
        "against-budget",
    }


def test_the_shipped_texts_are_words_of_the_project_s_own() -> None:
    text = (REPOSITORY / "data/reconstruction/annual-report-2019.md").read_text(encoding="utf-8")
    bodies = re.sub(r"(?m)^(?:=== |heading: |by: |day: ).*$", "", text)
    assert not re.findall(r"\{[^}]*$", bodies), "a placeholder that is not closed"
    left = re.sub(r"\{[^}]*\}|\d{1,2} \w+ \d{4}|\(\d{4}:\d+\)|\b(?:19|20)\d\d\b", "", bodies)
    assert not re.findall(r"\d", left.replace("1 maj 2005", ""))


# --- what is missing --------------------------------------------------------------------------------------


def test_without_texts_and_ledger_all_that_is_required_is_listed_twice(bare: Report) -> None:
    annual = Annual.of(without_economy(bare), account.told(bare).texts)
    required = [p for p in report_parts.parts() if p.is_text_required]
    statements = [p for p in report_parts.parts() if p.figures and p.id != "individer"]
    lacks = [(lack.kind, lack.part.id) for lack in annual.lacks]
    assert {("text", p.id) for p in required} <= set(lacks)
    assert {("figures", p.id) for p in statements} <= set(lacks)
    page, body = html(annual), str(written(annual_page.body(annual)))
    assert annual.state == report_parts.DRAFT and "Utkast" in page
    for part in required:
        assert "Texten saknas." in body.split(f'id="del-{part.id}"')[1].split("</section>")[0]
        assert f'href="#del-{part.id}"' in page
    assert [h for h in headings(page) if h.endswith("saker saknas")] == [f"{len(lacks)} saker saknas"]


def test_a_text_that_asks_for_no_fact_makes_a_draft_and_says_so(bare: Report) -> None:
    annual = with_text(bare, "11-sammanfattning.md", "Det blev {economy:resultat}.\n")
    (lack,) = [lack for lack in annual.lacks if lack.part.id == "sammanfattning"]
    assert (lack.kind, lack.what) == ("fact", "economy:resultat") and annual.state == report_parts.DRAFT
    assert "Det blev Utfall saknas." in plain(html(annual))
    assert "Utfall saknas för {economy:resultat}." in plain(html(annual))


def test_a_text_that_is_refused_is_missing_and_not_shown(bare: Report, test_numbers: list[str]) -> None:
    annual = with_text(bare, "11-sammanfattning.md", f"Om {test_numbers[0]}.\n")
    assert ("stopped", "sammanfattning") in [(lack.kind, lack.part.id) for lack in annual.lacks]
    assert test_numbers[0] not in html(annual) and "Texten visas inte" in html(annual)


def test_what_is_not_required_and_not_written_is_left_out(bare: Report) -> None:
    annual = Annual.of(bare, [])
    found = headings(html(annual))
    assert (
        "1.2.2 Historik" not in found and "1.2 Om förbundet" in found and "Ordförande har ordet" not in found
    )


# --- what texts hold --------------------------------------------------------------------------------------


def test_markup_and_formulas_are_shown_as_text(bare: Report) -> None:
    annual = with_text(bare, "11-sammanfattning.md", "<script>x</script> =1+1 [a](https://exempel.se)\n")
    page = html(annual)
    assert "<script>" not in page and "&lt;script&gt;x&lt;/script&gt; =1+1 [a](https://exempel.se)" in page


def test_a_text_under_a_heading_of_its_own_stands_after_the_part_before_it(bare: Report) -> None:
    with_text(bare, "124-uppdrag.md", "Ett.\n", "Uppdrag")
    annual = with_text(bare, "127-egen-rubrik.md", "# Under\n\nOrd.\n", "Vår egen rubrik")
    page = str(written(annual_page.body(annual)))
    order = ["1.2.4 Uppdrag", "Vår egen rubrik", "Under", "1.4 Måluppfyllelse och resultat"]
    assert [h for h in headings(page) if h in order] == order
    assert "<h4>Vår egen rubrik</h4>" in page and "<h5>Under</h5>" in page
    assert "1.2.6 Verksamhetsidé och vision" not in headings(page), "what is not written stays out"


def test_the_text_says_its_own_heading_and_the_number_stays(bare: Report) -> None:
    page = html(with_text(bare, "11-sammanfattning.md", "Ett.\n", "Året i korthet"))
    assert headings(page).count("1.1 Året i korthet") == 1
    assert "1.1 Året i korthet</span></a></li>" in page, "the contents say the same"


def test_each_who_signs_has_room_under_the_declaration(bare: Report) -> None:
    words = "- Ordförande: Test Namn\n- Ledamot\n"
    head = HEAD.replace("day: 2020-02-14", "day: 2020-03-20\nplace: Umeå")
    page = html(with_text(bare, "9-styrelsens-beslut.md", words, "Styrelsens beslut", head))
    last = page.split('id="del-styrelsens-beslut"')[1].split("</section>")[0]
    assert "rättvisande bild" in last and "Umeå, 2020-03-20" in plain(last)
    assert last.count('class="signature"') == 2
    assert "<p>Test Namn</p>\n<p>Ordförande</p>" in last and "Namnförtydligande</p>\n<p>Ledamot</p>" in last
    assert "Styrelsen ska besluta om årsredovisningen 2020-03-20." in plain(page)


def test_texts_that_the_project_ships_are_said_to_be_made_up(shipped: Annual, bare: Report) -> None:
    said_so = "Texterna är rekonstruerade."
    assert said_so in plain(str(written(annual_page.cover(shipped))))
    own = [replace(t, file=f"arsredovisning/own-{n}.md") for n, t in enumerate(shipped.texts)]
    mixed = replace(shipped, texts=(shipped.texts[0], *own[1:]))
    told = plain(str(written(annual_page.cover(mixed))))
    assert f"rekonstruerade, skrivna för exemplets skull: {shipped.texts[0].heading}." in told
    assert "rekonstruerad" not in plain(html(with_text(bare, "11-sammanfattning.md", "Ett.\n")))


def test_a_typed_figure_is_told_on_the_first_sheet_and_listed_beside_the_page(bare: Report) -> None:
    annual = with_text(bare, "11-sammanfattning.md", "Kapitalet var 12 345 678 kr.\n")
    assert "1 tal i texterna är skrivet för hand; 1 av dem stämmer inte" in plain(html(annual))
    assert "12 345 678 kr" in plain(str(written(annual_page.about(annual)))).replace("\u00a0", " ")


def test_cover_and_statements_begin_on_sheets_of_their_own(shipped: Annual) -> None:
    body = str(written(annual_page.body(shipped)))
    on_sheets = set(re.findall(r'<section class="sheet" id="del-([^"]+)"', body))
    statements = {"driftsredovisning", "resultatrakning", "balansrakning", "kassaflodesanalys", "noter"}
    assert {"ordforande", "styrelsens-beslut", *statements} <= on_sheets
    style = (REPOSITORY / "src/helpers/chapters/template/style.css").read_text(encoding="utf-8")
    assert ".sheet { break-before: page; }" in style
    assert "section:has(> .signatures) { break-inside: avoid; }" in style


def test_every_part_is_made_of_figures_that_are_made(shipped: Annual) -> None:
    named = {name for part in report_parts.parts() for name in part.figures}
    assert named == set(shipped.figures)
    files = sorted((REPOSITORY / "data/raw/2019/arsredovisning").glob("*.md"))
    assert files and {p.name for p in files} <= {part.file for part in report_parts.parts()}
