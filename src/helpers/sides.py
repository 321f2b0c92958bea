"""One run of a year: what it published, its pages and tables, and how an earlier or another one is come by."""

import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd

from helpers.facts import KEY, Fact, Facts, csv_text, from_table, read_csv
from helpers.faults import Stop
from helpers.files import sha256
from helpers.paths import Workspace
from helpers.vouchers import LINK
from helpers.wording import text

NOT_ACCOUNT = ("granskning.html", "rattelser.html")  # pages about the account
SENTENCES = ("p", "li", "dd", "h2", "h3", "caption")


@dataclass(frozen=True)
class Side:
    """One run of a year: what it published and, where they are at hand, its pages and the tables it was made from."""

    year: int
    reports: Path
    processed: Path | None = None

    def manifest(self, part: str) -> dict[str, str]:
        """`{name: sha256}` of `inputs`, `code` or `outputs`."""
        return self._manifest[part]

    @cached_property
    def _manifest(self) -> dict[str, dict[str, str]]:
        return json.loads((self.reports / "manifest.json").read_text(encoding="utf-8"))

    def misfiled(self, absent: bool = False) -> list[str]:
        """Files at hand that are not the ones the manifest vouches for; with `absent`, files not at hand too."""
        digests = {n: sha256(p.read_bytes()) for n in self.manifest("outputs") if (p := self.reports / n).exists()}
        return [n for n, h in sorted(self.manifest("outputs").items()) if digests.get(n, "" if absent else h) != h]

    @cached_property
    def tables_at_hand(self) -> bool:
        """Whether the tables beside the reports are those that the reports' facts were made from."""
        made, printed = self._table("facts"), self.reports / "facts.csv"
        return made.exists() and printed.exists() and csv_text(from_table(pd.read_parquet(made))) == printed.read_text(encoding="utf-8")

    @cached_property
    def facts(self) -> dict[tuple, Fact]:
        """By key, with their rules where the tables are at hand; none for a year without deliveries."""
        if self.tables_at_hand:
            found = from_table(pd.read_parquet(self._table("facts")))
        else:
            found = read_csv(path) if (path := self.reports / "facts.csv").exists() else Facts([])
        return {f.key: f for f in found}

    @cached_property
    def rows(self) -> dict[tuple, set[tuple[str, str]]] | None:
        """`{key: {(role, row)}}`, None where the tables are not at hand."""
        if not self.tables_at_hand:
            return None
        found: dict[tuple, set[tuple[str, str]]] = {}
        for *key, role, ref in pd.read_parquet(self._table("fact_rows"))[[*KEY, "role", "row"]].itertuples(index=False):
            found.setdefault(tuple(key), set()).add((role, ref))
        return found

    @cached_property
    def statuses(self) -> dict[tuple[str, str], str]:
        """How each part was delivered, `{(kind, part): status}`; empty where the tables are not at hand."""
        if not self.tables_at_hand:
            return {}
        table = pd.read_parquet(self._table("deliveries"))
        return dict(zip(zip(table["kind"], table["part"], strict=True), table["status"], strict=True))

    @cached_property
    def pages(self) -> dict[str, "Page"]:
        """The pages of the account; empty where they were not kept."""
        return {p.name: Page.read(p.read_text(encoding="utf-8")) for p in sorted(self.reports.glob("*.html")) if p.name not in NOT_ACCOUNT}

    def _table(self, name: str) -> Path:
        return (self.processed or self.reports) / f"{name}.parquet"


@dataclass
class Page:
    """What a reader of a page reads: its sentences with the vouchers they lead to, and its figures."""

    sentences: list[str] = field(default_factory=list)
    leads: list[set[str]] = field(default_factory=list)
    figures: Counter = field(default_factory=Counter)

    @classmethod
    def read(cls, html: str) -> "Page":
        reader = _Reader()
        reader.feed(html.partition("<main")[2])
        return reader.page


class _Reader(HTMLParser):
    """Sentences are the outermost paragraphs, list items, descriptions, captions and headings; a chart's words stand beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.page, self._inside, self._words, self._leads = Page(), [], [], set()
        self._figure: tuple[str, list[str]] | None = None
        self._nav = 0

    def handle_starttag(self, tag: str, attributes: list) -> None:
        self._nav += tag == "nav"
        if tag in SENTENCES and not self._nav:
            self._inside.append(tag)
        if tag == "a" and (found := LINK.match(self.get_starttag_text())):
            self._figure = (found.group(2), [])
            self._leads.add(found.group(2))

    def handle_data(self, data: str) -> None:
        if self._inside:
            self._words.append(data)
        if self._figure:
            self._figure[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        self._nav -= tag == "nav"
        if tag == "a" and self._figure:
            number_, words = self._figure
            self.page.figures[number_, "".join(words)] += 1
            self._figure = None
        if self._inside and tag == self._inside[-1]:
            self._inside.pop()
            if not self._inside:
                words, self._words = "".join(self._words).strip(), []
                if tag not in ("li", "dd") or words.endswith("."):  # others are figures with their label
                    self._say(words, self._leads)
        if not self._inside and tag in (*SENTENCES, "td", "th"):
            self._leads = set()

    def _say(self, words: str, leads: set[str]) -> None:
        if words.strip():
            self.page.sentences.append(" ".join(words.split()))
            self.page.leads.append(set(leads))


# --- runs made for the comparison ---------------------------------------------------------------------------


@contextmanager
def made_again(workspace: Workspace, year: int, *, from_nothing: bool = True, code: Path | None = None) -> Iterator[tuple[Side | None, str]]:
    """The year made from the workspace's data elsewhere, and what the run printed; None where it could not be made.

    `from_nothing` makes every step; else what the workspace has made already is taken over where it is current.
    `code` is a folder whose `src` makes it instead of this package. What the board adopted is no hindrance: nothing of the
    workspace is replaced.
    """
    left_out = shutil.ignore_patterns("processed") if from_nothing else None
    with tempfile.TemporaryDirectory(prefix="sb-") as place:
        clean = Workspace(Path(place) / "granskning")
        shutil.copytree(workspace.root / "data", clean.root / "data", ignore=left_out)
        known = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MFLAGS", "EDITION")}
        environment = known | {"SOCIALT_BOKSLUT_WORKSPACE": str(clean.root), "YEAR": str(year)}
        if code:
            environment["PYTHONPATH"] = str(code / "src")
        command = [sys.executable, "-m", "helpers", "report" if code else "remake"]
        done = subprocess.run(command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        made = (clean.reports(year) / "manifest.json").exists()
        yield Side(year, clean.reports(year), clean.processed(year)) if made else None, done.stdout


@contextmanager
def earlier(workspace: Workspace, year: int, against: str) -> Iterator[Side]:
    """The run that `AGAINST` names: a folder (a workspace, or a year's reports) or a commit of the repository.

    A commit is made again by its own code where it holds the delivered files; else only its facts and manifest are known.

    Raises:
        Stop: there is no such folder or commit, or it has no such year.
    """
    folder = Path(against)
    found = [
        Side(year, w.reports(year), w.processed(year))
        for w in (Workspace(folder), *_around(folder, year))
        if (w.reports(year) / "manifest.json").exists()
    ]
    if (folder / "manifest.json").exists() and not found:
        found = [Side(year, folder)]
    if folder.is_dir():
        if not found:
            raise Stop(text("moves.no_such_year", against=against, year=year))
        yield found[0]
        return
    with tempfile.TemporaryDirectory(prefix="sb-") as place:
        _check_out(workspace, against, Path(place))
        kept = Workspace(Path(place))
        if not (kept.reports(year) / "manifest.json").exists():
            raise Stop(text("moves.no_such_year", against=against, year=year))
        side = Side(year, kept.reports(year))
        delivered = {n: h for n, h in side.manifest("inputs").items() if n.startswith("data/raw/")}
        at_hand = all((p := kept.root / n).exists() and sha256(p.read_bytes()) == h for n, h in delivered.items())
        with made_again(kept, year, code=kept.root) if at_hand else nullcontext((None, "")) as (made, _):
            again = made is not None and made.manifest("outputs").get("facts.csv") == side.manifest("outputs").get("facts.csv")
            yield made if again else side


def _around(folder: Path, year: int) -> list[Workspace]:
    """The workspace that a year's report folder stands in."""
    whole = folder.resolve()
    return [Workspace(whole.parent.parent)] if whole.name == str(year) and whole.parent.name == "reports" else []


def _check_out(workspace: Workspace, commit: str, place: Path) -> None:
    """A commit's files in a folder.

    Raises:
        Stop: git knows no such commit.
    """
    git = ["git", "-C", str(workspace.root)]
    known = subprocess.run([*git, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}^{{commit}}"], capture_output=True, text=True)
    if known.returncode:
        raise Stop(text("moves.no_such", against=commit))
    packed = subprocess.run([*git, "archive", "--format=tar", known.stdout.strip()], capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as files:
        files.extractall(place, filter="data")
