"""How many people all activities of the association reach, the särredovisade among them: clean rows -> facts.

A person counts once, however many lists: in a sum of the platforms' tables those in two of them stand twice.
"""

from collections.abc import Mapping

import pandas as pd

from helpers.codes import GROUPS, MISSING, READ, REFUSED
from helpers.counting.participations import total, unique_people
from helpers.counting.rule import S19, Rule
from helpers.definitions import Definitions
from helpers.facts import Fact, counted, missing
from helpers.rows import RowIndex

EVERYONE, RULE = "people:all-activities", "people.all-activities"
MEASURES = (EVERYONE,)


def facts(participations: pd.DataFrame, definitions: Definitions, lists: Mapping[str, str]) -> list[Fact]:
    """ "omfattar insatser for": everyone in any list who is in its activity some day of the year, each once.

    Women, men and, where there are any, those whose Kön is unknown or not the same in all their lists.
    Missing where no list was read; where one was refused too, since nobody knows who is in it.
    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:823-824.

    Args:
        participations: the cleaned rows of every list that could be read.
        definitions: the year's.
        lists: platform or whole -> whether its list was read, as `participations.facts` has it.
    """
    key = (definitions.year, definitions.together.id, EVERYONE, "")
    states = {lists.get(place, MISSING) for place in definitions.counted_places}
    if REFUSED in states or READ not in states:
        return [missing((*key, group), "count", RULE) for group in GROUPS]
    rows = participations.reset_index(drop=True)
    of_year = rows[total(rows, definitions.year).fillna(False).astype(bool)]
    people = unique_people(of_year, RowIndex(rows["row"]))
    groups = [*GROUPS, *(["unknown"] if people["unknown"] else [])]
    return [counted((*key, group), people[group], RULE) for group in groups]


RULES = {RULE: Rule(facts, "samordningen omfattar insatser for", S19, 823, 824)}
