"""The chapter on target groups: background in SUS, age, what the screening found, who is registered."""

from collections.abc import Mapping

from helpers.codes import GENDERS
from helpers.counting.age_groups import AGE
from helpers.counting.registrations import MEASURES as REGISTERED
from helpers.defining import ages
from helpers.defining.shown_names import said
from helpers.language.words import Text
from helpers.pages.blocks import in_a_line, paragraph
from helpers.pages.by_place import across, by_place, known, lacking, with_anybody
from helpers.pages.document import NOTHING, Block, Content, Details, Link, Paragraph, join, table
from helpers.pages.sayable import may_say
from helpers.pages.years import Report
from helpers.wording import declared, fact_text, result_text, text

OBSTACLES, OF_PEOPLE = "share:obstacles:", "share-people:obstacles:"
COUNTED = ("obstacles:people", "obstacles:total", "obstacles:average")


# --- background, from SUS ---------------------------------------------------------------------------------


def background(report: Report) -> Block:
    """Time in public support, education and support before, a column a place; nothing without SUS."""
    d, facts = report.now.definitions, report.now.facts
    places = [p for p in known(report, ["sus:people"]) if facts.get(p, "sus:people").ok]
    if not places:
        return NOTHING
    classes = {"time": d.sus.time, "education": d.sus.education, "support-before": d.sus.support}
    tables = [_background(report, places, column, labels) for column, labels in classes.items()]
    whole = Link(f"{d.together.id}.html#del-sus", text("target.background_whole"))
    return join([paragraph("target.background"), *tables, in_a_line([whole])])


def _background(report: Report, places: list[str], column: str, labels: list[str]) -> Block:
    """How many are registered, and each class's part of them; classes that nobody is in are left out.

    The names of the classes of support are too long to stand beside each other: there the places do.
    """
    facts, caption = report.now.facts, text(f"target.caption_{column}")
    d = report.now.definitions
    shares = {f"share:sus:{column}:{x}": said(x, d) for x in brief(report, column, labels)}
    rows = {"sus:people": text("target.registered")} | with_anybody(report, places, shares)
    if column == "support-before":
        return across(report, caption, text(f"sus.{column}"), places, rows)

    def cells(place: str) -> list[Content]:
        return [fact_text(facts.get(place, measure)) for measure in rows]

    return by_place(report, caption, list(rows.values()), places, cells)


def brief(report: Report, column: str, labels: list[str]) -> list[str]:
    """The named sums of a column with the classes that are in none of them, in the order of the classes.

    The classes alone where two sums share one: they would be counted twice.
    """
    sums = [s for s in report.now.definitions.sus.summaries if s.column == column]
    summed = [label for s in sums for label in s.classes]
    if len(set(summed)) < len(summed):
        return labels
    name = {label: s.name for s in sums for label in s.classes}
    return list(dict.fromkeys(name.get(label, label) for label in labels))


# --- age, from the lists ----------------------------------------------------------------------------------


def age(report: Report) -> Block:
    """Age groups by place, and the association's outcomes by age, behind a click; nothing without ages."""
    d, facts = report.now.definitions, report.now.facts
    groups = {
        f"share:{AGE}{g}": text("target.head_ages", ages=g.replace("-", "–")) for g in ages.ids(d.age_groups)
    }
    places = known(report, groups)
    if not places:
        return NOTHING

    def cells(place: str) -> list[Content]:
        return [result_text(facts.get(place, measure)) for measure in groups]

    caption = text("target.caption_ages", year=report.now.year)
    shown = by_place(report, caption, list(groups.values()), places, cells)
    click = Details(text("target.ages_by_place"), join([shown, _outcomes_by_age(report, groups)]))
    least = declared(str(d.protected_below))
    return join([paragraph("target.ages", year=report.now.year, least=least), click])


def _outcomes_by_age(report: Report, groups: Mapping[str, Text]) -> Block:
    """Of those who left, a row an age group, a column an outcome: of the association."""
    d, facts = report.now.definitions, report.now.facts
    here, outcomes = d.together.id, d.positive_ids
    body = [
        [name, *(result_text(facts.get(here, f"{m}:{o}")) for o in outcomes)] for m, name in groups.items()
    ]
    caption = text("target.caption_ages_outcome", year=report.now.year, place=d.label(here))
    return table(caption, [text("target.age"), *(d.outcome(o).brief for o in outcomes)], body)


# --- obstacles, from the screening ------------------------------------------------------------------------


def lead(report: Report) -> Block:
    """How many were screened and what they have on average, where nothing of it is invented."""
    people, average = (report.now.facts.get(report.now.definitions.together.id, m) for m in COUNTED[::2])
    if not may_say(people, average):
        return NOTHING
    return Paragraph(text("target.lead", people=fact_text(people), average=fact_text(average)), "headline")


def obstacles(report: Report) -> Block:
    """What was found, by place, with women and men behind a click; nothing where nobody was screened."""
    places = known(report, COUNTED)
    if not places:
        return NOTHING
    facts, kinds = report.now.facts, report.now.definitions.obstacles
    head = [text(f"target.head_{m.partition(':')[2]}") for m in COUNTED]
    found = by_place(
        report,
        text("target.caption_obstacles", year=report.now.year),
        head,
        places,
        lambda place: [fact_text(facts.get(place, m)) for m in COUNTED],
    )
    of_kind = [
        across(report, text(caption), text("target.kind"), places, {f"{of}{k.id}": k.name for k in kinds})
        for of, caption in ((OF_PEOPLE, "target.caption_people"), (OBSTACLES, "target.caption_all"))
    ]
    least = declared(str(report.now.definitions.protected_below))
    screened = paragraph("target.screened", least=least)
    return join([lead(report), screened, found, *of_kind, _genders(report)])


def _genders(report: Report) -> Block:
    """Women's and men's obstacles, of the association."""
    d, facts = report.now.definitions, report.now.facts
    rows = {m: text(f"target.head_{m.partition(':')[2]}") for m in COUNTED}
    rows |= {f"{OF_PEOPLE}{k.id}": k.name for k in d.obstacles}
    body = [
        [name, *(_cell(report, m, g) for g in (*GENDERS, "all"))]
        for m, name in rows.items()
        if facts.get(d.together.id, m).state != "missing"
    ]
    head = [text("table.row"), *(text(f"group.{g}") for g in (*GENDERS, "all"))]
    caption = text("target.caption_genders", place=d.label(d.together.id))
    return Details(text("target.genders"), table(caption, head, body)) if body else NOTHING


def _cell(report: Report, measure: str, group: str) -> Text:
    together = report.now.definitions.together.id
    return result_text(report.now.facts.get(together, measure, "", group))


# --- registrations beside the lists -----------------------------------------------------------------------


def coverage(report: Report) -> Block:
    """How far lists and SUS hold the same people, both ways; nothing where no place can be told of."""
    places = known(report, REGISTERED)
    if not places:
        return NOTHING
    facts = report.now.facts

    def cells(place: str) -> list[Content]:
        return [result_text(facts.get(place, measure)) for measure in REGISTERED]

    head = [text("target.head_coverage"), text("target.head_not_in_sus"), text("target.head_not_in_lists")]
    caption = text("target.caption_coverage", before=report.now.year - 1, year=report.now.year)
    shown = by_place(report, caption, head, places, cells)
    return join([paragraph("target.coverage"), shown, lacking(report, places)])
