"""Like with like: which activities two years' figures cover, the scale of amounts, what cannot be read."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from helpers.audit.case import Case, not_ocr
from helpers.audit.finding import Accused, Finding, accuse, share_shown, shown
from helpers.audit.record import MONEY, Figure
from helpers.audit.rules.percentages import may_round_to
from helpers.audit.rules.relations_of_change import holds
from helpers.definitions import Definitions
from helpers.facts import Fact
from helpers.wording import inner, text

OUT_OF_SCALE = 10


def unlike_scopes(case: Case) -> Iterator[Finding]:
    """The association's figure for last year and this one must cover the same activities.

    Words that compare the two are accused only where they do not hold for the same activities.

    "exkl. Hikikomori, Våga växa, Hälsofrämjande etablering"
    (styrelsehandlingar-2020-03-20-arsredovisning-2019:775) holds for 2019; for 2018 the printed total is set
    against the platforms' own 2018 figures, without and with those apart.
    """
    d = case.defined
    if d is not None and d.apart is not None:
        for measure in ("total", "discharged"):
            yield from _unlike_totals(case, d, d.apart.id, measure)


def _unlike_totals(case: Case, d: Definitions, apart: str, measure: str) -> Iterator[Finding]:
    """Last year's total, where it lies nearer the platforms' sum with those apart, beside this year's."""
    printed, now = _of_last_year(case, d.together.id, measure), case.table(d.together.id)
    if printed is None or now is None:
        return
    without = _sum(case.corrected, printed, d.parts(d.together.id), measure)
    extra = _sum(case.corrected, printed, d.parts(apart), measure)
    tables = [t for t in (case.table(p) for p in d.parts(d.together.id)) if t]
    this_year = [n for t in tables if (n := t.value(measure)) is not None]
    if without is None or extra is None or not this_year:
        return
    if abs(printed.number - without) <= abs(printed.number - without - extra):
        return
    like = sum(this_year)
    words = _comparing_words(case, d.together.id, measure, Fraction(like), Fraction(without))
    yield Finding(
        "unlike-scopes",
        "claim",
        (
            accuse(printed, without),
            accuse(now.cells[measure, "all"], like),
            *words,
        ),
        text(
            "finding.unlike-scopes.message",
            what=case.what(measure, case.year),
            printed=printed.printed,
            before=printed.year,
            year=case.year,
            without=shown(without),
            with_apart=shown(without + extra),
            now=now.cells[measure, "all"].printed,
            like=shown(like),
            direction=_direction(like - without),
            **_names(d),
        ),
        not_ocr(case, [printed]),
        _consequence(words),
    )


def _names(d: Definitions) -> dict[str, str]:
    """How the definitions call the association's sum and those apart, inside a sentence."""
    return {"together": d.together.short, "apart": inner(d.apart.short) if d.apart else ""}


def _of_last_year(case: Case, place: str, measure: str) -> Figure | None:
    """Last year's figure as this year's account prints it first."""
    before = case.year - 1
    return next((f for s in case.sources for f in case.prints(s, before, place, measure)), None)


def _direction(change: int) -> str:
    """Whether a number rises, falls or stands still, inside a sentence."""
    if not change:
        return text("finding.stands_still")
    return text("finding.rises" if change > 0 else "finding.falls")


def _consequence(words: list[Accused]) -> str:
    """What follows: the account's own words are wrong, or only the older figure is."""
    return text(f"finding.unlike-scopes.{'words' if words else 'consequence'}")


def _comparing_words(case: Case, place: str, measure: str, now: Fraction, before: Fraction) -> list[Accused]:
    """The claims that compare with last year's figure and do not hold for the same activities."""
    key = f"{case.year - 1}/{place}/{measure}"
    claims = [c for c in case.claims if c.source in case.sources and key in c.right]
    return [Accused(c.source, c.line, c.printed) for c in claims if not holds(c.kind, now, before)]


def unlike_shares(case: Case) -> Iterator[Finding]:
    """Last year's outcome shares of the association, where its totals cover other activities than now.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:775 (unlike_scopes).
    """
    d = case.defined
    if d is None or not any(a.printed for f in unlike_scopes(case) for a in f.accused):
        return
    for outcome in d.outcome_ids:
        measure = f"share:{outcome}"
        printed = _of_last_year(case, d.together.id, measure)
        then, now = (case.fact((y, d.together.id, measure, "", "all")) for y in (case.year - 1, case.year))
        if printed is None or then is None or now is None:
            continue
        if not may_round_to(100 * then.fraction, printed.amount, printed.step):
            yield _unlike_share(case, d, printed, then, now)


def _unlike_share(case: Case, d: Definitions, printed: Figure, then: Fact, now: Fact) -> Finding:
    """One share of last year as printed, beside what this year's activities give for both years."""
    words = _comparing_words(case, d.together.id, printed.measure, now.fraction, then.fraction)
    return Finding(
        "unlike-scopes",
        "claim",
        (accuse(printed, 100 * then.fraction), *words),
        text(
            "finding.unlike-scopes.shares",
            what=case.what(printed.measure, case.year),
            printed=printed.printed,
            before=printed.year,
            year=case.year,
            like=share_shown(then),
            now=shown(100 * now.fraction, "percent", 1),
            points=shown(100 * (now.fraction - then.fraction), "percentage-points", 1),
            **_names(d),
        ),
        not_ocr(case, [printed]),
        _consequence(words),
    )


def _sum(case: Case, like: Figure, places: list[str], measure: str) -> int | None:
    """The places' figures of a print's year in its account, summed; None where fewer than two stand."""
    found = [f for p in places if (f := next(iter(case.prints(like.source, like.year, p, measure)), None))]
    return int(sum(f.number for f in found)) if len(found) > 1 else None


def out_of_scale(case: Case) -> Iterator[Finding]:
    """An amount whose unit makes it many times larger than every other amount of the same account.

    Source: slutrapporter-2015-uppsala-lan:1467.
    """
    by_source: dict[str, list[Figure]] = defaultdict(list)
    for f in case.figures:
        if f.unit in MONEY:
            by_source[f.source].append(f)
    for figures in by_source.values():
        largest_two = sorted((f.amount for f in figures), reverse=True)[:2]
        for figure in [f for f in figures if f.unit != "SEK"] if len(figures) > 1 else []:
            largest = largest_two[figure.amount == largest_two[0]]  # of the others
            if figure.amount > OUT_OF_SCALE * largest:
                yield Finding(
                    "out-of-scale",
                    "error",
                    (accuse(figure, figure.number),),
                    text(
                        "finding.out-of-scale.message",
                        place=case.name(figure.platform, figure.year),
                        printed=figure.printed,
                        kronor=shown(figure.amount, "SEK"),
                        largest=shown(largest, "SEK"),
                        instead=shown(figure.number, "SEK"),
                    ),
                    not_ocr(case, [figure]),
                    text("finding.out-of-scale.consequence"),
                )


def unreadable(case: Case) -> Iterator[Finding]:
    """What the reading left unreadable, and no other print proves: to be read in the original."""
    by_source: dict[str, list[Figure]] = defaultdict(list)
    for f in case.all_figures:
        if not f.readable:
            by_source[f.source].append(f)
    for source, figures in by_source.items():
        yield Finding(
            "unreadable",
            "reading",
            tuple(accuse(f) for f in figures),
            text("finding.unreadable.message", count=len(figures), title=case.record.sources[source].title),
            text("finding.ocr.unreadable"),
            text("finding.unreadable.consequence"),
        )
