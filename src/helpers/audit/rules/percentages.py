"""Percentages against their counts: k/n, bases that cannot give them, women and men against all."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from helpers.audit.case import Case, Finding, accuse, not_ocr, shown
from helpers.audit.record import Figure
from helpers.audit.rules.sums import rounding_slack, term
from helpers.codes import GENDERS, OUTCOMES
from helpers.naming import measure_text
from helpers.wording import text


def may_round_to(exact: Fraction, printed: Fraction, step: Fraction) -> bool:
    """Whether some rounding rule prints `exact` as `printed`: up, down, half up, half even are all within one step.

    >>> may_round_to(Fraction(100 * 2, 30), Fraction(80), Fraction(1))
    False
    >>> may_round_to(Fraction(700, 9), Fraction(777, 10), Fraction(1, 10))  # 77.78 cut to 77.7
    True
    """
    return abs(exact - printed) < step


def numerators(printed: Fraction, base: int, step: Fraction) -> list[int]:
    """Every count of `base` that some rounding rule prints as the percentage: GRIM's question.

    >>> numerators(Fraction(26), 29, Fraction(1)), numerators(Fraction(26), 19, Fraction(1))
    ([], [5])
    """
    around = printed * base / 100
    reach = int(step * base / 100) + 2
    tried = range(max(0, int(around) - reach), min(base, int(around) + reach) + 1)
    return [k for k in tried if may_round_to(Fraction(100 * k, base), printed, step)]


def fractions(case: Case) -> Iterator[Finding]:
    """A percentage printed with its k/n: `68 % (15/22)` (socialt-bokslut-2017-ungdomstorget:327)."""
    for figure in case.figures:
        if figure.unit != "percent" or not figure.denominator or figure.numerator is None:
            continue
        exact = Fraction(100 * figure.numerator, figure.denominator)
        if not may_round_to(exact, figure.amount, figure.step):
            other = numerators(figure.amount, figure.denominator, figure.step)
            instead = (
                text("finding.fractions.instead", k=" eller ".join(map(str, other)), n=figure.denominator)
                if other
                else ""
            )
            yield Finding(
                "fractions",
                "error",
                (accuse(figure, exact),),
                text(
                    "finding.fractions.message",
                    place=case.name(figure.platform, figure.year),
                    what=measure_text(figure.measure),
                    printed=figure.printed,
                    k=figure.numerator,
                    n=figure.denominator,
                    exact=shown(exact, "percent", max(1, figure.decimals)),
                    instead=instead,
                ),
                not_ocr(case, [figure]),
                text("finding.fractions.consequence"),
            )


def impossible(case: Case) -> Iterator[Finding]:
    """Impossible percentages: no count of the printed base rounds to them, whatever the rounding rule (GRIM)."""
    by_base: dict[tuple[str, int, str], list[tuple[Figure, Figure]]] = defaultdict(list)
    for figure in case.figures:
        if (
            figure.unit != "percent"
            or figure.measure not in {f"share:{o}" for o in OUTCOMES}
            or figure.denominator
        ):
            continue
        base = case.near(figure, "discharged")
        if base is not None and base.value and not numerators(figure.amount, int(base.value), figure.step):
            by_base[base.source, base.line, base.printed].append((figure, base))
    yield from _impossible_of_a_declared_base(case)
    for pairs in by_base.values():
        base = pairs[0][1]
        yield Finding(
            "impossible",
            "error",
            (
                *(accuse(f, _nearest(f, int(base.value))) for f, _ in pairs),
                accuse(base, _fitting_base(case, base)),
            ),
            text(
                "finding.impossible.message",
                printed=", ".join(f.printed for f, _ in pairs),
                n=shown(base.value),
                place=case.name(base.platform, base.year),
                year=base.year,
                nearest=", ".join(dict.fromkeys(_nearest_words(f, int(base.value)) for f, _ in pairs)),
            )
            + _other_base(case, base),
            not_ocr(case, [f for f, _ in pairs]),
            text("finding.impossible.consequence"),
        )


def _impossible_of_a_declared_base(case: Case) -> Iterator[Finding]:
    """Shares of a base that `sums.csv` declares (`%measure` as the total): the completers are all less those who remain or dropped out."""
    for rule in [r for r in case.sums if r.source in case.sources and r.total.startswith("%")]:
        parts = [(-1 if p.startswith("-") else 1, term(case, rule, p.lstrip("-"))) for p in rule.parts]
        if not all(found for _, found in parts):
            continue
        base = int(sum(sign * found[-1].value for sign, found in parts))
        for figure in term(case, rule, rule.total[1:]):
            if not numerators(figure.amount, base, figure.step):
                yield Finding(
                    "impossible",
                    rule.severity,
                    (accuse(figure, _nearest(figure, base)), *(accuse(found[-1]) for _, found in parts)),
                    text(
                        "finding.impossible.declared",
                        place=case.name(rule.platform, rule.year),
                        printed=figure.printed,
                        n=base,
                        name=rule.name,
                        nearest=_nearest_words(figure, base),
                    ),
                    not_ocr(case, [figure]),
                    text("finding.impossible.consequence"),
                )


def _nearest(figure: Figure, base: int) -> Fraction:
    return Fraction(100 * round(figure.amount * base / 100), base)


def _nearest_words(figure: Figure, base: int) -> str:
    return f"{round(figure.amount * base / 100)}/{base} = {shown(_nearest(figure, base), 'percent', 1)}"


def _shares_beside(case: Case, base: Figure) -> list[Figure]:
    """The outcome shares printed in the base's own paragraph."""
    near = [case.near(base, f"share:{o}") for o in OUTCOMES]
    return [f for f in near if f is not None and f.unit == "percent" and abs(f.line - base.line) <= 6]


def _fits_all(shares: list[Figure], base: int) -> bool:
    """Whether whole counts of the base give every share and do not exceed it together; all of it where they make 100 %."""
    options = [
        [
            k
            for k in numerators(f.amount, base, f.step)
            if abs(Fraction(100 * k, base) - f.amount) <= f.step / 2
        ]
        for f in shares
    ]
    if not all(options):
        return False
    low, high = sum(min(o) for o in options), sum(max(o) for o in options)
    whole = abs(sum(f.amount for f in shares) - 100) <= rounding_slack(shares)
    return low <= base <= high if whole else low <= base


def _fitting_base(case: Case, base: Figure) -> int | None:
    """The only base with one digit changed, at most the total, that gives every share of the paragraph; None where none or several."""
    digits, shares, total = str(int(base.value)), _shares_beside(case, base), case.near(base, "total")
    tried = {int(digits[:i] + d + digits[i + 1 :]) for i in range(len(digits)) for d in "0123456789"} - {
        int(base.value)
    }
    most = int(total.value) if total else int(base.value) * 10
    fitting = [n for n in sorted(tried) if 0 < n <= most and _fits_all(shares, n)]
    return fitting[0] if len(fitting) == 1 else None


def _other_base(case: Case, base: Figure) -> str:
    found = _fitting_base(case, base)
    return " " + text("finding.impossible.base", n=found) if found else ""


def bases(case: Case) -> Iterator[Finding]:
    """Shares beside a base that their own printed counts do not give: "Av de 353 … har 26 % gått till arbete" is 88 of 336."""
    for base in [
        f for f in case.figures if f.measure == "discharged" and f.group == "all" and f.unit == "count"
    ]:
        counted = [(s, case.near(s, s.measure.removeprefix("share:"))) for s in _shares_beside(case, base)]
        counted = [(s, k) for s, k in counted if k is not None and k.unit == "count"]
        wrong = [
            (s, k)
            for s, k in counted
            if not may_round_to(Fraction(100 * k.amount, base.amount), s.amount, s.step)
        ]
        others = {int(f.value) for f in case.prints(base.source, *base.key)} - {int(base.value)}
        right = [
            n
            for n in sorted(others)
            if all(may_round_to(Fraction(100 * k.amount, n), s.amount, s.step) for s, k in counted)
        ]
        if not wrong or any(not numerators(s.amount, int(base.value), s.step) for s, _ in wrong):
            continue
        told = ", ".join(
            f"{shown(k.value)}/{shown(base.value)} = {shown(Fraction(100 * k.amount, base.amount), 'percent', 1)} ({s.printed})"
            for s, k in wrong
        )
        instead = text("finding.bases.instead", n=right[0]) if right else ""
        yield Finding(
            "bases",
            "error",
            (accuse(base, right[0] if right else None), *(accuse(s) for s, _ in wrong)),
            text(
                "finding.bases.message",
                place=case.name(base.platform, base.year),
                base=base.printed,
                told=told,
                instead=instead,
            ),
            not_ocr(case, [base]),
            text("finding.bases.consequence"),
        )


def common_base(case: Case) -> Iterator[Finding]:
    """Who referred: five shares of one number of referrals. Is there a number up to the printed one that gives them all?"""
    by_place: dict[tuple[str, int, str], list[Figure]] = defaultdict(list)
    for f in case.figures:
        if f.measure.startswith("share:referred-by:") and f.group == "all":
            by_place[f.source, f.year, f.platform].append(f)
    for (_, year, platform), shares in by_place.items():
        base = case.near(shares[0], "referred")
        if base is None or len(shares) < 5:
            continue
        if any(_shares_of(shares, n, nearest=True) for n in range(1, int(base.value) + 1)):
            continue  # the rest of the referrals have no recorded referrer
        cut = [n for n in range(1, int(base.value) + 1) if _shares_of(shares, n, nearest=False)]
        told = text("finding.common-base.cut", base=cut[-1]) if cut else text("finding.common-base.none")
        yield Finding(
            "common-base",
            "unreconciled",
            tuple(accuse(s) for s in shares),
            text(
                "finding.common-base.message",
                shares=", ".join(s.printed for s in shares),
                n=shown(base.value),
                place=case.name(platform, year),
                told=told,
            ),
            not_ocr(case, shares),
            text("finding.common-base.consequence"),
        )


def _shares_of(shares: list[Figure], base: int, nearest: bool) -> bool:
    """Whether counts that add up to the base give all the shares, rounded to the nearest or by any rule."""
    options = [
        [
            k
            for k in numerators(s.amount, base, s.step)
            if not nearest or abs(Fraction(100 * k, base) - s.amount) <= s.step / 2
        ]
        for s in shares
    ]
    return all(options) and sum(min(o) for o in options) <= base <= sum(max(o) for o in options)


def weighted(case: Case) -> Iterator[Finding]:
    """A share of all lies between those of women and men, where their numbers put it (slutrapporter-2015-uppsala-lan:55-56)."""
    for figure in case.figures:
        if (
            figure.unit != "percent"
            or figure.group != "all"
            or figure.measure.startswith(("hae:", "target:", "sus:"))
        ):
            continue
        women, men = (next(iter(case.prints(figure.source, *figure.key[:4], g)), None) for g in GENDERS)
        share = next(
            (
                f
                for f in case.figures
                if f.source == figure.source
                and f.platform == figure.platform
                and f.measure == "share-men:participants:discharged"
            ),
            None,
        )
        if women is None or men is None or women.unit != "percent" or share is None:
            continue
        weights = [(share.amount + d * share.step / 2) / 100 for d in (-1, 1)]
        ends = [
            w * (men.amount + a * men.step / 2) + (1 - w) * (women.amount + b * women.step / 2)
            for w in weights
            for a in (-1, 1)
            for b in (-1, 1)
        ]
        low, high = min(ends) - figure.step / 2, max(ends) + figure.step / 2
        if not low <= figure.amount <= high:
            middle = share.amount / 100 * men.amount + (1 - share.amount / 100) * women.amount
            yield Finding(
                "weighted",
                "unreconciled",
                (accuse(figure, middle), accuse(women), accuse(men)),
                text(
                    "finding.weighted.message",
                    place=case.name(figure.platform, figure.year),
                    printed=figure.printed,
                    women=women.printed,
                    men=men.printed,
                    share=share.printed,
                    line=share.line,
                    expected=shown(middle, "percent", 1),
                    low=shown(low, "percent", 1),
                    high=shown(high, "percent", 1),
                ),
                not_ocr(case, [figure]),
                text("finding.weighted.consequence"),
            )
