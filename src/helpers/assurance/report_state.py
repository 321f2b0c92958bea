"""How far a year's annual report has come: draft, ready for the board, adopted, reviewed by the auditors.

It is a draft while anything is lacking that it needs (`annual_report.lacking`). The board adopts it with the
year (`adoption`): a decision adopts the report where the set that was frozen with it says that the report was
whole. The auditors' report is a file beside the decision, `data/adopted/<year>-<revision>-<AUDITORS>.pdf`.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from helpers.annual_report import AUDIT_PREP, DRAFT, FOLDER, PAGE, READY, Lack, state
from helpers.assurance.register import Adoption, frozen
from helpers.assurance.vouched import Vouched
from helpers.context import Context
from helpers.faults import Stop
from helpers.pages.document import NOTHING, Block, Paragraph, Strong
from helpers.wording import text

ADOPTED, REVIEWED = "adopted", "reviewed"
STATES = (DRAFT, READY, ADOPTED, REVIEWED)
AUDITORS = "revisionsberattelse"


def state_of(context: Context, known: Sequence[Adoption], lacks: Sequence[Lack]) -> str:
    """The state of the year's annual report, of which `lacks` is what it lacks; `known` are the decisions.

    Raises:
        Stop: a file beside the decisions is called nearly as the auditors' report.
    """
    attached = auditors_report(context, known)
    if (now := state(lacks)) == DRAFT or not is_adopted(context, known):
        return now
    return REVIEWED if attached else ADOPTED


def is_adopted(context: Context, known: Sequence[Adoption]) -> bool:
    """Whether the last decision adopted an annual report, or is about to: its set is not frozen yet."""
    if not known:
        return False
    if not known[-1].manifest:
        return True
    return holds_report(Vouched(context.year, frozen(context, known[-1].revision)))


def holds_report(frozen_set: Vouched) -> bool:
    """Whether a set that was frozen with a decision has an annual report that was whole."""
    return frozen_set.report not in ("", DRAFT)


def decided_on(context: Context, known: Sequence[Adoption]) -> str:
    """The day on which the board adopted the annual report as it stands, '' where it has not."""
    return known[-1].decided if is_adopted(context, known) else ""


def auditors_report(context: Context, known: Sequence[Adoption]) -> Path | None:
    """The auditors' report on what the last decision adopted; None where there is none.

    Raises:
        Stop: a file beside the decisions is called nearly so.
    """
    last, found = known[-1].revision if known else 0, None
    for path in sorted(context.workspace.adopted.glob(f"{context.year}*{AUDITORS}*")):
        named = re.fullmatch(rf"{context.year}-([1-9][0-9]*)-{AUDITORS}\.pdf", path.name)
        if not named or int(named[1]) > last or path.is_symlink() or not path.is_file():
            example = f"{context.year}-{max(last, 1)}-{AUDITORS}.pdf"
            raise Stop(text("adoption.auditors_name", name=path.name, example=example))
        found = path if int(named[1]) == last else found
    return found


def hindrance(asked: Adoption, gaps: Sequence[str], said: str, year: int) -> str:
    """Why a decision cannot adopt an annual report without `gaps`, '' where it can.

    `said` is the day that the report's own text of the decision says.
    """
    if gaps:
        return ""
    if not asked.decided:
        return text("adoption.no_decided", year=year, by=asked.by)
    if said and said != asked.decided:
        return text("adoption.other_day", day=asked.decided, said=said)
    return ""


def is_of_report(name: str, year: int) -> bool:
    """Whether a file of a run is the annual report's own: a text, its page, what stands beside it, its lines.

    >>> [is_of_report(n, 2019) for n in ("arsredovisning.csv", "data/raw/2019/arsredovisning/a", "a.csv")]
    [True, True, False]
    """
    return name.startswith((f"data/raw/{year}/{FOLDER}/", PAGE.removesuffix(".html")))


def lacking(gaps: Sequence[str]) -> list[str]:
    """The gaps of an annual report as a decision is told them, and what that is without them."""
    return [*(text("adoption.lack", gap=gap) for gap in gaps), text("adoption.apart")] if gaps else []


def sentence(state: str, known: Sequence[Adoption]) -> str:
    """The state of an annual report in a sentence."""
    key = "draft_apart" if state == DRAFT and known else state
    return text(f"adoption.report.{key}", day=known[-1].decided if known else "")


def status(page: str, state: str, known: Sequence[Adoption]) -> Block:
    """The state of the year's annual report, on the pages that are about it.

    The page that the board adopts does not change when the auditors have reviewed it.
    """
    if not state or page not in (PAGE, AUDIT_PREP):
        return NOTHING
    shown = ADOPTED if state == REVIEWED and page == PAGE else state
    return Paragraph(Strong(sentence(shown, known)), "status")
