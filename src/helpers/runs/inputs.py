"""What a step's result depends on, as hashes."""

from pathlib import Path

from helpers.chapters.notebook import NOTEBOOKS
from helpers.files import sha256
from helpers.paths import LOCK_FILE, REPOSITORY, Workspace


def code_files() -> list[Path]:
    """Everything of ours that a result depends on, but the data."""
    package = REPOSITORY / "src" / "helpers"
    files = [p for p in package.rglob("*") if p.is_file() and "__pycache__" not in p.parts and "reconstruction" not in p.parts]
    return sorted([*files, *NOTEBOOKS.glob("*.ipynb"), REPOSITORY / LOCK_FILE])


def raw_files(workspace: Workspace, year: int) -> dict[str, str]:
    """Name and sha256 of every delivered file of a year."""
    folder = workspace.raw(year)
    return {p.relative_to(folder).as_posix(): sha256(p.read_bytes()) for p in sorted(folder.rglob("*")) if p.is_file()}


def closing_stock_files(workspace: Workspace, year: int) -> dict[str, str]:
    """Name and sha256 of what last year's closing stock is read from."""
    defined = workspace.definitions / f"{year - 1}.yaml"
    found = {defined.name: sha256(defined.read_bytes())} if defined.exists() else {}
    lists = raw_files(workspace, year - 1)
    return found | {f"{year - 1}/{n}": h for n, h in lists.items() if n.startswith("participants/") or n == "corrections.csv"}


def _digest_of_files(files: list[Path]) -> str:
    return sha256("\n".join(f"{p.relative_to(REPOSITORY)} {sha256(p.read_bytes())}" for p in files).encode())
