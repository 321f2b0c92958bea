"""What a sentence is about: the measures, places, years and groups that its words name."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from helpers.checks.own_words.known import Known
from helpers.checks.own_words.spoken import Token
from helpers.checks.own_words.vocabulary import among, vocabulary
from helpers.codes import GENDERS
from helpers.facts import Fact

_LABELLED = ("answer:", "answer-share:", "sus:", "share:sus:")
_ENDINGS = "(?:s|na|n)?"
_SHORTEST = 4


@dataclass(frozen=True)
class Subject:
    """Words that name measures; a weak one (”personer”) gives way to any other."""

    at: int
    clause: int
    measures: tuple[str, ...]
    is_strong: bool = True


@dataclass(frozen=True)
class Sentence:
    """A sentence in pieces, with what it is about."""

    words: str
    tokens: tuple[Token, ...]
    subjects: tuple[Subject, ...]
    places: tuple[tuple[int, str], ...]  # the clause that names it
    years: tuple[tuple[int, tuple[int, ...]], ...]  # at which token
    groups: tuple[tuple[int, str], ...]  # at which token
    respondents: tuple[tuple[int, str], ...]  # at which token

    def clause(self, n: int) -> int:
        """The clause of a token."""
        return self.tokens[n].clause

    def said(self, name: str, clause: int | None = None) -> list[int]:
        """Where a word of the vocabulary's list stands, in a clause or anywhere."""
        words = among(name)
        return [
            n
            for n, t in enumerate(self.tokens)
            if t.kind == "word" and t.words.lower() in words and clause in (None, t.clause)
        ]


@lru_cache(maxsize=16)
def _phrases(known: Known) -> tuple[tuple[re.Pattern[str], tuple[str, ...], bool], ...]:
    """Phrases and the measures that they name, the longest first."""
    found: dict[str, tuple[tuple[str, ...], bool]] = {}
    for facts in known.facts.values():
        for fact in facts:
            label = fact.measure.rpartition(":")[2].lower()
            if fact.measure.startswith(_LABELLED) and len(label) >= _SHORTEST and label != "totalt":
                found[label] = ((*found.get(label, ((), True))[0], fact.measure), True)
    d = known.definitions
    for r in d.referrers:
        found[r.name.lower()] = ((f"referred-by:{r.id}", f"share:referred-by:{r.id}"), True)
    for o in d.outcomes:
        of = (o.id, f"share:{o.id}", f"gender-share:{o.id}", f"difference:share:{o.id}")
        for name in (o.label, o.name, o.brief):
            found[name.lower()] = (of, True)
            found[name.lower().removeprefix("till ")] = (of, True)
    for is_strong, entries in ((True, "subjects"), (False, "weak_subjects")):
        for entry in vocabulary()[entries]:
            for phrase in entry["words"]:
                found[phrase] = (tuple(entry["measures"]), is_strong)
    longest = sorted(found, key=len, reverse=True)
    return tuple((re.compile(rf"\b{re.escape(p)}{_ENDINGS}\b"), *found[p]) for p in longest)


def understood(words: str, tokens: Sequence[Token], filled_in: Sequence[Fact], known: Known) -> Sentence:
    """A sentence with what its words, and the facts that were filled in, name."""
    lower, starts = words.lower(), [t.start for t in tokens]
    facts = list(zip((n for n, t in enumerate(tokens) if t.kind == "fact"), filled_in, strict=True))
    subjects = [*_subjects(lower, tokens, starts, known), *_of_facts(facts, tokens)]
    years = [(n, (f.year,)) for n, f in facts if f.year != known.year]
    places = [(tokens[n].clause, f.platform) for n, f in facts if f.platform != known.place]
    groups = [(n, f.group) for n, f in facts if f.group in GENDERS]
    return Sentence(
        words,
        tuple(tokens),
        tuple(sorted(subjects, key=lambda s: s.at)),
        (*_places(lower, tokens, starts, known), *places),
        tuple(sorted([*_years(lower, tokens, starts, known), *years])),
        tuple(sorted([*_groups(tokens), *groups])),
        tuple(_respondents(tokens, known)),
    )


def _of_facts(facts: Iterable[tuple[int, Fact]], tokens: Sequence[Token]) -> Iterator[Subject]:
    for n, fact in facts:
        yield Subject(n, tokens[n].clause, (fact.measure,))


def _token_at(starts: Sequence[int], place: int) -> int:
    return max((n for n, start in enumerate(starts) if start <= place), default=0)


def _subjects(lower: str, tokens: Sequence[Token], starts: Sequence[int], known: Known) -> Iterator[Subject]:
    taken = [False] * len(lower)
    for pattern, measures, is_strong in _phrases(known):
        for found in pattern.finditer(lower):
            if not any(taken[found.start() : found.end()]):
                taken[found.start() : found.end()] = [True] * (found.end() - found.start())
                at = _token_at(starts, found.start())
                yield Subject(at, tokens[at].clause, measures, is_strong)
    for n, token in enumerate(tokens):
        if token.kind == "refs" and isinstance(token.value, tuple):
            yield Subject(n, token.clause, tuple(_of_goals(map(str, token.value), known)))


def _of_goals(ids: Iterable[str], known: Known) -> Iterator[str]:
    """The measures of goals and questions by their numbers."""
    for id_ in ids:
        yield from (f"{m}:{id_}" for m in ("question", "answered", "target", "item-response", "examples"))
        yield from (f"answer*:{id_}:*", f"difference:question:{id_}")
        if id_ in known.results:
            measure = known.results[id_][0]
            yield from (measure, measure.removeprefix("share:"), f"gender-{measure}")


def unknown_goals(sentence: Sentence, known: Known) -> list[str]:
    """Numbers of goals and questions that the year's definitions do not have."""
    d = known.definitions
    ids = {*known.results, *(q.id for q in d.questions), *(a.id for a in d.areas)}
    ids |= {account.id for area in d.areas for account in area.accounts}
    ids |= {re.sub("[a-z]$", "", id_) for id_ in ids}
    said = [
        str(v) for t in sentence.tokens if t.kind == "refs" and isinstance(t.value, tuple) for v in t.value
    ]
    return [v for v in said if v not in ids]


def _places(
    lower: str, tokens: Sequence[Token], starts: Sequence[int], known: Known
) -> Iterator[tuple[int, str]]:
    d, taken = known.definitions, [False] * len(lower)
    names = {n.lower(): p for p in reversed(d.places) for n in (d.name(p), d.label(p))}
    for name in sorted(names, key=len, reverse=True):
        for found in re.finditer(rf"\b{re.escape(name)}s?\b", lower):
            if any(taken[found.start() : found.end()]):
                continue
            taken[found.start() : found.end()] = [True] * (found.end() - found.start())
            place = names[name]
            parts = d.parts(place) if place in d.whole_ids else []
            for one in (place, *parts):
                yield tokens[_token_at(starts, found.start())].clause, one


def _years(
    lower: str, tokens: Sequence[Token], starts: Sequence[int], known: Known
) -> Iterator[tuple[int, tuple[int, ...]]]:
    for n, token in enumerate(tokens):
        stayed = _is_of_those_who_stayed(lower[: token.start])
        if token.kind in ("year", "years") and isinstance(token.value, tuple) and not stayed:
            yield n, token.value
    for name, year in (("last_year", known.year - 1), ("this_year", known.year)):
        for phrase in vocabulary()[name]:
            for found in re.finditer(rf"\b{re.escape(phrase)}\b", lower):
                if not _is_of_those_who_stayed(lower[: found.start()]):
                    yield _token_at(starts, found.start()), (year,)


def _is_of_those_who_stayed(before: str) -> bool:
    return before.rstrip().endswith(tuple(among("stayed")))


def _respondents(tokens: Sequence[Token], known: Known) -> Iterator[tuple[int, str]]:
    names = {r.name.lower(): r.id for r in known.definitions.respondents}
    for n, token in enumerate(tokens):
        for name, id_ in names.items():
            if token.kind == "word" and re.fullmatch(rf"{re.escape(name)}(?:e?n|na)?s?", token.words.lower()):
                yield n, id_


def _groups(tokens: Sequence[Token]) -> Iterator[tuple[int, str]]:
    for n, token in enumerate(tokens):
        for group in (*GENDERS, "all"):
            if token.kind == "word" and token.words.lower() in among(f"groups.{group}"):
                yield n, group
