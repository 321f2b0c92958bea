"""Helårsekvivalenter: people supported a whole year by full benefits, per municipality and period."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import pandas as pd
from pydantic import AfterValidator

from helpers.definitions import Definitions
from helpers.deliveries import allowed
from helpers.deliveries.files import schema
from helpers.deliveries.files.cells import Count, Date, Filled, Number, Text, between, no_blank_word, one_of
from helpers.deliveries.files.corrections import Correction
from helpers.deliveries.files.grid import folded, nearest
from helpers.deliveries.files.schema import Line, under
from helpers.deliveries.files.table import delivered, reference
from helpers.faults import Faults, safe

PERIODS = {"helår": "", "halvår 1": "-h1"}
People = Annotated[Number, between(0)]


class Area(schema.Row):
    """A row of the table: one municipality, county or country and one period."""

    name: Annotated[Text, AfterValidator(safe), Filled, no_blank_word()] = under("Kommun", unread="")
    year: Annotated[Count, between(1000, 9999)] = under("År")
    period: Annotated[str | None, one_of(PERIODS, blank=False)] = under("Period")
    ill_health: People = under("Ohälsa")
    labour_market_support: People = under("Arbetsmarknadsstöd")
    social_assistance: People = under("Ekonomiskt bistånd")
    total: People = under("Totalt")
    population: Annotated[Number, between(1)] = under("Befolkning")
    edition: Date = under("Utgåva", optional=True)


NUMBERS = {header: name.replace("_", "-") for header, name in Area.fields_of(Number).items()}
EDITION = "edition"  # the day on which the table was drawn
COLUMNS = ["row", "area", "name", "period", *NUMBERS.values(), EDITION]
PARTS = ("ill_health", "labour_market_support", "social_assistance")
SLACK = 2  # each part is rounded by itself
HUNDREDS = 100  # people that are not gone from one year to the next

TYPES = dict.fromkeys(NUMBERS.values(), "float64") | {EDITION: "datetime64[s]"}
Key = tuple[str, int | None, str | None, dt.date | None]  # area, year, part of it, edition


def read(
    path: Path, name: str, definitions: Definitions, corrections: list[Correction]
) -> tuple[pd.DataFrame, Faults]:
    """One row per area, period and edition: COLUMNS, `period` as 2018 or 2019-h1; blank numbers are missing.

    `area` is the id of the definitions' area; the rows of what they do not name are left out and told.
    """
    faults = Faults("helarsekvivalenter", name, known=allowed.vocabulary(definitions))
    areas = {folded(written): id_ for id_, written in definitions.areas_of_statistics.items()}
    rows: list[dict] = []
    read_lines: dict[Key, Line[Area]] = {}
    unknown: set[str] = set()
    for line in delivered(Area, path, faults, corrections):
        line.tell(faults)
        area = line.values
        known = areas.get(folded(area.name))
        if known is None and "Kommun" not in line.unread and folded(area.name) not in unknown:
            unknown.add(folded(area.name))
            _tell_unknown(line, definitions, faults)
        if known is None and "Kommun" not in line.unread:
            continue
        record = {key.replace("_", "-"): value for key, value in area} | {
            "period": f"{area.year}{area.period}",
            "area": known or "",
        }
        record["row"] = reference(name, line.table, line.number)
        if not line.unread.intersection(("Kommun", "År", "Period", "Utgåva")):
            first = read_lines.setdefault((record["area"], area.year, area.period, area.edition), line)
            if first is not line:
                place = line.at("Period") | {"value": f"{record['name']} {record['period']}"}
                faults.refuse("period_twice", other=first.number, **place)
        _try_sum(line, faults)
        rows.append(record)
    _try_zeros(read_lines, faults)
    frame = pd.DataFrame([] if faults.refused else rows, columns=COLUMNS)
    return frame.astype(dict.fromkeys(COLUMNS, "string") | TYPES), faults


def _try_sum(line: Line[Area], faults: Faults) -> None:
    """The parts of a row are its total, but for what rounding each of them hides."""
    parts, total = [getattr(line.values, part) for part in PARTS], line.values.total
    if None not in (*parts, total) and abs(sum(parts) - total) > SLACK:
        faults.flag("hae_parts", total=f"{sum(parts):g}".replace(".", ","), **line.at("Totalt"))


def _try_zeros(lines: dict[Key, Line[Area]], faults: Faults) -> None:
    """A zero beside a year of hundreds stands for a number that is missing."""
    for (area, year, period, edition), line in lines.items():
        beside = [
            other.values
            for (its, when, part, drawn), other in lines.items()
            if (its, part, drawn) == (area, period, edition) and abs((when or 0) - (year or 0)) == 1
        ]
        for header, name in Area.fields_of(Number).items():
            most = max((getattr(o, name) or 0 for o in beside), default=0)
            if getattr(line.values, name) == 0 and most >= HUNDREDS:
                faults.refuse("hae_zero", beside=f"{most:g}".replace(".", ","), **line.at(header))


def _tell_unknown(line: Line[Area], definitions: Definitions, faults: Faults) -> None:
    """An area that the year does not name, once: a slip of the pen, or one to add."""
    names = list(definitions.areas_of_statistics.values())
    near = nearest(line.values.name, names) or ", ".join(names)
    faults.omit("unknown_area", nearest=near, year=definitions.year, **line.at("Kommun"))
