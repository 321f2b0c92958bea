"""SUS, the national follow-up system: one row per registered participation and income."""

from collections import defaultdict
from pathlib import Path
from typing import Annotated

import numpy as np
import pandas as pd

from helpers import identity
from helpers.definitions import Definitions
from helpers.deliveries import allowed, personnummer
from helpers.deliveries.files import cells, schema
from helpers.deliveries.files.cells import Date, Gender, Number, PersonNumber, Text, no_blank_word, one_of
from helpers.deliveries.files.corrections import Correction
from helpers.deliveries.files.grid import each, nearest
from helpers.deliveries.files.schema import Columns, under
from helpers.deliveries.files.table import delivered_columns, references, refuse_other_year
from helpers.deliveries.places import Places
from helpers.faults import Faults


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
    support_after: Annotated[str | None, one_of("support", new="sus.support")] = under(
        "Försörjning efter", optional=True
    )
    occupation_after: Annotated[str | None, one_of("occupation", new="sus.occupation")] = under(
        "Sysselsättning efter", optional=True
    )


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
    "support_after",
    "occupation_after",
]
DATES = Registration.fields_of(Date)


def read(
    path: Path, name: str, definitions: Definitions, secret: bytes, corrections: list[Correction]
) -> tuple[pd.DataFrame, Faults]:
    """Read the extract: COLUMNS, one row an income; `registration` joins the rows of one participation.

    `person` is the keyed pseudonym that the lists have too.
    """
    faults = Faults("sus", name, known=allowed.vocabulary(definitions))
    read = delivered_columns(Registration, path, faults, corrections, allowed.of(definitions), UNCOUNTED)
    if read is None:
        return _frame({}), faults
    places = each(Places.of(definitions).find, read.values["place"])
    registered = [
        f"{identity.person_key(person, str(number))}|{place}|{start}"
        for person, number, place, start in zip(
            read.values["person"], read.numbers, places, read.values["start"], strict=True
        )
    ]
    kept, first = _tell(read, places, registered, definitions, faults)
    records = _records(read, kept, first, name, secret) | {
        "platform": [places[index] for index in kept],
        "registration": identity.pseudonyms((registered[index] for index in kept), secret),
    }
    frame = _frame(records)
    refuse_other_year(frame[list(DATES.values())], definitions.year, faults)
    return _frame({}) if faults.refused else frame, faults


def _tell(
    read: Columns[Registration],
    places: list[str | None],
    registered: list[str],
    definitions: Definitions,
    faults: Faults,
) -> tuple[list[int], list[int]]:
    """Tell of the faults of every row: (the rows that count, the first row of the registration of each)."""
    cells = defaultdict(list)
    for index, is_odd, code, place in read.told():
        cells[index].append(("flag" if is_odd else "refuse", code, place))
    kept, first_rows = [], []
    written: dict[tuple[str, ...], int] = {}
    seen: dict[str, int] = {}
    named = [p.name for p in definitions.platforms]
    unread = read.wrong.get("Insats", {})
    for index, texts in enumerate(zip(*read.table.body.texts, strict=True)):
        same = written.setdefault(texts, index)
        if same != index and read.values["person"][index].key:  # without a number it is somebody else
            place = {"sheet": read.table.grid.sheet, "row": read.numbers[index]}
            faults.flag("row_twice", other=read.numbers[same], **place)
            continue
        if places[index] is None and index not in unread:
            near = nearest(read.values["place"][index], named)
            faults.omit("unknown_platform", nearest=near or "–", **read.at(index, "Insats"))
            continue
        for level, code, place in cells.get(index, ()):
            faults.add(level, code, **place)
        if index in unread:
            continue
        first = seen.setdefault(registered[index], index)
        _tell_differences(read, first, index, faults)
        kept.append(index)
        first_rows.append(first)
    return kept, first_rows


def _tell_differences(read: Columns[Registration], first: int, index: int, faults: Faults) -> None:
    """What the rows of one registration say differently of it."""
    for key, header in SAME.items():
        if read.values[key][first] != read.values[key][index]:
            faults.flag("sus_rows_differ", other=read.numbers[first], **read.at(index, header))


def _records(
    read: Columns[Registration], kept: list[int], first: list[int], name: str, secret: bytes
) -> dict[str, list]:
    """The rows that count, one income of a registration each, as codes; its Kön is that of its first row."""
    rows = references(name, read.table)
    people = personnummer.pseudonyms(read.values["person"], rows, secret)
    columns = {key: values for key, values in read.values.items() if key in COLUMNS}
    columns |= {"row": rows, "person": people}
    records = {key: [values[index] for index in kept] for key, values in columns.items()}
    return records | {"gender": [read.values["gender"][index] for index in first]}


def _frame(records: dict[str, list]) -> pd.DataFrame:
    frame = pd.DataFrame(records, columns=COLUMNS)
    for name in DATES.values():
        frame[name] = pd.to_datetime(np.array(frame[name], "datetime64[D]"))
    return frame.astype({c: "string" for c in COLUMNS if c not in DATES.values()})
