"""The portal leads to what stands, shows goals over years where like is like, and finds printed figures."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from support.workspaces import new_workspace, report

from helpers.context import Context
from helpers.pages import portal_page
from helpers.pages.document import Table
from helpers.pages.portal_page import StandingYear
from helpers.pages.said import said
from helpers.pages.years import Report
from helpers.paths import Workspace
from helpers.runs import portal


@pytest.fixture(scope="module")
def root(clean, tmp_path_factory) -> Path:
    """The finished fixture with its 2018 made too, and the page over both."""
    root = new_workspace(tmp_path_factory.mktemp("portal"), clean.root)
    assert report(root, "2018").returncode == 0
    portal.make(Workspace(root), lambda _: None)
    return root


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "reports" / "index.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def held(page: str) -> dict:
    """What the page's script writes the rows of the search from."""
    return json.loads(re.search(r'<script type="application/json">(.*?)</script>', page, re.S)[1])


def ways_of(held: dict) -> Iterator[str]:
    """Where the script has the figures lead."""
    for place, _, number, *values in held["rows"]:
        id_, _, binder = held["places"][place]
        for year, value in zip(held["years"], values, strict=True):
            words, own = (value, number) if isinstance(value, str) else value
            if words:
                yield f"{year}/{binder}#{own.replace('~', f'-{year}-{id_}')}"


def test_every_way_of_the_portal_leads_to_something_that_stands(root: Path, page: str, held: dict) -> None:
    found = [way for way in re.findall(r'href="([^"]+)"', page) if not way.startswith("#")]
    ways = [*found, *ways_of(held)]
    assert len(found) > 10 and len(ways) > 200
    pages: dict[str, str] = {}
    for name, _, place in (way.partition("#") for way in ways):
        if name not in pages:
            pages[name] = (root / "reports" / name).read_text(encoding="utf-8")
        assert not place or f'id="{place}"' in pages[name], (name, place)


def test_the_last_year_stands_first_and_each_year_says_where_it_stands(page: str) -> None:
    words = unescape(re.sub(r"<[^>]+>", " ", page))
    assert re.search(r"2019\s+Inte fastställt av styrelsen\..*2018\s+Inte fastställt", words, re.S)


def test_a_figure_that_a_page_prints_is_found_beside_last_years(root: Path, held: dict) -> None:
    (row,) = (
        cells
        for place, _, number, *cells in held["rows"]
        if held["places"][place][0] == "vannas" and number == "total~"
    )
    both = [
        Report.load(Context.of(Workspace(root), year)).now.facts.get("vannas", "total")
        for year in (2019, 2018)
    ]
    assert row == [str(fact.value) if fact.ok else "" for fact in both] and row[0]


def test_a_places_page_leads_to_its_other_years_and_they_back(root: Path, page: str) -> None:
    for year in ("2018", "2019"):
        folder = root / "reports" / year
        assert 'href="../index.html"' in (folder / "index.html").read_text(encoding="utf-8")
        for place in ("vannas", "forbundet", "kranskommunerna"):
            assert f'href="../index.html#{place}"' in (folder / f"{place}.html").read_text(encoding="utf-8")
    line = re.search(r'<div id="vannas">.*?</div>', page, re.S)[0]
    assert re.findall(r'href="(.*?)"', line) == ["2019/vannas.html", "2018/vannas.html"]


def test_a_year_that_is_made_is_on_the_page_and_one_that_hinders_it_is_told(clean, tmp_path: Path) -> None:
    root = new_workspace(tmp_path, clean.root)
    page, definitions = root / "reports" / "index.html", root / "data/definitions/2019.yaml"
    assert "2019/vannas.html" in page.read_text(encoding="utf-8")  # `make report` alone has made it
    kept = definitions.read_bytes()
    definitions.write_text("a: [", encoding="utf-8")
    lines: list[str] = []
    portal.follow(Workspace(root), lines.append)
    assert "2019.yaml:1" in lines[0] and page.is_file()
    definitions.write_bytes(kept)
    page.unlink()
    assert report(root).returncode == 0 and page.is_file()  # though the year itself has not changed


def test_the_same_page_comes_again(root: Path, page: str) -> None:
    portal.make(Workspace(root), lambda _: None)
    assert (root / "reports" / "index.html").read_text(encoding="utf-8") == page


def test_where_no_year_stands_it_says_so_and_makes_nothing(workspace: Workspace) -> None:
    lines: list[str] = []
    assert portal.make(workspace, lines.append) is None
    assert "make report" in lines[0] and not (workspace.root / "reports" / "index.html").exists()


def test_a_goal_is_followed_back_only_while_like_is_like(shipped_tables) -> None:
    """Question 4.10 of 2019 was asked in 2018 and not so in 2017; 4.11 in all three (breaks.yaml)."""
    workspace = Workspace(shipped_tables[2019].parents[2])
    years = [
        StandingYear(Report.load(Context.of(workspace, year)), "", "", {}, {}) for year in (2019, 2018, 2017)
    ]
    tables = [b for b in blocks(portal_page.content(years)) if isinstance(b, Table)]
    of = next(t for t in tables if t.caption == "Mål och utfall per år, Ungdomstorget")
    rows = {said([row[0]]).sentences[0] if said([row[0]]).sentences else row[0]: row[1:] for row in of.body}
    asked = next(cells for name, cells in rows.items() if "4.10" in str(name))
    assert asked[2] == "–" and asked[1] != "–"
    assert "–" not in next(cells for name, cells in rows.items() if "4.11" in str(name))


def blocks(content):
    yield content
    for part in getattr(content, "inside", lambda: ())():
        yield from blocks(part)
