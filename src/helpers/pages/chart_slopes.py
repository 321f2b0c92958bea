"""Shares of two years as a chart: one line an outcome, from last year's figure to this year's."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from helpers.facts import Fact
from helpers.language.words import Text, joined, plain
from helpers.pages.charts import has_value, outcome_colour, printed, scale, size
from helpers.pages.drawing import LEADING, WIDTH, Drawing, dodged, drawing, wrapped
from helpers.wording import fact_text, text

MARKERS = ("o", "s", "D", "^", "v")
ENDS = (66.0, 196.0)  # where the two years stand
NAMES = 216.0  # where this year's figures and the names begin
LEAST = 170.0  # how tall the lines are at least


@dataclass(frozen=True)
class Slope:
    """One share last year and this year."""

    label: str
    last: Fact
    now: Fact

    @property
    def ends(self) -> tuple[Fact, Fact]:
        return self.last, self.now


def slopes(id_: str, rows: Sequence[Slope], heads: Sequence[tuple[str, Text]], alt: Text) -> Markup:
    """One line an outcome between two years; `heads` are each year and of how many it is."""
    with drawing() as sheet:
        top = _heads(sheet, heads) + 10
        lines = [_lines(r) for r in rows]
        sizes = [LEADING * len(found) + 5 for found in lines]
        low = top + max(LEAST, sum(sizes))
        at = _scale(rows, low - 10, top + 10)
        for end in ENDS:
            sheet.line([end, end], [top, low], "grid")
        for i, row in enumerate(rows):
            _line(sheet, row, i, at)
        _firsts(sheet, rows, at, (top, low))
        _names(sheet, rows, lines, sizes, at, (top, low))
        return sheet.inline(low + 4, id_, alt)


def _scale(rows: Sequence[Slope], low: float, top: float) -> Callable[[float], float]:
    """Where a share stands, from nought to the highest."""
    return scale(low, top, max((size(f) for r in rows for f in r.ends if has_value(f)), default=1.0) or 1.0)


def _heads(sheet: Drawing, heads: Sequence[tuple[str, Text]]) -> float:
    """Which years they are, and under each of how many; the y where they end."""
    for end, (year, count) in zip(ENDS, heads, strict=True):
        sheet.block(end, 0, [year], bold=True, anchor="center")
        sheet.block(end, LEADING, [plain(count)], token="soft", anchor="center")
    return 2 * LEADING


def _line(sheet: Drawing, row: Slope, i: int, at: Callable[[float], float]) -> None:
    token, shape = outcome_colour(i), MARKERS[i % len(MARKERS)]
    known = [(x, at(size(f))) for x, f in zip(ENDS, row.ends, strict=True) if has_value(f)]
    if len(known) == 2:
        sheet.line([x for x, _ in known], [y for _, y in known], token, 2.5)
    for x, y in known:
        sheet.mark(x, y, token, shape, 8)


def _firsts(
    sheet: Drawing, rows: Sequence[Slope], at: Callable[[float], float], room: tuple[float, float]
) -> None:
    """Last year's figures, left of their points and never over each other."""
    known = [(i, r.last) for i, r in enumerate(rows) if has_value(r.last)]
    wanted = [at(size(f)) for _, f in known]
    stands = ENDS[0] - 20
    for (i, fact), y, place in zip(known, wanted, dodged(wanted, [LEADING] * len(known), *room), strict=True):
        sheet.line([ENDS[0] - 6, stands + 3], [y, place], outcome_colour(i))
        sheet.say(stands, place + 4.5, printed(fact), anchor="right")


def _lines(row: Slope) -> list[str]:
    """This year's figure and the name after it, on as many lines as they need."""
    figure = printed(row.now)
    return wrapped(f"{figure} {row.label}", WIDTH - NAMES)


def _names(
    sheet: Drawing,
    rows: Sequence[Slope],
    lines: Sequence[Sequence[str]],
    sizes: Sequence[float],
    at: Callable[[float], float],
    room: tuple[float, float],
) -> None:
    """This year's figures with the names, beside their points and never over each other."""
    wanted = [at(size(r.now)) if has_value(r.now) else room[1] for r in rows]
    for i, (row, y, place) in enumerate(zip(rows, wanted, dodged(wanted, sizes, *room), strict=True)):
        if has_value(row.now):
            sheet.line([ENDS[1] + 6, NAMES - 4], [y, place], outcome_colour(i))
        sheet.block(NAMES, place - sizes[i] / 2 + 2.5, lines[i])


def described_slopes(rows: Sequence[Slope]) -> list[Text]:
    """The lines in words, a sentence each."""
    return [
        text(
            "chart.described",
            label=r.label,
            parts=joined(", ", (text("chart.in_year", year=f.year, value=fact_text(f)) for f in r.ends)),
        )
        for r in rows
    ]
