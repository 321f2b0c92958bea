"""The steps that are no notebook: each makes files in a folder, of what the notebooks made."""

from collections.abc import Callable
from pathlib import Path

from helpers import fact_tables
from helpers.assurance import vouchers
from helpers.audit.record import Record
from helpers.chapters import render
from helpers.editions import EVERYONE, Edition
from helpers.facts import csv_text
from helpers.pages import accessibility
from helpers.pages.years import YearOfFacts
from helpers.runs import returns
from helpers.runs.made import REPORTS, RETURNED, Made
from helpers.runs.plan import AUDIT, RETURNS, STATEMENT, TABLES, VOUCHERS, Plan
from helpers.whole import write_whole
from helpers.wording import text

# Prints stand verbatim in them, also one that begins with a sign: nothing delivered is there.
AUDIT_TABLES = ("findings", "comparison")

# What a task is told: the plan, what is made, the steps before it that were made now, and its folder.
Task = Callable[[Plan, Made, list[str], Path], None]


def tables(plan: Plan, _: Made, done: list[str], work: Path) -> None:
    """The year's facts, and the audit's findings as far as it was made, as text."""
    store = plan.context.store()
    if plan.has_deliveries:
        known = fact_tables.from_table(store.read("facts"))
        write_whole(work / REPORTS / "facts.csv", csv_text(known).encode())
    for name in AUDIT_TABLES if f"{plan.year}/{AUDIT}" in done else ():
        content = store.read(name).to_csv(index=False, lineterminator="\n")
        write_whole(work / REPORTS / f"{name}.csv", content.encode())


def statement(plan: Plan, _made: Made, _done: list[str], work: Path) -> None:
    """How accessible the year's pages are."""
    defined = plan.defined
    cover = render.Cover(
        defined.association, plan.year, text("accessibility.title"), edition=Edition(EVERYONE)
    )
    html = render.of_content(accessibility.statement(defined), cover)
    write_whole(work / REPORTS / accessibility.PAGE, html.replace(render.STATUS, "").encode())


def what_goes_back(plan: Plan, _made: Made, _done: list[str], work: Path) -> None:
    """A page and a table to each sender, and the lists with their faults marked."""
    returns.stage(plan, work / REPORTS, work / RETURNED)


def binder(plan: Plan, made: Made, done: list[str], work: Path) -> None:
    """A voucher for every fact that the pages print, in a page for each place."""
    write_binder(plan, made.printed(done), work / REPORTS, lambda html, _: html)


def write_binder(
    plan: Plan, wanted: dict[str, set[str]], folder: Path, finished: Callable[[str, str], str]
) -> None:
    """The vouchers `wanted`, by place, in a folder of reports; each page, with its name, is `finished`.

    Raises:
        Unexplained: one has no fact.
    """
    for place, content in vouchers.pages(_binders(plan), wanted):
        title = text("voucher.title", name=plan.defined.name(place))
        cover = render.Cover(plan.defined.association, plan.year, title, "../index.html")
        name = f"verifikationer/{place}.html"
        write_whole(folder / name, finished(render.of_content(content, cover), name).encode())


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
            known.facts, rows, known.deliveries, known.definitions, before, record.figures, record
        )
    return found


TASKS: dict[str, Task] = {TABLES: tables, STATEMENT: statement, RETURNS: what_goes_back, VOUCHERS: binder}
