"""The steps that are no notebook: each makes files in a folder, of what the notebooks made."""

from collections.abc import Callable, Iterator
from pathlib import Path

from helpers import annual_report, fact_tables
from helpers.assurance import vouchers
from helpers.assurance.account_sums import Accounts
from helpers.audit.record import Record
from helpers.chapters import render
from helpers.chapters.page import Page, kept_name
from helpers.definitions import Definitions
from helpers.deliveries import kinds
from helpers.editions import EVERYONE, Edition
from helpers.fact_csv import csv_text
from helpers.machine.whole import write_whole
from helpers.pages import accessibility, statement_csv
from helpers.pages.html import binder_page
from helpers.pages.said import Wanted
from helpers.pages.years import Report, YearOfFacts
from helpers.rows import RowPlace
from helpers.runs import returns
from helpers.runs.made import FACTS_FILE, REPORTS, RETURNED, Made
from helpers.runs.plan import AUDIT, FACTS_ALONE, RETURNS, STATEMENT, TABLES, VOUCHERS, Plan
from helpers.store import Store
from helpers.wording import text

# Prints stand verbatim in them, also one that begins with a sign: nothing delivered is there.
AUDIT_TABLES = ("findings", "comparison")

# What a task is told: the plan, what is made, the steps before it that were made now, and its folder.
Task = Callable[[Plan, Made, list[str], Path], None]


def tables(plan: Plan, made: Made, done: list[str], work: Path) -> None:
    """The year's facts and the lines of its statements, and the audit's findings as far as it was made."""
    store = plan.context.store()
    if plan.has_deliveries:
        facts_alone(plan, made, done, work)
        if annual_report.is_begun(plan.context):
            lines = statement_csv.csv_text(Report.load(plan.context))
            write_whole(work / REPORTS / annual_report.TABLE, lines.encode())
    for name in AUDIT_TABLES if f"{plan.year}/{AUDIT}" in done else ():
        content = store.read(name).to_csv(index=False, lineterminator="\n")
        write_whole(work / REPORTS / f"{name}.csv", content.encode())


def facts_alone(plan: Plan, _made: Made, _done: list[str], work: Path) -> None:
    """The year's facts."""
    known = fact_tables.from_table(plan.context.store().read("facts"))
    write_whole(work / REPORTS / FACTS_FILE, csv_text(known).encode())


def statement(plan: Plan, _made: Made, _done: list[str], work: Path) -> None:
    """How accessible the year's pages are."""
    defined = plan.defined
    title, edition = text("accessibility.title"), Edition(EVERYONE)
    cover = render.Cover(defined.association, plan.year, title, has_status=False, edition=edition)
    page = Page.of(accessibility.statement(defined), cover)
    write_whole(work / REPORTS / kept_name(accessibility.PAGE), page.kept())


def what_goes_back(plan: Plan, _made: Made, _done: list[str], work: Path) -> None:
    """A page and a table to each sender, and the lists with their faults marked."""
    returns.stage(plan, work / REPORTS, work / RETURNED)


def binder(plan: Plan, made: Made, done: list[str], work: Path) -> None:
    """A voucher for every fact that the pages print, in a page for each place."""
    for name, page in bound(plan, made.printed(done)):
        write_whole(work / REPORTS / kept_name(name), page.kept())


def bound(plan: Plan, wanted: Wanted) -> Iterator[tuple[str, Page]]:
    """The vouchers `wanted`, by place: each page of them with its name among the reports.

    Raises:
        Unexplained: one has no fact.
    """
    for place, content in vouchers.pages(_binders(plan), wanted):
        title = text("voucher.title", name=plan.defined.name(place))
        cover = render.Cover(plan.defined.association, plan.year, title, "../index.html", up="../")
        yield binder_page(place), Page.of(content, cover)


def _binders(plan: Plan) -> dict[int, vouchers.Binder]:
    """Each year's facts with what stands behind them and the year before."""
    context = plan.context
    record = Record(context.workspace.published, context.workspace.audit)
    years = {year: YearOfFacts.load(context.at(year)) for year in plan.years}
    found = {}
    for year, known in years.items():
        store = context.at(year).store()
        rows = fact_tables.rows_of(store.read("fact_rows"), store.read("evidence"))
        before = years[year - 1].facts if year - 1 in years else None
        found[year] = vouchers.Binder(
            known.facts,
            rows,
            known.deliveries,
            known.definitions,
            before,
            record.figures,
            record,
            _accounts(store, known.definitions),
            _sources(store),
        )
    return found


def _accounts(store: Store, defined: Definitions) -> Accounts | None:
    """The year's ledger by account; None where the year counts none."""
    if defined.economy is None or not store.exists("ledger"):
        return None
    return Accounts(store.read("ledger"), store.read("ledger_accounts"), defined.economy)


def _sources(store: Store) -> dict[tuple[str, int], str]:
    """What the year's declared figures say that they are taken from, by file and row."""
    told = [n for n, t in kinds.tables().items() if "source" in t.saved and store.exists(n)]
    found = dict[tuple[str, int], str]()
    for table in map(store.read, told):
        for row, said in zip(table["row"], table["source"].fillna(""), strict=True):
            at = RowPlace.of(row)
            found |= {(at.file, at.number): said} if said else {}
    return found


TASKS: dict[str, Task] = {
    FACTS_ALONE: facts_alone,
    TABLES: tables,
    STATEMENT: statement,
    RETURNS: what_goes_back,
    VOUCHERS: binder,
}
