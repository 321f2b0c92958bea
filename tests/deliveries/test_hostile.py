"""One hostile file never stops a year: it is named, in seconds and with little memory, and the rest is read.

Each file is made by code (`support/hostile.py`), laid in a copy of the fixture year and read in a child.
"""

import shutil
from pathlib import Path

import pytest
from support.hostile import FILES, in_child, lay
from support.workspaces import FIXTURE

SECONDS, MEGABYTES = 10, 1_000  # each file's, besides what the process has
NEARLY_ALL = 9  # parts of the fixture year but the one whose file is hostile
# Files that are odd and do no harm: their parts are read.
HARMLESS = {
    "entities in the properties",
    "600 000 styles",
    "a huge used range",
    "with a macro",
    "900 000 elements in each other",
    "150 000 attributes",
    "an example of one long word",
}
SLOW = {
    "150 000 merged ranges",
    "150 000 errors",
    "50 000 bad labels",
    "a fault in every second row",
    "a cell of 100 MB",
    "a shared text of 100 MB",
}


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=pytest.mark.long) if n in SLOW else n for n in FILES], ids=str
)
def test_a_hostile_file_is_named_and_all_else_is_read(tmp_path: Path, name: str) -> None:
    root = tmp_path / "w"
    shutil.copytree(FIXTURE, root)
    place = lay(name, root / "data/raw/2019")
    read = in_child(root, place)
    assert read["ended"] == 0 and read["seconds"] < SECONDS, read
    assert read["more_megabytes"] < MEGABYTES, read
    assert read["told"] and read["advised"], read
    assert len(read["read"]) >= NEARLY_ALL, read
    refused = any(told.startswith(("refuse", "omit")) for told in read["told"])
    assert refused != (name in HARMLESS) or "empty_list" in str(read["told"]), read
    assert read["findings"] < 3_000 and read["said"] < 5_000, read
