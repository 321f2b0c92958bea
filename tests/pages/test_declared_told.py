"""The chapters of texts and declared figures: each figure has a row, what nobody declared is missing."""

from pathlib import Path

import pandas as pd
import pytest
from support.clean_tables import FIXTURE_DEFINITIONS

from helpers import definitions
from helpers.context import Context
from helpers.counting import declared
from helpers.deliveries.delivery import STATUS_COLUMNS
from helpers.facts import Fact, Facts
from helpers.language.words import plain
from helpers.pages import declared_told
from helpers.pages.chapter_list import BOARD_WORK, ORGANISATION, is_of_board, is_of_organisation
from helpers.pages.document import Block, Content, Table
from helpers.pages.said import said
from helpers.pages.years import Report, YearOfFacts
from helpers.paths import REPOSITORY, Workspace
from helpers.wording import voucher_number

LABELS = {
    "board:members": "Ledamöter",
    "board:deputies": "Ersättare",
    "board:meetings": "Sammanträden",
    "member-municipalities": "Medlemskommuner",
    "staff": "Antal medarbetare",
}
DEFINED = definitions.load(FIXTURE_DEFINITIONS).model_copy(update={"declared_measures": LABELS})
FIGURE, ROUGHLY = declared.RULES


def of(measure: str, value: int, place: str = "forbundet", group: str = "all", rule: str = FIGURE) -> Fact:
    return Fact(2019, place, measure, group=group, value=value, state="ok", rule=rule)


def report(*known: Fact) -> Report:
    now = YearOfFacts(2019, DEFINED, Facts(known), pd.DataFrame([], columns=STATUS_COLUMNS), [])
    return Report(Context(Workspace(Path("nowhere")), 2019), now, [], [])


def read(content: Content) -> str:
    """What is read of it."""
    return "".join(map(read, content.inside())) if isinstance(content, Block) else plain(content)


def rows(known: Report, wanted=lambda measure: True) -> list[list[str]]:
    shown = declared_told.figures(known, wanted, "Uppgifter")
    assert isinstance(shown, Table)
    return [[read(cell) for cell in row] for row in shown.body]


def test_each_declared_figure_has_a_row_in_the_order_of_the_definitions() -> None:
    known = report(
        of("staff", 40, "vannas", rule=ROUGHLY),
        of("staff", 9, "ungdomstorget", "men"),
        of("staff", 21, "ungdomstorget"),
        of("staff", 12, "ungdomstorget", "women"),
        of("board:members", 5),
        Fact(2019, "forbundet", "total", value=7, state="ok", rule="participants.total"),
    )
    assert rows(known) == [
        ["Ledamöter", "5"],
        ["Ersättare", "Utfall saknas"],
        ["Sammanträden", "Utfall saknas"],
        ["Medlemskommuner", "Utfall saknas"],
        ["Ungdomstorget: antal medarbetare", "21"],
        ["Ungdomstorget: antal medarbetare, kvinnor", "12"],
        ["Ungdomstorget: antal medarbetare, män", "9"],
        ["Vännäs: antal medarbetare", "ca\u00a040"],
    ]
    numbers = {n for _, n in said([declared_told.figures(known, lambda m: True, "Uppgifter")]).vouchers}
    assert {voucher_number(f) for f in known.now.facts if f.rule in declared.RULES} == numbers


def test_each_declared_measure_stands_in_one_section() -> None:
    wanted = (is_of_board, is_of_organisation, declared_told.of_neither)
    assert [[m for m in LABELS if of_section(m)] for of_section in wanted] == [
        ["board:members", "board:deputies", "board:meetings"],
        ["member-municipalities"],
        ["staff"],
    ]


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ((5, 8, 8), "Styrelsen hade 8 sammanträden 2019. Den har 5 ledamöter och 8 ersättare."),
        ((1, 1, 1), "Styrelsen hade 1 sammanträde 2019. Den har 1 ledamot och 1 ersättare."),
        ((None, 1, 2), "Styrelsen hade 2 sammanträden 2019."),
        ((5, 5, None), "Den har 5 ledamöter och 5 ersättare."),
        ((None, None, None), ""),
    ],
)
def test_the_lead_says_what_is_declared(figures: tuple[int | None, ...], words: str) -> None:
    measures = ("board:members", "board:deputies", "board:meetings")
    known = [of(m, n) for m, n in zip(measures, figures, strict=True) if n is not None]
    assert read(declared_told.lead(report(*known))).replace("\u00a0", " ") == words


def test_days_are_those_of_a_totals_events_in_order() -> None:
    frame = pd.DataFrame(
        [
            ("board:meeting", "board:meetings", "2019-11-28"),
            ("board:meeting", "board:meetings", "2019-01-25"),
            ("board:meetings", "board:meetings", "2019-12-31"),
            ("decision:budget", "decisions", "2019-11-28"),
            ("board:meeting", "board:meetings", None),
        ],
        columns=["measure", "total", "day"],
    ).astype({"day": "datetime64[s]"})
    assert [f"{day}" for day in declared_told.days(frame, "board:meetings")] == ["2019-01-25", "2019-11-28"]


def test_a_year_whose_definitions_name_no_such_figure_has_no_such_chapter() -> None:
    years = {y: definitions.load(REPOSITORY / "data" / "definitions" / f"{y}.yaml") for y in (2017, 2019)}
    assert [[c.defined(d) for c in (ORGANISATION, BOARD_WORK)] for d in years.values()] == [
        [False, False],
        [True, True],
    ]
