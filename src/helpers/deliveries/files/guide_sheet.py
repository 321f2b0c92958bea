"""The sheet of an empty list that says how it is filled in; who reads the list knows it again."""

from collections.abc import Collection

from helpers.deliveries.files.grid import Grid, clean
from helpers.wording import catalogue, text

_WORDS = "template.guide."  # where its words stand in the catalogue


def sheet_name() -> str:
    """What the sheet is called."""
    return text("template.guide.sheet")


def is_unchanged(grid: Grid, known: Collection[str]) -> bool:
    """Whether a sheet is the guide and says nothing else than it said; `known` are the year's own words."""
    if grid.sheet != sheet_name():
        return False
    said = {clean(words) for key, words in catalogue().items() if key.startswith(_WORDS)}
    said |= {clean(word) for word in known}
    return all(clean(cell) in said for row in grid.rows for cell in row if clean(cell))
