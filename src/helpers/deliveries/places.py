"""How a delivery names a place.

Platforms, wholes, the association, and the areas of the official statistics.
"""

from dataclasses import dataclass

from helpers.definitions import Definitions
from helpers.deliveries.files.grid import folded


@dataclass(frozen=True)
class Places:
    """Platforms and wholes by id or display name, any case."""

    known: dict[str, str]

    @classmethod
    def of(cls, definitions: Definitions) -> "Places":
        """The places of a year, its association among them."""
        together = definitions.together
        names = (together.id, definitions.association, together.short)
        known = {folded(n): together.id for n in names}
        for platform in definitions.platforms:
            names = (platform.id, platform.name, platform.label)
            known |= {folded(n): platform.id for n in names}
        for whole in definitions.wholes:
            names = (whole.id, whole.name, whole.label)
            known |= {folded(n): whole.id for n in names}
        return cls(known)

    def find(self, written: str) -> str | None:
        """The id of a place as it is written; None where no place is called so."""
        return self.known.get(folded(written))


def labels(definitions: Definitions) -> list[str]:
    """The display names of platforms and wholes, as a message proposes them."""
    return [definitions.label(p) for p in [*definitions.platform_ids, *definitions.whole_ids]]
