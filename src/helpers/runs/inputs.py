"""What a step's result rests on, as hashes: deliveries, definitions, registers, the record, tables of earlier steps, code."""

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
    found = (
        {before.definitions_file.name: sha256(before.definitions_file.read_bytes())}
        if before.is_defined
        else {}
    )
    lists = raw_files(before)
    return found | {
        f"{before.year}/{n}": h
        for n, h in lists.items()
        if n.startswith("participants/") or n == "corrections.csv"
    }


def register_file(context: Context, path: Path) -> dict[str, str]:
    """Name and sha256 of a register that is kept by hand (breaks, cleared texts, confirmed headings); nothing where there is none."""
    return (
        {path.relative_to(context.workspace.root).as_posix(): sha256(path.read_bytes())}
        if path.exists()
        else {}
    )


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
        """What a step's tables and outputs depend on: the code that its notebook can reach, and what it reads."""
        context, workspace = self.plan.context.at(step.year), self.plan.context.workspace
        about = (context.edition, context.language)
        parts = [self._code[step.notebook], self._executing, *lock_file().values(), step.name, *about]
        years = [step.year] if step.notebook in CHAPTERS else self.plan.years
        parts += [sha256(context.at(y).definitions_file.read_bytes()) for y in years]
        if step.notebook == "1_clean":
            parts += [f"{n} {h}" for n, h in (raw_files(context) | closing_stock_files(context)).items()]
            parts.append(sha256(workspace.shipped.read_bytes()) if workspace.shipped.exists() else "")
            parts += [
                h
                for path in (workspace.cleared, workspace.headings)
                for h in register_file(context, path).values()
            ]
        elif step.notebook in CHAPTERS:
            parts.append(json.dumps(self.made.tables_of(step.needs[0]), sort_keys=True))
        else:
            for y, defined in self.plan.definitions.items():
                parts.append(digest(step.place or defined.together.id, defined, self.tables(y)))
            parts += [h for n, h in raw_files(context).items() if n.startswith("examples/")]
            parts += [
                h
                for path in (workspace.breaks, workspace.cleared)
                for h in register_file(context, path).values()
            ]
        if step.notebook == AUDIT:
            parts += [f"{n} {h}" for n, h in record_files(context).items()]
        return sha256("\n".join(parts).encode())

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
