"""Vouchers: what counts as explained on a page, and that every rule has its clause."""

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from markupsafe import Markup
from support.markup import parse

from helpers.assurance import clauses, vouchers
from helpers.audit.record import Record
from helpers.audit.registers import read_clauses
from helpers.context import Context
from helpers.counting import families
from helpers.counting.rule import Rule
from helpers.definitions import load
from helpers.facts import Fact, Facts, Rows
from helpers.language.words import plain
from helpers.pages import figures
from helpers.pages.document import (
    Cell,
    Chart,
    Content,
    Contents,
    Details,
    Heading,
    Heat,
    Label,
    Link,
    Notice,
    Paragraph,
    Quote,
    Section,
    Strong,
    Terms,
    join,
    points,
    table,
)
from helpers.pages.html import written
from helpers.pages.said import Shown, printed, said
from helpers.paths import REPOSITORY, Workspace
from helpers.runs import tasks
from helpers.wording import declared, fact_text, voucher_number

FACT = Fact(2019, "vannas", "total", value=63, unit="count", state="ok", rule="participants.total")


@pytest.mark.parametrize(
    "content",
    [
        Paragraph("Under 2019 deltog många."),
        table("12 rader", ["1", "2"], [["1.1 Till arbete", "–"]]),
        Paragraph(declared("60") + " procent"),
        Paragraph(fact_text(FACT) + " deltog"),
        Chart(
            "a", "Av 12", "3 till 4", Markup("<svg><text>5</text></svg>"), "Källa", Paragraph("Inga siffror")
        ),
        join([Heading(2, "12 av dem"), Contents(("a",), ("12 av dem",)), Quote(Paragraph("Vi var 7."))]),
    ],
)
def test_facts_years_labels_and_declared_figures_are_explained(content: Content) -> None:
    assert figures.unexplained(said([content]).bare) == []


@pytest.mark.parametrize(
    "content",
    [
        "12 deltog",
        Paragraph("12 deltog"),
        table("Antal", ["Vad", "Antal"], [["Alla", 7]]),
        Paragraph(fact_text(FACT) + " deltog, 3 %"),
        Paragraph(join([Strong("20190")])),
        Chart("a", "Fynd", "", Markup("<svg></svg>"), "Källa", Details("Siffror", points(["4"]))),
        Chart("a", "Fynd", "", Markup("<svg></svg>"), "Av 6", Paragraph("Inga siffror")),
        Heat("Målen", ("Mål", "1"), (("2", Cell("3 %", "reached")),)),
        Section(Terms((("Resultat", Label("5 av dem", "signal")),))),
        Notice(points([Link("a.html", "6 filer")])),
    ],
)
def test_any_other_figure_is_not(content: Content) -> None:
    assert len(figures.unexplained(said([content]).bare)) == 1


def test_a_page_leads_from_a_fact_to_its_voucher() -> None:
    shown, page = Paragraph(fact_text(FACT)), Shown("vannas.html", "Vännäs")
    assert written(shown) == '<p><a class="v" href="verifikationer/vannas.html#total-2019-vannas">63</a></p>'
    assert '"../verifikationer/vannas.html#' in written(shown, "../")
    assert printed({page: said([shown])}) == {"vannas": {"total-2019-vannas": [page]}}
    assert plain(fact_text(FACT)) == "63"


def test_a_voucher_leads_back_to_the_first_place_that_prints_it(shipped_facts: dict[int, Facts]) -> None:
    known: set[str] = set()
    pages = written(join([Paragraph(fact_text(FACT)), Paragraph(fact_text(FACT))]), known=known)
    assert pages.count('id="tal-total-2019-vannas"') == 1 and known == {"total-2019-vannas"}
    binder = _binder(2019, shipped_facts, Record(REPOSITORY, REPOSITORY))
    shown = {"total-2019-vannas": [Shown("vannas.html", "Vännäs"), Shown("forbundet.html", "Förbundet")]}
    made = parse(written(vouchers.page({2019: binder}, "vannas", shown)))
    one = next(e for e in made.all("section") if e.attributes.get("class") == "one")
    assert one.attributes["id"] == "total-2019-vannas"
    assert next(one.all("h2")).text == "Samordningsteamet i Vännäs 2019: antal deltagare totalt"
    back = [a.attributes["href"] for a in one.all("a")]
    assert back[:2] == ["../vannas.html#tal-total-2019-vannas", "../forbundet.html#tal-total-2019-vannas"]
    (listed,) = [a for e in made.all("details") for a in e.all("a")]
    assert listed.attributes["href"] == "#total-2019-vannas" and listed.text == "antal deltagare totalt"


def test_a_link_to_a_voucher_that_no_fact_has_is_refused() -> None:
    with pytest.raises(figures.Unexplained, match="vannas: total-2019-vannas"):
        list(vouchers.pages({}, {"vannas": {"total-2019-vannas": []}}))


def test_every_fact_has_a_voucher_number_of_its_own(shipped_facts: dict[int, Facts]) -> None:
    for facts in shipped_facts.values():
        assert len({voucher_number(f) for f in facts}) == len(facts)
    assert "1.1-2019-vannas-women" in {voucher_number(f) for f in shipped_facts[2019]}


def test_a_voucher_quotes_a_clause_of_its_own_year(shipped_facts: dict[int, Facts]) -> None:
    """Of the year's own account, named in the register or the rule's own; none where the year prints none."""
    workspace = Workspace(REPOSITORY)
    record = Record(workspace.published, workspace.audit)
    for year, facts in shipped_facts.items():
        binder = _binder(year, shipped_facts, record)
        quoted = [r for name in {f.rule for f in facts if f.rule} if (r := binder.rules[name]).source]
        assert {record.sources[r.source].account for r in quoted} == {year}
        assert len(quoted) > (15 if year != 2015 else 2)  # which has final reports alone
    share = next(f for f in shipped_facts[2017] if f.measure == "share:dropped-out")
    assert "av de som avslutat insatsen” (socialt-bokslut-2017-ungdomstorget:304)" in str(
        dict(vouchers._rule_items(_binder(2017, shipped_facts, record), share))["clause"]
    )
    referred = next(f for f in shipped_facts[2019] if f.measure == "referred")
    assert binder.rules[referred.rule].source.endswith("arsredovisning-2019")


def test_the_voucher_of_a_declared_figure_says_whose_it_is_and_where_it_is_taken_from(
    shipped_facts: dict[int, Facts],
) -> None:
    staff = shipped_facts[2019].get("ungdomstorget", "staff")
    binder = _binder(2019, shipped_facts, Record(REPOSITORY, REPOSITORY))
    rows = Rows({("uppgifter.csv", ""): [5]})
    of = {staff.key: {"counted": rows}, FACT.key: {"counted": rows}}
    taken = {("uppgifter.csv", 5): "protokoll:1"}
    ((name, said_of),) = vouchers._sources(replace(binder, rows=of, sources=taken), staff)
    assert name == "source" and "protokoll:1" in said_of and binder.definitions.association in said_of
    assert list(vouchers._sources(replace(binder, rows=of, sources=taken), FACT)) == []
    assert list(vouchers._sources(replace(binder, rows=of), staff)) == []
    posts = shipped_facts[2019].get("hikikomori", "agreement:posts:municipality")
    of = {posts.key: {"counted": rows}}
    assert list(vouchers._sources(replace(binder, rows=of, sources=taken), posts))


def test_every_file_of_declared_figures_says_by_row_where_they_are_taken_from(
    shipped_tables: dict[int, Path],
) -> None:
    found: set[str] = set()
    for year in (2015, 2019):
        said = tasks._sources(Context(Workspace(shipped_tables[year].parents[2]), year).store())
        assert all(said.values())
        found |= {file for file, _ in said}
    assert found >= {"uppgifter.csv", "forebyggande.csv", "strategic-goals.yaml"}
    assert found >= {"agreements/hikikomori-2020.yaml", "interventions/enter.yaml"}


def _binder(year: int, facts: dict[int, Facts], record: Record) -> vouchers.Binder:
    defined = load(Workspace(REPOSITORY).definitions / f"{year}.yaml")
    return vouchers.Binder(facts[year], {}, pd.DataFrame(), defined, None, [], record)


def _prints_a_result(clause: str) -> bool:
    """Whether a clause says what came out at one place: counts in brackets, a share, so many people."""
    result = r"\(\d+|\d+ (?:personer|deltagare|kvinnor|män)|\d+ %"
    of_the_board = r"(?:till minst|att|^) ?\d+ %|\d+ % (?:svarat )?av de som avslutat insatsen"
    return bool(re.search(result, re.sub(of_the_board, "", clause)))


def test_no_clause_prints_the_figures_of_one_place_over_those_of_another(clauses_in_use: list[str]) -> None:
    assert len(clauses_in_use) > 60
    assert not [clause for clause in clauses_in_use if _prints_a_result(clause)]
    for planted in (
        "23 % (40/177) av de som avslutat",
        "148 personer aktualiserats",
        "avslutades varav 23 %",
    ):
        assert _prints_a_result(planted)
    assert not _prints_a_result("Riktvärdet är att 60 % svarat av de som avslutat insatsen")


@pytest.fixture
def clauses_in_use() -> list[str]:
    """Every clause that a voucher of a shipped year can quote."""
    named = [c.words for c in read_clauses(REPOSITORY / "data/audit")]
    rules = [r for family in families.FAMILIES for r in family.rules.values()]
    return [*named, *(r.clause for r in rules)]


def test_an_account_of_another_association_borrows_no_clause(tmp_path: Path) -> None:
    rules = families.rules(load(Workspace(REPOSITORY).definitions / "2019.yaml"))
    made = clauses.of_year(rules, Record(tmp_path, tmp_path), 2019)
    assert {r.source for r in made.values()} == {""} and {r.clause for r in made.values()} == {""}
    unsourced = {"own": Rule(clauses.of_year, "varav till praktik", "", 0)}
    assert clauses.of_year(unsourced, Record(tmp_path, tmp_path), 2019) == unsourced


def test_a_clause_of_the_register_off_its_line_is_told(tmp_path: Path) -> None:
    row = "participants.total,bokslut,2,,Antal deltagare totalt"
    tmp_path.joinpath("clauses.csv").write_text(f"rule,source,first,last,clause\n{row}\n", encoding="utf-8")
    assert clauses.off_their_lines(tmp_path, {"bokslut": ["", "Antal deltagare totalt 3"]}) == []
    (told,) = clauses.off_their_lines(tmp_path, {"bokslut": ["Antal deltagare totalt 3", ""]})
    assert "clauses.csv:2 participants.total" in told
    assert clauses.off_their_lines(tmp_path, {"another": []}) == []
