"""The chapters of texts and declared figures: the association itself, and what its board has done.

What no other file measures is declared in `uppgifter.csv`, what somebody wants to say stands in the texts of
the annual report; both are printed here as they are, each figure with its voucher.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

import pandas as pd

from helpers.annual_report import Text
from helpers.codes import GROUPS
from helpers.counting import declared
from helpers.definitions import Definitions
from helpers.facts import Fact
from helpers.language.words import Text as Words
from helpers.language.words import joined
from helpers.naming import fact_name, measure_text
from helpers.pages.annual_page import made_up
from helpers.pages.blocks import listed
from helpers.pages.chapter_list import is_of_board, is_of_organisation
from helpers.pages.document import NOTHING, Block, Content, Division, Heading, Paragraph, join, table
from helpers.pages.own_words import written_blocks
from helpers.pages.print_beside import cell
from helpers.pages.years import Report
from helpers.wording import beginning, date_text, fact_text, inner, text
from helpers.wording import declared as no_fact

TABLE = "declared_figures"
MEETINGS = "board:meetings"
_BOARD = ("board:members", "board:deputies")


# --- figures ----------------------------------------------------------------------------------------------


def of_neither(measure: str) -> bool:
    """Whether a declared measure is neither of the board nor of how the association is organised."""
    return not is_of_board(measure) and not is_of_organisation(measure)


def figures(report: Report, wanted: Callable[[str], bool], caption: str) -> Block:
    """The declared figures that are wanted, in the definitions' order; what nobody declared is missing."""
    defined = report.now.definitions
    named = [m for m in defined.declared_measures if wanted(m)]
    found = [f for f in report.now.facts if f.rule in declared.RULES]
    rows: list[list[Content]] = []
    for measure in named:
        mine = [f for f in found if f.measure == measure]
        mine.sort(key=lambda f: (defined.places.index(f.platform), GROUPS.index(f.group)))
        rows += [[_what(fact, defined), cell(report, fact)] for fact in mine]
        if not mine:
            rows.append([beginning(measure_text(measure, defined)), text("state.missing")])
    head = [text(f"declared.head.{name}") for name in ("what", "value")]
    return table(caption, head, rows) if rows else NOTHING


def _what(fact: Fact, defined: Definitions) -> str:
    """A declared figure by its label, whom it is about and the place, where that is not the association."""
    place = [] if fact.platform == defined.together.id else [defined.label(fact.platform)]
    return ": ".join([*place, (inner if place else beginning)(fact_name(fact, defined))])


def days(frame: pd.DataFrame, total: str) -> list[dt.date]:
    """The days of a total's events, in order: of the clean table `declared_figures`."""
    mine = frame[(frame["total"] == total) & (frame["measure"] != total)]
    return sorted(day.date() for day in mine["day"].dropna())


# --- the board --------------------------------------------------------------------------------------------


def lead(report: Report) -> Block:
    """How large the board is and how often it has met, in a sentence or two; nothing where nobody says it."""
    defined, facts = report.now.definitions, report.now.facts
    members, deputies, meetings = (facts.get(defined.together.id, m) for m in (*_BOARD, MEETINGS))
    told = []
    if meetings.ok:
        told.append(text("declared.met", year=report.now.year, count=fact_text(meetings)))
    if members.ok and deputies.ok:
        told.append(text("declared.board", members=fact_text(members), deputies=fact_text(deputies)))
    return Paragraph(joined(" ", told), "headline") if told else NOTHING


def met_on(report: Report) -> Block:
    """The days on which the board met, as they are declared."""
    store = report.context.store()
    found = days(store.read(TABLE), MEETINGS) if store.exists(TABLE) else []
    if not found:
        return NOTHING
    told: list[Words] = [no_fact(date_text(day)) for day in found]
    return join([Heading(3, text("declared.days")), listed(told)])


# --- texts ------------------------------------------------------------------------------------------------


def own_texts(report: Report, texts: Iterable[Text], ids: Sequence[str]) -> Block:
    """The parts of the annual report that a chapter takes in, in the order given, each with its heading.

    Below them, that they are the project's own; nothing where the association wrote them.
    """
    mine = [t for id_ in ids for t in texts if t.id == id_ and t.blocks]
    return join([*map(_text, mine), made_up(report, mine)]) if mine else NOTHING


def _text(one: Text) -> Block:
    return Division(join([Heading(3, one.heading), *written_blocks(one.blocks, 4)]))
