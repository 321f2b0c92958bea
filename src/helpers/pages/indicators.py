"""The indicators that a page shows: where a result stands, its goal, what can be said of it, last year's."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from helpers.counting.goals import indicator_id, result_measure
from helpers.counting.likeness import PARTICIPANTS, Likeness
from helpers.counting.society import CHANGES, latest
from helpers.counting.tally import told
from helpers.counting.uncertainty import low_high
from helpers.definitions import Account, Area, Definitions, Indicator, Platform, Question
from helpers.facts import Fact, missing
from helpers.language.words import Text, plain
from helpers.pages.document import Block, Label
from helpers.pages.sayable import may_say
from helpers.pages.years import Report
from helpers.wording import (
    decimals_beside,
    declared,
    fact_text,
    inner,
    marked,
    number,
    per_cent,
    percent_text,
    period_text,
    points_text,
    result_text,
    text,
)

KNOWN = ("ok", "too-few")  # a result that stands at a place, to be shown or not


@dataclass(frozen=True)
class Shown:
    """The `number`th indicator of the year, on a place's page.

    Its result stands `at` the place itself, or at a whole that the place is part of.
    """

    report: Report
    number: int
    place: str
    area: Area
    account: Account
    indicator: Indicator
    at: str

    @property
    def id(self) -> str:
        """What its target and judgement are called by: the question's id, else the account's."""
        return indicator_id(self.account, self.indicator)

    @property
    def respondents(self) -> str:
        return self.indicator.respondents or ""

    @property
    def own(self) -> bool:
        """Whether the result is the place's own, so that the page may tell women from men in it."""
        return self.at == self.place

    @property
    def question(self) -> Question | None:
        """The question it is measured by; None where it is measured otherwise."""
        return question_of(self.report.now.definitions, self.indicator)

    @property
    def has_positive(self) -> bool:
        """Whether the result is a share of positive answers; a question may have named answers only."""
        asked = self.question
        return asked is None or bool(self.report.now.definitions.scale(asked.scale).positive)

    @property
    def measure(self) -> str:
        """The measure of its result in facts.csv, '' where none holds it."""
        return result_measure(self.account, self.indicator)

    def fact(self, kind: str = "") -> Fact:
        """The result, or what goes with it: `target`, `judgement`, `doubt`."""
        measure = f"{kind}:{self.id}" if kind else self.measure
        return self.report.now.facts.get(self.at, measure, self.respondents)

    @property
    def result(self) -> Fact:
        """The figure it is judged by; of an effect on society, the change in the place's municipality."""
        if self.indicator.kind != "society":
            return self.fact()
        d = self.report.now.definitions
        area = next((m.id for m in d.municipalities if m.name == municipality_of(d, self.at)), "")
        known = self.report.now.facts.measures(d.together.id, "hae:") if area else []
        _, unit = self.indicator.target_fall or (None, "percentage-points")
        return latest(known, area, CHANGES[unit]) or self.fact()

    @property
    def interval(self) -> tuple[Fact, Fact] | None:
        """The bounds of the result's interval; None where everyone is counted or one is not to be said."""
        low, high = low_high(self.report.now.facts, self.result)
        return (low, high) if may_say(low, high) and low.fraction < high.fraction else None

    @property
    def bounds(self) -> tuple[Fact, Fact]:
        """How little and how much the result could be, had everyone answered; missing where not known.

        An invented number of people is none that is known.
        """
        least, most = (
            self.report.now.facts.get(self.at, f"{bound}:{self.measure}", self.respondents)
            for bound in ("least", "most")
        )
        if may_say(least, most):
            return least, most
        return missing(least.key, least.unit, ""), missing(most.key, most.unit, "")

    @property
    def signal(self) -> str:
        """What can be said of the goal: one of goals.SIGNALS or tally.UNTOLD, '' where there is no goal."""
        is_judged = self.indicator.kind != "society" or self.at != self.report.now.definitions.together.id
        aims = is_judged and self.fact("target").ok  # of society each municipality is judged, not their sum
        return told(self.fact("judgement"), self.fact("verdict")) if aims else ""

    @property
    def likeness(self) -> Likeness | None:
        """How this year's result stands to last year's; None where no such comparison is made."""
        if self.indicator.kind == "outcome":
            return self.report.likeness(self.at, PARTICIPANTS)
        return self.report.likeness(self.at, self.measure, self.respondents) if self.question else None

    @property
    def last(self) -> Fact | None:
        """Last year's result where like is like."""
        if self.indicator.kind not in ("outcome", "question"):
            return None
        return self.report.last_year(self.at, self.measure, self.respondents)


def shown(report: Report, place: str) -> Iterator[Shown]:
    """Every indicator that applies to a place, in the definitions' order."""
    for n, (area, account, indicator) in enumerate(report.now.definitions.indicators(), 1):
        if _applies(report, place, indicator):
            yield Shown(report, n, place, area, account, indicator, _found_at(report, place, indicator))


def _found_at(report: Report, place: str, indicator: Indicator) -> str:
    """Where an indicator's result stands: here, else at a whole that this place is part of.

    A whole never borrows from one part.
    """
    d, facts = report.now.definitions, report.now.facts
    if indicator.kind == "society" and place in d.whole_ids:
        return d.parts(place)[0]
    asked = question_of(d, indicator)
    if asked is None:
        return place
    measure, group = answered_measure(d, asked), indicator.respondents or ""
    return next((p for p in around(d, place) if facts.get(p, measure, group).state in KNOWN), place)


def around(d: Definitions, place: str) -> list[str]:
    """A place and the wholes that it is part of."""
    return [place, *(d.wholes_of(place) if place in d.platform_ids else [])]


def municipality_of(d: Definitions, place: str) -> str:
    """The municipality that a platform works in, '' where it names none and for every sum of platforms."""
    here = d.platform(place) if place in d.platform_ids else None
    return here.municipality if isinstance(here, Platform) else ""


def _applies(report: Report, place: str, indicator: Indicator) -> bool:
    """Whether an indicator can be shown for a place; the association's page has tables of its platforms'."""
    d = report.now.definitions
    group = indicator.respondents or ""
    if place == d.together.id:
        return indicator.kind in ("outcome", "society") or bool(group and d.group(group).answers_for)
    if place in d.whole_ids and indicator.kind == "society":
        return len({municipality_of(d, p) for p in d.parts(place)}) == 1
    if place in d.whole_ids and indicator.kind == "example":
        return False
    asked = question_of(d, indicator)
    if asked is None:
        return True
    places, measure = around(d, place), answered_measure(d, asked)
    answered = any(report.now.facts.get(p, measure, group).state != "missing" for p in places)
    return answered or bool(set(places) & set(d.asked_of(group)))


def question_of(d: Definitions, indicator: Indicator) -> Question | None:
    """The question that an indicator is measured by; None where it is measured otherwise."""
    if indicator.kind != "question" or indicator.question is None or indicator.respondents is None:
        return None
    return d.question(indicator.question, indicator.respondents)


def answered_measure(d: Definitions, question: Question) -> str:
    """The measure that a question has wherever it was answered."""
    return f"question:{question.id}" if d.scale(question.scale).positive else f"answered:{question.id}"


# --- in words --------------------------------------------------------------------------------------------


def anchor(i: Shown) -> str:
    """The id of an indicator's card on its page."""
    return f"indikator-{i.number}"


def name_of(i: Shown) -> str:
    """An indicator's number and account, with those who answered or what it asks an example of."""
    if i.indicator.kind == "example":
        return f"{i.account.id} {text('indicator.example', about=i.indicator.about)}"
    group = text("indicator.respondents", group=group_of(i)) if i.respondents else ""
    return f"{i.id} {i.account.name.rstrip('.')}{group}{elsewhere(i)}"


def elsewhere(i: Shown) -> str:
    """Which whole the result is of, where it is not the place's own."""
    return "" if i.own else text("indicator.applies_to", place=i.report.now.definitions.name(i.at))


def group_of(i: Shown) -> str:
    """Those who answered, as they stand inside a sentence."""
    return inner(i.report.now.definitions.group(i.respondents).name)


def goal_of(i: Shown) -> Text:
    """An indicator's goal in words; one without a unit says that it has none."""
    change = i.indicator.target_change
    if i.indicator.kind == "society" and change is not None:
        fall = -Fraction(str(change))
        decimals = 0 if fall.denominator == 1 else 1
        return text("indicator.no_unit", change=declared(number(fall, decimals)))
    target = i.fact("target")
    return target_text(target) if target.ok else _goal_without_fact(i)


def _goal_without_fact(i: Shown) -> Text:
    """A goal that the definitions set and no fact here is held against."""
    fall, aimed = i.indicator.target_fall, i.indicator.target_share
    if i.indicator.kind == "society" and fall:
        goal, unit = fall
        return declared(plain(target_text(replace(i.fact("target"), value=goal, unit=unit, state="ok"))))
    if i.question and not i.has_positive and aimed is not None:
        percent = percent_text(*aimed.as_integer_ratio())
        return text("indicator.no_side", target=declared(percent))
    return text("indicator.no_target")


def target_text(target: Fact) -> Text:
    """A goal in words: `minst 35 %`, `Ska minska`, `Ska minska med minst 0,2 procentenheter`."""
    if not target.ok:
        return text("indicator.no_target")
    if target.unit in CHANGES:
        fall = -target.fraction
        shown = per_cent(number(fall, 0 if fall.denominator == 1 else 1))
        by = marked(target, shown if target.unit == "percent" else points_text(fall, 1))
        return text("indicator.fall_by", points=by) if target.fraction else text("indicator.fall")
    if (target.unit == "share" and target.fraction != 1) or (target.unit == "count" and target.fraction > 1):
        return text("indicator.at_least", target=fact_text(target))
    return fact_text(target)


def result_of(i: Shown) -> Text:
    """A result in words, or where it stands."""
    result, kind = i.result, i.indicator.kind
    if kind == "unmeasured" or (kind == "declared" and not result.rule):
        return text("state.missing")
    if kind == "example":
        none = result.ok and result.integer == 0
        return text("indicator.no_example") if none else fact_text(result)
    if kind == "society":
        return _effect_of(i, result)
    if i.question and not i.has_positive:
        answered = i.report.now.facts.get(i.at, f"answered:{i.question.id}", i.respondents)
        count = fact_text(answered)
        return text("indicator.see_answers", count=count) if answered.ok else count
    return result_text(result, decimals_beside(result, i.fact("target")))


def _effect_of(i: Shown, result: Fact) -> Text:
    d = i.report.now.definitions
    if i.at == d.together.id:
        return text("indicator.see_society")
    if not result.ok:
        return text("state.missing")
    return text(
        "society.sentence",
        municipality=municipality_of(d, i.at),
        change=fact_text(result),
        period=period_text(result.measure.split(":")[2]),
    )


def chip(kind: str) -> Block:
    """What can be said of a goal, in words and with a sign, never by colour alone."""
    return Label(text(f"signal.{kind}"), f"signal {kind}")


def guideline_text(report: Report) -> Text:
    """The board's guideline for the response, in per cent."""
    return declared(f"{report.now.definitions.response_guideline_percent}")
