"""Bytes of a delivered text file as text."""

import codecs
import re
from typing import AnyStr

from helpers.faults import Refusal

_UTF8_LETTER = re.compile("|".join("åäöÅÄÖé").encode())


# What å, ä and ö of the code pages of DOS and old Macs look like in Windows-1252, between letters.
_OTHER_PAGE = re.compile("[a-z][\u2020\u201e\u201d\u0152\u0160\u0161][a-z]", re.IGNORECASE)
_SWEDISH = re.compile("[åäöÅÄÖ]")


def line_breaks(text: AnyStr) -> int:
    """How many line breaks a text has, of every system.

    >>> line_breaks("a\\r\\nb\\rc\\n"), line_breaks(b"a")
    (3, 0)
    """
    if isinstance(text, str):
        return text.count("\n") + text.count("\r") - text.count("\r\n")
    return text.count(b"\n") + text.count(b"\r") - text.count(b"\r\n")


def decode(raw: bytes) -> str:
    """UTF-8 with or without BOM, UTF-16 with one, else Windows-1252.

    Raises:
        Refusal: neither; the bytes are no text, UTF-8 cut within its last letter, UTF-8 with other bytes
            among it, or letters of another code page.
    """
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return raw.decode("utf-16")
        except UnicodeDecodeError:
            raise Refusal("not_text") from None
    if b"\x00" in raw:
        raise Refusal("not_text")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and not raw[: error.start].isascii():
            raise Refusal("broken_csv", row=line_breaks(raw[: error.start]) + 1) from None
        if raw.startswith(codecs.BOM_UTF8) or _UTF8_LETTER.search(raw):
            raise Refusal("mixed_encoding", row=line_breaks(raw[: error.start]) + 1) from None
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        raise Refusal("not_text") from None
    if _OTHER_PAGE.search(text) and not _SWEDISH.search(text):
        raise Refusal("other_encoding")
    return text
