"""How many people came how far as a chart: one bar a step, each from nought and on one scale."""

from collections.abc import Sequence

from markupsafe import Markup

from helpers.facts import Fact
from helpers.language.words import Text, plain
from helpers.pages.charts import scale, size
from helpers.pages.drawing import TEXT, WIDTH, drawing, width, wrapped

HIGH = 14.0  # a bar
Step = tuple[str, Fact, Text]  # what it is called, how many, and how that is printed


def bars(id_: str, steps: Sequence[Step], alt: Text) -> Markup:
    """One bar a step in the order given, its name and number over it."""
    x = scale(0, WIDTH, max(size(fact) for _, fact, _ in steps) or 1.0)
    with drawing() as sheet:
        y = 0.0
        for label, fact, printed in steps:
            said = plain(printed)
            sheet.block(WIDTH, y, [said], bold=True, anchor="right")
            y = sheet.block(0, y, wrapped(label, WIDTH - width(said, TEXT, True) - 10)) + 4
            if fact.value:
                sheet.bar(0, y, x(size(fact)), HIGH, "all")
            y += HIGH + 10
        return sheet.inline(y - 8, id_, alt)
