"""`uppgifter.csv`: figures that no other file measures, one declared figure a row, each with its source."""

from pathlib import Path
from typing import Annotated

import pandas as pd
from pydantic import AfterValidator

from helpers.codes import GENDERS, YES
from helpers.defining.references import is_computed
from helpers.definitions import Definitions
from helpers.deliveries import allowed
from helpers.deliveries.files import schema
from helpers.deliveries.files.cells import Date, Filled, Number, Text, between, no_blank_word, one_of
from helpers.deliveries.files.corrections import Correction
from helpers.deliveries.files.grid import nearest
from helpers.deliveries.files.schema import Line, under
from helpers.deliveries.files.table import delivered, reference
from helpers.faults import ASSOCIATION, Faults, safe

PART = "uppgifter"
UNITS = {
    **{"antal": "count", "år": "years", "dagar": "days", "procent": "share"},
    **{"procentenheter": "percentage-points", "kr": "SEK"},
}
MEMBERS, DEPUTIES = "board:members", "board:deputies"
COLUMNS = ["row", "measure", "total", "platform", "group", "value", "unit", "day", "about", "source"]
TYPES = {"value": "float64", "day": "datetime64[s]"}
_MOST = 1e12  # more than any figure of an account, and exact to the last digit as a float


class Row(schema.Row):
    """A declared figure, or an event of a day that counts into one."""

    measure: Annotated[Text, AfterValidator(safe), Filled, no_blank_word()] = under("Mått", unread="")
    platform: Annotated[str | None, one_of("places")] = under("Plattform")
    gender: Annotated[str | None, one_of("genders")] = under("Kön", optional=True)
    value: Annotated[Number, between(-_MOST, _MOST)] = under("Värde")
    unit: Annotated[str | None, one_of(UNITS, blank=False)] = under("Enhet")
    day: Date = under("Datum")
    about: Annotated[str | None, one_of("decisions")] = under("Ca")
    source: Annotated[Text, AfterValidator(safe), Filled] = under("Källa", unread="")
    note: Text = under("Anmärkning", unread="", optional=True)


Key = tuple[str, str, str]  # the declared measure, its platform and its group
Stated = dict[Key, Line[Row]]


def read(
    path: Path, name: str, definitions: Definitions, corrections: list[Correction]
) -> tuple[pd.DataFrame, Faults]:
    """One row per declared figure or event: COLUMNS.

    `total` is the declared measure that the row counts into: its own, but for an event (`board:meeting`
    counts into `board:meetings`, `decision:budget` into `decisions`), whose `value` is missing. `group` is
    `all`, `women` or `men`; `about` is `yes` for a figure that is only about so much. What stands under
    `Anmärkning` is read into no table.
    """
    faults = Faults(PART, name, ASSOCIATION, known=allowed.vocabulary(definitions))
    rows, stated, events = [], Stated(), dict[Key, int]()
    days = dict[tuple[object, ...], int]()
    for line in delivered(Row, path, faults, corrections, allowed.of(definitions)):
        line.tell(faults)
        row, total = line.values, _total(line, definitions, faults)
        key = (total, row.platform or "", row.gender or "all")
        if total and not line.unread:
            if total != row.measure:
                _try_event(line, days, definitions, faults)
                events[key] = events.get(key, 0) + 1
            else:
                _try_stated(line, stated, key, faults)
        where = reference(name, line.table, line.number)
        rows.append((where, row.measure, *key, row.value, row.unit, row.day, row.about, row.source))
    _try_events(stated, events, faults)
    _try_genders(stated, faults)
    _try_deputies(stated, faults)
    frame = pd.DataFrame([] if faults.refused else rows, columns=COLUMNS)
    return frame.astype(dict.fromkeys(COLUMNS, "string") | TYPES), faults


def total_of(measure: str, declared: dict[str, str]) -> str:
    """The declared measure that a row counts into: its own name, else that of many; '' where none is.

    >>> names = {"board:meetings": "Sammanträden", "decisions": "Beslut"}
    >>> [total_of(m, names) for m in ("board:meetings", "board:meeting", "decision:budget", "board:meal")]
    ['board:meetings', 'board:meetings', 'decisions', '']
    """
    tried = (measure, f"{measure}s", f"{measure.partition(':')[0]}s")
    return next((name for name in tried if name in declared), "")


def _total(line: Line[Row], definitions: Definitions, faults: Faults) -> str:
    """What a row counts into; '' and a finding where it is nothing that is declared."""
    measure, declared = line.values.measure, definitions.declared_measures
    if "Mått" in line.unread:
        return ""
    if is_computed(measure, definitions.outcome_ids):
        faults.refuse("declared_computed", **line.at("Mått"))
    elif found := total_of(measure, declared):
        return found
    else:
        near = nearest(measure, list(declared)) or ", ".join(declared) or "–"
        faults.refuse("declared_unknown", nearest=near, year=definitions.year, **line.at("Mått"))
    return ""


def _try_event(
    line: Line[Row], days: dict[tuple[object, ...], int], definitions: Definitions, faults: Faults
) -> None:
    """An event has a day of the year, counts one, and does not stand twice on its day."""
    row = line.values
    first = days.setdefault((row.measure, row.platform, row.gender, row.day), line.number)
    if first != line.number:
        faults.refuse("declared_twice", other=first, **line.at("Mått"))
    if row.day is None:
        faults.refuse("blank_cell", **line.at("Datum"))
    elif row.day.year != definitions.year:
        faults.refuse("declared_other_year", year=definitions.year, **line.at("Datum"))
    if row.value not in (None, 1):
        faults.refuse("declared_event", **line.at("Värde"))
    if row.unit != "count":
        faults.refuse("declared_event", **line.at("Enhet"))


def _try_stated(
    line: Line[Row],
    stated: Stated,
    key: Key,
    faults: Faults,
) -> None:
    """A figure has a value, a count is a whole number, and no figure stands twice."""
    value, first = line.values.value, stated.setdefault(key, line)
    if value is None:
        faults.refuse("blank_cell", **line.at("Värde"))
    elif line.values.unit == "count" and (value < 0 or value != int(value)):
        faults.refuse("not_a_count", **line.at("Värde"))
    if first is not line:
        faults.refuse("declared_twice", other=first.number, **line.at("Mått"))


def _try_events(stated: Stated, events: dict[Key, int], faults: Faults) -> None:
    """A figure that stands beside its own events is as many as they are."""
    for key, count in events.items():
        if key in stated and stated[key].values.value != count:
            faults.refuse("declared_total", counted=count, **stated[key].at("Värde"))


def _exact(stated: Stated, *key: str) -> float | None:
    """A stated figure, None where there is none or it is only about so much."""
    measure, platform, group = key
    line = stated.get((measure, platform, group))
    return None if line is None or line.values.about == YES else line.values.value


def _try_genders(stated: Stated, faults: Faults) -> None:
    """Women and men are all."""
    for (measure, platform, group), line in stated.items():
        parts = [_exact(stated, measure, platform, gender) for gender in GENDERS]
        whole = _exact(stated, measure, platform, group) if group == "all" else None
        known = [p for p in parts if p is not None]
        if whole is not None and len(known) == len(parts) and sum(known) != whole:
            faults.flag("declared_genders", women=f"{known[0]:g}", men=f"{known[1]:g}", **line.at("Värde"))


def _try_deputies(stated: Stated, faults: Faults) -> None:
    """A board has as many deputies as members (law 2003:1210, 10 §)."""
    for (measure, platform, group), line in stated.items():
        if measure != DEPUTIES:
            continue
        members, deputies = (_exact(stated, m, platform, group) for m in (MEMBERS, DEPUTIES))
        if None not in (members, deputies) and members != deputies:
            faults.flag("declared_deputies", members=f"{members:g}", **line.at("Värde"))
