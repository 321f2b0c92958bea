"""What a finding says: the figure it accuses, what follows instead, numbers in words."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from helpers.audit.record import MONEY, Figure
from helpers.counting import families
from helpers.facts import Fact
from helpers.rounding import rounded
from helpers.wording import number, of_text, text

SEVERITIES = ("error", "claim", "unreconciled", "reading")
COLUMNS = ["rule", "severity", "source", "line", "printed", "computed", "message"]  # of findings.csv
MONEY_WORDS = {"SEK": "kr", "tkr": "tkr", "mkr": "mkr"}


@dataclass(frozen=True)
class Accused:
    """One printed figure or claim that a finding accuses, and what follows instead, in `unit`.

    `computed` is '' where nothing single follows; `by` says what it follows from: other prints, or a fact.
    """

    source: str
    line: int
    printed: str
    computed: str = ""
    unit: str = field(default="", compare=False)
    by: str = field(default="prints", compare=False)

    @property
    def follows(self) -> str:
        """What follows instead, as a reader sees it."""
        return shown(Decimal(self.computed), self.unit) if self.computed else ""


@dataclass(frozen=True)
class Finding:
    """What is wrong, in words a board member understands and an editor can mend the print by."""

    rule: str
    severity: str
    accused: tuple[Accused, ...]
    message: str
    not_ocr: str
    consequence: str


def accuse(figure: Figure, computed: Fraction | Decimal | int | None = None) -> Accused:
    """A figure as the accused of a finding; `computed` is what follows instead, in the figure's base unit.

    It is written in the printed unit.
    """
    plain = "" if computed is None else _plain(Fraction(computed) / MONEY.get(figure.unit, 1), figure)
    return Accused(figure.source, figure.line, figure.printed, plain, figure.unit)


def accuse_by_ledger(
    figure: Figure, booked: Fact | None, computed: Fraction | Decimal | int | None = None
) -> Accused:
    """A figure as the accused of a finding: what follows is what the ledger gives, else `computed`."""
    if booked is None:
        return accuse(figure, computed)
    return replace(accuse(figure, figure.printing(booked) * MONEY[figure.unit]), by="fact")


def ledger_words(figure: Figure, booked: Fact | None) -> str:
    """What the ledger gives instead of a figure, as the figure would print it, after a finding's words."""
    if booked is None:
        return ""
    by = "definitions" if families.is_declared(booked.rule) else "ledger"
    return text(f"finding.by.{by}", year=figure.year, amount=shown(figure.printing(booked), figure.unit))


def _plain(value: Fraction, figure: Figure) -> str:
    """A number as data: decimal point, no grouping; a decimal more than the print where it needs it."""
    exact = next((d for d in range(figure.decimals + 1) if (value * 10**d).denominator == 1), None)
    decimals = figure.decimals + 1 if exact is None else exact
    if figure.unit in MONEY:
        decimals = 0
    return str(Decimal(int(rounded(value, decimals) * 10**decimals)).scaleb(-decimals))


def shown(value: Fraction | int | Decimal, unit: str = "count", decimals: int | None = None) -> str:
    """A number with its unit as a finding prints it; decimals only as many as it has (at most two)."""
    exact = Fraction(value)
    if decimals is None:
        decimals = next((d for d in (0, 1, 2) if (exact * 10**d).denominator == 1), 1)
    words = {"percent": "%", "percentage-points": text("unit.percentage-points"), **MONEY_WORDS}.get(unit, "")
    return number(exact, decimals) + (f"\u00a0{words}" if words else "")


def share_shown(fact: Fact) -> str:
    """A share as a finding prints it: `84,6 % (11/13)`; the counts only where the fact has them.

    >>> share_shown(Fact(2019, "x", "share:to-work", value=0.22)).replace("\u00a0", " ")
    '22,0 %'
    """
    counts = f" ({of_text(*fact.counts)})" if fact.has_counts else ""
    return shown(100 * fact.fraction, "percent", 1) + counts


def line_words(figures: Iterable[Figure]) -> str:
    """`rad 768` or `rad 768, 780`."""
    lines = sorted({f.line for f in figures})
    return text("finding.line" if len(lines) == 1 else "finding.lines", lines=", ".join(map(str, lines)))
