"""What a word of a sentence can be about: measures, years, places and groups, by what stands nearest."""

from collections.abc import Iterator, Sequence

from helpers.checks.own_words.known import Known
from helpers.checks.own_words.subjects import Sentence, Subject
from helpers.checks.own_words.vocabulary import among


def by_nearness(sentence: Sentence, n: int) -> Iterator[tuple[Subject, ...]]:
    """What a figure can be about, the likeliest first.

    In its own clause what follows, then what precedes; then the other clauses, the nearest first. Where the
    clause has only weak words, they and the nearest strong ones are equally likely.
    """
    clause = sentence.clause(n)
    strong = [s for s in sentence.subjects if s.is_strong]
    mine = [s for s in strong if s.clause == clause]
    others = [s for s in strong if s.clause != clause]
    weak = [s for s in sentence.subjects if not s.is_strong and s.clause == clause]
    order = sorted(mine, key=lambda s: (s.at < n, abs(s.at - n)))
    yield from ((s,) for s in order)
    beside = sorted(others, key=lambda s: (abs(s.clause - clause), s.clause > clause, abs(s.at - n)))
    if weak and not mine:
        yield (*weak, *beside[:1])
        return
    yield from ((s,) for s in beside)
    elsewhere = [s for s in sentence.subjects if not s.is_strong]
    yield from ((s,) for s in sorted(elsewhere, key=lambda s: abs(s.at - n)))


def years_of(sentence: Sentence, n: int, known: Known) -> set[int]:
    """The years that a figure can be of."""
    clause = sentence.clause(n)
    figures = [k for k, t in enumerate(sentence.tokens) if t.figure and t.clause == clause]
    mine = [(at, years) for at, years in sentence.years if sentence.clause(at) == clause]
    if mine:
        until = min((k for k in figures if k > n), default=len(sentence.tokens))
        after = [years for at, years in mine if n < at < until]
        before = [years for at, years in mine if at < n]
        return _each(after[0] if after else (before or [mine[0][1]])[-1])
    if (outside := _before_bracket(sentence, clause)) is not None:
        if sentence.tokens[outside].figure:
            return years_of(sentence, outside, known)
        if named := [years for at, years in sentence.years if at == outside]:
            return _each(named[0])
    if _is_of_another(sentence, clause):
        return {known.year - 1, known.year}
    if n and sentence.tokens[n - 1].words.lower() == "från":
        return {known.year - 1}
    earlier = [
        years
        for at, years in sentence.years
        if sentence.clause(at) < clause and not _is_of_another(sentence, sentence.clause(at))
    ]
    return _each(earlier[-1]) if earlier else {known.year}


def _before_bracket(sentence: Sentence, clause: int) -> int | None:
    """The token that a clause in brackets stands after: ”34 % (94/274)”, ”2018 (19)”."""
    first = next((n for n, t in enumerate(sentence.tokens) if t.clause == clause), 0)
    return first - 1 if first and sentence.tokens[first].words == "(" else None


def _is_of_another(sentence: Sentence, clause: int) -> bool:
    """Whether a clause tells what something is compared with: ”mot 862”, ”än förra året”."""
    first = next((t for t in sentence.tokens if t.clause == clause), None)
    return first is not None and first.words.lower() in among("before_that")


def respondents_of(sentence: Sentence, n: int) -> str:
    """The group that a figure's answers are of, '' where none or several can be meant."""
    clause = sentence.clause(n)
    mine = [(abs(at - n), r) for at, r in sentence.respondents if sentence.clause(at) == clause]
    if mine:
        return min(mine)[1]
    said = {r for _, r in sentence.respondents}
    return said.pop() if len(said) == 1 else ""


def _each(years: Sequence[int]) -> set[int]:
    return set(range(years[0], years[-1] + 1)) if len(years) > 1 else set(years)


def places_of(sentence: Sentence, n: int, known: Known) -> set[str]:
    """The places that a figure can be of: those its clause names, else those named before it."""
    clause, together = sentence.clause(n), known.definitions.together.id
    named = [(c, p) for c, p in sentence.places if c <= clause]
    latest = max((c for c, _ in named), default=-1)
    found = {p for c, p in named if c == latest}
    return found | {known.place} if not found or found == {together} else found


def groups_of(sentence: Sentence, n: int) -> set[str]:
    """Women, men or all: what the clause says nearest to the figure; one said before may still hold."""
    clause = sentence.clause(n)
    mine = [(at, g) for at, g in sentence.groups if sentence.clause(at) == clause]
    if mine:
        return {min(mine, key=lambda found: (found[0] < n, abs(found[0] - n)))[1]}
    before = [g for at, g in sentence.groups if sentence.clause(at) < clause]
    return {"all", before[-1]} if before else {"all"}
