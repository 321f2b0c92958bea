"""What a sender is told: nothing of the association's own files, which only the association can change."""

import re

import pytest

from helpers import definitions
from helpers.faults import Fault, Faults, lines
from helpers.pages import senders
from helpers.paths import REPOSITORY
from helpers.wording import catalogue

YEAR = definitions.load(REPOSITORY / "data" / "definitions" / "2019.yaml")
OURS = re.compile(r"data/|headings\.csv|corrections\.csv|\bdefinitions\b|\bmake ")
TOLD_TO_US = ("clear-text", "examples/")  # of files that the association delivers itself


def found() -> list[Fault]:
    """A misspelt heading, a correction that is used and one that matches nothing, of one platform."""
    told = Faults("vannas", "participants/vannas.csv")
    told.refuse("column_misspelt", row=1, column="Slut", value="Slutt", also="lägg i headings.csv")
    told.note("corrected", row=4, column="Kön", value="K", new="Kvinna", reason="ringde", line=2)
    ours = Faults("vannas", senders.OUR_REGISTER)
    ours.refuse("correction_unmatched", row=3, value="Arbete", place="participants/vannas.csv, rad 9")
    return told.found + ours.found


def test_a_platform_is_told_nothing_of_files_that_are_not_its_own() -> None:
    theirs = senders.concerning("vannas", YEAR, found())
    assert [f.code for f in theirs] == ["column_misspelt", "corrected"]
    told = senders.csv_text(theirs)
    assert "Rätta rubriken till Slut." in told and "läses som ”Kvinna”." in told and "ringde" not in told
    assert not OURS.search(told)


def test_the_association_is_told_of_its_own_register_and_the_run_of_all() -> None:
    (fault,) = senders.concerning(YEAR.together.id, YEAR, found())
    assert (fault.code, fault.file, fault.row) == ("correction_unmatched", "corrections.csv", 3)
    run = "\n".join(lines(found()))
    assert "Rätta rubriken till Slut. lägg i headings.csv" in run
    assert "Rättelsen och skälet till den står på rad 2 i corrections.csv." in run


def test_what_only_the_association_can_do_in_a_delivery_of_its_own_is_told_to_it() -> None:
    told = Faults("deltagare", "surveys/deltagare.csv")
    told.flag("unknown_question", row=1, column="Stöd", nearest="1.4", also="lägg i headings.csv")
    (fault,) = senders.concerning(YEAR.together.id, YEAR, told.found)
    assert fault.action.endswith("lägg i headings.csv") and not fault.ours


@pytest.mark.parametrize("key", [k for k in catalogue() if re.fullmatch(r"fault\.\w+\.(message|action)", k)])
def test_no_text_for_a_sender_names_a_file_of_ours(key: str) -> None:
    words = catalogue()[key]
    assert not OURS.search(words) or any(said in words for said in TOLD_TO_US)
