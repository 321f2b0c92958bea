"""What agreements say, as they say it: posts, shares, what each party does, and what is aimed at."""

import pandas as pd

from helpers.counting.rule import S19, Rule
from helpers.counting.society import exact
from helpers.definitions import Definitions
from helpers.facts import Fact, Key
from helpers.rows import RowIndex

FIGURE, TARGET = "agreements.figure", "decisions.agreed"
AIM = "target:"  # how the measures of targets begin


def facts(agreements: pd.DataFrame, figures: pd.DataFrame, definitions: Definitions) -> list[Fact]:
    """A fact for each figure of the agreement of each place: the one that began last.

    Args:
        agreements: the clean table `agreements`.
        figures: the clean table `agreement_figures`.
        definitions: the year's.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:4134, whose agreement they are printed in.
    """
    kept = set(latest(agreements)["agreement"])
    mine = figures[figures["agreement"].isin(kept)].reset_index(drop=True)
    index, found = RowIndex(mine["row"]), []
    for label, row in enumerate(mine.to_dict("records")):
        key: Key = (definitions.year, row["platform"], row["measure"], "", "all")
        rule = TARGET if row["measure"].startswith(AIM) else FIGURE
        value, rows = exact(row["value"]), index.at([label])
        found.append(Fact(*key, value, unit=row["unit"], state="ok", rule=rule, rows=rows))
    return found


def latest(agreements: pd.DataFrame) -> pd.DataFrame:
    """Of the agreements about each place the one that began last; one without a first day is the earliest."""
    ordered = agreements.sort_values(["from", "agreement"], na_position="first")
    return ordered.drop_duplicates("platform", keep="last")


def passed_over(agreements: pd.DataFrame) -> list[str]:
    """The agreements that give no fact, as another about the same place began later."""
    return sorted(set(agreements["agreement"]) - set(latest(agreements)["agreement"]))


RULES = {FIGURE: Rule(facts, "varav parterna har tagit del av var sin", S19, 4134, is_declared=True)}
AIMS = {  # targets are decisions, whoever has made them
    TARGET: Rule(facts, "Volymmålet är att erbjuda", S19, 3883, is_declared=True),
}
