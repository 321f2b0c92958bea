"""Participants and their outcomes as charts: one place's flow of people, and many places beside each other."""

import math
from collections.abc import Sequence

from helpers.facts import Fact
from helpers.pages.charts import PALETTE, each_printed, only_words, printed
from helpers.pages.drawing import LEADING, TEXT, WIDTH, Drawing, dodged, drawing, wrapped
from helpers.pages.elements import Html
from helpers.wording import fact_text, text

COLUMNS, THICK = (118.0, 192.0), 34.0  # the flow
PANEL, GAP = 168.0, 24.0  # many places


def flow(
    id_: str, came: Sequence[tuple[str, Fact]], left: Sequence[tuple[str, Fact]], total: Fact, alt: str
) -> Html:
    """Two columns of the same people: who came, and where they were at the end of the year."""
    if not total.ok:
        return only_words(id_, printed(total), alt)
    sides = [
        _Side(came, ("carried", "new"), COLUMNS[0] - 14, "right"),
        _Side(left, PALETTE, COLUMNS[1] + THICK + 14, "left"),
    ]
    tall = max(200.0, *(sum(s.sizes) for s in sides))
    unit = tall / max(total.value, *(sum(f.value for _, f in s.parts if f.ok) for s in sides), 1)
    with drawing() as sheet:
        sheet.say(0, 11, text("chart.total", total=printed(total)), bold=True)
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
        self.labels = [(wrapped(printed(f), room, TEXT, True), wrapped(name, room)) for name, f in parts]
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
    for centre, place, size, (figure, name) in zip(
        centres, dodged(centres, side.sizes, top, top + tall), side.sizes, side.labels, strict=True
    ):
        sheet.line([edge, side.at + (3 if side.anchor == "right" else -3)], [centre, place], "soft")
        start = sheet.block(side.at, place - size / 2 + 3, figure, bold=True, anchor=side.anchor)
        sheet.block(side.at, start, name, anchor=side.anchor)


def described_flow(
    came: Sequence[tuple[str, Fact]], left: Sequence[tuple[str, Fact]], total: Fact
) -> list[str]:
    """The flow in words."""
    if not total.ok:
        return [fact_text(total)]
    return [
        text("chart.described_flow", total=fact_text(total), came=each_printed(came), left=each_printed(left))
    ]


# Outcomes of many places.


def multiples(
    id_: str, panels: Sequence[tuple[str, Sequence[tuple[str, Fact]]]], reference: Sequence[Fact], alt: str
) -> Html:
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


def _panel(
    sheet: Drawing,
    rows: Sequence[tuple[str, Fact]],
    reference: Sequence[Fact],
    x: float,
    y: float,
    unit: float,
) -> float:
    if not any(f.ok for _, f in rows):
        words = printed(rows[0][1]) if rows else text("state.missing")
        return sheet.block(x, y, wrapped(words, PANEL), token="soft")
    for i, (name, fact) in enumerate(rows):
        y = sheet.block(x, y, wrapped(name, PANEL)) + 4
        sheet.say(x + PANEL, y + 8, printed(fact), bold=True, anchor="right")
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
        text(
            "chart.described",
            label=name,
            parts=each_printed(rows) if any(f.ok for _, f in rows) else text("state.missing").lower(),
        )
        for name, rows in panels
    ]
