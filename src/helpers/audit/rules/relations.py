"""What each relation between figures asks, when an account's words assert it.

A relation returns None when the figures carry the claim, else a sentence with the figures that do not.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from helpers.audit.case import Case, Claim, key_of, share_shown, shown
from helpers.audit.record import Figure
from helpers.counting.comparisons import EVEN
from helpers.naming import measure_text
from helpers.wording import text

# What the words may mean. "Något" is no doubling, "markant" and "rejält" no tenth, "densamma" at most 15 %; "jämn" is comparisons.EVEN.
SLIGHTLY_AT_MOST, MUCH_AT_LEAST, SAME_WITHIN, SAME_POINTS = (
    Fraction(1, 2),
    Fraction(1, 10),
    Fraction(3, 20),
    3,
)
MARGIN_POINTS = 5
EXACT = ("share:", "question:")  # shares whose counts the accounts print; a population is not printed


@dataclass(frozen=True)
class Value:
    """A number a claim is about: exact where its fraction is known, as printed elsewhere."""

    exact: Fraction
    figure: Figure | None
    words: str


class Unknown(Exception):
    """A figure that a claim is about is neither printed nor derived: the claim cannot be tried."""


def value(case: Case, claim: Claim, words: str) -> Value:
    """The number a claim's key means: the print nearest the claim; a share's exact fraction where the data give it."""
    if words.replace(",", ".").lstrip("-").replace(".", "", 1).isdigit():
        return Value(
            Fraction(words.replace(",", ".")),
            None,
            shown(Fraction(words.replace(",", ".")), "percent" if _is_share(claim) else "count"),
        )
    key = key_of(words, claim.row)
    prints = [f for f in case.anywhere(*key) if f.source == claim.source] or case.anywhere(*key)
    fact = case.fact(key)
    if not prints and fact is None:
        raise Unknown(words)
    figure = min(prints, key=lambda f: abs(f.line - claim.line), default=None)
    if fact is None or (figure is not None and not key[2].startswith(EXACT)):
        return Value(figure.amount, figure, shown(figure.value, figure.unit))
    if fact.unit != "share":
        return Value(Fraction(fact.value), None, shown(Fraction(fact.value)))
    exact = 100 * fact.fraction
    if figure is None or abs(exact - figure.amount) < figure.step:
        return Value(exact, figure, share_shown(fact))
    return Value(figure.amount, figure, shown(figure.value, figure.unit))


Verdict = tuple[str, list[Value]] | None
Relation = Callable[[Case, Claim], Verdict]


def _pair(case: Case, claim: Claim) -> tuple[Value, Value]:
    return value(case, claim, claim.left[0]), value(case, claim, claim.right[0])


def _is_share(claim: Claim) -> bool:
    return any(part in claim.left[0] for part in ("share:", "question:"))


def _moved(direction: int, degree: str = "") -> Relation:
    def relation(case: Case, claim: Claim) -> Verdict:
        now, before = _pair(case, claim)
        change = now.exact - before.exact
        words = {"now": now.words, "before": before.words}
        if change * direction <= 0:
            return text("finding.claims.fell" if direction > 0 else "finding.claims.rose", **words), [
                now,
                before,
            ]
        relative = abs(change) / before.exact if before.exact else Fraction(1)
        if degree == "slightly" and relative > SLIGHTLY_AT_MOST:
            return text(
                "finding.claims.more_than_slightly", percent=shown(round(100 * relative), "percent"), **words
            ), [now, before]
        if degree == "much" and relative < MUCH_AT_LEAST:
            return text(
                "finding.claims.less_than_much", percent=shown(round(100 * relative), "percent"), **words
            ), [now, before]
        return None

    return relation


def _same(case: Case, claim: Claim) -> Verdict:
    now, before = _pair(case, claim)
    if before.exact == now.exact:
        return None
    relative = abs(now.exact - before.exact) / max(abs(before.exact), abs(now.exact))
    near = abs(now.exact - before.exact) <= SAME_POINTS if _is_share(claim) else relative <= SAME_WITHIN
    return (
        None
        if near
        else (
            text(
                "finding.claims.not_same",
                now=now.words,
                before=before.words,
                percent=shown(round(100 * relative), "percent"),
            ),
            [now, before],
        )
    )


def _targets(case: Case, claim: Claim) -> Iterator[tuple[Value, Value]]:
    for left, right in zip(
        claim.left, claim.right * (len(claim.left) if len(claim.right) == 1 else 1), strict=True
    ):
        yield value(case, claim, left), value(case, claim, right)


def _reached(case: Case, claim: Claim) -> Verdict:
    missed = [(r, t) for r, t in _targets(case, claim) if r.exact < t.exact]
    return (
        (text("finding.claims.not_reached", results=_results(missed)), [r for r, _ in missed])
        if missed
        else None
    )


def _reached_well(case: Case, claim: Claim) -> Verdict:
    missed = [(r, t) for r, t in _targets(case, claim) if r.exact < t.exact + MARGIN_POINTS]
    if not missed:
        return None
    below = [m for m in missed if m[0].exact < m[1].exact]
    return text(
        "finding.claims.not_reached" if below else "finding.claims.no_margin",
        results=_results(below or missed),
    ), [r for r, _ in missed]


def _not_reached(case: Case, claim: Claim) -> Verdict:
    over = [(r, t) for r, t in _targets(case, claim) if r.exact >= t.exact]
    return (text("finding.claims.reached", results=_results(over)), [r for r, _ in over]) if over else None


def _nearly(case: Case, claim: Claim) -> Verdict:
    """ "Nästan": below the target, by at most a few points."""
    over = _not_reached(case, claim)
    if over:
        return over
    far = [(r, t) for r, t in _targets(case, claim) if r.exact < t.exact - MARGIN_POINTS]
    return (text("finding.claims.far", results=_results(far)), [r for r, _ in far]) if far else None


def _results(pairs: list[tuple[Value, Value]]) -> str:
    return ", ".join(text("finding.claims.against", result=r.words, target=t.words) for r, t in pairs)


def _even(case: Case, claim: Claim) -> Verdict:
    women, men = value(case, claim, claim.left[0]), value(case, claim, claim.left[1])
    share = women.exact / (women.exact + men.exact)
    return (
        None
        if EVEN[0] <= share <= EVEN[1]
        else (text("finding.claims.uneven", share=shown(100 * share, "percent", 0)), [women, men])
    )


def _greater(case: Case, claim: Claim) -> Verdict:
    one, other = _pair(case, claim)
    return (
        None
        if one.exact > other.exact
        else (text("finding.claims.not_greater", one=one.words, other=other.words), [one, other])
    )


def _all_fell(case: Case, claim: Claim) -> Verdict:
    pairs = [
        (value(case, claim, a), value(case, claim, b)) for a, b in zip(claim.left, claim.right, strict=True)
    ]
    rose = [(a, b) for a, b in pairs if a.exact >= b.exact]
    return (
        (
            text("finding.claims.not_all_fell", pairs="; ".join(f"{b.words} → {a.words}" for a, b in rose)),
            [a for a, _ in rose],
        )
        if rose
        else None
    )


def _falls(case: Case, claim: Claim) -> Verdict:
    """The words say that these changes are falls: each must be printed as one."""
    rising = [v for v in (value(case, claim, k) for k in claim.left) if v.exact >= 0]
    return (
        (text("finding.claims.no_minus", values=", ".join(v.words for v in rising)), rising)
        if rising
        else None
    )


def _only_below(case: Case, claim: Claim) -> Verdict:
    """Only the left one lies under the last of the right ones."""
    one, *others = (value(case, claim, k) for k in (*claim.left, *claim.right))
    *rest, limit = others
    wrong = [v for v in rest if v.exact < limit.exact] + ([one] if one.exact >= limit.exact else [])
    return (
        (text("finding.claims.not_only", values=", ".join(v.words for v in wrong), limit=limit.words), wrong)
        if wrong
        else None
    )


def _only_percent(case: Case, claim: Claim) -> Verdict:
    """ "Minska med 1 % … uppnås bara i Robertsfors": tried in per cent, as printed; left is the only one, right pairs of now and before."""
    values = [value(case, claim, k) for k in claim.right]
    pairs = list(zip(values[::2], values[1::2], strict=True))
    relative = [(now, 100 * (now.exact - before.exact) / before.exact) for now, before in pairs]
    reaching = [(v, r) for v, r in relative if r <= -1]
    if len(reaching) == 1:
        return None
    return text(
        "finding.claims.only_percent",
        count=len(reaching),
        changes=", ".join(shown(r, "percent", 1) for _, r in reaching),
    ), [v for v, _ in reaching]


def _every_year(case: Case, claim: Claim) -> Verdict:
    """Falling every year, for each series (a series is one part of `left`, its keys between `>`)."""
    rising, told = [], []
    for series in claim.left:
        values = [value(case, claim, k.strip()) for k in series.split(">")]
        if any(b.exact >= a.exact for a, b in pairwise(values)):
            rising += [b for a, b in pairwise(values) if b.exact >= a.exact]
            told.append(" → ".join(v.words for v in values))
    return (text("finding.claims.not_every_year", series="; ".join(told)), rising) if told else None


def _no_gender_difference(case: Case, claim: Claim) -> Verdict:
    """How near women's and men's shares can come, however k of n is split: 4 of 5 leaves 25 points at least."""
    key = key_of(claim.left[0], claim.row)
    figure = next((f for f in case.anywhere(*key) if f.source == claim.source and f.denominator), None)
    if figure is None:
        raise Unknown(claim.left[0])
    k, n = figure.numerator, figure.denominator
    splits = (
        abs(Fraction(a, m) - Fraction(k - a, n - m))
        for m in range(1, n)
        for a in range(max(0, k - (n - m)), min(k, m) + 1)
    )
    smallest = 100 * min(splits, default=Fraction(0))
    if smallest <= SAME_POINTS:
        return None
    return text(
        "finding.claims.no_equal_shares", k=k, n=n, smallest=shown(smallest, "percentage-points", 1)
    ), [Value(figure.amount, figure, figure.printed)]


def _count(case: Case, claim: Claim) -> Verdict:
    """A number or a year in words against how many there are, or which it is (counted by line in `note`)."""
    one, other = _pair(case, claim)
    if one.exact == other.exact:
        return None
    if all(re.fullmatch(r"(19|20)\d\d", written) for written in (*claim.left, *claim.right)):
        return text("finding.claims.year", one=claim.left[0], other=claim.right[0], note=claim.note), [one]
    return text("finding.claims.count", one=one.words, other=other.words, note=claim.note), [one]


def _questions(case: Case, place: str, respondents: str) -> list[Value]:
    facts = case.facts.get(case.year)
    found = (
        [f for f in facts.measures(place, "question:", respondents) if f.ok and f.group == "all"]
        if facts
        else []
    )
    if not found:
        raise Unknown(f"{place} {respondents}")
    exact = [(f, 100 * f.fraction) for f in found]
    return [
        Value(
            e,
            next(iter(case.anywhere(*f.key)), None),
            f"{f.measure.removeprefix('question:')}: {share_shown(f)}",
        )
        for f, e in exact
    ]


def _questions_of(case: Case, claim: Claim) -> tuple[list[Value], Fraction]:
    place, _, respondents = claim.left[0].partition("/")
    return _questions(case, place, respondents), Fraction(claim.right[0].replace(",", "."))


def _questions_reaching(case: Case, claim: Claim) -> Verdict:
    """How many questions reach the 80 % that the board asks; right: the percentage, and how many the text says."""
    values, target = _questions_of(case, claim)
    reaching = [v for v in values if v.exact >= target]
    return (
        None
        if len(reaching) == int(claim.right[1])
        else (text("finding.claims.questions_reaching", count=len(reaching), values=_listed(values)), values)
    )


def _questions_all(case: Case, claim: Claim) -> Verdict:
    values, least = _questions_of(case, claim)
    below = [v for v in values if v.exact < least]
    return (
        (text("finding.claims.questions_below", least=shown(least, "percent"), values=_listed(below)), below)
        if below
        else None
    )


def _positive(case: Case, claim: Claim) -> Verdict:
    """ "Genomgående positiva svar": more than half positive on every question."""
    values, _ = _questions_of(case, claim)
    below = [v for v in values if v.exact <= 50]
    return (text("finding.claims.not_positive", values=_listed(below)), below) if below else None


def _listed(values: list[Value]) -> str:
    return ", ".join(v.words for v in values)


def _unmeasured(case: Case, claim: Claim) -> Verdict:
    """Goals said to be reached although an outcome is not measured: left the outcomes, right their goals."""
    missing = [
        g for o, g in zip(claim.left, claim.right, strict=True) if not case.anywhere(*key_of(o, claim.row))
    ]
    if missing:
        goals = [value(case, claim, g) for g in missing]
        return text(
            "finding.claims.unmeasured",
            goals=", ".join(
                f"{measure_text(key_of(g)[2])} {v.words}" for g, v in zip(missing, goals, strict=True)
            ),
        ), goals
    return _reached(case, claim)


def _below_budget(case: Case, claim: Claim) -> Verdict:
    """ "Lägre än budgeterat": the deviation of all costs, not of one project's."""
    whole = value(case, claim, claim.left[0])
    part = value(case, claim, claim.right[0])
    return (
        None
        if whole.exact > 0
        else (text("finding.claims.above_budget", whole=whole.words, part=part.words), [whole])
    )


def _mainly(case: Case, claim: Claim) -> Verdict:
    """ "Framför allt": at least half of the whole."""
    part, whole = _pair(case, claim)
    share = 100 * part.exact / whole.exact
    return (
        None
        if share >= 50
        else (
            text(
                "finding.claims.not_mainly",
                part=part.words,
                whole=whole.words,
                percent=shown(round(share), "percent"),
            ),
            [part],
        )
    )


def _questions_far(case: Case, claim: Claim) -> Verdict:
    """ "Genomgående långt från målet": every question more than a few points under it."""
    values, target = _questions_of(case, claim)
    near = [v for v in values if v.exact >= target - MARGIN_POINTS]
    return (text("finding.claims.not_far", values=_listed(near)), near) if near else None


RELATIONS: dict[str, Relation] = {
    "increased": _moved(1),
    "increased-slightly": _moved(1, "slightly"),
    "increased-much": _moved(1, "much"),
    "decreased": _moved(-1),
    "decreased-slightly": _moved(-1, "slightly"),
    "decreased-much": _moved(-1, "much"),
    "same": _same,
    "reached": _reached,
    "reached-well": _reached_well,
    "not-reached": _not_reached,
    "nearly-reached": _nearly,
    "even": _even,
    "greater": _greater,
    "all-decreased": _all_fell,
    "falls": _falls,
    "only-below": _only_below,
    "only-percent": _only_percent,
    "every-year": _every_year,
    "no-gender-difference": _no_gender_difference,
    "count": _count,
    "questions-reaching": _questions_reaching,
    "questions-all": _questions_all,
    "questions-far": _questions_far,
    "mainly": _mainly,
    "positive": _positive,
    "unmeasured": _unmeasured,
    "below-budget": _below_budget,
}
