"""Facts made of two facts: women beside men, and what can be said of the difference."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from helpers.counting.rule import S19, U18, Rule
from helpers.counting.statistics import (
    DECIMALS,
    SIGNIFICANCE,
    able_to_pass,
    difference_interval,
    exact_test,
    holm,
    holm_levels,
    kept,
    least_p,
    smallest_visible_difference,
)
from helpers.counting.uncertainty import is_full_count
from helpers.definitions import Definitions
from helpers.facts import Fact, Facts, Key, missing, share
from helpers.rounding import rounded

Pair = tuple[Fact, Fact]  # women's share and men's
Counts = tuple[int, int]  # positive, of
EVEN = (Fraction(40, 100), Fraction(60, 100))
WOMEN_HIGHER, NO_CLAIM, MEN_HIGHER = 1, 0, -1


def women_and_men(facts: Facts, definitions: Definitions) -> list[Fact]:
    """Women's share less men's wherever both have one, and what may be claimed of all answers at a place.

    `difference:<measure>`, in percentage points. Where everyone is counted, as those who left are, it is what
    it is. Of answers that stand for more people than gave them, `difference-low:` and `difference-high:`, and
    `difference-p:`, the exact test; then with the place's other tests in view `difference-p-corrected:`
    (Holm), `difference-claim:` (1 women higher, -1 men higher, 0 no claim), `difference-visible:`, the least
    difference that would have been claimed; and `comparisons`, how many tests they are.

    The account of 2018 says after each result which of them is more positive, without figures or rule
    (socialt-bokslut-2018-ungdomstorget:443).
    """
    found = [_difference(pair) for pair in pairs_of(facts)]
    for pairs in samples_by_place(facts, definitions).values():
        found += [fact for pair in pairs for fact in _tested(pair)]
        found += _claims(pairs)
    return found + list(_even(facts))


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


def samples_by_place(facts: Facts, definitions: Definitions) -> dict[str, list[Pair]]:
    """place -> the comparisons of answers there, but those of a question that everyone has answered."""
    places: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs_of(facts):
        first = pair[0]
        if not first.measure.startswith("question:"):
            continue
        result = facts.get(first.platform, first.measure, first.respondents)
        if not (result.ok and result.has_counts and is_full_count(facts, definitions, result)):
            places[first.platform].append(pair)
    return places


def worth_testing(pairs: list[Pair]) -> list[Pair]:
    """The comparisons of one place that could be claimed, had the answers been divided otherwise."""
    able = able_to_pass([least_p(*counts_of(pair)) for pair in pairs])
    return [pair for pair, is_able in zip(pairs, able, strict=True) if is_able]


def _even(facts: Facts) -> Iterator[Fact]:
    """`gender-even`: 1 where 40-60 % of the participants are women, else 0.

    "Det är en relativt jämn könsfördelning" (styrelsehandlingar-2020-03-20-arsredovisning-2019:784)
    says no limits. Where the gender of some is not known, `least:` and `most:` are women's share if none and
    if all of them are women, and nothing is said where it depends on them.
    """
    for women in facts:
        if (women.measure, women.group) != ("gender-share:total", "women") or not women.ok:
            continue
        unknown, everyone = (facts.get(women.platform, "total", "", g) for g in ("unknown", "all"))
        silent, of = unknown.integer if unknown.ok else 0, everyone.integer
        known = women.counts[0]
        rows, base = women.rows, women.base + unknown.rows
        if silent:
            for name, would in (("least", known), ("most", known + silent)):
                key = (women.year, women.platform, f"{name}:{women.measure}", "", "women")
                yield share(key, would, of, "comparisons.even", rows, base)
        possible = {EVEN[0] <= Fraction(n, of) <= EVEN[1] for n in range(known, known + silent + 1)}
        key, rule = (women.year, women.platform, "gender-even", "", "all"), "comparisons.even"
        if len(possible) > 1:
            yield missing(key, "claim", rule)
        else:
            value = int(possible.pop())
            yield Fact(*key, value, unit="claim", state="ok", rule=rule, rows=rows, base=base)


def _claims(pairs: list[Pair]) -> Iterator[Fact]:
    """What may be claimed at one place, all its tests that could pass in view."""
    able = worth_testing(pairs)
    tests = [exact_test(*counts_of(pair)) for pair in able]
    for pair, corrected, level in zip(able, holm(tests), holm_levels(tests), strict=True):
        yield from _claim(pair, corrected, level)
    for pair in pairs:
        if pair not in able:
            yield from _no_claim(pair)
    first = pairs[0][0]
    key = (first.year, first.platform, "comparisons", "", "all")
    yield Fact(*key, len(able), unit="count", state="ok", rule="comparisons.claim")


def counts_of(pair: Pair) -> tuple[Counts, Counts]:
    """The counts that two shares are made of."""
    women, men = pair
    return women.counts, men.counts


def _points(pair: Pair) -> Fraction:
    """Women's share less men's, in percentage points."""
    women, men = pair
    return 100 * (women.fraction - men.fraction)


def _difference(pair: Pair) -> Fact:
    """The difference between the two shares as they are."""
    women, men = pair
    rows, base = women.rows + men.rows, women.base + men.base
    rule, unit = "comparisons.women-men", "percentage-points"
    return Fact(*_key(pair, "difference"), _points(pair), None, None, unit, "ok", rule, rows=rows, base=base)


def _tested(pair: Pair) -> Iterator[Fact]:
    """The difference's interval, and the exact test: of the two alone."""
    women, men = pair
    low, high = difference_interval(*counts_of(pair))
    found = {
        "difference-low": (kept(100 * low), "percentage-points"),
        "difference-high": (kept(100 * high), "percentage-points"),
        "difference-p": (rounded(exact_test(*counts_of(pair)), DECIMALS), "p-value"),
    }
    rows, base = women.rows + men.rows, women.base + men.base
    for name, (value, unit) in found.items():
        rule = "comparisons.test"
        yield Fact(*_key(pair, name), value, None, None, unit, "ok", rule, rows=rows, base=base)


def _claim(pair: Pair, corrected: Fraction, level: Fraction) -> Iterator[Fact]:
    """What may be claimed with the place's other tests in view."""
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


def _no_claim(pair: Pair) -> Iterator[Fact]:
    """Of a comparison that could show nothing: no difference may be claimed, and none is visible."""
    rule = "comparisons.claim"
    yield missing(_key(pair, "difference-p-corrected"), "p-value", rule)
    yield Fact(*_key(pair, "difference-claim"), NO_CLAIM, unit="claim", state="ok", rule=rule)
    yield missing(_key(pair, "difference-visible"), "percentage-points", rule)


def _key(pair: Pair, name: str) -> Key:
    women = pair[0]
    return (women.year, women.platform, f"{name}:{women.measure}", women.respondents, "all")


RULES = {
    "comparisons.claim": Rule(women_and_men, "Kvinnor är något positivare i sina svar", U18, 443),
    "comparisons.test": Rule(women_and_men, "Kvinnor är något positivare i sina svar", U18, 443),
    "comparisons.women-men": Rule(women_and_men, "Kvinnor är något positivare i sina svar", U18, 443),
    "comparisons.even": Rule(women_and_men, "konsfordelning bland de som deltagit i insatserna", S19, 786),
}
