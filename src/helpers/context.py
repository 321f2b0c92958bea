"""What a piece of work is about: whose files, which year, edition and language. Made once and handed on."""

import os
from dataclasses import dataclass, replace
from pathlib import Path

from helpers import association_folder, definitions
from helpers.defining import shown_names
from helpers.definitions import Definitions
from helpers.editions import EDITIONS
from helpers.paths import REPOSITORY, SPOKEN, Workspace
from helpers.store import Store

YEARS_BACK = 2  # how many earlier years stand beside a year


@dataclass(frozen=True)
class Context:
    """A year of an association, in a workspace.

    `association` is its name as the definitions of the run's year give it, '' where it has none. `decided` is
    the day on which the board adopted the year's annual report, '' before it has.
    """

    workspace: Workspace
    year: int
    association: str = ""
    edition: str = EDITIONS[0]
    decided: str = ""

    @classmethod
    def of(cls, workspace: Workspace, year: int, edition: str = EDITIONS[0]) -> "Context":
        """The context of a year, for who holds a workspace.

        Raises:
            DefinitionError: the year's definitions are faulty.
        """
        return cls(workspace, year, edition=edition).named()

    @classmethod
    def current(cls, year: int) -> "Context":
        """The context of a notebook: what its run says in the environment, else the repository's own files.

        Raises:
            DefinitionError: no run says anything, and the year's definitions are faulty.
        """
        given = os.environ.get
        association = given("SOCIALT_BOKSLUT_ASSOCIATION")
        if association is None:
            return cls.of(Workspace.current(), year)
        edition = given("SOCIALT_BOKSLUT_EDITION", EDITIONS[0])
        decided = given("SOCIALT_BOKSLUT_DECIDED", "")
        return cls(Workspace.current(), year, association, edition, decided)

    def named(self) -> "Context":
        """The same with its association, as the year's definitions name it.

        Raises:
            DefinitionError: the definitions are faulty.
        """
        return replace(self, association=self.definitions.association) if self.is_defined else self

    @property
    def association_id(self) -> str:
        """The association's id: its folder's name; of one that is none, or the project's own, its name.

        Raises:
            DefinitionError: the year's definitions are faulty.
        """
        folder = self.workspace.root
        is_own = association_folder.is_id(folder.name) and folder != REPOSITORY
        return folder.name if is_own else association_folder.id_of(self.definitions.association)

    @property
    def language(self) -> str:
        """The language of its pages."""
        return self.workspace.language

    @property
    def environment(self) -> dict[str, str]:
        """What a notebook's process is told, so that its `current` is this context."""
        return {
            "SOCIALT_BOKSLUT_WORKSPACE": str(self.workspace.root),
            "SOCIALT_BOKSLUT_ASSOCIATION": self.association,
            "SOCIALT_BOKSLUT_EDITION": self.edition,
            SPOKEN: self.language,
            "SOCIALT_BOKSLUT_DECIDED": self.decided,
        }

    def at(self, year: int) -> "Context":
        """The same of another year; what is decided is decided of one."""
        return self if year == self.year else replace(self, year=year, decided="")

    def within(self, root: Path) -> "Context":
        """The same year in another workspace."""
        return replace(self, workspace=replace(self.workspace, root=root))

    @property
    def years_beside(self) -> list[int]:
        """The year and the earlier ones that its pages print, oldest first.

        Only those that have both deliveries and definitions, and are of the same association.
        """
        known = self.workspace.years_with_data()
        back = range(self.year - YEARS_BACK, self.year + 1)
        return [y for y in back if y in known and self.at(y).is_defined and self._is_same_association(y)]

    @property
    def adopted_facts(self) -> list[Path]:
        """The facts of each earlier year beside the year that the board has adopted, oldest first.

        A run has tried before that what is frozen of these years is what was adopted.
        """
        years = [year for year in self.years_beside if year < self.year]
        sets = [folder for year in years if (folder := self.workspace.last_adopted(year))]
        return [folder / "facts.csv" for folder in sets if (folder / "facts.csv").is_file()]

    def _is_same_association(self, year: int) -> bool:
        """Whether an earlier year is of the year's association, which its id says; a name may be changed."""
        if year == self.year or not self.is_defined:
            return True
        return self.at(year).definitions.together.id == self.definitions.together.id

    def store(self, output: str = "") -> Store:
        """The year's tables; a step writes to `output`."""
        return Store(self.workspace, self.year, output)

    @property
    def definitions_file(self) -> Path:
        """The year's definitions, whether they are there or not."""
        return self.workspace.definitions / f"{self.year}.yaml"

    @property
    def is_defined(self) -> bool:
        """Whether the year has definitions."""
        return self.definitions_file.exists()

    @property
    def definitions(self) -> Definitions:
        """The year's definitions, read anew.

        Raises:
            DefinitionError: there are none, or they are faulty.
        """
        return definitions.load(self.definitions_file)

    @property
    def shown_definitions(self) -> Definitions:
        """The year's definitions with the names that its pages print.

        Raises:
            DefinitionError: there are none, or they are faulty.
        """
        return shown_names.in_language(self.definitions, self.language)

    @property
    def raw(self) -> Path:
        """The year's delivered files."""
        return self.workspace.raw(self.year)

    @property
    def returned(self) -> Path:
        """The year's marked-up lists, which go back to their senders."""
        return self.workspace.returned(self.year)

    @property
    def processed(self) -> Path:
        """The year's tables and workings."""
        return self.workspace.processed(self.year)

    @property
    def reports(self) -> Path:
        """The year's published set."""
        return self.workspace.reports(self.year)

    @property
    def forms(self) -> Path:
        """The forms of the year's published set."""
        return self.workspace.forms(self.year)
