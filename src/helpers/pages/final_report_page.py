"""The final report of an intervention: the template's headings in order, each with its words and figures."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from helpers.codes import GENDERS
from helpers.counting.final_reports import GOAL, OF_GOALS, OF_REACHED, OUTCOME, STATES
from helpers.defining.final_template import PLACEHOLDER, TEMPLATES
from helpers.facts import Fact
from helpers.language.marked_swedish import declared_in_swedish, in_swedish
from helpers.language.words import Text, joined
from helpers.naming import measure_text
from helpers.pages import chart_steps, charts, print_beside
from helpers.pages.blocks import delivery_link, listed, section
from helpers.pages.document import (
    NOTHING,
    Block,
    Content,
    Label,
    Link,
    Notice,
    Paragraph,
    join,
    run,
    table,
)
from helpers.pages.years import Report
from helpers.paths import INTERVENTIONS
from helpers.wording import (
    beginning,
    declared,
    fact_text,
    listing,
    marked,
    text,
)

# What stands under a heading besides its words, by the sections of a report's figures.
TABLES = {
    "participants": ("participants", "exits", "share"),
    "period": ("time",),
    "methods": ("capacity", "activities"),
    "follow-up": ("reviewed",),
    "budget": ("money",),
}
SECTIONS = {
    "participants": ("participants",),
    "share": ("share", "share_women", "share_men"),
    "time": ("time",),
    "capacity": ("places", "staff", "counts"),
    "activities": ("activities",),
    "reviewed": ("certificates", "cases", "question"),
    "money": ("money", "cost"),
}
PARTICIPANTS = "participants:"
# How far somebody can have come, in order; a report has those that it tells of.
STEPS = (
    "referred",
    "accepted",
    "started",
    "total",
    "discharged",
    "to-work",
    "to-studies",
    "to-work-or-studies",
)
FEWEST_STEPS = 2  # one bar compares with nothing
# Where a template without a heading has what belongs under it.
ELSEWHERE = {"participants": "goals", "methods": "follow-up"}


def page_name(place: str) -> str:
    """Its page: `slutrapport-enter.html`."""
    return f"slutrapport-{place}.html"


@dataclass(frozen=True)
class FinalReport:
    """A place's final report: the year's facts, and the report's words (the table `final_words`)."""

    report: Report
    place: str
    words: pd.DataFrame

    @classmethod
    def load(cls, report: Report, place: str) -> "FinalReport":
        """The report of a place of the year; without words where it could not be read."""
        words = report.context.store().read("final_words")
        return cls(report, place, words[words["platform"] == place])

    @property
    def is_read(self) -> bool:
        """Whether the report could be read."""
        return len(self.words) > 0

    def fact(self, measure: str, group: str = "all", respondents: str = "") -> Fact:
        """A fact of the place; missing where there is none."""
        return self.report.now.facts.get(self.place, measure, respondents, group)

    def of(self, part: str) -> dict[str, str]:
        """The words of a part, by goal, heading or measure, in the report's order."""
        mine = self.words[self.words["part"] == part]
        return dict(zip(mine["id"].fillna("").astype(str), mine["text"].fillna("").astype(str), strict=True))

    def one(self, part: str) -> str:
        """The words of a part that has one; '' without them."""
        return next(iter(self.of(part).values()), "")

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of the template that it follows."""
        return TEMPLATES[self.one("template")]


def top(final: FinalReport) -> Block:
    """What its figures are, and how its goals went, in a sentence; else that it could not be read."""
    together = final.report.now.definitions.together.id
    if not final.is_read:
        way = delivery_link(together, text("delivery.page"))
        return Notice(Paragraph(run(text("final.unread"), " ", way)))
    return join([Notice(Paragraph(text("final.provenance"))), Paragraph(_lead(final), "headline")])


def _lead(final: FinalReport) -> Text:
    """How the goals in figures went; of nothing that is none of them."""
    counts = {state: final.fact(f"{OF_GOALS}{state}") for state in STATES}
    if not counts["judged"].ok:
        return text("final.lead_words")
    parts = [
        text(f"final.lead_{state}", count=fact_text(counts[state]))
        for state in STATES[1:]
        if counts[state].integer
    ]
    told = listing(parts) if parts else text("final.lead_open")
    return text("final.lead", judged=fact_text(counts["judged"]), parts=told)


def part(final: FinalReport, heading: str) -> Block:
    """A heading of the template with what the report says under it; nothing where it has no such heading."""
    if not final.is_read or heading not in final.headings:
        return NOTHING
    found = [
        block for block in (*_own(final, heading), _said(final, heading), *_tables(final, heading)) if block
    ]
    title = text(f"final.heading.{heading}")
    return section(section_id(heading), title, *(found or [Paragraph(text("final.unanswered"), "small")]))


def section_id(heading: str) -> str:
    """The place of a heading on the page."""
    return f"del-{heading}"


def contents(final: FinalReport) -> dict[str, str]:
    """Section -> title, in the template's order."""
    headings = final.headings if final.is_read else ()
    return {section_id(heading): text(f"final.heading.{heading}") for heading in headings}


def _said(final: FinalReport, heading: str) -> Block:
    """The report's own words, with its figures where it names their measures."""
    said = final.of("text").get(heading, "")
    return Paragraph(_filled(final, said)) if said else NOTHING


def _filled(final: FinalReport, said: str) -> Text:
    pieces = PLACEHOLDER.split(said)  # words and measures by turns
    return joined("", [_figure(final, p) if n % 2 else _typed(p) for n, p in enumerate(pieces)])


def _typed(words: str) -> Text:
    """Words of a report, which is Swedish, and whose typed digits are its own."""
    return declared_in_swedish(words) if any(c.isdigit() for c in words) else in_swedish(words)


def _figure(final: FinalReport, measure: str, group: str = "all") -> Text:
    """A figure as the report gives it, with `ca` where it is only about so much."""
    fact = _found(final, measure, group)
    shown = fact_text(fact)
    is_about = fact.ok and measure in final.of("about")
    return text("final.about", figure=shown) if is_about else shown


def _found(final: FinalReport, measure: str, group: str) -> Fact:
    """The fact of a measure, whoever was asked."""
    known = final.report.now.facts.measures(final.place, measure)
    mine = [fact for fact in known if fact.measure == measure and fact.group == group]
    return mine[0] if mine else final.fact(measure, group)


# --- what each heading has of its own ---------------------------------------------------------------------


def _own(final: FinalReport, heading: str) -> Iterator[Block]:
    if heading == "name":
        yield Paragraph(_typed(final.one("name")))
    elif heading == "owners":
        yield listed(_typed(owner) for owner in final.of("owner").values())
    elif heading == "goals":
        yield goals(final)
    elif heading == "period":
        yield Paragraph(_period(final))
    elif heading == "target-group" and (ages := final.one("ages")):
        yield Paragraph(text("final.ages" if "–" in ages else "final.ages_from", ages=declared(ages)))
    elif heading == "signatures":
        head = [text(f"final.head.{h}") for h in ("owner", "day", "signature")]
        body = [[_typed(owner), "", ""] for owner in final.of("owner").values()]
        yield table(text("final.caption.signatures"), head, body, 3)


def _period(final: FinalReport) -> Text:
    days = {name: declared(final.one(name)) for name in ("start", "end")}
    told = [text("final.period", **days)]
    if intake := final.one("intake-end"):
        told.append(text("final.intake", day=declared(intake)))
    if spans := [declared(span.replace("..", "–")) for span in final.of("extension").values()]:
        told.append(text("final.extensions", spans=listing(spans)))
    return joined(" ", told)


def goals(final: FinalReport) -> Block:
    """Each goal with what was planned, what came of it for all, women and men, and whether it was reached."""
    known = final.of("goal")
    of_gender = any(final.fact(f"{OUTCOME}{goal}", g).rule for goal in known for g in GENDERS)
    groups = GENDERS if of_gender else ()
    head = [text(f"final.head.{h}") for h in ("goal", "planned", "outcome", "reached", *groups)]
    body = [_goal(final, goal, said, groups) for goal, said in known.items()]
    shown = table(text("final.caption.goals"), head, body, 1) if body else NOTHING
    return join([shown, print_beside.note(final.report, _facts_of_goals(final))]) if body else NOTHING


def _facts_of_goals(final: FinalReport) -> list[Fact]:
    return [final.fact(f"{kind}{goal}") for goal in final.of("goal") for kind in (GOAL, OUTCOME)]


def _goal(final: FinalReport, goal: str, words: str, groups: Iterable[str]) -> list[Content]:
    said = final.of("said").get(goal, "")
    named: Content = _typed(words)
    if said:
        named = run(named, " ", Label(text("final.said", said=_typed(said)), "small"))
    planned, outcome = (_cell(final, f"{kind}{goal}") for kind in (GOAL, OUTCOME))
    each = [_cell(final, f"{OUTCOME}{goal}", group) for group in groups]
    return [named, planned, outcome, _verdict(final, goal), *each]


def _verdict(final: FinalReport, goal: str) -> Text:
    """Whether a goal was reached: never without an outcome, and not judged where it has no figure."""
    fact = final.fact(f"{OF_REACHED}{goal}")
    if fact.ok:
        return marked(fact, text(f"final.state.{'reached' if fact.integer else 'not-reached'}"))
    if fact.rule:
        return marked(fact, text("final.state.missing"))
    in_words = final.of("goal-kind").get(goal) == "text"
    return text("final.state.words" if in_words else "final.state.open")


def _cell(final: FinalReport, measure: str, group: str = "all") -> Content:
    """A figure of a table, with what the print says instead of it; a line where the report gives none."""
    fact = _found(final, measure, group)
    if not fact.rule:
        return "–"
    return print_beside.beside(final.report, fact, _figure(final, measure, group))


# --- tables of figures ------------------------------------------------------------------------------------


def _tables(final: FinalReport, heading: str) -> Iterator[Block]:
    """The tables that stand under a heading, those of headings that the template lacks among them."""
    mine = [heading, *(h for h, other in ELSEWHERE.items() if other == heading and h not in final.headings)]
    for name in (name for h in mine for name in TABLES.get(h, ())):
        if measures := _measures(final, name):
            yield steps(final) if name == "participants" else NOTHING
            yield _figures(final, name, measures)


def steps(final: FinalReport) -> Block:
    """How many came how far, as bars: the steps that the report has; nothing where it has not two of them."""
    facts = {key: _found(final, f"{PARTICIPANTS}{key}", "all") for key in STEPS}
    shown: list[chart_steps.Step] = [
        (beginning(measure_text(f.measure, final.report.now.definitions)), f, _figure(final, f.measure))
        for f in facts.values()
        if charts.has_value(f) and f.unit == "count"
    ]
    if len(shown) < FEWEST_STEPS:
        return NOTHING
    finding = text("final.steps.finding")
    alt = charts.alternative(finding, text("final.steps.drawn"))
    plot = chart_steps.bars("steg", shown, alt)
    head = [text("final.steps.head"), text("final.head.value")]
    data = table(text("final.steps.caption"), head, [[label, printed] for label, _, printed in shown])
    told, source = text("final.steps.subtitle"), text("final.steps.source")
    return charts.figure("fig-steg", finding, told, plot, [], source, data)


def _measures(final: FinalReport, name: str) -> list[str]:
    """The measures of a table, in the report's order; those who left by where they went stand apart."""
    exits = [f"{PARTICIPANTS}{key}" for key in filter(None, final.one("exits").split(", "))]
    if name == "exits":
        return exits
    wanted = SECTIONS[name]
    return [m for m, of in final.of("figure").items() if of in wanted and m not in exits]


def _figures(final: FinalReport, name: str, measures: list[str]) -> Block:
    """Figures of a kind as a table, with women and men where the report tells of them."""
    defined = final.report.now.definitions
    of_gender = any(_found(final, m, g).rule for m in measures for g in GENDERS)
    groups = ("all", *GENDERS) if of_gender else ("all",)
    columns = groups if of_gender else ("value",)
    head = [text("final.head.figure"), *(text(f"final.head.{column}") for column in columns)]
    body = [[beginning(measure_text(m, defined)), *(_cell(final, m, g) for g in groups)] for m in measures]
    facts = [_found(final, m, g) for m in measures for g in groups]
    return join([table(text(f"final.caption.{name}"), head, body), print_beside.note(final.report, facts)])


# --- the year's reports -----------------------------------------------------------------------------------


def of_year(report: Report) -> list[str]:
    """The places of the year that have delivered a final report, read or not."""
    mine = report.now.deliveries
    files = set(mine["file"][(mine["kind"] == INTERVENTIONS) & (mine["file"] != "")])
    return [p for p in report.now.definitions.platform_ids if f"{INTERVENTIONS}/{p}.yaml" in files]


def listed_reports(report: Report) -> Block:
    """The year's final reports with how their goals went, and the way to each; nothing without any."""
    places, defined = of_year(report), report.now.definitions
    if not places:
        return NOTHING
    head = [text("final.head.reports"), text("final.head.judged")]
    head += [beginning(measure_text(f"{OF_GOALS}{state}", defined)) for state in STATES[1:]]
    body = [[Link(page_name(p), defined.name(p)), *(_count(report, p, s) for s in STATES)] for p in places]
    shown = table(text("final.index_caption", year=report.now.year), head, body)
    return section("del-final", text("final.index"), Paragraph(text("final.index_intro")), shown)


def _count(report: Report, place: str, state: str) -> Text:
    fact = report.now.facts.get(place, f"{OF_GOALS}{state}")
    return fact_text(fact) if fact.rule else "–"
