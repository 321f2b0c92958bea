"""Which steps a year needs, and in what order."""

from dataclasses import dataclass

from helpers import annual_report
from helpers.annual_report import AUDIT_PREP
from helpers.annual_report import PAGE as ANNUAL_PAGE
from helpers.audit import review
from helpers.chapters import render
from helpers.context import Context
from helpers.definitions import Definitions
from helpers.deliveries import kinds
from helpers.pages.blocks import APPENDIX, AUDIT_PAGE, name_beside
from helpers.pages.board import PAGE as BOARD_PAGE
from helpers.pages.chapter_list import CHAPTERS as ACCOUNT_CHAPTERS
from helpers.pages.chapter_list import Chapter
from helpers.pages.figures import label_words
from helpers.pages.final_report_page import page_name as final_report_page
from helpers.paths import INTERVENTIONS
from helpers.wording import text

FACTS = "2_facts"
BASE = ("1_clean", FACTS)  # notebooks that all others rest on
CHAPTERS = (*BASE, "7_method")  # notebooks that are shown with their code
INDEX = "index.html"
ANNUAL = "10_annual_report"
AUDITORS = "11_auditors"  # changes when the auditors are done, so it is no page that is adopted
# They print facts and nothing else.
FINAL_REPORT = "19_final_report"
OF_PLACE = ("3_platform", FINAL_REPORT)  # notebooks that are made once for each place
REPORTS = (
    *("3_platform", "4_association", "6_index", "8_board", ANNUAL, FINAL_REPORT),
    *(chapter.notebook for chapter in ACCOUNT_CHAPTERS),
)
ACCOUNTS = ("3_platform", "4_association")  # those of a place, which may have a text of the office's own
AUDIT = "5_audit"
# Tasks that are no notebook.
TABLES = "tables"  # the facts and the audit's findings for who computes on
FACTS_ALONE = "facts_alone"  # the facts, of a year whose pages are not made
VOUCHERS = "vouchers"
RETURNS = "returns"  # what goes back to the senders
STATEMENT = "statement"  # how accessible the pages are
_TITLES = {
    "1_clean": "index.clean",
    FACTS: "index.facts_chapter",
    "7_method": "index.method",
    "5_audit": "review.title",
    "6_index": "index.title",
    "8_board": "board.title",
    ANNUAL: "annual.title",
    AUDITORS: "audit_prep.title",
} | {chapter.notebook: f"chapter.{chapter.id}" for chapter in ACCOUNT_CHAPTERS}


@dataclass(frozen=True)
class Step:
    """One task of a year: a notebook with its parameters, or what is made of what notebooks made.

    `page` is the page that a notebook gives, `place` the platform or whole that it is about, '' for all of
    them; `needs` are the names of the steps that it rests on, `after` of those that it takes in as far as
    they could be made.
    """

    year: int
    task: str
    page: str = ""
    place: str = ""
    needs: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """`2019/3_platform/vannas`."""
        return f"{self.year}/{self.task}" + (f"/{self.place}" if self.place else "")

    @property
    def is_notebook(self) -> bool:
        """Whether a notebook makes it, and its page."""
        return bool(self.page)

    @property
    def parameters(self) -> dict[str, int | str]:
        """What the notebook is told, by the names of its tagged cell."""
        return {"year": self.year} | ({"platform": self.place} if self.task in OF_PLACE else {})


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
        return cls(context, {y: context.at(y).shown_definitions for y in context.years_beside})

    @property
    def year(self) -> int:
        return self.context.year

    @property
    def years(self) -> list[int]:
        """The years that are made and shown beside each other, oldest first."""
        return list(self.definitions)

    @property
    def has_deliveries(self) -> bool:
        """Whether anything was delivered for the year; else only what was printed can be tried."""
        return self.year in self.definitions

    def has(self, chapter: Chapter) -> bool:
        """Whether the year has what makes a chapter, and definitions that say how it is read."""
        delivered = (kinds.kind(id_).is_in(self.context.raw) for id_ in chapter.kinds)
        return chapter.defined(self.defined) and any(delivered)

    @property
    def defined(self) -> Definitions:
        """The definitions of a year with deliveries.

        Raises:
            KeyError: it has none.
        """
        return self.definitions[self.year]

    def steps(self) -> list[Step]:
        """All steps in an order that respects what each needs."""
        found = []
        for year in self.years:
            clean = Step(year, "1_clean", "notebooks/1_clean.html")
            found += [clean, Step(year, FACTS, "notebooks/2_facts.html", needs=(clean.name,))]
        facts = tuple(s.name for s in found if s.task == FACTS)
        audit = Step(self.year, AUDIT, AUDIT_PAGE, needs=facts)
        if not self.has_deliveries:
            return [*found, audit, Step(self.year, TABLES, after=(audit.name,))]
        pages = [audit, *self._accounts(facts, audit.name)]
        shown = tuple(s.name for s in (*found, *pages) if s.year == self.year)
        return [
            *found,
            *pages,
            Step(self.year, STATEMENT),
            self._returns(),
            Step(self.year, TABLES, needs=facts, after=(audit.name,)),
            Step(self.year, VOUCHERS, needs=facts, after=shown),
        ]

    def _returns(self) -> Step:
        return Step(self.year, RETURNS, needs=(f"{self.year}/1_clean", f"{self.year}/{FACTS}"))

    def _accounts(self, facts: tuple[str, ...], audit: str) -> list[Step]:
        """The year's own pages; the association's is named as its sum is.

        What the accounts print otherwise comes from the audit, as far as it could be made.
        """
        places = [*self.defined.platform_ids, *self.defined.whole_ids]
        together = self.defined.together.id
        index = Step(self.year, "6_index", INDEX, needs=facts)
        report = [
            Step(self.year, ANNUAL, ANNUAL_PAGE, "", facts, (audit,)),
            Step(self.year, AUDITORS, AUDIT_PREP, "", facts, (audit,)),
        ]
        chapters = [
            Step(self.year, chapter.notebook, chapter.page(together), "", facts, (audit,))
            for chapter in ACCOUNT_CHAPTERS
            if self.has(chapter)
        ]
        finals = self._final_reports(facts, audit)
        if not self.defined.has_account:
            return [*finals, *chapters, index]
        return [
            *(Step(self.year, "3_platform", f"{place}.html", place, facts, (audit,)) for place in places),
            Step(self.year, "4_association", f"{together}.html", "", facts, (audit,)),
            *chapters,
            *(report if annual_report.is_begun(self.context) else []),
            *finals,
            Step(self.year, "8_board", BOARD_PAGE, "", facts, (audit,)),
            index,
            Step(self.year, "7_method", "notebooks/7_method.html", needs=(f"{self.year}/{FACTS}",)),
        ]

    def _final_reports(self, facts: tuple[str, ...], audit: str) -> list[Step]:
        """The pages of the interventions that have delivered a final report."""
        folder = self.context.raw / INTERVENTIONS
        places = [p for p in self.defined.platform_ids if (folder / f"{p}.yaml").is_file()]
        return [Step(self.year, FINAL_REPORT, final_report_page(p), p, facts, (audit,)) for p in places]

    def published(self) -> list[Step]:
        """The steps of which the year publishes something."""
        return [s for s in self.steps() if s.year == self.year]

    def returned(self) -> list[Step]:
        """The steps that read and count the year's deliveries, and make what goes back to the senders."""
        return [s for s in self.published() if s.task in (*BASE, RETURNS)]

    def counted(self) -> list[Step]:
        """The steps that read and count the year's deliveries, and its facts for who computes on."""
        counting = [s for s in self.published() if s.task in BASE]
        return [*counting, Step(self.year, FACTS_ALONE, needs=(f"{self.year}/{FACTS}",))]

    def pages(self, step: Step) -> list[str]:
        """A notebook's page and its appendix."""
        appendix = self.cover(step).appendix
        return [step.page, *([appendix] if appendix else [])]

    def labels(self, step: Step) -> set[str] | None:
        """Words of the definitions that a report may print though they hold figures.

        None for what is no report.
        """
        if step.task not in (*REPORTS, AUDITORS):
            return None
        return {words for d in self.definitions.values() for words in label_words(d)}

    def cover(self, step: Step) -> render.Cover:
        """What stands around a step's page."""
        known = self.definitions.get(step.year)
        return render.Cover(
            known.association if known else review.owner(self.context),
            step.year,
            self._heading(step),
            _way_home(step, known is not None),
            "chapter" if step.task in CHAPTERS else "report",
            "../" if step.task in CHAPTERS else "",
            years=_way_to_years(step, known) if known else "",
            appendix="" if step.task in CHAPTERS else name_beside(step.page, APPENDIX),
            has_statement=known is not None,
        )

    def _heading(self, step: Step) -> str:
        if step.task == "6_index" and not self.defined.has_account:
            return text("final.index")
        if step.task in _TITLES:
            return text(_TITLES[step.task])
        defined = self.definitions[step.year]
        name = defined.name(step.place or defined.together.id)
        return text("final.title", name=name) if step.task == FINAL_REPORT else name


def _way_home(step: Step, has_index: bool) -> str:
    """How a step's page leads to the contents page; '' on itself, and where the year has none."""
    if step.task in CHAPTERS:
        return "../index.html"
    return "index.html" if has_index and step.task != "6_index" else ""


def _way_to_years(step: Step, defined: Definitions) -> str:
    """How a place's page, or the contents page, leads to other years: the page over all stands beside."""
    if step.task == "6_index":
        return "../index.html"
    places = (*defined.platform_ids, *defined.whole_ids, defined.together.id)
    place = step.page.removesuffix(".html")
    return f"../index.html#{place}" if place in places else ""
