"""Every page as its readers meet it: its markup, and in a browser the rules of WCAG 2.1 AA.

Narrow, dark, by keyboard and on paper.

What is read from the markup alone is always tested. The rest needs chromium, java and `make browser-tests`,
and is skipped with its reason where they are missing.
"""

import json
import os
import re
import shutil
import subprocess
from base64 import b64decode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from support import markup, paper
from support.chromium import Chromium
from support.workspaces import TESTS

from helpers.paths import REPOSITORY

HERE = TESTS / "browser"
GOOD = HERE / "good.html"
AXE = HERE / "node_modules/axe-core/axe.min.js"
VALIDATOR = HERE / "node_modules/vnu-jar/build/dist/vnu.jar"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
LONG = 200_000
BROWSERS = 2
A4 = (595, 842)


def _missing(*tools: str) -> str:
    """What is not installed, and how to get it."""
    ways = {
        "chromium": (shutil.which("chromium"), "chromium is not installed: apt-get install chromium"),
        "java": (shutil.which("java"), "java is not installed: apt-get install default-jre-headless"),
        "poppler": (shutil.which("pdftotext"), "poppler is not installed: apt-get install poppler-utils"),
        "axe-core": (AXE.exists(), "axe-core is not installed: make browser-tests"),
        "vnu-jar": (VALIDATOR.exists(), "the HTML validator is not installed: make browser-tests"),
    }
    return "; ".join(way for found, way in (ways[t] for t in tools) if not found)


def _need(*tools: str) -> None:
    if missing := _missing(*tools):
        (pytest.fail if os.environ.get("BROWSER_TESTS") == "required" else pytest.skip)(missing)


@pytest.fixture(scope="module")
def pages(clean) -> list[Path]:
    """Every page of the fixture year, and of the years that are made in the repository."""
    found = sorted(p for root in (clean.root, REPOSITORY) for p in (root / "reports").rglob("*.html"))
    assert clean.code == 0 and len(found) > 20
    return found


def _label(page: Path) -> str:
    if page.is_relative_to(REPOSITORY):
        return str(page.relative_to(REPOSITORY))
    return f"the fixture's {page.parts[-2]}/{page.name}"


def _no_faults(found: dict[Path, list[str]]) -> None:
    lines = [f"{_label(page)}: {fault}" for page, faults in found.items() for fault in faults]
    assert not lines, f"{len(lines)} faults\n" + "\n".join(lines[:100])


def _planted(old: str, new: str, folder: Path) -> Path:
    """The good page with one fault."""
    html = GOOD.read_text(encoding="utf-8")
    assert old in html
    page = folder / "planted.html"
    page.write_text(html.replace(old, new), encoding="utf-8")
    return page


# --- markup: no browser ---------------------------------------------------------------------------------


def test_every_page_is_whole_and_leads_nowhere_else(pages: list[Path]) -> None:
    _no_faults({page: markup.faults(page) for page in pages})


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (' lang="sv"', "", "lang is None"),
        ("<title>En sida utan fel</title>", "<title></title>", "no title"),
        ("default-src 'none'", "default-src *", "content security policy"),
        ('<section id="del">', '<section id="innehall">', "id 'innehall' stands 2 times"),
        ("<h1>En sida utan fel</h1>", "", "0 h1"),
        ("<h2>En del</h2>", "<h3>En del</h3>", "a level is skipped"),
        ("<h2>En del</h2>", "<h2> </h2>", "a heading without words"),
        ("<footer><p>Slut</p></footer>", "", "0 footer"),
        ("<footer>", "<nav><a href='#del'>En</a></nav><footer>", "not each with a name"),
        ("<caption>En tabell</caption>", "", "without a caption"),
        ('<th scope="row">', "<th>", "without scope"),
        (' tabindex="0"', "", "cannot be focused"),
        (' alt="Diagram: en prick"', "", "an image without a name"),
        (' aria-label="Diagram: en stapel"', "", "an image without a name"),
        ("Tillbaka", "", "without words"),
        ('src="data:image', 'src="https://exempel.se/data:image', "leads outside"),
        ("a { color", "@import url(a.css); a { color", "a style that loads"),
        ('<p><a href="#del">', '<p><a href="#finns-ej">', "a place that does not exist"),
        ('<p><a href="#del">', '<p><a href="finns-ej.html">', "what does not exist"),
        ("Mer att läsa.", "Mer att läsa. " * 100_000, "budget"),
    ],
)
def test_a_fault_in_the_markup_is_found(old: str, new: str, told: str, tmp_path: Path) -> None:
    assert markup.faults(GOOD) == []
    assert told in " ".join(markup.faults(_planted(old, new, tmp_path)))


# --- validator ------------------------------------------------------------------------------------------


def _validated(pages: list[Path]) -> dict[Path, list[str]]:
    command = [
        "java",
        "-Xss8m",
        "-jar",
        str(VALIDATOR),
        "--errors-only",
        "--format",
        "json",
        "--exit-zero-always",
        *map(str, pages),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[Path, list[str]] = {}
    for message in json.loads(done.stderr)["messages"]:
        page = Path(message.get("url", "").removeprefix("file:"))
        found.setdefault(page, []).append(f"{message['message']} (line {message.get('lastLine')})")
    return found


def test_every_page_is_valid_html(pages: list[Path]) -> None:
    _need("java", "vnu-jar")
    _no_faults(_validated(pages))


def test_invalid_html_is_found(tmp_path: Path) -> None:
    _need("java", "vnu-jar")
    planted = _planted('<p class="words">', '<p class="words" alt="x"><div></div>', tmp_path)
    found = _validated([GOOD, planted])
    assert list(found) == [planted] and len(found[planted]) >= 2


# --- browser --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    _need("chromium", "axe-core")
    with Chromium() as chromium:
        yield chromium


def _asked(browser: Chromium, page: Path) -> dict[str, list[str]]:
    """Everything a page is asked in the browser: a list of faults for each question.

    The page is opened once, as it is published. axe-core's time grows faster than a page, and vouchers and
    the audit repeat a few patterns thousands of times: of a page over LONG bytes it sees three of each
    pattern; everything else looks at the whole page.
    """
    found: dict[str, list[str]] = {}

    def ask(question: str, call: str) -> None:
        found.setdefault(question, []).extend(browser.run(f"probe.{call}"))

    browser.media()
    browser.window(1280, 1024)
    browser.open(page)
    browser.run((HERE / "probe.js").read_text(encoding="utf-8") + "\nglobalThis.probe = probe; 0")
    browser.press("Tab")
    ask("keyboard", "skipLink()")
    if not found["keyboard"]:
        browser.press("Enter", "\r")
        browser.press("Tab")
        ask("keyboard", "skipped()")
    ask("keyboard", "focus()")
    ask("spacing", "fitsSpaced()")
    browser.window(320, 256)  # 1280 x 1024 at 400 %
    ask("reflow", "fits()")
    ask("reflow", "scrollBoxes()")
    browser.media("print")
    ask("print", "printed()")
    browser.media(forced_colors="active")
    ask("forced colours", "words()")
    browser.window(1280, 1024)
    if page.stat().st_size > LONG:
        browser.run("probe.thin()")
    browser.run(AXE.read_text(encoding="utf-8") + "\n0")
    for scheme in ("light", "dark"):
        browser.media(prefers_color_scheme=scheme)
        assert browser.run(f"matchMedia('(prefers-color-scheme: {scheme})').matches")
        result = browser.run(f"probe.rules({json.dumps(TAGS)})")
        found[scheme] = result["violations"] + browser.run("probe.chartWords()")
        found.setdefault("undecided", []).extend(f"{scheme}: {line}" for line in result["incomplete"])
    return found


def _asked_each(pages: list[Path]) -> dict[Path, dict[str, list[str]]]:
    with Chromium() as browser:
        return {page: _asked(browser, page) for page in pages}


@pytest.fixture(scope="module")
def answers(pages: list[Path]) -> dict[Path, dict[str, list[str]]]:
    """What every page of two whole runs answered, asked by several browsers at once.

    The fixture's year, which has what a year can have, and the newest shipped one; markup, ids and the
    validator read every page of every year.
    """
    _need("chromium", "axe-core")
    newest = max(p for p in (REPOSITORY / "reports").iterdir() if p.is_dir())
    asked = [p for p in pages if not p.is_relative_to(REPOSITORY) or p.is_relative_to(newest)]
    by_weight = sorted(asked, key=lambda p: -p.stat().st_size)
    with ThreadPoolExecutor(BROWSERS) as pool:
        parts = pool.map(_asked_each, [by_weight[i::BROWSERS] for i in range(BROWSERS)])
        return {page: found for part in parts for page, found in part.items()}


@pytest.mark.parametrize(
    "question", ["light", "dark", "undecided", "reflow", "spacing", "keyboard", "print", "forced colours"]
)
def test_every_page_in_a_browser(question: str, answers: dict) -> None:
    """`light` and `dark` are axe-core's rules; what it leaves `undecided` is decided here: none is left."""
    _no_faults({page: found[question] for page, found in answers.items()})


@pytest.mark.parametrize(
    ("old", "new", "question", "told"),
    [
        (' alt="Diagram: en prick"', "", "light", "image-alt"),
        (' lang="sv"', "", "light", "html-has-lang"),
        ("color: #1b2430;", "color: #aaaaaa;", "light", "color-contrast"),
        (".on { fill: #ffffff", ".on { fill: #333333", "light", "in a chart"),
        (".off { fill: currentcolor", ".off { fill: #222222", "dark", "in a chart"),
        ("color: #eeeeee;", "color: #444444;", "dark", "color-contrast"),
        (
            '<p class="words">',
            '<p class="words" style="width: 400px">',
            "reflow",
            "416 px in a window of 320 px: <p",
        ),
        (
            ".scroll {",
            ".words { width: 2em; overflow: hidden; white-space: nowrap; } .scroll {",
            "reflow",
            "cut off",
        ),
        (
            ".scroll {",
            ".words { height: 1.2em; line-height: 1.2; overflow: hidden; } .scroll {",
            "spacing",
            "cut off",
        ),
        (' tabindex="0"', "", "reflow", "cannot reach"),
        (' role="group" aria-label="En tabell"', "", "reflow", "without role and name"),
        (
            '<p class="words">',
            '<p class="words scroll" tabindex="0" role="group" aria-label="x" '
            'style="white-space: nowrap; font-size: 3rem">',
            "reflow",
            "prose",
        ),
        ("a { color", "a:focus { outline: none; } a { color", "keyboard", "no visible focus"),
        (
            '<a class="skip" href="#innehall">Till innehållet</a>',
            '<a href="good.html">Hem</a>',
            "keyboard",
            "no skip link",
        ),
        ('class="skip" href="#innehall"', 'class="skip" href="#finns-ej"', "keyboard", "leads nowhere"),
        ("<header>", '<header id="innehall">', "keyboard", "does not skip"),
        (".skip:focus { left: 1rem; }", "", "keyboard", "not seen"),
        ("details::details-content { content-visibility: visible; }", "", "print", "not printed"),
        (">Målet har uppnåtts<", "><", "forced colours", "without words"),
        (
            '<p class="words">',
            '<div style="background: #060; width: 3em; height: 1em"></div><p class="words">',
            "forced colours",
            "coloured area",
        ),
    ],
)
def test_a_fault_in_the_browser_is_found(
    browser: Chromium, old: str, new: str, question: str, told: str, tmp_path: Path
) -> None:
    found = _asked(browser, _planted(old, new, tmp_path))
    assert re.search(told, " ".join(found[question])), found


def test_a_page_without_faults_has_none(browser: Chromium) -> None:
    assert not any(_asked(browser, GOOD).values())


def _paper(browser: Chromium, page: Path) -> list[tuple[int, int]]:
    """The size of each printed page, in points."""
    browser.media()
    browser.open(page)
    pdf = b64decode(browser.call("Page.printToPDF", preferCSSPageSize=True)["data"])
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    return [(round(float(w)), round(float(h))) for w, h in boxes]


def test_accounts_are_printed_on_a4(browser: Chromium, pages: list[Path], tmp_path: Path) -> None:
    accounts = [
        p
        for p in pages
        if p.name in ("ungdomstorget.html", "forbundet.html") and p.parent.parent.name == "reports"
    ]
    for page in [GOOD, *accounts]:
        assert set(_paper(browser, page)) == {A4}, _label(page)
    assert set(_paper(browser, _planted("size: A4", "size: A5", tmp_path))) != {A4}


# How many screens of 1280 x 800 and of 390 x 844 a reader has to scroll through.
INDEX, ASSOCIATION, ECONOMY, ANNUAL, PLATFORM, NO_DATA, AUDIT, VOUCHERS = (
    (1.5, 2.9),
    (10, 15),
    (8.5, 11.5),
    (17, 24),  # a document to sign, whole: every statement and text stands on it
    (8, 14.1),
    (1, 1.2),
    (25, 48),
    (3.5, 5),
)


def _most(page: Path) -> tuple[float, float] | None:
    """How long a page may be; None for what only those who check read through."""
    if page.parent.name == "verifikationer":
        return VOUCHERS
    if page.parent.name == "notebooks" or page.stem.startswith(
        ("leverans-", "tillganglighet", "granskning-")
    ):
        return None
    if page.stem.endswith("-bilaga"):
        return None
    named = {"index": INDEX, "forbundet": ASSOCIATION, "granskning": AUDIT, "forbundet-08-ekonomi": ECONOMY}
    named |= {"arsredovisning": ANNUAL}
    is_empty = not paper.has_data(markup.parse(page.read_text(encoding="utf-8")))
    return named.get(page.stem, NO_DATA if is_empty else PLATFORM)


def _too_long(browser: Chromium, page: Path, voucher: str = "") -> list[str]:
    most = _most(page)
    if most is None:
        return []
    took = paper.screens(browser, page, voucher)
    where = zip(("1280 x 800", "390 x 844"), took, most, strict=True)
    return [
        f"{screens} screens of {window}, at most {limit}"
        for window, screens, limit in where
        if screens > limit
    ]


def _two_runs(pages: list[Path]) -> list[Path]:
    """The pages of the fixture's year and of the newest shipped one."""
    newest = max(p for p in (REPOSITORY / "reports").iterdir() if p.is_dir())
    return [p for p in pages if not p.is_relative_to(REPOSITORY) or p.is_relative_to(newest)]


def test_no_page_is_longer_than_a_reader_is_patient(browser: Chromium, pages: list[Path]) -> None:
    _no_faults({page: _too_long(browser, page) for page in _two_runs(pages)})


def test_a_page_that_is_too_long_is_found(browser: Chromium, tmp_path: Path) -> None:
    tall = f"<p style='height: {ASSOCIATION[0] * 800 + 1000}px'></p><footer>"
    long = _planted("<footer>", tall, tmp_path).rename(tmp_path / "forbundet.html")
    assert [told.split(" of ")[1][:10] for told in _too_long(browser, long)] == ["1280 x 800"]


def test_no_sheet_is_torn(browser: Chromium, pages: list[Path]) -> None:
    _need("poppler")
    read = [p for p in _two_runs(pages) if _most(p) and p.parent.name != "verifikationer"]
    _no_faults({page: paper.torn(page, paper.sheets(browser, page)) for page in read})


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("<h2>En del</h2>", "<h2 style='break-after: page'>En del</h2>", "a title"),
        ("<tbody><tr>", "<tbody><tr style='break-before: page'>", "a head"),
        ("<footer>", "<footer style='break-before: page'>", "a footer alone"),
    ],
)
def test_a_torn_sheet_is_found(browser: Chromium, old: str, new: str, told: str, tmp_path: Path) -> None:
    _need("poppler")
    assert paper.torn(GOOD, paper.sheets(browser, GOOD)) == []
    planted = _planted(old, new, tmp_path)
    assert any(told in fault for fault in paper.torn(planted, paper.sheets(browser, planted)))
