"""An executed notebook as a page: our own template, nothing loaded from outside, always the same bytes."""

import base64
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import nbformat
from jinja2 import Environment, FileSystemLoader, Template
from markupsafe import Markup
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from helpers.editions import Edition
from helpers.pages import accessibility, html, stored, style
from helpers.pages.document import NOTHING, Apart, Block
from helpers.paths import LANGUAGES, spoken
from helpers.wording import text

_TEMPLATES = Path(__file__).parent / "template"
_PYTHON, _CODE = PythonLexer(), HtmlFormatter(nowrap=True, cssclass="code")


@dataclass(frozen=True)
class Cover:
    """What stands around a page's content: whose it is, its year (or years, `2017–2019`) and heading.

    `up` leads from the page's folder to that of the reports, `home` back to the contents page, '' on itself;
    `back` says where to, `years` leads to the page over all years; `kind` is `report`, which shows what the
    cells display and has their code in its `appendix`, or `chapter`, which shows prose, code and what they
    display. `searchable`: whether its tables can be searched; `has_statement`: whether it leads to a
    statement of how accessible the pages are; `has_status`: whether it says if the board has adopted it;
    `edition`: whom the page may reach.
    """

    owner: str
    year: int | str
    heading: str
    home: str = "index.html"
    kind: str = "report"
    up: str = ""
    searchable: bool = False
    has_statement: bool = True
    has_status: bool = True
    back: str = ""
    years: str = ""
    appendix: str = ""
    edition: Edition = field(default_factory=Edition)


def warm() -> None:
    """Have ready what is the same for every page, so that no process forked for one has to make it."""
    page(Markup(""), Cover("", 0, ""))
    _prose("")
    _code("")


# --- what the cells show ----------------------------------------------------------------------------------


class NoDocument(Exception):
    """A cell displays something else than blocks: nobody could ask it what it says."""


def documents(cell: nbformat.NotebookNode) -> Iterator[Block]:
    """The blocks that a cell displays; a string without words is none.

    Raises:
        NoDocument: it displays anything else, or a block that could not be shown.
    """
    for output in cell.get("outputs", ()):
        if stored.MIME in (data := output.get("data", {})):
            yield stored.read(data[stored.MIME])
        elif data and data.get("text/html", data.get("text/plain")) != repr(""):
            raise NoDocument(cell.source)


def content(notebook: nbformat.NotebookNode, cover: Cover) -> Markup:
    """What stands in the page of an executed notebook."""
    known: set[str] = set()  # the figures that stand on the page already
    return Markup("\n").join(part for cell in notebook.cells for part in _of_cell(cell, cover, known))


def _of_cell(cell: nbformat.NotebookNode, cover: Cover, known: set[str]) -> Iterator[Markup]:
    is_chapter = cover.kind == "chapter"
    if cell.cell_type == "markdown" and is_chapter:
        yield _prose(cell.source)
    if cell.cell_type != "code" or "parameters" in cell.metadata.get("tags", []):
        return
    if is_chapter:
        yield _code(cell.source)
    for block in documents(cell):
        if not isinstance(block, Apart):
            yield html.written(block, cover.up, known)


def code_of(notebook: nbformat.NotebookNode) -> Markup:
    """The code of a notebook's cells, under a heading of its own and behind one click."""
    cells = [c for c in notebook.cells if c.cell_type == "code" and c.source]
    shown = [c.source for c in cells if "parameters" not in c.metadata.get("tags", [])]
    listed = Markup("\n").join(map(_code, shown))
    title = html.tag("h2", Markup.escape(text("page.code")))
    summary = html.tag("summary", Markup.escape(text("page.code_show")))
    return html.tag("section", title + html.tag("details", summary + "\n" + listed), {"class": "made"})


def _code(source: str) -> Markup:
    listing = html.tag("code", Markup(highlight(source, _PYTHON, _CODE)), {"class": "code"})
    return html.scrolled(html.tag("pre", listing, {"lang": "en"}), text("page.code_label"))


def _prose(source: str) -> Markup:
    writer = IPythonRenderer(escape=False, exclude_anchor_links=True)
    prose = Markup(MarkdownWithMath(renderer=writer).render(source))
    return prose if spoken() == LANGUAGES[0] else html.tag("div", prose, {"lang": LANGUAGES[0]})


# --- what stands around it --------------------------------------------------------------------------------


@cache
def _template() -> Template:
    """The page's frame; all that is filled in is escaped but markup."""
    return Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True).get_template("page.html.j2")


@cache
def _file(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def page(content: Markup, cover: Cover, status: Block = NOTHING, note: Block = NOTHING) -> str:
    """A whole page around its content.

    `status` says whether the board has adopted it, `note` stands last.
    """
    script = Markup(_file("search.js")) if cover.searchable else ""
    whole = _template().render(
        cover=cover,
        lang=spoken(),
        title=text("page.title", name=cover.heading, year=cover.year, owner=cover.owner),
        heading=text("page.heading", name=cover.heading, year=cover.year),
        status=html.written(status) if cover.has_status else "",
        content=content,
        note=html.written(note),
        back=cover.back or text("page.back"),
        years=text("page.years"),
        appendix=text("page.appendix"),
        skip=text("page.skip"),
        script=script,
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        css=Markup(style.css() + _file("style.css")),
        leads=text("page.leads"),
        accessibility=accessibility.PAGE,
        accessibility_words=text("index.accessibility"),
    )
    return "\n".join(_lines(whole.splitlines())) + "\n"


def _lines(lines: Iterable[str]) -> Iterator[str]:
    return (line.rstrip() for line in lines if line.strip())
