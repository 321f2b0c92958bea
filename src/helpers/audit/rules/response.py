"""Response rates: answers of those asked, of the discharged, or of whom?"""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from helpers.audit.case import Case, not_ocr
from helpers.audit.finding import Finding, accuse, shown
from helpers.audit.record import Figure
from helpers.audit.rules.percentages import may_round_to
from helpers.rounding import rounded
from helpers.wording import text

BASES = ("discharged", "remaining", "new", "total")
LARGEST_GROUP = 400


def _nearest(exact: Fraction, figure: Figure) -> bool:
    """Whether the account's own rounding, to the nearest, prints it."""
    return abs(exact - figure.amount) <= figure.step / 2


def rates(case: Case) -> Iterator[Finding]:
    """ "Riktvärdet är att 60 % svarat av de som avslutat insatsen": each rate by each base.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:863.
    """
    for figure in [f for f in case.figures if f.measure.startswith("response:") and f.unit == "percent"]:
        answered = _answered(case, figure)
        if not answered:
            continue
        if _are_participants(case, figure):
            yield from _participants(case, figure, answered)
        else:
            yield from _staff(case, figure, answered)


def _are_participants(case: Case, figure: Figure) -> bool:
    """Whether the group that a rate is of are the participants: those whose answers are protected."""
    d = case.defined_in(figure.year)
    groups = d.respondents if d else []
    return any(r.id == figure.respondents and r.protected for r in groups)


def _answered(case: Case, figure: Figure) -> int | None:
    """How many answered: the largest printed number of answers to one question of the group."""
    found = [
        int(f.number)
        for f in case.figures
        if f.source == figure.source
        and f.measure.startswith("answered:")
        and f.key[1] == figure.platform
        and f.respondents == figure.respondents
        and f.group == "all"
    ]
    items = [
        f.denominator
        for f in case.record.figures
        if f.source == figure.source
        and f.measure.startswith("item-response:")
        and f.platform == figure.platform
        and f.respondents == figure.respondents
        and f.denominator
    ]
    return max([*found, *items], default=0) or None


def _or(words: Iterable[str]) -> str:
    return f" {text('word.or')} ".join(words)


def _participants(case: Case, figure: Figure, answered: int) -> Iterator[Finding]:
    printed = {b: next(iter(case.corrected.anywhere(figure.year, figure.platform, b)), None) for b in BASES}
    known = {b: int(f.value) for b, f in printed.items() if f is not None and f.value}
    if "discharged" not in known or _nearest(Fraction(100 * answered, known["discharged"]), figure):
        return
    exact = {b: Fraction(100 * answered, n) for b, n in known.items()}
    fitting = [b for b, e in exact.items() if b != "discharged" and _nearest(e, figure)]
    tried = ", ".join(
        f"{answered}/{known[b]} {text(f'base.{b}')} = {shown(e, 'percent', 1)}" for b, e in exact.items()
    )
    near = may_round_to(exact["discharged"], figure.amount, figure.step)
    variant = "cut" if near else "none"
    if fitting:
        variant = "other"
    yield Finding(
        "response-rates",
        "claim" if fitting else "unreconciled",
        (accuse(figure, exact["discharged"]),),
        text(
            "finding.response-rates.message",
            printed=figure.printed,
            place=case.name(figure.platform, figure.year),
            answered=answered,
            tried=tried,
        )
        + " "
        + text(f"finding.response-rates.{variant}", base=_or(text(f"base.{b}") for b in fitting)),
        not_ocr(case, [figure]),
        text("finding.response-rates.consequence"),
    )


def _staff(case: Case, figure: Figure, answered: int) -> Iterator[Finding]:
    """Nobody prints how many of the staff and the chiefs were asked; does any number give the rate?

    A half is rounded to the even digit, as in the accounts' other percentages.
    """
    tried = {n: Fraction(100 * answered, n) for n in range(answered, LARGEST_GROUP)}
    if any(rounded(exact, figure.decimals) == figure.amount for exact in tried.values()):
        return
    near = min(tried, key=lambda n: abs(tried[n] - figure.amount))
    exact = tried[near]
    yield Finding(
        "response-rates",
        "unreconciled",
        (accuse(figure, exact),),
        text(
            f"finding.response-rates.{'half' if _nearest(exact, figure) else 'staff'}",
            printed=figure.printed,
            place=case.name(figure.platform, figure.year),
            answered=answered,
            near=near,
            exact=shown(exact, "percent", 1),
            right=shown(rounded(exact, figure.decimals), "percent", figure.decimals),
        ),
        not_ocr(case, [figure]),
        text("finding.response-rates.consequence"),
    )
