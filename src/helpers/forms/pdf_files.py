"""The account as PDF: one of each report with its appendix, and one of the year with cover and contents.

Left out of the year's are what is no account of the year (the way in, the audit, the auditors' page), the
annual report, which is adopted by itself, and appendices; each of them but the way in has a PDF of its own.
"""

from collections.abc import Iterator

from helpers.annual_report import AUDIT_PREP
from helpers.annual_report import PAGE as ANNUAL_PAGE
from helpers.forms.shown_account import Account, ShownPage
from helpers.forms.typst_document import Paper, pdf
from helpers.pages.blocks import AUDIT_PAGE
from helpers.pages.board import PAGE as BOARD_PAGE
from helpers.wording import text

WAY_IN = "index.html"
OWN = (WAY_IN, AUDIT_PAGE, AUDIT_PREP, ANNUAL_PAGE)


def files(account: Account) -> Iterator[tuple[str, bytes]]:
    """`vannas.pdf` and the others, then `bokslut-2019.pdf`."""
    year = account.report.context.year
    for page in account.pages:
        if page.name != WAY_IN:
            title = text("form.paper.report", heading=page.heading, year=year)
            yield page.name.replace(".html", ".pdf"), pdf(account, Paper(title, (page,)))
    if pages := of_year(account):
        title = text("form.paper.year", year=year)
        yield f"bokslut-{year}.pdf", pdf(account, Paper(title, pages, is_whole=True))


def of_year(account: Account) -> tuple[ShownPage, ...]:
    """The pages of the year's own document: the board's page first, the whole, its chapters, the places."""
    pages = [page for page in account.pages if page.name not in OWN]
    return tuple(sorted(pages, key=lambda page: (page.name != BOARD_PAGE, bool(page.place))))
