"""An executed notebook as a page: our own template, nothing loaded from outside, the same bytes every time."""

from pathlib import Path

import nbformat
from nbconvert.exporters import TemplateExporter
from nbconvert.filters import markdown2html
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from helpers.definitions import Definitions
from helpers.tables import Html, element
from helpers.wording import LANGUAGE, text

_TEMPLATES = Path(__file__).parent / "template"
_CODE = HtmlFormatter(style="friendly", cssclass="code", wrapcode=True)


def _code(source: str) -> str:
    return highlight(source, PythonLexer(), _CODE)


def _prose(source: str) -> str:
    return markdown2html(source).replace('<a class="anchor-link"', '<a hidden class="anchor-link"')


def render(notebook: nbformat.NotebookNode, template: str, definitions: Definitions, heading: str, home: str = "index.html") -> str:
    """The page of an executed notebook.

    `report` shows only what the cells display; `chapter` shows prose, code and what the cells display.
    """
    exporter = TemplateExporter(
        template_name=template, template_file="index.html.j2",
        extra_template_basedirs=[str(_TEMPLATES)], filters={"prose": _prose, "code": _code},
    )  # fmt: skip
    page = {
        "title": text("page.title", name=heading, year=definitions.year), "home": home,
        "heading": text("page.heading", name=heading, year=definitions.year),
        "owner": definitions.association, "back": text("page.back"), "skip": text("page.skip"),
        "css": (_TEMPLATES / "style.css").read_text(encoding="utf-8"), "code_css": _CODE.get_style_defs(".code"),
    }  # fmt: skip
    body, _ = exporter.from_notebook_node(notebook, resources={"page": page, "lang": LANGUAGE})
    return "\n".join(line.rstrip() for line in body.splitlines() if line.strip()) + "\n"


def failed(definitions: Definitions, heading: str) -> str:
    """The page that stands where one could not be made; no traceback, no figure."""
    notebook = nbformat.v4.new_notebook()
    shown = nbformat.v4.new_output(
        "display_data", data={"text/html": element("div", element("p", text("page.failed")), class_="alert", role="alert")}
    )
    notebook.cells = [nbformat.v4.new_code_cell("", outputs=[shown])]
    return render(notebook, "report", definitions, heading)


def contents(sections: dict[str, str]) -> Html:
    """Links to the page's own sections."""
    links = "".join(f'<li><a href="#{id_}">{element("span", title)}</a></li>' for id_, title in sections.items())
    return Html(f'<nav aria-label="{text("page.contents")}"><ul>{links}</ul></nav>')
