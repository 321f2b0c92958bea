"""How statements look: a table with its unit in the head, and under it which ledgers the amounts are of."""

from collections.abc import Sequence

from helpers.language.words import joined
from helpers.pages import statements
from helpers.pages.amounts import kronor, tkr
from helpers.pages.blocks import columns
from helpers.pages.document import NOTHING, Block, Content, Division, Label, Paragraph, Strong, Table, join
from helpers.pages.print_beside import beside
from helpers.pages.statements import BUDGET, LAST, NOW, OUTCOME, Line, Statement, every, fact_of
from helpers.pages.years import Report
from helpers.wording import declared, listing, text

MANY = 2
WITHOUT_BUDGET = ("assets:cash",)  # nobody plans them


def shown(report: Report, id_: str) -> Block:
    """A statement of the account, one of `statements.every`."""
    made = next((s for s in every(report) if s.id == id_), None)
    return _table(report, made) if made else NOTHING


def budget_sums(report: Report) -> Block:
    """The sums of the budget's groups, in short."""
    return _table(report, statements.budget_sums(report))


def notes(report: Report) -> Block:
    """The notes, beside each other where there is room."""
    return columns(*(_table(report, made) for made in statements.notes(report)))


def _table(report: Report, made: Statement) -> Block:
    """A statement as a table, what it lacks, and its source."""
    kinds = [kind for kind in made.kinds if made.has(report, kind)]
    if not kinds or kinds[0] != made.kinds[0]:
        return Paragraph(text("economy.no_amounts", what=made.title))
    has_notes = any(line.note for line in made.lines)
    unit: Content = text("economy.head.tkr" if made.in_thousands else "economy.head.kr")
    numbers = [text("economy.head.note")] if has_notes else []
    head = [unit, *numbers, *(_head(report, made, kind) for kind in kinds)]
    body = [_row(report, made, line, kinds, has_notes) for line in made.lines]
    shown = Table(made.title, tuple(head), tuple(body), 2 if has_notes else 1)
    return amounts(join([shown, _source(report, made, kinds)]), len(kinds))


def amounts(shown: Block, columns_of: int) -> Block:
    """A table of amounts, which many columns make narrow on a phone."""
    return Division(shown, "money wide" if columns_of > MANY else "money")


def _head(report: Report, made: Statement, kind: str) -> Content:
    """What a column holds: this year, its budget, the difference, last year."""
    year = report.now.year - (kind == LAST)
    if kind in (NOW, OUTCOME, LAST):
        if made.is_of_a_day:
            return Label(text("economy.head.closing", year=year), "day")
        return text("economy.head.outcome" if BUDGET in made.kinds else "economy.head.year", year=year)
    return text(f"economy.head.{kind.removesuffix(':')}", year=year)


def _row(
    report: Report, made: Statement, line: Line, kinds: Sequence[str], has_notes: bool
) -> tuple[Content, ...]:
    """A line as a row; sums stand out, a heading has no amounts."""
    note = declared(line.note.removeprefix("note")) if line.note else ""
    cells: list[Content] = [note] if has_notes else []
    cells += [_amount(report, made, line, kind) for kind in kinds]
    row: list[Content] = [line.label, *cells]
    return tuple(Strong(part) if part and (line.is_sum or not line.measure) else part for part in row)


def _amount(report: Report, made: Statement, line: Line, kind: str) -> Content:
    is_planned = line.measure not in WITHOUT_BUDGET or kind in (NOW, OUTCOME, LAST)
    if not line.measure or not is_planned:
        return ""
    fact = fact_of(report, line, kind)
    return beside(report, fact, tkr(fact) if made.in_thousands else kronor(fact))


def _source(report: Report, made: Statement, kinds: Sequence[str]) -> Block:
    """Which years' ledgers the amounts come from, and what there is nothing to compare with."""
    year = report.now.year
    lasts = [fact_of(report, line, LAST) for line in made.lines if line.measure] if LAST in kinds else []
    own = any(fact.ok and fact.year == year - 1 for fact in lasts)
    told = [text("economy.source", years=listing([str(year), *([str(year - 1)] if own else [])]))]
    if lasts and not own:
        told.append(text("economy.source_last", year=year, before=year - 1))
    if BUDGET in made.kinds and BUDGET not in kinds:
        told.append(text("economy.no_budget", year=year))
    if LAST in made.kinds and LAST not in kinds:
        told.append(text("economy.no_last", before=year - 1))
    return Paragraph(joined(" ", told), "small")
