"""What earlier runs have made: executed notebooks, pages and tables, and the stamps that vouch for them."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from helpers.context import Context
from helpers.files import sha256, write_whole
from helpers.runs.plan import Step


@dataclass(frozen=True)
class Made:
    """The workings of a workspace's years, under `data/processed/<year>`: `.executed`, `.pages`, `.steps`."""

    context: Context

    def page(self, step: Step) -> Path:
        """A step's page, before it is published."""
        return self.context.at(step.year).processed / ".pages" / step.page

    def _file(self, name: str, folder: str, ending: str) -> Path:
        year = int(name.partition("/")[0])
        return self.context.at(year).processed / folder / f"{name.replace('/', '-')}.{ending}"

    def _stamp(self, name: str) -> dict[str, Any]:
        return json.loads(self._file(name, ".steps", "json").read_text(encoding="utf-8"))

    def tables_of(self, name: str) -> dict[str, str]:
        """sha256 of the tables that a step made.

        Raises:
            OSError: the step is not made.
        """
        return self._stamp(name)["tables"]

    def is_executed(self, step: Step, fingerprint: str) -> bool:
        """Whether the step's notebook was executed on just this, and its tables stand as it wrote them."""
        try:
            stamp, folder = self._stamp(step.name), self.context.at(step.year).processed
            files = [(folder / n, h) for n, h in stamp["tables"].items()]
            return stamp["execution"] == fingerprint and all(sha256(p.read_bytes()) == h for p, h in files)
        except (OSError, ValueError, KeyError):
            return False

    def executed(self, step: Step) -> str:
        """sha256 of what a step's executed notebook shows."""
        return self._stamp(step.name)["executed"]

    def is_drawn(self, step: Step, fingerprint: str) -> bool:
        """Whether the step's page was made of just this, and stands as it was written."""
        try:
            stamp = self._stamp(step.name)
            return (
                stamp.get("drawing") == fingerprint and sha256(self.page(step).read_bytes()) == stamp["page"]
            )
        except (OSError, ValueError, KeyError):
            return False

    def shown(self, step: Step) -> nbformat.NotebookNode | None:
        """A step's executed notebook as it was kept, None where it is lost or edited."""
        try:
            content = self._file(step.name, ".executed", "ipynb").read_bytes()
        except OSError:
            return None
        return nbformat.reads(content.decode(), 4) if sha256(content) == self.executed(step) else None

    def keep_execution(
        self, step: Step, fingerprint: str, executed: nbformat.NotebookNode, tables: list[Path]
    ) -> None:
        """Move a step's tables into place and keep its executed notebook, without clock or path."""
        executed.metadata.pop("papermill", None)
        for cell in executed.cells:
            cell.metadata.pop("papermill", None)
            cell.metadata.pop("execution", None)
        content = nbformat.writes(executed).encode()
        write_whole(self._file(step.name, ".executed", "ipynb"), content)
        digests = {p.name: sha256(p.read_bytes()) for p in tables}
        for path in tables:
            os.replace(path, self.context.at(step.year).processed / path.name)
        self._write_stamp(step, {"execution": fingerprint, "tables": digests, "executed": sha256(content)})

    def keep_page(self, step: Step, fingerprint: str, html: bytes) -> None:
        """Keep a step's page."""
        write_whole(self.page(step), html)
        self._write_stamp(step, self._stamp(step.name) | {"drawing": fingerprint, "page": sha256(html)})

    def _write_stamp(self, step: Step, stamp: dict[str, Any]) -> None:
        write_whole(
            self._file(step.name, ".steps", "json"), json.dumps(stamp, indent=1, sort_keys=True).encode()
        )
