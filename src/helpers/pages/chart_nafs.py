"""Answers to one statement as small bars: a panel an authority, two beside each other, one scale for all."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from helpers.defining.nafs_definitions import LETTERS
from helpers.facts import Fact
from helpers.language.words import Text, joined
from helpers.pages.charts import each_printed, printed, size
from helpers.pages.drawing import LEADING, WIDTH, Drawing, drawing, wrapped
from helpers.wording import declared, fact_text, text

ACROSS, GAP = 2, 20.0  # panels beside each other, and what is between them
PANEL = (WIDTH - GAP) / ACROSS
FIRST, FIGURE = 18.0, 34.0  # room for a letter before a bar, and for its figure after it
BAR, ROW = 13.0, 18.0  # how high a bar is, and how far it is to the next
TOKENS = dict(zip(LETTERS, ("negative-3", "negative-1", "positive-3", "positive-1"), strict=True))


@dataclass(frozen=True)
class Panel:
    """What one authority answered: how many each answer, in the order of the scale, and how many in all."""

    label: str
    counts: Sequence[Fact]
    answered: Fact

    @property
    def shares(self) -> list[float]:
        """How long each bar is: the part that gave the answer; nothing where that may not be told."""
        return [size(f) / size(self.answered) for f in self.counts] if self.answered.ok else []


def longest(panels: Sequence[Panel]) -> float:
    """The longest bar of some panels, which all of them share the scale of."""
    return max((share for panel in panels for share in panel.shares), default=1.0) or 1.0


def bars(id_: str, panels: Sequence[Panel], top: float, alt: Text) -> Markup:
    """The panels in rows of ACROSS; `top` is the share that the longest bar on the page stands for."""
    with drawing() as sheet:
        y = 0.0
        for first in range(0, len(panels), ACROSS):
            beside = panels[first : first + ACROSS]
            y = max(_panel(sheet, p, n * (PANEL + GAP), y, top) for n, p in enumerate(beside)) + 14
        return sheet.inline(y - 12, id_, alt)


def _panel(sheet: Drawing, panel: Panel, x: float, y: float, top: float) -> float:
    """The name and four bars, or why there are none; the y where they end."""
    y = sheet.block(x, y, wrapped(panel.label, PANEL), bold=True) + 4
    if not panel.answered.ok:
        return sheet.block(x, y - 2, [printed(panel.answered)], token="soft")
    wide, left = PANEL - FIRST - FIGURE, x + FIRST
    for n, (letter, fact, share) in enumerate(zip(LETTERS, panel.counts, panel.shares, strict=True)):
        at = y + n * ROW
        sheet.say(x, at + BAR - 2, letter, token="soft")
        if share:
            sheet.bar(left, at, wide * share / top, BAR, TOKENS[letter], "outline")
        sheet.say(left + wide * share / top + 5, at + BAR - 2, printed(fact))
    sheet.line([left, left], [y - 2, y + len(LETTERS) * ROW - 3], "soft")
    return max(y + len(LETTERS) * ROW, y + LEADING)


def described(panels: Sequence[Panel]) -> list[Text]:
    """The bars in words, a sentence an authority."""
    return [text("chart.described", label=p.label, parts=_words(p)) for p in panels]


def _words(panel: Panel) -> Text:
    if not panel.answered.ok:
        return fact_text(panel.answered)
    named = [(declared(letter), fact) for letter, fact in zip(LETTERS, panel.counts, strict=True)]
    return joined(", ", [each_printed(named)])
