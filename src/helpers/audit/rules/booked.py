"""Printed amounts beside the year's ledger, where no other rule has told that they are wrong."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from helpers.audit.case import Case, not_ocr
from helpers.audit.finding import Finding, accuse_by_ledger, ledger_words, line_words
from helpers.audit.record import Figure, Key
from helpers.wording import text


def booked(case: Case) -> Iterator[Finding]:
    """An amount of the year is what its ledger gives, rounded once to the printed unit.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:1379-1619, the statements and the budget.
    """
    wrong: dict[tuple[Key, str, Decimal], list[Figure]] = defaultdict(list)
    for figure in case.figures:
        if case.booked(figure):
            wrong[figure.key, figure.unit, figure.number].append(figure)
    for prints in wrong.values():
        yield _not_booked(case, prints)


def _not_booked(case: Case, prints: list[Figure]) -> Finding:
    """One wrong amount, wherever it is printed."""
    first = prints[0]
    told = text(
        "finding.booked.message",
        place=case.name(first.platform, first.year),
        year=first.year,
        what=case.what(first.measure, first.year),
        printed=first.printed,
        lines=line_words(prints),
    )
    return Finding(
        "booked",
        "error",
        tuple(accuse_by_ledger(f, case.booked(f)) for f in prints),
        told + ledger_words(first, case.booked(first)),
        not_ocr(case, prints),
        text("finding.booked.consequence"),
    )
