"""`make portal`: a page over all years that stand under reports, `reports/index.html`."""

from collections.abc import Callable, Iterator
from pathlib import Path

from helpers import annual_report
from helpers.assurance import adoption, register, sides
from helpers.assurance.register import Adoption
from helpers.assurance.vouched import MANIFEST
from helpers.chapters.page import Page
from helpers.chapters.render import Cover
from helpers.context import Context
from helpers.pages import board
from helpers.pages.blocks import in_a_line
from helpers.pages.document import Content, Details, Link, join
from helpers.pages.portal_page import StandingYear, content
from helpers.pages.years import Report
from helpers.paths import Workspace
from helpers.whole import write_whole
from helpers.wording import EN_DASH, text, voucher_number

PAGE = "index.html"


def make(workspace: Workspace, say: Callable[[str], None] = print) -> Path | None:
    """Write the portal of a workspace's years. The page; None where no year stands.

    Years of different associations never stand beside each other: only those of the last year's.

    Raises:
        Stop: a year's decisions are not whole.
    """
    standing = list(_standing(workspace))
    if not standing:
        say(text("portal.nothing"))
        return None
    page = workspace.all_reports / PAGE
    write_whole(page, _page(standing).html())
    say(text("portal.written", page=page.relative_to(workspace.root).as_posix()))
    return page


def _page(years: list[StandingYear]) -> Page:
    last, first = years[0], years[-1]
    span = f"{first.year}{EN_DASH}{last.year}" if first is not last else str(last.year)
    owner = last.report.now.definitions.association
    cover = Cover(
        owner, span, text("portal.title"), "", up=f"{last.year}/", has_status=False, searchable=True
    )
    return Page.of(content(years), cover)


def _standing(workspace: Workspace) -> Iterator[StandingYear]:
    """The years with reports and the tables they were made from, the last one first."""
    made = [y for y in workspace.years_with_data() if (workspace.reports(y) / MANIFEST).is_file()]
    contexts = [Context.of(workspace, year) for year in reversed(made)]
    mine = [c for c in contexts if c.is_defined and c.store().exists("facts")]
    for context in (c for c in mine if c.definitions.together.id == mine[0].definitions.together.id):
        yield _year(context)


def _year(context: Context) -> StandingYear:
    known = register.register(context)
    side = sides.Side(context.year, context.reports, context.processed)
    numbers = {(f.platform, voucher_number(f)): f.key for f in side.facts.values()}
    printed = set().union(*(page.vouchers for page in side.pages.values()))
    vouchers = {key: number for (place, number), key in numbers.items() if (place, number) in printed}
    return StandingYear(Report.load(context), _state(known), _links(context), vouchers)


def _state(known: list[Adoption]) -> Content:
    """What the board has decided, and why it decided again."""
    said = adoption.status(known).inside()
    again = [text("adoption.reason", reason=a.reason, date=a.date) for a in known if a.reason]
    return join([*said, *again])


def _links(context: Context) -> Content:
    """The ways into a year's set and to the forms of the whole year; all its forms behind a click."""
    pages = {
        "index.html": "portal.contents",
        board.PAGE: "portal.board",
        annual_report.PAGE: "index.annual",
        f"{adoption.CORRECTIONS}.html": "adoption.title",
    }
    there = {name: key for name, key in pages.items() if (context.reports / name).is_file()}
    found = [Link(f"{context.year}/{name}", text(key)) for name, key in there.items()]
    forms = sorted(p.name for p in context.forms.glob("*.*"))
    links = [Link(f"forms/{context.year}/{name}", name) for name in forms]
    whole = [link for link, name in zip(links, forms, strict=True) if str(context.year) in name]
    folded = [Details(text("portal.forms", count=len(links)), in_a_line(links))] if links else []
    return join([*in_a_line([*found, *whole]).inside(), *folded])
