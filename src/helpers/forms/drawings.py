"""A chart's drawing out of its page: as a file of its own, as a picture in dots, and what it is called."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import matplotlib
import typst
from markupsafe import Markup

from helpers.pages.style import scheme

FONT = "DejaVu Sans"  # of drawings, which were measured in it
_SVG = '<svg xmlns="http://www.w3.org/2000/svg" '
_ALONE = b"""#set page(width: 12cm, height: auto, margin: 0pt)
#image("drawing.svg", width: 12cm)"""
_DOTS = 220.0  # an inch


def picture(drawing: Markup) -> bytes:
    """A chart's drawing as SVG: light, in the font that it was measured in."""
    colours = scheme("light")
    drawn = re.sub(r"var\(--([\w-]+)\)", lambda found: colours[found[1]], str(drawing))
    return drawn.replace("<svg ", _SVG, 1).replace("font-family:inherit", f"font-family:{FONT}").encode()


def alternative(drawing: Markup) -> str:
    """What a chart is called for those who do not see it.

    >>> alternative(Markup('<svg class="plot" aria-label="A &amp; B">'))
    'A & B'
    """
    found = re.search(r'aria-label="([^"]*)"', drawing)
    return Markup(found[1]).unescape() if found else ""


def dots(drawing: Markup) -> bytes:
    """A chart's drawing as PNG, for what shows no SVG."""
    return typeset({"main": _ALONE, "drawing.svg": picture(drawing)}, format="png", ppi=_DOTS)


def typeset(files: Mapping[str, bytes], **how: object) -> bytes:
    """What typst makes of files, `main` the first, with its own fonts, those of matplotlib and no other.

    Raises:
        typst.TypstError: they cannot be set.
    """
    fonts = [str(Path(matplotlib.get_data_path()) / "fonts" / "ttf")]
    compiled: Callable[..., bytes] = typst.compile  # its types do not know files in memory
    return compiled(dict(files), font_paths=fonts, ignore_system_fonts=True, **how)
