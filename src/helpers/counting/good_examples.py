"""Good examples: how many stand for each account."""

import pandas as pd

from helpers.counting.rule import U18, Rule
from helpers.definitions import Definitions
from helpers.facts import Fact, counted, missing
from helpers.rows import RowIndex


def example_facts(examples: pd.DataFrame, definitions: Definitions, delivered: bool) -> list[Fact]:
    """ "Två goda exempel där verksamheterna har identifierat …": how many, for each account that asks.

    `delivered`: whether any example at all was; else they are missing.
    Source: socialt-bokslut-2018-ungdomstorget:779.
    """
    found = []
    examples = examples.reset_index(drop=True)
    index = RowIndex(examples["row"])
    asked = [account.id for _, account, indicator in definitions.indicators() if indicator.kind == "example"]
    for account in asked:
        for place in definitions.platform_ids:
            key = (definitions.year, place, f"examples:{account}", "", "all")
            mine = examples[(examples["platform"] == place) & (examples["account"] == account)]
            if delivered:
                found.append(counted(key, index.at(mine.index), "decisions.example"))
            else:
                found.append(missing(key, "count", "decisions.example"))
    return found


RULES = {
    "decisions.example": Rule(example_facts, "Två goda exempel där verksamheterna har identifierat", U18, 779)
}
