"""LÄSMIG.md, the guide in Swedish: short, and nothing that it names is somewhere else or called otherwise.

It is the one document that is not English. What the English ones promise is held in test_docs.py.
"""

import re
import subprocess
import unicodedata

import pytest

from helpers import __main__, wording
from helpers.deliveries import blank_year
from helpers.deliveries.participants import HEADERS
from helpers.paths import REPOSITORY, Workspace

NAME = "LÄSMIG.md"
GUIDE = (REPOSITORY / NAME).read_text(encoding="utf-8")
DICTIONARY = (REPOSITORY / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
COMMAND = re.compile(r"(?m)(?:`|^)make ([a-z-]+)([^#`\n]*)")
CODE = re.compile("`([^`\n]+)`")
ENGLISH = re.compile(r"\b(?:the|and|of|which|with|what|is)\b")
SWEDISH = re.compile(r"\b(?:och|att|som|det|är|inte|för)\b")


def prose(written: str) -> str:
    """A document without its code and the targets of its links."""
    return re.sub(r"(?s)```.*?```|`[^`\n]*`|\]\([^)]*\)", " ", written)


def misnamed(guide: str) -> list[str]:
    """Commands, and values given to them, that make does not know."""
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"(?m)^([a-z-]+):.*## ", makefile))
    found = []
    for target, given in COMMAND.findall(guide):
        names = re.findall(r"([A-Z]+)=", given)
        found += [target] * (target not in targets) + [n for n in names if n not in __main__.VARIABLES]
    return found


def test_its_commands_are_those_of_the_makefile() -> None:
    assert misnamed(GUIDE) == []
    assert {"report", "new-year", "check", "forms", "adopt"} <= {t for t, _ in COMMAND.findall(GUIDE)}
    assert misnamed("```\nmake raport YEAR=2019\n```\n`make check YER=2`") == ["raport", "YER"]


def test_its_years_have_data_and_the_new_one_has_none() -> None:
    known = Workspace(REPOSITORY).years_with_data()
    for target, given in COMMAND.findall(GUIDE):
        for year in re.findall(r"YEAR=(\d+)", given):
            assert (int(year) in known) == (target != "new-year"), (target, year)
    said = re.search(r"Åren (\d{4})–(\d{4}) som följer med", GUIDE)
    assert set(range(int(said[1]), int(said[2]) + 1)) <= set(known)


def test_what_is_delivered_is_called_as_in_the_dictionary() -> None:
    rows = [line.split(" | ") for line in GUIDE.splitlines() if line.startswith("| `")]
    files = [CODE.findall(row[0])[0] for row in rows]
    told = DICTIONARY.split("## What is delivered")[1].split("\n## ")[0]
    known = {name for line in told.splitlines() if line.startswith("| `") for name in CODE.findall(line)[:1]}
    assert len(files) > 5 and [f for f in files if f not in known] == []
    headings = GUIDE.split("Deltagarlistan har rubrikerna")[1].split(".\n")[0]
    assert CODE.findall(headings) == HEADERS


def test_the_words_of_a_run_and_the_files_it_points_at_are_there() -> None:
    for level in ("refuse", "flag", "note"):
        assert f"* `{wording.text(f'level.{level}')}` –" in GUIDE
    assert f"`{blank_year.CHECKLIST}`" in GUIDE
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", GUIDE):
        assert (REPOSITORY / target).is_file(), target
    for page in re.findall(r"(?m)^\* `([a-z]+\.html)`", GUIDE):
        readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
        assert f"/{page}" in readme or f"`{page}`" in readme, page


def test_it_is_short_and_in_swedish_and_the_readme_leads_there() -> None:
    assert len(GUIDE.splitlines()) <= 100
    assert f"]({NAME})" in (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert len(SWEDISH.findall(prose(GUIDE))) > 50 and not ENGLISH.findall(prose(GUIDE))


@pytest.mark.parametrize("path", sorted((REPOSITORY / "docs").glob("*.md")), ids=lambda p: p.stem)
def test_every_other_document_is_english(path) -> None:
    said = prose(path.read_text(encoding="utf-8"))
    assert len(ENGLISH.findall(said)) > 10 * len(SWEDISH.findall(said))


def test_its_name_is_composed_so_that_every_system_finds_it() -> None:
    listed = subprocess.run(
        ["git", "-C", str(REPOSITORY), "ls-files", "-z"], capture_output=True, check=True
    ).stdout.decode()
    names = listed.split("\0")
    assert NAME in names and unicodedata.normalize("NFC", NAME) == NAME
    assert [n for n in names if n != unicodedata.normalize("NFC", n)] == []
