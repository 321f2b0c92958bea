"""Facts made of two facts: women beside men, and what can be said of the difference."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from helpers.counting.rule import S19, U18, Rule
from helpers.counting.statistics import (
    DECIMALS,
    SIGNIFICANCE,
    difference_interval,
    exact_test,
    holm,
    kept,
    smallest_visible_difference,
)
from helpers.facts import Fact, Facts, Key, missing
from helpers.rounding import rounded

Pair = tuple[Fact, Fact]  # women's share and men's
Counts = tuple[int, int]  # positive, of
EVEN = (Fraction(40, 100), Fraction(60, 100))
WOMEN_HIGHER, NO_CLAIM, MEN_HIGHER = 1, 0, -1


def women_and_men(facts: Facts) -> list[Fact]:
    """Women's share less men's wherever both have one, and what may be claimed of all at a place together.

    `difference:<measure>` with `difference-low:` and `difference-high:`, in percentage points;
    `difference-p:`, the exact test; then with the place's other comparisons in view `difference-p-corrected:`
    (Holm), `difference-claim:` (1 women higher, -1 men higher, 0 no claim), `difference-visible:`, the least
    difference that would have been claimed whatever the others showed; and `comparisons`, how many they are.

    The account of 2018 says after each result which of them is more positive, without figures or rule
    (socialt-bokslut-2018-ungdomstorget:443).
    """
    return [fact for pairs in by_place(facts).values() for fact in _compared(pairs)] + _even(facts)


def is_compared(measure: str) -> bool:
    """Whether women and men are compared in it: what became of those who left, and what was answered.

    >>> [is_compared(m) for m in ("share:to-work", "question:1", "share:positive", "share:sus:x:y", "new")]
    [True, True, False, False, False]
    """
    if measure.startswith("question:"):
        return True
    return measure.startswith("share:") and measure.count(":") == 1 and measure != "share:positive"


def pairs_of(facts: Facts) -> list[Pair]:
    """What is compared: women's share and men's, wherever both have one with its counts."""
    pairs = [
        (f, facts.get(f.platform, f.measure, f.respondents, "men"))
        for f in facts
        if f.group == "women" and is_compared(f.measure) and f.ok
    ]
    return [(women, men) for women, men in pairs if men.ok and women.has_counts and men.has_counts]


def by_place(facts: Facts) -> dict[str, list[Pair]]:
    """place -> what is compared there."""
    places: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs_of(facts):
        places[pair[0].platform].append(pair)
    return places


def _even(facts: Facts) -> list[Fact]:
    """`gender-even`: 1 where 40-60 % of the participants are women, else 0.

    "Det är en relativt jämn könsfördelning" (styrelsehandlingar-2020-03-20-arsredovisning-2019:784)
    says no limits.
    """
    return [
        Fact(
            f.year,
            f.platform,
            "gender-even",
            f.respondents,
            value=int(EVEN[0] <= f.fraction <= EVEN[1]),
            unit="claim",
            state="ok",
            rule="comparisons.even",
            rows=f.rows,
            base=f.base,
        )
        for f in facts
        if f.measure == "gender-share:total" and f.group == "women" and f.ok
    ]


def _compared(pairs: list[Pair]) -> Iterator[Fact]:
    """All comparisons of one place, corrected for being that many."""
    tests = [exact_test(*counts_of(pair)) for pair in pairs]
    for pair, p, corrected in zip(pairs, tests, holm(tests), strict=True):
        yield from _difference(pair, p)
        yield from _claim(pair, corrected, SIGNIFICANCE / len(pairs))
    first = pairs[0][0]
    key = (first.year, first.platform, "comparisons", "", "all")
    yield Fact(*key, len(pairs), unit="count", state="ok", rule="comparisons.claim")


def counts_of(pair: Pair) -> tuple[Counts, Counts]:
    """The counts that two shares are made of."""
    women, men = pair
    return women.counts, men.counts


def _points(pair: Pair) -> Fraction:
    """Women's share less men's, in percentage points."""
    women, men = pair
    return 100 * (women.fraction - men.fraction)


def _difference(pair: Pair, p: Fraction) -> Iterator[Fact]:
    """The difference with its interval, and the exact test: of the two alone."""
    women, men = pair
    low, high = difference_interval(*counts_of(pair))
    found = {
        "difference": (_points(pair), "percentage-points"),
        "difference-low": (kept(100 * low), "percentage-points"),
        "difference-high": (kept(100 * high), "percentage-points"),
        "difference-p": (rounded(p, DECIMALS), "p-value"),
    }
    rows, base = women.rows + men.rows, women.base + men.base
    for name, (value, unit) in found.items():
        rule = "comparisons.women-men"
        yield Fact(*_key(pair, name), value, None, None, unit, "ok", rule, rows=rows, base=base)


def _claim(pair: Pair, corrected: Fraction, level: Fraction) -> Iterator[Fact]:
    """What may be claimed with the place's other comparisons in view."""
    rule, claim = "comparisons.claim", NO_CLAIM
    if corrected <= SIGNIFICANCE:
        claim = WOMEN_HIGHER if _points(pair) > 0 else MEN_HIGHER
    p_value = rounded(corrected, DECIMALS)
    yield Fact(*_key(pair, "difference-p-corrected"), p_value, unit="p-value", state="ok", rule=rule)
    yield Fact(*_key(pair, "difference-claim"), claim, unit="claim", state="ok", rule=rule)
    visible, key = smallest_visible_difference(*counts_of(pair), level), _key(pair, "difference-visible")
    if visible is None:
        yield missing(key, "percentage-points", rule)
    else:
        yield Fact(*key, 100 * visible, unit="percentage-points", state="ok", rule=rule)


def _key(pair: Pair, name: str) -> Key:
    women = pair[0]
    return (women.year, women.platform, f"{name}:{women.measure}", women.respondents, "all")


RULES = {
    "comparisons.claim": Rule(women_and_men, "Kvinnor är något positivare i sina svar", U18, 443),
    "comparisons.women-men": Rule(women_and_men, "Kvinnor är något positivare i sina svar", U18, 443),
    "comparisons.even": Rule(women_and_men, "konsfordelning bland de som deltagit i insatserna", S19, 786),
}
