"""What git holds of a workspace: a commit's files, and the code that stood beside a committed set."""

import io
import subprocess
import tarfile
import tempfile
from pathlib import Path

from helpers.paths import Workspace
from helpers.source_code import code_files, digests


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
    with tempfile.TemporaryDirectory(prefix="sb-") as place:
        whole = extract(workspace, commit, Path(place), "src", "notebooks")
        return digests(code_files(Path(place)), Path(place)) if whole else None


def extract(workspace: Workspace, commit: str, place: Path, *names: str) -> bool:
    """The files of a commit, or those under `names`, in a folder; whether the commit holds them."""
    packed = ask(workspace, "archive", "--format=tar", commit, *names)
    if not packed:
        return False
    with tarfile.open(fileobj=io.BytesIO(packed)) as files:
        files.extractall(place, filter="data")
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
