"""The economy in bars: activities beside their budget, where the money went, own capital over the years."""

from helpers.counting.ways import way
from helpers.facts import Fact
from helpers.language.words import Text
from helpers.pages import chart_budget, charts
from helpers.pages.amounts import PREFIX
from helpers.pages.chart_budget import Amount, thousands
from helpers.pages.document import NOTHING, Block
from helpers.pages.economy_chapter import SIDES, has_facts, side
from helpers.pages.sayable import may_say
from helpers.pages.statements import (
    ACTIVITIES,
    BUDGET,
    DEVIATION,
    INCOME_GROUP,
    OUTCOME,
    economy,
    group_name,
    of,
)
from helpers.pages.years import Report, YearOfFacts
from helpers.wording import inner, listing, text


def activities_figure(report: Report) -> Block:
    """What each activity cost beside its budget."""
    rows = [
        Amount(row.label, of(report, OUTCOME + row.id), of(report, BUDGET + row.id), "economy.of_budget")
        for row in economy(report).budget
        if row.group == ACTIVITIES
    ]
    stems = dict.fromkeys(r.id.rpartition(":")[0] for r in economy(report).budget if r.group == ACTIVITIES)
    told = [_apart(report, n, stem) for n, stem in enumerate(stems) if may_say(of(report, DEVIATION + stem))]
    finding = listing(told) if told else text("economy.activities")
    return _figure(report, "insatser", finding, rows)


def _apart(report: Report, n: int, stem: str) -> Text:
    """How far a group of activities, number n of a sentence, is from its budget."""
    apart, name = of(report, DEVIATION + stem), group_name(report, stem)
    return text(
        f"economy.activities_{side(apart)}", amount=thousands(apart), group=inner(name) if n else name
    )


def costs_figure(report: Report) -> Block:
    """Where the money went: the groups of the budget's costs, the largest first."""
    stems = dict.fromkeys(row.id.rpartition(":")[0] for row in economy(report).budget)
    parts = [stem for stem in stems if stem.partition(":")[0] != INCOME_GROUP]
    rows = [Amount(group_name(report, stem), of(report, OUTCOME + stem)) for stem in parts]
    rows = sorted((row for row in rows if may_say(row.fact)), key=lambda row: row.fact.fraction)
    whole = of(report, OUTCOME + "costs:total")
    if not rows or not may_say(whole):
        return NOTHING
    values = {"amount": thousands(rows[0].fact), "whole": thousands(whole), "group": rows[0].label}
    return _figure(report, "kostnader", text("economy.costs_finding", **values), rows)


def capital_figure(report: Report) -> Block:
    """Own capital at the end of each year, and before the first."""
    known = [year for year in report.years if has_facts(year)]
    found = [(year.year, _of_year(year, "equity:closing")) for year in known]
    before = [(known[0].year - 1, _of_year(known[0], "equity:brought-forward"))] if known else []
    rows = [Amount(str(year), fact, is_cost=False) for year, fact in (*before, *found) if may_say(fact)]
    opening, closing = of(report, "equity:brought-forward"), of(report, "equity:closing")
    if len(rows) < 2 or not may_say(opening, closing):
        return NOTHING
    went = SIDES[way(closing, opening)]
    values = {"opening": thousands(opening, signed=True), "closing": thousands(closing, signed=True)}
    years = [str(year.year) for year in known]
    return _figure(report, "kapital", text(f"economy.capital_{went}", **values), rows, listing(years))


def _of_year(year: YearOfFacts, measure: str) -> Fact:
    return year.facts.get(year.definitions.together.id, PREFIX + measure)


def _figure(report: Report, id_: str, finding: Text, rows: list[Amount], years: str = "") -> Block:
    """Amounts as bars; `years` are those whose ledgers they are of, where not the year's alone."""
    if not any(row.known for row in rows):
        return NOTHING
    year = report.now.year
    alt = charts.alternative(finding, text(f"economy.drawn.{id_}", year=year))
    plot = chart_budget.bars(id_, rows, alt)
    subtitle = text(f"economy.subtitle.{id_}", year=year)
    source = text("economy.source", years=years or str(year))
    return charts.figure(f"diagram-{id_}", finding, subtitle, plot, chart_budget.described(rows), source)
