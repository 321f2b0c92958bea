"""The pages over many associations, `ROOT/national/reports/`: made of what is gathered, nothing else."""

from collections.abc import Iterable
from pathlib import Path

from helpers.chapters.page import Page
from helpers.chapters.render import Cover
from helpers.editions import EVERYONE, Edition
from helpers.facts import Facts
from helpers.machine.whole import write_whole
from helpers.pages import national_coverage, national_themes
from helpers.pages.document import Block
from helpers.pages.nation import Nation
from helpers.pages.national_coverage import COVERAGE_PAGE, OUTCOMES_PAGE, SURVEYS_PAGE
from helpers.runs import national_facts
from helpers.wording import text

INDEX = "index.html"
PAGES = {
    INDEX: ("national.title", national_coverage.index),
    OUTCOMES_PAGE: ("national.way.outcomes", national_themes.outcomes),
    SURVEYS_PAGE: ("national.way.surveys", national_themes.surveys),
    COVERAGE_PAGE: ("national.way.coverage", national_coverage.coverage),
}


def make(root: Path, years: Iterable[int]) -> list[Path]:
    """Count the nation's facts of what is gathered and write the pages that print them: where they are."""
    wanted = sorted(years)
    national_facts.nation(root, wanted)
    nation = read(root, wanted)
    folder = root / national_facts.NATIONAL / "reports"
    written = []
    for name, (title, content) in PAGES.items():
        write_whole(folder / name, _page(nation, text(title), content(nation), name).html())
        written.append(folder / name)
    return written


def read(root: Path, years: Iterable[int]) -> Nation:
    """What is gathered and counted of some years, as pages ask for it."""
    facts = national_facts.facts(root)
    known = {year: facts.get(year, Facts(())) for year in years}
    gathered = national_facts.gathered(root)
    mine = gathered[gathered["year"].isin(list(known))]
    return Nation(known, mine, national_facts.measures(root), national_facts.coverage(root))


def _page(nation: Nation, title: str, content: Block, name: str) -> Page:
    home = "" if name == INDEX else INDEX
    edition = Edition(EVERYONE)
    cover = Cover(
        text("national.owner"),
        nation.span,
        title,
        home,
        has_statement=False,
        has_status=False,
        edition=edition,
    )
    return Page.of(content, cover)
