"""The tables of the annual report, each by the name that its parts call it by; NOTHING where facts lack."""

from collections.abc import Callable, Iterator, Mapping

from helpers.facts import Fact
from helpers.language.words import Text
from helpers.pages import economy_tables, statement_tables, statements, volume
from helpers.pages.amounts import PREFIX, in_thousands, kronor, previous, tkr
from helpers.pages.association import scope_note
from helpers.pages.blocks import paragraph
from helpers.pages.document import NOTHING, Block, Content, Strong, join, table
from helpers.pages.standing_apart import all_but_apart
from helpers.pages.statements import AGAINST_BUDGET, BALANCE, CASH, INCOME, OPERATIONS, OUTCOME, of
from helpers.pages.years import Report, YearOfFacts
from helpers.wording import fact_text, text

AUDITORS = "6420"  # the account of auditors' fees in the preset charts
FIXED, INVESTING, RESULT = "assets:fixed", "cash-flow:investing", "result"
_MONEY = (
    *("outcome:income:total", "outcome:costs:total", RESULT),
    *("assets:total", "debt:total", "equity:closing"),
)
_PEOPLE = ("total", "discharged")


def figures(report: Report) -> dict[str, Block]:
    """Every table by name."""
    return {name: make(report) for name, make in _MADE.items()}


def _statement(id_: str) -> Callable[[Report], Block]:
    def shown(report: Report) -> Block:
        known = next((s for s in statements.every(report) if s.id == id_), None)
        has_amounts = known is not None and known.has(report, known.kinds[0])
        return statement_tables.shown(report, id_) if has_amounts else NOTHING

    return shown


def _notes(report: Report) -> Block:
    has_amounts = any(made.has(report, made.kinds[0]) for made in statements.notes(report))
    return statement_tables.notes(report) if has_amounts else NOTHING


def _individuals(report: Report) -> Block:
    d = report.now.definitions
    if not report.now.facts.get(d.together.id, "total").ok:
        return NOTHING
    caption = text("association.table1", but=all_but_apart(d))
    return volume.participant_table(report, d.together.id, caption)


def _members(report: Report) -> Block:
    shares = report.now.facts.measures(report.now.definitions.together.id, f"{PREFIX}member-share:")
    return economy_tables.members(report) if any(fact.ok for fact in shares) else NOTHING


# --- what the law asks and the statements do not say ------------------------------------------------------


def _overview(report: Report) -> Block:
    """The years beside each other, the latest first."""
    if not of(report, RESULT).ok:
        return NOTHING
    years = [report.now, *report.earlier]
    head = [in_thousands(text("annual.overview_head")), *(str(y.year) for y in years)]
    body: list[list[Content]] = [
        [text(f"annual.row.{m}"), *(tkr(_fact(y, PREFIX + m)) for y in years)] for m in _MONEY
    ]
    body += [[text(f"annual.row.{m}"), *(fact_text(_fact(y, m)) for y in years)] for m in _PEOPLE]
    shown = table(text("annual.overview_caption"), head, body)
    return join([statement_tables.amounts(shown, len(years)), scope_note(report)])


def _fact(year: YearOfFacts, measure: str) -> Fact:
    return year.facts.get(year.definitions.together.id, measure)


def _pair(report: Report, measure: str) -> list[Text]:
    """An amount of this year and of last year."""
    return [kronor(fact) for fact in _both(report, measure)]


def _both(report: Report, measure: str) -> tuple[Fact, Fact]:
    return of(report, measure), previous(report, PREFIX + measure)


def _two_years(report: Report, caption: str, body: list[list[Content]]) -> Block:
    year = report.now.year
    head = [text("economy.head.kr"), *(text("economy.head.year", year=y) for y in (year, year - 1))]
    return statement_tables.amounts(table(caption, head, body), 2)


def _balance_result(report: Report) -> Block:
    """The result that the law asks to be in balance: without what was gained on what was sold.

    An association that owns no fixed assets, now or a year ago, can have sold none.
    """
    if not of(report, RESULT).ok:
        return NOTHING
    result, fixed = _pair(report, RESULT), _both(report, FIXED)
    is_without = all(fact.ok and not fact.value for fact in fixed)
    adjusted = text("annual.no_adjustments") if is_without else text("annual.unknown_adjustments")
    body: list[list[Content]] = [
        [text("annual.row.result"), *result],
        [text("annual.adjustments"), adjusted, adjusted],
    ]
    if is_without:
        body.append([Strong(text("annual.balance_result")), *map(Strong, result)])
    return _two_years(report, text("annual.balance_caption", year=report.now.year), body)


def _investments(report: Report) -> Block:
    """What was invested, and what there is of earlier years' investments."""
    if not of(report, FIXED).ok:
        return NOTHING
    facts = [fact for m in (INVESTING, FIXED) for fact in _both(report, m) if fact.ok]
    none = NOTHING if any(fact.value for fact in facts) else paragraph("annual.no_investments")
    body: list[list[Content]] = [
        [text("annual.row.investing"), *_pair(report, INVESTING)],
        [text("annual.row.fixed"), *_pair(report, FIXED)],
    ]
    return join([none, _two_years(report, text("annual.investments_caption", year=report.now.year), body)])


def _audit_cost(report: Report) -> Block:
    """What the auditors' review cost, by the rows of the budget that their account stands in."""
    body = [[label, kronor(fact)] for label, fact in _of_auditors(report) if fact.ok]
    if not body:
        return NOTHING
    head = [text("economy.head.kr"), text("economy.head.year", year=report.now.year)]
    return statement_tables.amounts(table(text("annual.audit_caption", year=report.now.year), head, body), 1)


def _of_auditors(report: Report) -> Iterator[tuple[str, Fact]]:
    for row in statements.economy(report).budget:
        if row.takes(AUDITORS):
            yield row.label, of(report, OUTCOME + row.id)


_MADE: Mapping[str, Callable[[Report], Block]] = {
    "individuals": _individuals,
    "overview": _overview,
    "balance-result": _balance_result,
    "member-shares": _members,
    "investments": _investments,
    "operating": _statement(OPERATIONS),
    "income": _statement(INCOME),
    "balance": _statement(BALANCE),
    "cash-flow": _statement(CASH),
    "notes": _notes,
    "audit-cost": _audit_cost,
    "budget": _statement(AGAINST_BUDGET),
}
