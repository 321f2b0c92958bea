"""Participant lists: one row a participation or referral."""

import datetime as dt
import re
from pathlib import Path
from typing import Annotated

import pandas as pd
from pydantic import AfterValidator

from helpers import identity
from helpers.definitions import Definitions
from helpers.deliveries import allowed, personnummer
from helpers.deliveries.files import cells, schema
from helpers.deliveries.files.cells import Date, Gender, PersonNumber, Text, no_blank_word, one_of
from helpers.deliveries.files.corrections import Correction
from helpers.deliveries.files.grid import folded
from helpers.deliveries.files.schema import Line, under
from helpers.deliveries.files.table import (
    find,
    flag_stray_personnummer,
    note_extra_columns,
    reference,
    refuse_other_year,
    report_hazards,
)
from helpers.deliveries.personnummer import Ages
from helpers.faults import Faults


class Participation(schema.Row):
    """A row of a participant list."""

    person: Annotated[PersonNumber, no_blank_word("person_form")] = under("Personnummer", unread=cells.UNREAD)
    gender: Gender = under("Kön", unread="unknown")
    municipality: Annotated[Text, AfterValidator(identity.mask), no_blank_word()] = under("Kommun", unread="")
    referred: Date = under("Aktualiserad")
    referred_by: Annotated[str | None, one_of("referrers", new="referrers")] = under("Aktualiserad av")
    decision: Annotated[str | None, one_of("decisions", new="decisions")] = under("Beslut")
    start: Date = under("Start")
    end: Date = under("Slut")
    outcome: Annotated[str | None, one_of("outcomes", new="outcomes")] = under("Avslutsorsak")


HEADERS = Participation.headers()
DATES = Participation.fields_of(Date)
COLUMNS = ["row", "platform", *Participation.model_fields]
_TOTAL = re.compile(r"(?:summa|totalt?|antal|s:a)\b")


def read(
    path: Path,
    name: str,
    platform: str,
    definitions: Definitions,
    secret: bytes,
    corrections: list[Correction],
    *,
    invented: bool = False,
) -> tuple[pd.DataFrame, Faults]:
    """Read one list. The frame has COLUMNS; it is empty when the list is refused or holds no row.

    `person` is a keyed pseudonym; dates are dates; everything else is one of the definitions' codes. A fault
    in a row that touches the year refuses the list, elsewhere it is flagged. The platform's `ages` and what a
    personnummer says are not held against a row of an `invented` person.
    """
    faults, year = Faults(platform, name), definitions.year
    table = find(path, HEADERS, faults, corrections, hazards=False)
    if table is None:
        return _frame([]), faults
    note_extra_columns(table, HEADERS, faults)
    flag_stray_personnummer(table, ["Personnummer"], faults)
    lines = list(schema.lines(Participation, table, allowed.of(definitions)))
    rows = {line.number: _record(line, platform, year, secret, faults) for line in lines}
    report_hazards(table, faults, lambda number, column: _hazard_level(rows, number, column, year))
    records = _without_repeats([r for r in rows.values() if r is not None], faults)
    _check_periods(records, year, faults)
    refuse_other_year([r[c] for r in records for c in DATES.values()], year, faults)
    if not invented:
        counted = {r["number"] for r in records}
        ages = next((p.ages for p in definitions.platforms if p.id == platform), None)
        _check_identities([line for line in lines if line.number in counted], ages, faults)
    return _frame([] if faults.refused else records), faults


def _frame(records: list[dict]) -> pd.DataFrame:
    frame = pd.DataFrame(records, columns=COLUMNS)
    for name in DATES.values():
        frame[name] = pd.to_datetime(frame[name])
    return frame.astype({c: "string" for c in COLUMNS if c not in DATES.values()})


def touches(record: dict, year: int) -> bool:
    """Whether a row counts in the year: in the activity some day of it, or referred in it.

    A row whose dates cannot be read is taken to touch it.
    """
    if record["unreadable"]:
        return True
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    if record["referred"] and first <= record["referred"] <= last:
        return True
    known = [d for d in (record["start"], record["end"]) if d]
    if not known:
        return False
    begin = min(known) if record["start"] else dt.date.min
    finish = max(known) if record["end"] else dt.date.max
    return begin <= last and finish >= first


def _hazard_level(rows: dict[int, dict | None], number: int, column: str, year: int) -> str:
    """A cell that cannot be trusted spoils a row that touches the year, but in a column nobody reads."""
    if folded(column) not in {folded(h) for h in HEADERS}:
        return "flag"
    row = rows.get(number)
    counts = touches(row, year) if row else number not in rows
    return "refuse" if counts else "flag"


def _record(
    line: Line[Participation], platform: str, year: int, secret: bytes, faults: Faults
) -> dict | None:
    """One row as codes; None for a total row and a row with nothing under the headers."""
    values, first_text = line.values, next(t for t in line.texts if t)
    if _TOTAL.match(folded(first_text)) and values.person.fault in ("blank", "form"):
        faults.flag("total_row", value=first_text, **line.where)
        return None
    grid, columns = line.table.grid, line.table.columns
    unsure = {h for h in HEADERS if (line.number, columns[folded(h)]) in grid.hazards}
    if not unsure and line.blank:
        return None
    unread, row = unsure | line.unread, reference(faults.file, line.table, line.number)
    record = dict(values) | {
        "row": row,
        "platform": platform,
        "person": identity.pseudonym(identity.person_key(values.person, row), secret),
        "sheet": grid.sheet,
        "number": line.number,
        "unreadable": not unread.isdisjoint(DATES),
    }
    level = "refuse" if touches(record, year) else "flag"
    line.tell(faults, level, unsure)
    for column, code in _contradictions(record, unread):
        faults.add(level, code, **line.at(column))
    for column, code in _oddities(record, year):
        faults.flag(code, **line.at(column))
    return record


def _contradictions(r: dict, unread: set[str]) -> list[tuple[str, str]]:
    """What cannot be true of one row (contract: a row with Beslut Nej or pending has no Start)."""
    found = []
    if r["start"] and r["end"] and r["end"] < r["start"]:
        found.append(("Slut", "end_before_start"))
    if r["end"] and not r["start"] and "Start" not in unread:
        found.append(("Slut", "end_without_start"))
    if r["start"] and r["decision"] != "yes" and "Beslut" not in unread:
        found.append(("Beslut", "start_without_yes"))
    if r["end"] and not r["outcome"] and "Avslutsorsak" not in unread:
        found.append(("Avslutsorsak", "end_without_reason"))
    if r["outcome"] and not r["end"] and "Slut" not in unread:
        found.append(("Slut", "reason_without_end"))
    return found


def _oddities(r: dict, year: int) -> list[tuple[str, str]]:
    limit = dt.date(year + 1, 12, 31)
    found = [(column, "far_date") for column, name in DATES.items() if r[name] and r[name] > limit]
    if r["referred"] and r["start"] and r["referred"] > r["start"]:
        found.append(("Aktualiserad", "referred_after_start"))
    return found


def _without_repeats(records: list[dict], faults: Faults) -> list[dict]:
    """Rows that are the same in every column count once."""
    seen: dict[tuple, int] = {}
    kept = []
    for r in records:
        same = tuple(r[c] for c in COLUMNS if c != "row")
        if same in seen:
            faults.flag("row_twice", sheet=r["sheet"], row=r["number"], other=seen[same])
            continue
        seen[same] = r["number"]
        kept.append(r)
    return kept


def _check_periods(records: list[dict], year: int, faults: Faults) -> None:
    """One person's periods in one list, first and last day included, may not overlap.

    Apart they are two participations.
    """
    by_person: dict[str, list[dict]] = {}
    for r in records:
        if r["start"]:
            by_person.setdefault(r["person"], []).append(r)
    for periods in by_person.values():
        periods.sort(key=lambda r: (r["start"], r["end"] or dt.date.max, r["number"]))
        for i, later in enumerate(periods):
            for earlier in periods[:i]:
                if (earlier["end"] or dt.date.max) >= later["start"]:
                    bad = touches(earlier, year) or touches(later, year)
                    (faults.refuse if bad else faults.flag)(
                        "overlapping_periods",
                        sheet=later["sheet"],
                        row=later["number"],
                        column="Start",
                        value=str(later["start"]),
                        other=earlier["number"],
                    )


def _check_identities(lines: list[Line[Participation]], ages: Ages | None, faults: Faults) -> None:
    """Kön, dates and age of each row against its personnummer."""
    for line in lines:
        v = line.values
        for code, column, details in personnummer.against(v.person, v.gender, v.referred, v.start, ages):
            faults.flag(code, **line.at(column), **details)
