"""The registry of chapters: the pages that continue the association's account, in the printed order.

A new chapter is its notebook, its words (`chapter.<id>`) and an entry of CHAPTERS. The plan makes it, and the
contents page leads to it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from helpers.annual_report import FOLDER
from helpers.definitions import Definitions
from helpers.pages.blocks import in_a_line, name_beside
from helpers.pages.document import NOTHING, Block, Link
from helpers.pages.years import YearOfFacts
from helpers.wording import text


def _always(definitions: Definitions) -> bool:
    return True


def _has_account(definitions: Definitions) -> bool:
    return definitions.has_account


@dataclass(frozen=True)
class Chapter:
    """A chapter of the account.

    `number` and `id` name its page, `kinds` are the deliveries of which any makes it; `defined` says whether
    the year's definitions tell how they are read. `has_tables`: it shows clean tables, not facts alone.
    """

    number: int
    id: str
    notebook: str
    kinds: tuple[str, ...]
    defined: Callable[[Definitions], bool] = _always
    has_tables: bool = False

    @property
    def has_texts(self) -> bool:
        """Whether it takes in texts of the annual report."""
        return FOLDER in self.kinds

    @property
    def title(self) -> str:
        """What a reader calls it."""
        return text(f"chapter.{self.id}")

    def page(self, together: str) -> str:
        """Its page: `forbundet-08-ekonomi.html`."""
        return name_beside(f"{together}.html", f"{self.number:02}-{self.id}")

    def is_in(self, year: YearOfFacts) -> bool:
        """Whether a year has it: anything that makes it was delivered, though it could not be read."""
        files = year.deliveries[year.deliveries["kind"].isin(self.kinds)]
        return self.defined(year.definitions) and bool((files["file"] != "").any())


def is_of_board(measure: str) -> bool:
    """Whether a declared measure is of what the board is and has done.

    >>> is_of_board("board:meetings"), is_of_board("economy:grant:survey"), is_of_board("staff")
    (True, True, False)
    """
    return measure.startswith(("board:", "decisions", "economy:"))


def is_of_organisation(measure: str) -> bool:
    """Whether a declared measure is of who the association is and how it is steered.

    >>> is_of_organisation("member-municipalities"), is_of_organisation("staff")
    (True, False)
    """
    return measure.startswith(("member-", "steering-groups"))


def _names(is_wanted: Callable[[str], bool]) -> Callable[[Definitions], bool]:
    """Whether a year's definitions name a declared measure that is wanted."""
    return lambda definitions: any(map(is_wanted, definitions.declared_measures))


TOLD = ("uppgifter", FOLDER)  # deliveries: declared figures, and the texts of the annual report
ORGANISATION = Chapter(2, "om-forbundet", "22_organisation", TOLD, _names(is_of_organisation))
BOARD_WORK = Chapter(9, "styrelsens-arbete", "29_board_work", TOLD, _names(is_of_board))
TARGET_GROUPS = Chapter(3, "malgrupper", "23_target_groups", ("sus", "screening"), _has_account)
RESULTS = Chapter(5, "resultat", "25_results", ("participants", "sus"), _has_account)
ECONOMY = Chapter(8, "ekonomi", "9_economy", ("ledger",), lambda d: d.economy is not None)
EFFECTS = Chapter(6, "effektmatt", "26_effects", ("helarsekvivalenter", "sjukdagar", "sjukfranvaro"))
STRATEGIC = Chapter(7, "strategiska-mal", "17_strategic_goals", ("strategic-goals",), has_tables=True)
ACTIVITIES = Chapter(4, "insatser", "24_activities", ("agreements",), has_tables=True)
PREVENTIVE = Chapter(
    10,
    "forebyggande",
    "20_preventive",
    ("forebyggande",),
    lambda d: d.preventive is not None,
    has_tables=True,
)
NAFS = Chapter(11, "nafs", "21_nafs", ("foljsamhet",), lambda d: d.nafs is not None)
CHAPTERS = (
    ORGANISATION,
    TARGET_GROUPS,
    ACTIVITIES,
    RESULTS,
    EFFECTS,
    STRATEGIC,
    ECONOMY,
    BOARD_WORK,
    PREVENTIVE,
    NAFS,
)  # in the order of the printed account


def of_year(year: YearOfFacts) -> list[Chapter]:
    """The chapters that a year has."""
    return [chapter for chapter in CHAPTERS if chapter.is_in(year)]


def ways(year: YearOfFacts) -> Block:
    """The way to each chapter of a year, in a line; nothing where there is none."""
    together = year.definitions.together.id
    links = [Link(chapter.page(together), chapter.title) for chapter in of_year(year)]
    return in_a_line(links, text("index.account_chapters")) if links else NOTHING
