"""What goes back to those who delivered: a page and a table each, and their lists with marks at faults."""

from collections.abc import Collection
from pathlib import Path

from helpers.chapters import render
from helpers.chapters.page import Page, kept_name
from helpers.context import Context
from helpers.deliveries.returned import marked_up
from helpers.editions import Edition
from helpers.faults import Fault, from_table
from helpers.machine.whole import write_whole
from helpers.pages import senders
from helpers.pages.blocks import DELIVERY_PAGE as PAGE
from helpers.paths import LANGUAGES
from helpers.runs.plan import Plan
from helpers.wording import text

# Tables of findings, and the step that makes each.
FOUND_BY = {"faults": "1_clean", "fact_faults": "2_facts"}


def findings(context: Context, tables: Collection[str] = FOUND_BY.keys()) -> list[Fault]:
    """Every finding of the year's deliveries and of the counting, as far as they are made."""
    store = context.store()
    return [f for t in tables if store.exists(t) for f in from_table(store.read(t))]


def stage(plan: Plan, reports: Path, returned: Path) -> None:
    """Write pages and tables into `reports` and marked-up lists into `returned`.

    The folders hold what will stand there and no more.
    """
    deliveries, found = plan.context.store().read("deliveries"), findings(plan.context)
    for who in senders.of(plan.defined):
        title = text("delivery.title", name=plan.defined.name(who))
        edition = senders.edition(who, plan.defined)
        cover = render.Cover(plan.defined.association, plan.year, title, has_status=False, edition=edition)
        names = sorted(set(senders.delivered_by(who, plan.defined, deliveries)["file"]))
        told = [f for f in found if senders.sender(f, plan.defined) == who]
        mine = _mark_up(plan.context, names, told, edition, returned)
        page = Page.of(senders.content(who, plan.defined, deliveries, found, mine), cover)
        write_whole(reports / kept_name(f"{PAGE}{who}.html"), page.kept())
        table = senders.csv_text(senders.concerning(who, plan.defined, found))
        write_whole(reports / f"{PAGE}{who}.csv", table.encode())


def _mark_up(
    context: Context, names: list[str], told: list[Fault], edition: Edition, folder: Path
) -> list[str]:
    """Write one sender's lists with what it is told of them marked; where the copies will stand.

    They go back in the first language alone: nobody needs the personal data twice.
    """
    if context.language != LANGUAGES[0]:
        return []
    copies = []
    for name in names:
        content = marked_up(context.raw / name, [f for f in told if f.file == name], edition.line)
        if content is not None:
            copy = Path(name).with_suffix(".xlsx")
            write_whole(folder / copy, content)
            copies.append((context.returned / copy).relative_to(context.workspace.root).as_posix())
    return copies
