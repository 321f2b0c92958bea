"""What a page shows as the data that the typesetter's template reads: every block a node, words as strings.

A node is a string, a list of nodes, or an object whose `k` says what it is. No word is ever markup: the
template gets them as JSON. A block that nothing writes raises.
"""

import re
from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass, field
from functools import singledispatch
from typing import Any

from helpers.forms.drawings import alternative, picture
from helpers.forms.table_widths import seen, widths
from helpers.language.words import Words
from helpers.pages import document as d
from helpers.pages.style import scheme

Node = Any  # JSON
SPACE: Node = {"k": "space"}


@dataclass
class Tree:
    """The nodes of a document's pages.

    `places` are where its links can lead, `page` is the page that is written, `set_down` the places that the
    document has by now: each name stands once. `drawings` are the pictures by the name that the template
    reads, `told` what stands behind a click at each chart, which a reader of paper finds at the end.
    """

    places: Set[str]
    page: str = ""
    set_down: set[str] = field(default_factory=set)
    drawings: dict[str, bytes] = field(default_factory=dict)
    told: list[d.Chart] = field(default_factory=list)

    def node(self, content: d.Content) -> Node:
        """Content as a node.

        Raises:
            TypeError: there is a kind of block that nothing writes.
        """
        if isinstance(content, str):
            return spaced(content)
        return _words(content) if isinstance(content, Words) else _node(content, self)

    def nodes(self, contents: Iterable[d.Content]) -> list[Node]:
        """Each content as a node."""
        return [self.node(content) for content in contents]

    def place(self, id_: str) -> str:
        """The place of an id of the page where nothing has it yet, else ''."""
        place = f"{self.page}#{id_}" if id_ else self.page
        if place not in self.places or place in self.set_down:
            return ""
        self.set_down.add(place)
        return place

    def target(self, to: str) -> str:
        """Where a link leads within the document, '' where it leads out of it."""
        place = self.page + to if to.startswith("#") else to
        return place if place in self.places else ""


def places_of(page: str, contents: Iterable[d.Content]) -> set[str]:
    """The places of a page that a link can lead to."""
    found = {page}
    for content in contents:
        if isinstance(content, d.Block) and not isinstance(content, d.Apart):
            own = getattr(content, "id", "")
            found |= {f"{page}#{own}"} if own else set()
            found |= places_of(page, content.inside())
    return found


def spaced(words: str) -> Node:
    """Words with the blanks at their ends as such, which vanish where a line or a paragraph ends.

    >>> spaced("av  148 "), spaced("–"), spaced("")
    (['av 148', {'k': 'space'}], '–', [])
    """
    shown = re.sub(r"[ \n\t\r]+", " ", words)
    first, inside, last = shown[:1] == " ", shown.strip(" "), shown[-1:] == " "
    parts: list[Node] = [SPACE] * first + ([inside] if inside else []) + [SPACE] * (last and bool(inside))
    return parts[0] if len(parts) == 1 else parts


def _words(words: Words) -> Node:
    """Words as a node; those in another language by themselves, so that they are read aloud in it."""
    parts = [_said_in(lang, spaced(said)) for lang, said in words.by_language]
    return parts[0] if len(parts) == 1 else parts


def _said_in(lang: str, inside: Node) -> Node:
    return {"k": "language", "lang": lang, "in": inside} if lang else inside


@singledispatch
def _node(block: d.Block, tree: Tree) -> Node:
    raise TypeError(f"nothing sets a {type(block).__name__}")


def _registered(kind: str) -> Callable[[d.Block, Tree], Node]:
    def node(block: d.Block, tree: Tree) -> Node:
        content: d.Content = block.content  # type: ignore[attr-defined]  # of these kinds alone
        return {"k": kind, "kind": getattr(block, "kind", ""), "place": "", "in": tree.node(content)}

    return node


for _of, _kind in {
    d.Strong: "strong",
    d.Emphasis: "emphasis",
    d.Label: "label",
    d.Paragraph: "paragraph",
    d.Article: "group",
    d.Notice: "notice",
    d.Quote: "quote",
    d.Cell: "cell",
}.items():
    _node.register(_of, _registered(_kind))


@_node.register
def _(block: d.Link, tree: Tree) -> Node:
    inside, to = tree.node(block.content), tree.target(block.to)
    if block.leads_out:
        return {"k": "out", "to": block.to, "in": inside}
    return {"k": "link", "to": to, "in": inside} if to else inside


@_node.register
def _(block: d.Legend, tree: Tree) -> Node:
    colours = scheme("light")
    return {"k": "legend", "colours": [colours[c] for c in block.colours], "names": tree.nodes(block.names)}


@_node.register
def _(block: d.Several, tree: Tree) -> Node:
    parts: list[Node] = []
    for part in block.parts:
        parts += [SPACE, tree.node(part)] if block.apart else [tree.node(part)]
    return parts


@_node.register
def _(block: d.Heading, tree: Tree) -> Node:
    return {"k": "heading", "level": block.level, "in": tree.node(block.content)}


@_node.register
def _(block: d.Points, tree: Tree) -> Node:
    return {"k": "points", "items": tree.nodes(block.items)}


@_node.register
def _(block: d.Terms, tree: Tree) -> Node:
    return {"k": "terms", "items": [tree.nodes(pair) for pair in block.items]}


@_node.register(d.Section)
@_node.register(d.Division)
def _(block: d.Section | d.Division, tree: Tree) -> Node:
    place = tree.place(block.id) if block.id else ""
    if block.kind == "board" and isinstance(block.content, d.Several):
        lead = [p for p in block.content.parts if isinstance(p, d.Paragraph)]
        rest = [p for p in block.content.parts if not isinstance(p, d.Paragraph)]
        return {"k": "board", "lead": tree.nodes(lead), "rest": tree.nodes(rest)}
    inside = _said_in(getattr(block, "lang", ""), tree.node(block.content))
    return {"k": "group", "kind": block.kind, "place": place, "in": inside}


@_node.register
def _(block: d.Details, tree: Tree) -> Node:
    summary = [] if seen(block.summary) == _caption(block.content) else tree.node(block.summary)
    return {"k": "details", "summary": summary, "in": tree.node(block.content)}


def _caption(content: d.Content) -> str:
    """What the table is called that content begins with, '' where it begins with anything else."""
    while isinstance(content, d.Several) and content.parts:
        content = content.parts[0]
    return seen(content.caption) if isinstance(content, d.Table) else ""


@_node.register
def _(block: d.Apart, tree: Tree) -> Node:
    """It stands at the end of the report's own document, under a heading of its own."""
    return []


@_node.register
def _(block: d.Contents, tree: Tree) -> Node:
    """The document has contents of its own."""
    return []


@_node.register
def _(block: d.Table, tree: Tree) -> Node:
    numbers = [int(i >= block.numbers_from) for i in range(len(block.head))]
    return _table(block, tree) | {"k": "table", "numbers": numbers}


@_node.register
def _(block: d.Heat, tree: Tree) -> Node:
    return _table(block, tree) | {"k": "heat"}


def _table(block: d.Table | d.Heat, tree: Tree) -> dict[str, Node]:
    caption, head = tree.node(block.caption), tree.nodes(block.head)
    body = [tree.nodes(row) for row in block.body]
    return {"caption": caption, "head": head, "body": body, "widths": widths(block)}


@_node.register
def _(block: d.Searchable, tree: Tree) -> Node:
    return tree.node(block.table)


@_node.register
def _(block: d.Chart, tree: Tree) -> Node:
    name = f"{len(tree.drawings) + 1}.svg"
    tree.drawings[name] = picture(block.drawing)
    if block.details:
        tree.told.append(block)
    said: dict[str, Node] = {
        "finding": tree.node(block.finding),
        "subtitle": tree.node(block.subtitle),
        "source": tree.node(block.source),
    }
    drawn = {"drawing": name, "alt": alternative(block.drawing), "place": tree.place(block.id)}
    return {"k": "chart"} | said | drawn
