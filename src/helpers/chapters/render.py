"""An executed notebook as a page: our own template, nothing loaded from outside, always the same bytes."""

import base64
import hashlib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import nbformat
from nbconvert.exporters import TemplateExporter
from nbconvert.filters import markdown2html
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from helpers.editions import Edition
from helpers.pages import accessibility, style
from helpers.pages.elements import Html, element, linked
from helpers.wording import LANGUAGE, number, text

STATUS = "<!--status-->"  # where a published page says whether the board has adopted it
_TEMPLATES = Path(__file__).parent / "template"
_PYTHON, _CODE = PythonLexer(), HtmlFormatter(nowrap=True, cssclass="code")


def _code(source: str) -> str:
    shown = f'<pre lang="en"><code class="code">{highlight(source, _PYTHON, _CODE)}</code></pre>'
    return (
        f'<div class="scroll" tabindex="0" role="group" aria-label="{text("page.code_label")}">{shown}</div>'
    )


def _prose(source: str) -> str:
    return markdown2html(source).replace('<a class="anchor-link"', '<a hidden class="anchor-link"')


@dataclass(frozen=True)
class Cover:
    """What stands around a page's content: whose it is, its year and heading.

    `home` is the way back to the contents page, '' on itself; `kind` is `report`, which shows what the cells
    display and keeps the code behind a click, or `chapter`, which shows prose, code and what they display.
    `searchable`: whether its tables can be searched; `has_statement`: whether it leads to a statement of
    how accessible the pages are; `edition`: whom the page may reach.
    """

    owner: str
    year: int
    heading: str
    home: str = "index.html"
    kind: str = "report"
    searchable: bool = False
    has_statement: bool = True
    edition: Edition = field(default_factory=Edition)


@cache
def _exporter() -> TemplateExporter:
    return TemplateExporter(
        template_name="page",
        template_file="index.html.j2",
        extra_template_basedirs=[str(_TEMPLATES)],
        filters={"prose": _prose, "code": _code},
    )


def warm() -> None:
    """Have ready what is the same for every page, so that no process forked for one has to make it."""
    of_content(element("p", number(1)), Cover("", 0, ""))
    _prose("")
    _code("")


def render(notebook: nbformat.NotebookNode, cover: Cover) -> str:
    """The page of an executed notebook."""
    script = (_TEMPLATES / "search.js").read_text(encoding="utf-8") if cover.searchable else ""
    css = style.css() + (_TEMPLATES / "style.css").read_text(encoding="utf-8")
    folder = cover.home.removesuffix("index.html")
    page = {
        "title": text("page.title", name=cover.heading, year=cover.year, owner=cover.owner),
        "home": cover.home,
        "kind": cover.kind,
        "heading": text("page.heading", name=cover.heading, year=cover.year),
        "status": STATUS,
        "owner": cover.owner,
        "edition": cover.edition.line,
        "back": text("page.back"),
        "skip": text("page.skip"),
        "code": text("page.code"),
        "script": script,
        "script_hash": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        "css": css,
        "accessibility": f"{folder}{accessibility.PAGE}" if cover.has_statement else "",
        "accessibility_words": text("index.accessibility"),
    }
    body, _ = _exporter().from_notebook_node(notebook, resources={"page": page, "lang": LANGUAGE})
    return "\n".join(line.rstrip() for line in body.splitlines() if line.strip()) + "\n"


def failed(cover: Cover) -> str:
    """The page that stands where one could not be made; no traceback, no figure."""
    return of_content(element("div", element("p", text("page.failed")), class_="alert", role="alert"), cover)


def of_content(content: Html, cover: Cover) -> str:
    """A page of ready content, with no notebook behind it."""
    notebook = nbformat.v4.new_notebook()
    shown = nbformat.v4.new_output("display_data", data={"text/html": linked(content)})
    notebook.cells = [nbformat.v4.new_code_cell("", outputs=[shown])]
    return render(notebook, cover)
