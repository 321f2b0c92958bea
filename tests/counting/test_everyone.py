"""How many people all activities reach: each once, whatever lists they stand in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.clean_tables import FIXTURE_DEFINITIONS, participations

from helpers import definitions
from helpers.counting import everyone
from helpers.facts import Facts

DEFINED = definitions.load(FIXTURE_DEFINITIONS)
READ = dict.fromkeys(DEFINED.platform_ids, "read")
APART = "hikikomori"


def reached(rows: list[dict], lists: dict[str, str] | None = None) -> dict[str, int | None]:
    facts = Facts(everyone.facts(participations(rows), DEFINED, READ if lists is None else lists))
    return {f.group: f.value for f in facts}


def test_who_is_in_several_lists_of_which_one_stands_apart_is_one() -> None:
    assert DEFINED.apart and APART in DEFINED.parts(DEFINED.apart.id)
    rows = [
        {"person": "a", "platform": "ungdomstorget", "start": "2018-02-01"},
        {"person": "a", "platform": APART, "start": "2019-03-01"},
        {"person": "b", "platform": APART, "start": "2019-03-01", "gender": "men"},
        {"person": "c", "platform": "vannas", "start": "2018-03-01", "end": "2018-12-31"},  # the year before
        {"person": "d", "platform": "vannas", "start": None},  # referred, never started
    ]
    assert reached(rows) == {"all": 2, "women": 1, "men": 1}


def test_who_has_two_kon_is_neither_and_among_all() -> None:
    rows = [
        {"person": "a", "platform": "ungdomstorget", "start": "2019-02-01", "gender": "women"},
        {"person": "a", "platform": APART, "start": "2019-03-01", "gender": "men"},
    ]
    assert reached(rows) == {"all": 1, "women": 0, "men": 0, "unknown": 1}


@pytest.mark.parametrize("place", [APART, "ungdomstorget", "kranskommunerna"])
def test_nobody_knows_how_many_where_a_list_is_refused(place: str) -> None:
    """Of a whole too: its file could be that of any part."""
    rows = [{"start": "2019-02-01"}]
    assert reached(rows, READ | {place: "refused"}) == {"all": None, "women": None, "men": None}
    assert reached(rows, READ | {APART: "missing"})["all"] == 1
    assert reached([], {}) == {"all": None, "women": None, "men": None}


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(DEFINED.platform_ids), st.integers(2017, 2020))))
def test_it_is_the_number_of_different_people(given_rows: list[tuple[int, str, int]]) -> None:
    rows = [
        {"person": f"p{who}", "platform": place, "start": f"{start}-05-01"}
        for who, place, start in given_rows
    ]
    people = {who for who, _, start in given_rows if start <= DEFINED.year}
    assert reached(rows)["all"] == len(people)
