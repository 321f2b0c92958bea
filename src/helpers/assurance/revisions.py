"""What each revision of an adopted year corrected: a page for readers, and the same as a table."""

import csv
import io
from itertools import pairwise

from helpers.annual_report import TABLE
from helpers.assurance.fact_moves import Move
from helpers.assurance.moves import Moves
from helpers.assurance.register import Adoption, frozen
from helpers.assurance.sides import Side
from helpers.assurance.statement_moves import moved_lines, printed
from helpers.context import Context
from helpers.definitions import Definitions
from helpers.fact_csv import number_text
from helpers.facts import KEY, Fact
from helpers.language.words import plain
from helpers.naming import fact_name
from helpers.pages.document import NOTHING, Block, Heading, Paragraph, Section, join, table
from helpers.wording import text

RESULTS = ("value", "numerator", "denominator", "state")
NO_COLUMN = 9  # right-aligned from a column that these tables do not have: results are read beside each other


def corrections(
    context: Context, known: list[Adoption], staged: Side, definitions: Definitions
) -> tuple[Block, str]:
    """Every revision's corrected figures, the verdicts and sentences they touch, newest first: page and CSV.

    `known` are the year's decisions, of which the last one is adopted with the `staged` set.
    """
    sides = [Side(context.year, frozen(context, a.revision)) for a in known[:-1]] + [staged]
    revised = [(adoption, Moves(*pair)) for adoption, pair in zip(known[1:], pairwise(sides), strict=True)]
    return join([_revision(a, m, definitions) for a, m in reversed(revised)]), _csv(revised)


def _revision(adoption: Adoption, moves: Moves, definitions: Definitions) -> Block:
    others = [m for m in moves.facts if m not in moves.verdicts]
    blocks = [
        Heading(2, text("adoption.revision", revision=adoption.revision)),
        Paragraph(text("adoption.reason", reason=adoption.reason, date=adoption.date)),
        _figures("verdicts", moves.verdicts, definitions),
        _figures("figures", others, definitions),
        _lines(moves),
        _sentences(moves),
    ]
    return Section(join(blocks), f"revision-{adoption.revision}")


def _figures(name: str, moves: list[Move], definitions: Definitions) -> Block:
    """Facts as they were printed and are now; `name` is `verdicts` or `figures`."""
    if not moves:
        return Paragraph(text(f"adoption.no_{name}"))
    rows = [
        [
            definitions.name(move.fact.platform),
            fact_name(move.fact, definitions),
            plain(move.printed(move.before)),
            move.printed(move.after),
        ]
        for move in moves
    ]
    head = _head("place", "what", "before", "now")
    return table(text(f"adoption.{name}", count=len(rows)), head, rows, NO_COLUMN)


def _lines(moves: Moves) -> Block:
    """Lines of the annual report's statements; nothing where neither set has any."""
    if not any((side.reports / TABLE).is_file() for side in (moves.before, moves.after)):
        return NOTHING
    found = moved_lines(moves.before.reports, moves.after.reports)
    if not found:
        return Paragraph(text("adoption.no_lines"))
    rows = [[move.line["label"], printed(move.before), printed(move.after)] for move in found]
    return table(text("adoption.lines", count=len(rows)), _head("what", "before", "now"), rows, NO_COLUMN)


def _sentences(moves: Moves) -> Block:
    rows = [
        [page.name, before or "–", after or "–"] for page in moves.pages for before, after in page.sentences
    ]
    if not rows:
        return Paragraph(text("adoption.no_sentences"))
    head = _head("page", "before", "now")
    return table(text("adoption.sentences", count=len(rows)), head, rows, NO_COLUMN)


def _head(*names: str) -> list[str]:
    return [text(f"adoption.head_{name}") for name in names]


def _csv(revised: list[tuple[Adoption, Moves]]) -> str:
    """`revision`, the key and the result before and after, one row a corrected figure."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["revision", *KEY, *(f"{r}_{when}" for when in ("before", "after") for r in RESULTS)])
    for adoption, moves in revised:
        writer.writerows(
            [adoption.revision, *m.fact.key, *_results(m.before), *_results(m.after)] for m in moves.facts
        )
    return out.getvalue()


def _results(fact: Fact | None) -> list[str | int | None]:
    """RESULTS as facts.csv writes them."""
    if fact is None:
        return [""] * len(RESULTS)
    return [number_text(fact.value, fact.unit), fact.numerator, fact.denominator, fact.state]
