"""What stands under an area's chart."""

from fractions import Fraction

from helpers.facts import Fact
from helpers.pages.areas import key
from helpers.pages.chart_results import Dot


def share(measure: str, value: str) -> Fact:
    return Fact(
        2019, "vannas", measure, "deltagare", value=Fraction(value), unit="share", state="ok", rule="r"
    )


def test_only_the_lines_that_are_drawn_are_explained() -> None:
    result, target = share("question:1.4", "3/4"), share("target:1.4", "4/5")
    low, high = share("low:question:1.4", "1/2"), share("high:question:1.4", "9/10")
    alone = Dot("1.4", result, None, None, target, "undecided")
    sampled = Dot("1.4", result, low, high, target, "undecided")
    silent = Dot("1.4", result, None, None, target, "undecided", low, high)
    assert key([alone]) == []
    assert [said.split()[1] for said in key([alone, sampled])] == ["tjocka"]
    assert [said.split()[1] for said in key([silent])] == ["tunna"]
    assert len(key([sampled, silent])) == 2
