"""The figures of a page: each leads to its voucher, and none leads nowhere."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from html import unescape

from helpers.counting import goals
from helpers.definitions import Definitions
from helpers.wording import catalogue, text

LINK = re.compile(r'<a class="v" href="(?:\.\./)?verifikationer/([^"#]+)\.html#([^"]+)">')
LABELS = (
    "th",
    "caption",
    "h1",
    "h2",
    "h3",
    "nav",
    "figcaption",
    "header",
    "footer",
    "blockquote",
    "title",
    "style",
    "script",
    "svg",
    "pre",
)
_EMPTY = ("img", "meta", "link", "br", "input", "hr")
_FOR_MACHINES = re.compile(r"<(style|script)\b.*?</\1>|<!.*?>", re.DOTALL)
_PIECES = re.compile(r"<(/?)([a-z]\w*)([^>]*)>|([^<]+)")  # our pages have no `>` in an attribute
_EXPLAINED = re.compile(r'\bclass="(?:v|declared)"')
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?:-\d\d-\d\d)?(?!\d)")


class Unexplained(Exception):
    """A page prints a figure that is no fact, year, label or declared text; says which."""


def printed(pages: Iterable[str]) -> dict[str, set[str]]:
    """Voucher numbers that pages lead to, by the place whose binder holds them."""
    found: dict[str, set[str]] = defaultdict(set)
    for html in pages:
        for place, number in LINK.findall(html):
            found[place].add(number)
    return found


def _texts(html: str) -> Iterator[str]:
    """Text nodes of a page that hold figures and stand in no voucher link, label or declared text.

    >>> list(_texts('<p>12 <img alt="3"/><b>4&#x27;</b> <span class="declared">5 <i>6</i></span> 7</p>'))
    ['12 ', "4'", ' 7']
    """
    around: list[bool] = []  # of each element that is open: whether what stands in it is explained
    for closing, tag, attributes, data in _PIECES.findall(_FOR_MACHINES.sub("", html)):
        if data:
            words = unescape(data)
            if not any(around) and re.search(r"\d", words):
                yield words
        elif closing:
            if around:
                around.pop()
        elif tag and tag not in _EMPTY and not attributes.endswith("/"):
            around.append(tag in LABELS or bool(_EXPLAINED.search(attributes)))


@cache
def _own_words() -> list[str]:
    """The catalogue's own words with figures in them (`befolkningen 20–64 år`), longest first."""
    pieces = {
        p for value in catalogue().values() for p in re.split(r"\{[^}]*\}", value) if re.search(r"\d", p)
    }
    return sorted((p.strip() for p in pieces), key=len, reverse=True)


def unexplained(html: str, labels: Iterable[str] = ()) -> list[str]:
    """Figures of a page that are no fact, year, label or declared text.

    `labels` are words of the year's definitions that hold figures (questions, classes, areas).

    >>> unexplained('<p>Under 2019 deltog <a class="v" href="x">148</a>.</p>')
    []
    >>> unexplained("<p>12 av dem</p>")
    ['12 av dem']
    """
    known = sorted([*_own_words(), *labels], key=len, reverse=True)
    left = []
    for data in _texts(html):
        rest = data
        for words in known:
            rest = rest.replace(words, " ")
        if re.search(r"\d", YEAR.sub(" ", rest)):
            left.append(data.strip())
    return left


def label_words(definitions: Definitions) -> list[str]:
    """Words of the definitions that hold figures, as pages print them.

    Question and account numbers with their names, classes of SUS, places, outcomes, respondents, referrers
    and areas of the official statistics.
    """
    d = definitions
    found = [*d.sus.time, *d.sus.education, *d.sus.support, *(s.name for s in d.sus.summaries)]
    for _, account, indicator in d.indicators():
        found += [f"{account.id} {account.name}", f"{goals.indicator_id(account, indicator)} {account.name}"]
        if indicator.kind == "example":
            found.append(f"{account.id} {text('indicator.example', about=indicator.about)}")
    for q in d.questions:
        found += [f"{q.id} {q.wordings[0]}", *q.wordings]
        found += [text("gender.question", id=q.id), text("card.distribution", id=q.id)]
    found += [words for place in d.places for words in (d.name(place), d.label(place))]
    found += [words for o in d.outcomes for words in (o.name, o.brief)]
    found += [r.name for r in d.respondents] + [r.name for r in d.referrers]
    found += d.areas_of_statistics.values()
    return [w for w in found if re.search(r"\d", w)]
