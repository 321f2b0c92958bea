"""SUS, the national follow-up system: one row per registered participation and income."""

from pathlib import Path
from typing import Annotated

import pandas as pd

from helpers import identity
from helpers.definitions import Definitions
from helpers.deliveries import allowed
from helpers.deliveries.files import cells, schema
from helpers.deliveries.files.cells import Date, Gender, Number, PersonNumber, Text, no_blank_word, one_of
from helpers.deliveries.files.corrections import Correction
from helpers.deliveries.files.grid import nearest
from helpers.deliveries.files.schema import Line, under
from helpers.deliveries.files.table import delivered, reference, refuse_other_year
from helpers.deliveries.places import Places
from helpers.faults import Faults
from helpers.rows import RowPlace


class Registration(schema.Row):
    """A row of the extract: one income of one registered participation.

    The year's definitions say which labels there are.
    """

    place: Annotated[Text, no_blank_word()] = under("Insats", unread="")
    person: PersonNumber = under("Personnummer", unread=cells.UNREAD)
    gender: Gender = under("Kön", unread="unknown")
    start: Date = under("Startdatum")
    end: Date = under("Slutdatum")
    time: Annotated[str | None, one_of("time", new="sus.time")] = under("Tid i offentlig försörjning")
    years: Number = under("Antal år i offentlig försörjning")
    education: Annotated[str | None, one_of("education", new="sus.education")] = under("Utbildningsnivå")
    support_before: Annotated[str | None, one_of("support", new="sus.support")] = under("Försörjning före")
    extent: Number = under("Omfattning före")
    support_after: Text = under("Försörjning efter", optional=True)
    occupation: Text = under("Sysselsättning efter", optional=True)


# What every row of one registration says alike.
SAME = {"gender": "Kön", "time": "Tid i offentlig försörjning", "education": "Utbildningsnivå"}
UNCOUNTED = ("Antal år i offentlig försörjning", "Omfattning före")
COLUMNS = [
    "row",
    "platform",
    "person",
    "registration",
    "gender",
    "start",
    "end",
    "time",
    "education",
    "support_before",
]
DATES = Registration.fields_of(Date)


def read(
    path: Path, name: str, definitions: Definitions, secret: bytes, corrections: list[Correction]
) -> tuple[pd.DataFrame, Faults]:
    """Read the extract: COLUMNS, one row an income; `registration` joins the rows of one participation.

    `person` is the keyed pseudonym that the lists have too.
    """
    faults = Faults("sus", name)
    places = Places.of(definitions)
    records: list[dict] = []
    seen: dict[str, dict] = {}
    written: dict[tuple[str, ...], int] = {}
    for line in delivered(Registration, path, faults, corrections, allowed.of(definitions), UNCOUNTED):
        same = written.setdefault(tuple(line.texts), line.number)
        if same != line.number:
            faults.flag("row_twice", other=same, **line.where)
            continue
        place = places.find(line.values.place)
        if "Insats" in line.unread:
            line.tell(faults)
            continue
        if place is None:
            near = nearest(line.values.place, [p.name for p in definitions.platforms])
            faults.flag("unknown_platform", nearest=near or "–", **line.at("Insats"))
            continue
        line.tell(faults)
        record = _record(line, place, name, secret)
        first = seen.setdefault(record["registration"], record)
        _tell_differences(first, record, line, faults)
        records.append(record | {"gender": first["gender"]})
    refuse_other_year([r[day] for r in records for day in DATES.values()], definitions.year, faults)
    return _frame([] if faults.refused else records), faults


def _record(line: Line[Registration], place: str, name: str, secret: bytes) -> dict:
    """One income of a registration at a place, as codes."""
    values, row = line.values, reference(name, line.table, line.number)
    registered = f"{values.person.key or line.number}|{place}|{values.start}"
    return {key: value for key, value in values if key in COLUMNS} | {
        "row": row,
        "platform": place,
        "person": identity.pseudonym(identity.person_key(values.person, row), secret),
        "registration": identity.pseudonym(registered, secret),
    }


def _tell_differences(first: dict, record: dict, line: Line[Registration], faults: Faults) -> None:
    """What the rows of one registration say differently of it."""
    for key, header in SAME.items():
        if first[key] != record[key]:
            faults.flag("sus_rows_differ", other=RowPlace.of(first["row"]).number, **line.at(header))


def _frame(rows: list[dict]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=COLUMNS)
    for name in DATES.values():
        frame[name] = pd.to_datetime(frame[name])
    return frame.astype({c: "string" for c in COLUMNS if c not in DATES.values()})
