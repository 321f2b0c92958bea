"""How the ledger is read: its projects, and which accounts each line of statements, notes and budget takes.

The year's definitions hold it under `economy`; a year without the key counts no ledger.
"""

from decimal import Decimal
from typing import Annotated, ClassVar, Literal, NamedTuple

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from helpers.defining.definition_parts import Example, Id, Strict, Text

DIMENSION = "dimension"  # among `projects`, the SIE dimension that its objects are of
STATE, REGION = "staten", "regionen"  # members besides the municipalities
INCOME = "income"  # group of the budget's rows; every other group is of costs
CLOSING = "closing"  # where a booked result stands: in no line and no sum

PRESETS = {
    "bas": {
        "income": ["3000-3999"],
        "costs": ["4000-7799", "7900-7999"],
        "depreciation": ["7800-7899"],
        "financial-income": ["8000-8399"],
        "financial-costs": ["8400-8499"],
        "extraordinary": ["8700-8799"],
        CLOSING: ["8990-8999"],
        "assets:fixed": ["1000-1399"],
        "assets:receivables": ["1400-1899"],
        "assets:cash": ["1900-1999"],
        "equity": ["2000-2099"],
        "provisions": ["2100-2299"],
        "debt:long": ["2300-2399"],
        "debt:short": ["2400-2999"],
    },
    "kommunbas": {
        "income": ["3000-3999"],
        "costs": ["4000-7899"],
        "depreciation": ["7900-7999"],
        "financial-income": ["8400-8499"],
        "financial-costs": ["8500-8599"],
        "extraordinary": ["8700-8899"],
        CLOSING: ["8900-8999"],
        "assets:fixed": ["1000-1399"],
        "assets:receivables": ["1400-1899"],
        "assets:cash": ["1900-1999"],
        "equity": ["2000-2199"],
        "provisions": ["2200-2299"],
        "debt:long": ["2300-2399"],
        "debt:short": ["2400-2999"],
    },
}
CLASSES = tuple(PRESETS["bas"])
OF_RESULT = CLASSES[: CLASSES.index(CLOSING)]  # the lines of the income statement


class Span(NamedTuple):
    """Accounts from the first to the last, sub-accounts with more digits among them; or one account alone."""

    first: str
    last: str

    @classmethod
    def of(cls, written: str) -> "Span":
        """
        >>> Span.of("3000-3999"), Span.of("3010")
        (Span(first='3000', last='3999'), Span(first='3010', last=''))

        Raises:
            ValueError: it is neither a number nor two of the same length, the lower first.
        """
        first, dash, last = written.partition("-")
        right = first.isdecimal() and (not dash or (last.isdecimal() and len(first) == len(last)))
        if not right or not written.isascii() or (dash and first > last):
            raise ValueError(written)
        return cls(first, last)

    def holds(self, account: str) -> bool:
        """
        >>> Span.of("3000-3999").holds("30105"), Span.of("3010").holds("30105")
        (True, False)
        """
        if not self.last:
            return account == self.first
        return len(account) >= len(self.first) and self.first <= account[: len(self.first)] <= self.last

    def meets(self, other: "Span") -> bool:
        """Whether some account is in both."""
        if not self.last or not other.last:
            alone, rest = (self, other) if not self.last else (other, self)
            return rest.holds(alone.first)
        n = min(len(self.first), len(other.first))
        return self.first[:n] <= other.last[:n] and other.first[:n] <= self.last[:n]


def _accounts(written: str) -> str:
    try:
        Span.of(written)
    except ValueError:
        raise PydanticCustomError("accounts", "accounts") from None
    return written


class Selection(Strict):
    """What a line takes: accounts, objects by dimension and a project; of what is left out, all.

    `accounts` are numbers and ranges, `objects` SIE objects by the number of their dimension.
    """

    EXAMPLE: ClassVar[Example] = {
        "accounts": ["3010", "3021-3026"],
        "objects": {1: ["20"]},
        "project": "samo",
    }

    accounts: list[Annotated[str, AfterValidator(_accounts)]] = Field(default=[])
    objects: dict[int | str, Annotated[list[Text], Field(min_length=1)]] = Field(default={})
    project: Id | None = None

    @property
    def spans(self) -> list[Span]:
        return [Span.of(written) for written in self.accounts]

    def takes(self, account: str) -> bool:
        """Whether the line is of the account, whatever its objects."""
        return not self.accounts or any(span.holds(account) for span in self.spans)


class Line(Selection):
    """A line of a note or of the budget, as the account prints it.

    `id` is the measure's name: `note1:state`, `activities:samo:navet`. `member` pays the fee that the line
    is of; `platforms` are those whose participations the row pays.
    """

    EXAMPLE: ClassVar[Example] = {
        **Selection.EXAMPLE,
        "id": "activities:samo:navet",
        "label": "Navet",
        "member": STATE,
        "platforms": ["navet"],
        "source": "arsredovisning-2019:1539",
    }

    id: Text
    label: Text
    member: str = ""
    platforms: list[str] = Field(default=[])
    source: str = ""

    @property
    def group(self) -> str:
        """The note, or the group of the budget's rows: `note1`, `activities`."""
        return self.id.partition(":")[0]


class Declared(Strict):
    """A figure that no ledger holds, in kronor: its measure without `economy:`."""

    EXAMPLE: ClassVar[Example] = {
        "id": "budget:equity:closing",
        "value": 750000,
        "source": "arsredovisning-2019:1371",
    }

    id: Text
    value: int | float
    source: str = ""

    @property
    def kronor(self) -> Decimal:
        return Decimal(str(self.value))


class Step(Strict):
    """How much capital of its own an association may have whose fees are at most `fees_to` kronor."""

    EXAMPLE: ClassVar[Example] = {"fees_to": 2000000, "at_most_percent": 20}

    fees_to: Annotated[int, Field(ge=0)] | None = None  # the last step holds for all above
    at_most_percent: Annotated[int, Field(ge=0, le=100)]


class Guideline(Strict):
    """What others advise of own capital; without steps nothing is judged by it."""

    EXAMPLE: ClassVar[Example] = {"steps": [Step.EXAMPLE], "source": "rekommendation:1", "date": "2013-10-02"}

    steps: list[Step] = Field(default=[])
    source: str = ""
    date: str = ""


class Economy(Strict):
    """How a year's ledger becomes the lines of the account."""

    EXAMPLE: ClassVar[Example] = {
        "projects": {DIMENSION: 6, "samo": "SAMO"},
        "chart": "bas",
        "statement": {"costs": {"accounts": ["4000-7799", "7900-7999"]}},
        "notes": [
            {"id": "note1:state", "label": "Driftbidrag från staten", "accounts": ["3010"], "member": STATE}
        ],
        "budget": [
            {
                "id": "activities:samo:navet",
                "label": "Navet",
                "accounts": ["4011"],
                "project": "samo",
                "platforms": ["navet"],
            }
        ],
        "declared": [Declared.EXAMPLE],
        "own_capital_guideline": Guideline.EXAMPLE,
    }

    projects: dict[str, int | str] = Field(default={})
    chart: Literal["bas", "kommunbas"]
    statement: dict[str, Selection] = Field(default={})
    notes: list[Line] = Field(default=[])
    budget: list[Line] = Field(default=[])
    declared: list[Declared] = Field(default=[])
    own_capital_guideline: Guideline = Guideline()

    @property
    def dimension(self) -> str:
        """The dimension of the projects, '' where there are none."""
        return str(self.projects.get(DIMENSION, ""))

    @property
    def project_objects(self) -> dict[str, str]:
        """Project -> its object, in the order of the file."""
        return {name: str(object_) for name, object_ in self.projects.items() if name != DIMENSION}

    @property
    def classes(self) -> dict[str, Selection]:
        """The lines of the statements: those of the chart, as far as the file has no other."""
        return preset(self.chart) | self.statement


def preset(chart: str) -> dict[str, Selection]:
    """The classes of a chart of accounts."""
    return {name: Selection(accounts=accounts) for name, accounts in PRESETS[chart].items()}
