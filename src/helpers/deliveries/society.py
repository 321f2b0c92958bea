"""Helårsekvivalenter: people supported a whole year by full benefits, per municipality and period."""

from pathlib import Path

import pandas as pd

from helpers.deliveries.corrections import Correction, is_count
from helpers.deliveries.grid import clean, folded
from helpers.deliveries.sus import to_decimal
from helpers.deliveries.table import cell, find, flag_stray_personnummer, note_extra_columns, reference
from helpers.faults import Faults, safe

HEADERS = ["Kommun", "År", "Period", "Ohälsa", "Arbetsmarknadsstöd", "Ekonomiskt bistånd", "Totalt", "Befolkning"]
NUMBERS = {
    "Ohälsa": "ill-health", "Arbetsmarknadsstöd": "labour-market-support", "Ekonomiskt bistånd": "social-assistance",
    "Totalt": "total", "Befolkning": "population",
}  # fmt: skip
PERIODS = {"helår": "", "halvår 1": "-h1"}


def area_id(municipality: str) -> str:
    """A municipality, county or country as an id.

    >>> area_id("Umeå"), area_id("Västerbotten")
    ('umea', 'vasterbotten')
    """
    plain = municipality.casefold().translate(str.maketrans("åäöé", "aaoe"))
    return "-".join(plain.split())


def read(path: Path, name: str, corrections: list[Correction]) -> tuple[pd.DataFrame, Faults]:
    """One row per area and period: `row`, `area`, `name`, `period` (2018, 2019-h1) and NUMBERS; blanks are missing."""
    faults = Faults("helarsekvivalenter", name)
    table = find(path, HEADERS, faults, corrections)
    columns = ["row", "area", "name", "period", *NUMBERS.values()]
    rows: list[dict] = []
    if table:
        note_extra_columns(table, HEADERS, faults)
        flag_stray_personnummer(table, [], faults)
    seen: dict[tuple[str, str], int] = {}
    for number, row in table.data_rows() if table else []:
        where = {"sheet": table.grid.sheet, "row": number}
        record: dict = {"row": reference(name, table, number), "name": safe(clean(cell(table, row, "Kommun")))}
        record["area"] = area_id(record["name"])
        year, period = clean(cell(table, row, "År")), folded(cell(table, row, "Period"))
        if not record["area"]:
            faults.refuse("blank_cell", column="Kommun", **where)
        if not (is_count(year) and len(year) == 4):
            faults.refuse("not_a_count", column="År", value=year, **where)
        if period not in PERIODS:
            faults.refuse("unknown_label", column="Period", value=period, nearest=" / ".join(PERIODS), **where)
        record["period"] = year + PERIODS.get(period, "")
        for column, key in NUMBERS.items():
            text = clean(cell(table, row, column))
            record[key] = to_decimal(text)
            if text and record[key] is None:
                faults.refuse("not_a_number", column=column, value=text, **where)
            elif text and record[key] < (key == "population"):
                faults.refuse("not_a_count", column=column, value=text, **where)
        first = seen.setdefault((record["area"], record["period"]), number)
        if first != number:
            faults.refuse("period_twice", column="Period", value=f"{record['name']} {record['period']}", other=first, **where)
        rows.append(record)
    frame = pd.DataFrame([] if faults.refused else rows, columns=columns)
    types = dict.fromkeys(columns[:4], "string") | dict.fromkeys(NUMBERS.values(), "float64")
    return frame.astype(types), faults
