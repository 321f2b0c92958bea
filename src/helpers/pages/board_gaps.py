"""What a board should know that the figures do not say: at most four things, the weightiest first."""

from collections.abc import Iterator

from helpers.language.words import Text
from helpers.pages.document import Content, run
from helpers.pages.indicators import guideline_text
from helpers.pages.outcome_words import inside
from helpers.pages.print_beside import audit_link
from helpers.pages.sayable import may_say
from helpers.pages.unknowns import not_delivered
from helpers.pages.years import Report
from helpers.wording import declared, fact_text, listing, number, text

MOST = 4


def gaps(report: Report, place: str) -> list[Content]:
    """What is not known of a place."""
    found = (
        *_printed(report, place),
        *_stock(report, place),
        *_response(report, place),
        *_absent(report, place),
    )
    return list(found[:MOST])


def _printed(report: Report, place: str) -> Iterator[Content]:
    """What the account prints of those who left and of their outcomes, where it is something else."""
    d, facts = report.now.definitions, report.now.facts
    left = text("board.left"), facts.get(place, "discharged")
    named = [left, *((inside(o.brief), facts.get(place, f"share:{o.id}")) for o in d.outcomes)]
    told, anchor = [], ""
    for name, fact in named:
        if may_say(fact) and (other := report.contradictions.about(fact)):
            anchor = anchor or other[0].anchor
            printed = declared(other[0].printed)
            told.append(text("board.otherwise", name=name, printed=printed, here=fact_text(fact)))
    if told:
        yield run(
            text("board.printed", parts=listing(told)), " ", audit_link(anchor, text("board.see_audit"))
        )


def _stock(report: Report, place: str) -> Iterator[Content]:
    """Those who remained last year and are not carried over: who they are nobody knows."""
    began, ended = report.now.facts.get(place, "carried-over"), report.last_year(place, "remaining")
    if ended is None or not may_say(began, ended) or began.integer == ended.integer:
        return
    between = declared(number(abs(began.integer - ended.integer)))
    values = {"began": fact_text(began), "ended": fact_text(ended), "between": between}
    yield text("board.stock", year=report.now.year, before=report.now.year - 1, **values)


def _response(report: Report, place: str) -> Iterator[Content]:
    """How many of those who left have answered: of a sum of platforms the least and the most."""
    d, facts = report.now.definitions, report.now.facts
    group = next((g.id for g in d.respondents if g.protected), "")
    places = [place] if place in d.platform_ids else d.parts(place)
    known = (facts.get(p, "response:discharged", group) for p in places)
    rates = sorted((f for f in known if may_say(f)), key=lambda f: f.fraction)
    if not rates:
        return
    values = {"low": fact_text(rates[0]), "high": fact_text(rates[-1]), "guideline": guideline_text(report)}
    yield text("board.response_between" if len(rates) > 1 else "board.response", **values)


def _absent(report: Report, place: str) -> Iterator[Text]:
    if absent := not_delivered(report, place):
        yield text("unknown.not_delivered", what=listing([inside(part) for part in absent]))
