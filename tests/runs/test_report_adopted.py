"""What a run that carries out a decision asks of the annual report, and what the report is told of it."""

import os
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from helpers.assurance.register import Adoption
from helpers.context import Context
from helpers.paths import Workspace
from helpers.runs.run import Run
from helpers.runs.years_report import YearsReport

WHOLE = YearsReport((), "adopted", "2020-03-20")
DRAFT = YearsReport(("1.1 Sammanfattning: Texten saknas.",), "draft", "2020-03-20")


def hindrance(context: Context, report: YearsReport | None, absent: tuple[str, ...] = (), **said: str) -> str:
    """What keeps a decision on a year whose lists are `absent` from being carried out."""
    asked: list[tuple[str, ...]] = []

    def told(but: tuple[str, ...]) -> list[str]:
        asked.append(but)
        return [*absent]

    run = cast(Any, SimpleNamespace(tell=SimpleNamespace(absent=told)))
    found = Run(context, Adoption(1, "AB", "2020-03-21", **said))._hindrance(run, False, 0, report)
    assert asked == [("ledger",)]  # a year without one is adopted as it always was
    return found


@pytest.fixture
def context(workspace: Workspace) -> Context:
    return Context.of(workspace, 2019)


def test_a_year_without_an_annual_report_is_adopted_as_before(context: Context) -> None:
    assert hindrance(context, None) == ""
    assert "INCOMPLETE är angivet" in hindrance(context, None, incomplete="skäl")
    assert "listan" in hindrance(context, None, ("listan",))


def test_a_draft_is_left_out_of_a_decision_with_a_reason_and_else_stops_it(context: Context) -> None:
    told = hindrance(context, DRAFT, decided="2020-03-20")
    assert "Texten saknas" in told and 'INCOMPLETE="skäl"' in told
    assert hindrance(context, DRAFT, incomplete="utan årsredovisning") == ""


def test_a_whole_report_is_adopted_on_its_day(context: Context) -> None:
    assert hindrance(context, WHOLE, decided="2020-03-20") == ""
    assert "DECIDED=2020-03-20" in hindrance(context, WHOLE)
    assert "(2020-03-20)" in hindrance(context, WHOLE, decided="2020-03-21")
    told = hindrance(context, WHOLE, ("listan",), decided="2020-03-20")
    assert "listan" in told
    assert hindrance(context, WHOLE, ("listan",), decided="2020-03-20", incomplete="skäl") == ""


def test_a_notebook_is_told_the_day_of_its_own_year_and_of_no_other(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided = replace(context, decided="2020-03-20")
    monkeypatch.setattr(os, "environ", {**decided.environment})
    assert Context.current(2019) == decided
    assert decided.at(2019).decided == "2020-03-20" and decided.at(2018).decided == ""


def test_a_year_otherwise_than_the_law_asks_is_told_with_what_to_ask(shipped_tables) -> None:
    context = Context(Workspace(shipped_tables[2019].parents[2]), 2019)
    known = YearsReport.of(context, [])
    assert known and (known.gaps, known.state, known.said_day) == ((), "ready", "2020-03-20")
    assert known.departures == ()  # the text gives the reason for the deficit of the budget
    late = YearsReport.of(replace(context, decided="2020-04-01"), [])
    assert late and [f.level for f in late.departures] == ["flag"]
    assert "24 § i lagen om finansiell samordning" in late.departures[0].line()


def test_a_year_with_neither_ledger_nor_texts_has_no_annual_report(workspace: Workspace) -> None:
    context = Context.of(workspace, 2018)
    assert not (context.raw / "bokforing.se").exists() and YearsReport.of(context, []) is None
