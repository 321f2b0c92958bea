"""That a ledger names somebody: told by kind, never by what stands there."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from helpers import identity
from helpers.faults import Faults
from helpers.masking import freetext
from helpers.reading import limits

_DIGITS, _MANY_DIGITS = re.compile(r"\d+"), re.compile(r"(?:\D*\d){7}")  # as many as a phone number has
_APART = "\n" * 4  # further than a number's groups can stand from each other
_AT_ONCE = 200


@dataclass
class Texts:
    """The different texts of vouchers and the line where each stands first; no further than here.

    Those with few digits are the same whatever their numbers. `has_more`: than are kept.
    """

    lines: dict[str, int] = field(default_factory=dict)
    has_more: bool = False

    def add(self, line: int, text: str) -> None:
        """A text of a line."""
        said = text if _MANY_DIGITS.match(text) else _DIGITS.sub("0", text)
        if said in self.lines:
            return
        if len(self.lines) < limits.MAX_LEDGER_TEXTS:
            self.lines[said] = line
        else:
            self.has_more = True

    def found(self, places: Collection[str]) -> dict[str, int]:
        """What can point out a person in the texts, by kind, and the first line of each."""
        told: dict[str, int] = {}
        texts = list(self.lines)
        for first in range(0, len(texts), _AT_ONCE):
            for at, kind in freetext.found(_APART.join(texts[first : first + _AT_ONCE]), places):
                told.setdefault(kind, self.lines[texts[first + (at - 1) // len(_APART)]])
            if len(told) == len(freetext.KINDS):
                break
        return told


def tell(texts: Texts, firm: tuple[int, str], places: Collection[str], faults: Faults) -> None:
    """Flag each kind of what can point out a person in the firm's number and in the texts of vouchers."""
    line, number = firm
    if identity.looks_like(number):
        faults.flag("ledger_firm", row=line)
    for kind, first in texts.found(places).items():
        faults.flag(f"ledger_{kind}", row=first)
    if texts.has_more:
        faults.note("ledger_texts", most=limits.MAX_LEDGER_TEXTS)
