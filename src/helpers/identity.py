"""Personnummer -> pseudonym. Nothing after this module ever sees a personnummer."""

import calendar
import datetime as dt
import hmac
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from helpers import letters

_FORM = re.compile(r"(\d{2})?(\d{2})(\d{2})(\d{2})([-+]?)(\d{4})")
# Anything a reader could take for a personnummer, for masking: a false alarm hides a number, a miss shows
# one.
_DAY = r"(?:[0-2]\d|3[01]|[6-8]\d|9[01])"
_LOOKS_LIKE = re.compile(
    rf"(?<!\d)(?:(?:18|19|20)?\d{{2}}(?:0[1-9]|1[0-2]){_DAY}\s{{0,3}}[-+]?\s{{0,3}}\d{{4}}(?!\d)"
    # a hyphen before the last four, but no two dates
    rf"|(?:18|19|20)\d{{2}}-(?:0[1-9]|1[0-2])-{_DAY}[-+]\d{{4}}(?![-\d]))"
)
# With signs within the date or another sign before the last four; two dates or a date and a time can look so,
# hence the check digit.
_LOOSE = re.compile(
    rf"(?<!\d)(?:18|19|20)?(\d{{2}})[-/. ]?(0[1-9]|1[0-2])[-/. ]?({_DAY})"
    r"[\s./_:*-]{0,3}(\d{4})(?!\d|[-/.]\d\d(?!\d))"
)
# In groups of any size with one blank between them: twelve digits with a century, and ten, which need the
# check digit.
_B = r"[^\S\n\r\v\f\x1c-\x1e\x85\u2028\u2029]?"  # of any kind, within a line
_MONTH_AND_DAY = [f"(?:0{_B}[1-9]|1{_B}[0-2])", rf"(?:[0-2]{_B}\d|3{_B}[01]|[6-8]{_B}\d|9{_B}[01])"]
_TEN = _B.join([r"\d", r"\d", *_MONTH_AND_DAY, "[-+]?", *[r"\d"] * 4])
_GROUPED = re.compile(rf"(?<!\d)(?=(((?:1{_B}[89]|2{_B}0){_B})?({_TEN}))(?!\d))")
_TEN_DIGITS = re.compile(r"(?:\D*\d){10}")  # what holds fewer holds no personnummer, however it is written
MASK = "[personnummer]"


@dataclass(frozen=True)
class Identity:
    """One person as written once: `key` is the same for every spelling of the same number.

    `fault` is None or the kind of fault: form, date, checksum, reserve, blank. Only a number without fault
    says anything.
    """

    key: str
    fault: str | None = None

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


def luhn_ok(ten_digits: str) -> bool:
    """The check digit of a personnummer (Skatteverket, modulus 10)."""
    total = 0
    for position, digit in enumerate(ten_digits):
        product = int(digit) * (2 if position % 2 == 0 else 1)
        total += product // 10 + product % 10
    return total % 10 == 0


def read(raw: object, year: int) -> Identity:
    """Read one cell of the column Personnummer; two digits of year are read off the report's `year`."""
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    if isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw < 10**9:
        # A number cell drops leading zeros; it is a personnummer only if with them its ten digits are one.
        restored = read(f"{raw:010d}", year)
        return restored if restored.fault is None else Identity(f"unreadable:{raw}", "form")
    text = re.sub(r"\s", "", letters.plain(letters.seen(str(raw if raw is not None else "")))).upper()
    if not text:
        return Identity("", "blank")
    match = _FORM.fullmatch(text)
    if not match:
        reserve = re.fullmatch(r"(\d{2})?\d{6}[-+]?(?=.*[A-Z])[A-Z0-9]{4}", text)
        return Identity(f"unreadable:{text}", "reserve" if reserve else "form")
    century, yy, month, day, separator, last = match.groups()
    full_year = int(century + yy) if century else _year_of_two_digits(int(yy), separator == "+", year)
    key = f"{full_year:04d}{month}{day}{last}"
    if not 1850 <= full_year <= year + 1 or not _is_day(full_year, int(month), int(day)):
        return Identity(key, "date")
    return Identity(key, None if luhn_ok(key[2:]) else "checksum")


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
    """What stands for a person: the number, or the row's own place where no digit is written.

    "okänd" twice is not one person.
    """
    return person.key if re.search(r"\d", person.key) else place


def pseudonym(key: str, secret: bytes) -> str:
    """A keyed pseudonym of 16 hexadecimal characters; without the key nobody can test a guess."""
    return hmac.digest(secret, key.encode(), "sha256").hex()[:16]


def pseudonyms(keys: Iterable[str], secret: bytes) -> list[str]:
    """The pseudonym of each key, made once of each."""
    asked = list(keys)
    made = {key: pseudonym(key, secret) for key in dict.fromkeys(asked)}
    return [made[key] for key in asked]


def key_file() -> Path:
    """Where the key lies when the environment does not give it: in the home folder, outside every project."""
    return Path(os.environ.get("HOME") or "~").expanduser() / ".config" / "socialt-bokslut" / "key"


def given_key() -> str:
    """The key that the environment gives, '' where it gives none."""
    return os.environ.get("SOCIALT_BOKSLUT_KEY", "")


def secret_key() -> bytes:
    """The key: `SOCIALT_BOKSLUT_KEY`, else a key file in the home folder, made on first use.

    Losing it costs only that tables of another day cannot be joined person by person; facts and
    reports do not depend on it. Where no file can be written the key lives for this run alone.
    """
    if key := given_key():
        return key.encode()
    try:
        make_key_file()
        return key_file().read_bytes()
    except OSError:
        return secrets.token_bytes(32)


def make_key_file() -> bool:
    """Make the key file where there is none; whether it was made now.

    Raises:
        OSError: it cannot be written.
    """
    path = key_file()
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".key-{os.getpid()}")
    fresh.touch(mode=0o600)
    try:
        fresh.write_text(secrets.token_hex(32), encoding="ascii")
        os.link(fresh, path)  # the first of several runs wins, and only a whole file
        return True
    except FileExistsError:
        return False
    finally:
        fresh.unlink()


def mask(text: object) -> str:
    """The text with everything that looks like a personnummer hidden."""
    left = str(text)
    while found := list(_found(left)):
        for start, end in reversed(found):
            left = left[:start] + MASK + left[end:]
    return left


def file_name(delivered: str) -> str:
    """The name of a delivered file as it is told and compared: composed, no unseen character, masked."""
    return mask(letters.seen(delivered))


def lines_that_look_like(text: str) -> list[int]:
    """The lines, counted from 1, where something that could be a personnummer begins."""
    return sorted({text.count("\n", 0, start) + 1 for start, _ in _found(text)})


def looks_like(text: object) -> bool:
    """Whether a text holds anything that could be a personnummer."""
    return next(_found(str(text)), None) is not None


def _found(text: str) -> Iterator[tuple[int, int]]:
    """Where a text holds something that could be a personnummer, first to last, none within another.

    A text with unseen characters is read as it stands and as a reader sees it.
    """
    if not _TEN_DIGITS.match(text):
        return
    spans = list(_spans(text))
    if letters.holds_unseen(text):
        at = [i for i, c in enumerate(text) if not letters.is_unseen(c)]
        shown = "".join(text[i] for i in at)
        spans += [(at[start], at[end - 1] + 1) for start, end in _spans(shown)]
    last = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= last:
            yield start, end
            last = end


def _spans(text: str) -> Iterator[tuple[int, int]]:
    plain = letters.plain(text)
    yield from (m.span() for m in _LOOKS_LIKE.finditer(plain))
    yield from (m.span() for m in _LOOSE.finditer(plain) if luhn_ok("".join(m.groups())))
    yield from (m.span(1) for m in _GROUPED.finditer(plain) if m[2] or luhn_ok(re.sub(r"\D", "", m[3])))
