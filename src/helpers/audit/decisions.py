"""What was decided about accused prints (`errata.csv`), and the print as it reads when it is corrected."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from helpers.audit.record import Figure, RecordError

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


def corrected(figures: Iterable[Figure], errata: Iterable[Erratum]) -> list[Figure]:
    """The figures as they read when the accepted errata are made."""
    wanted = {(e.source, e.line, e.printed): corrected_value(e) for e in errata if e.decision == "accepted"}

    def mended(figure: Figure) -> Figure:
        value, k, n = wanted.get((figure.source, figure.line, figure.printed), (figure.value, None, None))
        return (
            replace(figure, value=value, numerator=k, denominator=n)
            if k is not None
            else replace(figure, value=value)
        )

    return [mended(f) for f in figures]
