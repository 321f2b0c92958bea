"""What git holds of a workspace: a commit's files, and the code that stood beside a committed set."""

import hashlib
import io
import os
import subprocess
import tarfile
from pathlib import Path

from helpers.machine.source_code import code_files, digests
from helpers.machine.whole import temporary, write_whole
from helpers.paths import Workspace

RAW = "data/raw"


def committed_code(workspace: Workspace, reports: Path) -> dict[str, str] | None:
    """The code of the commit that last changed a set's manifest, `{name: sha256}`.

    None where git does not hold the manifest as it stands.
    """
    manifest = reports / "manifest.json"
    commit = ask(workspace, "log", "-1", "--format=%H", "--", str(manifest)).decode().strip()
    name = manifest.relative_to(workspace.root).as_posix()
    if not commit or not manifest.exists():
        return None
    if ask(workspace, "show", f"{commit}:./{name}") != manifest.read_bytes():
        return None
    with temporary() as place:
        whole = extract(workspace, commit, place, "src", "notebooks")
        return digests(code_files(place), place) if whole else None


def check_out(workspace: Workspace, commit: str, place: Path) -> bool:
    """All files of a commit in a folder; whether it holds any.

    Delivered files that stand in the workspace as the commit has them are led to, not copied.
    """
    held = extract(workspace, commit, place, ".", f":(exclude){RAW}")
    for line in ask(workspace, "ls-tree", "-r", "-z", commit, "--", RAW).split(b"\0")[:-1]:
        kind, _, name = line.partition(b"\t")
        blob, known = kind.split()[2].decode(), Path(os.fsdecode(name))
        target, stands = place / known, workspace.root / known
        target.parent.mkdir(parents=True, exist_ok=True)
        if stands.is_file() and _blob(stands.read_bytes(), len(blob)) == blob:
            target.symlink_to(stands.resolve())
        else:
            write_whole(target, ask(workspace, "cat-file", "blob", blob), private=True)
        held = True
    return held


def _blob(content: bytes, length: int) -> str:
    """The name that git gives a file's content, in as many characters: SHA-1, or SHA-256."""
    whole = b"blob %d\0%s" % (len(content), content)
    return hashlib.sha256(whole).hexdigest() if length == 64 else hashlib.sha1(whole).hexdigest()


def extract(workspace: Workspace, commit: str, place: Path, *names: str) -> bool:
    """The files of a commit under `names` in a folder; whether the commit holds them."""
    packed = ask(workspace, "archive", "--format=tar", commit, *names)
    if not packed:
        return False
    with tarfile.open(fileobj=io.BytesIO(packed)) as files:
        if hasattr(tarfile, "data_filter"):  # as of Python 3.11.4
            files.extraction_filter = tarfile.data_filter
        files.extractall(place)
    return True


def full_name(workspace: Workspace, commit: str) -> str:
    """The whole hash of a commit, '' where git knows none of that name."""
    asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}^{{commit}}")
    return ask(workspace, *asked).decode().strip()


def ask(workspace: Workspace, *arguments: str) -> bytes:
    """What git prints of the workspace; nothing where there is no git, no repository or no such thing."""
    try:
        done = subprocess.run(["git", "-C", str(workspace.root), *arguments], capture_output=True)
    except OSError:
        return b""
    return done.stdout if done.returncode == 0 else b""
