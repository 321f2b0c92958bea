"""The office's own text on a page: words are words, facts lead to their vouchers, what is stopped says so."""

from pathlib import Path

from helpers import definitions
from helpers.checks.own_words import texts
from helpers.facts import Fact
from helpers.language.prose import HEADING, PARAGRAPH, POINT, Block, OwnText
from helpers.pages.html import written
from helpers.pages.own_words import own_words, own_words_id
from helpers.pages.said import said

TOTAL = Fact(2019, "vannas", "total", value=72, unit="count", state="ok", rule="participants.total")
SHIPPED = Path(__file__).resolve().parents[2] / "data"


def test_a_text_stands_in_a_section_of_its_own_under_its_own_headings() -> None:
    blocks = (
        Block(HEADING, ("Året",)),
        Block(PARAGRAPH, ("Under året deltog ", TOTAL, " personer.")),
        Block(POINT, ("Det ena.",)),
        Block(POINT, ("Det andra.",)),
    )
    html = str(written(own_words(OwnText(blocks))))
    assert html.startswith('<section id="del-own"><h2>Vad säger förbundet självt?</h2>')
    assert "<h3>Året</h3>" in html and html.count("<ul>") == 1 and html.count("<li>") == 2
    assert 'href="verifikationer/vannas.html#total-2019-vannas">72</a> personer.' in html


def test_markup_in_a_text_is_words_and_no_link_leads_out() -> None:
    hostile = "<script>x</script> [a](https://exempel.se) <a href='javascript:x'>b</a> &lt;i&gt;"
    html = str(written(own_words(OwnText((Block(PARAGRAPH, (hostile,)),)))))
    assert "<script" not in html and "<a" not in html and "&amp;lt;i" in html


def test_figures_that_were_typed_and_tried_are_no_unexplained_ones() -> None:
    told = said([own_words(OwnText((Block(PARAGRAPH, ("Fråga 1.4 och 72 personer, ", TOTAL)),)))])
    assert told.bare == [] and ("vannas", "total-2019-vannas", "72") in told.figures


def test_a_text_that_is_stopped_says_so_and_one_that_is_not_there_nothing() -> None:
    stopped = str(written(own_words(OwnText((), is_stopped=True))))
    assert "visas inte här, eftersom något i den inte stämmer med siffrorna" in stopped
    assert not own_words(None) and own_words_id(None) == {} and "del-own" in own_words_id(OwnText(()))


def test_every_shipped_text_is_of_a_page_of_its_year() -> None:
    for path in sorted((SHIPPED / "texts").glob("*/*")):
        d = definitions.load(SHIPPED / "definitions" / f"{path.parent.name}.yaml")
        assert path.suffix == ".md" and path.stem in texts.own_texts.places(d)
