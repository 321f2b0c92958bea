"""A rule of the facts: the function that follows it and the published clause it rests on, with its line."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

U17 = "socialt-bokslut-2017-ungdomstorget"
U18 = "socialt-bokslut-2018-ungdomstorget"
S19 = "styrelsehandlingar-2020-03-20-arsredovisning-2019"


@dataclass(frozen=True)
class Rule:
    """`clause` stands on the lines `first` to `last` of `source`, a text of the record.

    `words` are those of the catalogue, `rule.<name>`; a rule whose words come from the definitions has its
    own. `is_declared`: what it makes is written in the year's definitions, and nothing is computed.
    """

    made_by: Callable[..., Any]
    clause: str
    source: str
    first: int
    last: int | None = None
    words: str = ""
    is_declared: bool = False

    @property
    def where(self) -> str:
        """`socialt-bokslut-2018-ungdomstorget:421–422`; nothing where no published text is known."""
        if not self.source:
            return ""
        last = "" if self.last in (None, self.first) else f"–{self.last}"
        return f"{self.source}:{self.first}{last}"

    @property
    def lines(self) -> slice:
        """Its lines among the source's."""
        return slice(self.first - 1, self.last or self.first)

    @property
    def function(self) -> str:
        """The function's whole name: `helpers.counting.participations.total`."""
        return f"{self.made_by.__module__}.{self.made_by.__qualname__}"
