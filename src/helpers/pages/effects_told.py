"""The chapter on effects: who lives on public support in each area, sick days and sick leave."""

from collections.abc import Sequence

from helpers.codes import MISSING
from helpers.counting.society import COUNTS, HALF, SINCE_ADOPTED
from helpers.facts import Fact
from helpers.language.words import Text, joined
from helpers.pages.blocks import listed
from helpers.pages.chapter_list import EFFECTS, PREVENTIVE
from helpers.pages.document import NOTHING, Block, Content, Link, Paragraph, join, run, table
from helpers.pages.indicators import Shown, chip, goal_of, name_of, shown
from helpers.pages.sayable import may_say
from helpers.pages.years import Report
from helpers.rounding import rounded
from helpers.wording import beginning, fact_text, listing, marked, number, period_text, text

SUPPORT, DAYS, LEAVE = "hae", "sick-days", "sick-leave"
SECTIONS = ("levels", "kinds", "revised", "days", "leave")
RULES = ("share", "like", "edition", "days")


def _of(report: Report, *measure: str) -> Fact:
    return report.now.facts.get(report.now.definitions.together.id, ":".join(measure))


def _known(report: Report, kind: str) -> list[list[str]]:
    """The parts of each measure of a kind, after its name: area and period, or area and what."""
    together = report.now.definitions.together.id
    return [f.measure.split(":")[1:] for f in report.now.facts.measures(together, f"{kind}:")]


def _areas(report: Report, kind: str) -> dict[str, str]:
    """Id -> name of each area that a kind has figures of, in the definitions' order."""
    found = {area for area, *_ in _known(report, kind)}
    named = report.now.definitions.areas_of_statistics
    return {area: name for area, name in named.items() if area in found}


def periods(report: Report) -> list[str]:
    """The periods of the figures on public support: a year after its first half."""
    return sorted({period for _, period, _ in _known(report, SUPPORT)}, key=lambda p: f"{p}:")


def latest(report: Report) -> list[str]:
    """The latest whole year and the latest half-year, as far as there are any."""
    known = periods(report)
    kinds = [[p for p in known if p.endswith(HALF) == is_half] for is_half in (False, True)]
    return [of_kind[-1] for of_kind in kinds if of_kind]


def _head(period: str) -> str:
    return period.replace(HALF, f" {text('society.half')}")


# --- who lives on public support --------------------------------------------------------------------------


def direction(report: Report) -> Text:
    """In which municipalities the share fell in the latest period with a change, and where it rose.

    Nothing ('') where that may not be said.
    """
    named = {m.id: m.name for m in report.now.definitions.municipalities}
    for period in reversed(periods(report)):
        changes = {name: _of(report, SUPPORT, id_, period, "change") for id_, name in named.items()}
        known = {name: fact for name, fact in changes.items() if fact.ok}
        if known:
            return _went(period, known) if may_say(*known.values()) else ""
    return ""


def _went(period: str, changes: dict[str, Fact]) -> Text:
    """Where the share fell and where it rose, by its change as it is printed."""
    moved = {name: rounded(fact.fraction, 1) for name, fact in changes.items()}
    fell, rose = ([name for name, by in moved.items() if by * way > 0] for way in (-1, 1))
    told = [text("effects.fell", period=period_text(period), areas=listing(fell))] if fell else []
    if rose:
        key = "effects.rose_too" if fell else "effects.rose"
        told.append(text(key, period=period_text(period), areas=listing(rose)))
    return joined(" ", told)


def levels(report: Report) -> Block:
    """The share of each area and period, then what it changed of the same period a year before."""
    named, shown_periods = _areas(report, SUPPORT), periods(report)
    if not named:
        return NOTHING
    body = [
        [name, *(fact_text(_of(report, SUPPORT, id_, p, "share"), 1) for p in shown_periods)]
        for id_, name in named.items()
    ]
    head = [text("society.area"), *map(_head, shown_periods)]
    return join(
        [
            Paragraph(text("society.intro")),
            table(text("society.caption"), head, body),
            _changes(report, named),
        ]
    )


def _changes(report: Report, named: dict[str, str]) -> Block:
    """The latest changes, and what became of each municipality's goal where one is judged."""
    judged = {name: chip(aim.signal) for name, aim in _goals(report).items()}
    of_year = latest(report)
    facts = {(id_, p): _of(report, SUPPORT, id_, p, "change") for id_ in named for p in of_year}
    known = [p for p in of_year if any(facts[id_, p].ok for id_ in named)]
    body = [[name, *(fact_text(facts[id_, p]) for p in known)] for id_, name in named.items()]
    if judged:
        body = [[*row, judged.get(name, "")] for row, name in zip(body, named.values(), strict=True)]
    head = [text("society.area"), *(text("society.change", period=period_text(p)) for p in known)]
    found = table(text("effects.changes"), [*head, *([text("effects.goal")] if judged else [])], body)
    alone = [text("effects.alone", period=beginning(period_text(p))) for p in of_year if p not in known]
    told = [*alone, *(text("effects.aim", name=name_of(i), goal=goal_of(i)) for i in _aim(report))]
    return join([*([found] if known else []), *map(Paragraph, told)])


def _aim(report: Report) -> list[Shown]:
    """The indicator on public support, as the association has it."""
    own = shown(report, report.now.definitions.together.id)
    return [i for i in own if i.indicator.kind == "society"]


def _goals(report: Report) -> dict[str, Shown]:
    """The name of each municipality -> its goal, as it is judged at a platform there; as far as there are."""
    found = {}
    for platform in report.now.definitions.platforms:
        mine = [i for i in shown(report, platform.id) if i.indicator.kind == "society" and i.signal]
        if mine and platform.municipality:
            found[platform.municipality] = mine[0]
    return found


def kinds(report: Report) -> Block:
    """How many of each kind of support in the latest whole year of each area."""
    whole = [p for p in latest(report) if not p.endswith(HALF)]
    body: list[list[Content]] = []
    for id_, name in _areas(report, SUPPORT).items() if whole else ():
        counts = [_of(report, SUPPORT, id_, whole[0], what) for what in COUNTS]
        if any(fact.ok for fact in counts[:-1]):  # all but their sum
            body.append([name, *map(fact_text, counts)])
    head = [
        text("society.area"),
        *(beginning(text(f"named.hae-{what}")) for what in COUNTS[:-1]),
        text("effects.total"),
    ]
    return table(text("effects.kinds", year=whole[0]), head, body) if body else NOTHING


def revised(report: Report) -> Block:
    """What the latest edition of the statistics changed, in a sentence each and in a table."""
    moved = [
        (
            name,
            period,
            _of(report, SUPPORT, id_, period, "revision"),
            _of(report, SUPPORT, id_, period, "total"),
        )
        for id_, name in _areas(report, SUPPORT).items()
        for period in periods(report)
    ]
    moved = [row for row in moved if row[2].ok and row[2].fraction]
    if not moved:
        return NOTHING
    said = [_changed(*row) for row in moved if may_say(*row[2:])]
    body = [[name, _head(period), fact_text(now), _signed(by)] for name, period, by, now in moved]
    head = [text("society.area"), *(text(f"effects.revised.{column}") for column in ("period", "now", "by"))]
    return join([*([listed(said)] if said else []), table(text("effects.revised.caption"), head, body)])


def _changed(name: str, period: str, by: Fact, now: Fact) -> Text:
    said = {"area": name, "period": period_text(period), "by": _signed(by), "now": fact_text(now)}
    return text(f"effects.revised.{'since_adopted' if by.rule == SINCE_ADOPTED else 'sentence'}", **said)


def _signed(fact: Fact) -> Text:
    return marked(fact, number(fact.fraction, signed=True))


# --- sickness ---------------------------------------------------------------------------------------------


def sick_days(report: Report) -> Block:
    """Sick days per insured at both ends of the year, beside what they are to be."""
    named, columns = _areas(report, DAYS), ("january", "december", "change")
    aims = _aims_in_days(report)
    if not named:
        return join([*aims, Paragraph(text("effects.no_days"))]) if aims else NOTHING
    body = [
        [name, *(fact_text(_of(report, DAYS, id_, c), 1) for c in columns)] for id_, name in named.items()
    ]
    head = [text("society.area"), *(beginning(text(f"sickness.{column}")) for column in columns)]
    return join([*aims, table(text("effects.days.caption", year=report.now.year), head, body)])


def _aims_in_days(report: Report) -> list[Block]:
    """The goals that are told of in days; no account judges them."""
    told = report.now.definitions.other_goals
    known = [report.now.facts.get(g.place, f"target:{g.id}") for g in told if g.unit == "days"]
    return [Paragraph(text("effects.days.aim", goal=fact_text(fact, 1))) for fact in known if fact.ok]


def sick_leave(report: Report) -> Block:
    """Sick leave of each municipality and year; of a year of fewer months, how many there are."""
    known = sorted({year for _, year, *_ in _known(report, LEAVE)})
    body = [
        [name, *(_leave(report, id_, year) for year in known)] for id_, name in _areas(report, LEAVE).items()
    ]
    head = [text("society.area"), *known]
    return table(text("effects.leave"), head, body) if body else NOTHING


def _leave(report: Report, area: str, year: str) -> Content:
    mean, months = (_of(report, LEAVE, area, year, *more) for more in ((), ("months",)))
    if mean.state == MISSING and months.ok:
        return text("effects.months", missing=fact_text(mean), count=fact_text(months))
    return fact_text(mean)


def leave_here(report: Report) -> Block:
    """Sick leave where no other chapter has it; else the way to the one that has."""
    found = sick_leave(report)
    if not found or not PREVENTIVE.is_in(report.now):
        return found
    page = PREVENTIVE.page(report.now.definitions.together.id)
    return Paragraph(run(text("effects.leave_in"), " ", Link(page, PREVENTIVE.title), "."))


# --- the chapter ------------------------------------------------------------------------------------------


def sections(report: Report) -> dict[str, Block]:
    """What the chapter holds, by SECTIONS; a part that nothing is known of is left out."""
    made: Sequence[Block] = (
        *(levels(report), kinds(report), revised(report)),
        *(sick_days(report), leave_here(report)),
    )
    return {name: block for name, block in zip(SECTIONS, made, strict=True) if block}


def lead(report: Report) -> Block:
    """The chapter in a sentence or two; nothing where none may be said."""
    told = direction(report)
    return Paragraph(told, "headline") if told else NOTHING


def in_short(report: Report) -> Block:
    """The same with the way to the chapter, for the association's account; that nothing is delivered."""
    if not EFFECTS.is_in(report.now):
        return Paragraph(text("society.missing"))
    more = Link(EFFECTS.page(report.now.definitions.together.id), text("effects.more"))
    told = direction(report)
    return Paragraph(run(told, " ", more) if told else more)


def rules() -> Block:
    """How the figures are made."""
    return listed(text(f"effects.rule.{rule}") for rule in RULES)
