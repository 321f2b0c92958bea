"""The areas of an account: results beside goals, then each account with its indicators."""

from collections import defaultdict
from collections.abc import Sequence

from helpers.defining.shown_names import asked_words
from helpers.definitions import Area
from helpers.language.words import Text, joined
from helpers.pages import chart_results, charts
from helpers.pages.answer_blocks import answers_figures, distribution
from helpers.pages.blocks import columns, section
from helpers.pages.document import (
    NOTHING,
    Block,
    Details,
    Division,
    Label,
    Paragraph,
    Strong,
    Terms,
    join,
    run,
)
from helpers.pages.doubts import because, certainty, interval_explained
from helpers.pages.example_texts import example_texts
from helpers.pages.indicators import (
    Shown,
    anchor,
    chip,
    elsewhere,
    goal_of,
    group_of,
    name_of,
    result_of,
    shown,
)
from helpers.pages.outcome_words import inside
from helpers.pages.print_beside import beside
from helpers.pages.women_men import gender_sentence
from helpers.pages.years import Report
from helpers.wording import declared, fact_text, inner, listing, result_text, text


def area_ids(report: Report, place: str) -> dict[str, str]:
    """Section ids and titles of the areas that a place has indicators in."""
    return {f"omrade-{i.area.id}": _title(i.area) for i in shown(report, place)}


def _title(area: Area) -> str:
    return text("indicator.area", id=area.id, name=area.name)


def areas(report: Report, place: str) -> list[Block]:
    """One section per area: its results and answers as charts, then each indicator behind one click."""
    every = list(shown(report, place))
    found: dict[str, list[Shown]] = defaultdict(list)
    for indicator in every:
        found[indicator.area.id].append(indicator)
    explained = interval_explained(report, every)  # once, in the first area
    return [_area(report, place, mine, "" if n else explained) for n, mine in enumerate(found.values())]


def _area(report: Report, place: str, mine: Sequence[Shown], explained: Text) -> Block:
    dots, told = dots_figure(report, place, mine), Paragraph(explained) if explained else NOTHING
    figures = columns(join([dots, told]), *answers_figures(report, place, mine))
    cards = columns(*(_card(report, i) for i in mine))
    return section(f"omrade-{mine[0].area.id}", _title(mine[0].area), figures, cards)


def dots_figure(report: Report, place: str, mine: Sequence[Shown]) -> Block:
    """An area's answers beside their goals, with their intervals; outcomes have bars of their own."""
    asked = [i for i in mine if i.own and i.signal and i.indicator.kind == "question"]
    drawn = [i for i in asked if i.result.ok and i.result.unit == "share"]
    if not drawn:
        return NOTHING
    rows = [_dot(i) for i in drawn]
    area, name = mine[0].area, report.now.definitions.name(place)
    finding, year = _certain(drawn), report.now.year
    named = inner(text("indicator.area", id=area.id, name=inner(area.name)))
    shown_as = text("dots.drawn", area=named, place=name, year=year)
    plot = chart_results.dots(f"mal-{area.id}", rows, charts.alternative(finding, shown_as))
    told = chart_results.described_dots(rows)
    source = text("chart.source_surveys", year=year)
    subtitle = joined(" ", [text("dots.subtitle"), *key(rows)])
    return charts.figure(f"diagram-mal-{area.id}", finding, subtitle, plot, told, source)


def key(rows: Sequence[chart_results.Dot]) -> list[str]:
    """What the lines beside the dots mean, as far as there are any."""
    intervals = [text("dots.key_interval")] if any(charts.has_value(row.low) for row in rows) else []
    return intervals + ([text("dots.key_silence")] if any(row.silence for row in rows) else [])


def _dot(i: Shown) -> chart_results.Dot:
    low, high = i.interval or (None, None)
    return chart_results.Dot(name_of(i), i.result, low, high, i.fact("target"), i.signal, *i.bounds)


def _certain(drawn: Sequence[Shown]) -> Text:
    """Which goals are certainly reached, and which certainly not."""
    told = []
    for kind in ("reached", "not-reached"):
        names = list(dict.fromkeys(inside(i.account.brief) for i in drawn if i.signal == kind))
        if names:
            told.append(text(f"dots.{kind}", names=declared(listing(names))))
    return joined(" ", told) or text("dots.uncertain")


def _card(report: Report, i: Shown) -> Block:
    """One indicator behind its name and judgement: what was asked, how sure it is, women and men."""
    facts = report.now.facts
    items = {
        "indicator": _asked(i),
        "target": goal_of(i),
        "result": Strong(beside(report, i.result, result_of(i))),
        "signal": _because(i) if i.signal else "",
        "certainty": certainty(report, i),
        "genders": gender_sentence(facts, i.at, i.measure, i.respondents) if i.own and i.measure else "",
        "last": _last(report, i),
    }
    told = example_texts(report, i) if i.indicator.kind == "example" else []
    listed = Terms(tuple((text(f"card.{name}"), value) for name, value in items.items() if value))
    content = join([listed, distribution(report, i), *told])
    title = run(chip(i.signal), " ", name_of(i)) if i.signal else name_of(i)
    return Division(Details(title, content), f"card {i.signal}".strip(), anchor(i))


def _asked(i: Shown) -> Text:
    """What is counted or was asked."""
    if i.question:
        asked = text(
            "card.asked", group=group_of(i), question=asked_words(i.question, i.report.now.definitions)
        )
        return asked + elsewhere(i)
    if i.indicator.kind == "outcome":
        outcome = i.report.now.definitions.outcome(i.indicator.measure or "")
        return text("card.outcome", outcome=inside(outcome.name))
    if i.indicator.kind == "example":
        return text("indicator.example", about=i.indicator.about)
    if i.indicator.kind == "declared":
        years, about = i.report.now.facts.get(i.at, f"target:{i.id}:years-after"), i.indicator.about
        if years.ok:
            return text("card.declared_after", count=fact_text(years), about=about)
        return text("card.declared", about=about)
    return text(f"card.{i.indicator.kind}")


def _because(i: Shown) -> Block:
    reason = because(i)
    return Label(reason, "because") if reason else NOTHING


def _last(report: Report, i: Shown) -> Text:
    """Last year's result, or why it is not comparable."""
    like, before = i.likeness, report.before
    if before is None or like is None or not i.result.ok or not i.has_positive:
        return ""
    if i.last is not None:
        return text("card.last_result", year=before.year, result=result_text(i.last))
    if like.holds:
        return ""
    return text("card.unlike", year=before.year, change=like.told)
