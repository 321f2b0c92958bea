"""The same quantity printed more than once: text against table or ledger, one year quoted by the next."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from helpers.audit.case import Case, not_ocr, row_adds_up
from helpers.audit.finding import Finding, accuse, accuse_by_ledger, ledger_words, line_words, shown
from helpers.audit.record import MONEY, Figure, Key
from helpers.codes import GENDERS, GROUPS
from helpers.rounding import rounded
from helpers.wording import inner, text


def alike(one: Figure, other: Figure) -> bool:
    """Whether two prints of one quantity can both be right: equal, or the coarser a rounding of the finer.

    A deficit may be printed with or without its sign; the words around it say which.
    """
    step = max(one.step, other.step)
    a, b = abs(one.amount), abs(other.amount)
    return a == b if one.step == other.step else abs(a - b) < step


def _comparable(figure: Figure) -> str:
    return "money" if figure.unit in MONEY else figure.unit


Prints = dict[tuple[str, Key, str], list[Figure]]  # by source, key and kind of unit
OTHER_GENDER = {"women": "men", "men": "women"}


def twice(case: Case) -> Iterator[Finding]:
    """A key printed several times in one account must read the same.

    Text against table, ledger figures quoted in text (styrelsehandlingar-2020-03-20-arsredovisning-2019:388).
    """
    groups: Prints = defaultdict(list)
    for figure in case.figures:
        groups[figure.source, figure.key, _comparable(figure)].append(figure)
    swapped: set[tuple[str, tuple[int, str, str, str]]] = set()
    for (source, key, unit), prints in groups.items():
        wrong, right = _differing(case, prints)
        if not wrong:
            continue
        mirror = groups.get((source, (*key[:4], OTHER_GENDER.get(key[4], "")), unit), [])
        wrong_mirror, right_mirror = _differing(case, mirror)
        if not _mirrored(wrong, right_mirror) or not _mirrored(wrong_mirror, right):
            yield _differs(case, wrong, right)
        elif (source, key[:4]) not in swapped:
            swapped.add((source, key[:4]))
            by_gender = {key[4]: right, OTHER_GENDER[key[4]]: right_mirror}
            yield _swap(case, wrong + wrong_mirror, by_gender)


def coarser(case: Case) -> Iterator[Finding]:
    """An amount printed once exactly and once in round numbers: the round one is the nearest.

    "ca 27 000 kr" is no rounding of 27 574 kr. Source: slutrapporter-2015-uppsala-lan:1286 and 1297.
    """
    groups: Prints = defaultdict(list)
    for figure in case.figures:
        groups[figure.source, figure.key, _comparable(figure)].append(figure)
    for prints in groups.values():
        exact = min(prints, key=lambda f: f.step)
        for figure in prints:
            off = abs(abs(figure.amount) - abs(exact.amount))
            if figure.step > exact.step and figure.step / 2 < off < figure.step:
                yield _not_the_nearest(case, figure, exact)


def _not_the_nearest(case: Case, figure: Figure, exact: Figure) -> Finding:
    """A round amount that another round amount lies nearer than."""
    nearest = rounded(abs(exact.amount) / figure.step) * figure.step
    return Finding(
        "cut",
        "unreconciled",
        (accuse(figure, nearest if figure.amount >= 0 else -nearest),),
        text(
            "finding.cut.coarser",
            place=case.name(figure.platform, figure.year),
            what=case.what(figure.measure, figure.year),
            printed=figure.printed,
            exact=exact.printed,
            line=exact.line,
            nearest=shown(nearest / MONEY.get(figure.unit, 1), figure.unit),
        ),
        not_ocr(case, [figure]),
        text("finding.cut.consequence"),
    )


def _mirrored(wrong: list[Figure], right: list[Figure]) -> bool:
    """Whether one gender's wrong print is the other's right one."""
    return bool(wrong and right) and wrong[0].value == right[0].value


def _differing(case: Case, prints: list[Figure]) -> tuple[list[Figure], list[Figure]]:
    """The prints that differ from the one held for right, and those that do not; none differ where all agree.

    The data are right, else a table, else the most prints.
    """
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
        tuple(accuse_by_ledger(f, case.booked(f), _with_sign_of(f, true)) for f in wrong),
        text(
            "finding.twice.message",
            what=case.what(first.measure, first.year),
            place=case.name(first.platform, first.year),
            year=first.year,
            group=inner(text(f"group.{first.group}")),
            printed=first.printed,
            lines=line_words(wrong),
            right=shown(true.number, true.unit),
            right_lines=line_words(right),
        )
        + ledger_words(first, case.booked(first)),
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
            what=case.what(first.measure, first.year),
            place=case.name(first.platform, first.year),
            lines=line_words(wrong),
            women=right["women"][0].printed,
            men=right["men"][0].printed,
            right_lines=line_words(right["women"]),
        ),
        text("finding.ocr.swap"),
        text("finding.twice.consequence"),
    )


def accepted(case: Case) -> Iterator[Finding]:
    """Accepted in the preparing group = new for the year, as the accounts print them.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:1780 and 1791.
    """
    for table in case.tables:
        pairs: dict[str, tuple[Figure, Figure]] = {}
        for group in GROUPS:
            prints = case.prints(table.source, table.year, table.platform, "accepted", "", group)
            new = table.cells.get(("new", group))
            if prints and new is not None:
                pairs[group] = (prints[0], new)
        wrong = [g for g, (said, new) in pairs.items() if said.value != new.value]
        if not wrong:
            continue
        women, men = (pairs.get(g) for g in GENDERS)
        if women and men and women[0].value == men[1].value and men[0].value == women[1].value:
            yield _swap(case, [women[0], men[0]], {"women": [women[1]], "men": [men[1]]})
        else:
            yield _not_the_new(case, [pairs[g] for g in wrong])


def _not_the_new(case: Case, wrong: list[tuple[Figure, Figure]]) -> Finding:
    """The accepted of some groups that are not the new ones of the same; told of the first."""
    said, new = wrong[0]
    return Finding(
        "accepted",
        "unreconciled",
        (*(accuse(a, b.number) for a, b in wrong), accuse(new)),
        text(
            "finding.accepted.message",
            place=case.name(said.platform, said.year),
            group=inner(text(f"group.{said.group}")),
            accepted=said.printed,
            new=new.printed,
            line=new.line,
        ),
        not_ocr(case, [said]),
        text("finding.accepted.consequence"),
    )


def quoted(case: Case) -> Iterator[Finding]:
    """A figure of an earlier year must read as that year's own account printed it (same place, same scope).

    What an erratum corrects there is to be quoted corrected.
    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:790.
    """
    for figure in case.figures:
        if figure.year >= case.year and not figure.measure.startswith("hae:"):
            continue
        unlike = [
            other
            for other in _own_accounts(case.corrected, figure)
            if _comparable(other) == _comparable(figure) and not alike(figure, other)
        ]
        if unlike:
            yield _misquoted(case, figure, unlike[0])


def _misquoted(case: Case, figure: Figure, other: Figure) -> Finding:
    """A figure of an earlier year beside the year's own print."""
    return Finding(
        "quoted",
        "unreconciled",
        (accuse(figure, other.amount),),
        text(
            "finding.quoted.message",
            printed=figure.printed,
            what=case.what(figure.measure, figure.year),
            year=figure.year,
            place=case.name(figure.platform, figure.year),
            other=other.printed,
            source=case.record.sources[other.source].title,
            line=other.line,
        ),
        not_ocr(case, [figure]),
        text("finding.quoted.consequence"),
    )


def _own_accounts(case: Case, figure: Figure) -> list[Figure]:
    """The same quantity in earlier years' accounts; yearly equivalents carry their year in the measure."""
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
