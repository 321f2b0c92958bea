"""Goals reached and answers by place: counts where they are told, no row without an outcome."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
from support.clean_tables import FIXTURE_DEFINITIONS

from helpers import definitions
from helpers.context import Context
from helpers.deliveries.delivery import STATUS_COLUMNS
from helpers.facts import Facts, share
from helpers.language.words import plain
from helpers.pages.document import NOTHING, Block, Content, Details, Table
from helpers.pages.met_and_answered import met_and_answered
from helpers.pages.years import Report, YearOfFacts
from helpers.paths import Workspace

DEFINED = definitions.load(FIXTURE_DEFINITIONS)
MET = share((2019, "vannas", "goals-met", "", "all"), 3, 10, "decisions.goals-met")
RATE = share((2019, "vannas", "response:discharged", "deltagare", "all"), 1, 4, "answers.response-discharged")


def read(content: Content) -> str:
    if isinstance(content, Block):
        return "".join(map(read, content.inside()))
    return plain(content).replace("\u00a0", " ")


def rows(*known: object) -> list[list[str]]:
    now = YearOfFacts(2019, DEFINED, Facts(known), pd.DataFrame([], columns=STATUS_COLUMNS), [])
    shown = met_and_answered(Report(Context(Workspace(Path("nowhere")), 2019), now, [], []))
    if shown is NOTHING:
        return []
    assert isinstance(shown, Details)
    (table,) = (block for block in shown.inside() if isinstance(block, Table))
    return [[read(cell) for cell in row] for row in table.body]


def test_a_place_with_an_outcome_has_its_goals_and_its_answers() -> None:
    of_all = replace(MET, platform=DEFINED.together.id)
    assert rows(MET, RATE, of_all) == [
        ["Vännäs", "3 av 10", "25 % (1/4)"],
        [DEFINED.association, "3 av 10", ""],
    ]


def test_without_counts_the_share_is_told_and_without_an_outcome_nothing_is() -> None:
    assert rows(replace(MET, numerator=None, denominator=None)) == [["Vännäs", "30 %", ""]]
    assert rows(share(MET.key, 0, 0, MET.rule), RATE) == [] == rows()
