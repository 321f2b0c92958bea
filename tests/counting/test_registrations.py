"""Registration coverage both ways: lists beside the extract of SUS."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.clean_tables import FIXTURE_DEFINITIONS, participations

from helpers import definitions
from helpers.checks.registered import registered
from helpers.counting import registrations
from helpers.deliveries.sus import COLUMNS
from helpers.facts import Fact, Facts, Rows

DEFINED = definitions.load(FIXTURE_DEFINITIONS)
LISTS = dict.fromkeys(DEFINED.platform_ids, "read")
WHOLE = DEFINED.wholes[0]


def sus(rows: list[dict]) -> pd.DataFrame:
    """A clean extract; what a row leaves out is of ungdomstorget, one person and registration a row."""
    made = [
        {"row": f"sus.csv#!{i}", "platform": "ungdomstorget", "person": f"p{i}", "registration": f"r{i}"} | r
        for i, r in enumerate(rows)
    ]
    frame = pd.DataFrame(made, columns=COLUMNS)
    return frame.assign(start=pd.to_datetime(frame["start"]), end=pd.to_datetime(frame["end"]))


def told(listed: list[dict], in_sus: list[dict], place: str = "ungdomstorget", **lists: str) -> list[Fact]:
    """The three facts of a place."""
    extract = sus(in_sus)
    beside = registered(participations(listed), extract, DEFINED)
    made = Facts(registrations.facts(beside, extract, DEFINED, LISTS | lists))
    return [made.get(place, measure) for measure in registrations.MEASURES]


def values(*given: object, **more: str) -> list[object]:
    return [f.value if f.ok else f.state for f in told(*given, **more)]


def test_who_began_in_two_years_is_compared_by_person_and_platform() -> None:
    listed = [
        {"person": "a", "start": "2019-03-01"},
        {"person": "b", "start": "2018-03-01"},
        {"person": "c", "start": "2018-12-31"},  # in no extract
        {"person": "d", "start": "2017-12-31"},  # before what the extract holds
        {"person": "e", "start": None},  # referred alone
        {"person": "f", "start": "2019-05-01", "platform": "vannas"},
    ]
    in_sus = [
        {"person": "a", "start": "2019-03-02"},  # another day of start is still a registration
        {"person": "b", "start": "2018-03-01", "registration": "one"},
        {"person": "b", "start": "2018-03-01", "registration": "one"},  # a second income
        {"person": "f", "start": "2019-05-01"},  # in the list of another platform
        {"person": "d", "start": "2017-12-31"},
        {"person": "g", "start": "2019-01-01", "registration": "two"},  # in no list, with two incomes
        {"person": "g", "start": "2019-01-01", "registration": "two"},
    ]
    coverage, lacking, unlisted = told(listed, in_sus)
    assert (coverage.numerator, coverage.denominator, lacking.value, unlisted.value) == (2, 3, 1, 2)
    assert coverage.rows == Rows({("f", ""): [0, 1]}) and lacking.rows == Rows({("f", ""): [2]})
    assert unlisted.rows == Rows({("sus.csv", ""): [3, 5]})


def test_a_registration_of_a_whole_is_one_of_its_parts() -> None:
    listed = [
        {"person": str(n), "platform": part, "start": "2019-02-01"} for n, part in enumerate(WHOLE.parts)
    ]
    in_sus = [{"person": "0", "platform": WHOLE.id, "start": "2019-02-01"}]
    found = told(listed, in_sus, WHOLE.id)
    assert (found[0].numerator, found[0].denominator, found[2].value) == (1, len(WHOLE.parts), 0)
    assert told(listed, in_sus, WHOLE.parts[0])[0].value == 1


@pytest.mark.parametrize(
    ("in_sus", "place", "lists"),
    [
        ([], "ungdomstorget", {}),
        ([{"platform": "vannas", "start": "2019-01-01"}], "ungdomstorget", {}),  # nobody asked for it
        ([{"start": "2019-01-01"}], "ungdomstorget", {"ungdomstorget": "refused"}),
        ([{"start": "2019-01-01"}], "ungdomstorget", {"ungdomstorget": "missing"}),
        ([{"start": "2019-01-01"}], DEFINED.together.id, {}),  # the others are not in the extract
    ],
)
def test_what_cannot_be_compared_is_missing(in_sus: list[dict], place: str, lists: dict[str, str]) -> None:
    listed = [{"platform": p, "start": "2019-01-01"} for p in DEFINED.platform_ids]
    assert values(listed, in_sus, place, **lists) == ["missing"] * 3


def test_a_bundle_that_keeps_no_persons_gives_nothing() -> None:
    extract = sus([{"start": "2019-01-01"}])
    assert {f.state for f in registrations.facts(None, extract, DEFINED, LISTS)} == {"missing"}


PEOPLE = st.lists(
    st.fixed_dictionaries(
        {
            "person": st.sampled_from("abcdef"),
            "platform": st.sampled_from(["ungdomstorget", "vannas"]),
            "start": st.sampled_from([None, "2017-06-01", "2018-06-01", "2019-06-01", "2020-01-01"]),
        }
    ),
    max_size=12,
)


@settings(max_examples=60)
@given(PEOPLE, PEOPLE)
def test_the_parts_are_those_of_a_plain_count(listed: list[dict], in_sus: list[dict]) -> None:
    years, place = ("2018", "2019"), "ungdomstorget"
    mine, theirs = (
        [r["person"] for r in rows if r["platform"] == place and (r["start"] or "")[:4] in years]
        for rows in (listed, in_sus)
    )
    if not any(r["platform"] == place for r in in_sus):
        assert values(listed, in_sus) == ["missing"] * 3
        return
    coverage, lacking, unlisted = told(listed, in_sus)
    assert lacking.value == sum(p not in theirs for p in mine)
    assert unlisted.value == sum(p not in mine for p in theirs)
    assert coverage.state == ("ok" if mine else "missing")
    assert not mine or coverage.numerator == sum(p in theirs for p in mine)
