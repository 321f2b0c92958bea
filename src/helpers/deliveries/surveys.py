"""Survey answers as the tool exports them: one row a respondent, one column a question."""

import re
from dataclasses import dataclass, field
from functools import cached_property, partial
from operator import itemgetter
from pathlib import Path
from typing import Annotated

import numpy as np
import pandas as pd

from helpers.definitions import Definitions
from helpers.deliveries import allowed, headings, left_out, places
from helpers.deliveries.files import schema
from helpers.deliveries.files.cells import Allowed, Count, Text, gender, no_blank_word, one_of
from helpers.deliveries.files.corrections import Correction
from helpers.deliveries.files.grid import Table, column_letter, each, folded, heading, is_blank_word, nearest
from helpers.deliveries.files.schema import under
from helpers.deliveries.files.strays import flag_stray_personnummer, flag_unseen
from helpers.deliveries.files.table import delivered, find, reference, references, report_hazards
from helpers.deliveries.headings import HEADERS, Headings, label
from helpers.deliveries.places import Places
from helpers.deliveries.survey_header import Header
from helpers.deliveries.survey_others import Column
from helpers.deliveries.survey_tools import identifies, technical
from helpers.faults import Faults
from helpers.wording import text

_CODE = re.compile(r"([A-Za-z]{0,3}0?)[1-9]")
ANSWER_COLUMNS = ["row", "respondents", "platform", "gender", "question", "answer"]
RESPONDENT_COLUMNS = ["row", "respondents", "platform", "gender"]
INVITED_COLUMNS = ["row", "platform", "respondents", "invited"]


def read(
    path: Path,
    name: str,
    respondents: str,
    definitions: Definitions,
    corrections: list[Correction],
    confirmed: Headings | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame, Faults]:
    """Read one group's answers: (answers, respondents, faults).

    ANSWER_COLUMNS has one row per answered question, RESPONDENT_COLUMNS one per respondent with at least
    one answer. Blank cells are not answers. Both are empty when the file is refused. `confirmed` is what is
    known of the group's headings and codes.
    """
    faults = Faults(respondents, name, known=allowed.vocabulary(definitions))
    header = Header(respondents, definitions, confirmed or Headings())
    table = find(path, HEADERS, faults, corrections, hazards=False, naming=header.naming())
    if table is None:
        return *_frames(pd.DataFrame(), pd.DataFrame()), faults
    sheet = _Sheet(table, header, header.columns(table, faults), faults, allowed.of(definitions))
    read_columns = {sheet.heading(h) for h in HEADERS}
    read_columns |= {heading(table, c.index) for found in sheet.columns.values() for c in found}

    def spoils(row: int, column: str) -> str:
        return "refuse" if column in read_columns else "flag"

    report_hazards(table, faults, spoils)
    flag_stray_personnummer(table, [], faults)
    flag_unseen(table, read_columns, faults)
    if not faults.refused:
        sheet.tell()
    return *(_frames(pd.DataFrame(), pd.DataFrame()) if faults.refused else sheet.frames()), faults


def _frames(answers: pd.DataFrame, people: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    return (
        answers.reindex(columns=ANSWER_COLUMNS).reset_index(drop=True).astype("string"),
        people.reindex(columns=RESPONDENT_COLUMNS).reset_index(drop=True).astype("string"),
    )


def _at_fault(cells: tuple[str | None, ...]) -> bool:
    """Whether the cells of one question in one row hold no answer to it, or several."""
    return "" in cells or sum(cell is not None for cell in cells) > 1


def _codes_line(header: Header, column: Column, codes: list[str], labels: list[str]) -> str:
    """The line that would say that a question's answers are these codes, in words."""
    group, year = header.respondents, header.definitions.year
    line = headings.line(group, "", column.question.wordings[0], " ".join(codes), year)
    first, last = (f"{codes[i]} = {labels[i]}" for i in (0, -1))
    return " " + text("headings.propose_codes", first=first, last=last, line=line)


@dataclass
class _Sheet:
    """The table of answers while it is read, column by column; an index is a row's place in it.

    `told` are the columns whose codes a line was proposed for.
    """

    table: Table
    header: Header
    columns: dict[str, list[Column]]
    faults: Faults
    allowed: Allowed
    told: set[int] = field(default_factory=set)

    def heading(self, name: str) -> str:
        """The file's own heading of a required column."""
        return heading(self.table, self.table.columns[folded(name)])

    @cached_property
    def decoded(self) -> dict[str, list[str]]:
        """Platform and gender of every row, by their confirmed codes where they are some."""
        return {name: self._decoded(name) for name in HEADERS}

    def _decoded(self, name: str) -> list[str]:
        codes = self.header.headings.codes.get(name, {})
        texts = self.table.body.texts[self.table.columns[folded(name)]]
        return each(lambda said: codes.get(label(said), said), texts)

    @cached_property
    def places(self) -> list[str | None]:
        """Whom each row is about: the group's own place, else the row's; None where it is not known."""
        definitions = self.header.definitions
        if own := definitions.group(self.header.respondents).answers_for:
            return [own] * len(self.table.body.numbers)
        return each(Places.of(definitions).find, self.decoded["Plattform"])

    @cached_property
    def sums(self) -> dict[int, str]:
        """The rows of sums, which name no place, with their first words."""
        said = each(Places.of(self.header.definitions).find, self.decoded["Plattform"])
        nowhere = [index for index, place in enumerate(said) if place is None]
        return left_out.sums(self.table.body.texts, nowhere)

    @cached_property
    def repeats(self) -> dict[int, int]:
        """The rows that stand twice, with the first of each."""
        texts, header = self.table.body.texts, self.table.grid.rows[self.table.header]
        own = [c for c, name in zip(texts, header, strict=False) if identifies(name)]
        timed = [c for c, name in zip(texts, header, strict=False) if technical(name)]
        return left_out.repeats(texts, own, timed)

    @cached_property
    def not_counted(self) -> set[int]:
        """The rows whose answers are not read."""
        nowhere = {index for index, place in enumerate(self.places) if place is None}
        return nowhere | self.sums.keys() | self.repeats.keys()

    @cached_property
    def silent(self) -> set[int]:
        """The rows without an answer to any of the file's questions."""
        answered = [self.read[column.index] for found in self.columns.values() for column in found]
        rows = range(len(self.table.body.numbers) if answered else 0)
        return {index for index in rows if all(cells[index] is None for cells in answered)}

    @cached_property
    def genders(self) -> list[tuple[str, str]]:
        """The gender of every row, and what is wrong of it."""
        return each(lambda said: gender(said, self.allowed), self.decoded["Kön"])

    @cached_property
    def read(self) -> dict[int, list[str | None]]:
        """Column -> the answer in each row: None where the cell is blank, '' where it holds no answer."""
        return {
            column.index: each(partial(self._answer, column), self.table.body.texts[column.index])
            for columns in self.columns.values()
            for column in columns
        }

    @cached_property
    def gender_names(self) -> dict[str, str]:
        """The label that a message calls each gender by."""
        return self.allowed.gender_names()

    def _answer(self, column: Column, said: str) -> str | None:
        if not said:
            return None
        labels = self.header.definitions.scale(column.question.scale).answers
        known = self.header.headings.codes.get(column.question.id, {}) | {label(a): a for a in labels}
        return known.get(label(said), "")

    # --- what is wrong ---------------------------------------------------------------------------------

    def tell(self) -> None:
        """Tell of every row's faults: its place, the gender, the answers.

        A row that does not count is told of, and nothing more of it.
        """
        unknown = [(i, 0, self._tell_left_out) for i in self.not_counted | self.silent]
        odd = [(i, 1, self._tell_gender) for i, (_, fault) in enumerate(self.genders) if fault]
        for order, (question, columns) in enumerate(self.columns.items(), 2):
            about = partial(self._tell_answers, question, columns)
            read = [self.read[c.index] for c in columns]
            odd += [(i, order, about) for i, cells in enumerate(zip(*read, strict=True)) if _at_fault(cells)]
        known = [entry for entry in odd if entry[0] not in self.not_counted | self.silent]
        for index, _, told in sorted([*unknown, *known], key=itemgetter(0, 1)):
            told(index, {"sheet": self.table.grid.sheet, "row": self.table.body.numbers[index]})

    def _tell_left_out(self, index: int, where: dict) -> None:
        """A row of sums, one that stands twice, or one from no place that the year knows."""
        if index in self.sums:
            self.faults.flag("total_row", value=self.sums[index], **where)
        elif index in self.repeats:
            self.faults.flag("row_twice", other=self.table.body.numbers[self.repeats[index]], **where)
        elif index in self.silent:
            self.faults.note("no_answers", **where)
        else:
            self._tell_place(self.decoded["Plattform"][index], {"column": self.heading("Plattform")} | where)

    def _tell_place(self, said: str, where: dict) -> None:
        """Answers from no place that the year knows."""
        known = places.labels(self.header.definitions)
        if is_blank_word(said):
            self.faults.refuse("blank_word", value=said, **where)
        elif said:
            near = nearest(said, known) or ", ".join(known)
            self.faults.omit("unknown_platform", value=said, nearest=near, **where)
        else:
            self.faults.omit("no_platform", **where)

    def _tell_gender(self, index: int, where: dict) -> None:
        """A gender that is not known, or none."""
        fault = self.genders[index][1]
        said = {"column": self.heading("Kön"), "value": self.decoded["Kön"][index]}
        level = "refuse" if fault == "blank_word" else "flag"
        self.faults.add(level, fault, **where | said | self.gender_names)

    def _tell_answers(self, question: str, columns: list[Column], index: int, where: dict) -> None:
        """A cell that is no answer refuses, and so do two answers to one question."""
        filled = [c for c in columns if self.read[c.index][index] is not None]
        if len(filled) > 1:
            letters = ", ".join(column_letter(c.index) for c in filled)
            first = heading(self.table, filled[0].index)
            self.faults.refuse("answered_twice", column=first, question=question, places=letters, **where)
        for column in filled:
            if not self.read[column.index][index]:
                self._tell_no_answer(column, self.table.body.texts[column.index][index], where)

    def _tell_no_answer(self, column: Column, said: str, where: dict) -> None:
        labels = self.header.definitions.scale(column.question.scale).answers
        self.faults.refuse(
            "unknown_answer",
            column=heading(self.table, column.index),
            value=said,
            nearest=nearest(said, labels) or " / ".join(labels),
            also=self._codes_words(said, column, labels),
            **where,
        )

    def _codes_words(self, said: str, column: Column, labels: list[str]) -> str:
        """The words that propose codes, once a column, where the cell looks like one; else ''."""
        code = _CODE.fullmatch(said)
        if not code or column.index in self.told or self.header.headings.codes.get(column.question.id):
            return ""
        self.told.add(column.index)
        return _codes_line(self.header, column, [f"{code[1]}{n}" for n in range(1, len(labels) + 1)], labels)

    # --- what is read ----------------------------------------------------------------------------------

    def frames(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Answers, and the people with at least one, of the rows that count."""
        known = np.array([index not in self.not_counted for index in range(len(self.places))], bool)
        answers = np.full((len(known), len(self.columns)), None, object)
        for position, columns in enumerate(self.columns.values()):
            for column in columns:
                read = np.array(self.read[column.index], object)
                answers[:, position] = np.where(pd.isna(read), answers[:, position], read)
        given = pd.notna(answers) & known[:, np.newaxis]
        said = {
            "row": references(self.faults.file, self.table),
            "respondents": [self.header.respondents] * len(known),
            "platform": self.places,
            "gender": [found for found, _ in self.genders],
        }
        people = pd.DataFrame({name: np.array(cells, object) for name, cells in said.items()})
        rows, asked = np.nonzero(given)
        answered = people.iloc[rows].assign(
            question=np.array(list(self.columns), object)[asked], answer=answers[rows, asked]
        )
        return _frames(answered, people[given.any(axis=1)])


class Invited(schema.Row):
    """A row of `invited.csv`."""

    place: Annotated[Text, no_blank_word()] = under("Plattform", unread="")
    group: Annotated[str | None, one_of("groups", blank=False)] = under("Grupp")
    sent: Count = under("Utskick")


def read_invited(
    path: Path, name: str, definitions: Definitions, corrections: list[Correction]
) -> tuple[pd.DataFrame, Faults]:
    """How many were asked, per platform and group: INVITED_COLUMNS, `invited` a whole number."""
    faults = Faults("invited", name, known=allowed.vocabulary(definitions))
    known = Places.of(definitions)
    rows: list[tuple[str, str, str, int]] = []
    seen: dict[tuple[str, str], int] = {}
    for line in delivered(Invited, path, faults, corrections, allowed.of(definitions)):
        group, sent, place = line.values.group, line.values.sent, known.find(line.values.place)
        if place is None and "Plattform" not in line.unread:
            near = nearest(line.values.place, places.labels(definitions))
            faults.omit("unknown_platform", nearest=near or "–", **line.at("Plattform"))
        elif place is None or group is None or sent is None or line.unread:
            line.tell(faults)
        elif seen.setdefault((place, group), line.number) != line.number:
            faults.refuse("invited_twice", other=seen[place, group], **line.at("Utskick"))
        else:
            where = definitions.group(group).answers_for or place
            rows.append((reference(name, line.table, line.number), where, group, sent))
    frame = pd.DataFrame([] if faults.refused else rows, columns=INVITED_COLUMNS)
    return frame.astype(dict.fromkeys(INVITED_COLUMNS, "string") | {"invited": "int64"}), faults
