"""What a published set vouches for: what it was made from, the code that ran, and every file that it holds.

Nothing here reads a table: a set can be tried before anything that reads tables is imported.
"""

import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from helpers.files import sha256
from helpers.paths import LOCK_FILE

MANIFEST, CODE = "manifest.json", "code.json"


@dataclass(frozen=True)
class Vouched:
    """A year's published set by its manifest; `committed_code` is what git holds beside it, where known."""

    year: int
    reports: Path
    committed_code: dict[str, str] | None = field(default=None, kw_only=True)

    def manifest(self, part: str) -> dict[str, str]:
        """`{name: sha256}` of `inputs`, `lock` or `outputs`. Sets made before the lock file had its own place
        have it among their code.
        """
        if part == "lock" and part not in self._manifest:
            return {n: h for n, h in self._manifest["code"].items() if n == LOCK_FILE}
        return self._manifest[part]

    @property
    def report(self) -> str:
        """The state of the year's annual report when the set was made, '' where there was none."""
        return str(self._manifest.get("report") or "")

    @cached_property
    def code(self) -> dict[str, str] | None:
        """`{name: sha256}` of the code that ran, else of that committed with the reports; None if unknown."""
        ran = code_of(self.reports)
        if ran is not None:
            return ran
        if "code" in self._manifest:  # a set made before the code had a file of its own
            return {n: h for n, h in self._manifest["code"].items() if n != LOCK_FILE}
        return self.committed_code

    @cached_property
    def _manifest(self) -> dict[str, dict[str, str]]:
        return json.loads((self.reports / "manifest.json").read_text(encoding="utf-8"))

    def misfiled(self, absent: bool = False) -> list[str]:
        """Files that are not the ones the manifest vouches for; with `absent`, those not at hand too."""
        digests = {
            n: sha256(p.read_bytes()) for n in self.manifest("outputs") if (p := self.reports / n).exists()
        }
        return [
            n for n, h in sorted(self.manifest("outputs").items()) if digests.get(n, "" if absent else h) != h
        ]


def code_of(reports: Path) -> dict[str, str] | None:
    """`{name: sha256}` of the code that made a set; None without a `code.json` of the manifest beside it."""
    path, manifest = reports / CODE, reports / MANIFEST
    ran = json.loads(path.read_text(encoding="utf-8")) if path.exists() and manifest.exists() else {}
    made = sha256(manifest.read_bytes() if manifest.exists() else b"")
    return ran if ran.pop(MANIFEST, "") == made else None
