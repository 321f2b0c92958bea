"""How facts look as charts, what all kinds share: they print facts, and compute only where things stand."""

from collections.abc import Callable, Sequence
from typing import TypeGuard

from markupsafe import Markup

from helpers.facts import Fact
from helpers.pages.document import NOTHING, Block, Chart, Content, Details, Paragraph, join, points
from helpers.pages.drawing import WIDTH, Drawing, drawing, wrapped
from helpers.wording import NO_BREAK_SPACE, fact_text, percent_text, text
from helpers.words import Text, joined

OUTCOME_COLOURS = ("work", "studies", "other-solution", "dropped-out")  # in the order of the definitions
REMAINING = "remaining"  # those who have no outcome yet


def outcome_colour(i: int) -> str:
    """The colour of the outcome number i of the definitions; where they are many, the colours begin again.

    >>> [outcome_colour(i) for i in (0, 3, 4)]
    ['work', 'dropped-out', 'work']
    """
    return OUTCOME_COLOURS[i % len(OUTCOME_COLOURS)]


def figure(
    id_: str,
    finding: Text,
    subtitle: Content,
    plot: Markup,
    description: Sequence[Text] | Text,
    data: Block = NOTHING,
) -> Chart:
    """A chart with its finding as title, what it shows, and behind a click the same in words and figures."""
    told = Paragraph(description) if isinstance(description, Text) else points(description)
    inside = [part for part in (told if description else NOTHING, data) if part]
    details = Details(text("chart.details"), join(inside)) if inside else NOTHING
    return Chart(id_, finding, subtitle, plot, details)


def has_value(fact: Fact | None) -> TypeGuard[Fact]:
    """Whether there is a fact, and a figure in it that can be drawn."""
    return fact is not None and fact.ok and fact.value is not None


def size(fact: Fact) -> float:
    """A fact's value as a drawing measures it: people for a count, 0 to 1 for a share.

    Raises:
        ValueError: it has no value.
    """
    return float(fact.fraction)


def printed(fact: Fact) -> str:
    """A fact as the drawing prints it; a bound of an interval is a share without people of its own."""
    words = fact_text(fact).plain
    return words.replace(" ", NO_BREAK_SPACE) if fact.ok else words


def each_printed(pairs: Sequence[tuple[Text, Fact]]) -> Text:
    """Named facts as one line of words: `Arbete 12, Studier 3`."""
    return joined(", ", (text("chart.point", name=name, value=fact_text(f)) for name, f in pairs))


def only_words(id_: str, words: str, alt: Text) -> Markup:
    """What stands in a chart's place where there is nothing to draw."""
    with drawing() as sheet:
        return sheet.inline(sheet.block(0, 4, wrapped(words, WIDTH), bold=True, token="soft") + 4, id_, alt)


def scale(low: float, high: float, top: float) -> Callable[[float], float]:
    """Where a share stands, in units: 0 at `low`, `top` at `high`."""
    return lambda share: low + (high - low) * share / top


def axis(sheet: Drawing, x: Callable[[float], float], percents: Sequence[int]) -> float:
    """The figures of a common scale, at the top; the y where they end."""
    for p in percents:
        sheet.say(x(p / 100), 10, percent_text(p, 100), token="soft", anchor="center")
    return 18.0


def track(sheet: Drawing, x: Callable[[float], float], percents: Sequence[int], y: float) -> None:
    """A row's own piece of the scale, drawn in one stroke."""
    places = [x(p / 100) for p in percents]
    sheet.line(
        [p for p in places for _ in range(4)], [v for _ in places for v in (y, y - 5, y + 5, y)], "grid"
    )
