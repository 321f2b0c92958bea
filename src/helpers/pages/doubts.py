"""One philosophy of doubt: those who did not answer could change a judgement, or could not.

Whoever answers is no chance draw, so that a card tells how far the silent could move the result. The
interval, which is what chance alone could do, stands in the chart and is explained once a page.
"""

from helpers.counting.uncertainty import JUDGEMENTS
from helpers.facts import Fact
from helpers.language.words import Text, joined
from helpers.pages.counted import counted_words
from helpers.pages.indicators import Shown, guideline_text
from helpers.pages.sayable import is_more_than_all, may_say
from helpers.pages.years import Report
from helpers.wording import bound_text, declared, fact_text, marked, result_text, text

UNCERTAIN = [j for j in JUDGEMENTS if j not in ("reached", "not-reached")]


def because(i: Shown) -> str:
    """Why a judgement is uncertain; '' where it is not."""
    if i.signal not in UNCERTAIN:
        return ""
    return text("card.doubt_silence" if i.bounds[0].ok else "card.doubt_unknown")


def certainty(report: Report, i: Shown) -> Text:
    """Who is counted, or how many have answered and how far the others could move the result."""
    if not i.result.ok or i.indicator.kind not in ("outcome", "question"):
        return ""
    if i.indicator.kind == "outcome":
        return counted_words(report, i.at)
    bounds = _bounds(report, i) if i.has_positive else []
    return joined(" ", [*bounds, *_responses(report, i)])


def _bounds(report: Report, i: Shown) -> list[Text]:
    """How little and how much the result could be, whatever those who did not answer would have said."""
    least, most = i.bounds
    if not least.ok:
        return []
    if least.fraction == most.fraction:
        return [text("card.all_answered")]
    of = "asked" if may_say(report.now.facts.get(i.at, "asked", i.respondents)) else "left"
    return [text(f"card.bounds_{of}", least=result_text(least), most=result_text(most))]


def _responses(report: Report, i: Shown) -> list[Text]:
    told = [response_words(report, i.at, i.respondents, base) for base in ("asked", "discharged")]
    if not i.bounds[0].ok and not may_say(report.now.facts.get(i.at, "asked", i.respondents)):
        told.append(text("card.asked_unknown"))
    return [words for words in told if words]


def response_words(report: Report, place: str, respondents: str, base: str) -> Text:
    """How many have answered, of those `asked` or `discharged`; more than they are is no rate."""
    facts = report.now.facts
    rate = facts.get(place, f"response:{base}", respondents)
    answered = facts.get(place, "answered", respondents)
    people = facts.get(place, base, respondents if base == "asked" else "")
    if rate.is_invented or rate.state == "missing" or not may_say(answered, people):
        return ""
    values: dict[str, Text] = {"answered": fact_text(answered), "people": fact_text(people)}
    if is_more_than_all(rate):
        return text(f"survey.over_{base}", **values)
    if not rate.ok:
        return text(f"survey.few_{base}", **values)
    told = text(f"survey.response_{base}", rate=fact_text(rate), **values)
    has_guideline = base == "discharged" and report.now.definitions.group(respondents).protected
    if not has_guideline:
        return told
    return joined(" ", [told, text("survey.guideline", guideline=guideline_text(report))])


def interval_explained(report: Report, shown: list[Shown]) -> Text:
    """What an interval says, in words, of the page's first; '' where it has none."""
    for i in shown:
        if not (i.own and i.question and i.interval and may_say(i.result)):
            continue
        people = _population(report, i)
        low, high = (marked(bound, bound_text(bound)) for bound in i.interval)
        values = {"id": declared(i.id), "low": low, "high": high}
        if may_say(people):
            return text("interval.of_people", people=fact_text(people), **values)
        return text("interval.of_all", **values)
    return ""


def _population(report: Report, i: Shown) -> Fact:
    """Those who were asked, of participants else those who left."""
    facts = report.now.facts
    asked = facts.get(i.at, "asked", i.respondents)
    if may_say(asked) or not report.now.definitions.group(i.respondents).protected:
        return asked
    return facts.get(i.at, "discharged")
