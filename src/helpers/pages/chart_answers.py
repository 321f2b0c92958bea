"""Answers to questions as charts: on both sides of a zero line, or plain bars where none is good or bad."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from helpers.facts import Fact
from helpers.language.words import Text
from helpers.pages.charts import each_printed, printed, scale, size
from helpers.pages.document import Legend
from helpers.pages.drawing import SMALL, WIDTH, Drawing, dodged, drawing, width, wrapped
from helpers.wording import declared, fact_text, text

BAR = 22.0  # the height of a bar with labels inside
SIDES = ("negative", "positive")
LEAST_ROOM = 130.0  # for the words over either side
RESULT = 52.0  # for the figure after a bar
INSIDE = 0.08  # smaller shares have no label in the drawing; the table has them


@dataclass(frozen=True)
class Bar:
    """One question: the shares of its answers in the order of the scale, and the share of positive ones.

    The scale begins with the most negative answer.
    """

    label: str
    shares: Sequence[Fact]
    answers: Sequence[str]
    positive: frozenset[str] | Sequence[str]
    result: Fact

    @property
    def lacking(self) -> Fact | None:
        """The first fact without a figure, if any."""
        return next((f for f in (self.result, *self.shares) if not f.ok), None)

    def sides(self) -> tuple[list[Fact], list[Fact]]:
        """Negative answers from the middle of the scale outwards, and positive ones likewise."""
        pairs = list(zip(self.answers, self.shares, strict=True))
        negative = [f for a, f in reversed(pairs) if a not in self.positive]
        return negative, [f for a, f in pairs if a in self.positive]


def diverging(id_: str, bars: Sequence[Bar], alt: Text) -> Markup:
    """One bar a question on both sides of a common zero line.

    Negative answers stand to its left, positive ones to its right with their share.
    """
    drawn = [b.sides() for b in bars if b.lacking is None]
    left, right = (max((sum(map(size, sides[i])) for sides in drawn), default=0) for i in (0, 1))
    unit = (WIDTH - RESULT) / ((left + right) or 1)
    zero = 1 + left * unit
    with drawing() as sheet:
        sided = [b for b in bars if b.lacking is None and all(b.sides())]
        y = _sides_named(sheet, sided[0], zero) if sided else 0.0
        for bar in bars:
            y = sheet.block(0, y, wrapped(bar.label, WIDTH)) + 3
            if bar.lacking:
                y = sheet.block(0, y - 3, [printed(bar.lacking)], bold=True, token="soft")
            else:
                y = _answers(sheet, bar, zero if bar.positive else 1, unit, y)
            y += 12
        return sheet.inline(y - 10, id_, alt)


def _sides_named(sheet: Drawing, bar: Bar, zero: float) -> float:
    """Which answers stand on which side of the zero line; the y where they end."""
    sides = [text(f"chart.{side}", answers=_span(bar, side == "positive")) for side in SIDES]
    start = min(max(zero, LEAST_ROOM), WIDTH - LEAST_ROOM)
    before, after = wrapped(sides[0], start - 6), wrapped(sides[1], WIDTH - start - 6)
    return (
        max(
            sheet.block(start - 6, 0, before, token="soft", anchor="right"),
            sheet.block(start + 6, 0, after, token="soft"),
        )
        + 6
    )


def _span(bar: Bar, positive: bool) -> str:
    """The answers of one side, the first and the last of them in the order of the scale."""
    mine = [a for a in bar.answers if (a in bar.positive) == positive]
    return mine[0] if len(mine) == 1 else text("chart.span", first=mine[0], last=mine[-1])


def _answers(sheet: Drawing, bar: Bar, zero: float, unit: float, y: float) -> float:
    """One question's bar; labels too wide for their share stand under it. The y where it ends.

    Without positive answers it has no sides and no result.
    """
    outside: list[tuple[float, str]] = []
    negative, positive = bar.sides()
    for side, facts in (("negative", negative), ("positive", positive)):
        sign = -1 if side == "negative" and positive else 1
        at = zero
        for tone, fact in zip(_tones(len(facts)), facts if positive else facts[::-1], strict=True):
            token, wide = _token(side, tone) if positive else "neutral", size(fact) * unit
            outside += _segment(sheet, fact, min(at, at + sign * wide), y, wide, token)
            at += sign * wide
    if positive:
        sheet.line([zero, zero], [y - 3, y + BAR + 3], "ink", 1.5)
        sheet.say(at + 5, y + BAR / 2 + 4.5, printed(bar.result), bold=True)
    return _under(sheet, outside, y + BAR)


def _token(side: str, tone: int) -> str:
    """The colour of a tone; the positive side has the strong one in the middle, where it begins.

    >>> _token("negative", 1), _token("positive", 1)
    ('negative-1', 'positive-3')
    """
    return f"{side}-{tone if side == 'negative' else 4 - tone}"


def _tones(count: int) -> list[int]:
    """Tones from weak (1) to strong (3) for so many answers."""
    return [2] * count if count < 2 else [1 + round(2 * i / (count - 1)) for i in range(count)]


def _segment(
    sheet: Drawing, fact: Fact, x: float, y: float, wide: float, token: str
) -> list[tuple[float, str]]:
    """One share; the label it has no room for, with its place."""
    if not wide:
        return []
    sheet.bar(x, y, wide, BAR, token, "outline")
    words, middle = printed(fact), x + wide / 2
    if size(fact) < INSIDE:
        return []
    if width(words, SMALL) > wide - 2:
        return [(middle, words)]
    weak = token in ("positive-3", "negative-1")
    on = "on-weak" if weak else "on-strong"
    sheet.say(middle, y + BAR / 2 + 4, words, SMALL, token=on, anchor="center")
    return []


def _under(sheet: Drawing, labels: Sequence[tuple[float, str]], y: float) -> float:
    """Labels under what they belong to, side by side; the y where they end."""
    if not labels:
        return y
    centres = dodged([x for x, _ in labels], [width(w, SMALL) + 6 for _, w in labels], 0, WIDTH)
    for (x, words), centre in zip(labels, centres, strict=True):
        sheet.line([x, centre], [y + 1, y + 5], "soft")
        sheet.say(centre, y + 15, words, SMALL, token="soft", anchor="center")
    return y + 17


def shares(id_: str, rows: Sequence[tuple[str, Fact]], alt: Text) -> Markup:
    """Plain bars on 0 to 100 %, one a label: answers that are neither good nor bad."""
    x = scale(0, WIDTH - RESULT - 2, 1.0)
    with drawing() as sheet:
        y = 0.0
        for label, fact in rows:
            y = sheet.block(0, y, wrapped(label, WIDTH)) + 3
            sheet.line([0, 0], [y - 2, y + 16], "soft")
            ends = x(size(fact)) if fact.ok else 0.0
            if ends:
                sheet.bar(0, y, ends, 14, "all")
            sheet.say(ends + 6, y + 11, printed(fact), bold=True, token="ink" if fact.ok else "soft")
            y += 24
        return sheet.inline(y - 6, id_, alt)


def described_shares(rows: Sequence[tuple[str, Fact]]) -> list[Text]:
    """Plain bars in words, a sentence a bar."""
    return [text("chart.described", label=declared(label), parts=fact_text(fact)) for label, fact in rows]


def scale_key(bars: Sequence[Bar]) -> Legend:
    """The key of a diverging chart: its answers in the order of the scale, each with its colour."""
    bar = bars[0]
    negative, positive = (len(side) for side in bar.sides())
    tokens = [_token("negative", tone) for tone in reversed(_tones(negative))]
    tokens += [_token("positive", tone) for tone in _tones(positive)]
    ordered = [
        *(a for a in bar.answers if a not in bar.positive),
        *(a for a in bar.answers if a in bar.positive),
    ]
    return Legend(tuple(tokens), tuple(ordered))


def described(bars: Sequence[Bar]) -> list[Text]:
    """The diverging chart in words, a sentence a question."""
    return [_described_bar(b) for b in bars]


def _described_bar(bar: Bar) -> Text:
    if bar.lacking:
        return text("chart.described", label=bar.label, parts=fact_text(bar.lacking))
    parts = each_printed([(declared(a), share) for a, share in zip(bar.answers, bar.shares, strict=True)])
    if not bar.sides()[1]:
        return text("chart.described", label=bar.label, parts=parts)
    return text(
        "chart.described_share", label=bar.label.rstrip("."), result=fact_text(bar.result), parts=parts
    )
