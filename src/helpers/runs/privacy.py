"""No personal data in git: tracked files hold only published test numbers and shipped deliveries."""

import re
import subprocess

from helpers import cleared, identity, letters
from helpers.files import sha256
from helpers.paths import TEST_NUMBERS, Workspace
from helpers.wording import text

_NUMBER = re.compile(
    r"(?<![\w.,])((?:18|19|20)?\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]|[67]\d|8\d|9[01])[-+]?\d{4})"
    r"(?![\w.,]\d|\w)"
)
_LAST_YEAR = 2100


def test_numbers() -> set[str]:
    """The tax agency's published test numbers, twelve digits each."""
    return set(TEST_NUMBERS.read_text(encoding="ascii").split())


def stray_numbers(content: str, allowed: set[str]) -> int:
    """How many valid personnummer of a text are no published test number."""
    found = 0
    for written in set(_NUMBER.findall(letters.plain(letters.seen(content)))):
        person = identity.read(written, _LAST_YEAR if len(written) < 12 else 2026)
        ten_digits = len(written.translate({45: None, 43: None})) == 10
        possible = {f"{century}{person.key[2:]}" for century in (18, 19, 20)} if ten_digits else {person.key}
        found += person.fault is None and not possible & allowed
    return found


def tracked_faults(workspace: Workspace) -> list[str]:
    """Files of git's index that must not be there, one line each; nothing to check outside a git checkout."""
    git = ["git", "-C", str(workspace.root)]
    try:
        listed = subprocess.run([*git, "ls-files", "-s", "-z"], capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return []
    allowed, shipped, faults = test_numbers(), cleared.shipped_hashes(workspace), []
    entries = [e.decode("utf-8", "replace") for e in listed.split(b"\0") if e]
    names = {e.partition("\t")[2]: e.split()[1] for e in entries}
    for name, content in zip(names, _blobs(git, list(names.values())), strict=True):
        if name == TEST_NUMBERS.relative_to(TEST_NUMBERS.parents[1]).as_posix():
            continue
        if name.startswith("data/raw/"):
            if sha256(content) not in shipped:
                faults.append(name)
        elif stray_numbers(content.decode("utf-8", "ignore"), allowed):
            faults.append(name)
    return faults


def unchecked(workspace: Workspace) -> str:
    """What to say where git's index cannot be looked through; '' where it can."""
    asked = ["git", "-C", str(workspace.root), "ls-files", "-s", "-z"]
    try:
        done = subprocess.run(asked, capture_output=True)
    except OSError as error:
        return text("run.git_unchecked", error=error.strerror)
    if done.returncode == 0:
        return ""
    if not any((folder / ".git").exists() for folder in (workspace.root, *workspace.root.parents)):
        return text("run.git_absent")
    said = done.stderr.decode("utf-8", "replace").splitlines()
    return text("run.git_unchecked", error=identity.mask(said[0] if said else str(done.returncode)))


def _blobs(git: list[str], ids: list[str]) -> list[bytes]:
    out = subprocess.run(
        [*git, "cat-file", "--batch"], input="\n".join(ids).encode(), capture_output=True, check=True
    ).stdout
    blobs, at = [], 0
    for _ in ids:
        end = out.index(b"\n", at)
        size = int(out[at:end].split()[2])
        blobs.append(out[end + 1 : end + 1 + size])
        at = end + size + 2
    return blobs
