"""`nafs.csv`: how the authorities say that the work in NAFS is followed, one answer a row."""

import re
from pathlib import Path
from typing import Annotated

import pandas as pd
from pydantic import AfterValidator, BeforeValidator

from helpers.defining.nafs_definitions import LETTERS, Nafs
from helpers.definitions import Definitions
from helpers.deliveries import allowed
from helpers.deliveries.files import schema
from helpers.deliveries.files.cells import Filled, Text, no_blank_word, one_of
from helpers.deliveries.files.corrections import Correction
from helpers.deliveries.files.grid import Cell, clean, nearest
from helpers.deliveries.files.schema import Line, under
from helpers.deliveries.files.table import delivered, reference
from helpers.faults import ASSOCIATION, Faults, safe

PART = "foljsamhet"
COLUMNS = ["row", "statement", "authority", "answer"]
_LETTERED = re.compile(rf"[{LETTERS[0]}-{LETTERS[-1]}][.):]?\s+(?=\S)", re.IGNORECASE)


def worded(cell: Cell) -> Cell:
    """An answer without the letter that a survey puts before its words.

    >>> worded("A. Stämmer inte alls"), worded("d stämmer helt"), worded("B"), worded("Bra")
    ('Stämmer inte alls', 'stämmer helt', 'B', 'Bra')
    """
    written = clean(cell)
    found = _LETTERED.match(written)
    return written[found.end() :] if found else cell


class Answer(schema.Row):
    """One answer of somebody at an authority to one statement."""

    authority: Annotated[str | None, one_of("authorities", blank=False, new="nafs, authorities")] = under(
        "Myndighet"
    )
    statement: Annotated[Text, AfterValidator(safe), Filled, no_blank_word()] = under("Fråga", unread="")
    answer: Annotated[str | None, one_of("nafs_answers", blank=False), BeforeValidator(worded)] = under(
        "Svar"
    )
    team: Text = under("Team", unread="", optional=True)


def read(
    path: Path, name: str, definitions: Definitions, corrections: list[Correction]
) -> tuple[pd.DataFrame, Faults]:
    """One row per answer to a statement of the year: COLUMNS.

    `statement` and `authority` are ids of the definitions' key `nafs`, `answer` is A, B, C or D. A row whose
    statement is none of them is left out and told. What stands under `Team` is read into no table: with it a
    row would tell of very few.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:2300.
    """
    faults = Faults(PART, name, ASSOCIATION, known=allowed.vocabulary(definitions))
    rows = []
    for line in delivered(Answer, path, faults, corrections, allowed.of(definitions)):
        if definitions.nafs is None:
            continue
        line.tell(faults)
        statement = _statement(line, definitions.nafs, definitions.year, faults)
        if statement:
            where = reference(name, line.table, line.number)
            rows.append((where, statement, line.values.authority, line.values.answer))
    if definitions.nafs is None:
        faults.flag("nafs_undefined", year=definitions.year)
    frame = pd.DataFrame([] if faults.refused else rows, columns=COLUMNS)
    return frame.astype("string"), faults


def _statement(line: Line[Answer], asked: Nafs, year: int, faults: Faults) -> str:
    """What a row answers; '' and a finding with the nearest where the year asks nothing so."""
    written = line.values.statement
    found = asked.statement(written)
    if not found and "Fråga" not in line.unread:
        known = [s.text for s in asked.statements]
        near = nearest(written, known) or " / ".join(s.id for s in asked.statements)
        faults.flag("nafs_statement", nearest=near, year=year, **line.at("Fråga"))
    return found
