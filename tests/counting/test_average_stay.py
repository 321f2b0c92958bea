"""`days:average` and its change: of whom, from what, and when nothing is told."""

import pandas as pd
import pytest
from support.clean_tables import FIXTURE_DEFINITIONS, participations

from helpers import definitions
from helpers.counting import average_stay
from helpers.counting.average_stay import AVERAGE, BEFORE, CHANGE
from helpers.facts import Fact, Facts
from helpers.naming import measure_text
from helpers.wording import fact_text

DEFINED = definitions.load(FIXTURE_DEFINITIONS).model_copy(update={"told_from_discharged": 2})
PLACE = "ungdomstorget"
READ = dict.fromkeys(DEFINED.platform_ids, "read")
STAYS = [
    {"start": "2018-03-01", "end": "2019-03-01"},  # 365 days
    {"start": "2019-03-01", "end": "2019-03-01"},  # 0
    {"start": "2017-01-01", "end": "2019-01-01", "gender": "men"},  # 730
    {"start": "2019-03-01", "end": "2020-03-01", "gender": "men"},  # left later
    {"start": "2018-03-01", "end": "2018-12-31"},  # left before
    {"start": "2010-03-01"},
    {"end": "2019-03-01"},
]


def counted(
    rows: list[dict], lists: dict | None = None, last: dict | None = None, stated: Facts | None = None
) -> Facts:
    found = average_stay.facts(
        participations(rows), DEFINED, READ if lists is None else lists, last or {}, stated or Facts([])
    )
    return Facts(found)


def stated(value: int, place: str = PLACE) -> Facts:
    return Facts([Fact(2019, place, BEFORE, value=value, unit="days", state="ok", rule="declared.figure")])


def test_the_average_is_of_those_who_left_in_the_year() -> None:
    got = counted(STAYS)
    of_all = got.get(PLACE, AVERAGE)
    assert (of_all.value, of_all.counts, of_all.unit, len(of_all.rows)) == (365, (1095, 3), "days", 3)
    assert got.get(PLACE, AVERAGE, "", "women").value == 182.5
    assert (got.get(PLACE, AVERAGE, "", "men").state, len(got.get(PLACE, AVERAGE, "", "men").rows)) == (
        *("too-few", 1),
    )
    assert fact_text(of_all).plain == "365\xa0dagar"


def test_a_whole_is_of_its_people_and_no_mean_of_means() -> None:
    got = counted([*STAYS, *[{"start": "2019-01-01", "end": "2019-01-02", "platform": "vannas"}] * 5])
    assert got.get("vannas", AVERAGE).value == 1
    assert got.get("forbundet", AVERAGE).value == 1100 / 8


def test_the_change_is_from_last_years_lists_else_from_what_is_declared() -> None:
    assert counted(STAYS).get(PLACE, CHANGE).state == "missing"
    assert counted(STAYS, stated=stated(300)).get(PLACE, CHANGE).value == pytest.approx(100 * 65 / 300)
    both = counted(STAYS, last={(PLACE, "all"): 730}, stated=stated(300)).get(PLACE, CHANGE)
    assert (both.value, both.unit, fact_text(both).plain) == (-50, "percent", "−50,0\xa0%")
    assert counted(STAYS, stated=stated(300, "vannas")).get(PLACE, CHANGE).state == "missing"
    assert counted(STAYS, stated=stated(0)).get(PLACE, CHANGE).state == "missing"


def test_of_nobody_and_of_what_is_not_delivered_all_is_missing() -> None:
    last = {(PLACE, "all"): 730}
    for got in (counted([], last=last), counted(STAYS, {PLACE: "refused"}, last)):
        assert {f.state for f in got} == {"missing"} and {len(f.rows) for f in got} == {0}
        assert {f.measure for f in got if f.platform == PLACE} == {AVERAGE, CHANGE}


def test_last_years_sums_are_taken_as_they_are() -> None:
    table = pd.DataFrame([(PLACE, "all", 1000, 3)], columns=average_stay.COLUMNS)
    assert average_stay.of_year_before(table) == {(PLACE, "all"): pytest.approx(1000 / 3)}
    assert average_stay.of_year_before(table.iloc[:0]) == {}


def test_measures_have_names() -> None:
    assert all(measure_text(m, DEFINED) != m for m in average_stay.MEASURES)


def test_the_printed_averages_come_out(shipped_facts: dict) -> None:
    got = {year: shipped_facts[year].get(PLACE, AVERAGE) for year in (2017, 2018)}
    assert {year: (f.value, f.origin) for year, f in got.items()} == {
        2017: (470, "printed"),
        2018: (607, "printed"),
    }
    change = shipped_facts[2017].get(PLACE, CHANGE)
    assert fact_text(change).plain == "+21,1\xa0%" and change.origin == "printed"
    assert shipped_facts[2018].get(PLACE, CHANGE).value == pytest.approx(100 * (607 / 470 - 1))
