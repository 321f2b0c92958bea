"""How old those who take part are, by the definitions' coarse groups: clean rows -> facts.

A row's group is that of its year (`deliveries.personnummer.age_groups`); a row whose age is not known is no
part of any share.
"""

from collections.abc import Iterator, Mapping

import pandas as pd

from helpers.codes import GENDERS, GROUPS
from helpers.counting.participations import discharged, outcome, states_of_places, total
from helpers.counting.rule import U18, Rule
from helpers.defining import ages
from helpers.definitions import Definitions
from helpers.facts import Fact, counted, missing, share_of_rows
from helpers.rows import RowIndex, Rows

AGE = "age-group:"
MEASURES = ("age-group:<ages>", "share:age-group:<ages>", "share:age-group:<ages>:<outcome>")


def facts(participations: pd.DataFrame, definitions: Definitions, lists: Mapping[str, str]) -> list[Fact]:
    """Every age group of each place that participations are counted of; nothing without `age_groups`.

    Missing where no age is known (a bundle has none). Of fewer than `protected_below` participations with a
    known age nothing is told, nor of either gender where one of them is so few; an outcome of no fewer who
    left.

    Args:
        participations: the cleaned rows of every list that could be read.
        definitions: the year's.
        lists: platform -> whether its list was read, as `participations.facts` has it.
    """
    if not definitions.age_groups:
        return []
    rows = participations.reset_index(drop=True)
    rows = rows.reindex(columns=list(dict.fromkeys([*rows.columns, "age_group"])))
    index, found = RowIndex(rows["row"]), list[Fact]()
    rows = rows[total(rows, definitions.year) & rows["age_group"].notna()]
    for place, parts, is_counted in states_of_places(definitions, lists):
        here = rows[rows["platform"].isin(parts if is_counted else ())]
        states = _states(here, definitions)
        for group in GROUPS:
            mine = here if group == "all" else here[(here["gender"] == group).fillna(False)]
            told = [*of_total(mine, index, definitions, place, group)]
            if group == "all":
                told += of_discharged(mine, index, definitions, place)
            state = states[group]
            found += [missing(f.key, f.unit, f.rule, state) for f in told] if state else told
    return found


def _states(here: pd.DataFrame, definitions: Definitions) -> dict[str, str]:
    """Group -> why nothing is told of it, '' where it is."""
    least = definitions.protected_below
    if here.empty:
        return dict.fromkeys(GROUPS, "missing")
    if len(here) < least:
        return dict.fromkeys(GROUPS, "too-few")
    few = any(0 < int((here["gender"] == g).sum()) < least for g in GENDERS)
    return dict.fromkeys(GENDERS, "too-few" if few else "") | {"all": ""}


def of_total(
    mine: pd.DataFrame, index: RowIndex, definitions: Definitions, place: str, group: str
) -> Iterator[Fact]:
    """ "16–29 år": the participations of the year whose person is so old, and their share of the known.

    Source: socialt-bokslut-2018-ungdomstorget:64-65.
    """
    for ages_of in ages.ids(definitions.age_groups):
        rows, key = _rows(mine[mine["age_group"] == ages_of], index), (place, f"{AGE}{ages_of}", "", group)
        yield counted((definitions.year, *key), rows, "age-groups.total")
        of = (definitions.year, place, f"share:{AGE}{ages_of}", "", group)
        yield share_of_rows(of, rows, _rows(mine, index), "age-groups.share")


def of_discharged(
    mine: pd.DataFrame, index: RowIndex, definitions: Definitions, place: str
) -> Iterator[Fact]:
    """ "väg till arbete eller studier för UVAS 16–29 år": the share of those so old who left that went there.

    Source: socialt-bokslut-2018-ungdomstorget:64-65.
    """
    year, rule = definitions.year, "age-groups.outcome"
    for ages_of in ages.ids(definitions.age_groups):
        left = mine[(mine["age_group"] == ages_of) & discharged(mine, year)]
        for to in definitions.positive_ids:
            key = (year, place, f"share:{AGE}{ages_of}:{to}", "", "all")
            if 0 < len(left) < definitions.protected_below:
                yield missing(key, "share", rule, "too-few")
            else:
                there = left[outcome(left, year, to).fillna(False)]
                yield share_of_rows(key, _rows(there, index), _rows(left, index), rule)


def _rows(table: pd.DataFrame, index: RowIndex) -> Rows:
    return index.at(table.index.to_numpy())


_CLAUSE = "arbete eller studier för UVAS 16–29 år"
RULES = {
    "age-groups.total": Rule(of_total, _CLAUSE, U18, 64, 65),
    "age-groups.share": Rule(of_total, _CLAUSE, U18, 64, 65),
    "age-groups.outcome": Rule(of_discharged, _CLAUSE, U18, 64, 65),
}
