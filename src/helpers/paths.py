"""Where things lie. Every path comes from one workspace, never from the working directory.

Only whether a command is given in another copy of the project is asked of that directory.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from helpers.reading.directory import entries

REPOSITORY = Path(__file__).resolve().parents[2]
LANGUAGES = ("sv", "en")  # of what is said; the board adopts what is in the first
COUNTRIES = {"sv": "sv-SE", "en": "en-GB"}  # each as files for other programs name it
SPOKEN = "SOCIALT_BOKSLUT_LANGUAGE"  # says which, of the environment
OURS = (
    "processed",
    "returned",
    "bundles",
    "samples",
    "handouts",
    "exchange",
    "received",
)  # of data/: what we write there
TEST_NUMBERS = REPOSITORY / "tests" / "test-personnummer.txt"


def spoken() -> str:
    """The language that this process speaks, the first where nothing is said."""
    given = os.environ.get(SPOKEN, "")
    return given if given in LANGUAGES else LANGUAGES[0]


@dataclass(frozen=True)
class Workspace:
    """A folder with `data/` and `reports/`: the repository, or a copy used by a test.

    Its properties are where things lie in it, whether they are there or not; docs/data-dictionary.md says
    what they hold. What is made in another `language` than the first lies in a folder of its own
    (`reports/en/2019`).
    """

    root: Path
    language: str = LANGUAGES[0]

    @classmethod
    def current(cls) -> "Workspace":
        """The workspace named by `SOCIALT_BOKSLUT_WORKSPACE`, else the repository, in the language spoken."""
        return cls(Path(os.environ.get("SOCIALT_BOKSLUT_WORKSPACE") or REPOSITORY).resolve(), spoken())

    def _made(self, *folder: str) -> Path:
        return self.root.joinpath(*folder, *([] if self.language == LANGUAGES[0] else [self.language]))

    @property
    def definitions(self) -> Path:
        return self.root / "data" / "definitions"

    @property
    def headings(self) -> Path:
        return self.definitions / "headings.csv"

    @property
    def breaks(self) -> Path:
        return self.root / "data" / "breaks.yaml"

    @property
    def cleared(self) -> Path:
        return self.root / "data" / "cleared.csv"

    @property
    def published(self) -> Path:
        return self.root / "data" / "published"

    @property
    def audit(self) -> Path:
        return self.root / "data" / "audit"

    @property
    def adopted(self) -> Path:
        return self.root / "data" / "adopted"

    @property
    def accepted(self) -> Path:
        return self.root / "data" / "accepted"

    def last_adopted(self, year: int) -> Path | None:
        """The set that the board adopted last of a year; None where it has adopted none."""
        folder = self.adopted / str(year)
        sets = [f for f in folder.iterdir() if f.name.isdigit()] if folder.is_dir() else []
        return max(sets, key=lambda f: int(f.name), default=None)

    @property
    def bundles(self) -> Path:
        return self.root / "data" / "bundles"

    @property
    def samples(self) -> Path:
        return self.root / "data" / "samples"

    @property
    def shipped(self) -> Path:
        return self.root / "data" / "shipped.sha256"

    def texts(self, year: int) -> Path:
        """What the office says of a year in words of its own."""
        return self.root / "data" / "texts" / str(year)

    @property
    def origins(self) -> Path:
        return self.root / "data" / "reconstruction" / "origins.csv"

    def decisions(self, year: int) -> Path:
        return self.root / "data" / "decisions" / f"{year}.yaml"

    def raw(self, year: int) -> Path:
        return self.root / "data" / "raw" / str(year)

    def returned(self, year: int) -> Path:
        return self._made("data", "returned") / str(year)

    def processed(self, year: int) -> Path:
        return self._made("data", "processed") / str(year)

    @property
    def all_reports(self) -> Path:
        """Where every year's reports lie, and the page over all of them."""
        return self._made("reports")

    def reports(self, year: int) -> Path:
        return self.all_reports / str(year)

    @property
    def portal(self) -> Path:
        """The page over all years, which the pages of each lead to."""
        return self.all_reports / "index.html"

    def forms(self, year: int) -> Path:
        """The forms of a year's account, beside its reports, whose manifest they are not in."""
        return self.all_reports / "forms" / str(year)

    @property
    def word_template(self) -> Path:
        """The association's own template for Word, whether it is there or not."""
        return self.root / "data" / "templates" / "mall.docx"

    def handouts(self, year: int) -> Path:
        """What a year's deliveries begin from, to hand out; nothing there is read."""
        return self.root / "data" / "handouts" / str(year)

    def exchange(self, year: int) -> Path:
        """What may leave the house of a year, for others to set beside their own."""
        return self.root / "data" / "exchange" / str(year)

    @property
    def received(self) -> Path:
        """What other associations have sent."""
        return self.root / "data" / "received"

    def years_with_data(self) -> list[int]:
        """Years that have a folder with at least one delivered file."""
        raw = self.root / "data" / "raw"
        folders = raw.iterdir() if raw.is_dir() else []
        return sorted(
            int(f.name) for f in folders if f.name.isdigit() and any(not e.fault for e in entries(f))
        )


LOCK_FILE = "requirements.lock"
INTERVENTIONS = "interventions"  # the folder of a year's final reports, and what findings on them concern
LEDGER_FILE = "bokforing.se"  # a year's ledger, among its deliveries


def other_copy() -> Path | None:
    """The copy of the project that the command is given in, where the running code is another's.

    None where it is its own, or where a workspace is named.
    """
    if os.environ.get("SOCIALT_BOKSLUT_WORKSPACE"):
        return None
    here = Path.cwd()
    around = next(
        (f for f in (here, *here.parents) if (f / "src" / "helpers" / "__main__.py").is_file()), REPOSITORY
    )
    return None if around.samefile(REPOSITORY) else around
