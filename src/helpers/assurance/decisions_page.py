"""The page beside a year's frozen sets, `data/adopted/<year>/index.html`: what was decided, and when.

It is what the link to all years of a frozen set's pages leads to. No manifest vouches for it: it is written
anew with every decision, of the register.
"""

from collections.abc import Iterable

from helpers.assurance.register import Adoption
from helpers.chapters.page import Page
from helpers.chapters.render import Cover
from helpers.context import Context
from helpers.pages.document import Block, Link, Points, run
from helpers.wording import text


def page(context: Context, known: Iterable[Adoption]) -> bytes:
    """The page of a year's decisions, the last one first."""
    cover = Cover(
        context.association,
        context.year,
        text("adoption.decisions"),
        home="",
        has_status=False,
        has_statement=False,
    )
    return Page.of(Points(tuple(map(_of, reversed(list(known))))), cover).html()


def _of(adoption: Adoption) -> Block:
    to = Link(f"{adoption.revision}/index.html", text("adoption.revision", revision=adoption.revision))
    return run(to, ": ", said(adoption))


def said(adoption: Adoption) -> str:
    """A decision in words: the board's day where it was said, the registration's, and why it came."""
    day = f" {text('adoption.day', day=adoption.decided)}" if adoption.decided else ""
    words = text("adoption.adopted", day=day, date=adoption.date)
    why = text("adoption.why", reason=adoption.reason) if adoption.reason else ""
    lacks = text("adoption.without", reason=adoption.incomplete) if adoption.incomplete else ""
    return " ".join(filter(None, (words, why, lacks)))
