"""`screening.csv`: what stands in the way of each person who was screened, one obstacle a row."""

from pathlib import Path
from typing import Annotated

import pandas as pd

from helpers import identity
from helpers.definitions import Definitions
from helpers.deliveries import allowed, personnummer
from helpers.deliveries.files import cells, schema
from helpers.deliveries.files.cells import PersonNumber, one_of
from helpers.deliveries.files.corrections import Correction
from helpers.deliveries.files.schema import under
from helpers.deliveries.files.table import delivered, reference
from helpers.faults import ASSOCIATION, Faults

PART = "screening"
COLUMNS = ["row", "platform", "person", "screened", "obstacle"]
UNSAVED = ("person", "screened", "obstacle")  # told apart only in `screened`, which no list can be joined to


class Screened(schema.Row):
    """An obstacle of a person; a row without one is somebody who was screened and has none."""

    person: PersonNumber = under("Personnummer", unread=cells.UNREAD)
    platform: Annotated[str | None, one_of("platforms", blank=False)] = under("Plattform", unread="")
    obstacle: Annotated[str | None, one_of("obstacles", new="obstacles")] = under("Hinder", unread="")


def read(
    path: Path, name: str, definitions: Definitions, secret: bytes, corrections: list[Correction]
) -> tuple[pd.DataFrame, Faults]:
    """One row per person, platform and obstacle, '' of who has none: COLUMNS.

    `person` is the keyed pseudonym that the lists have too, `screened` one that they have not.
    """
    faults = Faults(PART, name, ASSOCIATION, known=allowed.vocabulary(definitions))
    rows, people, seen = [], [], dict[tuple[str, str, str], int]()
    for line in delivered(Screened, path, faults, corrections, allowed.of(definitions)):
        line.tell(faults)
        row = line.values
        key = identity.person_key(row.person, str(line.number))
        said = (key, row.platform or "", row.obstacle or "")
        if not line.unread and (first := seen.setdefault(said, line.number)) != line.number:
            faults.flag("obstacle_twice", other=first, **line.at("Hinder"))
            continue
        rows.append((reference(name, line.table, line.number), *said[1:]))
        people.append((row.person, key))
    records = pd.DataFrame(rows, columns=["row", "platform", "obstacle"])
    who = personnummer.pseudonyms([person for person, _ in people], [r[0] for r in rows], secret)
    screened = identity.pseudonyms((f"{PART}|{key}" for _, key in people), secret)
    frame = records.assign(person=who, screened=screened)[COLUMNS]
    return (frame.iloc[:0] if faults.refused else frame).astype("string"), faults
