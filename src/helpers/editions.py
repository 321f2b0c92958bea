"""The editions: whom a page or a file may reach. The one place that names them, and what each says of itself.

The table of docs/privacy.md says the same of every folder.
"""

from dataclasses import dataclass

from helpers.wording import text

INTERNAL, SENDER, EVERYONE = "internal", "sender", "everyone"
EDITIONS = (INTERNAL,)  # of the account, as `EDITION=…` names them


@dataclass(frozen=True)
class Edition:
    """Whom something may reach: the house (INTERNAL), the one SENDER it is `to`, or EVERYONE."""

    kind: str = INTERNAL
    to: str = ""

    @property
    def line(self) -> str:
        """What it says of itself, in one line."""
        return text(f"edition.{self.kind}", name=self.to)
