"""Facts made of two facts: women beside men, and what can be said of the difference."""

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction

from helpers.counting.statistics import (
    DECIMALS,
    SIGNIFICANCE,
    difference_interval,
    exact_test,
    holm,
    smallest_visible_difference,
)
from helpers.facts import Fact, Facts, missing

COMPARED = ("share:to-work", "share:to-studies", "share:to-other-solution", "share:dropped-out", "question:")
EVEN = (Fraction(40, 100), Fraction(60, 100))
WOMEN_HIGHER, NO_CLAIM, MEN_HIGHER = 1, 0, -1


def women_and_men(facts: Facts) -> list[Fact]:
    """Women's share less men's wherever both have one, and for a place's comparisons together what may be claimed of them.

    `difference:<measure>` with `difference-low:` and `difference-high:`, in percentage points; `difference-p:`, the exact
    test; then with the place's other comparisons in view `difference-p-corrected:` (Holm), `difference-claim:` (1 women
    higher, -1 men higher, 0 no claim), `difference-visible:`, the least difference that would have been claimed whatever
    the others showed; and `comparisons`, how many they are.

    The account of 2018 says after each result which of them is more positive, without figures or rule
    (socialt-bokslut-2018-ungdomstorget:443).
    """
    return [fact for pairs in _by_place(facts).values() for fact in _compared(pairs)] + _even(facts)


def pairs_of(facts: Facts) -> list[tuple[Fact, Fact]]:
    """What is compared: women's share and men's, wherever both have one with its counts."""
    pairs = [
        (f, facts.get(f.platform, f.measure, f.respondents, "men"))
        for f in facts
        if f.group == "women" and f.measure.startswith(COMPARED) and f.ok
    ]
    return [(women, men) for women, men in pairs if men.ok and women.has_counts and men.has_counts]


def _by_place(facts: Facts) -> dict[str, list[tuple[Fact, Fact]]]:
    places: dict[str, list[tuple[Fact, Fact]]] = defaultdict(list)
    for pair in pairs_of(facts):
        places[pair[0].platform].append(pair)
    return places


def _even(facts: Facts) -> list[Fact]:
    """`gender-even`: 1 where 40-60 % of the participants are women, else 0.

    "Det är en relativt jämn könsfördelning" (styrelsehandlingar-2020-03-20-arsredovisning-2019:784) says no limits.
    """
    shares = [f for f in facts if f.measure == "gender-share:total" and f.group == "women" and f.ok]
    return [
        replace(
            f,
            measure="gender-even",
            group="all",
            value=int(EVEN[0] <= f.fraction <= EVEN[1]),
            numerator=None,
            denominator=None,
            unit="claim",
            rule="comparisons.even",
        )
        for f in shares
    ]


def _compared(pairs: list[tuple[Fact, Fact]]) -> list[Fact]:
    """All comparisons of one place, corrected for being that many."""
    found, level = [], SIGNIFICANCE / len(pairs)
    tests = [exact_test(*_counts(pair)) for pair in pairs]
    for pair, p, corrected in zip(pairs, tests, holm(tests), strict=True):
        one, other = _counts(pair)
        points = 100 * (Fraction(*one) - Fraction(*other))
        low, high = difference_interval(one, other)
        visible = smallest_visible_difference(one, other, level)
        claim = NO_CLAIM if corrected > SIGNIFICANCE else (WOMEN_HIGHER if points > 0 else MEN_HIGHER)
        of_pair = lambda name, value, unit, pair=pair: _fact(pair, name, value, unit, "comparisons.women-men")  # noqa: E731
        of_page = lambda name, value, unit, pair=pair: replace(  # noqa: E731
            _fact(pair, name, value, unit, "comparisons.claim"), rows=(), base=()
        )
        found += [
            of_pair("difference", float(points), "percentage-points"),
            of_pair("difference-low", round(100 * low, DECIMALS), "percentage-points"),
            of_pair("difference-high", round(100 * high, DECIMALS), "percentage-points"),
            of_pair("difference-p", round(p, DECIMALS), "p-value"),
            of_page("difference-p-corrected", round(corrected, DECIMALS), "p-value"),
            of_page("difference-claim", claim, "claim"),
            missing(_key(pair, "difference-visible"), "percentage-points", "comparisons.claim")
            if visible is None
            else of_page("difference-visible", float(100 * visible), "percentage-points"),
        ]
    first = pairs[0][0]
    return [
        *found,
        Fact(
            first.year,
            first.platform,
            "comparisons",
            value=len(pairs),
            unit="count",
            state="ok",
            rule="comparisons.claim",
        ),
    ]


def _counts(pair: tuple[Fact, Fact]) -> tuple[tuple[int, int], tuple[int, int]]:
    return tuple((f.numerator, f.denominator) for f in pair)


def _key(pair: tuple[Fact, Fact], name: str) -> tuple[int, str, str, str, str]:
    women = pair[0]
    return (women.year, women.platform, f"{name}:{women.measure}", women.respondents, "all")


def _fact(pair: tuple[Fact, Fact], name: str, value: float, unit: str, rule: str) -> Fact:
    women, men = pair
    return Fact(
        *_key(pair, name),
        value=value,
        unit=unit,
        state="ok",
        rule=rule,
        rows=women.rows + men.rows,
        base=women.base + men.base,
    )
