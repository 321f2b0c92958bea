"""What a year's definitions are made of: one model an entry, each with an example of how it is written."""

from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from helpers.defining.ages import Ages

Example = dict[str, Any]  # a model's keys, each with a value that it may have


class Strict(BaseModel):
    """An entry that holds the keys it names and no others; EXAMPLE shows each of them."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
    EXAMPLE: ClassVar[Example] = {}


Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
Text = Annotated[str, Field(min_length=1)]


class Platform(Strict):
    """A place of cooperation with its own participant list.

    `separate` = särredovisad; `ages`: from and to, in whole years at Start.
    """

    EXAMPLE: ClassVar[Example] = {
        "id": "navet",
        "name": "Navet i Exempelstad",
        "short": "Navet",
        "municipality": "Exempelstad",
        "separate": True,
        "ages": [16, 29],
    }

    id: Id
    name: Text
    short: str = ""
    municipality: str = ""
    separate: bool = False
    ages: Ages | None = None

    @field_validator("ages")
    @classmethod
    def _ages_in_order(cls, ages: list[int] | None) -> list[int] | None:
        if ages and ages[0] > ages[1]:
            raise PydanticCustomError("ages_order", "ages", {"first": ages[0], "last": ages[1]})
        return ages

    @property
    def label(self) -> str:
        return self.short or self.name


class Whole(Strict):
    """A sum of platforms, never summed again."""

    EXAMPLE: ClassVar[Example] = {
        "id": "bada-navet",
        "name": "Navet och Bryggan",
        "short": "Båda",
        "parts": ["navet", "bryggan"],
    }

    id: Id
    name: Text
    short: str = ""
    parts: Annotated[list[str], Field(min_length=1)]

    @property
    def label(self) -> str:
        return self.short or self.name


class OtherPlace(Strict):
    """What the association tells of as of a place though nobody takes part there: a team, an agreement."""

    EXAMPLE: ClassVar[Example] = {"id": "natverket", "name": "Nätverket för unga", "short": "Nätverket"}

    id: Id
    name: Text
    short: str = ""

    @property
    def label(self) -> str:
        return self.short or self.name


class Together(Strict):
    """The association's own sum, of every platform that does not stand apart: its id in facts.csv."""

    EXAMPLE: ClassVar[Example] = {"id": "forbundet", "short": "Förbundet"}

    id: Id
    short: Text


class Apart(Strict):
    """The sum of the platforms that stand apart (`separate`), as the annual report sums them.

    `outcome_targets`: whether the targets of outcomes are theirs too.
    """

    EXAMPLE: ClassVar[Example] = {
        "id": "sarredovisade",
        "name": "De särredovisade insatserna",
        "short": "De särredovisade",
        "outcome_targets": False,
    }

    id: Id
    name: Text
    short: Text
    outcome_targets: bool = False


class Labelled(Strict):
    """A code and the labels by which deliveries say it, in any case."""

    EXAMPLE: ClassVar[Example] = {"id": "women", "labels": ["Kvinna", "K"]}

    id: Id
    labels: Annotated[list[Text], Field(min_length=1)]


class Obstacle(Strict):
    """A kind of obstacle that a screening finds, and the labels by which `screening.csv` says it."""

    EXAMPLE: ClassVar[Example] = {"id": "sleep", "name": "Sömn", "labels": ["Sömnbesvär"]}

    id: Id
    name: Text
    labels: Annotated[list[Text], Field(min_length=1)]


class OtherGoal(Strict):
    """A goal that is told of at a place and that no indicator of an account has; nothing is judged by it."""

    EXAMPLE: ClassVar[Example] = {
        "id": "sick-days-average",
        "place": "natverket",
        "value": 9.0,
        "unit": "days",
    }

    id: Text
    place: str
    value: float | int
    unit: Literal["count", "percentage-points", "days", "years"]


class Outcome(Strict):
    """Why somebody left: `label` is the list's word (Avslutsorsak), `name` and `short` the reader's.

    `clause` is the published clause that counts it and `source` where it stands (`file:line`);
    `meaning` explains a name that does not explain itself, as it stands after ”är”.
    """

    EXAMPLE: ClassVar[Example] = {
        "id": "to-work",
        "label": "Arbete",
        "name": "Till arbete",
        "short": "Arbete",
        "positive": True,
        "clause": "varav till arbete",
        "source": "bokslut-2018:100",
        "meaning": "en anställning eller ett eget företag",
    }

    id: Id
    label: Text
    name: Text
    short: str = ""
    positive: bool = False
    clause: str = ""
    source: str = ""
    meaning: str = ""

    @property
    def brief(self) -> str:
        return self.short or self.name


class Named(Strict):
    """An organisation that refers people, a municipality, or another area of the official statistics."""

    EXAMPLE: ClassVar[Example] = {"id": "region-exempel", "name": "Region Exempel"}

    id: Id
    name: Text


class Respondents(Strict):
    """Who is asked: of every platform or of the places named; `protected`: few answers are not shown."""

    EXAMPLE: ClassVar[Example] = {
        "id": "deltagare",
        "name": "Deltagare",
        "asked_of": "platforms",
        "answers_for": "forbundet",
        "protected": True,
    }

    id: Id
    name: Text
    asked_of: Literal["platforms"] | list[str]
    answers_for: str = ""
    protected: bool = False


class Scale(Strict):
    """The answers that may be given, in order, and those that count as reached."""

    EXAMPLE: ClassVar[Example] = {
        "id": "omfattning",
        "answers": ["Inte alls", "Delvis", "Helt"],
        "positive": ["Helt"],
    }

    id: Id
    answers: Annotated[list[Text], Field(min_length=2)]
    positive: list[Text]

    @model_validator(mode="after")
    def _positive_are_answers(self) -> "Scale":
        for answer in self.positive:
            if answer not in self.answers:
                raise PydanticCustomError("not_an_answer", "answer", {"answer": answer, "scale": self.id})
        return self


class Question(Strict):
    """A question: its id, whom it goes to, its scale, every wording and, where it has one, NNS's number."""

    EXAMPLE: ClassVar[Example] = {
        "id": "1.4",
        "respondents": ["deltagare"],
        "scale": "omfattning",
        "nns": "1",
        "wordings": ["Har du fått stöd på ett sätt som är till stor nytta för dig?"],
    }

    id: Text
    respondents: Annotated[list[str], Field(min_length=1)]
    scale: str
    nns: str = ""
    wordings: Annotated[list[Text], Field(min_length=1)]


class Indicator(Strict):
    """How an account is measured: by outcomes, questions, examples, a register, society, elsewhere or not.

    `register`: the share of those with a `support` before who no longer have it after, as SUS has it. What
    society is to fall by is in percentage points or in per cent; where the goal does not say which,
    `target_change` holds its number and nothing is judged by it.
    What is measured elsewhere (`declared`) is the declared figure `measure`, with a goal for each place of
    `targets` in `unit`, to be reached upwards, or downwards where it is below nought; `id` tells two such
    indicators of an account apart, and `years_after` when after the end of the activity they are measured.
    """

    EXAMPLE: ClassVar[Example] = {
        "kind": "question",
        "measure": "to-work",
        "question": "1.4",
        "respondents": "deltagare",
        "support": "Försörjningsstöd",
        "about": "annan lösning",
        "target_percent": 80,
        "target_count": 1,
        "target_percentage_points": -1,
        "target_change_percent": -1,
        "target_change": -1,
        "id": "3.3b",
        "unit": "percentage-points",
        "targets": {"navet": -3},
        "years_after": 2,
    }

    kind: Literal["outcome", "question", "example", "register", "society", "declared", "unmeasured"]
    measure: str | None = None  # the id of an outcome, the name of a declared figure
    question: str | None = None
    respondents: str | None = None
    support: str | None = None  # a class of `sus.support`
    about: str = ""
    target_percent: Annotated[int, Field(ge=0, le=100)] | None = None
    target_count: Annotated[int, Field(ge=1)] = 1
    target_percentage_points: Annotated[float | int, Field(le=0)] | None = None
    target_change_percent: Annotated[float | int, Field(le=0)] | None = None  # of what it was
    target_change: Annotated[float | int, Field(le=0)] | None = None  # whether points or per cent is not said
    id: str = ""
    unit: Literal["count", "percent", "percentage-points", "days", "years"] = "count"
    targets: dict[str, float | int] = {}
    years_after: Annotated[int, Field(ge=0)] | None = None

    @property
    def target_fall(self) -> tuple[Fraction, str] | None:
        """What society is to change by, and its unit; None where there is no such goal, or it has no unit."""
        for number, unit in (
            (self.target_percentage_points, "percentage-points"),
            (self.target_change_percent, "percent"),
        ):
            if number is not None:
                return Fraction(str(number)), unit
        return None

    @property
    def target_share(self) -> Fraction | None:
        return None if self.target_percent is None else Fraction(self.target_percent, 100)


class Account(Strict):
    """An account of the social account, with how it is measured; `short` is its name over a column."""

    EXAMPLE: ClassVar[Example] = {
        "id": "1.1",
        "name": "Deltagarna har gått vidare till arbete.",
        "short": "Arbete",
        "indicators": [{"kind": "outcome", "measure": "to-work", "target_percent": 35}],
    }

    id: Text
    name: Text
    short: str = ""
    indicators: Annotated[list[Indicator], Field(min_length=1)]

    @property
    def brief(self) -> str:
        """What a narrow column calls it: its short name, else its number."""
        return self.short or self.id


class Area(Strict):
    """An area of goals with its accounts."""

    EXAMPLE: ClassVar[Example] = {
        "id": "1",
        "name": "Deltagarnytta",
        "accounts": [
            {"id": "1.4", "name": "Deltagarna har fått stöd.", "indicators": [{"kind": "unmeasured"}]}
        ],
    }

    id: Text
    name: Text
    accounts: Annotated[list[Account], Field(min_length=1)]
