"""Bytes as every text that somebody could read in them: encodings, escapes, markup."""

import codecs
import html
import re
from collections.abc import Iterator

_BOMS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_PAGES = ("utf-8", "cp1252", "mac_roman", "cp850")  # of what is no UTF-8: which dashes and blanks it has
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|[%=]([0-9A-F]{2})")
# What ends a cell or a paragraph in pages, documents and workbooks; every other tag stands within one.
_ENDS = re.compile(
    r"</(?:\w+:)?(?:c|v|si|p|h\d?|td|th|tr|li|row|cell|table-cell|comment|div|option)\s*>|<br\b[^<>]*>"
)
APART = "\n¶\n"  # between cells: digits of two are no number
_TAG = re.compile(r"<[/?!A-Za-z][^<>]*>")
_MARKED_UP = re.compile(r"</|/>|<br|&#?\w+;")


def readings(content: bytes) -> Iterator[str]:
    """A text as it stands, and with its escapes and its markup read.

    >>> list(readings("1\\u20132".encode("cp1252")))[1], list(readings("12".encode("utf-16-le")))[0]
    ('1–2', '12')
    >>> list(readings(b'<c><v>12</v></c><t>3</t><t>4</t>'))[-1]
    '12\\n¶\\n\\n¶\\n34'
    """
    for text in dict.fromkeys(_decoded(content)):
        yield text
        if _ESCAPED.search(text):
            yield _ESCAPED.sub(_letter, text)
        if _MARKED_UP.search(text):
            yield html.unescape(_TAG.sub("", _ENDS.sub(APART, text)))


def is_text(content: bytes) -> bool:
    """Whether bytes are a text, in whatever encoding."""
    return b"\0" not in content or content.startswith(tuple(_BOMS)) or _is_wide(content)


def _decoded(content: bytes) -> Iterator[str]:
    if name := next((name for bom, name in _BOMS.items() if content.startswith(bom)), ""):
        yield content.decode(name, "replace")
    if b"\0" in content:
        for name in _WIDE:
            width = 4 if "32" in name else 2
            yield from (
                content[at:].decode(name, "replace") for at in range(1 if _is_wide(content) else width)
            )
    try:
        yield content.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield from (content.decode(page, "replace") for page in _PAGES)


def _is_wide(content: bytes) -> bool:
    """Whether bytes are a text of letters of two or four bytes: of ours, at least half are nought."""
    return 2 * content.count(0) >= 0.9 * len(content)


def _letter(escape: re.Match[str]) -> str:
    return chr(int(next(filter(None, escape.groups())), 16))
