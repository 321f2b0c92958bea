"""How many took part and what became of them: the published table, and the outcomes over the years."""

from helpers.codes import GENDERS
from helpers.definitions import Definitions
from helpers.facts import Fact
from helpers.pages import chart_years, charts
from helpers.pages.document import NOTHING, Block, join, table
from helpers.pages.outcome_words import leading, row_name, years_finding
from helpers.pages.print_beside import cell, note
from helpers.pages.sayable import may_say
from helpers.pages.years import Report
from helpers.wording import declared, fact_text, result_text, text
from helpers.words import Text

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


def years_figure(report: Report, place: str) -> Block:
    """Outcomes over the years at hand whose outcomes are not invented, broken where like is not like."""
    d, now = report.now.definitions, report.now
    measures = [f"share:{o}" for o in d.outcome_ids]
    known = {y.year: [y.facts.get(place, m) for m in measures] for y in report.years}
    years = [y for y in report.years if any(map(may_say, known[y.year])) and not _invented(known[y.year])]
    if len(years) < 2:
        return NOTHING
    series = [(o.name, [(y.year, y.facts.get(place, f"share:{o.id}")) for y in years]) for o in d.outcomes]
    breaks = report.participant_breaks(place)
    unlike = [(year, like) for year, like in breaks if not like.holds and year > years[0].year]
    alt = text("years.alt", place=d.name(place), first=years[0].year, last=now.year)
    broken = [(year, text(f"years.break_{like.kind}")) for year, like in unlike]
    plot = chart_years.years("ar", series, broken, alt)
    changes = [(year, declared(" ".join(like.changes).rstrip("."))) for year, like in unlike]
    told = chart_years.described_years(series, changes)
    data = table(
        text("years.caption", place=d.name(place)),
        [text("table.outcome"), *(str(y.year) for y in years)],
        [[name, *(result_text(f) for _, f in points)] for name, points in series],
    )
    subtitle = text("years.subtitle", place=d.name(place))
    return charts.figure("diagram-ar", _finding(report, place), subtitle, plot, told, data)


def _invented(facts: list[Fact]) -> bool:
    return any(fact.is_invented for fact in facts)


def _finding(report: Report, place: str) -> Text:
    """The leading outcomes, with last year's where every one of them may stand beside this year's."""
    outcomes = leading(report.now.definitions)
    now = [report.now.facts.get(place, f"share:{o.id}") for o in outcomes]
    if not may_say(*now):
        return text("years.caption", place=report.now.definitions.name(place))
    before = [report.last_year(place, f"share:{o.id}") for o in outcomes]
    last = [f for f in before if f is not None and may_say(f)]
    return years_finding(outcomes, report.now.year, now, last if len(last) == len(now) else [])
