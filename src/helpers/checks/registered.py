"""Which participations are registered in SUS, and which registrations are in the lists.

Lists and extract are joined by person while both are read; what is kept is the answer, row by row, so that no
stored table joins a person's two rows.
"""

import pandas as pd

from helpers.checks.crosschecks import covers
from helpers.counting.registrations import COLUMNS, EXTRACT, LISTS
from helpers.definitions import Definitions


def registered(participations: pd.DataFrame, sus: pd.DataFrame, definitions: Definitions) -> pd.DataFrame:
    """COLUMNS: a row a participation (`of`: `lists`) or registration (`sus`), and whether the other has it.

    Both are of those who started in the year or the year before ("deltagare som aktualiserats under 2017 och
    2018", socialt-bokslut-2018-ungdomstorget:86), and the same when person and platform are. A registration
    of a whole is one of each of its parts.

    Args:
        participations: the cleaned rows of every list.
        sus: the cleaned rows of the extract, with `person`; one an income.
        definitions: the year's.
    """
    lists, extract = (
        table[table["start"].dt.year.isin([definitions.year - 1, definitions.year])]
        for table in (participations, sus.drop_duplicates("registration"))
    )
    parts = {place: covers(definitions, place) for place in extract["platform"].unique()}
    listed = set(zip(lists["platform"], lists["person"], strict=True))
    theirs = list(zip(extract["platform"], extract["person"], strict=True))
    in_sus = {(part, person) for place, person in theirs for part in parts[place]}
    in_lists = [any((part, person) in listed for part in parts[place]) for place, person in theirs]
    mine = [pair in in_sus for pair in zip(lists["platform"], lists["person"], strict=True)]
    sides = (lists.assign(of=LISTS, has_other=mine), extract.assign(of=EXTRACT, has_other=in_lists))
    found = pd.concat([side[COLUMNS].astype({"has_other": bool, "of": "string"}) for side in sides])
    return found.reset_index(drop=True)
