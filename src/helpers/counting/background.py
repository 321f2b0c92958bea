"""Rules of the SUS tables: time on public support, education and support before start."""

from collections.abc import Iterator

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
    sus = sus.reset_index(drop=True)
    index = RowIndex(sus["row"])
    for place in [*definitions.platform_ids, *definitions.whole_ids, definitions.together.id]:
        parts = [place] if place in definitions.platform_ids else definitions.parts(place)
        rows = sus[(sus["platform"] == place) | sus["platform"].isin(parts)]
        groups = [*GROUPS] + ["unknown"] * bool((rows["gender"] == "unknown").any())
        for group in groups if len(rows) else []:
            mine = rows if group == "all" else rows[rows["gender"] == group]
            found += _of_group(mine, index, definitions, place, group)
    return found


def _of_group(
    mine: pd.DataFrame, index: RowIndex, definitions: Definitions, place: str, group: str
) -> Iterator[Fact]:
    """Counts and shares of one group of a place's registrations, class by class."""
    people = mine.drop_duplicates("registration")
    base, year = index.at(people.index), definitions.year
    yield counted((year, place, "sus:people", "", group), base, "sus.people")
    for column, classes in _classes(definitions).items():
        field, rule = _COLUMNS[column], f"sus.{column}"
        counting = mine.dropna(subset=[field]) if column == "support-before" else people
        total = index.at(counting.index)
        yield counted((year, place, f"sus:{column}:{SUS_TOTAL}", "", group), total, rule)
        for name, members in classes.items():
            hits = counting[counting[field].isin(members)]
            with_any = index.at(hits.drop_duplicates("registration").index)
            yield counted((year, place, f"sus:{column}:{name}", "", group), index.at(hits.index), rule)
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
