"""Percentages against their counts: k/n, and bases that cannot give them."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from helpers.audit.case import Case, not_ocr
from helpers.audit.finding import Finding, accuse, shown
from helpers.audit.record import Figure
from helpers.audit.registers import Sum
from helpers.audit.rules.printed_counts import base_of, counts_of
from helpers.audit.rules.sums import rounding_slack, term
from helpers.wording import text

SAME_PARAGRAPH = 6  # lines


def may_round_to(exact: Fraction, printed: Fraction, step: Fraction) -> bool:
    """Whether some rounding rule prints `exact` as `printed`: all rules are within one step.

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
    """A percentage whose counts are printed, with it (`68 % (15/22)`) or in its table of answers.

    Source: socialt-bokslut-2017-ungdomstorget:327.
    """
    for figure in case.figures:
        counts = counts_of(case, figure) if figure.unit == "percent" else None
        if counts is None:
            continue
        k, n = counts
        exact = Fraction(100 * k, n)
        if not may_round_to(exact, figure.amount, figure.step):
            yield Finding(
                "fractions",
                "error",
                (accuse(figure, exact),),
                text(
                    "finding.fractions.message",
                    place=case.name(figure.platform, figure.year),
                    what=case.what(figure.measure, figure.year),
                    printed=figure.printed,
                    k=k,
                    n=n,
                    exact=shown(exact, "percent", max(1, figure.decimals)),
                    instead=_other_numerators(figure, n),
                ),
                not_ocr(case, [figure]),
                text("finding.fractions.consequence"),
            )


def _other_numerators(figure: Figure, base: int) -> str:
    """Which counts of the base the percentage fits, in words; '' where none does."""
    fitting = numerators(figure.amount, base, figure.step)
    if not fitting:
        return ""
    return text("finding.fractions.instead", k=f" {text('word.or')} ".join(map(str, fitting)), n=base)


def impossible(case: Case) -> Iterator[Finding]:
    """Impossible percentages: no count of the printed base rounds to them by any rounding rule (GRIM)."""
    for rule in [r for r in case.sums if r.source in case.sources and r.total.startswith("%")]:
        yield from _impossible_of_a_declared_base(case, rule)
    by_base: dict[tuple[str, int, str], list[tuple[Figure, Figure]]] = defaultdict(list)
    for figure in case.figures:
        if figure.unit != "percent" or counts_of(case, figure):
            continue
        base = base_of(case, figure)
        if (
            base is not None
            and base.value
            and base.unit == "count"
            and not numerators(figure.amount, int(base.value), figure.step)
        ):
            by_base[base.source, base.line, base.printed].append((figure, base))
    for pairs in by_base.values():
        yield _impossible_of(case, [f for f, _ in pairs], pairs[0][1])


def _impossible_of(case: Case, shares: list[Figure], base: Figure) -> Finding:
    """The shares that no count of a printed base gives, as one finding."""
    n = int(base.number)
    return Finding(
        "impossible",
        "error",
        (*(accuse(f, _nearest(f, n)) for f in shares), accuse(base, _fitting_base(case, base))),
        text(
            "finding.impossible.message",
            printed=", ".join(f.printed for f in shares),
            n=shown(base.number),
            place=case.name(base.platform, base.year),
            year=base.year,
            nearest=", ".join(dict.fromkeys(_nearest_words(f, n) for f in shares)),
        )
        + _other_base(case, base),
        not_ocr(case, shares),
        text("finding.impossible.consequence"),
    )


def _impossible_of_a_declared_base(case: Case, rule: Sum) -> Iterator[Finding]:
    """Shares of a base that `sums.csv` declares (`%measure` as the total).

    The completers are all less those who remain or dropped out. The base is not printed as such, so the share
    is only said not to agree with it: no count of it is rounded to the share.
    """
    parts = [(-1 if p.startswith("-") else 1, term(case, rule, p.lstrip("-"))) for p in rule.parts]
    if not all(found for _, found in parts):
        return
    base = int(sum(sign * found[-1].number for sign, found in parts))
    for figure in term(case, rule, rule.total[1:]):
        if not _counts(figure, base, nearest=True):
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


def shares_beside(case: Case, base: Figure) -> list[Figure]:
    """The outcome shares printed in the base's own paragraph."""
    near = [case.near(base, f"share:{o}") for o in case.outcomes(base.year)]
    return [
        f for f in near if f is not None and f.unit == "percent" and abs(f.line - base.line) <= SAME_PARAGRAPH
    ]


def _fits_all(shares: list[Figure], base: int) -> bool:
    """Whether whole counts of the base give every share and fit in it; fill it where they make 100 %."""
    options = [_counts(f, base, nearest=True) for f in shares]
    if not all(options):
        return False
    low, high = sum(min(o) for o in options), sum(max(o) for o in options)
    whole = abs(sum((f.amount for f in shares), Fraction(-100))) <= rounding_slack(shares)
    return low <= base <= high if whole else low <= base


def _counts(share: Figure, base: int, nearest: bool) -> list[int]:
    """The counts of a base that give a share, rounded to the nearest or by any rule."""
    return [
        k
        for k in numerators(share.amount, base, share.step)
        if not nearest or abs(Fraction(100 * k, base) - share.amount) <= share.step / 2
    ]


def _fitting_base(case: Case, base: Figure) -> int | None:
    """The only base with one digit changed, at most the total, that gives every share of the paragraph.

    None where none or several do.
    """
    if base.measure != "discharged":
        return None
    printed = int(base.number)
    digits, shares, total = str(printed), shares_beside(case, base), case.near(base, "total")
    tried = {int(digits[:i] + d + digits[i + 1 :]) for i in range(len(digits)) for d in "0123456789"}
    most = int(total.number) if total else printed * 10
    fitting = [n for n in sorted(tried - {printed}) if 0 < n <= most and _fits_all(shares, n)]
    return fitting[0] if len(fitting) == 1 else None


def _other_base(case: Case, base: Figure) -> str:
    found = _fitting_base(case, base)
    return " " + text("finding.impossible.base", n=found) if found else ""


def bases(case: Case) -> Iterator[Finding]:
    """Shares beside a base that their own printed counts do not give.

    "Av de 353 … har 26 % gått till arbete" is 88 of 336.
    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:394.
    """
    totals = [f for f in case.figures if f.measure == "discharged" and f.group == "all" and f.unit == "count"]
    for base in totals:
        counted = [
            (share, count)
            for share in shares_beside(case, base)
            if (count := case.near(share, share.measure.removeprefix("share:"))) and count.unit == "count"
        ]
        wrong = [pair for pair in counted if not _gives(pair, base.amount)]
        if wrong and all(numerators(s.amount, int(base.number), s.step) for s, _ in wrong):
            others = {int(f.number) for f in case.prints(base.source, *base.key)} - {int(base.number)}
            right = [n for n in sorted(others) if all(_gives(pair, Fraction(n)) for pair in counted)]
            yield _another_base(case, base, wrong, right[0] if right else None)


def _gives(pair: tuple[Figure, Figure], base: Fraction) -> bool:
    """Whether the count that stands with a share gives it, of a base."""
    share, count = pair
    return may_round_to(Fraction(100 * count.amount, base), share.amount, share.step)


def _another_base(case: Case, base: Figure, wrong: list[tuple[Figure, Figure]], right: int | None) -> Finding:
    """Shares of another base than the one they stand beside; `right` is the print that gives them."""
    told = ", ".join(
        f"{shown(count.number)}/{shown(base.number)} = "
        f"{shown(Fraction(100 * count.amount, base.amount), 'percent', 1)} ({share.printed})"
        for share, count in wrong
    )
    return Finding(
        "bases",
        "error",
        (accuse(base, right), *(accuse(share) for share, _ in wrong)),
        text(
            "finding.bases.message",
            place=case.name(base.platform, base.year),
            base=base.printed,
            told=told,
            instead=text("finding.bases.instead", n=right) if right else "",
        ),
        not_ocr(case, [base]),
        text("finding.bases.consequence"),
    )
