"""What the pages of a run say, sentence by sentence: words agree with their number, no method has a name."""

import re
from pathlib import Path

import pytest
from test_agreement import wrong

from helpers.chapters.page import ENDING, Page

# Methods and their figures stand in the method chapter, for those who ask for them.
METHODS = re.compile(r"p-värde|\bp = |\b(?:Holm|Wilson|Fisher|Newcombe|Tarone)s?\b|konfidens", re.IGNORECASE)
FILES = re.compile(r"\b[\w-]+\.(?:csv|xlsx|md|yaml|se)\b|sha256")
# An annual report that is a draft names the texts that it lacks, as the page of the auditors does.
NO_BOARD = re.compile(r"leverans-|granskning|tillganglighet|arsredovisning|infor-revisionen|-bilaga$")


def pages(root: Path) -> dict[str, list[str]]:
    """Each page of a year's set with its sentences."""
    kept = sorted((root / "data/processed/2019/.made/reports").glob(f"*{ENDING}"))
    return {path.stem: Page.read(path.read_bytes()).said.sentences for path in kept}


def test_no_page_says_one_of_several_and_no_board_page_names_a_method_or_a_file(finished: Path) -> None:
    said = pages(finished)
    assert {"index", "forbundet", "vannas"} <= said.keys()
    assert [(name, s) for name, of in said.items() for s in of if wrong(s)] == []
    board = {name: of for name, of in said.items() if not NO_BOARD.search(name)}
    assert [(name, s) for name, of in board.items() for s in of if METHODS.search(s)] == []
    assert [(name, s) for name, of in board.items() for s in of if FILES.search(s)] == []


@pytest.mark.parametrize("words", ["1 personer deltog.", "Av de 1 unika personer.", "1 män"])
def test_what_is_looked_for_is_seen(words: str) -> None:
    assert wrong(words) and METHODS.search("p = 0,03 efter Holms metod")
    assert FILES.search("Se sus.csv.") and not METHODS.search("Bjurholm är nytt 2019.")
