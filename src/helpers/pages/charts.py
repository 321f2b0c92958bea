"""How facts look as charts, what all kinds share: they print facts, and compute only where things stand."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from markupsafe import Markup

from helpers.facts import Fact
from helpers.language.words import Text, joined, plain
from helpers.pages.document import NOTHING, Block, Chart, Content, Details, Paragraph, join, points
from helpers.pages.drawing import Drawing
from helpers.pages.sayable import may_say
from helpers.wording import NO_BREAK_SPACE, fact_text, percent_text, result_text, text

OUTCOME_COLOURS = ("work", "studies", "other-solution", "dropped-out")  # in the order of the definitions


@dataclass(frozen=True)
class Verdict:
    """How what became of a goal is drawn: never by its colour alone.

    `token` fills a shape and `ink` colours words.
    """

    token: str
    ink: str
    sign: str
    words: str

    @property
    def signed(self) -> str:
        """The words after their sign.

        >>> verdict("reached").signed
        '✔ Uppnått'
        """
        return f"{self.sign} {self.words}".strip()


_SIGNS = {
    "reached": ("good", "✔"),
    "reached-uncertain": ("unsure", "≈"),
    "undecided": ("unsure", "?"),
    "not-reached": ("bad", "✘"),
}


def verdict(signal: str) -> Verdict:
    """What became of a goal, one of goals.SIGNALS; '' is no goal."""
    token, sign = _SIGNS.get(signal, ("", ""))
    return Verdict(token or "neutral", token or "soft", sign, text(f"signal.{signal}") if signal else "")


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
    source: Text,
    data: Block = NOTHING,
) -> Chart:
    """A chart with its finding as title, what it shows, its source, and behind a click the same in words."""
    told = Paragraph(description) if isinstance(description, Text) else points(description)
    inside = [part for part in (told if description else NOTHING, data) if part]
    details = Details(text("chart.details"), join(inside)) if inside else NOTHING
    return Chart(id_, finding, subtitle, plot, source, details)


def alternative(finding: Text, drawn: str) -> Text:
    """A chart for those who do not see it: the finding that stands over it, then what is drawn."""
    if plain(finding) == drawn:  # there is none that may be told
        return drawn
    return text("chart.alt", finding=plain(finding).removesuffix("."), drawn=drawn)


def has_value(fact: Fact | None) -> TypeGuard[Fact]:
    """Whether there is a fact, and a figure in it that may be told and so can be drawn."""
    return fact is not None and fact.value is not None and may_say(fact)


def size(fact: Fact) -> float:
    """A fact's value as a drawing measures it: people for a count, 0 to 1 for a share.

    Raises:
        ValueError: it has no value.
    """
    return float(fact.fraction)


def printed(fact: Fact, decimals: int = 0) -> str:
    """A fact as the drawing prints it; a bound of an interval is a share without people of its own."""
    words = plain(fact_text(fact, decimals))
    return words.replace(" ", NO_BREAK_SPACE) if fact.ok else words


def counted(fact: Fact, decimals: int = 0) -> str:
    """A share as the drawing prints it, and after a blank the counts it is made of."""
    return plain(result_text(fact, decimals)).replace(f"{NO_BREAK_SPACE}(", " (")


def each_printed(pairs: Sequence[tuple[Text, Fact]]) -> Text:
    """Named facts as one line of words: `Arbete 12, Studier 3`."""
    return joined(", ", (text("chart.point", name=name, value=fact_text(f)) for name, f in pairs))


def scale(low: float, high: float, top: float, bottom: float = 0.0) -> Callable[[float], float]:
    """Where a share stands, in units: `bottom` at `low`, `top` at `high`."""
    return lambda share: low + (high - low) * (share - bottom) / (top - bottom)


def rounded_up(top: float) -> range:
    """Percentages of a scale from nought, the last at or above the highest share.

    >>> list(rounded_up(0.41)), list(rounded_up(0.4)), list(rounded_up(1))
    ([0, 20, 40, 60], [0, 10, 20, 30, 40], [0, 25, 50, 75, 100])
    """
    step = next(s for s in (5, 10, 20, 25) if 100 * top <= 4 * s or s == 25)
    return range(0, max(step, step * math.ceil(round(100 * top / step, 9))) + 1, step)


def axis(
    sheet: Drawing, x: Callable[[float], float], percents: Sequence[int], y: float = 0.0, flush: bool = False
) -> float:
    """The figures of a common scale, under the top y; the y where they end.

    Where the scale is as wide as the drawing its ends are flush with it.
    """
    ends = {percents[0]: "left", percents[-1]: "right"} if flush else {}
    for p in percents:
        sheet.say(x(p / 100), y + 11, percent_text(p, 100), token="soft", anchor=ends.get(p, "center"))
    return y + 20.0


def track(sheet: Drawing, x: Callable[[float], float], percents: Sequence[int], y: float) -> None:
    """A row's own piece of the scale, drawn in one stroke."""
    places = [x(p / 100) for p in percents]
    sheet.line(
        [p for p in places for _ in range(4)], [v for _ in places for v in (y, y - 5, y + 5, y)], "grid"
    )
