"""What a document says: its sentences with the vouchers they lead to, its figures, and those unexplained."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import singledispatch
from typing import Any, NamedTuple

from helpers.language.words import Printed, Words
from helpers.pages import document as d


@dataclass
class Said:
    """What a reader of a page reads.

    `leads` are the vouchers of each sentence, `figures` how often each is printed, as `(place, number,
    words)`; `bare` are words with figures that are no facts, neither labels nor declared;
    `has_invented`: whether one of its figures is marked as invented.
    """

    sentences: list[str] = field(default_factory=list)
    leads: list[set[str]] = field(default_factory=list)
    figures: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    bare: list[str] = field(default_factory=list)
    has_invented: bool = False

    def kept(self) -> dict[str, Any]:
        """As JSON, for readers that have no document."""
        figures = [[*figure, times] for figure, times in sorted(self.figures.items())]
        leads = [sorted(n) for n in self.leads]
        told = {"sentences": self.sentences, "leads": leads, "figures": figures}
        return told | {"has_invented": self.has_invented}

    @classmethod
    def read(cls, kept: dict[str, Any]) -> "Said":
        """As it was kept."""
        figures = Counter({(place, number, words): n for place, number, words, n in kept["figures"]})
        leads = [set(n) for n in kept["leads"]]
        return cls(kept["sentences"], leads, figures, has_invented=kept["has_invented"])

    @property
    def vouchers(self) -> set[tuple[str, str]]:
        """The vouchers that it leads to: the place whose binder holds one, and its number."""
        return {(place, number) for place, number, _ in self.figures}


def said(contents: Iterable[d.Content]) -> Said:
    """What a page says that is made of this."""
    listener = _Listener()
    for content in contents:
        listener.hear(content)
    return listener.said


class Shown(NamedTuple):
    """A page by its name among the reports, and its title."""

    page: str
    title: str


# Voucher numbers by the place whose binder holds them, each with the pages that lead to it.
Wanted = dict[str, dict[str, list[Shown]]]


def printed(pages: Mapping[Shown, Said]) -> Wanted:
    """The vouchers that pages lead to."""
    found: Wanted = defaultdict(lambda: defaultdict(list))
    for shown, page in pages.items():
        for place, number in sorted(page.vouchers):
            found[place][number].append(shown)
    return found


class _Listener:
    """Hears a document out. Sentences are the outermost ones: a point in a point is part of it."""

    def __init__(self) -> None:
        self.said = Said()
        self._words: list[str] = []
        self._leads: set[str] = set()
        self._depth = 0

    def hear(self, content: d.Content, explained: bool = False) -> None:
        """Take in content; where it is `explained`, its figures are labels."""
        if isinstance(content, d.Block):
            _heard(content, self, explained)
            return
        for part in content.parts if isinstance(content, Words) else (content,):
            self._words.append(part if isinstance(part, str) else part.words)
            if isinstance(part, Printed):
                self._figure(part)
            elif isinstance(part, str) and not explained and re.search(r"\d", part):
                self.said.bare.append(part)

    def _figure(self, figure: Printed) -> None:
        if figure.number:
            self.said.figures[figure.place, figure.number, figure.words] += 1
            self.said.has_invented |= figure.is_invented
            self._leads.add(figure.number)

    def sentence(self, content: d.Content, explained: bool = False, ends: bool = False) -> None:
        """Take in a sentence; where it has to `end` as one, anything else is a figure with its label."""
        if not self._depth:
            self._words, self._leads = [], set()
        self._depth += 1
        self.hear(content, explained)
        self._depth -= 1
        if self._depth:
            self.pause()
            return
        words = " ".join("".join(self._words).split())
        if words and (not ends or words.endswith(".")):
            self.said.sentences.append(words)
            self.said.leads.append(self._leads)
            self._leads = set()

    def pause(self) -> None:
        """What comes now stands apart."""
        self._words.append(" ")


@singledispatch
def _heard(block: d.Block, listener: _Listener, explained: bool) -> None:
    for content in block.inside():
        listener.hear(content, explained)


@_heard.register
def _(block: d.Several, listener: _Listener, explained: bool) -> None:
    for part in block.parts:
        listener.hear(part, explained)
        if block.apart:
            listener.pause()


@_heard.register
def _(block: d.Legend, listener: _Listener, explained: bool) -> None:
    for name in block.names:
        listener.pause()
        listener.hear(name, explained)


@_heard.register
def _(block: d.Paragraph, listener: _Listener, explained: bool) -> None:
    listener.sentence(block.content, explained)


@_heard.register
def _(block: d.Heading, listener: _Listener, explained: bool) -> None:
    listener.sentence(block.content, explained=True)


@_heard.register
def _(block: d.Points, listener: _Listener, explained: bool) -> None:
    for item in block.items:
        listener.sentence(item, explained, ends=True)


@_heard.register
def _(block: d.Terms, listener: _Listener, explained: bool) -> None:
    for name, value in block.items:
        listener.hear(name, explained)
        listener.sentence(value, explained, ends=True)


@_heard.register
def _(block: d.Contents, listener: _Listener, explained: bool) -> None:
    """The titles stand over their sections."""


@_heard.register
def _(block: d.Quote, listener: _Listener, explained: bool) -> None:
    listener.hear(block.content, explained=True)


@_heard.register(d.Table)
@_heard.register(d.Heat)
def _(block: d.Table | d.Heat, listener: _Listener, explained: bool) -> None:
    listener.sentence(block.caption, explained=True)
    for content in block.head:
        listener.hear(content, explained=True)
    for first, *rest in block.body:
        listener.hear(first, explained=True)
        for content in rest:
            listener.hear(content, explained)


@_heard.register
def _(block: d.Chart, listener: _Listener, explained: bool) -> None:
    for content in (block.finding, block.subtitle):
        listener.sentence(content, explained=True)
    listener.sentence(block.source, explained)
    listener.hear(block.details, explained)
