"""Corrections are data: what was decided about each finding, and what the account says when it is mended."""

import csv
from dataclasses import dataclass
from pathlib import Path

from helpers.findings import Finding
from helpers.published import RecordError

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
            erratum = Erratum(r["rule"], r["source"], int(r["line"]), r["printed"], r["decision"], r["corrected"], r["reason"])
            if erratum.decision not in DECISIONS or not erratum.reason or (erratum.decision == "accepted" and not erratum.corrected):
                raise RecordError(f"errata.csv:{row}: beslutet ska vara accepted (med rättat värde) eller rejected, och ha ett skäl")
            found.append(erratum)
    return found


def of_findings(errata: list[Erratum], findings: list[Finding], sources: list[str]) -> dict[tuple[str, str, int, str], Erratum]:
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
