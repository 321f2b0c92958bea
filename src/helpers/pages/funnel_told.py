"""The platforms' outcomes beside the association's average, with the limits that chance alone keeps to."""

from collections.abc import Sequence

from helpers.counting.funnel import ENDS, LEVELS, LIMIT
from helpers.definitions import Outcome
from helpers.facts import Fact
from helpers.language.words import Text
from helpers.pages import chart_funnel, charts
from helpers.pages.chart_funnel import DECIMALS, Beside, limits_text
from helpers.pages.document import NOTHING, Block, Paragraph, Table, join, points, table
from helpers.pages.outcome_words import inside, leading
from helpers.pages.sayable import may_say
from helpers.pages.years import Report
from helpers.wording import declared, fact_text, number, result_text, text


def around_average(report: Report) -> Block:
    """What chance alone could make of the platforms' shares, as a chart of the first outcome, and every
    outcome as a table; nothing where fewer than two platforms have shares that may be told.
    """
    d = report.now.definitions
    every = [(o, rows) for o in d.outcomes if len(rows := _rows(report, o)) > 1]
    if not every:
        return NOTHING
    compared = sum(len(rows) for _, rows in every)
    told = text("funnel.explained", count=declared(number(compared)))
    first = leading(d)[0]
    figures = [_figure(report, o, rows) for o, rows in every if o == first]
    tables = [_table(report, o, rows) for o, rows in every if o != first]
    return join([Paragraph(told), _outside(every), *figures, *tables])


def _rows(report: Report, outcome: Outcome) -> list[Beside]:
    """Every platform in the association's sum whose share and limits may be told."""
    d, facts, measure = report.now.definitions, report.now.facts, f"share:{outcome.id}"
    found = []
    for place in d.parts(d.together.id):
        near, far = (
            (facts.get(place, f"{LIMIT}:{level}:{ENDS[0]}:{measure}"), _high(report, place, level, measure))
            for level in LEVELS
        )
        share = facts.get(place, measure)
        if may_say(share, *near, *far):
            found.append(Beside(d.label(place), share, near, far))
    return found


def _high(report: Report, place: str, level: str, measure: str) -> Fact:
    return report.now.facts.get(place, f"{LIMIT}:{level}:{ENDS[1]}:{measure}")


def _outside(every: Sequence[tuple[Outcome, list[Beside]]]) -> Block:
    """Those outside, in words that judge nobody."""
    told = [
        text(
            f"funnel.{row.where}",
            place=row.label,
            outcome=inside(outcome.name),
            share=result_text(row.result, DECIMALS),
            limits=limits_text(row.far if row.where == "far-outside" else row.near),
        )
        for outcome, rows in every
        for row in rows
        if row.where != "inside"
    ]
    return points(told) if told else Paragraph(text("funnel.all_inside"))


def _figure(report: Report, outcome: Outcome, rows: list[Beside]) -> Block:
    average = _average(report, outcome)
    title = text("funnel.title", outcome=inside(outcome.name), average=fact_text(average, DECIMALS))
    alt = charts.alternative(title, text("funnel.drawn", year=report.now.year))
    plot = chart_funnel.funnel("gransen", average, rows, alt)
    data, origin = _table(report, outcome, rows), _source(report)
    return charts.figure("diagram-gransen", title, text("funnel.subtitle"), plot, [], origin, data)


def _source(report: Report) -> Text:
    left = report.now.facts.get(report.now.definitions.together.id, "discharged")
    return text("chart.source_lists", year=report.now.year, count=fact_text(left))


def _average(report: Report, outcome: Outcome) -> Fact:
    return report.now.facts.get(report.now.definitions.together.id, f"share:{outcome.id}")


def _table(report: Report, outcome: Outcome, rows: list[Beside]) -> Table:
    average = fact_text(_average(report, outcome), DECIMALS)
    caption = text("funnel.caption", outcome=outcome.name, year=report.now.year, average=average)
    head = [text("table.platform"), *(text(f"funnel.head_{what}") for what in ("share", "near", "far"))]
    body = [[r.label, result_text(r.result, DECIMALS), limits_text(r.near), limits_text(r.far)] for r in rows]
    return table(caption, head, body)
