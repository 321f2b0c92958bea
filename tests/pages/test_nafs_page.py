"""The chapter on how NAFS is followed: its figures, the few that it hides, what it does not judge."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from support.clean_tables import FIXTURE_DEFINITIONS

from helpers import definitions
from helpers.context import Context
from helpers.counting import nafs
from helpers.defining.nafs_definitions import Reading
from helpers.deliveries.delivery import STATUS_COLUMNS
from helpers.facts import INVENTED, Fact, Facts
from helpers.language.words import plain
from helpers.pages import chart_nafs, nafs_chapter, sayable
from helpers.pages.chapter_list import NAFS
from helpers.pages.document import NOTHING, Block, is_in, join
from helpers.pages.document import Table as TableBlock
from helpers.pages.figures import label_words, unexplained
from helpers.pages.said import said
from helpers.pages.years import Report, YearOfFacts
from helpers.paths import Workspace

DEFINED = definitions.load(FIXTURE_DEFINITIONS)
FULL = ("CCDDBD", "ABBCDC"), ("DDCCC", "ABBBA")  # each statement: Försäkringskassan, Socialtjänsten


def report(
    *letters: tuple[str, str],
    shipped: bool = False,
    rule: Reading | None = None,
    before: nafs.Before | None = None,
) -> Report:
    """The fixture's statements answered so."""
    assert DEFINED.nafs is not None
    asked = DEFINED.nafs.model_copy(update={"rule": rule})
    defined = DEFINED.model_copy(update={"nafs": asked})
    pairs = zip(asked.statements, letters, strict=False)
    rows = [
        (s.id, a, letter)
        for s, given in pairs
        for a, some in zip(asked.authority_ids, given, strict=True)
        for letter in some
    ]
    table = pd.DataFrame(rows, columns=["statement", "authority", "answer"], dtype="string")
    table.insert(0, "row", pd.Series([f"nafs.csv#!{n + 2}" for n in range(len(rows))], dtype="string"))
    found = nafs.facts(table, defined, before)
    if shipped:
        found = [replace(f, origin=INVENTED) if f.ok else f for f in found]
    file = dict.fromkeys(STATUS_COLUMNS, "") | {
        "kind": "foljsamhet",
        "file": "nafs.csv",
        "shipped": shipped,
        "rows": 1,
    }
    files = pd.DataFrame([file], columns=STATUS_COLUMNS)
    year = YearOfFacts(2019, defined, sayable.shown(Facts(found), defined), files, [])
    return Report(Context(Workspace(Path("nowhere")), 2019), year, [], [])


def words(content: Block) -> str:
    return " ".join(plain(sentence) for sentence in said([content]).sentences)


def printed(content: Block) -> set[str]:
    """The figures of some content, those of its tables too."""
    return {shown for _, _, shown in said([content]).figures}


def everything(of: Report) -> Block:
    blocks = [nafs_chapter.invented(of), nafs_chapter.means(of), nafs_chapter.scale(of)]
    return join([*blocks, *nafs_chapter.figures(of), nafs_chapter.rule(of), nafs_chapter.change(of)])


def test_every_figure_of_the_page_leads_to_its_voucher() -> None:
    found = said([everything(report(*FULL))])
    assert not unexplained(found.bare, label_words(DEFINED))
    assert len({number for _, number, _ in found.figures}) >= 2 * 3 * 7 + 2


def test_the_drawing_shares_one_scale_and_is_told_in_words() -> None:
    of = report(*FULL)
    panels = nafs_chapter._panels(of, "2")
    assert panels[0].shares == [0, 0, 3 / 5, 2 / 5]
    assert chart_nafs.longest(panels) == pytest.approx(3 / 5)
    assert plain(chart_nafs.described(panels)[0]).startswith("Försäkringskassan: A 0, B 0, C 3, D 2")
    drawn = chart_nafs.bars("x", panels, 0.6, "Svaren")
    assert 'role="img"' in drawn and 'aria-label="Svaren"' in drawn


def test_the_furthest_apart_are_named_of_what_is_delivered_and_of_nothing_invented() -> None:
    told = "Snittet är högst hos Försäkringskassan (3,33) och lägst hos Socialtjänsten (2,50)."
    assert told in words(join(nafs_chapter.figures(report(*FULL))))
    assert "högst hos" not in words(join(nafs_chapter.figures(report(*FULL, shipped=True))))
    same = report(("CCCCC", "CCCCC"), ("CCCCC", "CCCCC"))
    assert "Snittet är detsamma hos alla: 3,00." in words(join(nafs_chapter.figures(same)))


def test_what_is_invented_is_said_to_be() -> None:
    assert "Svaren är påhittade." in words(join([nafs_chapter.invented(report(*FULL, shipped=True))]))
    assert nafs_chapter.invented(report(*FULL)) == NOTHING


def test_few_answers_are_not_drawn() -> None:
    of = report(("CCDDBD", "ABC"), ("DDCCC", "ABBBA"))
    figure = nafs_chapter.figures(of)[0]
    assert "Socialtjänsten: För få svar" in words(figure) and "högst hos" not in words(figure)
    assert "För få svar" in printed(nafs_chapter.rule(of))


@pytest.mark.parametrize(
    ("rule", "shipped", "told"),
    [
        (None, False, "Det är inte bestämt vilken läsning som gäller."),
        (Reading(by="mean", statements=1), False, "på minst 1 av påståendena. Målet har inte uppnåtts."),
        (
            Reading(by="share", statements=2),
            False,
            "C eller D på minst 2 av påståendena. Målet har uppnåtts.",
        ),
        (Reading(by="share", statements=2), True, "Underlaget räcker inte för en bedömning."),
    ],
)
def test_the_rule_is_judged_by_the_reading_that_is_chosen(rule: Reading, shipped: bool, told: str) -> None:
    assert told.casefold() in words(nafs_chapter.rule(report(*FULL, rule=rule, shipped=shipped))).casefold()


def test_the_change_is_a_table_where_last_year_was_answered_and_else_is_not_known() -> None:
    assert "Förra årets svar finns inte." in words(nafs_chapter.change(report(*FULL)))
    changed = nafs_chapter.change(report(*FULL, before={("1", "all"): Fraction(3)}))
    assert is_in(TableBlock, changed) and "−0,08" in printed(changed)


def test_a_year_has_the_chapter_where_its_answers_were_delivered_and_it_asks() -> None:
    of = report(*FULL)
    assert NAFS.is_in(of.now) and NAFS.page("forbundet") == "forbundet-11-nafs.html"
    unasked = replace(of.now, definitions=DEFINED.model_copy(update={"nafs": None}))
    assert not NAFS.is_in(unasked)
    assert nafs_chapter.has_answers(of) and not nafs_chapter.has_answers(report())


def test_a_fact_of_another_place_is_none_of_it() -> None:
    of = report()
    assert nafs_chapter.of(of, nafs.MET) == Fact(2019, "nafs", nafs.MET, unit="verdict", rule="nafs.met")
