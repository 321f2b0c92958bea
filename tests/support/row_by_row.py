"""A participant list read the plain way, one row after another: what the reader of whole columns must equal.

Every row is given to pydantic as a whole, and each rule is written as it reads, for one row or two.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pandas as pd
from pydantic import ValidationError

from helpers import identity
from helpers.deliveries import left_out, personnummer
from helpers.deliveries.files.cells import Allowed
from helpers.deliveries.files.grid import Table, clean, folded
from helpers.deliveries.files.schema import Row
from helpers.deliveries.files.table import report_hazards
from helpers.deliveries.participants import COLUMNS, DATES, OF_THEIR_OWN, READ, READY, Participation
from helpers.faults import Faults
from helpers.rows import RowPlace

SECRET = b"a test's own key"


def validated(model: type[Row], cells: dict, allowed: Allowed) -> tuple[Row, list[tuple[str, str, dict]]]:
    """A row as pydantic reads it, and (code, header, details) of every cell it cannot read."""
    try:
        return model.model_validate(cells, context=allowed), []
    except ValidationError as error:
        found = [
            (e["type"], str(e["loc"][0]), e.get("ctx", {}))
            for e in error.errors(include_url=False, include_input=False)
        ]
    faulty = {header for _, header, _ in found}
    readable = {header: cell for header, cell in cells.items() if header not in faulty}
    return model.model_validate(readable, context=allowed), found


def _level(inside: bool, header: str) -> str:
    """What a fault in a column does to a list, if its row touches the year."""
    if not inside:
        return "flag"
    return "omit" if header in OF_THEIR_OWN else "refuse"


ODD = ("gender_unknown", "unknown_municipality")  # what changes no figure


class ByRow:
    """One list, row by row: `rows` are its records, `faults` what is told of them."""

    def __init__(
        self,
        table: Table,
        platform: str,
        allowed: Allowed,
        faults: Faults,
        groups: Sequence[list[int]],
    ):
        self.groups = groups
        self.table, self.platform, self.allowed, self.faults = table, platform, allowed, faults
        self.year = allowed.year
        self.headers = [h for h in READ if folded(h) in table.columns]
        self.found = {number: self._record(number, row) for number, row in zip(*self._body(), strict=True)}
        self.rows = [r for r in self.found.values() if r]

    def _body(self) -> tuple[list[int], list[list]]:
        below = slice(self.table.header + 1, None)
        return self.table.grid.numbers[below], self.table.grid.rows[below]

    def _record(self, number: int, row: list) -> dict[str, Any] | None:
        width = max(len(r) for r in self.table.grid.rows)
        padded = row + [None] * (width - len(row))
        cells = {h: padded[self.table.columns[folded(h)]] for h in self.headers}
        texts = [t for cell in padded if (t := clean(cell))]
        if not texts:
            return None
        values, errors = validated(Participation, cells, self.allowed)
        place = {"sheet": self.table.grid.sheet, "row": number}
        if left_out.is_sum(texts[0]) and values.person.fault in ("blank", "form"):
            self.faults.flag("total_row", value=texts[0], **place)
            return None
        unsure = {
            h for h in self.headers if (number, self.table.columns[folded(h)]) in self.table.grid.hazards
        }
        if not unsure and not any(clean(cell) for cell in cells.values()):
            return None
        unread = unsure | {header for code, header, _ in errors if code not in ODD}
        r = dict(values) | {
            "row": str(RowPlace(self.faults.file, self.table.grid.sheet, number)),
            "platform": self.platform,
            "identity": values.person,
            "number": number,
            "unreadable": not unread.isdisjoint(DATES),
            "cells": cells,
            "age_group": self._age_group(values.person.born, values.start),
        }
        r["person"] = identity.pseudonym(identity.person_key(values.person, r["row"]), SECRET)
        self._tell(r, errors, unsure, unread)
        return r

    def _age_group(self, born: dt.date | None, start: dt.date | None) -> str | None:
        """By birthdays had when the row began or, where that was earlier, when the year did."""
        if not born or not start:
            return None
        day = start if start.year >= self.year else dt.date(self.year, 1, 1)
        had = day.year - born.year - (1 if (day.month, day.day) < (born.month, born.day) else 0)
        return next((f"{low}-{high}" for low, high in self.groups if low <= had <= high), None)

    def at(self, r: dict, header: str) -> dict[str, Any]:
        """The place of a cell, and what stands there unless it is a personnummer."""
        said = "" if header == "Personnummer" else clean(r["cells"][header])
        return {"sheet": self.table.grid.sheet, "row": r["number"], "column": header, "value": said}

    def _tell(self, r: dict, errors: list, unsure: set[str], unread: set[str]) -> None:
        inside = touches(r, self.year)
        odd = [e for e in errors if e[0] in ODD]
        if r["identity"].told and "Personnummer" not in {header for _, header, _ in errors}:
            odd.append((f"person_{r['identity'].told}", "Personnummer", {}))
        for code, header, details in odd:
            if header not in unsure:
                self.faults.flag(code, **self.at(r, header) | details)
        for code, header, details in errors:
            if code not in ODD:
                self.faults.add(_level(inside, header), code, **self.at(r, header) | details)
        for header, code in contradictions(r, unread):
            self.faults.add(_level(inside, header), code, **self.at(r, header))
        for header, code in oddities(r, self.year):
            self.faults.flag(code, **self.at(r, header))
        if READY in self.headers and (code := self._readiness(r, unread)):
            self.faults.flag(code, **self.at(r, READY))

    def _readiness(self, r: dict, unread: set[str]) -> str:
        """Whether somebody is ready is said of those who have left, and of all of them where it is said."""
        said = clean(r["cells"][READY])
        column = [row[self.table.columns[folded(READY)]] for row in self._body()[1]]
        if said and not r["end"]:
            return "" if "Slut" in unread else "ready_without_end"
        is_asked = r["end"] and r["end"].year == self.year and READY not in unread
        return "ready_unsaid" if is_asked and not said and any(map(clean, column)) else ""

    def hazard_level(self, number: int, header: str) -> str:
        """A cell that cannot be trusted spoils a row that touches the year, but in a column nobody reads."""
        if folded(header) not in {folded(h) for h in self.headers}:
            return "flag"
        row = self.found.get(number)
        if row is None:
            return "refuse" if number not in self.found else "flag"
        return _level(touches(row, self.year), header)

    def without_repeats(self) -> list[dict]:
        """Rows that are the same in every column count once."""
        seen: dict[tuple, int] = {}
        kept = []
        for r in self.rows:
            same = tuple(r[c] for c in COLUMNS if c != "row")
            if same in seen:
                place = {"sheet": self.table.grid.sheet, "row": r["number"]}
                self.faults.flag("row_twice", other=seen[same], **place)
            else:
                seen[same] = r["number"]
                kept.append(r)
        return kept

    def check_periods(self, records: list[dict]) -> None:
        """Each period beside the first of the person's earlier ones that it overlaps, the worst first."""
        people: dict[str, list[dict]] = {}
        for r in records:
            if r["start"]:
                people.setdefault(r["person"], []).append(r)
        for periods in people.values():
            periods.sort(key=lambda r: (r["start"], r["end"] or dt.date.max, r["number"]))
            for i, later in enumerate(periods):
                over = [e for e in periods[:i] if (e["end"] or dt.date.max) >= later["start"]]
                bad = [e for e in over if touches(e, self.year) or touches(later, self.year)]
                if over:
                    self.faults.add(
                        "refuse" if bad else "flag",
                        "overlapping_periods",
                        sheet=self.table.grid.sheet,
                        row=later["number"],
                        column="Start",
                        value=str(later["start"]),
                        other=(bad or over)[0]["number"],
                    )

    def check_year(self, records: list[dict]) -> None:
        """A list with no date in the year is another year's."""
        years = sorted({r[c].year for r in records for c in DATES.values() if r[c]})
        if years and self.year not in years:
            span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
            self.faults.refuse("wrong_year", value=span, year=self.year)

    def check_identities(self, records: list[dict], ages: list[int] | None) -> None:
        """Kön, dates and age against the personnummer."""
        for r in records:
            found = personnummer.against(r["identity"], r["gender"], r["referred"], r["start"], ages)
            for code, header, details in found:
                self.faults.flag(code, **self.at(r, header), **details)


def read(
    table: Table,
    platform: str,
    allowed: Allowed,
    ages: list[int] | None,
    faults: Faults,
    groups: Sequence[list[int]] = (),
) -> pd.DataFrame:
    """What `participants.of_table` makes of a table."""
    by_row = ByRow(table, platform, allowed, faults, groups)
    report_hazards(table, faults, by_row.hazard_level)
    records = by_row.without_repeats()
    by_row.check_periods(records)
    by_row.check_year(records)
    by_row.check_identities(records, ages)
    frame = pd.DataFrame([] if faults.refused else records, columns=COLUMNS)
    for name in DATES.values():
        frame[name] = pd.to_datetime(frame[name])
    return frame.astype({c: "string" for c in COLUMNS if c not in DATES.values()})


def touches(r: dict, year: int) -> bool:
    """Whether a row counts in the year; one whose dates cannot be read may."""
    if r["unreadable"]:
        return True
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    if r["referred"] and first <= r["referred"] <= last:
        return True
    known = [d for d in (r["start"], r["end"]) if d]
    if not known:
        return False
    begin = min(known) if r["start"] else dt.date.min
    finish = max(known) if r["end"] else dt.date.max
    return begin <= last and finish >= first


def contradictions(r: dict, unread: set[str]) -> list[tuple[str, str]]:
    """What cannot be true of one row."""
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


def oddities(r: dict, year: int) -> list[tuple[str, str]]:
    """What is odd of one row."""
    limit = dt.date(year + 1, 12, 31)
    found = [(header, "far_date") for header, name in DATES.items() if r[name] and r[name] > limit]
    if r["referred"] and r["start"] and r["referred"] > r["start"]:
        found.append(("Aktualiserad", "referred_after_start"))
    return found
