"""The accessibility statement says what the law asks for, and nothing the association has not said."""

import re
from pathlib import Path

import pytest
from support import markup
from support.clean_tables import FIXTURE_DEFINITIONS

from helpers import definitions
from helpers.chapters import render
from helpers.chapters.page import Page
from helpers.definitions import Definitions
from helpers.pages import accessibility
from helpers.pages.document import Content
from helpers.pages.html import written
from helpers.reading.strict_yaml import DefinitionError
from helpers.wording import text

DEFINED = FIXTURE_DEFINITIONS.read_text(encoding="utf-8")


def _defined(folder: Path, more: str = "") -> Definitions:
    path = folder / "2019.yaml"
    path.write_text(more + DEFINED, encoding="utf-8")
    return definitions.load(path)


def _words(content: Content) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", written(content)).split())


def test_it_says_what_the_law_asks_for(tmp_path: Path) -> None:
    defined = _defined(
        tmp_path, "contact: https://exempel.se/tillganglighet\naccessibility_reviewed: 2020-03-20\n"
    )
    content = accessibility.statement(defined)
    words = _words(content)
    for asked in (
        defined.association,
        "(2018:1937)",
        "EN 301 549",
        "WCAG 2.1, nivå AA",
        "MDFFS 2019:2",
        "delvis förenliga",
        "oskäligt betungande",
        "självskattning",
        "axe-core",
        "anmäla det till Digg",
        "2020-03-20",
    ):
        assert asked in words, asked
    assert re.findall(r'href="([^"]+)"', written(content)) == [
        "https://exempel.se/tillganglighet",
        accessibility.COMPLAINTS,
    ]
    assert "saknas ett sätt" not in words and "inte angivet" not in words


def test_what_the_association_has_not_said_is_told_as_missing(tmp_path: Path) -> None:
    content = accessibility.statement(_defined(tmp_path))
    words = _words(content)
    assert "Kontaktuppgift saknas ännu" in words and "Datum för bedömningen är inte angivet" in words
    assert not re.search(r"@|\d{4}-\d\d-\d\d", words) and re.findall(r'href="([^"]+)"', written(content)) == [
        accessibility.COMPLAINTS
    ]


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        (
            "tillganglighet@exempel.se",
            '<a href="mailto:tillganglighet@exempel.se">tillganglighet@exempel.se</a>',
        ),
        ("Fråga kansliet <i>på plats</i>", "<p>Fråga kansliet &lt;i&gt;på plats&lt;/i&gt;</p>"),
        ("javascript:alert(1)", "<p>javascript:alert(1)</p>"),
    ],
)
def test_a_contact_is_a_link_only_when_it_is_an_address(contact: str, shown: str) -> None:
    assert shown in written(accessibility.written("Ett förbund", contact))


def test_a_date_that_is_no_date_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"2019.yaml:1: accessibility_reviewed"):
        _defined(tmp_path, "accessibility_reviewed: i våras\n")


def test_its_page_is_whole(tmp_path: Path) -> None:
    (tmp_path / "index.html").touch()
    defined = _defined(tmp_path, "contact: https://exempel.se/tillganglighet\n")
    path = tmp_path / accessibility.PAGE
    cover = render.Cover(defined.association, 2019, text("accessibility.title"))
    path.write_bytes(Page.of(accessibility.statement(defined), cover).html())
    assert markup.faults(path) == []
