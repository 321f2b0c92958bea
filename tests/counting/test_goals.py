"""What is said of a goal: decided where nobody who kept silent could change it, else who or what could."""

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest
from support.clean_tables import FIXTURE_DEFINITIONS

from helpers import definitions
from helpers.counting import goals, reliability, society, uncertainty
from helpers.counting.reliability import error_rates, worst_by_chance, worst_certain
from helpers.counting.uncertainty import BY_CHANCE, BY_SILENCE, JUDGEMENTS, MOST_WRONG, by_chance, judge
from helpers.definitions import Account, Area, Definitions, Indicator
from helpers.facts import Fact, Facts, share
from helpers.paths import REPOSITORY

GOAL = Fraction(4, 5)
BOTH = BY_CHANCE | BY_SILENCE
UNSURE = {"reached-uncertain": JUDGEMENTS.index("reached-uncertain"), "undecided": 1}


def in_use() -> list[Fraction]:
    """Every share that a question of the shipped years has as its goal."""
    years = [definitions.load(path) for path in sorted((REPOSITORY / "data/definitions").glob("*.yaml"))]
    aimed = {i.target_share for d in years for _, _, i in d.indicators() if i.kind == "question"}
    return sorted(g for g in aimed if g is not None)


@pytest.mark.parametrize(
    ("positive", "answered", "population", "goal", "state", "doubt"),
    [
        # listed: decided is decided, however few answered
        (0, 5, 6, 80, "not-reached", 0),
        (0, 11, 20, 80, "not-reached", 0),
        (4, 5, 5, 100, "not-reached", 0),
        (4, 5, 40, 100, "not-reached", 0),
        (4, 5, None, 100, "not-reached", 0),
        (7, 7, 11, 80, "reached-uncertain", BY_SILENCE),  # torgen 4.9
        (18, 18, 40, 80, "reached-uncertain", BY_SILENCE),  # 25 answered, 18 of them the question
        # the side that the silent can still change
        (8, 9, 10, 80, "reached", 0),  # the tenth could not take it away
        (3, 5, 6, 80, "not-reached", 0),  # the sixth could not mend it
        (7, 9, 10, 80, "undecided", BOTH),  # the tenth decides
        (15, 16, 17, 80, "reached", 0),  # 15 of 17 are more than 80 %
        (189, 191, 193, 99, "not-reached", 0),  # 99 % of 193 is 191.07, and 191 is the most
        (189, 191, 193, 98, "reached-uncertain", BY_SILENCE),  # only if both of the silent say no
        (190, 191, 193, 98, "reached", 0),
        (25, 36, 40, 70, "undecided", BOTH),  # 29 of 40 could be
        (27, 30, 40, 90, "reached-uncertain", BOTH),
        # at the bounds: nobody, everybody, one, a tie exactly at the goal
        (0, 1, 1, 0, "reached", 0),
        (0, 9, None, 0, "reached", 0),
        (1, 1, 1, 100, "reached", 0),
        (0, 1, 1, 100, "not-reached", 0),
        (1, 1, None, 100, "reached-uncertain", BOTH),
        (40, 40, None, 100, "reached-uncertain", BOTH),  # another could say no
        (39, 39, 40, 100, "reached-uncertain", BY_SILENCE),  # 1 of 40 by chance: not more than 2.5 %
        (38, 38, 40, 100, "reached-uncertain", BOTH),
        (8, 10, 10, 80, "reached", 0),
        (8, 8, 10, 80, "reached", 0),  # exactly 80 % if the two say no
        (8, 9, 11, 80, "reached-uncertain", BOTH),
        (7, 9, 11, 80, "undecided", BOTH),  # 9 of 11 could be
        (6, 9, 11, 80, "not-reached", 0),  # 8 of 11
        (7, 10, 11, 80, "not-reached", 0),
        (4, 5, 5, 80, "reached", 0),
        # nobody knows how many kept silent
        (17, 17, None, 80, "reached-uncertain", BY_SILENCE),
        (16, 16, None, 80, "reached-uncertain", BOTH),  # by chance in 2.8 %
        (13, 13, None, 80, "reached-uncertain", BOTH),
        (0, 30, None, 80, "undecided", BY_SILENCE),
        (0, 1, None, 80, "undecided", BOTH),
    ],
)
def test_what_is_said_of_a_goal(
    positive: int, answered: int, population: int | None, goal: int, state: str, doubt: int
) -> None:
    assert judge(positive, answered, Fraction(goal, 100), population) == (state, doubt)


@pytest.mark.parametrize("population", range(1, 16))
def test_a_verdict_is_certain_exactly_where_nobody_who_kept_silent_could_change_it(population: int) -> None:
    """Every answer, every goal, and every way in which the others could have answered."""
    for percent in (0, 1, 33, 50, 60, 70, 75, 80, 90, 99, 100):
        goal = Fraction(percent, 100)
        for answered in range(1, population + 1):
            for positive in range(answered + 1):
                ends = {
                    Fraction(positive + more, population) >= goal for more in range(population - answered + 1)
                }
                state, doubt = judge(positive, answered, goal, population)
                expected = {True: "reached", False: "not-reached"}
                if len(ends) == 1:
                    assert (state, doubt) == (expected[ends.pop()], 0)
                else:
                    assert doubt & BY_SILENCE and state in UNSURE
                    assert (state == "reached-uncertain") == (Fraction(positive, answered) >= goal)


@pytest.mark.parametrize("goal", sorted({*in_use(), Fraction(7, 10), Fraction(9, 10)}))
def test_no_certain_verdict_is_wrong_and_no_excluded_chance_is_more_than_one_in_forty(goal: Fraction) -> None:
    """Of 10 to 400 asked, every number of answers.

    The certain ones: whoever keeps silent. The others without chance among their doubts: where chance decides
    who answers.
    """
    assert range(10, 401) == reliability.POPULATIONS
    assert {state: worst.rate for state, worst in worst_certain(goal).items()} == {
        "reached": 0,
        "not-reached": 0,
    }
    worst = worst_by_chance(goal)
    assert max(w.rate for w in worst.values()) <= MOST_WRONG == Fraction(1, 40)
    assert worst["reached"].rate > Fraction(249, 10_000)  # and no stricter than it says
    for state, of in worst.items():
        at = math.ceil(goal * of.population)
        truth = Fraction(at - 1 if state == "reached" else at, of.population)
        unlikely = told_without_chance(of.answered, truth, goal, of.population)
        assert float(unlikely[state == "reached"]) == pytest.approx(float(of.rate), abs=1e-9)


def told_without_chance(
    answered: int, truth: Fraction, goal: Fraction, population: int
) -> dict[bool, Fraction]:
    """How often a result is on either side of the goal without chance as a doubt, in whole numbers."""
    would, rates = int(truth * population), {True: Fraction(0), False: Fraction(0)}
    for k in range(max(0, answered - population + would), min(would, answered) + 1):
        ways = math.comb(would, k) * math.comb(population - would, answered - k)
        if not by_chance(k, answered, goal, population):
            rates[Fraction(k, answered) >= goal] += Fraction(ways, math.comb(population, answered))
    return rates


@settings(max_examples=30, deadline=None)
@given(st.integers(10, 60), st.data())
def test_every_truth_of_every_population_keeps_the_promise(population: int, data: st.DataObject) -> None:
    """Counted in whole numbers, by another way than the method's page: all that could be drawn."""
    answered = data.draw(st.integers(1, population))
    goal = Fraction(data.draw(st.integers(1, 20)), 20)
    for would in range(population + 1):
        truth = Fraction(would, population)
        rates = error_rates(answered, truth, goal, population)
        assert rates["not-reached" if truth >= goal else "reached"] == 0
        unlikely = told_without_chance(answered, truth, goal, population)
        assert unlikely[truth < goal] <= MOST_WRONG


@pytest.mark.parametrize("goal", [Fraction(1, 2), Fraction(7, 10), GOAL, Fraction(9, 10)])
def test_those_who_answer_first_bring_no_certain_verdict_that_is_wrong(goal: Fraction) -> None:
    """The willing are those who are content, or those who are not; the group is just on the other side."""
    for population in (10, 17, 40, 193, 400):
        at = math.ceil(goal * population)
        for answered in range(1, population + 1):
            content = judge(min(answered, at - 1), answered, goal, population)[0]
            angry = judge(max(0, answered - (population - at)), answered, goal, population)[0]
            assert content != "reached" and angry != "not-reached", (population, answered)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 80), st.integers(1, 19), st.data())
def test_chance_of_endless_many_is_the_exact_binomial_test(n: int, twentieths: int, data) -> None:
    goal, k = Fraction(twentieths, 20), data.draw(st.integers(0, n))
    side = "greater" if Fraction(k, n) >= goal else "less"
    p = binomtest(k, n, float(goal), alternative=side).pvalue
    assert abs(p - 0.025) < 1e-9 or by_chance(k, n, goal) == (p > 0.025)


def test_of_more_asked_chance_tends_to_that_of_endless_many() -> None:
    for k in range(31):
        assert by_chance(k, 30, GOAL, 10**7) == by_chance(k, 30, GOAL)


# --- what the answers stand for ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def defined() -> Definitions:
    return definitions.load(FIXTURE_DEFINITIONS)


def _elsewhere(defined: Definitions, **of: object) -> Definitions:
    """The definitions with one indicator, of what is measured elsewhere."""
    one = Indicator(kind="declared", measure="staff", **of)
    account = Account(id="3.3", name="Hållbart", indicators=[one])
    return defined.model_copy(update={"areas": [Area(id="3", name="Samverkan", accounts=[account])]})


@pytest.mark.parametrize(
    ("unit", "goal", "value", "verdict"),
    [
        ("percent", 70, Fraction(7, 10), 1),
        ("percent", 70, Fraction(69, 100), 0),
        ("percentage-points", -3, Fraction(-3), 1),
        ("percentage-points", -3, Fraction(-29, 10), 0),
        ("percentage-points", -3, 3, 0),
        ("count", 2, 2, 1),
        ("count", 2, 1, 0),
    ],
)
def test_what_is_measured_elsewhere_reaches_its_goal_upwards_or_falls_to_it(
    defined: Definitions, unit: str, goal: int, value: Fraction | int, verdict: int
) -> None:
    d = _elsewhere(defined, unit=unit, targets={"vannas": goal})
    fact_unit = "share" if unit == "percent" else unit
    result = Fact(2019, "vannas", "staff", value=value, unit=fact_unit, state="ok", rule="declared.figure")
    found = Facts(goals.facts(Facts([result]), d))
    assert found.get("vannas", "target:3.3").fraction == Fraction(goal, 100 if unit == "percent" else 1)
    assert found.get("vannas", "verdict:3.3").value == verdict
    assert not found.measures("bjurholm", "")


def test_without_an_exact_outcome_in_its_unit_nothing_is_decided_of_what_is_measured_elsewhere(
    defined: Definitions,
) -> None:
    d = _elsewhere(defined, id="3.3a", targets={"vannas": 2}, years_after=1)
    known = {"value": 5, "unit": "count", "state": "ok", "rule": "declared.figure"}
    for change in ({"rule": "declared.about"}, {"unit": "days"}, {"measure": "other"}):
        result = Fact(2019, "vannas", **({"measure": "staff"} | known | change))
        found = Facts(goals.facts(Facts([result]), d))
        assert found.get("vannas", "verdict:3.3a").state == "missing"
        assert found.get("vannas", "target:3.3a").value == 2
        after = found.get("bjurholm", "target:3.3a:years-after")
        assert (after.value, after.unit) == (1, "years")


def facts_of(
    counts: tuple[int, int],
    question: str = "4.5",
    group: str = "personal",
    place: str = "vannas",
    state: str = "ok",
    **of: int,
) -> Facts:
    """A question's result with what else is known of it: asked, answered, discharged."""
    key = (2019, place, f"question:{question}", group, "all")
    result = share(key, *counts, "r") if state == "ok" else Fact(*key, unit="share", state=state)
    known = [
        Fact(2019, place, m, "" if m == "discharged" else group, value=n, state="ok", rule="r")
        for m, n in of.items()
    ]
    return Facts([result, *known])


def said(results: Facts, d: Definitions) -> tuple[str, int | None]:
    """What arithmetic says of the one goal, however few are behind it, and its doubt."""
    got = goals.facts(results, d)
    (question,) = (f.measure.partition(":")[2] for f in results if f.measure.startswith("question:"))
    (judgement,) = (f for f in got if f.measure == f"judgement:{question}")
    (doubt,) = (f for f in got if f.measure == f"doubt:{question}")
    return goals.signal(judgement, judgement), doubt.integer if doubt.ok else None


@pytest.mark.parametrize(
    ("counts", "of", "state", "doubt"),
    [
        # listed: staff, 30 % of whom answer, all of them content
        ((12, 12), {"asked": 40, "answered": 12}, "reached-uncertain", BOTH),
        # listed: above the guideline of 60 %, 69 %
        ((69, 69), {"asked": 100, "answered": 69}, "reached-uncertain", BY_SILENCE),
        # listed: 25 of 40 answered, 18 of them the question
        ((18, 18), {"asked": 40, "answered": 25}, "reached-uncertain", BY_SILENCE),
        # those who left the question blank are silent too, where all have answered the survey
        ((16, 19), {"asked": 20, "answered": 20}, "reached", 0),
        ((16, 18), {"asked": 21, "answered": 21}, "reached-uncertain", BY_SILENCE),
        ((20, 20), {"answered": 25}, "reached-uncertain", BY_SILENCE),  # nobody knows how many were asked
        # more answers than asked: nothing is known of how many are silent
        ((11, 11), {"asked": 10, "answered": 11}, "reached-uncertain", BOTH),
        ((9, 9), {"asked": 10, "answered": 12}, "reached-uncertain", BOTH),  # 12 answered, not all of it
        ((10, 10), {"asked": 10, "answered": 10}, "reached", 0),
        ((0, 1), {"asked": 1, "answered": 1}, "not-reached", 0),
        ((9, 10), {"asked": 0, "answered": 10}, "reached-uncertain", BOTH),
    ],
)
def test_staff_stand_for_all_who_were_asked(
    defined: Definitions, counts: tuple, of: dict, state: str, doubt: int
) -> None:
    assert said(facts_of(counts, **of), defined) == (state, doubt)


@pytest.mark.parametrize(
    ("counts", "of", "state", "doubt"),
    [
        ((10, 10), {"discharged": 12, "answered": 10}, "reached", 0),  # 10 of 12, whatever the two say
        ((10, 10), {"discharged": 13, "answered": 10}, "reached-uncertain", BY_SILENCE),
        ((8, 16), {"discharged": 37, "answered": 16}, "not-reached", 0),  # Robertsfors 1.6: at most 29 of 37
        ((10, 16), {"discharged": 37, "answered": 16}, "undecided", BY_SILENCE),  # Robertsfors 1.4: 31 of 37
        ((17, 17), {"discharged": 10, "answered": 17}, "reached-uncertain", BY_SILENCE),  # 170 %
        ((9, 9), {"discharged": 10, "answered": 12}, "reached-uncertain", BOTH),  # 120 %
        ((17, 17), {"discharged": 0, "answered": 17}, "reached-uncertain", BY_SILENCE),  # nobody left
        ((17, 17), {"answered": 17}, "reached-uncertain", BY_SILENCE),  # no list
        ((10, 10), {"discharged": 90, "asked": 12, "answered": 10}, "reached", 0),  # who were asked is known
        ((0, 5), {"asked": 6, "discharged": 0, "answered": 5}, "not-reached", 0),
    ],
)
def test_participants_stand_for_those_who_left_where_nobody_knows_how_many_were_asked(
    defined: Definitions, counts: tuple, of: dict, state: str, doubt: int
) -> None:
    assert said(facts_of(counts, "1.4", "deltagare", **of), defined) == (state, doubt)


def test_too_few_participants_are_told_nothing_of_even_where_it_is_decided(defined: Definitions) -> None:
    results = facts_of((0, 0), "1.4", "deltagare", state="too-few", asked=4, answered=4, discharged=4)
    assert said(results, defined) == ("too-few", None)
    assert uncertainty.bounds(results, defined) == [] == uncertainty.intervals(results)


@pytest.mark.parametrize("place", ["torgen", "ungdomstorget"])
def test_a_whole_is_judged_as_a_part_is(defined: Definitions, place: str) -> None:
    steering = facts_of((7, 7), "4.9", "styrgrupp", place, asked=11, answered=7)
    assert said(steering, defined) == ("reached-uncertain", BY_SILENCE)


def test_the_bounds_are_the_shares_if_the_silent_say_no_and_if_they_say_yes(defined: Definitions) -> None:
    got = {f.measure: f for f in uncertainty.bounds(facts_of((5, 6), asked=11, answered=7), defined)}
    assert got["least:question:4.5"].counts == (5, 11) and got["most:question:4.5"].counts == (10, 11)
    assert uncertainty.bounds(facts_of((5, 6), answered=7), defined) == []
    assert uncertainty.bounds(facts_of((5, 6), asked=5, answered=7), defined) == []


def test_an_interval_does_not_take_the_asked_for_a_population_that_is_smaller_than_the_answers() -> None:
    """9 of 12 who answered have answered the question, and 10 were asked: not 9 of 10."""
    ends = [f.fraction for f in uncertainty.intervals(facts_of((9, 9), asked=10, answered=12))]
    assert tuple(ends) == uncertainty.interval(9, 9)


# --- a goal of change needs a unit -------------------------------------------------------------------------


def with_fall(defined: Definitions, **fall: float) -> Definitions:
    """The definitions with another goal for society."""
    data = defined.model_dump()
    for area in data["areas"]:
        for account in area["accounts"]:
            for indicator in account["indicators"]:
                if indicator["kind"] == "society":
                    indicator |= {"target_percentage_points": None} | fall
    return Definitions.model_validate(data)


def judged_fall(d: Definitions, before: int, now: int) -> dict[str, Fact]:
    """Umeå's share of 10 000 people, in 2018 and 2019: what is said of it at a platform there."""
    import pandas as pd

    columns = ["row", "area", "name", "period", *society.COUNTS, "population"]
    rows = [
        (f"h#!{n}", "umea", "Umeå", str(year), None, None, None, total, 10_000)
        for n, (year, total) in enumerate(((2018, before), (2019, now)), 2)
    ]
    counted = society.facts(pd.DataFrame(rows, columns=columns).assign(edition=pd.NaT), d)
    decided = goals.facts(Facts(counted), d)
    of = {f.measure.partition(":")[0]: f for f in decided if f.platform == "ungdomstorget"}
    return of | {f.measure.rpartition(":")[2]: f for f in counted if f.measure.endswith(("-percent",))}


@pytest.mark.parametrize(
    ("fall", "before", "now", "verdict"),
    [
        ({"target_percentage_points": -1}, 1000, 950, 0),  # 10 % -> 9.5 %: half a point
        ({"target_change_percent": -1}, 1000, 950, 1),  # and five per cent
        ({"target_change_percent": -1}, 1000, 990, 1),  # exactly one per cent
        ({"target_change_percent": -1}, 1000, 991, 0),
        ({"target_percentage_points": -1}, 1000, 900, 1),  # exactly one point
        ({"target_percentage_points": -1}, 1000, 901, 0),
        ({"target_percentage_points": 0}, 1000, 999, 1),  # "ska minska" needs no unit
        ({"target_percentage_points": 0}, 1000, 1000, 0),
        ({"target_change_percent": 0}, 1000, 1000, 0),
        ({"target_change_percent": -1}, 1000, 1100, 0),
    ],
)
def test_a_fall_is_judged_in_the_unit_of_its_goal(
    defined: Definitions, fall: dict, before: int, now: int, verdict: int
) -> None:
    got = judged_fall(with_fall(defined, **fall), before, now)
    assert got["verdict"].integer == verdict and got["doubt"].integer == 0
    unit = "percent" if "target_change_percent" in fall else "percentage-points"
    assert got["target"].unit == unit
    if unit == "percent":
        assert got["change-percent"].fraction == 100 * Fraction(now - before, before)
    else:
        assert "change-percent" not in got


@pytest.mark.parametrize("now", [100, 950, 1000, 1100])
def test_a_fall_whose_unit_is_not_said_has_no_verdict(defined: Definitions, now: int) -> None:
    got = judged_fall(with_fall(defined, target_change=-1), 1000, now)
    assert got.keys().isdisjoint({"target", "verdict", "judgement", "doubt"})


def test_a_share_of_nobody_has_no_change_in_per_cent(defined: Definitions) -> None:
    got = judged_fall(with_fall(defined, target_change_percent=-1), 0, 5)
    assert got["change-percent"].state == "missing" and not got["verdict"].ok


def test_the_goal_of_2018_has_no_unit() -> None:
    """ "har minskat med 1%" (socialt-bokslut-2018-ungdomstorget:420) says neither."""
    d = definitions.load(REPOSITORY / "data/definitions/2018.yaml")
    (fall,) = (i for _, _, i in d.indicators() if i.kind == "society")
    assert (fall.target_change, fall.target_fall) == (-1, None)
