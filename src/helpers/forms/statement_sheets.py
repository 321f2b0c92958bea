"""The statements of the year's annual report as sheets, line by line as it prints them."""

from collections.abc import Iterator

from helpers.forms.sheets import NO_SUCH, Cell, Figure, Sheet
from helpers.pages.statements import Line, Statement, every, fact_of
from helpers.pages.years import Report
from helpers.wording import text


def statement_sheets(report: Report) -> Iterator[Sheet]:
    """A sheet for each statement that has a line; none in a year without a ledger."""
    for statement in every(report):
        if statement.amounts:
            yield _sheet(report, statement)


def _sheet(report: Report, statement: Statement) -> Sheet:
    kinds = [text(f"book.statement.{kind.rstrip(':') or 'now'}") for kind in statement.kinds]
    head = [text("book.column.line"), text("book.column.note"), *kinds]
    rows = [_row(report, statement, line) for line in statement.amounts]
    note = statement.id.removeprefix("note")
    is_note = note != statement.id
    name = text("book.sheet.statement-note", number=note) if is_note else text(f"book.sheet.{statement.id}")
    return Sheet(name, statement.title, tuple(head), tuple(rows))


def _row(report: Report, statement: Statement, line: Line) -> tuple[Cell, ...]:
    figures = [Figure(fact_of(report, line, kind)) for kind in statement.kinds]
    return (line.label, line.note.removeprefix("note") or NO_SUCH, *figures)
