"""Figures that somebody typed in a text of the annual report: whether a fact bears each out.

What is a day, a year, a paragraph, a law's number, a numbered part or an age that the year defines is none.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from fractions import Fraction

from helpers.checks.own_words.figures_said import figures_said
from helpers.checks.own_words.known import Known
from helpers.checks.own_words.placeholders import reference
from helpers.checks.own_words.spoken import Figure, tokens
from helpers.checks.own_words.subjects import understood
from helpers.facts import KRONOR, Fact
from helpers.language.prose import KR, TKR
from helpers.rounding import half_away

MKR = "mkr"
_SIZES = {KR: 1, TKR: 1_000, MKR: 1_000_000}
_WRITTEN = {"kr": KR, "kronor": KR, "tkr": TKR, "mkr": MKR, "mnkr": MKR, "miljon": MKR, "miljoner": MKR}
_MONEY_FROM = 1_000  # a number without a unit that is no money: ”varav 12 573” is


@dataclass(frozen=True)
class Digits:
    """A figure that is typed, whether a fact bears it out, and that fact or the nearest one.

    `unit` is how the fact has to be asked for to be printed like it: `tkr`, '' where it need not be said.
    """

    words: str
    holds: bool
    fact: Fact | None
    unit: str = ""


def digits(words: str, filled_in: Sequence[Fact], known: Known) -> Iterator[Digits]:
    """Every figure typed with digits in a sentence, in which facts stand where it has `spoken.FACT`."""
    sentence = understood(words, tokens(words), filled_in, known)
    for said in figures_said(sentence, known):
        if said.figure.in_words or not any(c.isdigit() for c in said.words):
            continue
        if said.holds:
            yield Digits(said.words, True, said.fact)
        elif said.figure.unit in ("money", "count") and (money := _money(said.figure, said.words, known)):
            yield money
        else:
            yield Digits(said.words, False, said.fact)


def _money(figure: Figure, words: str, known: Known) -> Digits | None:
    """An amount; None for a number that may be none and that no amount bears out."""
    unit = _WRITTEN.get(words.split()[-1].lower(), "")
    if figure.unit == "count" and figure.low < _MONEY_FROM:
        return None
    amounts = [f for y in known.facts for f in known.at([y], [known.place]) if f.unit == KRONOR]
    for size in [unit] if unit else [KR, TKR]:
        if equal := [f for f in amounts if _printed(f, size, figure.decimals) == figure.low]:
            return Digits(words, True, _plainest(equal, known), size)
    if figure.unit == "count":
        return None
    return Digits(words, False, _nearest(figure, unit or KR, amounts, known), unit or KR)


def _printed(fact: Fact, unit: str, decimals: int) -> Fraction:
    """The size of an amount as a text prints it, without its sign."""
    return Fraction(half_away(abs(fact.fraction) / _SIZES[unit], decimals))


def _plainest(facts: Iterable[Fact], known: Known) -> Fact:
    return min(facts, key=lambda f: (f.year != known.year, len(f.measure), f.key))


def _nearest(figure: Figure, unit: str, amounts: Iterable[Fact], known: Known) -> Fact | None:
    """The amount that is most alike, digit for digit, and then the nearest in size: a slip of the pen."""
    typed = str(figure.low)

    def unlike(fact: Fact) -> tuple[float, Fraction, bool, int]:
        shown = _printed(fact, unit, figure.decimals)
        alike = SequenceMatcher(None, typed, str(shown), autojunk=False).ratio()
        return -alike, abs(shown - figure.low), fact.year != known.year, len(fact.measure)

    return min(amounts, key=unlike, default=None)


def told(found: Digits, known: Known) -> str:
    """How the fact of a figure is asked for in a text; '' where there is none."""
    if found.fact is None:
        return ""
    unit = f"|{found.unit}" if found.unit and found.fact.unit == KRONOR else ""
    return reference(found.fact, known) + unit
