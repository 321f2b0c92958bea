"""What associations have let out becomes one row an association and measure, and who lacks it is told why."""

import pandas as pd

from helpers.counting import national_figures
from helpers.counting.national import NATION
from helpers.counting.national_figures import DELIVERED_COLUMNS, alone, coverage, covered, figures, shared

A, B = "aaaaaaaaaaaa", "bbbbbbbbbbbb"
Q = f"question@{A}"


def fact(
    association: str,
    measure: str,
    counts: tuple[int, int] | str,
    platform: str = "alla",
    definition: str = A,
    **more: object,
) -> dict:
    """A delivered fact: counts, or why it has none."""
    has = isinstance(counts, tuple)
    numbers = counts if has else (pd.NA, pd.NA)
    return {
        "association": association,
        "year": 2019,
        "platform": platform,
        "measure": measure,
        "respondents": "deltagare" if measure.startswith("question") else "",
        "group": "all",
        "value": numbers[0] / numbers[1] if has else None,
        "numerator": numbers[0],
        "denominator": numbers[1],
        "unit": "share",
        "state": "ok" if has else counts,
        "origin": "delivered",
        "definition": definition,
    } | more


def told(*facts: dict) -> pd.DataFrame:
    given = pd.DataFrame([*facts, fact("x", "to-work", (1, 1)), fact("x", "to-studies", (1, 1))])
    together = {(a, 2019): "alla" for a in given["association"]}
    return figures(given[DELIVERED_COLUMNS].astype({"numerator": "Int64", "denominator": "Int64"}), together)


def one(*facts: dict) -> list:
    (row,) = told(*facts).to_dict("records")
    return [row[c] for c in ("measure", "numerator", "denominator", "state", "asked")]


def test_an_outcome_is_the_associations_own_and_no_platforms() -> None:
    own, other = fact("x", "share:to-work", (5, 30)), fact("x", "share:to-work", (4, 9), "norr")
    assert one(own, other) == [f"share:to-work@{A}", 5, 30, "ok", "share:to-work"]


def test_what_is_no_outcome_women_and_men_and_a_sum_of_outcomes_are_left_out() -> None:
    of_women = fact("x", "share:to-work", (5, 30), group="women")
    assert told(of_women, fact("x", "share:positive", (9, 30)), fact("x", "share:sus:a", (9, 30))).empty


def test_answers_are_added_over_the_platforms_that_may_be_told() -> None:
    parts = [fact("x", "question:1.4", n, p) for n, p in (((8, 10), "norr"), ((3, 7), "syd"))]
    assert one(*parts, fact("x", "question:1.4", "too-few", "vast")) == [Q, 11, 17, "ok", "question:1.4"]
    assert one(*(fact("x", "question:1.4", s, s) for s in ("missing", "too-few")))[3] == "too-few"
    assert one(*(fact("x", "question:1.4", s, s) for s in ("suppressed", "too-few")))[3] == "suppressed"


def test_nothing_is_told_of_fewer_than_five() -> None:
    assert one(fact("x", "question:1.4", (4, 4), "norr"))[1:4] == [None, None, "too-few"]
    assert one(fact("x", "question:1.4", (4, 9), "norr"))[1:4] == [None, None, "too-few"]
    assert one(fact("x", "question:1.4", (5, 5), "norr"))[1:4] == [5, 5, "ok"]
    assert one(fact("x", "question:1.4", (0, 5), "norr"))[1:4] == [0, 5, "ok"]
    assert one(fact("x", "question:1.4", (0, 4), "norr"))[1:4] == [None, None, "too-few"]


def test_a_share_without_counts_is_in_no_sum() -> None:
    bare = fact("x", "share:to-work", (5, 30), numerator=pd.NA, denominator=pd.NA)
    assert one(bare)[1:4] == [None, None, "suppressed"]


def test_a_question_is_the_same_whatever_its_number_and_another_in_other_words() -> None:
    known = told(
        fact("x", "question:1.9", (8, 10)),
        fact("y", "question:1.8", (6, 10)),
        fact("z", "question:1.8", (1, 10), definition=B),
    )
    assert list(zip(known["association"], known["measure"], strict=True)) == [
        ("x", Q),
        ("y", Q),
        ("z", f"question@{B}"),
    ]
    assert list(shared(known)["association"]) == ["x", "y"]
    assert [(f.platform, f.measure, f.value) for f in alone(known)] == [("z", "alone:surveys", 1)]


def test_everybody_has_a_measure_or_lacks_it_for_one_reason() -> None:
    known = told(
        fact("x", "question:1.4", (8, 10)),
        fact("y", "question:1.4", "too-few"),
        fact("z", "question:1.4", (1, 10), definition=B),
        fact("u", "question:2.1", (1, 10), definition=B),
        fact("v", "question:1.4", "suppressed"),
    )
    everybody = ["t", "u", "v", "x", "y", "z"]
    sent = [(a, 2019) for a in everybody if a != "t"]
    why = coverage(known[known["measure"] == Q], known, everybody, sent)
    assert dict(zip(why["association"], why["why"], strict=True)) == {
        "t": "not-received",
        "u": "missing",
        "v": "suppressed",
        "x": "ok",
        "y": "too-few",
        "z": "other-definition",
    }
    assert set(why["why"]) == set(national_figures.WHY)
    assert {f.measure: f.value for f in covered(why)} == {
        f"coverage:{w}:{Q}": 1 for w in national_figures.WHY
    }


def test_who_has_sent_and_who_is_known_are_counted_apart() -> None:
    got = national_figures.received(["x", "y"], [("x", 2018), ("x", 2019), ("y", 2019)], [2018, 2019])
    assert {(f.year, f.platform, f.measure): f.value for f in got} == {
        (2018, "x", "received"): 1,
        (2018, "y", "received"): 0,
        (2018, NATION, "received"): 1,
        (2018, NATION, "known"): 2,
        (2019, "x", "received"): 1,
        (2019, "y", "received"): 1,
        (2019, NATION, "received"): 2,
        (2019, NATION, "known"): 2,
    }
