"""What a page's figures cannot say, and why."""

from collections.abc import Iterable, Sequence

from helpers.counting.tally import UNTOLD
from helpers.language.words import Text
from helpers.pages.blocks import concerning, listed, missing_parts, paragraph
from helpers.pages.document import Block
from helpers.pages.doubts import UNCERTAIN, response_words
from helpers.pages.indicators import Shown, around, group_of
from helpers.pages.sayable import may_say
from helpers.pages.years import Report
from helpers.wording import declared, fact_text, inner, listing, number, text


def unknown(report: Report, place: str, indicators: Sequence[Shown]) -> Block:
    """What the figures cannot say, and why."""
    items = [*_unsure(indicators), *_response(report, place), *_stock_that_differs(report, place)]
    for state in ("too-few", UNTOLD, "missing", "no-example"):
        if having := [i for i in indicators if i.signal == state]:
            ids = _ids(having) if state != "no-example" else declared(listing([i.account.id for i in having]))
            items.append(text(f"unknown.{state}", ids=ids, **_limits(report)))
    if unitless := [i for i in indicators if i.indicator.target_change is not None]:
        items.append(text("unknown.no_unit", ids=_ids(unitless)))
    if absent := not_delivered(report, place):
        items.append(text("unknown.not_delivered", what=listing([inner(a) for a in absent])))
    if any(f.is_error for f in concerning(report, place)):
        items.append(text("unknown.refused"))
    return listed(items) if items else paragraph("unknown.nothing")


def _limits(report: Report) -> dict[str, Text]:
    """The fewest that a verdict is told of."""
    d = report.now.definitions
    limits = {"left": d.told_from_discharged, "answers": d.told_from_answers}
    return {name: declared(number(n)) for name, n in limits.items()}


def _unsure(indicators: Sequence[Shown]) -> list[Text]:
    """The goals whose judgement those who did not answer could change."""
    unsure = [i for i in indicators if i.signal in UNCERTAIN]
    return [text("unknown.silence", ids=_ids(unsure))] if unsure else []


def _response(report: Report, place: str) -> list[Text]:
    """Each group's answers beside those who left (styrelsehandlingar-2020-03-20-arsredovisning-2019:863)."""
    told = [
        (inner(group.name), response_words(report, place, group.id, "discharged"))
        for group in report.now.definitions.respondents
    ]
    return [text("unknown.response_rate", group=group, told=words) for group, words in told if words]


def _stock_that_differs(report: Report, place: str) -> list[Text]:
    """Those who remained at the end of last year should be those who were there when this one began."""
    began, ended = report.now.facts.get(place, "carried-over"), report.last_year(place, "remaining")
    if report.before is None or ended is None or not may_say(began, ended) or began.integer == ended.integer:
        return []
    values = {"began": fact_text(began), "ended": fact_text(ended)}
    return [text("unknown.stock", year=report.now.year, before=report.before.year, **values)]


def not_delivered(report: Report, place: str) -> list[str]:
    """What is missing of the lists and surveys that the page rests on, and of all that every page does."""
    d, mine = report.now.definitions, report.now.deliveries
    parts = [place] if place in d.platform_ids else d.parts(place)
    places = set(around(d, place))
    asked = [
        g.id
        for g in d.respondents
        if places & set(d.asked_of(g.id)) or g.answers_for == place or place == d.together.id
    ]
    own = mine["part"].isin([*parts, *asked])
    return missing_parts(mine[~mine["kind"].isin(["participants", "surveys"]) | own], d)


def _ids(indicators: Iterable[Shown]) -> Text:
    return declared(listing(list(dict.fromkeys(map(_id, indicators)))))


def _id(i: Shown) -> str:
    if i.indicator.kind == "example":
        return text("unknown.example", id=i.account.id)
    return f"{i.id} ({group_of(i)})" if i.respondents else i.account.id
