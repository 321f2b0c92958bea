"""People who were screened and are in no list of the platform."""

import pandas as pd

from helpers.definitions import Definitions
from helpers.deliveries import kinds
from helpers.deliveries.screening import PART
from helpers.faults import ASSOCIATION, Fault, Faults
from helpers.rows import RowPlace


def not_listed(
    screening: pd.DataFrame, participations: pd.DataFrame, definitions: Definitions
) -> list[Fault]:
    """People who were screened and are in no list of their platform, each once.

    Of a platform without a list that could be read nobody is told: that is told of the list.
    """
    faults = Faults(PART, kinds.kind(PART).path, ASSOCIATION)
    listed = set(zip(participations["platform"], participations["person"], strict=True))
    read = set(participations["platform"])
    for row in screening.drop_duplicates(["platform", "person"]).itertuples():
        if row.platform in read and (row.platform, row.person) not in listed:
            at = RowPlace.of(str(row.row))
            faults.flag("screened_not_listed", row=at.number, platform=definitions.name(str(row.platform)))
    return faults.found
