"""The page of an executed notebook: its figures lead to their vouchers, none of a report leads nowhere."""

from collections.abc import Collection, Iterable

import nbformat

from helpers.chapters import render
from helpers.facts import share
from helpers.pages import chart_years, figures
from helpers.pages.drawing import width
from helpers.wording import listing, text


def warm(labels: Iterable[str]) -> None:
    """Have ready what is the same for every page, so that no process forked for one has to make it.

    `labels` are words that charts will measure.
    """
    render.warm()
    figures.unexplained("")
    for words in labels:
        width(words)
    one = share((0, "", "", "", "all"), 1, 1, "")
    chart_years.years("", [("", [(0, one), (1, one)])], [], "")  # has matplotlib and seaborn begin


def drawn(
    executed: nbformat.NotebookNode, cover: render.Cover, page: str, labels: Collection[str] | None
) -> str:
    """The page named `page`; a chapter's links lead up from its folder.

    `labels` are the words of definitions that hold figures; None where a page may print figures that are no
    facts.

    Raises:
        figures.Unexplained: the page prints a figure that is no fact, year, label or declared text.
    """
    html = render.render(executed, cover)
    if cover.kind == "chapter":
        return html.replace('href="verifikationer/', 'href="../verifikationer/')
    if labels is not None and (left := figures.unexplained(html, labels)):
        shown = listing([f"”{words}”" for words in left[:5]])
        raise figures.Unexplained(text("run.unexplained", page=page, figures=shown))
    return html
