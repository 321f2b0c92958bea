"""Stock and flow: who remained at the end of one year is carried into the next."""

from collections.abc import Iterator

from helpers.audit.case import Case, not_ocr
from helpers.audit.finding import Finding, accuse, shown
from helpers.audit.record import Figure
from helpers.codes import GROUPS
from helpers.wording import inner, text


def carried_over(case: Case) -> Iterator[Finding]:
    """Closing stock of one year = total − new of the next: "Antal kvar i verksamheten".

    A closing stock that an erratum corrects is used corrected. The association's own sums are not tried:
    their parts are. Source: socialt-bokslut-2018-ungdomstorget:108.
    """
    sums = case.defined.sums if case.defined else []
    places = dict.fromkeys(f.platform for f in case.figures if f.measure == "new" and f.year == case.year)
    for place in [p for p in places if p not in sums]:
        for group in GROUPS:
            total, new = (_tabled(case, place, m, group) for m in ("total", "new"))
            closing, told = _closing(case.corrected, place, group)
            if total is None or new is None or closing is None:
                continue
            opening = total.number - new.number
            if opening != closing:
                yield Finding(
                    "carried-over",
                    "unreconciled",
                    (accuse(total), accuse(new)),
                    text(
                        "finding.carried-over.message",
                        place=case.name(place, case.year),
                        group=inner(text(f"group.{group}")),
                        before=case.year - 1,
                        year=case.year,
                        closing=shown(closing),
                        told=told,
                        opening=shown(opening),
                        total=total.printed,
                        new=new.printed,
                        difference=shown(abs(opening - closing)),
                    ),
                    not_ocr(case, [total, new]),
                    text("finding.carried-over.consequence"),
                )


def _tabled(case: Case, place: str, measure: str, group: str) -> Figure | None:
    """This year's figure as the place's table prints it, else as the text does."""
    table = case.table(place)
    found = table.cells.get((measure, group)) if table else None
    return found or next(iter(case.anywhere(case.year, place, measure, "", group)), None)


def _closing(case: Case, place: str, group: str) -> tuple[int | None, str]:
    """Last year's closing stock and how it was found: printed, total − discharged, or the parts' sum."""
    before = case.year - 1
    remaining = next(iter(case.anywhere(before, place, "remaining", "", group)), None)
    if remaining is not None:
        return int(remaining.number), _stands(case, remaining)
    total, left = (
        next(iter(case.anywhere(before, place, m, "", group)), None) for m in ("total", "discharged")
    )
    if total is not None and left is not None and total.source == left.source:
        return int(
            total.number - left.number
        ), f"{shown(total.number)} − {shown(left.number)}, {_stands(case, total)}"
    d = case.definitions.get(before)
    parts = d.parts(place) if d and place in d.whole_ids else []
    found = [f for p in parts if (f := next(iter(case.anywhere(before, p, "remaining", "", group)), None))]
    if len(found) > 1:
        told = " + ".join(shown(f.number) for f in found)
        return int(sum(f.number for f in found)), f"{told}, {_stands(case, found[0])}"
    return None, ""


def _stands(case: Case, figure: Figure) -> str:
    """Where a figure stands: its line, with the account's title where it is another year's."""
    at = text("finding.line", lines=figure.line)
    return at if figure.source in case.sources else f"{case.record.sources[figure.source].title}, {at}"
