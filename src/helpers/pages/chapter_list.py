"""The registry of chapters: the pages that continue the association's account, in the printed order.

A new chapter is its notebook, its words (`chapter.<id>`, and `chapter_about.<id>` for who wonders whether to
open it) and an entry of CHAPTERS. The plan makes it, the contents page and the account lead to it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from helpers.definitions import Definitions
from helpers.pages.blocks import listed, name_beside
from helpers.pages.document import NOTHING, Block, Link, run
from helpers.pages.years import YearOfFacts
from helpers.wording import text


def _always(definitions: Definitions) -> bool:
    return True


@dataclass(frozen=True)
class Chapter:
    """A chapter of the account.

    `number` and `id` name its page, `kinds` are the deliveries of which any makes it; `defined` says whether
    the year's definitions tell how they are read.
    """

    number: int
    id: str
    notebook: str
    kinds: tuple[str, ...]
    defined: Callable[[Definitions], bool] = _always

    @property
    def title(self) -> str:
        """What a reader calls it."""
        return text(f"chapter.{self.id}")

    @property
    def about(self) -> str:
        """What it holds, in a line."""
        return text(f"chapter_about.{self.id}")

    def page(self, together: str) -> str:
        """Its page: `forbundet-08-ekonomi.html`."""
        return name_beside(f"{together}.html", f"{self.number:02}-{self.id}")

    def is_in(self, year: YearOfFacts) -> bool:
        """Whether a year has it: anything that makes it was delivered, though it could not be read."""
        files = year.deliveries[year.deliveries["kind"].isin(self.kinds)]
        return self.defined(year.definitions) and bool((files["file"] != "").any())


ECONOMY = Chapter(8, "ekonomi", "9_economy", ("ledger",), lambda d: d.economy is not None)
STRATEGIC = Chapter(7, "strategiska-mal", "17_strategic_goals", ("strategic-goals",))
CHAPTERS = (STRATEGIC, ECONOMY)  # in the order of the printed account


def of_year(year: YearOfFacts) -> list[Chapter]:
    """The chapters that a year has."""
    return [chapter for chapter in CHAPTERS if chapter.is_in(year)]


def ways(year: YearOfFacts, leave: tuple[Chapter, ...] = ()) -> Block:
    """The way to each chapter of a year but those to leave, and what it holds; nothing where none is."""
    together = year.definitions.together.id
    kept = [chapter for chapter in of_year(year) if chapter not in leave]
    return listed(run(Link(c.page(together), c.title), ": ", c.about) for c in kept) if kept else NOTHING
