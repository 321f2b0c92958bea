"""Limits around the association's average: against R (tests/r/limits.R), by counting, and in drawn years."""

import csv
import io
import shutil
import subprocess
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom
from support.clean_tables import FIXTURE_DEFINITIONS
from support.workspaces import TESTS

from helpers import definitions
from helpers.counting import funnel
from helpers.counting.funnel import LEVELS, limits
from helpers.counting.origins import with_origins
from helpers.facts import Fact, Facts, Rows, missing, share
from helpers.naming import measure_text

R = TESTS / "r"
DEFINED = definitions.load(FIXTURE_DEFINITIONS)
TOGETHER = DEFINED.together.id
PLACE = DEFINED.parts(TOGETHER)[0]
LEFT, CHANCE = (128, 81, 37, 29, 26, 17), 0.28  # how many left each platform, as in 2019


def cases(printed: str) -> list[tuple[tuple[int, Fraction, Fraction], tuple[int, int]]]:
    """R's cases: how many left, the average and the level, and what R found."""
    return [
        (
            (int(r["left"]), Fraction(int(r["part"]), int(r["whole"])), LEVELS[r["level"]]),
            (int(r["low"]), int(r["high"])),
        )
        for r in csv.DictReader(io.StringIO(printed))
    ]


def test_limits_are_those_of_qbinom_in_r() -> None:
    known = cases((R / "limits.csv").read_text(encoding="ascii"))
    assert len(known) == 240
    for case, found in known:
        assert limits(*case) == found, case


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not here: tests/r/limits.csv stands for it")
def test_r_gives_the_stored_limits_anew() -> None:
    done = subprocess.run(
        ["Rscript", "--vanilla", str(R / "limits.R")], capture_output=True, text=True, check=True
    )
    assert done.stdout == (R / "limits.csv").read_text(encoding="ascii")


@pytest.mark.parametrize("level", LEVELS.values())
@pytest.mark.parametrize("left", [1, 7, 26, 128])
def test_no_limit_is_passed_more_often_than_it_says(left: int, level: Fraction) -> None:
    """Counted: each side's tail is at most half of what the level leaves, and one person less is not."""
    tail = (1 - level) / 2
    low, high = limits(left, Fraction(28, 100), level)
    chances = binom(left, 0.28)
    assert chances.cdf(low - 1) < tail <= chances.cdf(low)
    assert chances.sf(high) <= tail < chances.sf(high - 1)


def drawn(random: np.random.Generator, chances: list[float]) -> list[tuple[bool, bool]]:
    """Whether each platform of a drawn year is outside the limits of either level, around its own average."""
    went = random.binomial(LEFT, chances)
    average = Fraction(int(went.sum()), sum(LEFT))
    found = []
    for n, k in zip(LEFT, went, strict=True):
        ends = [limits(n, average, level) for level in LEVELS.values()]
        near, far = (not low <= k <= high for low, high in ends)
        found.append((near, far))
    return found


def test_of_platforms_that_do_not_differ_few_are_outside_and_a_planted_one_is() -> None:
    """A hundred drawn years, always the same: 600 points, of which 5 % would be 30 and 0.2 % would be one."""
    random = np.random.default_rng(2019)
    clean = [point for _ in range(100) for point in drawn(random, [CHANCE] * len(LEFT))]
    near, far = (sum(column) for column in zip(*clean, strict=True))
    assert 10 <= near <= 30 and far <= 2
    planted = [drawn(random, [CHANCE] * 2 + [0.85] + [CHANCE] * 3)[2] for _ in range(100)]
    assert sum(far for _, far in planted) >= 95


def counted(place: str, numerator: int, denominator: int, origin: str = "printed") -> Fact:
    key = (2019, place, "share:to-work", "", "all")
    rows = Rows({(f"participants/{place}.csv", ""): range(2, 2 + numerator)})
    base = Rows({(f"participants/{place}.csv", ""): range(2, 2 + denominator)})
    fact = share(key, numerator, denominator, "participants.share", rows, base)
    return Fact(**{**vars(fact), "origin": origin})


def found(*known: Fact) -> Facts:
    return Facts(funnel.facts(Facts(known), DEFINED))


def test_limits_stand_in_people_of_those_who_left_and_rest_on_the_whole_association() -> None:
    whole = counted(TOGETHER, 26, 100)
    known = found(counted(PLACE, 5, 29), whole)
    low, high = (known.get(PLACE, f"limit:95:{end}:share:to-work") for end in ("low", "high"))
    assert [(f.numerator, f.denominator, f.value) for f in (low, high)] == [
        (3, 29, Fraction(3, 29)),
        (12, 29, Fraction(12, 29)),
    ]
    assert (low.rows, low.base) == (whole.rows, whole.base) and low.rule == "funnel.limit"
    assert measure_text(low.measure, DEFINED) == "undre gräns för slumpen (95 procent), till arbete (andel)"
    far = known.get(PLACE, "limit:99.8:high:share:to-work")
    assert far.numerator == 15 and "99,8 procent" in measure_text(far.measure, DEFINED)


def test_limits_are_of_the_platforms_in_the_sum_and_of_all_only() -> None:
    known = found(counted(PLACE, 5, 29), counted(TOGETHER, 26, 100))
    assert {f.platform for f in known} == set(DEFINED.parts(TOGETHER))
    assert {f.group for f in known} == {"all"}
    assert len(known) == len(DEFINED.parts(TOGETHER)) * len(DEFINED.outcome_ids) * 4


@pytest.mark.parametrize("absent", [PLACE, TOGETHER])
def test_there_is_no_limit_without_either_share(absent: str) -> None:
    known = [counted(PLACE, 5, 29), counted(TOGETHER, 26, 100)]
    kept = [missing(f.key, "share", f.rule) if f.platform == absent else f for f in known]
    of = [f for f in found(*kept) if f.platform == PLACE]
    assert of and {f.state for f in of} == {"missing"}
    assert {f.state for f in found(*known) if f.measure.endswith("to-work") and f.platform == PLACE} == {"ok"}


@pytest.mark.parametrize(
    ("mine", "whole", "origin"),
    [
        ("printed", "printed", "derived"),
        ("printed", "invented", "invented"),
        ("invented", "printed", "invented"),
    ],
)
def test_a_limit_follows_from_both_shares_and_is_as_weak_as_the_weaker(
    mine: str, whole: str, origin: str
) -> None:
    shares = [counted(PLACE, 5, 29), counted(TOGETHER, 26, 100)]
    deliveries = pd.DataFrame(
        [("participants", p, "read", True) for p in DEFINED.parts(TOGETHER)],
        columns=["kind", "part", "status", "shipped"],
    )
    known = {f.key: one for f, one in zip(shares, (mine, whole), strict=True)}
    rested = with_origins([*shares, *found(*shares)], DEFINED, deliveries, known)
    assert rested.get(PLACE, "limit:95:low:share:to-work").origin == origin
