"""The names of a year's definitions as pages print them: in another language where the definitions have it.

Deliveries and the office's own texts are read by the names as they are written.
"""

from typing import Any

from helpers.defining.definition_parts import Outcome, Question, Strict
from helpers.definitions import Definitions
from helpers.language.marked_swedish import in_swedish
from helpers.language.words import Text
from helpers.paths import LANGUAGES, spoken
from helpers.wording import text

_SAID = ("name", "short", "meaning", "about", "text", "label", "scale", "efforts")
_DELIVERED = (Outcome,)  # whose label is the delivered word, by which it is read
_NAMED = (
    *("together", "apart", "outcomes", "respondents", "areas", "platforms", "wholes", "other_places"),
    *("referrers", "obstacles", "statistics_areas", "economy", "nafs", "preventive"),
)
_MEASURES = ("declared_measures", "agreement_measures", "final_report_measures")


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
    changed |= {part: _words(getattr(defined, part), known) for part in _MEASURES}
    return defined.model_copy(update=changed)


def said(words: str, defined: Definitions) -> str:
    """What the language spoken calls words that are keys too: an answer, a class of SUS, a question.

    Themselves where the definitions have no other.
    """
    return words if spoken() == LANGUAGES[0] else defined.english.get(words, words)


def asked_words(question: Question, defined: Definitions) -> Text:
    """A question as it was asked; in another language what it means, and the question beside it."""
    original = question.wordings[0]
    translated = said(original, defined)
    if translated == original:
        return in_swedish(original)
    return text("question.translated", meaning=translated, asked=in_swedish(original))


def _worded(part: Any, known: dict[str, str]) -> Any:
    if isinstance(part, list):
        return [_worded(one, known) for one in part]
    if not isinstance(part, Strict):
        return part
    shown = [k for k in _SAID if not (k == "label" and isinstance(part, _DELIVERED))]
    return part.model_copy(update={k: _words(v, known) if k in shown else _worded(v, known) for k, v in part})


def _words(held: Any, known: dict[str, str]) -> Any:
    """Words, several of them, or words by what they are of."""
    if isinstance(held, list):
        return [known.get(one, one) for one in held]
    if isinstance(held, dict):
        return {of: known.get(one, one) for of, one in held.items()}
    return known.get(held, held) if isinstance(held, str) else held
