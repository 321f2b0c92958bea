"""`change:*`: this year's answers less last year's, its interval, and where there is none."""

from fractions import Fraction

import pandas as pd
import pytest
from support.clean_tables import FIXTURE_DEFINITIONS

from helpers import definitions
from helpers.counting import since_last_year
from helpers.counting.origins import with_origins
from helpers.counting.since_last_year import COLUMNS, KINDS, Earlier, Last, of_year_before
from helpers.facts import Fact, Facts, missing, share
from helpers.naming import measure_text
from helpers.pages.sayable import shown

DEFINED = definitions.load(FIXTURE_DEFINITIONS)
PLACE, GROUP, QUESTION = "vannas", "personal", "question:4.5"


def now(positive: int, answered: int, asked: int = 0) -> Facts:
    result = share((2019, PLACE, QUESTION, GROUP, "all"), positive, answered, "answers.question")
    sent = Fact(2019, PLACE, "asked", GROUP, value=asked, state="ok", rule="answers.asked")
    return Facts([result, *([sent] if asked else [])])


def last(positive: int, answered: int, everyone: bool = False, origin: str = "delivered") -> Earlier:
    return {(PLACE, QUESTION, GROUP): Last(positive, answered, everyone, origin)}


def changed(results: Facts, earlier: Earlier) -> dict[str, Fact]:
    found = since_last_year.facts(results, DEFINED, earlier)
    return {f.measure.partition(":")[0]: f for f in found}


@pytest.mark.parametrize(
    ("this", "before", "low", "high"),
    [
        # Newcombe, Statistics in Medicine 17 (1998) 873-890, table II, method 10: contrasts (a), (d) and (f)
        ((56, 70), (48, 80), 5.24, 33.39),
        ((5, 56), (0, 29), -3.81, 19.26),
        ((0, 10), (0, 10), -27.75, 27.75),
    ],
)
def test_the_interval_is_the_published_one(this: tuple, before: tuple, low: float, high: float) -> None:
    found = changed(now(*this), last(*before))
    assert [float(found[k].fraction) for k in KINDS[1:]] == pytest.approx([low, high], abs=0.005)
    assert found["change"].fraction == 100 * (Fraction(*this) - Fraction(*before))
    assert {f.unit for f in found.values()} == {"percentage-points"}


def test_this_year_less_last_year_and_never_the_other_way() -> None:
    one, other = changed(now(3, 4), last(1, 4)), changed(now(1, 4), last(3, 4))
    assert one["change"].fraction == 50 == -other["change"].fraction
    assert one["change-low"].fraction == -other["change-high"].fraction


def test_between_two_full_counts_there_is_no_interval() -> None:
    assert set(changed(now(5, 6, asked=6), last(3, 7, everyone=True))) == {"change"}
    for results, earlier in (
        (now(5, 6, asked=7), last(3, 7, everyone=True)),
        (now(5, 6, asked=6), last(3, 7)),
        (now(5, 6), last(3, 7, everyone=True)),
    ):
        assert set(changed(results, earlier)) == set(KINDS)


def test_what_was_not_alike_or_not_asked_has_no_change() -> None:
    assert changed(now(3, 4), {}) == {}
    assert changed(Facts([]), last(1, 4)) == {}


@pytest.mark.parametrize("state", ["missing", "too-few"])
def test_a_change_is_as_absent_as_this_years_result(state: str) -> None:
    gone = missing((2019, PLACE, QUESTION, GROUP, "all"), "share", "answers.question", state)
    found = changed(Facts([gone]), last(1, 4))
    assert {f.state for f in found.values()} == {state} and {f.value for f in found.values()} == {None}


def test_a_change_of_fewer_than_a_percentage_is_told_of_is_not_on_a_page() -> None:
    few = DEFINED.model_copy(update={"told_from_answers": 5})
    results = now(3, 4)
    told = shown(Facts([*results, *since_last_year.facts(results, DEFINED, last(1, 40))]), few)
    assert {told.get(PLACE, f"{kind}:{QUESTION}", GROUP).state for kind in KINDS} == {"too-few"}


@pytest.mark.parametrize(
    ("this", "before", "origin"),
    [
        ("printed", "printed", "derived"),
        ("printed", "invented", "invented"),
        ("invented", "printed", "invented"),
    ],
)
def test_a_change_is_as_weak_as_the_weaker_year(this: str, before: str, origin: str) -> None:
    results = now(3, 4)
    facts = [*results, *since_last_year.facts(results, DEFINED, last(1, 4, origin=before))]
    shipped = pd.DataFrame([("surveys", GROUP, "read", True)], columns=["kind", "part", "status", "shipped"])
    known = {f.key: this for f in results}
    rested = with_origins(facts, DEFINED, shipped, known)
    assert {rested.get(PLACE, f"{kind}:{QUESTION}", GROUP).origin for kind in KINDS} == {origin}
    own = with_origins(facts, DEFINED, shipped.assign(shipped=False), {})
    assert own.get(PLACE, f"change:{QUESTION}", GROUP).origin == before  # last year's is still what it was


def test_the_table_is_read_back_and_the_measures_have_words() -> None:
    table = pd.DataFrame([(PLACE, QUESTION, GROUP, 1, 4, False, "printed")], columns=COLUMNS)
    assert of_year_before(table) == last(1, 4, origin="printed")
    words = [measure_text(f"{kind}:{QUESTION}", DEFINED) for kind in KINDS]
    assert words[0].startswith("förändring sedan året före, ") and len(set(words)) == 3
