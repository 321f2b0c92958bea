"""How much of a table's width each column needs, in characters."""

from collections.abc import Iterable
from math import sqrt

from helpers.language.words import plain
from helpers.pages import document as d


def widths(block: d.Table | d.Heat) -> list[int]:
    """The columns of a table.

    The heads of a heat table are broken where they have to be: the names of its rows need the room.
    """
    if isinstance(block, d.Heat):
        first, *rest = (_width(column) for column in zip(*block.body, strict=True))
        return [first + 1, *(max(6, width) for width in rest)]
    return [_width(column) for column in zip(block.head, *block.body, strict=True)]


def _width(column: Iterable[d.Content]) -> int:
    """A column's longest word, and room for sentences."""
    said = [seen(content) for content in column]
    longest = max((len(word) for words in said for word in words.split(" ")), default=0)
    return max(3, longest, round(8 * sqrt(max(map(len, said)) / 8)))


def seen(content: d.Content) -> str:
    """Content's words that are seen."""
    if isinstance(content, d.Label) and content.kind == "hidden":
        return ""
    if isinstance(content, d.Block):
        return " ".join(map(seen, content.inside()))
    return plain(content)
