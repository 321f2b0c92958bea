"""The year's definitions: what is counted, asked and aimed at. Data, one YAML file a year, validated."""

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, ClassVar

from pydantic import Field, model_validator

from helpers.defining.ages import AgeGroups
from helpers.defining.definition_parts import (
    Account,
    Apart,
    Area,
    Example,
    Indicator,
    Labelled,
    Named,
    Obstacle,
    OtherGoal,
    OtherPlace,
    Outcome,
    Platform,
    Question,
    Respondents,
    Scale,
    Strict,
    Text,
    Together,
    Whole,
)
from helpers.defining.economy_definitions import Economy
from helpers.defining.economy_references import economy_faults
from helpers.defining.goal_references import other_goal_faults
from helpers.defining.nafs_definitions import Nafs, nafs_faults
from helpers.defining.preventive_definitions import Preventive
from helpers.defining.question_bank import bank_faults, with_words
from helpers.defining.references import broken_references
from helpers.defining.sus_definitions import Summary, Sus
from helpers.machine.whole import write_new
from helpers.reading.strict_yaml import DefinitionError, read, told_faults
from helpers.wording import text as words

__all__ = [
    "Account",
    "Apart",
    "Area",
    "Definitions",
    "Indicator",
    "Labelled",
    "Named",
    "OtherPlace",
    "Outcome",
    "Platform",
    "Question",
    "Respondents",
    "Scale",
    "Summary",
    "Sus",
    "Together",
    "Whole",
    "load",
    "new_year",
]


class Definitions(Strict):
    """Everything a year counts."""

    EXAMPLE: ClassVar[Example] = {
        "year": 2020,
        "association": "Samordningsförbundet Exempel",
        "protected_below": 5,
        "told_from_discharged": 10,
        "told_from_answers": 5,
        "response_guideline_percent": 60,
        "contact": "info@exempel.se",
        "accessibility_reviewed": dt.date(2020, 3, 1),
        "licence": "CC0-1.0",
        "together": Together.EXAMPLE,
        "apart": Apart.EXAMPLE,
        "platforms": [Platform.EXAMPLE, {"id": "bryggan", "name": "Bryggan"}],
        "wholes": [Whole.EXAMPLE],
        "other_places": [OtherPlace.EXAMPLE],
        "municipalities": [{"id": "exempelstad", "name": "Exempelstad"}],
        "statistics_areas": [{"id": "riket", "name": "Riket"}],
        "genders": [Labelled.EXAMPLE, {"id": "men", "labels": ["Man", "M"]}],
        "referrers": [Named.EXAMPLE, {"id": "socialtjansten", "name": "Socialtjänsten"}],
        "decisions": [{"id": "yes", "labels": ["Ja"]}, {"id": "no", "labels": ["Nej"]}],
        "age_groups": [[16, 29], [30, 64]],
        "obstacles": [Obstacle.EXAMPLE],
        "other_goals": [OtherGoal.EXAMPLE],
        "outcomes": [Outcome.EXAMPLE, {"id": "dropped-out", "label": "Avbrott", "name": "Avbrott"}],
        "respondents": [Respondents.EXAMPLE],
        "scales": [Scale.EXAMPLE],
        "questions": [Question.EXAMPLE],
        "areas": [Area.EXAMPLE],
        "sus": Sus.EXAMPLE,
        "economy": Economy.EXAMPLE,
        "nafs": Nafs.EXAMPLE,
        "declared_measures": {"board:meetings": "Styrelsens sammanträden"},
        "agreement_measures": {"agreement:notice": "Uppsägningstid, antal månader"},
        "agreement_parties": {"samordningsforbundet": "Samordningsförbundet Exempel"},
        "final_report_measures": {"participants:remaining": "Kvarvarande deltagare"},
        "preventive": Preventive.EXAMPLE,
        "english": {"Till arbete": "To work", "Navet": "The hub"},
    }

    year: Annotated[int, Field(ge=2000, le=2100)]
    association: Text
    protected_below: Annotated[int, Field(ge=0)]
    told_from_discharged: Annotated[int, Field(ge=1)]  # fewer who left: no percentage and no verdict is told
    told_from_answers: Annotated[int, Field(ge=1)]  # the same of a group's answers to a question
    response_guideline_percent: Annotated[int, Field(ge=0, le=100)]
    contact: str = ""  # how readers reach the association: a web or mail address, or words
    accessibility_reviewed: dt.date | None = None  # when the association judged how accessible its pages are
    licence: Annotated[str, Field(pattern=r"^[A-Za-z0-9.+-]*$")] = ""  # of the data package, by its SPDX id
    together: Together
    apart: Apart | None = None
    platforms: Annotated[list[Platform], Field(min_length=1)]
    wholes: list[Whole]
    other_places: list[OtherPlace] = Field(default=[])
    municipalities: list[Named]
    statistics_areas: list[Named] = Field(default=[])
    genders: Annotated[list[Labelled], Field(min_length=1)]
    referrers: list[Named]
    decisions: Annotated[list[Labelled], Field(min_length=1)]
    outcomes: list[Outcome]
    age_groups: AgeGroups = Field(default=[])  # in whole years; without them no age is counted
    obstacles: list[Obstacle] = Field(default=[])
    other_goals: list[OtherGoal] = Field(default=[])
    respondents: list[Respondents]
    scales: list[Scale]
    questions: list[Question]
    areas: list[Area]
    sus: Sus
    declared_measures: dict[str, Text] = Field(default={})  # measure -> label of what uppgifter.csv may say
    agreement_measures: dict[str, Text] = Field(default={})  # measure -> label of what agreements may say
    agreement_parties: dict[str, Text] = Field(default={})  # id -> name of who nothing else here names
    final_report_measures: dict[str, Text] = Field(default={})  # the same of interventions/<id>.yaml
    english: dict[str, Text] = Field(default={})  # a name or label of ours -> what pages in English print
    preventive: Preventive | None = None  # the agreement that forebyggande.csv tells of
    nafs: Nafs | None = None  # what the measurement of NAFS asks; without it none is counted
    economy: Economy | None = None  # how the ledger is read; without it none is counted

    @model_validator(mode="before")
    @classmethod
    def _with_words(cls, data: Any) -> Any:
        return with_words(data)

    def platform(self, place: str) -> Platform | Whole | OtherPlace:
        known: list[Platform | Whole | OtherPlace] = [*self.platforms, *self.wholes, *self.other_places]
        return next(p for p in known if p.id == place)

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
    def has_account(self) -> bool:
        """Whether the year has a social account: goals that its platforms are measured by."""
        return bool(self.areas)

    @property
    def sums(self) -> list[str]:
        """The ids of the association's own sums: all together, and those apart where there are any."""
        return [self.together.id, *([self.apart.id] if self.apart else [])]

    @property
    def counted_places(self) -> list[str]:
        """Every place that people are counted at: platforms, wholes, the association and those apart."""
        return [*self.platform_ids, *self.whole_ids, *self.sums]

    @property
    def places(self) -> list[str]:
        """Every place that facts stand at: those that people are counted at, and the others."""
        return [*self.counted_places, *(o.id for o in self.other_places)]

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
        """Every indicator with its account and area, in the order of the file."""
        for area in self.areas:
            for account in area.accounts:
                for indicator in account.indicators:
                    yield area, account, indicator


def load(path: Path) -> Definitions:
    """Read and validate a definitions file; all faults at once, each as `file:line: what`, in Swedish.

    Raises:
        DefinitionError: the file is missing, is no YAML, or breaks the schema.
    """
    try:
        return _parse(read(path), path)
    except FileNotFoundError:
        raise DefinitionError(words("definition.no_file", file=path.name)) from None


@lru_cache(maxsize=16)  # a run reads each year's file once a step; a model is never changed
def _parse(text: str, path: Path) -> Definitions:
    return told_faults(
        text,
        path,
        Definitions,
        lambda data: [
            *broken_references(data),
            *economy_faults(data),
            *nafs_faults(data),
            *other_goal_faults(data),
            *bank_faults(data),
            *_other_year(data, path),
        ],
    )


def _other_year(data: dict, path: Path) -> Iterator[tuple[tuple[str], str]]:
    """The year must be the file's own."""
    if isinstance(data.get("year"), int) and str(data["year"]) != path.stem:
        yield ("year",), words("definition.other_year", year=data["year"], file=path.name)


def new_year(folder: Path, year: int) -> Path:
    """Write a year's definitions from the last one before it, and nothing else; never overwrites.

    Figures that the economy declares are that year's own: they are left out.

    Raises:
        DefinitionError: the file exists, there is no earlier year to copy, or that one is faulty.
    """
    target = folder / f"{year}.yaml"
    if target.exists():
        raise DefinitionError(words("definition.exists", file=target.name))
    earlier = sorted(int(p.stem) for p in folder.glob("*.yaml") if p.stem.isdigit() and int(p.stem) < year)
    if not earlier:
        raise DefinitionError(words("definition.none_before", year=year))
    source = folder / f"{earlier[-1]}.yaml"
    load(source)
    text = re.sub(rf"(?m)^(year:\s*){earlier[-1]}\b", rf"\g<1>{year}", source.read_text(encoding="utf-8"))
    text = re.sub(r"(?m)^(  declared:).*\n(?:   *(?:-| ) .*\n)*", r"\g<1> []\n", text)
    _parse(text, target)
    try:
        write_new(target, text.encode())
    except FileExistsError:
        raise DefinitionError(words("definition.exists", file=target.name)) from None
    return target
