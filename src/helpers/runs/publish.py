"""The whole set of a year staged beside, held against what is adopted, and put in place at once."""

import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from helpers import fact_tables
from helpers.assurance import adoption, protection, revisions, sides, vouchers
from helpers.assurance.adoption import Adoption
from helpers.audit.record import Record
from helpers.chapters import render
from helpers.facts import Facts, csv_text
from helpers.files import contents, staging, swap, write_whole
from helpers.pages import accessibility
from helpers.pages.figures import printed
from helpers.runs import manifest, returns
from helpers.runs.made import Made
from helpers.runs.plan import AUDIT, REPORTS, Plan, Step
from helpers.wording import text

# Prints stand verbatim in them, also one that begins with a sign: nothing delivered is there.
AUDIT_TABLES = ("findings", "comparison")


@dataclass(frozen=True)
class Publisher:
    """Publishes a year: its reports and the lists that go back to their senders, both or neither.

    `adopting`: the run carries out a decision of the board. Else what the board adopted may not change,
    unless the run is a copy that replaces nothing (`protected` off).
    """

    plan: Plan
    made: Made
    adoptions: list[Adoption]
    adopting: bool = False
    protected: bool = True

    def publish(self, bad: Collection[str]) -> int:
        """Put the whole set in place; the steps named in `bad` have a page that says so. The number of pages.

        Raises:
            Stop: what the board adopted would change; nothing is replaced.
            OSError: the disk is full or a folder cannot be written; nothing is replaced.
        """
        with self._staged() as (reports, returned):
            self._stage(reports, returned, bad)
            if self.protected:
                self._protect(reports)
        return len(self.plan.published())

    def publish_returns(self) -> None:
        """Put in place what goes back to the senders, beside the account that stands.

        `make check` makes no other.

        Raises:
            OSError: the disk is full or a folder cannot be written; nothing is replaced.
        """
        standing = self.plan.context.reports.resolve()
        with self._staged() as (reports, returned):
            if standing.is_dir():
                shutil.copytree(standing, reports, ignore=shutil.ignore_patterns(f"{returns.PAGE}*"))
            returns.stage(self.plan, reports, returned)
            manifest.renew_returns(reports)

    @contextmanager
    def _staged(self) -> Iterator[tuple[Path, Path]]:
        """Folders to prepare reports and returned lists in, put in place at the end, both or neither.

        Raises:
            OSError: one could not be moved; what stood stands.
        """
        context = self.plan.context
        targets = (context.reports.resolve(), context.returned.resolve())  # one may be a link to another disk
        reports, returned = map(staging, targets)
        try:
            yield reports, returned
            pairs = zip((reports, returned), targets, strict=True)
            swap([(mine, target) for mine, target in pairs if contents(mine) != contents(target)])
        finally:
            for folder in (reports, returned):
                shutil.rmtree(folder, ignore_errors=True)

    def _stage(self, reports: Path, returned: Path, bad: Collection[str]) -> None:
        reports.parent.mkdir(parents=True, exist_ok=True)
        for step in self.plan.published():
            write_whole(reports / step.page, self._with_status(self._page(step, bad)).encode())
        self._write_tables(reports, with_audit=not any(AUDIT in name for name in bad))
        self._write_corrections(reports)
        self._write_vouchers(reports)
        if self.plan.has_deliveries:
            self._write_statement(reports)
            returns.stage(self.plan, reports, returned)
        manifest.write(self.plan, self.adoptions, reports)

    def _page(self, step: Step, bad: Collection[str]) -> str:
        if step.name in bad:
            return render.failed(self.plan.cover(step))
        return self.made.page(step).read_text(encoding="utf-8")

    def _write_tables(self, staged: Path, with_audit: bool) -> None:
        store = self.plan.context.store()
        if self.plan.has_deliveries:
            known = fact_tables.from_table(store.read("facts"))
            write_whole(staged / "facts.csv", csv_text(known).encode())
        for name in AUDIT_TABLES if with_audit else ():
            table = store.read(name).to_csv(index=False, lineterminator="\n")
            write_whole(staged / f"{name}.csv", table.encode())

    def _with_status(self, html: str, up: str = "") -> str:
        status = adoption.status(self.adoptions, up) if self.plan.has_deliveries else ""
        return html.replace(render.STATUS, status)

    def _side(self, staged: Path) -> sides.Side:
        return sides.Side(self.plan.year, staged, self.plan.context.processed)

    def _protect(self, staged: Path) -> None:
        """What the board adopted may not change, of this year or of the years that stand beside it.

        Raises:
            Stop: says what would change.
        """
        for before in map(self.plan.context.at, self.plan.years[:-1]):
            protection.protect_facts(before, fact_tables.from_table(before.store().read("facts")))
        if not self.adopting:
            pages = [s.page for s in self.plan.published() if s.notebook in REPORTS]
            protection.protect(self.plan.context, self._side(staged), pages)

    def _write_corrections(self, staged: Path) -> None:
        """What each revision of an adopted year corrected."""
        if len(self.adoptions) < 2:
            return
        defined, page = self.plan.defined, staged / f"{adoption.CORRECTIONS}.html"
        content, table = revisions.corrections(self.plan.context, self.adoptions, self._side(staged), defined)
        cover = render.Cover(defined.association, self.plan.year, text("adoption.title"))
        write_whole(page, self._with_status(render.of_content(content, cover)).encode())
        write_whole(page.with_suffix(".csv"), table.encode())

    def _write_statement(self, staged: Path) -> None:
        """How accessible the year's pages are."""
        defined = self.plan.defined
        cover = render.Cover(defined.association, self.plan.year, text("accessibility.title"))
        html = render.of_content(accessibility.statement(defined), cover)
        write_whole(staged / accessibility.PAGE, html.replace(render.STATUS, "").encode())

    def _write_vouchers(self, staged: Path) -> None:
        """A voucher for every fact that the staged pages print, in a page for each place."""
        wanted = printed(p.read_text(encoding="utf-8") for p in sorted(staged.rglob("*.html")))
        for place, content in vouchers.pages(self._binders(), wanted):
            title = text("voucher.title", name=self.plan.defined.name(place))
            cover = render.Cover(self.plan.defined.association, self.plan.year, title, "../index.html")
            html = self._with_status(render.of_content(content, cover), "../")
            write_whole(staged / "verifikationer" / f"{place}.html", html.encode())

    def _binders(self) -> dict[int, vouchers.Binder]:
        """Each year's facts with what stands behind them and the year before."""
        context, found, before = self.plan.context, {}, dict[int, Facts]()
        record = Record(context.workspace.published, context.workspace.audit)
        for year, defined in self.plan.definitions.items():
            store = context.at(year).store()
            before[year] = fact_tables.from_table(store.read("facts"))
            rows = fact_tables.rows_of(store.read("fact_rows"), store.read("evidence"))
            deliveries = store.read("deliveries")
            found[year] = vouchers.Binder(
                before[year], rows, deliveries, defined, before.get(year - 1), record.figures
            )
        return found
