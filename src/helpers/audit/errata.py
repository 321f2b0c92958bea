"""The decisions about findings: which finding each answers, and which are gone when they are carried out."""

from dataclasses import replace

from helpers.audit.case import Case
from helpers.audit.decisions import Erratum
from helpers.audit.every_rule import audit
from helpers.audit.finding import Finding
from helpers.audit.record import RecordError


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


def resolved(case: Case, errata: list[Erratum], findings: list[Finding]) -> list[Finding]:
    """The findings that are gone when the accepted errata are made."""
    made = replace(case, errata=tuple(errata)).corrected
    left = {(f.rule, f.accused[0]) for f in (audit(made) if errata else findings)}
    return [f for f in findings if (f.rule, f.accused[0]) not in left]
