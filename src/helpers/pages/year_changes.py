"""What has changed since last year, where like is like; where not, what keeps the years apart."""

from collections import defaultdict
from collections.abc import Sequence

from helpers.counting import since_last_year
from helpers.counting.likeness import Likeness
from helpers.counting.ways import FEWER, MORE, NO_CHANGE, way, way_of, way_of_interval
from helpers.facts import Fact
from helpers.language.words import Text, joined
from helpers.pages.blocks import listed, paragraph
from helpers.pages.document import Block
from helpers.pages.indicators import Shown, group_of
from helpers.pages.sayable import may_say
from helpers.pages.years import Report
from helpers.rounding import rounded
from helpers.wording import declared, fact_text, listing, marked, number, result_text, text


def changed(report: Report, place: str, indicators: Sequence[Shown]) -> Block:
    """This year beside last year where like is like; where not, what changed."""
    before, like = report.before, report.likeness(place)
    if before is None or like is None:
        return paragraph("changed.no_last")
    items = _volume_changes(report, place, like, before.year)
    unlike: dict[Text, list[str]] = defaultdict(list)
    for i in indicators:
        if not (i.question and i.own and i.has_positive and i.result.ok):
            continue
        if i.last is not None:
            items += [_question(i, i.last, before.year)] if may_say(i.result, i.last) else []
        elif i.likeness and not i.likeness.holds:
            unlike[i.likeness.told].append(i.id)
    items += [
        text("changed.unlike", ids=declared(listing(ids)), change=change, year=before.year)
        for change, ids in unlike.items()
    ]
    return listed(items) if items else paragraph("changed.nothing", year=before.year)


def _question(i: Shown, last: Fact, year: int) -> Text:
    """With a verb only where the change's interval is on one side of nought, or everybody answered."""
    facts, asked = i.report.now.facts, (f":{i.result.measure}", i.respondents)
    change, low, high = (facts.get(i.at, kind + asked[0], asked[1]) for kind in since_last_year.KINDS)
    values = {"now": result_text(i.result), "last": result_text(last), "year": year}
    of = {"id": i.id, "group": group_of(i)}
    if not may_say(change):
        return text("changed.question_0", **of, **values)
    if not may_say(low, high):
        everyone = not (low.rule or high.rule)
        return text(f"changed.question_{way_of(change) if everyone else NO_CHANGE}", **of, **values)
    went = way_of_interval(low, high)
    told = text(f"changed.question_{went}", **of, **values)
    bounds = {"low": _points(low), "high": _points(high)}
    return joined(" ", [told, text("changed.between", change=_points(change), **bounds)])


def _points(fact: Fact) -> Text:
    """Percentage points with their sign: whole ones, or as many decimals as it takes to be more than none."""
    value = fact.fraction
    decimals = 0 if abs(value) >= 1 or not value else 1
    while value and not rounded(value, decimals):
        decimals += 1
    return marked(fact, number(value, decimals, signed=True))


def _volume_changes(report: Report, place: str, like: Likeness, year: int) -> list[Text]:
    """Participants and outcomes beside those of `year`, last year."""
    if not report.now.facts.get(place, "total").ok:
        return []
    if not like.holds:
        return [text("changed.participants_unlike", change=like.told, year=year)]
    return [*_counts(report, place, year), *_outcomes(report, place, year), *_told(like)]


def _counts(report: Report, place: str, year: int) -> list[Text]:
    found = []
    for measure in ("total", "new", "discharged"):
        now, last = report.now.facts.get(place, measure), report.last_year(place, measure)
        if last is not None and may_say(now, last):
            values = {"now": fact_text(now), "last": fact_text(last), "year": year}
            found.append(text(f"changed.{measure}_{_WAYS[way(now, last)]}", **values))
    return found


_WAYS = {MORE: "more", NO_CHANGE: "same", FEWER: "fewer"}


def _outcomes(report: Report, place: str, year: int) -> list[Text]:
    found = []
    for outcome in report.now.definitions.outcomes:
        measure = f"share:{outcome.id}"
        now, last = report.now.facts.get(place, measure), report.last_year(place, measure)
        if last is not None and may_say(now, last):
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
    return [joined(" ", [part for part in (_said(like.entry.said), told) if part])]


def _said(words: Text) -> Text:
    """What the register says; its figures are no facts."""
    return declared(words) if isinstance(words, str) else words
