"""Amounts as a chart: one bar a row from nought, what it is held against as a tick, both in figures too."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from helpers.facts import Fact
from helpers.language.words import Text, Words, joined, plain
from helpers.pages.charts import has_value, scale, size
from helpers.pages.drawing import TEXT, WIDTH, Drawing, drawing, width, wrapped
from helpers.wording import NO_BREAK_SPACE, amount_text, marked, text

HIGH = 14.0  # a bar
THOUSAND = 1000


@dataclass(frozen=True)
class Amount:
    """One bar: an amount, and what it is held against, the words for that being `beside`.

    Of `costs`, which facts have with a minus, the bar is as long as what was paid.
    """

    label: str
    fact: Fact
    against: Fact | None = None
    beside: str = ""
    is_cost: bool = True

    def size(self, fact: Fact) -> float:
        """How far from nought it is drawn."""
        return -size(fact) if self.is_cost else size(fact)

    def words(self, fact: Fact) -> Text:
        """An amount in thousands of kronor as the chart prints it."""
        exact = -fact.fraction if self.is_cost else fact.fraction
        return marked(fact, amount_text(exact / THOUSAND))

    @property
    def known(self) -> list[Fact]:
        """What of it can be drawn."""
        return [fact for fact in (self.fact, self.against) if has_value(fact)]


def thousands(fact: Fact, signed: bool = False) -> Words:
    """An amount in a sentence: `1 000 tkr`, with its sign or, where words say it, without."""
    exact = fact.fraction if signed else abs(fact.fraction)
    words = text("economy.thousands", amount=amount_text(exact / THOUSAND))
    return marked(fact, words.replace(" ", NO_BREAK_SPACE))


def bars(id_: str, rows: Sequence[Amount], alt: Text) -> Markup:
    """One bar a row, its name and figures over it; nought is where all bars begin."""
    sizes = [row.size(fact) for row in rows for fact in row.known]
    low, high = min([0.0, *sizes]), max([0.0, *sizes]) or 1.0
    x = scale(3, WIDTH - 3, high, low)
    with drawing() as sheet:
        y = 0.0
        for row in rows:
            y = _bar(sheet, row, x, _head(sheet, row, y) + 4) + 10
        return sheet.inline(y - 6, id_, alt)


def _head(sheet: Drawing, row: Amount, y: float) -> float:
    """A row's name to the left, its figures to the right; the y where they end."""
    figure = plain(row.words(row.fact)) if has_value(row.fact) else text("state.missing")
    beside = plain(_beside(row))
    right = width(figure, TEXT, True) + (width(" " + beside) if beside else 0)
    ends = sheet.block(0, y, wrapped(row.label, max(WIDTH - right - 10, WIDTH / 3)))
    sheet.block(WIDTH - (width(" " + beside) if beside else 0), y, [figure], bold=True, anchor="right")
    if beside:
        sheet.block(WIDTH, y, [beside], anchor="right", token="soft")
    return ends


def _beside(row: Amount) -> Text:
    """What the amount is held against, in words."""
    return text(row.beside, value=row.words(row.against)) if has_value(row.against) else ""


def _bar(sheet: Drawing, row: Amount, x: Callable[[float], float], y: float) -> float:
    """The bar from nought and the tick; the y where they end."""
    sheet.line([x(0), x(0)], [y - 3, y + HIGH + 3], "soft")
    if has_value(row.fact) and row.fact.fraction:
        ends = sorted((x(0), x(row.size(row.fact))))
        sheet.bar(ends[0], y, ends[1] - ends[0], HIGH, "all")
    if has_value(row.against):
        sheet.bar(x(row.size(row.against)) - 2.5, y - 4, 5, HIGH + 8, "target")
    return y + HIGH


def described(rows: Sequence[Amount]) -> list[Text]:
    """The bars in words, a sentence a bar."""
    return [text("chart.described", label=row.label, parts=joined(", ", _parts(row))) for row in rows]


def _parts(row: Amount) -> list[Text]:
    if not has_value(row.fact):
        return [text("state.missing")]
    beside = _beside(row)
    return [text("economy.thousands", amount=row.words(row.fact)), *([beside] if beside else [])]
