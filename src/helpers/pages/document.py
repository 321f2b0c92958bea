"""What a page is made of: blocks of words, of figures and of each other. How they look is the writer's.

A new kind of block is a class here and a function in `html.py`; a page that has one needs no HTML. `said.py`
tells what a document says, `stored.py` keeps it in a notebook. Fields of `Content` are what a block holds, in
the order that they are read; all others (ids, kinds) are not read.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from markupsafe import Markup

from helpers.identity import mask
from helpers.language.words import Text, Words

if TYPE_CHECKING:
    import pandas as pd

ALERT = "alert"  # a kind of notice


class Block:
    """A piece of a page; a notebook shows it, and keeps it as it is: in the forms of its `bundle`."""

    bundle: ClassVar[Callable[["Block"], dict[str, Any]]]

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def __format__(self, how: str) -> NoReturn:
        raise TypeError("a block is no string: use `join` or `run`")

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return Block.bundle(self)

    def inside(self) -> "Iterator[Content]":
        """What the block holds, in the order that it is read."""
        for field in fields(self):  # type: ignore[arg-type]  # every block is a dataclass
            if "Block" in str(field.type):
                yield from _each(getattr(self, field.name))


Content = Block | Text


def _each(held: object) -> Iterator[Content]:
    if isinstance(held, tuple):
        for part in held:
            yield from _each(part)
    elif isinstance(held, Block | Words | str):
        yield held


def is_in(kind: type[Block], content: Content) -> bool:
    """Whether there is such a block in some content."""
    if not isinstance(content, Block):
        return False
    return isinstance(content, kind) or any(is_in(kind, part) for part in content.inside())


# --- within a line ----------------------------------------------------------------------------------------


@dataclass(frozen=True, repr=False)
class Strong(Block):
    """What stands out in a line."""

    content: Content


@dataclass(frozen=True, repr=False)
class Emphasis(Block):
    """What is said in another voice: a sum among its parts."""

    content: Content


@dataclass(frozen=True, repr=False)
class Label(Block):
    """A piece of a line; its `kind` says how it looks."""

    content: Content
    kind: str = ""


@dataclass(frozen=True, repr=False)
class Link(Block):
    """A way to another page, or to a place on this one."""

    to: str
    content: Content
    leads_out: bool = False


@dataclass(frozen=True, repr=False)
class Legend(Block):
    """What a chart's colours mean: `(colour, words)`."""

    colours: tuple[str, ...]
    names: tuple[Content, ...]


# --- one under the other ----------------------------------------------------------------------------------


@dataclass(frozen=True, repr=False)
class Several(Block):
    """Parts one after the other, each on a line of its own or not `apart` at all."""

    parts: tuple[Content, ...]
    apart: str = "\n"

    def __bool__(self) -> bool:
        return any(self.parts)


NOTHING = Several(())


@dataclass(frozen=True, repr=False)
class Heading(Block):
    """A title of what follows."""

    level: int
    content: Content


@dataclass(frozen=True, repr=False)
class Paragraph(Block):
    """Sentences."""

    content: Content
    kind: str = ""


@dataclass(frozen=True, repr=False)
class Points(Block):
    """A list of points."""

    items: tuple[Content, ...]
    kind: str = ""


@dataclass(frozen=True, repr=False)
class Terms(Block):
    """Names, each with what is said of it."""

    items: tuple[tuple[Content, Content], ...]


@dataclass(frozen=True, repr=False)
class Section(Block):
    """A part of the page that a link can lead to."""

    content: Content
    id: str = ""
    kind: str = ""


@dataclass(frozen=True, repr=False)
class Division(Block):
    """Blocks that belong together: a card, a question of the opening, words in a language of their own."""

    content: Content
    kind: str = ""
    id: str = ""
    lang: str = ""


@dataclass(frozen=True, repr=False)
class Article(Block):
    """Something that stands for itself: a finding."""

    content: Content
    kind: str = ""


@dataclass(frozen=True, repr=False)
class Notice(Block):
    """What a reader has to know first; `role` as assistive technology is told it."""

    content: Content
    kind: str = "notice"
    role: str = "note"


@dataclass(frozen=True, repr=False)
class Details(Block):
    """What stands behind one click."""

    summary: Content
    content: Content


@dataclass(frozen=True, repr=False)
class Apart(Block):
    """What stands on a page of its own beside the one it is shown for: `forbundet-bilaga.html`."""

    name: str
    title: str
    content: Content


@dataclass(frozen=True, repr=False)
class Quote(Block):
    """Somebody else's words."""

    content: Content


@dataclass(frozen=True, repr=False)
class Contents(Block):
    """Links to the page's own sections, and to what stands on pages beside it."""

    ids: tuple[str, ...]
    titles: tuple[Content, ...]
    beside: tuple[Content, ...] = ()


@dataclass(frozen=True, repr=False)
class Table(Block):
    """A table whose first column names the row; columns from `numbers_from` on are right-aligned."""

    caption: Content
    head: tuple[Content, ...]
    body: tuple[tuple[Content, ...], ...]
    numbers_from: int = 1


@dataclass(frozen=True, repr=False)
class Searchable(Block):
    """A table that the page's own script lets a reader search and sort; its `labels` are the script's.

    `rows` are JSON of a table too long to stand as it is, which the script writes; `without` is said to those
    who run no script then.
    """

    labels: tuple[tuple[str, str], ...]
    table: Content
    rows: str = ""
    without: str = ""


@dataclass(frozen=True, repr=False)
class Chart(Block):
    """A drawing with its finding as title and its source; `details` say the same in words and figures."""

    id: str
    finding: Content
    subtitle: Content
    drawing: Markup
    source: Content
    details: Content


@dataclass(frozen=True, repr=False)
class Cell(Block):
    """A cell of a heat table; its `kind` says how it looks."""

    content: Content
    kind: str = ""


@dataclass(frozen=True, repr=False)
class Heat(Block):
    """A table of coloured cells, whose first column names the row."""

    caption: Content
    head: tuple[Content, ...]
    body: tuple[tuple[Content, ...], ...]


# --- made of what there is --------------------------------------------------------------------------------


def join(parts: Iterable[Content]) -> Several:
    """Parts one under the other."""
    return Several(tuple(parts))


def run(*parts: Content) -> Several:
    """Parts of one line."""
    return Several(parts, "")


def points(items: Iterable[Content], kind: str = "") -> Points:
    """A list of points."""
    return Points(tuple(items), kind)


def table(
    caption: Text, head: Sequence[Content], body: Iterable[Sequence[object]], numbers_from: int = 1
) -> Table:
    """A table whose first column names the row; columns from `numbers_from` on are right-aligned."""
    rows = tuple(tuple(map(_cell, row)) for row in body)
    return Table(caption, tuple(head), rows, numbers_from)


def _cell(value: object) -> Content:
    return value if isinstance(value, Block | Words) else str(value)


def frame(data: "pd.DataFrame", caption: str) -> Table:
    """A data frame as a reviewer reads it; personnummer that strayed into it are masked."""
    shown = data.astype(object).where(data.notna(), "")
    rows = [[mask(v) for v in r] for r in shown.itertuples(index=False)]
    return table(caption, [str(c) for c in data.columns], rows, len(data.columns))
