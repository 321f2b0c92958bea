"""Percentages against the base that the account names for them: one rounding rule, whole counts that fit."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

from helpers.audit.case import Case, not_ocr
from helpers.audit.finding import Finding, accuse, shown
from helpers.audit.record import Figure, Key
from helpers.audit.rules.percentages import may_round_to, numerators, shares_beside
from helpers.audit.rules.printed_counts import counts_of, of_the_row
from helpers.rounding import rounded
from helpers.wording import text

HALF = Fraction(1, 2)
# Whether a way of rounding prints a share as it is printed: the share lies `over` the print, in steps of the
# last printed digit; `even` is whether that digit is even.
Fits = Callable[[Fraction, bool], bool]
NEAREST: tuple[Fits, ...] = (
    lambda over, even: abs(over) < HALF or (even and abs(over) == HALF),
    lambda over, even: -HALF <= over < HALF,
    lambda over, even: -HALF < over <= HALF,
)
CUT: tuple[Fits, ...] = (lambda over, even: 0 <= over < 1,)
UP: tuple[Fits, ...] = (lambda over, even: -1 < over <= 0,)
Shares = list[Figure]


def common_base(case: Case) -> Iterator[Finding]:
    """Shares printed of one number ("Av dessa 67 aktualiserade …"): that number gives them all, or is not it.

    They are rounded by one rule, to the nearest or cut, and may leave out those of whom nothing is known; or
    they are all rounded up, and of everybody.
    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:1905-1907.
    """
    for shares, base in (*_referrals(case), *_outcomes(case)):
        n = int(base.number)
        if not _possible(shares, n, (*NEAREST, *CUT)) and not _possible(shares, n, UP, whole=True):
            yield _another_base(case, shares, base)


def _referrals(case: Case) -> Iterator[tuple[Shares, Figure]]:
    """The shares of all referrers of a place and the printed number referred."""
    by_place: dict[tuple[str, int, str], dict[str, Figure]] = defaultdict(dict)
    for f in case.figures:
        if f.measure.startswith("share:referred-by:") and f.group == "all":
            by_place[f.source, f.year, f.platform].setdefault(f.measure, f)
    for (_, year, _), by_referrer in by_place.items():
        shares = list(by_referrer.values())
        base, d = case.near(shares[0], "referred"), case.defined_in(year)
        if base is not None and base.number > 0 and d is not None and len(shares) >= len(d.referrers):
            yield shares, base


def _outcomes(case: Case) -> Iterator[tuple[Shares, Figure]]:
    """The outcome shares printed beside a number of discharged that could each by itself be of it."""
    for base in case.figures:
        if base.measure == "discharged" and base.group == "all" and base.number > 0:
            shares = shares_beside(case, base)
            if shares and all(numerators(s.amount, int(base.number), s.step) for s in shares):
                yield shares, base


def _counts(share: Figure, base: int, fits: Fits) -> list[int]:
    """The counts of a base that a way of rounding prints as the share."""
    around = int(share.amount * base / 100)
    reach = int(share.step * base / 100) + 2
    tried = range(max(0, around - reach), min(base, around + reach) + 1)
    even = (share.amount / share.step) % 2 == 0
    return [k for k in tried if fits((Fraction(100 * k, base) - share.amount) / share.step, even)]


def _possible(shares: Shares, base: int, by: tuple[Fits, ...], whole: bool = False) -> bool:
    """Whether counts that fit in a base, or make the `whole` of it, give the shares by a way of rounding."""
    for fits in by:
        options = [_counts(s, base, fits) for s in shares]
        if all(options):
            low, high = sum(min(o) for o in options), sum(max(o) for o in options)
            if low <= base and (base <= high or not whole):
                return True
    return False


def _another_base(case: Case, shares: Shares, base: Figure) -> Finding:
    """Shares that the named number does not give, with the smaller ones that do, if any."""
    n = int(base.number)
    fitting = [b for b in range(1, n) if _possible(shares, b, NEAREST, whole=True)]
    return Finding(
        "common-base",
        "error",
        (*(accuse(s) for s in shares), accuse(base, fitting[-1] if len(fitting) == 1 else None)),
        text(
            "finding.common-base.message",
            shares=", ".join(s.printed for s in shares),
            n=shown(base.number),
            base=text(f"base.{base.measure}"),
            place=case.name(base.platform, base.year),
            told=_told(fitting),
        ),
        not_ocr(case, shares),
        text("finding.common-base.consequence"),
    )


def _told(fitting: list[int]) -> str:
    if not fitting:
        return text("finding.common-base.none")
    return text("finding.common-base.fits", bases=f" {text('word.or')} ".join(map(str, fitting)))


def cut(case: Case) -> Iterator[Finding]:
    """A share whose counts the account prints too is rounded to the nearest: 7 of 9 is 77,8 %, not 77,7 %.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:1029 and 3749-3755.
    """
    wrong: dict[tuple[str, Key, Decimal, tuple[int, int]], list[Figure]] = defaultdict(list)
    for figure in [f for f in case.figures if f.unit == "percent"]:
        counts = counts_of(case, figure) or of_the_row(case, figure)
        if counts is None:
            continue
        exact = Fraction(100 * counts[0], counts[1])
        near = abs(exact - figure.amount) <= figure.step / 2
        if not near and may_round_to(exact, figure.amount, figure.step):
            wrong[figure.source, figure.key, figure.number, counts].append(figure)
    for (*_, counts), figures in wrong.items():
        yield _not_the_nearest(case, figures, counts)


def _not_the_nearest(case: Case, figures: list[Figure], counts: tuple[int, int]) -> Finding:
    """A share that is cut or rounded away from its counts, on every line where it stands so."""
    first, (k, n) = figures[0], counts
    right = rounded(Fraction(100 * k, n), first.decimals)
    return Finding(
        "cut",
        "error",
        tuple(accuse(f, right) for f in figures),
        text(
            "finding.cut.message",
            place=case.name(first.platform, first.year),
            what=case.what(first.measure, first.year),
            printed=first.printed,
            k=k,
            n=n,
            right=shown(right, "percent", first.decimals),
        ),
        not_ocr(case, figures),
        text("finding.cut.consequence"),
    )
