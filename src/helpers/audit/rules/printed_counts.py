"""The counts behind a printed percentage, as far as its own account prints them: k of n, or only n."""

from collections.abc import Iterable

from helpers.audit.case import Case
from helpers.audit.record import Figure
from helpers.codes import GENDERS

KOfN = tuple[int, int]


def counts_of(case: Case, figure: Figure) -> KOfN | None:
    """The k and n printed with a percentage, else those of the tables that it is a share of."""
    if figure.counts is not None:
        return figure.counts
    kind, _, rest = figure.measure.partition(":")
    found = {"question": _question, "answer-share": _answer, "gender-share": _gender}.get(kind)
    return found(case, figure, rest) if found is not None else None


def _number(case: Case, figure: Figure, measure: str, group: str = "") -> int | None:
    """The account's print of another measure of the figure's place and respondents."""
    key = (figure.year, figure.platform, measure, figure.respondents, group or figure.group)
    prints = case.prints(figure.source, *key)
    return None if not prints else int(prints[0].number)


def _of(parts: Iterable[int | None], total: int | None) -> KOfN | None:
    """The parts' sum of a total; None where one of them is not printed."""
    known = list(parts)
    printed = [n for n in known if n is not None]
    return (sum(printed), total) if known and len(printed) == len(known) and total else None


def _question(case: Case, figure: Figure, asked: str) -> KOfN | None:
    """The positive answers and all answers of a question."""
    d = case.defined_in(figure.year)
    if d is None or not any(q.id == asked and figure.respondents in q.respondents for q in d.questions):
        return None
    positive = d.scale(d.question(asked, figure.respondents).scale).positive
    parts = [_number(case, figure, f"answer:{asked}:{a}") for a in positive]
    return _of(parts, _number(case, figure, f"answered:{asked}"))


def _answer(case: Case, figure: Figure, rest: str) -> KOfN | None:
    """One answer of all answers to its question."""
    total = _number(case, figure, f"answered:{rest.partition(':')[0]}")
    return _of([_number(case, figure, f"answer:{rest}")], total)


def _gender(case: Case, figure: Figure, outcome: str) -> KOfN | None:
    """One gender's of all that went to an outcome."""
    if figure.group not in GENDERS:
        return None
    return _of([_number(case, figure, outcome)], _number(case, figure, outcome, "all"))


def of_the_row(case: Case, figure: Figure) -> KOfN | None:
    """An outcome's count on the share's own line, and the discharged of the same table."""
    outcome = figure.measure.removeprefix("share:")
    if outcome == figure.measure or outcome not in case.outcomes(figure.year):
        return None
    for table in case.tables:
        share, count = table.cells.get((figure.measure, "all")), table.value(outcome)
        left = table.value("discharged")
        if share is figure and count is not None and left and table.cells[outcome, "all"].line == figure.line:
            return count, left
    return None


def base_of(case: Case, figure: Figure) -> Figure | None:
    """The printed number that a percentage without counts is of, by what it is a share of.

    Outcomes are of the discharged, what SUS tells of the people in it, positive answers of all answers, women
    and men of what they are women and men of.
    """
    kind, _, rest = figure.measure.partition(":")
    if kind == "share" and rest in case.outcomes(figure.year):
        return case.near(figure, "discharged")
    if kind == "share" and rest.startswith("sus:"):
        return case.near(figure, "sus:people")
    if kind in ("share-women", "share-men"):
        return case.near(figure, rest)
    if kind == "question":
        key = (figure.year, figure.platform, f"answered:{rest}", figure.respondents, figure.group)
        return next(iter(case.prints(figure.source, *key)), None)
    return None
