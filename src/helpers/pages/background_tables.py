"""Background of the participants, from SUS: another population than the lists', said beside every table."""

from collections.abc import Sequence

from helpers.codes import GENDERS
from helpers.counting.background import SUS_TOTAL
from helpers.defining.shown_names import said
from helpers.facts import Facts
from helpers.language.words import Text
from helpers.pages.blocks import columns, paragraph
from helpers.pages.document import Block, Content, Emphasis, join, table
from helpers.pages.sayable import may_say
from helpers.pages.years import Report
from helpers.wording import fact_text, text

BESIDE = (*GENDERS, "all")


def sus_tables(report: Report, place: str) -> Block:
    """Time on public support, education and support before the start; sums of classes in italics.

    Source: socialt-bokslut-2018-ungdomstorget:84-86.
    """
    d, facts = report.now.definitions, report.now.facts
    people = facts.get(place, "sus:people")
    if not people.ok:
        return paragraph("sus.missing")
    classes = {"time": d.sus.time, "education": d.sus.education, "support-before": d.sus.support}
    tables = []
    for column, labels in classes.items():
        sums = [s.name for s in d.sus.summaries if s.column == column]
        rows = [x for x in [*labels, *sums] if _some(facts, place, f"sus:{column}:{x}")]
        body = [_row(facts, place, (column, x), said(x, d), x in sums) for x in rows]
        body.append([text("table.total"), *_counts(facts, place, f"sus:{column}:{SUS_TOTAL}"), ""])
        head = [text(f"sus.{column}"), *(text(f"group.{g}") for g in BESIDE), text("sus.share")]
        tables.append(table(text(f"sus.caption_{column}", place=d.name(place)), head, body))
    intro = paragraph("sus.intro", people=fact_text(people)) if may_say(people) else paragraph("sus.invented")
    return join([intro, columns(*tables), paragraph("sus.incomes")])


def _some(facts: Facts, place: str, measure: str) -> bool:
    known = facts.get(place, measure)
    return known.ok and known.integer > 0


def _row(facts: Facts, place: str, of: tuple[str, str], words: str, is_sum: bool) -> Sequence[Content]:
    name, measure = Emphasis(words) if is_sum else words, f"sus:{':'.join(of)}"
    return [name, *_counts(facts, place, measure), fact_text(facts.get(place, f"share:{measure}"))]


def _counts(facts: Facts, place: str, measure: str) -> list[Text]:
    return [fact_text(facts.get(place, measure, "", g)) for g in BESIDE]
