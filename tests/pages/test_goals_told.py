"""How goals and results are written: never a result below its goal as the goal itself, no goal left out."""

from dataclasses import replace

import pytest
from pages.test_judgements import DEFINED, PLACE, answers, card, report, words

from helpers import definitions
from helpers.definitions import Definitions
from helpers.facts import Fact, Facts
from helpers.pages.indicators import goal_of, result_of, shown
from helpers.pages.unknowns import unknown
from helpers.paths import REPOSITORY


@pytest.mark.parametrize(
    ("counts", "printed"),
    [
        ((35, 44), "79,5 % (35/44)"),  # Ungdomstorget 1.4, 2019
        ((7995, 10000), "79,95 % (7 995/10 000)"),
        ((4, 5), "80 % (4/5)"),
        ((36, 44), "82 % (36/44)"),
        ((34, 44), "77 % (34/44)"),
    ],
)
def test_a_result_below_its_goal_is_not_printed_as_the_goal(counts: tuple[int, int], printed: str) -> None:
    page = report(answers("4.5", "personal", counts))
    (mine,) = (i for i in shown(page, PLACE) if i.id == "4.5")
    assert words(result_of(mine)) == printed


def without_side(percent: int | None) -> Definitions:
    """The fixture's 1.7, whose answers have no positive side, with a goal."""
    data = DEFINED.model_dump()
    for area in data["areas"]:
        for account in area["accounts"]:
            for indicator in account["indicators"]:
                if indicator["question"] == "1.7":
                    indicator["target_percent"] = percent
    return Definitions.model_validate(data)


def test_a_goal_for_answers_without_a_positive_side_is_told_and_not_judged() -> None:
    answered = Fact(2019, PLACE, "answered:1.7", "deltagare", value=8, state="ok", rule="r")
    for percent, said in (
        (80, "minst 80 % positiva svar. Svarsalternativen säger inte"),
        (None, "Mål saknas"),
    ):
        page = report([answered], without_side(percent))
        told = [words(goal_of(i)) for i in shown(page, PLACE) if i.id == "1.7"]
        assert len(told) == 1 and told[0].startswith(said), told
        assert not [i for i in shown(page, PLACE) if i.id == "1.7" and i.signal]


def test_the_shipped_year_has_the_board_s_goal_for_1_7() -> None:
    """ "ska deltagare på fråga 1.4, 1.5, 1.6, 1.7 till minst 80 %" (arsredovisning-2019:858)."""
    d = definitions.load(REPOSITORY / "data/definitions/2019.yaml")
    goals = {i.question: i.target_percent for _, _, i in d.indicators() if i.respondents == "deltagare"}
    assert goals == dict.fromkeys(("1.4", "1.5", "1.6", "1.7"), 80)


def test_what_society_is_to_do_is_told_on_the_association_s_page_too() -> None:
    page = report([])
    (mine,) = (i for i in shown(page, DEFINED.together.id) if i.id == "2.1")
    assert words(goal_of(mine)) == "Ska minska"
    assert "Ska minska" in card(page, "2.1")


def test_a_good_example_that_is_missing_is_not_its_account() -> None:
    """1.3 itself is reached: only the example is missing."""
    every = definitions.load(REPOSITORY / "tests/fixture/data/definitions/2019.yaml")
    page = report([], every)
    judged = Fact(2019, PLACE, "judgement:1.3-example", unit="judgement", rule="r")
    facts = [replace(judged, measure=f"{kind}:1.3-example") for kind in ("judgement", "verdict")]
    target = Fact(2019, PLACE, "target:1.3-example", value=1, state="ok", rule="r")
    known = page.now.facts
    page = replace(page, now=replace(page.now, facts=Facts([*known, *facts, target])))
    found = [i for i in shown(page, PLACE) if i.account.id == "1.3" and i.indicator.kind == "example"]
    told = words(unknown(page, PLACE, found))
    assert "Utfall saknas för mål 1.3 (gott exempel)." in told
