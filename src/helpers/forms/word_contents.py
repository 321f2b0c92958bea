"""The list of contents of a long Word document: a field whose entries stand written already.

Each entry leads to its heading's bookmark. What sheet that is on is for Word to say, which lays the sheets
out: the number is a field of its own, empty and marked to be filled in when the document is opened. Source:
ECMA-376 part 1, 17.16 (fields TOC and PAGEREF, `dirty`) and 17.13.6 (bookmarks).
"""

from collections.abc import Iterable

from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Emu, Pt
from docx.text.paragraph import Paragraph

from helpers.forms.word_blocks import style_of
from helpers.wording import text

LONG = 12  # headings, from which a document has a list of them
DEEP = 2  # the level of the least headings among them


def add(document: Document) -> None:
    """Put the list before the first heading, on a sheet of its own, where there are many headings."""
    heads = [p for p in document.paragraphs if 0 < _level(p) <= DEEP and p.text.strip()]
    if len(heads) < LONG:
        return
    first = heads[0]
    _paragraph(document, first, "TOC Heading").add_run(text("page.contents"))
    listed = [_entry(document, first, head, f"_Toc{i:06}") for i, head in enumerate(heads, 1)]
    _insert(listed[0], _field(f'TOC \\o "1-{DEEP}" \\h \\z \\u'), 0)
    listed[-1]._p.append(_run(_mark("end")))
    first.paragraph_format.page_break_before = True
    for i, head in enumerate(heads, 1):
        _bookmark(head, i, f"_Toc{i:06}")


def _level(paragraph: Paragraph) -> int:
    """The level of a heading; 0 of what is none."""
    _, _, number = (paragraph.style.name or "").partition("Heading ") if paragraph.style else ("", "", "")
    return int(number) if number.isdigit() else 0


def _paragraph(document: Document, before: Paragraph, style: str) -> Paragraph:
    made = before.insert_paragraph_before()
    made.style = style_of(document, style)
    if style == "TOC Heading":
        made.paragraph_format.page_break_before = True
    return made


def _entry(document: Document, before: Paragraph, head: Paragraph, name: str) -> Paragraph:
    """A line of the list: the heading's words and the number of its sheet, at the right margin."""
    made, level = _paragraph(document, before, f"toc {_level(head)}"), _level(head)
    section = document.sections[-1]
    room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    how = made.paragraph_format
    how.tab_stops.add_tab_stop(Emu(room), WD_TAB_ALIGNMENT.RIGHT)
    how.left_indent, how.space_after = Cm(0.7 * (level - 1)), Pt(2)
    way = OxmlElement("w:hyperlink")
    way.set(qn("w:anchor"), name)
    words = OxmlElement("w:t")
    words.text = " ".join(head.text.split())
    number = [*_field(f"PAGEREF {name} \\h", is_old=True), _run(OxmlElement("w:t")), _run(_mark("end"))]
    for run in (_run(words), _run(OxmlElement("w:tab")), *number):
        way.append(run)
    made._p.append(way)
    return made


# --- fields -----------------------------------------------------------------------------------------------


def _field(instruction: str, is_old: bool = False) -> list[BaseOxmlElement]:
    """The runs that begin a field; what comes after them is what it gave, to be made anew if `is_old`."""
    asked = OxmlElement("w:instrText")
    asked.set(qn("xml:space"), "preserve")
    asked.text = f" {instruction} "
    return [_run(_mark("begin", is_old)), _run(asked), _run(_mark("separate"))]


def _mark(kind: str, is_old: bool = False) -> BaseOxmlElement:
    made = OxmlElement("w:fldChar")
    made.set(qn("w:fldCharType"), kind)
    if is_old:
        made.set(qn("w:dirty"), "true")
    return made


def _run(*parts: BaseOxmlElement) -> BaseOxmlElement:
    made = OxmlElement("w:r")
    for part in parts:
        made.append(part)
    return made


def _insert(paragraph: Paragraph, runs: Iterable[BaseOxmlElement], at: int) -> None:
    """Put runs into a paragraph, after its properties and `at` so many of its parts."""
    for i, run in enumerate(runs):
        paragraph._p.insert(at + i + (paragraph._p.pPr is not None), run)


def _bookmark(paragraph: Paragraph, number: int, name: str) -> None:
    begins, ends = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (begins, ends):
        mark.set(qn("w:id"), str(number))
    begins.set(qn("w:name"), name)
    _insert(paragraph, [begins], 0)
    paragraph._p.append(ends)
