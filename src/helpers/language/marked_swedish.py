"""Words that are Swedish whatever language is spoken: what was asked, printed or written in it."""

from helpers.language.words import Foreign, Text, Words
from helpers.paths import LANGUAGES, spoken
from helpers.wording import declared


def in_swedish(words: str) -> Text:
    """Words that are Swedish whatever language is spoken, which a page in another says: `lang="sv"`."""
    first = LANGUAGES[0]
    return words if spoken() == first or not words else Words((Foreign(words, first),))


def declared_in_swedish(words: str) -> Words:
    """Such words with figures that are no facts and say so."""
    said = in_swedish(words)
    return said if isinstance(said, Words) else declared(words)
