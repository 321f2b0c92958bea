"""The whole set of a year staged beside, held against what is adopted, and put in place at once."""

import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from helpers import fact_tables
from helpers.assurance import adoption, changes_page, protection, report_state, revisions, sides
from helpers.assurance.accepted import Accepted
from helpers.assurance.account_changes import Desk
from helpers.assurance.changes_page import ChangesPage
from helpers.assurance.register import Adoption
from helpers.assurance.vouched import MANIFEST
from helpers.chapters import render
from helpers.chapters.page import ENDING, Page, failed, kept_name, published_name
from helpers.faults import Stop
from helpers.files import contents, put, sha256
from helpers.machine import private
from helpers.machine.whole import staged, swap, write_whole
from helpers.pages.blocks import provenance
from helpers.pages.document import NOTHING, Block, join
from helpers.pages.said import Said, Shown, printed
from helpers.pages.years import Report
from helpers.paths import LANGUAGES
from helpers.runs import manifest, returns, tasks
from helpers.runs.held import Held
from helpers.runs.made import FACTS_FILE, REPORTS, Made
from helpers.runs.plan import INDEX, Plan, Step
from helpers.runs.plan import REPORTS as ACCOUNT
from helpers.wording import text


@dataclass(frozen=True)
class Publisher:
    """Publishes a year: its reports and the lists that go back to their senders, both or neither.

    `adopting`: the run carries out a decision of the board. Else what the board adopted may not change,
    unless the run is a copy that replaces nothing (`protected` off). Reports may be read by whom the user's
    `umask` says, the lists by their owner alone. `report` is the state of the year's annual report, '' where
    it has none; `accepted` is the last run that the office accepted, if any. `said` is what each page
    says that it has written, `titles` what it is called.
    """

    plan: Plan
    made: Made
    adoptions: list[Adoption]
    umask: int
    held: Held
    adopting: bool = False
    protected: bool = True
    report: str = ""
    accepted: Accepted | None = None
    said: dict[str, Said] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    def publish(self, bad: Collection[str]) -> int:
        """Put the whole set in place; the steps named in `bad` have a page that says so. The number of pages.

        Raises:
            Stop: what the board adopted would change, or what was read has; nothing is replaced.
            OSError: the disk is full or a folder cannot be written; nothing is replaced.
        """
        with self._staged() as (reports, returned):
            self._stage(reports, returned, bad)
            if self.protected:
                self._protect(reports)
            if self.adopting:  # the decision first: no page may say that it was made before it is registered
                adoption.freeze(self.plan.context, self.adoptions, reports)
        return sum(step.is_notebook for step in self.plan.published())

    def publish_returns(self) -> None:
        """Put in place what goes back to the senders, beside the account that stands.

        `make check` makes no other.

        Raises:
            OSError: the disk is full or a folder cannot be written; nothing is replaced.
        """
        standing = self.plan.context.reports.resolve()
        with self._staged() as (reports, returned):
            if standing.is_dir():
                left_out = shutil.ignore_patterns(f"{returns.PAGE}*")
                shutil.copytree(standing, reports, ignore=left_out, dirs_exist_ok=True)
            for step in self.plan.returned():
                if not step.is_notebook:
                    self._take(step, reports, returned)
            if (known := reports / sides.SAID).exists():
                write_whole(known, sides.said_text(sides.read_said(known) | self.said))
            manifest.renew_returns(reports)

    def publish_facts(self) -> bool:
        """Put the year's facts in place where no account stands: a folder without a manifest is none.

        Of an account that stands nothing is replaced. Whether what stands then has just these facts.

        Raises:
            Stop: the board has adopted others; nothing is replaced.
            OSError: the disk is full or a folder cannot be written; nothing is replaced.
        """
        context = self.plan.context
        protection.protect_facts(context, fact_tables.from_table(context.store().read("facts")))
        content = self.made.file(context.year, f"{REPORTS}/{FACTS_FILE}").read_bytes()
        target = context.reports / FACTS_FILE
        stands = target.is_file() and target.read_bytes() == content
        if stands or (context.reports / MANIFEST).exists():
            return stands
        with private.umask(self.umask):
            write_whole(target, content)
        return True

    @contextmanager
    def _staged(self) -> Iterator[tuple[Path, Path]]:
        """Folders to prepare reports and returned lists in, put in place at the end, both or neither.

        Raises:
            OSError: one could not be moved; what stood stands.
        """
        context = self.plan.context
        targets = (context.reports.resolve(), context.returned.resolve())  # one may be a link to another disk
        with private.umask(self.umask):
            targets[0].parent.mkdir(parents=True, exist_ok=True)
        with staged(targets[0]) as reports, staged(targets[1], private=True) as returned:
            yield reports, returned
            private.open_as(reports, self.umask)
            self.held.check()  # the last thing: the manifest hashes what was counted
            pairs = zip((reports, returned), targets, strict=True)
            swap([(mine, target) for mine, target in pairs if contents(mine) != contents(target)])

    def _stage(self, reports: Path, returned: Path, bad: Collection[str]) -> None:
        for step in self.plan.published():
            if step.name not in bad:
                self._take(step, reports, returned)
            elif step.is_notebook:
                for name in self.plan.pages(step):
                    page = failed(self.plan.cover(step))
                    write_whole(reports / name, self._written(name, page))
        self._write_said(reports)  # which the corrections ask
        if len(self.adoptions) > 1:
            self._write_corrections(reports)
            self._write_said(reports)
        manifest.write(self.plan, self.adoptions, reports, self.report)
        if self.accepted and not bad:
            self._write_changes(reports, self.accepted)
            manifest.write(self.plan, self.adoptions, reports, self.report)

    def _take(self, step: Step, reports: Path, returned: Path) -> None:
        """Put what a step made among what is staged; pages say whether the board has adopted them."""
        for name in self.made.files(step):
            folder, _, below = name.partition("/")
            content = self.made.file(step.year, name).read_bytes()
            if below.endswith(ENDING):
                below = published_name(below)
                content = self._written(below, Page.read(content))
            standing = self._standing(folder) / below
            target = (reports if folder == REPORTS else returned) / below
            put(target, content, standing)

    def _standing(self, folder: str) -> Path:
        context = self.plan.context
        return (context.reports if folder == REPORTS else context.returned).resolve()

    def _write_said(self, reports: Path) -> None:
        write_whole(reports / sides.SAID, sides.said_text(self.said))

    def _written(self, name: str, page: Page, line: Block = NOTHING) -> bytes:
        """A page as it is published, with a `line` on how it stands; what it says is kept."""
        self.said[name], self.titles[name] = page.said, page.cover.heading
        if not self.plan.has_deliveries:
            return page.html(NOTHING)
        status = adoption.status(self.adoptions, page.cover.up, self._facts)
        return page.html(join([status, report_state.status(name, self.report, self.adoptions), line]))

    @cached_property
    def _facts(self) -> str:
        """The checksum of the year's figures, '' where they could not be made."""
        try:
            return sha256(self.made.file(self.plan.year, f"{REPORTS}/{FACTS_FILE}").read_bytes())
        except OSError:
            return ""

    def _side(self, staged: Path) -> sides.Side:
        return sides.Side(self.plan.year, staged, self.plan.context.processed)

    def _protect(self, staged: Path) -> None:
        """What the board adopted may not change, of this year or of the years that stand beside it.

        Raises:
            Stop: says what would change.
        """
        is_adopted_language = self.plan.context.language == LANGUAGES[0]  # pages of another are none of them
        for each in map(self.plan.context.at, self.plan.years[: -1 if is_adopted_language else None]):
            protection.protect_facts(each, fact_tables.from_table(each.store().read("facts")))
        if is_adopted_language and not self.adopting:
            steps = [s for s in self.plan.published() if s.task in ACCOUNT]
            pages = [name for s in steps for name in self.plan.pages(s)]
            protection.protect(self.plan.context, self._side(staged), pages)

    def _write_corrections(self, staged: Path) -> None:
        """What each revision of an adopted year corrected."""
        defined = self.plan.defined
        content, table = revisions.corrections(self.plan.context, self.adoptions, self._side(staged), defined)
        page = staged / f"{adoption.CORRECTIONS}.html"
        cover = render.Cover(defined.association, self.plan.year, text("adoption.title"))
        write_whole(page, self._written(page.name, Page.of(content, cover)))
        write_whole(page.with_suffix(".csv"), table.encode())
        shown = {Shown(name, self.titles[name]): said for name, said in self.said.items()}
        for name, bound in tasks.bound(self.plan, printed(shown)):  # with what was corrected
            write_whole(staged / name, self._written(name, bound))

    def _write_changes(self, staged: Path, accepted: Accepted) -> None:
        """What differs from the last accepted run, and on the contents page how much of it waits.

        Raises:
            Stop: the board is to adopt the year, and changes wait.
        """
        context, side = self.plan.context, self._side(staged)
        desk = Desk(accepted, side, with_pages=context.language == LANGUAGES[0])
        if self.adopting:
            if waiting := len(desk.waiting):
                raise Stop(text("changes.hinder", year=self.plan.year, count=waiting))
            return  # what is adopted is all accepted, and no run changes it: the desk is closed
        vouchers = set[tuple[str, str]]().union(*(said.vouchers for said in self.said.values()))
        shown = join(
            [provenance(Report.load(context)), ChangesPage(desk, self.plan.defined, vouchers).content()]
        )
        cover = render.Cover(self.plan.defined.association, self.plan.year, text("changes.title"))
        name = f"{changes_page.NAME}.html"
        write_whole(staged / name, self._written(name, Page.of(shown, cover)))
        write_whole((staged / name).with_suffix(".csv"), changes_page.csv_text(desk).encode())
        (index,) = (step for step in self.plan.published() if step.page == INDEX)
        page = Page.read(self.made.file(index.year, f"{REPORTS}/{kept_name(INDEX)}").read_bytes())
        write_whole(staged / INDEX, self._written(INDEX, page, changes_page.line(desk)))
        self._write_said(staged)
