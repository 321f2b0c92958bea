"""Women and men: what can be claimed of them, and their outcomes side by side."""

from helpers.codes import GENDERS
from helpers.facts import Fact, Facts
from helpers.pages import chart_results, charts
from helpers.pages.elements import Html, element, join
from helpers.pages.outcome_words import gender_finding
from helpers.pages.years import Report
from helpers.wording import declared, fact_text, marked, number, points_text, result_text, text


def women_and_men(report: Report, place: str) -> Html:
    """What can be claimed among all comparisons of the page, and the outcomes of both side by side."""
    facts = report.now.facts
    compared = facts.get(place, "comparisons")
    if not compared.ok:
        return Html("")
    claims = [f for f in facts.measures(place, "difference-claim:") if f.ok and f.integer]
    told = [_claim(report, place, f) for f in claims]
    summary = text(
        "gender.claims" if claims else "gender.no_claims",
        tests=fact_text(compared),
        count=declared(number(len(claims))),
    )
    items = element("ul", join([element("li", t) for t in told])) if told else Html("")
    return join([element("p", summary), items, gender_figure(report, place)])


def _claim(report: Report, place: str, claim: Fact) -> str:
    measure = claim.measure.partition(":")[2]
    said = gender_sentence(report.now.facts, place, measure, claim.respondents)
    return f"{_measure_name(report, measure)}: {said}" if said else said


def _measure_name(report: Report, measure: str) -> str:
    kind, _, name = measure.partition(":")
    if kind == "question":
        return text("gender.question", id=name)
    return report.now.definitions.outcome(name).name


def gender_figure(report: Report, place: str) -> Html:
    """What became of the women and the men who left."""
    facts, d, year = report.now.facts, report.now.definitions, report.now.year
    women, men = ([facts.get(place, f"share:{o}", "", g) for o in d.outcome_ids] for g in GENDERS)
    if not all(f.ok for f in (*women, *men)):
        return Html("")
    finding = text("gender.no_finding", place=d.name(place), year=year)
    for outcome, of_women, of_men in zip(d.outcomes, women, men, strict=True):
        claim = facts.get(place, f"difference-claim:share:{outcome.id}")
        if claim.ok and claim.integer:
            finding = gender_finding(outcome, claim.integer, of_women, of_men)
    pairs = [(o.name, w, m) for o, w, m in zip(d.outcomes, women, men, strict=True)]
    plot = chart_results.genders("kon", pairs, text("gender.alt", place=d.name(place), year=year))
    subtitle = text("gender.subtitle", shapes=text("chart.women_key"))
    told = chart_results.described_genders(pairs)
    return charts.figure("diagram-kon", finding, subtitle, plot, told, Html(""))


def gender_sentence(facts: Facts, place: str, measure: str, respondents: str) -> str:
    """Women and men with their figures, and what can be said of the difference; '' if they are not compared.

    The account of 2018 says which of them is more positive, without figures
    (socialt-bokslut-2018-ungdomstorget:443).
    """
    women, men = (facts.get(place, measure, respondents, g) for g in GENDERS)
    if not (women.ok and men.ok and facts.get(place, f"difference:{measure}", respondents).ok):
        return ""
    values = {"women": result_text(women), "men": result_text(men)}
    judged = facts.get(place, f"difference-claim:{measure}", respondents)
    claim = judged.integer if judged.ok else 0
    if claim:
        return text(f"gender.claim_{claim}", **values, **_claimed(facts, place, measure, respondents, claim))
    return f"{text('gender.no_claim', **values)} {_seen(facts, place, measure, respondents, women, men)}"


def _claimed(facts: Facts, place: str, measure: str, respondents: str, claim: int) -> dict[str, str]:
    """A claimed difference with its interval, as distances: the lesser bound first, whoever is higher."""
    of = {name: facts.get(place, f"{name}:{measure}", respondents) for name in _OF_A_CLAIM}
    bounds = ("difference-low", "difference-high")
    low, high = bounds if claim > 0 else bounds[::-1]
    return {
        "points": _points(of["difference"]),
        "low": marked(of[low], number(abs(of[low].fraction))),
        "high": marked(of[high], number(abs(of[high].fraction))),
        "p": fact_text(of["difference-p-corrected"]),
    }


_OF_A_CLAIM = ("difference", "difference-low", "difference-high", "difference-p-corrected")


def _points(difference: Fact) -> str:
    return marked(difference, points_text(abs(difference.fraction)))


def _seen(facts: Facts, place: str, measure: str, respondents: str, women: Fact, men: Fact) -> str:
    """How great a difference would have been seen with so many women and men."""
    visible = facts.get(place, f"difference-visible:{measure}", respondents)
    if not visible.ok:
        return text("gender.invisible")
    key = "gender.visible" if measure.startswith("question:") else "gender.visible_left"
    if women.denominator is None or men.denominator is None:
        return text(f"{key}_uncounted", points=_points(visible))
    answers = declared(number(women.denominator + men.denominator))
    return text(key, points=_points(visible), answers=answers)
