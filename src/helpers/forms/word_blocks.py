"""What a page shows as a Word document: headings, lists and tables in Word's own styles, words as words.

Source: ECMA-376 part 1 (WordprocessingML), through python-docx.
"""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import singledispatch

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from helpers.forms.drawings import alternative, dots
from helpers.forms.table_widths import widths
from helpers.language.words import Words, plain
from helpers.pages import document as d
from helpers.pages.charts import verdict
from helpers.pages.style import scheme
from helpers.paths import COUNTRIES

SMALL, TABLE = Pt(9), Pt(8.5)
LINE = "_" * 34  # to sign on


@dataclass(frozen=True)
class Look:
    """How words look where they stand."""

    is_bold: bool = False
    is_slanted: bool = False
    size: int | None = None
    colour: str = ""
    lang: str = ""


@dataclass
class Writer:
    """Writes blocks into a document, or a cell of its tables.

    `open` is the paragraph that words of the same line go on in; `breaks`: what comes next begins a sheet,
    `follows_table`: it stands under a table.
    """

    document: Document
    into: Document | _Cell
    look: Look = field(default_factory=Look)
    open: Paragraph | None = None
    breaks: bool = False
    follows_table: bool = False

    def write(self, content: d.Content) -> None:
        """Write content.

        Raises:
            TypeError: there is a kind of block that nothing writes.
        """
        if isinstance(content, str):
            self.say(content)
        elif isinstance(content, Words):
            for lang, said in content.by_language:
                with self.looking(lang=lang or self.look.lang):
                    self.say(said)
        else:
            _written(content, self)

    def say(self, words: str) -> None:
        """Words in the line that is open."""
        said = " ".join(words.replace("\n", " ").split(" "))
        if not said or (said.isspace() and self.open is None):
            return
        run = (self.open or self.paragraph()).add_run(said)
        run.bold, run.italic = self.look.is_bold or None, self.look.is_slanted or None
        if self.look.size:
            run.font.size = self.look.size
        if self.look.colour:
            run.font.color.rgb = RGBColor.from_string(self.look.colour.lstrip("#").upper())
        if self.look.lang:
            said_in = OxmlElement("w:lang")
            said_in.set(qn("w:val"), COUNTRIES[self.look.lang])
            run._r.get_or_add_rPr().append(said_in)

    def paragraph(self, style: str = "", stays: bool = False) -> Paragraph:
        """Begin a paragraph; one that `stays` is on the sheet of the next."""
        held = self.into
        first = held.paragraphs[0] if isinstance(held, _Cell) and self.open is None else None
        if first is not None and not first.runs and len(held.paragraphs) == 1:
            self.open = first
        else:
            self.open = held.add_paragraph()
        if style:
            self.open.style = style_of(self.document, style)
        if stays:
            self.open.paragraph_format.keep_with_next = True
        if self.breaks:
            self.open.paragraph_format.page_break_before = True
        if self.follows_table:
            self.open.paragraph_format.space_before = Pt(10)
        self.breaks = self.follows_table = False
        return self.open

    def line(self, content: d.Content, style: str = "", stays: bool = False) -> None:
        """Content as a paragraph of its own."""
        if not content or (isinstance(content, Words | str) and not plain(content).strip()):
            return
        self.paragraph(style, stays)
        self.write(content)
        self.open = None

    @contextmanager
    def looking(self, **changed: object) -> Iterator[None]:
        """Words look otherwise within."""
        before = self.look
        self.look = replace(before, **changed)  # type: ignore[arg-type]  # fields of Look
        yield
        self.look = before


def style_of(document: Document, name: str) -> str:
    """A style of Word's own by its name; one that a template lacks is made, with nothing but its weight."""
    if name not in [style.name for style in document.styles]:
        made = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        made.font.bold = name.startswith("Heading") or name == "Title" or None
    return name


@singledispatch
def _written(block: d.Block, writer: Writer) -> None:
    raise TypeError(f"nothing writes a {type(block).__name__}")


@_written.register(d.Link)
@_written.register(d.Cell)
@_written.register(d.Searchable)
def _(block: d.Block, writer: Writer) -> None:
    for content in block.inside():
        writer.write(content)


@_written.register(d.Section)
@_written.register(d.Division)
@_written.register(d.Article)
def _(block: d.Section | d.Division | d.Article, writer: Writer) -> None:
    writer.open = None
    writer.breaks |= block.kind == "sheet"
    if block.kind == "signature":
        writer.line(LINE, stays=True)
    with writer.looking(lang=getattr(block, "lang", "") or writer.look.lang):
        writer.write(block.content)
    writer.open = None


@_written.register(d.Apart)
@_written.register(d.Contents)
def _(block: d.Block, writer: Writer) -> None:
    """Word makes its own contents of the headings; what stands on a page of its own is left there."""


@_written.register
def _(block: d.Strong, writer: Writer) -> None:
    with writer.looking(is_bold=True):
        writer.write(block.content)


@_written.register
def _(block: d.Emphasis, writer: Writer) -> None:
    with writer.looking(is_slanted=True):
        writer.write(block.content)


@_written.register
def _(block: d.Label, writer: Writer) -> None:
    first, _, last = block.kind.partition(" ")
    if first == "hidden":
        return
    judged = verdict(last) if first in ("signal", "mark") and last.startswith(("re", "un", "not")) else None
    if first in ("of", "print") and writer.open is not None:
        writer.open.add_run().add_break(WD_BREAK.LINE)
    if first == "share":
        writer.say(" ")
    look = {"size": SMALL} if first in ("of", "print", "because", "small") else {}
    with writer.looking(**look, is_bold=writer.look.is_bold or first in ("signal", "mark", "sign", "tag")):
        if judged:
            writer.say(f"{judged.sign} ")
        writer.write(block.content)


@_written.register
def _(block: d.Legend, writer: Writer) -> None:
    colours = scheme("light")
    for colour, name in zip(block.colours, block.names, strict=True):
        with writer.looking(colour=colours[colour]):
            writer.say(" ■ ")
        writer.write(name)


@_written.register
def _(block: d.Several, writer: Writer) -> None:
    for part in block.parts:
        writer.write(part)
        if block.apart and writer.open is not None:
            writer.say(" ")


@_written.register
def _(block: d.Heading, writer: Writer) -> None:
    writer.line(block.content, f"Heading {max(1, block.level - 1)}", stays=True)


@_written.register
def _(block: d.Paragraph, writer: Writer) -> None:
    size = SMALL if block.kind in ("small", "rule") else writer.look.size
    with writer.looking(size=size, is_bold=writer.look.is_bold or block.kind == "headline"):
        writer.line(block.content)


@_written.register
def _(block: d.Points, writer: Writer) -> None:
    for item in block.items:
        writer.line(item, "List Bullet")


@_written.register
def _(block: d.Terms, writer: Writer) -> None:
    for name, value in block.items:
        writer.paragraph()
        with writer.looking(is_bold=True):
            writer.write(name)
            writer.say(": ")
        writer.write(value)
        writer.open = None


@_written.register
def _(block: d.Notice, writer: Writer) -> None:
    with writer.looking(is_slanted=True):
        writer.write(block.content)
    writer.open = None


@_written.register
def _(block: d.Details, writer: Writer) -> None:
    with writer.looking(is_bold=True):
        writer.line(block.summary, stays=True)
    writer.write(block.content)
    writer.open = None


@_written.register
def _(block: d.Quote, writer: Writer) -> None:
    writer.line(block.content, "Quote")


@_written.register
def _(block: d.Table, writer: Writer) -> None:
    numbers = {i for i in range(len(block.head)) if i >= block.numbers_from}
    _table(block, writer, numbers)


@_written.register
def _(block: d.Heat, writer: Writer) -> None:
    _table(block, writer, set())


def _table(block: d.Table | d.Heat, writer: Writer, numbers: set[int]) -> None:
    """A table under its caption; its head is repeated on every sheet, and no row is broken."""
    writer.line(block.caption, "Caption", stays=True)
    made = writer.document.add_table(0, len(block.head))
    made.style, made.autofit = _grid(writer.document), False
    for i, row in enumerate([block.head, *block.body]):
        line = made.add_row()
        _mark(line, "w:cantSplit")
        if i == 0:
            _mark(line, "w:tblHeader")
        _fill(line, row, writer, numbers, i == 0)
    section, parts = writer.document.sections[-1], widths(block)
    room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    for column, part in zip(made.columns, parts, strict=True):
        column.width = Emu(room * part // sum(parts))
    writer.open, writer.follows_table = None, True


def _fill(
    line: _Row, contents: Iterable[d.Content], writer: Writer, numbers: set[int], is_head: bool
) -> None:
    for i, (cell, content) in enumerate(zip(line.cells, contents, strict=True)):
        inside = Writer(writer.document, cell, Look(is_head, size=TABLE, lang=writer.look.lang))
        inside.write(content)
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1)
            if i in numbers:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _grid(document: Document) -> str | None:
    return "Table Grid" if "Table Grid" in [style.name for style in document.styles] else None


def _mark(line: _Row, name: str) -> None:
    line._tr.get_or_add_trPr().append(OxmlElement(name))


@_written.register
def _(block: d.Chart, writer: Writer) -> None:
    with writer.looking(is_bold=True):
        writer.line(block.finding, stays=True)
    with writer.looking(size=SMALL):
        writer.line(block.subtitle, stays=True)
        held = writer.paragraph(stays=True)
        shape = held.add_run().add_picture(io.BytesIO(dots(block.drawing)), width=Cm(12))
        shape._inline.docPr.set("descr", alternative(block.drawing))
        writer.open = None
        writer.line(block.source)
        writer.write(block.details)


def language(document: Document, code: str) -> None:
    """Say what language the document's words are in."""
    for held in document.styles.element.iter(qn("w:lang")):
        held.set(qn("w:val"), code)
