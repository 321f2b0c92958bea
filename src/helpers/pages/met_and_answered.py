"""How many goals each place reached of those with an outcome, and how many of those who left answered."""

from helpers.facts import Fact
from helpers.language.words import Text
from helpers.pages.document import NOTHING, Block, Content, Details, Link, table
from helpers.pages.print_beside import beside
from helpers.pages.years import Report
from helpers.wording import fact_text, marked, result_text, text

MET, ANSWERED = "goals-met", "response:discharged"


def met_and_answered(report: Report) -> Block:
    """A row for each place with a goal that has an outcome, folded; nothing where no place has one."""
    d, facts = report.now.definitions, report.now.facts
    places = [p for p in (*d.platform_ids, *d.whole_ids, d.together.id) if facts.get(p, MET).ok]
    if not places:
        return NOTHING
    asked = [r for r in d.respondents if r.protected]  # the board's guideline is of those who took part
    head = [text("table.platform"), text("met.head")]
    head += [text("met.head_answered", group=r.name) for r in asked]
    body: list[list[Content]] = [
        [_name(report, p), _met(report, facts.get(p, MET)), *(_rate(report, p, r.id) for r in asked)]
        for p in places
    ]
    return Details(text("met.title"), table(text("met.caption", year=report.now.year), head, body))


def _name(report: Report, place: str) -> Content:
    d = report.now.definitions
    return d.name(place) if place == d.together.id else Link(f"{place}.html", d.label(place))


def _met(report: Report, met: Fact) -> Content:
    """`3 av 10`, with what the accounts print instead; a share where an edition leaves the counts out."""
    words: Text = fact_text(met)
    if met.has_counts:
        reached, of = met.counts
        words = marked(met, text("value.counted", n=str(reached), of=str(of)))
    return beside(report, met, words)


def _rate(report: Report, place: str, respondents: str) -> Content:
    """The response of those who left; nothing where the group is not asked of the place."""
    rate = report.now.facts.get(place, ANSWERED, respondents)
    return beside(report, rate, result_text(rate)) if rate.rule else ""
