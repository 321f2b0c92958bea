"""An agreement's preventive efforts: how many were planned, made and judged, and the figures told of each."""

from collections.abc import Callable

import pandas as pd

from helpers.counting.rule import S19, Rule
from helpers.definitions import Definitions
from helpers.facts import Fact, Key, counted
from helpers.rows import RowIndex

FIGURE, KIND, ALL = "preventive.figure", "intervention", "interventions"  # first words of the measures
_YES = "yes"


def planned(efforts: pd.DataFrame) -> pd.Series:
    """ "har totalt … insatser planerats": every effort of the agreement, up to the year's end.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:1138.
    """
    return efforts["effort"].notna()


def carried_out(efforts: pd.DataFrame) -> pd.Series:
    """ "Av dessa har … blivit genomförda".

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:1138-1139.
    """
    return efforts["done"] == _YES


def evaluated(efforts: pd.DataFrame) -> pd.Series:
    """ "efter utvärdering": those that have been evaluated.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:1139.
    """
    return efforts["evaluated"] == _YES


def successful(efforts: pd.DataFrame) -> pd.Series:
    """ "ansetts lyckosamma": those that were judged so, evaluated or not.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:1139.
    """
    return efforts["judged"] == "successful"


def unsuccessful(efforts: pd.DataFrame) -> pd.Series:
    """ "ansågs inte lyckade": those that were judged so.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:1139-1140.
    """
    return efforts["judged"] == "unsuccessful"


COUNTS: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
    "planned": planned,
    "carried-out": carried_out,
    "evaluated": evaluated,
    "successful": successful,
    "unsuccessful": unsuccessful,
}
MEASURES = (f"{ALL}:<kind>", f"{KIND}:<effort>:<figure>")


def facts(efforts: pd.DataFrame, figures: pd.DataFrame, definitions: Definitions) -> list[Fact]:
    """A count of each kind of all efforts, and the figures told of those that were carried out in the year.

    The figures of an effort of an earlier year are facts of that year, whose own file holds them.

    Args:
        efforts: the clean table `preventive`.
        figures: the clean table `preventive_figures`.
        definitions: the year's.
    """
    if definitions.preventive is None or not len(efforts):
        return []
    efforts, at = efforts.reset_index(drop=True), (definitions.year, definitions.preventive.place)
    index, found = RowIndex(efforts["row"]), []
    for name, of in COUNTS.items():
        chosen = efforts.index[of(efforts).fillna(False).astype(bool)]
        found.append(counted((*at, f"{ALL}:{name}", "", "all"), index.at(chosen), f"preventive.{name}"))
    return [*found, *told(figures, at)]


def told(figures: pd.DataFrame, at: tuple[int, str]) -> list[Fact]:
    """ "totalt … deltagare": the figures of the efforts of the year `at`, as the file tells them.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:2025.
    """
    mine = figures[(figures["year"] == at[0]).fillna(False)].reset_index(drop=True)
    index, found = RowIndex(mine["row"]), []
    for label, row in enumerate(mine.to_dict("records")):
        key: Key = (*at, f"{KIND}:{row['of']}:{row['what']}", "", "all")
        rows = index.at([label])
        found.append(Fact(*key, int(row["value"]), unit=row["unit"], state="ok", rule=FIGURE, rows=rows))
    return found


RULES = {
    "preventive.planned": Rule(planned, "insatser planerats", S19, 1138),
    "preventive.carried-out": Rule(carried_out, "blivit genomförda", S19, 1138, 1139),
    "preventive.evaluated": Rule(evaluated, "efter utvärdering", S19, 1139),
    "preventive.successful": Rule(successful, "ansetts lyckosamma efter utvärdering", S19, 1139),
    "preventive.unsuccessful": Rule(unsuccessful, "insatser ansågs inte lyckade", S19, 1139, 1140),
    FIGURE: Rule(told, "har darefter testats i en pilot", S19, 2025, is_declared=True),
}
