"""Which steps a year needs, in what order, what changed; workers, locks, whole writes, the manifest."""

import json
import os
import re
import shutil
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pandas as pd
import papermill
from nbclient.exceptions import DeadKernelError
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from helpers import accessibility, adoption, clearance, definitions, facts, identity, kernel, page, privacy, report, review, senders, sides, vouchers
from helpers.adoption import Adoption
from helpers.definitions import ASSOCIATION, Definitions
from helpers.deliveries import headings
from helpers.deliveries.returned import marked_up
from helpers.faults import Fault, Stop, from_table, lines
from helpers.paths import REPOSITORY, Workspace
from helpers.published import Record
from helpers.store import Store, append_masked, locked, sha256, write_whole
from helpers.wording import listing, number, text

NOTEBOOKS = REPOSITORY / "notebooks"
YEARS_BACK = 2
EDITIONS = ("internal",)
LOCK_FILE = "requirements.lock"
BASE = ("1_clean", "2_facts")  # notebooks that all others rest on
CHAPTERS = (*BASE, "7_method")  # notebooks that are shown with their code
REPORTS = ("3_platform", "4_association", "6_index")  # notebooks that print facts and nothing else
AUDIT_PAGE = "granskning.html"


class Spoiled(Exception):
    """The surroundings failed a step (disk, kernel): nothing may be published."""


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


@dataclass
class Outcome:
    """How a step ended: made, kept, failed, spoiled or waiting."""

    kind: str
    error: str = ""
    seconds: float = 0.0


@dataclass
class Run:
    """One `make report` of a year.

    `adopting` is the decision of the board that this run carries out; else what the board adopted may not change, unless the
    run is a copy that replaces nothing (`protected` off).
    """

    year: int
    workspace: Workspace
    adopting: Adoption | None = None
    protected: bool = True
    workers: int = field(default_factory=lambda: len(os.sched_getaffinity(0)))
    say: Callable[[str], None] = field(default=lambda line: print(line, flush=True))

    def __post_init__(self) -> None:
        self.years = years_beside(self.workspace, self.year)
        self.definitions: dict[int, Definitions] = {}
        self.outcomes: dict[str, Outcome] = {}
        self._code = _digest_of_files([p for p in code_files() if p.suffix != ".ipynb"])  # a step adds its own notebook
        self._read: dict[int, dict[str, pd.DataFrame]] = {}
        self._reading = threading.Lock()

    # --- what there is to do -----------------------------------------------------------------------------

    def steps(self) -> list[Step]:
        """All steps in an order that respects what each needs."""
        found = []
        for year in self.years:
            clean = Step(year, "1_clean", "notebooks/1_clean.html")
            counted = Step(year, "2_facts", "notebooks/2_facts.html", needs=(clean.name,))
            found += [clean, counted]
        facts_steps = tuple(s.name for s in found if s.notebook == "2_facts")
        audit = Step(self.year, "5_audit", AUDIT_PAGE, ASSOCIATION, facts_steps)
        if self.year not in self.years:  # nothing was delivered for the year: only what was printed can be tried
            return [*found, audit]
        d = self.definitions[self.year]
        for place in [*d.platform_ids, *d.whole_ids]:
            found.append(Step(self.year, "3_platform", f"{place}.html", place, facts_steps))
        found.append(Step(self.year, "4_association", f"{ASSOCIATION}.html", ASSOCIATION, facts_steps))
        found.append(Step(self.year, "6_index", "index.html", ASSOCIATION, facts_steps))
        found.append(Step(self.year, "7_method", "notebooks/7_method.html", needs=(f"{self.year}/2_facts",)))
        return [*found, audit]

    def cover(self, step: Step) -> page.Cover:
        """What stands around a step's page."""
        known = self.definitions.get(step.year)
        titles = {
            "1_clean": "index.clean",
            "2_facts": "index.facts_chapter",
            "7_method": "index.method",
            "5_audit": "review.title",
            "6_index": "index.title",
        }
        heading = text(titles[step.notebook]) if step.notebook in titles else known.name(step.place)
        home = "../index.html" if step.notebook in CHAPTERS else ("" if step.notebook == "6_index" or known is None else "index.html")
        owner = known.association if known else review.owner(step.year)
        kind = "chapter" if step.notebook in CHAPTERS else "report"
        return page.Cover(owner, step.year, heading, home, kind, searchable=step.notebook == "5_audit", has_statement=known is not None)

    def fingerprint(self, step: Step) -> str:
        """What a step's result depends on; the same fingerprint means the same result."""
        parts = [self._code, sha256((NOTEBOOKS / f"{step.notebook}.ipynb").read_bytes()), step.name, step.page]
        years = [step.year] if step.notebook in CHAPTERS else self.years
        parts += [sha256((self.workspace.definitions / f"{y}.yaml").read_bytes()) for y in years]
        if step.notebook == "1_clean":
            parts += [f"{n} {h}" for n, h in raw_files(self.workspace, step.year).items()]
            parts += [f"{n} {h}" for n, h in closing_stock_files(self.workspace, step.year).items()]
            parts.append(sha256(self.workspace.shipped.read_bytes()) if self.workspace.shipped.exists() else "")
            parts += [h for path in (self.workspace.cleared, self.workspace.headings) for h in self._register(path).values()]
        elif step.notebook in CHAPTERS:
            stamp = self._stamp(step.needs[0])
            parts.append(json.dumps(json.loads(stamp.read_text(encoding="utf-8"))["tables"], sort_keys=True))
        else:
            parts += [report.digest(step.place, self.definitions[y], self._tables(y)) for y in self.years]
            parts += [h for n, h in raw_files(self.workspace, self.year).items() if n.startswith("examples/")]
            parts += [h for path in (self.workspace.breaks, self.workspace.cleared) for h in self._register(path).values()]
        if step.notebook == "5_audit":
            parts += [f"{n} {h}" for n, h in self._record().items()]
        return sha256("\n".join(parts).encode())

    def _register(self, path: Path) -> dict[str, str]:
        """Name and sha256 of a register that is kept by hand (breaks, cleared texts, confirmed headings); nothing where there is none."""
        return {path.relative_to(self.workspace.root).as_posix(): sha256(path.read_bytes())} if path.exists() else {}

    def _record(self) -> dict[str, str]:
        """Name and sha256 of what the printed accounts say and of what the audit knows about it."""
        folders = (self.workspace.published, self.workspace.audit)
        files = [p for folder in folders for p in sorted(folder.rglob("*")) if p.is_file()]
        return {p.relative_to(self.workspace.root).as_posix(): sha256(p.read_bytes()) for p in files}

    def _tables(self, year: int) -> dict[str, pd.DataFrame]:
        """The tables that pages show; read once, after the year's facts are made."""
        with self._reading:
            if year not in self._read:
                self._read[year] = {name: Store(year).read(name) for name in report.TABLES}
        return self._read[year]

    # --- doing it ----------------------------------------------------------------------------------------

    def go(self) -> int:
        """Make the year. Returns the exit status: 0 all made, 1 something refused or failed."""
        with self._prepared():
            self._work_through(self.steps())
            return self._finish()

    @contextmanager
    def _prepared(self) -> Iterator[None]:
        """The years locked, half work cleared up, definitions read, a place for the kernels' sockets."""
        with ExitStack() as stack:
            for year in self.years:
                stack.enter_context(locked(self.workspace, year, self.say))
            known = adoption.registers(self.workspace, {*self.years, self.year})[self.year]  # before anything is touched
            if self.adopting and self.adopting.revision != len(known) + 1:  # another run was first
                raise Stop(text("adoption.already", year=self.year, revision=known[-1].revision, date=known[-1].date))
            self._recover()
            clearance.cleared(self.workspace)  # a register that cannot be read stops before anything is made
            self._tell_of_the_key()
            self.adoptions = known + ([self.adopting] if self.adopting else [])
            for year in self.years:
                self.definitions[year] = definitions.load(self.workspace.definitions / f"{year}.yaml")
                headings.load(self.workspace.headings, self.definitions[year])
            self._sockets = stack.enter_context(tempfile.TemporaryDirectory(prefix="sb-"))
            os.environ["JUPYTER_RUNTIME_DIR"] = self._sockets
            yield

    def check(self) -> int:
        """`make check`: read everything delivered and write what goes back to the senders; the accounts are not made."""
        with self._prepared():
            self._work_through([s for s in self.steps() if s.year == self.year and s.notebook in BASE])
            refused = self._print_findings()
            if bad := [o for o in self.outcomes.values() if o.kind not in ("made", "kept")]:
                self.say(text("run.summary_nothing", count=len(bad), log=self._log_name()))
                return 1
            self._write_deliveries(self.workspace.reports(self.year))
            self._say_where_deliveries_are()
            return 1 if refused else 0

    def _say_where_deliveries_are(self) -> None:
        folders = [f.relative_to(self.workspace.root).as_posix() for f in (self.workspace.reports(self.year), self.workspace.returned(self.year))]
        self.say(text("run.deliveries", pages=f"{folders[0]}/{report.DELIVERY_PAGE}*.html"))
        if (self.workspace.root / folders[1]).is_dir():
            self.say(text("run.returned", folder=folders[1]))

    def _tell_of_the_key(self) -> None:
        """The first run of a user makes the key and says where it lies and what losing it means."""
        if os.environ.get("SOCIALT_BOKSLUT_KEY") or not self.years:
            return
        try:
            if identity.make_key_file():
                self.say(text("run.key_made", path=identity.key_file()))
        except OSError:
            self.say(text("run.key_not_kept", path=identity.key_file()))

    def _work_through(self, steps: list[Step]) -> None:
        self.say(text("run.started", year=self.year, steps=len(steps), workers=self.workers))
        waiting, running = list(steps), {}
        with ThreadPoolExecutor(self.workers) as pool:
            while waiting or running:
                for step in [s for s in waiting if self._ready(s)]:
                    waiting.remove(step)
                    if bad := [n for n in step.needs if self.outcomes[n].kind not in ("made", "kept")]:
                        self._ended(step, Outcome("waiting", bad[0]), len(steps))
                    else:
                        running[pool.submit(self._do, step)] = step
                if running:
                    done, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in done:
                        self._ended(running.pop(future), _outcome(future), len(steps))

    def _ready(self, step: Step) -> bool:
        return all(n in self.outcomes for n in step.needs)

    def _ended(self, step: Step, outcome: Outcome, total: int) -> None:
        self.outcomes[step.name] = outcome
        place = f"[{len(self.outcomes)}/{total}] "
        label = " ".join(p for p in (step.notebook, step.place if step.notebook == "3_platform" else "") if p)
        messages = {
            "made": ("run.step_done", {"seconds": number(outcome.seconds, 1)}),
            "kept": ("run.step_kept", {}),
            "waiting": ("run.step_waits", {"need": outcome.error}),
        }
        key, values = messages.get(outcome.kind, ("run.step_failed", {"error": outcome.error}))
        self.say(place + text(key, year=step.year, step=label, **values))

    def _do(self, step: Step) -> Outcome:
        started = time.monotonic()
        fingerprint = self.fingerprint(step)
        if self._is_current(step, fingerprint):
            return Outcome("kept")
        try:
            self._make(step, fingerprint)
        except (DeadKernelError, RuntimeError):  # RuntimeError: the kernel died before it was ready
            self._make(step, fingerprint)  # once more: a killed kernel says nothing about the notebook
        return Outcome("made", seconds=time.monotonic() - started)

    def _make(self, step: Step, fingerprint: str) -> None:
        folder = self.workspace.processed(step.year)
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".work-", dir=folder) as work:
            executed = self._execute(step, Path(work))
            made = sorted(p for p in Path(work).glob("*.parquet"))
            tables = {p.name: sha256(p.read_bytes()) for p in made}
            html = self._rendered(step, executed).encode()
            write_whole(self._page(step.year, step.page), html)
            for path in made:
                os.replace(path, folder / path.name)
        stamp = {"fingerprint": fingerprint, "tables": tables, "pages": {step.page: sha256(html)}}
        write_whole(self._stamp(step.name), json.dumps(stamp, indent=1, sort_keys=True).encode())

    def _rendered(self, step: Step, executed: nbformat.NotebookNode) -> str:
        """The step's page; its figures lead to their vouchers, and no figure of a report may lead nowhere.

        Raises:
            vouchers.Unexplained: a report prints a figure that is no fact, year, label or declared text.
        """
        if step.notebook in CHAPTERS:
            return page.render(executed, self.cover(step)).replace('href="verifikationer/', 'href="../verifikationer/')
        html = page.render(executed, self.cover(step))
        if step.notebook in REPORTS:
            labels = {w for d in self.definitions.values() for w in vouchers.label_words(d)}
            if left := vouchers.unexplained(html, labels):
                raise vouchers.Unexplained(text("run.unexplained", page=step.page, figures=listing([f"”{words}”" for words in left[:5]])))
        return html

    def _execute(self, step: Step, work: Path) -> nbformat.NotebookNode:
        os.environ["SOCIALT_BOKSLUT_WORKSPACE"] = str(self.workspace.root)
        socket = f"{self._sockets}/{step.name.replace('/', '-')}-{time.monotonic_ns()}"
        try:
            return execute(NOTEBOOKS / f"{step.notebook}.ipynb", step.parameters, work, socket)
        except PapermillExecutionError as error:
            if error.ename in ("OSError", "MemoryError", "BlockingIOError"):
                raise Spoiled(f"{error.ename}: {error.evalue}") from None
            raise

    # --- what is made already ----------------------------------------------------------------------------

    def _page(self, year: int, name: str) -> Path:
        return self.workspace.processed(year) / ".pages" / name

    def _stamp(self, name: str) -> Path:
        year = int(name.partition("/")[0])
        return self.workspace.processed(year) / ".steps" / f"{name.replace('/', '-')}.json"

    def _is_current(self, step: Step, fingerprint: str) -> bool:
        try:
            stamp = json.loads(self._stamp(step.name).read_text(encoding="utf-8"))
            folder = self.workspace.processed(step.year)
            made = [(folder / n, h) for n, h in stamp["tables"].items()]
            made += [(self._page(step.year, n), h) for n, h in stamp["pages"].items()]
            return stamp["fingerprint"] == fingerprint and all(sha256(p.read_bytes()) == h for p, h in made)
        except (OSError, ValueError, KeyError):
            return False

    # --- publishing --------------------------------------------------------------------------------------

    def _finish(self) -> int:
        bad = {n: o for n, o in self.outcomes.items() if o.kind not in ("made", "kept")}
        base = [n for n in bad if n.split("/")[1] in BASE]
        if base or any(o.kind == "spoiled" for o in bad.values()):
            self._print_findings()
            self.say(text("run.summary_nothing", count=len(bad), log=self._log_name()))
            return 1
        refused = self._print_findings()
        if self.adopting and (bad or refused):
            self.say(text("adoption.not_complete", year=self.year))
            return 1
        pages = self._publish([s for s in self.steps() if s.year == self.year], bad)
        if self.year in self.years:
            self._say_where_deliveries_are()
        if self.adopting:
            adoption.freeze(self.workspace, self.year, self.adoptions)
            self.say(text("adoption.frozen", year=self.year, revision=self.adopting.revision))
        if bad:
            self.say(text("run.summary_failed", count=len(bad), log=self._log_name()))
        if refused:
            self.say(text("run.summary_refused", count=refused))
        folder = self.workspace.reports(self.year).relative_to(self.workspace.root).as_posix()
        first = "index.html" if self.year in self.years else AUDIT_PAGE
        self.say(text("run.summary_ok", pages=pages, folder=folder, index=f"{folder}/{first}"))
        return 1 if bad or refused else 0

    def _log_name(self) -> str:
        return (self.workspace.processed(self.year) / "run.log").relative_to(self.workspace.root).as_posix()

    def _publish(self, steps: list[Step], bad: dict[str, Outcome]) -> int:
        """Put the whole set in place at once: staged beside, then swapped; unchanged sets are left alone."""
        target = self.workspace.reports(self.year)
        target.parent.mkdir(parents=True, exist_ok=True)
        staged = target.parent / f".{self.year}-new-{os.getpid()}"
        try:
            for step in steps:
                html = page.failed(self.cover(step)) if step.name in bad else self._page(step.year, step.page).read_text(encoding="utf-8")
                write_whole(staged / step.page, self._with_status(html).encode())
            store = Store(self.year)
            if self.year in self.years:
                write_whole(staged / "facts.csv", facts.csv_text(facts.from_table(store.read("facts"))).encode())
            if not any("5_audit" in n for n in bad):
                for name in ("findings", "comparison"):  # prints stand verbatim, also one that begins with a sign: nothing delivered is in them
                    write_whole(staged / f"{name}.csv", store.read(name).to_csv(index=False, lineterminator="\n").encode())
            self._write_corrections(staged)
            self._write_vouchers(staged)
            self._write_statement(staged)
            self._write_deliveries(staged)
            write_whole(staged / "manifest.json", self._manifest(staged))
            if self.protected:
                self._protect(staged, [s.page for s in steps if s.notebook in REPORTS])
            if _contents(staged) != _contents(target):
                self._swap(staged, target)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
        return len(steps)

    def _with_status(self, html: str, up: str = "") -> str:
        return html.replace(page.STATUS, adoption.status(self.adoptions, up) if self.year in self.years else "")

    def _protect(self, staged: Path, account_pages: list[str]) -> None:
        """What the board adopted may not change, of this year or of the years that stand beside it.

        Raises:
            Stop: says what would change.
        """
        for year in self.years[:-1]:
            adoption.protect_facts(self.workspace, year, facts.from_table(Store(year).read("facts")))
        if not self.adopting:
            adoption.protect(self.workspace, self.year, sides.Side(self.year, staged, self.workspace.processed(self.year)), account_pages)

    def _write_corrections(self, staged: Path) -> None:
        """What each revision of an adopted year corrected."""
        if len(self.adoptions) < 2:
            return
        side, defined = sides.Side(self.year, staged, self.workspace.processed(self.year)), self.definitions[self.year]
        content, table = adoption.corrections(self.workspace, self.year, self.adoptions, side, defined)
        cover = page.Cover(defined.association, self.year, text("adoption.title"))
        write_whole(staged / f"{adoption.CORRECTIONS}.html", self._with_status(page.of_content(content, cover)).encode())
        write_whole(staged / f"{adoption.CORRECTIONS}.csv", table.encode())

    def _write_statement(self, staged: Path) -> None:
        """How accessible the year's pages are."""
        if self.year in self.years:
            defined = self.definitions[self.year]
            cover = page.Cover(defined.association, self.year, text("accessibility.title"))
            write_whole(staged / accessibility.PAGE, page.of_content(accessibility.statement(defined), cover).replace(page.STATUS, "").encode())

    def _write_deliveries(self, staged: Path) -> None:
        """What goes back to those who delivered: a page and a table each, and their lists marked up where a cell is at fault."""
        if self.year not in self.years:
            return
        store, defined = Store(self.year), self.definitions[self.year]
        deliveries, found = store.read("deliveries"), self._findings()
        returned = self._return_lists(deliveries, found)
        for who in senders.of(defined):
            cover = page.Cover(defined.association, self.year, text("delivery.title", name=defined.name(who)))
            own = set(senders.delivered_by(who, defined, deliveries)["file"])
            shown = senders.content(who, defined, deliveries, found, sorted(c for n, c in returned.items() if n in own))
            write_whole(staged / f"{report.DELIVERY_PAGE}{who}.html", page.of_content(shown, cover).replace(page.STATUS, "").encode())
            write_whole(staged / f"{report.DELIVERY_PAGE}{who}.csv", senders.csv_text(senders.concerning(who, defined, found)).encode())

    def _return_lists(self, deliveries: pd.DataFrame, found: list[Fault]) -> dict[str, str]:
        """Write the marked-up lists; delivered file -> its copy. Copies of lists that are no longer at fault are removed."""
        folder, returned = self.workspace.returned(self.year), {}
        for name in sorted(set(deliveries["file"]) - {""}):
            content = marked_up(self.workspace.raw(self.year) / name, [f for f in found if f.file == name])
            if content is not None:
                copy = (folder / name).with_suffix(".xlsx")
                write_whole(copy, content)
                returned[name] = copy.relative_to(self.workspace.root).as_posix()
        for left in folder.rglob("*") if folder.is_dir() else []:
            if left.is_file() and left.relative_to(self.workspace.root).as_posix() not in returned.values():
                left.unlink()
        return returned

    def _write_vouchers(self, staged: Path) -> None:
        """A voucher for every fact that the staged pages print, in a page for each place."""
        wanted = vouchers.printed(p.read_text(encoding="utf-8") for p in sorted(staged.rglob("*.html")))
        record = Record(self.workspace.published, self.workspace.audit)
        binders: dict[int, vouchers.Binder] = {}
        for year in self.years:
            store = Store(year)
            known = facts.from_table(store.read("facts"))
            before = binders[year - 1].facts if year - 1 in binders else None
            binders[year] = vouchers.Binder(known, store.read("fact_rows"), store.read("deliveries"), self.definitions[year], before, record.figures)
        for place, content in vouchers.pages(binders, wanted):
            name = self.definitions[self.year].name(place)
            cover = page.Cover(self.definitions[self.year].association, self.year, text("voucher.title", name=name), "../index.html")
            write_whole(staged / "verifikationer" / f"{place}.html", self._with_status(page.of_content(content, cover), "../").encode())

    def _swap(self, staged: Path, target: Path) -> None:
        old = target.parent / f".{self.year}-old-{os.getpid()}"
        if target.exists():
            os.rename(target, old)
        os.rename(staged, target)
        shutil.rmtree(old, ignore_errors=True)

    def _recover(self) -> None:
        """Clear up after a run that was killed: restore a set caught between two renames, drop half work."""
        target = self.workspace.reports(self.year)
        for old in sorted(target.parent.glob(f".{self.year}-old-*")):
            if not target.exists():
                os.rename(old, target)
            shutil.rmtree(old, ignore_errors=True)
        for left in target.parent.glob(f".{self.year}-new-*"):
            shutil.rmtree(left, ignore_errors=True)
        for year in self.years:
            for left in self.workspace.processed(year).glob(".work-*"):
                shutil.rmtree(left, ignore_errors=True)
            for left in self.workspace.processed(year).rglob(".*.part"):
                left.unlink()

    def _manifest(self, staged: Path) -> bytes:
        """sha256 of inputs, code, lock file, parameters and every output; no clock, host, path or pseudonym."""
        inputs = {f"data/definitions/{y}.yaml": sha256((self.workspace.definitions / f"{y}.yaml").read_bytes()) for y in self.years}
        for y in self.years:
            inputs |= {f"data/raw/{y}/{identity.mask(n)}": h for n, h in raw_files(self.workspace, y).items()}
        for register in (self.workspace.breaks, self.workspace.cleared, self.workspace.headings):
            inputs |= self._register(register)
        inputs |= self._record()
        if self.workspace.shipped.exists():
            inputs["data/shipped.sha256"] = sha256(self.workspace.shipped.read_bytes())
        for adopted in self.adoptions[:-1]:
            inputs[f"data/adopted/{self.year}/{adopted.revision}/manifest.json"] = adopted.manifest
        manifest = {
            "parameters": {"year": self.year, "edition": EDITIONS[0], "revision": len(self.adoptions)},
            "inputs": inputs,
            "code": {p.relative_to(REPOSITORY).as_posix(): sha256(p.read_bytes()) for p in code_files()},
            "drawn": self._drawn(),
            "outputs": {p.relative_to(staged).as_posix(): sha256(p.read_bytes()) for p in sorted(staged.rglob("*")) if p.is_file()},
        }
        return (json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()

    def _drawn(self) -> dict[str, dict[str, str]]:
        """When each list of the year was drawn, and what says so: title row, the file's properties, or nothing."""
        if self.year not in self.years:
            return {}
        lists = Store(self.year).read("deliveries")
        lists = lists[(lists["file"] != "") & (lists["kind"] != "examples")]
        return {f"data/raw/{self.year}/{identity.mask(r.file)}": {"day": r.drawn, "from": r.drawn_from or "unknown"} for r in lists.itertuples()}

    # --- telling -----------------------------------------------------------------------------------------

    def _findings(self) -> list[Fault]:
        """Every finding of the year's deliveries and of the counting."""
        store = Store(self.year)
        return [f for t in ("faults", "fact_faults") if store.exists(t) for f in from_table(store.read(t))]

    def _print_findings(self) -> int:
        """Every finding of the year, in full; returns how many parts were refused."""
        store = Store(self.year)
        if not store.exists("faults"):
            return 0
        found = self._findings()
        if found:
            self.say(text("run.findings", year=self.year))
            for line in lines(found):
                self.say("  " + line)
        deliveries = store.read("deliveries")
        absent = report.missing_parts(deliveries, self.definitions[self.year])
        if absent:
            self.say("\n  ".join([text("run.missing", year=self.year), *absent]))
        refused = deliveries[deliveries["status"] == "refused"]
        other = {f.part for f in found if f.level == "refuse"} - set(refused["part"])
        return len(set(zip(refused["kind"], refused["part"], strict=True))) + len(other)


def _outcome(future: "Future[Outcome]") -> Outcome:
    error = future.exception()
    if error is None:
        return future.result()
    detail = "".join(traceback.format_exception(error))
    first = error.evalue if isinstance(error, PapermillExecutionError) else str(error)
    kind = "failed" if isinstance(error, PapermillExecutionError) else "spoiled"
    name = error.ename if isinstance(error, PapermillExecutionError) else type(error).__name__
    if isinstance(error, OSError | Spoiled):
        said = text("run.disk", error=first)
    else:
        said = first if isinstance(error, vouchers.Unexplained) else f"{name}: {first}"
    outcome = Outcome(kind, identity.mask(said.splitlines()[0]))
    outcome.detail = detail
    return outcome


def execute(source: Path, parameters: dict[str, object], work: Path, socket: str) -> nbformat.NotebookNode:
    """A notebook run with its parameters in the folder `work`, which its tables are written to; the notebook itself stays in memory.

    The kernel talks over files named `socket`, that only this user can open, each kernel over its own.
    """
    parameters = parameters | {"output": "."}  # the kernel's own folder: pages print parameters, and no page may name a path
    if unknown := set(parameters) - parameter_names(source):
        raise Stop(f"{source.name}: no parameter {', '.join(sorted(unknown))}")
    return papermill.execute_notebook(
        str(source), None, parameters=parameters,  # no copy on disk: a traceback can hold what a table must not
        progress_bar=False, log_output=False,
        config=Config({"KernelManager": {"transport": "ipc", "ip": socket}}), resources={"metadata": {"path": str(work)}},
        kernel_manager_class=kernel.Manager, extra_arguments=["--IPKernelApp.log_level=CRITICAL"],
    )  # fmt: skip


def parameter_names(notebook: Path) -> set[str]:
    """Names assigned in the cell tagged `parameters`; papermill itself only logs one it does not know."""
    cells = nbformat.read(notebook, 4).cells
    tagged = [c.source for c in cells if "parameters" in c.metadata.get("tags", [])]
    return set(re.findall(r"(?m)^(\w+)\s*=", "\n".join(tagged)))


def code_files() -> list[Path]:
    """Everything of ours that a result depends on, but the data."""
    package = REPOSITORY / "src" / "helpers"
    files = [p for p in package.rglob("*") if p.is_file() and "__pycache__" not in p.parts and "reconstruction" not in p.parts]
    return sorted([*files, *NOTEBOOKS.glob("*.ipynb"), REPOSITORY / LOCK_FILE])


def raw_files(workspace: Workspace, year: int) -> dict[str, str]:
    """Name and sha256 of every delivered file of a year."""
    folder = workspace.raw(year)
    return {p.relative_to(folder).as_posix(): sha256(p.read_bytes()) for p in sorted(folder.rglob("*")) if p.is_file()}


def closing_stock_files(workspace: Workspace, year: int) -> dict[str, str]:
    """Name and sha256 of what last year's closing stock is read from."""
    defined = workspace.definitions / f"{year - 1}.yaml"
    found = {defined.name: sha256(defined.read_bytes())} if defined.exists() else {}
    lists = raw_files(workspace, year - 1)
    return found | {f"{year - 1}/{n}": h for n, h in lists.items() if n.startswith("participants/") or n == "corrections.csv"}


def _digest_of_files(files: list[Path]) -> str:
    return sha256("\n".join(f"{p.relative_to(REPOSITORY)} {sha256(p.read_bytes())}" for p in files).encode())


def _contents(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): sha256(p.read_bytes()) for p in folder.rglob("*") if p.is_file()}


def years_beside(workspace: Workspace, year: int) -> list[int]:
    """The year and the earlier ones that its pages print, as far as they have data and definitions."""
    known = workspace.years_with_data()
    return [y for y in range(year - YEARS_BACK, year + 1) if y in known and (workspace.definitions / f"{y}.yaml").exists()]


def chosen_year(value: str, workspace: Workspace) -> int:
    """The year of `YEAR=…`, checked against the years that have data or a printed account.

    Raises:
        Stop: no year, no such year, or a year without data or definitions; names the years that exist.
    """
    printed = Record(workspace.published, workspace.audit).years
    known = listing([str(y) for y in sorted({*workspace.years_with_data(), *printed})])
    if not value:
        raise Stop(text("run.no_year", years=known))
    if not re.fullmatch("[0-9]{4}", value):
        raise Stop(text("run.bad_year", value=value, years=known))
    if int(value) not in workspace.years_with_data():
        if int(value) in printed:
            return int(value)  # an account without deliveries: only the audit is made
        raise Stop(text("run.no_data", value=value, years=known))
    if not (workspace.definitions / f"{value}.yaml").exists():
        raise Stop(text("run.no_definitions", value=value))
    return int(value)


def report_year(year: str, edition: str, workspace: Workspace, protected: bool = True) -> int:
    """`make report`: the exit status.

    Raises:
        Stop: nothing was built or replaced.
    """
    if edition not in EDITIONS:
        raise Stop(text("run.bad_edition", value=edition, allowed=listing(list(EDITIONS))))
    return _carry_out(Run(chosen_year(year, workspace), workspace, protected=protected))


def adopt_year(year: str, by: str, reason: str, workspace: Workspace) -> int:
    """`make adopt`: the exit status.

    Raises:
        Stop: nothing was frozen.
    """
    chosen = chosen_year(year, workspace)
    if chosen not in workspace.years_with_data():
        raise Stop(text("run.no_data", value=chosen, years=listing([str(y) for y in workspace.years_with_data()])))
    if done := adoption.completed(workspace, chosen, by, reason):
        print(text("adoption.frozen", year=chosen, revision=done.revision))
        return 0
    return _carry_out(Run(chosen, workspace, adoption.next_adoption(workspace, chosen, by, reason)))


def check_year(year: str, workspace: Workspace) -> int:
    """`make check`: the exit status.

    Raises:
        Stop: nothing was written.
    """
    chosen = chosen_year(year, workspace)
    if chosen not in workspace.years_with_data():
        raise Stop(text("run.no_data", value=chosen, years=listing([str(y) for y in workspace.years_with_data()])))
    run = Run(chosen, workspace)
    return _carry_out(run, run.check)


def _carry_out(run: Run, go: Callable[[], int] | None = None) -> int:
    if found := privacy.tracked_faults(run.workspace):
        raise Stop("\n  ".join([text("run.tracked"), *found]))
    try:
        return (go or run.go)()
    except OSError as error:
        raise Stop(text("run.disk", error=error.strerror or str(error))) from None
    finally:
        details = [getattr(o, "detail", "") for o in run.outcomes.values()]
        if any(details):
            try:
                append_masked(run.workspace.processed(run.year) / "run.log", "\n".join(d for d in details if d))
            except OSError as error:
                print(error, file=sys.stderr)
