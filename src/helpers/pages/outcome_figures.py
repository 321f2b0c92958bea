"""The outcomes of those discharged as figures: beside their goals, and beside last year's."""

from collections.abc import Sequence

from helpers.facts import Fact
from helpers.language.words import Text, joined
from helpers.pages import chart_outcomes, chart_slopes, charts
from helpers.pages.chart_outcomes import Outcome
from helpers.pages.charts import has_value
from helpers.pages.document import NOTHING, Block
from helpers.pages.indicators import Shown, shown
from helpers.pages.outcome_words import goal_finding, leading, years_finding
from helpers.pages.years import Report
from helpers.wording import fact_text, text


def outcome_rows(report: Report, place: str, brief: bool = False) -> list[Outcome]:
    """A place's outcomes in the order of the definitions, each beside its goal and last year's share."""
    d = report.now.definitions
    aims = {i.indicator.measure: i for i in shown(report, place) if i.indicator.kind == "outcome"}
    return [_row(report, place, o.id, o.brief if brief else o.name, aims.get(o.id)) for o in d.outcomes]


def _row(report: Report, place: str, outcome: str, label: str, aim: Shown | None) -> Outcome:
    measure = f"share:{outcome}"
    result, last = report.now.facts.get(place, measure), report.last_year(place, measure)
    if aim is None or not aim.signal:
        return Outcome(label, result, last=last)
    return Outcome(label, result, aim.fact("target"), aim.signal, last)


def outcome_figure(report: Report, place: str, title: str = "") -> Block:
    """What those who left went to, beside goals and last year; `title` instead of the finding."""
    d, year, rows = report.now.definitions, report.now.year, outcome_rows(report, place)
    if not any(has_value(row.result) for row in rows):
        return NOTHING
    finding = headline(report, first_row(report, rows))
    said = joined(". ", [title, finding]) if title else finding
    drawn = text("outcomes.drawn", place=d.name(place), year=year)
    plot = chart_outcomes.bars("utfall", rows, charts.alternative(said, drawn))
    whose = text("outcomes.subtitle_here" if title else "outcomes.subtitle", place=d.name(place), year=year)
    subtitle = joined(" ", [whose, *_key(rows, year)])
    told = chart_outcomes.described(rows)
    return charts.figure("diagram-utfall", title or finding, subtitle, plot, told, source(report, place))


def headline(report: Report, row: Outcome) -> Text:
    """What stands over a chart of the outcome that a headline names; a question where nothing may be said."""
    if not has_value(row.result):
        return text("opening.outcomes")
    return goal_finding(leading(report.now.definitions)[0], row.result, row.target)


def first_row(report: Report, rows: Sequence[Outcome]) -> Outcome:
    """The row of the outcome that a headline names."""
    d = report.now.definitions
    return rows[d.outcome_ids.index(leading(d)[0].id)]


def _key(rows: Sequence[Outcome], year: int) -> list[str]:
    """What the marks on the bars mean, as far as there are any."""
    known = [row for row in rows if has_value(row.result)]
    goals = [text("outcomes.key_goal")] if any(has_value(row.target) for row in known) else []
    last = [text("outcomes.key_last", year=year - 1)] if any(has_value(row.last) for row in known) else []
    return [*goals, *last]


def source(report: Report, place: str) -> Text:
    """Whose outcomes they are, and of how many."""
    left = report.now.facts.get(place, "discharged")
    return text("chart.source_lists", year=report.now.year, count=fact_text(left))


def slope_figure(report: Report, place: str) -> Block:
    """Last year's shares and this year's, where like is like; nothing where there is one year only."""
    d, now, year = report.now.definitions, report.now.facts, report.now.year
    pairs = [
        (o, report.last_year(place, f"share:{o.id}"), now.get(place, f"share:{o.id}")) for o in d.outcomes
    ]
    rows = [chart_slopes.Slope(o.name, a, b) for o, a, b in pairs if has_value(a) and has_value(b)]
    left = report.last_year(place, "discharged")
    if len(rows) < len(pairs) or left is None:
        return NOTHING
    first = rows[d.outcome_ids.index(leading(d)[0].id)]
    finding = years_finding(leading(d)[0], first.now, first.last)
    drawn = text("years.drawn", place=d.name(place), first=year - 1, last=year)
    heads = [(str(f.year), _left(f)) for f in (left, now.get(place, "discharged"))]
    plot = chart_slopes.slopes("ar", rows, heads, charts.alternative(finding, drawn))
    subtitle = text("years.subtitle", place=d.name(place))
    told = chart_slopes.described_slopes(rows)
    origin = text(
        "years.source", first=year - 1, last=year, before=fact_text(left), count=_count(report, place)
    )
    return charts.figure("diagram-ar", finding, subtitle, plot, told, origin)


def _left(discharged: Fact) -> Text:
    return text("chart.left", count=fact_text(discharged))


def _count(report: Report, place: str) -> Text:
    return fact_text(report.now.facts.get(place, "discharged"))
