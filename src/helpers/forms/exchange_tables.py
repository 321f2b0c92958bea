"""What an exchange folder holds, for who writes it and who reads it: its files, columns and version."""

from collections.abc import Mapping
from dataclasses import replace

from helpers.codes import GROUPS
from helpers.definitions import Definitions
from helpers.forms.table_schemas import Column, Schema, facts

VERSION = 1  # of the form; one that an earlier program could misread has another
OWN = "socialt-bokslut-exchange"  # the key of the description that holds what is ours
FACTS, MEASURES, DESCRIPTION = "facts.csv", "measures.csv", "datapackage.json"
FILES = (FACTS, MEASURES, DESCRIPTION)
UNITS = ("count", "share")
GROUP = (*GROUPS, "unknown")
HEX_DIGITS = 12  # of the definition of a measure

MEASURE_TABLE = Schema(
    "measures",
    (
        Column("measure", blank=False, about="facts"),
        Column("respondents", means=True, about="facts"),
        Column("definition", blank=False),
        Column("words", blank=False),
        Column("positive", means=True),
    ),
    ("measure", "respondents"),
)


def fact_table(definitions: Definitions) -> Schema:
    """The schema of the facts that leave: those of facts.csv that count people."""
    whole = facts(definitions)
    allowed: Mapping[str, tuple[str, ...]] = {"unit": UNITS, "group": GROUP}
    return replace(
        whole, columns=tuple(replace(c, allowed=allowed.get(c.name, c.allowed)) for c in whole.columns)
    )
