"""A sentence taken apart: its words, the figures in it, and what looks like a figure and is none.

A year, a day, a time, an age, a question's number, a paragraph of law and what is numbered (”tabell 1”) are
no figures of the year.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from helpers.checks.own_words.vocabulary import among, vocabulary

FACT = "\ufffc"  # stands where a fact was filled in
BLANK = "[ \u00a0\u202f]"
NUMBER = r"\d{1,3}(?:[ \u00a0\u202f.]\d{3})+(?![\d,])|\d+(?:,\d+)?(?!\d)"


@dataclass(frozen=True)
class Figure:
    """A figure that somebody typed: from `low` to `high`, which differ in an interval only.

    `unit` is count, percent, points, money, years or of (`low` of `whole`); `about` is one of the
    vocabulary's, '' where it is meant exactly. `decimals` are those it is written with.
    """

    low: Fraction
    high: Fraction
    unit: str = "count"
    whole: int | None = None
    decimals: int = 0
    about: str = ""
    in_words: bool = False


@dataclass(frozen=True)
class Token:
    """A word, a figure, a year, a reference, a fact that was filled in, or a sign.

    `clause` is the number of the clause it stands in; `value` what it says besides.
    """

    kind: str
    words: str
    start: int
    clause: int = 0
    value: object = None

    @property
    def figure(self) -> Figure | None:
        """The figure that it is."""
        return self.value if isinstance(self.value, Figure) else None


def _any(name: str) -> str:
    return "|".join(sorted(map(re.escape, among(name)), key=len, reverse=True))


@cache
def _patterns() -> re.Pattern[str]:
    """What stands in a sentence, the first that fits."""
    kinds = {"fact": FACT, **_no_figures(), "figure": _figures(), "sign": r"\S"}
    joined = "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items())
    return re.compile(joined, re.IGNORECASE)


def _no_figures() -> dict[str, str]:
    """What looks like a figure of the year and is none, and words."""
    months, labels, goals = _any("months"), _any("labels").replace(r"\ ", " "), _any("goal_labels")
    times, counted = _any("time_units"), f"{_any('people')}|{_any('money')}|{_any('percent')}"
    year, to = r"(?:19|20)\d\d", r"\s*(?:–|-|till|och)\s*"
    days = (
        rf"\d{{4}}-\d\d-\d\d|(?:den\s+)?\d{{1,2}}(?::?[ae])?\s+(?:{months})(?:\s+{year})?\b"
        rf"|(?:{months})\s+{year}\b|den\s+\d{{1,2}}/\d{{1,2}}|\d{{1,2}}/\d{{1,2}}\s+{year}\b"
    )
    laws = r"§+\s*\d+(?:\s[a-z]\b)?|\d+(?:\s[a-z])?\s*§+|\d+\s*kap\b\.?|\d{4}/\d\d:\d+|\d{4}:\d+"
    numbered = (
        rf"\b(?:{labels})\.?\s*\d+(?:[.:/-]\d+)*(?:{BLANK}[–-]{BLANK}?\d+)?\b|\d+:[ae]\b|\d+-tal\w*"
        r"|\[[a-zåäö-]+\]"
    )
    of_time = rf"(?:\s|-)*(?:{times})\b"
    return {
        "skip": f"{days}|{laws}|{numbered}",
        "age": (
            rf"\d{{1,3}}{to}\d{{1,3}}{of_time}|\d+(?:,\d+)?{of_time}"
            rf"|ålder(?:n|s)?\s+(?:mellan\s+)?\d+(?:{to}\d+)?|åldrarna\s+\d+(?:{to}\d+)?"
        ),
        "refs": (
            rf"\bmålområde\s+\d\b|\b(?:{goals})\s+\d+\.\d+[a-z]?\b"
            r"(?:(?:,|\s+och|\s+eller|\s+samt|\s?–)\s*\d+\.\d+[a-z]?\b)*"
        ),
        "years": rf"\b{year}\s?[–/-]\s?(?:{year}|\d\d)\b(?!\s*(?:{counted}))",
        "year": rf"\b{year}\b(?!,\d|\s*(?:{counted})|/)",
        "ref": r"\b\d{1,2}\.\d{1,2}[a-z]?\b(?!\.?\d)",
        "word": r"[^\W\d_][\w'’:-]*(?<![:'’-])",
    }


def _figures() -> str:
    """A figure, an interval, or a part of a whole."""
    number, unit = NUMBER, f"{_any('points')}|{_any('percent')}|{_any('money')}"
    of = r"\s*(?:/|\s(?:ut)?av\s(?:de\s|våra\s|totalt\s|sammanlagt\s)?)\s*"
    return (
        rf"(?<!från\s)(?:mellan\s+)?(?P<low>{number})\s*(?:–|-|till|och)\s*"
        rf"(?P<high>{number})\s*(?P<unit2>{unit})"
        rf"|mellan\s+(?P<low2>{number})\s+och\s+(?P<high2>{number})"
        rf"|(?P<low3>{number})[–-](?P<high3>{number})"
        rf"|(?P<part>{number}){of}(?P<whole>{number})"
        rf"|(?P<plain>[−-]?(?:{number}))\s*-?(?P<unit>{unit})?"
    )


def number(written: str) -> Fraction:
    """A number as it is typed in Swedish.

    >>> number("1 234"), number("27,5"), number("1.234")
    (Fraction(1234, 1), Fraction(55, 2), Fraction(1234, 1))
    """
    return Fraction(re.sub(f"{BLANK}|\\.", "", written).replace(",", ".").replace("−", "-"))


def _figure(found: re.Match[str]) -> Figure:
    part = found["part"]
    if part:
        return Figure(number(part), number(part), "of", int(number(found["whole"])))
    low = found["low"] or found["low2"] or found["low3"] or found["plain"]
    high = found["high"] or found["high2"] or found["high3"] or low
    decimals = max(len(w.partition(",")[2]) for w in (low, high))
    return Figure(number(low), number(high), _unit(found["unit2"] or found["unit"] or ""), None, decimals)


def _unit(written: str) -> str:
    word = written.lower()
    return next((u for u in ("points", "percent", "money") if word in among(u)), "count")


def tokens(sentence: str) -> list[Token]:
    """The sentence in pieces, its figures found and its clauses counted.

    >>> [t.words for t in tokens("Av 318 gick 28 % till arbete.") if t.figure]
    ['318', '28 %']
    >>> [t for t in tokens("Lagen (2003:1210) 7 §, fråga 1.4 och den 3 maj 2019.") if t.figure]
    []
    """
    found = [_token(m) for m in _patterns().finditer(sentence)]
    return list(_in_clauses(_approximate(_same_unit(list(_spoken(found))))))


def _token(found: re.Match[str]) -> Token:
    words = found[0].strip()
    kind = next(
        k
        for k in ("fact", "skip", "age", "refs", "years", "year", "ref", "word", "figure", "sign")
        if found[k]
    )
    value: object = None
    if kind == "figure":
        value = _figure(found)
    elif kind in ("refs", "ref"):
        value = tuple(re.findall(r"\d+(?:\.\d+)?[a-z]?", words))
    elif kind in ("years", "year"):
        value = _years(words)
    elif kind == "age":
        value = tuple(map(int, re.findall(r"\d+", words)))
    return Token("refs" if kind == "ref" else kind, words, found.start(), value=value)


def _years(words: str) -> tuple[int, ...]:
    first, *last = re.findall(r"\d+", words)
    return (int(first), *(int(first[:2] + y if len(y) == 2 else y) for y in last))


def _same_unit(found: list[Token]) -> Iterator[Token]:
    """”från 26 till 28 procent”, ”28 procent mot 35”: both are per cent."""
    for n, token in enumerate(found):
        said = [t.words.lower() for t in found[max(0, n - 1) : n + 2]]
        last = found[n + 2].figure if n + 2 < len(found) else None
        if token.figure and last and (said[0], said[-1]) == ("från", "till"):
            token = replace(token, value=replace(token.figure, unit=last.unit))
        first = found[n - 2].figure if n > 1 else None
        if token.figure and first and first.unit == "percent" and said[0] in ("mot", "till"):
            unit = "percent" if token.figure.unit == "count" else token.figure.unit
            token = replace(token, value=replace(token.figure, unit=unit))
        yield token


# --- numbers in words -------------------------------------------------------------------------------------


def _spoken(found: list[Token]) -> Iterator[Token]:
    """Numbers in words become figures: ”tre av fyra”, ”var tredje”, ”hälften”, ”tjugo”."""
    skip = 0
    for n, token in enumerate(found):
        if skip:
            skip -= 1
            continue
        figure, taken = _in_words([t.words.lower() for t in found[n : n + 5]], found[n : n + 5])
        if figure is None:
            yield token
            continue
        skip = taken - 1
        words = " ".join(t.words for t in found[n : n + taken])
        yield replace(token, kind="figure", words=words, value=figure)


def _in_words(words: Sequence[str], found: Sequence[Token]) -> tuple[Figure | None, int]:
    """The figure that some words begin with, and how many of them it is."""
    numbers, parts, every = (vocabulary()[k] for k in ("numbers", "parts", "every"))
    first, second = words[0], words[1] if len(words) > 1 else ""
    if first in ("varannan", "vartannat") or (first == "var" and second in every):
        taken = 1 if first != "var" else 2
        follows = words[taken] if len(words) > taken else ""
        if follows in among("time_units"):
            return None, 1
        return _share(Fraction(1, every[words[taken - 1]])), taken
    count = 1 if first in among("one") else numbers.get(first)
    if first in parts and (count is None):
        return _share(Fraction(1, parts[first])), 1
    if count is not None and second in parts:
        return _share(Fraction(count, parts[second])), 2
    if count is not None and second in ("av", "utav"):
        after = 3 if len(words) > 3 and words[2] in ("de", "våra", "totalt") else 2
        whole = numbers.get(words[after]) if len(words) > after else None
        if whole is None and len(found) > after and (typed := found[after].figure):
            whole = int(typed.low) if typed.unit == "count" else None
        if whole is not None:
            return Figure(Fraction(count), Fraction(count), "of", whole, in_words=True), after + 1
    if first in numbers:
        return Figure(Fraction(numbers[first]), Fraction(numbers[first]), in_words=True), 1
    return None, 1


def _share(share: Fraction) -> Figure:
    return Figure(100 * share, 100 * share, "percent", about="about", in_words=True)


def _approximate(found: Iterable[Token]) -> Iterator[Token]:
    """Figures that are said about, over, under, at least or at most."""
    before: list[str] = []
    for token in found:
        if token.figure:
            said = " ".join(before[-2:])
            about = next(
                (
                    kind
                    for kind, words in vocabulary()["about"].items()
                    if any(re.search(rf"(?:^| ){re.escape(w)}$", said) for w in words)
                ),
                token.figure.about,
            )
            token = replace(token, value=replace(token.figure, about=about))
        before.append(token.words.lower())
        yield token


def _in_clauses(found: Iterable[Token]) -> Iterator[Token]:
    """Tokens with the number of their clause; the word that begins one is its first."""
    clause, last, outer, kept = 0, 0, [0], list(found)
    for n, token in enumerate(kept):
        sign = token.words if token.kind == "sign" else ""
        is_word = token.kind == "word" and token.words.lower() in among("clause")
        if sign == "(":
            outer.append(clause)
        if sign == ")":
            clause = outer.pop() if len(outer) > 1 else clause
        elif (sign and sign in ",;:(–") or (is_word and not _leads_to_a_figure(kept, n)):
            last += 1
            clause = last
        yield replace(token, clause=clause)


def _leads_to_a_figure(found: Sequence[Token], n: int) -> bool:
    """”fler än 100” is one clause."""
    follows = found[n + 1].figure if n + 1 < len(found) else None
    return found[n].words.lower() == "än" and bool(follows and follows.about)
