"""Percentages of women, of men and of all: the last lies between the two others."""

from collections.abc import Iterator

from helpers.audit.case import Case, not_ocr
from helpers.audit.finding import Finding, accuse, shown
from helpers.audit.record import Figure
from helpers.codes import GENDERS
from helpers.wording import text

UNWEIGHTED = ("hae:", "target:", "sus:")  # kinds of percentages that are not of the discharged


def weighted(case: Case) -> Iterator[Finding]:
    """A share of all lies between those of women and men, where their numbers put it.

    `weights.csv` says which measure of an account is the share of men among those its percentages are of.
    Source: slutrapporter-2015-uppsala-lan:55-56.
    """
    weights = {w.source: w.measure for w in case.weights}
    first = {(f.source, f.platform, f.measure): f for f in reversed(case.figures)}  # of whatever year
    for figure in case.figures:
        if figure.unit != "percent" or figure.group != "all" or figure.measure.startswith(UNWEIGHTED):
            continue
        women, men = (next(iter(case.prints(figure.source, *figure.key[:4], g)), None) for g in GENDERS)
        share = first.get((figure.source, figure.platform, weights.get(figure.source, "")))
        if women is not None and men is not None and share is not None and women.unit == "percent":
            yield from _between(case, figure, women, men, share)


def _between(case: Case, figure: Figure, women: Figure, men: Figure, share: Figure) -> Iterator[Finding]:
    """A percentage of all against women's and men's, weighed by the share of men, each rounded by itself."""
    ends = [
        w * (men.amount + a * men.step / 2) + (1 - w) * (women.amount + b * women.step / 2)
        for w in [(share.amount + d * share.step / 2) / 100 for d in (-1, 1)]
        for a in (-1, 1)
        for b in (-1, 1)
    ]
    low, high = min(ends) - figure.step / 2, max(ends) + figure.step / 2
    if low <= figure.amount <= high:
        return
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
