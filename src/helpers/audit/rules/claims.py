"""Claims in words against the figures they are about.

`claims.csv` says for each claim which relation it asserts between which keys; `relations` what each relation
asks.
"""

from collections.abc import Iterator

from helpers.audit.case import Case
from helpers.audit.finding import Accused, Finding, accuse
from helpers.audit.record import RecordError
from helpers.audit.registers import Claim
from helpers.audit.rules.relation_values import Told, Unknown, Verdict
from helpers.audit.rules.relations import RELATIONS
from helpers.wording import text

READ_BY_OTHERS = ("half-year",)  # the rule of the figures themselves accuses these words


def words(case: Case) -> Iterator[Finding]:
    """Every claim in words tried on its figures.

    Raises:
        RecordError: a claim of an unknown kind, or of a figure that nobody prints or derives: the register is
        wrong.
    """
    for claim in case.claims:
        if claim.source in case.sources and claim.kind not in READ_BY_OTHERS:
            verdict = _verdict(case, claim)
            if verdict is not None:
                yield _finding(case, claim, verdict)


def _verdict(case: Case, claim: Claim) -> Verdict:
    """What the claim's relation says of it."""
    where = f"claims.csv:{claim.row}"
    if claim.kind not in RELATIONS:
        known = ", ".join(sorted(RELATIONS))
        raise RecordError(f"{where}: ”{claim.kind}” är inget slag av påstående; kända: {known}")
    try:
        return RELATIONS[claim.kind](case, claim)
    except Unknown as error:
        raise RecordError(f"{where}: ”{error}” är varken tryckt eller uträknad") from None


def _finding(case: Case, claim: Claim, verdict: Told) -> Finding:
    """The words as the first accused, then the figures that do not carry them."""
    told, values = verdict
    lost_sign = claim.kind == "falls" and case.record.sources[claim.source].scanned
    figures = list(dict.fromkeys(v.figure for v in values if v.figure is not None))
    return Finding(
        f"claim-{_family(claim.kind)}",
        "reading" if lost_sign else "claim",
        (Accused(claim.source, claim.line, claim.printed), *(accuse(f) for f in figures)),
        text("finding.claims.message", place=_place(case, claim), words=claim.words, told=told),
        text("finding.ocr.possible" if lost_sign else "finding.ocr.words"),
        text(f"finding.claim-{_family(claim.kind)}.consequence"),
    )


def _place(case: Case, claim: Claim) -> str:
    """Whom the words are about: the place of the claim's first key; the account where it names none."""
    for part in claim.left:
        first, _, rest = part.partition("/")
        if first.isdigit() and rest:
            return case.name(rest.partition("/")[0], int(first))
        if rest:
            return case.name(first, case.year)
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
            "every-",
            "greater",
            "below-budget",
            "mainly",
        ),
        "target": ("reached", "not-reached", "nearly", "unmeasured"),
        "gender": ("even", "no-gender"),
        "answers": ("questions", "positive"),
    }
    return next((name for name, starts in families.items() if kind.startswith(starts)), "count")
