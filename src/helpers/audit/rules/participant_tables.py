"""The participant tables: rows and columns that add up, the association's table against the platforms'."""

from collections.abc import Iterator
from decimal import Decimal

from helpers.audit.case import Case, Table, not_ocr
from helpers.audit.finding import Accused, Finding, accuse, shown
from helpers.audit.record import Figure
from helpers.codes import GENDERS, GROUPS
from helpers.wording import inner, text


def women_and_men(case: Case) -> Iterator[Finding]:
    """Kvinnor + män = totalt, in every row and every sentence that prints the three.

    Source: socialt-bokslut-2018-ungdomstorget:92.
    """
    for figure in case.figures:
        if figure.group != "all" or figure.unit != "count" or figure.numerator is not None:
            continue
        parts = [p for group in GENDERS if (p := _beside(case, figure, group))]
        if len(parts) < len(GENDERS):
            continue
        parts += [p for p in [_beside(case, figure, "unknown")] if p]
        total = sum((p.number for p in parts), Decimal(0))
        if total != figure.number:
            yield Finding(
                "women-and-men",
                "error",
                _blame(case, figure, parts, total),
                text(
                    "finding.women-and-men.message",
                    parts=" + ".join(shown(p.number) for p in parts),
                    total=shown(total),
                    printed=figure.printed,
                    what=case.what(figure.measure, figure.year),
                    place=case.name(figure.platform, figure.year),
                ),
                not_ocr(case, [figure, *parts]),
                text("finding.women-and-men.consequence"),
            )


def _blame(case: Case, figure: Figure, parts: list[Figure], total: Decimal) -> tuple[Accused, ...]:
    """The total and its parts; where the data say which of them is wrong, that one carries what follows."""
    facts = {f: case.fact(f.key) for f in (figure, *parts)}
    wrong = {f: fact for f, fact in facts.items() if fact is not None and not f.agrees(fact)}
    if len(wrong) == 1:
        ((one, fact),) = wrong.items()
        return (accuse(one, fact.integer), *(accuse(f) for f in facts if f is not one))
    return (accuse(figure, total), *(accuse(p) for p in parts))


def _beside(case: Case, figure: Figure, group: str) -> Figure | None:
    """The same measure for one gender on the same line or the next two."""
    near = [f for f in case.prints(figure.source, *figure.key[:4], group) if abs(f.line - figure.line) <= 2]
    return min(near, key=lambda f: (abs(f.line - figure.line), f.line), default=None)


OPEN = ("total", "new", "remaining")  # measures that people of a place without a table may be counted in


def columns(case: Case) -> Iterator[Finding]:
    """Avslutade = the outcomes; kvar = totalt − avslutade; exact in every column.

    Source: socialt-bokslut-2018-ungdomstorget:94-108.
    """
    for table in case.tables:
        outcomes = tuple(case.outcomes(table.year))
        for group in (*GENDERS, "all"):
            yield from _column(case, table, group, ("discharged", *outcomes), "outcomes")
            yield from _column(case, table, group, ("total", "discharged", "remaining"), "stock")


def _column(
    case: Case, table: Table, group: str, measures: tuple[str, ...], variant: str
) -> Iterator[Finding]:
    """The first of the measures is the sum of the others, where all of them are printed."""
    cells = [c for m in measures if (c := table.cells.get((m, group)))]
    if len(cells) < len(measures):
        return
    total, *parts = cells
    computed = sum((c.number for c in parts), Decimal(0))
    if computed != total.number:
        yield Finding(
            "columns",
            "error",
            (accuse(total, computed), *(accuse(c) for c in parts)),
            text(
                f"finding.columns.{variant}",
                printed=total.printed,
                parts=" + ".join(shown(c.number) for c in parts),
                total=shown(computed),
                place=case.name(table.platform, table.year),
                group=inner(text(f"group.{group}")),
            ),
            not_ocr(case, cells),
            text("finding.columns.consequence"),
        )


def association(case: Case) -> Iterator[Finding]:
    """The association's table is the sum of the platforms' tables, without those apart; they have their own.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:775.
    """
    d = case.defined
    if d is None:
        return
    for place in d.sums:
        tables = [t for t in (case.corrected.table(p) for p in d.parts(place)) if t]
        if len(tables) < 2:
            continue
        for measure in ("total", "new", "discharged", *d.outcome_ids, "remaining"):
            for group in GROUPS:
                yield from _whole(case, place, measure, group, tables)


def _whole(case: Case, place: str, measure: str, group: str, tables: list[Table]) -> Iterator[Finding]:
    prints = [f for s in case.sources for f in case.prints(s, case.year, place, measure, "", group)]
    parts = {t.platform: n for t in tables if (n := _cell(case, t, measure, group)) is not None}
    computed = sum(parts.values())
    wrong = [f for f in prints if f.number != computed]
    if len(parts) < len(tables) or not wrong:
        return
    hint = _hint(case, place, group, computed, wrong[0]) if measure == "new" else ""
    beyond = measure in OPEN and all(_from_elsewhere(case, place, group, computed, f) for f in wrong)
    yield Finding(
        "association",
        "unreconciled" if beyond else "error",
        tuple(accuse(f, computed) for f in wrong),
        text(
            "finding.association.message",
            printed=wrong[0].printed,
            total=shown(computed),
            place=case.name(place, case.year),
            parts=", ".join(f"{case.name(p, case.year)} {shown(n)}" for p, n in parts.items()),
            what=case.what(measure, case.year),
            group=inner(text(f"group.{group}")),
        )
        + hint,
        not_ocr(case, wrong),
        text("finding.association.consequence"),
    )


def _from_elsewhere(case: Case, place: str, group: str, computed: int, printed: Figure) -> bool:
    """Whether those accepted where no table is printed may be the difference, so that no fault is proved.

    As many as are printed for the group; where only the total is, at most as many.
    """
    more = int(printed.number) - computed
    of_group = _accepted_elsewhere(case, place, group)
    if of_group:
        return more == sum(f.number for f in of_group)
    return 0 < more <= sum(f.number for f in _accepted_elsewhere(case, place, "all"))


def _hint(case: Case, place: str, group: str, computed: int, printed: Figure) -> str:
    """Those accepted where no table is printed, in words, where they are the whole difference; else ''."""
    more = _accepted_elsewhere(case, place, group)
    if not more or computed + sum(f.number for f in more) != printed.number:
        return ""
    places = ", ".join(case.name(f.platform, f.year) for f in more)
    return " " + text("finding.association.accepted", places=places)


def _accepted_elsewhere(case: Case, place: str, group: str) -> list[Figure]:
    """People accepted where no table is printed: they may have been counted as new."""
    parts = case.defined.parts(place) if case.defined else []
    without = [p for p in parts if case.table(p) is None]
    return [f for p in without for f in case.anywhere(case.year, p, "accepted", "", group)[:1]]


def _cell(case: Case, table: Table, measure: str, group: str) -> int | None:
    """A cell of a platform's table; one that the reading lost as the fact has it, the only possible value."""
    printed = table.value(measure, group)
    if printed is not None:
        return printed
    fact = case.fact((table.year, table.platform, measure, "", group))
    return fact.integer if fact else None
