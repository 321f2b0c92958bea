"""What stands before the tables of a workbook: what it is, what it holds, and what its signs mean."""

from collections.abc import Iterable, Iterator

from helpers.editions import Edition
from helpers.forms.sheets import MARK, NO_SUCH, Link, Sheet
from helpers.forms.shown_account import Account, ShownPage
from helpers.pages.blocks import provenance
from helpers.pages.document import Block
from helpers.pages.said import said
from helpers.wording import text

STATES = ("missing", "too-few", "over-asked", "over-discharged", "suppressed")
EXPLAINED = ("share", "points", "number", "key")


def cover(account: Account, page: ShownPage, title: str) -> Sheet:
    """What the book is: whose, of which year, whom it may reach, whether it is adopted."""
    now = account.report.now
    told = {
        "title": title,
        "association": now.definitions.association,
        "of": page.heading,
        "year": str(now.year),
        "edition": Edition().line,
        "status": _words(page.status),
        "about": _words(provenance(account.report)),
        "source": text("book.cover.source_words", year=now.year),
        "contact": now.definitions.contact,
    }
    rows = tuple((text(f"book.cover.{key}"), words) for key, words in told.items() if words)
    return _front("cover", ("what", "words"), rows)


def _words(block: Block) -> str:
    return " ".join(said([block]).sentences)


def contents(sheets: Iterable[Sheet]) -> Sheet:
    """The sheets that follow, each a link and what its table shows."""
    return _front("contents", ("sheet", "table"), tuple((Link(s.name), s.title) for s in sheets))


def notes() -> Sheet:
    """What the signs and words in the tables mean."""
    return _front("notes", ("sign", "meaning"), tuple(_notes()))


def _notes() -> Iterator[tuple[str, str]]:
    yield NO_SUCH, text("book.note.no_such")
    yield MARK.strip(), text("invented.note").removeprefix(f"{MARK.strip()} ")
    for state in STATES:
        yield text(f"state.{state}"), text(f"book.note.{state}")
    for what in EXPLAINED:
        yield text(f"book.note.{what}_head"), text(f"book.note.{what}")


def _front(id_: str, heads: tuple[str, str], rows: tuple) -> Sheet:
    head = tuple(text(f"book.column.{h}") for h in heads)
    return Sheet(text(f"book.sheet.{id_}"), text(f"book.title.{id_}"), head, rows)
