"""A PDF says what its page says, is text and never markup, and is the same bytes every time."""

import io
import re
from collections.abc import Iterable

import pytest
from markupsafe import Markup
from pypdf import PdfReader

from helpers.forms import pdf_files, typst_tree
from helpers.forms.drawings import picture
from helpers.forms.shown_account import Account, ShownPage
from helpers.forms.typst_document import Paper, pdf
from helpers.forms.typst_tree import Tree
from helpers.pages import document as d
from helpers.pages.said import said

REPORTS = ("vannas.html", "forbundet.html", "sammanfattning.html")


def read(content: bytes) -> str:
    """The text of a PDF without blanks: where a line ends is the paper's."""
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return squeezed("".join(pages))


def squeezed(words: str) -> str:
    return re.sub(r"[\s\u00ad\u200b]", "", words)


def only(account: Account, *blocks: d.Block) -> bytes:
    return pdf(account, Paper("En sida", (ShownPage("vannas.html", "Vännäs", blocks),)))


def page_of(account: Account, name: str) -> ShownPage:
    return next(page for page in account.pages if page.name == name)


def figures(page: ShownPage) -> Iterable[str]:
    return {words for _, _, words in said(page.blocks).figures}


@pytest.mark.parametrize("name", REPORTS)
def test_every_figure_of_the_page_is_in_its_pdf(account: Account, name: str) -> None:
    page = page_of(account, name)
    found = read(pdf(account, Paper(page.heading, (page,))))
    wanted = figures(page)
    assert len(wanted) > 5
    assert [words for words in wanted if squeezed(words) not in found] == []


def test_the_year_has_a_cover_contents_and_numbered_sheets_of_every_report(account: Account) -> None:
    made = dict(pdf_files.files(account))
    whole = PdfReader(io.BytesIO(made["bokslut-2019.pdf"]))
    sheets = [sheet.extract_text() for sheet in whole.pages]
    assert "Socialt bokslut 2019" in sheets[0] and "Sida" not in sheets[0]
    assert "Innehåll" in sheets[1] and "Vännäs" in sheets[1] + sheets[2]
    for i, sheet in enumerate(sheets[1:], 2):
        assert squeezed(f"Sida {i} av {len(sheets)}") in squeezed(sheet)
    assert {name.replace(".pdf", ".html") for name in made} >= {p.name for p in account.pages} - {
        "index.html"
    }
    titles = [item.title for item in whole.outline if not isinstance(item, list)]
    assert titles == [page.heading for page in pdf_files.of_year(account)]


def test_the_same_account_gives_the_same_bytes(account: Account) -> None:
    page = page_of(account, "vannas.html")
    made = [pdf(account, Paper("Vännäs", (page,))) for _ in range(2)]
    assert made[0] == made[1]


@pytest.mark.parametrize(
    "words", ["#pagebreak()", "*a* _b_ $x$ `c`", "<script>", "= Rubrik", "a//b /* c */", "@x \\ ~"]
)
def test_words_are_words_and_never_markup(account: Account, words: str) -> None:
    cells = d.table(words, [words, "B"], [[words, words]])
    shown = only(account, d.Heading(2, words), d.Paragraph(words), d.points([words]), cells)
    assert read(shown).count(squeezed(words)) == 7


def test_a_link_within_leads_there_and_one_that_leads_out_of_the_document_is_words(account: Account) -> None:
    aim = d.Section(d.Paragraph("Målet"), "mal-1")
    links = d.points([d.Link("#mal-1", "hit"), d.Link("granskning.html", "dit"), d.Link("#saknas", "bort")])
    reader = PdfReader(io.BytesIO(only(account, links, aim)))
    marked = [a.get_object() for page in reader.pages for a in page.get("/Annots", [])]
    assert [a["/Contents"] is not None for a in marked if a["/Subtype"] == "/Link"] == [True]
    assert all(words in reader.pages[0].extract_text() for words in ("hit", "dit", "bort"))


def test_every_kind_of_block_is_set_and_an_unknown_one_is_told() -> None:
    kinds = {k for k in d.Block.__subclasses__() if k.__module__ == d.__name__}
    assert kinds <= set(typst_tree._node.registry)

    class Unknown(d.Block):
        pass

    with pytest.raises(TypeError, match="nothing sets a Unknown"):
        Tree(frozenset()).node(Unknown())


def test_a_drawing_is_light_and_in_the_font_that_it_was_measured_in() -> None:
    drawn = picture(Markup('<svg viewBox="0 0 1 1" style="font-family:inherit;fill:var(--ink)"></svg>'))
    assert b"var(" not in drawn and b"#1b2430" in drawn and b"font-family:DejaVu Sans" in drawn
