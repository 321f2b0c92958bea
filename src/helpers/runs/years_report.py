"""The annual report of a year that a run has made: what it lacks, and how far that lets it come."""

from collections.abc import Sequence
from dataclasses import dataclass

from helpers import annual_report
from helpers.annual_report import DECISION, Lack
from helpers.assurance import report_state
from helpers.assurance.register import Adoption
from helpers.checks.own_words import account
from helpers.context import Context
from helpers.pages.annual_page import Annual
from helpers.pages.years import Report

OF_REPORT = ("ledger",)  # kinds of delivery that only the annual report asks for


@dataclass(frozen=True)
class YearsReport:
    """What a year's annual report lacks, its state, and the day of the decision as its own text says it."""

    lacks: tuple[Lack, ...]
    state: str
    said_day: str = ""

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
        lacks = tuple(annual.lacks)
        day = next((t.day for t in annual.texts if t.id == DECISION), "")
        return cls(lacks, report_state.state_of(context, known, lacks), day)
