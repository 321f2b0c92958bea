"""A sentence judged: what in it is typed by hand, what no fact bears out, and what could not be tried."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from helpers.checks.own_words.figures_said import figures_said
from helpers.checks.own_words.goals_said import goals_said
from helpers.checks.own_words.known import Known
from helpers.checks.own_words.spoken import tokens
from helpers.checks.own_words.subjects import understood, unknown_goals
from helpers.checks.own_words.trends_said import HOLDS, trends_said
from helpers.facts import Fact

STOPPING = ("untrue", "wrong", "uncarried", "untrue_goal", "unknown_goal")


@dataclass(frozen=True)
class Judged:
    """One thing that is found in a sentence.

    `kind`: `typed` by hand (a fact bears it out), `untrue` (none does), a comparison that the facts
    contradict (`wrong`), do not carry (`uncarried`) or say nothing of (`untested`), a goal
    said to be reached or missed that was not (`untrue_goal`), an `unknown_goal`.
    """

    kind: str
    words: str
    fact: Fact | None = None
    other: Fact | None = None

    @property
    def stops(self) -> bool:
        """Whether it keeps the whole text from being shown."""
        return self.kind in STOPPING


def judged(words: str, known: Known, filled_in: Sequence[Fact] = ()) -> Iterator[Judged]:
    """What is found in a sentence; `filled_in` are the facts that stand where it has `spoken.FACT`."""
    sentence = understood(words, tokens(words), filled_in, known)
    for said in figures_said(sentence, known):
        yield Judged("typed" if said.holds else "untrue", said.words, said.fact)
    for trend in trends_said(sentence, known):
        if trend.outcome != HOLDS:
            yield Judged(trend.outcome, trend.words, *(trend.pair or ()))
    for words_of_goal, verdict in goals_said(sentence, known):
        yield Judged("untrue_goal", words_of_goal, verdict)
    for id_ in unknown_goals(sentence, known):
        yield Judged("unknown_goal", id_)
