"""Relations between a figure and an earlier one: rising, falling, the same, the only one, every year."""

from fractions import Fraction

from helpers.audit.case import Case
from helpers.audit.finding import shown
from helpers.audit.registers import Claim
from helpers.audit.rules.relation_values import (
    SAME_POINTS,
    Relation,
    Verdict,
    is_share,
    pair,
    value,
)
from helpers.wording import text

# What the words may mean: "något" is no doubling, "markant" and "rejält" no tenth, "densamma" at most 15 %.
SLIGHTLY_AT_MOST, MUCH_AT_LEAST, SAME_WITHIN = Fraction(1, 2), Fraction(1, 10), Fraction(3, 20)


def moved(direction: int, degree: str = "") -> Relation:
    """A relation that asks for a rise (1) or a fall (-1), of a degree: `slightly`, `much` or any ('')."""

    def relation(case: Case, claim: Claim) -> Verdict:
        now, before = pair(case, claim)
        key = misfit(now.exact, before.exact, direction, degree)
        if not key:
            return None
        percent = shown(round(100 * _relative(now.exact, before.exact)), "percent")
        told = text(f"finding.claims.{key}", now=now.words, before=before.words, percent=percent)
        return told, [now, before]

    return relation


def misfit(now: Fraction, before: Fraction, direction: int, degree: str) -> str:
    """How words of a rise or a fall do not fit two numbers; '' where they do.

    >>> misfit(Fraction(60), Fraction(63), -1, ""), misfit(Fraction(17), Fraction(9), 1, "slightly")
    ('', 'more_than_slightly')
    """
    relative = _relative(now, before)
    if (now - before) * direction <= 0:
        return "fell" if direction > 0 else "rose"
    if degree == "slightly" and relative > SLIGHTLY_AT_MOST:
        return "more_than_slightly"
    return "less_than_much" if degree == "much" and relative < MUCH_AT_LEAST else ""


def _relative(now: Fraction, before: Fraction) -> Fraction:
    return abs(now - before) / before if before else Fraction(1)


def holds(kind: str, now: Fraction, before: Fraction) -> bool:
    """Whether words of a rise or a fall (`increased-slightly`) fit two other numbers than they are about.

    Words of another kind are not judged: they do not hold.
    """
    name, _, degree = kind.partition("-")
    direction = {"increased": 1, "decreased": -1}.get(name)
    return direction is not None and not misfit(now, before, direction, degree)


def same(case: Case, claim: Claim) -> Verdict:
    """ "Densamma": within a few percentage points for shares, else within 15 % of the larger."""
    now, before = pair(case, claim)
    change = abs(now.exact - before.exact)
    if not change:
        return None
    relative = change / max(abs(before.exact), abs(now.exact))
    near = change <= SAME_POINTS if is_share(claim) else relative <= SAME_WITHIN
    if near:
        return None
    percent = shown(round(100 * relative), "percent")
    told = text("finding.claims.not_same", now=now.words, before=before.words, percent=percent)
    return told, [now, before]


def all_fell(case: Case, claim: Claim) -> Verdict:
    """Every left one is lower than the right one it stands with."""
    pairs = [
        (value(case, claim, a), value(case, claim, b)) for a, b in zip(claim.left, claim.right, strict=True)
    ]
    rose = [(a, b) for a, b in pairs if a.exact >= b.exact]
    if not rose:
        return None
    told = "; ".join(f"{b.words} → {a.words}" for a, b in rose)
    return text("finding.claims.not_all_fell", pairs=told), [a for a, _ in rose]


def falls(case: Case, claim: Claim) -> Verdict:
    """The words say that these changes are falls: each must be printed as one."""
    rising = [v for v in (value(case, claim, k) for k in claim.left) if v.exact >= 0]
    if not rising:
        return None
    return text("finding.claims.no_minus", values=", ".join(v.words for v in rising)), rising


def only_below(case: Case, claim: Claim) -> Verdict:
    """Only the left one lies under the last of the right ones."""
    one, *rest, limit = (value(case, claim, k) for k in (*claim.left, *claim.right))
    wrong = [v for v in rest if v.exact < limit.exact] + ([one] if one.exact >= limit.exact else [])
    if not wrong:
        return None
    values = ", ".join(v.words for v in wrong)
    return text("finding.claims.not_only", values=values, limit=limit.words), wrong


def only_percent(case: Case, claim: Claim) -> Verdict:
    """ "Minska med 1 % … uppnås bara i Robertsfors": tried in per cent, as printed.

    Left is the only one, right pairs of now and before (socialt-bokslut-2018-ungdomstorget:194).
    """
    values = [value(case, claim, k) for k in claim.right]
    pairs = list(zip(values[::2], values[1::2], strict=True))
    relative = [(now, 100 * (now.exact - before.exact) / before.exact) for now, before in pairs]
    reaching = [(v, r) for v, r in relative if r <= -1]
    if len(reaching) == 1:
        return None
    changes = ", ".join(shown(r, "percent", 1) for _, r in reaching)
    told = text("finding.claims.only_percent", count=len(reaching), changes=changes)
    return told, [v for v, _ in reaching]


def trend(direction: int) -> Relation:
    """A trend over the span that the words speak of: its last year against its first, whatever lies between.

    A series is one part of `left`, its keys between `>`; every one of them is said to rise (1) or fall (-1).
    """

    def relation(case: Case, claim: Claim) -> Verdict:
        series = [[value(case, claim, k.strip()) for k in part.split(">")] for part in claim.left]
        against = [s for s in series if (s[-1].exact - s[0].exact) * direction <= 0]
        if not against:
            return None
        told = "; ".join(" → ".join(v.words for v in s) for s in against)
        key = "no_rise" if direction > 0 else "no_fall"
        return text(f"finding.claims.{key}", series=told), [v for s in against for v in (s[0], s[-1])]

    return relation
