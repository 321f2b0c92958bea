"""The accessibility statement that the law asks of a public body's pages (2018:1937; MDFFS 2019:2)."""

import datetime as dt
import re

from helpers.definitions import Definitions
from helpers.pages.blocks import paragraph, section
from helpers.pages.elements import Html, element, join
from helpers.wording import date_text, text

PAGE = "tillganglighet.html"
COMPLAINTS = "https://www.digg.se/tdosanmalan"  # the statement has to link to it
CONTACT = "del-kontakt"
FLAWS = ("data", "unheard")
TESTS = ("rules", "html", "use")


def statement(definitions: Definitions) -> Html:
    """A year's statement."""
    return written(definitions.association, definitions.contact, definitions.accessibility_reviewed)


def written(association: str, contact: str = "", reviewed: dt.date | None = None) -> Html:
    """The statement of an association; what it has not said is told as missing.

    `contact` is how to reach it, `reviewed` when it judged how accessible its pages are.
    """
    judged = (
        paragraph("accessibility.reviewed", date=date_text(reviewed))
        if reviewed
        else _wanting("accessibility.not_reviewed")
    )
    reach = element("p", _address(contact)) if contact else _wanting("accessibility.no_contact")
    flaws = _items([text(f"accessibility.flaw_{name}") for name in FLAWS])
    tests = _items([text(f"accessibility.test_{name}") for name in TESTS])
    return join(
        [
            element("p", text("accessibility.intro", association=association), class_="lead"),
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
                element("p", _address(COMPLAINTS)),
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


def _items(texts: list[str]) -> Html:
    return element("ul", join([element("li", one) for one in texts]))


def _wanting(key: str) -> Html:
    return element("div", paragraph(key), class_="notice", role="note")


def _address(words: str) -> Html | str:
    """A way to reach someone: a web or mail address as a link, anything else as it is.

    >>> print(_address("namn@exempel.se"))
    <a href="mailto:namn@exempel.se">namn@exempel.se</a>
    """
    if re.fullmatch(r"https://\S+", words):
        return element("a", words, href=words)
    if re.fullmatch(r"[^\s@]+@[^\s@]+", words):
        return element("a", words, href=f"mailto:{words}")
    return words
