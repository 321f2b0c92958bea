"""What a step's result rests on, as hashes: deliveries, definitions, registers, record, tables and code."""

import json
import threading
from pathlib import Path

import pandas as pd

from helpers.chapters import notebook
from helpers.context import Context
from helpers.files import sha256
from helpers.pages.years import TABLES, digest
from helpers.paths import LOCK_FILE, REPOSITORY
from helpers.runs.made import Made
from helpers.runs.plan import AUDIT, CHAPTERS, Plan, Step
from helpers.source_code import digests, module_file, reached_digest

# What executes a notebook and keeps what came of it; these files alone, since they reach every page.
EXECUTING = [
    module_file(f"helpers.{m}") for m in ("chapters.notebook", "chapters.kernel", "runs.made", "runs.execute")
]
DRAWING = module_file("helpers.chapters.page")  # what makes a page of an executed notebook


def raw_files(context: Context) -> dict[str, str]:
    """Name and sha256 of every delivered file of a year."""
    folder = context.raw
    return {
        p.relative_to(folder).as_posix(): sha256(p.read_bytes())
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def closing_stock_files(context: Context) -> dict[str, str]:
    """Name and sha256 of what last year's closing stock is read from."""
    before = context.at(context.year - 1)
    file = before.definitions_file
    defined = {file.name: sha256(file.read_bytes())} if before.is_defined else {}
    return defined | {
        f"{before.year}/{name}": hash_
        for name, hash_ in raw_files(before).items()
        if name.startswith("participants/") or name == "corrections.csv"
    }


def register_file(context: Context, path: Path) -> dict[str, str]:
    """Name and sha256 of a register that is kept by hand; nothing where there is none.

    Breaks, cleared texts and confirmed headings are such registers.
    """
    if not path.exists():
        return {}
    return {path.relative_to(context.workspace.root).as_posix(): sha256(path.read_bytes())}


def record_files(context: Context) -> dict[str, str]:
    """Name and sha256 of what the printed accounts say and of what the audit knows about it."""
    folders = (context.workspace.published, context.workspace.audit)
    files = [p for folder in folders for p in sorted(folder.rglob("*")) if p.is_file()]
    return {p.relative_to(context.workspace.root).as_posix(): sha256(p.read_bytes()) for p in files}


def lock_file() -> dict[str, str]:
    """Name and sha256 of the file that fixes every library."""
    return {LOCK_FILE: sha256((REPOSITORY / LOCK_FILE).read_bytes())}


class Inputs:
    """The fingerprints of a plan's steps: the same fingerprint means the same result."""

    def __init__(self, plan: Plan, made: Made):
        self.plan, self.made = plan, made
        self._code = {n: reached_digest(notebook.path_of(n)) for n in {s.notebook for s in plan.steps()}}
        self._drawing = reached_digest(DRAWING)
        self._executing = json.dumps(digests(EXECUTING))
        self._read: dict[int, dict[str, pd.DataFrame]] = {}
        self._reading = threading.Lock()

    def of_execution(self, step: Step) -> str:
        """What a step's tables and outputs depend on: the code that its notebook can reach, what it reads.

        Raises:
            OSError: a step that it needs is not made.
        """
        context = self.plan.context.at(step.year)
        years = [step.year] if step.notebook in CHAPTERS else self.plan.years
        parts = [self._code[step.notebook], self._executing, *lock_file().values()]
        parts += [step.name, context.edition, context.language]
        parts += [sha256(context.at(y).definitions_file.read_bytes()) for y in years]
        return sha256("\n".join([*parts, *self._read_by(step, context)]).encode())

    def _read_by(self, step: Step, context: Context) -> list[str]:
        """Hashes of what a step's notebook reads besides definitions."""
        workspace = context.workspace
        if step.notebook == "1_clean":
            files = raw_files(context) | closing_stock_files(context)
            shipped = sha256(workspace.shipped.read_bytes()) if workspace.shipped.exists() else ""
            registers = _hashes(context, workspace.cleared, workspace.headings)
            return [*(f"{n} {h}" for n, h in files.items()), shipped, *registers]
        if step.notebook in CHAPTERS:
            return [json.dumps(self.made.tables_of(step.needs[0]), sort_keys=True)]
        parts = [
            digest(step.place or defined.together.id, defined, self.tables(year))
            for year, defined in self.plan.definitions.items()
        ]
        parts += [h for n, h in raw_files(context).items() if n.startswith("examples/")]
        parts += _hashes(context, workspace.breaks, workspace.cleared)
        if step.notebook == AUDIT:
            parts += [f"{n} {h}" for n, h in record_files(context).items()]
        return parts

    def of_page(self, step: Step, executed: str) -> str:
        """What a step's page depends on.

        The executed notebook, what stands around it, words with figures that it may print, and the code
        that renders it.
        """
        labels = self.plan.labels(step)
        parts = [
            executed,
            step.page,
            repr(self.plan.cover(step)),
            self._drawing,
            *lock_file().values(),
            json.dumps(None if labels is None else sorted(labels)),
        ]
        return sha256("\n".join(parts).encode())

    def tables(self, year: int) -> dict[str, pd.DataFrame]:
        """The tables that pages show; read once, after the year's facts are made."""
        with self._reading:
            if year not in self._read:
                store = self.plan.context.at(year).store()
                self._read[year] = {name: store.read(name) for name in TABLES}
        return self._read[year]


def _hashes(context: Context, *registers: Path) -> list[str]:
    return [h for path in registers for h in register_file(context, path).values()]
