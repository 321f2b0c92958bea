"""How long a page is on a screen, and what its printed sheets say: Chromium's own paper, read by poppler."""

import re
import subprocess
import tempfile
from base64 import b64decode
from pathlib import Path

from support.chromium import Chromium
from support.markup import Element, parse

DESKTOP, PHONE = (1280, 800), (390, 844)


def screens(browser: Chromium, page: Path, voucher: str = "") -> tuple[float, float]:
    """How many windows a page fills on a desk and in a hand, to one decimal."""
    found = []
    browser.media()
    for width, height in (DESKTOP, PHONE):
        browser.window(width, height)
        browser.open(page, voucher)
        browser.run("document.fonts.ready.then(() => 0)")
        found.append(round(browser.run("document.documentElement.scrollHeight") / height, 1))
    return found[0], found[1]


def sheets(browser: Chromium, page: Path, voucher: str = "") -> list[list[str]]:
    """The lines of each printed sheet."""
    browser.media()
    browser.open(page, voucher)
    pdf = b64decode(browser.call("Page.printToPDF", preferCSSPageSize=True)["data"])
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        told = subprocess.run(["pdftotext", "-layout", file.name, "-"], capture_output=True, check=True)
    sheets = told.stdout.decode().split("\f")[:-1]
    return [[line for raw in sheet.splitlines() if (line := _plain(raw))] for sheet in sheets]


def torn(page: Path, printed: list[list[str]]) -> list[str]:
    """Where a printer tears apart what belongs together: a footer or a head without what it is of."""
    whole = parse(page.read_text(encoding="utf-8"))
    footer = {_plain(e.text) for e in whole.all("footer")}
    titles = {_plain(e.text) for e in whole.all("h2", "h3", "h4", "caption", "summary")}
    drawn = {_plain(e.written) for e in whole.all("text", "tspan")}
    heads = [set(_plain(e.words).split()) for e in whole.all("thead")]
    found = []
    for number, lines in enumerate(printed, 1):
        if not [line for line in lines if not any(line in words for words in footer)]:
            found.append(f"sheet {number} holds a footer alone")
        elif number == len(printed) or lines[-1] in drawn:
            continue
        elif alone := _without_body(lines[-1], titles, heads):
            found.append(f"sheet {number} ends with {alone}: {lines[-1]}")
    return found


def _without_body(last: str, titles: set[str], heads: list[set[str]]) -> str:
    if last in titles:
        return "a title"
    words = set(last.split())
    return "a head" if words and any(words <= head for head in heads) else ""


def _plain(words: str) -> str:
    """Words without soft hyphens and runs of space."""
    return re.sub(r"\s+", " ", words.replace("\u00ad", "")).strip()


def has_data(page: Element) -> bool:
    """Whether a page prints any figure of the year: it has a table or a chart."""
    return any(True for _ in page.all("table", "svg"))
