"""The chapter of activities: what there is, and what agreements about them say."""

from collections.abc import Iterator

import pandas as pd

from helpers.counting import agreed
from helpers.defining import parties
from helpers.definitions import Definitions, Platform
from helpers.facts import Fact
from helpers.language.marked_swedish import in_swedish
from helpers.language.words import Text as Words
from helpers.language.words import joined
from helpers.naming import measure_text
from helpers.pages.document import NOTHING, Block, Content, Division, Heading, Link, Paragraph, join, table
from helpers.pages.print_beside import cell
from helpers.pages.years import Report
from helpers.wording import beginning, date_text, listing, text
from helpers.wording import declared as no_fact

AGREEMENTS, FIGURES = "agreements", "agreement_figures"


def platforms(report: Report) -> Block:
    """Every activity of the year's definitions, and the way to its account."""
    defined = report.now.definitions
    head = [text(f"agreed.head.{name}") for name in ("activity", "municipality", "ages", "apart")]
    return table(text("agreed.platforms", year=report.now.year), head, map(_platform, defined.platforms), 4)


def _platform(platform: Platform) -> list[Content]:
    ages: Words = no_fact("–".join(map(str, platform.ages))) if platform.ages else ""
    apart = text("agreed.apart") if platform.separate else ""
    return [Link(f"{platform.id}.html", platform.name), platform.municipality, ages, apart]


def agreements(report: Report) -> Block:
    """Each agreement that gives facts, with its figures and its targets; nothing where there is none."""
    store = report.context.store()
    if not store.exists(AGREEMENTS):
        return NOTHING
    known, figures = agreed.latest(store.read(AGREEMENTS)), store.read(FIGURES)
    return join([_agreement(report, row, figures) for row in known.to_dict("records")])


def _agreement(report: Report, agreement: dict, figures: pd.DataFrame) -> Block:
    mine = figures[figures["agreement"] == agreement["agreement"]]
    is_aim = mine["measure"].str.startswith(agreed.AIM)
    shown = [*_said(report, agreement, mine[~is_aim]), _aims(report, agreement, mine[is_aim])]
    said = joined(" ", [_parties(agreement, report.now.definitions), *_holds(agreement)])
    return Division(join([Heading(3, in_swedish(agreement["name"])), Paragraph(said), *shown]))


def _parties(agreement: dict, defined: Definitions) -> Words:
    """Whose agreement it is: each party by its name, by its id where the definitions have none."""
    known = parties.names(defined)
    return text("agreed.parties", names=listing([known.get(p, p) for p in agreement["parties"].split(", ")]))


def _holds(agreement: dict) -> Iterator[Words]:
    """When an agreement holds, and whether it is signed."""
    start, until = agreement["from"], agreement["until"]
    if not pd.isna(start):
        yield text("agreed.from", day=no_fact(date_text(start.date())))
    if not pd.isna(until):
        yield text("agreed.until", day=no_fact(date_text(until.date())))
    elif not pd.isna(start):
        yield text("agreed.further")
    yield text(f"agreed.state.{agreement['state']}")


def _said(report: Report, agreement: dict, figures: pd.DataFrame) -> Iterator[Block]:
    defined = report.now.definitions
    rows = [
        [_name(row["measure"], defined), cell(report, _fact(report, agreement, row["measure"]))]
        for row in figures.to_dict("records")
    ]
    if rows:
        yield table(text("agreed.figures"), [text("agreed.head.what"), text("agreed.head.value")], rows)


def _aims(report: Report, agreement: dict, aims: pd.DataFrame) -> Block:
    """What is aimed at beside what came out, where the agreement held in the year."""
    start = agreement["from"]
    held = pd.isna(start) or start.year <= report.now.year
    rows: list[list[Content]] = []
    for row in aims.to_dict("records"):
        outcome: Content = text("agreed.later")
        if held:
            outcome = cell(report, _fact(report, agreement, row["against"] or row["measure"]))
        aim = cell(report, _fact(report, agreement, row["measure"]))
        rows.append([_name(row["measure"], report.now.definitions), aim, outcome])
    head = [text(f"agreed.head.{name}") for name in ("aim", "value", "outcome")]
    return table(text("agreed.aims"), head, rows) if rows else NOTHING


def _fact(report: Report, agreement: dict, measure: str) -> Fact:
    return report.now.facts.get(agreement["platform"], measure)


def _name(measure: str, defined: Definitions) -> str:
    return beginning(measure_text(measure, defined))
