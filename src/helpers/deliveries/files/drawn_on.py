"""When a list was drawn from its system.

It is said in a title row, else by the file's own properties, else unknown.
"""

import datetime as dt
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from helpers.deliveries.files import dates, reading
from helpers.deliveries.files.grid import Grid, clean
from helpers.deliveries.files.package import archive_of, tree
from helpers.deliveries.files.taken import taken
from helpers.faults import Refusal

_SAYS_SO = re.compile(
    r"(?i)\b(?:utdrag\w*|uttag\w*|uttagen|utskriven|utskriftsdatum"
    r"|hämtad\w*|exporterad\w*|skapad\w*|rapportdatum|per den)\b"
)
_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}/\d{1,2} \d{4}\b|\b\d{8}\b")
_TITLE_CELLS = 2  # a title fills few cells
_PROPERTIES = "docProps/core.xml"
_MOST_PROPERTIES = 100_000


@dataclass(frozen=True)
class Drawn:
    """A day and what says so: `title`, `properties`, or `` where nothing does."""

    day: dt.date | None = None
    source: str = ""


def drawn(path: Path) -> Drawn:
    """When a delivered list was drawn. The file's time stamp says nothing: copying a file changes it."""
    try:
        sheets = reading.tops(path)
    except Refusal:
        return Drawn()
    if days := [day for sheet in sheets if (day := _in_title(sheet))]:
        return Drawn(max(days), "title")
    day = _in_properties(path) if path.suffix.lower() == ".xlsx" else None
    return Drawn(day, "properties") if day else Drawn()


def _in_title(sheet: Grid) -> dt.date | None:
    for row in sheet.rows:
        cells = [c for c in row if clean(c)]
        words = " ".join(str(c) if isinstance(c, dt.date) else clean(c) for c in cells)
        if len(cells) <= _TITLE_CELLS and _SAYS_SO.search(words) and (found := _DATE.search(words)):
            try:
                return dates.read(found.group())
            except dates.NotADate:
                continue
    return None


def _in_properties(path: Path) -> dt.date | None:
    """The day the workbook was last saved, as its own properties say."""
    try:
        with archive_of(taken(path)) as archive, archive.open(_PROPERTIES) as handle:
            properties = tree(handle.read(_MOST_PROPERTIES))
        saved = next((e.text for e in properties if e.tag.endswith("}modified")), "") or ""
        return dates.read(saved[:10])
    except (Refusal, KeyError, ElementTree.ParseError, zipfile.BadZipFile, dates.NotADate):
        return None
