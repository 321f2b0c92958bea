"""What every page must be, read from its markup alone by Python. Each rule tells its faults in words."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from helpers.pages.accessibility import COMPLAINTS, CONTACT

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
KILOBYTE = 1000
# A reader on a slow mobile connection (1.6 Mbit/s) has an account after five seconds at most; vouchers and
# the audit, which are looked up one figure at a time by those who check, after twenty.
BUDGET, BUDGET_OF_WORKINGS = 1000 * KILOBYTE, 4000 * KILOBYTE


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    parent: "Element | None" = None
    children: "list[Element | str]" = field(default_factory=list)

    def all(self, *tags: str) -> "Iterator[Element]":
        """The elements below, in the page's order; with `tags` only those."""
        for child in self.children:
            if isinstance(child, Element):
                if not tags or child.tag in tags:
                    yield child
                yield from child.all(*tags)

    @property
    def text(self) -> str:
        """The words inside, images by their alternative text; what is hidden from everyone is left out."""
        parts = []
        for child in self.children:
            if isinstance(child, str):
                parts.append(child)
            elif "hidden" not in child.attributes and child.attributes.get("aria-hidden") != "true":
                parts.append(child.attributes.get("aria-label") or child.attributes.get("alt") or child.text)
        return " ".join("".join(parts).split())

    @property
    def written(self) -> str:
        """Every character of text inside, as it stands."""
        return "".join(child if isinstance(child, str) else child.written for child in self.children)

    @property
    def words(self) -> str:
        """The words inside but those of styles and scripts.

        Elements are apart from each other unless they are links or spans.
        """
        return " ".join(self._told().split())

    def _told(self) -> str:
        parts = []
        for child in self.children:
            if isinstance(child, str):
                parts.append("" if self.tag in ("style", "script") else child)
            else:
                apart = "" if child.tag in ("a", "span") else " "
                parts += [apart, child._told(), apart]
        return "".join(parts)

    @property
    def tags(self) -> "list[tuple[str, dict[str, str]]]":
        """Every tag inside with its attributes, in the page's order."""
        return [(e.tag, e.attributes) for e in self.all()]

    def above(self) -> "Iterator[Element]":
        if self.parent:
            yield self.parent
            yield from self.parent.above()

    def __str__(self) -> str:
        named = "".join(
            f' {k}="{self.attributes[k][:60]}"'
            for k in ("id", "class", "href", "src")
            if self.attributes.get(k)
        )
        return f"<{self.tag}{named}> {self.text[:40]!r}"


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self.here = Element("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {k: v or "" for k, v in attrs}, self.here)
        self.here.children.append(element)
        if tag not in VOID:
            self.here = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        open_ = next((e for e in [self.here, *self.here.above()] if e.tag == tag), None)
        self.here = (open_.parent if open_ else None) or self.here

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)


def parse(html: str) -> Element:
    builder = _Builder()
    builder.feed(html)
    return builder.root


EXPLAINED = ("th", "caption", "h1", "h2", "h3", "nav", "figcaption", "header", "footer", "blockquote")
EXPLAINED += ("title", "style", "script", "svg", "pre")


def bare_words(html: str) -> list[str]:
    """Words of a finished page with figures that stand in no voucher link, label or declared text."""
    found = []
    for element in [page := parse(html), *page.all()]:
        around = [element, *element.above()]
        if not any(e.tag in EXPLAINED or e.attributes.get("class") in ("v", "declared") for e in around):
            found += [c for c in element.children if isinstance(c, str) and re.search(r"\d", c)]
    return found


def leads(html: str) -> set[tuple[str, str]]:
    """The vouchers that a finished page leads to: the place whose binder holds one, and its number."""
    to = [a.attributes["href"] for a in parse(html).all("a") if a.attributes.get("class") == "v"]
    return {(Path(urlsplit(href).path).stem, urlsplit(href).fragment) for href in to}


@cache
def ids_of(path: Path) -> frozenset[str]:
    return frozenset(re.findall(r'\sid="([^"]+)"', path.read_text(encoding="utf-8")))


def _name(element: Element, ids: dict[str, Element]) -> str:
    """An element's own name: aria-label, what aria-labelledby points at, alt, or an svg's title."""
    labels = [ids[i].text for i in element.attributes.get("aria-labelledby", "").split() if i in ids]
    titles = [c.text for c in element.children if isinstance(c, Element) and c.tag == "title"]
    return " ".join(
        [element.attributes.get("aria-label", ""), element.attributes.get("alt", ""), *labels, *titles]
    ).strip()


def _whole(page: Element, ids: dict[str, Element]) -> Iterator[str]:
    html = next(page.all("html"), Element("", {}))
    if html.attributes.get("lang") != "sv":
        yield f"lang is {html.attributes.get('lang')!r}, not 'sv'"
    if not [t for t in page.all("title") if t.text and t.parent and t.parent.tag == "head"]:
        yield "no title"
    policies = [
        m.attributes.get("content", "")
        for m in page.all("meta")
        if m.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    if len(policies) != 1 or "default-src 'none'" not in policies[0]:
        yield "no content security policy that starts from nothing"
    for id_, times in Counter(e.attributes["id"] for e in page.all() if "id" in e.attributes).items():
        if times > 1:
            yield f"id {id_!r} stands {times} times"


def _headings(page: Element, ids: dict[str, Element]) -> Iterator[str]:
    headings = list(page.all("h1", "h2", "h3", "h4", "h5", "h6"))
    if (number := sum(h.tag == "h1" for h in headings)) != 1:
        yield f"{number} h1"
    level = 0
    for heading in headings:
        if not heading.text:
            yield f"a heading without words: {heading}"
        if int(heading.tag[1]) > level + 1:
            yield f"a level is skipped before {heading}"
        level = int(heading.tag[1])


def _landmarks(page: Element, ids: dict[str, Element]) -> Iterator[str]:
    body = next(page.all("body"), page)
    mine = [c.tag for c in body.children if isinstance(c, Element)]
    for tag in ("header", "main", "footer"):
        if mine.count(tag) != 1:
            yield f"{mine.count(tag)} {tag} in the body"
    for tag in ("nav", "aside"):
        names = [_name(e, ids) for e in page.all(tag)]
        if len(names) > 1 and (not all(names) or len(set(names)) < len(names)):
            yield f"several {tag} and not each with a name of its own: {names}"


def _tables(page: Element, ids: dict[str, Element]) -> Iterator[str]:
    for table in page.all("table"):
        caption = next(table.all("caption"), None)
        if caption is None or not caption.text:
            yield f"a table without a caption: {table}"
        headers = list(table.all("th"))
        if not headers:
            yield f"a table without header cells: {table}"
        for cell in headers:
            if cell.attributes.get("scope") not in ("col", "row", "colgroup", "rowgroup"):
                yield f"a header cell without scope: {cell} in {caption}"
    for box in page.all():
        if "scroll" in box.attributes.get("class", "").split() and not (
            box.attributes.get("tabindex") == "0" and box.attributes.get("role") and _name(box, ids)
        ):
            yield f"a scroll box that cannot be focused or has no name: {box}"


def _images_and_links(page: Element, ids: dict[str, Element]) -> Iterator[str]:
    for image in page.all("img", "svg"):
        hidden = any(e.attributes.get("aria-hidden") == "true" for e in [image, *image.above()])
        if not hidden and not (
            _name(image, ids) and (image.tag == "img" or image.attributes.get("role") == "img")
        ):
            yield f"an image without a name: {image}"
    for link in page.all("a", "button"):
        if "hidden" not in link.attributes and not (link.text or _name(link, ids)):
            yield f"a link or button without words: {link}"


def _outside(page: Element, ids: dict[str, Element]) -> Iterator[str]:
    allowed = {COMPLAINTS} | {
        a.text for a in page.all("a") if any(e.attributes.get("id") == CONTACT for e in a.above())
    }
    for element in page.all():
        for attribute in (
            "src",
            "href",
            "xlink:href",
            "srcset",
            "action",
            "data",
            "poster",
            "style",
            "content",
        ):
            value = element.attributes.get(attribute, "")
            if re.search(r"(^\s*|[\s(,'\"])(https?:)?//", value) and not (
                element.tag == "a" and value in allowed
            ):
                yield f"{attribute} leads outside: {value[:80]}"
        if element.tag == "style" and re.search(
            r"https?://|@import|url\((?!['\"]?data:)", "".join(map(str, element.children))
        ):
            yield "a style that loads something"


RULES = (_whole, _headings, _landmarks, _tables, _images_and_links, _outside)


def _links(page: Element, path: Path) -> Iterator[str]:
    """Links to a file or place that does not exist."""
    for link in page.all("a", "area", "use"):
        href = link.attributes.get("href", "")
        if not href or urlsplit(href).scheme:
            continue
        target = (path.parent / unquote(urlsplit(href).path)).resolve() if urlsplit(href).path else path
        place = urlsplit(href).fragment
        if not target.is_file():
            yield f"a link to what does not exist: {href}"
        elif place and target.suffix == ".html" and not {place, unquote(place)} & ids_of(target):
            yield f"a link to a place that does not exist: {href}"


def faults(path: Path) -> list[str]:
    """Everything that is wrong with a page's markup, links and weight."""
    html = path.read_text(encoding="utf-8")
    page = parse(html)
    ids = {e.attributes["id"]: e for e in page.all() if "id" in e.attributes}
    found = [fault for rule in RULES for fault in rule(page, ids)] + list(_links(page, path))
    workings = path.parent.name in ("verifikationer", "notebooks") or path.stem == "granskning"
    weight, budget = path.stat().st_size, BUDGET_OF_WORKINGS if workings else BUDGET
    return found + ([f"{weight // KILOBYTE} kB, budget {budget // KILOBYTE} kB"] if weight > budget else [])
