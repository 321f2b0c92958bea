"""`forebyggande.csv`: the efforts of an agreement on prevention, one a row, with what became of each."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import pandas as pd
from pydantic import AfterValidator

from helpers.defining.preventive_definitions import Preventive
from helpers.definitions import Definitions
from helpers.deliveries import allowed
from helpers.deliveries.files import schema
from helpers.deliveries.files.cells import Filled, Number, Text, between, no_blank_word, one_of, wrong
from helpers.deliveries.files.corrections import Correction
from helpers.deliveries.files.grid import folded, nearest
from helpers.deliveries.files.schema import Line, under
from helpers.deliveries.files.table import delivered, reference
from helpers.faults import ASSOCIATION, Faults, safe

PART = "forebyggande"
DONE, SUCCESSFUL, UNSUCCESSFUL = "yes", "successful", "unsuccessful"  # codes of the table
JUDGED = {"Lyckad": SUCCESSFUL, "Ej lyckad": UNSUCCESSFUL}
COLUMNS = ["row", "effort", "municipalities", "year", "done", "evaluated", "judged", "source"]
TYPES = {"year": "Int64"}
FIGURE_COLUMNS = ["row", "effort", "of", "year", "what", "value", "unit"]
FIGURE_TYPES = {"year": "Int64", "value": "Int64"}
OWN = {"Omgångar": "rounds", "Grupper": "groups", "Deltagare": "participants"}  # column -> what it counts
_OTHER = re.compile(r"(?P<label>.*\S)\s+(?P<value>[0-9]{1,9})")


def _whole(value: float | None) -> float | None:
    if value is not None and value != int(value):
        raise wrong("not_a_count")
    return value


Whole = Annotated[Number, between(0, 1e9), AfterValidator(_whole)]  # blank is None


class Row(schema.Row):
    """An effort that was planned, and what became of it; `name` is for who reads the file."""

    effort: Annotated[Text, AfterValidator(safe), Filled, no_blank_word()] = under("Id", unread="")
    name: Text = under("Insats", unread="", optional=True)
    municipalities: Text = under("Kommuner", unread="")
    year: Whole = under("År")
    done: Annotated[str | None, one_of("decisions", blank=False)] = under("Genomförd")
    evaluated: Annotated[str | None, one_of("decisions")] = under("Utvärderad")
    judged: Annotated[str | None, one_of(JUDGED)] = under("Bedömning")
    rounds: Whole = under("Omgångar")
    groups: Whole = under("Grupper")
    participants: Whole = under("Deltagare")
    other: Text = under("Övrigt", unread="", optional=True)
    source: Annotated[Text, AfterValidator(safe), Filled] = under("Källa", unread="")


Figure = tuple[str, str, int, str]  # the effort it is of, what it counts, how many, and the unit


def read(
    path: Path, name: str, definitions: Definitions, corrections: list[Correction]
) -> tuple[list[pd.DataFrame], Faults]:
    """One row per effort (COLUMNS), and one per figure that it is told with (FIGURE_COLUMNS).

    Of a figure `effort` is its row's, `of` the effort that it counts: another where the definitions say so.
    `year` is the year that the effort was carried out, `done` and `evaluated` are `yes` or `no`. What stands
    under `Insats` is read into no table: the definitions name the efforts.
    """
    defined = definitions.preventive
    known = [*allowed.vocabulary(definitions), *JUDGED, *_named(defined)]
    faults = Faults(PART, name, ASSOCIATION, known=known)
    if defined is None:
        faults.refuse("preventive_undefined", year=definitions.year)
        return [_frame([], COLUMNS, TYPES), _frame([], FIGURE_COLUMNS, FIGURE_TYPES)], faults
    rows, figures = [], []
    seen, counted = dict[str, int](), dict[tuple[str, str], int]()
    for line in delivered(Row, path, faults, corrections, allowed.of(definitions)):
        line.tell(faults)
        row, where = line.values, reference(name, line.table, line.number)
        _try_effort(line, defined, seen, faults)
        _try_done(line, definitions.year, faults)
        found = [*_own_figures(row), *_other_figures(line, defined, faults)]
        _try_figures(line, found, counted, faults)
        where_made = ", ".join(_municipalities(line, definitions, faults))
        at = (where, row.effort, where_made, row.year, row.done, row.evaluated, row.judged)
        rows.append((*at, row.source))
        figures += [(where, row.effort, of, row.year, *figure) for of, *figure in found]
    if faults.refused:
        rows, figures = [], []
    return [_frame(rows, COLUMNS, TYPES), _frame(figures, FIGURE_COLUMNS, FIGURE_TYPES)], faults


def _named(defined: Preventive | None) -> list[str]:
    """What the definitions call efforts and figures."""
    if defined is None:
        return []
    return [*defined.efforts, *defined.efforts.values(), *(f.label for f in defined.figures)]


def _frame(rows: list[tuple], columns: list[str], types: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns, "string") | types)


def _own_figures(row: Row) -> Iterator[Figure]:
    """The figures that have a column of their own."""
    for what in OWN.values():
        if (value := getattr(row, what)) is not None:
            yield row.effort, what, int(value), "count"


def _other_figures(line: Line[Row], defined: Preventive, faults: Faults) -> Iterator[Figure]:
    """The figures that stand under `Övrigt`: `Ärenden 7, Särskilda boenden 2`."""
    labels = {folded(figure.label): figure for figure in defined.figures}
    for written in filter(None, map(str.strip, line.values.other.split(","))):
        told = _OTHER.fullmatch(written)
        figure = labels.get(folded(told["label"])) if told else None
        if told and figure:
            yield figure.effort or line.values.effort, figure.id, int(told["value"]), figure.unit
            continue
        names = [f.label for f in defined.figures]
        near = nearest(told["label"] if told else written, names) or " / ".join(names) or "–"
        faults.refuse("preventive_figure", nearest=near, **line.at("Övrigt") | {"value": written})


def _try_effort(line: Line[Row], defined: Preventive, seen: dict[str, int], faults: Faults) -> None:
    """An effort is one that the definitions name, and stands once."""
    if "Id" in line.unread:
        return
    effort, names = line.values.effort, list(defined.efforts)
    if effort not in names:
        faults.refuse(
            "preventive_effort", nearest=nearest(effort, names) or ", ".join(names), **line.at("Id")
        )
    elif (first := seen.setdefault(effort, line.number)) != line.number:
        faults.refuse("preventive_twice", other=first, **line.at("Id"))


def _municipalities(line: Line[Row], definitions: Definitions, faults: Faults) -> Iterator[str]:
    """Where an effort was made: the municipalities of the year that stand with commas between them."""
    names = allowed.municipalities(definitions)
    known = {folded(name): name for name in names}
    for written in filter(None, map(str.strip, line.values.municipalities.split(","))):
        if folded(written) in known:
            yield known[folded(written)]
        else:
            near = nearest(written, names) or ", ".join(names) or "–"
            faults.flag("preventive_municipality", nearest=near, **line.at("Kommuner") | {"value": written})


def _try_done(line: Line[Row], year: int, faults: Faults) -> None:
    """What is carried out has its year, and only that is evaluated and judged."""
    row, is_done = line.values, line.values.done == DONE
    if line.unread & {"Genomförd", "År", "Utvärderad", "Bedömning"}:
        return
    if is_done and row.year is None:
        faults.refuse("preventive_no_year", **line.at("År"))
    if row.year is not None and row.year > year:
        faults.refuse("preventive_later_year", year=year, **line.at("År"))
    if row.judged and not is_done:
        faults.refuse("preventive_not_done", **line.at("Bedömning"))
    if row.evaluated == DONE and not is_done:
        faults.refuse("preventive_not_done", **line.at("Utvärderad"))
    if row.judged and is_done and row.evaluated != DONE:
        faults.flag("preventive_not_evaluated", **line.at("Bedömning"))


def _try_figures(
    line: Line[Row], found: list[Figure], counted: dict[tuple[str, str], int], faults: Faults
) -> None:
    """A figure stands once, and belongs to what has been carried out: else nobody knows the year it is of."""
    if found and line.values.done != DONE and "Genomförd" not in line.unread:
        faults.refuse("preventive_figures_not_done", **line.at("Genomförd"))
    for of, what, *_ in found:
        if (of, what) in counted:
            faults.refuse("preventive_figure_twice", other=counted[of, what], **line.at("Övrigt"))
        counted[of, what] = line.number
