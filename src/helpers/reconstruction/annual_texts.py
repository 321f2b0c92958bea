"""The texts of a shipped annual report: written for the project, in one file a year, cut into its parts.

`data/reconstruction/annual-report-<year>.md`: a line `=== 11-sammanfattning` begins the text of that name.
"""

from collections.abc import Iterator
from pathlib import Path

from helpers.annual_report import FOLDER

_BEGINS = "=== "


def texts(reconstruction: Path, year: int) -> Iterator[tuple[str, bytes]]:
    """Each text of a year: its name under the year's folder, and its content."""
    path = reconstruction / f"annual-report-{year}.md"
    if not path.exists():
        return
    for piece in f"\n{path.read_text(encoding='utf-8')}".split(f"\n{_BEGINS}")[1:]:
        name, _, content = piece.partition("\n")
        yield f"{FOLDER}/{name.strip()}.md", f"{content.strip()}\n".encode()
