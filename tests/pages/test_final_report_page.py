"""The page of a final report: the template's headings in order, goals and outcomes, what is unanswered."""

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from support.workspaces import REPOSITORY, command, page_of

from helpers.context import Context
from helpers.defining.final_template import HEADINGS, TEMPLATES
from helpers.deliveries.intervention_models import FinalReport
from helpers.facts import Fact
from helpers.pages import chart_steps, final_report_page
from helpers.pages.document import NOTHING
from helpers.pages.drawing import WIDTH
from helpers.pages.years import Report
from helpers.paths import Workspace
from helpers.runs.plan import Plan
from helpers.wording import catalogue, text

INTERVENTIONS = ("344", "enter", "hikikomori-uppsala", "impuls", "sara")


@pytest.fixture
def workspace_2015(shipped_tables: dict[int, Path], monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The workspace of the shipped years, whose facts are made."""
    root = shipped_tables[2015].parents[2]
    monkeypatch.setenv("SOCIALT_BOKSLUT_WORKSPACE", str(root))
    return Workspace(root)


def page(monkeypatch: pytest.MonkeyPatch, place: str) -> str:
    written = page_of("19_final_report", monkeypatch, year=2015, platform=place)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", written)).replace("\xa0", " ")


@pytest.mark.parametrize("place", INTERVENTIONS)
def test_every_heading_of_the_template_stands_once_in_its_order(
    workspace_2015: Workspace, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    written = page_of("19_final_report", monkeypatch, year=2015, platform=place)
    report = Report.load(Context(workspace_2015, 2015))
    headings = final_report_page.FinalReport.load(report, place).headings
    found = re.findall(r'<section id="del-([a-z-]+)"', written)
    assert found == list(headings) and set(headings) <= set(HEADINGS)


def test_goals_stand_against_outcomes_and_none_without_one_is_reached(
    workspace_2015: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = page(monkeypatch, "enter")
    assert "Insatsen hade 3 mål i siffror: 1 har inte nåtts och 2 saknar utfall." in words
    assert "Rapporten: nåddes med knapp marginal. 80 76 Nej" in words
    assert words.count("Utfall saknas Utfall saknas") == 2
    assert " Ja " not in words


def test_what_the_report_does_not_answer_is_said(
    workspace_2015: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (
        page(monkeypatch, "enter").count(text("final.unanswered")) == 2
    )  # why returned, and lessons of each
    assert text("final.unanswered") not in page(monkeypatch, "hikikomori-uppsala")


def test_about_figures_say_so_and_texts_hold_the_figures_of_their_report(
    workspace_2015: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = page(monkeypatch, "344")
    assert "60 ca 50 Nej" in words and "ca 56 %" in words
    assert "ger ett underskott på 27 574 kr" in words
    assert "Mål i ord" in words
    assert "252 053 000 kr återförs" in page(monkeypatch, "sara")
    assert "De utskrivna: vart de tog vägen" in page(monkeypatch, "enter")


def test_the_steps_that_a_report_has_are_bars_with_their_numbers_as_a_table(
    workspace_2015: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sara had 188 of whom 159 left; Hikikomori tells of one step alone, which is no chart."""
    words = page(monkeypatch, "sara")
    assert words.count(text("final.steps.finding")) == 1
    caption = re.escape(text("final.steps.caption"))
    assert re.search(rf"{caption} Steg Värde (?:[^0-9]+188){{1}}[^0-9]+159 ", words)
    assert text("final.steps.finding") in page(monkeypatch, "enter")
    for place in ("hikikomori-uppsala", "impuls"):
        assert text("final.steps.finding") not in page(monkeypatch, place)


def test_each_step_is_a_bar_as_long_as_it_is_of_the_longest() -> None:
    steps = [
        (name, Fact(2015, "x", f"participants:{name}", value=n, state="ok"), str(n))
        for name, n in (("referred", 40), ("started", 20), ("to-work", 0))
    ]
    drawn = str(chart_steps.bars("steg", steps, "alt"))
    ends = [float(end) for end in re.findall(r'<path d="M0 [0-9.]+L([0-9.]+) ', drawn)]
    assert ends == [WIDTH, WIDTH / 2] and all(f">{name}<" in drawn for name, _, _ in steps)


def test_what_is_invented_is_no_step(monkeypatch: pytest.MonkeyPatch, workspace_2015: Workspace) -> None:
    final = final_report_page.FinalReport.load(Report.load(Context(workspace_2015, 2015)), "sara")
    assert final_report_page.steps(final)
    found = final_report_page._found
    monkeypatch.setattr(final_report_page, "_found", lambda *given: replace(found(*given), origin="invented"))
    assert final_report_page.steps(final) == NOTHING


def test_a_year_without_goals_has_its_final_reports_and_no_page_of_a_place(workspace_2015: Workspace) -> None:
    steps = Plan.of(Context(workspace_2015, 2015)).published()
    pages = {s.page for s in steps if s.page}
    assert {f"slutrapport-{place}.html" for place in INTERVENTIONS} < pages
    assert not [p for p in pages if p in ("uppsala.html", "enter.html", "sammanfattning.html")]


def test_the_fixture_years_report_is_a_page_beside_the_others(workspace: Workspace) -> None:
    pages = {s.page for s in Plan.of(Context(workspace, 2019)).published()}
    assert {"slutrapport-hikikomori.html", "hikikomori.html", "forbundet.html"} < pages


def test_every_word_that_a_page_asks_for_is_there() -> None:
    known = catalogue()
    sections = {s for of in final_report_page.SECTIONS.values() for s in of}
    assert not [h for h in HEADINGS if f"final.heading.{h}" not in known]
    assert not [s for s in (*final_report_page.SECTIONS, "exits") if f"final.caption.{s}" not in known]
    assert sections <= set(FinalReport.model_fields)
    assert {h for of in TEMPLATES.values() for h in of} == set(HEADINGS)


def test_make_final_report_says_where_the_page_stands_or_which_there_are(tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "data" / "definitions", tmp_path / "data" / "definitions")
    shutil.copytree(REPOSITORY / "data" / "raw" / "2015", tmp_path / "data" / "raw" / "2015")
    shutil.copytree(REPOSITORY / "data" / "audit", tmp_path / "data" / "audit")
    shutil.copytree(REPOSITORY / "data" / "published", tmp_path / "data" / "published")
    done = command("final-report", tmp_path, YEAR="", INTERVENTION="enter")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == text("run.final", page="reports/2015/slutrapport-enter.html")
    assert (tmp_path / "reports/2015/slutrapport-enter.html").is_file()
    wrong = command("final-report", tmp_path, YEAR="", INTERVENTION="entr")
    assert wrong.returncode == 2 and "Menade du ”enter”?" in wrong.stdout


def test_association_chooses_the_workspace() -> None:
    asked = [
        "make",
        "-C",
        str(REPOSITORY),
        "-o",
        ".venv/.ready",
        "-n",
        "-p",
        "compared",
        "ASSOCIATION=en mapp",
    ]
    printed = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    assert "SOCIALT_BOKSLUT_WORKSPACE := en mapp\n" in printed.replace("$(ASSOCIATION)", "en mapp")
