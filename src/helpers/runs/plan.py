"""Which steps a year needs, and in what order."""

from dataclasses import dataclass

from helpers.audit import review
from helpers.chapters import render
from helpers.codes import ASSOCIATION
from helpers.context import Context
from helpers.definitions import Definitions
from helpers.pages.blocks import AUDIT_PAGE
from helpers.pages.figures import label_words
from helpers.wording import text

BASE = ("1_clean", "2_facts")  # notebooks that all others rest on
CHAPTERS = (*BASE, "7_method")  # notebooks that are shown with their code
REPORTS = ("3_platform", "4_association", "6_index")  # notebooks that print facts and nothing else
AUDIT = "5_audit"
_TITLES = {
    "1_clean": "index.clean",
    "2_facts": "index.facts_chapter",
    "7_method": "index.method",
    "5_audit": "review.title",
    "6_index": "index.title",
}


@dataclass(frozen=True)
class Step:
    """One notebook with its parameters; `page` is the page it gives."""

    year: int
    notebook: str
    page: str
    place: str = ""
    needs: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.year}/{self.notebook}" + (f"/{self.place}" if self.place else "")

    @property
    def parameters(self) -> dict[str, object]:
        return {"year": self.year} | ({"platform": self.place} if self.notebook == "3_platform" else {})


@dataclass(frozen=True)
class Plan:
    """What a run of a year makes: the years it rests on, with their definitions."""

    context: Context
    definitions: dict[int, Definitions]

    @classmethod
    def of(cls, context: Context) -> "Plan":
        """The plan of a year.

        Raises:
            DefinitionError: a year's definitions are faulty.
        """
        return cls(context, {y: context.at(y).definitions for y in context.years_beside})

    @property
    def year(self) -> int:
        return self.context.year

    @property
    def years(self) -> list[int]:
        return list(self.definitions)

    @property
    def has_deliveries(self) -> bool:
        """Whether anything was delivered for the year; else only what was printed can be tried."""
        return self.year in self.definitions

    @property
    def defined(self) -> Definitions:
        """The definitions of a year with deliveries."""
        return self.definitions[self.year]

    def steps(self) -> list[Step]:
        """All steps in an order that respects what each needs."""
        found = []
        for year in self.years:
            clean = Step(year, "1_clean", "notebooks/1_clean.html")
            found += [clean, Step(year, "2_facts", "notebooks/2_facts.html", needs=(clean.name,))]
        facts = tuple(s.name for s in found if s.notebook == "2_facts")
        audit = Step(self.year, AUDIT, AUDIT_PAGE, ASSOCIATION, facts)
        return [*found, *(self._accounts(facts) if self.has_deliveries else []), audit]

    def _accounts(self, facts: tuple[str, ...]) -> list[Step]:
        """The year's own pages."""
        places = [*self.defined.platform_ids, *self.defined.whole_ids]
        return [
            *(Step(self.year, "3_platform", f"{place}.html", place, facts) for place in places),
            Step(self.year, "4_association", f"{ASSOCIATION}.html", ASSOCIATION, facts),
            Step(self.year, "6_index", "index.html", ASSOCIATION, facts),
            Step(self.year, "7_method", "notebooks/7_method.html", needs=(f"{self.year}/2_facts",)),
        ]

    def published(self) -> list[Step]:
        """The steps whose pages the year publishes."""
        return [s for s in self.steps() if s.year == self.year]

    def base(self) -> list[Step]:
        """The steps that read and count the year's deliveries."""
        return [s for s in self.published() if s.notebook in BASE]

    def labels(self, step: Step) -> set[str] | None:
        """Words of the definitions that a report may print though they hold figures; None for what is no report."""
        return (
            {w for d in self.definitions.values() for w in label_words(d)}
            if step.notebook in REPORTS
            else None
        )

    def cover(self, step: Step) -> render.Cover:
        """What stands around a step's page."""
        known = self.definitions.get(step.year)
        heading = text(_TITLES[step.notebook]) if step.notebook in _TITLES else known.name(step.place)
        is_chapter = step.notebook in CHAPTERS
        home = (
            "../index.html"
            if is_chapter
            else ("" if step.notebook == "6_index" or known is None else "index.html")
        )
        owner = known.association if known else review.owner(self.context)
        kind = "chapter" if is_chapter else "report"
        return render.Cover(
            owner,
            step.year,
            heading,
            home,
            kind,
            searchable=step.notebook == AUDIT,
            has_statement=known is not None,
        )
