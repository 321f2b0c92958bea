"""Rules of the SUS tables: time on public support, education and support before start."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.codes import GROUPS
from helpers.counting.rule import U18, Rule
from helpers.definitions import Definitions
from helpers.facts import Fact, counted, share
from helpers.rows import RowIndex

SUS_TOTAL = "Totalt"
_FROM_SUS = "Siffrorna om försörjning, utbildningsnivå och tid i offentlig försörjning har hämtats från SUS"
_COLUMNS = {"time": "time", "education": "education", "support-before": "support_before"}


def facts(sus: pd.DataFrame, definitions: Definitions) -> list[Fact]:
    """SUS facts of every platform and whole with rows in the extract, and the association.

    Another population than the lists: "deltagare som aktualiserats under 2017 och 2018"
    (socialt-bokslut-2018-ungdomstorget:86). Time and education count registered participations; support
    before start counts incomes, several per person, so its total exceeds the people. Shares are of the
    registered.
    """
    found: list[Fact] = []
    extract = _Extract.of(sus.reset_index(drop=True), definitions)
    for place in [*definitions.platform_ids, *definitions.whole_ids, definitions.together.id]:
        parts = [place] if place in definitions.platform_ids else definitions.parts(place)
        rows = np.flatnonzero(np.isin(extract.platforms, [place, *parts]))
        genders = extract.genders[rows]
        groups = [*GROUPS] + ["unknown"] * bool((genders == "unknown").any())
        for group in groups if len(rows) else []:
            mine = rows if group == "all" else rows[genders == group]
            found += _of_group(mine, extract, definitions, place, group)
    return found


@dataclass(frozen=True)
class _Extract:
    """The extract as arrays with a place for each of its rows.

    `members`, by column and class: whether a row's label is of the class; `answered`, by column: whether it
    has a label at all.
    """

    index: RowIndex
    platforms: np.ndarray
    genders: np.ndarray
    registrations: np.ndarray
    members: dict[str, dict[str, np.ndarray]]
    answered: dict[str, np.ndarray]

    @classmethod
    def of(cls, sus: pd.DataFrame, definitions: Definitions) -> "_Extract":
        """The arrays of a table whose labels are 0, 1, 2, …"""
        return cls(
            RowIndex(sus["row"]),
            sus["platform"].to_numpy(str),
            sus["gender"].to_numpy(str),
            pd.factorize(sus["registration"])[0],
            {
                column: {
                    name: sus[_COLUMNS[column]].isin(labels).to_numpy(bool) for name, labels in of.items()
                }
                for column, of in _classes(definitions).items()
            },
            {column: sus[field].notna().to_numpy(bool) for column, field in _COLUMNS.items()},
        )

    def people(self, rows: np.ndarray) -> np.ndarray:
        """The first row of each registration among some rows."""
        return rows[np.unique(self.registrations[rows], return_index=True)[1]]


def _of_group(
    mine: np.ndarray, extract: _Extract, definitions: Definitions, place: str, group: str
) -> Iterator[Fact]:
    """Counts and shares of one group of a place's registrations, class by class."""
    people, at = extract.people(mine), extract.index.at
    base, year = at(people), definitions.year
    yield counted((year, place, "sus:people", "", group), base, "sus.people")
    for column, classes in extract.members.items():
        rule = f"sus.{column}"
        counting = mine[extract.answered[column][mine]] if column == "support-before" else people
        yield counted((year, place, f"sus:{column}:{SUS_TOTAL}", "", group), at(counting), rule)
        for name, is_member in classes.items():
            hits = counting[is_member[counting]]
            with_any = at(extract.people(hits))
            yield counted((year, place, f"sus:{column}:{name}", "", group), at(hits), rule)
            key = (year, place, f"share:sus:{column}:{name}", "", group)
            yield share(key, len(with_any), len(base), rule, with_any, base)


def _classes(definitions: Definitions) -> dict[str, dict[str, list[str]]]:
    """column -> the classes and sums of classes that are counted, and the labels of each."""
    sus = definitions.sus
    known = {"time": sus.time, "education": sus.education, "support-before": sus.support}
    return {
        column: {c: [c] for c in classes} | {s.name: s.classes for s in sus.summaries if s.column == column}
        for column, classes in known.items()
    }


RULES = {
    "sus.people": Rule(
        facts, "Dessa siffror är för deltagare som aktualiserats under 2017 och 2018", U18, 86
    ),
    "sus.time": Rule(facts, "Deltagarnas tid i offentlig försörjning innan start", U18, 90),
    "sus.education": Rule(facts, _FROM_SUS, U18, 84, 85),
    "sus.support-before": Rule(facts, _FROM_SUS, U18, 84, 85),
}
