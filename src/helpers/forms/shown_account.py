"""What the forms of a year are made of: its facts, and what each of its pages shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from helpers.pages.document import NOTHING, Block
from helpers.pages.years import Report


@dataclass(frozen=True)
class ShownPage:
    """A page of the account as it was shown: its blocks, what stands beside it (`Apart`) among them.

    `name` is its file's (`vannas.html`), `place` the platform, whole or intervention that it is of, '' for
    others; `status` says whether the board has adopted it.
    """

    name: str
    heading: str
    blocks: tuple[Block, ...]
    place: str = ""
    status: Block = NOTHING


@dataclass(frozen=True)
class MadeOf:
    """What a published set says it was made of: name -> sha256 of what it read, its libraries and its code.

    Without `code` it is not known which code ran. `revision` counts the board's decisions.
    """

    inputs: Mapping[str, str] = field(default_factory=dict)
    libraries: Mapping[str, str] = field(default_factory=dict)
    code: Mapping[str, str] | None = None
    revision: int = 0

    def delivered(self, year: int) -> list[str]:
        """The delivered files of a year among the inputs."""
        return [name for name in sorted(self.inputs) if name.startswith(f"data/raw/{year}/")]


@dataclass(frozen=True)
class Account:
    """A year's published account; pages in the order of the plan, no notebook with its code."""

    report: Report
    pages: tuple[ShownPage, ...]
    made_of: MadeOf = MadeOf()
