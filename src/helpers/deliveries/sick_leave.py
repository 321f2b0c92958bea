"""`sjukfranvaro.csv` and `sjukdagar.csv`: a municipality, a month, and how much sickness there was in it."""

from pathlib import Path
from typing import Annotated

import pandas as pd

from helpers.definitions import Definitions
from helpers.deliveries import allowed
from helpers.deliveries.files import schema
from helpers.deliveries.files.cells import Count, Number, between, one_of
from helpers.deliveries.files.corrections import Correction
from helpers.deliveries.files.schema import Line, under
from helpers.deliveries.files.table import delivered, reference
from helpers.faults import ASSOCIATION, Faults

LEAVE, DAYS = "sjukfranvaro", "sjukdagar"
COLUMNS = ["row", "area", "year", "month", "value"]
TYPES = {"year": "Int64", "month": "Int64", "value": "float64"}
_JUMP = 2  # a month is no more than one and a half times the one before it, and no less than half


class Leave(schema.Row):
    """A month of a municipality, and the part of working time that its employees were on sick leave."""

    area: Annotated[str | None, one_of("areas", blank=False)] = under("Kommun", unread="")
    year: Annotated[Count, between(1000, 9999)] = under("År")
    month: Annotated[Count, between(1, 12)] = under("Månad")
    value: Annotated[Number, between(0, 100)] = under("Procent")


class Days(Leave):
    """A month of a municipality, and its sick days per insured, as Försäkringskassan counts them."""

    value: Annotated[Number, between(0, 366)] = under("Dagar")


Lines = dict[tuple[str, int | None, int | None], Line[Leave]]  # by area, year and month


def read_leave(
    path: Path, name: str, definitions: Definitions, corrections: list[Correction]
) -> tuple[pd.DataFrame, Faults]:
    """Sick leave, one row per municipality and month: COLUMNS; a blank number is missing."""
    return _read(Leave, Faults(LEAVE, name, ASSOCIATION), path, definitions, corrections)


def read_days(
    path: Path, name: str, definitions: Definitions, corrections: list[Correction]
) -> tuple[pd.DataFrame, Faults]:
    """Sick days per insured, one row per municipality and month: COLUMNS; a blank number is missing."""
    return _read(Days, Faults(DAYS, name, ASSOCIATION), path, definitions, corrections)


def _read(
    model: type[Leave], faults: Faults, path: Path, definitions: Definitions, corrections: list[Correction]
) -> tuple[pd.DataFrame, Faults]:
    faults.known = allowed.vocabulary(definitions)
    rows, months = [], Lines()
    for line in delivered(model, path, faults, corrections, allowed.of(definitions)):
        line.tell(faults)
        row, where = line.values, reference(faults.file, line.table, line.number)
        rows.append((where, row.area, row.year, row.month, row.value))
        if not line.unread.intersection(("Kommun", "År", "Månad")):
            first = months.setdefault((str(row.area), row.year, row.month), line)
            if first is not line:
                faults.refuse("month_twice", other=first.number, **line.at("Månad"))
    _try_jumps(months, model.headers()[-1], faults)
    frame = pd.DataFrame([] if faults.refused else rows, columns=COLUMNS)
    return frame.astype(dict.fromkeys(COLUMNS, "string") | TYPES), faults


def _try_jumps(lines: Lines, header: str, faults: Faults) -> None:
    """A number that differs by more than half from that of the month before."""
    for (area, year, month), line in lines.items():
        when = 12 * (year or 0) + (month or 0) - 2  # the month before, counted from January of the year 0
        before = lines.get((area, when // 12, when % 12 + 1))
        now, last = line.values.value, before.values.value if before else None
        if now is not None and last and abs(now - last) * _JUMP > last:
            faults.flag("month_jump", last=f"{last:g}".replace(".", ","), **line.at(header))
