"""How a final report is written: `interventions/<id>.yaml`, one model an entry, each with an example."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from helpers.defining.definition_parts import Example, Id, Strict, Text
from helpers.reading.definition_faults import Location

Number = Annotated[int | float, Field(ge=-1e12, le=1e12)]  # exact to the last digit as a float
Count = Annotated[int, Field(ge=0)]
Source = Annotated[str, Field(pattern=r"^\S+:\d+(?:-\d+)?$")]
Span = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d$")]
Unit = Literal["count", "percent", "SEK", "tkr", "grade", "places", "years", "months", "weeks", "hours"]
TEXT = "text"  # the kind of a goal that no figure is held against

# The first word of the measures that a section gives, and the unit of its figures.
SECTIONS = {
    "participants": ("participants", "count"),
    "share": ("share", "percent"),
    "share_women": ("share-women", "percent"),
    "share_men": ("share-men", "percent"),
    "places": ("places", "places"),
    "activities": ("activities", "count"),
    "staff": ("staff", "count"),
    "certificates": ("certificates", "count"),
    "cases": ("cases", "count"),
    "question": ("question", "grade"),
    "cost": ("cost", "SEK"),
}
# Measures whose name is not the section's with the key.
TIME = {
    "follow-up-months": ("follow-up:months", "months"),
    "project-months": ("project:months", "months"),
    "project-years": ("project:years", "years"),
    "enrolment-average-months": ("months:enrolment-average", "months"),
}
MONEY = {
    "budget": ("budget:total", "SEK"),
    "used_share": ("budget:used-share", "percent"),
    "remaining": ("budget:remaining", "SEK"),
    "deficit": ("budget:deficit", "SEK"),
    "returned": ("returned:total", "SEK"),
}
REQUISITION = "cost:requisition-"


class Amount(Strict):
    """A figure as a report gives it; a plain number is all of it.

    `parts` are figures of the same by an id of their own, `low` and `high` a range, `about` a figure that is
    only about so much, `respondents` who was asked.
    """

    EXAMPLE: ClassVar[Example] = {
        "all": 57,
        "women": 30,
        "men": 27,
        "numerator": 21,
        "denominator": 41,
        "parts": {"exempelstad": 47},
        "low": 20,
        "high": 25,
        "unit": "count",
        "about": True,
        "respondents": "socialsekreterare",
        "source": "slutrapport-2020:12",
    }

    all: Number | None = None
    women: Number | None = None
    men: Number | None = None
    numerator: Count | None = None
    denominator: Annotated[int, Field(ge=1)] | None = None
    parts: dict[str, Number] = Field(default={})
    low: Number | None = None
    high: Number | None = None
    unit: Unit | None = None
    about: bool = False
    respondents: Id | None = None
    source: Source | None = None


def _whole(value: Any) -> Any:
    """A plain number as an amount."""
    return {"all": value} if isinstance(value, int | float) and not isinstance(value, bool) else value


def _section(value: Any) -> Any:
    """A plain number as a section that is one figure and no key."""
    return {"": value} if isinstance(value, int | float) and not isinstance(value, bool) else value


Figure = Annotated[Amount, BeforeValidator(_whole)]
Section = Annotated[dict[str, Figure], BeforeValidator(_section)]


class Outcome(Amount):
    """What became of a goal: `value` as in a goal, `said` as the report puts it, in our own words."""

    EXAMPLE: ClassVar[Example] = {"value": 76, "said": "fyra färre än målet"} | Amount.EXAMPLE

    value: Number | None = None
    said: str = ""


class Goal(Strict):
    """A goal of the intervention. One of the kind `text` is never judged by a figure."""

    EXAMPLE: ClassVar[Example] = {
        "id": "step-2",
        "text": "Minst 80 personer ska påbörja steg 2",
        "kind": "count",
        "value": 80,
        "unit": "count",
        "about": True,
        "period": "2013-11-01..2015-08-31",
        "outcome": {"value": 76},
        "source": "slutrapport-2020:12",
    }

    id: Id
    text: Text
    kind: Literal["count", "share", "text"]
    value: Number | None = None
    unit: Unit | None = None
    about: bool = False
    period: Span | None = None
    outcome: Outcome | None = None
    source: Source | None = None


class Period(Strict):
    """When it ran; `intake_end` is the last day that took anyone in."""

    EXAMPLE: ClassVar[Example] = {
        "start": dt.date(2013, 8, 19),
        "end": dt.date(2015, 11, 30),
        "intake_end": dt.date(2015, 5, 4),
        "extensions": ["2014-04-01..2015-09-30"],
    }

    start: dt.date
    end: dt.date
    intake_end: dt.date | None = None
    extensions: list[Span] = Field(default=[])


class TargetGroup(Strict):
    """Whom it was for: `ages` from and to, or from alone."""

    EXAMPLE: ClassVar[Example] = {"ages": [19, 29]}

    ages: Annotated[list[Annotated[int, Field(ge=0, le=120)]], Field(min_length=1, max_length=2)] | None = (
        None
    )


class Money(Strict):
    """The budget and what became of it; a requisition is a period's, by its id."""

    EXAMPLE: ClassVar[Example] = {
        "budget": 3039500,
        "used_share": 88,
        "remaining": 160056,
        "deficit": 27574,
        "returned": 450000,
        "requisitions": {"q4": 252418},
    }

    budget: Figure | None = None
    used_share: Figure | None = None
    remaining: Figure | None = None
    deficit: Figure | None = None
    returned: Figure | None = None
    requisitions: dict[str, Figure] = Field(default={})


class FinalReport(Strict):
    """The final report of one intervention."""

    EXAMPLE: ClassVar[Example] = {
        "id": "navet",
        "name": "Navet",
        "association": "exempel",
        "template": 2015,
        "owners": ["Region Exempel"],
        "period": Period.EXAMPLE,
        "target_group": TargetGroup.EXAMPLE,
        "goals": [Goal.EXAMPLE],
        "participants": {"remaining": 26},
        "share": {"enrolled-up-to-6-months": 50},
        "share_women": {"participants:total": 73},
        "share_men": {"participants:total": 27},
        "sums": [["total", "remaining", "discharged"]],
        "time": {"follow-up-months": 6},
        "places": {"year": 15},
        "activities": {"group-weeks": 8},
        "staff": {"region": {"all": 100, "unit": "percent"}},
        "certificates": {"reviewed": 1000},
        "cases": {"active-cooperation": 50},
        "counts": {"organisations": 5},
        "question": {"knowledge": 8.4},
        "money": Money.EXAMPLE,
        "cost": {"payback-years": {"all": 5, "unit": "years"}},
        "texts": {"purpose": "Att fler ska kunna arbeta."},
    }

    id: Id
    name: Text
    association: Id
    template: Literal[2015, "older", "subset"]
    owners: Annotated[list[Text], Field(min_length=1)]
    period: Period
    target_group: TargetGroup = TargetGroup()
    goals: list[Goal] = Field(default=[])
    participants: Section = Field(default={})
    share: Section = Field(default={})
    share_women: Section = Field(default={})
    share_men: Section = Field(default={})
    sums: list[Annotated[list[str], Field(min_length=2)]] = Field(default=[])
    time: Section = Field(default={})
    places: Section = Field(default={})
    activities: Section = Field(default={})
    staff: Section = Field(default={})
    certificates: Section = Field(default={})
    cases: Section = Field(default={})
    counts: Section = Field(default={})
    question: Section = Field(default={})
    money: Money = Money()
    cost: Section = Field(default={})
    texts: dict[str, str] = Field(default={})


@dataclass(frozen=True)
class Given:
    """One figure of a report: where it stands, its measure and group, and the amount that it is of.

    `value` is in `unit`; None where a goal has no outcome, or none in figures. `kind` is the goal's.
    """

    place: Location
    measure: str
    group: str
    value: float | None
    unit: str
    of: Amount
    kind: str = ""


def given(report: FinalReport) -> Iterator[Given]:
    """Every figure of a report, in its order: the path of a key is the measure."""
    for n, goal in enumerate(report.goals):
        yield from _of_goal(goal, ("goals", n))
    for section, (first, unit) in SECTIONS.items():
        for key, amount in getattr(report, section).items():
            yield from _of_amount((section, key), f"{first}:{key}" if key else first, unit, amount)
    for key, amount in report.counts.items():
        yield from _of_amount(("counts", key), f"{key}:count", "count", amount)
    for key, amount in report.time.items():
        measure, unit = TIME.get(key, (f"time:{key}", "months"))
        yield from _of_amount(("time", key), measure, unit, amount)
    for key, (measure, unit) in MONEY.items():
        if amount := getattr(report.money, key):
            yield from _of_amount(("money", key), measure, unit, amount)
    for key, amount in report.money.requisitions.items():
        yield from _of_amount(("money", "requisitions", key), f"{REQUISITION}{key}", "SEK", amount)


def _of_goal(goal: Goal, place: Location) -> Iterator[Given]:
    """A goal and its outcome; a goal in figures without an outcome has one that is missing."""
    unit = goal.unit or ("percent" if goal.kind == "share" else "count")
    asked = Amount(all=goal.value, unit=unit, about=goal.about, source=goal.source)
    if goal.value is not None:
        yield Given((*place, "value"), f"goal:{goal.id}", "all", goal.value, unit, asked, goal.kind)
    at, measure = (*place, "outcome"), f"outcome:{goal.id}"
    outcome = goal.outcome or Outcome()
    found = list(_of_amount(at, measure, unit, outcome, goal.kind))
    if not any(one.measure == measure and one.group == "all" for one in found):
        if outcome.value is not None:
            yield Given(
                (*at, "value"), measure, "all", outcome.value, outcome.unit or unit, outcome, goal.kind
            )
        elif goal.value is not None and goal.kind != TEXT:
            yield Given(place, measure, "all", None, unit, outcome, goal.kind)
    yield from found


def _of_amount(place: Location, measure: str, unit: str, amount: Amount, kind: str = "") -> Iterator[Given]:
    unit = amount.unit or unit
    whole = amount.all
    if whole is None and amount.numerator is not None and amount.denominator:
        whole = 100 * amount.numerator / amount.denominator
    for group, value in (("all", whole), ("women", amount.women), ("men", amount.men)):
        if value is not None:
            yield Given(place, measure, group, value, unit, amount, kind)
    for part, value in {**amount.parts, "low": amount.low, "high": amount.high}.items():
        if value is not None:
            yield Given(place, f"{measure}:{part}", "all", value, unit, amount, kind)
