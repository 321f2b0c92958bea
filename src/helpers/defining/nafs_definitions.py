"""The measurement of how NAFS is followed, as a year's definitions have it: what is asked, of whom, how."""

from collections.abc import Callable, Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from helpers.defining.definition_parts import Example, Id, Named, Strict, Text
from helpers.defining.question_words import fingerprint
from helpers.language import letters
from helpers.reading.definition_faults import Location, nearest, where
from helpers.wording import text

ALL = "all"  # of every authority together: no statement and no authority is called so
Said = list[tuple[Location, str]]  # texts, and where each stands
LETTERS = ("A", "B", "C", "D")  # of the answers in the order of the scale: they count 1, 2, 3 and 4


class Statement(Strict):
    """A statement as the authorities are asked whether it holds."""

    EXAMPLE: ClassVar[Example] = {"id": "1", "text": "På vårt möte har vi tydliga frågeställningar"}

    id: Id
    text: Text


class Reading(Strict):
    """How the board's rule is read: by the mean, or the share of the upper answers, of how many statements.

    "i huvudsak" leaves open how many of them: `statements`.
    """

    EXAMPLE: ClassVar[Example] = {"by": "mean", "statements": 1}

    by: Literal["mean", "share"]
    statements: Annotated[int, Field(ge=1)]


class Nafs(Strict):
    """What `nafs.csv` asks: statements, authorities, the four answers in order; `rule` only when chosen.

    `place` is that of its facts, one of `other_places`.
    """

    EXAMPLE: ClassVar[Example] = {
        "place": "natverket",
        "statements": [Statement.EXAMPLE],
        "authorities": [{"id": "region-exempel", "name": "Region Exempel"}],
        "scale": ["Stämmer inte alls", "Stämmer delvis", "Stämmer till stora delar", "Stämmer helt"],
        "rule": Reading.EXAMPLE,
    }

    place: Id
    statements: Annotated[list[Statement], Field(min_length=1)]
    authorities: Annotated[list[Named], Field(min_length=1)]
    scale: Annotated[list[Text], Field(min_length=len(LETTERS), max_length=len(LETTERS))]
    rule: Reading | None = None

    @property
    def answers(self) -> dict[str, str]:
        """Letter -> what the answer says, in the order of the scale."""
        return dict(zip(LETTERS, self.scale, strict=True))

    @property
    def authority_ids(self) -> list[str]:
        return [a.id for a in self.authorities]

    def statement(self, written: str) -> str:
        """The id of a statement by its words or its id; '' where the year asks no such."""
        mark = fingerprint(written)
        known = (s.id for s in self.statements if mark in (fingerprint(s.text), fingerprint(s.id)))
        return next(known, "")


def nafs_faults(data: dict) -> Iterator[tuple[Location, str]]:
    """Every fault of the key `nafs` that its schema does not see; where, and what is wrong."""
    found = data.get("nafs")
    if not isinstance(found, dict):
        return
    for section, own in (("statements", "text"), ("authorities", "name")):
        yield from _ids(found, section)
        yield from _twice(_said(found, section, own), fingerprint)
    scale = found.get("scale")
    answers: Said = [
        (("nafs", "scale", n), a) for n, a in enumerate(scale if isinstance(scale, list) else [])
    ]
    yield from _twice([(at, a) for at, a in answers if isinstance(a, str)], letters.compared)
    yield from _rule(found)
    yield from _place(data, found.get("place"))


def _said(found: dict, section: str, key: str) -> Said:
    """The texts of one key of a list's entries, and where each stands."""
    entries = found.get(section)
    return [
        (("nafs", section, n, key), entry[key])
        for n, entry in enumerate(entries if isinstance(entries, list) else [])
        if isinstance(entry, dict) and isinstance(entry.get(key), str)
    ]


def _ids(found: dict, section: str) -> Iterator[tuple[Location, str]]:
    """Ids that stand twice, or that mean all of them."""
    seen: set[str] = set()
    for at, id_ in _said(found, section, "id"):
        if id_ == ALL:
            yield at, text("definition.reserved", where=where(at), id=id_)
        if id_ in seen:
            what = text(f"definition.what.{section}")
            yield at, text("definition.twice", where=where(at), what=what, id=id_)
        seen.add(id_)


def _twice(said: Said, compared: Callable[[str], str]) -> Iterator[tuple[Location, str]]:
    """Words by which a delivered cell could be two things."""
    seen: set[str] = set()
    for at, words in said:
        if compared(words) in seen:
            yield at, text("definition.label_twice", where=where(at), label=words)
        seen.add(compared(words))


def _rule(found: dict) -> Iterator[tuple[Location, str]]:
    """A rule that asks for more statements than there are."""
    rule, asked = found.get("rule"), found.get("statements")
    least = rule.get("statements") if isinstance(rule, dict) else None
    if isinstance(least, int) and isinstance(asked, list) and least > len(asked):
        at = ("nafs", "rule", "statements")
        yield at, text("definition.at_most", where=where(at), value=least, limit=len(asked))


def _place(data: dict, place: object) -> Iterator[tuple[Location, str]]:
    """A place that the definitions do not tell of."""
    others = data.get("other_places")
    known = [o.get("id") for o in (others if isinstance(others, list) else []) if isinstance(o, dict)]
    if isinstance(place, str) and place not in known:
        at, names = ("nafs", "place"), [id_ for id_ in known if isinstance(id_, str)]
        what = text("definition.what.other_place")
        said = text("definition.unknown", where=where(at), what=what, value=place)
        yield at, f"{said} {nearest(place, names).strip()}".strip()
