"""What the forms of a year are made of: its facts, and what each of its pages shows."""

from dataclasses import dataclass

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
class Account:
    """A year's published account; pages in the order of the plan, no notebook with its code."""

    report: Report
    pages: tuple[ShownPage, ...]
