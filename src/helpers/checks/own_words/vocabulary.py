"""The words of a language by which a sentence is understood (`catalogue/<language>-words.yaml`)."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

import helpers
from helpers.paths import LANGUAGES


@cache
def vocabulary(language: str = LANGUAGES[0]) -> dict[str, Any]:
    """All of it, as it is written."""
    path = Path(helpers.__file__).parent / "catalogue" / f"{language}-words.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@cache
def among(name: str) -> frozenset[str]:
    """The words of a list: `among("clause")`, `among("groups.men")`.

    >>> "medan" in among("clause"), "män" in among("groups.men")
    (True, True)
    """
    found: Any = vocabulary()
    for part in name.split("."):
        found = found[part]
    return frozenset(found.split("|") if isinstance(found, str) else found)
