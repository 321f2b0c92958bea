"""The annual report of a year that a run has made: what it lacks, and how far that lets it come."""

from collections.abc import Sequence
from dataclasses import dataclass

from helpers import annual_report
from helpers.annual_report import DECISION
from helpers.assurance import report_state
from helpers.assurance.register import Adoption
from helpers.checks.own_words import account
from helpers.context import Context
from helpers.counting.law_checks import DEPARTS, tried
from helpers.defining import laws
from helpers.faults import ASSOCIATION, Fault, Faults
from helpers.pages.annual_page import Annual, gaps
from helpers.pages.audit_prep import evidence
from helpers.pages.years import Report

OF_REPORT = ("ledger",)  # kinds of delivery that only the annual report asks for


@dataclass(frozen=True)
class YearsReport:
    """An annual report: what it lacks, a line each, its state, and the day of the decision by its text.

    `departures` are where the year is otherwise than the law asks.
    """

    gaps: tuple[str, ...]
    state: str
    said_day: str = ""
    departures: tuple[Fault, ...] = ()

    @classmethod
    def of(cls, context: Context, known: Sequence[Adoption]) -> "YearsReport | None":
        """The report of a year whose facts are made; None where there is none.

        Raises:
            Stop: a file beside the decisions is called nearly as the auditors' report.
        """
        if not annual_report.is_begun(context):
            return None
        year = Report.load(context)
        annual = Annual.of(year, account.told(year).texts)
        day = next((t.day for t in annual.texts if t.id == DECISION), "")
        state = report_state.state_of(context, known, annual.lacks)
        return cls(tuple(gaps(annual)), state, day, tuple(_departures(annual)))


def _departures(annual: Annual) -> list[Fault]:
    """Where the year is otherwise than the law asks."""
    faults = Faults(annual_report.FOLDER, annual_report.PAGE, ASSOCIATION)
    for one in tried(evidence(annual, "")):
        if one.state == DEPARTS:
            asked = one.requirement
            law = laws.laws().laws[asked.law]
            said = {"asks": asked.asks, "question": asked.question}
            faults.flag("law_departs", paragraph=asked.paragraph, law=f"{law.name} ({asked.law})", **said)
    return faults.found
