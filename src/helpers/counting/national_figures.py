"""What associations have let out, one row an association, year and national measure; who has none, and why.

Of outcomes the association's own figure is taken, of the place that is all its platforms together. Answers
have none, since they are never added where one could be subtracted out again: here those platforms are added
whose answers are let out, and the others stay as unknown as they were.
"""

from collections.abc import Collection, Iterable, Mapping

import pandas as pd

from helpers.counting.national import (
    COLUMNS,
    MEASURE,
    NATION,
    PROTECTED_BELOW,
    QUESTION,
    RULE,
    SURVEYS,
    by_measure,
    national,
    theme,
)
from helpers.facts import COLUMNS as OF_FACTS
from helpers.facts import ORIGINS, Fact

DELIVERED_COLUMNS = ["association", *OF_FACTS, "definition"]
OK, TOO_FEW, SUPPRESSED, MISSING = "ok", "too-few", "suppressed", "missing"
OTHER, UNSENT = "other-definition", "not-received"
WHY = (OK, TOO_FEW, SUPPRESSED, OTHER, MISSING, UNSENT)  # why an association has a measure or lacks it
COVERAGE, RECEIVED, KNOWN = "coverage", "received", "known"
_STRONGER = (SUPPRESSED, TOO_FEW, MISSING)  # what is said of several platforms of which none has answers
_ONE = [*MEASURE, "association"]
Sent = tuple[str, int]  # an association and a year whose facts are here


def figures(delivered: pd.DataFrame, together: Mapping[Sent, str]) -> pd.DataFrame:
    """The national measures that facts hold: COLUMNS, and `asked`, the association's own name of the measure.

    `delivered` has DELIVERED_COLUMNS, facts of exchange folders; `together` is, by association and year, the
    place that is the whole association. A share whose counts are not let out is `suppressed` here: without
    them it is in no sum.
    """
    mine = delivered[(delivered["group"] == "all") & (delivered["definition"] != "")].copy()
    whole = [together.get(pair, "") for pair in zip(mine["association"], mine["year"], strict=True)]
    is_outcome = mine["measure"].str.fullmatch("share:[^:]+") & (mine["platform"] == whole)
    counts = set(mine["measure"])
    is_outcome &= mine["measure"].str.removeprefix("share:").isin(counts)
    is_question = mine["measure"].str.match(f"{QUESTION}:")
    mine = mine[is_outcome | is_question].assign(asked=lambda f: f["measure"])
    names = zip(mine["measure"], mine["definition"], strict=True)
    mine["measure"] = [national(*pair) for pair in names]
    mine = mine.drop_duplicates([*_ONE, "platform"])  # a question that stands twice is asked once
    has_counts = mine["numerator"].notna() & mine["denominator"].notna()
    mine["state"] = mine["state"].mask((mine["state"] == OK) & ~has_counts, SUPPRESSED)
    return _together(mine)


def _together(mine: pd.DataFrame) -> pd.DataFrame:
    """An association's figure of a measure, of the platforms that have one; else why none has."""
    ranks = {state: rank for rank, state in enumerate((OK, *_STRONGER))}
    best = mine["state"].map(ranks)
    tops = mine[best == best.groupby([mine[c] for c in _ONE]).transform("min")]
    tops = tops.assign(origin=tops["origin"].map(ORIGINS.index))
    found = tops.groupby(_ONE, sort=True).agg(
        numerator=("numerator", "sum"),
        denominator=("denominator", "sum"),
        state=("state", "first"),
        origin=("origin", "max"),
    )
    names = mine[[*_ONE, "asked"]].drop_duplicates().sort_values("asked")
    found["asked"] = names.groupby(_ONE)["asked"].agg(" ".join)
    found["origin"] = found["origin"].map(lambda rank: ORIGINS[rank])
    of, n = found["denominator"], found["numerator"]
    is_few = (of < PROTECTED_BELOW) | ((n > 0) & (n < PROTECTED_BELOW))
    found["state"] = found["state"].mask((found["state"] == OK) & is_few.fillna(False), TOO_FEW)
    for count in ("numerator", "denominator"):
        found[count] = found[count].mask(found["state"] != OK).astype("Int64")
    return found.reset_index().astype({"year": "int64"})[[*COLUMNS, "asked"]]


def shared(known: pd.DataFrame) -> pd.DataFrame:
    """The figures of measures that at least two associations have, whatever came out.

    What one alone asks is beside nobody's.
    """
    among = known.groupby(MEASURE[1:])["association"].transform("nunique")
    return known[among >= 2].reset_index(drop=True)


def alone(known: pd.DataFrame) -> list[Fact]:
    """`alone:<theme>` of an association and year: questions that no other association asks in those words."""
    among = known.groupby(MEASURE[1:])["association"].transform("nunique")
    mine = known[(among < 2) & (known["measure"].map(theme) == SURVEYS)]
    counts = mine.groupby(["year", "association"]).size().reset_index(name="n").to_dict("records")
    measure = f"alone:{SURVEYS}"
    return [Fact(r["year"], r["association"], measure, value=r["n"], state=OK, rule=RULE) for r in counts]


def coverage(
    known: pd.DataFrame, everybody: pd.DataFrame, associations: Collection[str], sent: Iterable[Sent]
) -> pd.DataFrame:
    """Why each association has a measure or lacks it: `year`, `measure`, `respondents`, `association`, `why`.

    Of the measures of `known`, in each year that anybody has them; `everybody` are all figures, those that
    nobody shares too. OTHER: the association gives the same number to another question, or counts the same
    measure by another rule; that is another measure, and in no sum of this one.
    """
    delivered, named = set(sent), _by_number(everybody)
    states = {tuple(key): state for *key, state in known[[*_ONE, "state"]].itertuples(index=False)}
    found = []
    for (year, measure, respondents), rows in by_measure(known):
        numbers = {(year, respondents, n) for asked in rows["asked"].unique() for n in asked.split()}
        others = set().union(*(named.get(n, set()) for n in numbers))
        for association in sorted(associations):
            lacks = OTHER if association in others else MISSING
            lacks = lacks if (association, year) in delivered else UNSENT
            why = states.get((year, measure, respondents, association), lacks)
            found.append((year, measure, respondents, association, why))
    return pd.DataFrame(found, columns=[*_ONE, "why"])


def _by_number(known: pd.DataFrame) -> dict[tuple[int, str, str], set[str]]:
    """The associations that use a number, by year, respondents and number."""
    found: dict[tuple[int, str, str], set[str]] = {}
    pairs = known[["year", "respondents", "asked", "association"]].itertuples(index=False)
    for year, respondents, asked, association in pairs:
        for number in asked.split():
            found.setdefault((year, respondents, number), set()).add(association)
    return found


def covered(told: pd.DataFrame) -> list[Fact]:
    """`coverage:<why>:<measure>` of the NATION: how many associations have a measure or lack it, and why."""
    counts = told.groupby([*MEASURE, "why"]).size().reset_index(name="n").to_dict("records")
    return [
        Fact(
            r["year"],
            NATION,
            f"{COVERAGE}:{r['why']}:{r['measure']}",
            r["respondents"],
            value=r["n"],
            state=OK,
            rule=RULE,
        )
        for r in counts
    ]


def received(associations: Collection[str], sent: Iterable[Sent], years: Iterable[int]) -> list[Fact]:
    """`received` of each association and year, 1 where its facts are here; of the NATION how many are, and
    `known`, of how many.
    """
    pairs = set(sent)
    found = []
    for year in sorted(years):
        of_each = [(a, int((a, year) in pairs)) for a in sorted(associations)]
        for place, n in [*of_each, (NATION, sum(n for _, n in of_each))]:
            found.append(Fact(year, place, RECEIVED, "", "all", n, state=OK, rule=RULE))
        found.append(Fact(year, NATION, KNOWN, "", "all", len(associations), state=OK, rule=RULE))
    return found
