"""Bytes of a delivered text file as text."""

import re

from helpers.faults import Refusal

_UTF8_LETTER = re.compile("|".join("åäöÅÄÖé").encode())


def decode(raw: bytes) -> str:
    """UTF-8 with or without BOM, else Windows-1252.

    Raises:
        Refusal: neither; the bytes are no text, UTF-8 cut within its last letter, or UTF-8 with other bytes
            among it.
    """
    if b"\x00" in raw:
        raise Refusal("not_text")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and not raw[: error.start].isascii():
            raise Refusal("broken_csv", row=len(raw.splitlines())) from None
        if raw.startswith(b"\xef\xbb\xbf") or _UTF8_LETTER.search(raw):
            raise Refusal("mixed_encoding", row=raw.count(b"\n", 0, error.start) + 1) from None
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        raise Refusal("not_text") from None
