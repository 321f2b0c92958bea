"""Which two facts a sentence sets against each other: years, women and men, places, a result and its goal."""

from collections.abc import Sequence

from helpers.checks.own_words.about import by_nearness, groups_of, places_of, years_of
from helpers.checks.own_words.known import Known
from helpers.checks.own_words.subjects import Sentence
from helpers.checks.own_words.vocabulary import among
from helpers.codes import GENDERS
from helpers.facts import Fact

Pair = tuple[Fact, Fact]  # what is said to be more or less, and than what
NOT_COMPARED = ("gender-share:", "difference:", "answer", "item-response:", "examples:")
MOST_MEASURES = 4  # a sentence that could be about more measures is about none of them for certain


def compared(sentence: Sentence, n: int, known: Known) -> list[Pair]:
    """The facts that a word of comparison at token `n` speaks of, each with what it is compared with."""
    for measures in [
        *measures_of(sentence, n),
        *([("total",)] if _sides(sentence, n, _than(sentence, n)) else []),
    ]:
        if found := _pairs(sentence, n, measures, known):
            return found
    return []


def measures_of(sentence: Sentence, n: int) -> list[tuple[str, ...]]:
    """The measures that can be compared, the likeliest first: shares, counts, or both where neither is said.

    A weak word (”deltagare”) is one only beside the word of comparison or after ”antal”.
    """
    clause, found = sentence.clause(n), []
    for subjects in by_nearness(sentence, n):
        kept = [s for s in subjects if s.is_strong or _is_beside(sentence, s.at, n)]
        measures = [m for s in kept for m in s.measures if not m.startswith(NOT_COMPARED)]
        if "answered" in [m for s in kept for m in s.measures]:
            measures = ["answered"]
        shares = [m for m in measures if m.startswith(("share:", "question:", "response:", "hae:"))]
        counts = [m for m in measures if m not in shares and not m.startswith(("target:", "tally:"))]
        if sentence.said("share_words", clause):
            measures = shares
        elif sentence.said("count_words", clause) or _is_of_numbers(sentence, n):
            measures = counts or shares
        if measures:
            found.append(tuple(measures))
    return found


def _is_of_numbers(sentence: Sentence, n: int) -> bool:
    """”fler”, ”lika många”: a comparison of counts."""
    words = [t.words.lower() for t in sentence.tokens[n : n + 2]]
    return bool(set(words) & among("trends.counted"))


def _is_beside(sentence: Sentence, at: int, n: int) -> bool:
    before = sentence.tokens[at - 1].words.lower() if at else ""
    return abs(at - n) <= 2 or before in among("count_words")


def _pairs(sentence: Sentence, n: int, measures: Sequence[str], known: Known) -> list[Pair]:
    groups, years = groups_of(sentence, n), years_of(sentence, n, known)
    places = places_of(sentence, n, known)
    than = _than(sentence, n)
    if women_and_men := _sides(sentence, n, than):
        one, other = women_and_men
        here = _facts(known, {max(years)}, places, measures, {one})
        return [(f, known.get(f, group=other)) for f in here]
    if (pair := _two_places(sentence, n, than)) is not None:
        here = _facts(known, {max(years)}, {pair[0]}, measures, groups & {"all"} or groups)
        return [(f, known.get(f, platform=pair[1])) for f in here]
    group = groups - {"all"} if len(groups) > 1 else groups
    if sentence.said("goal") and _is_of_goal(sentence, n):
        here = _facts(known, {max(years)}, places, measures, group)
        return [(f, target) for f in here if (target := known.target_of(f)).ok]
    now, before = _two_years(sentence, n, known)
    here = _facts(known, {now}, places, measures, group)
    return [(f, _in(known, f, before)) for f in here]


def _facts(
    known: Known, years: set[int], places: set[str], measures: Sequence[str], groups: set[str]
) -> list[Fact]:
    here = [f for f in known.at(years, places, measures) if f.group in groups]
    mine = [f for f in here if f.platform == known.place] or here
    return mine if len({f.measure for f in mine}) <= MOST_MEASURES else []


def _in(known: Known, fact: Fact, year: int) -> Fact:
    """A fact's counterpart in an earlier year; a missing one where the years may not be compared."""
    missing = Fact(year, *fact.key[1:])
    if fact.year - year == 1 and fact.year == known.year:
        return known.like(fact) or missing
    if fact.year > year:
        return missing
    other = known.like(known.get(fact, year=year)) if year == known.year else None
    return known.get(fact, year=year) if other is not None else missing


def _than(sentence: Sentence, n: int) -> int | None:
    """Where ”än” stands after a word of comparison."""
    return next((k for k, t in enumerate(sentence.tokens) if k > n and t.words.lower() == "än"), None)


def _sides(sentence: Sentence, n: int, than: int | None) -> tuple[str, str] | None:
    """The group that is said to have more, and the other one."""
    said = [(at, g) for at, g in sentence.groups if g in GENDERS]
    if than is None or len({g for _, g in said}) < 2:
        return None
    after = [g for at, g in said if at > than]
    if not after:
        return None
    other = after[0]
    return next(g for g in GENDERS if g != other), other


def _two_places(sentence: Sentence, n: int, than: int | None) -> tuple[str, str] | None:
    if than is None:
        return None
    clause = sentence.clause(than)
    after = [p for c, p in sentence.places if c == clause]
    before = [p for c, p in sentence.places if c < clause and p not in after]
    return (before[-1], after[0]) if after and before else None


def _is_of_goal(sentence: Sentence, n: int) -> bool:
    """Whether the comparison is with the goal: ”högre än målet”, ”över målet”."""
    goals, than = sentence.said("goal"), _than(sentence, n)
    return bool(goals) and than is not None and any(0 < at - than <= 2 for at in goals)


def _two_years(sentence: Sentence, n: int, known: Known) -> tuple[int, int]:
    """The later and the earlier year of a comparison, whichever is said to be more."""
    said = {y for _, years in sentence.years for y in (years[0], years[-1])}
    return max(said | {known.year}), min(said - {max(said | {known.year})}, default=known.year - 1)


def subject_year(sentence: Sentence, n: int, known: Known) -> int:
    """The year that is said to have more: one that the word's own clause names, else the later one.

    ”Andelen var högre 2018” speaks of 2018; ”högre än 2018”, ”jämfört med 2018” do not.
    """
    clause, words = sentence.clause(n), [t.words.lower() for t in sentence.tokens]
    mine = {
        year
        for at, years in sentence.years
        for year in years
        if sentence.clause(at) == clause and not set(words[max(0, at - 2) : at]) & among("than_year")
    }
    return mine.pop() if len(mine) == 1 else known.year
