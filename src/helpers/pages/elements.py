"""How facts look in a table: HTML with a caption and scoped headers, everything escaped."""

import re
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from helpers.identity import mask
from helpers.wording import MARKS, plain

if TYPE_CHECKING:
    import pandas as pd


def linked(markup: str) -> str:
    """Markup whose printed facts lead to their vouchers, and whose declared figures are marked as such."""
    opened: list[str] = []

    def tag(found: re.Match) -> str:
        if found.group(1) is None:
            return opened.pop()
        place, _, number = found.group(1).partition("/")
        opened.append("</a>" if number else "</span>")
        return (
            f'<a class="v" href="verifikationer/{place}.html#{number}">'
            if number
            else '<span class="declared">'
        )

    return MARKS.sub(tag, markup)


class Html(str):
    """Text that is markup already; a notebook shows it as such."""

    def _repr_html_(self) -> str:
        return linked(str(self))

    def __repr__(self) -> str:
        return f"<Html {len(self)}>"


def markup(value: object) -> Html:
    """A value as safe markup: escaped unless it is markup already.

    >>> print(markup("<b>"))
    &lt;b&gt;
    """
    return value if isinstance(value, Html) else Html(escape(str(value), quote=True))


def element(tag: str, content: object, **attributes: str) -> Html:
    """One element around escaped content; `class_` becomes `class`.

    >>> print(element("p", "a & b", class_="lead"))
    <p class="lead">a &amp; b</p>
    """
    listed = "".join(f' {k.rstrip("_")}="{escape(plain(v), quote=True)}"' for k, v in attributes.items())
    return Html(f"<{tag}{listed}>{markup(content)}</{tag}>")


def join(parts: Sequence[object]) -> Html:
    """Parts one after the other as safe markup."""
    return Html("\n".join(markup(p) for p in parts))


def table(caption: str, head: Sequence[str], body: Sequence[Sequence[object]], numbers_from: int = 1) -> Html:
    """A table whose first column names the row; columns from `numbers_from` on are right-aligned."""

    def place(i: int) -> str:
        return ' class="n"' if i >= numbers_from else ""

    cells = "".join(f'<th scope="col"{place(i)}>{markup(h)}</th>' for i, h in enumerate(head))
    rows = []
    for row in body:
        first, *rest = row
        data = "".join(f"<td{place(i)}>{markup(c)}</td>" for i, c in enumerate(rest, 1))
        rows.append(f'<tr><th scope="row">{markup(first)}</th>{data}</tr>')
    label = escape(plain(caption), quote=True)
    top = f"<caption><span>{markup(caption)}</span></caption><thead><tr>{cells}</tr></thead>"
    whole = f"<table>{top}<tbody>{''.join(rows)}</tbody></table>"
    return Html(f'<div class="scroll" tabindex="0" role="group" aria-label="{label}">{whole}</div>')


def frame(data: "pd.DataFrame", caption: str) -> Html:
    """A data frame as a reviewer reads it; personnummer that strayed into it are masked."""
    shown = data.astype(object).where(data.notna(), "")
    return table(
        caption,
        [str(c) for c in data.columns],
        [[mask(v) for v in r] for r in shown.itertuples(index=False)],
        len(data.columns),
    )
