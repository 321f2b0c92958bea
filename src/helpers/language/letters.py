"""Letters: the one place that composes text and says which characters nobody sees.

Unseen characters are no characters, and text is compared composed (NFC): everywhere before it is matched and
before a personnummer is looked for. What is delivered is never edited.
"""

import unicodedata
from functools import cache

# Unseen though their category is another: joiners, fillers and selectors.
_FILLERS = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x2800, 0x3164, 0xFFA0}
_FILLERS |= {*range(0xFE00, 0xFE10), *range(0xE0000, 0xE1000)}
_DASHES = "\u02d7\u2043\u207b\u208b\u2212"  # signs that look like a hyphen; dashes have their own category


@cache
def is_unseen(character: str) -> bool:
    """Whether a reader does not see a character at all: it has no width and no shape.

    >>> [is_unseen(c) for c in "\\u200b\\u2060\\u00ad\\ufe0f\\ufeff"], [is_unseen(c) for c in "å -\\u00a0"]
    ([True, True, True, True, True], [False, False, False, False])
    """
    code, category = ord(character), unicodedata.category(character)
    if category in ("Cf", "Cs") or code in _FILLERS:
        return True
    is_none = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF  # no characters, says the standard
    own = category == "Co"  # means something in one font only
    return is_none or own or (category == "Cc" and not character.isspace())


@cache
def is_beside(character: str) -> bool:
    """Whether a character is unseen or an accent on the one before it: it is nothing by itself.

    >>> is_beside("\\u20e3"), is_beside("\\u0301"), is_beside("1")
    (True, True, False)
    """
    return is_unseen(character) or unicodedata.category(character) in ("Mn", "Me")


class _Seen(dict[int, int | None]):
    """For `str.translate`: unseen characters are left out."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if is_unseen(chr(code)) else code
        return self[code]


class _Plain(dict[int, int]):
    """For `str.translate`: digits, dashes, pluses and blanks of every script as plain ones, one for one."""

    def __missing__(self, code: int) -> int:
        character = chr(code)
        digit = unicodedata.digit(character, None)
        if digit is not None:
            self[code] = ord(str(digit))
        elif unicodedata.category(character) == "Zs":
            self[code] = ord(" ")
        elif unicodedata.category(character) == "Pd" or character in _DASHES:
            self[code] = ord("-")
        else:
            self[code] = ord("+") if unicodedata.normalize("NFKC", character) == "+" else code
        return self[code]


_SEEN, _PLAIN = _Seen(), _Plain()


def seen(text: str) -> str:
    """The text as a reader sees it: without unseen characters, each letter in its one composed form.

    >>> seen("Arb\\u00adete\\u200b"), seen("a\\u030angra") == "ångra"
    ('Arbete', True)
    """
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", text.translate(_SEEN))


@cache
def _rules(character: str) -> bool:
    """Whether a character rules the terminal: it moves the cursor, colours or turns the line, or is none."""
    return not character.isprintable() and unicodedata.category(character) not in ("Zs", "Cs")


def printable(text: str) -> str:
    """The text as it may be printed: what rules the terminal is left out, but tab and newline.

    >>> printable("r\\x1b[31mad\\u202e\\r\\n"), printable("Färdig:\\t1\\u00a0003")
    ('r[31mad \\n', 'Färdig:\\t1\\xa0003')
    """
    if text.isprintable():
        return text
    return "".join(" " * c.isspace() if c not in "\n\t" and _rules(c) else c for c in text)


def holds_unseen(text: str) -> bool:
    """Whether a text holds characters that a reader does not see.

    >>> holds_unseen("Arb\\u00adete"), holds_unseen("Arbete\\u00a0 ")
    (True, False)
    """
    return not (text.isascii() and text.isprintable()) and any(map(is_unseen, text))


def words(text: str) -> str:
    """What is `seen`, with single blanks; no-break blanks of all kinds and line breaks are blanks.

    >>> words("  Till\\u00a0stor\\u2028 del\\u3000")
    'Till stor del'
    """
    return " ".join(seen(text).split())


def compared(text: str) -> str:
    """Words as they are compared: lower case, no closing punctuation.

    >>> compared("Den lokala samverkan\\nfungerar? ")
    'den lokala samverkan fungerar'
    """
    return words(text).casefold().rstrip(" ?.:!,;…")


def plain(text: str) -> str:
    """Digits, dashes, pluses and blanks of every script as plain ones, one for one; nothing else is changed.

    >>> plain("１９٩٠\\u2013\\u2212－＋\\u00a0")
    '1990---+ '
    """
    return text if text.isascii() else text.translate(_PLAIN)


def unaccented(text: str) -> str:
    """Letters without their accents.

    >>> unaccented("Umeå är på väg")
    'Umea ar pa vag'
    """
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
