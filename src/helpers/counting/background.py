"""Rules of the SUS tables: time on public support, education and support before start."""

import pandas as pd

from helpers.codes import ASSOCIATION, GROUPS
from helpers.definitions import Definitions
from helpers.facts import Fact, counted, share

SUS_TOTAL = "Totalt"
_COLUMNS = {"time": "time", "education": "education", "support-before": "support_before"}


def facts(sus: pd.DataFrame, definitions: Definitions) -> list[Fact]:
    """SUS facts of every platform and whole with rows in the extract, and the association.

    Another population than the lists: "deltagare som aktualiserats under 2017 och 2018"
    (socialt-bokslut-2018-ungdomstorget:86). Time and education count registered participations; support before
    start counts incomes, several per person, so its total exceeds the people. Shares are of the registered.
    """
    found: list[Fact] = []
    for place in [*definitions.platform_ids, *definitions.whole_ids, ASSOCIATION]:
        parts = [place] if place in definitions.platform_ids else definitions.parts(place)
        rows = sus[(sus["platform"] == place) | sus["platform"].isin(parts)]
        if not rows.empty:
            found += _place(rows, place, definitions)
    return found


def _place(rows: pd.DataFrame, place: str, definitions: Definitions) -> list[Fact]:
    known = {
        "time": definitions.sus.time,
        "education": definitions.sus.education,
        "support-before": definitions.sus.support,
    }
    genders = [*GROUPS] + ["unknown"] * bool((rows["gender"] == "unknown").any())
    found = []
    for gender in genders:
        mine = rows if gender == "all" else rows[rows["gender"] == gender]
        people = mine.drop_duplicates("registration")
        base = tuple(people["row"])
        key = lambda measure, gender=gender: (definitions.year, place, measure, "", gender)  # noqa: E731
        found.append(counted(key("sus:people"), base, "sus.people"))
        for column, field in _COLUMNS.items():
            counting = mine.dropna(subset=[field]) if column == "support-before" else people
            sums = {c: [c] for c in known[column]}
            sums |= {s.name: s.classes for s in definitions.sus.summaries if s.column == column}
            found.append(counted(key(f"sus:{column}:{SUS_TOTAL}"), tuple(counting["row"]), f"sus.{column}"))
            for name, classes in sums.items():
                hits = counting[counting[field].isin(classes)]
                with_any = tuple(hits.drop_duplicates("registration")["row"])
                found.append(counted(key(f"sus:{column}:{name}"), tuple(hits["row"]), f"sus.{column}"))
                found.append(
                    share(
                        key(f"share:sus:{column}:{name}"),
                        len(with_any),
                        len(base),
                        f"sus.{column}",
                        with_any,
                        base,
                    )
                )
    return found
