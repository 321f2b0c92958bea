"""The template of an intervention's final report: its headings in order, and what may stand in its texts."""

import re

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")  # a figure in a text, by its measure
# The headings in order; some are answered by other keys of the report than `texts`.
HEADINGS = (
    *("name", "owners", "purpose", "goals", "reasons", "gender-equality", "background", "need-changed"),
    *("period", "target-group", "participants", "methods", "methods-as-planned", "follow-up"),
    *("communicated", "implementation", "implementation-discussed", "budget", "returned-reasons"),
    *("returned-consequences", "lessons", "lessons-each", "signatures"),
)
_OLDER = (
    *("name", "owners", "purpose", "goals", "background", "period", "target-group", "methods"),
    *("follow-up", "implementation", "budget", "lessons", "signatures"),
)
_SUBSET = (
    *("name", "owners", "purpose", "goals", "background", "period", "target-group", "follow-up"),
    *("implementation", "budget", "lessons", "lessons-each", "signatures"),
)
TEMPLATES = {"2015": HEADINGS, "older": _OLDER, "subset": _SUBSET}
