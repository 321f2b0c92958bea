"""Survey answers as the tool exports them: one row a respondent, one column a question."""

import difflib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import pandas as pd

from helpers.definitions import ASSOCIATION, Definitions, Question
from helpers.deliveries import schema
from helpers.deliveries.corrections import Correction
from helpers.deliveries.grid import Table, clean, column_letter, folded, is_blank_word, nearest
from helpers.deliveries.schema import Count, Text, flag_gender, gender, no_blank_word, one_of, under
from helpers.deliveries.table import cell, delivered, find, flag_stray_personnummer, heading, reference, report_hazards
from helpers.faults import Faults

HEADERS = ["Plattform", "Kön"]
# Columns that Microsoft Forms, Google Forms and LimeSurvey (headings or codes) add; matched on folded text.
TECHNICAL = {
    "svarsdatum", "id",
    "starttid", "slutförandetid", "sluttid", "senast ändrad", "tid för senaste ändring", "e-post", "namn", "språk", "totalt antal poäng",
    "start time", "completion time", "last modified time", "email", "name", "language", "total points",
    "tidstämpel", "e-postadress", "användarnamn", "poäng", "timestamp", "email address", "username", "score",
    "svars-id", "datum inskickat", "sista sida", "startspråk", "frö", "datum startat", "datum senaste aktivitet", "ip-adress",
    "hänvisande url", "åtkomstkod", "response id", "date submitted", "last page", "start language", "seed", "date started",
    "date last action", "ip address", "referrer url", "access code",
    "submitdate", "lastpage", "startlanguage", "startdate", "datestamp", "ipaddr", "refurl", "token",
}  # fmt: skip
ANSWER_COLUMNS = ["row", "respondents", "platform", "gender", "question", "answer"]
RESPONDENT_COLUMNS = ["row", "respondents", "platform", "gender"]
INVITED_COLUMNS = ["row", "platform", "respondents", "invited"]


@dataclass(frozen=True)
class Places:
    """Platforms and wholes by id or display name, any case."""

    known: dict[str, str]

    @classmethod
    def of(cls, definitions: Definitions) -> "Places":
        names = (ASSOCIATION, definitions.association, definitions.label(ASSOCIATION))
        known = {folded(n): ASSOCIATION for n in names}
        for p in [*definitions.platforms, *definitions.wholes]:
            known |= {folded(p.id): p.id, folded(p.name): p.id, folded(p.label): p.id}
        return cls(known)

    def find(self, value: object) -> str | None:
        return self.known.get(folded(value))


def read(
    path: Path, name: str, respondents: str, definitions: Definitions, corrections: list[Correction]
) -> tuple[pd.DataFrame, pd.DataFrame, Faults]:
    """Read one group's answers: (answers, respondents, faults).

    ANSWER_COLUMNS has one row per answered question, RESPONDENT_COLUMNS one per respondent with at least
    one answer. Blank cells are not answers. Both are empty when the file is refused.
    """
    faults = Faults(respondents, name)
    empty = pd.DataFrame(columns=ANSWER_COLUMNS, dtype="string"), pd.DataFrame(columns=RESPONDENT_COLUMNS, dtype="string")
    table = find(path, HEADERS, faults, corrections, hazards=False)
    if table is None:
        return *empty, faults
    questions = _question_columns(table, respondents, definitions, faults)
    read_columns = {heading(table, c) for c in [*(table.columns[folded(h)] for h in HEADERS), *(c for c, _ in questions)]}
    report_hazards(table, faults, lambda row, column: "refuse" if column in read_columns else "flag")
    flag_stray_personnummer(table, [], faults)
    if faults.refused:
        return *empty, faults
    places, belongs = Places.of(definitions), definitions.group(respondents).answers_for
    answers, people = [], []
    for number, row in table.data_rows():
        where = {"sheet": table.grid.sheet, "row": number}
        written = clean(cell(table, row, "Plattform"))
        place = belongs or places.find(written)
        if place is None and is_blank_word(written):
            faults.refuse("blank_word", column="Plattform", value=written, **where)
            continue
        if place is None:
            known = [definitions.label(p) for p in [*definitions.platform_ids, *definitions.whole_ids]]
            near = nearest(written, known)
            faults.flag("unknown_platform", column="Plattform", value=written, nearest=near or ", ".join(known), **where)
            continue
        person = {
            "row": reference(name, table, number),
            "respondents": respondents,
            "platform": place,
            "gender": gender(
                cell(table, row, "Kön"),
                lambda code, row=row, where=where: flag_gender(faults, code, value=clean(cell(table, row, "Kön")), **where),
            ),
        }
        given = _answers(row, questions, definitions, table, where, faults)
        answers += [person | {"question": q, "answer": a} for q, a in given]
        if given:
            people.append(person)
    if faults.refused:
        return *empty, faults
    return (
        pd.DataFrame(answers, columns=ANSWER_COLUMNS, dtype="string"),
        pd.DataFrame(people, columns=RESPONDENT_COLUMNS, dtype="string"),
        faults,
    )


def _question_columns(table: Table, respondents: str, definitions: Definitions, faults: Faults) -> list[tuple[int, Question]]:
    asked = definitions.questions_to(respondents)
    by_words = {folded(w): q for q in asked for w in q.wordings}
    ignore = TECHNICAL | {folded(h) for h in HEADERS}
    found: list[tuple[int, Question]] = []
    header = table.grid.rows[table.header]
    where = {"sheet": table.grid.sheet, "row": table.grid.numbers[table.header]}
    for column, text in enumerate(header):
        words = folded(text)
        if not words or words in ignore:
            continue
        question = by_words.get(words)
        if question is None:
            faults.flag("unknown_question", column=clean(text), nearest=_nearest_question(words, by_words), **where)
        elif before := [c for c, q in found if q.id == question.id]:
            places = f"{column_letter(before[0])}, {column_letter(column)}"
            faults.refuse("question_twice", column=clean(text), question=question.id, places=places, **where)
        else:
            found.append((column, question))
    for question in asked:
        if question.id not in [q.id for _, q in found]:
            faults.flag("question_missing", question=question.id, value=question.wordings[0], **where)
    return found


def _nearest_question(words: str, by_words: dict[str, Question]) -> str:
    """The asked question whose wording is most like a header, as `1.4 ”its first wording”`."""
    near = difflib.get_close_matches(words, by_words, 1, cutoff=0.0)
    return f"{by_words[near[0]].id} ”{by_words[near[0]].wordings[0]}”" if near else "–"


def _answers(
    row: list[object], questions: list[tuple[int, Question]], definitions: Definitions,
    table: Table, where: dict, faults: Faults,
) -> list[tuple[str, str]]:  # fmt: skip
    given = []
    for column, question in questions:
        value = row[column]
        if not clean(value):
            continue
        labels = definitions.scale(question.scale).answers
        label = {folded(a): a for a in labels}.get(folded(value))
        if label is None:
            faults.refuse(
                "unknown_answer", column=clean(table.grid.rows[table.header][column]), value=clean(value),
                nearest=nearest(clean(value), labels) or " / ".join(labels), **where,
            )  # fmt: skip
            continue
        given.append((question.id, label))
    return given


class Invited(schema.Row):
    """A row of `invited.csv`."""

    place: Annotated[Text, no_blank_word()] = under("Plattform", unread="")
    group: Annotated[str | None, one_of("groups", blank=False)] = under("Grupp")
    sent: Count = under("Utskick")


def read_invited(path: Path, name: str, definitions: Definitions, corrections: list[Correction]) -> tuple[pd.DataFrame, Faults]:
    """How many were asked, per platform and group: INVITED_COLUMNS, `invited` a whole number."""
    faults = Faults("invited", name)
    places = Places.of(definitions)
    groups = {r.name: r.id for r in definitions.respondents} | {r.id: r.id for r in definitions.respondents}
    rows: list[tuple[str, str, str, int]] = []
    seen: dict[tuple[str, str], int] = {}
    for line in delivered(Invited, path, faults, corrections, {"groups": groups}):
        group, place = line.values.group, places.find(line.values.place)
        if place is None and "Plattform" not in line.unread:
            near = nearest(line.values.place, [definitions.label(p) for p in [*definitions.platform_ids, *definitions.whole_ids]])
            faults.flag("unknown_platform", nearest=near or "–", **line.at("Plattform"))
        elif line.unread:
            line.tell(faults)
        elif seen.setdefault((place, group), line.number) != line.number:
            faults.refuse("invited_twice", other=seen[place, group], **line.at("Utskick"))
        else:
            rows.append((reference(name, line.table, line.number), definitions.group(group).answers_for or place, group, line.values.sent))
    frame = pd.DataFrame([] if faults.refused else rows, columns=INVITED_COLUMNS)
    return frame.astype({"invited": "int64"}), faults
