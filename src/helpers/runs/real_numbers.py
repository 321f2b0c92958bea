"""Which numbers of a text are somebody's: of what the masking rule would hide, the real ones.

A real one has a day that exists and its check digit, and stands alone: it is not the decimals of a number, a
piece of a checksum or a row of other numbers. Of what stands in git nothing else can be told from it.
"""

import re
from collections.abc import Iterator
from itertools import accumulate

from helpers import identity
from helpers.language import letters, spellings
from helpers.paths import TEST_NUMBERS

_LAST_YEAR = 2099
_LONGEST_CHECKSUM = 128
_FAR_BETWEEN = re.compile(r"\D{40,}")
_SEVEN_DIGITS = re.compile(r"(?:\D*\d){7}")
_ALL_DIGITS = re.compile(r"(?<![\w.,])(\d)[.,](?:(\d{9})[eE]\+?0?9|(\d{11})[eE]\+?11)(?!\d)")  # 1,23E+11
_GLUED = re.compile(r"(?<!\d)\d{20,24}(?!\d)")
_PARTS = re.compile(r"(\d{10}|\d{12})(\d{10}|\d{12})")
_CHECKSUM = re.compile(r"[0-9a-f]{16,}|[0-9A-F]{16,}|[0-9A-Za-z]{32,}")
_WORD_BEFORE, _WORD_AFTER = re.compile(r"[0-9A-Za-z]*\Z"), re.compile(r"[0-9A-Za-z]*")
_DECIMALS_BEFORE = re.compile(r"(?:\d\.|(?<!\d)0,)\Z")
_FEW_GROUPS = 3
_NUMBER_BEFORE, _NUMBER_AFTER = re.compile(r"\d\s\Z"), re.compile(r"\s\d")
_DIGITS_BEGIN = re.compile(r"\D*\d+")
_TYPED = str.maketrans("OoIl", "0011")  # as the masking rule reads letters typed for digits


def test_numbers() -> set[str]:
    """The tax agency's published test numbers, twelve digits each."""
    return set(TEST_NUMBERS.read_text(encoding="ascii").split())


def stray_numbers(content: str, allowed: set[str]) -> set[str]:
    """The digits of every real personnummer of a text that is no published test number."""
    plain = letters.plain(letters.seen(content))
    chunks = (c for c in _FAR_BETWEEN.split(plain) if _SEVEN_DIGITS.match(c))
    found = {number for chunk in chunks for number in _numbers(chunk)}
    return {number for number in found if not _possible(number) & allowed}


def _numbers(plain: str) -> Iterator[str]:
    for start, end in _spans(plain):
        digits = re.sub(r"\D", "", plain[start:end].translate(_TYPED))
        if _is_real(digits) and _stands_alone(plain, start, end):
            yield digits
    for m in _ALL_DIGITS.finditer(plain):
        if _is_real(digits := "".join(filter(None, m.groups()))):
            yield digits
    for m in _GLUED.finditer(plain):
        if (both := _PARTS.fullmatch(m[0])) and all(map(_is_real, both.groups())):
            yield from both.groups()


def _spans(plain: str) -> Iterator[tuple[int, int]]:
    """Where the masking rule would hide something; also what begins within what is nobody's number."""
    for start, end in spellings.found(plain):
        yield start, end
        first = _DIGITS_BEGIN.match(plain, start, end)
        at = first.end() if first else end
        yield from ((at + a, at + b) for a, b in spellings.found(plain[at : end + 16]))


def _is_real(digits: str) -> bool:
    if len(digits) not in (10, 12):
        return False
    return identity.read(digits, _LAST_YEAR).fault is None


def _possible(digits: str) -> set[str]:
    """The numbers of twelve digits that it can be."""
    return {digits} if len(digits) == 12 else {f"{century}{digits}" for century in (18, 19, 20)}


def _stands_alone(plain: str, start: int, end: int) -> bool:
    """Whether something that could be a personnummer is not a piece of something else."""
    written = plain[start:end]
    before = _WORD_BEFORE.search(plain, max(0, start - _LONGEST_CHECKSUM), start)
    after = _WORD_AFTER.match(plain, end)
    begins, ends = (m[0] if m else "" for m in (before, after))
    if (begins or ends) and _CHECKSUM.fullmatch(begins + written + ends):
        return False
    if len(written) == 10 and _DECIMALS_BEFORE.search(plain, max(0, start - 3), start):
        return False
    return not _is_a_row(plain, start, end)


def _is_a_row(plain: str, start: int, end: int) -> bool:
    """Whether numbers stand in a row, and are no number in groups."""
    groups = re.findall(r"\d+", plain[start:end].translate(_TYPED))
    if "," in plain[start:end]:
        return any(len(group) != 3 for group in groups[1:])  # thousands are written so
    if len(groups) <= _FEW_GROUPS:
        return False
    goes_on = _NUMBER_BEFORE.search(plain, 0, start) or _NUMBER_AFTER.match(plain, end)
    lengths = list(accumulate(len(group) for group in groups))
    is_in_pairs = all(length % 2 == 0 for length in lengths if length < lengths[-1] - 4)
    return bool(goes_on) or not (is_in_pairs or lengths[-1] == len(groups))
