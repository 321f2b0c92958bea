"""The board's page: what was reached, where, for whom, what is not known and what is to be decided."""

from collections.abc import Sequence

from helpers.codes import GENDERS
from helpers.defining import open_points
from helpers.defining.open_points import OpenPoint
from helpers.facts import Fact
from helpers.language.words import Text, joined
from helpers.pages.board_gaps import gaps
from helpers.pages.chapter_list import ECONOMY
from helpers.pages.document import (
    NOTHING,
    Block,
    Content,
    Division,
    Heading,
    Paragraph,
    join,
    points,
)
from helpers.pages.economy_chapter import in_brief, link
from helpers.pages.headline import headline
from helpers.pages.heat import heat
from helpers.pages.outcome_figures import outcome_figure
from helpers.pages.outcome_words import inside, is_way
from helpers.pages.sayable import may_say
from helpers.pages.years import Report
from helpers.wording import date_text, declared, fact_text, listing, marked, text

PAGE = "sammanfattning.html"


def board(report: Report, place: str) -> Block:
    """What a board reads first of a place, in its account."""
    parts = _parts(report, place, 3)
    return _laid(report, place, [outcomes(report, place)], list(parts.values()))


def page(report: Report) -> Block:
    """What a board reads of the association, alone on one sheet: with its platforms, and whom to ask."""
    together = report.now.definitions.together.id
    parts = _parts(report, together, 2)
    left = [outcomes(report, together), parts["genders"], economy(report)]
    right = [heat(report, ("outcome",)), parts["gaps"]]
    return join([_laid(report, together, left, right), parts["decide"], contact(report)])


def _parts(report: Report, place: str, level: int) -> dict[str, Block]:
    """The parts in words, each under its heading of a `level`; nothing where it has nothing to say."""
    said: dict[str, Content] = {
        "genders": _paragraph(women_and_men(report, place)),
        "gaps": _points(gaps(report, place)),
        "decide": decide(report, place),
    }
    return {name: _titled(text(f"board.{name}"), part, level) for name, part in said.items()}


def economy(report: Report) -> Block:
    """What the year cost in a line, under the way to the chapter; nothing without a ledger."""
    if not ECONOMY.is_in(report.now):
        return NOTHING
    title = Heading(2, link(report, ECONOMY.title))
    return Division(join(filter(None, [title, _paragraph(in_brief(report))])))


def _titled(title: str, part: Content, level: int) -> Block:
    return Division(join([Heading(level, title), part])) if part else NOTHING


def _laid(report: Report, place: str, left: Sequence[Block], right: Sequence[Block]) -> Block:
    """The headline, and under it what stands beside each other where there is room."""
    columns = [Division(join(filter(None, part))) for part in (left, right) if any(part)]
    return Division(join([lead(report, place), _paragraph(people(report, place)), *columns]), "board")


def outcomes(report: Report, place: str) -> Block:
    """What those who left went to, as bars beside their goals; the headline has said the finding."""
    return outcome_figure(report, place, text("board.outcomes"))


def lead(report: Report, place: str) -> Block:
    """The year in a sentence or two."""
    said = headline(report, place)
    return Paragraph(said, "headline") if said else NOTHING


def contact(report: Report) -> Block:
    """Whom to ask."""
    who = report.now.definitions.contact
    return Paragraph(
        text("board.contact", contact=declared(who)) if who else text("board.no_contact"), "small"
    )


def _paragraph(words: Text) -> Block:
    return Paragraph(words) if words else NOTHING


def _points(items: list[Content]) -> Block:
    return points(items) if items else NOTHING


# --- who took part ----------------------------------------------------------------------------------------


def people(report: Report, place: str) -> Text:
    """How many took part, left and remained, as far as it may be said; '' where nothing may."""
    facts, year = report.now.facts, report.now.year
    counts = {m: facts.get(place, m) for m in ("total", "discharged", "remaining")}
    if not may_say(counts["total"]) or not counts["total"].integer:
        return ""
    told = [text(f"board.{m}", count=_nobody(f), year=year) for m, f in counts.items() if may_say(f)]
    return text("board.sentence", parts=listing(told))


def _nobody(fact: Fact) -> Text:
    return fact_text(fact) if fact.integer else marked(fact, text("board.nobody"))


def women_and_men(report: Report, place: str) -> Text:
    """Women and men in two sentences: how many took part, and the outcome in which they differ most."""
    said = (_who_took_part(report, place), _where_they_differ(report, place))
    return joined(" ", [sentence for sentence in said if sentence])


def _who_took_part(report: Report, place: str) -> Text:
    total, *each = (report.now.facts.get(place, "total", "", g) for g in ("all", *GENDERS))
    if not may_say(total, *each) or total.integer < 2:
        return ""
    named = (_so_many(fact) for fact in each)
    return text("board.took_part", **dict(zip(GENDERS, named, strict=True)))


def _so_many(fact: Fact) -> Text:
    """`1 kvinna`, `2 män`, `ingen man`."""
    if not fact.integer:
        return marked(fact, text(f"board.people.{fact.group}_none"))
    return text(f"board.people.{fact.group}", count=fact_text(fact))


def _where_they_differ(report: Report, place: str) -> Text:
    d, facts = report.now.definitions, report.now.facts
    found = []
    for outcome in d.outcomes:
        women, men = (facts.get(place, f"share:{outcome.id}", "", g) for g in GENDERS)
        if may_say(women, men):
            found.append((abs(women.fraction - men.fraction), outcome, women, men))
    if not found:
        return ""
    distance, outcome, women, men = max(found, key=lambda f: f[0])
    if not distance:
        return text("board.no_difference")
    values = {"women": fact_text(women), "men": fact_text(men)}
    if is_way(outcome):
        return text("board.differ_way", **values, outcome=inside(outcome.name))
    return text("board.differ_named", **values, outcome=outcome.name)


# --- what is to be decided ----------------------------------------------------------------------------------


def decide(report: Report, place: str) -> Block:
    """The open points of a place; the association has them all, and says so where there is none."""
    file = report.context.workspace.decisions(report.now.year)
    together = report.now.definitions.together.id
    mine = [p for p in open_points.load(file, report.now.definitions) if place in (together, p.place)]
    if not mine:
        return Paragraph(text("board.nothing_to_decide")) if place == together else NOTHING
    return points((_point(p) for p in mine), "decide")


def _point(point: OpenPoint) -> Text:
    when = declared(date_text(point.when))
    said = text("board.point", point=declared(point.point), who=declared(point.who), when=when)
    return joined(" ", [said, declared(point.comment)]) if point.comment else said
