"""Facts of final reports: declared as the report gives them, and whether each goal was reached."""

from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest

from helpers import definitions
from helpers.audit.comparison import compare
from helpers.audit.record import Record
from helpers.context import Context
from helpers.counting import families, final_reports
from helpers.deliveries import intervention_reports
from helpers.facts import Facts
from helpers.paths import REPOSITORY, Workspace

YEAR = definitions.load(REPOSITORY / "data" / "definitions" / "2015.yaml")


def table(*rows: dict) -> pd.DataFrame:
    whole = {
        **dict.fromkeys(intervention_reports.COLUMNS),
        **{
            "platform": "enter",
            "respondents": "",
            "group": "all",
            "unit": "count",
            "about": False,
            "kind": "",
        },
    }
    filled = [{**whole, "row": f"interventions/enter.yaml#!{n}", **row} for n, row in enumerate(rows, 1)]
    frame = pd.DataFrame(filled, columns=intervention_reports.COLUMNS)
    types = dict.fromkeys(intervention_reports.COLUMNS, "string") | intervention_reports.TYPES
    return frame.astype(types)


def reached(asked: dict, got: dict) -> list[tuple[str, int | None]]:
    goal = {"measure": "goal:x", "kind": "count", **asked}
    outcome = {"measure": "outcome:x", "kind": "count", **got}
    facts = final_reports.facts(table(goal, outcome), YEAR)
    return [(f.state, f.value) for f in facts if f.measure == "reached:x"]


def test_a_figure_is_declared_and_exact() -> None:
    facts = Facts(
        final_reports.facts(
            table(
                {"measure": "share-men:participants:remaining", "value": 71, "unit": "share"},
                {"measure": "budget:total", "value": 3039500, "unit": "SEK"},
                {"measure": "question:impuls-knowledge", "value": 8.4, "unit": "grade", "respondents": "x"},
                {"measure": "share:y", "value": 33, "numerator": 1, "denominator": 3, "unit": "share"},
            ),
            YEAR,
        )
    )
    assert facts.get("enter", "share-men:participants:remaining").value == Fraction(71, 100)
    assert facts.get("enter", "budget:total").value == Decimal("3039500.0")
    assert facts.get("enter", "question:impuls-knowledge", "x").value == Fraction(42, 5)
    assert facts.get("enter", "share:y").counts == (1, 3)
    assert all(families.is_declared(f.rule) for f in facts)


@pytest.mark.parametrize(
    ("asked", "got", "verdict"),
    [
        ({"value": 80}, {"value": 76}, [("ok", 0)]),
        ({"value": 80}, {"value": 80}, [("ok", 1)]),
        ({"value": 80}, {"value": None}, [("missing", None)]),
        ({"value": 60}, {"value": 50, "about": True}, [("ok", 0)]),
        ({"value": 52}, {"value": 50, "about": True}, []),  # about 50 may be 52
        ({"value": 40, "unit": "share"}, {"value": 11}, [("missing", None)]),  # no share of anything
        ({"value": 6, "kind": "text"}, {"value": 6, "kind": "text"}, []),
    ],
)
def test_a_goal_is_reached_by_an_outcome_and_by_nothing_else(asked: dict, got: dict, verdict: list) -> None:
    assert reached(asked, got) == verdict
    facts = final_reports.facts(table({"measure": "goal:x", "kind": "count", **asked}), YEAR)
    assert not [f for f in facts if f.measure == "reached:x"]


def test_the_printed_final_reports_are_declared_and_one_figure_differs(
    shipped_facts: dict[int, Facts],
) -> None:
    workspace = Workspace(REPOSITORY)
    record = Record(workspace.published, workspace.audit)
    figures = [f for f in record.figures if f.source == final_reports.U15]
    found = list(compare(record, figures, {2015: shipped_facts[2015]}))
    assert [c.counted for c in found].count("declared") == 110 == len(found) - 1
    (differs,) = (c for c in found if c.state == "differs")
    assert (differs.figure.line, differs.figure.printed) == (1297, "ca 27 000 kr") and differs.reason


def test_what_is_shipped_of_a_final_report_stands_in_print(shipped_facts: dict[int, Facts]) -> None:
    mine = [f for f in shipped_facts[2015] if f.rule.startswith("interventions.")]
    assert {f.origin for f in mine if f.ok and f.rule == final_reports.FIGURE} == {"printed"}
    assert {f.origin for f in mine if f.ok and f.rule == final_reports.REACHED} == {"derived"}
    without = {f.measure for f in mine if f.measure.startswith("reached:") and not f.ok}
    assert without == {"reached:to-work-or-studies", "reached:improved", "reached:improved-health"}


def test_years_of_different_associations_do_not_stand_beside_each_other() -> None:
    assert Context(Workspace(REPOSITORY), 2017).years_beside == [2017]
    assert Context(Workspace(REPOSITORY), 2015).years_beside == [2015]
