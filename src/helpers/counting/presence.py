"""How many are in an activity day by day, and how long a referral waits: clean rows -> facts.

Somebody is present from the day of Start to the day of Slut, both included: who ended on 1 January has been
in the activity some day of the year, as `total` counts. So those present on 31 December are those `remaining`
and those who ended that day. A person counts once a day, as in `unique`, however many lists or overlapping
periods.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from helpers.codes import GROUPS
from helpers.counting.enough import least_base
from helpers.counting.participations import new, spoilt_by, states_of_places, total
from helpers.counting.rule import S19, Rule
from helpers.definitions import Definitions
from helpers.facts import Fact, Rows, counted, missing
from helpers.rows import RowIndex

MOST, MEAN, PENDING = "occupancy:max", "occupancy:mean", "referred:pending"
TO_DECISION, TO_START = "days:referral-to-decision", "days:referral-to-start"
MEASURES = (MOST, MEAN, PENDING, TO_DECISION, TO_START)


@dataclass(frozen=True)
class Spells:
    """Unbroken spells of presence of people in a year: no person has two on one day.

    `first` and `last` are days of the year counted from 0, both of them days of presence; `days` are those of
    the year.
    """

    first: np.ndarray
    last: np.ndarray
    days: int

    @property
    def by_day(self) -> np.ndarray:
        """People present on each day of the year."""
        begun = np.bincount(self.first, minlength=self.days + 1)
        ended = np.bincount(self.last + 1, minlength=self.days + 1)
        return np.cumsum(begun - ended)[: self.days]


def present(rows: pd.DataFrame, day: pd.Timestamp) -> pd.Series:
    """Whose period holds a day: Start no later, Slut blank or no earlier."""
    return (rows["start"] <= day) & (rows["end"].isna() | (rows["end"] >= day))


def spells(rows: pd.DataFrame, year: int) -> Spells:
    """The days of a year that people are present, their periods that overlap made one."""
    begins, ends = np.datetime64(f"{year}-01-01"), np.datetime64(f"{year}-12-31")
    of_year = rows[total(rows, year).fillna(False).astype(bool)]
    start, end = (of_year[c].to_numpy("datetime64[D]") for c in ("start", "end"))
    first = (np.maximum(start, begins) - begins).astype(np.int64)
    last = (np.minimum(np.where(np.isnat(end), ends, end), ends) - begins).astype(np.int64)
    who = pd.factorize(of_year["person"])[0]
    each = pd.DataFrame({"who": who, "first": first, "last": last}).sort_values(["who", "first"])
    so_far = each.groupby("who")["last"].cummax()
    before = so_far.groupby(each["who"]).shift(fill_value=-1)
    opens = (each["first"] > before).to_numpy(bool)
    closes = np.append(opens[1:], [True])[: len(opens)]
    days = int((ends - begins).astype(np.int64)) + 1
    return Spells(each["first"].to_numpy(np.int64)[opens], so_far.to_numpy(np.int64)[closes], days)


def most(rows: pd.DataFrame, found: Spells, index: RowIndex, key: tuple[int, str]) -> Fact:
    """ "erbjuda 20 platser": the most people present on one day; its rows are one a person of the first such.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:3883.
    """
    day = pd.Timestamp(key[0], 1, 1) + pd.Timedelta(days=int(found.by_day.argmax()))
    people = rows[present(rows, day).fillna(False).astype(bool)].drop_duplicates("person")
    return counted((*key, MOST, "", "all"), index.at(people.index.to_numpy()), "presence.most")


def mean(found: Spells, rows: Rows, key: tuple[int, str]) -> Fact:
    """ "erbjuda 20 platser": people present in the average of the year's days, of days of presence and days.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:3883.
    """
    days = int((found.last - found.first + 1).sum())
    value = Fraction(days, found.days)
    full = (*key, MEAN, "", "all")
    return Fact(*full, value, days, found.days, "average", "ok", "presence.mean", rows=rows)


def pending(rows: pd.DataFrame, year: int) -> pd.Series:
    """Who waited for "ja i beredningen" when the year ended: referred by 31 December, Beslut blank.

    Whenever they were referred. A list holds no day of the decision, so Beslut is as the list had it.
    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:1792.
    """
    return (rows["referred"] <= pd.Timestamp(year, 12, 31)) & rows["decision"].isna()


def to_start(rows: pd.DataFrame, year: int) -> pd.Series:
    """Days from referral to Start of who started in the year, by the labels of those that have both dates.

    A referral after its Start is no time of waiting, and is left out as one without a date is.
    """
    started = rows[new(rows, year).fillna(False).astype(bool)]
    days = (started["start"] - started["referred"]).dt.days
    return days[days >= 0].astype("int64")


def median(days: pd.Series) -> Fraction:
    """The middle of some whole days, the mean of the two in the middle where they are even in number.

    >>> median(pd.Series([9, 1, 4])), median(pd.Series([1, 4]))
    (Fraction(4, 1), Fraction(5, 2))
    """
    ordered = sorted(map(int, days))
    half = len(ordered) // 2
    return Fraction(ordered[half] + ordered[-half - 1], 2)


def facts(
    participations: pd.DataFrame,
    definitions: Definitions,
    lists: Mapping[str, str],
    omitted: Mapping[str, Collection[str]] | None = None,
) -> list[Fact]:
    """The facts of every place that participations are counted of.

    Args:
        participations: the cleaned rows of every list that could be read, labelled 0, 1, 2, …
        definitions: the year's.
        lists: platform -> whether its list was read, as `participations.facts` has it.
        omitted: platform -> the columns of its list in which something cannot be read.
    """
    found: list[Fact] = []
    participations = participations.reset_index(drop=True)
    index = RowIndex(participations["row"])
    for place, parts, is_counted in states_of_places(definitions, lists):
        key = (definitions.year, place)
        rows = participations[participations["platform"].isin(parts if is_counted else [])]
        spoilt = spoilt_by(parts, omitted)
        found += _occupancy(rows, index, key)
        found += _pending(rows.iloc[:0] if PENDING.startswith(spoilt) else rows, index, key)
        found.append(
            _to_start(rows.iloc[:0] if TO_START.startswith(spoilt) else rows, index, definitions, key)
        )
        # No list holds the day of the decision.
        found.append(missing((*key, TO_DECISION, "", "all"), "days", "presence.to-decision"))
    return found


def _occupancy(rows: pd.DataFrame, index: RowIndex, key: tuple[int, str]) -> Iterator[Fact]:
    """The most and the mean; missing where no row has a Start."""
    if rows["start"].isna().all():
        yield missing((*key, MOST, "", "all"), "count", "presence.most")
        yield missing((*key, MEAN, "", "all"), "average", "presence.mean")
        return
    found = spells(rows, key[0])
    behind = rows.index[total(rows, key[0]).fillna(False).astype(bool)]
    yield most(rows, found, index, key)
    yield mean(found, index.at(behind.to_numpy()), key)


def _pending(rows: pd.DataFrame, index: RowIndex, key: tuple[int, str]) -> Iterator[Fact]:
    """Who waits, by gender; missing where no row has a day of referral."""
    rule, waits = "presence.pending", rows[pending(rows, key[0]).fillna(False).astype(bool)]
    is_unknown = (waits["gender"] == "unknown").any()
    for group in (*GROUPS, *(["unknown"] if is_unknown else [])):
        whole = (*key, PENDING, "", group)
        mine = waits.index if group == "all" else waits.index[(waits["gender"] == group).fillna(False)]
        is_told = rows["referred"].notna().any()
        yield counted(whole, index.at(mine.to_numpy()), rule) if is_told else missing(whole, "count", rule)


def _to_start(rows: pd.DataFrame, index: RowIndex, definitions: Definitions, key: tuple[int, str]) -> Fact:
    """The median; its denominator is of how many, too few of whom give none."""
    days, rule = to_start(rows, key[0]), "presence.to-start"
    fact = missing((*key, TO_START, "", "all"), "days", rule)
    if days.empty:
        return fact
    behind = index.at(days.index.to_numpy())
    is_enough = len(days) >= least_base(definitions, fact)
    value, state = (median(days), "ok") if is_enough else (None, "too-few")
    return Fact(*fact.key, value, None, len(days), "days", state, rule, rows=behind)


RULES = {
    "presence.most": Rule(most, "erbjuda 20 platser med anpassat stöd", S19, 3883),
    "presence.mean": Rule(mean, "erbjuda 20 platser med anpassat stöd", S19, 3883),
    "presence.pending": Rule(pending, "ja i beredningen", S19, 1792),
    "presence.to-decision": Rule(facts, "ja i beredningen", S19, 1792),
    "presence.to-start": Rule(to_start, "aktualiserats in", S19, 1789),
}
