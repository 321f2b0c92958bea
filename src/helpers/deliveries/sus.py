"""SUS, the national follow-up system: one row per registered participation and income."""

import re
from pathlib import Path

import pandas as pd

from helpers import identity
from helpers.definitions import Definitions
from helpers.deliveries import dates
from helpers.deliveries.corrections import Correction
from helpers.deliveries.grid import clean, folded, is_blank_word, nearest
from helpers.deliveries.participants import flag_gender, gender
from helpers.deliveries.surveys import Places
from helpers.deliveries.table import (
    cell,
    find,
    flag_stray_personnummer,
    note_extra_columns,
    reference,
    refuse_other_year,
    report_hazards,
)
from helpers.faults import Faults

HEADERS = [
    "Insats", "Personnummer", "Kön", "Startdatum", "Slutdatum", "Tid i offentlig försörjning",
    "Antal år i offentlig försörjning", "Utbildningsnivå", "Försörjning före", "Omfattning före",
]  # fmt: skip
UNCOUNTED = ("Antal år i offentlig försörjning", "Omfattning före")
COLUMNS = ["row", "platform", "person", "registration", "gender", "start", "end", "time", "education", "support_before"]
_DECIMAL = re.compile(r"-?(?:[0-9]+|[0-9]{1,3}(?: [0-9]{3})+)(?:,[0-9]+)?")


def read(path: Path, name: str, definitions: Definitions, secret: bytes, corrections: list[Correction]) -> tuple[pd.DataFrame, Faults]:
    """Read the extract: COLUMNS, one row an income; `registration` joins the rows of one participation.

    `person` is the keyed pseudonym that the lists have too.
    """
    faults = Faults("sus", name)
    table = find(path, HEADERS, faults, corrections, hazards=False)
    if table is None:
        return _frame([]), faults
    report_hazards(table, faults, lambda row, column: "flag" if column in UNCOUNTED else "refuse")
    note_extra_columns(table, [*HEADERS, "Försörjning efter", "Sysselsättning efter"], faults)
    flag_stray_personnummer(table, ["Personnummer"], faults)
    places, sus = Places.of(definitions), definitions.sus
    rows, seen, written = [], {}, {}
    for number, row in table.data_rows():
        where = {"sheet": table.grid.sheet, "row": number}

        def at(column: str, row: list[object] = row) -> str:
            return clean(cell(table, row, column))

        same = written.setdefault(tuple(clean(c) for c in row), number)
        if same != number:
            faults.flag("row_twice", other=same, **where)
            continue
        place = places.find(at("Insats"))
        if is_blank_word(at("Insats")):
            faults.refuse("blank_word", column="Insats", value=at("Insats"), **where)
            continue
        if place is None:
            near = nearest(at("Insats"), [p.name for p in definitions.platforms])
            faults.flag("unknown_platform", column="Insats", value=at("Insats"), nearest=near or "–", **where)
            continue
        record = {"row": reference(name, table, number), "platform": place}
        for key, column in (("start", "Startdatum"), ("end", "Slutdatum")):
            try:
                record[key] = dates.read(cell(table, row, column))
            except dates.NotADate:
                record[key] = None
                faults.refuse("not_a_date", column=column, value=at(column), **where)
        for key, column, known, blank in (
            ("time", "Tid i offentlig försörjning", sus.time, sus.missing_time),
            ("education", "Utbildningsnivå", sus.education, sus.missing_education),
            ("support_before", "Försörjning före", sus.support, None),
        ):
            label = {folded(k): k for k in known}.get(folded(at(column))) if at(column) else blank
            if label is None and at(column):
                near = nearest(at(column), known) or " / ".join(known)
                faults.refuse("unknown_label", column=column, value=at(column), nearest=near, **where)
            record[key] = label
        for column in UNCOUNTED:
            if not is_decimal(at(column)):
                faults.refuse("not_a_number", column=column, value=at(column), **where)
        record["gender"] = gender(at("Kön"), lambda code, at=at, where=where: flag_gender(faults, code, value=at("Kön"), **where))
        person = identity.read(cell(table, row, "Personnummer"), definitions.year)
        if person.fault:
            faults.flag(f"person_{person.fault}", column="Personnummer", **where)
        record["person"] = identity.pseudonym(identity.person_key(person, record["row"]), secret)
        record["registration"] = identity.pseudonym(f"{person.key or number}|{place}|{record['start']}", secret)
        first = seen.setdefault(record["registration"], record)
        for key, column in (("gender", "Kön"), ("time", "Tid i offentlig försörjning"), ("education", "Utbildningsnivå")):
            if first[key] != record[key]:
                faults.flag("sus_rows_differ", column=column, value=at(column), other=first["row"].rpartition("!")[2], **where)
        rows.append(record | {"gender": first["gender"]})
    refuse_other_year([r[key] for r in rows for key in ("start", "end")], definitions.year, faults)
    return _frame([] if faults.refused else rows), faults


def _frame(rows: list[dict]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=COLUMNS)
    for column in ("start", "end"):
        frame[column] = pd.to_datetime(frame[column])
    return frame.astype({c: "string" for c in COLUMNS if c not in ("start", "end")})


def is_decimal(text: str) -> bool:
    """Whether a cell is blank or a number as Swedish systems write it: decimal comma, blanks between thousands.

    >>> [is_decimal(t) for t in ("", "10,5", "1 234,5", "−3", "10.5", "tio")]
    [True, True, True, True, False, False]
    """
    return to_decimal(text) is not None or not text


def to_decimal(text: str) -> float | None:
    """The number, or None where the cell is blank or no number.

    >>> to_decimal("1 234,5"), to_decimal("−3"), to_decimal("10.5")
    (1234.5, -3.0, None)
    """
    plain = clean(text).replace("\u2212", "-")
    if not _DECIMAL.fullmatch(plain):
        return None
    return float(plain.replace(" ", "").replace(",", "."))
