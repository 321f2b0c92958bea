"""Women and men: what can be claimed of them, and their outcomes side by side."""

from fractions import Fraction
from math import ceil

from helpers.codes import GENDERS
from helpers.facts import Fact, Facts
from helpers.language.words import Text, joined
from helpers.pages import chart_results, charts
from helpers.pages.counted import is_small
from helpers.pages.document import NOTHING, Block, Paragraph, join, points
from helpers.pages.outcome_words import gender_finding
from helpers.pages.sayable import may_say
from helpers.pages.years import Report
from helpers.rounding import rounded
from helpers.wording import declared, fact_text, marked, number, points_text, result_text, text


def women_and_men(report: Report, place: str) -> Block:
    """The outcomes of both side by side, and what can be claimed of their answers."""
    blocks = [gender_figure(report, place), _answers(report, place)]
    return join([block for block in blocks if block])


def _answers(report: Report, place: str) -> Block:
    """What can be claimed among all comparisons of answers on the page; nothing where one is invented."""
    facts = report.now.facts
    compared, tested = facts.get(place, "comparisons"), facts.measures(place, "difference-claim:")
    if not may_say(compared) or not any(may_say(f) for f in tested):
        return NOTHING
    claims = [f for f in tested if may_say(f) and f.integer]
    told = [_claim(report, place, f) for f in claims]
    key = "gender.claims" if claims else "gender.no_claims"
    if compared.integer <= 1:
        key = f"{key}_one" if compared.integer else "gender.no_tests"
    summary = text(key, tests=fact_text(compared), count=declared(number(len(claims))))
    items = points(t for t in told) if told else NOTHING
    return join([Paragraph(summary), items])


def _claim(report: Report, place: str, claim: Fact) -> Text:
    measure = claim.measure.partition(":")[2]
    said = gender_sentence(report.now.facts, place, measure, claim.respondents)
    return joined(": ", [_measure_name(report, measure), said]) if said else said


def _measure_name(report: Report, measure: str) -> str:
    kind, _, name = measure.partition(":")
    if kind == "question":
        return text("gender.question", id=name)
    return report.now.definitions.outcome(name).name


def gender_figure(report: Report, place: str) -> Block:
    """What became of the women and the men who left."""
    facts, d, year = report.now.facts, report.now.definitions, report.now.year
    women, men = ([facts.get(place, f"share:{o}", "", g) for o in d.outcome_ids] for g in GENDERS)
    if not may_say(*women, *men):
        return NOTHING
    finding: Text = text("gender.no_finding", place=d.name(place), year=year)
    differences = [abs(w.fraction - m.fraction) for w, m in zip(women, men, strict=True)]
    if largest := max(differences):
        n = differences.index(largest)
        claim = 1 if women[n].fraction > men[n].fraction else -1
        finding = gender_finding(d.outcomes[n], claim, women[n], men[n])
    pairs = [(o.name, w, m) for o, w, m in zip(d.outcomes, women, men, strict=True)]
    alt = charts.alternative(finding, text("gender.drawn", place=d.name(place), year=year))
    plot = chart_results.genders("kon", pairs, alt)
    subtitle: Text = text("gender.subtitle", shapes=text("chart.women_key"))
    unknown = facts.get(place, "discharged", "", "unknown")
    if unknown.ok and unknown.integer:
        subtitle = joined(" ", [subtitle, text("gender.subtitle_unknown", unknown=fact_text(unknown))])
    told = chart_results.described_genders(pairs)
    left = {g: fact_text(facts.get(place, "discharged", "", g)) for g in GENDERS}
    source = text("gender.source", year=year, **left)
    figure = charts.figure("diagram-kon", finding, subtitle, plot, told, source)
    return join([figure, Paragraph(small)]) if (small := _small(facts, place)) else figure


def _small(facts: Facts, place: str) -> Text:
    """What it means that few women or few men left; '' where neither are few."""
    left = [facts.get(place, "discharged", "", g) for g in GENDERS]
    if not may_say(*left) or not any(map(is_small, left)):
        return ""
    women, men = map(fact_text, left)
    return text("gender.small", women=women, men=men)


def gender_sentence(facts: Facts, place: str, measure: str, respondents: str) -> Text:
    """Women and men with their figures, and what can be said of the difference; '' if they are not compared.

    The account of 2018 says which of them is more positive, without figures
    (socialt-bokslut-2018-ungdomstorget:443).
    """
    women, men = (facts.get(place, measure, respondents, g) for g in GENDERS)
    if not may_say(women, men, facts.get(place, f"difference:{measure}", respondents)):
        return ""
    values = {"women": result_text(women), "men": result_text(men)}
    judged = facts.get(place, f"difference-claim:{measure}", respondents)
    if not may_say(judged):  # everyone is counted: both figures stand
        return text("gender.counted", **values)
    if claim := judged.integer:
        return text(f"gender.claim_{claim}", **values, **_claimed(facts, place, measure, respondents, claim))
    visible = facts.get(place, f"difference-visible:{measure}", respondents)
    if not visible.ok:
        return text("gender.untested", **values)
    return text("gender.no_claim", **values, least=_seen(visible, women, men))


def _claimed(facts: Facts, place: str, measure: str, respondents: str, claim: int) -> dict[str, Text]:
    """A claimed difference with its interval, as distances: the lesser bound first, whoever is higher."""
    of = {name: facts.get(place, f"{name}:{measure}", respondents) for name in _OF_A_CLAIM}
    bounds = ("difference-low", "difference-high")
    low, high = bounds if claim > 0 else bounds[::-1]
    return {
        "points": _points(of["difference"]),
        "low": marked(of[low], number(abs(of[low].fraction))),
        "high": marked(of[high], number(abs(of[high].fraction))),
    }


_OF_A_CLAIM = ("difference", "difference-low", "difference-high")


def _points(difference: Fact) -> Text:
    """A difference as a distance: in whole points, or as many decimals as it takes to be more than none."""
    distance = abs(difference.fraction)
    decimals = 0 if distance >= 1 or not distance else 1
    while distance and not rounded(distance, decimals):
        decimals += 1
    return marked(difference, points_text(distance, decimals))


def _seen(visible: Fact, women: Fact, men: Fact) -> Text:
    """How great a difference would have been seen with so many women and men; in tenths, never too small."""
    least = Fraction(ceil(10 * visible.fraction), 10)
    points = marked(visible, points_text(least, 0 if least.denominator == 1 else 1))
    if women.denominator is None or men.denominator is None:
        return text("gender.visible_uncounted", points=points)
    answers = declared(number(women.denominator + men.denominator))
    return text("gender.visible", points=points, answers=answers)
