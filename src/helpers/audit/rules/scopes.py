"""Like with like: scopes, periods, units and the populations that shares imply."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from statistics import median

from helpers.audit.case import Accused, Case, Finding, accuse, not_ocr, share_shown, shown
from helpers.audit.record import MONEY, Figure
from helpers.audit.rules.percentages import may_round_to
from helpers.audit.rules.sums import rounding_slack
from helpers.codes import ASSOCIATION, OUTCOMES, SEPARATE
from helpers.naming import measure_text
from helpers.wording import text

JUMP = Fraction(1, 20)  # a population of working age does not move by more than 5 % in a year
OUT_OF_SCALE = 10


def words_of(case: Case, kind: str) -> list[Accused]:
    """The claims in words of one kind, as accused."""
    return [
        Accused(c.source, c.line, c.printed)
        for c in case.claims
        if c.kind == kind and c.source in case.sources
    ]


def unlike_scopes(case: Case) -> Iterator[Finding]:
    """The association's figure for last year and this one must cover the same activities.

    "exkl. Hikikomori, Våga växa, Hälsofrämjande etablering" (styrelsehandlingar-2020-03-20-arsredovisning-2019:775) holds for 2019; for 2018
    the printed total is set against the platforms' own 2018 figures, without and with the särredovisade.
    """
    d, before = case.definitions.get(case.year), case.year - 1
    if d is None:
        return
    for measure in ("total", "discharged"):
        printed = next((f for s in case.sources for f in case.prints(s, before, ASSOCIATION, measure)), None)
        now = case.table(ASSOCIATION)
        if printed is None or now is None:
            continue
        without = _sum(case, printed, before, d.parts(ASSOCIATION), measure)
        extra = _sum(case, printed, before, d.parts(SEPARATE), measure)
        this_year = [t.value(measure) for t in (case.table(p) for p in d.parts(ASSOCIATION)) if t]
        if (
            without is None
            or extra is None
            or not this_year
            or abs(printed.value - without) <= abs(printed.value - without - extra)
        ):
            continue
        like = sum(this_year)
        claims = [
            c for c in case.claims if any(k.startswith(f"{before}/{ASSOCIATION}/{measure}") for k in c.right)
        ]
        yield Finding(
            "unlike-scopes",
            "claim",
            (
                accuse(printed, without),
                accuse(now.cells[measure, "all"], like),
                *(Accused(c.source, c.line, c.printed) for c in claims),
            ),
            text(
                "finding.unlike-scopes.message",
                what=measure_text(measure),
                printed=printed.printed,
                before=before,
                year=case.year,
                without=shown(without),
                with_apart=shown(without + extra),
                now=now.cells[measure, "all"].printed,
                like=shown(like),
                direction=text("finding.rises" if like > without else "finding.falls"),
            ),
            not_ocr(case, [printed]),
            text("finding.unlike-scopes.consequence"),
        )


def unlike_shares(case: Case) -> Iterator[Finding]:
    """Last year's outcome shares of the association, where its totals cover other activities than this year's (unlike_scopes)."""
    if not any(a.printed and f.rule == "unlike-scopes" for f in unlike_scopes(case) for a in f.accused):
        return
    before = case.year - 1
    for outcome in OUTCOMES:
        printed = next(
            (f for s in case.sources for f in case.prints(s, before, ASSOCIATION, f"share:{outcome}")), None
        )
        then, now = (case.fact((y, ASSOCIATION, f"share:{outcome}", "", "all")) for y in (before, case.year))
        if printed is None or then is None or now is None:
            continue
        like, this = (100 * f.fraction for f in (then, now))
        if may_round_to(like, printed.amount, printed.step):
            continue
        claims = [
            c
            for c in case.claims
            if any(k.startswith(f"{before}/{ASSOCIATION}/share:{outcome}") for k in c.right)
        ]
        yield Finding(
            "unlike-scopes",
            "claim",
            (accuse(printed, like), *(Accused(c.source, c.line, c.printed) for c in claims)),
            text(
                "finding.unlike-scopes.shares",
                what=measure_text(f"share:{outcome}"),
                printed=printed.printed,
                before=before,
                year=case.year,
                like=share_shown(then),
                now=shown(this, "percent", 1),
                points=shown(this - like, "percentage-points", 1),
            ),
            not_ocr(case, [printed]),
            text("finding.unlike-scopes.consequence"),
        )


def _sum(case: Case, like: Figure, year: int, places: list[str], measure: str) -> int | None:
    """The sum of the places' figures for a year as the same account prints them; None where fewer than two do."""
    found = [f for p in places if (f := next(iter(case.prints(like.source, year, p, measure)), None))]
    return int(sum(f.value for f in found)) if len(found) > 1 else None


def half_year(case: Case) -> Iterator[Finding]:
    """A half-year is compared only with the same half-year.

    styrelsehandlingar-2020-03-20-arsredovisning-2019:819-821 sets it against a whole year.
    """
    changes = [f for f in case.figures if f.measure.startswith("hae:") and f.measure.endswith("-h1:change")]
    if not changes:
        return
    year = int(changes[0].measure.split(":")[2][:4])
    same = [
        f for f in case.record.figures if f.measure.startswith("hae:") and f":{year - 1}-h1:" in f.measure
    ]
    if not same:
        yield Finding(
            "half-year",
            "claim",
            (*words_of(case, "half-year"), *(accuse(f) for f in changes)),
            text(
                "finding.half-year.message",
                year=year,
                before=year - 1,
                changes=", ".join(f.printed for f in changes),
            ),
            text("finding.ocr.words"),
            text("finding.half-year.consequence"),
        )


def changes(case: Case) -> Iterator[Finding]:
    """A printed change is the difference of the two printed shares, in percentage points, which is not per cent."""
    wrong_unit: list[tuple[Figure, Fraction, Fraction]] = []
    for change in [f for f in case.figures if f.measure.startswith("hae:") and f.measure.endswith(":change")]:
        _, area, period, _ = change.measure.split(":")
        now, before = (
            next(
                iter(case.prints(change.source, change.year, change.platform, f"hae:{area}:{p}:share")), None
            )
            for p in (period, str(int(period[:4]) - 1) + period[4:])
        )
        if now is None or before is None:
            continue
        points, relative = now.amount - before.amount, 100 * (now.amount - before.amount) / before.amount
        slack = rounding_slack([change, now, before])
        if abs(abs(points) - abs(change.amount)) > slack:
            yield Finding(
                "changes",
                "error",
                (accuse(change, points), accuse(now), accuse(before)),
                text(
                    "finding.changes.message",
                    printed=change.printed,
                    now=now.printed,
                    before=before.printed,
                    points=shown(points, "percentage-points", 1),
                    what=measure_text(change.measure),
                ),
                not_ocr(case, [change]),
                text("finding.changes.consequence"),
            )
        elif change.unit == "percent" and abs(abs(relative) - abs(change.amount)) > change.step:
            wrong_unit.append((change, points, relative))
    if wrong_unit:
        change, points, relative = wrong_unit[0]
        yield Finding(
            "percent-for-points",
            "error",
            tuple(accuse(f, p) for f, p, _ in wrong_unit),
            text(
                "finding.percent-for-points.message",
                count=len(wrong_unit),
                printed=change.printed,
                points=shown(points, "percentage-points", 1),
                relative=shown(relative, "percent", 1),
                what=measure_text(change.measure),
            ),
            not_ocr(case, [f for f, _, _ in wrong_unit]),
            text("finding.percent-for-points.consequence"),
        )


def implied_population(case: Case) -> Iterator[Finding]:
    """A count and its share imply a population; it cannot jump for one year (socialt-bokslut-2018-ungdomstorget:216)."""
    by_area: dict[tuple[str, str], list[tuple[Figure, Figure, Fraction]]] = defaultdict(list)
    for share in [
        f for f in case.figures if f.measure.startswith("hae:") and f.measure.endswith(":share") and f.value
    ]:
        area = share.measure.split(":")[1]
        count = next(
            iter(
                case.prints(
                    share.source, share.year, share.platform, share.measure.removesuffix("share") + "total"
                )
            ),
            None,
        )
        if count is not None:
            by_area[share.source, area].append((share, count, 100 * count.amount / share.amount))
    for rows in by_area.values():
        for share, count, population in rows:
            others = [p for s, _, p in rows if s is not share]
            if len(others) < 2:
                continue
            usual = median(others)
            if abs(population - usual) > JUMP * usual + population * share.step / share.amount:
                low, high = _share_of_usual(count, [(s, c) for s, c, _ in rows if s is not share])
                fitting = f"{shown(low, decimals=1)}–{shown(high, 'percent', 1)}"
                yield Finding(
                    "implied-population",
                    "error",
                    (accuse(share, (low + high) / 2), accuse(count)),
                    text(
                        "finding.implied-population.message",
                        count=count.printed,
                        share=share.printed,
                        population=shown(round(population)),
                        usual=shown(round(usual)),
                        fitting=fitting,
                        what=measure_text(share.measure),
                    ),
                    not_ocr(case, [share]),
                    text("finding.implied-population.consequence"),
                )


def _share_of_usual(count: Figure, others: list[tuple[Figure, Figure]]) -> tuple[Fraction, Fraction]:
    """The share that the other years' populations give a count, with what their rounding leaves open."""
    populations = [100 * c.amount / (s.amount + side * s.step / 2) for s, c in others for side in (-1, 1)]
    return 100 * count.amount / max(populations), 100 * count.amount / min(populations)


def out_of_scale(case: Case) -> Iterator[Finding]:
    """An amount whose unit makes it many times larger than every other amount of the same account (slutrapporter-2015-uppsala-lan:1467)."""
    by_source: dict[str, list[Figure]] = defaultdict(list)
    for f in case.figures:
        if f.unit in MONEY:
            by_source[f.source].append(f)
    for figures in by_source.values():
        for figure in [f for f in figures if f.unit != "SEK"]:
            largest = max((o.amount for o in figures if o is not figure), default=None)
            if largest is not None and figure.amount > OUT_OF_SCALE * largest:
                yield Finding(
                    "out-of-scale",
                    "unreconciled",
                    (accuse(figure, figure.value),),
                    text(
                        "finding.out-of-scale.message",
                        place=case.name(figure.platform, figure.year),
                        printed=figure.printed,
                        kronor=shown(figure.amount, "SEK"),
                        largest=shown(largest, "SEK"),
                        instead=shown(figure.value, "SEK"),
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
