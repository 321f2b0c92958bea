"""The page over all years that stand under reports, `reports/index.html`, which their pages lead to.

`make portal` makes it, and so does each command that has published a year: no page leads to one that is not.
"""

from collections.abc import Callable
from pathlib import Path

from helpers import annual_report
from helpers.assurance import adoption, register, sides
from helpers.assurance.decisions_page import said
from helpers.assurance.register import Adoption
from helpers.assurance.vouched import MANIFEST
from helpers.chapters.page import Page
from helpers.chapters.render import Cover
from helpers.context import Context
from helpers.machine import stopped
from helpers.machine.whole import write_whole
from helpers.pages import board
from helpers.pages.blocks import in_a_line
from helpers.pages.document import Content, Details, Link, join, points
from helpers.pages.portal_page import StandingYear, content
from helpers.pages.years import Report
from helpers.paths import Workspace
from helpers.wording import EN_DASH, text, voucher_number


def make(workspace: Workspace, say: Callable[[str], None] = print) -> Path | None:
    """Write the portal of a workspace's years. The page; None where no year stands.

    Years of different associations never stand beside each other: only those of the last year's.

    Raises:
        Stop: a year's decisions are not whole.
    """
    mine, others = _standing(workspace)
    if not mine:
        say(text("portal.nothing"))
        return None
    write_whole(workspace.portal, _page([_year(c) for c in mine], [_beside(c) for c in others]).html())
    say(text("portal.written", page=workspace.portal.relative_to(workspace.root).as_posix()))
    return workspace.portal


def follow(workspace: Workspace, say: Callable[[str], None] = print) -> None:
    """Make the page anew after a year was published. Of what hinders it is told: the year stands."""
    try:
        make(workspace, lambda _: None)
    except Exception as other:  # another year's tables may be of an earlier version, or not its own
        say(text("portal.not_made", reason=stopped.told(workspace, other)[1]))


def _page(years: list[StandingYear], others: list[Content]) -> Page:
    last, first = years[0], years[-1]
    span = f"{first.year}{EN_DASH}{last.year}" if first is not last else str(last.year)
    owner = last.report.now.definitions.association
    cover = Cover(
        owner, span, text("portal.title"), "", up=f"{last.year}/", has_status=False, searchable=True
    )
    return Page.of(content(years, others), cover)


def _standing(workspace: Workspace) -> tuple[list[Context], list[Context]]:
    """The years with reports and their tables, the last one first; those of other associations apart."""
    made = [y for y in workspace.years_with_data() if (workspace.reports(y) / MANIFEST).is_file()]
    contexts = [Context.of(workspace, year) for year in reversed(made)]
    known = [c for c in contexts if c.is_defined and c.store().exists("facts")]
    mine = [c for c in known if c.definitions.together.id == known[0].definitions.together.id]
    return mine, [c for c in known if c not in mine]


def _beside(context: Context) -> Content:
    """The way to a year of another association in the same folder."""
    return Link(f"{context.year}/index.html", f"{context.definitions.association} {context.year}")


def _year(context: Context) -> StandingYear:
    known, report = register.register(context), Report.load(context)
    numbers = {(f.platform, voucher_number(f)): f.key for f in report.now.facts}
    pages = sides.Side(context.year, context.reports).pages
    printed = set().union(*(page.vouchers for page in pages.values()))
    vouchers = {key: number for (place, number), key in numbers.items() if (place, number) in printed}
    d = report.now.definitions
    places = {p: f"{p}.html" for p in (d.together.id, *d.whole_ids, *d.platform_ids)}
    there = {place: page for place, page in places.items() if (context.reports / page).is_file()}
    return StandingYear(report, _state(known), _links(context), vouchers, there)


def _state(known: list[Adoption]) -> Content:
    """What the board has decided: every revision, the last one first, and why it decided again."""
    if not known:
        return text("adoption.draft")
    lines = (f"{text('adoption.revision', revision=a.revision)}: {said(a)}" for a in reversed(known))
    return points(lines)


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
