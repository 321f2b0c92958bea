"""The accessibility statement that the law asks of a public body's pages (2018:1937; MDFFS 2019:2)."""

import datetime as dt
import re

from helpers.definitions import Definitions
from helpers.pages.blocks import paragraph, section
from helpers.pages.document import Block, Link, Notice, Paragraph, join, points
from helpers.wording import date_text, text

PAGE = "tillganglighet.html"
COMPLAINTS = "https://www.digg.se/tdosanmalan"  # the statement has to link to it
CONTACT = "del-kontakt"
FLAWS = ("data", "unheard")
TESTS = ("rules", "html", "use")


def statement(definitions: Definitions) -> Block:
    """A year's statement."""
    return written(definitions.association, definitions.contact, definitions.accessibility_reviewed)


def written(association: str, contact: str = "", reviewed: dt.date | None = None) -> Block:
    """The statement of an association; what it has not said is told as missing.

    `contact` is how to reach it, `reviewed` when it judged how accessible its pages are.
    """
    judged = (
        paragraph("accessibility.reviewed", date=date_text(reviewed))
        if reviewed
        else _wanting("accessibility.not_reviewed")
    )
    reach = Paragraph(_address(contact)) if contact else _wanting("accessibility.no_contact")
    flaws = _items([text(f"accessibility.flaw_{name}") for name in FLAWS])
    tests = _items([text(f"accessibility.test_{name}") for name in TESTS])
    return join(
        [
            Paragraph(text("accessibility.intro", association=association), "lead"),
            section(
                "del-forenlighet",
                text("accessibility.how_well"),
                paragraph("accessibility.law"),
                paragraph("accessibility.state"),
            ),
            section("del-brister", text("accessibility.flaws"), flaws, paragraph("accessibility.burden")),
            section(CONTACT, text("accessibility.report"), paragraph("accessibility.report_what"), reach),
            section(
                "del-tillsyn",
                text("accessibility.authority"),
                paragraph("accessibility.authority_what"),
                Paragraph(_address(COMPLAINTS)),
            ),
            section(
                "del-provning",
                text("accessibility.tests"),
                paragraph("accessibility.tests_how"),
                tests,
                judged,
            ),
        ]
    )


def _items(texts: list[str]) -> Block:
    return points(one for one in texts)


def _wanting(key: str) -> Block:
    return Notice(paragraph(key))


def _address(words: str) -> Block | str:
    """A way to reach someone: a web or mail address as a link, anything else as it is.

    >>> _address("0701")
    '0701'
    """
    if re.fullmatch(r"https://\S+", words):
        return Link(words, words, leads_out=True)
    if re.fullmatch(r"[^\s@]+@[^\s@]+", words):
        return Link(f"mailto:{words}", words, leads_out=True)
    return words
