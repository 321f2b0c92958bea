"""The page of an executed notebook: its figures lead to their vouchers, none of a report leads nowhere."""

import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass

import nbformat
from markupsafe import Markup

from helpers.chapters import render
from helpers.editions import Edition
from helpers.facts import share
from helpers.pages import chart_outcomes, figures, html
from helpers.pages.document import ALERT, NOTHING, Block, Content, Notice, Paragraph
from helpers.pages.drawing import width
from helpers.pages.said import Said, said
from helpers.wording import listing, text

ENDING = ".page"  # of a page that is made and not published


@dataclass(frozen=True)
class Page:
    """A page that is ready but for what the board has decided, and what it says."""

    cover: render.Cover
    content: Markup
    said: Said

    @classmethod
    def of(cls, content: Content, cover: render.Cover) -> "Page":
        """A page of ready content, with no notebook behind it."""
        return cls(cover, html.written(content, cover.up), said([content]))

    def html(self, status: Block = NOTHING) -> bytes:
        """The page as it is published."""
        note = Paragraph(text("invented.note"), "small") if self.said.has_invented else NOTHING
        return render.page(self.content, self.cover, status, note).encode()

    def kept(self) -> bytes:
        """As it is kept until it is published."""
        kept = {"cover": asdict(self.cover), "content": str(self.content), "said": self.said.kept()}
        return json.dumps(kept, ensure_ascii=False).encode()

    @classmethod
    def read(cls, kept: bytes) -> "Page":
        """As it was kept."""
        known = json.loads(kept)
        edition = Edition(**known["cover"].pop("edition"))
        cover = render.Cover(**known["cover"], edition=edition)
        return cls(cover, Markup(known["content"]), Said.read(known["said"]))


def kept_name(name: str) -> str:
    """What a page's file is called until it is published."""
    return name.removesuffix(".html") + ENDING


def published_name(kept: str) -> str:
    """What a page's file is called where it is published."""
    return kept.removesuffix(ENDING) + ".html"


def warm(labels: Iterable[str]) -> None:
    """Have ready what is the same for every page, so that no process forked for one has to make it.

    `labels` are words that charts will measure.
    """
    render.warm()
    figures.unexplained([])
    for words in labels:
        width(words)
    one = share((0, "", "", "", "all"), 1, 1, "")
    chart_outcomes.bars("", [chart_outcomes.Outcome("", one)], "")  # has matplotlib begin


def failed(cover: render.Cover) -> Page:
    """The page that stands where one could not be made; no traceback, no figure."""
    return Page.of(Notice(Paragraph(text("page.failed")), ALERT, "alert"), cover)


def drawn(
    executed: nbformat.NotebookNode, cover: render.Cover, page: str, labels: Collection[str] | None
) -> Page:
    """The page named `page`.

    `labels` are the words of definitions that hold figures; None where a page may print figures that are no
    facts.

    Raises:
        figures.Unexplained: the page prints a figure that is no fact, year, label or declared text, or shows
            what is no document.
    """
    try:
        told = said(block for cell in executed.cells for block in render.documents(cell))
    except render.NoDocument as other:
        source = str(other).strip().partition("\n")[0]
        raise figures.Unexplained(text("run.no_document", page=page, source=source)) from None
    if labels is not None and (left := figures.unexplained(told.bare, labels)):
        bare = listing([f"”{words}”" for words in left[:5]])
        raise figures.Unexplained(text("run.unexplained", page=page, figures=bare))
    return Page(cover, render.content(executed, cover), told)
