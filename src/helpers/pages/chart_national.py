"""A funnel plot: shares by how many people each is of, between the limits that chance alone keeps to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from helpers.facts import Fact
from helpers.language.words import Text, plain
from helpers.pages.chart_funnel import Limits
from helpers.pages.charts import rounded_up, scale, size
from helpers.pages.drawing import LEADING, SMALL, WIDTH, Drawing, dodged, drawing, width
from helpers.wording import number, percent_text

LEFT, RIGHT, TOP, BOTTOM = 44.0, WIDTH - 8, 12.0, 222.0
HEIGHT = BOTTOM + 40
MOST_NAMED = 5  # names in a drawing; the text beside it tells them all


@dataclass(frozen=True)
class Point:
    """An association's share and its limits; `name` where it is outside what chance brings."""

    share: Fact
    near: Limits
    far: Limits
    name: str = ""


@dataclass(frozen=True)
class Plot:
    """Where shares and numbers of people stand."""

    x: Callable[[float], float]
    y: Callable[[float], float]
    percents: Sequence[int]
    people: Sequence[int]


def funnel(id_: str, average: Fact, points: Sequence[Point], words: Text, alt: Text) -> Markup:
    """A point an association, the average dashed, limits as lines: thick at 95 %, thin at 99.8 %.

    `words` name what the share is of, along the lower side.
    """
    with drawing() as sheet:
        plot = _plot(points)
        _axes(sheet, plot, words)
        ordered = sorted(points, key=lambda p: p.share.counts[1])
        for end in (0, 1):
            _limit(sheet, plot, [(p.share, p.near[end]) for p in ordered], 2.0)
            _limit(sheet, plot, [(p.share, p.far[end]) for p in ordered], 1.0)
        level = plot.y(size(average))
        sheet.line([LEFT, RIGHT], [level, level], "target", 1.5, (4, 3))
        for point in points:
            at = plot.x(point.share.counts[1]), plot.y(size(point.share))
            token, shape, wide = ("target", "D", 8.0) if point.name else ("all", "o", 5.5)
            sheet.mark(*at, token, shape, wide)
        _names(sheet, plot, [p for p in points if p.name])
        return sheet.inline(HEIGHT, id_, alt)


def _plot(points: Sequence[Point]) -> Plot:
    percents = rounded_up(max(size(f) for p in points for f in (p.share, *p.near)))
    people = _rounded(max(p.share.counts[1] for p in points))
    x, y = scale(LEFT, RIGHT, people[-1]), scale(BOTTOM, TOP, percents[-1] / 100)
    return Plot(x, y, percents, people)


def _rounded(most: int) -> list[int]:
    """Numbers of people along the lower side, from nought to the most or more.

    >>> _rounded(419), _rounded(37), _rounded(7)
    ([0, 100, 200, 300, 400, 500], [0, 10, 20, 30, 40], [0, 5, 10])
    """
    steps = (n * 10**power for power in range(8) for n in (1, 2, 5))
    step = next(s for s in steps if most <= 5 * s and s >= 5)
    return list(range(0, most + step, step))


def _axes(sheet: Drawing, plot: Plot, words: Text) -> None:
    for percent in plot.percents:
        y = plot.y(percent / 100)
        sheet.line([LEFT, RIGHT], [y, y], "grid")
        sheet.say(LEFT - 5, y + 4, percent_text(percent, 100), SMALL, token="soft", anchor="right")
    for people in plot.people:
        anchor = "right" if people == plot.people[-1] else "center"
        sheet.say(plot.x(people), BOTTOM + 17, number(people), SMALL, token="soft", anchor=anchor)
    sheet.say(RIGHT, BOTTOM + 17 + LEADING, plain(words), SMALL, token="soft", anchor="right")


def _limit(sheet: Drawing, plot: Plot, ends: Sequence[tuple[Fact, Fact]], thick: float) -> None:
    """A limit as a line through those of the associations, by how many each is of; where the scale has it."""
    top = plot.percents[-1] / 100
    drawn = [(share.counts[1], size(limit)) for share, limit in ends if size(limit) <= top]
    sheet.line([plot.x(n) for n, _ in drawn], [plot.y(limit) for _, limit in drawn], "neutral", thick)


def _names(sheet: Drawing, plot: Plot, named: Sequence[Point]) -> None:
    """Names beside those outside, on the side where there is room, never over each other."""
    if not named or len(named) > MOST_NAMED:
        return
    wanted = [plot.y(size(p.share)) for p in named]
    places = dodged(wanted, [LEADING] * len(named), TOP - 8, BOTTOM)
    for point, y in zip(named, places, strict=True):
        x = plot.x(point.share.counts[1])
        to_left = x + 9 + width(point.name, SMALL, True) > RIGHT
        side = (-9, "right") if to_left else (9, "left")
        sheet.say(x + side[0], y + 4, point.name, SMALL, True, anchor=side[1])
