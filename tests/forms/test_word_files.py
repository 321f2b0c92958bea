"""The Word documents hold what their pages say, in Word's own styles, and are the same bytes every time."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from helpers.forms import word_blocks, word_contents, word_files
from helpers.forms.shown_account import Account, ShownPage
from helpers.pages import document as d
from helpers.pages.document import is_in
from helpers.pages.said import said
from helpers.paths import Workspace

NAMES = {"sammanfattning.docx": "sammanfattning.html", "arsredovisning.docx": "arsredovisning.html"}


def opened(content: bytes) -> Document:
    return docx.Document(io.BytesIO(content))


def read(document: Document) -> str:
    """All words of a document, in paragraphs and tables, without blanks."""
    return "".join("".join(t.text or "" for t in document.element.body.iter(qn("w:t"))).split())


def only(account: Account, *blocks: d.Block) -> Document:
    return opened(word_files.word(account, ShownPage("x.html", "Sida", blocks)))


@pytest.fixture(scope="module")
def made(account: Account) -> dict[str, bytes]:
    return dict(word_files.files(account))


def test_every_figure_of_the_pages_is_in_their_documents(account: Account, made: dict[str, bytes]) -> None:
    shown = {page.name: page for page in account.pages if page.name in NAMES.values()}
    assert (
        set(made) == {name for name, page in NAMES.items() if page in shown} and "sammanfattning.docx" in made
    )
    for name, content in made.items():
        words = read(opened(content))
        page = shown[NAMES[name]]
        blocks = [block for block in page.blocks if not isinstance(block, d.Apart)]
        figures = {words for _, _, words in said(blocks).figures}
        assert len(figures) > 3
        assert [f for f in figures if "".join(f.split()) not in words] == [], name


def test_headings_tables_and_pictures_are_what_word_calls_so(
    account: Account, made: dict[str, bytes]
) -> None:
    document = opened(made["sammanfattning.docx"])
    assert document.paragraphs[0].style.name == "Title"
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings and all(headings)
    for table in document.tables:
        first, *rest = table.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in rest)
    (page,) = [p for p in account.pages if p.name == "sammanfattning.html"]
    assert any(is_in(d.Chart, block) for block in page.blocks)
    pictures = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert pictures and all(pictures)


def test_a_long_document_begins_with_a_list_of_its_headings_that_lead_there(account: Account) -> None:
    levels = [2, 3, 4] + [2, 3] * word_contents.LONG
    heads = [d.Heading(level, f"{i} Rubrik <{i}>") for i, level in enumerate(levels)]
    shown = only(account, d.Paragraph("Först"), *(part for h in heads for part in (h, d.Paragraph("Text"))))
    named = [p.style.name for p in shown.paragraphs]
    assert named[:4] == ["Title", "Normal", "TOC Heading", "toc 1"]  # on a sheet of its own, after the cover
    entries = [p for p in shown.paragraphs if p.style.name.startswith("toc ")]
    listed = [h for h, level in zip(heads, levels, strict=True) if level <= word_contents.DEEP + 1]
    assert ["".join(t.text or "" for t in p._p.iter(qn("w:t"))) for p in entries] == [
        h.content for h in listed
    ]
    assert [p.style.name for p in entries] == [f"toc {h.level - 1}" for h in listed]
    marked = {b.get(qn("w:name")): b.getparent() for b in shown.element.body.iter(qn("w:bookmarkStart"))}
    for entry, head in zip(entries, listed, strict=True):
        (way,) = entry._p.iter(qn("w:hyperlink"))
        aim = marked[way.get(qn("w:anchor"))]
        assert "".join(t.text for t in aim.iter(qn("w:t"))) == head.content
        assert f"PAGEREF {way.get(qn('w:anchor'))} " in entry._p.xpath("string(.//w:hyperlink)")
    fields = [mark.get(qn("w:fldCharType")) for mark in shown.element.body.iter(qn("w:fldChar"))]
    assert fields == ["begin", "separate", *["begin", "separate", "end"] * len(entries), "end"]
    breaks = [p.text for p in shown.paragraphs if p.paragraph_format.page_break_before]
    assert breaks == ["Innehåll", heads[0].content]


def test_a_short_document_has_no_list(made: dict[str, bytes]) -> None:
    assert "toc 1" not in [p.style.name for p in opened(made["sammanfattning.docx"]).paragraphs]


def test_the_same_account_gives_the_same_bytes_and_no_time_of_its_own(
    account: Account, made: dict[str, bytes]
) -> None:
    assert dict(word_files.files(account)) == made
    for content in made.values():
        times = {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(content)).infolist()}
        assert times == {(1980, 1, 1, 0, 0, 0)}
        assert opened(content).core_properties.modified.year == 2019


@pytest.mark.parametrize("words", ["<w:p/>", "a & b", "{{ x }}", "\\n #b"])
def test_words_are_words_and_never_markup(account: Account, words: str) -> None:
    cells = d.table(words, [words, "B"], [[words, words]])
    shown = only(account, d.Heading(2, words), d.Paragraph(words), d.points([words]), cells)
    assert read(shown).count("".join(words.split())) == 7


def test_the_template_of_the_association_is_used_and_what_it_says_is_not(
    account: Account, tmp_path: Path
) -> None:
    own = docx.Document()
    own.add_paragraph("Exempel på text")
    own.sections[0].footer.paragraphs[0].text = "Förbundets sidfot"
    own.styles["Heading 1"].font.name = "Georgia"
    own.styles.element.remove(own.styles["Quote"].element)
    asked = of_template(account, tmp_path, own)
    shown = only(asked, d.Heading(2, "Rubrik"), d.Quote("Citat"))
    assert "Exempel" not in read(shown) and "Rubrik" in read(shown)
    assert shown.sections[0].footer.paragraphs[0].text == "Förbundets sidfot"
    assert shown.styles["Heading 1"].font.name == "Georgia"
    assert [p.style.name for p in shown.paragraphs if p.text == "Citat"] == ["Quote"]


def of_template(account: Account, root: Path, own: Document | None) -> Account:
    """The account with a template of its own, or with a file that is none."""
    context = account.report.context.within(root)
    path = Workspace(root).word_template
    path.parent.mkdir(parents=True)
    if own:
        own.save(str(path))
    else:
        path.write_bytes(b"no document")
    return replace(account, report=replace(account.report, context=context))


def test_a_template_that_cannot_be_opened_is_told_by_its_name(account: Account, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"data/templates/mall.docx går inte att öppna"):
        only(of_template(account, tmp_path, None), d.Paragraph("a"))


def test_every_kind_of_block_is_written_and_an_unknown_one_is_told(account: Account) -> None:
    kinds = {k for k in d.Block.__subclasses__() if k.__module__ == d.__name__}
    assert kinds <= set(word_blocks._written.registry)

    class Unknown(d.Block):
        pass

    with pytest.raises(TypeError, match="nothing writes a Unknown"):
        only(account, Unknown())


def test_sheets_begin_where_the_page_says_and_signatures_have_room(account: Account) -> None:
    parts = [d.Section(d.Heading(2, str(i)), kind="sheet") for i in range(2)]
    shown = only(account, *parts, d.Division(d.Paragraph("Ordföranden"), "signature"))
    begun = [p.text for p in shown.paragraphs if p.paragraph_format.page_break_before]
    assert begun == ["0", "1"]
    assert [p.text for p in shown.paragraphs][-2:] == [word_blocks.LINE, "Ordföranden"]
