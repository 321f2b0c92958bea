"""A text of somebody's own as pages show it: headings, paragraphs and points, with the facts filled in."""

from dataclasses import dataclass, replace

from helpers.facts import KRONOR, Fact
from helpers.language.words import Words
from helpers.wording import NO_BREAK_SPACE, amount_text, fact_text, marked, text

KR, TKR = "kr", "tkr"  # what an amount may be printed in
HEADING, PARAGRAPH, POINT = "heading", "paragraph", "point"


@dataclass(frozen=True)
class Filled:
    """A fact as a text asks for it: in `kr` or `tkr`, without its sign, with so many decimals."""

    fact: Fact
    unit: str = ""
    is_unsigned: bool = False
    decimals: int = 0


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph or a point: words, and the facts that stand among them."""

    kind: str
    parts: tuple[str | Fact | Filled, ...]


def filled_text(filled: Filled) -> Words:
    """A fact as its text asks for it.

    >>> from decimal import Decimal
    >>> result = Fact(2019, "x", "economy:result", value=Decimal("-999684.10"), unit="SEK", state="ok")
    >>> asked = [Filled(result), Filled(result, TKR), Filled(result, TKR, is_unsigned=True)]
    >>> [filled_text(one).plain.replace(NO_BREAK_SPACE, " ") for one in asked]
    ['−999 684 kr', '−1 000 tkr', '1 000 tkr']
    """
    fact = filled.fact
    if not fact.ok:
        return fact_text(fact)
    shown = replace(fact, value=abs(fact.fraction)) if filled.is_unsigned else fact
    if fact.unit != KRONOR or filled.unit != TKR:
        return fact_text(shown, filled.decimals)
    thousands = amount_text(shown.fraction / 1000, filled.decimals)
    return marked(fact, f"{thousands}{NO_BREAK_SPACE}{text('unit.thousands')}")


@dataclass(frozen=True)
class OwnText:
    """What an office says of a place in words of its own; one that is stopped is left out."""

    blocks: tuple[Block, ...]
    is_stopped: bool = False
