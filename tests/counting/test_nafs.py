"""How NAFS is followed: by hand, by few, and as the shipped answers are said to be."""

from fractions import Fraction

import pandas as pd
import pytest

from helpers import definitions
from helpers.counting import nafs
from helpers.counting.enough import is_enough
from helpers.defining.nafs_definitions import Reading
from helpers.definitions import Definitions
from helpers.facts import Facts
from helpers.naming import measure_text
from helpers.pages.sayable import shown
from helpers.paths import REPOSITORY
from helpers.wording import fact_text

YEAR = definitions.load(REPOSITORY / "tests" / "fixture" / "data" / "definitions" / "2019.yaml")
FK, SOC = "forsakringskassan", "socialtjansten"


def answers(*given: tuple[str, str, str]) -> pd.DataFrame:
    """A clean table of (statement, authority, the letters answered)."""
    rows = [(statement, who, letter) for statement, who, letters in given for letter in letters]
    table = pd.DataFrame(rows, columns=["statement", "authority", "answer"], dtype="string")
    table.insert(0, "row", pd.Series([f"nafs.csv#!{n}" for n in range(2, len(rows) + 2)], dtype="string"))
    return table


def counted(
    *given: tuple[str, str, str], year: Definitions = YEAR, before: nafs.Before | None = None
) -> Facts:
    return Facts(nafs.facts(answers(*given), year, before))


def chosen(by: str, statements: int) -> Definitions:
    assert YEAR.nafs is not None
    rule = Reading.model_validate({"by": by, "statements": statements})
    return YEAR.model_copy(update={"nafs": YEAR.nafs.model_copy(update={"rule": rule})})


FULL = (("1", FK, "CCDDBD"), ("1", SOC, "ABBCDC"), ("2", FK, "DDCCC"), ("2", SOC, "ABBBA"))


def test_a_statement_counted_by_hand() -> None:
    facts = counted(*FULL)
    of = [
        facts.get("nafs", f"nafs:1:{FK}:{what}") for what in ("answer:A", "answer:C", "answer:D", "answered")
    ]
    assert [f.integer for f in of] == [0, 2, 3, 6]
    mean = facts.get("nafs", f"nafs:1:{FK}:mean")
    assert (mean.value, mean.numerator, mean.denominator, mean.unit) == (Fraction(20, 6), 20, 6, "score")
    upper = facts.get("nafs", "nafs:1:all:share-c-d")
    assert upper.counts == (8, 12) and len(upper.rows) == 8 and len(upper.base) == 12
    assert facts.get("nafs", "nafs:1:all:mean").value == Fraction(20 + 15, 12)
    assert fact_text(mean).plain == "3,33"


def test_both_readings_of_the_rule_are_told_and_none_is_judged_by_until_one_is_chosen() -> None:
    assert YEAR.nafs is not None
    unchosen = YEAR.model_copy(update={"nafs": YEAR.nafs.model_copy(update={"rule": None})})
    facts = counted(*FULL, year=unchosen)
    by_mean, by_share = (facts.get("nafs", m) for m in (nafs.BY_MEAN, nafs.BY_SHARE))
    assert (by_mean.counts, by_share.counts) == ((0, 2), (2, 2))  # means 35/12 and 25/10; 8 of 12 and 5 of 10
    assert facts.get("nafs", nafs.MET).state == "missing"
    verdicts = [
        counted(*FULL, year=chosen(by, n)).get("nafs", nafs.MET).integer
        for by, n in (("mean", 1), ("share", 2), ("share", 1))
    ]
    assert verdicts == [0, 1, 1]


def test_a_mean_of_three_reaches_the_rule() -> None:
    facts = counted(("1", FK, "CCCCC"), ("1", SOC, "BDBDC"), ("2", FK, "AADDB"), ("2", SOC, "AADBD"))
    assert facts.get("nafs", nafs.BY_MEAN).counts == (1, 2)
    assert facts.get("nafs", nafs.BY_SHARE).counts == (1, 2)


def test_nothing_is_told_of_few_and_no_difference_tells_of_them() -> None:
    facts = counted(("1", FK, "CCDDBD"), ("1", SOC, "ABC"), ("2", FK, "DDCCC"), ("2", SOC, "ABBBA"))
    for measure in (f.measure for f in facts if f.measure.startswith((f"nafs:1:{SOC}", "nafs:1:all"))):
        fact = facts.get("nafs", measure)
        assert (fact.state, fact.value, fact.numerator, len(fact.rows)) == ("too-few", None, None, 0), measure
    assert facts.get("nafs", f"nafs:1:{FK}:answered").integer == 6
    assert {facts.get("nafs", m).state for m in (nafs.BY_MEAN, nafs.BY_SHARE, nafs.MET)} == {"too-few"}
    assert fact_text(facts.get("nafs", f"nafs:1:{SOC}:mean")).plain == "För få svar"


def test_few_at_both_authorities_that_are_enough_together_are_told_together_only() -> None:
    facts = counted(("1", FK, "CCD"), ("1", SOC, "ABC"), ("2", FK, "DDCCC"), ("2", SOC, "ABBBA"))
    assert facts.get("nafs", "nafs:1:all:answered").integer == 6
    assert {facts.get("nafs", f"nafs:1:{who}:mean").state for who in (FK, SOC)} == {"too-few"}


def test_an_authority_that_has_not_answered_is_missing_and_hides_nobody() -> None:
    facts = counted(("1", FK, "CCDDBD"), ("2", FK, "DDCCC"), ("2", SOC, "ABBBA"))
    assert facts.get("nafs", f"nafs:1:{SOC}:mean").state == "missing"
    assert facts.get("nafs", "nafs:1:all:answered").integer == 6
    nothing = counted()
    assert {f.state for f in nothing} == {"missing"} and len(nothing) == len(facts)


def test_the_change_is_from_last_year_and_missing_without_it() -> None:
    facts = counted(*FULL, before={("1", FK): Fraction(7, 2)})
    change = facts.get("nafs", f"nafs:1:{FK}:change")
    assert change.value == Fraction(20, 6) - Fraction(7, 2) and fact_text(change).plain == "−0,17"
    assert facts.get("nafs", f"nafs:1:{SOC}:change").state == "missing"


def test_pages_tell_a_share_of_as_few_as_of_any_answers() -> None:
    year = YEAR.model_copy(update={"told_from_answers": 5})
    facts = counted(*FULL, year=year)
    told = shown(facts, year)
    assert told.get("nafs", f"nafs:2:{FK}:share-c-d").counts == (5, 5)  # five are enough of answers
    assert told.get("nafs", nafs.BY_SHARE).ok and is_enough(year, facts.get("nafs", nafs.BY_SHARE))


def test_without_the_key_there_is_no_fact() -> None:
    assert nafs.facts(answers(*FULL), YEAR.model_copy(update={"nafs": None})) == []


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        (f"nafs:1:{FK}:mean", "snitt på påstående 1, Försäkringskassan"),
        ("nafs:2:all:answer:B", "antal som svarat ”Stämmer delvis” på påstående 2, alla myndigheter"),
        (nafs.BY_MEAN, "påståenden där snittet är minst 3"),
    ],
)
def test_a_measure_has_words(measure: str, words: str) -> None:
    assert measure_text(measure, YEAR) == words


def test_the_shipped_answers_are_invented_and_agree_with_the_words(shipped_facts: dict[int, Facts]) -> None:
    """Arbetsförmedlingen lowest, Försäkringskassan highest, the two others low, a wide spread (969-979)."""
    facts = shipped_facts[2019]
    mine = facts.measures("nafs", "nafs:")
    assert len(mine) == 6 * 5 * 8 + 3
    assert {f.origin for f in mine if f.state == "ok"} == {"invented"}
    assert {f.origin for f in mine if f.state == "missing"} == {"delivered"}
    for statement in "123456":
        af, fk, region, soc = (
            facts.get("nafs", f"nafs:{statement}:{who}:mean").fraction
            for who in ("arbetsformedlingen", FK, "region-vasterbotten", SOC)
        )
        assert af == min(af, region, soc, fk) and fk == max(af, region, soc, fk)
        assert max(region, soc) < 3
        spread = [facts.get("nafs", f"nafs:{statement}:all:answer:{a}").integer for a in "ABCD"]
        assert min(spread) > 0
    assert not any(f.measure.startswith("nafs:") for year in (2017, 2018) for f in shipped_facts[year])
