"""How somebody is reached: e-mail addresses, phone numbers, street addresses, in every spelling of letters.

Each pattern takes time in proportion to the text's length.
"""

import re
from collections.abc import Iterator

from helpers.language import letters

_EMAIL = re.compile(
    r"[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\]|\(snabel-a\))\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}", re.IGNORECASE
)
# 070-123 45 67, 0910-12 34 56, 08-12 34 56, +46 70 123 45 67, 0046…; a decimal comma, a date or a longer
# number is none.
_PHONE = re.compile(
    r"(?<![\w.,:/+-])(?:(?<!\d\s)(?<!\d\s\s)|(?=0\d{1,3}-))(?!\d\d[ -]\d\d[ -](?:19|20)\d\d(?!\d))"
    r"(?:(?:\+|00)46[\s-]{0,3}(?:\(0\)\s?)?[1-9]|\(?0[1-9])(?:[\s()-]{0,3}\d){6,9}(?!\w)"
)
# Storgatan 3, Norra Skolvägen 12 B; a year after a name is none.
_ADDRESS = re.compile(
    r"\b[^\W\d_a-zåäö][^\W\d_]{0,30}?(?:gatan|gata|vägen|väg|gränden|gränd|stigen|allén|backen|esplanaden)"
    r"\s{1,3}(?:nr\s?)?\d{1,3}(?!\d)(?:\s?[A-Ha-h]\b)?"
)
PATTERNS = {"email": _EMAIL, "phone": _PHONE, "address": _ADDRESS}


def without_email(text: str) -> str:
    """A text without its e-mail addresses, which hold names of their own."""
    return _EMAIL.sub(" ", text)


def kinds(text: str) -> list[str]:
    """What a text holds of PATTERNS.

    >>> kinds("Ring 070-123 45 67 eller skriv till a.b@exempel.se"), kinds("Enligt 12 34 56, 2019-05-01")
    (['email', 'phone'], [])
    """
    plain = letters.plain(letters.seen(text))
    return [kind for kind, pattern in PATTERNS.items() if pattern.search(plain)]


def found(text: str) -> Iterator[tuple[int, int, str]]:
    """Where a text holds one of PATTERNS, and which, read as a reader sees it; none within another."""
    at = None if text.isascii() else [i for i, c in enumerate(text) if not letters.is_unseen(c)]
    plain = text if at is None else letters.plain("".join(text[i] for i in at))
    spans = [(*m.span(), kind) for kind, pattern in PATTERNS.items() for m in pattern.finditer(plain)]
    last = 0
    for start, end, kind in sorted(spans):
        if start >= last:
            yield (start, end, kind) if at is None else (at[start], at[end - 1] + 1, kind)
            last = end
