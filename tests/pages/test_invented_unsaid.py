"""No sentence of the shipped years' pages rests on what is invented: every document walked, 2017 to 2019."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.workspaces import documents_of

from helpers import definitions
from helpers.facts import Fact, Facts
from helpers.language.words import Printed, Words
from helpers.pages import document as d
from helpers.paths import REPOSITORY
from helpers.wording import voucher_number

Binder = dict[tuple[str, str], Fact]  # the place whose binder holds a voucher, and its number
YEARS = (2017, 2018, 2019)


def sentences(content: d.Content) -> Iterator[d.Content]:
    """What is said in a page: paragraphs, titles, findings, and points and values that end as a sentence.

    A table's cells and what a chart draws, also where it is told in words, are figures with their labels.
    """
    if isinstance(content, d.Paragraph | d.Heading):
        yield content.content
    elif isinstance(content, d.Points):
        yield from (item for item in content.items if text_of(item).endswith("."))
    elif isinstance(content, d.Terms):
        yield from (value for _, value in content.items if text_of(value).endswith("."))
    elif isinstance(content, d.Table):
        yield content.caption
    elif isinstance(content, d.Chart):
        yield from (content.finding, content.subtitle)
    elif isinstance(content, d.Block):
        for part in content.inside():
            yield from sentences(part)


def figures(content: d.Content) -> Iterator[Printed]:
    if isinstance(content, Words):
        yield from content.figures
    elif isinstance(content, d.Block):
        for part in content.inside():
            yield from figures(part)


def text_of(content: d.Content) -> str:
    if isinstance(content, d.Block):
        return " ".join(map(text_of, content.inside()))
    return (content.plain if isinstance(content, Words) else content).strip()


def said_on_invented(pages: list[d.Content], known: Binder) -> tuple[int, list[str]]:
    """How many sentences print a fact, and those that print an invented one."""
    told, wrong = 0, []
    for page in pages:
        for sentence in sentences(page):
            printed = [known[f.place, f.number] for f in figures(sentence) if f.number]
            told += bool(printed)
            if any(fact.is_invented for fact in printed):
                wrong.append(text_of(sentence))
    return told, wrong


@pytest.fixture
def binder(shipped_facts: dict[int, Facts]) -> Binder:
    return {(f.platform, voucher_number(f)): f for facts in shipped_facts.values() for f in facts}


@pytest.mark.parametrize("year", YEARS)
def test_no_sentence_rests_on_what_is_invented(
    shipped_tables: dict[int, Path], binder: Binder, monkeypatch: pytest.MonkeyPatch, year: int
) -> None:
    monkeypatch.setenv("SOCIALT_BOKSLUT_WORKSPACE", str(shipped_tables[year].parents[2]))
    defined = definitions.load(REPOSITORY / f"data/definitions/{year}.yaml")
    pages: list[d.Content] = []
    for place in (*defined.platform_ids, *defined.whole_ids):
        pages += documents_of("3_platform", monkeypatch, year=year, platform=place)
    for name in ("4_association", "6_index", "8_board"):
        pages += documents_of(name, monkeypatch, year=year)
    told, wrong = said_on_invented(pages, binder)
    assert wrong == [] and told > 50, wrong
    cells = {f.number for page in pages for f in figures(page) if f.number}
    assert any(fact.is_invented for (_, number), fact in binder.items() if number in cells)  # they are shown


def test_a_sentence_on_what_is_invented_is_found(binder: Binder) -> None:
    place, number = next(key for key, fact in binder.items() if fact.is_invented)
    figure = Words((Printed("12", place, number), " personer."))
    told = [
        d.Paragraph(figure),
        d.Section(d.points([figure])),
        d.Terms((("Antal", figure),)),
        d.table(figure, ["", "Antal"], []),
    ]
    assert said_on_invented(told, binder) == (4, ["12 personer."] * 4)
    assert said_on_invented([d.table("Antal", ["", ""], [["x", figure]])], binder) == (0, [])
