"""Claims in words against the figures they are about.

`claims.csv` says for each claim which relation it asserts between which keys; `relations` what each relation
asks.
"""

import re
from collections.abc import Iterator

from helpers.audit.case import Case
from helpers.audit.finding import Accused, Finding, accuse
from helpers.audit.record import RecordError
from helpers.audit.registers import Claim, key_of
from helpers.audit.rules.relation_values import Told, Undelivered, Unknown, Value, Verdict
from helpers.audit.rules.relations import RELATIONS
from helpers.wording import listing, text

KEY = re.compile(r"\d{4}/")
OF_A_GROUP = ("questions", "positive")  # kinds whose left side is a place and who was asked
READ_BY_OTHERS = ("half-year", "started")  # the rule of the figures themselves accuses these words


def words(case: Case) -> Iterator[Finding]:
    """Every claim in words tried on its figures; a figure that an erratum corrects is used corrected.

    Raises:
        RecordError: a claim of an unknown kind, or of a figure that nobody prints or derives: the register is
        wrong.
    """
    evidence, told = case.corrected, set()
    for claim in case.claims:
        if claim.source not in case.sources or claim.kind in READ_BY_OTHERS or _said(claim) in told:
            continue
        verdict = _verdict(evidence, claim)
        if verdict is not None:
            told.add(_said(claim))
            yield _finding(case, claim, verdict)


def _said(claim: Claim) -> tuple[object, ...]:
    """What a line asserts of which figures: two phrases of one line that say the same are one claim."""
    return (claim.source, claim.line, claim.kind, claim.left, claim.right)


def _verdict(case: Case, claim: Claim) -> Verdict:
    """What the claim's relation says of it; nothing while its figures are not delivered."""
    where = f"claims.csv:{claim.row}"
    if claim.kind not in RELATIONS:
        known = ", ".join(sorted(RELATIONS))
        raise RecordError(f"{where}: ”{claim.kind}” är inget slag av påstående; kända: {known}")
    try:
        return RELATIONS[claim.kind](case, claim)
    except Undelivered:
        return None
    except Unknown as error:
        raise RecordError(f"{where}: ”{error}” är varken tryckt eller uträknad") from None


def _finding(case: Case, claim: Claim, verdict: Told) -> Finding:
    """The words as the first accused, then the figures that do not carry them."""
    told, values = verdict
    lost_sign = claim.kind == "falls" and case.record.sources[claim.source].scanned
    figures = list(dict.fromkeys(v.figure for v in values if v.figure is not None))
    family = _family(claim.kind)
    return Finding(
        f"claim-{family}",
        "reading" if lost_sign else "claim",
        (Accused(claim.source, claim.line, claim.printed), *(accuse(f) for f in figures)),
        text("finding.claims.message", place=_place(case, claim, values), words=claim.words, told=told),
        _not_ocr(family, lost_sign),
        text(f"finding.claim-{family}.consequence"),
    )


def _not_ocr(family: str, lost_sign: bool) -> str:
    """What the words fail on: a sign that the scan may have lost, what they stand for, or the figures."""
    if lost_sign:
        return text("finding.ocr.possible")
    return text("finding.ocr.meaning" if family == "meaning" else "finding.ocr.words")


def _place(case: Case, claim: Claim, values: list[Value]) -> str:
    """Whom the words fail on: the places of the figures that do not carry them.

    Where no figure is told it is the places that the claim names, else the account.
    """
    left = [key_of(k, claim.row) for k in claim.left if KEY.match(k)]
    failing = {v.key[1] for v in values if v.key is not None}
    places = dict.fromkeys(k[:2] for k in left if k[1] in failing) or dict.fromkeys(k[:2] for k in left[:1])
    if places:
        return listing([case.name(place, year) for year, place in places])
    if claim.kind.startswith(OF_A_GROUP):
        return case.name(claim.left[0].partition("/")[0], case.year)
    return case.record.sources[claim.source].title


def _family(kind: str) -> str:
    """The page's grouping of relations: trends, targets, gender, counts, answers."""
    families = {
        "trend": (
            "increased",
            "decreased",
            "same",
            "all-",
            "falls",
            "only-",
            "trend-",
            "greater",
            "below-budget",
            "mainly",
        ),
        "target": ("reached", "not-reached", "nearly", "unmeasured"),
        "gender": ("even", "no-gender"),
        "answers": ("questions", "positive"),
        "meaning": ("one-population", "stated-basis", "heading-", "its-indicator", "law-"),
    }
    return next((name for name, starts in families.items() if kind.startswith(starts)), "count")
