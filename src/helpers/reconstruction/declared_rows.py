"""`uppgifter.csv` of a shipped year: the declared measures as they stand in print, and the printed days."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from helpers.audit import record
from helpers.definitions import Definitions
from helpers.deliveries.declared_figures import UNITS, total_of
from helpers.facts import KRONOR, Key
from helpers.reconstruction.lists import Cell, gender_labels

RECORD = ("text", "economy")  # the tables of what stands in running text
HEADER: list[Cell] = ["Mått", "Plattform", "Kön", "Värde", "Enhet", "Datum", "Ca", "Källa", "Anmärkning"]
WRITTEN = {unit: word for word, unit in UNITS.items()}


def rows(
    published: Path, defined: Definitions, events: list[dict[str, Any]], implied: list[dict[str, Any]]
) -> list[list[Cell]]:
    """The header and a row for each figure, the first that prints it, then those implied and the events.

    Args:
        published: the folder of the record.
        defined: the definitions of the year.
        events: of the choices: `measure`, `days` and `source`; a total of which the days are printed is left
            to them.
        implied: of the choices: what no account prints but a printed figure rests on, with its `measure`,
            `platform`, `value`, `unit`, `source` and `note`.
    """
    dated = {total_of(e["measure"], defined.declared_measures) for e in events}
    figures: dict[Key, record.Figure] = {}
    for figure in (f for table in RECORD for f in record.read(published, table) if f.readable):
        year, platform, measure, *_ = figure.fact_key
        mine = year == defined.year and platform in defined.places
        if mine and measure in set(defined.declared_measures) - dated:
            figures.setdefault(figure.fact_key, figure)
    printed = [_figure(f, defined) for f in figures.values()]
    return [HEADER, *printed, *(_implied(one, defined) for one in implied), *_events(events, defined)]


def _figure(figure: record.Figure, defined: Definitions) -> list[Cell]:
    gender = gender_labels(defined).get(figure.group, "")
    is_money = figure.unit in record.MONEY
    value = str(figure.amount if is_money else Decimal(figure.number)).replace(".", ",")
    source = f"{figure.source}:{figure.line}"
    about = "Ja" if figure.approximate else ""
    unit = WRITTEN[KRONOR if is_money else figure.unit]
    return [figure.measure, defined.name(figure.platform), gender, value, unit, "", about, source, ""]


def _implied(one: dict[str, Any], defined: Definitions) -> list[Cell]:
    what = [one["measure"], defined.name(one["platform"]), "", str(one["value"]), WRITTEN[one["unit"]]]
    return [*what, "", "", one["source"], one["note"]]


def _events(events: list[dict[str, Any]], defined: Definitions) -> Iterator[list[Cell]]:
    for event in events:
        for day in event["days"]:
            at = [event["measure"], defined.name(defined.together.id), "", "", WRITTEN["count"]]
            yield [*at, f"{day:%Y-%m-%d}", "", event["source"], ""]
