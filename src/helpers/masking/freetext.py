"""What in a free text could point out a person: personnummer, phone numbers, e-mail addresses, names.

Detectors warn; people decide.

Names are found by a list of the commonest given names in Sweden and by two capitalised words in a row within
a sentence. A given name that is not on the list and stands alone, a name in lower case, a nickname, and a
person described without a name ("ordföranden i byn") are not found; a place or an organisation of two
capitalised words can be taken for a name, and a mobile number for a personnummer. That is why a text is read
by somebody before it is shown (helpers/deliveries/clearance.py).
"""

import re
from collections.abc import Collection

from helpers import identity
from helpers.definitions import Definitions
from helpers.language import letters
from helpers.masking import contacts

KINDS = ("personnummer", "phone", "email", "address", "name")
_WORD = r"[A-ZÅÄÖÉÜ][a-zåäöéèüá]+(?:-[A-ZÅÄÖÉÜ]?[a-zåäöéèüá]+)?"
_CAPITALISED = re.compile(rf"\b{_WORD}\b")
_PAIR = re.compile(
    rf"(?P<before>^|[.!?:]\s+|[\"”–-]\s*)?\b(?P<first>{_WORD})\s(?:[A-ZÅÄÖ]\.\s)?(?P<second>{_WORD})\b",
    re.MULTILINE,
)
_SURNAME = re.compile(
    r"(?:son|ström|berg|lund|gren|kvist|qvist|blad|dahl|man|mark|"
    r"löf|lööf|stedt|städt|fors|holm|bäck|vall|lind|sjö|ius)$"
)


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# The commonest given names of women and men of every age in Sweden, those of people born abroad among them.
GIVEN = _words("""
    Agneta Ahmed Aisha Albin Alexander Alexandra Alfred Ali Alice Alicia Alma Alva Amanda Amina Amir Anders
    Andreas Anette Anita Ann Anna Anne Anneli Annika Anton Arne Arvid Astrid August Axel Barbro Bengt Bertil
    Birgit Birgitta Björn Britt Britta Camilla Carina Carl Carolina Caroline Cecilia Charlotte Christer
    Christian Christina Christoffer Claes Daniel David Ebba Edith Edvin Elias Elin Elisabet Elisabeth Ella
    Ellen Elsa Elvira Emanuel Emelie Emil Emilia Emma Erik Erika Ester Eva Evelina Fatima Felicia Filip
    Fredrik Freja Frida Gabriel Gun Gunilla Gunnar Gustaf Gustav Göran Hamza Hanna Hannah Hassan Helen
    Helena Helene Henrik Hugo Hussein Ibrahim Ida Ingegerd Inger Ingrid Isabella Isabelle Isak Jakob Jan
    Jessica Joakim Johan Johanna Johannes John Jonas Jonatan Josef Josefin Julia Kajsa Karin Karl Karolina
    Katarina Kenneth Kent Kerstin Kevin Khadija Kjell Kristina Kristoffer Lars Leif Leila Lena Lennart Leo
    Liam Lina Linda Linnea Linnéa Linus Lisa Louise Lovisa Lucas Ludvig Lukas Madeleine Magnus Maja Malin
    Margareta Maria Marianne Marie Markus Martin Martina Maryam Mathias Matilda Mats Mattias Maud Melvin
    Mikael Moa Mohamed Mohammad Mohammed Molly Mona Monica Muhammad Märta Nathalie Niklas Nils Noah Nora
    Nour Olivia Olle Olof Omar Oscar Oskar Ove Patrik Pernilla Peter Petra Pia Pontus Rasmus Rebecka Richard
    Robert Robin Roger Roland Rolf Ronny Rune Samira Samuel Sandra Sara Sebastian Selma Signe Simon Sofia
    Sofie Stefan Stella Stina Sune Susanne Sven Svetlana Tage Therese Thomas Tilde Tina Tobias Tomas Tommy
    Torbjörn Tuva Tyra Ulf Ulla Ulrika Valter Viktor Viktoria Vilgot Vilhelm Vincent William Wilma Yasmin
    Yusuf Yvonne Zahra Zainab Åke Åsa Örjan
    """)
# Given names that are also words: names only before a capitalised word.
AMBIGUOUS = _words(
    "Bo Bror Dag Du Hans Inga Kim Klara Liv Mark Max My Per Pär Ros Saga Sanna Siv Sol Sten Stig Tor "
    "Tore Ture Vera Viola"
)
_NO_PERSON = re.compile(
    r"(?:förmedlingen|kassan|torget|plattformen|kommun|kommunen|förbundet|"
    r"tjänsten|botten|regionen|bygden|landet|verket|skolan|universitetet?)$",
    re.I,
)
# Capitalised words of places and organisations anywhere; those of the association come from its definitions
# (`places`).
_ORDINARY = _words("""
    Region Norrland Sverige Svenska Norra Södra Östra Västra Nya Stora Lilla Sankt Röda Korset Kyrkan
    Vägen Grön Gröna Rehab Komvux Vux Ung Unga
    """)


def places(definitions: Definitions) -> frozenset[str]:
    """The capitalised words by which the year's places and organisations are called.

    Two of them in a row are no person.
    """
    d = definitions
    named = [d.association, *d.areas_of_statistics.values(), *(r.name for r in d.referrers)]
    named += [name for place in d.places for name in (d.name(place), d.label(place))]
    return frozenset(word for name in named for word in _CAPITALISED.findall(name))


def found(text: str, ordinary: Collection[str] = ()) -> list[tuple[int, str]]:
    """(line counted from 1, one of KINDS) for everything in a text that could point out a person.

    What stands there is never given.

    `ordinary` are the capitalised words that are no person's name: `places` of the year.

    >>> found("Ring 070-123 45 67.\\nVi hjälpte Anna Svensson.")
    [(1, 'phone'), (2, 'name')]
    """
    lines = {(line, "personnummer") for line in identity.lines_that_look_like(text)}
    for number, line in enumerate(identity.without_numbers(text).split("\n"), 1):
        plain = letters.plain(letters.seen(line))
        lines |= {(number, kind) for kind in contacts.kinds(plain)}
        if _holds_a_name(contacts.without_email(plain), ordinary):
            lines.add((number, "name"))
    return sorted(lines, key=lambda f: (f[0], KINDS.index(f[1])))


def _holds_a_name(line: str, places: Collection[str]) -> bool:
    if any(word in GIVEN or word.removesuffix("s") in GIVEN for word in _parts(_CAPITALISED.findall(line))):
        return True
    at = 0
    while pair := _PAIR.search(line, at):
        first, second = pair["first"], pair["second"]
        opens = pair["before"] is not None
        ordinary = any(
            w in _ORDINARY or w in places or _NO_PERSON.search(w)
            for one in (first, second)
            for w in (one, one.removesuffix("s"))
        )
        if not ordinary and (first in AMBIGUOUS or not opens or _SURNAME.search(second.removesuffix("s"))):
            return True
        at = pair.start("second")
    return False


_BARE_SURNAME = re.compile(r"(?:sson|(?<!per)(?<!sä)son|ström|berg|lund|gren|kvist|qvist|stedt)s?$")
_NO_LETTER = re.compile(r"[\W\d_]+")


def names_somebody(label: str, known: Collection[str] = ()) -> bool:
    """Whether a heading, a sheet's or a file's name could name a person; it is no sentence, in any case.

    Where the `known` ones of the year are given, any other two capitalised words in a row are a name.

    >>> [names_somebody(n) for n in ("anna_svensson.xlsx", "Blomkvist", "Lista 2019")]
    [True, True, False]
    >>> names_somebody("Zlatan Exempelovic", ["Umeå"]), names_somebody("Södra Umeå", ["Umeå"])
    (True, False)
    """
    words = _NO_LETTER.sub(" ", letters.seen(label)).split()
    told = [word.title() for word in words if len(word) > 2]
    if any(w in GIVEN or w.removesuffix("s") in GIVEN or _BARE_SURNAME.search(w) for w in told):
        return True
    ordinary = {word for text in known for word in _CAPITALISED.findall(text)}
    spoken = " ".join(words)
    return bool(contacts.kinds(label)) or _holds_a_name(f"och {spoken}" if known else spoken, ordinary)


def _parts(words: list[str]) -> list[str]:
    """Words, and the two names of a double one."""
    return [part for word in words for part in (word, *word.split("-"))]
