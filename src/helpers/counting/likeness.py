"""Like with like: what keeps figures of two years from standing beside each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import Field, TypeAdapter

from helpers.defining.definition_parts import Example, Strict
from helpers.definitions import Definitions, Question
from helpers.language import letters
from helpers.language.marked_swedish import in_swedish
from helpers.language.words import Text, joined
from helpers.paths import LANGUAGES, spoken
from helpers.reading.strict_yaml import strict_yaml
from helpers.wording import declared, listing, text

PARTICIPANTS = "participants"


class Printed(Strict):
    """A printed figure that the break misleads about."""

    EXAMPLE: ClassVar[Example] = {"year": 2018, "value": 959, "source": "bokslut-2019", "line": 790}

    year: int
    value: int
    source: str
    line: int


class Break(Strict):
    """One entry of the register (data/breaks.yaml, which says what the keys mean)."""

    EXAMPLE: ClassVar[Example] = {
        "year": 2019,
        "kind": "scope",
        "places": ["forbundet"],
        "measures": ["participants"],
        "change": "En plattform är ny.",
        "english": "A platform is new.",
        "comparable": True,
        "source": "bokslut-2019:775",
        "printed": [Printed.EXAMPLE],
    }

    year: int
    kind: Literal["definition", "wording", "scale", "scope", "period"]
    places: Literal["all"] | list[str]
    measures: Annotated[list[str], Field(min_length=1)]
    change: Annotated[str, Field(min_length=1)]
    english: str = ""
    comparable: bool = False
    source: str = ""
    printed: list[Printed] = Field(default=[])

    @property
    def said(self) -> Text:
        """What changed, in the language spoken; in Swedish, and marked so, where it is in no other."""
        return self.english if self.english and spoken() != LANGUAGES[0] else in_swedish(self.change)

    def concerns(self, place: str, measure: str) -> bool:
        """Whether the break is about a measure at a place."""
        return (self.places == "all" or place in self.places) and measure in self.measures


def load(path: Path) -> list[Break]:
    """The register, newest first; none where there is no file.

    Raises:
        DefinitionError: the file is no YAML or breaks the schema.
    """
    if not path.exists():
        return []
    found = strict_yaml(path, TypeAdapter(list[Break]), Break)
    return sorted(found, key=lambda b: -b.year)


@dataclass(frozen=True)
class Counted:
    """What a year's figures rest on: its definitions, and the platforms whose list was read."""

    definitions: Definitions
    lists: frozenset[str]

    def scope(self, place: str) -> set[str]:
        """The platforms whose lists a place's figures rest on."""
        parts = [place] if place in self.definitions.platform_ids else self.definitions.parts(place)
        return set(parts) & self.lists

    def names(self, place: str) -> str:
        """Those platforms by name."""
        d, scope = self.definitions, self.scope(place)
        parts = [place] if place in d.platform_ids else d.parts(place)
        return listing([d.label(p) for p in parts if p in scope])


@dataclass(frozen=True)
class Likeness:
    """Whether a figure may stand beside an earlier year's: what changed, and the register's entry on it."""

    changes: Sequence[Text]
    entry: Break | None = None

    @property
    def holds(self) -> bool:
        """Whether like stands beside like."""
        return not self.changes

    @property
    def told(self) -> Text:
        """What changed, one after the other; its figures are no facts."""
        said = joined(" ", self.changes)
        return declared(said) if isinstance(said, str) else said

    @property
    def kind(self) -> str:
        """What kind of break keeps the years apart: the register's word, else the scope of the lists."""
        return self.entry.kind if self.entry else "scope"


def likeness(
    register: list[Break], now: Counted, before: Counted, place: str, measure: str, respondents: str = ""
) -> Likeness:
    """Compare what `measure` means at `place` in two years.

    The register goes first: a break of any year after `before` and up to `now`. Then what the definitions and
    the delivered lists show: another wording or scale of the question, another meaning or scope of the place.
    """
    kind = PARTICIPANTS if not respondents else measure
    later = [
        b
        for b in register
        if before.definitions.year < b.year <= now.definitions.year and b.concerns(place, kind)
    ]
    if broken := [b for b in later if not b.comparable]:
        return Likeness([b.said for b in broken], broken[0])
    if later:
        return Likeness([], later[0])
    if respondents:
        return Likeness(_question_changes(now.definitions, before.definitions, place, measure, respondents))
    return Likeness(_scope_changes(now, before, place))


def _scope_changes(now: Counted, before: Counted, place: str) -> list[str]:
    d, old = now.definitions, before.definitions
    if not same_scope(d, old, place):
        return [
            text(
                "break.new_place"
                if place not in [*old.platform_ids, *old.whole_ids]
                else "break.other_parts",
                year=old.year,
            )
        ]
    if place in d.platform_ids or now.scope(place) == before.scope(place):
        return []
    told = [
        text(
            "break.lists",
            year=c.definitions.year,
            names=c.names(place),
        )
        for c in (before, now)
    ]
    return [" ".join(told)]


def _question_changes(
    d: Definitions, old: Definitions, place: str, measure: str, respondents: str
) -> list[str]:
    if not same_scope(d, old, place):
        return [text("break.new_place", year=old.year)]
    question = d.question(measure.removeprefix("question:"), respondents)
    if comparable(d, old, question, respondents) is not None:
        return []
    alike = [q for q in old.questions_to(respondents) if same_words(q, question)]
    return [text("break.scale" if alike else "break.wording", year=old.year)]


def earlier_question(now: Definitions, before: Definitions, question: Question, respondents: str) -> str:
    """The measure of last year's question that is like this one; its id may be another."""
    old = comparable(now, before, question, respondents)
    return f"question:{old.id}" if old else ""


def comparable(
    now: Definitions, before: Definitions, question: Question, respondents: str
) -> Question | None:
    """Last year's question that is like this one: same group, wording, scale and positive answers.

    Ids change between years; like is compared only with like.
    """
    scale = now.scale(question.scale)
    for old in before.questions_to(respondents):
        old_scale = before.scale(old.scale)
        if same_words(question, old) and (scale.answers, scale.positive) == (
            old_scale.answers,
            old_scale.positive,
        ):
            return old
    return None


def same_words(one: Question, other: Question) -> bool:
    """Whether two questions have a wording in common."""
    known, asked = (set(map(letters.compared, q.wordings)) for q in (one, other))
    return bool(known & asked)


def same_scope(now: Definitions, before: Definitions, platform: str) -> bool:
    """Whether a platform means the same in both years: it existed, and a whole had the same parts."""
    if platform == now.together.id:
        return True
    if platform in now.platform_ids:
        return platform in before.platform_ids
    return platform in before.whole_ids and set(now.parts(platform)) == set(before.parts(platform))
