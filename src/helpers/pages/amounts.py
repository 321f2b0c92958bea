"""Money as a reader sees it: facts in kr or tkr, rounded once, half away from zero, without their unit.

The unit stands in the head of the table (`in_kronor`, `in_thousands`). 0 is never printed as −0, and each
amount is rounded by itself: a printed sum need not be the sum of the printed amounts.
"""

from helpers.facts import Fact
from helpers.language.words import Words
from helpers.pages.years import Report
from helpers.wording import amount_text, fact_text, marked, text

PREFIX, LAST_YEAR = "economy:", "economy:last-year:"
THOUSAND = 1000


def kronor(fact: Fact) -> Words:
    """An amount in whole kronor as a cell of a table prints it: `−999 684`; else why there is none.

    >>> from decimal import Decimal
    >>> result = Fact(2019, "x", "economy:result", value=Decimal("-999684.10"), unit="SEK", state="ok")
    >>> [amount.plain.replace("\u00a0", " ") for amount in (kronor(result), tkr(result))]
    ['−999 684', '−1 000']
    """
    return _amount(fact, 1)


def tkr(fact: Fact) -> Words:
    """An amount in thousands of kronor, rounded from the exact one: `−1 000`; else why there is none."""
    return _amount(fact, THOUSAND)


def _amount(fact: Fact, unit: int) -> Words:
    return marked(fact, amount_text(fact.fraction / unit)) if fact.ok else fact_text(fact)


def in_kronor(what: str) -> str:
    """The head of a column of amounts in kronor: `Utfall 2019, kr`."""
    return text("amounts.kr", what=what)


def in_thousands(what: str) -> str:
    """The head of a column of amounts in thousands: `Utfall 2019, tkr`."""
    return text("amounts.tkr", what=what)


def previous(report: Report, measure: str) -> Fact:
    """The fact of last year that an economy measure of the association stands beside; missing without any.

    It is the year before's own, else what this year's ledger says of it (`economy:last-year:…`).
    """
    before = report.before
    if before and (own := before.facts.get(before.definitions.together.id, measure)).ok:
        return own
    place = report.now.definitions.together.id
    return report.now.facts.get(place, LAST_YEAR + measure.removeprefix(PREFIX))
