"""Final reports of interventions: each figure as its report gives it, and whether a goal was reached."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from helpers.counting.rule import Rule
from helpers.counting.society import exact
from helpers.definitions import Definitions
from helpers.facts import KRONOR, Fact, Facts, Key, Rows, Value, missing
from helpers.rows import RowIndex

FIGURE, REACHED, TALLY = "interventions.figure", "interventions.reached", "interventions.tally"
STATES = ("judged", "reached", "not-reached", "no-outcome")  # of the goals in figures
GOAL, OUTCOME, OF_REACHED, OF_GOALS = "goal:", "outcome:", "reached:", "goals:"
U15 = "slutrapporter-2015-uppsala-lan"


def facts(table: pd.DataFrame, definitions: Definitions) -> list[Fact]:
    """A fact for each figure of a final report; an outcome that none gives is missing.

    Args:
        table: the clean table `final_figures`.
        definitions: the year's.

    Source: slutrapporter-2015-uppsala-lan:452–454, which gives an outcome under its goal.
    """
    table = table.reset_index(drop=True)
    rows = RowIndex(table["row"])
    found = [_figure(row, definitions.year, rows.at([n])) for n, row in enumerate(table.to_dict("records"))]
    reached = list(_reached(table, definitions.year, rows))
    return [*found, *reached, *_tally(reached)]


def _tally(reached: list[Fact]) -> Iterator[Fact]:
    """How many goals in figures a report has that can be judged, and how many of them were reached or not."""
    for platform in sorted({fact.platform for fact in reached}):
        mine = [fact for fact in reached if fact.platform == platform]
        groups = {
            "judged": mine,
            "reached": [fact for fact in mine if fact.value == 1],
            "not-reached": [fact for fact in mine if fact.value == 0],
            "no-outcome": [fact for fact in mine if not fact.ok],
        }
        for state in STATES:
            rows = Rows({})
            for fact in groups[state]:
                rows += fact.rows
            key = (mine[0].year, platform, f"{OF_GOALS}{state}", "", "all")
            yield Fact(*key, len(groups[state]), state="ok", rule=TALLY, rows=rows)


def made_of(fact: Fact, facts: Facts) -> list[Key]:
    """What a verdict on a goal, or a number of them, is made of: goal and outcome, or the verdicts."""
    if fact.rule == TALLY:
        return [one.key for one in facts.measures(fact.platform, OF_REACHED)]
    goal = fact.measure.removeprefix(OF_REACHED)
    return [(fact.year, fact.platform, f"{of}{goal}", "", "all") for of in (GOAL, OUTCOME)]


def _key(row: dict, year: int) -> Key:
    return (year, str(row["platform"]), str(row["measure"]), str(row["respondents"]), str(row["group"]))


def _figure(row: dict, year: int, rows: Rows) -> Fact:
    key, unit = _key(row, year), str(row["unit"])
    if pd.isna(row["value"]):
        return missing(key, unit, FIGURE)
    value: Value = exact(row["value"])
    if unit == KRONOR:
        value = Decimal(repr(float(row["value"])))
    if unit != "share":
        return Fact(*key, value, unit=unit, state="ok", rule=FIGURE, rows=rows)
    if pd.notna(row["numerator"]) and pd.notna(row["denominator"]):
        k, n = int(row["numerator"]), int(row["denominator"])
        return Fact(*key, Fraction(k, n), k, n, unit, "ok", FIGURE, rows=rows)
    return Fact(*key, Fraction(value) / 100, unit=unit, state="ok", rule=FIGURE, rows=rows)


def _reached(table: pd.DataFrame, year: int, rows: RowIndex) -> Iterator[Fact]:
    """Whether the outcome is the goal or more; missing without an outcome, and then never reached.

    A goal in words is not judged, nor is one that an about figure lies too near to tell.
    """
    judged = table[table["kind"].isin(["count", "share"]) & (table["group"] == "all")]
    for platform, mine in judged.groupby("platform", sort=True):
        by_measure = {str(m): n for n, m in zip(mine.index, mine["measure"], strict=True)}
        for measure, n in by_measure.items():
            goal = measure.removeprefix(GOAL)
            other = by_measure.get(f"{OUTCOME}{goal}")
            if measure.startswith(GOAL) and other is not None:
                key = (year, str(platform), f"{OF_REACHED}{goal}", "", "all")
                yield from _verdict(key, table.loc[n], table.loc[other], rows.at([n]) + rows.at([other]))


def _verdict(key: Key, goal: pd.Series, outcome: pd.Series, rows: Rows) -> Iterator[Fact]:
    if pd.isna(outcome["value"]) or outcome["unit"] != goal["unit"]:
        yield replace(missing(key, "verdict", REACHED), rows=rows)
        return
    asked, got = (Fraction(exact(one["value"])) for one in (goal, outcome))
    slack = sum((_slack(one) for one in (goal, outcome)), Fraction())
    if not slack or abs(asked - got) > slack:
        yield Fact(*key, int(got >= asked), unit="verdict", state="ok", rule=REACHED, rows=rows)


def _slack(one: pd.Series) -> Fraction:
    """What an about figure can be off by: half of one of its last digit that is no zero."""
    if not one["about"]:
        return Fraction()
    digits = str(int(one["value"]))
    return Fraction(10 ** (len(digits) - len(digits.rstrip("0"))), 2)


RULES = {
    FIGURE: Rule(facts, "UTFALL:", U15, 452, is_declared=True),
    REACHED: Rule(_verdict, "MÅL:", U15, 449),
    TALLY: Rule(_tally, "SARA har natt uppsatta mal", U15, 1377),
}
MEASURES = ("<final report measure>", f"{OF_REACHED}<goal>", f"{OF_GOALS}<state>")
