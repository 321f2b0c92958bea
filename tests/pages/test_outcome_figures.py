"""Outcomes as figures, and goals as a heat table: what they say, and where there are none."""

from xml.etree import ElementTree

import pytest
from test_judgements import DEFINED, PLACE, answers, count, report

from helpers.facts import Fact, missing, share
from helpers.pages.association import multiples_figure, places_figure
from helpers.pages.document import NOTHING, Block, Heat
from helpers.pages.heat import heat
from helpers.pages.html import written
from helpers.pages.outcome_figures import outcome_figure, slope_figure
from helpers.pages.years import Report
from helpers.wording import NO_BREAK_SPACE

TOGETHER = DEFINED.together.id
OUTCOMES = (10, 4, 11, 4)


def left(*counts: int, year: int = 2019, place: str = PLACE) -> list[Fact]:
    """Those who left a place, an outcome each in the order of the definitions."""
    discharged = Fact(year, place, "discharged", value=sum(counts), state="ok", rule="r")
    shares = [
        share((year, place, f"share:{o}", "", "all"), n, sum(counts), "participants.outcome")
        for o, n in zip(DEFINED.outcome_ids, counts, strict=True)
    ]
    return [discharged, *shares]


def page(figure: Block) -> ElementTree.Element:
    return ElementTree.fromstring(f"<div>{written(figure)}</div>")


def words(element: ElementTree.Element | None) -> str:
    assert element is not None
    return " ".join("".join(element.itertext()).split()).replace(NO_BREAK_SPACE, " ")


@pytest.fixture()
def two_years() -> Report:
    return report(left(*OUTCOMES), before=left(9, 9, 9, 3, year=2018))


def test_outcomes_stand_beside_their_goals_and_last_year(two_years: Report) -> None:
    figure = page(outcome_figure(two_years, PLACE))
    drawn, title = figure.find(".//svg"), words(figure.find(".//p[@class='finding-title']"))
    assert title == "34 % av de avslutade gick till arbete, målet är 35 %"
    told = words(drawn)
    assert "34 % (10/29)" in told and "mål 35 %, 2018: 30 %" in told and "✘ Ej uppnått" in told
    assert drawn is not None and drawn.get("aria-label", "").replace(NO_BREAK_SPACE, " ").startswith(
        f"{title}. "
    )
    assert words(figure.find(".//p[@class='source']")) == "Källa: deltagarlistorna 2019. 29 avslutade."
    assert "Triangeln visar 2018." in words(figure.find(".//p[@class='sub']"))


def test_one_year_has_bars_and_no_line() -> None:
    one = report(left(*OUTCOMES))
    assert slope_figure(one, PLACE) is NOTHING
    figure = page(outcome_figure(one, PLACE))
    assert "2018" not in words(figure)
    assert outcome_figure(report([]), PLACE) is NOTHING


def test_two_years_have_lines_with_how_many_left_at_each_end(two_years: Report) -> None:
    figure = page(slope_figure(two_years, PLACE))
    told = words(figure.find(".//svg"))
    assert "30 avslutade" in told and "29 avslutade" in told and "2018" in told and "2019" in told
    assert words(figure.find(".//p[@class='finding-title']")) == (
        "34 % av de avslutade gick till arbete 2019, jämfört med 30 % 2018"
    )
    assert "30 och 29 avslutade" in words(figure.find(".//p[@class='source']"))


def test_platforms_stand_beside_each_other_with_their_goals() -> None:
    other = next(p for p in DEFINED.parts(TOGETHER) if p != PLACE)
    whole = tuple(2 * n for n in OUTCOMES)
    of = report([*left(*OUTCOMES), *left(*OUTCOMES, place=other), *left(*whole, place=TOGETHER)])
    panels, places = page(multiples_figure(of)), page(places_figure(of))
    assert words(panels.find(".//svg")).count("✘ 34 %") == 2
    assert (
        words(panels.find(".//p[@class='finding-title']"))
        == "Av förbundets 58 avslutade gick 34 % till arbete"
    )
    assert words(places.find(".//svg")).count("✘ 34 % (10/29)") == 2
    assert "✘ 34 % (20/58)" in words(places.find(".//svg")) and "Utfall saknas" in words(
        places.find(".//svg")
    )
    assert multiples_figure(report(left(*OUTCOMES))) is NOTHING
    assert places_figure(report(left(*OUTCOMES))) is NOTHING


def test_goals_and_places_are_one_table_of_coloured_cells() -> None:
    asked = [*answers("1.4", "deltagare", (17, 20)), *answers("4.5", "personal", (14, 14))]
    without = [missing((2019, "bjurholm", "share:to-work", "", "all"), "share", "r")]
    of = report([*left(*OUTCOMES), *asked, count("asked", 14, "personal"), *without])
    parts = [part for part in heat(of).inside() if isinstance(part, Heat)]
    table = page(parts[0])
    heads = [words(th) for th in table.findall(".//thead/tr/th")]
    assert heads == [
        "Plattform",
        "Arbete35 %",
        "Studier25 %",
        "Annan lösning30 %",
        "Stöddeltagare 80 %",
        "Närmare arbetepersonal 80 %",
    ]
    cells = [(td.get("class"), words(td)) for td in table.findall(".//tbody/tr/td")]
    assert len(parts) == 1 and cells == [
        ("not-reached", "✘34 %Ej uppnått"),
        ("not-reached", "✘14 %Ej uppnått"),
        ("reached", "✔38 %Uppnått"),
        ("reached-uncertain", "≈85 %Uppnått men osäkert"),
        ("reached", "✔100 %Uppnått"),
    ]
    told = words(page(heat(of)))
    assert "✘ ej uppnått" in told and "Utfallet saknas eller räcker inte för en bedömning: Bjurholm." in told
    assert heat(report([])) is NOTHING


def test_a_share_beside_its_goal_is_never_printed_as_the_goal() -> None:
    of = report([*left(9, 8, 6, 3), *answers("1.4", "deltagare", (35, 44))])
    told = words(page(heat(of)))
    assert "✘34,6 %" in told and "79,5 %" in told
    assert words(page(outcome_figure(of, PLACE)).find(".//p[@class='finding-title']")).startswith("34,6 %")
