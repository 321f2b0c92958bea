"""The columns of a survey that are no question for certain: what they spoil, and what would confirm them."""

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from helpers.defining.question_words import fingerprint
from helpers.definitions import Definitions, Question
from helpers.deliveries.files.grid import Cell, Table, clean, folded
from helpers.deliveries.headings import label, line
from helpers.deliveries.survey_tools import MOST_COMPARED, beginning
from helpers.faults import Faults
from helpers.wording import text

NEAR = 0.75  # how alike two wordings are that may be the same question
NEAR_MISSING = 0.6  # the same where the question is asked and the file has no column for it
_NUMERAL = re.compile(r"(.*\D)\s*\d{1,2}")


@dataclass(frozen=True)
class Column:
    """A column that is a question; `confirmed` by a line of its own."""

    index: int
    question: Question
    mark: str
    confirmed: bool


@dataclass(frozen=True)
class Others:
    """The headings of one file that are no question for certain, and the columns `found` of its questions.

    `asked` and `words` are the questions by id and by their words; `where` is the place of the header.
    """

    respondents: str
    definitions: Definitions
    asked: Mapping[str, Question]
    words: Mapping[str, Question]
    found: Mapping[str, list[Column]]
    table: Table
    faults: Faults
    where: dict[str, Any]

    def tell(self, index: int, heading: Cell, mark: str) -> str:
        """Tell of a column; the id of the question that it spoils, or ''.

        It spoils the question that it is near, where no column has that question's words or where it holds
        answers that those columns lack. Else nothing asks for it.
        """
        numeral = _NUMERAL.fullmatch(mark)
        again = self.words.get(numeral[1].strip()) if numeral else None
        if again and again.id in self.found:
            also = self._propose(heading, again)
            place = {"column": clean(heading), "question": again.id}
            self.faults.refuse("column_repeated", also=also, **place, **self.where)
            return ""
        likely = again or self._likely(heading, mark) or self._missing(mark)
        spoils = likely is not None and self._completes(index, likely)
        shown = likely or self._nearest(mark, 0.0)
        near = f"{shown.id} ”{shown.wordings[0]}”" if shown else "–"
        self.faults.add(
            "omit" if spoils else "flag",
            "unknown_question",
            column=clean(heading),
            nearest=near,
            also=self._propose(heading, likely) if likely else "",
            **self.where,
        )
        return likely.id if likely and spoils else ""

    def _propose(self, heading: Cell, question: Question) -> str:
        return " " + text(
            "headings.propose", line=line(self.respondents, clean(heading), question.wordings[0])
        )

    def _likely(self, heading: Cell, mark: str) -> Question | None:
        """The question a heading may be.

        Its beginning where it is cut, its number, or words that are nearly the same.
        """
        if cut := beginning(heading):
            begin = fingerprint(cut)
            begun = {q.id: q for w, q in self.words.items() if begin and w.startswith(begin)}
            return next(iter(begun.values())) if len(begun) == 1 else None
        number = folded(heading).removeprefix("fråga").removeprefix("q").strip()
        return self.asked.get(number) or self._nearest(mark, NEAR)

    def _nearest(self, mark: str, cutoff: float, found: Collection[str] = ()) -> Question | None:
        words = [words for words, question in self.words.items() if question.id not in found]
        near = difflib.get_close_matches(mark[:MOST_COMPARED], words, 1, cutoff)
        return self.words[near[0]] if near else None

    def _missing(self, mark: str) -> Question | None:
        """The question without a column that a heading is near: in its letters, or in its words."""
        if near := self._nearest(mark, NEAR_MISSING, self.found):
            return near
        said = set(mark[:MOST_COMPARED].split())
        alike = {w: len(said & set(w.split())) * 2 / (len(said) + len(set(w.split()))) for w in self.words}
        free = [w for w, q in self.words.items() if q.id not in self.found and alike[w] >= NEAR_MISSING]
        return self.words[max(free, key=alike.__getitem__)] if free else None

    def _completes(self, index: int, question: Question) -> bool:
        """Whether a column has answers that the question's own columns lack; any words, where it has none."""
        texts = self.table.body.texts
        own = [texts[column.index] for column in self.found.get(question.id, [])]
        answers = {label(a) for a in self.definitions.scale(question.scale).answers}
        said = [(row, t) for row, t in enumerate(texts[index]) if t and not any(o[row] for o in own)]
        return bool(said) if not own else any(label(t) in answers for _, t in said)
