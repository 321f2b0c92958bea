"""How long stays last: against R's survival (tests/r/survival.R), by hand, and for any stays."""

import csv
import io
import math
import shutil
import subprocess
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.workspaces import TESTS

from helpers.counting.survival import STILL_THERE, Stays

R = TESTS / "r"
GIVEN = list(csv.DictReader(io.StringIO((R / "stays.csv").read_text(encoding="ascii"))))
EXPECTED = (R / "survival.csv").read_text(encoding="ascii")
SAME = {"rel": 1e-12, "abs": 1e-13}  # R writes 15 digits, of which it takes 1 - sum for the part that is left
KEPT = {"abs": 5.01e-11}  # ours are kept to ten decimals

Expected = dict[str, dict[tuple[str, str], float | None]]


def expected(printed: str = EXPECTED) -> Expected:
    """case -> (what, day) -> what R found; None where it found nothing."""
    found: Expected = defaultdict(dict)
    for r in csv.DictReader(io.StringIO(printed)):
        found[r["case"]][r["what"], r["day"]] = None if r["expected"] == "none" else float(r["expected"])
    return found


def cases() -> dict[str, Stays]:
    columns: dict[str, list[list]] = defaultdict(lambda: [[], [], []])
    for r in GIVEN:
        for column, value in zip(
            columns[r["case"]], (int(r["entry"]), int(r["exit"]), r["way"]), strict=True
        ):
            column.append(value)
    return {case: Stays(*given) for case, given in columns.items()}


CASES = cases()


def test_the_part_still_there_and_its_limits_are_those_of_survfit_in_r() -> None:
    tried = 0
    for case, known in expected().items():
        stays = CASES[case]
        assert [s.day for s in stays.steps] == [
            int(day) for what, day in known if what == "after" and int(day) <= stays.known
        ], case
        bounds = {day: limits for day, *limits in stays._bounds()}
        for step in stays.steps:
            at = [known[what, str(step.day)] for what in ("after", "lower", "upper")]
            ours = [step.after, *bounds.get(step.day, (None, None))]
            assert ours == [v if v is None else pytest.approx(v, **SAME) for v in at], (case, step.day)
            tried += 1
    assert tried > 600


def test_the_part_that_has_left_each_way_is_that_of_survfit_in_r() -> None:
    tried = 0
    for case, known in expected().items():
        for (what, day), part in known.items():
            if what.startswith("left:") and int(day) <= CASES[case].known:
                ours = CASES[case].left_by(int(day), what.removeprefix("left:"))
                assert float(ours) == pytest.approx(part, **KEPT), (case, what, day)
                tried += 1
    assert tried > 2000


def test_the_median_and_its_limits_are_those_of_survfit_in_r() -> None:
    """Where all is known; else R's are of steps that say nothing, and ours are the same or none."""
    whole = 0
    for case, known in expected().items():
        stays = CASES[case]
        ours = [None if v is None else float(v) for v in (stays.median(), *stays.limits())]
        theirs = [known[what, ""] for what in ("median", "low", "high")]
        is_whole = all(int(day) <= stays.known for what, day in known if what == "after")
        whole += is_whole
        told = [o if is_whole or o is not None else t for o, t in zip(ours, theirs, strict=True)]
        assert told == theirs, case
    assert 40 < whole < len(CASES)


@pytest.mark.skipif(
    shutil.which("Rscript") is None,
    reason="R is not on this machine: the stored tests/r/survival.csv stands for it",
)
def test_r_gives_the_stored_values_anew() -> None:
    found = subprocess.run(
        ["Rscript", "--vanilla", "-e", "cat(requireNamespace('survival', quietly = TRUE))"],
        capture_output=True,
        text=True,
        check=True,
    )
    if found.stdout != "TRUE":
        pytest.skip("R is here without its package survival: the stored tests/r/survival.csv stands for it")
    done = subprocess.run(
        ["Rscript", "--vanilla", str(R / "survival.R"), str(R / "stays.csv")],
        capture_output=True,
        text=True,
        check=True,
    )
    anew, stored = expected(done.stdout), expected()
    assert list(anew) == list(stored)
    for case, known in stored.items():
        assert anew[case] == {k: v if v is None else pytest.approx(v, **SAME) for k, v in known.items()}, case


# --- by hand -----------------------------------------------------------------------------------------------


def test_half_exactly_is_halfway_to_the_next_who_leaves() -> None:
    """Of four two leave on day 3 and one on day 8: half are there from 3 to 8."""
    assert Stays([-1] * 4, [3, 3, 8, 9], ["a", "b", "a", STILL_THERE]).median() == 5.5
    assert Stays([-1] * 4, [3, 3, 9, 9], ["a", "b", STILL_THERE, STILL_THERE]).median() == 3


def test_who_is_seen_late_counts_from_then_on() -> None:
    """On day 2 one of two leaves (1/2), on day 9 one of five (4/10), of whom three came in between."""
    stays = Stays([-1, -1, 4, 4, 8], [2, 12, 9, 12, 12], ["a", "", "b", "", ""])
    assert [(s.day, s.there, s.left, s.after) for s in stays.steps] == [(2, 2, 1, 0.5), (9, 4, 1, 0.375)]
    assert (stays.left_by(2, "a"), float(stays.left_by(9, "b"))) == (0.5, 0.125)


def test_where_all_who_are_seen_leave_early_nothing_later_is_known() -> None:
    """One newcomer leaves on day 2; twenty are seen from day 100 on. R has half leave on day 2."""
    stays = Stays([-1] + [99] * 20, [2] + [200] * 20, ["a"] + [""] * 20)
    assert (stays.known, stays.median(), stays.limits(), stays.left_by(2, "a")) == (
        1,
        None,
        (None, None),
        None,
    )
    together = Stays([-1, 2], [2, 200], ["a", ""])
    assert (together.known, together.median(), together.left_by(1, "a")) == (1, None, 0)


def test_days_on_which_nobody_is_seen_end_what_is_known() -> None:
    stays = Stays([-1, -1, 9], [2, 5, 20], ["a", "", "b"])
    assert (stays.known, stays.left_by(5, "a"), stays.left_by(6, "a"), stays.left_by(20, "b")) == (
        *(5, 0.5),
        *(None, None),
    )


def test_where_nobody_is_seen_from_the_first_day_nothing_is_known() -> None:
    for stays in (Stays([], [], []), Stays([3, 4], [9, 9], ["a", "a"])):
        assert (stays.known, stays.median(), stays.limits(), stays.left_by(0, "a")) == (
            *(-1, None),
            *((None, None), None),
        )


def test_when_all_have_left_every_later_day_is_known() -> None:
    stays = Stays([-1, -1], [0, 4], ["a", "b"])
    assert (stays.known, stays.left_by(365, "a"), stays.left_by(365, "b")) == (4, 0.5, 0.5)


# --- any stays ---------------------------------------------------------------------------------------------

ONE = st.tuples(st.integers(-1, 30), st.integers(1, 30), st.sampled_from(["", "a", "b"]))


@given(st.lists(ONE, max_size=30))
def test_who_is_still_there_and_who_has_left_are_all(given_: list[tuple[int, int, str]]) -> None:
    stays = Stays([e for e, _, _ in given_], [e + d for e, d, _ in given_], [w for _, _, w in given_])
    for step in stays.steps:
        gone = [stays.left_by(step.day, way) for way in ("a", "b")]
        assert math.isclose(float(sum(gone)) + step.after, 1, abs_tol=2e-10)
        assert 0 <= step.after < step.before <= 1
    low, high = stays.limits()
    if stays.median() is not None:  # a step to nobody has no limits
        assert (low is None or low <= stays.median()) and (high is None or stays.median() <= high)
    assert stays.known <= max((e + d for e, d, _ in given_), default=-1)
