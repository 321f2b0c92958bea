"""The chapter on strategic goals: the board's grade of each place beside what it is to rest on.

No grade is computed, and no average of grades.
"""

from collections import defaultdict
from collections.abc import Iterator

from helpers.counting.goals import indicator_id, result_measure
from helpers.counting.strategic import GOALS, Effects, lower_with_as_much
from helpers.defining import shown_names
from helpers.facts import Fact
from helpers.language.marked_swedish import declared_in_swedish
from helpers.language.words import Text, joined
from helpers.naming import asked_text
from helpers.pages.blocks import listed, paragraph, section
from helpers.pages.document import (
    NOTHING,
    Block,
    Content,
    Details,
    Division,
    Heading,
    Label,
    Paragraph,
    Terms,
    join,
    table,
)
from helpers.pages.doubts import response_words
from helpers.pages.sayable import may_say
from helpers.pages.strategic_tables import RESULTS, Judged, Measured, Strategic
from helpers.pages.years import Report
from helpers.wording import (
    beginning,
    decimals_beside,
    declared,
    fact_text,
    inner,
    listing,
    result_text,
    text,
)

HEAD = ("what", "limit", "result", "met")


def anchor(goal: str) -> str:
    """Where a goal stands on the page."""
    return f"mal-{goal}"


def title(goal: str) -> Text:
    """`Mål 4`."""
    return text("strategic.goal", id=declared(goal))


def contents(tables: Strategic) -> dict[str, Text]:
    """Section ids of the goals and what the list of contents calls them."""
    return {anchor(goal): title(goal) for goal in tables.goals["goal"]}


def titles(tables: Strategic) -> dict[str, Text]:
    """Section ids of the goals and their whole titles."""
    names = zip(tables.goals["goal"], tables.goals["name"], strict=True)
    return {
        anchor(goal): text("strategic.named", goal=title(goal), name=declared_in_swedish(name))
        for goal, name in names
    }


# --- what stands first --------------------------------------------------------------------------------------


def lead(report: Report, tables: Strategic) -> Block:
    """How many goals there are and whose the grades are."""
    count = report.now.facts.get(report.now.definitions.together.id, GOALS)
    known = text("strategic.lead", count=fact_text(count)) if count.ok else text("strategic.left_out")
    return join([Paragraph(known, "headline"), paragraph("strategic.own")])


def overview(report: Report, tables: Strategic) -> Block:
    """Every grade of the year with the board's word for it."""
    body = [
        [joined(": ", [title(j.goal), j.definitions.label(j.place)]), *_graded(j)]
        for goal in tables.goals["goal"]
        for j in tables.judged(report, goal)
    ]
    head = [text(f"strategic.overview_head.{name}") for name in ("goal", "grade", "step")]
    return table(text("strategic.overview_caption", year=report.now.year), head, body, 3)


def _graded(judged: Judged) -> list[Text]:
    if not judged.grade.ok:
        return [text("strategic.not_graded"), "–"]
    return [fact_text(judged.grade), declared_in_swedish(judged.step)]


def _pulled(judged: Judged) -> Text:
    return declared_in_swedish(beginning(", ".join(judged.pulls_down))) if judged.pulls_down else "–"


# --- one goal -----------------------------------------------------------------------------------------------


def goal_section(report: Report, tables: Strategic, goal: str) -> Block:
    """A goal: what is asked, what weighs, and a panel for each place."""
    panels = [panel(judged) for judged in tables.judged(report, goal)]
    name = titles(tables)[anchor(goal)]
    return section(anchor(goal), name, _asked(tables, goal), *panels)


def _asked(tables: Strategic, goal: str) -> Block:
    texts = tables.texts(goal)
    steps = tables.weights(goal)
    weights = joined("; ", [listing([_inside(tables.label(goal, a)) for a in step]) for step in steps])
    told: list[Text] = [declared_in_swedish(words) for words in texts]
    parts: list[Content] = [paragraph("strategic.unmeasured"), listed(told)] if told else []
    if weights:
        shown = declared(weights) if isinstance(weights, str) else weights
        parts.append(paragraph("strategic.weights", steps=shown))
    return join(parts)


def _inside(words: Text) -> Text:
    """Words as they stand inside a sentence; the board's own Swedish ones stay as they are."""
    return inner(words) if isinstance(words, str) else words


def panel(judged: Judged) -> Block:
    """A place: the grade and its motive, the board's words on the evidence, and the evidence itself."""
    name = judged.definitions.name(judged.place)
    if judged.grade.ok:
        step = declared_in_swedish(inner(judged.step))
        heading = text("strategic.panel", place=name, grade=fact_text(judged.grade), step=step)
    else:
        heading = text("strategic.panel_not_graded", place=name)
    said = [
        text(
            "strategic.said",
            about=judged.tables.label(judged.goal, about),
            effect=declared_in_swedish(effect),
        )
        for about, effect in judged.said.items()
    ]
    items: dict[str, Content] = {
        "motive": declared_in_swedish(judged.motive),
        "pulls_down": _pulled(judged) if judged.pulls_down else "",
        "said": joined("; ", said) if said else "",
    }
    terms = Terms(tuple((text(f"strategic.term.{name}"), value) for name, value in items.items() if value))
    parts = [Heading(3, heading), terms, evidence(judged), *_responses(judged)]
    return Division(join(part for part in parts if part), "card")


def evidence(judged: Judged) -> Block:
    """What can be measured of the criteria, each beside its limit, behind a click; nothing where none can."""
    body = [*_outcomes(judged), *(_row(judged, m) for m in judged.measured)]
    if not body:
        return NOTHING
    head = [text(f"strategic.evidence_head.{name}") for name in HEAD]
    caption = text("strategic.evidence_caption", place=judged.definitions.label(judged.place))
    return Details(caption, table(caption, head, body))


def _outcomes(judged: Judged) -> Iterator[list[Text]]:
    """The year's goals for those who left, where the board says that results weigh."""
    weighed = {about for step in judged.tables.weights(judged.goal) for about in step}
    if RESULTS not in {*weighed, *judged.said}:
        return
    facts = judged.report.now.facts
    for _, account, indicator in judged.definitions.indicators():
        target = facts.get(judged.place, f"target:{account.id}")
        if indicator.kind == "outcome" and indicator.measure and target.ok:
            name = judged.definitions.outcome(indicator.measure).name
            result = facts.get(judged.place, result_measure(account, indicator))
            verdict = facts.get(judged.place, f"verdict:{indicator_id(account, indicator)}")
            printed = result_text(result, decimals_beside(result, target))
            yield [name, _at_least(target), printed, _said_of(verdict, result)]


def _row(judged: Judged, m: Measured) -> list[Text]:
    result = result_text(m.result, decimals_beside(m.result, m.limit))
    return [_name(judged, m), _at_least(m.limit), result, _said_of(m.met, m.result)]


def _name(judged: Judged, m: Measured) -> Text:
    """A question in its own words with who is asked, and where, if that is another place."""
    defined = judged.definitions
    if m.measure.startswith("question:"):
        question = defined.question(m.measure.partition(":")[2], m.group)
        said = f"{question.id} {shown_names.said(question.wordings[0], defined)}"
    else:
        said = beginning(text(f"named.{m.measure}"))
    who = asked_text(m.group, defined)
    where = "" if m.at == judged.place else f", {defined.label(m.at)}"
    return f"{said} ({who}{where})"


def _at_least(limit: Fact) -> Text:
    return text("indicator.at_least", target=fact_text(limit)) if limit.ok else "–"


def _said_of(met: Fact, result: Fact) -> Text:
    """Whether it is met; not judged where the result is invented, and why there is nothing to judge."""
    if met.is_invented or result.is_invented:
        return text("strategic.invented")
    if met.state == "missing" and not result.ok and not result.rule:
        return text("strategic.no_order")
    return fact_text(met)


def _responses(judged: Judged) -> list[Block]:
    """How many have answered, of those who left and of those who were asked."""
    told = []
    for group, at in judged.asked:
        rates = [response_words(judged.report, at, group, base) for base in ("discharged", "asked")]
        known = [rate for rate in rates if rate]
        if known:
            where = "" if at == judged.place else f", {judged.definitions.label(at)}"
            who = beginning(asked_text(group, judged.definitions)) + where
            told.append(joined(": ", [who, joined(" ", known)]))
    return [Paragraph(text("strategic.responses"), "small"), listed(told)] if told else []


# --- grades beside evidence ---------------------------------------------------------------------------------


def side_by_side(report: Report, tables: Strategic) -> Block:
    """The board's effect words on places that are judged by the same things, and what reaches the criteria.

    Then the places with as much evidence as another and a lower grade.
    """
    alike: dict[tuple[str, ...], list[Judged]] = defaultdict(list)
    for goal in tables.goals["goal"]:
        for judged in tables.judged(report, goal):
            if judged.effects and judged.grade.ok:
                alike[tuple(judged.effects)].append(judged)
    return join(_compared(group) for group in alike.values() if len(group) > 1)


def _compared(group: list[Judged]) -> Block:
    first, abouts = group[0], list(group[0].effects)
    body = [
        [j.definitions.label(j.place), fact_text(j.grade), *(_cell(j, about) for about in abouts)]
        for j in sorted(group, key=lambda j: -j.grade.integer)
    ]
    head: list[Text] = [text(f"strategic.compared_head.{name}") for name in ("place", "grade")]
    head += [first.tables.label(first.goal, about) for about in abouts]
    shown = table(text("strategic.compared_caption"), head, body, len(head))
    return join([shown, *_lower(group, abouts, "lower", "none_lower"), *_lower_in_the_heaviest(group)])


def _lower(group: list[Judged], abouts: list[str], said: str, none: str = "") -> list[Block]:
    """Those with as much evidence as another and a lower grade, by some of what they are judged by."""
    by_place = {j.place: j for j in group}
    effects: dict[str, Effects] = {p: {a: j.effects[a] for a in abouts} for p, j in by_place.items()}
    pairs = [
        text(
            f"strategic.{said}",
            one=by_place[one].definitions.label(one),
            other=by_place[other].definitions.label(other),
            grade=fact_text(by_place[one].grade),
            than=fact_text(by_place[other].grade),
        )
        for one, other in lower_with_as_much(effects, {p: j.grade.integer for p, j in by_place.items()})
    ]
    if not pairs:
        return [paragraph(f"strategic.{none}")] if none else []
    return [listed(pairs)]


def _lower_in_the_heaviest(group: list[Judged]) -> list[Block]:
    """The same by what weighs heaviest alone, where it weighs so for all of them."""
    first = [tuple(step) for j in group for step in j.tables.weights(j.goal)[:1]]
    if len(first) < len(group) or len({*first}) > 1 or not {*first[0]} < {*group[0].effects}:
        return []
    return _lower(group, list(first[0]), "lower_heaviest")


def _cell(judged: Judged, about: str) -> Block:
    """The board's word, and below it which questions reach the criterion and which do not."""
    mine = [m for m in judged.measured if m.about == about and m.met.ok and may_say(m.met, m.result)]
    ids = {
        reached: [m.measure.partition(":")[2] for m in mine if m.met.integer == reached] for reached in (1, 0)
    }
    told = [
        text(f"strategic.reach_{reached}", ids=declared(listing(named)))
        for reached, named in ids.items()
        if named
    ]
    below = Division(Label(joined("; ", told), "small")) if told else NOTHING
    return join([declared_in_swedish(judged.said[about]), below])
