"""The association's platforms side by side, as one chart."""

from helpers.pages import chart_outcomes, charts
from helpers.pages.blocks import paragraph
from helpers.pages.document import NOTHING, Block, join, points
from helpers.pages.outcome_words import leading, together_finding
from helpers.pages.sayable import may_say
from helpers.pages.standing_apart import all_but_apart
from helpers.pages.years import Report
from helpers.wording import fact_text, text


def multiples_figure(report: Report) -> Block:
    """Outcomes of every platform with people who left, beside the association's."""
    d, facts, year = report.now.definitions, report.now.facts, report.now.year
    left = {p: facts.get(p, "discharged") for p in d.parts(d.together.id)}
    places = [p for p, count in left.items() if count.ok and count.integer]
    if len(places) < 2:
        return NOTHING
    panels = [
        (
            text("association.panel", name=d.label(p), count=fact_text(left[p])),
            [(o.brief, facts.get(p, f"share:{o.id}")) for o in d.outcomes],
        )
        for p in places
    ]
    together = {o: facts.get(d.together.id, f"share:{o}") for o in d.outcome_ids}
    alt = text("association.multiples_alt", year=year)
    plot = chart_outcomes.multiples("plattformar", panels, list(together.values()), alt)
    first = leading(d)[0]
    left_together, share = facts.get(d.together.id, "discharged"), together[first.id]
    said = may_say(left_together, share)
    finding = together_finding(first, left_together, share) if said else text("association.side_by_side")
    subtitle = text("association.multiples_subtitle", year=year, but=all_but_apart(d, brief=True))
    told = chart_outcomes.described_multiples(panels)
    return charts.figure("diagram-plattformar", finding, subtitle, plot, told)


def scope_note(report: Report) -> Block:
    """Which platforms each year's sum is of: sums of other platforms are not alike."""
    together = report.now.definitions.together.id
    names = {y.year: y.counted.names(together) for y in report.years}
    if len(set(names.values())) == 1:
        return paragraph("association.one_scope", names=names[report.now.year])
    lists = [text("association.scope_of_year", year=year, names=of) for year, of in names.items()]
    return join([paragraph("association.other_scopes"), points(lists)])
