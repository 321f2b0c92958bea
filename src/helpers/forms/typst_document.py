"""Pages as one PDF for people and for those who read aloud: PDF/UA-1, the same bytes every time.

Set by typst in the template's form, with the fonts that typst and matplotlib bring with them and no other; no
clock. Source: ISO 14289-1 (PDF/UA-1), which the typesetter refuses to break: a picture without words, a
skipped heading.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from helpers.editions import Edition
from helpers.forms.drawings import FONT, typeset
from helpers.forms.row_scopes import with_row_scopes
from helpers.forms.shown_account import Account, ShownPage
from helpers.forms.typst_tree import Node, Tree, places_of
from helpers.pages import document as d
from helpers.pages.blocks import name_beside
from helpers.pages.said import said
from helpers.pages.style import scheme
from helpers.wording import text

FONTS = ["Libertinus Serif", FONT]
TEMPLATE = "account.typ"


@dataclass(frozen=True)
class Paper:
    """A document on paper: its title and its pages; the year's `is_whole`: cover, contents, no appendices."""

    title: str
    pages: tuple[ShownPage, ...]
    is_whole: bool = False


def pdf(account: Account, paper: Paper) -> bytes:
    """A document as PDF.

    Raises:
        typst.TypstError: what a page shows cannot be set.
        TypeError: there is a kind of block that nothing sets.
    """
    shown = [part for page in paper.pages for part in _split(page, paper.is_whole)]
    tree = Tree(frozenset().union(*(places_of(part.name, part.blocks) for part in shown)))
    context = account.report.context
    told = {
        "title": paper.title,
        "association": context.association,
        "edition": Edition(context.edition).line,
        "status": _line(paper.pages[0].status),
        "lang": context.language,
        "whole": paper.is_whole,
        "fonts": FONTS,
        "colours": scheme("light"),
        "words": {word: text(f"form.paper.{word}") for word in ("contents", "page", "of")},
        "parts": [_part(tree, part, paper) for part in shown],
    }
    files = {"account.json": json.dumps(told, ensure_ascii=False).encode(), **tree.drawings}
    template = (resources.files("helpers.forms") / "template" / TEMPLATE).read_bytes()
    return with_row_scopes(typeset({"main": template, **files}, pdf_standards=["ua-1"]))


def _split(page: ShownPage, is_whole: bool) -> Iterator[ShownPage]:
    """A page, and as pages of their own what stands beside it, of one name together."""
    yield page
    beside: dict[str, ShownPage] = {}
    for one in page.blocks:
        if isinstance(one, d.Apart) and not is_whole:
            name = name_beside(page.name, one.name)
            title = text("page.apart", name=page.heading, apart=one.title)
            before = beside[name].blocks if name in beside else ()
            beside[name] = ShownPage(name, title, (*before, d.join([one.content])))
    yield from beside.values()


def _part(tree: Tree, page: ShownPage, paper: Paper) -> dict[str, Node]:
    """A page in the document, with what its charts say in words and figures at its end."""
    tree.page, tree.told = page.name, []
    place, body = tree.place(""), tree.nodes(page.blocks)
    if said(page.blocks).has_invented:
        body.append(tree.node(d.Paragraph(text("invented.note"), "small")))
    if tree.told:
        body.append({"k": "heading", "level": 2, "outlined": False, "in": text("form.paper.charts")})
        body += [
            {"k": "told", "finding": tree.node(c.finding), "in": tree.node(_inside(c))} for c in tree.told
        ]
    is_told = paper.is_whole and page.status == paper.pages[0].status  # on the cover and over every sheet
    status = [] if is_told else tree.node(page.status)
    return {"place": place, "heading": page.heading, "status": status, "body": body}


def _inside(chart: d.Chart) -> d.Content:
    return chart.details.content if isinstance(chart.details, d.Details) else chart.details


def _line(status: d.Block) -> str:
    """What a page says of its standing, in the line at the top of each sheet."""
    return " ".join(said([status]).sentences)
