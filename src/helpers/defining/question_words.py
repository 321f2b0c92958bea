"""What makes two wordings the same question: the words, not how a survey tool writes them."""

import html
import re

from helpers.language import letters

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_CODE = (
    r"(?:(?=[a-z_]*\d)[a-z][a-z0-9_]*(?:\[\w+\])*\s*(?:[.:)]|[-–—](?=\s))"
    r"|\d+(?:\.\d+)*[a-z]?\s*[.:)](?!\d)|\d+(?:\.\d+)+[a-z]?(?=\s))"
)
# `1.4`, `4.`, `4)`, `Q4.`, `Fråga 4:`, `G01Q04[SQ001].` before a text.
_NUMBER = re.compile(rf"^\W*(?:(?:fråga|question)\s+)?{_CODE}\s*")
_LETTER = re.compile(r"[^\W\d_]")
_NO_WORD = re.compile(r"[\W_]+")


def readable(text: object) -> str:
    """Text as a reader sees it: no tags, entities or unseen characters; one form of each letter.

    >>> readable("<p>Har&nbsp;du\\u200b fa\\u030att st\\u00adöd?</p>").strip()
    'Har\\xa0du fått stöd?'
    """
    plain = html.unescape(_TAG.sub(" ", "" if text is None else str(text)))
    return letters.seen(plain)


def fingerprint(text: object) -> str:
    """The words of a heading in lower case with single blanks; no punctuation, no tags, no question number.

    >>> headings = ("Samverkan fungerar?", "4.11 Samverkan\\n –  fungerar … *", "Q4. ”Samverkan fungerar”")
    >>> {fingerprint(t) for t in headings}
    {'samverkan fungerar'}
    >>> fingerprint("G01Q04[SQ001]. <b>Har du f&aring;tt st&ouml;d?</b>")
    'har du fått stöd'
    >>> fingerprint("G01Q04"), fingerprint("30 procent")
    ('g01q04', '30 procent')
    """
    words = letters.words(readable(text)).casefold()
    while (number := _NUMBER.match(words)) and _LETTER.search(words, number.end()):
        words = words[number.end() :]
    return _NO_WORD.sub(" ", words).strip()
