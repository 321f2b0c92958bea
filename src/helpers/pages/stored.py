"""Documents as JSON: how an executed notebook keeps what it shows, so that a page is written of it later."""

from dataclasses import astuple, fields
from typing import Any

from markupsafe import Markup

from helpers.language.words import Foreign, Part, Printed, Words
from helpers.pages import document

MIME = "application/vnd.socialt-bokslut.document+json"


def stored(content: object) -> Any:
    """Content as JSON: words and blocks as objects, all else as it is."""
    if isinstance(content, document.Block):
        named = fields(content)  # type: ignore[arg-type]  # every block is a dataclass
        held = {f.name: stored(getattr(content, f.name)) for f in named}
        return {"block": type(content).__name__} | held
    if isinstance(content, Words):
        return {"words": [p if isinstance(p, str) else astuple(p) for p in content.parts]}
    if isinstance(content, tuple):
        return [stored(part) for part in content]
    return str(content) if isinstance(content, Markup) else content


def _part(kept: str | list[Any]) -> Part:
    """A part of words; a printed figure has more to it than its words and a language."""
    if isinstance(kept, str):
        return kept
    return Foreign(*kept) if len(kept) == len(fields(Foreign)) else Printed(*kept)


def read(kept: Any) -> Any:
    """Content as it was stored.

    Raises:
        KeyError, TypeError: it is no document of today's blocks.
    """
    if isinstance(kept, list):
        return tuple(map(read, kept))
    if not isinstance(kept, dict):
        return kept
    if "words" in kept:
        return Words(tuple(map(_part, kept["words"])))
    kinds = {kind.__name__: kind for kind in document.Block.__subclasses__()}
    held = {name: read(value) for name, value in kept.items() if name != "block"}
    if "drawing" in held:
        held["drawing"] = Markup(held["drawing"])
    return kinds[kept["block"]](**held)
