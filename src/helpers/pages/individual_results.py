"""The chapter on results for individuals: time in the activity, waiting, occupancy, and life after it."""

from collections.abc import Sequence
from itertools import product

from helpers.codes import GENDERS
from helpers.counting.average_stay import AVERAGE, CHANGE
from helpers.counting.presence import MEAN, MOST, PENDING, TO_DECISION, TO_START
from helpers.counting.time_in_activity import EXITED, HORIZONS
from helpers.defining.shown_names import said
from helpers.facts import Fact
from helpers.language.words import Text
from helpers.pages.blocks import in_a_line, paragraph
from helpers.pages.by_place import across, by_place, known, lacking, told, with_anybody
from helpers.pages.document import NOTHING, Block, Content, Details, Link, Paragraph, join, table
from helpers.pages.sayable import may_say
from helpers.pages.years import Report
from helpers.wording import EN_DASH, declared, fact_text, marked, number, text

GROUPS = (*GENDERS, "all")
MEDIAN, LOW, HIGH, KNOWN = "time:median", "time:low", "time:high", "time:known"


def ways(report: Report) -> Block:
    """Where the account says how many took part and what became of them, which is not said again here."""
    page = f"{report.now.definitions.together.id}.html"
    parts = {"participants": "platform.participants", "side_by_side": "association.side_by_side"}
    links = [Link(f"{page}#del-{id_}", text(key)) for id_, key in parts.items()]
    return in_a_line(links, text("results.elsewhere"))


# --- time in the activity ---------------------------------------------------------------------------------


def lead(report: Report) -> Block:
    """Within how many days half have left, where that is not invented."""
    median = report.now.facts.get(report.now.definitions.together.id, MEDIAN)
    return Paragraph(text("results.lead", days=fact_text(median)), "headline") if may_say(median) else NOTHING


def time(report: Report) -> Block:
    """When half have left, with its limits, by place; women and men behind a click."""
    places = known(report, [MEDIAN, KNOWN])
    if not places:
        return NOTHING
    facts, year = report.now.facts, report.now.year

    def everyone(place: str) -> list[Content]:
        return [*_half(report, place, "all"), fact_text(facts.get(place, KNOWN))]

    def genders(place: str) -> list[Content]:
        return [cell for g in GENDERS for cell in _half(report, place, g)]

    half, limits = text("results.head_half"), text("results.head_limits")
    head = [half, limits, text("results.head_known")]
    shown = by_place(report, text("results.caption_time", year=year), head, places, everyone)
    of_each: list[Content] = [f"{text(f'group.{g}')}: {h}" for g in GENDERS for h in (half, limits)]
    apart = by_place(report, text("results.caption_time_genders", year=year), of_each, places, genders)
    return join(
        [
            lead(report),
            paragraph("results.time"),
            shown,
            lacking(report, places),
            Details(text("results.genders"), apart),
        ]
    )


def _half(report: Report, place: str, group: str) -> list[Text]:
    """When half of a group have left, and between which limits; how long it is known that more remain."""
    median, low, high, last = (report.now.facts.get(place, m, "", group) for m in (MEDIAN, LOW, HIGH, KNOWN))
    remain = last.ok and median.state == "missing"
    half = text("results.more_remain", days=fact_text(last)) if remain else fact_text(median)
    return [half, _limits(low, high)]


def _limits(low: Fact, high: Fact) -> Text:
    """`484–763 dagar`; `minst 484 dagar` where so many remain that there is no upper limit."""
    if not low.ok:
        return ""
    if not high.ok:
        return text("results.at_least", days=fact_text(low))
    return marked(low, number(low.fraction)) + EN_DASH + fact_text(high)


def exits(report: Report) -> Block:
    """What part has left to each outcome within each number of days; by place behind a click."""
    d = report.now.definitions
    together, outcomes = d.together.id, d.outcomes
    places = known(report, [f"{EXITED}{o.id}:{day}" for o in outcomes for day in HORIZONS])
    if not places:
        return NOTHING
    head: list[Content] = [text("results.head_outcome")]
    head += [_days_of(day, text(f"group.{g}")) for day in HORIZONS for g in GROUPS]
    body = [
        [o.name, *(_exited(report, together, o.id, day, g) for day in HORIZONS for g in GROUPS)]
        for o in outcomes
    ]
    caption = text("results.caption_exits", place=d.label(together), year=report.now.year)
    apart = [_exits_at(report, places, day) for day in HORIZONS]
    shown = table(caption, head, body)
    return join([paragraph("results.exits"), shown, Details(text("results.by_place"), join(apart))])


def _days_of(day: int, of: str) -> Text:
    return text("results.head_days", of=of, days=declared(str(day)))


def _exits_at(report: Report, places: Sequence[str], day: int) -> Block:
    outcomes = report.now.definitions.outcomes
    caption = text("results.caption_exits_at", days=declared(str(day)), year=report.now.year)
    return by_place(
        report,
        caption,
        [o.brief for o in outcomes],
        places,
        lambda place: [_exited(report, place, o.id, day, "all") for o in outcomes],
    )


def _exited(report: Report, place: str, outcome: str, day: int, group: str) -> Text:
    return fact_text(report.now.facts.get(place, f"{EXITED}{outcome}:{day}", "", group))


def average(report: Report) -> Block:
    """The average time of those who left, by place, and its change from the year before."""
    facts, places = report.now.facts, known(report, [AVERAGE])
    head = [*(text(f"group.{g}") for g in GROUPS), text("results.head_change", year=report.now.year - 1)]

    def cells(place: str) -> list[Content]:
        stays = [fact_text(facts.get(place, AVERAGE, "", g)) for g in GROUPS]
        return [*stays, _change(report, place)]

    shown = by_place(report, text("results.caption_average", year=report.now.year), head, places, cells)
    return join([paragraph("results.average"), shown, lacking(report, places)]) if shown else NOTHING


def _change(report: Report, place: str) -> Text:
    """The change; that there is none, where the year before has no average or is not alike."""
    change, like = report.now.facts.get(place, CHANGE), report.likeness(place)
    is_alike = like is None or like.holds
    return fact_text(change) if is_alike and change.state != "missing" else text("results.no_change")


# --- waiting and occupancy --------------------------------------------------------------------------------


def waiting(report: Report) -> Block:
    """How many wait for a decision and how long it took until the start; what no list says is said."""
    heads = {m: text(f"results.head_{m.replace(':', '_')}") for m in (PENDING, TO_DECISION, TO_START)}
    some = {measure: head for measure, head in heads.items() if known(report, [measure])}
    shown = told(report, text("results.caption_waiting", year=report.now.year), some)
    if not shown:
        return NOTHING
    untold = NOTHING if TO_DECISION in some else paragraph("results.no_decision")
    return join([paragraph("results.waiting"), shown, untold])


def occupancy(report: Report) -> Block:
    """How many were there on an average day and at most, by place."""
    heads: dict[str, Text] = {MEAN: text("results.head_mean"), MOST: text("results.head_most")}
    shown = told(report, text("results.caption_occupancy", year=report.now.year), heads)
    return join([paragraph("results.occupancy"), shown]) if shown else NOTHING


# --- after it, from SUS -----------------------------------------------------------------------------------


def after(report: Report) -> Block:
    """Support and occupation of those who left, and who no longer needs the support that they had."""
    d, facts = report.now.definitions, report.now.facts
    if not facts.get(d.together.id, "sus:left").ok:
        return NOTHING
    tables = [
        _after(report, "support-after", d.sus.support),
        _after(report, "occupation-after", d.sus.occupation),
        _after(report, "no-longer", d.sus.support),
    ]
    return join([paragraph("results.after"), *tables, _after_by_place(report), _moved(report)])


def _after_by_place(report: Report) -> Block:
    """Each class's part of those who left, a column a place."""
    d, facts = report.now.definitions, report.now.facts
    places = [p for p in known(report, ["sus:left"]) if facts.get(p, "sus:left").ok]
    shares = {f"share:sus:support-after:{label}": said(label, d) for label in d.sus.support}
    some = with_anybody(report, places, shares)
    caption = text("results.caption_after_by_place", year=report.now.year)
    apart = across(report, caption, text("sus.support-after"), places, some)
    return Details(text("results.after_by_place"), apart) if apart else NOTHING


def _after(report: Report, column: str, labels: Sequence[str]) -> Block:
    """Each class that anybody is in: women, men, all, and their part of those of whom it is known."""
    d, facts = report.now.definitions, report.now.facts
    together = d.together.id
    is_first = column == "support-after"  # under how many they are
    ended = [fact_text(facts.get(together, "sus:left", "", g)) for g in GROUPS]
    body: list[list[Content]] = [[text("results.left"), *ended, ""]] if is_first else []
    for label in labels:
        measure = f"sus:{column}:{label}"
        counts = [facts.get(together, measure, "", g) for g in GROUPS]
        if any(fact.value for fact in counts):
            share = facts.get(together, f"share:{measure}")
            body.append([said(label, d), *map(fact_text, counts), fact_text(share)])
    head = [text(f"sus.{column}"), *(text(f"group.{g}") for g in GROUPS), text(f"results.share_{column}")]
    caption = text(f"results.caption_{column}", place=d.label(together), year=report.now.year)
    return table(caption, head, body) if body else NOTHING


def _moved(report: Report) -> Block:
    """From which support to which; pairs of few people are left out."""
    d, facts = report.now.definitions, report.now.facts
    together, support = d.together.id, d.sus.support
    pairs = [(a, b, facts.get(together, f"sus:moved:{a}:{b}")) for a, b in product(support, support)]
    body = [[said(a, d), said(b, d), fact_text(fact)] for a, b, fact in pairs if fact.ok]
    if not body:
        return NOTHING
    head = [text("sus.support-before"), text("sus.support-after"), text("table.count")]
    least = declared(str(d.protected_below))
    caption = text("results.caption_moved", place=d.label(together), year=report.now.year)
    few = paragraph("results.moved_few", least=least)
    return Details(text("sus.moved"), join([few, table(caption, head, body, 2)]))
