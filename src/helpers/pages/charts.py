"""How facts look as charts: they print facts, and compute nothing of their own but where things stand."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from helpers.facts import Fact
from helpers.pages.drawing import LEADING, SMALL, TEXT, WIDTH, Drawing, dodged, drawing, width, wrapped
from helpers.pages.elements import Html, element, join, markup
from helpers.pages.style import paint
from helpers.wording import NO_BREAK_SPACE, declared, fact_text, percent_text, plain, text

PALETTE = ("work", "studies", "other-solution", "dropped-out", "remaining")  # the outcomes' colours, in the outcomes' order
MARKERS = ("o", "s", "D", "^", "v")
BAR = 22.0  # the height of a bar with labels inside
INSIDE = 0.08  # smaller shares have no label in the drawing; the table has them


@dataclass(frozen=True)
class Bar:
    """One question: the shares of its answers in the order of the scale, from the most negative, and the share of positive ones."""

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
        return [f for a, f in reversed(pairs) if a not in self.positive], [f for a, f in pairs if a in self.positive]


@dataclass(frozen=True)
class Dot:
    """One result with its interval, its target and what became of it in words."""

    label: str
    result: Fact
    low: Fact | None
    high: Fact | None
    target: Fact | None
    state: str


def _ok(fact: Fact | None) -> bool:
    return fact is not None and fact.ok and fact.value is not None


def _words(fact: Fact) -> str:
    """A fact as the drawing prints it; a bound of an interval is a share without people of its own."""
    return plain(fact_text(fact)).replace(" ", NO_BREAK_SPACE) if fact.ok else plain(fact_text(fact))


def _named(pairs: Sequence[tuple[str, Fact]]) -> str:
    return ", ".join(text("chart.point", name=name, value=fact_text(f)) for name, f in pairs)


# Answers to questions, on either side of a zero line.


def diverging(id_: str, bars: Sequence[Bar], alt: str) -> Html:
    """One bar a question: negative answers to the left of a common zero line, positive ones to the right with their share."""
    drawn = [b.sides() for b in bars if b.lacking is None]
    left, right = (max((sum(f.value for f in sides[i]) for sides in drawn), default=0) for i in (0, 1))
    unit = (WIDTH - 48) / ((left + right) or 1)
    zero = 1 + left * unit
    with drawing() as sheet:
        y = _sides_named(sheet, zero) if drawn else 0.0
        for bar in bars:
            y = sheet.block(0, y, wrapped(bar.label, WIDTH)) + 3
            if bar.lacking:
                y = sheet.block(0, y - 3, [_words(bar.lacking)], bold=True, token="soft")
            else:
                y = _answers(sheet, bar, zero if bar.positive else 1, unit, y)
            y += 12
        return sheet.inline(y - 10, id_, alt)


def _sides_named(sheet: Drawing, zero: float) -> float:
    """Which side is which, at the zero line as far as there is room."""
    negative, positive = text("chart.negative"), text("chart.positive")
    start = min(max(zero + 5, width(negative) + 10), WIDTH - width(positive))
    sheet.say(start - 10, 10, negative, token="soft", anchor="right")
    sheet.say(start, 10, positive, token="soft")
    return 20.0


def _answers(sheet: Drawing, bar: Bar, zero: float, unit: float, y: float) -> float:
    """One question's bar; labels too wide for their share stand under it. Without positive answers it has no sides and no result."""
    outside: list[tuple[float, str]] = []
    negative, positive = bar.sides()
    for side, facts in (("negative", negative), ("positive", positive)):
        sign = -1 if side == "negative" and positive else 1
        at = zero
        for tone, fact in zip(_tones(len(facts)), facts if positive else facts[::-1], strict=True):
            token = f"{side}-{tone if side == 'negative' else 4 - tone}" if positive else "neutral"
            outside += _segment(sheet, fact, min(at, at + sign * fact.value * unit), y, fact.value * unit, token)
            at += sign * fact.value * unit
    if positive:
        sheet.line([zero, zero], [y - 3, y + BAR + 3], "ink", 1.5)
        sheet.say(at + 5, y + BAR / 2 + 4.5, _words(bar.result), bold=True)
    return _under(sheet, outside, y + BAR)


def _tones(count: int) -> list[int]:
    """Tones from weak (1) to strong (3) for so many answers."""
    return [2] * count if count < 2 else [1 + round(2 * i / (count - 1)) for i in range(count)]


def _segment(sheet: Drawing, fact: Fact, x: float, y: float, size: float, token: str) -> list[tuple[float, str]]:
    """One share; the label it has no room for, with its place."""
    if not fact.value:
        return []
    sheet.bar(x, y, size, BAR, token, "outline")
    words = _words(fact)
    if fact.value < INSIDE:
        return []
    if width(words, SMALL) > size - 2:
        return [(x + size / 2, words)]
    weak = token in ("positive-3", "negative-1")
    sheet.say(x + size / 2, y + BAR / 2 + 4, words, SMALL, token="on-weak" if weak else "on-strong", anchor="center")
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


def shares(id_: str, rows: Sequence[tuple[str, Fact]], alt: str) -> Html:
    """Plain bars on 0 to 100 %, one a label: answers that are neither good nor bad."""
    x = _scale(0, WIDTH - 50, 1.0)
    with drawing() as sheet:
        y = 0.0
        for label, fact in rows:
            y = sheet.block(0, y, wrapped(label, WIDTH)) + 3
            sheet.line([0, 0], [y - 2, y + 16], "soft")
            if fact.ok and fact.value:
                sheet.bar(0, y, x(fact.value), 14, "all")
            sheet.say(x(fact.value or 0) + 6, y + 11, _words(fact), bold=True, token="ink" if fact.ok else "soft")
            y += 24
        return sheet.inline(y - 6, id_, alt)


def described_shares(rows: Sequence[tuple[str, Fact]]) -> list[str]:
    """Plain bars in words, a sentence a bar."""
    return [text("chart.described", label=declared(label), parts=fact_text(fact)) for label, fact in rows]


def scale_key(bars: Sequence[Bar]) -> Html:
    """The key of a diverging chart: its answers in the order of the scale, each with its colour."""
    bar = bars[0]
    negative, positive = (len(side) for side in bar.sides())
    tokens = [f"negative-{tone}" for tone in _tones(negative)][::-1] + [f"positive-{4 - tone}" for tone in _tones(positive)]
    ordered = [*(a for a in bar.answers if a not in bar.positive), *(a for a in bar.answers if a in bar.positive)]
    named = [
        join([Html(f'<i aria-hidden="true" style="background:var(--{token})"></i>'), element("span", a)])
        for token, a in zip(tokens, ordered, strict=True)
    ]
    return Html(f'<span class="key">{"".join(element("span", n) for n in named)}</span>')


def described(bars: Sequence[Bar]) -> list[str]:
    """The diverging chart in words, a sentence a question."""
    return [_described_bar(b) for b in bars]


def _described_bar(bar: Bar) -> str:
    if bar.lacking:
        return text("chart.described", label=bar.label, parts=fact_text(bar.lacking))
    parts = _named([(declared(a), share) for a, share in zip(bar.answers, bar.shares, strict=True)])
    if not bar.sides()[1]:
        return text("chart.described", label=bar.label, parts=parts)
    return text("chart.described_share", label=bar.label, result=fact_text(bar.result), parts=parts)


# Results against targets.

TRACK, COLUMN = (16.0, 218.0), 246.0


def dots(id_: str, rows: Sequence[Dot], alt: str) -> Html:
    """One row a result: a dot on 0 to 100 %, its interval as a line, its target as a tick with its figure."""
    x = _scale(*TRACK, 1.0)
    with drawing() as sheet:
        y = _axis(sheet, x, (0, 50, 100))
        for row in rows:
            y = _dot(sheet, row, x, sheet.block(0, y, wrapped(row.label, WIDTH)) + 1) + 8
        return sheet.inline(y - 6, id_, alt)


def _scale(low: float, high: float, top: float) -> Callable[[float], float]:
    return lambda share: low + (high - low) * share / top


def _axis(sheet: Drawing, x: Callable[[float], float], percents: Sequence[int]) -> float:
    """The figures of a common scale, at the top."""
    for p in percents:
        sheet.say(x(p / 100), 10, percent_text(p, 100), token="soft", anchor="center")
    return 18.0


def _track(sheet: Drawing, x: Callable[[float], float], percents: Sequence[int], y: float) -> None:
    """A row's own piece of the scale, drawn in one stroke."""
    places = [x(p / 100) for p in percents]
    sheet.line([p for p in places for _ in range(4)], [v for _ in places for v in (y, y - 5, y + 5, y)], "grid")


def _dot(sheet: Drawing, row: Dot, x: Callable[[float], float], y: float) -> float:
    """One result on its track, its figure and state in the column beside; the y where the row ends."""
    middle = y + 9
    _track(sheet, x, (0, 50, 100), middle)
    lines = wrapped(_words(row.result), WIDTH - COLUMN, TEXT, True)
    ends = sheet.block(COLUMN, y + 2, lines, bold=True)
    if row.state and plain(row.state) != _words(row.result):
        ends = sheet.block(COLUMN, ends, wrapped(row.state, WIDTH - COLUMN), token="soft")
    if _ok(row.low) and _ok(row.high):
        sheet.line([x(row.low.value), x(row.high.value)], [middle, middle], "all", 3)
    if _ok(row.target) and row.target.unit == "share":
        ends = max(ends, _target(sheet, row.target, x(row.target.value), middle))
    if _ok(row.result):
        sheet.mark(x(row.result.value), middle, "all", "o")
    return max(ends, middle + 9)


def _target(sheet: Drawing, target: Fact, x: float, y: float) -> float:
    words = text("chart.target", target=_words(target)).replace(" ", NO_BREAK_SPACE)
    sheet.line([x, x], [y - 9, y + 9], "target", 2)
    half = width(words) / 2
    sheet.say(min(max(x, half), COLUMN - 12 - half), y + 20, words, anchor="center")
    return y + 24


def described_dots(rows: Sequence[Dot]) -> list[str]:
    """The chart of results against targets in words, a sentence a result."""
    return [text("chart.described", label=r.label, parts=", ".join(_dot_words(r))) for r in rows]


def _dot_words(row: Dot) -> Iterator[str]:
    yield fact_text(row.result)
    if _ok(row.low) and _ok(row.high):
        yield text("chart.described_interval", low=fact_text(row.low), high=fact_text(row.high))
    if _ok(row.target):
        yield text("chart.described_target", target=fact_text(row.target))
    if row.state and plain(row.state) != _words(row.result):
        yield plain(row.state)[:1].lower() + plain(row.state)[1:]


# Women beside men.


ACROSS = (68.0, WIDTH - 68.0)  # room for a figure on either side


def genders(id_: str, rows: Sequence[tuple[str, Fact, Fact]], alt: str) -> Html:
    """Women (circle) and men (square) on one line a row, each with its figure on the outer side."""
    known = [f.value for _, *pair in rows for f in pair if f.ok]
    ticks = (0, 25, 50) if max(known, default=1) <= 0.5 else (0, 50, 100)
    x = _scale(*ACROSS, ticks[-1] / 100)
    with drawing() as sheet:
        y = _axis(sheet, x, ticks)
        for label, women, men in rows:
            y = sheet.block(0, y, wrapped(label, WIDTH)) + 3
            y = _pair(sheet, women, men, x, ticks, y) + 8
        return sheet.inline(y - 6, id_, alt)


def _pair(sheet: Drawing, women: Fact, men: Fact, x: Callable[[float], float], ticks: Sequence[int], y: float) -> float:
    """One dumbbell; who has no figure is named in words under it."""
    middle = y + 9
    both = ((women, "women", "o"), (men, "men", "s"))
    shown = sorted((b for b in both if b[0].ok), key=lambda b: b[0].value)
    absent = [text(f"chart.{group}", value=_words(f)) for f, group, _ in both if not f.ok]
    if shown:
        _track(sheet, x, ticks, middle)
        _dumbbell(sheet, shown, x, middle)
    return sheet.block(0, middle + 9 if shown else y - 3, wrapped(", ".join(absent), WIDTH), token="soft")


def _dumbbell(sheet: Drawing, shown: Sequence[tuple[Fact, str, str]], x: Callable[[float], float], y: float) -> None:
    places = [x(f.value) for f, _, _ in shown]
    near = len(shown) == 2 and places[1] - places[0] < 11
    sheet.line([places[0], places[-1]], [y, y], "soft", 2)
    for place, (_, group, shape) in zip(places, shown, strict=True):
        sheet.mark(place, y + (4 if shape == "s" else -4) * near, group, shape, 9)
    sides = ((-9, "right"), (9, "left"))[-len(shown) :]
    for place, (fact, group, _), (aside, anchor) in zip(places, shown, sides, strict=True):
        words = text(f"chart.{group}", value=_words(fact)).replace(" ", NO_BREAK_SPACE)
        wide = width(words, TEXT, True)
        sheet.area(place + aside - (wide + 2 if anchor == "right" else 2), y - 7, wide + 4, 14, "paper")
        sheet.say(place + aside, y + 4, words, bold=True, anchor=anchor)


def described_genders(rows: Sequence[tuple[str, Fact, Fact]]) -> list[str]:
    """Women beside men in words, a sentence a row."""
    return [text("chart.described_genders", label=label, women=fact_text(w), men=fact_text(m)) for label, w, m in rows]


# Who came, and where they were at the end of the year.

COLUMNS, THICK = (118.0, 192.0), 34.0


def flow(id_: str, came: Sequence[tuple[str, Fact]], left: Sequence[tuple[str, Fact]], total: Fact, alt: str) -> Html:
    """Two columns of the same people: who came, and where they were at the end of the year."""
    if not total.ok:
        return _only_words(id_, _words(total), alt)
    sides = [_Side(came, ("carried", "new"), COLUMNS[0] - 14, "right"), _Side(left, PALETTE, COLUMNS[1] + THICK + 14, "left")]
    tall = max(200.0, *(sum(s.sizes) for s in sides))
    unit = tall / max(total.value, *(sum(f.value for _, f in s.parts if f.ok) for s in sides), 1)
    with drawing() as sheet:
        sheet.say(0, 11, text("chart.total", total=_words(total)), bold=True)
        top = _heads(sheet)
        sheet.area(COLUMNS[0] + THICK, top, COLUMNS[1] - COLUMNS[0] - THICK, total.value * unit, "band")
        for x, side in zip(COLUMNS, sides, strict=True):
            _stack(sheet, side, x, top, tall, unit)
        return sheet.inline(top + tall + 4, id_, alt)


class _Side:
    """One column of the flow: its parts, their colours, and where their labels stand."""

    def __init__(self, parts: Sequence[tuple[str, Fact]], tokens: Sequence[str], at: float, anchor: str):
        self.parts, self.at, self.anchor = parts, at, anchor
        self.tokens = [tokens[min(i, len(tokens) - 1)] for i in range(len(parts))]
        room = at if anchor == "right" else WIDTH - at
        self.labels = [(wrapped(_words(f), room, TEXT, True), wrapped(name, room)) for name, f in parts]
        self.sizes = [LEADING * (len(figure) + len(name)) + 6 for figure, name in self.labels]


def _heads(sheet: Drawing) -> float:
    """What the two columns are; the y where the columns begin."""
    left = wrapped(text("chart.came"), COLUMNS[0] + THICK)
    right = wrapped(text("chart.left"), WIDTH - COLUMNS[1])
    sheet.block(COLUMNS[0] + THICK, 20, left, anchor="right", token="soft")
    sheet.block(COLUMNS[1], 20, right, token="soft")
    return 26 + LEADING * max(len(left), len(right))


def _stack(sheet: Drawing, side: _Side, x: float, top: float, tall: float, unit: float) -> None:
    y, centres = top, []
    for token, (_, fact) in zip(side.tokens, side.parts, strict=True):
        size = fact.value * unit if fact.ok else 0.0
        if size:
            sheet.bar(x, y, THICK, size, token)
        centres.append(y + size / 2)
        y += size
    edge = x if side.anchor == "right" else x + THICK
    for centre, place, size, (figure, name) in zip(centres, dodged(centres, side.sizes, top, top + tall), side.sizes, side.labels, strict=True):
        sheet.line([edge, side.at + (3 if side.anchor == "right" else -3)], [centre, place], "soft")
        start = sheet.block(side.at, place - size / 2 + 3, figure, bold=True, anchor=side.anchor)
        sheet.block(side.at, start, name, anchor=side.anchor)


def _only_words(id_: str, words: str, alt: str) -> Html:
    with drawing() as sheet:
        return sheet.inline(sheet.block(0, 4, wrapped(words, WIDTH), bold=True, token="soft") + 4, id_, alt)


def described_flow(came: Sequence[tuple[str, Fact]], left: Sequence[tuple[str, Fact]], total: Fact) -> list[str]:
    """The flow in words."""
    if not total.ok:
        return [fact_text(total)]
    return [text("chart.described_flow", total=fact_text(total), came=_named(came), left=_named(left))]


# Outcomes of many places.

PANEL, GAP = 168.0, 24.0


def multiples(id_: str, panels: Sequence[tuple[str, Sequence[tuple[str, Fact]]]], reference: Sequence[Fact], alt: str) -> Html:
    """One panel a place, two beside each other, all on one scale; the reference is a tick on each bar."""
    values = [f.value for f in [*reference, *(f for _, rows in panels for _, f in rows)] if f.ok]
    unit = (PANEL - 46) / (math.ceil(10 * max(values, default=1)) / 10 or 1)
    with drawing() as sheet:
        y = 0.0
        for i in range(0, len(panels), 2):
            pair = panels[i : i + 2]
            titles = [wrapped(name, PANEL, TEXT, True) for name, _ in pair]
            start = y + LEADING * max(map(len, titles)) + 2
            for n, (lines, (_, rows)) in enumerate(zip(titles, pair, strict=True)):
                x = n * (PANEL + GAP)
                sheet.block(x, start - 2 - LEADING * len(lines), lines, bold=True)
                y = max(y, _panel(sheet, rows, reference, x, start, unit))
            y += 18
        return sheet.inline(y - 14, id_, alt)


def _panel(sheet: Drawing, rows: Sequence[tuple[str, Fact]], reference: Sequence[Fact], x: float, y: float, unit: float) -> float:
    if not any(f.ok for _, f in rows):
        words = _words(rows[0][1]) if rows else text("state.missing")
        return sheet.block(x, y, wrapped(words, PANEL), token="soft")
    for i, (name, fact) in enumerate(rows):
        y = sheet.block(x, y, wrapped(name, PANEL)) + 4
        sheet.say(x + PANEL, y + 8, _words(fact), bold=True, anchor="right")
        if fact.ok and fact.value:
            sheet.bar(x, y, fact.value * unit, 9, PALETTE[min(i, len(PALETTE) - 1)])
        elif fact.ok:
            sheet.line([x, x], [y - 1, y + 10], "soft")
        if fact.ok and i < len(reference) and reference[i].ok:
            sheet.bar(x + reference[i].value * unit - 2, y - 3, 4, 15, "target")
        y += 15
    return y


def described_multiples(panels: Sequence[tuple[str, Sequence[tuple[str, Fact]]]]) -> list[str]:
    """The panels in words, a sentence a place."""
    return [
        text("chart.described", label=name, parts=_named(rows) if any(f.ok for _, f in rows) else text("state.missing").lower())
        for name, rows in panels
    ]


# Shares over years.

PLOT = (44.0, 224.0)  # from the first year to the last
ENDS = 242.0  # where the lines' names begin


def years(id_: str, series: Sequence[tuple[str, Sequence[tuple[int, Fact]]]], breaks: Sequence[tuple[int, str]], alt: str) -> Html:
    """Lines over years, named at their ends; a break is a dashed rule before its year, and no line crosses it."""
    known = [f.value for _, points in series for _, f in points if f.ok]
    if not known:
        return _only_words(id_, text("state.missing"), alt)
    all_years = sorted({y for _, points in series for y, _ in points})
    x = _years_across(all_years)
    ends = _ends(series)
    with drawing() as sheet:
        shown = [(y, words) for y, words in breaks if all_years[0] < y <= all_years[-1]]
        top = _rules_named(sheet, shown, x) + (26 if shown else 20)
        low = top + max(170.0, sum(e.size for e in ends.values()))
        ticks = _ticks(max(known))
        at = _scale(low, top, ticks[-1] / 100)
        _ground(sheet, at, x, ticks, all_years, shown)
        _lines(sheet, series, {y for y, _ in shown}, x, at)
        _ends_named(sheet, ends, x, at, (top - 8, low + 8))
        _values(sheet, series, x, at, shown)
        return sheet.inline(low + 24, id_, alt)


def _years_across(all_years: Sequence[int]) -> Callable[[float], float]:
    first, last = all_years[0], all_years[-1]
    if first == last:
        return lambda year: sum(PLOT) / 2
    return lambda year: PLOT[0] + 16 + (PLOT[1] - PLOT[0] - 16) * (year - first) / (last - first)


def _ticks(top: float) -> range:
    """Percentages of the grid, the last at or above the highest share."""
    step = next(s for s in (5, 10, 20, 25) if 100 * top <= 4 * s or s == 25)
    return range(0, max(step, step * math.ceil(round(100 * top / step, 9))) + 1, step)


def _rules_named(sheet: Drawing, shown: Sequence[tuple[int, str]], x: Callable[[float], float]) -> float:
    """The breaks' words over their rules, each between its neighbours; the y where they end."""
    places = [x(y - 0.5) for y, _ in shown]
    borders = [0.0, *((a + b) / 2 for a, b in pairwise(places)), WIDTH]
    ends = 0.0
    for place, (_, words), low, high in zip(places, shown, borders, borders[1:], strict=False):
        lines = wrapped(words, min(150.0, high - low - 10))
        half = max(width(line) for line in lines) / 2 + 5
        ends = max(ends, sheet.block(min(max(place, low + half), high - half), 0, lines, token="soft", anchor="center"))
    return ends


def _ground(
    sheet: Drawing, at: Callable[[float], float], x: Callable[[float], float], ticks: Sequence[int], all_years: Sequence[int], shown: Sequence
) -> None:
    """The grid, the years and the rules of the breaks."""
    low, top = at(0), at(ticks[-1] / 100)
    for p in ticks:
        sheet.line([PLOT[0], PLOT[1] + 6], [at(p / 100)] * 2, "soft" if p == 0 else "grid")
        sheet.say(PLOT[0] - 5, at(p / 100) + 4, percent_text(p, 100), token="soft", anchor="right")
    apart = (x(all_years[-1]) - x(all_years[0])) / max(all_years[-1] - all_years[0], 1)
    every = math.ceil((width("2019") + 8) / apart) if apart else 1
    for year in all_years:
        if (all_years[-1] - year) % every == 0:
            sheet.say(x(year), low + 17, str(year), token="soft", anchor="center")
    for year, _ in shown:
        sheet.line([x(year - 0.5)] * 2, [top - 22, low], "soft", 1.5, (3, 3))


def _pieces(points: Sequence[tuple[int, Fact]], broken: set[int]) -> list[list[tuple[int, Fact]]]:
    """A series cut where a year is without figure, and before every break."""
    pieces: list[list[tuple[int, Fact]]] = []
    for year, fact in sorted(points, key=lambda p: p[0]):
        if not fact.ok:
            continue
        last = pieces[-1][-1][0] if pieces else None
        if last != year - 1 or year in broken:
            pieces.append([])
        pieces[-1].append((year, fact))
    return pieces


def _lines(sheet: Drawing, series: Sequence, broken: set[int], x: Callable[[float], float], at: Callable[[float], float]) -> None:
    import seaborn as sns  # slow to import (it takes scipy.stats with it): only where years are drawn

    rows = [
        (x(year), at(f.value), *_look(i), f"{i}-{n}")
        for i, (_, points) in enumerate(series)
        for n, piece in enumerate(_pieces(points, broken))
        for year, f in piece
    ]
    frame = pd.DataFrame(rows, columns=["x", "y", "token", "marker", "piece"])
    palette = {t: paint(t) for t in frame["token"].unique()}
    sns.lineplot(
        frame, x="x", y="y", hue="token", palette=palette, units="piece", estimator=None, linewidth=2.5, legend=False, clip_on=False, ax=sheet.axis
    )
    for place in rows:
        sheet.mark(*place[:4], 8)


def _look(i: int) -> tuple[str, str]:
    """The colour and the mark of the series number i."""
    return PALETTE[i % len(PALETTE)], MARKERS[i % len(MARKERS)]


@dataclass(frozen=True)
class _End:
    """The end of a line: its last point and its name."""

    year: int
    fact: Fact
    figure: str
    lines: Sequence[str]

    @property
    def size(self) -> float:
        return LEADING * (1 + len(self.lines)) + 4


def _ends(series: Sequence[tuple[str, Sequence[tuple[int, Fact]]]]) -> dict[int, _End]:
    found = {}
    latest = max(year for _, points in series for year, f in points if f.ok)
    for i, (name, points) in enumerate(series):
        known = [p for p in points if p[1].ok]
        if known:
            year, fact = max(known, key=lambda p: p[0])
            figure = _words(fact) if year == latest else text("chart.until", value=_words(fact), year=year)
            found[i] = _End(year, fact, figure, wrapped(name, WIDTH - ENDS))
    return found


def _ends_named(sheet: Drawing, ends: dict[int, _End], x: Callable[[float], float], at: Callable[[float], float], room: tuple[float, float]) -> None:
    """The lines' last figures and names, beside their last points and never over each other."""
    wanted = [at(e.fact.value) for e in ends.values()]
    for (i, end), place, y in zip(ends.items(), dodged(wanted, [e.size for e in ends.values()], *room), wanted, strict=True):
        sheet.line([x(end.year) + 6, ENDS - 4], [y, place], _look(i)[0])
        start = sheet.block(ENDS, place - end.size / 2 + 2, [end.figure], bold=True)
        sheet.block(ENDS, start, end.lines)


def _values(sheet: Drawing, series: Sequence, x: Callable[[float], float], at: Callable[[float], float], shown: Sequence) -> None:
    """Every other figure over or under its point, where there is room."""
    taken = [_around(x(y), at(f.value), 10, 8) for _, points in series for y, f in points if f.ok]
    taken += [b for _, points in series for b in _along([(x(y), at(f.value)) for y, f in points if f.ok])]
    taken += [(x(y - 0.5) - 2, 0, x(y - 0.5) + 2, at(0)) for y, _ in shown]
    for _, points in series:
        known = sorted((p for p in points if p[1].ok), key=lambda p: p[0])
        for year, fact in known[:-1]:
            words = _words(fact)
            for down in (-8, 17):
                box = _around(x(year), at(fact.value) + down - 4, width(words), 10)
                if box[3] < at(0) - 1 and not any(_meet(box, other) for other in taken):
                    sheet.say(x(year), at(fact.value) + down, words, anchor="center")
                    taken.append(box)
                    break


def _around(x: float, y: float, wide: float, high: float) -> tuple[float, float, float, float]:
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def _along(points: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float, float, float]]:
    """Small boxes along the lines between points."""
    for (x1, y1), (x2, y2) in pairwise(points):
        for i in range(1, 24):
            yield _around(x1 + (x2 - x1) * i / 24, y1 + (y2 - y1) * i / 24, 2, 2)


def _meet(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def described_years(series: Sequence[tuple[str, Sequence[tuple[int, Fact]]]], breaks: Sequence[tuple[int, str]]) -> list[str]:
    """Shares over years in words, a sentence a series and one a break."""
    lines = [text("chart.described", label=name, parts=_named([(str(y), f) for y, f in points])) for name, points in series]
    return lines + [text("chart.described_break", year=year, words=words) for year, words in breaks]


# A chart on a page.


def figure(id_: str, finding: str, subtitle: str, plot: Html, description: Sequence[str] | str, data: Html) -> Html:
    """A chart with its finding as title, what it shows, and behind a click the same in words and figures."""
    caption = element(
        "figcaption", join([element("p", finding, class_="finding-title"), *([element("p", subtitle, class_="sub")] if subtitle else [])])
    )
    told = element("p", description) if isinstance(description, str) else element("ul", join([element("li", d) for d in description]))
    inside = join([markup(p) for p in (told if description else "", data) if p])
    details = element("details", join([element("summary", text("chart.details")), inside])) if inside else Html("")
    return element("figure", join([caption, plot, *([details] if details else [])]), class_="chart", id=id_)
