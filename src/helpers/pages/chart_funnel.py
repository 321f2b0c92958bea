"""Shares beside an average, each with its limits, as a chart: what chance alone could bring of so many."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from helpers.facts import Fact
from helpers.language.words import Text
from helpers.pages.charts import axis, counted, rounded_up, scale, size, track
from helpers.pages.drawing import TEXT, WIDTH, Drawing, drawing, wrapped
from helpers.wording import fact_text, marked, number, text

TRACK, COLUMN = (16.0, 226.0), 244.0
DECIMALS = 1  # of a limit: a share just outside it is never printed as the limit
Limits = tuple[Fact, Fact]  # low and high


@dataclass(frozen=True)
class Beside:
    """One place's share, and its limits: those that one of twenty is outside, and one of five hundred."""

    label: str
    result: Fact
    near: Limits
    far: Limits

    @property
    def where(self) -> str:
        """`inside`, `outside` the nearer limits only, or `far-outside` both."""
        if not _is_within(self.result, self.far):
            return "far-outside"
        return "inside" if _is_within(self.result, self.near) else "outside"


def _is_within(share: Fact, limits: Limits) -> bool:
    return limits[0].fraction <= share.fraction <= limits[1].fraction


def says_nothing(limits: Limits) -> bool:
    """Whether no share at all could be outside: the limits are none and everybody."""
    return (limits[0].fraction, limits[1].fraction) == (0, 1)


def funnel(id_: str, average: Fact, rows: Sequence[Beside], alt: Text) -> Markup:
    """One track a place: a thick line between the nearer limits, a thin one between the others, a dot for
    the share, and the average as a dashed line across.
    """
    percents = rounded_up(max(size(f) for r in rows for f in (r.result, *r.far, average)))
    x = scale(*TRACK, percents[-1] / 100)
    with drawing() as sheet:
        y = axis(sheet, x, (0, percents[-1]))
        for row in rows:
            y = _row(sheet, row, x(size(average)), x, percents, y) + 10
        return sheet.inline(y - 8, id_, alt)


def _row(
    sheet: Drawing,
    row: Beside,
    average: float,
    x: Callable[[float], float],
    percents: Sequence[int],
    y: float,
) -> float:
    start = sheet.block(0, y, wrapped(row.label, WIDTH)) + 1
    middle = start + 9
    track(sheet, x, percents, middle)
    for limits, width in ((row.far, 2), (row.near, 6)):
        sheet.line([x(size(limit)) for limit in limits], [middle, middle], "neutral", width)
    sheet.line([average, average], [middle - 10, middle + 10], "target", 2, (3, 2))
    sheet.mark(x(size(row.result)), middle, "all", "o", 10)
    words = wrapped(counted(row.result, DECIMALS), WIDTH - COLUMN, TEXT, True)
    return max(sheet.block(COLUMN, start + 1, words, bold=True), middle + 9)


def limits_text(limits: Limits) -> Text:
    """`3,4–31,0 %`, from the one limit to the other; in words where no share could be outside."""
    if says_nothing(limits):
        return text("funnel.nothing")
    low = marked(limits[0], number(100 * limits[0].fraction, DECIMALS))
    return text("funnel.span", low=low, high=fact_text(limits[1], DECIMALS))
