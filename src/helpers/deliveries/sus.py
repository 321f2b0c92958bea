"""SUS, the national follow-up system: one row per registered participation and income."""

from pathlib import Path
from typing import Annotated

import pandas as pd

from helpers import identity
from helpers.definitions import Definitions
from helpers.deliveries import allowed
from helpers.deliveries.files import schema
from helpers.deliveries.files.corrections import Correction
from helpers.deliveries.files.grid import nearest
from helpers.deliveries.files.schema import (
    Date,
    Gender,
    Number,
    PersonNumber,
    Text,
    no_blank_word,
    one_of,
    under,
)
from helpers.deliveries.files.table import delivered, reference, refuse_other_year
from helpers.deliveries.places import Places
from helpers.faults import Faults
from helpers.rows import RowPlace


class Registration(schema.Row):
    """A row of the extract: one income of one registered participation.

    The year's definitions say which labels there are.
    """

    place: Annotated[Text, no_blank_word()] = under("Insats", unread="")
    person: PersonNumber = under("Personnummer", unread=schema.UNREAD)
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
    rows: list[dict] = []
    seen: dict[str, dict] = {}
    written: dict[tuple[str, ...], int] = {}
    for line in delivered(Registration, path, faults, corrections, allowed.of(definitions), UNCOUNTED):
        values = line.values
        same = written.setdefault(tuple(line.texts), line.number)
        if same != line.number:
            faults.flag("row_twice", other=same, **line.where)
            continue
        place = places.find(values.place)
        if "Insats" in line.unread:
            line.tell(faults)
            continue
        if place is None:
            near = nearest(values.place, [p.name for p in definitions.platforms])
            faults.flag("unknown_platform", nearest=near or "–", **line.at("Insats"))
            continue
        line.tell(faults)
        registration = identity.pseudonym(
            f"{values.person.key or line.number}|{place}|{values.start}", secret
        )
        row = reference(name, line.table, line.number)
        record = {key: value for key, value in values if key in COLUMNS} | {
            "row": row,
            "platform": place,
            "registration": registration,
        }
        record["person"] = identity.pseudonym(identity.person_key(values.person, row), secret)
        first = seen.setdefault(registration, record)
        for key, header in (
            ("gender", "Kön"),
            ("time", "Tid i offentlig försörjning"),
            ("education", "Utbildningsnivå"),
        ):
            if first[key] != record[key]:
                faults.flag("sus_rows_differ", other=RowPlace.of(first["row"]).number, **line.at(header))
        rows.append(record | {"gender": first["gender"]})
    refuse_other_year([r[name] for r in rows for name in DATES.values()], definitions.year, faults)
    return _frame([] if faults.refused else rows), faults


def _frame(rows: list[dict]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=COLUMNS)
    for name in DATES.values():
        frame[name] = pd.to_datetime(frame[name])
    return frame.astype({c: "string" for c in COLUMNS if c not in DATES.values()})
