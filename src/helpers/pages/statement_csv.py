"""`arsredovisning.csv`: every line of the statements, exact."""

import csv
import io
from collections.abc import Iterator

from helpers.fact_csv import number_text
from helpers.facts import Fact
from helpers.pages.amounts import PREFIX
from helpers.pages.statements import LAST, Line, Statement, every, fact_of
from helpers.pages.years import Report

COLUMNS = ("part", "line", "label", "note", "value", "previous", "unit", "measure")


def csv_text(report: Report) -> str:
    """COLUMNS, a row for each line of a statement and each of its columns but last year's.

    That stands in `previous`, beside the year's own amount; a line's budget and deviation have rows of their
    own, told apart by `measure`. `value` and `previous` are blank where there is no fact.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for statement in every(report):
        for number, line in enumerate(statement.amounts, 1):
            writer.writerows(_rows(report, statement, number, line))
    return out.getvalue()


def _rows(report: Report, statement: Statement, number: int, line: Line) -> Iterator[list[object]]:
    for kind in (k for k in statement.kinds if k != LAST):
        fact = fact_of(report, line, kind)
        is_outcome = kind == statement.kinds[0]
        has_last = is_outcome and LAST in statement.kinds
        previous = _exact(fact_of(report, line, LAST)) if has_last else ""
        note = line.note.removeprefix("note") if is_outcome else ""
        values = [_exact(fact), previous, fact.unit, f"{PREFIX}{kind}{line.measure}"]
        yield [statement.id, number, line.label, note, *values]


def _exact(fact: Fact) -> str:
    return number_text(fact.value, fact.unit) if fact.ok else ""
