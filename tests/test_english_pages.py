"""English pages hold no Swedish that does not say so: `lang="sv"`, by which it is read aloud.

Left out: the chapters with code, whose prose is the notebooks' own.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from helpers.audit.record import Record
from helpers.context import Context
from helpers.definitions import Definitions
from helpers.paths import Workspace
from helpers.wording import texts_of

LETTERS = re.compile("[åäöÅÄÖ]")
WORDS = frozenset(
    re.findall(
        r"\w+",
        "och att det som ett är av för på till inte eller ska skall också vid alla andra efter inom mellan"
        " deras hos även varje samt där här hur vad vilka vilket vilken blir blev varit vara hade finns kan",
    )
)
SAID = ("aria-label", "title", "alt", "content")  # attributes that are read aloud
UNREAD = ("style", "script", "pre")
FILES = re.compile(r"[\w/-]+\.(?:md|csv|yaml|xlsx|se)\b|\b\S+-20\d\d-\S+")  # names of files and of vouchers
GLOSS = re.compile(r"\(([^()]*)\)")  # a Swedish term behind the English one, of the catalogue


def said(element: etree._Element, lang: str = "") -> Iterator[str]:
    """What is read of an element and is not said to be Swedish."""
    lang = element.get("lang") or lang
    if not isinstance(element.tag, str) or element.tag in UNREAD:
        return
    if lang != "sv":
        yield from (element.get(name) for name in SAID if element.get(name))
        yield element.text or ""
    for inside in element:
        yield from said(inside, lang)
        if lang != "sv":
            yield inside.tail or ""


def names(defined: Definitions) -> Iterator[str]:
    """Proper names, the same in every language: of the association, its places and municipalities."""
    yield defined.association
    for place in defined.places:
        yield from (defined.name(place), defined.label(place))
    yield from defined.areas_of_statistics.values()


def swedish(words: str, exempt: re.Pattern[str]) -> list[str]:
    """The Swedish words among some, but for what is exempt and names of files."""
    left = exempt.sub(" ", FILES.sub(" ", words))
    return [w for w in re.findall(r"[^\W\d_]+", left) if LETTERS.search(w) or w.lower() in WORDS]


@pytest.fixture(scope="module")
def exempt(english) -> re.Pattern[str]:
    """Names of places and printed accounts, and the Swedish terms that the catalogue has behind its own."""
    workspace = Workspace(english.root, "en")
    found = {
        name
        for year in (2018, 2019)
        for context in [Context.of(workspace, year)]
        for defined in (context.definitions, context.shown_definitions)
        for name in names(defined)
    }
    record = Record(workspace.published, workspace.audit)
    found |= {source.title for source in record.sources.values()}
    found |= {
        term for text in texts_of("en").values() for term in GLOSS.findall(text) if LETTERS.search(term)
    }
    return re.compile("|".join(sorted(map(re.escape, filter(None, found)), key=len, reverse=True)))


def pages(root: Path) -> list[Path]:
    found = sorted((root / "reports/en").rglob("*.html"))
    return [page for page in found if page.parent.name != "notebooks"]


def test_no_page_in_english_has_swedish_that_does_not_say_so(english, exempt) -> None:
    found = {
        (page.name, words)
        for page in pages(english.root)
        for words in said(etree.HTML(page.read_text(encoding="utf-8")))
        if swedish(words, exempt)
    }
    assert len(pages(english.root)) > 30 and sorted(found) == []


def test_swedish_that_does_not_say_so_is_seen(exempt) -> None:
    page = etree.HTML('<p lang="en">Asked: <span lang="sv">Har du fått stöd?</span> Hela året, Vännäs</p>')
    assert [words for words in said(page) if swedish(words, exempt)] == [" Hela året, Vännäs"]
    assert swedish("Umeå region of Vännäs, arsredovisning/91-mål-och.md, sus-okänd-2019-vannas", exempt) == []
    assert swedish("vad som är", exempt) == ["vad", "som", "är"]


def test_what_was_asked_stands_beside_what_it_means(english) -> None:
    page = (english.root / "reports/en/2019/vannas.html").read_text(encoding="utf-8")
    asked = '<span lang="sv">Den lokala samverkan fungerar?</span>'
    assert asked in page and "The local collaboration works?" in page
