"""Small clean tables for the rules' tests."""

import pandas as pd
from support.workspaces import FIXTURE

from helpers.deliveries.participants import COLUMNS

FIXTURE_DEFINITIONS = FIXTURE / "data" / "definitions" / "2019.yaml"


def participations(rows: list[dict]) -> pd.DataFrame:
    """A clean participations table; what a row leaves out is a woman in ungdomstorget, one person a row."""
    given = [
        {
            "row": f"f#!{i}",
            "platform": "ungdomstorget",
            "person": f"p{i}",
            "gender": "women",
            "decision": "yes",
        }
        | r
        for i, r in enumerate(rows)
    ]
    frame = pd.DataFrame(given, columns=COLUMNS)
    for column in ("referred", "start", "end"):
        frame[column] = pd.to_datetime(frame[column])
    return frame.astype({c: "string" for c in COLUMNS if c not in ("referred", "start", "end")})
