"""Letters: composed, without what nobody sees, the same everywhere that text is compared."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.defining.question_words import fingerprint, readable
from helpers.deliveries.files.grid import clean, folded
from helpers.files import named
from helpers.language import letters
from helpers.reading import strict_yaml

UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u180b\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2061"
    "\u2064\u2066\u2800\u3164\ufe00\ufe0f\ufeff\uffa0\uf0b7\ufffe\udc80\U000e0001\U000e0020\x00\x1b"
)
BLANKS = " \t\n\u0085\u00a0\u1680\u2000\u2007\u2009\u2028\u2029\u202f\u205f\u3000"
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u02d7\u2043\ufe58\ufe63\uff0d\u058a\u301c"


@pytest.mark.parametrize("unseen", UNSEEN, ids=ascii)
def test_unseen_characters_are_no_characters(unseen: str) -> None:
    word = unseen.join(" Avslutsorsak ")
    assert letters.is_unseen(unseen) and letters.holds_unseen(word)
    assert letters.words(word) == clean(word) == readable(word).strip() == "Avslutsorsak"
    assert letters.compared(word) == folded(word) == fingerprint(word) == "avslutsorsak"


@pytest.mark.parametrize("blank", BLANKS, ids=ascii)
def test_every_blank_is_a_blank(blank: str) -> None:
    said = f"{blank}Till{blank}{blank}stor del{blank}"
    assert not letters.is_unseen(blank) and letters.words(said) == clean(said) == "Till stor del"


@pytest.mark.parametrize("dash", DASHES, ids=ascii)
def test_every_dash_is_a_dash_and_no_letter_is(dash: str) -> None:
    assert letters.plain(f"å{dash}1") == "å-1"


@given(st.text())
def test_seen_is_composed_and_the_same_when_seen_again(text: str) -> None:
    seen = letters.seen(text)
    assert unicodedata.is_normalized("NFC", seen) and not letters.holds_unseen(seen)
    assert letters.seen(seen) == seen == letters.seen(unicodedata.normalize("NFD", text))
    assert len(letters.plain(text)) == len(text)


def test_a_file_is_found_by_its_composed_name(tmp_path: Path) -> None:
    decomposed = tmp_path / "examples" / unicodedata.normalize("NFD", "möte\u200b på hösten.md")
    decomposed.parent.mkdir()
    decomposed.write_text("x")
    assert named(tmp_path, "examples/möte på hösten.md").read_text() == "x"


def test_definitions_are_composed(tmp_path: Path) -> None:
    text = unicodedata.normalize("NFD", "namn: Umeå\nandra\u200b: Vän\u00adnäs\n")
    assert strict_yaml.document(text, tmp_path)[1] == {"namn": "Umeå", "andra": "Vännäs"}
