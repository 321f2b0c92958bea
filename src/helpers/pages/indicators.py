"""The indicators that a page shows: where each one's result stands, its goal, what can be said of it, and last year's."""

from collections.abc import Iterator
from dataclasses import dataclass

from helpers.codes import ASSOCIATION, GENDERS, area_id
from helpers.counting.goals import indicator_id, result_measure, signal
from helpers.counting.likeness import PARTICIPANTS, Likeness
from helpers.counting.society import latest
from helpers.counting.uncertainty import low_high
from helpers.definitions import Account, Area, Definitions, Indicator, Question
from helpers.facts import Fact
from helpers.pages.elements import Html, element
from helpers.pages.years import Report
from helpers.wording import declared, fact_text, marked, number, period_text, points_text, result_text, text


@dataclass(frozen=True)
class Shown:
    """The `number`th indicator of the year, on a place's page; its result stands `at` the place itself, or at a whole it is part of."""

    report: Report
    number: int
    place: str
    area: Area
    account: Account
    indicator: Indicator
    at: str

    @property
    def id(self) -> str:
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
        return (
            self.report.now.definitions.question(self.indicator.question, self.respondents)
            if self.indicator.kind == "question"
            else None
        )

    @property
    def has_positive(self) -> bool:
        """Whether the result is a share of positive answers; a question may have named answers only."""
        return self.question is None or bool(self.report.now.definitions.scale(self.question.scale).positive)

    @property
    def measure(self) -> str:
        return result_measure(self.account, self.indicator)

    def fact(self, kind: str = "") -> Fact:
        """The result, or what goes with it: `target`, `judgement`, `doubt`."""
        return self.report.now.facts.get(
            self.at, f"{kind}:{self.id}" if kind else self.measure, self.respondents
        )

    @property
    def result(self) -> Fact:
        if self.indicator.kind == "society":
            d = self.report.now.definitions
            municipality = d.platform(self.at).municipality if self.at in d.platform_ids else ""
            change = (
                latest(self.report.now.facts.measures(ASSOCIATION, "hae:"), area_id(municipality), "change")
                if municipality
                else None
            )
            return change or self.fact()
        return self.fact()

    @property
    def interval(self) -> tuple[Fact, Fact] | None:
        """The bounds of the result's interval; None where everyone is counted."""
        low, high = low_high(self.report.now.facts, self.result)
        return (low, high) if low.ok and high.ok and low.value < high.value else None

    @property
    def signal(self) -> str:
        """What can be said of the goal: one of decisions.SIGNALS, '' where there is no goal."""
        return signal(self.fact("judgement")) if self.fact("target").ok else ""

    @property
    def likeness(self) -> Likeness | None:
        """How this year's result stands to last year's; None where no such comparison is made."""
        if self.indicator.kind == "outcome":
            return self.report.likeness(self.at, PARTICIPANTS)
        return self.report.likeness(self.at, self.measure, self.respondents) if self.question else None

    @property
    def last(self) -> Fact | None:
        return (
            self.report.last_year(self.at, self.measure, self.respondents)
            if self.indicator.kind in ("outcome", "question")
            else None
        )


def shown(report: Report, place: str) -> Iterator[Shown]:
    """Every indicator that applies to a place, in the definitions' order."""
    for n, (area, account, indicator) in enumerate(report.now.definitions.indicators(), 1):
        if _applies(report, place, indicator):
            yield Shown(report, n, place, area, account, indicator, _found_at(report, place, indicator))


def _found_at(report: Report, place: str, indicator: Indicator) -> str:
    """Where an indicator's result stands: here, else at a whole that this place is part of. A whole never borrows from one part."""
    d, facts = report.now.definitions, report.now.facts
    if indicator.kind == "society" and place in d.whole_ids:
        return d.parts(place)[0]
    if indicator.kind != "question":
        return place
    measure = answered_measure(d, indicator)
    known = [
        p for p in around(d, place) if facts.get(p, measure, indicator.respondents).state in ("ok", "too-few")
    ]
    return known[0] if known else place


def around(d: Definitions, place: str) -> list[str]:
    """A place and the wholes that it is part of."""
    return [place, *(d.wholes_of(place) if place in d.platform_ids else [])]


def _applies(report: Report, place: str, indicator: Indicator) -> bool:
    """Whether an indicator can be shown for a place; the association's page has its own tables of the platforms'."""
    d = report.now.definitions
    if place == ASSOCIATION:
        return indicator.kind in ("outcome", "society") or bool(
            indicator.respondents and d.group(indicator.respondents).answers_for
        )
    if place in d.whole_ids and indicator.kind == "society":
        return len({d.platform(p).municipality for p in d.parts(place)}) == 1
    if place in d.whole_ids and indicator.kind == "example":
        return False
    if indicator.kind == "question":
        places = around(d, place)
        measure = answered_measure(d, indicator)
        answered = any(
            report.now.facts.get(p, measure, indicator.respondents).state != "missing" for p in places
        )
        return answered or bool(set(places) & set(d.asked_of(indicator.respondents)))
    return True


def answered_measure(d: Definitions, indicator: Indicator) -> str:
    """The measure that a question has wherever it was answered."""
    question = d.question(indicator.question, indicator.respondents)
    return f"question:{question.id}" if d.scale(question.scale).positive else f"answered:{question.id}"


# --- in words --------------------------------------------------------------------------------------------


def anchor(i: Shown) -> str:
    return f"indikator-{i.number}"


def name_of(i: Shown) -> str:
    """An indicator's number and account, with those who answered or what it asks an example of."""
    if i.indicator.kind == "example":
        return f"{i.account.id} {text('indicator.example', about=i.indicator.about)}"
    elsewhere = text("indicator.applies_to", place=i.report.now.definitions.name(i.at)) if not i.own else ""
    return (
        f"{i.id} {i.account.name}"
        + (text("indicator.respondents", group=group_of(i)) if i.respondents else "")
        + elsewhere
    )


def group_of(i: Shown) -> str:
    return i.report.now.definitions.group(i.respondents).name.lower()


def target_text(target: Fact) -> str:
    if not target.ok:
        return text("indicator.no_target")
    if target.unit == "percentage-points" and target.value == 0:
        return text("indicator.fall")
    if target.value == 1:
        return fact_text(target)
    return (
        text("indicator.at_least", target=fact_text(target)) if target.unit == "share" else fact_text(target)
    )


def result_of(i: Shown) -> str:
    result = i.result
    if i.indicator.kind == "example":
        return text("indicator.no_example") if result.ok and result.value == 0 else fact_text(result)
    if i.indicator.kind == "society":
        if i.at == ASSOCIATION:
            return text("indicator.see_society")
        if not result.ok:
            return text("state.missing")
        municipality = i.report.now.definitions.platform(i.at).municipality
        return text(
            "society.sentence",
            municipality=municipality,
            change=fact_text(result),
            period=period_text(result.measure.split(":")[2]),
        )
    if i.indicator.kind == "unmeasured":
        return text("state.missing")
    if not i.has_positive:
        answered = i.report.now.facts.get(i.at, f"answered:{i.question.id}", i.respondents)
        return (
            text("indicator.see_answers", count=fact_text(answered)) if answered.ok else fact_text(answered)
        )
    return result_text(result)


def chip(kind: str) -> Html:
    """What can be said of a goal, in words and with a sign, never by colour alone."""
    return element("span", text(f"signal.{kind}"), class_=f"signal {kind}")


def gender_sentence(report: Report, place: str, measure: str, respondents: str, named: bool = False) -> str:
    """Women and men with their figures, and what can be said of the difference."""
    facts = report.now.facts
    women, men = (facts.get(place, measure, respondents, g) for g in GENDERS)
    of = lambda name: facts.get(place, f"{name}:{measure}", respondents)  # noqa: E731
    if not (women.ok and men.ok and of("difference").ok):
        return ""
    values = {"women": result_text(women), "men": result_text(men)}
    points = lambda name: marked(of(name), points_text(abs(of(name).value)))  # noqa: E731
    if claim := of("difference-claim").value:
        low, high = (
            marked(of(f"difference-{b}"), number(abs(of(f"difference-{b}").value)))
            for b in (("low", "high") if claim > 0 else ("high", "low"))
        )
        said = text(
            f"gender.claim_{claim}",
            **values,
            points=points("difference"),
            low=low,
            high=high,
            p=fact_text(of("difference-p-corrected")),
        )
        return f"{_measure_name(report, measure)}: {said}" if named else said
    visible = of("difference-visible")
    counted = women.has_counts and men.has_counts
    answers = declared(number(women.denominator + men.denominator)) if counted else ""
    key = (
        ("gender.visible" if measure.startswith("question:") else "gender.visible_left")
        if visible.ok
        else "gender.invisible"
    )
    key += "_uncounted" if visible.ok and not counted else ""
    return f"{text('gender.no_claim', **values)} {text(key, points=points('difference-visible') if visible.ok else '', answers=answers)}"


def _measure_name(report: Report, measure: str) -> str:
    kind, _, name = measure.partition(":")
    return text("gender.question", id=name) if kind == "question" else text(f"outcome.{name}")


def guideline_text(report: Report) -> str:
    return declared(f"{report.now.definitions.response_guideline_percent}")
