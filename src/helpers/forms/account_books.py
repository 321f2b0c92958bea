"""The workbooks: one for each place that has an account and one for the year, each as .xlsx and .ods.

A sheet holds one table from its first cell, with its head in the first row: so a spreadsheet sorts and
filters it, and a program reads it without being told where it begins. Titles stand among the contents, over
the table on paper, and in the table's description. No cell is merged, no colour means anything, units stand
in the heads.
"""

from collections.abc import Iterator

from helpers.editions import Edition
from helpers.forms import fact_sheets, front_sheets, ods_book, statement_sheets, xlsx_book
from helpers.forms.sheets import Book
from helpers.forms.shown_account import Account, ShownPage
from helpers.pages.document import NOTHING, Block
from helpers.wording import text

WRITERS = {"xlsx": xlsx_book.content, "ods": ods_book.content}


def files(account: Account) -> Iterator[tuple[str, bytes]]:
    """`<place>.xlsx` and `.ods` of every place with an account, and the year's `socialt-bokslut-<year>`."""
    for name, book in books(account):
        for ending, content in WRITERS.items():
            yield f"{name}.{ending}", content(book)


def books(account: Account) -> Iterator[tuple[str, Book]]:
    """The workbooks by name. The association's has its sums and the places that are nobody's own."""
    defined = account.report.now.definitions
    own = [*defined.platform_ids, *defined.whole_ids]
    with_facts = {f.platform for f in account.report.now.facts}
    for page in account.pages:
        if page.place in own and page.place in with_facts:
            yield page.place, _book(account, page, [page.place])
    rest = [p for p in defined.places if p not in own and p in with_facts]
    together = ShownPage("", defined.association, (), defined.together.id, _status(account))
    if rest:
        yield defined.together.id, _book(account, together, rest)
    everything = [*rest, *(p for p in own if p in with_facts)]
    yield f"socialt-bokslut-{account.report.now.year}", _book(account, together, everything)


def _status(account: Account) -> Block:
    """Whether the board has adopted the account."""
    return next((page.status for page in account.pages if page.status), NOTHING)


def _book(account: Account, page: ShownPage, places: list[str]) -> Book:
    now = account.report.now
    title = text("book.title_of", of=page.heading, year=now.year)
    tables = [*fact_sheets.fact_sheets(now.facts, places, now.definitions)]
    if now.definitions.together.id in places:
        tables += statement_sheets.statement_sheets(account.report)
    notes = front_sheets.notes()
    first = [front_sheets.cover(account, page, title), front_sheets.contents([notes, *tables]), notes]
    return Book(title, now.definitions.association, Edition().line, now.year, (*first, *tables))
