"""Survey answers as the tool exports them: one row a respondent, one column a question."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import pandas as pd

from helpers.definitions import Definitions
from helpers.deliveries import allowed, headings, places
from helpers.deliveries.files import schema
from helpers.deliveries.files.cells import Allowed, Count, Text, gender, no_blank_word, one_of
from helpers.deliveries.files.corrections import Correction
from helpers.deliveries.files.grid import Cell, Table, clean, column_letter, folded, is_blank_word, nearest
from helpers.deliveries.files.schema import under
from helpers.deliveries.files.table import (
    cell,
    delivered,
    find,
    flag_stray_personnummer,
    heading,
    reference,
    report_hazards,
)
from helpers.deliveries.headings import HEADERS, Headings, label
from helpers.deliveries.places import Places
from helpers.deliveries.survey_header import Column, Header
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
    faults = Faults(respondents, name)
    header = Header(respondents, definitions, confirmed or Headings())
    table = find(path, HEADERS, faults, corrections, hazards=False, naming=header.naming())
    if table is None:
        return *_frames([], []), faults
    sheet = _Sheet(
        table, header, header.columns(table, faults), faults, Places.of(definitions), allowed.of(definitions)
    )
    read_columns = {sheet.heading(h) for h in HEADERS}
    read_columns |= {heading(table, c.index) for found in sheet.columns.values() for c in found}

    def spoils(row: int, column: str) -> str:
        return "refuse" if column in read_columns else "flag"

    report_hazards(table, faults, spoils)
    flag_stray_personnummer(table, [], faults)
    answers, people = ([], []) if faults.refused else _rows(sheet)
    if faults.refused:
        answers, people = [], []
    return *_frames(answers, people), faults


def _frames(answers: list[dict], people: list[dict]) -> tuple[pd.DataFrame, pd.DataFrame]:
    return (
        pd.DataFrame(answers, columns=ANSWER_COLUMNS, dtype="string"),
        pd.DataFrame(people, columns=RESPONDENT_COLUMNS, dtype="string"),
    )


def _rows(sheet: "_Sheet") -> tuple[list[dict], list[dict]]:
    """Answers, and the people with at least one; a row from no known place is told and left out."""
    answers, people = [], []
    for number, row in sheet.table.data_rows():
        where = {"sheet": sheet.table.grid.sheet, "row": number}
        place = sheet.place(row, where)
        if place is None:
            continue
        person = sheet.person(row, place, where)
        given = sheet.answers(row, where)
        answers += [person | {"question": q, "answer": a} for q, a in given]
        if given:
            people.append(person)
    return answers, people


@dataclass
class _Sheet:
    """The table of answers while it is read; `told` are the columns whose codes a line was proposed for."""

    table: Table
    header: Header
    columns: dict[str, list[Column]]
    faults: Faults
    places: Places
    allowed: Allowed
    told: set[int] = field(default_factory=set)

    def heading(self, name: str) -> str:
        """The file's own heading of a required column."""
        return heading(self.table, self.table.columns[folded(name)])

    def decoded(self, row: list[Cell], name: str) -> str:
        """The platform or gender of a row, by its confirmed code where it is one."""
        value = clean(cell(self.table, row, name))
        return self.header.headings.codes.get(name, {}).get(label(value), value)

    def place(self, row: list[Cell], where: dict) -> str | None:
        """Whom a row is about: the group's own place, else the row's.

        None, and told, where it is not known.
        """
        definitions = self.header.definitions
        written = self.decoded(row, "Plattform")
        place = definitions.group(self.header.respondents).answers_for or self.places.find(written)
        if place is None and is_blank_word(written):
            self.faults.refuse("blank_word", column="Plattform", value=written, **where)
        elif place is None:
            known = places.labels(definitions)
            near = nearest(written, known)
            self.faults.flag(
                "unknown_platform",
                column=self.heading("Plattform"),
                value=written,
                nearest=near or ", ".join(known),
                **where,
            )
        return place

    def person(self, row: list[Cell], place: str, where: dict) -> dict[str, str | None]:
        """The respondent of a row; a gender that is not known is told."""
        coded = self.decoded(row, "Kön")
        found, fault = gender(coded, self.allowed)
        if fault:
            level = "refuse" if fault == "blank_word" else "flag"
            at = where | {"column": self.heading("Kön"), "value": coded} | self.allowed.gender_names()
            self.faults.add(level, fault, **at)
        return {
            "row": reference(self.faults.file, self.table, where["row"]),
            "respondents": self.header.respondents,
            "platform": place,
            "gender": found,
        }

    def answers(self, row: list[Cell], where: dict) -> list[tuple[str, str]]:
        """The answered questions of a row.

        A cell that is no answer refuses, and so do two answers to one question.
        """
        given = []
        for question, columns in self.columns.items():
            filled = [c for c in columns if clean(row[c.index])]
            if len(filled) > 1:
                places = ", ".join(column_letter(c.index) for c in filled)
                self.faults.refuse(
                    "answered_twice",
                    column=heading(self.table, filled[0].index),
                    question=question,
                    places=places,
                    **where,
                )
            given += [(question, a) for a in (self._answer(row[c.index], c, where) for c in filled) if a]
        return given

    def _answer(self, value: Cell, column: Column, where: dict) -> str:
        labels = self.header.definitions.scale(column.question.scale).answers
        known = self.header.headings.codes.get(column.question.id, {}) | {label(a): a for a in labels}
        if found := known.get(label(value)):
            return found
        self.faults.refuse(
            "unknown_answer",
            column=heading(self.table, column.index),
            value=clean(value),
            nearest=nearest(clean(value), labels) or " / ".join(labels),
            also=self._codes_line(clean(value), column, labels),
            **where,
        )
        return ""

    def _codes_line(self, value: str, column: Column, labels: list[str]) -> str:
        """The words that propose codes, once a column, else ''.

        They give the line that would say that its answers are codes, where the cell looks like one.
        """
        code = _CODE.fullmatch(value)
        if not code or column.index in self.told or self.header.headings.codes.get(column.question.id):
            return ""
        self.told.add(column.index)
        codes = [f"{code[1]}{n}" for n in range(1, len(labels) + 1)]
        line = headings.line(
            self.header.respondents,
            "",
            column.question.wordings[0],
            " ".join(codes),
            self.header.definitions.year,
        )
        return " " + text(
            "headings.propose_codes",
            first=f"{codes[0]} = {labels[0]}",
            last=f"{codes[-1]} = {labels[-1]}",
            line=line,
        )


class Invited(schema.Row):
    """A row of `invited.csv`."""

    place: Annotated[Text, no_blank_word()] = under("Plattform", unread="")
    group: Annotated[str | None, one_of("groups", blank=False)] = under("Grupp")
    sent: Count = under("Utskick")


def read_invited(
    path: Path, name: str, definitions: Definitions, corrections: list[Correction]
) -> tuple[pd.DataFrame, Faults]:
    """How many were asked, per platform and group: INVITED_COLUMNS, `invited` a whole number."""
    faults = Faults("invited", name)
    known = Places.of(definitions)
    rows: list[tuple[str, str, str, int]] = []
    seen: dict[tuple[str, str], int] = {}
    for line in delivered(Invited, path, faults, corrections, allowed.of(definitions)):
        group, sent, place = line.values.group, line.values.sent, known.find(line.values.place)
        if place is None and "Plattform" not in line.unread:
            near = nearest(line.values.place, places.labels(definitions))
            faults.flag("unknown_platform", nearest=near or "–", **line.at("Plattform"))
        elif place is None or group is None or sent is None or line.unread:
            line.tell(faults)
        elif seen.setdefault((place, group), line.number) != line.number:
            faults.refuse("invited_twice", other=seen[place, group], **line.at("Utskick"))
        else:
            where = definitions.group(group).answers_for or place
            rows.append((reference(name, line.table, line.number), where, group, sent))
    frame = pd.DataFrame([] if faults.refused else rows, columns=INVITED_COLUMNS)
    return frame.astype(dict.fromkeys(INVITED_COLUMNS, "string") | {"invited": "int64"}), faults
