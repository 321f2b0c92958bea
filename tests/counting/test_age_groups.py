"""Age groups: the participations of the year by whole years, too few of them told of by nobody."""

import datetime as dt
from fractions import Fraction

import pandas as pd
import pytest
from support.clean_tables import FIXTURE_DEFINITIONS, participations

from helpers import definitions
from helpers.counting import age_groups
from helpers.counting.origins import with_origins
from helpers.defining.references import is_computed
from helpers.deliveries import personnummer
from helpers.facts import INVENTED, Facts
from helpers.identity import Identity
from helpers.naming import measure_text

NONE = definitions.load(FIXTURE_DEFINITIONS)
DEFINED = NONE.model_copy(update={"age_groups": [[16, 29], [30, 44]], "protected_below": 2})
READ = dict.fromkeys(NONE.platform_ids, "read")
YOUNG, OLDER = "age-group:16-29", "age-group:30-44"


@pytest.mark.parametrize(
    ("start", "group"),
    [
        (dt.date(2019, 6, 14), "16-29"),  # thirty the day after
        (dt.date(2019, 6, 15), "30-44"),  # on the birthday
        (dt.date(2018, 12, 31), "16-29"),  # began before: as old as on 1 January
        (dt.date(2003, 1, 1), "16-29"),  # thirteen then
        (dt.date(2034, 6, 14), "30-44"),
        (dt.date(2034, 6, 15), None),
        (None, None),
    ],
)
def test_an_age_is_that_of_the_start_or_of_the_day_that_the_year_began(
    start: dt.date | None, group: str | None
) -> None:
    known, faulty = Identity("198906159802"), Identity("198906159803", "checksum")
    assert personnummer.age_groups([known, faulty], [start, start], DEFINED) == [group, None]
    coordination = Identity("198906759802")
    assert personnummer.age_groups([coordination], [start], DEFINED) == [group]
    assert personnummer.age_groups([known], [start], NONE) == [None]


def who(age_group: str | None, gender: str = "women", end: str | None = None, **more: str) -> dict:
    row = {"platform": "vannas", "start": "2018-03-01", "gender": gender, "age_group": age_group}
    return row | {"end": end, "outcome": "to-work" if end else None} | more


ROWS = [
    *[who("16-29")] * 2,
    who("16-29", "men", "2019-04-01"),
    who("16-29", "men", "2019-04-01", outcome="to-studies"),
    who("16-29", "men", "2018-04-01"),  # not in the year
    who("30-44", "women", "2019-12-31"),
    who(None),
    who(None, "men"),
]


def counted(rows: list[dict], defined: definitions.Definitions = DEFINED, **lists: str) -> Facts:
    return Facts(age_groups.facts(participations(rows), defined, READ | lists))


def test_participations_of_the_year_are_counted_by_age_and_gender_and_shares_are_of_the_known() -> None:
    facts = counted(ROWS)
    for place in ("vannas", "kranskommunerna", "forbundet"):
        values = [facts.get(place, YOUNG, "", g).value for g in ("all", "women", "men")]
        assert values == [4, 2, 2]
        assert facts.get(place, OLDER).value == 1
        assert facts.get(place, f"share:{YOUNG}").counts == (4, 5)
        assert facts.get(place, f"share:{YOUNG}", "", "women").counts == (2, 3)
        assert facts.get(place, f"share:{OLDER}", "", "men").counts == (0, 2)
    assert len(facts.get("vannas", YOUNG).rows) == 4


def test_an_outcome_is_of_those_of_the_age_who_left_and_nothing_of_few_of_them() -> None:
    facts = counted(ROWS)
    of_young = [facts.get("vannas", f"share:{YOUNG}:{o}") for o in ("to-work", "to-studies")]
    assert [f.counts for f in of_young] == [(1, 2), (1, 2)] and of_young[0].value == Fraction(1, 2)
    assert facts.get("vannas", f"share:{OLDER}:to-work").state == "too-few"  # one alone
    nobody = counted([*[who("16-29")] * 2, *[who("30-44")] * 2])
    assert nobody.get("vannas", f"share:{OLDER}:to-work").state == "missing"


def test_of_few_nothing_is_told_and_of_neither_gender_where_one_is_few() -> None:
    of_five = DEFINED.model_copy(update={"protected_below": 5})
    few = counted([who("16-29")] * 4, of_five)
    assert {f.state for f in few if f.platform == "vannas"} == {"too-few"}
    assert all(f.value is None and not f.rows for f in few)
    one_man = counted([*[who("16-29")] * 5, who("16-29", "men")], of_five)
    assert [one_man.get("vannas", YOUNG, "", g).state for g in ("all", "women", "men")] == [
        "ok",
        "too-few",
        "too-few",
    ]
    no_man = counted([who("16-29")] * 5, of_five)
    assert [no_man.get("vannas", YOUNG, "", g).value for g in ("women", "men")] == [5, 0]


def test_where_no_age_is_known_or_no_list_is_read_there_is_nothing() -> None:
    assert {f.state for f in counted([who(None)] * 6)} == {"missing"}
    bundled = participations(ROWS).drop(columns="age_group")
    assert {f.state for f in age_groups.facts(bundled, DEFINED, READ)} == {"missing"}
    refused = counted(ROWS, vannas="refused")
    assert {f.state for f in refused if f.platform in ("vannas", "kranskommunerna")} == {"missing"}
    assert not list(counted(ROWS, NONE))


def test_what_rests_on_an_invented_list_is_invented() -> None:
    rows = [{"kind": "participants", "part": p, "status": "read", "shipped": True} for p in READ]
    found = with_origins(counted(ROWS), DEFINED, pd.DataFrame(rows), {})
    known = [f for f in found if f.ok]
    assert known and {f.origin for f in known} == {INVENTED}


def test_every_measure_has_words_and_is_computed() -> None:
    told = [measure_text(m, DEFINED) for m in (YOUNG, f"share:{YOUNG}", f"share:{YOUNG}:to-work")]
    assert told == [
        "deltaganden i åldern 16–29 år",
        "deltaganden i åldern 16–29 år (andel)",
        "till arbete, avslutade i åldern 16–29 år (andel)",
    ]
    assert is_computed(YOUNG, []) and not is_computed("age:activity", [])
