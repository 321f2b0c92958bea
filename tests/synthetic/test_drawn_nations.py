"""Nations drawn from the model of the invented associations: who the funnel names, and who it does not."""

import pandas as pd
import pytest

from helpers.counting import national
from helpers.counting.national import ABOVE, BELOW, COLUMNS, OUTCOMES, WITHIN
from helpers.synthetic.national_model import Asked, Outlier, draw

WORK, PLANTED, DRAWS = "share:to-work@4f0c", "forbund-007", 100


def figures(seed: int, shift: float = 0.0) -> pd.DataFrame:
    """A drawn year of 80 associations as national figures, COLUMNS; `shift` is planted at one of them."""
    outlier = Outlier(PLANTED, "to-work", shift) if shift else None
    drawn = draw(Asked(80, tuple(range(2015, 2025)), seed, 1_000_000, outlier=outlier))
    drawn = drawn.rename(columns={"reached": "numerator", "discharged": "denominator"})
    about = {"year": 2024, "measure": WORK, "respondents": "", "state": "ok", "origin": "invented"}
    return drawn.assign(**about)[COLUMNS]


def named(seed: int, shift: float = 0.0) -> dict[str, int]:
    """The associations that are outside what chance explains, and on which side."""
    mine = figures(seed, shift)
    level = national.wrong_level(mine, OUTCOMES)
    verdicts = national.outliers(mine["numerator"].to_numpy(), mine["denominator"].to_numpy(), level)
    return {a: int(v) for a, v in zip(mine["association"], verdicts, strict=True) if v != WITHIN}


def test_of_a_hundred_clean_draws_none_names_anybody() -> None:
    assert [named(seed) for seed in range(DRAWS)] == [{}] * DRAWS


@pytest.mark.parametrize(
    ("shift", "side", "times"),
    [(0.1, ABOVE, 91), (-0.1, BELOW, 86), (0.2, ABOVE, DRAWS), (-0.2, BELOW, DRAWS)],
)
def test_the_planted_one_is_named_where_it_is_large_enough_and_nobody_beside_it(
    shift: float, side: int, times: int
) -> None:
    """Of ten points where some hundred have left, of twenty always: the seeds are given, and so the sizes."""
    found = [named(seed, shift) for seed in range(DRAWS)]
    assert [mine for mine in found if mine] == [{PLANTED: side}] * times


def test_the_facts_of_a_draw_name_whom_the_counts_do() -> None:
    told = national.facts(figures(1, 0.1))
    verdicts = {f.platform: f.value for f in told if f.measure == f"outlier:{WORK}"}
    assert {a: v for a, v in verdicts.items() if v != WITHIN} == named(1, 0.1) == {PLANTED: ABOVE}
    assert len(verdicts) == 80
