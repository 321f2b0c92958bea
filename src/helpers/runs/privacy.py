"""No personal data in git: tracked files hold only published test numbers and shipped deliveries.

What git's index holds is looked at, contents and names: what is committed next, and what was committed last.
What only an earlier commit holds is not.
"""

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from helpers import identity
from helpers.faults import Stop
from helpers.files import sha256, write_whole
from helpers.language import letters, spellings
from helpers.masking import cleared, telling
from helpers.paths import TEST_NUMBERS, Workspace
from helpers.runs import opened, readings, real_numbers
from helpers.wording import listing, text

RAW = "data/raw/"
_LINKED = b"160000"  # another repository within this one
_RULES = (opened, readings, real_numbers, spellings, letters, identity)
RECORD = ".looked-through.json"


Reasons = list[str]  # why something of a file could not be looked through


@dataclass
class Looked:
    """In words: what was not looked through and why, and the files that must not be there."""

    notes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def look(workspace: Workspace) -> Looked:
    """Look through the files of git's index; not at all where there is no git or no checkout, which is told.

    Raises:
        Stop: git refuses to give what it holds; says what to do.
    """
    try:
        entries = _entries(workspace)
    except FileNotFoundError:
        return Looked([text("run.git_missing")])
    if entries is None:
        return Looked([text("run.git_absent")])
    looked, unread = Looked(), dict[str, list[str]]()
    known, allowed = _Known.of(workspace), real_numbers.test_numbers()
    with _blobs(workspace) as blob_of:
        for name, blob in entries:
            why = known.reasons(name, blob, blob_of, allowed)
            if why is None or real_numbers.stray_numbers(name, allowed):
                looked.faults.append(telling.file_name(name))
            for reason in why or ():
                unread.setdefault(reason, []).append(telling.file_name(name))
    known.save()
    looked.notes += [text(f"run.not_looked.{why}", files=listing(unread[why])) for why in sorted(unread)]
    return looked


@dataclass
class _Known:
    """What is known to be as it should by its content: with the rules that it was looked through by."""

    path: Path
    rules: str
    shipped: set[str]
    before: dict[str, Reasons]
    now: dict[str, Reasons] = field(default_factory=dict)

    @classmethod
    def of(cls, workspace: Workspace) -> "_Known":
        shipped = cleared.shipped_hashes(workspace)
        code = [Path(str(module.__file__)).read_bytes() for module in _RULES] + [Path(__file__).read_bytes()]
        rules = sha256(b"".join([*code, TEST_NUMBERS.read_bytes(), *map(str.encode, sorted(shipped))]))
        path = workspace.root / "data" / "processed" / RECORD
        before: dict[str, Reasons] = {}
        with suppress(OSError, ValueError, LookupError, TypeError):
            kept = json.loads(path.read_bytes())
            before = kept["files"] if kept["rules"] == rules else {}
        return cls(path, rules, shipped, before)

    def reasons(
        self, name: str, blob: str, content: Callable[[str], bytes | None], allowed: set[str]
    ) -> Reasons | None:
        """Why something of a file could not be looked through; None where it must not be there."""
        is_raw = name.startswith(RAW)
        key = f"{RAW}{blob}" if is_raw else blob
        found = self.now[key] if key in self.now else self.before.get(key)
        if found is None:
            held = content(blob)
            found = self._delivered(held) if is_raw else _looked_through(held, allowed)
        if found is not None:
            self.now[key] = found
        return found

    def _delivered(self, content: bytes | None) -> Reasons | None:
        return [] if content is not None and sha256(content) in self.shipped else None

    def save(self) -> None:
        """Keep what is known, for the next look; where it cannot be kept, all is looked through again."""
        if self.now != self.before:
            with suppress(OSError):
                write_whole(self.path, json.dumps({"rules": self.rules, "files": self.now}).encode())


def _looked_through(content: bytes | None, allowed: set[str]) -> Reasons | None:
    """Why something of a content could not be looked through; None where it holds somebody's number."""
    if content is None:
        return ["large"]
    if content == TEST_NUMBERS.read_bytes():
        return []
    opening = opened.Opened()
    if any(real_numbers.stray_numbers(said, allowed) for said in opening.texts(content)):
        return None
    return sorted(opening.closed)


def _entries(workspace: Workspace) -> list[tuple[str, str]] | None:
    """Name and blob of every file of the index, but other repositories; None where there is no checkout.

    Raises:
        FileNotFoundError: there is no git.
        Stop: git does not say.
    """
    asked = ["git", "-C", str(workspace.root), "ls-files", "-s", "-z"]
    try:
        done = subprocess.run(asked, capture_output=True)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise _refused(workspace, error.strerror or str(error)) from None
    if done.returncode:
        if not _has_checkout(workspace.root):
            return None
        raise _refused(workspace, done.stderr.decode("utf-8", "replace"))
    entries = (entry.split(b"\t", 1) for entry in done.stdout.split(b"\0") if entry)
    return [
        (_decoded(name), told.split()[1].decode()) for told, name in entries if not told.startswith(_LINKED)
    ]


def _has_checkout(root: Path) -> bool:
    """Whether a folder lies in a checkout: git looks for one upwards, on the same disk."""
    device = root.stat().st_dev
    return any((f / ".git").exists() for f in (root, *root.parents) if f.stat().st_dev == device)


def _decoded(name: bytes) -> str:
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("cp1252", "replace")


def _refused(workspace: Workspace, said: str) -> Stop:
    lines = [line for line in said.splitlines() if line.strip()] or ["–"]
    key = "git_of_another" if "dubious ownership" in said else "git_refuses"
    return Stop(text(f"run.{key}", error=identity.mask(letters.seen(lines[0])), folder=workspace.root))


@contextmanager
def _blobs(workspace: Workspace) -> Iterator[Callable[[str], bytes | None]]:
    """What gives the content of a blob, None of one that is too large to be looked through."""
    asked = ["git", "-C", str(workspace.root), "cat-file", "--batch"]
    running: list[subprocess.Popen[bytes]] = []  # begun when the first is asked for

    def content(blob: str) -> bytes | None:
        git = running[0] if running else _begun(asked)
        running[:] = [git]
        assert git.stdin and git.stdout
        git.stdin.write(f"{blob}\n".encode())
        git.stdin.flush()
        told = git.stdout.readline().split()
        if len(told) != 3:
            raise _refused(workspace, b" ".join(told).decode("utf-8", "replace"))
        left = int(told[2])
        held = git.stdout.read(left + 1)[:-1] if left <= opened.MOST_BYTES else None
        while held is None and left > -1:
            left -= len(git.stdout.read(min(left + 1, 1 << 20)))
        return held

    try:
        yield content
    finally:
        for git in running:
            git.communicate()


def _begun(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
