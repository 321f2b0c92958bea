"""`sus:…` after exit: of whom, how registrations with two incomes count, and what a goal is judged by."""

from fractions import Fraction

import pandas as pd
import pytest
from support.clean_tables import FIXTURE_DEFINITIONS

from helpers import definitions
from helpers.counting import after_exit, goals
from helpers.defining.definition_parts import Indicator
from helpers.facts import Facts
from helpers.naming import measure_text

DEFINED = definitions.load(FIXTURE_DEFINITIONS).model_copy(update={"told_from_discharged": 2})
PLACE, NEED, NONE = "ungdomstorget", "Försörjningsstöd", "Ingen offentlig försörjning"
COLUMNS = ["registration", "end", "support_before", "support_after", "occupation_after"]
ROWS = [
    ("a", "2019-12-31", NEED, NONE, "Arbete"),
    ("a", "2019-12-31", "A-kassa", NONE, "Arbete"),
    ("b", "2019-01-01", NEED, NEED, None),
    ("c", "2019-05-01", "A-kassa", "A-kassa", "Studier"),
    ("d", "2019-05-01", NEED, None, "Övrigt"),  # nothing known of what they live on
    ("e", "2018-12-31", NEED, NONE, "Arbete"),
    ("f", "2020-01-01", NEED, NONE, "Arbete"),
    ("g", None, NEED, NONE, "Arbete"),
]


def extract(rows: list[tuple] = ROWS, **more: str) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=COLUMNS)
    table["row"] = [f"sus.csv#!{n}" for n in range(2, len(rows) + 2)]
    table["end"] = pd.to_datetime(table["end"])
    return table.assign(**({"platform": PLACE, "gender": "women"} | more))


def counted(rows: list[tuple] = ROWS, **more: str) -> Facts:
    return Facts(after_exit.facts(extract(rows, **more), DEFINED))


def test_those_who_left_in_the_year_count_once_each() -> None:
    got = counted()
    assert got.get(PLACE, "sus:left").value == 4
    assert got.get(PLACE, f"sus:support-after:{NONE}").value == 1
    assert got.get(PLACE, f"share:sus:support-after:{NEED}").counts == (1, 3)
    assert got.get(PLACE, "share:sus:occupation-after:Arbete").counts == (1, 3)
    assert got.get(PLACE, "sus:occupation-after:Arbetssökande").value == 0
    assert got.get(PLACE, "sus:left", "", "men").state == "missing"


def test_from_which_support_to_which() -> None:
    moves = {f.measure: f.value for f in counted().measures(PLACE, "sus:moved:")}
    assert moves == {
        f"sus:moved:{NEED}:{NONE}": 1,
        f"sus:moved:A-kassa:{NONE}": 1,
        f"sus:moved:{NEED}:{NEED}": 1,
        "sus:moved:A-kassa:A-kassa": 1,
    }


def test_who_no_longer_has_a_support_had_it_and_something_is_known_after() -> None:
    got = counted()
    assert got.get(PLACE, f"share:sus:no-longer:{NEED}").counts == (1, 2)
    assert got.get(PLACE, "share:sus:no-longer:A-kassa").counts == (1, 2)
    assert got.get(PLACE, "share:sus:no-longer:Sjukersättning").state == "missing"
    still = [*ROWS, ("a", "2019-12-31", NEED, NEED, "Arbete")]  # one of two incomes after is the same
    assert counted(still).get(PLACE, f"share:sus:no-longer:{NEED}").counts == (0, 2)


def test_a_whole_and_the_association_are_of_their_parts() -> None:
    theirs = extract(platform="vannas", gender="men").assign(registration=list("qrstuvwx"))
    theirs["row"] = theirs["row"] + "0"
    both = pd.concat([extract(), theirs])
    got = Facts(after_exit.facts(both, DEFINED))
    assert got.get("forbundet", "sus:left").value == 9
    assert [got.get("forbundet", "sus:left", "", g).value for g in ("women", "men")] == [4, 5]


@pytest.mark.parametrize("blank", [["support_after", "occupation_after"], ["end"]])
def test_where_the_extract_does_not_say_it_is_missing(blank: list[str]) -> None:
    table = extract().drop(columns=blank)
    for got in (after_exit.facts(table, DEFINED), after_exit.facts(extract([]), DEFINED)):
        assert {f.state for f in got} <= {"missing"}
    assert len(after_exit.facts(table, DEFINED)) > 100


def judged(rows: list[tuple], target: int, told_from: int = 2) -> list[tuple]:
    account = DEFINED.areas[0].accounts[0]
    asked = Indicator(kind="register", support=NEED, target_percent=target)
    only = account.model_copy(update={"id": "2.3", "indicators": [asked]})
    area = DEFINED.areas[0].model_copy(update={"accounts": [only]})
    defined = DEFINED.model_copy(update={"areas": [area], "told_from_discharged": told_from})
    found = goals.facts(counted(rows), defined)
    return [(f.measure, f.value, f.state) for f in found if f.platform == PLACE]


def test_a_goal_is_judged_by_it() -> None:
    assert judged(ROWS, 50)[:2] == [("target:2.3", 0.5, "ok"), ("verdict:2.3", 1, "ok")]
    assert judged(ROWS, 51)[1] == ("verdict:2.3", 0, "ok")
    assert judged(ROWS, 50, told_from=3)[1] == ("verdict:2.3", None, "too-few")
    assert judged([(*row[:3], None, None) for row in ROWS], 30)[:2] == [
        *(("target:2.3", Fraction(3, 10), "ok"), ("verdict:2.3", None, "missing"))
    ]


def test_measures_have_names() -> None:
    names = {m: measure_text(m, DEFINED) for m in {f.measure for f in counted()}}
    assert all(name != measure for measure, name in names.items())
    assert names[f"sus:moved:{NEED}:{NONE}"] == f"försörjning före och efter: {NEED}, {NONE}"


def test_the_goal_of_2017_comes_out_without_an_outcome(shipped_facts: dict) -> None:
    """ "30 % av deltagarna har inget fortsatt behov": a goal, and "Utfall saknas"."""
    facts = shipped_facts[2017]
    assert facts.get(PLACE, "target:2.3").value == Fraction(3, 10)
    assert facts.get(PLACE, "verdict:2.3").state == "missing"
    assert shipped_facts[2018].get("ungdomsplattformen", "sus:left").is_invented
