"""Personnummer -> pseudonym. Nothing after this module ever sees a personnummer."""

import calendar
import datetime as dt
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from helpers.language import letters, spellings
from helpers.masking import contacts

_FORM = re.compile(r"(\d{2})?(\d{2})(\d{2})(\d{2})([-+]?)(\d{4})")
_RESERVE = re.compile(r"(?:\d{2})?(\d{6})[-+]?([A-Z]\d{3}|[A-Z]{2}\d{2})")
_SCIENTIFIC = re.compile(r"(\d)(?:[.,](\d+))?E\+?(\d{1,2})")
_NO_DECIMALS = re.compile(r"(?<=\d{7})[.,]0+$")  # as programs write a whole number
MASK = "[personnummer]"
HIDDEN = {"email": "[e-postadress]", "phone": "[telefonnummer]", "address": "[adress]"}


@dataclass(frozen=True)
class Identity:
    """One person as written once: `key` is the same for every spelling of the same number.

    `fault` is None or the kind of fault: form, date, placeholder, checksum, reserve, scientific, blank.
    Only a number without fault says anything of its person, and what identifies nobody has no key.
    `padded`: the zeros before its ten digits were lost.
    """

    key: str
    fault: str | None = None
    padded: bool = field(default=False, compare=False)

    @property
    def told(self) -> str:
        """What is to be told of the number, '' where nothing is."""
        return self.fault or ("padded" if self.padded else "")

    @property
    def born(self) -> dt.date | None:
        """The day of birth; a samordningsnummer has it with 60 added to the day.

        >>> Identity("18900101" "9802").born == Identity("18900161" "9802").born == dt.date(1890, 1, 1)
        True
        """
        if self.fault:
            return None
        day = int(self.key[6:8])
        return dt.date(int(self.key[:4]), int(self.key[4:6]), day - 60 if day > 60 else day)

    @property
    def gender(self) -> str | None:
        """The ninth of the ten digits is odd for men and even for women.

        >>> Identity("18900101" "9802").gender
        'women'
        """
        if self.fault:
            return None
        return "men" if int(self.key[10]) % 2 else "women"


def read(raw: object, year: int) -> Identity:
    """Read one cell of the column Personnummer; two digits of year are read off the report's `year`."""
    text = _written(raw)
    if not text:
        return Identity("", "blank")
    if re.fullmatch("[0-9]{7,9}", text):
        # A number drops leading zeros; it is a personnummer only if with them its ten digits are one.
        restored = read(text.zfill(10), year)
        return Identity("", "form") if restored.fault else replace(restored, padded=True)
    if _SCIENTIFIC.fullmatch(text) or re.fullmatch(r"[1-9]\d{5}0{6}", text):
        return Identity("", "scientific")
    if reserve := _RESERVE.fullmatch(text):
        is_filler = len(set(re.sub("[A-Z]", "", reserve[2]))) == 1  # TF00
        return Identity("" if is_filler else reserve[1] + reserve[2], "reserve")
    match = _FORM.fullmatch(text)
    if not match:
        return Identity("", "form")
    century, yy, month, day, separator, last = match.groups()
    full_year = int(century + yy) if century else _year_of_two_digits(int(yy), separator == "+", year)
    if not 1850 <= full_year <= year + 1 or not _is_day(full_year, int(month), int(day)):
        return Identity("", "date")
    key = f"{full_year:04d}{month}{day}{last}"
    if _is_placeholder(key[2:]):
        return Identity("", "placeholder")
    return Identity(key) if spellings.luhn_ok(key[2:]) else Identity("", "checksum")


def _written(raw: object) -> str:
    """What stands in a cell, without blanks and unseen characters; a whole number as its digits.

    >>> _written(123456789012.0), _written("1,2345E+4"), _written(" 12 345 678,0 ")
    ('123456789012', '12345', '12345678')
    """
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    shown = letters.plain(letters.seen(str(raw if raw is not None else "")))
    text = _NO_DECIMALS.sub("", re.sub(r"\s", "", shown).upper())
    exact = _SCIENTIFIC.fullmatch(text)
    if exact and len(exact[2] or "") == int(exact[3]):
        return exact[1] + exact[2]
    return text


def _is_placeholder(ten_digits: str) -> bool:
    """Whether ten digits were typed to fill a cell: no birth number is 000, and nobody's repeats two digits.

    >>> [_is_placeholder(n) for n in ("900101" "0009", "121212" "1212", "900101" "9802")]
    [True, True, False]
    """
    return ten_digits[6:9] == "000" or ten_digits == ten_digits[:2] * 5


def _year_of_two_digits(yy: int, is_hundred: bool, year: int) -> int:
    """The latest year not after `year` with these last digits, or a hundred before it, as a plus says.

    >>> [_year_of_two_digits(yy, False, 2019) for yy in (19, 20)], _year_of_two_digits(19, True, 2019)
    ([2019, 1920], 1919)
    """
    latest = year // 100 * 100 + yy
    if latest > year:
        latest -= 100
    return latest - 100 if is_hundred else latest


def _is_day(year: int, month: int, day: int) -> bool:
    """Whether there is such a day; a samordningsnummer has it with 60 added."""
    if not 1 <= month <= 12:
        return False
    return 1 <= (day - 60 if day > 60 else day) <= calendar.monthrange(year, month)[1]


def person_key(person: Identity, place: str) -> str:
    """What stands for a person: the number, or the row's own place where nobody is identified.

    "okänd" twice is not one person, and neither is a number that cannot be one.
    """
    return person.key or place


def pseudonym(key: str, secret: bytes) -> str:
    """A keyed pseudonym of 16 hexadecimal characters; without the key nobody can test a guess."""
    return hmac.digest(secret, key.encode(), "sha256").hex()[:16]


def pseudonyms(keys: Iterable[str], secret: bytes) -> list[str]:
    """The pseudonym of each key, made once of each."""
    asked = list(keys)
    made = {key: pseudonym(key, secret) for key in dict.fromkeys(asked)}
    return [made[key] for key in asked]


def without_numbers(text: object) -> str:
    """The text with everything that looks like a personnummer hidden."""
    left = str(text)
    while found := list(spellings.found(left)):
        for start, end in reversed(found):
            left = left[:start] + MASK + left[end:]
    return left


def mask(text: object) -> str:
    """What of any text may be shown: no personnummer, e-mail address, phone number or street address.

    It is the one rule of what is masked everywhere: cells, names, pages, logs and messages. Names of people
    cannot be told from other words; a delivered value is told through `telling` only.

    >>> mask("Ring 070-123 45 67 eller a@exempel.se, Storgatan 3 B")
    'Ring [telefonnummer] eller [e-postadress], [adress]'
    """
    left = without_numbers(text)
    while found := list(contacts.found(left)):
        for start, end, kind in reversed(found):
            left = left[:start] + HIDDEN[kind] + left[end:]
    return left


def lines_that_look_like(text: str) -> list[int]:
    """The lines, counted from 1, where something that could be a personnummer begins."""
    return sorted({text.count("\n", 0, start) + 1 for start, _ in spellings.found(text)})


def looks_like(text: object) -> bool:
    """Whether a text holds anything that could be a personnummer."""
    return next(spellings.found(str(text)), None) is not None
