"""Whether a goal that a sentence says was reached or missed was so."""

from collections.abc import Iterator

from helpers.checks.own_words.about import by_nearness, places_of, respondents_of
from helpers.checks.own_words.known import Known
from helpers.checks.own_words.subjects import Sentence
from helpers.checks.own_words.vocabulary import among
from helpers.facts import Fact


def goals_said(sentence: Sentence, known: Known) -> Iterator[tuple[str, Fact]]:
    """The words and the verdict of each goal that is said to be what it is not."""
    for n, token in enumerate(sentence.tokens):
        word, clause = token.words.lower(), sentence.clause(n)
        if word not in among("reached") | among("missed") or not sentence.said("goal"):
            continue
        if any(t.figure and t.figure.unit in ("of", "count") and t.clause == clause for t in sentence.tokens):
            continue
        is_denied = any(sentence.clause(at) == clause for at in sentence.said("not"))
        is_reached = (word in among("reached")) != is_denied
        for verdict in _verdicts(sentence, n, known):
            if (verdict.integer == 1) != is_reached:
                yield token.words, verdict
                break


def _verdicts(sentence: Sentence, n: int, known: Known) -> list[Fact]:
    """The verdicts of the goals that are spoken of; of all of the place's, where no other is named."""
    places, asked = places_of(sentence, n, known), respondents_of(sentence, n)
    for subjects in by_nearness(sentence, n):
        measures = {m for s in subjects for m in s.measures}
        ids = [id_ for measure, id_ in known.results.values() if measure in measures]
        here = known.at({known.year}, places, [f"verdict:{i}" for i in ids]) if ids else []
        if found := [f for f in here if not asked or f.respondents in (asked, "")]:
            return found
    is_of_all = sentence.said("all_goals") or sentence.said("groups.all") or sentence.said("no_goal")
    return known.at({known.year}, {known.place}, ["verdict:*"]) if is_of_all else []
