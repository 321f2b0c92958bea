"""What the account prints otherwise than the facts, fact by fact, as the pages are told it."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from support.prints import ASSOCIATION, DEFINED, SHIPPED, case, figure, planted, table

from helpers.audit import contradictions, every_rule
from helpers.audit.case import Case
from helpers.audit.comparison import compare
from helpers.audit.record import Figure, Record
from helpers.audit.review import Review
from helpers.context import Context
from helpers.facts import Fact, Facts, share
from helpers.pages.contradicted import Contradiction, Contradictions
from helpers.paths import Workspace

PLACE = "vannas"
LEFT = Fact(2019, PLACE, "discharged", value=29, state="ok", rule="r")
TO_WORK = share((2019, PLACE, "share:to-work", "", "all"), 5, 29, "r")


def table_of(made: Case) -> pd.DataFrame:
    """The contradictions of an account."""
    compared = list(compare(made.record, made.all_figures, made.facts))
    context = Context(Workspace(Path()), made.year)
    return contradictions.table(Review(context, made, compared, every_rule.audit(made), {}, []))


def told(figures: list[Figure], *facts: Fact) -> pd.DataFrame:
    """The contradictions of an account with these prints."""
    return table_of(case(*figures, facts={2019: Facts(facts)}))


def about(figures: list[Figure], fact: Fact) -> list[Contradiction]:
    return Contradictions.of(told(figures, fact)).about(fact)


def test_an_account_that_agrees_contradicts_nothing() -> None:
    assert told(table(), LEFT, TO_WORK).empty
    assert not Contradictions.of(told(table(), LEFT))


def test_a_table_that_prints_another_number_is_told_where_a_finding_accuses_it() -> None:
    wrong = planted(table(), "discharged", value=Decimal(30), printed="30")
    assert about(wrong, LEFT) == [Contradiction("30", True, "regel-women-and-men")]


def test_a_print_that_no_finding_accuses_is_told_where_it_is_compared() -> None:
    other = replace(LEFT, value=31)
    assert about(table(), other) == [Contradiction("29", True, "del-comparison")]


def test_the_table_is_told_before_the_text_and_what_stands_twice_once() -> None:
    text = [figure(80, "27", "discharged"), figure(81, "27", "discharged"), figure(82, "29", "discharged")]
    other = replace(LEFT, value=31)
    found = about([*text, *table(line=10)], other)
    assert [(c.printed, c.is_table) for c in found] == [("29", True), ("27", False)]


def test_a_share_is_told_as_it_is_printed() -> None:
    printed = [figure(80, "20 %", "share:to-work")]
    assert [c.printed.replace("\u00a0", " ") for c in about(printed, TO_WORK)] == ["20 %"]
    assert not about([figure(80, "17 %", "share:to-work")], TO_WORK)


def test_a_fact_that_is_protected_or_has_moved_is_told_nothing_of() -> None:
    wrong = planted(table(), "discharged", value=Decimal(30), printed="30")
    found = Contradictions.of(told(wrong, LEFT))
    assert not found.about(replace(LEFT, value=28))
    assert told(wrong, replace(LEFT, value=None, state="too-few")).empty


@pytest.fixture(scope="module")
def shipped(shipped_facts: dict[int, Facts]) -> Contradictions:
    """What the account of 2019 prints otherwise than its facts."""
    return Contradictions.of(
        table_of(Case(2019, Record(SHIPPED.published, SHIPPED.audit), shipped_facts, DEFINED))
    )


@pytest.mark.parametrize(
    ("measure", "printed"),
    [
        ("discharged", [("336", True), ("353", False)]),
        ("share:to-work", [("26 %", True)]),
        ("share:to-studies", [("18 %", True)]),
        ("share:to-other-solution", [("39 %", True)]),
        ("share:dropped-out", [("16 %", True)]),
        ("total", [("904", True)]),
        ("to-work", []),
    ],
)
def test_the_printed_sum_of_2019_is_not_that_of_its_platforms(
    shipped: Contradictions, shipped_facts: dict[int, Facts], measure: str, printed: list
) -> None:
    found = shipped.about(shipped_facts[2019].get(ASSOCIATION, measure))
    assert [(c.printed.replace("\u00a0", " "), c.is_table) for c in found] == printed
