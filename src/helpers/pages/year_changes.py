"""What has changed since last year, where like is like; where not, what keeps the years apart."""

from collections import defaultdict
from collections.abc import Sequence
from math import ceil, floor

from helpers.counting.likeness import Likeness
from helpers.counting.statistics import difference_interval, kept
from helpers.counting.uncertainty import is_full_count
from helpers.facts import Fact
from helpers.pages.blocks import listed, paragraph
from helpers.pages.document import Block
from helpers.pages.indicators import Shown, group_of
from helpers.pages.years import Report, YearOfFacts
from helpers.wording import declared, fact_text, listing, number, result_text, text
from helpers.words import Text, joined


def changed(report: Report, place: str, indicators: Sequence[Shown]) -> Block:
    """This year beside last year where like is like; where not, what changed."""
    before, like = report.before, report.likeness(place)
    if before is None or like is None:
        return paragraph("changed.no_last")
    items = _volume_changes(report, place, like, before.year)
    unlike: dict[str, list[str]] = defaultdict(list)
    for i in indicators:
        if not (i.question and i.own and i.has_positive and i.result.ok):
            continue
        if i.last is not None:
            items.append(_question(i, i.last, before))
        elif i.likeness and not i.likeness.holds:
            unlike[" ".join(i.likeness.changes)].append(i.id)
    items += [
        text("changed.unlike", ids=declared(listing(ids)), change=declared(change), year=before.year)
        for change, ids in unlike.items()
    ]
    return listed(items) if items else paragraph("changed.nothing", year=before.year)


def _question(i: Shown, last: Fact, before: YearOfFacts) -> Text:
    results = {"now": result_text(i.result), "last": result_text(last)}
    told = text("changed.question", id=i.id, group=group_of(i), year=before.year, **results)
    return joined(" ", [told, *_interval(i, last, before)])


def _interval(i: Shown, last: Fact, before: YearOfFacts) -> list[Text]:
    """How far apart the years may be, in whole points outwards; nothing where all of both are counted."""
    now = i.report.now
    counted = (is_full_count(y.facts, y.definitions, f) for y, f in ((now, i.result), (before, last)))
    if not (i.result.has_counts and last.has_counts) or all(counted):
        return []
    low, high = (100 * kept(bound) for bound in difference_interval(i.result.counts, last.counts))
    ends = (declared(number(n, signed=True)) for n in (floor(low), ceil(high)))
    return [text("changed.interval", **dict(zip(("low", "high"), ends, strict=True)))]


def _volume_changes(report: Report, place: str, like: Likeness, year: int) -> list[Text]:
    """Participants and outcomes beside those of `year`, last year."""
    if not report.now.facts.get(place, "total").ok:
        return []
    if not like.holds:
        return [text("changed.participants_unlike", change=declared(" ".join(like.changes)), year=year)]
    return [*_counts(report, place, year), *_outcomes(report, place, year), *_told(like)]


def _counts(report: Report, place: str, year: int) -> list[Text]:
    found = []
    for measure in ("total", "new", "discharged"):
        now, last = report.now.facts.get(place, measure), report.last_year(place, measure)
        if last is not None:
            values = {"now": fact_text(now), "last": fact_text(last), "year": year}
            found.append(text(f"changed.{measure}_{_way(now.integer, last.integer)}", **values))
    return found


def _way(now: int, last: int) -> str:
    if now == last:
        return "same"
    return "more" if now > last else "fewer"


def _outcomes(report: Report, place: str, year: int) -> list[Text]:
    found = []
    for outcome in report.now.definitions.outcomes:
        measure = f"share:{outcome.id}"
        now, last = report.now.facts.get(place, measure), report.last_year(place, measure)
        if now.ok and last is not None:
            values = {"now": result_text(now), "last": result_text(last), "year": year}
            found.append(text("changed.share", outcome=outcome.name, **values))
    return found


def _told(like: Likeness) -> list[Text]:
    """What the register says of the years, and the figures it was printed with."""
    if like.entry is None:
        return []
    printed = [
        text("changed.printed_year", value=declared(number(p.value)), year=p.year) for p in like.entry.printed
    ]
    told = text("changed.printed", figures=listing(printed)) if printed else ""
    return [joined(" ", [part for part in (declared(like.entry.change), told) if part])]
