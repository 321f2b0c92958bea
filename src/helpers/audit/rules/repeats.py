"""The same quantity printed more than once: text against table, ledger figures in text, one year quoted by the next."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from helpers.audit.case import Case, Finding, accuse, not_ocr, row_adds_up, shown
from helpers.audit.record import MONEY, Figure
from helpers.codes import GENDERS, GROUPS
from helpers.naming import measure_text
from helpers.wording import text


def alike(one: Figure, other: Figure) -> bool:
    """Whether two prints of one quantity can both be right: equal, or the coarser a rounding of the finer.

    A deficit may be printed with or without its sign; the words around it say which.
    """
    step = max(one.step, other.step)
    a, b = abs(one.amount), abs(other.amount)
    return a == b if one.step == other.step else abs(a - b) < step


def _comparable(figure: Figure) -> str:
    return "money" if figure.unit in MONEY else figure.unit


def twice(case: Case) -> Iterator[Finding]:
    """A key printed several times in one account must read the same: text against table, ledger figures quoted in text."""
    groups: dict[tuple, list[Figure]] = defaultdict(list)
    for figure in case.figures:
        groups[figure.source, figure.key, _comparable(figure)].append(figure)
    swapped: set[tuple] = set()
    for (source, key, unit), prints in groups.items():
        wrong, right = _differing(case, prints)
        if not wrong:
            continue
        other_gender = {"women": "men", "men": "women"}.get(key[4])
        if other_gender:
            mirror = groups.get((source, (*key[:4], other_gender), unit), [])
            wrong_mirror, right_mirror = _differing(case, mirror)
            if (
                right
                and right_mirror
                and wrong_mirror
                and wrong[0].value == right_mirror[0].value
                and wrong_mirror[0].value == right[0].value
            ):
                if (source, key[:4]) not in swapped:
                    swapped.add((source, key[:4]))
                    yield _swap(
                        case,
                        wrong + wrong_mirror,
                        {"women": right, "men": right_mirror}
                        if key[4] == "women"
                        else {"women": right_mirror, "men": right},
                    )
                continue
        yield _differs(case, wrong, right)


def _differing(case: Case, prints: list[Figure]) -> tuple[list[Figure], list[Figure]]:
    """The prints that differ from the one the data (else a table, else the most prints) hold for right; none where all agree."""
    if all(alike(a, b) for i, a in enumerate(prints) for b in prints[i + 1 :]):
        return [], prints
    fact = case.fact(prints[0].key)
    reference = next((p for p in prints if fact is not None and p.agrees(fact)), None)
    reference = reference or max(
        prints,
        key=lambda p: (
            row_adds_up(case, p),
            _in_table(case, p),
            sum(alike(p, o) for o in prints),
            -p.step,
            p.line,
        ),
    )
    return [p for p in prints if not alike(p, reference)], [p for p in prints if alike(p, reference)]


def _in_table(case: Case, figure: Figure) -> bool:
    return any(figure in t.cells.values() for t in case.tables)


def _differs(case: Case, wrong: list[Figure], right: list[Figure]) -> Finding:
    first, true = wrong[0], right[0]
    severity = "reading" if all(f.note.startswith("OCR") for f in wrong) else "error"
    return Finding(
        "twice",
        severity,
        tuple(accuse(f, _with_sign_of(f, true)) for f in wrong),
        text(
            "finding.twice.message",
            what=measure_text(first.measure),
            place=case.name(first.platform, first.year),
            year=first.year,
            group=text(f"group.{first.group}").lower(),
            printed=first.printed,
            lines=_lines(wrong),
            right=shown(true.value, true.unit),
            right_lines=_lines(right),
        ),
        not_ocr(case, wrong),
        text("finding.twice.consequence"),
    )


def _with_sign_of(figure: Figure, true: Figure) -> Fraction:
    """The right amount, printed as the wrong one is: a deficit in words carries no sign."""
    return abs(true.amount) if figure.amount >= 0 else true.amount


def _swap(case: Case, wrong: list[Figure], right: dict[str, list[Figure]]) -> Finding:
    first = wrong[0]
    return Finding(
        "twice",
        "error",
        tuple(accuse(f, right[f.group][0].value) for f in wrong),
        text(
            "finding.twice.swapped",
            what=measure_text(first.measure),
            place=case.name(first.platform, first.year),
            lines=_lines(wrong),
            women=right["women"][0].printed,
            men=right["men"][0].printed,
            right_lines=_lines(right["women"]),
        ),
        text("finding.ocr.swap"),
        text("finding.twice.consequence"),
    )


def _lines(figures: list[Figure]) -> str:
    lines = sorted({f.line for f in figures})
    return text("finding.line" if len(lines) == 1 else "finding.lines", lines=", ".join(map(str, lines)))


def accepted(case: Case) -> Iterator[Finding]:
    """Accepted in the preparing group = new for the year, as the accounts print them.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:1780 and 1791.
    """
    for table in case.tables:
        said = {
            g: next(iter(case.prints(table.source, table.year, table.platform, "accepted", "", g)), None)
            for g in GROUPS
        }
        new = {g: table.cells.get(("new", g)) for g in said}
        wrong = [
            g for g, f in said.items() if f is not None and new[g] is not None and f.value != new[g].value
        ]
        if not wrong:
            continue
        both = all(said[g] and new[g] for g in GENDERS)
        if both and said["women"].value == new["men"].value and said["men"].value == new["women"].value:
            yield _swap(case, [said["women"], said["men"]], {g: [new[g]] for g in GENDERS})
        else:
            first = wrong[0]
            yield Finding(
                "accepted",
                "unreconciled",
                (*(accuse(said[g], new[g].value) for g in wrong), accuse(new[first])),
                text(
                    "finding.accepted.message",
                    place=case.name(table.platform, table.year),
                    group=text(f"group.{first}").lower(),
                    accepted=said[first].printed,
                    new=new[first].printed,
                    line=new[first].line,
                ),
                not_ocr(case, [said[first]]),
                text("finding.accepted.consequence"),
            )


def quoted(case: Case) -> Iterator[Finding]:
    """A figure of an earlier year must read as that year's own account printed it (same place, same scope)."""
    for figure in case.figures:
        if figure.year >= case.year and not figure.measure.startswith("hae:"):
            continue
        for other in _own_accounts(case, figure):
            if _comparable(other) == _comparable(figure) and not alike(figure, other):
                yield Finding(
                    "quoted",
                    "unreconciled",
                    (accuse(figure, other.amount),),
                    text(
                        "finding.quoted.message",
                        printed=figure.printed,
                        what=measure_text(figure.measure),
                        year=figure.year,
                        place=case.name(figure.platform, figure.year),
                        other=other.printed,
                        source=case.record.sources[other.source].title,
                        line=other.line,
                    ),
                    not_ocr(case, [figure]),
                    text("finding.quoted.consequence"),
                )
                break


def _own_accounts(case: Case, figure: Figure) -> list[Figure]:
    """The same quantity in the accounts of earlier years: the yearly equivalents carry their own year in the measure."""
    sources = case.record.sources
    if figure.measure.startswith("hae:"):
        earlier = [
            f
            for f in case.record.figures
            if f.value is not None and f.measure == figure.measure and f.platform == figure.platform
        ]
    else:
        earlier = case.anywhere(*figure.key)
    return [f for f in earlier if f.group == figure.group and sources[f.source].account < case.year]
