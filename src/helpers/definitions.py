"""The year's definitions: what is counted, asked and aimed at. Data, one YAML file a year, validated."""

import datetime as dt
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from helpers.references import broken_references
from helpers.strict_yaml import DefinitionError, Location, document, duplicate_keys, line_of, messages


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
Text = Annotated[str, Field(min_length=1)]


class Platform(_Strict):
    """A place of cooperation with its own participant list. `separate` = särredovisad; `ages`: from and to, in whole years at Start."""

    id: Id
    name: Text
    short: str = ""
    municipality: str = ""
    separate: bool = False
    ages: Annotated[list[Annotated[int, Field(ge=0, le=120)]], Field(min_length=2, max_length=2)] | None = (
        None
    )

    @field_validator("ages")
    @classmethod
    def _ages_in_order(cls, ages: list[int] | None) -> list[int] | None:
        if ages and ages[0] > ages[1]:
            raise ValueError(f"from {ages[0]} to {ages[1]}: the youngest stands first")
        return ages

    @property
    def label(self) -> str:
        return self.short or self.name


class Whole(_Strict):
    """A sum of platforms, never summed again."""

    id: Id
    name: Text
    short: str = ""
    parts: Annotated[list[str], Field(min_length=1)]

    @property
    def label(self) -> str:
        return self.short or self.name


class Together(_Strict):
    """The association's own sum, of every platform that does not stand apart: its id in facts.csv and its page."""

    id: Id
    short: Text


class Apart(_Strict):
    """The sum of the platforms that stand apart (`separate`), as the annual report sums them.

    `outcome_targets`: whether the targets of outcomes are theirs too.
    """

    id: Id
    name: Text
    short: Text
    outcome_targets: bool = False


class Labelled(_Strict):
    """A code and the labels by which deliveries say it, in any case."""

    id: Id
    labels: Annotated[list[Text], Field(min_length=1)]


class Outcome(_Strict):
    """Why somebody left: `label` is the list's word (Avslutsorsak), `name` and `short` the reader's.

    `clause` is the published clause that counts it and `source` where it stands (`file:line`).
    """

    id: Id
    label: Text
    name: Text
    short: str = ""
    positive: bool = False
    clause: str = ""
    source: str = ""

    @property
    def brief(self) -> str:
        return self.short or self.name


class Named(_Strict):
    """An organisation that refers people, a municipality, or another area of the official statistics."""

    id: Id
    name: Text


class Respondents(_Strict):
    id: Id
    name: Text
    asked_of: Literal["platforms"] | list[str]
    answers_for: str = ""
    protected: bool = False


class Scale(_Strict):
    id: Id
    answers: Annotated[list[Text], Field(min_length=2)]
    positive: list[Text]

    @model_validator(mode="after")
    def _positive_are_answers(self) -> "Scale":
        for answer in self.positive:
            if answer not in self.answers:
                raise ValueError(f"positive answer {answer!r} is not an answer of the scale {self.id!r}")
        return self


class Question(_Strict):
    id: Text
    respondents: Annotated[list[str], Field(min_length=1)]
    scale: str
    wordings: Annotated[list[Text], Field(min_length=1)]


class Indicator(_Strict):
    """How an account is measured: an outcome share, a survey question, good examples, society, or not at all."""

    kind: Literal["outcome", "question", "example", "society", "unmeasured"]
    measure: str | None = None  # the id of an outcome
    question: str | None = None
    respondents: str | None = None
    about: str = ""
    target_percent: Annotated[int, Field(ge=0, le=100)] | None = None
    target_count: Annotated[int, Field(ge=1)] = 1
    target_percentage_points: Annotated[float | int, Field(le=0)] | None = None

    @property
    def target_share(self) -> Fraction | None:
        return None if self.target_percent is None else Fraction(self.target_percent, 100)


class Account(_Strict):
    id: Text
    name: Text
    indicators: Annotated[list[Indicator], Field(min_length=1)]


class Area(_Strict):
    id: Text
    name: Text
    accounts: Annotated[list[Account], Field(min_length=1)]


class Summary(_Strict):
    """A named sum of SUS classes, e.g. all post-secondary education."""

    column: Literal["time", "education", "support-before"]
    name: Text
    classes: Annotated[list[str], Field(min_length=1)]


class Sus(_Strict):
    time: list[str]
    education: list[str]
    support: list[str]
    occupation: list[str]
    missing_time: str
    missing_education: str
    summaries: list[Summary] = []


class Definitions(_Strict):
    """Everything a year counts."""

    year: Annotated[int, Field(ge=2000, le=2100)]
    association: Text
    protected_below: Annotated[int, Field(ge=0)]
    response_guideline_percent: Annotated[int, Field(ge=0, le=100)]
    contact: str = ""  # how readers reach the association: a web or mail address, or words
    accessibility_reviewed: dt.date | None = None  # when the association judged how accessible its pages are
    together: Together
    apart: Apart | None = None
    platforms: Annotated[list[Platform], Field(min_length=1)]
    wholes: list[Whole]
    municipalities: list[Named]
    statistics_areas: list[Named] = []
    genders: Annotated[list[Labelled], Field(min_length=1)]
    referrers: Annotated[list[Named], Field(min_length=1)]
    decisions: Annotated[list[Labelled], Field(min_length=1)]
    outcomes: Annotated[list[Outcome], Field(min_length=1)]
    respondents: list[Respondents]
    scales: list[Scale]
    questions: list[Question]
    areas: list[Area]
    sus: Sus

    def platform(self, place: str) -> Platform | Whole:
        return next(p for p in [*self.platforms, *self.wholes] if p.id == place)

    def name(self, place: str) -> str:
        if place == self.together.id:
            return self.association
        return self.apart.name if self.apart and place == self.apart.id else self.platform(place).name

    def label(self, place: str) -> str:
        if place == self.together.id:
            return self.together.short
        return self.apart.short if self.apart and place == self.apart.id else self.platform(place).label

    @property
    def platform_ids(self) -> list[str]:
        return [p.id for p in self.platforms]

    @property
    def whole_ids(self) -> list[str]:
        return [w.id for w in self.wholes]

    @property
    def sums(self) -> list[str]:
        """The ids of the association's own sums: all together, and those apart where there are any."""
        return [self.together.id, *([self.apart.id] if self.apart else [])]

    @property
    def places(self) -> list[str]:
        """Every place that facts stand at: platforms, wholes, the association and those apart."""
        return [*self.platform_ids, *self.whole_ids, *self.sums]

    def parts(self, whole: str) -> list[str]:
        """Platforms that a whole sums; the association sums all but those apart, which have their own sum."""
        if whole in self.sums:
            return [p.id for p in self.platforms if p.separate == (whole != self.together.id)]
        return list(next(w.parts for w in self.wholes if w.id == whole))

    def wholes_of(self, platform: str) -> list[str]:
        """The wholes a platform is part of, the association last."""
        return [w.id for w in self.wholes if platform in w.parts] + [self.together.id]

    @property
    def outcome_ids(self) -> list[str]:
        return [o.id for o in self.outcomes]

    @property
    def positive_ids(self) -> list[str]:
        """The outcomes that the accounts call positive."""
        return [o.id for o in self.outcomes if o.positive]

    def outcome(self, outcome: str) -> Outcome:
        return next(o for o in self.outcomes if o.id == outcome)

    @property
    def referrer_ids(self) -> list[str]:
        return [r.id for r in self.referrers]

    @property
    def areas_of_statistics(self) -> dict[str, str]:
        """id -> name of every area that official statistics are given for, the municipalities first."""
        return {a.id: a.name for a in [*self.municipalities, *self.statistics_areas]}

    def area(self, name: str) -> str:
        """The id of an area of the official statistics, '' where the definitions do not name it."""
        return next((id_ for id_, known in self.areas_of_statistics.items() if known == name), "")

    def scale(self, scale: str) -> Scale:
        return next(s for s in self.scales if s.id == scale)

    def group(self, respondents: str) -> Respondents:
        return next(r for r in self.respondents if r.id == respondents)

    def questions_to(self, respondents: str) -> list[Question]:
        return [q for q in self.questions if respondents in q.respondents]

    def question(self, question: str, respondents: str) -> Question:
        return next(q for q in self.questions if q.id == question and respondents in q.respondents)

    def asked_of(self, respondents: str) -> list[str]:
        """Platforms and wholes where answers of a group are expected."""
        asked = self.group(respondents).asked_of
        return self.platform_ids if asked == "platforms" else list(asked)

    def indicators(self) -> Iterator[tuple[Area, Account, Indicator]]:
        for area in self.areas:
            for account in area.accounts:
                for indicator in account.indicators:
                    yield area, account, indicator


def load(path: Path) -> Definitions:
    """Read and validate a definitions file; all faults at once, each as `file:line: what`.

    Raises:
        DefinitionError: the file is missing, is no YAML, or breaks the schema.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise DefinitionError(f"{path.name}: the file does not exist; make new-year writes it") from None
    try:
        return _parse(content.decode("utf-8"), path)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DefinitionError(f"{path.name}:{line}: not UTF-8; save the file as UTF-8") from None


def _parse(text: str, path: Path) -> Definitions:
    root, data = document(text, path)
    if not isinstance(data, dict):
        raise DefinitionError(f"{path.name}:1: expected keys and values")
    faults = list(duplicate_keys(root))
    found: list[tuple[Location, str]] = list(broken_references(data))
    definitions = None
    try:
        definitions = Definitions.model_validate(data)
    except ValidationError as error:
        found += messages(error)
    if definitions and str(definitions.year) != path.stem:
        found.append((("year",), f"{definitions.year} in a file named {path.name}"))
    for place, what in found:
        where = ".".join(map(str, place))
        faults.append((line_of(root, place), f"{where}: {what}"))
    if faults or definitions is None:
        raise DefinitionError("\n".join(f"{path.name}:{line}: {what}" for line, what in sorted(faults)))
    return definitions


def new_year(folder: Path, year: int) -> Path:
    """Write a year's definitions from the last one before it, and nothing else; never overwrites.

    Raises:
        DefinitionError: the file exists, there is no earlier year to copy, or that one is faulty.
    """
    target = folder / f"{year}.yaml"
    if target.exists():
        raise DefinitionError(f"{target.name} finns redan och skrivs aldrig över.")
    earlier = sorted(int(p.stem) for p in folder.glob("*.yaml") if p.stem.isdigit() and int(p.stem) < year)
    if not earlier:
        raise DefinitionError(f"Det finns inga definitioner före {year} att utgå från.")
    source = folder / f"{earlier[-1]}.yaml"
    load(source)
    text = re.sub(rf"(?m)^(year:\s*){earlier[-1]}\b", rf"\g<1>{year}", source.read_text(encoding="utf-8"))
    _parse(text, target)
    with target.open("x", encoding="utf-8") as handle:
        handle.write(text)
    return target
