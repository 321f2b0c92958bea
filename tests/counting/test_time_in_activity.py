"""`time:*`: whose days are seen in the year, and from which of them a median is told."""

import pytest
from support.clean_tables import FIXTURE_DEFINITIONS, participations

from helpers import definitions
from helpers.counting import participations as participants
from helpers.counting import time_in_activity
from helpers.facts import Facts
from helpers.naming import measure_text
from helpers.wording import fact_text

DEFINED = definitions.load(FIXTURE_DEFINITIONS).model_copy(update={"told_from_discharged": 3})
PLACE = "ungdomstorget"


def seen(*rows: tuple[str, str | None]) -> list[tuple[str, str, int]]:
    """What a survival curve gets of rows (Start, Slut) in the order of their ends: way, entry, exit."""
    table = participations(
        [{"start": start, "end": end, "outcome": "to-work" if end else None} for start, end in rows]
    )
    given: list[tuple] = []

    class Stub:
        def __init__(self, *columns: list) -> None:
            given.extend(zip(*columns, strict=True))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time_in_activity, "Stays", Stub)
        time_in_activity.stays(table, 2019)
    return [(way, entry, exit_) for entry, exit_, way in given]


@pytest.mark.parametrize(
    ("start", "end", "way", "entry", "exit_"),
    [
        ("2019-03-01", "2019-03-11", "to-work", -1, 10),
        ("2019-03-01", "2019-03-01", "to-work", -1, 0),
        ("2019-01-01", None, "", -1, 364),
        ("2019-12-31", None, "", -1, 0),
        ("2019-12-31", "2020-02-01", "", -1, 0),
        ("2018-12-31", "2019-01-01", "to-work", 0, 1),
        ("2018-12-22", None, "", 9, 374),
        ("2018-01-01", "2019-12-31", "to-work", 364, 729),
    ],
)
def test_days_are_seen_within_the_year_only(
    start: str, end: str | None, way: str, entry: int, exit_: int
) -> None:
    assert seen((start, end)) == [(way, entry, exit_)]


def timed(rows: list[dict], lists: dict[str, str] | None = None) -> Facts:
    table = participations(rows)
    read = dict.fromkeys(DEFINED.platform_ids, "read") if lists is None else lists
    counted = Facts(participants.facts(table, DEFINED, read))
    return Facts(time_in_activity.facts(table, DEFINED, counted))


def stay(start: str, end: str | None = None, outcome: str = "to-work", **more: str) -> dict:
    return {"start": start, "end": end, "outcome": outcome if end else None} | more


FIVE = [
    stay("2019-03-01", "2019-03-11"),
    stay("2019-03-01", "2019-03-31", "to-studies"),
    stay("2019-03-01", "2019-04-30", gender="men"),
    stay("2019-03-01", gender="men"),
    stay("2018-03-01"),
]


def test_facts_by_hand() -> None:
    """Of four who begin one leaves after 10 days, one after 30 and one after 60; the fifth is seen later."""
    got = timed(FIVE)
    median, low, known = (got.get(PLACE, f"time:{m}") for m in ("median", "low", "known"))
    assert (median.value, low.value, known.value, median.unit) == (45, 10, 670, "days")
    work, studies = (got.get(PLACE, f"time:share-exited:{o}:180") for o in ("to-work", "to-studies"))
    assert (work.value, studies.value, work.unit, work.counts if work.has_counts else None) == (
        *(0.5, 0.25),
        *("share", None),
    )
    assert [len(f.rows) for f in (median, work, studies)] == [3, 2, 1]
    assert {len(f.base) for f in got.measures(PLACE, "time:") if f.group == "all"} == {5}
    assert fact_text(median).plain == "45\xa0dagar"


def test_who_left_later_is_no_row_of_the_share() -> None:
    got = timed([*FIVE, stay("2019-01-01", "2019-09-01")])
    rows = [len(got.get(PLACE, f"time:share-exited:to-work:{days}").rows) for days in (180, 365)]
    assert rows == [2, 3]


def test_a_whole_is_of_its_parts_stays_together() -> None:
    rows = [*FIVE, stay("2019-03-01", "2019-03-02", platform="vannas")]
    got = timed(rows)
    assert (got.get("vannas", "time:median").state, len(got.get("forbundet", "time:median").base)) == (
        *("too-few", 6),
    )
    assert got.get("forbundet", "time:median").value == 30


def test_of_few_who_left_nothing_is_told() -> None:
    got = timed([*FIVE, *[stay("2019-03-01", gender="men") for _ in range(9)]])
    men = got.measures(PLACE, "time:")
    assert {f.state for f in men if f.group == "men"} == {"too-few"}
    assert {(f.value, len(f.rows)) for f in men if f.group == "men"} == {(None, 0)}


def test_where_the_year_does_not_reach_the_median_it_is_missing() -> None:
    """Three of ten have left; and three newcomers who all leave early, while others were there before."""
    got = timed([stay("2019-03-01", "2019-03-11") for _ in range(3)] + [stay("2019-03-01")] * 7)
    assert got.get(PLACE, "time:median").state == "missing" and got.get(PLACE, "time:known").value == 305
    early = timed([stay("2019-03-01", "2019-03-11") for _ in range(3)] + [stay("2017-03-01")] * 7)
    assert [early.get(PLACE, f"time:{m}").value for m in ("median", "low", "known")] == [None, None, 9]
    assert early.get(PLACE, "time:share-exited:to-work:180").state == "missing"
    assert len(early.get(PLACE, "time:median").base) == 10


def test_of_nobody_and_of_what_is_not_delivered_all_is_missing() -> None:
    nobody, refused = timed([]), timed(FIVE, {PLACE: "refused"})
    for got in (nobody, refused):
        assert {f.state for f in got} == {"missing"} and {len(f.base) for f in got} == {0}
    assert len(nobody) == len(timed(FIVE)) > 100 and refused.get(PLACE, "time:median").rule == "time.median"


def test_measures_have_names() -> None:
    names = {m: measure_text(m, DEFINED) for m in {f.measure for f in timed(FIVE)}}
    assert all(name != measure for measure, name in names.items())
    assert names["time:share-exited:to-work:180"] == (
        "andel som har avslutats inom 180 dagar från start, till arbete"
    )


def test_in_the_shipped_years_what_rests_on_anybody_is_invented(shipped_facts: dict) -> None:
    """No account prints on which days they came and left; of nobody nothing is invented."""
    for facts in (of for year, of in shipped_facts.items() if year != 2015):  # which has no lists
        timed = [f for f in facts if f.measure.startswith("time:")]
        known = {f.key[1::3]: facts.get(f.platform, "total", "", f.group).value for f in timed}
        assert len(timed) > 200 and {f.is_invented for f in timed} == {True, False}
        assert all(f.is_invented == bool(known[f.key[1::3]]) for f in timed)
