"""What each relation between figures asks, when an account's words assert it.

A relation returns None when the figures carry the claim, else a sentence with the figures that do not.
"""

import re
from collections.abc import Iterator

from helpers.audit.case import Case
from helpers.audit.finding import shown
from helpers.audit.registers import Claim, key_of
from helpers.audit.rules import relations_of_answers as answers
from helpers.audit.rules import relations_of_change as change
from helpers.audit.rules import relations_of_words as meaning
from helpers.audit.rules.relation_values import Relation, Value, Verdict, pair, value
from helpers.counting.comparisons import EVEN
from helpers.wording import text

# "God marginal" is this many percentage points over the target; "nära" and "nästan" at most as many under.
MARGIN_POINTS = 5


def _targets(case: Case, claim: Claim) -> Iterator[tuple[Value, Value]]:
    """Each result with its target; one target may stand for all results."""
    targets = claim.right * (len(claim.left) if len(claim.right) == 1 else 1)
    for left, right in zip(claim.left, targets, strict=True):
        yield value(case, claim, left), value(case, claim, right)


def _of_targets(key: str, pairs: list[tuple[Value, Value]]) -> Verdict:
    """The results that the words do not fit, against their targets; None where there are none."""
    if not pairs:
        return None
    told = ", ".join(text("finding.claims.against", result=r.words, target=t.words) for r, t in pairs)
    return text(f"finding.claims.{key}", results=told), [r for r, _ in pairs]


def _reached(case: Case, claim: Claim) -> Verdict:
    return _of_targets("not_reached", [(r, t) for r, t in _targets(case, claim) if r.exact < t.exact])


def _reached_well(case: Case, claim: Claim) -> Verdict:
    """ "Med god marginal": a few points over the target."""
    missed = [(r, t) for r, t in _targets(case, claim) if r.exact < t.exact + MARGIN_POINTS]
    below = [(r, t) for r, t in missed if r.exact < t.exact]
    verdict = _of_targets("not_reached", below) or _of_targets("no_margin", missed)
    return (verdict[0], [r for r, _ in missed]) if verdict else None


def _not_reached(case: Case, claim: Claim) -> Verdict:
    return _of_targets("reached", [(r, t) for r, t in _targets(case, claim) if r.exact >= t.exact])


def _nearly(case: Case, claim: Claim) -> Verdict:
    """ "Nästan": below the target, by at most a few points."""
    far = [(r, t) for r, t in _targets(case, claim) if r.exact < t.exact - MARGIN_POINTS]
    return _not_reached(case, claim) or _of_targets("far", far)


def _unmeasured(case: Case, claim: Claim) -> Verdict:
    """Goals said to be reached although an outcome is not measured: left the outcomes, right their goals."""
    sides = zip(claim.left, claim.right, strict=True)
    missing = [goal for outcome, goal in sides if not case.anywhere(*key_of(outcome, claim.row))]
    if not missing:
        return _reached(case, claim)
    goals = [value(case, claim, g) for g in missing]
    keys = [key_of(g) for g in missing]
    told = ", ".join(f"{case.what(k[2], k[0])} {v.words}" for k, v in zip(keys, goals, strict=True))
    return text("finding.claims.unmeasured", goals=told), goals


def _even(case: Case, claim: Claim) -> Verdict:
    """ "Jämn": women's share within comparisons.EVEN; left women's and men's numbers."""
    women, men = value(case, claim, claim.left[0]), value(case, claim, claim.left[1])
    share = women.exact / (women.exact + men.exact)
    if EVEN[0] <= share <= EVEN[1]:
        return None
    return text("finding.claims.uneven", share=shown(100 * share, "percent", 0)), [women, men]


def _greater(case: Case, claim: Claim) -> Verdict:
    one, other = pair(case, claim)
    if one.exact > other.exact:
        return None
    return text("finding.claims.not_greater", one=one.words, other=other.words), [one, other]


def _count(case: Case, claim: Claim) -> Verdict:
    """A number or a year in words against how many there are, or which it is (counted by line in `note`)."""
    one, other = pair(case, claim)
    if one.exact == other.exact:
        return None
    if all(re.fullmatch(r"(19|20)\d\d", written) for written in (*claim.left, *claim.right)):
        return text("finding.claims.year", one=claim.left[0], other=claim.right[0], note=claim.note), [one]
    return text("finding.claims.count", one=one.words, other=other.words, note=claim.note), [one]


def _below_budget(case: Case, claim: Claim) -> Verdict:
    """ "Lägre än budgeterat": the deviation of all costs, not of the part that `note` names."""
    whole, part = pair(case, claim)
    if whole.exact > 0:
        return None
    told = text("finding.claims.above_budget", whole=whole.words, part=part.words, note=claim.note)
    return told, [whole]


def _mainly(case: Case, claim: Claim) -> Verdict:
    """ "Framför allt": at least half of the whole."""
    part, whole = pair(case, claim)
    share = 100 * part.exact / whole.exact
    if share >= 50:
        return None
    percent = shown(round(share), "percent")
    return text("finding.claims.not_mainly", part=part.words, whole=whole.words, percent=percent), [part]


RELATIONS: dict[str, Relation] = {
    "increased": change.moved(1),
    "increased-slightly": change.moved(1, "slightly"),
    "increased-much": change.moved(1, "much"),
    "decreased": change.moved(-1),
    "decreased-slightly": change.moved(-1, "slightly"),
    "decreased-much": change.moved(-1, "much"),
    "same": change.same,
    "reached": _reached,
    "reached-well": _reached_well,
    "not-reached": _not_reached,
    "nearly-reached": _nearly,
    "even": _even,
    "greater": _greater,
    "all-decreased": change.all_fell,
    "falls": change.falls,
    "only-below": change.only_below,
    "only-percent": change.only_percent,
    "trend-falls": change.trend(-1),
    "trend-rises": change.trend(1),
    "no-gender-difference": answers.no_gender_difference,
    "count": _count,
    "questions-reaching": answers.reaching,
    "questions-all": answers.all_reaching,
    "questions-far": answers.far,
    "mainly": _mainly,
    "positive": answers.positive,
    "unmeasured": _unmeasured,
    "below-budget": _below_budget,
    "questions-top": answers.top_of_scale,
    "one-population": meaning.one_population,
    "stated-basis": meaning.stated_basis,
    "heading-shares": meaning.heading_of_shares,
    "its-indicator": meaning.its_indicator,
    "law-in-force": meaning.law_in_force,
}
