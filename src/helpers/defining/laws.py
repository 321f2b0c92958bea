"""What the law asks of an annual report, as data, and which laws are repealed.

`catalogue/sv-laws.yaml`, the same for every association, in words of our own: see docs/annual-report.md for
what must be read again in the law itself.
"""

import datetime as dt
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from helpers.defining.definition_parts import Id, Strict, Text
from helpers.paths import LANGUAGES, spoken
from helpers.reading.strict_yaml import strict_yaml

Kind = Literal[
    "date-before",
    "fact-present",
    "block-present",
    "budget-in-balance",
    "sum-by-fee",
    "file-present",
    "not-tried",
]
Number = Annotated[str, Field(pattern=r"^[0-9]{4}:[0-9]+$")]  # of a law, in Svensk författningssamling


class Before(Strict):
    """The law that another one replaced."""

    number: Number
    name: Text


class Law(Strict):
    """A law in force: `since` is its first day, `short` what pages call it."""

    name: Text
    short: Text
    since: dt.date
    before: Before | None = None


class Requirement(Strict):
    """One thing that a paragraph asks, and how it is tried; which keys belong to which kind: the file says.

    `facts` are measures by what they are called, `blocks` the parts of the annual report whose texts are
    asked for, `day` and `file` names of what is known of the year.
    """

    id: Id
    law: Number
    paragraph: Text
    asks: Text
    kind: Kind
    question: Text
    facts: dict[Text, Text] = Field(default_factory=dict)
    blocks: list[Id] = Field(default_factory=list)
    day: str = ""
    after: int = 0
    by: Annotated[str, Field(pattern=r"^[0-9]{2}-[0-9]{2}$")] = "12-31"
    years: int = 1
    when: Literal["", "deficit"] = ""
    file: str = ""
    why: str = ""

    def last_day(self, year: int) -> dt.date:
        """The last day that a `date-before` allows for a year."""
        return dt.date.fromisoformat(f"{year + self.after}-{self.by}")


class Laws(Strict):
    """The laws by number, and what they ask, in order."""

    laws: dict[Number, Law]
    requirements: list[Requirement]
    english: dict[Text, Text] = Field(default_factory=dict)


class Repealed(Strict):
    """A law by its number: what it was called, when it was repealed, and by which number it was replaced."""

    number: Number
    name: Text
    repealed: dt.date
    replaced_by: Number

    def is_gone(self, year: int) -> bool:
        """Whether it was repealed before the year began, or on its first day."""
        return self.repealed <= dt.date(year, 1, 1)


def laws() -> Laws:
    """All of it, in the language spoken.

    Raises:
        DefinitionError: the file breaks its schema.
    """
    return _laws(spoken())


@cache
def _laws(language: str) -> Laws:
    path = Path(__file__).parents[1] / "catalogue" / f"{LANGUAGES[0]}-laws.yaml"
    written = Laws.model_validate(strict_yaml(path, TypeAdapter(Laws), Laws))
    if language == LANGUAGES[0]:
        return written
    held = _said(written.model_dump(exclude_defaults=True, exclude={"english"}), written.english)
    return Laws.model_validate(held | {"english": written.english})


def _said(held: Any, english: Mapping[str, str]) -> Any:
    """The same with its words, and what facts are called, in English."""
    if isinstance(held, dict):
        return {english.get(name, name): _said(value, english) for name, value in held.items()}
    if isinstance(held, list):
        return [_said(one, english) for one in held]
    return english.get(held, held) if isinstance(held, str) else held


def paragraph_text(cited: str) -> str:
    """A law's number and paragraph in the language spoken.

    >>> paragraph_text("2018:597 4 kap. 1 §")
    '2018:597 4 kap. 1 §'
    """
    number, _, paragraph = cited.partition(" ")
    if spoken() == LANGUAGES[0]:
        return cited
    return f"{number} {laws().english.get(paragraph, paragraph)}".strip()


def repealed() -> list[Repealed]:
    """The laws that an account may still name though they no longer hold.

    >>> [(old.number, old.replaced_by) for old in repealed()]
    [('1997:614', '2018:597'), ('1991:900', '2017:725')]
    """
    return [
        Repealed(number=law.before.number, name=law.before.name, repealed=law.since, replaced_by=number)
        for number, law in laws().laws.items()
        if law.before
    ]
