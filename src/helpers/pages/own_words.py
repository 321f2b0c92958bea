"""What the office says of a place in words of its own, with the facts as the page prints them."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from helpers.facts import Fact
from helpers.language.prose import HEADING, POINT, Filled, OwnText, filled_text
from helpers.language.prose import Block as Written
from helpers.language.words import Text, joined
from helpers.pages.blocks import paragraph, section
from helpers.pages.document import NOTHING, Block, Division, Heading, Paragraph, join, points
from helpers.paths import LANGUAGES, spoken
from helpers.wording import declared, text

ID = "del-own"


def own_words(told: OwnText | None) -> Block:
    """The section of an office's text; that it is left out where it is, and nothing where there is none."""
    if told is None:
        return NOTHING
    if told.is_stopped:
        return section(ID, text("own.title"), paragraph("own.stopped"))
    return section(ID, text("own.title"), *written_blocks(told.blocks))


def own_words_id(told: OwnText | None) -> dict[str, str]:
    """The section's id and title, for the page's contents."""
    return {} if told is None else {ID: text("own.title")}


def written_blocks(written: Sequence[Written], level: int = 3) -> Iterator[Block]:
    """What somebody wrote as blocks of a page, its headings on a level; in Swedish, which other pages say."""
    blocks = _blocks(written, level)
    if spoken() == LANGUAGES[0]:
        yield from blocks
    else:
        yield Division(join(list(blocks)), lang=LANGUAGES[0])


def _blocks(written: Sequence[Written], level: int) -> Iterator[Block]:
    for is_point, of_a_kind in groupby(written, key=lambda block: block.kind == POINT):
        if is_point:
            yield points(_words(block) for block in of_a_kind)
            continue
        for block in of_a_kind:
            yield Heading(level, _words(block)) if block.kind == HEADING else Paragraph(_words(block))


def _words(block: Written) -> Text:
    """Its words; figures that were typed have been held against the facts."""
    return joined("", [_part(part) for part in block.parts])


def _part(part: str | Fact | Filled) -> Text:
    if isinstance(part, Fact | Filled):
        return filled_text(part if isinstance(part, Filled) else Filled(part))
    return declared(part) if any(c.isdigit() for c in part) else part
