"""`data/decisions/<year>.yaml`: what the board is to decide on, by whom and when; the office writes it."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import Field, TypeAdapter, field_validator
from pydantic_core import PydanticCustomError

from helpers import identity
from helpers.defining.definition_parts import Example, Strict
from helpers.definitions import Definitions
from helpers.language import letters
from helpers.reading.definition_faults import Location, nearest, where
from helpers.reading.strict_yaml import document, read, strict_yaml
from helpers.wording import listing, text

MOST = 5  # points: with them the page is still one A4, and two minutes read aloud
_Short, _Long = Field(min_length=1, max_length=60), Field(min_length=1, max_length=160)


class OpenPoint(Strict):
    """What is to be decided: at most a sentence or two, by whom, and the day when it is taken up.

    `place` is the platform or whole whose page shows it too; `comment` is the office's own words to it.
    """

    EXAMPLE: ClassVar[Example] = {
        "point": "Ska målet för studier vara detsamma nästa år?",
        "who": "Arbetsutskottet",
        "when": dt.date(2020, 5, 15),
        "place": "navet",
        "comment": "Underlaget skickas med kallelsen.",
    }

    point: Annotated[str, _Long]
    who: Annotated[str, _Short]
    when: dt.date
    place: str = ""
    comment: Annotated[str, Field(max_length=120)] = ""

    @field_validator("point", "who", "comment")
    @classmethod
    def _one_line(cls, written: str) -> str:
        words = letters.words(written)
        if written and not words:
            raise PydanticCustomError("string_too_short", "blank")
        if identity.mask(words) != words:
            raise PydanticCustomError("personal", "personal")
        return words


def load(path: Path, definitions: Definitions) -> list[OpenPoint]:
    """The points of a year in the order of the file; none where there is no file, or comments only.

    Raises:
        DefinitionError: the file is no YAML, breaks the schema, or names a place that the year lacks.
    """
    if not path.exists() or document(read(path), path)[1] is None:
        return []
    schema = TypeAdapter(Annotated[list[OpenPoint], Field(max_length=MOST)])
    return strict_yaml(path, schema, OpenPoint, lambda data: _no_such_place(data, definitions))


def _no_such_place(data: object, definitions: Definitions) -> Iterator[tuple[Location, str]]:
    known = [definitions.together.id, *definitions.platform_ids, *definitions.whole_ids]
    for n, entry in enumerate(data if isinstance(data, list) else ()):
        place = entry.get("place") if isinstance(entry, dict) else None
        if isinstance(place, str) and place not in known:
            at: Location = (n, "place")
            said = text(
                "definition.unknown", where=where(at), what=text("definition.what.place"), value=place
            )
            yield at, said + (nearest(place, known) or f" {text('definition.known', known=listing(known))}")
