"""What the tables of the data package hold, column by column; their words stand in the catalogue.

docs/data-dictionary.md and docs/audit.md say the same, which a test holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from helpers.codes import GROUPS
from helpers.definitions import Definitions
from helpers.facts import COLUMNS, KEY, ORIGINS
from helpers.wording import text

STATES = ("ok", "too-few", "missing", "suppressed")
UNITS = (
    *("count", "average", "days", "share", "percentage-points", "percent", "unstated", "p-value", "verdict"),
    *(
        "judgement",
        "doubt",
        "claim",
        "score",
        "grade",
        "posts",
        "places",
        "hours",
        "weeks",
        "months",
        "years",
    ),
    *("times-per-month", "criterion", "identity", "SEK"),
)
SEVERITIES = ("error", "claim", "unreconciled", "reading")
BECAME = ("reproduced", "differs", "underivable", "unreadable")
BASES = ("computed", "declared")


@dataclass(frozen=True)
class Column:
    """A column: its type, what may stand in it (`allowed`), whether it may be blank, and where it is told of.

    A blank text that `means` something is no missing value. `about` is the table whose words it shares.
    """

    name: str
    type: str = "string"
    allowed: Sequence[str] = ()
    blank: bool = True
    means: bool = False
    about: str = ""

    def described(self, table: str) -> dict[str, Any]:
        """The column as a data package describes it."""
        said = f"{self.about or table}-{self.name}"
        constraints: dict[str, Any] = {} if self.blank else {"required": True}
        constraints |= {"enum": list(self.allowed)} if self.allowed else {}
        field: dict[str, Any] = {
            "name": self.name,
            "type": self.type,
            "title": text(f"form.column.{self.name}"),
            "description": text(f"form.about.{said}"),
        }
        field |= {"constraints": constraints} if constraints else {}
        return field | ({"missingValues": []} if self.means else {})


@dataclass(frozen=True)
class Schema:
    """A table of the set: its columns in order, and the key that no two rows share."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    def described(self) -> dict[str, Any]:
        """The schema as a data package gives it."""
        fields = [column.described(self.name) for column in self.columns]
        schema = {"fields": fields, "missingValues": [""]}
        return schema | ({"primaryKey": list(self.key)} if self.key else {})


def facts(definitions: Definitions) -> Schema:
    """The schema of facts.csv; places and those who are asked are the year's own."""
    asked = ["", *(r.id for r in definitions.respondents)]
    known = {
        "year": Column("year", "integer", blank=False),
        "platform": Column("platform", allowed=definitions.places, blank=False),
        "measure": Column("measure", blank=False),
        "respondents": Column("respondents", allowed=asked, means=True),
        "group": Column("group", allowed=(*GROUPS, "unknown"), blank=False),
        "value": Column("value", "number"),
        "numerator": Column("numerator", "integer"),
        "denominator": Column("denominator", "integer"),
        "unit": Column("unit", allowed=UNITS, blank=False),
        "state": Column("state", allowed=STATES, blank=False),
        "origin": Column("origin", allowed=ORIGINS, blank=False),
    }
    return Schema("facts", tuple(known[name] for name in COLUMNS), tuple(KEY))


FINDINGS = Schema(
    "findings",
    (
        Column("rule", blank=False),
        Column("severity", allowed=SEVERITIES, blank=False),
        Column("source", blank=False, about="comparison"),
        Column("line", "integer", blank=False, about="comparison"),
        Column("printed", blank=False, about="comparison"),
        Column("computed"),
        Column("message", blank=False),
    ),
)
COMPARISON = Schema(
    "comparison",
    (
        Column("source", blank=False),
        Column("line", "integer", blank=False),
        Column("printed", blank=False),
        Column("value", "number"),
        Column("unit", blank=False),
        Column("year", "integer", blank=False),
        Column("platform", about="facts", blank=False),
        Column("measure", about="facts", blank=False),
        Column("respondents", about="facts", means=True),
        Column("group", about="facts", blank=False),
        Column("scope"),
        Column("fact", "number"),
        Column("numerator", "integer", about="facts"),
        Column("denominator", "integer", about="facts"),
        Column("rule"),
        Column("basis", allowed=BASES),
        Column("state", allowed=BECAME, blank=False),
        Column("reason"),
    ),
)
