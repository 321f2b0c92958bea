"""The whole set staged beside, held against what is adopted, and put in place at once."""

from pathlib import Path

from helpers.files import sha256


def _contents(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): sha256(p.read_bytes()) for p in folder.rglob("*") if p.is_file()}
