"""Good examples: how many stand for each account."""

import pandas as pd

from helpers.definitions import Definitions
from helpers.facts import Fact, counted, missing


def example_facts(examples: pd.DataFrame, definitions: Definitions, delivered: bool) -> list[Fact]:
    """How many good examples stand for each account; missing where no example at all was delivered."""
    found = []
    for _, account, indicator in definitions.indicators():
        if indicator.kind != "example":
            continue
        for place in definitions.platform_ids:
            key = (definitions.year, place, f"examples:{account.id}", "", "all")
            mine = examples[(examples["platform"] == place) & (examples["account"] == account.id)]
            found.append(
                counted(key, mine["row"], "decisions.example")
                if delivered
                else missing(key, "count", "decisions.example")
            )
    return found
