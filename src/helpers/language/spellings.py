"""Every spelling that a reader could take for a personnummer.

A false alarm hides a number, a miss shows one.
"""

import re
from collections.abc import Iterator

from helpers.language import letters

_DAY = r"(?:[0-2]\d|3[01]|[6-8]\d|9[01])"
_LOOKS_LIKE = re.compile(
    rf"(?<!\d)(?:(?:18|19|20)?\d{{2}}(?:0[1-9]|1[0-2]){_DAY}\s{{0,3}}[-+]?\s{{0,3}}\d{{4}}(?!\d)"
    # a hyphen before the last four, but no two dates
    rf"|(?:18|19|20)\d{{2}}-(?:0[1-9]|1[0-2])-{_DAY}[-+]\d{{4}}(?![-\d]))"
)
# With signs within the date or another sign before the last four; two dates or a date and a time can look so,
# hence the check digit.
_SIGN = r"\s?[-/._:*]?\s?"
_LOOSE = re.compile(
    rf"(?<!\d)(?:(?:18|19|20){_SIGN})?(\d{{2}}){_SIGN}(0[1-9]|1[0-2]){_SIGN}({_DAY})"
    r"[\s./_:*,()\[\]{}~=#→…'’-]{0,4}(\d{4})(?!\d|[-/.]\d\d(?!\d))"
)
# More digits than its own after a sign: one too many, or two numbers without a blank.
_TOO_MANY = re.compile(
    rf"(?<!\d)(?:18|19|20)?\d{{2}}(?:0[1-9]|1[0-2]){_DAY}\s{{0,3}}[-+]\s{{0,3}}\d{{5,}}(?:[-+]\d+)*"
)
# Digits alone, a checksum's among letters are none: one too many, or two numbers.
_RUN = re.compile(r"(?<![\da-f])\d{11,40}(?![\da-f])")
_DATE = re.compile(rf"(?:18|19|20)?\d{{2}}(?:0[1-9]|1[0-2]){_DAY}\d{{4}}")
_TEN = re.compile(rf"(?=(\d{{2}}(?:0[1-9]|1[0-2]){_DAY}\d{{4}}))")
_MOST_OF_ONE, _LEAST_OF_TWO = 13, 20
# A reserve number has letters among its last four.
_RESERVE = re.compile(
    rf"(?<!\d)(?:(?:18|19|20){_SIGN})?\d{{2}}{_SIGN}(?:0[1-9]|1[0-2]){_SIGN}{_DAY}"
    r"\s?[-+]?\s?(?:[A-Z]\d{3}|[A-Z]{2}\d{2})(?!\w)",
    re.IGNORECASE,
)


def _in_groups(between: str) -> str:
    """Groups of any size, as `all`: the `century` where there is one, and the `ten` digits."""
    b = between
    month, day = f"(?:0{b}[1-9]|1{b}[0-2])", rf"(?:[0-2]{b}\d|3{b}[01]|[6-8]{b}\d|9{b}[01])"
    ten = b.join([r"\d", r"\d", month, day, "[-+]?", *[r"\d"] * 4])
    return rf"(?P<all>(?P<century>(?:1{b}[89]|2{b}0){b})?(?P<ten>{ten}))"


# One blank between groups, within a line; or one sign, the same all through, as thousands are written. Twelve
# digits with a century are masked whatever the check digit.
_ONE_BLANK = _in_groups(r"[^\S\n\r\v\f\x1c-\x1e\x85\u2028\u2029]?")
_MARK = r"[-.,'’´`_/:*·•|]"
_GROUPED = (
    re.compile(rf"(?<!\d)(?={_ONE_BLANK}(?!\d))"),
    re.compile(
        rf"(?<!\d)(?<!\d{_MARK})(?=\d{{1,11}}(?P<mark>{_MARK}))"
        rf"(?={_in_groups('(?P=mark)?')}(?!(?P=mark)?\d))"
    ),
)
_FAR_APART = re.compile(rf"(?<!\d)(?={_in_groups(chr(92) + 's{0,3}')}(?!\d))")  # numbers of a table can be
_EXACT = re.compile(r"(?<!\d)(\d)[.,](\d{9}|\d{11})[eE]\+?(?:0?9|11)(?!\d)")  # all digits of 1,23E+11
_AS_DIGITS = str.maketrans("OoIl", "0011")  # letters that are typed for digits
_MARKUP = re.compile(r"&(?:#\w+|[A-Za-z]+);|</?[A-Za-z][^<>]*>")  # of a web page, between digits
# What holds fewer digits holds no personnummer, however it is written; some of ten may be typed as letters.
_TEN_DIGITS, _SOME_DIGITS = re.compile(r"(?:\D*\d){10}"), re.compile(r"(?:\D*\d){7}")


def luhn_ok(ten_digits: str) -> bool:
    """The check digit of a personnummer (Skatteverket, modulus 10)."""
    total = 0
    for position, digit in enumerate(ten_digits):
        product = int(digit) * (2 if position % 2 == 0 else 1)
        total += product // 10 + product % 10
    return total % 10 == 0


def found(text: str) -> Iterator[tuple[int, int]]:
    """Where a text holds something that could be a personnummer, first to last, none within another.

    It is read as it stands and, where that is another text, as a reader sees it.
    """
    if not _SOME_DIGITS.match(letters.plain(text)):
        return
    spans = list(_spans(text))
    markup = {i for m in _MARKUP.finditer(text) for i in range(*m.span())}
    if markup or not (text.isascii() and text.isprintable()):
        at = [i for i, c in enumerate(text) if i not in markup and not letters.is_beside(c)]
        spans += [(at[start], at[end - 1] + 1) for start, end in _spans("".join(text[i] for i in at))]
    last = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= last:
            yield start, end
            last = end


def _spans(text: str) -> Iterator[tuple[int, int]]:
    plain = letters.plain(text)
    yield from (m.span() for m in _RESERVE.finditer(plain))
    if _TEN_DIGITS.match(plain):
        yield from _of_digits(plain)
    typed = plain.translate(_AS_DIGITS)
    if typed != plain:
        yield from (m.span() for m in _LOOSE.finditer(typed) if _has_letters_for_digits(m, plain))


def _of_digits(plain: str) -> Iterator[tuple[int, int]]:
    yield from (m.span() for m in _LOOKS_LIKE.finditer(plain))
    yield from (m.span() for m in _LOOSE.finditer(plain) if luhn_ok("".join(m.groups())))
    yield from (m.span() for m in _TOO_MANY.finditer(plain))
    yield from (m.span() for m in _RUN.finditer(plain) if _is_run(m[0]))
    yield from (m.span() for m in _EXACT.finditer(plain) if _LOOKS_LIKE.fullmatch("".join(m.groups())))
    for grouped in (*_GROUPED, _FAR_APART):
        for m in grouped.finditer(plain):
            if (m["century"] and grouped is not _FAR_APART) or luhn_ok(re.sub(r"\D", "", m["ten"])):
                yield m.span("all")


def _is_run(digits: str) -> bool:
    """Whether digits alone begin with a date as one number or two do, or hold one with its check digit.

    >>> _is_run("198701" + "0912345"), _is_run("20190612" + "093015"), _is_run("5560" + "12345678")
    (True, False, False)
    """
    one_or_two = len(digits) <= _MOST_OF_ONE or len(digits) >= _LEAST_OF_TWO
    return (one_or_two and _DATE.match(digits) is not None) or any(map(luhn_ok, _TEN.findall(digits)))


def _has_letters_for_digits(spelling: re.Match[str], plain: str) -> bool:
    """Whether a personnummer was typed with some letters for digits, within no word."""
    start, end = spelling.span()
    is_alone = not (plain[max(start - 1, 0) : start].isalnum() or plain[end : end + 1].isalnum())
    digits = sum(c.isdigit() for c in plain[start:end])
    return is_alone and digits >= 7 and luhn_ok("".join(spelling.groups()))
