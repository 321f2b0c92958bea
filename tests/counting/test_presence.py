"""People present per day and how long referrals wait: against plain loops over the days of a year."""

import datetime as dt
from fractions import Fraction
from statistics import median

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.clean_tables import FIXTURE_DEFINITIONS, participations

from helpers import definitions
from helpers.counting import participations as participants
from helpers.counting import presence
from helpers.facts import Facts
from helpers.wording import fact_text

YEAR = 2020  # a leap year
DEFINED = definitions.load(FIXTURE_DEFINITIONS).model_copy(update={"year": YEAR})
DATES = st.dates(dt.date(2018, 6, 1), dt.date(2021, 6, 30)) | st.dates(
    dt.date(2019, 12, 30), dt.date(2020, 1, 2)
)


def days_of(year: int) -> list[dt.date]:
    first = dt.date(year, 1, 1)
    days = [first + dt.timedelta(days=n) for n in range(367)]
    return [day for day in days if day.year == year]


def people_each_day(rows: list[dict], year: int) -> list[set[str]]:
    """Who is present on each day of a year, by looking at every row on every day."""
    found = []
    for day in days_of(year):
        there = set()
        for row in rows:
            start, end = row.get("start"), row.get("end")
            if start is not None and start <= day and (end is None or end >= day):
                there.add(row["person"])
        found.append(there)
    return found


def counted(rows: list[dict], year: int = YEAR, **more) -> Facts:
    defined = DEFINED.model_copy(update={"year": year})
    return Facts(
        presence.facts(participations(rows), defined, {"ungdomstorget": "read", "vannas": "read"}, **more)
    )


def day(written: str) -> dt.date:
    return dt.date.fromisoformat(written)


@st.composite
def lists(draw: st.DrawFn) -> list[dict]:
    found = []
    for number in range(draw(st.integers(0, 20))):
        start = draw(st.none() | DATES)
        end = draw(st.none() | DATES.filter(lambda d, s=start: d >= s)) if start else None
        found.append(
            {
                "person": f"p{draw(st.integers(0, 6))}",
                "gender": draw(st.sampled_from(["women", "men", "unknown"])),
                "platform": draw(st.sampled_from(["ungdomstorget", "vannas"])),
                "start": start,
                "end": end,
                "referred": draw(st.none() | DATES),
                "decision": "yes" if start else draw(st.sampled_from([None, "yes", "no"])),
                "row": f"f#!{number}",
            }
        )
    return found


@settings(max_examples=150)
@given(lists(), st.sampled_from([2019, 2020]))
def test_every_fact_is_what_plain_loops_count(rows: list[dict], year: int) -> None:
    facts = counted(rows, year)
    for place in ("ungdomstorget", "vannas", "forbundet"):
        own = [r for r in rows if place in (r["platform"], "forbundet")]
        most, mean = facts.get(place, presence.MOST), facts.get(place, presence.MEAN)
        if all(r["start"] is None for r in own):
            assert most.state == mean.state == "missing"
        else:
            each = [len(there) for there in people_each_day(own, year)]
            assert (most.value, len(most.rows)) == (max(each), max(each))
            assert mean.value == Fraction(sum(each), len(each))
            assert (mean.numerator, mean.denominator) == (sum(each), len(each))
        _waiting(facts, place, own, year)


def _waiting(facts: Facts, place: str, own: list[dict], year: int) -> None:
    waits = [r for r in own if r["decision"] is None and r["referred"] and r["referred"].year <= year]
    for group in ("all", "women", "men"):
        fact = facts.get(place, presence.PENDING, "", group)
        mine = [r for r in waits if group in ("all", r["gender"])]
        assert fact.value == (len(mine) if any(r["referred"] for r in own) else None)
    started = [r for r in own if r["start"] and r["start"].year == year and r["referred"]]
    days = [(r["start"] - r["referred"]).days for r in started if r["start"] >= r["referred"]]
    fact = facts.get(place, presence.TO_START)
    assert fact.denominator == (len(days) or None)
    assert fact.state == ("missing" if not days else "too-few" if len(days) < 2 else "ok")
    assert fact.value == (Fraction(median(map(Fraction, days))) if len(days) > 1 else None)
    assert facts.get(place, presence.TO_DECISION).state == "missing"


@settings(max_examples=60)
@given(lists())
def test_presence_and_the_counts_of_the_year_say_the_same(rows: list[dict]) -> None:
    """Who is present some day is who is counted; who is present the last day remains or ended that day."""
    table, each = participations(rows), people_each_day(rows, YEAR)
    left = table["end"] == pd.Timestamp(YEAR, 12, 31)
    spells = presence.spells(table, YEAR)
    people = set(table[participants.total(table, YEAR)]["person"])
    last = table[participants.remaining(table, YEAR) | (left & participants.total(table, YEAR))]
    assert people == set().union(*each)
    assert spells.by_day[-1] == last["person"].nunique() == len(each[-1])
    assert len(spells.first) >= len(people)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2020-02-28", "2020-03-01", 3),
        ("2020-02-29", "2020-02-29", 1),
        ("2019-05-01", "2020-01-01", 1),
        ("2019-05-01", "2019-12-31", 0),
        ("2020-12-31", None, 1),
        ("2019-05-01", None, 366),
        ("2019-05-01", "2021-01-01", 366),
    ],
)
def test_the_days_of_start_and_slut_are_days_of_presence(start: str, end: str | None, days: int) -> None:
    fact = counted([{"start": day(start), "end": day(end) if end else None}]).get(
        "ungdomstorget", presence.MEAN
    )
    assert (fact.numerator, fact.denominator, fact.unit) == (days, 366, "average")


def test_a_person_counts_once_a_day_in_a_list_and_in_two() -> None:
    own = {"person": "a", "start": day("2020-01-01")}
    rows = [
        own | {"end": day("2020-01-10")},
        own | {"start": day("2020-01-05"), "end": day("2020-01-20")},
        own | {"platform": "vannas", "end": day("2020-01-31")},
        {"person": "b", "start": day("2020-01-20"), "end": day("2020-01-20")},
    ]
    facts = counted(rows)
    told = {p: facts.get(p, presence.MEAN).numerator for p in ("ungdomstorget", "vannas", "forbundet")}
    assert told == {"ungdomstorget": 21, "vannas": 31, "forbundet": 32}
    most = facts.get("ungdomstorget", presence.MOST)
    assert most.value == 2 and most.rows.by_sheet["f", ""].tolist() == [1, 3]  # the period that holds the day


def test_what_nobody_delivered_is_missing_and_an_empty_year_is_nought() -> None:
    nothing = Facts(presence.facts(participations([]), DEFINED, {}))
    refused = Facts(presence.facts(participations([]), DEFINED, {"vannas": "refused"}))
    assert {f.state for f in [*nothing, *refused]} == {"missing"}
    without_dates = counted([{"decision": None}])
    assert {f.state for f in without_dates} == {"missing"}
    earlier = counted([{"start": day("2018-01-01"), "end": day("2018-02-01"), "referred": day("2018-01-01")}])
    values = [earlier.get("ungdomstorget", m).value for m in presence.MEASURES]
    assert values == [0, 0, 0, None, None]


def test_a_list_whose_referrals_cannot_be_read_tells_nothing_of_them() -> None:
    own = {"start": day("2020-02-01"), "referred": day("2020-01-01")}
    told = counted([own, own], omitted={"ungdomstorget": ["Aktualiserad"]})
    by_referrer = counted([own, own], omitted={"ungdomstorget": ["Aktualiserad av"]})
    for place in ("ungdomstorget", "forbundet"):
        assert (
            told.get(place, presence.TO_START).state == told.get(place, presence.PENDING).state == "missing"
        )
        assert told.get(place, presence.MOST).value == 2
        assert by_referrer.get(place, presence.TO_START).value == 31


def test_a_median_of_too_few_says_of_how_many() -> None:
    own = {"start": day("2020-02-01"), "referred": day("2020-01-01")}
    late = {"start": day("2020-02-01"), "referred": day("2020-02-02")}
    facts = counted([own, late, {"start": day("2020-02-01")}])
    fact = facts.get("ungdomstorget", presence.TO_START)
    assert (fact.state, fact.value, fact.denominator, len(fact.rows)) == ("too-few", None, 1, 1)
    assert counted([own, late | own]).get("ungdomstorget", presence.TO_START).denominator == 2


def test_a_waiting_person_of_unknown_gender_has_a_group() -> None:
    facts = counted([{"gender": "unknown", "decision": None, "referred": day("2017-03-01")}])
    told = {
        g: facts.get("ungdomstorget", presence.PENDING, "", g).value
        for g in ("all", "women", "men", "unknown")
    }
    assert told == {"all": 1, "women": 0, "men": 0, "unknown": 1}


def test_how_they_are_printed() -> None:
    own = {"start": day("2020-01-01"), "end": day("2020-01-31"), "referred": day("2019-12-31")}
    facts = counted([own, own | {"end": None}])
    told = [
        fact_text(facts.get("ungdomstorget", m)).plain
        for m in (presence.MOST, presence.MEAN, presence.TO_START)
    ]
    assert told == ["2", "1,1", "1\u00a0dag"]


def test_what_the_shipped_years_dates_give_is_invented(shipped_facts: dict[int, Facts]) -> None:
    for facts in (of for year, of in shipped_facts.items() if year != 2015):  # which has no lists
        found = [f for f in facts if f.measure in presence.MEASURES and f.state != "missing"]
        assert len(found) > 10 and all(f.is_invented for f in found)
