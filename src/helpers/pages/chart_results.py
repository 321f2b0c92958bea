"""Results on a common scale as charts: against their targets, and women beside men."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from helpers.facts import Fact
from helpers.language.words import Text, joined
from helpers.pages.charts import axis, counted, has_value, printed, scale, size, track, verdict
from helpers.pages.drawing import TEXT, WIDTH, Drawing, drawing, width, wrapped
from helpers.wording import NO_BREAK_SPACE, decimals_beside, fact_text, inner, result_text, text

TRACK, COLUMN = (16.0, 212.0), 236.0
ACROSS = (72.0, WIDTH - 72.0)  # women beside men: room for a figure on either side
WHOLE, HALF = (0, 50, 100), (50, 75, 100)  # the percentages of a scale


@dataclass(frozen=True)
class Dot:
    """One result with its interval, its target and what became of it, one of goals.SIGNALS.

    `least` and `most` are how far those who did not answer could move it.
    """

    label: str
    result: Fact
    low: Fact | None
    high: Fact | None
    target: Fact | None
    signal: str
    least: Fact | None = None
    most: Fact | None = None

    @property
    def decimals(self) -> int:
        return decimals_beside(self.result, self.target)

    @property
    def silence(self) -> tuple[Fact, Fact] | None:
        """How far those who did not answer could move the result, where that is known and not nowhere."""
        if not (has_value(self.least) and has_value(self.most)):
            return None
        return (self.least, self.most) if self.least.fraction < self.most.fraction else None

    @property
    def drawn(self) -> list[Fact]:
        """What stands on the scale."""
        target = self.target if has_value(self.target) and self.target.unit == "share" else None
        around = (self.low, self.high, target, *(self.silence or ()))
        return [f for f in (self.result, *around) if has_value(f)] if has_value(self.result) else []


def dots(id_: str, rows: Sequence[Dot], alt: Text) -> Markup:
    """One row a result: a dot, its interval as a line, its target as a tick with its figure.

    The scale begins at 50 % where nothing is lower, and says so.
    """
    percents = HALF if _high(rows) else WHOLE
    x = scale(*TRACK, 1.0, percents[0] / 100)
    with drawing() as sheet:
        top = sheet.block(0, 0, wrapped(text("chart.from_half"), WIDTH), token="soft") if percents[0] else 0.0
        y = axis(sheet, x, percents, top)
        for row in rows:
            y = _dot(sheet, row, x, percents, sheet.block(0, y, wrapped(row.label, WIDTH)) + 1) + 8
        return sheet.inline(y - 6, id_, alt)


def _high(rows: Sequence[Dot]) -> bool:
    shares = [size(f) for r in rows for f in r.drawn]
    return bool(shares) and min(shares) >= HALF[0] / 100


def _dot(sheet: Drawing, row: Dot, x: Callable[[float], float], percents: Sequence[int], y: float) -> float:
    """One result on its track, its figure and state in the column beside; the y where the row ends."""
    if not has_value(row.result):
        return sheet.block(0, y - 3, [printed(row.result)], bold=True, token="soft")
    middle, said = y + 9, verdict(row.signal)
    track(sheet, x, percents, middle)
    ends = sheet.block(
        COLUMN, y + 1, wrapped(counted(row.result, row.decimals), WIDTH - COLUMN, TEXT, True), bold=True
    )
    if said.words:
        ends = sheet.block(COLUMN, ends, wrapped(said.signed, WIDTH - COLUMN), token=said.ink)
    if row.silence:
        sheet.line([x(size(bound)) for bound in row.silence], [middle, middle], said.token, 1)
    if has_value(row.low) and has_value(row.high):
        sheet.line([x(size(row.low)), x(size(row.high))], [middle, middle], said.token, 3)
    if has_value(row.target) and row.target.unit == "share":
        ends = max(ends, _target(sheet, row.target, x(size(row.target)), middle))
    sheet.mark(x(size(row.result)), middle, said.token, "o", 11)
    return max(ends, middle + 9)


def _target(sheet: Drawing, target: Fact, x: float, y: float) -> float:
    words = text("chart.target", target=printed(target)).replace(" ", NO_BREAK_SPACE)
    sheet.line([x, x], [y - 9, y + 9], "target", 2)
    half = width(words) / 2
    sheet.say(min(max(x, half), COLUMN - 12 - half), y + 21, words, anchor="center")
    return y + 25


def described_dots(rows: Sequence[Dot]) -> list[Text]:
    """The chart of results against targets in words, a sentence a result."""
    return [text("chart.described", label=r.label, parts=joined(", ", _dot_words(r))) for r in rows]


def _dot_words(row: Dot) -> Iterator[Text]:
    yield result_text(row.result, row.decimals)
    if not has_value(row.result):
        return
    if has_value(row.low) and has_value(row.high):
        yield text("chart.described_interval", low=fact_text(row.low), high=fact_text(row.high))
    if row.silence:
        least, most = map(fact_text, row.silence)
        yield text("chart.described_bounds", least=least, most=most)
    if has_value(row.target):
        yield text("chart.described_target", target=fact_text(row.target))
    if row.signal:
        yield inner(text(f"signal.{row.signal}"))


# Women beside men.


def genders(id_: str, rows: Sequence[tuple[str, Fact, Fact]], alt: Text) -> Markup:
    """Women (circle) and men (square) on one line a row, each with its figure on the outer side."""
    known = [size(f) for _, *pair in rows for f in pair if f.ok]
    ticks = (0, 25, 50) if max(known, default=1) <= 0.5 else (0, 50, 100)
    x = scale(*ACROSS, ticks[-1] / 100)
    with drawing() as sheet:
        y = axis(sheet, x, ticks)
        for label, women, men in rows:
            y = sheet.block(0, y, wrapped(label, WIDTH)) + 3
            y = _pair(sheet, women, men, x, ticks, y) + 8
        return sheet.inline(y - 6, id_, alt)


def _pair(
    sheet: Drawing, women: Fact, men: Fact, x: Callable[[float], float], ticks: Sequence[int], y: float
) -> float:
    """One dumbbell; who has no figure is named in words under it."""
    middle = y + 9
    both = ((women, "women", "o"), (men, "men", "s"))
    shown = sorted((b for b in both if b[0].ok), key=lambda b: size(b[0]))
    absent = [text(f"chart.{group}", value=printed(f)) for f, group, _ in both if not f.ok]
    if shown:
        track(sheet, x, ticks, middle)
        _dumbbell(sheet, shown, x, middle)
    told = wrapped(", ".join(absent), WIDTH) if absent else []
    return sheet.block(0, middle + 9 if shown else y - 3, told, token="soft")


def _dumbbell(
    sheet: Drawing, shown: Sequence[tuple[Fact, str, str]], x: Callable[[float], float], y: float
) -> None:
    places = [x(size(f)) for f, _, _ in shown]
    near = len(shown) == 2 and places[1] - places[0] < 11
    sheet.line([places[0], places[-1]], [y, y], "soft", 2)
    for place, (_, group, shape) in zip(places, shown, strict=True):
        sheet.mark(place, y + (4 if shape == "s" else -4) * near, group, shape, 9)
    sides = ((-9, "right"), (9, "left"))[-len(shown) :]
    for place, (fact, group, _), (aside, anchor) in zip(places, shown, sides, strict=True):
        words = text(f"chart.{group}", value=printed(fact)).replace(" ", NO_BREAK_SPACE)
        wide = width(words, TEXT, True)
        sheet.area(place + aside - (wide + 2 if anchor == "right" else 2), y - 7, wide + 4, 14, "paper")
        sheet.say(place + aside, y + 4, words, bold=True, anchor=anchor)


def described_genders(rows: Sequence[tuple[str, Fact, Fact]]) -> list[Text]:
    """Women beside men in words, a sentence a row."""
    return [
        text("chart.described_genders", label=label, women=fact_text(w), men=fact_text(m))
        for label, w, m in rows
    ]
