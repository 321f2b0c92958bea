"""Outcomes of those discharged as charts: one place's bars, one bar a place, many places side by side."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from helpers.facts import Fact
from helpers.language.words import Text, joined
from helpers.pages.charts import axis, counted, has_value, printed, rounded_up, scale, size, verdict
from helpers.pages.drawing import LEADING, TEXT, WIDTH, Drawing, drawing, width, wrapped
from helpers.wording import NO_BREAK_SPACE, decimals_beside, fact_text, inner, result_text, text

HIGH, THIN = 16.0, 10.0  # a bar
PANEL, GAP = 168.0, 24.0  # many places, two beside each other
BESIDE, FIGURES = (122.0, 238.0), 246.0  # one bar a place: where it stands, and where its figures begin


@dataclass(frozen=True)
class Outcome:
    """One bar: a share of those discharged, its goal, what became of the goal, and last year's share.

    `signal` is one of goals.SIGNALS, '' where there is no goal; `last` is None where like is not like.
    """

    label: str
    result: Fact
    target: Fact | None = None
    signal: str = ""
    last: Fact | None = None

    @property
    def decimals(self) -> int:
        return decimals_beside(self.result, self.target)


def bars(id_: str, rows: Sequence[Outcome], alt: Text) -> Markup:
    """One bar an outcome, coloured by what became of its goal; goal and last year's share in words too."""
    percents = _percents([f for r in rows for f in (r.result, r.target, r.last)])
    x = scale(0, WIDTH, percents[-1] / 100)
    with drawing() as sheet:
        y = axis(sheet, x, percents, flush=True)
        for row in rows:
            y = _head(sheet, row, counted(row.result, row.decimals), 0, y, WIDTH)
            if has_value(row.result):
                y = _told(sheet, row, _bar(sheet, row, x, y + 6, HIGH, percents) + 4)
            y += 14
        return sheet.inline(y - 12, id_, alt)


def places(id_: str, rows: Sequence[Outcome], alt: Text) -> Markup:
    """One line a place: the same outcome everywhere, its goal, and a sign for what became of it."""
    percents = _percents([f for r in rows for f in (r.result, r.target)])
    x = scale(*BESIDE, percents[-1] / 100)
    with drawing() as sheet:
        y = axis(sheet, x, (0, percents[-1]))
        for row in rows:
            figures = wrapped(_signed(row, counted(row.result, row.decimals)), WIDTH - FIGURES)
            if has_value(row.result):
                _bar(sheet, row, x, y + 4, THIN)
            ends = sheet.block(WIDTH, y, figures, anchor="right")
            y = max(ends, sheet.block(0, y, wrapped(row.label, BESIDE[0] - 8))) + 6
        return sheet.inline(y - 4, id_, alt)


def multiples(id_: str, panels: Sequence[tuple[Text, Sequence[Outcome]]], alt: Text) -> Markup:
    """One panel a place, two beside each other, all on one scale, each bar with its goal."""
    known = [f for _, rows in panels for r in rows for f in (r.result, r.target)]
    top = _percents(known)[-1] / 100
    with drawing() as sheet:
        y = 0.0
        for i in range(0, len(panels), 2):
            pair = panels[i : i + 2]
            titles = [wrapped(name, PANEL, TEXT, True) for name, _ in pair]
            start = y + LEADING * max(map(len, titles)) + 2
            for n, (lines, (_, rows)) in enumerate(zip(titles, pair, strict=True)):
                at = n * (PANEL + GAP)
                sheet.block(at, start - 2 - LEADING * len(lines), lines, bold=True)
                y = max(y, _panel(sheet, rows, at, start, scale(at, at + PANEL, top)))
            y += 18
        return sheet.inline(y - 14, id_, alt)


def _panel(
    sheet: Drawing, rows: Sequence[Outcome], at: float, y: float, x: Callable[[float], float]
) -> float:
    if not any(has_value(r.result) for r in rows):
        words = printed(rows[0].result) if rows else text("state.missing")
        return sheet.block(at, y, wrapped(words, PANEL), token="soft")
    for row in rows:
        y = _head(sheet, row, _signed(row, printed(row.result, row.decimals)), at, y, PANEL)
        y = _bar(sheet, row, x, y + 4, THIN) + 6 if has_value(row.result) else y + 4
    return y


def _percents(facts: Sequence[Fact | None]) -> range:
    """The percentages of a scale that begins at nought and holds these shares."""
    return rounded_up(max((size(f) for f in facts if has_value(f)), default=1.0))


def _head(sheet: Drawing, row: Outcome, figure: str, at: float, y: float, room: float) -> float:
    """A row's name to the left and its figure to the right; the y where they end."""
    figures = wrapped(figure, room, TEXT, True)
    beside = room - max(width(words, TEXT, True) for words in figures) - 8
    token = "ink" if has_value(row.result) else "soft"
    if beside > room / 3:
        right = sheet.block(at + room, y, figures, bold=True, anchor="right", token=token)
        return max(right, sheet.block(at, y, wrapped(row.label, beside)))
    return sheet.block(at, sheet.block(at, y, wrapped(row.label, room)), figures, bold=True, token=token)


def _bar(
    sheet: Drawing,
    row: Outcome,
    x: Callable[[float], float],
    y: float,
    high: float,
    percents: Sequence[int] = (0,),
) -> float:
    """A share from its zero line, its goal as a tick, last year's as a triangle under it; where it ends."""
    for percent in percents:
        sheet.line([x(percent / 100)] * 2, [y - 3, y + high + 3], "soft" if percent == 0 else "grid")
    if row.result.fraction:
        sheet.bar(x(0), y, x(size(row.result)) - x(0), high, verdict(row.signal).token)
    if has_value(row.target):
        sheet.bar(x(size(row.target)) - 2.5, y - 4, 5, high + 8, "target")
    if not has_value(row.last):
        return y + high
    sheet.mark(min(max(x(size(row.last)), 4), WIDTH - 4), y + high + 6, "soft", "^", 8)
    return y + high + 8


def _told(sheet: Drawing, row: Outcome, y: float) -> float:
    """What became of the goal to the left, in its colour; the goal and last year's share to the right."""
    said, beside = verdict(row.signal), ", ".join(_beside(row))
    signed = said.signed.replace(" ", NO_BREAK_SPACE)
    if signed and beside and width(signed, TEXT, True) + width(beside) + 10 > WIDTH:
        y = sheet.block(0, y, wrapped(signed, WIDTH, TEXT, True), bold=True, token=said.ink)
        return sheet.block(0, y, wrapped(beside, WIDTH), token="soft")
    at, anchor = (WIDTH, "right") if signed else (0.0, "left")
    ends = [sheet.block(0, y, [signed], bold=True, token=said.ink)] if signed else []
    ends += [sheet.block(at, y, [beside], anchor=anchor, token="soft")] if beside else []
    return max(ends, default=y)


def _beside(row: Outcome) -> Iterator[str]:
    if has_value(row.target):
        yield text("chart.target", target=printed(row.target)).replace(" ", NO_BREAK_SPACE)
    if has_value(row.last):
        yield text("chart.in_year", year=row.last.year, value=printed(row.last)).replace(" ", NO_BREAK_SPACE)


def _signed(row: Outcome, figure: str) -> str:
    return f"{_sign(row)}{figure}"


def _sign(row: Outcome) -> str:
    """The sign of what became of the goal, and a blank; nothing where there is no figure or goal."""
    sign = verdict(row.signal).sign if has_value(row.result) else ""
    return sign and sign + NO_BREAK_SPACE


def described(rows: Sequence[Outcome]) -> list[Text]:
    """Bars in words, a sentence a bar."""
    return [text("chart.described", label=r.label, parts=joined(", ", _words(r))) for r in rows]


def _words(row: Outcome) -> Iterator[Text]:
    yield result_text(row.result, row.decimals)
    if not has_value(row.result):
        return
    if has_value(row.target):
        yield text("chart.described_target", target=fact_text(row.target))
    if row.signal:
        yield inner(text(f"signal.{row.signal}"))
    if has_value(row.last):
        yield text("chart.in_year", year=row.last.year, value=fact_text(row.last))


def described_multiples(panels: Sequence[tuple[Text, Sequence[Outcome]]]) -> list[Text]:
    """The panels in words, a sentence a place."""
    return [text("chart.described", label=name, parts=_panel_words(rows)) for name, rows in panels]


def _panel_words(rows: Sequence[Outcome]) -> Text:
    if not any(has_value(r.result) for r in rows):
        return inner(text("state.missing"))
    points = (
        text("chart.point", name=r.label, value=_sign(r) + fact_text(r.result, r.decimals)) for r in rows
    )
    return joined(", ", points)
