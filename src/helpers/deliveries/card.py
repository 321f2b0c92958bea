"""A delivered file, what its reader is handed with it, and what the reader gives back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from helpers.definitions import Definitions
from helpers.deliveries.files.corrections import Correction
from helpers.deliveries.headings import Headings
from helpers.faults import Faults


@dataclass(frozen=True)
class Card:
    """One delivered file: what it is (`kind`, `part`), its name under the year, its content.

    `shipped`: the project ships it, so that the people in it are invented.
    """

    kind: str
    part: str
    name: str
    path: Path
    sha256: str
    shipped: bool


def _may_be_shown(card: Card) -> str:
    return ""


@dataclass(frozen=True)
class Handed:
    """What every reader is handed besides the file.

    `secret` keys the pseudonyms; `headings` is what is confirmed of a survey's headings, by respondents;
    `to_clear` gives the command that clears a free text which nobody has cleared, '' for one that may be
    shown.
    """

    definitions: Definitions
    secret: bytes
    corrections: list[Correction] = field(default_factory=list)
    headings: dict[str, Headings] = field(default_factory=dict)
    to_clear: Callable[[Card], str] = _may_be_shown


Read = tuple[
    list[pd.DataFrame], Faults
]  # a frame for each table of the kind, in its order, and what was found
Reader = Callable[[Card, Handed], Read]
