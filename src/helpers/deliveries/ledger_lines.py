"""The lines of a SIE 4 file: their letters, their fields, and the forms that a field may have.

Source: SIE filformat, utgåva 4B (sie.se). A field is a word, a text in quotes or a list of objects in braces;
blanks and tabs stand between. Nothing of a text is given by a refusal.
"""

import codecs
import datetime as dt
import io
import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from helpers.faults import Refusal, beyond
from helpers.masking import telling
from helpers.reading import limits
from helpers.reading.encoding import line_breaks
from helpers.wording import NO_BREAK_SPACE, amount_text, text

_FIELD = re.compile(r'"(?:\\"|[^"])*+"|\{(?:"(?:\\"|[^"])*+"|[^"{}])*+\}|[^\s"{}]+|\S')
_BROKEN = {'"', "{", "}"}  # what is left of a field that is not closed
_AMOUNT = re.compile(r"([-+]?)(\d{1,15})(?:\.(\d{1,2}))?", re.ASCII)
_ACCOUNT = re.compile(r"\d{1,10}", re.ASCII)
_MONTH = re.compile(r"[1-9]\d{3}(?:0[1-9]|1[0-2])", re.ASCII)
_DAY, _QUANTITY = re.compile(r"\d{8}", re.ASCII), re.compile(r"[-+]?\d*\.?\d*", re.ASCII)
_DIMENSION, _YEAR = re.compile(r"\d{1,4}", re.ASCII), re.compile(r"-?\d{1,2}", re.ASCII)

DOS, WINDOWS, UTF8, MARKED_UTF8 = "cp437", "cp1252", "utf-8", "utf-8-sig"
_OF_DOS, _OF_WINDOWS = ("åäöÅÄÖé".encode(page) for page in (DOS, WINDOWS))
_OF_UTF8 = re.compile("|".join("åäöÅÄÖé").encode())
# A person, a customer, a supplier (the format's own numbers): who they are is not taken in.
OF_PEOPLE = frozenset({7, 8, 9})
SOMEBODY = "*"


def code_page(content: bytes) -> str:
    """In which code page a file is written: the format's own, PC8, unless its letters say another.

    >>> [code_page("å".encode(page)) for page in (DOS, WINDOWS, UTF8, MARKED_UTF8)], code_page(b"a")
    (['cp437', 'cp1252', 'utf-8', 'utf-8-sig'], 'cp437')

    Raises:
        Refusal: it is no text, or mixes UTF-8 with another.
    """
    if b"\0" in content:
        raise Refusal("ledger_not_text")
    if content.isascii():
        return DOS
    is_marked = content.startswith(codecs.BOM_UTF8)
    try:
        content.decode(UTF8)
    except UnicodeDecodeError as error:
        if is_marked or _OF_UTF8.search(content):
            raise Refusal("ledger_mixed_letters", row=line_breaks(content[: error.start]) + 1) from None
    else:
        return MARKED_UTF8 if is_marked else UTF8
    return WINDOWS if _count(content, _OF_WINDOWS) > _count(content, _OF_DOS) else DOS


def _count(content: bytes, letters: bytes) -> int:
    return len(content) - len(content.translate(None, letters))


def lines(content: bytes, page: str) -> Iterator[tuple[int, list[str]]]:
    """The number and the fields of every line that says something; line ends of every system.

    Raises:
        Refusal: more lines, or a longer one, than are read; the last one is not ended, but for a closing `}`.
    """
    if (count := line_breaks(content)) > limits.MAX_LEDGER_LINES:
        raise beyond("lines", count, limits.MAX_LEDGER_LINES)
    file = io.TextIOWrapper(io.BytesIO(content.rstrip(b"\x1a")), page, "replace", newline=None)
    for number, line in enumerate(file, 1):
        if len(line) > limits.MAX_CELL:
            raise beyond("cell", len(line), limits.MAX_CELL, row=number)
        if found := _FIELD.findall(line):
            if not line.endswith("\n") and found != ["}"]:
                raise Refusal("ledger_cut", row=number)
            yield number, found


def refuse_broken(found: list[str]) -> None:
    """Hold that every quote and brace of a line is closed.

    Raises:
        Refusal: one is not.
    """
    if not _BROKEN.isdisjoint(found):
        raise Refusal("ledger_unclosed")


def written(field: str) -> str:
    r"""What a word or a text in quotes says.

    >>> written('"Lokal \\"Torget\\""'), written("3010")
    ('Lokal "Torget"', '3010')
    """
    return field[1:-1].replace('\\"', '"') if field[0] == '"' else field


def is_blank(field: str) -> bool:
    """Whether a field says nothing: `""`."""
    return not written(field).strip()


def ore(field: str) -> int:
    """An amount in öre: debit +, credit −.

    >>> ore("-1234.5"), ore("12"), ore("-0.00")
    (-123450, 1200, 0)

    Raises:
        Refusal: it has blanks, a comma, an exponent, more than two decimals, or says nothing.
    """
    known = _AMOUNT.fullmatch(written(field))
    if known is None:
        raise Refusal("ledger_amount", value=written(field))
    size = int(known[2] + (known[3] or "").ljust(2, "0"))
    return -size if known[1] == "-" else size


@lru_cache(maxsize=100_000)
def account(field: str) -> str:
    """An account's number.

    Raises:
        Refusal: it is none.
    """
    if not _ACCOUNT.fullmatch(written(field)):
        raise Refusal("ledger_account", value=written(field))
    return written(field)


def month(field: str) -> int:
    """A period, 201901.

    Raises:
        Refusal: it is none; a year has twelve.
    """
    if not _MONTH.fullmatch(written(field)):
        raise Refusal("ledger_month", value=written(field))
    return int(written(field))


@lru_cache(maxsize=10_000)
def day(field: str) -> dt.date:
    """A date, 20190131.

    Raises:
        Refusal: it is none.
    """
    try:
        if not _DAY.fullmatch(written(field)):
            raise ValueError(field)
        return dt.datetime.strptime(written(field), "%Y%m%d").date()
    except ValueError:
        raise Refusal("ledger_date", value=written(field)) from None


def hold_quantity(field: str) -> None:
    """Hold that a field can be a quantity, or says nothing: an amount with blanks has gone on into it.

    Raises:
        Refusal: it cannot.
    """
    if not _QUANTITY.fullmatch(written(field)):
        raise Refusal("ledger_after_amount", value=written(field))


def year(field: str) -> int:
    """How many years a record lies after the file's own: 0, -1.

    Raises:
        Refusal: it is no number.
    """
    if not _YEAR.fullmatch(written(field)):
        raise Refusal("ledger_year_number", value=written(field))
    return int(written(field))


@lru_cache(maxsize=100_000)
def objects(field: str, known: tuple[str, ...] = ()) -> str:
    """A list of objects in one form: `dimension:object` by dimension; of people only that there is one.

    `known` are the objects that the year's definitions name.

    >>> objects('{6 "HFE" "1" 10 7 "A17" 20 "Anna"}'), objects('{6 "ALMA"}', ("ALMA",)), objects("{}")
    ('1:10|6:HFE|7:*|20:*', '6:ALMA', '')

    Raises:
        Refusal: it is no list, one is without its dimension, or an object has the sign between them.
    """
    said = [written(f).strip() for f in _FIELD.findall(field[1:-1])] if field[0] == "{" else [""]
    named = list(zip(said[::2], said[1::2], strict=False))
    if len(said) % 2 or not all(_DIMENSION.fullmatch(d) and o and "|" not in o for d, o in named):
        raise Refusal("ledger_objects")
    ordered = sorted((int(d), SOMEBODY if _is_somebody(int(d), o, known) else o) for d, o in named)
    return "|".join(f"{dimension}:{object_}" for dimension, object_ in ordered)


def _is_somebody(dimension: int, said: str, known: tuple[str, ...]) -> bool:
    return dimension in OF_PEOPLE or (said not in known and telling.name(said, known) != said)


def kronor(ore_: int) -> str:
    """Öre as a finding tells them, to the öre.

    >>> kronor(-123450).replace(NO_BREAK_SPACE, " ")
    '−1 234,50 kr'
    """
    return f"{amount_text(Fraction(ore_, 100), 2)}{NO_BREAK_SPACE}{text('unit.kronor')}"


def hold_fields(fields: list[str], least: int) -> None:
    """Hold that a record has so many fields, its label among them.

    Raises:
        Refusal: it has fewer.
    """
    if len(fields) < least:
        raise Refusal("ledger_short", label=fields[0])
