"""The national network's bank of questions: what definitions may import, and not reword.

A question of other words is another question, and its answers are not set beside those of the bank's.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from helpers.defining.question_words import fingerprint
from helpers.reading.definition_faults import Location, nearest, where
from helpers.reading.strict_yaml import document, read
from helpers.wording import listing, text

BANK = Path(__file__).parent / "template" / "question_bank.yaml"
NUMBER, WORDINGS = "nns", "wordings"  # keys of a question


@cache
def bank() -> dict[str, list[str]]:
    """The printed wordings of each question of the bank, by its number."""
    entries: Any = document(read(BANK), BANK)[1]
    return {entry[NUMBER]: entry[WORDINGS] for entry in entries}


def with_words(data: Any) -> Any:
    """Definitions as their file has them, where a question that names the bank's alone has its words."""
    questions = data.get("questions") if isinstance(data, dict) else None
    if not isinstance(questions, list):
        return data
    return data | {"questions": [_imported(question) for question in questions]}


def _imported(question: Any) -> Any:
    if isinstance(question, dict) and WORDINGS not in question and question.get(NUMBER) in bank():
        return question | {WORDINGS: list(bank()[question[NUMBER]])}
    return question


def bank_faults(data: dict) -> Iterator[tuple[Location, str]]:
    """Questions that name none of the bank's, or one that has other words: where, and what is wrong."""
    questions = data.get("questions")
    for index, question in enumerate(questions if isinstance(questions, list) else []):
        number = question.get(NUMBER) if isinstance(question, dict) else None
        if not isinstance(number, str):
            continue
        place: Location = ("questions", index, NUMBER)
        if number not in bank():
            yield (
                place,
                text("definition.no_bank_question", where=where(place), value=number)
                + nearest(number, list(bank())),
            )
            continue
        known = set(map(fingerprint, bank()[number]))
        wordings = question.get(WORDINGS)
        for own in wordings if isinstance(wordings, list) else []:
            if fingerprint(own) not in known:
                theirs = listing(bank()[number], "or")
                said = {"number": number, "own": str(own), "theirs": theirs}
                yield place, text("definition.other_bank_words", where=where(place), **said)
