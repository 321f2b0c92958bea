"""The numbers that a claim in words is about, and what a relation answers."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from helpers.audit.case import Case
from helpers.audit.finding import share_shown, shown
from helpers.audit.record import Figure, Key
from helpers.audit.registers import Claim, key_of

SAME_POINTS = 3  # percentage points within which shares are called the same
EXACT = ("share:", "question:")  # shares whose counts the accounts print; a population is not printed


@dataclass(frozen=True)
class Value:
    """A number a claim is about: exact where its fraction is known, as printed elsewhere; `key` names it."""

    exact: Fraction
    figure: Figure | None
    words: str
    key: Key | None = None


Told = tuple[str, list[Value]]  # why the figures do not carry the claim, and which
Verdict = Told | None
Relation = Callable[[Case, Claim], Verdict]


class Unknown(Exception):
    """A figure that a claim is about is neither printed nor derived: the register is wrong."""


class Undelivered(Exception):
    """A figure that a claim is about is not printed, and not derived as nothing is delivered for it."""


def value(case: Case, claim: Claim, words: str) -> Value:
    """The number that a claim's key means: the print nearest the claim; exact where the data give it.

    Raises:
        Unknown: the figure is neither printed nor derived.
        Undelivered: the same, for want of a delivery.
        RecordError: the words are neither a number nor a key.
    """
    plain = words.replace(",", ".")
    if plain.lstrip("-").replace(".", "", 1).isdigit():
        return Value(Fraction(plain), None, shown(Fraction(plain), "percent" if is_share(claim) else "count"))
    key = key_of(words, claim.row)
    prints = [f for f in case.anywhere(*key) if f.source == claim.source] or case.anywhere(*key)
    fact = case.fact(key)
    figure = min(prints, key=lambda f: abs(f.line - claim.line), default=None)
    if fact is None or (figure is not None and not key[2].startswith(EXACT)):
        if figure is None:
            raise Undelivered if case.lacks(key) else Unknown(words)
        return as_printed(figure)
    if fact.unit != "share":
        return Value(fact.fraction, None, shown(fact.fraction), key)
    exact = 100 * fact.fraction
    if figure is None or abs(exact - figure.amount) < figure.step:
        return Value(exact, figure, share_shown(fact), key)
    return as_printed(figure)


def as_printed(figure: Figure) -> Value:
    """A printed figure as a claim's number, in its base unit."""
    return Value(figure.amount, figure, shown(figure.number, figure.unit), figure.key)


def pair(case: Case, claim: Claim) -> tuple[Value, Value]:
    """The first number on each side of a claim.

    Raises:
        Unknown: a figure is neither printed nor derived.
    """
    return value(case, claim, claim.left[0]), value(case, claim, claim.right[0])


def is_share(claim: Claim) -> bool:
    """Whether a claim is about shares."""
    return any(part in claim.left[0] for part in EXACT)
