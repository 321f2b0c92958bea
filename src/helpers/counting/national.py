"""National facts: associations' shares beside each other, with limits, and the sum of those who have one.

A measure of the nation is a measure with its definition, `share:to-work@4f0c…`, `question@81ab…`: of a
question its words and positive answers, whatever number an association gives it. Two definitions are two
measures and are never added. What is counted is what the associations have let out; nothing is counted anew.

Limits are those of `funnel`: what chance alone brings of so many, **if all had the same probability**, the
share of all together (Spiegelhalter, Statistics in Medicine 24 (2005) 1185-1202). Associations have different
participants and labour markets, so that more than chance lies between them: `spread:` says how much (the
overdispersion of the same paper), and whoever is outside is no better or worse for it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import cast

import numpy as np
import pandas as pd

from helpers.association_folder import NATION
from helpers.counting.funnel import ENDS, LEVELS, LIMIT, limits_of
from helpers.counting.statistics import kept, wilson
from helpers.facts import DELIVERED, ORIGINS, Fact, Key, missing, share

PROTECTED_BELOW = 5  # people; a share of fewer, or that fewer are, is told of nobody, nor counted in a sum
FEWEST = 5  # associations that limits are told of: of fewer, each is too much of the average itself
WRONG = Fraction(1, 1000)  # how often a page on which nothing differs may name anybody at all
THEMES = (OUTCOMES, SURVEYS) = ("outcomes", "surveys")
QUESTION = "question"
MEASURE = ["year", "measure", "respondents"]
COLUMNS = [*MEASURE, "association", "numerator", "denominator", "state", "origin"]
OUTLIER, SPREAD, SAME, COMPARED = "outlier", "spread", "same", "compared"
ABOVE, WITHIN, BELOW = 1, 0, -1  # the values of `outlier:<measure>`
RULE = ""  # a national fact has no voucher: those of its associations stand with them


def national(measure: str, definition: str) -> str:
    """A measure's name among the nation's; a question's is the same whatever its number.

    >>> national("share:to-work", "4f0c"), national("question:1.4", "81ab")
    ('share:to-work@4f0c', 'question@81ab')
    """
    kind = QUESTION if measure.startswith(f"{QUESTION}:") else measure
    return f"{kind}@{definition}"


def theme(measure: str) -> str:
    """The page that a measure stands on.

    >>> theme("share:to-work@4f0c"), theme("question@81ab")
    ('outcomes', 'surveys')
    """
    return SURVEYS if measure.startswith(f"{QUESTION}@") else OUTCOMES


def weakest(origins: Sequence[str]) -> str:
    """The weakest of what a sum rests on.

    >>> weakest(["delivered", "invented", "printed"]), weakest([])
    ('invented', 'delivered')
    """
    return max(origins, key=ORIGINS.index, default=DELIVERED)


def facts(figures: pd.DataFrame) -> list[Fact]:
    """All that is told of some measures, of each association and of all together.

    `figures` have COLUMNS, one row an association, year, measure and respondents; `numerator` and
    `denominator` stand where `state` is ok. Per association: its share with its interval (`low:<measure>`,
    `high:<measure>`, Wilson's at 95 %), and where FEWEST have one `limit:<level>:<low|high>:<measure>` and
    `outlier:<measure>` (ABOVE, WITHIN or BELOW what chance brings). Of the
    NATION: the share of those who have one, `spread:<measure>` (how many times the spread that chance alone
    brings; 1 where nothing differs), `same:<measure>` (the share of those who have one every year) and
    `compared:<theme>`, the comparisons that a page makes, in its last year.
    """
    levels = {name: wrong_level(figures, name) for name in THEMES}
    found = [fact for row in figures[COLUMNS].to_dict("records") for fact in _of_association(row)]
    for (year, measure, respondents), mine in by_measure(figures):
        told = mine[mine["state"] == "ok"].sort_values("association")
        found += _of_all((year, NATION, measure, respondents, "all"), told)
        if len(told) >= FEWEST:
            found += _beside(told, levels[theme(measure)])
    return [*found, *_of_the_same(figures), *_comparisons(figures)]


def by_measure(figures: pd.DataFrame) -> Iterator[tuple[tuple[int, str, str], pd.DataFrame]]:
    """The rows of each year, measure and respondents, in their order."""
    for key, mine in figures.groupby(MEASURE, sort=True):
        year, measure, respondents = cast(tuple[int, str, str], key)
        yield (int(year), measure, respondents), mine


def wrong_level(figures: pd.DataFrame, name: str) -> Fraction:
    """How rare a share has to be by chance alone to be named: WRONG, divided by the page's comparisons.

    Bonferroni's correction over associations, measures and years: of a thousand pages on which nothing
    differs at most one names anybody.
    """
    return WRONG / max(1, len(compared(figures, name)))


def compared(figures: pd.DataFrame, name: str) -> pd.DataFrame:
    """The shares of a theme that are compared with an average: of measures that FEWEST associations have."""
    mine = figures[(figures["state"] == "ok") & (figures["measure"].map(theme) == name)]
    return mine[mine.groupby(MEASURE)["association"].transform("size") >= FEWEST]


def outliers(numerators: np.ndarray, denominators: np.ndarray, level: Fraction) -> np.ndarray:
    """Which shares are rarer than `level` if all had the same probability: ABOVE, WITHIN or BELOW.

    Each exact binomial tail is held against half of the level, around the share of all together.

    >>> outliers(np.array([28, 30, 60]), np.array([100, 100, 100]), Fraction(1, 1000)).tolist()
    [0, 0, 1]
    """
    from scipy.stats import binom  # slow to import: the pages need it not

    average = numerators.sum() / denominators.sum()
    least = float(level / 2)
    few = binom.cdf(numerators, denominators, average) <= least
    many = binom.sf(numerators - 1, denominators, average) <= least
    return np.where(many, ABOVE, np.where(few, BELOW, WITHIN))


def _of_association(row: dict) -> Iterator[Fact]:
    """A share, and how far chance could have moved it."""
    key: Key = (row["year"], row["association"], row["measure"], row["respondents"], "all")
    if row["state"] != "ok":
        yield replace(missing(key, "share", RULE, row["state"]), origin=row["origin"])
        return
    counts = int(row["numerator"]), int(row["denominator"])
    yield replace(share(key, *counts, RULE), origin=row["origin"])
    for end, bound in zip(ENDS, wilson(*counts), strict=True):
        yield _said(key, end, kept(bound), "share", row["origin"])


def _sum(key: Key, told: pd.DataFrame) -> Fact:
    counts = int(told["numerator"].sum()), int(told["denominator"].sum())
    return replace(share(key, *counts, RULE), origin=weakest(list(told["origin"])))


def _of_all(key: Key, told: pd.DataFrame) -> Iterator[Fact]:
    """The nation's share, and the spread around it."""
    whole = _sum(key, told)
    yield whole
    if len(told) < FEWEST or whole.value in (0, 1):
        return
    n, average = told["denominator"].astype(float), float(whole.fraction)
    squares = (told["numerator"].astype(float) - n * average) ** 2 / (n * average * (1 - average))
    spread = kept(float(squares.sum()) / (len(told) - 1))
    yield _said(key, SPREAD, spread, "average", whole.origin)


def _beside(told: pd.DataFrame, level: Fraction) -> Iterator[Fact]:
    """Each association's limits around the average of all, and whether chance alone hardly brings it."""
    n, k = (told[c].astype(int).to_numpy() for c in ("denominator", "numerator"))
    average = Fraction(int(k.sum()), int(n.sum()))
    ends = {name: limits_of(n.tolist(), average, how) for name, how in LEVELS.items()}
    verdicts = outliers(k, n, level)
    origin = weakest(list(told["origin"]))
    for i, row in enumerate(told[[*MEASURE, "association"]].to_dict("records")):
        key: Key = (row["year"], row["association"], row["measure"], row["respondents"], "all")
        for name, found in ends.items():
            for end, people in zip(ENDS, found[i], strict=True):
                of = (*key[:2], f"{LIMIT}:{name}:{end}:{key[2]}", *key[3:])
                yield replace(share(of, people, int(n[i]), RULE), origin=origin)
        yield _said(key, OUTLIER, int(verdicts[i]), "outlier", origin)


def _of_the_same(figures: pd.DataFrame) -> Iterator[Fact]:
    """The nation's share of those associations that have one in every year that anybody has, over the years.

    Years are told beside each other only so: who joins or leaves would move the share of all. How many they
    are is `same-associations:<measure>`; nothing where there are fewer than FEWEST, or one year.
    """
    told = figures[figures["state"] == "ok"]
    for _, mine in told.groupby(MEASURE[1:], sort=True):
        years = sorted(mine["year"].unique())
        often = mine.groupby("association")["year"].nunique()
        same = mine[mine["association"].isin(often[often == len(years)].index)]
        if len(years) < 2 or same["association"].nunique() < FEWEST:
            continue
        for (year, name, asked), of_year in by_measure(same):
            key: Key = (year, NATION, name, asked, "all")
            yield _sum((*key[:2], f"{SAME}:{name}", *key[3:]), of_year)
            yield _said(key, f"{SAME}-associations", len(of_year), "count", weakest(list(of_year["origin"])))


def _comparisons(figures: pd.DataFrame) -> Iterator[Fact]:
    for name in THEMES if len(figures) else ():
        key: Key = (int(figures["year"].max()), NATION, name, "", "all")
        yield _said(key, COMPARED, len(compared(figures, name)), "count", DELIVERED)


def _said(key: Key, kind: str, value: int | Fraction, unit: str, origin: str) -> Fact:
    """A fact about a measure: `spread:<measure>`."""
    of = (*key[:2], f"{kind}:{key[2]}", *key[3:])
    return Fact(*of, value=value, unit=unit, state="ok", rule=RULE, origin=origin)
