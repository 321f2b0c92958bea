"""The names of a year's definitions as pages print them: in another language where the definitions have it.

Deliveries and the office's own texts are read by the names as they are written.
"""

from typing import Any

from helpers.definition_parts import Strict
from helpers.definitions import Definitions
from helpers.paths import LANGUAGES

_SAID = ("name", "short", "meaning")
_NAMED = ("together", "apart", "outcomes", "respondents", "areas")


def in_language(defined: Definitions, language: str) -> Definitions:
    """The definitions with their names in a language; a name that has no other stays as it is.

    >>> from helpers.paths import REPOSITORY
    >>> from helpers.definitions import load
    >>> shown = in_language(load(REPOSITORY / "data/definitions/2019.yaml"), "en")
    >>> shown.outcome("to-work").name, shown.group("styrgrupp").name, shown.name("vuxentorget")
    ('To work', 'Steering group', 'Vuxentorget')
    """
    if language == LANGUAGES[0] or not defined.english:
        return defined
    known = defined.english
    changed = {part: _worded(getattr(defined, part), known) for part in _NAMED}
    labels = {m: known.get(label, label) for m, label in defined.declared_measures.items()}
    return defined.model_copy(update=changed | {"declared_measures": labels})


def _worded(part: Any, known: dict[str, str]) -> Any:
    if isinstance(part, list):
        return [_worded(one, known) for one in part]
    if not isinstance(part, Strict):
        return part
    said = {k: known.get(v, v) if isinstance(v, str) else v for k, v in part if k in _SAID}
    return part.model_copy(update=said | {k: _worded(v, known) for k, v in part if k not in _SAID})
