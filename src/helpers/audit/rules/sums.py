"""Parts and totals: rows, columns, classes, answers, shares and declared sums."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from helpers.audit.case import Accused, Case, Finding, Sum, Table, accuse, not_ocr, shown
from helpers.audit.record import MONEY, Figure
from helpers.codes import ASSOCIATION, GENDERS, GROUPS, OUTCOMES, SEPARATE
from helpers.counting.background import SUS_TOTAL
from helpers.naming import measure_text
from helpers.wording import text

COUNTS = ("total", "new", "discharged", *OUTCOMES, "remaining")


def rounding_slack(figures: list[Figure]) -> Fraction:
    """How far a sum may lie from its total when every number was rounded by itself: half a step each.

    "Parts of yearly equivalents are rounded one by one: sums may be one off." Three parts and a total of whole
    numbers may differ by at most 2: the slack of n rounded numbers is n halves, and of one printed as "ca" a whole step.
    """
    return sum((f.step * (2 if f.approximate else 1) for f in figures), Fraction(0)) / 2


def women_and_men(case: Case) -> Iterator[Finding]:
    """Kvinnor + män = totalt, in every row and every sentence that prints the three (socialt-bokslut-2018-ungdomstorget:92)."""
    for figure in case.figures:
        if figure.group != "all" or figure.unit != "count" or figure.numerator is not None:
            continue
        parts = [_beside(case, figure, group) for group in GENDERS]
        if not all(parts):
            continue
        parts += [p for p in [_beside(case, figure, "unknown")] if p]
        total = sum(p.value for p in parts)
        if total != figure.value:
            words = " + ".join(shown(p.value) for p in parts)
            yield Finding(
                "women-and-men",
                "error",
                _blame(case, figure, parts, total),
                text(
                    "finding.women-and-men.message",
                    parts=words,
                    total=shown(total),
                    printed=figure.printed,
                    what=measure_text(figure.measure),
                    place=case.name(figure.platform, figure.year),
                ),
                not_ocr(case, [figure, *parts]),
                text("finding.women-and-men.consequence"),
            )


def _blame(case: Case, figure: Figure, parts: list[Figure], total: Decimal) -> tuple[Accused, ...]:
    """The total and its parts; where the data say which of them is wrong, that one carries what follows."""
    facts = {f: case.fact(f.key) for f in (figure, *parts)}
    wrong = [f for f, fact in facts.items() if fact is not None and not f.agrees(fact)]
    if len(wrong) == 1:
        return tuple(
            accuse(f, facts[f].value if f in wrong else None)
            for f in (*wrong, *(f for f in facts if f not in wrong))
        )
    return (accuse(figure, total), *(accuse(p) for p in parts))


def _beside(case: Case, figure: Figure, group: str) -> Figure | None:
    """The same measure for one gender on the same line or the next two."""
    near = [f for f in case.prints(figure.source, *figure.key[:4], group) if abs(f.line - figure.line) <= 2]
    return min(near, key=lambda f: (abs(f.line - figure.line), f.line), default=None)


def columns(case: Case) -> Iterator[Finding]:
    """Avslutade = the four outcomes; kvar = totalt − avslutade; exact in every column (socialt-bokslut-2018-ungdomstorget:94-108)."""
    for table in case.tables:
        for group in (*GENDERS, "all"):
            yield from _column(case, table, group)


def _column(case: Case, table: Table, group: str) -> Iterator[Finding]:
    checks = [("discharged", OUTCOMES, "outcomes"), ("total", ("discharged", "remaining"), "stock")]
    for total, parts, variant in checks:
        cells = [table.cells.get((m, group)) for m in (total, *parts)]
        if any(c is None for c in cells):
            continue
        computed = sum(c.value for c in cells[1:])
        if computed != cells[0].value:
            words = " + ".join(shown(c.value) for c in cells[1:])
            yield Finding(
                "columns",
                "error",
                (accuse(cells[0], computed), *(accuse(c) for c in cells[1:])),
                text(
                    f"finding.columns.{variant}",
                    printed=cells[0].printed,
                    parts=words,
                    total=shown(computed),
                    place=case.name(table.platform, table.year),
                    group=text(f"group.{group}").lower(),
                ),
                not_ocr(case, [c for c in cells if c]),
                text("finding.columns.consequence"),
            )


def background(case: Case) -> Iterator[Finding]:
    """SUS tables: the classes add up to Totalt; a row that is not printed may have been lost in the reading."""
    found: dict[tuple[str, int, str, str, str], dict[str, Figure]] = defaultdict(dict)
    for f in case.figures:
        if f.measure.count(":") > 1 and f.measure.startswith("sus:") and f.unit == "count":
            _, column, label = f.measure.split(":", 2)
            found[f.source, f.year, f.platform, column, f.group].setdefault(label, f)
    for (_, year, platform, column, group), cells in found.items():
        d = case.definitions.get(year)
        total = cells.get(SUS_TOTAL)
        if d is None or total is None:
            continue
        classes = {"time": d.sus.time, "education": d.sus.education, "support-before": d.sus.support}.get(
            column, []
        )
        parts = [f for label, f in cells.items() if label in classes]
        computed = sum(f.value for f in parts)
        if computed == total.value or not parts:
            continue
        lost = len(parts) < len(classes) and computed < total.value
        yield Finding(
            "background",
            "reading" if lost else "error",
            (accuse(total, None if lost else computed),),
            text(
                f"finding.background.{'lost' if lost else 'message'}",
                column=text(f"sus.{column}"),
                printed=total.printed,
                total=shown(computed),
                rest=shown(abs(total.value - computed)),
                place=case.name(platform, year),
                group=text(f"group.{group}").lower(),
            ),
            text("finding.ocr.lost") if lost else not_ocr(case, [total]),
            text("finding.background.consequence"),
        )


def answers(case: Case) -> Iterator[Finding]:
    """Every answer table adds up to its Total, and the item response counts the same answers."""
    by_question: dict[tuple, dict[str, Figure]] = defaultdict(dict)
    for f in case.figures:
        kind, _, rest = f.measure.partition(":")
        if kind in ("answer", "answered", "item-response") and rest:
            question, _, label = rest.partition(":")
            by_question[f.source, f.year, f.platform, f.respondents, f.group, question].setdefault(
                f"{kind}:{label}", f
            )
    for (_, year, platform, _, _, question), cells in by_question.items():
        total = cells.get("answered:")
        parts = [f for name, f in cells.items() if name.startswith("answer:")]
        item = cells.get("item-response:")
        d = case.definitions.get(year)
        if total is None or d is None:
            continue
        scale = d.scale(d.question(question, total.respondents).scale)
        computed = sum(f.value for f in parts)
        values = {"place": case.name(platform, year), "question": question, "printed": total.printed}
        if len(parts) == len(scale.answers) and computed != total.value:
            yield Finding(
                "answers",
                "error",
                (accuse(total, computed), *(accuse(p) for p in parts)),
                text("finding.answers.message", total=shown(computed), **values),
                not_ocr(case, [total, *parts]),
                text("finding.answers.consequence"),
            )
        if item is not None and item.numerator is not None and item.numerator != total.value:
            yield Finding(
                "answers",
                "error",
                (accuse(item, 100 * Fraction(total.value) / item.denominator), accuse(total)),
                text("finding.answers.item", item=item.printed, **values),
                not_ocr(case, [item, total]),
                text("finding.answers.consequence"),
            )


HAE_PARTS = ("ill-health", "labour-market-support", "social-assistance")


def yearly_equivalents(case: Case) -> Iterator[Finding]:
    """Ohälsa + arbetsmarknadsstöd + ekonomiskt bistånd = totalt, parts rounded one by one (socialt-bokslut-2018-ungdomstorget:206-212)."""
    for total in [f for f in case.figures if f.measure.startswith("hae:") and f.measure.endswith(":total")]:
        stem = total.measure.removesuffix("total")
        parts = [
            p
            for m in HAE_PARTS
            for p in case.prints(total.source, total.year, total.platform, stem + m, "", total.group)[:1]
        ]
        if len(parts) < len(HAE_PARTS):
            continue
        computed = sum(p.amount for p in parts)
        if abs(computed - total.amount) > rounding_slack([total, *parts]):
            yield Finding(
                "yearly-equivalents",
                "error",
                (accuse(total, computed), *(accuse(p) for p in parts)),
                text(
                    "finding.yearly-equivalents.message",
                    printed=total.printed,
                    total=shown(computed),
                    area=measure_text(total.measure),
                ),
                not_ocr(case, [total, *parts]),
                text("finding.yearly-equivalents.consequence"),
            )


def hundred(case: Case) -> Iterator[Finding]:
    """The four outcome shares of one place in one paragraph add up to 100 %, give or take their rounding."""
    for first in [
        f for f in case.figures if f.measure == "share:to-work" and f.group == "all" and f.unit == "percent"
    ]:
        shares = [first, *(case.near(first, f"share:{o}") for o in OUTCOMES[1:])]
        if any(s is None or s.unit != "percent" or abs(s.line - first.line) > 9 for s in shares):
            continue
        computed = sum(s.amount for s in shares)
        if abs(computed - 100) > rounding_slack(shares):
            yield Finding(
                "hundred",
                "error",
                tuple(accuse(s) for s in shares),
                text(
                    "finding.hundred.message",
                    total=shown(computed, "percent"),
                    place=case.name(first.platform, first.year),
                    year=first.year,
                    parts=" + ".join(s.printed for s in shares),
                ),
                not_ocr(case, shares),
                text("finding.hundred.consequence"),
            )


def declared(case: Case) -> Iterator[Finding]:
    """The sums that an account's own tables promise (statements, notes, budget, shares), each number rounded by itself."""
    for rule in case.sums:
        if rule.source not in case.sources or rule.total.startswith("%"):
            continue
        parts = [(-1 if p.startswith("-") else 1, term(case, rule, p.lstrip("-"))) for p in rule.parts]
        whole = [] if rule.total.startswith("=") else term(case, rule, rule.total)
        if not all(found for _, found in parts) or not (whole or rule.total.startswith("=")):
            continue
        figures = [found[-1] for _, found in parts]
        total = whole[-1] if whole else None
        computed = sum(sign * f.amount for (sign, _), f in zip(parts, figures, strict=True))
        printed = total.amount if total else Fraction(rule.total[1:])
        if abs(computed - printed) > rounding_slack([*figures, total] if total else figures):
            yield _not_the_sum(
                case, rule, [f for f in whole if f.value == total.value] if total else [], figures, computed
            )


def term(case: Case, rule: Sum, words: str) -> list[Figure]:
    """The prints of a sum's term in its unit; the last is the clean one where a scan of the same table stands before it."""
    place, _, measure = words.rpartition("!")
    measure, _, year = measure.partition("@")
    prints = case.prints(rule.source, int(year) if year else rule.year, place or rule.platform, measure)
    return [f for f in prints if not rule.unit or f.unit == rule.unit]


def _not_the_sum(
    case: Case, rule: Sum, prints: list[Figure], figures: list[Figure], computed: Fraction
) -> Finding:
    total = prints[-1] if prints else None
    unit = figures[0].unit
    scale = MONEY.get(unit, 1)
    whole = Fraction(rule.total[1:]) if total is None else total.amount
    points = "percentage-points" if unit == "percent" else unit
    accused = prints or figures
    return Finding(
        "declared",
        rule.severity,
        tuple(accuse(f, None if total is None else computed) for f in accused),
        text(
            f"finding.declared.{'shares' if total is None else 'message'}",
            place=case.name(rule.platform, rule.year),
            name=_inner(rule.name),
            what=f", {measure_text(total.measure)}" if total else "",
            printed=shown(whole / scale, unit),
            total=shown(computed / scale, unit),
            difference=shown(abs(computed - whole) / scale, points),
            parts=", ".join(f"{shown(f.value, f.unit)} (rad {f.line})" for f in figures[:6])
            + (" …" if len(figures) > 6 else ""),
        ),
        not_ocr(case, accused),
        text("finding.declared.consequence"),
    )


def _inner(words: str) -> str:
    return words[:1].lower() + words[1:]


def association(case: Case) -> Iterator[Finding]:
    """The association's table is the sum of the platforms' tables, without the särredovisade.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:775.
    """
    d = case.definitions.get(case.year)
    if d is None:
        return
    for place in (ASSOCIATION, SEPARATE):
        tables = [t for t in (case.table(p) for p in d.parts(place)) if t]
        if len(tables) < 2:
            continue
        for measure in COUNTS:
            for group in GROUPS:
                yield from _whole(case, place, measure, group, tables)


def _whole(case: Case, place: str, measure: str, group: str, tables: list[Table]) -> Iterator[Finding]:
    prints = [f for s in case.sources for f in case.prints(s, case.year, place, measure, "", group)]
    parts = [_cell(case, t, measure, group) for t in tables]
    if not prints or any(p is None for p in parts):
        return
    computed = sum(parts)
    wrong = [f for f in prints if f.value != computed]
    if wrong:
        listed = ", ".join(
            f"{case.name(t.platform, t.year)} {shown(p)}" for t, p in zip(tables, parts, strict=True)
        )
        more = _accepted_elsewhere(case, place, group, tables) if measure == "new" else []
        with_more = more and computed + sum(f.value for f in more) == wrong[0].value
        hint = (
            " "
            + text(
                "finding.association.accepted", places=", ".join(case.name(f.platform, f.year) for f in more)
            )
            if with_more
            else ""
        )
        yield Finding(
            "association",
            "error",
            tuple(accuse(f, computed) for f in wrong),
            text(
                "finding.association.message",
                printed=wrong[0].printed,
                total=shown(computed),
                place=case.name(place, case.year),
                parts=listed,
                what=measure_text(wrong[0].measure),
                group=text(f"group.{group}").lower(),
            )
            + hint,
            not_ocr(case, wrong),
            text("finding.association.consequence"),
        )


def _accepted_elsewhere(case: Case, place: str, group: str, tables: list[Table]) -> list[Figure]:
    """People accepted where no table is printed: they may have been counted as new."""
    printed = {t.platform for t in tables}
    without = [p for p in case.definitions[case.year].parts(place) if p not in printed]
    return [f for p in without for f in case.anywhere(case.year, p, "accepted", "", group)[:1]]


def _cell(case: Case, table: Table, measure: str, group: str) -> int | None:
    """A cell of a platform's table; one the reading lost is its row's or column's only possible value, which the fact holds."""
    printed = table.value(measure, group)
    if printed is not None:
        return printed
    fact = case.fact((table.year, table.platform, measure, "", group))
    return int(fact.value) if fact else None
