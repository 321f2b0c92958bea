"""Participant lists: one row a participation or referral."""

from dataclasses import replace
from operator import itemgetter
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import pandas as pd

from helpers.definitions import Definitions
from helpers.deliveries import allowed, left_out, periods, personnummer
from helpers.deliveries.files import cells, schema
from helpers.deliveries.files.cells import Date, Gender, PersonNumber, no_blank_word, one_of
from helpers.deliveries.files.corrections import Correction
from helpers.deliveries.files.grid import Table, folded
from helpers.deliveries.files.peculiar import tell_dates
from helpers.deliveries.files.schema import Columns, under
from helpers.deliveries.files.strays import flag_stray_personnummer, flag_unseen
from helpers.deliveries.files.table import (
    Naming,
    find,
    heading,
    note_extra_columns,
    references,
    refuse_other_year,
    report_hazards,
)
from helpers.deliveries.personnummer import Ages
from helpers.faults import Faults, safe

READY = "Redo för rehabilitering"
_MUNICIPALITY = one_of("municipalities", new="municipalities", code="unknown_municipality")


class Participation(schema.Row):
    """A row of a participant list."""

    person: Annotated[PersonNumber, no_blank_word("person_blank_word")] = under(
        "Personnummer", unread=cells.UNREAD
    )
    gender: Gender = under("Kön", unread="unknown")
    municipality: Annotated[str | None, _MUNICIPALITY, no_blank_word()] = under("Kommun", unread="")
    referred: Date = under("Aktualiserad")
    referred_by: Annotated[str | None, one_of("referrers", new="referrers")] = under("Aktualiserad av")
    decision: Annotated[str | None, one_of("decisions", new="decisions")] = under("Beslut")
    start: Date = under("Start")
    end: Date = under("Slut")
    outcome: Annotated[str | None, one_of("outcomes", new="outcomes")] = under("Avslutsorsak")
    ready: Annotated[str | None, one_of("decisions")] = under(READY, optional=True)


HEADERS = Participation.required()
READ = Participation.headers()
DATES = Participation.fields_of(Date)
COLUMNS = ["row", "platform", *Participation.model_fields, "age_group"]
# No count rests on them but those of referrals, and who was ready for rehabilitation.
OF_THEIR_OWN = ("Aktualiserad", "Aktualiserad av", READY)
Check = tuple["pd.Series[bool]", str, str]  # which rows, at which column, and what is wrong there


def read(
    path: Path,
    name: str,
    platform: str,
    definitions: Definitions,
    secret: bytes,
    corrections: list[Correction],
    *,
    invented: bool = False,
    naming: Naming | None = None,
) -> tuple[pd.DataFrame, Faults]:
    """Read one list. The frame has COLUMNS; it is empty when the list is refused or holds no row.

    `person` is a keyed pseudonym; dates are dates; everything else is one of the definitions' codes. A fault
    in a row that touches the year refuses the list, one in a column OF_THEIR_OWN what rests on it;
    elsewhere it is flagged. The platform's `ages` and what a
    personnummer says are not held against a row of an `invented` person.
    """
    faults = Faults(platform, name, known=allowed.vocabulary(definitions))
    table = find(path, HEADERS, faults, corrections, hazards=False, naming=naming)
    if table is None:
        return _frame([]), faults
    note_extra_columns(table, READ, faults)
    tell_dates(table, DATES, faults)
    flag_stray_personnummer(table, ["Personnummer"], faults)
    flag_unseen(table, READ, faults)
    frame = of_table(table, definitions, secret, faults, invented=invented)
    _name_as_delivered(table, faults)
    return frame, faults


def _name_as_delivered(table: Table, faults: Faults) -> None:
    """A finding names its column by the heading in the file, where a confirmed one stands there.

    One that leaves something out keeps the list's own name, by which the counting knows it.
    """
    theirs = {h: heading(table, table.columns[folded(h)]) for h in HEADERS}
    own = {h: safe(said) for h, said in theirs.items() if folded(said) != folded(h)}
    faults.found = [
        f if f.level == "omit" else replace(f, column=own.get(f.column, f.column)) for f in faults.found
    ]


def of_table(
    table: Table, definitions: Definitions, secret: bytes, faults: Faults, *, invented: bool = False
) -> pd.DataFrame:
    """Read the rows of a list whose table is found; as `read`."""
    rows = _Rows(schema.columns(Participation, table, allowed.of(definitions)), definitions)
    rows.tell(faults)
    report_hazards(table, faults, rows.hazard_level)
    records = rows.records(faults.part, faults.file, secret)
    records = records[~periods.tell_repeats(records, COLUMNS[1:], table.grid.sheet, faults)]
    periods.tell_overlaps(records, table.grid.sheet, faults)
    refuse_other_year(records[list(DATES.values())], definitions.year, faults)
    if not invented:
        ages = next((p.ages for p in definitions.platforms if p.id == faults.part), None)
        rows.tell_identities(records.index, ages, faults)
    return _frame([] if faults.refused else records)


def _frame(records: pd.DataFrame | list[dict]) -> pd.DataFrame:
    """The rows as the table `participations` has them."""
    frame = pd.DataFrame(records, columns=COLUMNS).reset_index(drop=True)
    for name in DATES.values():
        frame[name] = pd.to_datetime(frame[name])
    return frame.astype({c: "string" for c in COLUMNS if c not in DATES.values()})


class _Rows:
    """The rows of a list while they are checked, all of them at once; an index is a row's place among them.

    `dates` are by field. `unread`: header -> whether the cell of each row cannot be read or trusted;
    `unsure`: whether it cannot be trusted. `totals` are the rows of sums with their words, `counts` says
    which rows are neither that nor blank, `touches` which of them touch the year: one whose dates cannot be
    read may.
    """

    def __init__(self, read: Columns[Participation], definitions: Definitions):
        self.read, self.definitions, self.year = read, definitions, definitions.year
        self.places = {number: index for index, number in enumerate(read.numbers)}
        days = {name: np.array(read.values[name], "datetime64[D]") for name in DATES.values()}
        self.dates = pd.DataFrame(days)
        self.unsure = {h: np.zeros(len(read.numbers), bool) for h in read.texts}
        self.columns = {read.table.columns[folded(h)]: h for h in read.texts}
        for (number, column), (code, _) in read.table.grid.hazards.items():
            if code != "open_end" and number in self.places and column in self.columns:
                self.unsure[self.columns[column]][self.places[number]] = True
        self.unread = {h: mask.copy() for h, mask in self.unsure.items()}
        for header, wrong in read.wrong.items():
            self.unread[header][list(wrong)] = True
        self.totals = self._totals()
        filled = [np.array(texts, object) != "" for texts in read.texts.values()]
        self.counts = np.logical_or.reduce([*filled, *self.unsure.values()])
        self.counts[list(self.totals)] = False
        unreadable = np.logical_or.reduce([self.unread[h] for h in DATES])
        self.touches = unreadable | touches(self.dates, self.year).to_numpy(bool)

    def _totals(self) -> dict[int, str]:
        """Index -> first words of every row of sums, which names nobody."""
        people = enumerate(self.read.values["person"])
        nobody = [index for index, person in people if person.fault in ("blank", "form")]
        return left_out.sums(self.read.table.body.texts, nobody)

    def level(self, index: int, column: str) -> str:
        """A fault refuses the list in a row that touches the year, or what rests on the column alone."""
        if not self.touches[index]:
            return "flag"
        return "omit" if column in OF_THEIR_OWN else "refuse"

    def hazard_level(self, number: int, column: str) -> str:
        """A cell that cannot be trusted spoils a row that touches the year, but in a column nobody reads."""
        if self.read.table.columns.get(folded(column)) not in self.columns:
            return "flag"
        index = self.places.get(number)
        if index is None:
            return "refuse"
        return self.level(index, column) if self.counts[index] else "flag"

    def tell(self, faults: Faults) -> None:
        """Tell of the faults of every row: its cells, then what cannot be true of it, then what is odd."""
        told: list[tuple[int, int, str, str, dict[str, Any]]] = [
            (i, 0, "flag", "total_row", {"value": words}) for i, words in self.totals.items()
        ]
        for index, is_odd, code, place in self.read.told():
            if self.counts[index] and not (is_odd and self.unsure[place["column"]][index]):
                level = "flag" if is_odd else self.level(index, place["column"])
                told.append((index, 1, level, code, place))
        for rank, checks in ((2, self._contradictions()), (3, self._oddities())):
            for mask, column, code in checks:
                for index in np.flatnonzero(mask & self.counts).tolist():
                    level = self.level(index, column) if rank == 2 else "flag"
                    told.append((index, rank, level, code, self.read.at(index, column)))
        sheet, numbers = self.read.table.grid.sheet, self.read.numbers
        for index, _, level, code, place in sorted(told, key=itemgetter(0, 1)):
            where: dict[str, Any] = {"sheet": sheet, "row": numbers[index]} | place
            faults.add(level, code, **where)

    def _contradictions(self) -> list[Check]:
        """What cannot be true of one row (contract: a row with Beslut Nej or pending has no Start)."""
        start, end, unread = self.dates["start"], self.dates["end"], self.unread
        has_start, has_end = start.notna(), end.notna()
        accepted = np.array([d == "yes" for d in self.read.values["decision"]], bool)
        has_reason = np.array([bool(o) for o in self.read.values["outcome"]], bool)
        return [
            (end < start, "Slut", "end_before_start"),
            (has_end & ~has_start & ~unread["Start"], "Slut", "end_without_start"),
            (has_start & ~accepted & ~unread["Beslut"], "Beslut", "start_without_yes"),
            (has_end & ~has_reason & ~unread["Avslutsorsak"], "Avslutsorsak", "end_without_reason"),
            (~has_end & has_reason & ~unread["Slut"], "Slut", "reason_without_end"),
        ]

    def _oddities(self) -> list[Check]:
        limit = pd.Timestamp(self.year + 1, 12, 31)
        late: list[Check] = [(self.dates[n] > limit, column, "far_date") for column, n in DATES.items()]
        referred_late = self.dates["referred"] > self.dates["start"]
        return [*late, (referred_late, "Aktualiserad", "referred_after_start"), *self._readiness()]

    def _readiness(self) -> list[Check]:
        """Whether somebody is ready is said of those who have left, and of all of them where it is said."""
        if READY not in self.read.texts:
            return []
        said = np.array([bool(text) for text in self.read.texts[READY]], bool)
        left = self.dates["end"].dt.year == self.year
        unsaid = left & ~said & ~self.unread[READY]
        return [
            (self.dates["end"].isna() & said & ~self.unread["Slut"], READY, "ready_without_end"),
            (unsaid if said.any() else unsaid & False, READY, "ready_unsaid"),
        ]

    def records(self, platform: str, name: str, secret: bytes) -> pd.DataFrame:
        """The rows that count, by index: COLUMNS as codes, the file's `number`, and whether it `touches`."""
        read = self.read
        rows = references(name, read.table)
        groups = personnummer.age_groups(read.values["person"], read.values["start"], self.definitions)
        codes: dict[str, Any] = {
            n: pd.Series(v, dtype=object) for n, v in read.values.items() if n not in self.dates
        }
        codes |= {
            "row": pd.Series(rows, dtype=object),
            "platform": platform,
            "person": pd.Series(personnummer.pseudonyms(read.values["person"], rows, secret), dtype=object),
            "age_group": pd.Series(groups, dtype=object),
            "number": read.numbers,
            "touches": self.touches,
        }
        return self.dates.assign(**codes)[self.counts]

    def tell_identities(self, counted: pd.Index, ages: Ages | None, faults: Faults) -> None:
        """Kön, dates and age of each row that is counted against its personnummer."""
        values = self.read.values
        odd = personnummer.at_odds(values["person"], values["gender"], self.dates, ages)
        for index in counted[odd[counted]]:
            v = {name: column[index] for name, column in values.items()}
            found = personnummer.against(v["person"], v["gender"], v["referred"], v["start"], ages)
            for code, column, details in found:
                faults.flag(code, **self.read.at(index, column), **details)


def touches(rows: pd.DataFrame, year: int) -> pd.Series:
    """Whether each row counts in the year: in the activity some day of it, or referred in it."""
    first, last = pd.Timestamp(year, 1, 1), pd.Timestamp(year, 12, 31)
    start, end = rows["start"], rows["end"]
    begin, finish = start.where(~(end < start), end), end.where(~(end < start), start)
    inside = (start.isna() | (begin <= last)) & (end.isna() | (finish >= first))
    return rows["referred"].between(first, last) | (inside & (start.notna() | end.notna()))
