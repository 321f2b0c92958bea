"""A drawing in units of the page: shapes and words as SVG, in the page's own colours and font.

Matplotlib measures the words and has the shapes of marks.
"""

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from helpers.pages.elements import Html
from helpers.pages.style import colour
from helpers.wording import plain

# In units: WIDTH is shown at 288 to 560 CSS pixels, so a unit is near a pixel.
WIDTH, TEXT, SMALL, LEADING = 360.0, 12.0, 11.0, 15.0
_FONT = "DejaVu Sans"  # the widest of the fonts a page is likely to meet: what fits in it fits
_EM = 100.0  # the size that words are measured at
_GRID, _BOXES, _LINES, _WORDS = range(4)  # what lies over what
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}
_STEPS = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C", Path.CLOSEPOLY: "z"}
# What every shape has where it says nothing else.
_INHERITED = {"fill": colour("ink"), "font-size": f"{TEXT:g}px", "font-weight": "normal", "stroke-width": "1"}


class Drawing:
    """An empty sheet, as wide as WIDTH; x runs to the right and y downwards, in units."""

    def __init__(self) -> None:
        self._shapes: list[tuple[int, str]] = []
        self._marks: dict[tuple[str, str, float], list[tuple[float, float]]] = {}

    def bar(self, x: float, y: float, width: float, height: float, token: str, edge: str = "edge") -> None:
        """A filled box with a rim, its upper left corner at (x, y)."""
        self._box(x, y, width, height, fill=colour(token), stroke=colour(edge))

    def area(self, x: float, y: float, width: float, height: float, token: str) -> None:
        """A filled box without a rim."""
        self._box(x, y, width, height, fill=colour(token))

    def _box(self, x: float, y: float, width: float, height: float, **look: str) -> None:
        way = _way([x, x + width, x + width, x], [y, y, y + height, y + height])
        self._shapes.append((_BOXES, f'<path d="{way}z"{_style(look)}/>'))

    def line(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        token: str,
        width: float = 1.0,
        dashes: Sequence[float] = (),
    ) -> None:
        """A line through points; `dashes` are lengths of strokes and gaps in turn. The grid lies lowest."""
        look = {"fill": "none"}
        if dashes:
            look |= {
                "stroke-dasharray": ",".join(_short(d * width) for d in dashes),
                "stroke-dashoffset": "0",
            }
        look |= {"stroke": colour(token), "stroke-width": _short(width)}
        level = _GRID if token == "grid" else _LINES
        self._shapes.append((level, f'<path d="{_way(xs, ys)}"{_style(look)}/>'))

    def mark(self, x: float, y: float, token: str, shape: str, size: float = 10.0) -> None:
        """A point in one of matplotlib's marker shapes, over everything else."""
        self._marks.setdefault((token, shape, size), []).append((x, y))

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
        look = {"font-size": f"{size:g}px", "font-weight": "700" if bold else "normal"}
        look |= {"text-anchor": _ANCHORS[anchor], "fill": colour(token)}
        shown = f"<text{_placed(x, y)}{_style(look)}>{escape(words, quote=False)}</text>"
        if words:
            self._shapes.append((_WORDS, shown))

    def block(self, x: float, y: float, lines: Sequence[str], **style: Any) -> float:
        """Lines under each other from the top y, in the `style` of `say`; the y where they end."""
        for i, words in enumerate(lines):
            self.say(x, y + LEADING * i + 12, words, **style)
        return y + LEADING * len(lines)

    def inline(self, height: float, id_: str, alt: str) -> Html:
        """The drawing as an element of the page, its ids of this drawing alone."""
        kinds = dict.fromkeys((shape, size) for _, shape, size in self._marks)
        ids = {kind: f"{id_}-{i}" for i, kind in enumerate(kinds, 1)}
        rim = {"stroke": colour("edge")}
        defs = "".join(f'<path id="{ids[kind]}" d="{_mark(*kind)}"{_style(rim)}/>' for kind in kinds)
        uses = [
            f'<use href="#{ids[shape, size]}"{_placed(*place)}{_style({"fill": colour(token)} | rim)}/>'
            for (token, shape, size), places in self._marks.items()
            for place in places
        ]
        shapes = [shape for _, shape in sorted(self._shapes, key=lambda s: s[0])]
        attributes = {
            "class": "plot",
            "viewBox": f"0 0 {_short(WIDTH)} {_short(max(height, 1))}",
            "role": "img",
            "aria-label": escape(plain(alt), quote=True),
            "focusable": "false",
            "style": f"font-family:inherit;font-size:{TEXT:g}px;fill:{colour('ink')}",
        }
        listed = "".join(f' {name}="{value}"' for name, value in attributes.items())
        body = "\n".join([*shapes, *uses])
        return Html(f"<svg{listed}>\n{f'<defs>{defs}</defs>' if defs else ''}{body}\n</svg>")


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
    """How far a character takes the pen after another, so that words are measured by their pairs."""
    return _measured(before + char, bold) - _measured(before, bold)


def _measured(words: str, bold: bool) -> float:
    font = get_font(_font_file(bold))  # one of this thread's own
    font.set_size(_EM, 72)
    font.set_text(words, 0.0, flags=LoadFlags.NO_HINTING)
    return font.get_width_height()[0] / 64


@cache
def _font_file(bold: bool) -> str:
    return findfont(FontProperties(family=_FONT, weight="bold" if bold else "normal"))


def wrapped(words: str, room: float, size: float = TEXT, bold: bool = False) -> list[str]:
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


def _way(xs: Sequence[float], ys: Sequence[float]) -> str:
    """A line through points.

    >>> _way([10.126, 0], [3, 4.5])
    'M10.13 3L0 4.5'
    """
    return "M" + "L".join(f"{_short(x)} {_short(y)}" for x, y in zip(xs, ys, strict=True))


@cache
def _mark(shape: str, size: float) -> str:
    """One of matplotlib's marker shapes as a line around its middle."""
    marker = MarkerStyle(shape)
    placed = Affine2D(marker.get_transform().get_matrix()).scale(size).scale(1, -1)
    steps = marker.get_path().transformed(placed).iter_segments(simplify=False)
    return "".join(
        _STEPS[code] + ("" if code == Path.CLOSEPOLY else " ".join(map(_short, places)))
        for places, code in steps
    )


def _placed(x: float, y: float) -> str:
    return f' x="{_short(x)}" y="{_short(y)}"'


def _style(look: dict[str, str]) -> str:
    kept = ";".join(f"{k}:{v}" for k, v in look.items() if _INHERITED.get(k) != v)
    return f' style="{kept}"' if kept else ""


def _short(number: float) -> str:
    """A number with two decimals at most.

    >>> _short(10.126), _short(7.0)
    ('10.13', '7')
    """
    return f"{round(round(number, 6), 2):g}"
