"""What a step's result rests on, as hashes: deliveries, definitions, registers, record, tables and code."""

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from helpers.annual_report import FOLDER
from helpers.chapters import notebook
from helpers.checks.ledgers_before import years_before
from helpers.context import Context
from helpers.deliveries import kinds
from helpers.deliveries.files.taken import unopened
from helpers.deliveries.own_texts import ENDING
from helpers.files import sha256
from helpers.machine.source_code import digests, module_file, reached_digest
from helpers.masking import telling
from helpers.pages.chapter_list import CHAPTERS as ACCOUNT_CHAPTERS
from helpers.paths import LEDGER_FILE, LOCK_FILE, REPOSITORY
from helpers.reading import intake
from helpers.reading.directory import Entry, entries
from helpers.runs.made import Made
from helpers.runs.plan import (
    ACCOUNTS,
    ANNUAL,
    AUDIT,
    AUDITORS,
    CHAPTERS,
    FACTS,
    FACTS_ALONE,
    FINAL_REPORT,
    RETURNS,
    TABLES,
    VOUCHERS,
    Plan,
    Step,
)

# What executes a notebook and keeps what came of it; these files alone, since they reach every page.
EXECUTING = [
    module_file(f"helpers.{m}")
    for m in (
        "chapters.notebook",
        "chapters.engine",
        "chapters.kernel",
        "chapters.portless",
        "runs.made",
        "runs.execute",
    )
]
TASK_CODE = module_file("helpers.runs.tasks")
DRAWING = module_file("helpers.chapters.page")  # what makes a page of an executed notebook


def raw_files(context: Context) -> dict[str, str]:
    """Name and sha256 of every delivered file of a year; of one that cannot be read, of why."""
    return {entry.name: _digest(entry) for entry in entries(context.raw)}


def _digest(entry: Entry) -> str:
    if entry.fault:
        return sha256(entry.fault.encode())
    try:
        return intake.digest(entry.path)
    except OSError as error:
        return sha256(unopened(error).encode())


def closing_stock_files(context: Context) -> dict[str, str]:
    """Name and sha256 of what last year's closing stock and its answers are read from."""
    before = context.at(context.year - 1)
    file = before.definitions_file
    defined = {file.name: sha256(file.read_bytes())} if before.is_defined else {}
    return defined | {
        f"{before.year}/{name}": hash_
        for name, hash_ in raw_files(before).items()
        if name.startswith(("participants/", "surveys/"))
        or name in ("corrections.csv", kinds.kind("foljsamhet").path)
    }


def ledgers_before_files(context: Context) -> dict[str, str]:
    """Name and sha256 of what earlier years' ledgers are read from."""
    found = {}
    for before in years_before(context):
        file = before.definitions_file
        found[file.name] = sha256(file.read_bytes())
        found[f"{before.year}/{LEDGER_FILE}"] = raw_files(before)[LEDGER_FILE]
    return found


def register_file(context: Context, path: Path) -> dict[str, str]:
    """Name and sha256 of a register that is kept by hand; nothing where there is none.

    Breaks, cleared texts and confirmed headings are such registers.
    """
    if not path.exists():
        return {}
    return {path.relative_to(context.workspace.root).as_posix(): intake.digest(path)}


def record_files(context: Context) -> dict[str, str]:
    """Name and sha256 of what the printed accounts say and of what the audit knows about it."""
    folders = (context.workspace.published, context.workspace.audit)
    files = [p for folder in folders for p in sorted(folder.rglob("*")) if p.is_file()]
    return {p.relative_to(context.workspace.root).as_posix(): sha256(p.read_bytes()) for p in files}


def lock_file() -> dict[str, str]:
    """Name and sha256 of the file that fixes every library."""
    return {LOCK_FILE: sha256((REPOSITORY / LOCK_FILE).read_bytes())}


class Inputs:
    """What a plan's steps rest on, by name: the same means the same result."""

    def __init__(self, plan: Plan, made: Made):
        self.plan, self.made = plan, made
        self._drawing = reached_digest(DRAWING)
        self._executing = json.dumps(digests(EXECUTING))

    @staticmethod
    def code_of(step: Step) -> Path:
        """Where the code that a step can reach begins; those that are no notebook share theirs."""
        return notebook.path_of(step.task) if step.is_notebook else TASK_CODE

    def rests_on(self, step: Step, done: list[str]) -> dict[str, str]:
        """What a step's tables and outputs depend on: the code that it can reach, what it reads.

        The first word of a name is its kind: code, lock, settings, file, tables, facts or pages.
        `done` are the steps that it comes after and that are made.

        Raises:
            OSError: a step that it needs is not made.
        """
        context = self.plan.context.at(step.year)
        years = [step.year] if step.task in CHAPTERS else sorted({*self.plan.years, step.year})
        found = {
            "code": reached_digest(self.code_of(step)) + (self._executing if step.is_notebook else ""),
            "lock": "".join(lock_file().values()),
            "settings": f"{context.edition} {context.language}",
        }
        for year in years:
            found |= _file(context, context.at(year).definitions_file)
        return found | (self._read_by(step, done) if step.is_notebook else self._taken_in(step, done))

    def _read_by(self, step: Step, done: list[str]) -> dict[str, str]:
        """What a step's notebook reads besides definitions."""
        context, workspace = self.plan.context.at(step.year), self.plan.context.workspace
        if step.task == "1_clean":
            registers = [workspace.shipped, workspace.cleared, workspace.headings]
            registers += [workspace.breaks, workspace.origins]  # of last year's answers
            registers += context.adopted_facts
            before = _delivered((closing_stock_files(context) | ledgers_before_files(context)).items())
            return _raw(context) | before | _files(context, *registers)
        if step.task in CHAPTERS:
            return self._tables(*step.needs) | _files(context, workspace.origins)
        found = {}
        for year, defined in self.plan.definitions.items():
            found[f"facts {year}"] = self._shows(f"{year}/{FACTS}", step.place or defined.together.id)
        for name in done:
            found[f"tables {name.replace('/', ' ')}"] = self._shows(name, step.place)
        found |= {n: h for n, h in _raw(context).items() if f"/{context.year}/examples/" in n}
        found |= _files(context, workspace.breaks, workspace.cleared)
        found |= self._own_text(step)
        told = [chapter.notebook for chapter in ACCOUNT_CHAPTERS if chapter.has_texts]
        shown = [chapter.notebook for chapter in ACCOUNT_CHAPTERS if chapter.has_tables]
        if step.task in (ANNUAL, AUDITORS, FINAL_REPORT, *shown, *told):
            found |= self._tables(f"{context.year}/1_clean")
        if step.task in (ANNUAL, AUDITORS):
            found |= {"settings decided": context.decided}
        if step.task in (ANNUAL, AUDITORS, *told):
            found |= {n: h for n, h in _raw(context).items() if f"/{context.year}/{FOLDER}/" in n}
        if step.task == AUDITORS:
            beside = workspace.adopted.glob(f"{context.year}*.*")
            found |= _files(context, *(path for path in sorted(beside) if path.is_file()))
        if step.task == AUDIT:
            found |= _named(record_files(context))
        elif step.after:
            found |= _file(context, workspace.decisions(context.year))
        return found

    def _shows(self, name: str, place: str) -> str:
        """What of a step's tables the page of a place can show."""
        shows = self.made.shows(name)
        return shows.get(place, shows[""])

    def _own_text(self, step: Step) -> dict[str, str]:
        """What the office says of the step's place, and all facts of all years, of which it may speak."""
        if step.task not in ACCOUNTS:
            return {}  # a year of which nothing is delivered has an audit, and no definitions
        context = self.plan.context.at(step.year)
        place = step.place or self.plan.defined.together.id
        name = f"{place}{ENDING}"
        texts = [e for e in entries(context.workspace.texts(step.year)) if e.name == name]
        if not texts:
            return {}
        found = {f"file data/texts/{step.year}/{name}": _digest(texts[0])}
        for year, defined in self.plan.definitions.items():
            found[f"facts {year}"] = self._shows(f"{year}/{FACTS}", defined.together.id)
        return found

    def _taken_in(self, step: Step, done: list[str]) -> dict[str, str]:
        """What a step that is no notebook takes in of what others made, and reads besides."""
        context = self.plan.context
        if step.task in (TABLES, FACTS_ALONE):
            return self._tables(*step.needs, *done)
        if step.task == RETURNS:
            return self._tables(*step.needs) | _raw(context)
        if step.task == VOUCHERS:
            cleaned = [f"{year}/1_clean" for year in self.plan.years]
            pages = {"pages": sha256(json.dumps(self.made.printed(done), sort_keys=True).encode())}
            return self._tables(*cleaned, *step.needs) | pages | _named(record_files(context))
        return {}

    def _tables(self, *steps: str) -> dict[str, str]:
        found = {n: json.dumps(self.made.tables_of(n), sort_keys=True) for n in steps}
        return {f"tables {n.replace('/', ' ')}": sha256(tables.encode()) for n, tables in found.items()}

    def of_page(self, step: Step) -> str:
        """What a step's page depends on.

        The executed notebook, what stands around it, words with figures that it may print, and the code
        that renders it.
        """
        labels = self.plan.labels(step)
        parts = [
            self.made.executed(step),
            step.page,
            repr(self.plan.cover(step)),
            self._drawing,
            *lock_file().values(),
            json.dumps(None if labels is None else sorted(labels)),
        ]
        return sha256("\n".join(parts).encode())


def _named(files: dict[str, str]) -> dict[str, str]:
    return {f"file {name}": digest for name, digest in files.items()}


def _file(context: Context, path: Path) -> dict[str, str]:
    return _named(register_file(context, path))


def _files(context: Context, *paths: Path) -> dict[str, str]:
    return {n: h for path in paths for n, h in _file(context, path).items()}


def _raw(context: Context) -> dict[str, str]:
    return _delivered((f"{context.year}/{n}", h) for n, h in raw_files(context).items())


def _delivered(files: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Delivered files by name without personnummer; those whose names are then the same share one."""
    found: dict[str, str] = defaultdict(str)
    for name, digest in files:
        found[f"file data/raw/{telling.file_name(name)}"] += digest
    return dict(found)
