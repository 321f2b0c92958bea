"""How an agreement is written: `agreements/<id>.yaml`, one model an entry, each with an example."""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, NamedTuple

from pydantic import Field

from helpers.defining.definition_parts import Example, Id, Strict, Text
from helpers.reading.definition_faults import Location

Number = Annotated[int | float, Field(ge=0, le=1e9)]
Source = Annotated[str, Field(pattern=r"^\S+:\d+(?:-\d+)?$")]
What = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*(?::[a-z0-9][a-z0-9-]*)?$")]
SHARE, TOTAL = "share", "total"  # a unit; what the parts of a commitment add up to

# Keys -> the measure, and the unit of its facts.
FINANCING = {
    "posts_municipality": ("posts:municipality", "posts"),
    "posts_region": ("posts:region", "posts"),
    "posts_association": ("posts:association-financed", "posts"),
    "association_share": ("association-share", SHARE),
}
OWN = {
    "notice_months": ("notice", "months"),
    "length_years": ("length", "years"),
    "copies": ("copies", "count"),
}


class Valued(Strict):
    """A figure with the place where it is printed; a number alone is all of it."""

    EXAMPLE: ClassVar[Example] = {"value": 20, "source": "overenskommelse-2020:12"}

    value: Number
    source: Source | None = None


Figure = Number | Valued


class Financing(Strict):
    """Who pays for the posts, and the share of the municipality's that the association pays."""

    EXAMPLE: ClassVar[Example] = {
        "posts_municipality": 2.0,
        "posts_region": 1.0,
        "posts_association": 0.4,
        "association_share": 20,
    }

    posts_municipality: Figure | None = None
    posts_region: Figure | None = None
    posts_association: Figure | None = None
    association_share: Figure | None = None


class Target(Strict):
    """What is aimed at; `measure` is the fact of the place that it is held against."""

    EXAMPLE: ClassVar[Example] = {
        "id": "places",
        "value": 20,
        "unit": "count",
        "measure": "occupancy:max",
        "source": "overenskommelse-2020:12",
    }

    id: Id
    value: Number
    unit: Literal["count", "percent"] = "count"
    measure: str = ""
    source: Source | None = None


class Commitment(Strict):
    """What a party does: how often, where `per` says so; parts of one thing have its name and their own."""

    EXAMPLE: ClassVar[Example] = {
        "party": "exempelstad",
        "what": "visits",
        "per": "month",
        "number": 1,
        "source": "overenskommelse-2020:12",
    }

    party: Id
    what: What
    per: Literal["week", "month", "year"] | None = None
    number: Number
    source: Source | None = None


class Agreement(Strict):
    """An agreement between parties about a place: what each has undertaken, and what is aimed at."""

    EXAMPLE: ClassVar[Example] = {
        "id": "navet-2020",
        "name": "Överenskommelse om Navet",
        "parties": ["samordningsforbundet", "exempelstad"],
        "from": dt.date(2020, 1, 1),
        "until": dt.date(2021, 12, 31),
        "notice_months": 3,
        "length_years": 2,
        "copies": 3,
        "platform": "navet",
        "targets": [Target.EXAMPLE],
        "financing": Financing.EXAMPLE,
        "commitments": [Commitment.EXAMPLE],
        "state": "signed",
        "texts": {"purpose": "Parterna ger unga stöd tillsammans."},
    }

    id: Id
    name: Text
    parties: Annotated[list[Id], Field(min_length=2)]
    start: Annotated[dt.date | None, Field(alias="from")] = None
    until: dt.date | None = None
    notice_months: Figure | None = None
    length_years: Figure | None = None
    copies: Figure | None = None
    platform: Id
    targets: list[Target] = Field(default=[])
    financing: Financing = Field(default=Financing())
    commitments: list[Commitment] = Field(default=[])
    state: Literal["proposed", "signed"]
    texts: dict[Id, Text] = Field(default={})


class Given(NamedTuple):
    """A figure of an agreement: where it stands, its measure, value and unit, and what it is held against."""

    place: Location
    measure: str
    value: float
    unit: str
    against: str = ""
    source: str = ""


def given(agreement: Agreement) -> Iterator[Given]:
    """Every figure of an agreement; a share is between 0 and 1."""
    for key, (what, unit) in OWN.items():
        if (figure := getattr(agreement, key)) is not None:
            yield _given((key,), what, unit, figure)
    for key, (what, unit) in FINANCING.items():
        if (figure := getattr(agreement.financing, key)) is not None:
            yield _given(("financing", key), what, unit, figure)
    for n, one in enumerate(agreement.commitments):
        unit = f"times-per-{one.per}" if one.per else "count"
        yield Given(("commitments", n), f"agreement:{one.what}", one.number, unit, "", one.source or "")
    for n, aim in enumerate(agreement.targets):
        value, unit = (aim.value / 100, SHARE) if aim.unit == "percent" else (aim.value, aim.unit)
        yield Given(("targets", n), f"target:{aim.id}", value, unit, aim.measure, aim.source or "")


def _given(place: Location, what: str, unit: str, figure: Figure) -> Given:
    value, source = (figure.value, figure.source or "") if isinstance(figure, Valued) else (figure, "")
    return Given(place, f"agreement:{what}", value / 100 if unit == SHARE else value, unit, "", source)
