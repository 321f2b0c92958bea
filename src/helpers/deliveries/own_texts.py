"""Texts in an office's own words, `data/texts/<year>/<place>.md`, read as text and nothing else.

`#` begins a heading, `-` or `1.` a point, and an empty line parts paragraphs. All other markup is words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from helpers import identity
from helpers.context import Context
from helpers.definitions import Definitions
from helpers.deliveries.files.grid import nearest
from helpers.deliveries.files.taken import taken
from helpers.faults import ASSOCIATION, Faults, Refusal
from helpers.language import letters
from helpers.language.prose import HEADING, PARAGRAPH, POINT
from helpers.masking import freetext, telling
from helpers.reading import encoding, limits
from helpers.reading.directory import entries

FOLDER, ENDING = "texts", ".md"
_OF_FILE = ("beyond_limit", "no_file", "no_right_to_file", "unreadable_file")
_HEADING = re.compile(r"#{1,6}\s+(.*?)[\s#]*")
_POINT = re.compile(r"(?:[-*+•]|\d{1,2}[.)])\s+(.*)")


@dataclass(frozen=True)
class Written:
    """A heading, a paragraph or a point as it was written: its lines, each with its number in the file."""

    kind: str
    lines: tuple[tuple[int, str], ...]

    @property
    def words(self) -> str:
        """Its lines as one."""
        return " ".join(words for _, words in self.lines)

    def line_at(self, place: int) -> int:
        """The line of a character of `words`."""
        end = 0
        for number, words in self.lines:
            end += len(words) + 1
            if place < end:
                return number
        return self.lines[-1][0]


def places(definitions: Definitions) -> list[str]:
    """The places that have a page of their own, and so may have a text."""
    return [*definitions.platform_ids, *definitions.whole_ids, definitions.together.id]


def path_of(context: Context, place: str) -> Path:
    """Where the text of a place lies, whether it is there or not."""
    return context.workspace.texts(context.year) / f"{place}{ENDING}"


def name_of(context: Context, place: str) -> str:
    """How a text is called in findings: its place in the workspace."""
    return path_of(context, place).relative_to(context.workspace.root).as_posix()


def written_for(context: Context) -> list[str]:
    """The places that something lies for among the year's texts."""
    names = {e.name for e in entries(context.workspace.texts(context.year))}
    return [p for p in places(context.definitions) if f"{p}{ENDING}" in names]


def astray(context: Context) -> list[Faults]:
    """What lies among the year's texts and belongs to no page."""
    d, found = context.definitions, []
    known = places(d)
    for entry in entries(context.workspace.texts(context.year)):
        if entry.name.removesuffix(ENDING) in known and entry.name.endswith(ENDING) and not entry.fault:
            continue
        near = nearest(entry.name.removesuffix(ENDING), known)
        name = f"data/{FOLDER}/{context.year}/{telling.file_name(entry.name)}"
        faults = Faults("texts", name, ASSOCIATION)
        faults.flag("own_astray", nearest=f"{near or d.together.id}{ENDING}")
        found.append(faults)
    return found


def read(context: Context, place: str, faults: Faults) -> list[Written]:
    """The text of a place, masked as every free text is; [] where there is none or it cannot be read."""
    path = path_of(context, place)
    if not path.exists() and not path.is_symlink():
        return []
    try:
        content = encoding.decode(taken(path, limits.MAX_OWN_TEXT_BYTES))
    except Refusal as refusal:
        faults.refuse(refusal.code if refusal.code in _OF_FILE else "own_no_text", **refusal.where)
        return []
    for line, kind in freetext.found(content, freetext.places(context.definitions)):
        faults.flag(f"own_{kind}", row=line)
    return list(written(content))


def written(content: str, first: int = 1) -> Iterator[Written]:
    """What stands in a text whose first line has a number, masked as every free text is."""
    shown = identity.mask(letters.printable(letters.seen(content.replace("\r\n", "\n"))))
    kind, gathered = PARAGRAPH, list[tuple[int, str]]()
    for number, line in enumerate([*shown.replace("\r", "\n").split("\n"), ""], first):
        words = line.strip()
        heading, point = _HEADING.fullmatch(words), _POINT.fullmatch(words)
        begins = heading or point
        if gathered and (begins or not words or kind == HEADING):
            yield Written(kind, tuple(gathered))
            kind, gathered = PARAGRAPH, []
        if begins and begins[1]:
            kind, gathered = HEADING if heading else POINT, [(number, begins[1])]
        elif words and not begins:
            gathered.append((number, words))
