"""Helårsekvivalenter: people supported a whole year by full benefits, per municipality and period."""

from pathlib import Path
from typing import Annotated

import pandas as pd
from pydantic import AfterValidator

from helpers.definitions import Definitions
from helpers.deliveries import allowed
from helpers.deliveries.files import schema
from helpers.deliveries.files.cells import Count, Filled, Number, Text, between, no_blank_word, one_of
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


NUMBERS = {header: name.replace("_", "-") for header, name in Area.fields_of(Number).items()}
COLUMNS = ["row", "area", "name", "period", *NUMBERS.values()]


def read(
    path: Path, name: str, definitions: Definitions, corrections: list[Correction]
) -> tuple[pd.DataFrame, Faults]:
    """One row per area and period: COLUMNS, `period` as 2018 or 2019-h1; blank numbers are missing.

    `area` is the id of the definitions' area; the rows of what they do not name are left out and told.
    """
    faults = Faults("helarsekvivalenter", name, known=allowed.vocabulary(definitions))
    areas = {folded(written): id_ for id_, written in definitions.areas_of_statistics.items()}
    rows: list[dict] = []
    seen: dict[tuple[str, str], int] = {}
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
        unclear = line.unread.intersection(("Kommun", "År", "Period"))
        first = line.number if unclear else seen.setdefault((record["area"], record["period"]), line.number)
        if first != line.number:
            place = line.at("Period") | {"value": f"{record['name']} {record['period']}"}
            faults.refuse("period_twice", other=first, **place)
        rows.append(record)
    frame = pd.DataFrame([] if faults.refused else rows, columns=COLUMNS)
    return frame.astype({c: "float64" if c in NUMBERS.values() else "string" for c in COLUMNS}), faults


def _tell_unknown(line: Line[Area], definitions: Definitions, faults: Faults) -> None:
    """An area that the year does not name, once: a slip of the pen, or one to add."""
    names = list(definitions.areas_of_statistics.values())
    near = nearest(line.values.name, names) or ", ".join(names)
    faults.omit("unknown_area", nearest=near, year=definitions.year, **line.at("Kommun"))
