"""The association's platforms side by side, as charts."""

from dataclasses import replace

from helpers.pages import chart_outcomes, charts
from helpers.pages.blocks import paragraph
from helpers.pages.charts import has_value
from helpers.pages.document import NOTHING, Block, join, points
from helpers.pages.funnel_told import around_average
from helpers.pages.outcome_figures import first_row, headline, outcome_rows, source
from helpers.pages.outcome_words import leading, together_finding
from helpers.pages.sayable import may_say
from helpers.pages.standing_apart import all_but_apart
from helpers.pages.years import Report
from helpers.wording import fact_text, text


def multiples_figure(report: Report) -> Block:
    """Outcomes of every platform with people who left, beside their goals."""
    d, facts, year = report.now.definitions, report.now.facts, report.now.year
    rows = {p: outcome_rows(report, p, brief=True) for p in d.parts(d.together.id)}
    panels = [
        (
            text("association.panel", name=d.label(p), count=fact_text(facts.get(p, "discharged"))),
            [replace(row, last=None) for row in of],
        )
        for p, of in rows.items()
        if any(has_value(row.result) for row in of)
    ]
    if len(panels) < 2:
        return NOTHING
    together, first = d.together.id, leading(d)[0]
    share = facts.get(together, f"share:{first.id}")
    left, title = facts.get(together, "discharged"), text("association.side_by_side")
    finding = together_finding(first, left, share) if may_say(left, share) else title
    alt = charts.alternative(finding, text("association.multiples_drawn", year=year))
    plot = chart_outcomes.multiples("plattformar", panels, alt)
    subtitle = text("association.multiples_subtitle", year=year)
    told = chart_outcomes.described_multiples(panels)
    beside = around_average(report)
    origin = source(report, together)
    return charts.figure("diagram-plattformar", finding, subtitle, plot, told, origin, beside)


def places_figure(report: Report) -> Block:
    """The outcome that a headline names, of the association and of every platform in its sum."""
    d, year, first = report.now.definitions, report.now.year, leading(report.now.definitions)[0]
    places = [d.together.id, *d.parts(d.together.id)]
    rows = [replace(first_row(report, outcome_rows(report, p)), label=d.label(p), last=None) for p in places]
    if not has_value(rows[0].result):
        return NOTHING
    finding = headline(report, rows[0])
    alt = charts.alternative(finding, text("association.places_drawn", year=year))
    plot = chart_outcomes.places("alla", rows, alt)
    subtitle = text(
        "association.places_subtitle", outcome=first.name, year=year, but=all_but_apart(d, brief=True)
    )
    told = chart_outcomes.described(rows)
    return charts.figure("diagram-alla", finding, subtitle, plot, told, source(report, d.together.id))


def scope_note(report: Report) -> Block:
    """Which platforms each year's sum is of: sums of other platforms are not alike."""
    together = report.now.definitions.together.id
    names = {y.year: y.counted.names(together) for y in report.years}
    if len(set(names.values())) == 1:
        return paragraph("association.one_scope", names=names[report.now.year])
    lists = [text("association.scope_of_year", year=year, names=of) for year, of in names.items()]
    return join([paragraph("association.other_scopes"), points(lists)])
