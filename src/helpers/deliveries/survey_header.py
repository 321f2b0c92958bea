"""A survey's header as the tools export it.

Which column is which question, and what to confirm where that is not certain.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property

from helpers.defining.question_words import fingerprint
from helpers.definitions import Definitions, Question
from helpers.deliveries import left_out
from helpers.deliveries.files.grid import Cell, Grid, Table, clean, column_letter, folded, nearest
from helpers.deliveries.files.table import Naming
from helpers.deliveries.headings import HEADERS, Headings, line, meanings
from helpers.deliveries.survey_others import Column, Others
from helpers.deliveries.survey_tools import technical
from helpers.faults import Faults
from helpers.wording import text

# What a heading that asks for the platform or the gender in other words holds; a label of a gender is a hint
# too.
HINTS = {"Plattform": {"plattform", "insats", "verksamhet"}, "Kön": {"kön", "könsidentitet"}}
SHORTEST_HINT = 5  # letters; shorter labels are words of any question ("hur kan man …")
_INNER = re.compile(r"(.*\S)\s*\[(.+)\]", re.DOTALL)


@dataclass(frozen=True)
class Header:
    """What the headings of one group's file can mean."""

    respondents: str
    definitions: Definitions
    headings: Headings = field(default_factory=Headings)

    @cached_property
    def asked(self) -> dict[str, Question]:
        """Question id -> the question, of those that the group is asked."""
        return {q.id: q for q in self.definitions.questions_to(self.respondents)}

    @cached_property
    def words(self) -> dict[str, Question]:
        """Fingerprint -> the question asked in these words."""
        return {m: self.asked[q] for m, q in meanings(list(self.asked.values())).items() if q in self.asked}

    def question(self, heading: Cell) -> Question | None:
        """The question a heading is for certain.

        Its words, a confirmed heading, or a grid's `instruction [question]`.
        """
        mark = fingerprint(heading)
        if known := self.asked.get(self.headings.means.get(mark, "")) or self.words.get(mark):
            return known
        if inner := _INNER.fullmatch(clean(heading)):
            row, above = self.words.get(fingerprint(inner[2])), self.words.get(fingerprint(inner[1]))
            return row if above in (None, row) else None
        return None

    # --- the row that is the header ----------------------------------------------------------------------

    def naming(self) -> Naming:
        """How the file's columns are recognised: by their words, or by what is confirmed of them."""
        return Naming(
            self._key,
            self._near_required,
            self._also_required,
            self._shows_header,
            self._join,
        )

    def _key(self, heading: Cell) -> str:
        mark = fingerprint(heading)
        meant = self.headings.means.get(mark)
        return fingerprint(meant) if meant in HEADERS else mark

    def _known(self, heading: Cell) -> bool:
        return isinstance(heading, str) and (technical(heading) or self.question(heading) is not None)

    def _shows_header(self, heading: Cell) -> bool:
        return bool(clean(heading)) and self._known(heading)

    def _near_required(self, name: str, spare: list[str]) -> str:
        free = [s for s in spare if not self._known(s)]
        hints = HINTS[name] | (self._gender_words() if name == "Kön" else set())
        return nearest(name, free) or next((s for s in free if hints & set(fingerprint(s).split())), "")

    def _gender_words(self) -> set[str]:
        labels = {folded(label) for g in self.definitions.genders for label in g.labels}
        return {label for label in labels if len(label) >= SHORTEST_HINT}

    def _also_required(self, name: str, near: str) -> str:
        return text(
            "headings.propose" if near else "headings.propose_any",
            column=name,
            line=line(self.respondents, near or text("headings.any"), name),
        )

    def _join(self, grid: Grid, index: int) -> int:
        """Where the row below the header holds the questions, the two are made one: `above [below]`.

        Such a row has neither platform nor gender, and at least one cell in a question's words.
        """
        if index + 1 >= len(grid.rows):
            return index
        top, below = grid.rows[index], grid.rows[index + 1]
        own = [i for i, cell in enumerate(top) if self._key(cell) in map(fingerprint, HEADERS)]
        joined = _joined(top, below)
        asked = any(clean(cell) and self.question(joined[i]) for i, cell in enumerate(below))
        if not asked or any(clean(below[i]) for i in own if i < len(below)):
            return index
        last = grid.numbers[index + 1]
        grid.rows[index + 1] = [*joined]
        for place, (code, what) in list(grid.hazards.items()):
            if code == "merged_cells" and place[0] <= last and _last_row(what) <= last:
                del grid.hazards[place]
        return index + 1

    # --- the columns -------------------------------------------------------------------------------------

    def columns(self, table: Table, faults: Faults) -> dict[str, list[Column]]:
        """Question id -> its columns.

        What is no question for certain is flagged, with the line that would confirm it.
        """
        header = table.grid.rows[table.header]
        where = {"sheet": table.grid.sheet, "row": table.grid.numbers[table.header]}
        own = {table.columns[folded(h)] for h in HEADERS}
        found: dict[str, list[Column]] = {}
        unknown = []
        self._refuse_unheaded(table, where, faults)
        for index, heading in enumerate(header):
            if not clean(heading) or index in own:
                continue
            mark = fingerprint(heading)
            question = self.question(heading)
            if question:
                found.setdefault(question.id, []).append(
                    Column(index, question, mark, mark in self.headings.means)
                )
            elif not technical(heading):
                unknown.append((index, heading, mark))
        others = Others(
            self.respondents, self.definitions, self.asked, self.words, found, table, faults, where
        )
        spoilt = [others.tell(*column) for column in unknown]
        for id_, columns in found.items():
            if not _may_stand_together(columns):
                places = ", ".join(column_letter(c.index) for c in columns)
                faults.refuse(
                    "question_twice",
                    column=clean(header[columns[1].index]),
                    question=id_,
                    places=places,
                    **where,
                )
        for question in self.asked.values():
            if question.id not in found:
                faults.flag("question_missing", question=question.id, value=question.wordings[0], **where)
        return {id_: columns for id_, columns in found.items() if id_ not in spoilt}

    def _refuse_unheaded(self, table: Table, where: dict, faults: Faults) -> None:
        """Answers under no heading may be those to the question on their left: one column an answer."""
        header = table.grid.rows[table.header]
        filled = [index for index, said in enumerate(table.body.texts) if any(said)]
        unheaded = [index for index in filled if index >= len(header) or not clean(header[index])]
        if unheaded:
            faults.refuse("unheaded_answers", places=left_out.letters_of(unheaded), **where)


def _may_stand_together(columns: list[Column]) -> bool:
    """Several columns are one question where somebody has confirmed each that does not bear its words."""
    return len({c.mark for c in columns}) == len(columns) and sum(not c.confirmed for c in columns) <= 1


def _last_row(reference: str) -> int:
    """The last row of a merged range.

    >>> _last_row("A1:B12")
    12
    """
    return int(re.split(r"\D+", reference)[-1])


def _joined(top: list[Cell], below: list[Cell]) -> list[str]:
    """Two header rows as one; a text above stands over the blank cells to its right.

    >>> above = ["Plattform", "Kön", "Hur väl stämmer det?", None, "Annat"]
    >>> _joined(above, ["", "", "Fråga A", "Fråga B", ""])
    ['Plattform', 'Kön', 'Hur väl stämmer det? [Fråga A]', 'Hur väl stämmer det? [Fråga B]', 'Annat']
    """
    joined, above = [], ""
    width = max(len(top), len(below))
    for over, under in zip(
        top + [None] * (width - len(top)), below + [None] * (width - len(below)), strict=True
    ):
        above = clean(over) or above
        joined.append(f"{above} [{clean(under)}]" if above and clean(under) else clean(under) or clean(over))
    return joined
