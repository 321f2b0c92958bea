"""`forebyggande.csv` of a shipped year: the efforts up to it, with the figures that are printed of each."""

from pathlib import Path
from typing import Any

import yaml

from helpers.audit import record
from helpers.counting.preventive_efforts import KIND
from helpers.defining.preventive_definitions import EffortFigure
from helpers.definitions import Definitions
from helpers.deliveries.preventive import OWN
from helpers.reconstruction.blueprint import Contradiction
from helpers.reconstruction.lists import Cell

RECORD = "text"  # the table of what stands in running text
HEADER: list[Cell] = [
    *("Id", "Insats", "Kommuner", "År", "Genomförd", "Utvärderad", "Bedömning"),
    *(*OWN, "Övrigt", "Källa"),
]
Printed = dict[str, dict[str, int]]  # effort -> what is counted -> how many


def rows(published: Path, choices: Path, defined: Definitions) -> list[list[Cell]]:
    """The header and a row for each effort that had been carried out by the year's end.

    Of the last year that efforts were carried out, those that never were stand too.

    Raises:
        Contradiction: a printed figure is of no effort of the year.
    """
    chosen = yaml.safe_load(choices.read_text(encoding="utf-8"))
    last = max(e["year"] for e in chosen["efforts"] if "year" in e)
    mine = [e for e in chosen["efforts"] if e.get("year", last) <= defined.year]
    printed = _printed(published, defined)
    told = [_row(e, chosen["source"], printed, defined) for e in mine]
    if printed:
        raise Contradiction(f"{defined.year}: figures of {sorted(printed)} stand in no row")
    return [HEADER, *told]


def _printed(published: Path, defined: Definitions) -> Printed:
    """The printed figures of the year's efforts."""
    found: Printed = {}
    for figure in record.read(published, RECORD):
        kind, _, rest = figure.measure.partition(":")
        if kind == KIND and figure.year == defined.year:
            effort, _, what = rest.partition(":")
            found.setdefault(effort, {})[what] = int(figure.number)
    return found


def _row(effort: dict[str, Any], source: str, printed: Printed, defined: Definitions) -> list[Cell]:
    """The row of an effort; the figures that it takes are taken out of `printed`."""
    is_done, is_mine = "year" in effort, effort.get("year") == defined.year
    held = [effort["id"], *effort.get("holds", [])] if is_mine else []
    figures = {(of, what): n for of in held for what, n in printed.pop(of, {}).items()}
    own: list[Cell] = [figures.pop((effort["id"], what), "") for what in OWN.values()]
    labels = {(f.effort or effort["id"], f.id): f.label for f in _known(defined)}
    if unknown := figures.keys() - labels.keys():
        raise Contradiction(f"{effort['id']}: {sorted(unknown)} are no figures of the definitions")
    evaluated = "Ja" if effort.get("evaluated", True) else "Nej"
    return [
        *(effort["id"], effort["name"], ", ".join(effort.get("municipalities", []))),
        *(effort.get("year", ""), "Ja" if is_done else "Nej", evaluated if is_done else ""),
        *(effort.get("judged", ""), *own, ", ".join(f"{labels[f]} {n}" for f, n in figures.items())),
        f"{source}:{effort['line']}",
    ]


def _known(defined: Definitions) -> list[EffortFigure]:
    return defined.preventive.figures if defined.preventive else []
