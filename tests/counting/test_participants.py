"""The participant rules: the identity of stocks and flows, for any participations."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.clean_tables import FIXTURE_DEFINITIONS, participations

from helpers import definitions
from helpers.counting import participations as participants
from helpers.facts import Fact, Facts, Rows, counted
from helpers.rows import RowIndex

YEAR = 2019
DEFINED = definitions.load(FIXTURE_DEFINITIONS)
OUTCOMES = DEFINED.outcome_ids
DATES = st.dates(dt.date(2016, 1, 1), dt.date(2021, 12, 31))


def facts_at_x(table: pd.DataFrame) -> list[Fact]:
    """The facts of one place with these participations."""
    return participants.place_facts(table, RowIndex(table["row"]), DEFINED, "x")


@st.composite
def rows(draw: st.DrawFn) -> pd.DataFrame:
    """Any list a reader can give: referrals without Start, open and closed periods, around the year."""
    found = []
    for number in range(draw(st.integers(0, 25))):
        start = draw(st.none() | DATES)
        end = draw(st.none() | DATES.filter(lambda d, s=start: d >= s)) if start else None
        found.append(
            {
                "person": f"p{draw(st.integers(0, 12))}",
                "gender": draw(st.sampled_from(["women", "men", "unknown"])),
                "platform": draw(st.sampled_from(["ungdomstorget", "vannas"])),
                "start": start,
                "end": end,
                "outcome": draw(st.sampled_from(OUTCOMES)) if end else None,
                "referred": draw(st.none() | DATES),
                "decision": "yes" if start else draw(st.sampled_from([None, "yes", "no"])),
                "row": f"f#!{number}",
            }
        )
    return participations(found)


@settings(max_examples=40)
@given(rows())
def test_stock_and_flow_identity(table: pd.DataFrame) -> None:
    """total = carried over + new = discharged + remaining; discharged = the four outcomes; in every group."""
    facts = Facts(facts_at_x(table))
    before = participants.carried_over(table, YEAR)
    shown = [g for g in ("all", "women", "men", "unknown") if facts.get("x", "total", "", g).ok]
    assert {"all", "women", "men"} <= set(shown)
    for group in shown:
        value = {m: facts.get("x", m, "", group).integer for m in participants.counts(DEFINED)}
        members = table["gender"] == group if group != "all" else pd.Series(True, index=table.index)
        assert value["total"] == value["new"] + int((before & members).sum())
        assert value["total"] == value["discharged"] + value["remaining"]
        assert value["discharged"] == sum(value[o] for o in OUTCOMES)
        assert value["accepted"] <= value["referred"]
        assert group != "all" or value["unique"] <= value["total"]
    assert participants.contradictions(facts, DEFINED, ["x"]) == []


@settings(max_examples=40)
@given(rows())
def test_parts_sum_to_wholes(table: pd.DataFrame) -> None:
    defined = definitions.load(FIXTURE_DEFINITIONS)
    lists = dict.fromkeys(defined.platform_ids, "read")
    facts = Facts(participants.facts(table, defined, lists))
    assert participants.whole_contradictions(facts, defined) == []


@settings(max_examples=40)
@given(rows())
def test_stock_at_the_end_is_next_years_carried_over(table: pd.DataFrame) -> None:
    assert int(participants.remaining(table, YEAR).sum()) == int(
        participants.carried_over(table, YEAR + 1).sum()
    )


@pytest.mark.parametrize(
    ("start", "end", "total", "new", "discharged"),
    [
        ("2019-01-01", None, 1, 1, 0),
        ("2018-12-31", None, 1, 0, 0),
        ("2018-12-31", "2018-12-31", 0, 0, 0),
        ("2018-05-01", "2019-01-01", 1, 0, 1),
        ("2019-05-01", "2019-12-31", 1, 1, 1),
        ("2019-12-31", "2020-01-01", 1, 1, 0),
        ("2020-01-01", None, 0, 0, 0),
        ("2016-02-29", "2019-02-28", 1, 0, 1),
    ],
)
def test_edges_of_the_year(start: str, end: str | None, total: int, new: int, discharged: int) -> None:
    row = {"start": start, "end": end, "outcome": "to-work" if end else None}
    facts = Facts(facts_at_x(participations([row])))
    assert [facts.get("x", m).value for m in ("total", "new", "discharged")] == [total, new, discharged]


def test_a_person_in_two_lists_is_counted_in_both_and_once_among_people() -> None:
    table = participations(
        [
            {"person": "a", "platform": "ungdomstorget", "start": "2019-02-01"},
            {"person": "a", "platform": "vannas", "start": "2019-03-01"},
            {"person": "b", "platform": "vannas", "start": "2019-03-01", "gender": "men"},
        ]
    )
    defined = definitions.load(FIXTURE_DEFINITIONS)
    facts = Facts(participants.facts(table, defined, dict.fromkeys(defined.platform_ids, "read")))
    assert facts.get("forbundet", "total").value == 3
    assert facts.get("forbundet", "unique").value == 2
    assert facts.get("forbundet", "double-registered").value == 1


def test_a_person_with_two_kon_is_unknown_among_people_but_not_in_the_tables() -> None:
    table = participations(
        [
            {"person": "a", "platform": "ungdomstorget", "start": "2019-02-01", "gender": "women"},
            {"person": "a", "platform": "vannas", "start": "2019-03-01", "gender": "men"},
        ]
    )
    facts = Facts(facts_at_x(table))
    assert [facts.get("x", "total", "", g).value for g in ("women", "men", "all")] == [1, 1, 2]
    assert [facts.get("x", "unique", "", g).value for g in ("women", "men", "all")] == [0, 0, 1]


def test_a_count_of_nobody_is_zero_and_a_share_of_nobody_is_missing() -> None:
    facts = Facts(facts_at_x(participations([])))
    assert (facts.get("x", "total").value, facts.get("x", "total").state) == (0, "ok")
    assert (facts.get("x", "share:to-work").value, facts.get("x", "share:to-work").state) == (None, "missing")


def test_separate_platforms_stay_out_of_the_association_and_a_refused_list_makes_it_missing() -> None:
    table = participations(
        [
            {"platform": "ungdomstorget", "start": "2019-02-01"},
            {"platform": "hikikomori", "start": "2019-02-01", "person": "b"},
        ]
    )
    defined = definitions.load(FIXTURE_DEFINITIONS)
    lists = {"ungdomstorget": "read", "hikikomori": "read", "vannas": "missing"}
    assert Facts(participants.facts(table, defined, lists)).get("forbundet", "total").value == 1
    refused = Facts(participants.facts(table, defined, lists | {"vannas": "refused"}))
    assert refused.get("forbundet", "total").state == "missing"
    assert refused.get("kranskommunerna", "total").state == "missing"
    assert refused.get("ungdomstorget", "total").value == 1
    assert (
        Facts(participants.facts(table, defined, lists | {"hikikomori": "refused"}))
        .get("forbundet", "total")
        .value
        == 1
    )
    assert participants.without_list(defined, lists, "forbundet", "missing") == ["vannas", "bjurholm"]


def test_row_32_sums_that_differ_are_named_with_both_numbers_and_the_difference() -> None:
    """Within a platform and across platforms, per sex."""
    good = {
        f.key: f
        for f in facts_at_x(
            participations([{"start": "2019-02-01"}, {"start": "2019-02-01", "gender": "men"}])
        )
    }
    key = (YEAR, "x", "remaining", "", "women")
    bad = Facts({**good, key: counted(key, Rows({("a.csv", ""): [2, 3, 4]}), "r")}.values())
    assert participants.contradictions(Facts(good.values()), DEFINED, ["x"]) == []
    assert participants.contradictions(bad, DEFINED, ["x"]) == [
        "x total women: 1 ≠ 3 (-2)",
        "x remaining all: 2 ≠ 4 (-2)",
    ]
    defined = definitions.load(FIXTURE_DEFINITIONS)
    rows_of = participations([{"platform": "vannas", "start": "2019-02-01"}])
    whole = {f.key: f for f in participants.facts(rows_of, defined, {"vannas": "read"})}
    key = (YEAR, "kranskommunerna", "total", "", "women")
    wrong = Facts({**whole, key: counted(key, ["a", "b"], "r")}.values())
    assert participants.whole_contradictions(wrong, defined) == ["kranskommunerna total women: 2 ≠ 1 (+1)"]


def test_referral_shares_are_of_the_referrals_whose_referrer_is_known() -> None:
    table = participations(
        [
            {"referred": "2019-02-01", "referred_by": "forsakringskassan"},
            {"referred": "2019-02-01", "referred_by": None, "person": "b"},
            {"referred": "2018-12-31", "referred_by": "forsakringskassan", "person": "c"},
        ]
    )
    fact = Facts(facts_at_x(table)).get("x", "share:referred-by:forsakringskassan")
    assert (fact.numerator, fact.denominator) == (1, 1)


@pytest.mark.parametrize(
    ("column", "spoilt"),
    [
        ("Aktualiserad", ("referred", "accepted", "referred-by", "share:referred-by")),
        ("Aktualiserad av", ("referred-by", "share:referred-by")),
        ("Kommun", ()),
    ],
)
def test_what_rests_on_a_column_that_cannot_be_read_is_missing_and_nothing_else(
    column: str, spoilt: tuple[str, ...]
) -> None:
    defined = definitions.load(FIXTURE_DEFINITIONS)
    dates = {"referred": "2019-01-20", "start": "2019-02-01", "referred_by": defined.referrer_ids[0]}
    table = participations([dates | {"platform": p} for p in ("vannas", "ungdomstorget")])
    lists = dict.fromkeys(defined.platform_ids, "read")
    whole = participants.facts(table, defined, lists)
    found = {f.key: f for f in participants.facts(table, defined, lists, {"vannas": {column}})}
    wholes = [*defined.whole_ids, defined.together.id]
    above = {"vannas", *(w for w in wholes if "vannas" in defined.parts(w))}
    assert len(found) == len(whole)
    for fact in whole:
        name = fact.measure.rpartition(":")[0] if "referred-by" in fact.measure else fact.measure
        gone = fact.platform in above and name in spoilt
        assert found[fact.key].state == ("missing" if gone else fact.state), fact.key
        assert gone or found[fact.key] == fact
