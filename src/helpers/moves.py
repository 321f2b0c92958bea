"""What moved between two runs of a year: facts, what explains each, sentences and reports."""

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd

from helpers.decisions import signal
from helpers.facts import KEY, Fact, Facts, csv_text, from_table, read_csv
from helpers.faults import Stop
from helpers.paths import Workspace
from helpers.rules import RULES
from helpers.vouchers import LINK, ranges
from helpers.wording import listing, number, plain, result_text, text, voucher_number

NOT_ACCOUNT = ("granskning.html", "rattelser.html")  # pages about the account
SENTENCES = ("p", "li", "figcaption", "h2", "h3")


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
        digests = {n: hashlib.sha256(p.read_bytes()).hexdigest() for n in self.manifest("outputs") if (p := self.reports / n).exists()}
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
    """Sentences are the outermost paragraphs, list items, captions and headings, and the texts of pictures."""

    def __init__(self) -> None:
        super().__init__()
        self.page, self._inside, self._words, self._leads = Page(), [], [], set()
        self._figure: tuple[str, list[str]] | None = None
        self._nav = 0

    def handle_starttag(self, tag: str, attributes: list) -> None:
        given = dict(attributes)
        self._nav += tag == "nav"
        if tag in SENTENCES and not self._nav:
            self._inside.append(tag)
        if tag == "img" and given.get("alt"):
            self._say(given["alt"], set())
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
                self._say("".join(self._words), self._leads)
                self._words = []
        if not self._inside and tag in (*SENTENCES, "td", "th"):
            self._leads = set()

    def _say(self, words: str, leads: set[str]) -> None:
        if words.strip():
            self.page.sentences.append(" ".join(words.split()))
            self.page.leads.append(set(leads))


@dataclass(frozen=True)
class Move:
    """A fact that is not the same in both runs; None where a run does not have it."""

    before: Fact | None
    after: Fact | None

    @property
    def fact(self) -> Fact:
        return self.after or self.before

    @property
    def of_state(self) -> bool:
        """Whether it is a fact in one run only, so that all its rows came or went at once."""
        return not (self.before and self.before.ok and self.after and self.after.ok)

    def line(self) -> str:
        return text("moves.fact", number=voucher_number(self.fact), before=_shown(self.before), after=_shown(self.after))


def _shown(fact: Fact | None) -> str:
    return plain(result_text(fact)) if fact else "–"


def _result(fact: Fact | None) -> tuple | None:
    return fact and (fact.value, fact.numerator, fact.denominator, fact.unit, fact.state)


def moved(before: dict[tuple, Fact], after: dict[tuple, Fact]) -> list[Move]:
    """Facts that are not the same in both, by key."""
    return [Move(before.get(k), after.get(k)) for k in sorted(before.keys() | after.keys()) if _result(before.get(k)) != _result(after.get(k))]


@dataclass(frozen=True)
class PageMove:
    """What moved on one page: pairs of sentences before and after ('' where there is none), and how many figures."""

    name: str
    sentences: list[tuple[str, str]]
    figures: int


@dataclass(frozen=True)
class Moves:
    """Two runs of a year beside each other."""

    before: Side
    after: Side

    def changed(self, part: str) -> list[str]:
        """Names of `inputs`, `code` or `outputs` whose hash is not the same in both, or that only one of them has."""
        old, new = self.before.manifest(part), self.after.manifest(part)
        return sorted({name for name, _ in old.items() ^ new.items()})

    @cached_property
    def facts(self) -> list[Move]:
        """Facts that are not the same in both, by key."""
        return moved(self.before.facts, self.after.facts)

    @cached_property
    def same_on_other_rows(self) -> int:
        """Facts with the same result that rest on other rows than before."""
        if self.before.rows is None or self.after.rows is None:
            return 0
        keys = (self.before.rows.keys() | self.after.rows.keys()) - {m.fact.key for m in self.facts}
        return sum(self.before.rows.get(k) != self.after.rows.get(k) for k in keys)

    # --- what explains a fact ----------------------------------------------------------------------------

    def causes(self, move: Move) -> dict[str, str]:
        """What was changed that explains why a fact moved: `{file: which of its rows}`, of delivered files, definitions and code.

        A row that is counted in one run only explains it by its file, where that was changed. Else the row is the same and
        something that reads it was: corrections, definitions, a file beside it or the function that counts. A fact without
        rows (a count of nobody, a number of signals), or whose rows are not in what was changed, came or went with those beside it.
        """
        left, entered, behind = self._rows(move.fact.key)
        tried = [self._direct(move)]
        if move.of_state or not behind:
            tried.append(self._beside(move))
        if move.fact.group == "unknown" and not (move.before and move.after):  # it came or went with the last one of its group
            tried.reverse()
        faulty = [{f: rows for f, rows in t.items() if self._status_changed(f)} for t in tried] if move.of_state else []
        found = next(filter(None, [*faulty, *tried]), {})
        unexplained = set() if move.of_state or not behind else _files(left | entered) - {_delivered(f) for f in found}
        return found | self._other_causes(move, unexplained or _files(behind)) if unexplained or not found else found

    def _beside(self, move: Move) -> dict[str, str]:
        """What explains the facts that moved beside this one, the most alike of them: the same group, counts like itself."""
        why = self.causes if move.fact.rule == "decisions.signals" else self._direct
        beside = [(m, d) for m in self._by_place[move.fact.platform] if m is not move and _tells_of(move.fact, m) and (d := why(m))]
        like = lambda m: (m.fact.group == move.fact.group, m.fact.unit == "count", bool(m.before) == bool(move.before))  # noqa: E731
        nearest = max((like(m) for m, _ in beside), default=None)
        return {name: rows for m, d in beside if like(m) == nearest for name, rows in d.items()}

    @cached_property
    def _by_place(self) -> dict[str, list[Move]]:
        found: dict[str, list[Move]] = defaultdict(list)
        for move in self.facts:
            found[move.fact.platform].append(move)
        return found

    def _direct(self, move: Move) -> dict[str, str]:
        """Changed delivered files that hold rows which came or went, or, where none did, the rows behind."""
        if move.fact.key not in self._known:
            self._known[move.fact.key] = self._directly(move)
        return self._known[move.fact.key]

    @cached_property
    def _known(self) -> dict[tuple, dict[str, str]]:
        return {}

    def _directly(self, move: Move) -> dict[str, str]:
        changed = self._delivered(move.fact.year)
        left, entered, behind = self._rows(move.fact.key)
        if not (left or entered):
            role = _role_that_moved(move)
            behind = {r for r_, r in self.after.rows.get(move.fact.key, set()) if role in ("", r_)} if behind else behind
            return {f: "" for f in changed if _delivered(f) in _files(behind)}
        return {f: words for f in changed if (words := _told(_delivered(f), left, entered))}

    def _delivered(self, year: int) -> list[str]:
        return [n for n in self.changed("inputs") if n.startswith(f"data/raw/{year}/")]

    def _status_changed(self, name: str) -> bool:
        """Whether it is a delivered file whose part is read in one run only."""
        if not name.startswith("data/raw/"):
            return False
        path = Path(_delivered(name))
        part = (str(path.parent) if path.parent.name else path.stem, path.stem)
        return self.before.statuses.get(part) != self.after.statuses.get(part)

    def _rows(self, key: tuple) -> tuple[set[str], set[str], set[str]]:
        """Rows behind a fact before only, after only, and in either; without the earlier tables nothing is known to have come or gone."""
        if self.after.rows is None:
            return set(), set(), set()
        new = self.after.rows.get(key, set())
        old = new if self.before.rows is None else self.before.rows.get(key, set())
        return {r for _, r in old - new}, {r for _, r in new - old}, {r for _, r in old | new}

    def _other_causes(self, move: Move, files: set[str]) -> dict[str, str]:
        fact, changed = move.fact, self._delivered(move.fact.year)
        found = [n for n in changed if _delivered(n) == "corrections.csv"]
        found += [n for n in self.changed("inputs") if n == f"data/definitions/{fact.year}.yaml"]
        if not found:
            folders = {f.rpartition("/")[0] for f in files}
            found = [n for n in changed if _delivered(n).rpartition("/")[0] in folders] if files else changed
            if move.of_state:
                found = [n for n in found if self._status_changed(n)] or found
            if self.changed("code"):
                found = [*found, RULES[fact.rule].function if fact.rule in RULES else listing(self.changed("code"))]
        return dict.fromkeys(found, "")

    # --- what a reader sees ------------------------------------------------------------------------------

    @cached_property
    def pages(self) -> list[PageMove]:
        """Pages of the account whose sentences or figures moved; without earlier pages, those that print a moved fact."""
        if self.before.pages:
            names = sorted(self.before.pages.keys() | self.after.pages.keys())
            found = [_page_move(n, self.before.pages.get(n, Page()), self.after.pages.get(n, Page())) for n in names]
        else:
            moved = {voucher_number(m.fact) for m in self.facts}
            found = [_page_printing(n, p, moved) for n, p in self.after.pages.items()]
        return [p for p in found if p.sentences or p.figures]

    @property
    def verdicts(self) -> list[Move]:
        return [m for m in self.facts if m.fact.measure.startswith("verdict:")]

    def told(self) -> list[str]:
        """What moved, line by line, every fact of it."""
        lines = []
        for part in ("inputs", "code"):
            lines += [text(f"moves.changed_{part}", name=name) for name in self.changed(part)]
        if self.before.rows is None and self.facts:
            lines.append(text("moves.no_tables"))
        lines.append(text("moves.facts", count=number(len(self.facts))))
        for move in self.facts:
            causes = [text("moves.rows", file=f, rows=rows) if rows else f for f, rows in self.causes(move).items()]
            lines.append(f"  {move.line()} {text('moves.because', causes=listing(causes, 'or')) if causes else text('moves.unexplained')}")
        if self.same_on_other_rows:
            lines.append(text("moves.other_rows", count=number(self.same_on_other_rows)))
        lines.append(text("moves.sentences", count=number(sum(len(p.sentences) for p in self.pages))))
        if not self.before.pages and self.facts:
            lines.append(text("moves.no_pages"))
        for page in self.pages:
            lines += ["  " + text("moves.sentence", page=page.name, before=before or "–", after=after or "–") for before, after in page.sentences]
        lines.append(text("moves.reports", count=number(len(self.pages))))
        lines += ["  " + text("moves.report", page=p.name, figures=number(p.figures), sentences=number(len(p.sentences))) for p in self.pages]
        shown = {p.name for p in self.pages}
        if others := [n for n in self.changed("outputs") if n.endswith(".html") and n not in shown]:
            lines.append(text("moves.form_only", pages=listing(others)))
        return lines


def _role_that_moved(move: Move) -> str:
    """Whether a share's numerator (its counted rows) or its denominator (its base) is another; '' where both or neither."""
    if not (move.before and move.after and move.fact.denominator):
        return ""
    counted, base = (getattr(move.before, part) != getattr(move.after, part) for part in ("numerator", "denominator"))
    return {(True, False): "counted", (False, True): "base"}.get((counted, base), "")


def _tells_of(fact: Fact, other: Move) -> bool:
    """Whether a fact that moved tells why another one without rows did: the same place, people asked and family of rules."""
    if fact.rule == "decisions.signals":
        kinds = {signal(f) for f in (other.before, other.after) if f}
        return other.fact.platform == fact.platform and other.fact.measure.startswith("verdict:") and fact.measure.partition(":")[2] in kinds
    family = [f.rule.partition(".")[0] for f in (fact, other.fact)]
    return (other.fact.platform, other.fact.respondents) == (fact.platform, fact.respondents) and family[0] == family[1]


def _delivered(name: str) -> str:
    """A delivered file's name under its year.

    >>> _delivered("data/raw/2019/participants/vannas.csv")
    'participants/vannas.csv'
    """
    return name.split("/", 3)[3]


def _files(refs: Iterable[str]) -> set[str]:
    """Delivered files of rows written `file#sheet!row`."""
    return {ref.rpartition("!")[0].partition("#")[0] for ref in refs}


def _told(file: str, left: set[str], entered: set[str]) -> str:
    """Which rows of a file count in one run only."""
    told = []
    for key, refs in (("left", left), ("entered", entered)):
        if rows := sorted(int(r.rpartition("!")[2]) for r in refs if _files([r]) == {file}):
            told.append(text(f"moves.{key}", rows=ranges(rows)))
    return listing(told)


def _page_move(name: str, before: Page, after: Page) -> PageMove:
    pairs = []
    matcher = SequenceMatcher(a=before.sentences, b=after.sentences, autojunk=False)
    for kind, a1, a2, b1, b2 in matcher.get_opcodes():
        if kind != "equal":
            old, new = before.sentences[a1:a2], after.sentences[b1:b2]
            pairs += [(old[i] if i < len(old) else "", new[i] if i < len(new) else "") for i in range(max(len(old), len(new)))]
    moved = (after.figures - before.figures) + (before.figures - after.figures)
    return PageMove(name, pairs, len({figure for figure, _ in moved}))


def _page_printing(name: str, page: Page, moved: set[str]) -> PageMove:
    sentences = [("", s) for s, leads in zip(page.sentences, page.leads, strict=True) if leads & moved]
    return PageMove(name, sentences, len({figure for figure, _ in page.figures} & moved))


# --- the two sides -----------------------------------------------------------------------------------------


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
        at_hand = all((p := kept.root / n).exists() and hashlib.sha256(p.read_bytes()).hexdigest() == h for n, h in delivered.items())
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


def diff(workspace: Workspace, year: int, against: str) -> int:
    """`make diff`: what moved from an earlier run to the year as it is made now; the exit status is 0, moved or not.

    Raises:
        Stop: nothing to compare with, or the year cannot be made.
    """
    if not against:
        raise Stop(text("moves.no_against", year=year))
    with earlier(workspace, year, against) as before, made_again(workspace, year, from_nothing=False) as (after, printed):
        if after is None:
            raise Stop(text("rerun.not_made", year=year) + "\n" + printed)
        print("\n".join([text("moves.title", year=year, against=against), *Moves(before, after).told()]), flush=True)
    return 0
