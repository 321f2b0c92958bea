"""How many took part and what became of them: the published table."""

from helpers.codes import GENDERS
from helpers.definitions import Definitions
from helpers.language.words import Text
from helpers.pages.document import Block, join, table
from helpers.pages.outcome_words import row_name
from helpers.pages.print_beside import cell, note
from helpers.pages.years import Report
from helpers.wording import fact_text, text

BEFORE, AFTER = ("total", "carried-over", "new", "discharged"), ("remaining", "unique")


def row_names(definitions: Definitions) -> dict[str, str]:
    """The rows of the published table, measure -> name; the outcomes stand after the discharged.

    Source: socialt-bokslut-2018-ungdomstorget:94-108.
    """
    outcomes = {o.id: row_name(o) for o in definitions.outcomes}
    before, after = ({m: text(f"measure.{m}") for m in part} for part in (BEFORE, AFTER))
    return before | outcomes | after


def participant_table(report: Report, place: str, caption: str) -> Block:
    """All rows of the published participant table, last year beside it where like is like."""
    facts, before = report.now.facts, report.now.year - 1
    compared = report.last_year(place, "total") is not None
    groups = [*GENDERS, *(["unknown"] if facts.get(place, "total", "", "unknown").ok else []), "all"]
    head = [text("table.row"), *(text(f"group.{g}") for g in groups), text("table.percent")]
    if compared:
        head += [text("table.last_total", year=before), text("table.last_percent", year=before)]
    body, told = [], []
    for measure, name in row_names(report.now.definitions).items():
        shared = f"share:{measure}" if measure in report.now.definitions.outcome_ids else ""
        cells = [facts.get(place, measure, "", g) for g in groups]
        cells += [facts.get(place, shared)] if shared else []
        row = [name, *(cell(report, fact) for fact in cells), *([] if shared else [""])]
        if compared:
            row += [_last(report, place, measure), _last(report, place, shared)]
        body.append(row)
        told += cells
    return join([table(caption, head, body), note(report, told)])


def _last(report: Report, place: str, measure: str) -> Text:
    last = report.last_year(place, measure) if measure else None
    return fact_text(last) if last else ""
