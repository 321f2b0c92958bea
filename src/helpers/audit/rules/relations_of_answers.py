"""Relations about the answers to all questions of a group: how many reach the target, which are far off."""

from fractions import Fraction

from helpers.audit.case import Case
from helpers.audit.finding import share_shown, shown
from helpers.audit.registers import Claim, key_of
from helpers.audit.rules.relation_values import SAME_POINTS, Undelivered, Unknown, Value, Verdict
from helpers.wording import text

FAR_POINTS = 5  # percentage points under a target that are no longer near it


def reaching(case: Case, claim: Claim) -> Verdict:
    """How many questions reach the board's target; right: the percentage, and how many the text says."""
    values, target = _questions_of(case, claim)
    found = [v for v in values if v.exact >= target]
    if len(found) == int(claim.right[1]):
        return None
    return text("finding.claims.questions_reaching", count=len(found), values=_listed(values)), values


def all_reaching(case: Case, claim: Claim) -> Verdict:
    """Every question reaches the percentage that stands to the right."""
    values, least = _questions_of(case, claim)
    below = [v for v in values if v.exact < least]
    if not below:
        return None
    told = text("finding.claims.questions_below", least=shown(least, "percent"), values=_listed(below))
    return told, below


def positive(case: Case, claim: Claim) -> Verdict:
    """ "Genomgående positiva svar": more than half positive on every question."""
    values, _ = _questions_of(case, claim)
    below = [v for v in values if v.exact <= 50]
    return (text("finding.claims.not_positive", values=_listed(below)), below) if below else None


def far(case: Case, claim: Claim) -> Verdict:
    """ "Genomgående långt från målet": every question more than a few points under it."""
    values, target = _questions_of(case, claim)
    near = [v for v in values if v.exact >= target - FAR_POINTS]
    return (text("finding.claims.not_far", values=_listed(near)), near) if near else None


def no_gender_difference(case: Case, claim: Claim) -> Verdict:
    """How near women's and men's shares can come, however k of n is split: 4 of 5 leaves 25 points at least.

    Raises:
        Unknown: the figure is not printed with its k/n in the claim's account.
    """
    prints = case.anywhere(*key_of(claim.left[0], claim.row))
    figure = next((f for f in prints if f.source == claim.source and f.denominator), None)
    if figure is None or figure.counts is None:
        raise Unknown(claim.left[0])
    k, n = figure.counts
    splits = (
        abs(Fraction(a, m) - Fraction(k - a, n - m))
        for m in range(1, n)
        for a in range(max(0, k - (n - m)), min(k, m) + 1)
    )
    smallest = 100 * min(splits, default=Fraction(0))
    if smallest <= SAME_POINTS:
        return None
    points = shown(smallest, "percentage-points", 1)
    told = text("finding.claims.no_equal_shares", k=k, n=n, smallest=points)
    return told, [Value(figure.amount, figure, figure.printed, figure.key)]


def top_of_scale(case: Case, claim: Claim) -> Verdict:
    """ "De tre övre alternativen" of a question: the last answers of its scale are those that count.

    Left the questions, right how many answers the words count. A scale without an order, or with fewer or
    other answers that count, has no such top.
    """
    wrong = [q for q in claim.left if not _has_top(case, q, claim)]
    if not wrong:
        return None
    questions = ", ".join(key_of(q, claim.row)[2].removeprefix("question:") for q in wrong)
    return text("finding.claims.no_top", questions=questions, count=claim.right[0]), []


def _has_top(case: Case, question: str, claim: Claim) -> bool:
    """Whether the answers that count are the last ones of the question's scale, as many as the words say.

    Raises:
        Unknown: the year has no definitions, or they have no such question.
    """
    year, _, measure, respondents, _ = key_of(question, claim.row)
    d = case.definitions.get(year)
    asked = measure.removeprefix("question:")
    if d is None or not any(q.id == asked and respondents in q.respondents for q in d.questions):
        raise Unknown(question)
    scale = d.scale(d.question(asked, respondents).scale)
    return set(scale.answers[-int(claim.right[0]) :]) == set(scale.positive)


def _questions_of(case: Case, claim: Claim) -> tuple[list[Value], Fraction]:
    """Results of every question of the left side's place and respondents, and the percentage to the right."""
    place, _, respondents = claim.left[0].partition("/")
    return _questions(case, place, respondents), Fraction(claim.right[0].replace(",", "."))


def _questions(case: Case, place: str, respondents: str) -> list[Value]:
    facts = case.facts.get(case.year)
    results = facts.measures(place, "question:", respondents) if facts else []
    found = [f for f in results if f.ok and f.group == "all"]
    if not found:
        raise Undelivered if case.lacks((case.year, place, "", respondents, "all")) else Unknown(place)
    return [
        Value(
            100 * f.fraction,
            next(iter(case.anywhere(*f.key)), None),
            f"{f.measure.removeprefix('question:')}: {share_shown(f)}",
            f.key,
        )
        for f in found
    ]


def _listed(values: list[Value]) -> str:
    return ", ".join(v.words for v in values)
