"""What a strategic goal of `strategic-goals.yaml` is made of: one model an entry, each with an example."""

from collections.abc import Collection, Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from helpers import identity
from helpers.defining.definition_parts import Example, Strict
from helpers.definitions import Definitions
from helpers.language import letters
from helpers.masking import freetext
from helpers.reading.definition_faults import Location, nearest, where
from helpers.wording import listing, text

RESULTS = "results"  # what became of individuals: weighed and judged, though it is no criterion of its own
RESPONSE = ("response:discharged", "response:asked")
# What a criterion of a kind says besides its id, label, text and source.
SAYS = {
    "answers": ("questions", "respondents", "at_least"),
    "guideline": ("measure", "at_least"),
    "average": ("respondents", "low", "high"),
    "text": (),
}
_MAY_SAY = {"guideline": ("respondents",)}


def _own_words(written: str) -> str:
    """Words of the association's own, on one line, that point out nobody by number or address."""
    words = letters.printable(letters.words(written))
    if written and not words:
        raise PydanticCustomError("string_too_short", "blank")
    if identity.mask(words) != words:
        raise PydanticCustomError("personal", "personal")
    return words


Words = Annotated[str, AfterValidator(_own_words), Field(min_length=1, max_length=2_000)]


def _source(written: str) -> str:
    """Where something stands, `protokoll:7` or `003:1036-1037`: no number of a person's."""
    if identity.looks_like(written.rpartition(":")[0]):
        raise PydanticCustomError("personal", "personal")
    return written


Source = Annotated[
    str,
    Field(pattern=r"^(?:\d{1,3}|[^\W\d][\w.-]{0,100}):\d{1,5}(?:-\d{1,5})?$"),
    AfterValidator(_source),
]
Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]*$", max_length=60)]
PerCent = Annotated[int, Field(ge=0, le=100)]
Names = Annotated[list[Name], Field(min_length=1)]


class Criterion(Strict):
    """What has to hold for the goal to be met.

    `kind`: answers to `questions`, of which at least `at_least` per cent are positive; a `guideline` for a
    response rate; an `average` of which two limits are given; or a `text` that no figure answers to.
    """

    EXAMPLE: ClassVar[Example] = {
        "id": "participants",
        "kind": "answers",
        "questions": ["1.4"],
        "respondents": ["deltagare"],
        "measure": "response:discharged",
        "at_least": 80,
        "low": 3,
        "high": 4,
        "label": "Deltagarnas svar",
        "text": "Deltagarna ska vara nöjda.",
        "source": "verksamhetsplan:12",
    }

    id: Name
    kind: Literal["answers", "guideline", "average", "text"] = "answers"
    questions: Names | None = None
    respondents: Names | None = None
    measure: Literal["response:discharged", "response:asked"] | None = None
    at_least: PerCent | None = None
    low: PerCent | None = None
    high: PerCent | None = None
    label: Words = ""
    text: Words = ""
    source: Source = ""


class Evidence(Strict):
    """How the board says that something moves its judgement."""

    EXAMPLE: ClassVar[Example] = {"about": "participants", "effect": "positiv", "source": "protokoll:7"}

    about: Name
    effect: Annotated[str, Field(min_length=1)]
    source: Source = ""


class Judgement(Strict):
    """A place's grade, a step of the scale; None where the board does not judge the place this year."""

    EXAMPLE: ClassVar[Example] = {
        "place": "navet",
        "grade": 4,
        "motive": "Målet för arbete nås.",
        "evidence": [Evidence.EXAMPLE],
        "pulls_down": ["svarsfrekvensen"],
        "source": "protokoll:7",
    }

    place: Name
    grade: int | None
    motive: Words = ""
    evidence: list[Evidence] = Field(default=[])
    pulls_down: list[Words] = Field(default=[])
    source: Source = ""


class Goal(Strict):
    """A strategic goal: criteria, in which order they weigh, and the board's judgement of each place."""

    EXAMPLE: ClassVar[Example] = {
        "id": "1",
        "name": "Samverkan är hållbar",
        "criteria": [Criterion.EXAMPLE],
        "weights": [["participants"]],
        "judgements": [Judgement.EXAMPLE],
        "source": "verksamhetsplan:12",
    }

    id: Name
    name: Words
    criteria: list[Criterion] = Field(default=[])
    weights: list[Names] = Field(default=[])
    judgements: list[Judgement] = Field(default=[])
    source: Source = ""


class Frame(Strict):
    """What all goals share: the scale of grades, its first word the lowest, and what effect words weigh."""

    EXAMPLE: ClassVar[Example] = {
        "scale": ["Inte alls", "Till liten del", "Helt och hållet"],
        "effects": {"positiv": 1, "ingen": 0, "negativ": -1},
        "goals": [Goal.EXAMPLE],
    }

    scale: Annotated[list[Words], Field(min_length=2, max_length=10)]
    effects: Annotated[dict[str, Annotated[int, Field(ge=-9, le=9)]], Field(min_length=1)]
    goals: Annotated[list[Any], Field(min_length=1, max_length=100)]


Told = Iterator[tuple[Location, str]]


def named(entry: object, places: Collection[str], at: Location = ()) -> Told:
    """Texts of an entry that could name somebody, where they are; `places` are nobody's names."""
    if isinstance(entry, str):
        if any(kind == "name" for _, kind in freetext.found(entry, places)):
            yield at, text("goal_fault.named", where=where(at))
    elif isinstance(entry, list | dict):
        inside = entry.items() if isinstance(entry, dict) else enumerate(entry)
        for step, inner in inside:
            yield from named(inner, places, (*at, step))


def broken(goal: Goal, frame: Frame, definitions: Definitions) -> Told:
    """What a goal names that is not there, or says twice or in the wrong place: where, and what is wrong."""
    yield from _twice("criteria", "id", [c.id for c in goal.criteria])
    yield from _twice("judgements", "place", [j.place for j in goal.judgements])
    for n, criterion in enumerate(goal.criteria):
        yield from ((("criteria", n, *place), what) for place, what in _criterion(criterion, n, definitions))
    named = [*(c.id for c in goal.criteria), RESULTS]
    for n, names in enumerate(goal.weights):
        at: Location = ("weights", n)
        yield from ((at, _unknown(at, "criterion", name, named)) for name in names if name not in named)
    for n, judgement in enumerate(goal.judgements):
        for place, what in _judgement(judgement, n, named, frame, definitions):
            yield ("judgements", n, *place), what


def _criterion(criterion: Criterion, n: int, definitions: Definitions) -> Told:
    at: Location = ("criteria", n)
    keys, may = SAYS[criterion.kind], _MAY_SAY.get(criterion.kind, ())
    every = {key for says in SAYS.values() for key in says}
    for key in sorted(every):
        has = getattr(criterion, key) is not None
        if has and key not in (*keys, *may):
            yield (key,), text("goal_fault.not_of_kind", where=where((*at, key)), kind=criterion.kind)
        elif not has and key in keys:
            yield (), text("definition.missing", where=where((*at, key)))
    groups = [r.id for r in definitions.respondents]
    for group in criterion.respondents or ():
        if group not in groups:
            yield ("respondents",), _unknown((*at, "respondents"), "respondents", group, groups)
    known = {q.id for q in definitions.questions if {*q.respondents} & {*(criterion.respondents or ())}}
    for question in criterion.questions or ():
        if question not in known:
            yield ("questions",), _unasked((*at, "questions"), question, criterion, definitions)


def _unasked(at: Location, question: str, criterion: Criterion, definitions: Definitions) -> str:
    groups = criterion.respondents or []
    known = [q.id for q in definitions.questions if set(q.respondents) & set(groups)]
    said = text("goal_fault.unasked", where=where(at), question=question, groups=listing(groups) or "–")
    return said + (nearest(question, known) or f" {text('definition.known', known=', '.join(known) or '–')}")


def _judgement(
    judgement: Judgement, n: int, named: list[str], frame: Frame, definitions: Definitions
) -> Told:
    at: Location = ("judgements", n)
    if judgement.place not in definitions.places:
        yield ("place",), _unknown((*at, "place"), "place", judgement.place, definitions.places)
    most = len(frame.scale)
    if judgement.grade is not None and not 1 <= judgement.grade <= most:
        yield (
            ("grade",),
            text("goal_fault.grade", where=where((*at, "grade")), value=judgement.grade, most=most),
        )
    yield from _twice("evidence", "about", [e.about for e in judgement.evidence], at)
    for m, evidence in enumerate(judgement.evidence):
        spot: Location = ("evidence", m)
        if evidence.about not in named:
            yield (*spot, "about"), _unknown((*at, *spot, "about"), "criterion", evidence.about, named)
        if evidence.effect not in frame.effects:
            words = [*frame.effects]
            yield (*spot, "effect"), _unknown((*at, *spot, "effect"), "effect", evidence.effect, words)


def _twice(section: str, key: str, values: list[str], within: Location = ()) -> Told:
    for n, value in enumerate(values):
        if value in values[:n]:
            place: Location = (section, n, key)
            yield place, text("goal_fault.twice", where=where((*within, *place)), value=value)


def _unknown(place: Location, kind: str, value: str, known: list[str]) -> str:
    near = nearest(value, known) or f" {text('definition.known', known=', '.join(known))}"
    what = text(f"definition.what.{kind}")
    return text("definition.unknown", where=where(place), what=what, value=value) + near


def stands_at(goal: Goal, definitions: Definitions) -> list[str]:
    """Where the criteria of a goal stand: the place, or the smallest whole, that it is judged at.

    Where no whole has all of its places it is each of them.
    """
    judged = [j.place for j in goal.judgements]
    if len(judged) < 2:
        return judged
    wholes = [w for w in definitions.whole_ids if {*judged} <= {*definitions.parts(w)}]
    return [min(wholes, key=lambda w: len(definitions.parts(w)))] if wholes else judged
