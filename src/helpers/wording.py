"""Sentences, labels, number and date formats, through one catalogue a language."""

import datetime as dt
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import overload

import yaml
from babel import Locale
from babel.numbers import NumberPattern, format_decimal, parse_pattern

from helpers.facts import KRONOR, Fact
from helpers.language.words import Printed, Text, Words, filled, joined
from helpers.paths import spoken
from helpers.rounding import half_away, percent, rounded

MINUS, NO_BREAK_SPACE, EN_DASH = "\u2212", "\u00a0", "\u2013"


def catalogue() -> dict[str, str]:
    """All texts of the language spoken, flat: `area.name` -> text."""
    return texts_of(spoken())


@cache
def texts_of(language: str) -> dict[str, str]:
    """All texts of a language."""
    path = Path(__file__).parent / "catalogue" / f"{language}.yaml"
    return dict(_flat("", yaml.safe_load(path.read_text(encoding="utf-8"))))


def _flat(prefix: str, node: dict | str) -> Iterator[tuple[str, str]]:
    if isinstance(node, str):
        yield prefix, node
        return
    for key, value in node.items():
        yield from _flat(f"{prefix}.{key}" if prefix else str(key), value)


@overload
def text(key: str, **values: str | int) -> str: ...
@overload
def text(key: str, **values: object) -> Text: ...
def text(key: str, **values: object) -> Text:
    """A text of the catalogue with its values filled in; a string where no value is a printed figure.

    Raises:
        KeyError: the catalogue has no such text, or a value is not given.
    """
    return filled(catalogue()[key], **values)


def number(value: Fraction | int | float, decimals: int = 0, signed: bool = False) -> str:
    """A number as the language prints it, with a real minus; Swedish: no-break blank between thousands,
    decimal comma.

    >>> number(1234.5, 1).replace(NO_BREAK_SPACE, " ")
    '1 234,5'
    >>> number(-3)
    '−3'
    """
    exact = rounded(Fraction(value), decimals)
    scaled = Decimal(int(exact * 10**decimals)).scaleb(-decimals)
    shown = format_decimal(abs(scaled), _pattern(decimals), _locale(spoken()))
    if scaled < 0:
        return MINUS + shown
    return "+" + shown if signed and scaled > 0 else shown


@cache
def _pattern(decimals: int) -> NumberPattern:
    """How a number is written, parsed once: babel parses it for every number."""
    return parse_pattern("#,##0" + ("." + "0" * decimals if decimals else ""))


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)


def percent_text(numerator: int, denominator: int, decimals: int = 0) -> str:
    """`23 %`, rounded once from the exact fraction.

    >>> percent_text(29, 128).replace(NO_BREAK_SPACE, " ")
    '23 %'
    """
    return per_cent(number(percent(numerator, denominator, decimals), decimals))


def per_cent(shown: str) -> str:
    """A number of per cent with its sign, as the language writes it: `23 %`, `23%`."""
    return text("value.percent", number=shown)


def voucher_number(fact: Fact) -> str:
    """The stable number of a fact's voucher.

    >>> voucher_number(Fact(2019, "ungdomstorget", "share:to-work", group="women", account="1.1"))
    '1.1-2019-ungdomstorget-women'
    """
    name = fact.account or fact.measure.removeprefix("question:")
    parts = [
        re.sub(r"[^0-9a-zåäö.]+", "-", name.lower()).strip("-"),
        str(fact.year),
        fact.platform,
        fact.respondents,
        fact.group,
    ]
    return "-".join(p for p in parts if p and p != "all")


def marked(fact: Fact, words: str) -> Words:
    """Words that print a fact: they lead to its voucher, and are marked where it is invented."""
    if not fact.rule:
        return Words((words,))
    is_invented = fact.ok and fact.is_invented
    return Words((Printed(words, fact.platform, voucher_number(fact), is_invented),))


def declared(words: str) -> Words:
    """Words with figures that are no facts and say so: a guideline, a number of files."""
    return Words((Printed(words),))


def fact_text(fact: Fact, decimals: int = 0) -> Words:
    """A fact as a table cell or a sentence prints it: `148`, `23 %`, `För få svar`, `Utfall saknas`.

    `decimals` are those of a share, kronor or days; each other unit has its own.
    """
    if not fact.ok:
        return marked(fact, _state_text(fact))
    if fact.is_bound:
        return marked(fact, per_cent(bound_text(fact)))
    words = PRINTED.get(fact.unit, _count_text)(fact, decimals)
    return marked(fact, text("value.about", value=words) if fact.is_about else words)


def _state_text(fact: Fact) -> str:
    """Why a fact has no value.

    >>> [_state_text(Fact(2019, "x", "share:y", asked, state="too-few")) for asked in ("deltagare", "")]
    ['För få svar', 'För få']
    """
    is_of_registers = fact.state == "too-few" and not (fact.respondents or fact.measure.startswith("nafs:"))
    return text("state.too-few-people" if is_of_registers else f"state.{fact.state}")


def _count_text(fact: Fact, decimals: int) -> str:
    return number(fact.fraction)


def _share_text(fact: Fact, decimals: int) -> str:
    return percent_text(*fact.fraction.as_integer_ratio(), decimals)


def _coded_text(fact: Fact, decimals: int) -> str:
    return text(f"value.{fact.unit}.{fact.integer}")


def _days_text(fact: Fact, decimals: int) -> str:
    """
    >>> _days_text(Fact(2019, "x", "time", value=470, unit="days", state="ok"), 0)
    '470\\xa0dagar'
    """
    unit = text("unit.day" if rounded(fact.fraction, decimals) == 1 else "unit.days")
    return f"{number(fact.fraction, decimals)}{NO_BREAK_SPACE}{unit}"


def _percent_text(fact: Fact) -> str:
    """A change with its sign; a level has none."""
    is_level = fact.measure.startswith("sick-leave:")
    return per_cent(number(fact.fraction, 1, signed=not is_level))


def _grade_text(fact: Fact, decimals: int) -> str:
    """
    >>> of = [Fact(2019, "x", "grade", value=v, unit="grade", state="ok") for v in (4, Fraction(7, 2))]
    >>> [_grade_text(fact, 0) for fact in of]
    ['4', '3,5']
    """
    return number(fact.fraction, 0 if fact.fraction.denominator == 1 else 1)


def amount_text(amount: Decimal | Fraction | int, decimals: int = 0) -> str:
    """An amount, rounded once, half away from zero, without its unit: it stands in the head of a table.

    >>> [amount_text(Decimal(a)).replace(NO_BREAK_SPACE, " ") for a in ("-573677.50", "-0.49")]
    ['−573 678', '0']
    """
    return number(Fraction(half_away(amount, decimals)), decimals)


def kronor_text(amount: Decimal | Fraction | int, decimals: int = 0) -> str:
    """The same with its unit, as a sentence says it.

    >>> [kronor_text(Decimal("-999684.10"), decimals).replace(NO_BREAK_SPACE, " ") for decimals in (0, 2)]
    ['−999 684 kr', '−999 684,10 kr']
    """
    return f"{amount_text(amount, decimals)}{NO_BREAK_SPACE}{text('unit.kronor')}"


PRINTED: Mapping[str, Callable[[Fact, int], str]] = {
    "share": _share_text,
    "percentage-points": lambda fact, decimals: points_text(fact.fraction, 1, signed=True),
    "percent": lambda fact, decimals: _percent_text(fact),
    "p-value": lambda fact, decimals: probability_text(fact.fraction),
    KRONOR: lambda fact, decimals: kronor_text(fact.fraction, decimals),
    "days": _days_text,
    "average": lambda fact, decimals: number(fact.fraction, 1),
    "grade": _grade_text,
    "posts": _grade_text,
    "score": lambda fact, decimals: number(fact.fraction, 2, signed=fact.measure.endswith(":change")),
} | dict.fromkeys(("verdict", "judgement", "doubt", "claim", "identity", "criterion"), _coded_text)


def bound_text(bound: Fact) -> str:
    """A bound of an interval in whole per cent, away from the result: a goal inside the interval stays inside
    it.

    >>> low, high = (Fact(2019, "x", f"{b}:question:1.4", value=Fraction("0.7962")) for b in ("low", "high"))
    >>> bound_text(low), bound_text(high)
    ('79', '80')
    """
    per_cent = 100 * bound.fraction
    return number(math.floor(per_cent) if bound.measure.startswith("low:") else math.ceil(per_cent))


def interval_text(low: Fact, high: Fact) -> Words:
    """`58–96 %`: the interval of a result."""
    bounds = marked(low, bound_text(low)) + EN_DASH + marked(high, bound_text(high))
    return Words() + text("value.percent", number=bounds)


def probability_text(p: Fraction) -> str:
    """A p-value with what it is compared with in view.

    >>> [probability_text(Fraction(p)) for p in ("0.0003", "0.0321", "0.4")]
    ['mindre än 0,001', '0,032', '0,40']
    """
    if p < Fraction(1, 1000):
        return text("value.p.least")
    return number(p, 3 if p < Fraction(1, 10) else 2)


def points_text(value: Fraction, decimals: int = 0, signed: bool = False) -> str:
    """A difference between two percentages; one point is `1 procentenhet`.

    >>> points_text(Fraction(1)).replace(NO_BREAK_SPACE, " ")
    '1 procentenhet'
    """
    unit = text("unit.percentage-point" if abs(rounded(value, decimals)) == 1 else "unit.percentage-points")
    return f"{number(value, decimals, signed)}{NO_BREAK_SPACE}{unit}"


def result_text(fact: Fact, decimals: int = 0) -> Words:
    """A result as the accounts print it: `23 % (29/128)`; `23 %` where an edition leaves the counts out.

    Of too few for a percentage the counts alone, where they may be told: `3 av 9`.
    """
    if fact.unit != "share" or not fact.has_counts:
        return fact_text(fact, decimals)
    if fact.state == "too-few":
        n, of = fact.counts
        return marked(fact, text("value.counted", n=number(n), of=number(of)))
    printed = _share_text(fact, decimals) if fact.ok else _state_text(fact)
    return marked(fact, f"{printed}{NO_BREAK_SPACE}({of_text(*fact.counts)})")


def of_text(numerator: int, denominator: int) -> str:
    """`231/1 312`: how many of how many."""
    return f"{number(numerator)}/{number(denominator)}"


def result_to_the_ore(fact: Fact) -> Words:
    """A result with nothing of an amount rounded away, where two are compared or one is accounted for.

    >>> of = Fact(2019, "x", "economy:result", value=Decimal("-999684.10"), unit=KRONOR, state="ok")
    >>> result_to_the_ore(of).plain.replace(NO_BREAK_SPACE, " ")
    '−999 684,10 kr'
    """
    return result_text(fact, 2 if fact.is_money else 0)


def decimals_beside(result: Fact, goal: Fact | None) -> int:
    """How many decimals a share needs, so that one below its goal is not printed as the goal itself.

    35 of 44 are 79,5 % and have not reached 80 %.

    >>> values = (Fraction(35, 44), Fraction(4, 5))
    >>> of = [Fact(2019, "x", "share:a", value=v, unit="share", state="ok") for v in values]
    >>> decimals_beside(*of), decimals_beside(of[1], of[1]), decimals_beside(of[0], None)
    (1, 0, 0)
    """
    if goal is None or not (result.ok and goal.ok and result.unit == goal.unit == "share"):
        return 0
    counts, decimals = result.fraction.as_integer_ratio(), 0
    while result.fraction < goal.fraction <= percent(*counts, decimals) / 100:
        decimals += 1
    return decimals


def date_text(value: dt.date) -> str:
    """A day as every page writes it: `2019-12-31`."""
    return f"{value:%Y-%m-%d}"


def period_text(period: str) -> str:
    """A period of the registers in a sentence: `2018`, or `första halvåret 2019` of `2019-h1`."""
    return text("society.first_half", year=period.removesuffix("-h1")) if period.endswith("-h1") else period


@overload
def listing(items: Sequence[str], word: str = "and") -> str: ...
@overload
def listing(items: Sequence[Text], word: str = "and") -> Text: ...
def listing(items: Sequence[Text], word: str = "and") -> Text:
    """A list in running text.

    >>> listing(["a", "b", "c"]), listing(["a", "b"], "or")
    ('a, b och c', 'a eller b')
    """
    if len(items) < 2:
        return joined("", items)
    return joined(f" {text(f'word.{word}')} ", [joined(", ", items[:-1]), items[-1]])


def inner(words: str) -> str:
    """Words as they stand inside a sentence; capitals that are no beginning stay.

    >>> inner("Till arbete"), inner("EU-medel")
    ('till arbete', 'EU-medel')
    """
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def beginning(words: str) -> str:
    """Words as they begin a sentence, a caption or a head: the other of `inner`.

    >>> beginning("till arbete"), beginning("EU-medel")
    ('Till arbete', 'EU-medel')
    """
    return words[:1].upper() + words[1:]
