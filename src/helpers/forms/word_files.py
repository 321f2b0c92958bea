"""The board's page and the annual report in Word's format, for those who must use a template.

`data/templates/mall.docx` is that template where it is there: its styles, head and foot; what is written in
it is left out. The same account and template give the same bytes: no clock.
"""

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Cm

from helpers.annual_report import PAGE as ANNUAL_PAGE
from helpers.context import Context
from helpers.forms import word_contents
from helpers.forms.shown_account import Account, ShownPage
from helpers.forms.steady_zip import steady
from helpers.forms.word_blocks import Writer, language, style_of
from helpers.pages import document as d
from helpers.pages.board import PAGE as BOARD_PAGE
from helpers.pages.said import said
from helpers.paths import COUNTRIES
from helpers.wording import text

PAGES = (BOARD_PAGE, ANNUAL_PAGE)


def files(account: Account) -> Iterator[tuple[str, bytes]]:
    """`sammanfattning.docx` and `arsredovisning.docx`, as far as the year has them.

    Raises:
        ValueError: the template is no document that Word can open.
    """
    for page in account.pages:
        if page.name in PAGES:
            yield page.name.replace(".html", ".docx"), word(account, page)


def word(account: Account, page: ShownPage) -> bytes:
    """A page as a Word document.

    Raises:
        ValueError: the template is no document that Word can open.
        TypeError: there is a kind of block that nothing writes.
    """
    context = account.report.context
    document = _opened(context.workspace.word_template)
    language(document, COUNTRIES[context.language])
    title = text("form.paper.report", heading=page.heading, year=context.year)
    _describe(document, title, context)
    writer = Writer(document, document)
    writer.line(title, style_of(document, "Title"))
    for block in (page.status, *page.blocks):
        writer.write(block)
        writer.open = None
    if said(page.blocks).has_invented:
        writer.write(d.Paragraph(text("invented.note"), "small"))
    word_contents.add(document)
    return _packed(document)


def _opened(template: Path) -> Document:
    """The template without what is written in it, or Word's own where there is none."""
    if not template.is_file():
        document = docx.Document()
        _on_a4(document)
        return document
    try:
        document = docx.Document(io.BytesIO(template.read_bytes()))
    except (KeyError, ValueError, zipfile.BadZipFile) as other:
        raise ValueError(text("form.bad_template", file=template.name)) from other
    body = document.element.body
    for part in list(body):
        if part.tag != qn("w:sectPr"):
            body.remove(part)
    return document


def _on_a4(document: Document) -> None:
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)


def _describe(document: Document, title: str, context: Context) -> None:
    """The properties of the file; its dates are the year's last day."""
    known = document.core_properties
    known.title = title
    known.author = known.last_modified_by = context.association
    known.language, known.comments, known.revision = context.language, "", 1
    known.created = known.modified = dt.datetime(context.year, 12, 31)


def _packed(document: Document) -> bytes:
    """The document as a file whose parts have no time of their own."""
    held = io.BytesIO()
    document.save(held)
    return steady(held.getvalue())
