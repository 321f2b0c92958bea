"""What the board adopted may not change: a run that would change it stops and says what."""

from helpers.assurance.fact_moves import moved
from helpers.assurance.moves import Moves
from helpers.assurance.register import frozen, register
from helpers.assurance.report_state import holds_report, is_of_report
from helpers.assurance.sides import Side
from helpers.context import Context
from helpers.facts import Facts
from helpers.faults import Stop
from helpers.wording import text


def _adopted(context: Context) -> tuple[int, Side] | None:
    """The revision that stands and its frozen set; None before any decision."""
    known = register(context)
    if not known:
        return None
    revision = known[-1].revision
    return revision, Side(context.year, frozen(context, revision))


def protect(context: Context, staged: Side, account_pages: list[str]) -> None:
    """Stop a run whose facts or pages of the account are not those that the board adopted.

    Raises:
        Stop: says what would change, or the year's decisions are not whole.
    """
    standing = _adopted(context)
    if standing is None:
        return
    (revision, adopted), year = standing, context.year
    moves = Moves(adopted, staged)
    if moves.facts or moves.of_other_origin or _changed_files(moves, account_pages):
        first = text("adoption.would_change", year=year, revision=revision)
        raise Stop("\n".join([first, *moves.told(), text("adoption.what_to_do", year=year)]))


def _changed_files(moves: Moves, account_pages: list[str]) -> list[str]:
    """Pages of the account that changed, and all that is the annual report's own where it was adopted.

    An annual report that was a draft when the year was adopted is still being written.
    """
    year, pages = moves.after.year, set(account_pages)
    changed = [n for part in ("inputs", "outputs") for n in moves.changed(part)]
    mine = {n for n in changed if is_of_report(n, year)}
    others = [n for n in changed if n in pages and n not in mine]
    return others + (sorted(mine) if holds_report(moves.before) else [])


def protect_facts(context: Context, counted: Facts) -> None:
    """Stop a run that prints other figures for an earlier year than the board adopted for it.

    Raises:
        Stop: says which, or the year's decisions are not whole.
    """
    standing = _adopted(context)
    if standing is None:
        return
    (_, adopted), year = standing, context.year
    if changed := moved(adopted.facts, {fact.key: fact for fact in counted}):
        first = text("adoption.other_year", year=year, count=len(changed))
        lines = [f"  {move.line()}" for move in changed]
        raise Stop("\n".join([first, *lines, text("adoption.what_to_do", year=year)]))
