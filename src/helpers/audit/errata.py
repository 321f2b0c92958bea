"""Corrections are data: what was decided about each finding, and what the account says when it is mended."""

import csv
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from helpers.audit.case import Case
from helpers.audit.every_rule import audit
from helpers.audit.finding import Finding
from helpers.audit.record import Figure, Record, RecordError

DECISIONS = ("accepted", "rejected")


@dataclass(frozen=True)
class Erratum:
    """A decision on one accused print: accepted with the corrected value, or rejected with the reason."""

    rule: str
    source: str
    line: int
    printed: str
    decision: str
    corrected: str
    reason: str


def read(folder: Path) -> list[Erratum]:
    """`errata.csv`; none where there is no such file.

    Raises:
        RecordError: an unknown decision, or an accepted one without a corrected value or a reason.
    """
    path = folder / "errata.csv"
    if not path.exists():
        return []
    found = []
    with path.open(encoding="utf-8", newline="") as handle:
        for row, r in enumerate(csv.DictReader(handle), 2):
            erratum = Erratum(
                r["rule"],
                r["source"],
                int(r["line"]),
                r["printed"],
                r["decision"],
                r["corrected"],
                r["reason"],
            )
            if (
                erratum.decision not in DECISIONS
                or not erratum.reason
                or (erratum.decision == "accepted" and not erratum.corrected)
            ):
                raise RecordError(
                    f"errata.csv:{row}: beslutet ska vara accepted (med rättat värde) eller rejected, "
                    "och ha ett skäl"
                )
            found.append(erratum)
    return found


def of_findings(
    errata: list[Erratum], findings: list[Finding], sources: list[str]
) -> dict[tuple[str, str, int, str], Erratum]:
    """The errata of some sources by (rule, source, line, printed).

    Raises:
        RecordError: an erratum that no finding accuses any longer; the message names it.
    """
    accused = {(f.rule, a.source, a.line, a.printed) for f in findings for a in f.accused}
    mine = {(e.rule, e.source, e.line, e.printed): e for e in errata if e.source in sources}
    if lost := sorted(set(mine) - accused):
        told = "; ".join(f"{rule} {source}:{line} ”{printed}”" for rule, source, line, printed in lost)
        raise RecordError(f"errata.csv: inget fynd stämmer längre med {told}. Ta bort raden eller rätta den.")
    return mine


CORRECTED = re.compile(r"([-\u2212]?[\d ]+(?:,\d+)?)(?: ?(?:%|tkr|kr))?(?: \((\d+)/(\d+)\))?")


def corrected_value(erratum: Erratum) -> tuple[Decimal, int | None, int | None]:
    """What an erratum prints instead: `80 % (24/30)` is 80, 24 and 30.

    Raises:
        RecordError: it is no number.
    """
    found = CORRECTED.fullmatch(erratum.corrected)
    if not found:
        raise RecordError(f"errata.csv: ”{erratum.corrected}” ({erratum.source}:{erratum.line}) är inget tal")
    number, k, n = found.groups()
    return (
        Decimal(number.replace(" ", "").replace(",", ".").replace("\u2212", "-")),
        int(k) if k else None,
        int(n) if n else None,
    )


def applied(case: Case, errata: list[Erratum]) -> Case:
    """The account as it reads when the accepted errata are made."""
    wanted = {(e.source, e.line, e.printed): corrected_value(e) for e in errata if e.decision == "accepted"}

    def mended(figure: Figure) -> Figure:
        value, k, n = wanted.get((figure.source, figure.line, figure.printed), (figure.value, None, None))
        return (
            replace(figure, value=value, numerator=k, denominator=n)
            if k is not None
            else replace(figure, value=value)
        )

    record = Record(case.record.published, case.record.audit)
    record.__dict__["figures"] = [mended(f) for f in case.record.figures]
    return replace(case, record=record)


def resolved(case: Case, errata: list[Erratum], findings: list[Finding]) -> list[Finding]:
    """The findings that are gone when the accepted errata are made."""
    left = (
        {(f.rule, f.accused[0]) for f in audit(applied(case, errata))}
        if errata
        else {(f.rule, f.accused[0]) for f in findings}
    )
    return [f for f in findings if (f.rule, f.accused[0]) not in left]
