"""The page of an executed notebook: its figures lead to their vouchers, none of a report leads nowhere."""

import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace

import nbformat
from markupsafe import Markup

from helpers.chapters import render
from helpers.editions import Edition
from helpers.facts import share
from helpers.pages import chart_outcomes, figures, html
from helpers.pages.blocks import APPENDIX, appendix, name_beside
from helpers.pages.document import (
    ALERT,
    NOTHING,
    Apart,
    Block,
    Content,
    Notice,
    Paragraph,
    Searchable,
    is_in,
    join,
)
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
        return cls(cover, html.written(content, cover.up, set()), said([content]))

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
    return Page.of(Notice(Paragraph(text("page.failed")), ALERT, "alert"), replace(cover, appendix=""))


def drawn(
    executed: nbformat.NotebookNode, cover: render.Cover, page: str, labels: Collection[str] | None
) -> dict[str, Page]:
    """The page named `page`, and those that stand beside it, by name.

    `labels` are the words of definitions that hold figures; None where a page may print figures that are no
    facts.

    Raises:
        figures.Unexplained: a page prints a figure that is no fact, year, label or declared text, or shows
            what is no document.
    """
    try:
        blocks = [block for cell in executed.cells for block in render.documents(cell)]
    except render.NoDocument as other:
        source = str(other).strip().partition("\n")[0]
        raise figures.Unexplained(text("run.no_document", page=page, source=source)) from None
    whole = said(block for block in blocks if not isinstance(block, Apart))
    cover = replace(cover, searchable=any(is_in(Searchable, b) for b in blocks if not isinstance(b, Apart)))
    found = {page: Page(cover, render.content(executed, cover), whole)}
    for one in _beside(cover, blocks):
        found[name_beside(page, one.name)] = _apart(executed, cover, page, one)
    for name, made in found.items():
        if labels is not None and (left := figures.unexplained(made.said.bare, labels)):
            bare = listing([f"”{words}”" for words in left[:5]])
            raise figures.Unexplained(text("run.unexplained", page=name, figures=bare))
    return found


def _beside(cover: render.Cover, blocks: Iterable[Block]) -> list[Apart]:
    """What stands on pages of its own; of one name together. A report's code is in its appendix."""
    found: dict[str, Apart] = {}
    for one in blocks:
        if isinstance(one, Apart):
            before = found[one.name].content if one.name in found else NOTHING
            found[one.name] = Apart(one.name, one.title, join([before, one.content]))
    if cover.kind == "report" and APPENDIX not in found:
        found[APPENDIX] = appendix(NOTHING)
    return list(found.values())


def _apart(executed: nbformat.NotebookNode, cover: render.Cover, page: str, beside: Apart) -> Page:
    """A page beside another one, which it leads back to."""
    title = text("page.apart", name=cover.heading, apart=beside.title)
    can_search = is_in(Searchable, beside.content)
    mine = replace(cover, heading=title, home=page, back=cover.heading, appendix="", searchable=can_search)
    made = Page.of(beside.content, mine)
    if beside.name != APPENDIX:
        return made
    return replace(made, content=Markup("\n").join([made.content, render.code_of(executed)]))
