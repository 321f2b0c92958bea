"""Limits around the association's average, as the page tells them: neutral, and of nothing invented."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from test_judgements import DEFINED, report
from test_outcome_figures import left, page, words

from helpers.counting import funnel
from helpers.definitions import Definitions
from helpers.facts import DELIVERED, INVENTED, Fact, Facts
from helpers.pages.association import multiples_figure
from helpers.pages.document import NOTHING
from helpers.pages.funnel_told import around_average
from helpers.pages.years import Report

TOGETHER = DEFINED.together.id
ONE, OTHER = DEFINED.parts(TOGETHER)[:2]


def limited(
    one: tuple[int, ...], other: tuple[int, ...], origin: str = DELIVERED, defined: Definitions = DEFINED
) -> Report:
    """A year in which so many left two platforms to each outcome, with the limits of both."""
    whole = tuple(a + b for a, b in zip(one, other, strict=True))
    known = [*left(*one, place=ONE), *left(*other, place=OTHER), *left(*whole, place=TOGETHER)]
    limits: list[Fact] = [
        replace(f, origin=origin) if f.platform == ONE else f for f in funnel.facts(Facts(known), DEFINED)
    ]
    return report([*known, *limits], defined)


def told(of: Report) -> ElementTree.Element:
    return page(around_average(of))


def test_a_platform_outside_is_told_with_its_limits_and_without_a_verdict() -> None:
    of = told(limited((20, 2, 5, 2), (10, 20, 50, 20)))
    said = [words(item) for item in of.findall("./ul/li")]
    assert said[0] == (
        f"{DEFINED.label(ONE)}, till arbete: 69,0 % (20/29) ligger utanför 99,8-procentsgränserna, "
        "3,4–48,3 %."
    )
    everything = words(of)
    assert "om alla haft samma sannolikhet" in everything and "Här görs 8 jämförelser." in everything
    judging = ("bättre", "sämre", "bäst", "sämst", "lyckas", "underkänd", "✔", "✘")
    assert not [word for word in judging if word in everything]


def test_a_platform_outside_the_nearer_limits_only_is_told_so() -> None:
    said = [words(item) for item in told(limited((14, 3, 9, 3), (20, 20, 40, 20))).findall("./ul/li")]
    assert said == [
        f"{DEFINED.label(ONE)}, till arbete: 48,3 % (14/29) ligger utanför 95-procentsgränserna, "
        "10,3–41,4 %, men inom 99,8-procentsgränserna."
    ]


def test_every_outcome_has_a_table_and_the_first_a_chart_with_the_average() -> None:
    of = told(limited((8, 5, 12, 4), (28, 17, 41, 14)))
    assert "Alla andelar som visas ligger inom 95-procentsgränserna." in words(of)
    assert len(of.findall(".//table")) == len(DEFINED.outcomes) and len(of.findall(".//svg")) == 1
    title = words(of.find(".//p[@class='finding-title']"))
    assert title == "Plattformarnas andelar till arbete runt förbundets snitt, 27,9 %"
    assert "27,6 % (8/29)" in words(of.find(".//svg"))


@pytest.mark.parametrize("few", [(DEFINED.told_from_discharged - 1, 0, 0, 0), (0, 0, 0, 0)])
def test_fewer_than_a_percentage_is_told_of_have_no_limits_on_a_page(few: tuple[int, ...]) -> None:
    assert around_average(limited(few, (28, 17, 41, 14))) is NOTHING


def test_nothing_is_said_of_what_is_invented() -> None:
    assert around_average(limited((20, 2, 5, 2), (10, 20, 50, 20), INVENTED)) is NOTHING


def test_limits_stand_behind_the_click_of_the_platforms_chart() -> None:
    of = page(multiples_figure(limited((8, 5, 12, 4), (28, 17, 41, 14))))
    behind = of.find(".//figure[@id='diagram-plattformar']/details")
    assert behind is not None and "Gränser 95 %" in words(behind)
    assert "diagram-gransen" not in [f.get("id") for f in of.findall("./figure")]


def test_limits_that_no_share_could_pass_say_so() -> None:
    few = DEFINED.model_copy(update={"told_from_discharged": 5})
    of = told(limited((3, 0, 3, 0), (3, 0, 3, 0), defined=few))
    rows = [[words(cell) for cell in row] for row in of.findall(".//tbody/tr")]
    assert rows[0][1:] == ["50,0 % (3/6)", "16,7–83,3 %", "ingen andel kan hamna utanför"]
