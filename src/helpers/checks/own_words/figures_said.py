"""A figure that somebody typed, held against the facts that its sentence speaks of."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import ceil, floor

from helpers.checks.own_words.about import by_nearness, groups_of, places_of, respondents_of, years_of
from helpers.checks.own_words.known import Known
from helpers.checks.own_words.pairs import compared
from helpers.checks.own_words.spoken import Figure
from helpers.checks.own_words.subjects import Sentence
from helpers.checks.own_words.vocabulary import among
from helpers.codes import GENDERS
from helpers.facts import Fact
from helpers.rounding import rounded

UNITS = {
    "count": ("count",),
    "percent": ("share", "percent"),
    "points": ("percentage-points",),
    "of": ("share", "count"),
}
NEAR = 2  # percentage points, or people, that ”drygt” and ”omkring” may be from the figure
NEAR_SPOKEN = 5  # percentage points that ”drygt hälften” may be from it
NEAR_PART = Fraction(1, 20)  # of a count, where that is more
ROUND = 10  # ”fyra av tio” is about a share; ”fyra av elva” counts
ASIDE = 3  # words between a number in words and what it counts


@dataclass(frozen=True)
class Said:
    """What a typed figure came to: whether a fact bears it out, and the fact that does or is nearest."""

    figure: Figure
    words: str
    holds: bool
    fact: Fact | None


def figures_said(sentence: Sentence, known: Known) -> Iterator[Said]:
    """Every figure of a sentence that speaks of the year."""
    for n, token in enumerate(sentence.tokens):
        figure = token.figure
        if figure and not (figure.in_words and not _counts(sentence, n, figure)):
            yield _said(sentence, n, figure, known)
        elif token.kind == "age" and isinstance(token.value, tuple):
            yield from _age(sentence, n, token.value, known)


def _counts(sentence: Sentence, n: int, figure: Figure) -> bool:
    """Whether a number in words counts what facts are of: ”tre gick till arbete”, not ”tre torg”."""
    if figure.unit != "count":
        return True
    after = range(n + 1, n + 1 + ASIDE)
    return any(s.at in after and s.clause == sentence.clause(n) for s in sentence.subjects) or any(
        at in after for at, _ in sentence.groups
    )


def _age(sentence: Sentence, n: int, ages: tuple[int, ...], known: Known) -> Iterator[Said]:
    """An age is one that the definitions have; any other time is no figure of the year's."""
    d = known.definitions
    stated = {a for p in d.platforms for a in getattr(p, "ages", None) or ()} | {20, 64}
    if not set(ages) <= stated:
        first = Fraction(ages[0])
        yield Said(Figure(first, first, "years"), sentence.tokens[n].words, False, None)


def _said(sentence: Sentence, n: int, figure: Figure, known: Known) -> Said:
    words = sentence.tokens[n].words.strip()
    if sentence.said("guideline", sentence.clause(n)) and figure.unit in ("percent", "count"):
        return Said(figure, words, figure.low == known.definitions.response_guideline_percent, None)
    if (found := _difference(sentence, n, figure, known)) is not None:
        return Said(figure, words, *found)
    candidates = _candidates(sentence, n, figure, known)
    holding = [f for f in candidates if holds(figure, f, known)]
    if not holding and figure.unit == "of":
        holding = _pairs(sentence, n, figure, candidates, known)
    if not holding and figure.unit in ("percent", "count"):
        holding = _sum(sentence, n, figure, known)
    if holding:
        return Said(figure, words, True, _best(holding))
    return Said(figure, words, False, _nearest(figure, candidates))


def _best(facts: Sequence[Fact]) -> Fact:
    """The plainest of the facts that bear a figure out."""
    return min(facts, key=lambda f: (len(f.measure), f.group != "all", f.key))


def _nearest(figure: Figure, candidates: Iterable[Fact]) -> Fact | None:
    return min(candidates, key=lambda f: (abs(size(f) - figure.low), f.key), default=None)


def size(fact: Fact) -> Fraction:
    """A fact as it is spoken of: a share in per cent."""
    return 100 * fact.fraction if fact.unit == "share" else fact.fraction


def printed(fact: Fact, decimals: int) -> Fraction:
    """A fact's figure as a page prints it; a bound of an interval is rounded outwards."""
    if fact.is_bound:
        return Fraction(floor(size(fact)) if fact.measure.startswith("low:") else ceil(size(fact)))
    return (
        abs(rounded(size(fact), decimals))
        if fact.unit == "percentage-points"
        else rounded(size(fact), decimals)
    )


def holds(figure: Figure, fact: Fact, known: Known) -> bool:
    """Whether a fact bears a figure out."""
    value = size(fact)
    if figure.unit == "of":
        return _is_part(figure, fact)
    if figure.high != figure.low:
        bounds = [known.get(fact, measure=f"{b}:{fact.measure}", group="all") for b in ("low", "high")]
        if all(b.ok for b in bounds) and [printed(b, 0) for b in bounds] == [figure.low, figure.high]:
            return True
        return figure.low <= value <= figure.high
    if figure.about:
        return _is_about(figure, value)
    return printed(fact, figure.decimals) == abs(figure.low)


def _is_part(figure: Figure, fact: Fact) -> bool:
    """”88 av 318” are the counts of a share; ”fyra av tio” is about that share."""
    if fact.unit == "share" and figure.in_words and figure.whole and figure.whole <= ROUND:
        share = 100 * figure.low / figure.whole
        if _is_about(replace(figure, unit="percent", low=share, about=figure.about or "about"), size(fact)):
            return True
    return fact.has_counts and fact.counts == (figure.low, figure.whole) and not figure.about


def _is_about(figure: Figure, value: Fraction) -> bool:
    more = value - figure.low
    near = max(Fraction(NEAR), NEAR_PART * figure.low if figure.unit == "count" else Fraction(0))
    if figure.in_words and figure.unit == "percent" and figure.about != "about":
        near = Fraction(NEAR_SPOKEN)
    return {
        "over": more > 0,
        "under": more < 0,
        "least": more >= 0,
        "most": more <= 0,
        "above": 0 <= more <= near,
        "below": -near <= more <= 0,
        "about": abs(more) <= near,
    }[figure.about]


# --- which facts a figure can be --------------------------------------------------------------------------


def _candidates(sentence: Sentence, n: int, figure: Figure, known: Known) -> list[Fact]:
    """The facts that a figure can be of, by what stands nearest to it; else any of the place and year."""
    years, places = years_of(sentence, n, known), places_of(sentence, n, known)
    units = UNITS.get(figure.unit, ())
    groups = {"all"} if figure.unit == "points" else groups_of(sentence, n)
    if figure.unit == "percent" and (targets := _targets(sentence, n, years, places, known)):
        return targets
    for subjects in by_nearness(sentence, n):
        measures = tuple(m for s in subjects for m in s.measures)
        at = {*places, known.definitions.together.id} if "hae:*" in measures else places
        here = known.at(years, at, measures)
        asked = respondents_of(sentence, n)
        here = [f for f in here if f.respondents in (asked, "")] if asked else here
        if found := [f for f in here if f.unit in units and f.group in groups and not _is_whole(f)]:
            if _is_of_a_whole(sentence, n):
                found = [*found, *(f for f in known.at(years, places, among("wholes")) if f.unit in units)]
            return _of_area(sentence, found, known)
    if any(s.is_strong and s.clause == sentence.clause(n) for s in sentence.subjects) or not units:
        return []
    return [f for f in known.at(years, places) if f.unit in units and f.group in groups]


def _is_of_a_whole(sentence: Sentence, n: int) -> bool:
    """”Av de 318 gick 88 till arbete”: the first is what the second is part of."""
    before = ["", "", *(t.words.lower() for t in sentence.tokens[max(0, n - 2) : n])]
    return before[-1] in among("of") or (before[-2] in among("of") and before[-1] in among("those"))


def _is_whole(fact: Fact) -> bool:
    """Whether it is the share that all are of all."""
    return fact.measure.startswith("gender-share:") and fact.group == "all"


def _targets(sentence: Sentence, n: int, years: set[int], places: set[str], known: Known) -> list[Fact]:
    """The goals that a figure right after ”målet” can be: of what the sentence is about, else any."""
    before = sentence.tokens[:n]
    figures = [k for k, t in enumerate(before) if t.figure]
    said = [k for k in sentence.said("goal_before", sentence.clause(n)) if k < n]
    if not said or (figures and figures[-1] > said[-1]):
        return []
    about = {m for s in sentence.subjects for m in s.measures}
    ids = {id_ for measure, id_ in known.results.values() if measure in about}
    return known.at(years, places, [f"target:{i}" for i in ids] or ["target:*"])


def _of_area(sentence: Sentence, found: list[Fact], known: Known) -> list[Fact]:
    """Of the statistics of society, those of the areas that the sentence names."""
    lower = sentence.words.lower()
    named = [i for i, name in known.definitions.areas_of_statistics.items() if name.lower() in lower]
    mine = [f for f in found if f.measure.split(":")[1:2] and f.measure.split(":")[1] in named]
    return mine if named and found[0].measure.startswith("hae:") else found


# --- parts of a whole, and differences --------------------------------------------------------------------


def _pairs(
    sentence: Sentence, n: int, figure: Figure, candidates: Sequence[Fact], known: Known
) -> list[Fact]:
    """Two counts of one place and year that are ”k av n”."""
    years, places = years_of(sentence, n, known), places_of(sentence, n, known)
    counts = known.at(years, places, among("wholes"))
    wholes = {(f.year, f.platform, g) for f in counts if f.fraction == figure.whole for g in _within(f)}
    tally = [f for f in candidates if f.measure.startswith("tally:")]
    if tally:
        return _goals(sentence, figure, tally)
    return [
        f
        for f in candidates
        if f.unit == "count" and f.fraction == figure.low and (f.year, f.platform, f.group) in wholes
        if not known.get(f, measure=f"share:{f.measure}").ok
    ]


def _within(whole: Fact) -> tuple[str, ...]:
    """The groups that a number of people can hold."""
    return (*GENDERS, "all") if whole.group == "all" else (whole.group,)


def _sum(sentence: Sentence, n: int, figure: Figure, known: Known) -> list[Fact]:
    """The outcomes that ”47 % gick till arbete eller studier” adds up."""
    ways = [s for s in sentence.subjects if s.at > n and any(m in known.outcomes for m in s.measures)]
    until = next((k for k, t in enumerate(sentence.tokens) if k > n and t.figure), len(sentence.tokens))
    ids = [m for s in ways if s.at < until for m in s.measures if m in known.outcomes]
    years, places, groups = (
        years_of(sentence, n, known),
        places_of(sentence, n, known),
        groups_of(sentence, n),
    )
    prefix = "share:" if figure.unit == "percent" else ""
    for year, place, group in product(years, places, groups):
        parts = [known.fact(year, place, prefix + i, group) for i in ids]
        if len(parts) < 2 or not all(f.ok for f in parts):
            continue
        total = sum((size(f) for f in parts), Fraction(0))
        if rounded(total, figure.decimals) == figure.low or (figure.about and _is_about(figure, total)):
            return parts[:1]
    return []


def _goals(sentence: Sentence, figure: Figure, tally: Sequence[Fact]) -> list[Fact]:
    """”Ett av tre mål nåddes”: of those with an outcome, as the pages count them."""
    by_kind = {f.measure.partition(":")[2]: f for f in tally}
    count = {kind: f.integer for kind, f in by_kind.items()}
    is_missed = bool(sentence.said("not") or sentence.said("missed"))
    kinds = ("not-reached", "undecided") if is_missed else ("reached", "reached-uncertain")
    sums = {count.get(kinds[0], 0), count.get(kinds[0], 0) + count.get(kinds[1], 0)}
    is_true = figure.low in sums and figure.whole == count.get("outcome")
    return [by_kind[kinds[0]]] if is_true and kinds[0] in by_kind else []


def _difference(sentence: Sentence, n: int, figure: Figure, known: Known) -> tuple[bool, Fact | None] | None:
    """”ökade med 41”, ”41 fler än 2018”, ”3 procentenheter högre”: the two years' or groups' difference.

    None where no difference is spoken of.
    """
    after = sentence.tokens[n + 1].words.lower() if n + 1 < len(sentence.tokens) else ""
    before = {t.words.lower() for t in sentence.tokens[max(0, n - 1 - bool(figure.about)) : n]}
    trends = among("trends.up") | among("trends.down")
    moved = "med" in before and any(t.words.lower() in trends for t in sentence.tokens[:n])
    apart = after in among("trends.more") | among("trends.less")
    if not (moved or apart) or figure.unit not in ("count", "points", "percent"):
        return None
    if figure.about and not figure.decimals and figure.unit == "count" and after == "":
        return None
    pairs = compared(sentence, n, known)
    for one, other in pairs:
        if _is_difference(figure, one, other):
            return True, one
    return False, pairs[0][0] if pairs else None


def _is_difference(figure: Figure, one: Fact, other: Fact) -> bool:
    if figure.unit == "count":
        moved = one.fraction - other.fraction if one.unit == "count" else None
    elif figure.unit == "points":
        moved = size(one) - size(other) if one.unit == "share" else None
    else:
        moved = 100 * (one.fraction / other.fraction - 1) if other.fraction else None
    if moved is None:
        return False
    if figure.about:
        return _is_about(figure, abs(moved))
    return abs(rounded(moved, figure.decimals)) == abs(figure.low)
