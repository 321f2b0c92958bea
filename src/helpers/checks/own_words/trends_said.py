"""Words of a trend or a comparison (”ökat”, ”fler”, ”lägre”), held against the facts."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from helpers.checks.own_words.known import Known
from helpers.checks.own_words.pairs import Pair, compared, subject_year
from helpers.checks.own_words.subjects import Sentence
from helpers.checks.own_words.vocabulary import among
from helpers.codes import GENDERS
from helpers.counting.statistics import difference_interval
from helpers.facts import Fact
from helpers.rounding import rounded

DIRECTIONS = {"up": 1, "more": 1, "down": -1, "less": -1, "same": 0}
# What a word of comparison came to.
HOLDS, WRONG, UNCARRIED, UNTESTED = "holds", "wrong", "uncarried", "untested"


@dataclass(frozen=True)
class Compared:
    """What a word of comparison came to, and the two facts it was tried on."""

    words: str
    outcome: str
    pair: Pair | None = None


def trends_said(sentence: Sentence, known: Known) -> Iterator[Compared]:
    """Every word of a trend or a comparison in a sentence."""
    for n, token in enumerate(sentence.tokens):
        kind = next((k for k in DIRECTIONS if token.words.lower() in among(f"trends.{k}")), "")
        if token.kind == "word" and kind and not _is_other(sentence, n, kind):
            yield _said(sentence, n, kind, known)


def _is_other(sentence: Sentence, n: int, kind: str) -> bool:
    """Whether the word describes its noun (”ett ökat stöd”) or stands before a figure (”fler än 100”)."""
    words = [t.words.lower() for t in sentence.tokens]
    if words[n] == "lika":
        return not set(words[n + 1 : n + 2]) & among("trends.alike") or bool(
            n and words[n - 1] in among("nearly")
        )
    before = words[max(0, n - 4) : n]
    if kind in ("more", "less"):
        after = sentence.tokens[n + 2] if len(words) > n + 2 and words[n + 1] == "än" else None
        return bool(after and after.figure)
    if words[n] in among("trends.supine"):
        return not set(before) & among("trends.have")
    return words[n] not in among("trends.noun") and bool(before) and before[-1] in among("describing")


def _said(sentence: Sentence, n: int, kind: str, known: Known) -> Compared:
    words, pairs, direction = sentence.tokens[n].words, compared(sentence, n, known), DIRECTIONS[kind]
    if not pairs or _is_of_a_wish(sentence, n):
        return Compared(words, UNTESTED)
    is_of_years = pairs[0][0].year != pairs[0][1].year
    if kind in ("more", "less") and is_of_years and subject_year(sentence, n, known) < pairs[0][0].year:
        direction = -direction
    is_denied = _is_denied(sentence, n)
    outcomes = [(_outcome(pair, direction, is_denied, known), pair) for pair in pairs]
    for outcome in (WRONG, UNCARRIED):
        if found := next((pair for o, pair in outcomes if o == outcome), None):
            return Compared(words, outcome, found)
    return Compared(words, HOLDS, outcomes[0][1])


def _is_of_a_wish(sentence: Sentence, n: int) -> bool:
    """”färre än vi hoppades”, ”fler än väntat”: compared with what no fact is of."""
    words = [t.words.lower() for t in sentence.tokens[n:]]
    return any(one == "än" and other in among("wished") for one, other in pairwise(words))


def _is_denied(sentence: Sentence, n: int) -> bool:
    return any(abs(at - n) <= 2 and sentence.clause(at) == sentence.clause(n) for at in sentence.said("not"))


def _outcome(pair: Pair, direction: int, is_denied: bool, known: Known) -> str:
    one, other = pair
    if not (one.ok and other.ok):
        return UNCARRIED
    moved = (one.fraction > other.fraction) - (one.fraction < other.fraction)
    if not direction and one.unit == "share":
        moved *= rounded(100 * one.fraction) != rounded(100 * other.fraction)
    if (moved == direction) == is_denied:
        return WRONG
    return HOLDS if is_denied or not direction or _is_carried(one, other, moved, known) else UNCARRIED


def _is_carried(one: Fact, other: Fact, moved: int, known: Known) -> bool:
    """Whether a difference between answers is larger than chance; all else is counted in full."""
    if not one.respondents or one.unit != "share" or other.measure.startswith("target:"):
        return True
    if one.group != other.group:
        claim = known.get(one, measure=f"difference-claim:{one.measure}", group="all")
        women_more = moved if one.group == GENDERS[0] else -moved
        return claim.ok and claim.integer == women_more
    if not (one.has_counts and other.has_counts):
        return False
    low, high = difference_interval(one.counts, other.counts)
    return low > 0 or high < 0
