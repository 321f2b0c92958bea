"""Rules of the registrations in SUS beside the lists: what is registered, and what of it is in a list."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pandas as pd

from helpers.codes import READ
from helpers.counting.participations import states_of_places
from helpers.counting.rule import U18, Rule
from helpers.definitions import Definitions
from helpers.facts import Fact, counted, missing, share
from helpers.rows import RowIndex

COLUMNS = ["row", "platform", "of", "has_other"]  # of the table `registered`
LISTS, EXTRACT = "lists", "sus"  # what a row of it is of
MEASURES = ("sus:coverage", "lists:not-in-sus", "sus:not-in-lists")


def facts(
    registered: pd.DataFrame | None, sus: pd.DataFrame, definitions: Definitions, lists: Mapping[str, str]
) -> list[Fact]:
    """How far lists and SUS hold the same people, for every platform and whole and the association.

    Missing where a list could not be read, or where the extract has no row of a platform: then it was not
    asked for, and nobody knows whether its participations are registered. A whole counts the platforms whose
    lists were read, and is missing where one of them is not in the extract.

    Args:
        registered: the table `registered`; None where it was not kept (an auditor's bundle).
        sus: the cleaned rows of the extract.
        definitions: the year's.
        lists: platform -> whether its list was read, as `participations.facts` has it.
    """
    table = registered if registered is not None else pd.DataFrame(columns=COLUMNS)
    index = RowIndex(table["row"])
    extracted = set(sus["platform"].unique()) if registered is not None else set()
    found: list[Fact] = []
    for place, parts, is_counted in states_of_places(definitions, lists):
        read = [part for part in parts if lists.get(part) == READ]
        if is_counted and all({part, *definitions.wholes_of(part)} & extracted for part in read):
            found += _counted(table, index, definitions.year, place, read)
        else:
            found += _nothing(definitions.year, place)
    return found


def _counted(table: pd.DataFrame, index: RowIndex, year: int, place: str, parts: list[str]) -> Iterator[Fact]:
    """The facts of a place whose lists are of these platforms; each rests on the rows of both sides."""
    here = table[table["platform"].isin([place, *parts])]
    listed, registered = (here[here["of"] == of] for of in (LISTS, EXTRACT))
    every, both = index.at(here.index), index.at(listed.index[listed["has_other"]])
    mine = index.at(listed.index)
    coverage, lacking, unlisted = ((year, place, measure, "", "all") for measure in MEASURES)
    yield share(coverage, len(both), len(mine), "registrations.coverage", both, every)
    yield replace(counted(lacking, mine - both, "registrations.not-in-sus"), base=every)
    alone = index.at(registered.index[~registered["has_other"]])
    yield replace(counted(unlisted, alone, "registrations.not-in-lists"), base=every)


def _nothing(year: int, place: str) -> Iterator[Fact]:
    for measure, unit, rule in zip(MEASURES, ("share", "count", "count"), RULES, strict=True):
        yield missing((year, place, measure, "", "all"), unit, rule)


_CLAUSE = "Dessa siffror är för deltagare som aktualiserats under 2017 och 2018"
RULES = {
    f"registrations.{rule}": Rule(facts, _CLAUSE, U18, 86)
    for rule in ("coverage", "not-in-sus", "not-in-lists")
}
