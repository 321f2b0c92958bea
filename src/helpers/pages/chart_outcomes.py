"""Participants and their outcomes as charts: one place's flow of people, many places beside each other."""

import math
from collections.abc import Sequence

from markupsafe import Markup

from helpers.facts import Fact
from helpers.pages.charts import REMAINING, each_printed, only_words, outcome_colour, printed, size
from helpers.pages.drawing import LEADING, TEXT, WIDTH, Drawing, dodged, drawing, wrapped
from helpers.wording import fact_text, text
from helpers.words import Text

COLUMNS, THICK = (118.0, 192.0), 34.0  # the flow
PANEL, GAP = 168.0, 24.0  # many places


def flow(
    id_: str, came: Sequence[tuple[str, Fact]], left: Sequence[tuple[str, Fact]], total: Fact, alt: Text
) -> Markup:
    """Two columns of the same people: who came, and where they were at the end of the year.

    `left` are those discharged, an outcome each in the order of the definitions, and last who remained.
    """
    if not total.ok:
        return only_words(id_, printed(total), alt)
    outcomes = [outcome_colour(i) for i in range(len(left) - 1)]
    sides = [
        _Side(came, ("carried", "new")[: len(came)], COLUMNS[0] - 14, "right"),
        _Side(left, (*outcomes, REMAINING), COLUMNS[1] + THICK + 14, "left"),
    ]
    tall = max(200.0, *(sum(s.sizes) for s in sides))
    unit = tall / max(size(total), *(sum(size(f) for _, f in s.parts if f.ok) for s in sides), 1)
    with drawing() as sheet:
        sheet.say(0, 11, text("chart.total", total=printed(total)), bold=True)
        top = _heads(sheet)
        sheet.area(COLUMNS[0] + THICK, top, COLUMNS[1] - COLUMNS[0] - THICK, size(total) * unit, "band")
        for x, side in zip(COLUMNS, sides, strict=True):
            _stack(sheet, side, x, top, tall, unit)
        return sheet.inline(top + tall + 4, id_, alt)


class _Side:
    """One column of the flow: its parts, their colours, and where their labels stand."""

    def __init__(self, parts: Sequence[tuple[str, Fact]], tokens: Sequence[str], at: float, anchor: str):
        self.parts, self.tokens, self.at, self.anchor = parts, tokens, at, anchor
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
        high = size(fact) * unit if fact.ok else 0.0
        if high:
            sheet.bar(x, y, THICK, high, token)
        centres.append(y + high / 2)
        y += high
    edge, near = (x, side.at + 3) if side.anchor == "right" else (x + THICK, side.at - 3)
    places = dodged(centres, side.sizes, top, top + tall)
    for centre, place, room, (figure, name) in zip(centres, places, side.sizes, side.labels, strict=True):
        sheet.line([edge, near], [centre, place], "soft")
        start = sheet.block(side.at, place - room / 2 + 3, figure, bold=True, anchor=side.anchor)
        sheet.block(side.at, start, name, anchor=side.anchor)


def described_flow(
    came: Sequence[tuple[str, Fact]], left: Sequence[tuple[str, Fact]], total: Fact
) -> list[Text]:
    """The flow in words."""
    if not total.ok:
        return [fact_text(total)]
    return [
        text("chart.described_flow", total=fact_text(total), came=each_printed(came), left=each_printed(left))
    ]


# Outcomes of many places.


def multiples(
    id_: str, panels: Sequence[tuple[Text, Sequence[tuple[str, Fact]]]], reference: Sequence[Fact], alt: Text
) -> Markup:
    """One panel a place, two beside each other, all on one scale; the reference is a tick on each bar.

    The rows of a panel are the outcomes, in the order of the definitions, and `reference` likewise.
    """
    values = [size(f) for f in [*reference, *(f for _, rows in panels for _, f in rows)] if f.ok]
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
        if fact.ok and size(fact):
            sheet.bar(x, y, size(fact) * unit, 9, outcome_colour(i))
        elif fact.ok:
            sheet.line([x, x], [y - 1, y + 10], "soft")
        if fact.ok and i < len(reference) and reference[i].ok:
            sheet.bar(x + size(reference[i]) * unit - 2, y - 3, 4, 15, "target")
        y += 15
    return y


def described_multiples(panels: Sequence[tuple[Text, Sequence[tuple[str, Fact]]]]) -> list[Text]:
    """The panels in words, a sentence a place."""
    return [
        text(
            "chart.described",
            label=name,
            parts=each_printed(rows) if any(f.ok for _, f in rows) else text("state.missing").lower(),
        )
        for name, rows in panels
    ]
