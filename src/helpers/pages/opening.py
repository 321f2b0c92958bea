"""What a board asks first: how many, what became of them, which goals were reached, what is not known."""

from collections.abc import Sequence

from helpers.codes import GENDERS
from helpers.counting.uncertainty import JUDGEMENTS
from helpers.facts import Fact, Facts
from helpers.language.words import Text, joined
from helpers.pages.blocks import columns, paragraph
from helpers.pages.board import board
from helpers.pages.document import (
    NOTHING,
    Block,
    Details,
    Heading,
    Link,
    Paragraph,
    join,
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
from helpers.pages.outcome_words import became_of
from helpers.pages.sayable import may_say
from helpers.pages.unknowns import unknown
from helpers.pages.women_men import women_and_men
from helpers.pages.year_changes import changed
from helpers.pages.years import Report
from helpers.wording import fact_text, inner, listing, result_text, text


def summary(report: Report, place: str) -> Block:
    """The year in short: what a board reads, then one block a question, in the order a board asks them."""
    indicators = list(shown(report, place))
    parts = {
        "many": how_many(report, place),
        "outcomes": outcomes(report, place),
        "goals": goals(report, place, indicators),
        "genders": women_and_men(report, place),
        "changed": changed(report, place, indicators),
        "unknown": Details(text("opening.more_unknown"), unknown(report, place, indicators)),
    }
    blocks = [join([Heading(3, text(f"opening.{name}")), block]) for name, block in parts.items() if block]
    return join([board(report, place), columns(*blocks)])


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
    unknown, even = facts.get(place, "total", "", "unknown"), facts.get(place, "gender-even")
    sentences = _took_part(facts, place, year)
    if may_say(unknown) and unknown.integer:
        sentences.append(text("headline.unknown", unknown=fact_text(unknown)))
    if (even.rule or even.ok) and may_say(facts.get(place, "gender-share:total", "", "women")):
        sentences.append(_women(facts, place, even))
    return Paragraph(joined(" ", [*sentences, *_people(facts, place)]), "lead")


def _took_part(facts: Facts, place: str, year: int) -> list[Text]:
    """How many took part, from where they came and how many remained, as far as nothing is invented."""
    total = facts.get(place, "total")
    women, men = (facts.get(place, "total", "", g) for g in GENDERS)
    came, new = facts.get(place, "carried-over"), facts.get(place, "new")
    told: list[Text] = []
    if may_say(total, women, men):
        genders = {"women": fact_text(women), "men": fact_text(men)}
        told.append(text("headline.total_genders", year=year, total=fact_text(total), **genders))
    elif may_say(total):
        told.append(text("headline.total", year=year, total=fact_text(total)))
    if may_say(came, new):
        told.append(text("headline.came", carried_over=fact_text(came), new=fact_text(new)))
    remaining = facts.get(place, "remaining")
    return [*told, text("headline.remaining", remaining=fact_text(remaining))] if may_say(remaining) else told


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
    if may_say(unique) and unique.integer != facts.get(place, "total").integer:
        told.append(text("headline.unique", unique=fact_text(unique)))
    if may_say(twice) and twice.integer:
        told.append(text("headline.twice", twice=fact_text(twice)))
    return told


def outcomes(report: Report, place: str) -> Block:
    """What became of those who left."""
    facts = report.now.facts
    left, total = facts.get(place, "discharged"), facts.get(place, "total")
    if not left.ok or not total.ok or not total.integer:
        return NOTHING
    if not left.integer:
        return paragraph("headline.none_left")
    told = became_of(report.now.definitions, facts, place)
    return Paragraph(told) if told else NOTHING


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
    return join(
        [_signals(report, place, aimed), Details(caption, join([table(caption, head, body, 9), rule]))]
    )


def _signals(report: Report, place: str, aimed: Sequence[Shown]) -> Block:
    """How many of the goals with an outcome were reached; the ones of a larger whole are not among them."""
    facts = report.now.facts
    with_outcome = facts.get(place, "tally:outcome")
    if not may_say(with_outcome):
        return NOTHING
    of_a_whole = text("goals.elsewhere") if any(not i.own for i in aimed) else ""
    if not with_outcome.integer:
        return Paragraph(joined(" ", filter(None, [text("goals.none_measured"), of_a_whole])))
    counts = [(kind, facts.get(place, f"tally:{kind}")) for kind in JUDGEMENTS[::-1]]
    told = [
        text("goals.count", count=fact_text(f), state=inner(text(f"signal.{kind}")))
        for kind, f in counts
        if f.ok and f.integer
    ]
    sentence = text("goals.sentence", counts=listing(told), all=fact_text(with_outcome))
    return Paragraph(joined(" ", filter(None, [sentence, of_a_whole])))
