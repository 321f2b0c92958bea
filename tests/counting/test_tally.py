""" "x av y mål nåddes": y are the goals with an outcome, and none of them rests on what is invented."""

from dataclasses import replace

import pytest

from helpers.counting import tally
from helpers.facts import DELIVERED, INVENTED, PRINTED, Fact, Facts

KINDS = ("outcome", "reached", "reached-uncertain", "undecided", "not-reached")


def goal(
    id_: str, verdict: int | str, judgement: int | str, origin: str = DELIVERED, of_all: str = ""
) -> list[Fact]:
    """A goal's verdict and judgement: values, or states without one. `of_all`: the judgement's origin."""
    made = []
    for kind, value in (("verdict", verdict), ("judgement", judgement)):
        fact = Fact(2019, "vannas", f"{kind}:{id_}", unit=kind, rule="r", origin=origin)
        told = {"state": value} if isinstance(value, str) else {"value": value, "state": "ok"}
        made.append(replace(fact, **told))
    return [made[0], replace(made[1], origin=of_all or origin)]


def counts(*goals: list[Fact]) -> dict[str, int]:
    got = tally.facts(Facts(f for of in goals for f in of))
    return {f.measure.removeprefix("tally:"): f.integer for f in got if f.measure.startswith("tally:")}


def test_only_goals_with_an_outcome_are_counted() -> None:
    """Ett av tre mål nåddes: two more have no outcome, one rests on four answers."""
    assert counts(
        goal("1.1", 0, 0),
        goal("1.2", 0, 0),
        goal("1.3", 1, 3),
        goal("1.4", "missing", "missing"),
        goal("1.5", "missing", "missing"),
        goal("4.5", "too-few", 3),
        goal("1.3-example", 1, 3),
    ) == dict(zip(KINDS, (3, 1, 0, 0, 2), strict=True))


def test_where_nothing_was_measured_no_goal_has_an_outcome() -> None:
    assert counts(goal("1.1", "missing", "missing"), goal("4.5", "too-few", 0)) == dict.fromkeys(KINDS, 0)
    assert tally.facts(Facts(goal("1.3-example", 1, 3))) == []


def test_a_goal_on_what_is_invented_is_not_counted() -> None:
    assert counts(goal("1.1", 1, 3), goal("1.2", 1, 3, INVENTED)) == dict(
        zip(KINDS, (1, 1, 0, 0, 0), strict=True)
    )


@pytest.mark.parametrize(("verdict", "judgement", "kind"), [(1, 3, "reached-uncertain"), (0, 0, "undecided")])
def test_an_invented_number_of_asked_makes_a_judgement_uncertain(
    verdict: int, judgement: int, kind: str
) -> None:
    got = counts(goal("4.5", verdict, judgement, PRINTED, of_all=INVENTED))
    assert got == dict.fromkeys(KINDS, 0) | {"outcome": 1, kind: 1}


def test_the_goals_met_are_those_reached_of_those_with_an_outcome() -> None:
    """A verdict of 1 is met whatever can be said of it; no goal without an outcome is in the base."""
    goals = [goal("1.1", 1, 1), goal("1.2", 1, 3), goal("1.3", 0, 0), goal("4.5", "too-few", 3)]
    (met,) = (f for f in tally.facts(Facts(f for of in goals for f in of)) if f.measure == "goals-met")
    assert (met.counts, met.unit, met.rule) == ((2, 3), "share", "decisions.goals-met")
    none = tally.facts(Facts(goal("1.1", "missing", "missing")))
    assert [(f.state, f.value) for f in none if f.measure == "goals-met"] == [("missing", None)]


def test_a_tally_is_as_weak_as_what_it_counts() -> None:
    goals = [*goal("1.1", 1, 3, PRINTED), *goal("1.2", 1, 3, INVENTED), *goal("4.5", 1, 3, PRINTED, INVENTED)]
    assert {f.origin for f in tally.facts(Facts(goals))} == {PRINTED}


def test_the_tallies_of_the_shipped_years_add_up(shipped_facts: dict[int, Facts]) -> None:
    year = shipped_facts[2019]
    assert [year.get("forbundet", f"tally:{k}").integer for k in KINDS] == [3, 1, 0, 0, 2]
    assert year.get("bjurholm", "tally:outcome").integer == 0 < year.get("bjurholm", "signals:all").integer
    told = [f for facts in shipped_facts.values() for f in facts if f.measure == "tally:outcome"]
    assert len(told) > 30 and not any(f.is_invented for f in told)
