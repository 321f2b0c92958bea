"""Figures of the registers beside each other: periods, units, and the populations that shares imply."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from statistics import median

from helpers.audit.case import Case, not_ocr
from helpers.audit.finding import Accused, Finding, accuse, shown
from helpers.audit.record import Figure
from helpers.audit.rules.sums import rounding_slack
from helpers.wording import text

JUMP = Fraction(1, 20)  # a population of working age does not move by more than 5 % in a year


def half_year(case: Case) -> Iterator[Finding]:
    """A half-year is compared only with the same half-year.

    styrelsehandlingar-2020-03-20-arsredovisning-2019:819-821 sets it against a whole year.
    """
    changes = [
        f for f in case.figures if f.measure.startswith("hae:") and f.measure.endswith("-h1:change-from-year")
    ]
    if not changes:
        return
    year = int(changes[0].measure.split(":")[2][:4])
    same = [
        f for f in case.record.figures if f.measure.startswith("hae:") and f":{year - 1}-h1:" in f.measure
    ]
    if not same:
        words = [c for c in case.claims if c.kind == "half-year" and c.source in case.sources]
        yield Finding(
            "half-year",
            "claim",
            (*(Accused(c.source, c.line, c.printed) for c in words), *(accuse(f) for f in changes)),
            text(
                "finding.half-year.message",
                year=year,
                before=year - 1,
                changes=", ".join(f.printed for f in changes),
            ),
            text("finding.ocr.words"),
            text("finding.half-year.consequence"),
        )


def differences(case: Case) -> Iterator[Finding]:
    """A printed change is the difference of the two printed shares, in percentage points, not in per cent.

    Source: socialt-bokslut-2018-ungdomstorget:464.
    """
    wrong_unit: list[tuple[Figure, Fraction, Fraction]] = []
    for change in [f for f in case.figures if f.measure.startswith("hae:") and f.measure.endswith(":change")]:
        now, before = _its_shares(case.corrected, change)
        if now is None or before is None:
            continue
        points, relative = now.amount - before.amount, 100 * (now.amount - before.amount) / before.amount
        if abs(abs(points) - abs(change.amount)) > rounding_slack([change, now, before]):
            yield _not_the_difference(case, change, now, before)
        elif change.unit == "percent" and abs(abs(relative) - abs(change.amount)) > change.step:
            wrong_unit.append((change, points, relative))
    if wrong_unit:
        yield _percent_for_points(case, wrong_unit)


def _its_shares(case: Case, change: Figure) -> tuple[Figure | None, Figure | None]:
    """The printed shares of a change of `hae:<area>:<period>`: the period's and the year before's."""
    _, area, period, _ = change.measure.split(":")
    earlier = f"{int(period[:4]) - 1}{period[4:]}"
    now, before = (
        next(iter(case.prints(change.source, change.year, change.platform, f"hae:{area}:{p}:share")), None)
        for p in (period, earlier)
    )
    return now, before


def _not_the_difference(case: Case, change: Figure, now: Figure, before: Figure) -> Finding:
    """A change that is not what its two shares give."""
    points = now.amount - before.amount
    return Finding(
        "changes",
        "error",
        (accuse(change, points), accuse(now), accuse(before)),
        text(
            "finding.changes.message",
            printed=change.printed,
            now=now.printed,
            before=before.printed,
            points=shown(points, "percentage-points", 1),
            what=case.what(change.measure, change.year),
        ),
        not_ocr(case, [change]),
        text("finding.changes.consequence"),
    )


def _percent_for_points(case: Case, wrong: list[tuple[Figure, Fraction, Fraction]]) -> Finding:
    """Changes printed in per cent that are percentage points, as one finding: (figure, points, per cent)."""
    change, points, relative = wrong[0]
    return Finding(
        "percent-for-points",
        "error",
        tuple(accuse(f, p if f.number < 0 else abs(p)) for f, p, _ in wrong),  # "minskat med" has no sign
        text(
            "finding.percent-for-points.message",
            count=len(wrong),
            printed=change.printed,
            points=shown(points, "percentage-points", 1),
            relative=shown(relative, "percent", 1),
            what=case.what(change.measure, change.year),
        ),
        not_ocr(case, [f for f, _, _ in wrong]),
        text("finding.percent-for-points.consequence"),
    )


def implied_population(case: Case) -> Iterator[Finding]:
    """A count and its share imply a population; it cannot jump for one year.

    Source: socialt-bokslut-2018-ungdomstorget:216.
    """
    by_area: dict[tuple[str, str], list[tuple[Figure, Figure]]] = defaultdict(list)
    for share in case.figures:
        if share.measure.startswith("hae:") and share.measure.endswith(":share") and share.value:
            total = share.measure.removesuffix("share") + "total"
            count = next(iter(case.prints(share.source, share.year, share.platform, total)), None)
            if count is not None:
                by_area[share.source, share.measure.split(":")[1]].append((share, count))
    for rows in by_area.values():
        for share, count in rows:
            others = [(s, c) for s, c in rows if s is not share]
            if len(others) > 1:
                yield from _population(case, share, count, others)


def _population(
    case: Case, share: Figure, count: Figure, others: list[tuple[Figure, Figure]]
) -> Iterator[Finding]:
    """The population that a count and its share imply, against what the other years' (share, count) do."""
    population = 100 * count.amount / share.amount
    usual = median(100 * c.amount / s.amount for s, c in others)
    if abs(population - usual) <= JUMP * usual + population * share.step / share.amount:
        return
    low, high = _share_of_usual(count, others)
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
            fitting=f"{shown(low, decimals=1)}–{shown(high, 'percent', 1)}",
            what=case.what(share.measure, share.year),
        ),
        not_ocr(case, [share]),
        text("finding.implied-population.consequence"),
    )


def _share_of_usual(count: Figure, others: list[tuple[Figure, Figure]]) -> tuple[Fraction, Fraction]:
    """The share that the other years' populations give a count, with what their rounding leaves open."""
    populations = [100 * c.amount / (s.amount + side * s.step / 2) for s, c in others for side in (-1, 1)]
    return 100 * count.amount / max(populations), 100 * count.amount / min(populations)
