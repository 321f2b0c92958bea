"""A text of somebody's own as pages show it: headings, paragraphs and points, with the facts filled in."""

from dataclasses import dataclass

from helpers.facts import Fact

HEADING, PARAGRAPH, POINT = "heading", "paragraph", "point"


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph or a point: words, and the facts that stand among them."""

    kind: str
    parts: tuple[str | Fact, ...]


@dataclass(frozen=True)
class OwnText:
    """What an office says of a place in words of its own; one that is stopped is left out."""

    blocks: tuple[Block, ...]
    is_stopped: bool = False
