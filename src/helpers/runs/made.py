"""What earlier runs have made: executed notebooks, pages and tables, and the stamps that vouch for them."""

import json
import os
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from helpers.chapters.page import Page, kept_name
from helpers.context import Context
from helpers.files import contents, sha256
from helpers.machine.whole import write_whole
from helpers.pages.contradicted import TABLE
from helpers.pages.said import Shown, Wanted
from helpers.pages.years import contradicted_by_place, shown_by_place
from helpers.runs.plan import RETURNS, Step

REPORTS, RETURNED = "reports", "returned"  # folders of what is published, and of what goes back
FACTS_FILE = "facts.csv"


def kept_to_return(context: Context) -> Path:
    """Where the lists that a year's run has made to go back are kept."""
    returned = context.returned.resolve()
    return returned.with_name(f".{returned.name}-made")


def holding(context: Context) -> list[Path]:
    """The folders of a year that hold persons and are a run's own."""
    return [context.processed, context.returned.resolve(), kept_to_return(context)]


@dataclass(frozen=True)
class Made:
    """The workings of a workspace's years, under `data/processed/<year>`.

    `.executed` has executed notebooks, `.made/reports` what is to be published, `.steps` the stamps: what
    each step rested on and the sha256 of what it made. What goes back to its senders holds personnummer: it
    is kept beside what was sent back, wherever that lies.
    """

    context: Context

    def _folder(self, year: int) -> Path:
        return self.context.at(year).processed

    def file(self, year: int, name: str) -> Path:
        """A file that a step made, before it is published; `name` begins with REPORTS or RETURNED."""
        folder, _, below = name.partition("/")
        if folder == RETURNED:
            return kept_to_return(self.context.at(year)) / below
        return self._folder(year) / ".made" / name

    def _of(self, name: str, folder: str, ending: str) -> Path:
        year = int(name.partition("/")[0])
        return self._folder(year) / folder / f"{name.replace('/', '-')}.{ending}"

    def _stamp(self, name: str) -> dict[str, Any]:
        return json.loads(self._stamp_file(name).read_text(encoding="utf-8"))

    def _stamp_file(self, name: str) -> Path:
        """A step's stamp; that of what goes back names lists, whose names can hold personnummer too."""
        year, _, task = name.partition("/")
        if task == RETURNS:
            return kept_to_return(self.context.at(int(year))) / ".stamp.json"
        return self._of(name, ".steps", "json")

    def rested_on(self, step: Step) -> dict[str, str] | None:
        """What a step rested on when it was made last, by name; None where it never was."""
        try:
            return self._stamp(step.name)["rests_on"]
        except (OSError, ValueError, KeyError):
            return None

    def tables_of(self, name: str) -> dict[str, str]:
        """sha256 of the tables that a step made.

        Raises:
            OSError: the step is not made.
        """
        return self._stamp(name)["tables"]

    def shows(self, name: str) -> dict[str, str]:
        """What of the tables that a step made a page of a place can show, as hashes by place.

        Raises:
            OSError: the step is not made.
        """
        return self._stamp(name)["shows"]

    def files(self, step: Step) -> list[str]:
        """What a step made to be published or sent back, by name within `.made`.

        Raises:
            OSError: the step is not made.
        """
        return sorted(self._stamp(step.name)["files"])

    def printed(self, names: Iterable[str]) -> Wanted:
        """The vouchers that the pages of steps lead to.

        Raises:
            OSError: one of them is not made.
        """
        found: Wanted = defaultdict(lambda: defaultdict(list))
        for name in names:
            for page, (title, leads) in self._stamp(name)["printed"].items():
                for place, number in leads:
                    found[place][number].append(Shown(page, title))
        return found

    def stands(self, step: Step) -> bool:
        """Whether the tables and files that a step made stand as it wrote them."""
        try:
            stamp, folder = self._stamp(step.name), self._folder(step.year)
            files = [(folder / n, h) for n, h in stamp["tables"].items()]
            if not step.is_notebook:
                files += [(self.file(step.year, n), h) for n, h in stamp["files"].items()]
            return all(sha256(p.read_bytes()) == h for p, h in files)
        except (OSError, ValueError, KeyError):
            return False

    def executed(self, step: Step) -> str:
        """sha256 of what a step's executed notebook shows."""
        return self._stamp(step.name)["executed"]

    def is_drawn(self, step: Step, fingerprint: str) -> bool:
        """Whether the step's page was made of just this, and stands as it was written."""
        try:
            stamp = self._stamp(step.name)
            pages = {self.file(step.year, n): h for n, h in stamp["files"].items()}
            return stamp["drawing"] == fingerprint and all(
                sha256(p.read_bytes()) == h for p, h in pages.items()
            )
        except (OSError, ValueError, KeyError):
            return False

    def shown(self, step: Step) -> nbformat.NotebookNode | None:
        """A step's executed notebook as it was kept, None where it is lost or edited."""
        try:
            content = self._of(step.name, ".executed", "ipynb").read_bytes()
        except OSError:
            return None
        return nbformat.reads(content.decode(), 4) if sha256(content) == self.executed(step) else None

    def keep_execution(
        self, step: Step, rests_on: dict[str, str], executed: nbformat.NotebookNode, tables: list[Path]
    ) -> None:
        """Move a step's tables into place and keep its executed notebook, without clock or path."""
        executed.metadata.pop("papermill", None)
        for cell in executed.cells:
            cell.metadata.pop("papermill", None)
            cell.metadata.pop("execution", None)
        content = nbformat.writes(executed).encode()
        write_whole(self._of(step.name, ".executed", "ipynb"), content)
        digests = {p.name: sha256(p.read_bytes()) for p in tables}
        for path in tables:
            os.replace(path, self._folder(step.year) / path.name)
        context = self.context.at(step.year)
        made = (f"{TABLE}.parquet", contradicted_by_place), ("facts.parquet", shown_by_place)
        shows = next((by_place(context) for name, by_place in made if name in digests), {})
        stamp = {"rests_on": rests_on, "tables": digests, "shows": shows, "executed": sha256(content)}
        self._write_stamp(step, stamp)

    def keep_pages(self, step: Step, fingerprint: str, pages: dict[str, Page]) -> None:
        """Keep a step's page and those beside it, and which vouchers they lead to; no other stays."""
        before, contents = self._stamp(step.name), {n: page.kept() for n, page in pages.items()}
        files = {f"{REPORTS}/{kept_name(name)}": content for name, content in contents.items()}
        for name, content in files.items():
            write_whole(self.file(step.year, name), content)
        for name in set(before.get("files", {})) - set(files):
            self.file(step.year, name).unlink(missing_ok=True)
        leads = {name: (page.cover.heading, sorted(page.said.vouchers)) for name, page in pages.items()}
        digests = {name: sha256(content) for name, content in files.items()}
        self._write_stamp(step, before | {"drawing": fingerprint, "files": digests, "printed": leads})

    def keep_files(self, step: Step, rests_on: dict[str, str], work: Path) -> None:
        """Move what a step made in the folders REPORTS and RETURNED of `work` into place; no other stays."""
        before = self._stamp(step.name)["files"] if self.rested_on(step) is not None else {}
        found = contents(work)
        for name in found:
            write_whole(self.file(step.year, name), (work / name).read_bytes())
        for name in set(before) - set(found):
            self.file(step.year, name).unlink(missing_ok=True)
        self._write_stamp(step, {"rests_on": rests_on, "tables": {}, "files": found})

    def _write_stamp(self, step: Step, stamp: dict[str, Any]) -> None:
        content = json.dumps(stamp, indent=1, sort_keys=True).encode()
        write_whole(self._stamp_file(step.name), content)
