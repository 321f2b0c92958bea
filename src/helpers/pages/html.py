"""The one writer of HTML: every block of a document as safe markup, everything else escaped."""

from collections.abc import Callable, Iterable
from functools import singledispatch

from markupsafe import Markup, escape

from helpers.language.words import INVENTED, Part, Printed, Words, plain
from helpers.pages import document as d
from helpers.wording import text

Write = Callable[[d.Content], Markup]
BINDER = "verifikationer"  # the folder of the pages of vouchers


def written(content: d.Content, up: str = "", known: set[str] | None = None) -> Markup:
    """Content as HTML; `up` leads from the page's folder to that of the reports.

    `known` are the figures that the page has printed already: the first of each is a place that its voucher
    leads back to. None where there is no page.

    Raises:
        TypeError: there is a kind of block that nothing writes.

    >>> written("<b>")
    Markup('&lt;b&gt;')
    """

    def write(part: d.Content) -> Markup:
        if isinstance(part, Words):
            return Markup("").join(_part(p, up, known) for p in part.parts)
        return escape(part) if isinstance(part, str) else _block(part, write)

    return write(content)


def tag(name: str, inside: Markup, attributes: dict[str, str] | None = None) -> Markup:
    """One element; attributes without a value are left out.

    >>> tag("p", escape("a & b"), {"class": "lead", "id": ""})
    Markup('<p class="lead">a &amp; b</p>')
    """
    listed = "".join(f' {n}="{escape(v)}"' for n, v in (attributes or {}).items() if v)
    return Markup(f"<{name}{listed}>{inside}</{name}>")


def _part(part: Part, up: str, known: set[str] | None) -> Markup:
    if isinstance(part, Printed):
        return _printed(part, up, known)
    return escape(part) if isinstance(part, str) else tag("span", escape(part.words), {"lang": part.lang})


def _printed(figure: Printed, up: str, known: set[str] | None) -> Markup:
    """A fact leads to its voucher; a figure that is no fact is marked as such."""
    if not figure.number:
        return tag("span", escape(figure.words), {"class": "declared"})
    to = f"{up}{binder_page(figure.place)}#{figure.number}"
    first = known is not None and figure.number not in known
    if known is not None:
        known.add(figure.number)
    words = escape(figure.words)
    if figure.is_invented:
        words += tag(
            "span",
            escape(INVENTED),
            {"class": "invented", "role": "img", "aria-label": text("invented.mark")},
        )
    return tag("a", words, {"class": "v", "href": to, "id": place_of(figure.number) if first else ""})


def binder_page(place: str) -> str:
    """The page of a place's vouchers, from the folder of a year's reports."""
    return f"{BINDER}/{place}.html"


def place_of(number: str) -> str:
    """The place on a page where the figure of a voucher is printed first."""
    return f"tal-{number}"


def _lines(parts: Iterable[Markup]) -> Markup:
    return Markup("\n").join(parts)


@singledispatch
def _block(block: d.Block, write: Write) -> Markup:
    raise TypeError(f"nothing writes a {type(block).__name__}")


@_block.register
def _(block: d.Strong, write: Write) -> Markup:
    return tag("strong", write(block.content))


@_block.register
def _(block: d.Emphasis, write: Write) -> Markup:
    return tag("em", write(block.content))


@_block.register
def _(block: d.Label, write: Write) -> Markup:
    return tag("span", write(block.content), {"class": block.kind})


@_block.register
def _(block: d.Link, write: Write) -> Markup:
    words = write(block.content)
    return tag("a", words if block.leads_out else tag("span", words), {"href": block.to})


@_block.register
def _(block: d.Legend, write: Write) -> Markup:
    pairs = zip(block.colours, block.names, strict=True)
    named = [_lines([_swatch(colour), tag("span", write(name))]) for colour, name in pairs]
    return tag("span", Markup("").join(tag("span", n) for n in named), {"class": "key"})


def _swatch(colour: str) -> Markup:
    return tag("i", Markup(""), {"aria-hidden": "true", "style": f"background:var(--{colour})"})


@_block.register
def _(block: d.Several, write: Write) -> Markup:
    return Markup(block.apart).join(map(write, block.parts))


@_block.register
def _(block: d.Heading, write: Write) -> Markup:
    return tag(f"h{block.level}", write(block.content))


@_block.register
def _(block: d.Paragraph, write: Write) -> Markup:
    return tag("p", write(block.content), {"class": block.kind})


@_block.register
def _(block: d.Points, write: Write) -> Markup:
    return tag("ul", _lines(tag("li", write(item)) for item in block.items), {"class": block.kind})


@_block.register
def _(block: d.Terms, write: Write) -> Markup:
    pairs = (_lines([tag("dt", write(name)), tag("dd", write(value))]) for name, value in block.items)
    return tag("dl", _lines(pairs))


@_block.register
def _(block: d.Section, write: Write) -> Markup:
    return tag("section", write(block.content), {"class": block.kind, "id": block.id})


@_block.register
def _(block: d.Division, write: Write) -> Markup:
    return tag("div", write(block.content), {"class": block.kind, "id": block.id, "lang": block.lang})


@_block.register
def _(block: d.Article, write: Write) -> Markup:
    return tag("article", write(block.content), {"class": block.kind})


@_block.register
def _(block: d.Notice, write: Write) -> Markup:
    return tag("div", write(block.content), {"class": block.kind, "role": block.role})


@_block.register
def _(block: d.Details, write: Write) -> Markup:
    return tag("details", _lines([tag("summary", write(block.summary)), write(block.content)]))


@_block.register
def _(block: d.Apart, write: Write) -> Markup:
    return write(block.content)


@_block.register
def _(block: d.Quote, write: Write) -> Markup:
    return tag("blockquote", write(block.content))


@_block.register
def _(block: d.Contents, write: Write) -> Markup:
    pairs = zip(block.ids, block.titles, strict=True)
    items = (tag("li", write(d.Link(f"#{id_}", title))) for id_, title in pairs)
    beside = (tag("li", write(link)) for link in block.beside)
    listed = Markup("").join([*items, *beside])
    return tag("nav", tag("ul", listed), {"aria-label": text("page.contents")})


@_block.register
def _(block: d.Table, write: Write) -> Markup:
    def cell(name: str, i: int, content: d.Content, scope: str = "") -> Markup:
        return tag(name, write(content), {"scope": scope, "class": "n" if i >= block.numbers_from else ""})

    head = Markup("").join(cell("th", i, h, "col") for i, h in enumerate(block.head))
    rows = []
    for first, *rest in block.body:
        data = Markup("").join(cell("td", i, c) for i, c in enumerate(rest, 1))
        rows.append(tag("tr", tag("th", write(first), {"scope": "row"}) + data))
    top = tag("caption", tag("span", write(block.caption))) + tag("thead", tag("tr", head))
    whole = tag("table", top + tag("tbody", Markup("").join(rows)))
    return scrolled(whole, _name(block.caption))


def scrolled(inside: Markup, name: str) -> Markup:
    """What may be wider than the page, in a box that can be scrolled and has a name."""
    return tag("div", inside, {"class": "scroll", "tabindex": "0", "role": "group", "aria-label": name})


def _name(content: d.Content) -> str:
    return "".join(map(_name, content.inside())) if isinstance(content, d.Block) else plain(content)


@_block.register
def _(block: d.Searchable, write: Write) -> Markup:
    held = {"class": "searchable"} | {f"data-{k}": v for k, v in block.labels}
    if not block.rows:
        return tag("div", write(block.table), held)
    rows = tag("script", Markup(block.rows.replace("<", r"\u003c")), {"type": "application/json"})
    return tag("div", tag("noscript", write(d.Paragraph(block.without))) + write(block.table) + rows, held)


@_block.register
def _(block: d.Chart, write: Write) -> Markup:
    subtitle = [tag("p", write(block.subtitle), {"class": "sub"})] if block.subtitle else []
    caption = _lines([tag("p", write(block.finding), {"class": "finding-title"}), *subtitle])
    source = [tag("p", write(block.source), {"class": "source"})] if block.source else []
    details = [write(block.details)] if block.details else []
    parts = [tag("figcaption", caption), block.drawing, *source, *details]
    return tag("figure", _lines(parts), {"class": "chart", "id": block.id})


@_block.register
def _(block: d.Cell, write: Write) -> Markup:
    return write(block.content)


@_block.register
def _(block: d.Heat, write: Write) -> Markup:
    head = Markup("").join(tag("th", write(h), {"scope": "col"}) for h in block.head)
    rows = []
    for first, *rest in block.body:
        cells = (tag("td", write(c), {"class": c.kind if isinstance(c, d.Cell) else ""}) for c in rest)
        rows.append(tag("tr", tag("th", write(first), {"scope": "row"}) + Markup("").join(cells)))
    top = tag("caption", tag("span", write(block.caption))) + tag("thead", tag("tr", head))
    whole = tag("table", top + tag("tbody", Markup("").join(rows)), {"class": "heat"})
    return scrolled(whole, _name(block.caption))
