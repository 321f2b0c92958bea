"""What a board asks first: how many, what became of them, which goals were reached, what is not known."""

from collections.abc import Sequence

from helpers.codes import GENDERS
from helpers.counting.goals import SIGNALS
from helpers.facts import Fact, Facts
from helpers.pages.blocks import paragraph
from helpers.pages.document import (
    NOTHING,
    Block,
    Division,
    Heading,
    Label,
    Link,
    Paragraph,
    Strong,
    join,
    points,
    table,
)
from helpers.pages.indicators import (
    Shown,
    anchor,
    chip,
    goal_of,
    name_of,
    result_of,
    shown,
)
from helpers.pages.outcome_figures import outcome_figure
from helpers.pages.outcome_words import became_of, positive_words
from helpers.pages.unknowns import unknown
from helpers.pages.women_men import women_and_men
from helpers.pages.year_changes import changed
from helpers.pages.years import Report
from helpers.wording import fact_text, listing, result_text, text
from helpers.words import Text, joined


def summary(report: Report, place: str) -> Block:
    """The year in short: its figures, then one block a question, in the order a board asks them."""
    indicators = list(shown(report, place))
    parts = {
        "many": how_many(report, place),
        "outcomes": outcomes(report, place),
        "goals": goals(report, place, indicators),
        "genders": women_and_men(report, place),
        "changed": changed(report, place, indicators),
        "unknown": unknown(report, place, indicators),
    }
    blocks = [
        Division(join([Heading(3, text(f"opening.{name}")), block])) for name, block in parts.items() if block
    ]
    return join([tiles(report, place), *blocks])


def tiles(report: Report, place: str) -> Block:
    """The year in four figures."""
    facts, d = report.now.facts, report.now.definitions
    goals_set = fact_text(facts.get(place, "signals:all"))
    words = {
        "total": text("tile.total"),
        "discharged": text("tile.discharged"),
        "share:positive": positive_words(d) if d.positive_ids else "",
        "signals:reached": text("tile.signals-reached", all=goals_set),
    }
    known = [(facts.get(place, name), told) for name, told in words.items() if told]
    items = [join([Strong(fact_text(f)), Label(told)]) for f, told in known if f.ok]
    return points(items, "tiles") if items else NOTHING


def how_many(report: Report, place: str) -> Block:
    """Participants of the year, women and men, new and remaining."""
    facts, year = report.now.facts, report.now.year
    total = facts.get(place, "total")
    if not total.ok:
        return paragraph("headline.missing", place=report.now.definitions.name(place))
    if not total.integer:
        referred, accepted = (fact_text(facts.get(place, m)) for m in ("referred", "accepted"))
        none = text("headline.none", year=year, referred=referred, accepted=accepted)
        return Paragraph(none, "lead")
    measures = ("total", "carried-over", "new", "remaining")
    values = {m.replace("-", "_"): fact_text(facts.get(place, m)) for m in measures}
    women, men = (fact_text(facts.get(place, "total", "", g)) for g in GENDERS)
    sentences = [text("headline.total", year=year, women=women, men=men, **values)]
    unknown, even = facts.get(place, "total", "", "unknown"), facts.get(place, "gender-even")
    if unknown.ok and unknown.integer:
        sentences.append(text("headline.unknown", unknown=fact_text(unknown)))
    if even.rule or even.ok:
        sentences.append(_women(facts, place, even))
    return Paragraph(joined(" ", [*sentences, *_people(facts, place)]), "lead")


def _women(facts: Facts, place: str, even: Fact) -> Text:
    """Women's share of those whose gender is known, and whether that is even, where it can be told."""
    share = result_text(facts.get(place, "gender-share:total", "", "women"))
    if even.ok:
        return text(f"headline.gender_{even.integer}", share=share)
    least, most = (facts.get(place, f"{b}:gender-share:total", "", "women") for b in ("least", "most"))
    return text("headline.gender_unknown", share=share, least=fact_text(least), most=fact_text(most))


def _people(facts: Facts, place: str) -> list[Text]:
    """How many people the participations are of, and how many of them stand in several lists."""
    told = []
    unique, twice = facts.get(place, "unique"), facts.get(place, "double-registered")
    if not unique.ok or unique.integer != facts.get(place, "total").integer:
        told.append(text("headline.unique", unique=fact_text(unique)))
    if twice.ok and twice.integer:
        key = "headline.twice_one" if twice.integer == 1 else "headline.twice"
        told.append(text(key, twice=fact_text(twice)))
    return told


def outcomes(report: Report, place: str) -> Block:
    """What became of those who left, as a chart."""
    facts = report.now.facts
    left, total = facts.get(place, "discharged"), facts.get(place, "total")
    if not left.ok or not total.ok or not total.integer:
        return NOTHING
    if not left.integer:
        return paragraph("headline.none_left")
    told = became_of(report.now.definitions, facts, place)
    return join([Paragraph(told), outcome_figure(report, place)])


def goals(report: Report, place: str, indicators: Sequence[Shown]) -> Block:
    """Every goal with its result and what can be said of it; how many of each."""
    aimed = [i for i in indicators if i.signal]
    if not aimed:
        return paragraph("goals.none")
    body = [
        [
            Link(f"#{anchor(i)}", name_of(i)),
            chip(i.signal),
            result_of(i),
            goal_of(i),
        ]
        for i in aimed
    ]
    head = [text(f"goals.{h}") for h in ("goal", "signal", "result", "target")]
    caption = text("goals.caption", place=report.now.definitions.name(place), year=report.now.year)
    rule = Paragraph(text("goals.rule"))
    return join([_signals(report, place, aimed), table(caption, head, body, 9), rule])


def _signals(report: Report, place: str, aimed: Sequence[Shown]) -> Block:
    """How many goals came out as what; the ones of a larger whole are not among them."""
    counts = [(kind, report.now.facts.get(place, f"signals:{kind}")) for kind in SIGNALS]
    told = [
        text("goals.count", count=fact_text(f), state=text(f"signal.{kind}").lower())
        for kind, f in counts
        if f.ok and f.integer
    ]
    if not told:
        return NOTHING
    of_a_whole = text("goals.elsewhere") if any(not i.own for i in aimed) else ""
    return Paragraph(joined(" ", [text("goals.sentence", counts=listing(told)), of_a_whole]))
