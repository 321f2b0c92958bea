"""`arsredovisning/tal.csv`: figures of the annual report's texts that are typed by hand, and why."""

from pathlib import Path
from typing import Annotated

import pandas as pd
from pydantic import AfterValidator

from helpers.definitions import Definitions
from helpers.deliveries import allowed
from helpers.deliveries.account_texts import PART, name_of
from helpers.deliveries.files import schema
from helpers.deliveries.files.cells import Filled, Text
from helpers.deliveries.files.corrections import Correction
from helpers.deliveries.files.schema import under
from helpers.deliveries.files.table import delivered, reference
from helpers.faults import ASSOCIATION, Faults, safe

COLUMNS = ["row", "file", "figure", "reason"]


class Row(schema.Row):
    """A figure, the text it stands in, and why no fact is meant by it."""

    file: Annotated[Text, AfterValidator(safe), Filled] = under("Fil", unread="")
    figure: Annotated[Text, AfterValidator(safe), Filled] = under("Tal", unread="")
    reason: Annotated[Text, AfterValidator(safe), Filled] = under("Anledning", unread="")


def read(
    path: Path, name: str, definitions: Definitions, corrections: list[Correction]
) -> tuple[pd.DataFrame, Faults]:
    """COLUMNS, a row for each figure; `file` is the text's name without its folder."""
    faults = Faults(PART, name, ASSOCIATION, known=allowed.vocabulary(definitions))
    rows = []
    for line in delivered(Row, path, faults, corrections):
        line.tell(faults)
        row = line.values
        file = row.file.rpartition("/")[2]
        if "Fil" not in line.unread and not name_of(file)[1]:
            faults.flag("account_figure_file", nearest="11-sammanfattning.md", **line.at("Fil"))
        rows.append((reference(name, line.table, line.number), file, row.figure, row.reason))
    return pd.DataFrame([] if faults.refused else rows, columns=COLUMNS, dtype="string"), faults
