"""A drawing in units of the page: matplotlib's SVG made part of it, in the page's own colours and font."""

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from html import escape
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import matplotlib
import numpy as np
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.textpath import text_to_path
from matplotlib.typing import RcKeyType

from helpers.language.words import Text, plain
from helpers.pages.style import paint, variable

# In units: WIDTH is shown at 288 to 560 CSS pixels, so a unit is near a pixel. No text is smaller than SMALL,
# which a phone of 390 pixels, with 350 of them for a chart, shows at 12 pixels or more.
WIDTH, TEXT, SMALL, LEADING = 360.0, 13.0, 12.5, 16.0
_EM = 100.0  # the size that pairs of characters are measured at
_FONT = "DejaVu Sans"  # the widest of the fonts a page is likely to meet: what fits in it fits
_STYLE: dict[RcKeyType, Any] = {
    "svg.hashsalt": "socialt-bokslut",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.sans-serif": [_FONT],
}
_DROPPED = ("font-family", "stroke-linejoin", "stroke-linecap", "stroke-miterlimit")


class Drawing:
    """An empty sheet, as wide as WIDTH; x runs to the right and y downwards, in units."""

    def __init__(self) -> None:
        self.figure = Figure(dpi=72)
        self.axis: Axes = self.figure.add_axes((0, 0, 1, 1))
        self.marks: dict[tuple[str, str, float], list[tuple[float, float]]] = {}

    def bar(self, x: float, y: float, width: float, height: float, token: str, edge: str = "edge") -> None:
        """A filled box with a rim, its upper left corner at (x, y)."""
        self._box(x, y, width, height, facecolor=paint(token), edgecolor=paint(edge), linewidth=1)

    def area(self, x: float, y: float, width: float, height: float, token: str) -> None:
        """A filled box without a rim."""
        self._box(x, y, width, height, facecolor=paint(token), edgecolor="none")

    def _box(self, x: float, y: float, width: float, height: float, **look: Any) -> None:
        self.axis.add_patch(Rectangle((x, y), width, height, clip_on=False, **look))

    def line(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        token: str,
        width: float = 1.0,
        dashes: Sequence[float] = (),
    ) -> None:
        """A line through points; `dashes` are lengths of strokes and gaps in turn. The grid lies lowest."""
        line = Line2D(
            xs, ys, color=paint(token), linewidth=width, clip_on=False, zorder=0.5 if token == "grid" else 2
        )
        if dashes:
            line.set_linestyle((0, tuple(dashes)))
        self.axis.add_line(line)

    def mark(self, x: float, y: float, token: str, shape: str, size: float = 10.0) -> None:
        """A point in one of matplotlib's marker shapes, over everything else."""
        self.marks.setdefault((token, shape, size), []).append((x, y))

    def say(
        self,
        x: float,
        y: float,
        words: str,
        size: float = TEXT,
        bold: bool = False,
        token: str = "ink",
        anchor: str = "left",
    ) -> None:
        """Words on one line, y at their baseline."""
        weight = "bold" if bold else "normal"
        self.axis.text(
            x,
            y,
            words,
            fontsize=size,
            fontweight=weight,
            color=paint(token),
            ha=anchor,
            va="baseline",
            parse_math=False,
        )

    def block(self, x: float, y: float, lines: Sequence[str], **style: Any) -> float:
        """Lines under each other from the top y, in the `style` of `say`; the y where they end."""
        for i, words in enumerate(lines):
            self.say(x, y + LEADING * i + 12, words, **style)
        return y + LEADING * len(lines)

    def inline(self, height: float, id_: str, alt: Text) -> Markup:
        """The drawing as an element of the page."""
        for (token, shape, size), places in self.marks.items():
            xs, ys = zip(*places, strict=True)
            look: dict[str, Any] = {
                "marker": shape,
                "markersize": size,
                "markerfacecolor": paint(token),
                "markeredgecolor": paint("edge"),
            }
            self.axis.add_line(Line2D(xs, ys, linestyle="none", clip_on=False, zorder=3, **look))
        self.axis.set_axis_off()
        self.axis.set(xlim=(0, WIDTH), ylim=(max(height, 1), 0))
        self.figure.set_size_inches(WIDTH / 72, max(height, 1) / 72)
        self.figure.patch.set_visible(False)
        out = io.StringIO()
        self.figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
        return inlined(out.getvalue(), id_, alt)


@contextmanager
def drawing() -> Iterator[Drawing]:
    """A sheet in the house style."""
    with matplotlib.rc_context(_STYLE):
        yield Drawing()


def width(words: str, size: float = TEXT, bold: bool = False) -> float:
    """How wide words are on one line, in units.

    >>> width("mm") > width("ii")
    True
    """
    return (
        sum(_step(before, char, bold) for before, char in zip(("", *words), words, strict=False)) * size / _EM
    )


@cache
def _step(before: str, char: str, bold: bool) -> float:
    """How far a character takes the pen after another: words have many characters and few pairs of them."""
    font = FontProperties(family=_FONT, size=_EM, weight="bold" if bold else "normal")
    with_it, without = (
        text_to_path.get_text_width_height_descent(words, font, ismath=False)[0] if words else 0.0
        for words in (before + char, before)
    )
    return with_it - without


def wrapped(words: Text, room: float, size: float = TEXT, bold: bool = False) -> list[str]:
    """Words on as many lines as they need; a word wider than the room is broken.

    >>> wrapped("Till annan behovsanpassad lösning", 120)
    ['Till annan', 'behovsanpassad', 'lösning']
    """
    lines: list[str] = []
    whole = re.split(r"[ \n\t]+", plain(words).strip())
    for word in (piece for w in whole for piece in _broken(w, room, size, bold)):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _broken(word: str, room: float, size: float, bold: bool) -> list[str]:
    if width(word, size, bold) <= room:
        return [word]
    end = next((n for n in range(len(word) - 1, 1, -1) if width(word[:n] + "-", size, bold) <= room), 1)
    return [word[:end] + "-", *_broken(word[end:], room, size, bold)]


def dodged(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Centres as near the wanted ones as can be without overlap, between low and high, in the wanted order.

    >>> dodged([10, 10, 50], [10, 10, 10], 0, 100)
    [5.0, 15.0, 50.0]
    """
    if not len(wanted):
        return []
    from scipy.optimize import isotonic_regression  # slow to import: only where names stand beside each other

    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    steps = np.cumsum([0.0, *((sizes[a] + sizes[b]) / 2 for a, b in pairwise(order))])
    free = isotonic_regression([wanted[i] - s for i, s in zip(order, steps, strict=True)]).x
    first, last = low + sizes[order[0]] / 2, high - sizes[order[-1]] / 2 - steps[-1]
    held = np.maximum(np.minimum(free, last), first) + steps
    return [float(held[order.index(i)]) for i in range(len(wanted))]


def inlined(drawn: str, id_: str, alt: Text) -> Markup:
    """Matplotlib's SVG without its wrapping.

    Shapes and texts only, colours by the page's names, ids of this chart alone.
    """
    source = ElementTree.fromstring(drawn)
    shapes = [e for e in source.iter() if _name(e) in _DRAWN]
    named = [e for e in shapes if e.get("id")]
    marks = {e.get("id", ""): f"{id_}-{i}" for i, e in enumerate(named, 1)}
    defs = "".join(_path(e, marks) for e in named)
    body = "\n".join(_DRAWN[_name(e)](e, marks) for e in shapes if not e.get("id"))
    attributes = {
        "class": "plot",
        "viewBox": _short(source.get("viewBox", "")),
        "role": "img",
        "aria-label": escape(plain(alt), quote=True),
        "focusable": "false",
        "style": f"font-family:inherit;font-size:{TEXT:g}px;fill:var(--ink)",
    }
    listed = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return Markup(f"<svg{listed}>\n{f'<defs>{defs}</defs>' if defs else ''}{body}\n</svg>")


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _path(element: ElementTree.Element, marks: dict[str, str]) -> str:
    id_ = f'id="{marks[own]}" ' if (own := element.get("id")) else ""
    way = re.sub(r"\s*([MLCQZz])\s*", r"\1", _short(element.get("d", ""))).strip()
    return f'<path {id_}d="{way}"{_style(element)}/>' if way else ""


def _text(element: ElementTree.Element, marks: dict[str, str]) -> str:
    return f"<text{_placed(element)}{_style(element)}>{escape(element.text or '', quote=False)}</text>"


def _use(element: ElementTree.Element, marks: dict[str, str]) -> str:
    target = next(v for k, v in element.items() if k.rpartition("}")[2] == "href").lstrip("#")
    return f'<use href="#{marks[target]}"{_placed(element)}{_style(element)}/>'


_DRAWN = {"path": _path, "text": _text, "use": _use}


def _placed(element: ElementTree.Element) -> str:
    return "".join(f' {a}="{_short(element.get(a, ""))}"' for a in ("x", "y"))


def _style(element: ElementTree.Element) -> str:
    declared = dict(
        re.split(r":\s*", d.strip(), maxsplit=1) for d in (element.get("style") or "").split(";") if d.strip()
    )
    font = declared.pop("font", "")
    if (size := re.search(r"([\d.]+)px", font)) and float(size[1]) != TEXT:
        declared["font-size"] = f"{size[1]}px"
    if re.match(r"7|bold", font):
        declared["font-weight"] = "700"
    inherited = {"font-size": f"{TEXT:g}px", "stroke-width": "1", "fill": paint("ink")}
    declared = {k: v for k, v in declared.items() if inherited.get(k) != v and k not in _DROPPED}
    kept = ";".join(f"{k}:{_short(_painted(v))}" for k, v in declared.items())
    return f' style="{kept}"' if kept else ""


def _painted(value: str) -> str:
    return re.sub(r"#[0-9a-f]{6}", lambda found: variable(found[0]), value)


def _short(numbers: str) -> str:
    """Numbers with two decimals at most.

    >>> _short("M 10.126 0.00001 L 3.5 7")
    'M 10.13 0 L 3.5 7'
    """
    return re.sub(r"-?\d+\.\d+(?:e-?\d+)?", lambda found: f"{round(float(found[0]), 2) + 0.0:g}", numbers)
