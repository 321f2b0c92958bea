"""What of a delivered text may be told outside the sender's own copy: the one place that decides.

A cell's value is told where nothing in it could point out a person and it is nearly what the cell may say: a
number, a date, a code or a slip of the pen in an allowed label. Else the place and the kind of the fault are
told, and `hidden` stands for the value; the whole of it is in data/returned only.
"""

import difflib
import re
from collections.abc import Collection
from functools import lru_cache

from helpers import identity
from helpers.language import letters
from helpers.masking import freetext
from helpers.wording import text

# Of sums, seasons and units, and what says that nothing is known: words that name nobody.
_PLAIN = frozenset(text("place.plain_words").split())
_PLACE = r"(?:\$?[A-Z]{1,3}\$?\d{1,7}|[A-Z])"
_MONTH = r"(?:jan|feb|mars?|apr|maj|june?|juni|juli?|aug|sept?|okt|nov|dec)[a-z]{0,7}\.?"
# Numbers, dates and times; a cell's, a column's or a row's place; an ending of a file; an error of a program.
_FORMS = re.compile(
    rf"[\W\d_²³¹½¼¾]{{0,40}}|(?i:\d{{1,4}}[\s.-]{{0,2}}{_MONTH}[\s.-]{{0,2}}\d{{0,4}})|"
    r"[\d.,]{1,20}E[+-]?\d{1,3}|"
    r"[-:\d]{8,10}[T ][\d:.]{4,15}Z?|\.(?:[a-z0-9]{1,5}|numbers)|#[A-ZÅÄÖ0/]{3,12}[!?]?|"
    rf"{_PLACE}(?:[:–-]{_PLACE})?(?:, {_PLACE}(?:[:–-]{_PLACE})?){{0,40}}|[A-Z]{{1,2}}–[A-Z]{{1,2}}|"
    r"(?i:na|n/a|none|null|nan|true|false)"
)
_MASKS = re.compile("|".join(map(re.escape, [identity.MASK, *identity.HIDDEN.values()])))
_SHORT, _NEAR = 2, 0.75  # characters that a slip adds or drops, and how alike the texts are


class Told(str):
    """A text of which it is decided that it may be told."""


def hidden() -> str:
    """What stands for a text that is not told."""
    return text("place.hidden_text")


def masked(delivered: object) -> str:
    """A text with what is masked everywhere masked."""
    return identity.mask(delivered)


@lru_cache(maxsize=4096)
def name(delivered: str, known: Collection[str] = ()) -> Told:
    """A heading, a sheet's or a file's name as it may be told; `known` are those that the year names.

    >>> name("Deltagare 2019"), name("Samtal med Anna")
    ('Deltagare 2019', '[dold text]')
    """
    shown = masked(delivered)
    left = _MASKS.sub(" ", shown)
    is_known = letters.compared(left) in {letters.compared(k) for k in known}
    return Told(hidden() if not is_known and freetext.names_somebody(left, known) else shown)


def file_name(delivered: str) -> str:
    """The name of a delivered file as it is told and compared: composed, as `name` tells it."""
    return "/".join(name(part) for part in letters.seen(delivered).split("/"))


def value(delivered: object, known: Collection[str] = ()) -> str:
    """What stands in a cell as it may be told; `known` are texts that a cell of its file may say.

    >>> [value(v, ["Avslut", "Studier"]) for v in ("Avslutt", "2019-13-01", "1 234,5 %", "Ring mamman", "")]
    ['Avslutt', '2019-13-01', '1 234,5 %', '[dold text]', '']
    """
    shown = masked(delivered)
    left = _MASKS.sub(" ", letters.words(shown)).strip()
    if not left or _FORMS.fullmatch(left) or letters.compared(left) in map(letters.compared, known):
        return shown
    if _PLAIN.issuperset(re.sub(r"[\W\d_]+", " ", left).casefold().split()):
        return shown
    return shown if _is_slip(left, known) and not freetext.names_somebody(left) else hidden()


def _is_slip(written: str, known: Collection[str]) -> bool:
    """Whether a text is one of the known ones but for a letter or two."""
    said = letters.compared(written).replace(" ", "")
    for label in known:
        meant = letters.compared(label).replace(" ", "")
        if abs(len(meant) - len(said)) <= _SHORT and (
            difflib.SequenceMatcher(None, said, meant).ratio() >= _NEAR
        ):
            return True
    return False
