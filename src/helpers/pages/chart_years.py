"""Shares over years as a chart: lines named at their ends, cut where they cannot be compared."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd
from markupsafe import Markup

from helpers.facts import Fact
from helpers.pages.charts import each_printed, only_words, outcome_colour, printed, scale, size
from helpers.pages.drawing import LEADING, WIDTH, Drawing, dodged, drawing, width, wrapped
from helpers.pages.style import paint
from helpers.wording import percent_text, text
from helpers.words import Text

MARKERS = ("o", "s", "D", "^", "v")
PLOT = (44.0, 224.0)  # from the first year to the last
ENDS = 242.0  # where the lines' names begin


def years(
    id_: str,
    series: Sequence[tuple[str, Sequence[tuple[int, Fact]]]],
    breaks: Sequence[tuple[int, str]],
    alt: Text,
) -> Markup:
    """Lines over years, named at their ends; no line crosses a break, a dashed rule before its year."""
    known = [size(f) for _, points in series for _, f in points if f.ok]
    if not known:
        return only_words(id_, text("state.missing"), alt)
    all_years = sorted({y for _, points in series for y, _ in points})
    x = _years_across(all_years)
    ends = _ends(series)
    with drawing() as sheet:
        shown = [(y, words) for y, words in breaks if all_years[0] < y <= all_years[-1]]
        top = _rules_named(sheet, shown, x) + (26 if shown else 20)
        low = top + max(170.0, sum(e.size for e in ends.values()))
        ticks = _ticks(max(known))
        at = scale(low, top, ticks[-1] / 100)
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
        ends = max(
            ends,
            sheet.block(min(max(place, low + half), high - half), 0, lines, token="soft", anchor="center"),
        )
    return ends


def _ground(
    sheet: Drawing,
    at: Callable[[float], float],
    x: Callable[[float], float],
    ticks: Sequence[int],
    all_years: Sequence[int],
    shown: Sequence,
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


def _lines(
    sheet: Drawing,
    series: Sequence,
    broken: set[int],
    x: Callable[[float], float],
    at: Callable[[float], float],
) -> None:
    import seaborn as sns  # slow to import (it takes scipy.stats with it): only where years are drawn

    rows = [
        (x(year), at(size(f)), *_look(i), f"{i}-{n}")
        for i, (_, points) in enumerate(series)
        for n, piece in enumerate(_pieces(points, broken))
        for year, f in piece
    ]
    frame = pd.DataFrame(rows, columns=["x", "y", "token", "marker", "piece"])
    palette = {t: paint(t) for t in frame["token"].unique()}
    sns.lineplot(
        frame,
        x="x",
        y="y",
        hue="token",
        palette=palette,
        units="piece",
        estimator=None,
        linewidth=2.5,
        legend=False,
        clip_on=False,
        ax=sheet.axis,
    )
    for place in rows:
        sheet.mark(*place[:4], 8)


def _look(i: int) -> tuple[str, str]:
    """The colour and the mark of the series number i, an outcome."""
    return outcome_colour(i), MARKERS[i % len(MARKERS)]


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
            figure = printed(fact) if year == latest else text("chart.until", value=printed(fact), year=year)
            found[i] = _End(year, fact, figure, wrapped(name, WIDTH - ENDS))
    return found


def _ends_named(
    sheet: Drawing,
    ends: dict[int, _End],
    x: Callable[[float], float],
    at: Callable[[float], float],
    room: tuple[float, float],
) -> None:
    """The lines' last figures and names, beside their last points and never over each other."""
    wanted = [at(size(e.fact)) for e in ends.values()]
    for (i, end), place, y in zip(
        ends.items(), dodged(wanted, [e.size for e in ends.values()], *room), wanted, strict=True
    ):
        sheet.line([x(end.year) + 6, ENDS - 4], [y, place], _look(i)[0])
        start = sheet.block(ENDS, place - end.size / 2 + 2, [end.figure], bold=True)
        sheet.block(ENDS, start, end.lines)


def _values(
    sheet: Drawing,
    series: Sequence,
    x: Callable[[float], float],
    at: Callable[[float], float],
    shown: Sequence,
) -> None:
    """Every other figure over or under its point, where there is room."""
    taken = [_around(x(y), at(size(f)), 10, 8) for _, points in series for y, f in points if f.ok]
    taken += [b for _, points in series for b in _along([(x(y), at(size(f))) for y, f in points if f.ok])]
    taken += [(x(y - 0.5) - 2, 0, x(y - 0.5) + 2, at(0)) for y, _ in shown]
    for _, points in series:
        known = sorted((p for p in points if p[1].ok), key=lambda p: p[0])
        for year, fact in known[:-1]:
            words = printed(fact)
            for down in (-8, 17):
                box = _around(x(year), at(size(fact)) + down - 4, width(words), 10)
                if box[3] < at(0) - 1 and not any(_meet(box, other) for other in taken):
                    sheet.say(x(year), at(size(fact)) + down, words, anchor="center")
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


def described_years(
    series: Sequence[tuple[str, Sequence[tuple[int, Fact]]]], breaks: Sequence[tuple[int, Text]]
) -> list[Text]:
    """Shares over years in words, a sentence a series and one a break."""
    lines = [
        text("chart.described", label=name, parts=each_printed([(str(y), f) for y, f in points]))
        for name, points in series
    ]
    return lines + [text("chart.described_break", year=year, words=words) for year, words in breaks]
