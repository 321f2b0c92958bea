"""Parts and totals: classes, answers, yearly equivalents, shares and declared sums."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from helpers.audit.case import Case, not_ocr
from helpers.audit.finding import Accused, Finding, accuse, accuse_by_ledger, ledger_words, shown
from helpers.audit.record import MONEY, Figure
from helpers.audit.registers import Sum
from helpers.counting.background import SUS_TOTAL
from helpers.wording import inner, text

HAE_PARTS = ("ill-health", "labour-market-support", "social-assistance")
SAME_PARAGRAPH = 9  # lines
Signed = tuple[int, Figure]  # 1 or -1: a part that is added, or subtracted


def rounding_slack(figures: list[Figure]) -> Fraction:
    """How far a sum may lie from its total when every number was rounded by itself: half a step each.

    "Parts of yearly equivalents are rounded one by one: sums may be one off." Three parts and a total of
    whole numbers may differ by at most 2: the slack of n rounded numbers is n halves, and of one printed as
    "ca" a whole step.
    """
    return sum((f.step * (2 if f.approximate else 1) for f in figures), Fraction(0)) / 2


def background(case: Case) -> Iterator[Finding]:
    """SUS tables: the classes add up to Totalt; a row that is not printed may have been lost in the reading.

    Source: socialt-bokslut-2018-ungdomstorget:86.
    """
    found: dict[tuple[str, int, str, str, str], dict[str, Figure]] = defaultdict(dict)
    for f in case.figures:
        if f.measure.count(":") > 1 and f.measure.startswith("sus:") and f.unit == "count":
            _, column, label = f.measure.split(":", 2)
            found[f.source, f.year, f.platform, column, f.group].setdefault(label, f)
    for (_, year, _, column, _), cells in found.items():
        d, total = case.definitions.get(year), cells.get(SUS_TOTAL)
        if d is not None and total is not None:
            known = {"time": d.sus.time, "education": d.sus.education, "support-before": d.sus.support}
            yield from _classes(case, total, column, cells, known.get(column, []))


def _classes(
    case: Case, total: Figure, column: str, cells: dict[str, Figure], classes: list[str]
) -> Iterator[Finding]:
    """One column of a SUS table: its total against the printed rows that are classes of the definitions."""
    parts = [f for label, f in cells.items() if label in classes]
    computed = sum((f.number for f in parts), Decimal(0))
    if computed == total.number or not parts:
        return
    lost = len(parts) < len(classes) and computed < total.number
    yield Finding(
        "background",
        "reading" if lost else "error",
        (accuse(total, None if lost else computed),),
        text(
            f"finding.background.{'lost' if lost else 'message'}",
            column=text(f"sus.{column}"),
            printed=total.printed,
            total=shown(computed),
            rest=shown(abs(total.number - computed)),
            place=case.name(total.platform, total.year),
            group=inner(text(f"group.{total.group}")),
        ),
        text("finding.ocr.lost") if lost else not_ocr(case, [total]),
        text("finding.background.consequence"),
    )


def answers(case: Case) -> Iterator[Finding]:
    """Every answer table adds up to its Total, and the item response counts the same answers.

    Source: socialt-bokslut-2018-ungdomstorget:435.
    """
    by_question: dict[tuple[str, int, str, str, str, str], dict[str, Figure]] = defaultdict(dict)
    for f in case.figures:
        kind, _, rest = f.measure.partition(":")
        if kind in ("answer", "answered", "item-response") and rest:
            question, _, label = rest.partition(":")
            cells = by_question[f.source, f.year, f.platform, f.respondents, f.group, question]
            cells.setdefault(f"{kind}:{label}", f)
    for (_, year, _, respondents, _, question), cells in by_question.items():
        total, d = cells.get("answered:"), case.definitions.get(year)
        if total is not None and d is not None:
            possible = len(d.scale(d.question(question, respondents).scale).answers)
            yield from _answer_table(case, question, total, cells, possible)


def _answer_table(
    case: Case, question: str, total: Figure, cells: dict[str, Figure], possible: int
) -> Iterator[Finding]:
    """One question of one group at one place: its Total against its answers and its rate."""
    parts, item = [f for name, f in cells.items() if name.startswith("answer:")], cells.get("item-response:")
    computed = sum((f.number for f in parts), Decimal(0))
    values = {
        "place": case.name(total.platform, total.year),
        "question": question,
        "printed": total.printed,
    }
    if len(parts) == possible and computed != total.number:
        yield Finding(
            "answers",
            "error",
            (accuse(total, computed), *(accuse(p) for p in parts)),
            text("finding.answers.message", total=shown(computed), **values),
            not_ocr(case, [total, *parts]),
            text("finding.answers.consequence"),
        )
    if item is not None and item.counts and item.counts[0] != total.number:
        yield Finding(
            "answers",
            "error",
            (accuse(item, 100 * Fraction(total.number) / item.counts[1]), accuse(total)),
            text("finding.answers.item", item=item.printed, **values),
            not_ocr(case, [item, total]),
            text("finding.answers.consequence"),
        )


def yearly_equivalents(case: Case) -> Iterator[Finding]:
    """Ohälsa + arbetsmarknadsstöd + ekonomiskt bistånd = totalt, parts rounded one by one.

    Source: socialt-bokslut-2018-ungdomstorget:206-212.
    """
    for total in [f for f in case.figures if f.measure.startswith("hae:") and f.measure.endswith(":total")]:
        stem = total.measure.removesuffix("total")
        parts = [
            p
            for m in HAE_PARTS
            for p in case.prints(total.source, total.year, total.platform, stem + m, "", total.group)[:1]
        ]
        computed = sum((p.amount for p in parts), Fraction(0))
        if len(parts) < len(HAE_PARTS) or abs(computed - total.amount) <= rounding_slack([total, *parts]):
            continue
        yield Finding(
            "yearly-equivalents",
            "error",
            (accuse(total, computed), *(accuse(p) for p in parts)),
            text(
                "finding.yearly-equivalents.message",
                printed=total.printed,
                total=shown(computed),
                area=case.what(total.measure, total.year),
            ),
            not_ocr(case, [total, *parts]),
            text("finding.yearly-equivalents.consequence"),
        )


def hundred(case: Case) -> Iterator[Finding]:
    """The outcome shares of one place in one paragraph add up to 100 %, give or take their rounding.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:394.
    """
    for first in [f for f in case.figures if f.group == "all" and f.unit == "percent"]:
        measures = [f"share:{o}" for o in case.outcomes(first.year)]
        if first.measure not in measures[:1]:
            continue
        shares = [first, *(s for m in measures[1:] if (s := case.near(first, m)))]
        apart = any(s.unit != "percent" or abs(s.line - first.line) > SAME_PARAGRAPH for s in shares)
        computed = sum((s.amount for s in shares), Fraction(0))
        if len(shares) < len(measures) or apart or abs(computed - 100) <= rounding_slack(shares):
            continue
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
    """The sums that an account's own tables promise (statements, notes, budget), each number rounded alone.

    Source: `sums.csv`, which names each table.
    """
    for rule in case.sums:
        if rule.source not in case.sources or rule.total.startswith("%"):
            continue
        parts = [(-1 if p.startswith("-") else 1, term(case, rule, p.lstrip("-"))) for p in rule.parts]
        whole = [] if rule.total.startswith("=") else term(case, rule, rule.total)
        if not all(found for _, found in parts) or not (whole or rule.total.startswith("=")):
            continue
        signed = [(sign, found[-1]) for sign, found in parts]
        figures = [f for _, f in signed]
        computed = sum((sign * f.amount for sign, f in signed), Fraction(0))
        printed = whole[-1].amount if whole else Fraction(rule.total[1:])
        if abs(computed - printed) > rounding_slack([*figures, *whole[-1:]]):
            totals = [f for f in whole if f.value == whole[-1].value]
            yield _not_the_sum(case, rule, totals, signed)


def term(case: Case, rule: Sum, words: str) -> list[Figure]:
    """The prints of a sum's term in its unit; the last is the clean one where a scan stands before it."""
    place, _, measure = words.rpartition("!")
    measure, _, year = measure.partition("@")
    prints = case.prints(rule.source, int(year) if year else rule.year, place or rule.platform, measure)
    return [f for f in prints if not rule.unit or f.unit == rule.unit]


def _not_the_sum(case: Case, rule: Sum, prints: list[Figure], signed: list[Signed]) -> Finding:
    total = prints[-1] if prints else None
    figures = [f for _, f in signed]
    computed = sum((sign * f.amount for sign, f in signed), Fraction(0))
    unit = figures[0].unit
    scale = MONEY.get(unit, 1)
    whole = Fraction(rule.total[1:]) if total is None else total.amount
    points = "percentage-points" if unit == "percent" else unit
    accused = prints or figures
    return Finding(
        "declared",
        rule.severity,
        tuple(_instead(case, f, None if total is None else computed) for f in accused),
        text(
            f"finding.declared.{'shares' if total is None else 'message'}",
            place=case.name(rule.platform, rule.year),
            name=inner(rule.name),
            what=f", {case.what(total.measure, total.year)}" if total else "",
            printed=shown(whole / scale, unit),
            total=shown(computed / scale, unit),
            difference=shown(abs(computed - whole) / scale, points),
            parts=", ".join(
                f"{shown(f.number, f.unit)} ({text('finding.line', lines=f.line)})" for f in figures[:6]
            )
            + (" …" if len(figures) > 6 else ""),
        )
        + (ledger_words(total, case.booked(total)) if total else ""),
        (_left_out(total, signed) if total else "") or not_ocr(case, accused),
        text("finding.declared.consequence"),
    )


def _instead(case: Case, figure: Figure, computed: Fraction | None) -> Accused:
    """An accused print: what the ledger gives of it, else what its parts give; nothing where it is a part."""
    return accuse(figure) if computed is None else accuse_by_ledger(figure, case.booked(figure), computed)


def _left_out(total: Figure, signed: list[Signed]) -> str:
    """That a printed total is the sum without just one of its parts, which no misreading gives; else ''."""
    forgotten = [
        part
        for at, (_, part) in enumerate(signed)
        for rest in [signed[:at] + signed[at + 1 :]]
        if rest and part.amount and sum(sign * f.amount for sign, f in rest) == total.amount
    ]
    if len(forgotten) != 1:
        return ""
    amount = shown(forgotten[0].number, forgotten[0].unit)
    return text("finding.ocr.left-out", printed=total.printed, part=amount, line=forgotten[0].line)
