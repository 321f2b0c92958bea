"""The chapter on how NAFS is followed: statements by authority, the rule read both ways, the change."""

from helpers.counting.nafs import MET, READINGS, measure
from helpers.defining.nafs_definitions import ALL, LETTERS, Nafs, Statement
from helpers.facts import Fact
from helpers.language.words import Text, joined
from helpers.pages import chart_nafs, charts
from helpers.pages.blocks import listed, section
from helpers.pages.chart_nafs import Panel
from helpers.pages.document import NOTHING, Block, Paragraph, join, table
from helpers.pages.sayable import may_say
from helpers.pages.years import Report
from helpers.wording import beginning, declared, fact_text, inner, listing, result_text, text

KIND = "foljsamhet"  # of delivery
RULES = ("mean", "share", "few", "change")


def asked(report: Report) -> Nafs:
    """What the year asks.

    Raises:
        ValueError: it asks nothing.
    """
    if report.now.definitions.nafs is None:
        raise ValueError(f"{report.now.year}: no key nafs")
    return report.now.definitions.nafs


def of(report: Report, name: str) -> Fact:
    """A fact of the measurement, by its whole measure."""
    return report.now.facts.get(asked(report).place, name)


def has_answers(report: Report) -> bool:
    """Whether there is any statement that somebody has answered, so many that it may be told or not."""
    known = (of(report, measure(s.id, ALL, "answered")) for s in asked(report).statements)
    return any(fact.state != "missing" for fact in known)


def authorities(report: Report) -> dict[str, str]:
    """Id -> name of each authority and, last, of all of them."""
    return {a.id: a.name for a in asked(report).authorities} | {ALL: beginning(text("nafs.all"))}


def words(statement: Statement) -> Text:
    """A statement as it stands over its figures: its number and its words."""
    return declared(f"{statement.id}. {statement.text}")


def invented(report: Report) -> Block:
    """That the answers are invented, where they are; it is said before any of them."""
    files = report.now.deliveries
    is_shipped = bool(files["shipped"][files["kind"] == KIND].any())
    return Paragraph(text("nafs.invented")) if is_shipped else NOTHING


def scale(report: Report) -> Block:
    """What the letters mean, and what each counts as."""
    said = asked(report).answers.items()
    return listed(
        text("nafs.answer", letter=declared(letter), words=declared(answer), score=declared(str(n)))
        for n, (letter, answer) in enumerate(said, 1)
    )


def means(report: Report) -> Block:
    """The mean of each statement by each authority, in the order of the print."""
    who = authorities(report)
    body = [
        [words(s), *(fact_text(of(report, measure(s.id, a, "mean"))) for a in who)]
        for s in asked(report).statements
    ]
    head = [text("nafs.statement"), *who.values()]
    return table(text("nafs.means", year=report.now.year), head, body)


# --- each statement ---------------------------------------------------------------------------------------


def figures(report: Report) -> list[Block]:
    """A statement's four small bars by authority each, all on one scale."""
    statements = asked(report).statements
    drawn = {s.id: _panels(report, s.id) for s in statements}
    top = chart_nafs.longest([panel for panels in drawn.values() for panel in panels])
    return [_figure(report, s, drawn[s.id], top) for s in statements]


def _panels(report: Report, statement: str) -> list[Panel]:
    return [
        Panel(
            a.name,
            [of(report, measure(statement, a.id, f"answer:{letter}")) for letter in LETTERS],
            of(report, measure(statement, a.id, "answered")),
        )
        for a in asked(report).authorities
    ]


def _figure(report: Report, statement: Statement, panels: list[Panel], top: float) -> Block:
    drawn = text("nafs.drawn", id=statement.id, year=report.now.year)
    told = _furthest(report, statement.id)
    alt = charts.alternative(told, drawn) if told else drawn
    id_ = f"pastaende-{statement.id}"
    answers = listing([f"{letter} {inner(a)}" for letter, a in asked(report).answers.items()])
    subtitle = text("nafs.subtitle", answers=declared(answers))
    said = words(statement)
    finding = joined(" ", [said, told]) if told else said
    plot = chart_nafs.bars(id_, panels, top, alt)
    answered = fact_text(of(report, measure(statement.id, ALL, "answered")))
    source = text("nafs.source", year=report.now.year, count=answered)
    described = chart_nafs.described(panels)
    return charts.figure(
        f"diagram-{id_}", finding, subtitle, plot, described, source, numbers(report, statement)
    )


def _furthest(report: Report, statement: str) -> Text:
    """Which authority has the highest mean and which the lowest; '' where that may not be told."""
    named = [(a.name, of(report, measure(statement, a.id, "mean"))) for a in asked(report).authorities]
    if len(named) < 2 or not may_say(*(fact for _, fact in named)):
        return ""
    ordered = sorted(named, key=lambda one: one[1].fraction)
    (low, least), (high, most) = ordered[0], ordered[-1]
    if least.fraction == most.fraction:
        return text("nafs.same", mean=fact_text(most))
    return text("nafs.furthest", high=high, most=fact_text(most), low=low, least=fact_text(least))


def numbers(report: Report, statement: Statement) -> Block:
    """The figures of a statement's bars, with mean and upper share."""
    measures = [*(f"answer:{letter}" for letter in LETTERS), "answered", "mean", "share-c-d"]
    body = [
        [name, *(fact_text(of(report, measure(statement.id, id_, what))) for what in measures)]
        for id_, name in authorities(report).items()
    ]
    heads = [text(f"nafs.head_{what}") for what in ("answered", "mean", "share")]
    head = [text("nafs.authority"), *LETTERS, *heads]
    return table(text("nafs.numbers", id=statement.id), head, body)


# --- the rule ---------------------------------------------------------------------------------------------


def rule(report: Report) -> Block:
    """The board's rule read both ways, and what is chosen of them."""
    body = [[text(f"nafs.reading_{by}"), result_text(of(report, READINGS[by]))] for by in ("mean", "share")]
    head = [text("nafs.reading"), text("nafs.reached")]
    return join([table(text("nafs.readings"), head, body), Paragraph(_verdict(report))])


def _verdict(report: Report) -> Text:
    """Whether the rule is met, by the reading that the definitions choose; that they choose none."""
    chosen, met = asked(report).rule, of(report, MET)
    if chosen is None:
        return text("nafs.unchosen")
    told = text(f"nafs.chosen_{chosen.by}", statements=declared(str(chosen.statements)))
    if not may_say(met):
        return joined(" ", [told, text("nafs.not_judged")])
    return joined(" ", [told, text("board.sentence", parts=fact_text(met))])


def change(report: Report) -> Block:
    """Each mean's change since the year before, or that nothing can be said of it."""
    who, statements = authorities(report), asked(report).statements
    facts = {(s.id, a): of(report, measure(s.id, a, "change")) for s in statements for a in who}
    if not any(fact.ok for fact in facts.values()):
        return Paragraph(text("nafs.no_change"))
    body = [[words(s), *(fact_text(facts[s.id, a]) for a in who)] for s in statements]
    caption = text("nafs.changes", year=report.now.year - 1)
    return table(caption, [text("nafs.statement"), *who.values()], body)


def rules(report: Report) -> Block:
    """How the figures are made: the letters' numbers, the limits, what is compared."""
    d = report.now.definitions
    least = declared(str(max(d.protected_below, d.told_from_answers)))
    told = [text(f"nafs.rule.{r}", **({"least": least} if r == "few" else {})) for r in RULES]
    return section("del-rules", text("nafs.section.rules"), listed(told))
