"""Bytes of a delivered text file as text."""

import codecs
import re

from helpers.faults import Refusal

_LINE_END = re.compile(rb"\r\n|\r|\n")
_UTF8_LETTER = re.compile("|".join("åäöÅÄÖé").encode())


# What å, ä and ö of the code pages of DOS and old Macs look like in Windows-1252, between letters.
_OTHER_PAGE = re.compile("[a-z][\u2020\u201e\u201d\u0152\u0160\u0161][a-z]", re.IGNORECASE)
_SWEDISH = re.compile("[åäöÅÄÖ]")


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
            raise Refusal("broken_csv", row=len(raw.splitlines())) from None
        if raw.startswith(codecs.BOM_UTF8) or _UTF8_LETTER.search(raw):
            raise Refusal("mixed_encoding", row=len(_LINE_END.findall(raw, 0, error.start)) + 1) from None
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        raise Refusal("not_text") from None
    if _OTHER_PAGE.search(text) and not _SWEDISH.search(text):
        raise Refusal("other_encoding")
    return text
