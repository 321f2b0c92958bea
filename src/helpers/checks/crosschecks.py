"""What rows, files and years say of each other: clean tables in, findings out.

All of it is odd, but no figure changes: flags, one per row. What rests on more than one sender's delivery is
told to the association alone (`_flag`), what rests on the lists of one to that sender (`_flag_own`).

`rows` is the table `participations`, `sus` and `invited` are the tables of those names
(docs/data-dictionary.md).
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from helpers.counting import participations as rules
from helpers.definitions import Definitions
from helpers.deliveries import kinds
from helpers.deliveries.files.drawn_on import Drawn
from helpers.faults import ASSOCIATION, SENDER, Fault, Faults
from helpers.rows import RowPlace, files_of
from helpers.wording import text


def _flag(row: str, code: str, part: str, audience: str = ASSOCIATION, **details: Any) -> Fault:
    """A finding at a row that facts cite, for the association: it says what another delivered."""
    at = RowPlace.of(row)
    faults = Faults(part, at.file, audience, known=(str(details.get("value", "")),))
    faults.flag(code, sheet=at.sheet, row=at.number, **details)
    return faults.found[0]


def _flag_own(row: str, code: str, part: str, **details: Any) -> Fault:
    """A finding at a row that rests on its sender's own lists alone."""
    return _flag(row, code, part, SENDER, **details)


def _lines(table: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Some columns of a table, row by row; a day is a date, and None where there is none."""
    return zip(*(_cells(table[column]) for column in columns), strict=True)


def _cells(column: pd.Series) -> list[Any]:
    is_days = pd.api.types.is_datetime64_any_dtype(column.dtype)
    return column.to_numpy("datetime64[D]" if is_days else object).tolist()


def covers(definitions: Definitions, place: str) -> list[str]:
    """The platforms that a name in a register stands for: itself, or the parts of a whole."""
    return [place] if place in definitions.platform_ids else definitions.parts(place)


# --- lists against each other ---------------------------------------------------------------------


def in_two_lists(rows: pd.DataFrame, definitions: Definitions) -> list[Fault]:
    """ "28 deltagare är dubbelregistrerade".

    The rows that count in the year, of people who count in another list too.

    Source: socialt-bokslut-2018-ungdomstorget:38.
    """
    counting = rows[rules.total(rows, definitions.year)]
    several = counting.groupby("person")["platform"].nunique()
    double = counting[counting["person"].isin(several[several > 1].index)]
    lists: dict[str, set[str]] = {}
    for person, platform in _lines(double, "person", "platform"):
        lists.setdefault(person, set()).add(platform)
    found = []
    for row, person, platform in _lines(double, "row", "person", "platform"):
        others = lists[person] - {platform}
        if names := [definitions.label(p) for p in definitions.platform_ids if p in others]:
            found.append(_flag(row, "in_two_lists", platform, value=", ".join(names)))
    return found


def genders_differ(rows: pd.DataFrame) -> list[Fault]:
    """Rows of a person whose Kön is another in another row; the contract counts one person as one.

    The first such row of the same list is named to its sender, the first of another to the association.
    """
    genders = rows.groupby("person")["gender"].nunique()
    several = rows[rows["person"].isin(genders[genders > 1].index)]
    first: dict[str, dict[tuple[str, str], str]] = {}  # person -> list and gender -> its first row, in order
    for row, person, gender, platform in _lines(several, "row", "person", "gender", "platform"):
        first.setdefault(person, {}).setdefault((platform, gender), row)
    found = []
    for row, person, gender, platform in _lines(several, "row", "person", "gender", "platform"):
        others = [(place, at) for (place, said), at in first[person].items() if said != gender]
        for flag, rows_there in (
            (_flag_own, [at for place, at in others if place == platform]),
            (_flag, [at for place, at in others if place != platform]),
        ):
            for other in rows_there[:1]:
                words = RowPlace.of(other).words()
                found.append(flag(row, "gender_differs", platform, column="Kön", other=words))
    return found


def dated_after_drawn(rows: pd.DataFrame, when: Mapping[str, Drawn]) -> list[Fault]:
    """Days that had not come when their list was drawn: a plan, or a slip.

    `when`: file -> when it was drawn.
    """
    drawn = pd.Series(
        [when.get(file, Drawn()).day for file in files_of(rows["row"])], rows.index, dtype=object
    )
    limits = pd.to_datetime(drawn)
    columns = {"Aktualiserad": "referred", "Start": "start", "Slut": "end"}
    late = rows[np.logical_or.reduce([rows[name] > limits for name in columns.values()])]
    found = []
    for row, platform, limit, *days in _lines(
        late.assign(drawn=limits), "row", "platform", "drawn", *columns.values()
    ):
        for column, day in zip(columns, days, strict=True):
            if day and day > limit:
                at = {"column": column, "value": day, "drawn": str(limit)}
                found.append(_flag_own(row, "dated_after_drawn", platform, **at))
    return found


# --- lists against SUS ----------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Period:
    """A participation of a list or a registration of SUS."""

    row: str
    platform: str
    start: dt.date | None
    end: dt.date | None

    def end_by(self, year: int) -> dt.date | None:
        """The end as it stood when the year did: one that comes later is the same as none yet."""
        return self.end if self.end and self.end.year <= year else None


def periods(table: pd.DataFrame) -> dict[str, list[Period]]:
    """Each person's periods in order of start."""
    found: dict[str, list[Period]] = {}
    ordered = table.sort_values(["start", "end"], kind="stable")
    for person, *period in _lines(ordered, "person", "row", "platform", "start", "end"):
        found.setdefault(person, []).append(Period(*period))
    return found


def pairs(
    mine: Iterable[Period], theirs: Iterable[Period], fits: Callable[[Period, Period], bool]
) -> tuple[list[tuple[Period, Period]], list[Period], list[Period]]:
    """One person's participations beside the registrations: the pairs, and who is left alone on each side.

    Those with the same start are paired first, then the others in order.
    """
    mine, theirs, found = list(mine), list(theirs), []
    for same_start in (True, False):
        for one in list(mine):
            other = next(
                (t for t in theirs if fits(one, t) and (one.start == t.start or not same_start)), None
            )
            if other:
                found.append((one, other))
                mine.remove(one)
                theirs.remove(other)
    return found, mine, theirs


def list_against_sus(rows: pd.DataFrame, sus: pd.DataFrame, definitions: Definitions) -> list[Fault]:
    """Participations not registered in SUS, registrations without a participation, dates that differ.

    SUS holds those who started in the year or the year before (socialt-bokslut-2018-ungdomstorget:86), so
    only they are compared, by person and platform.
    """
    year, started = definitions.year, rows[rows["start"].notna()]
    listed, registered = periods(started), periods(sus.drop_duplicates("registration"))
    parts = {place: covers(definitions, place) for place in sus["platform"].unique()}

    def same_place(one: Period, other: Period) -> bool:
        return one.platform in parts[other.platform]

    found = []
    for person in dict.fromkeys([*listed, *registered]):
        both, unregistered, unlisted = pairs(listed.get(person, []), registered.get(person, []), same_place)
        found += [
            f for one, other in both if _in_cohort(year, one, other) for f in _dates_differ(year, one, other)
        ]
        for one in [p for p in unregistered if _in_cohort(year, p)]:
            found.append(_flag(one.row, "not_in_sus", one.platform, column="Start", value=one.start))
        for one in [p for p in unlisted if _in_cohort(year, p)]:
            name = definitions.label(one.platform)
            found.append(
                _flag(
                    one.row, "not_in_list", one.platform, column="Startdatum", value=one.start, platform=name
                )
            )
    return found


def _in_cohort(year: int, *ones: Period) -> bool:
    return any(one.start is None or one.start.year in (year - 1, year) for one in ones)


def _dates_differ(year: int, mine: Period, theirs: Period) -> list[Fault]:
    none, columns = text("word.no_date"), {}
    if mine.start != theirs.start:
        columns["Start"] = (mine.start, theirs.start, "sus_start_differs")
    if mine.end_by(year) != theirs.end_by(year):
        columns["Slut"] = (mine.end, theirs.end, "sus_end_differs")
    return [
        _flag(
            mine.row,
            code,
            mine.platform,
            column=column,
            value=here or none,
            there=str(there or none),
            other=RowPlace.of(theirs.row).words(),
        )
        for column, (here, there, code) in columns.items()
    ]


# --- those asked against those discharged ---------------------------------------------------------


def discharged_never_asked(
    rows: pd.DataFrame, invited: pd.DataFrame, definitions: Definitions, platforms: Iterable[str]
) -> list[Fault]:
    """Platforms where fewer were asked than were discharged, or none: the survey is put to all who leave.

    "Riktvärdet är att 60 % svarat av de som avslutat insatsen"
    (styrelsehandlingar-2020-03-20-arsredovisning-2019:863). Surveys have no names, so this is by numbers.
    Where a whole was asked for its parts, the whole is compared.
    """
    left = (
        rows[rules.discharged(rows, definitions.year)]["platform"].value_counts()
        if len(rows)
        else pd.Series(dtype=int)
    )
    platforms, found = set(platforms), []
    for group in [g for g in definitions.respondents if g.protected]:
        sent = invited[invited["respondents"] == group.id].drop_duplicates("platform").set_index("platform")
        wholes = [w for w in definitions.whole_ids if w in sent.index]
        in_wholes = {p for w in wholes for p in definitions.parts(w)}
        alone = [p for p in definitions.asked_of(group.id) if p in platforms - in_wholes]
        for place in [*alone, *(w for w in wholes if platforms.issuperset(definitions.parts(w)))]:
            parts = covers(definitions, place)
            asked = sent[sent.index.isin({place, *parts})]
            discharged = sum(int(left.get(p, 0)) for p in parts)
            name = definitions.label(place)
            if asked.empty and discharged:
                faults = Faults(place, kinds.kind("invited").path, ASSOCIATION, known=(name,))
                faults.flag("never_asked", value=name, discharged=discharged, group=group.name)
                found += faults.found
            elif asked["invited"].sum() < discharged:
                where, count = asked["row"].iloc[0], int(asked["invited"].sum())
                details = {"discharged": discharged, "platform": name, "group": group.name, "value": count}
                found.append(_flag(where, "asked_too_few", place, ASSOCIATION, column="Utskick", **details))
    return found


# --- this year's opening stock against last year's closing stock ----------------------------------


def opening_against_closing(
    rows: pd.DataFrame, earlier: pd.DataFrame, year: int, platforms: Iterable[str]
) -> list[Fault]:
    """People who remained on 31 December but are not carried over, and those carried over who did not remain.

    By platform: "Antal kvar i verksamheten" of one year is what the next begins with
    (socialt-bokslut-2018-ungdomstorget:108).
    """
    found = []
    for platform in platforms:
        now, before = rows[rows["platform"] == platform], earlier[earlier["platform"] == platform]
        opening, closing = now[rules.carried_over(now, year)], before[rules.remaining(before, year - 1)]
        new = opening[~opening["person"].isin(closing["person"])]
        for row, start in _lines(new, "row", "start"):
            at = {"column": "Start", "value": start, "before": year - 1}
            found.append(_flag_own(row, "opening_not_closing", platform, **at))
        found += _not_carried_over(closing[~closing["person"].isin(opening["person"])], now, platform, year)
    return found


def _not_carried_over(gone: pd.DataFrame, now: pd.DataFrame, platform: str, year: int) -> Iterator[Fault]:
    """The findings on those who remained and are not carried over.

    A person stands in this year's list `now` with a Start or a Slut that does not carry over, or not at all.
    """
    seen: dict[str, list[tuple[str, dt.date, dt.date]]] = {}
    started = now[now["start"].notna() & now["person"].isin(gone["person"])]
    for person, *period in _lines(started, "person", "row", "start", "end"):
        seen.setdefault(person, []).append(tuple(period))
    for row, person, start in _lines(gone, "row", "person", "start"):
        mine = seen.get(person)
        if not mine:
            last = RowPlace.of(row)
            where = str(last._replace(file=f"{year - 1}/{last.file}"))
            yield _flag_own(where, "closing_missing", platform, before=year - 1, year=year)
            continue
        same = [period for period in mine if period[1] == start]
        here, began, ended = (same or mine)[-1]
        at = {"column": "Slut", "value": ended} if same else {"column": "Start", "value": began}
        yield _flag_own(here, "closing_not_opening", platform, before=year - 1, **at)


# --- what is not compared -------------------------------------------------------------------------


def comparable_with_sus(
    places: Iterable[str], platforms: set[str], definitions: Definitions
) -> Mapping[str, list[str]]:
    """The places of SUS whose every part is among the platforms, and those parts.

    A part of another place is not compared.
    """
    parts = {place: covers(definitions, place) for place in places}
    apart = {p for own in parts.values() if not platforms.issuperset(own) for p in own}
    return {place: own for place, own in parts.items() if not apart.intersection(own)}
