"""When an activity began: every statement of one account gives the same first year."""

import re
from collections import defaultdict
from collections.abc import Iterator

from helpers.audit.case import Case
from helpers.audit.finding import Accused, Finding
from helpers.audit.record import RecordError
from helpers.audit.registers import Claim
from helpers.wording import inner, text

SAID = re.compile(r"(\d{4})(?: (year|age) (\d+))?")
KIND = "started"


def started(case: Case) -> Iterator[Finding]:
    """ "Det tionde verksamhetsåret" and "firade 10 år" in one account begin in one year, or one is wrong.

    A claim of the kind `started` has the activity to the left and to the right the year that its words give.
    Source: slutrapporter-2015-uppsala-lan:1163 and 1271.
    """
    by_activity: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in case.claims:
        if claim.kind == KIND and claim.source in case.sources:
            by_activity[claim.source, claim.left[0]].append(claim)
    for (_, activity), claims in by_activity.items():
        years = {c: first_year(c) for c in claims}
        if len(set(years.values())) > 1:
            yield _two_starts(case, activity, years)


def first_year(claim: Claim) -> int:
    """The first year that a claim gives: `2009`, `2019 year 10` (the tenth is 2019), `2019 age 10`.

    Raises:
        RecordError: its right side is none of these.
    """
    found = SAID.fullmatch(claim.right[0]) if claim.right else None
    if found is None:
        raise RecordError(
            f"claims.csv:{claim.row}: startåret skrivs som 2009, 2019 year 10 eller 2019 age 10"
        )
    said, way, number = found.groups()
    return int(said) - (int(number) - (way == "year") if way else 0)


def _two_starts(case: Case, activity: str, years: dict[Claim, int]) -> Finding:
    """Statements that begin an activity in different years."""
    told = "; ".join(
        text("finding.started.told", words=inner(c.words), line=c.line, year=year)
        for c, year in years.items()
    )
    return Finding(
        "started",
        "unreconciled",
        tuple(Accused(c.source, c.line, c.printed) for c in years),
        text("finding.started.message", place=case.name(activity, case.year), told=told),
        text("finding.ocr.meaning"),
        text("finding.started.consequence"),
    )
