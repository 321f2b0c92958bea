"""Rules of the surveys: answers -> facts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from helpers.codes import GROUPS
from helpers.counting.rule import S19, U18, Rule
from helpers.definitions import Definitions, Question, Scale
from helpers.facts import Fact, Facts, Key, Rows, counted, missing, share, share_of_rows
from helpers.rows import RowIndex

_COLUMNS = ("platform", "respondents", "gender", "question", "answer")
_NO_CODE = -2  # factorize gives -1 to what is missing


class _Table:
    """A delivered table with its words as numbers, and where each of its rows stands."""

    def __init__(self, table: pd.DataFrame):
        self.at = RowIndex(table["row"].reset_index(drop=True)).at
        self.every = np.arange(len(table))
        coded = {c: pd.factorize(table[c]) for c in _COLUMNS if c in table}
        self._codes = {c: codes for c, (codes, _) in coded.items()}
        self._code_of = {c: {word: i for i, word in enumerate(words)} for c, (_, words) in coded.items()}

    def where(self, rows: np.ndarray, **wanted: str) -> np.ndarray:
        """Those of some rows that have these words."""
        for column, word in wanted.items():
            rows = rows[self._codes[column][rows] == self._code_of[column].get(word, _NO_CODE)]
        return rows

    def among(self, rows: np.ndarray, column: str, words: list[str]) -> np.ndarray:
        """Those of some rows that have one of these words in a column."""
        codes = [self._code_of[column].get(word, _NO_CODE) for word in words]
        return rows[np.isin(self._codes[column][rows], codes)]

    def of_group(self, rows: np.ndarray, group: str) -> np.ndarray:
        """Those of some rows that a figure of women, men or all is about."""
        return rows if group == "all" else self.where(rows, gender=group)


@dataclass(frozen=True)
class _Asked:
    """What one respondents group answered at one place: rows `given` of the answers, by the people `who`."""

    definitions: Definitions
    respondents: str
    place: str
    answers: _Table
    people: _Table
    given: np.ndarray
    who: np.ndarray

    def key(self, measure: str, group: str = "all") -> Key:
        """The key of one of its facts."""
        return (self.definitions.year, self.place, measure, self.respondents, group)

    @property
    def groups(self) -> tuple[str, ...]:
        """Women, men and all, and `unknown` where somebody's gender is."""
        has_unknown = len(self.people.where(self.who, gender="unknown"))
        return (*GROUPS, *(["unknown"] if has_unknown else []))

    @cached_property
    def everyone(self) -> dict[str, Rows]:
        """The rows of all who answered anything, by group."""
        return {g: self.people.at(self.people.of_group(self.who, g)) for g in self.groups}


def facts(
    answers: pd.DataFrame,
    respondents: pd.DataFrame,
    invited: pd.DataFrame,
    definitions: Definitions,
    participants: Facts,
) -> list[Fact]:
    """Facts of every platform x question x group with answers, and missing ones where answers are expected.

    "… av de som svarat på frågan": positive answers of those who answered that question; one result per
    respondent group (socialt-bokslut-2018-ungdomstorget:435). Answers are never added across platforms.
    """
    found: list[Fact] = []
    given, people, sent = map(_Table, (answers, respondents, invited))
    for group, place in _places(respondents, definitions):
        here = {"platform": place, "respondents": group}
        mine, who = given.where(given.every, **here), people.where(people.every, **here)
        asked = _Asked(definitions, group, place, given, people, mine, who)
        results = [f for q in definitions.questions_to(group) for f in _question(asked, q)]
        found += [*results, *question_range(asked, results)]
        invitations = sent.where(sent.every, **here)
        number = int(invited["invited"].iloc[invitations].sum())
        found += response_facts(asked, number, sent.at(invitations))
        if definitions.group(group).protected:
            found.append(of_discharged(asked, participants.get(place, "discharged")))
    return found


def _places(respondents: pd.DataFrame, definitions: Definitions) -> Iterator[tuple[str, str]]:
    """Each group with each place where it is asked or has answered, in the definitions' order."""
    order = [*definitions.platform_ids, *definitions.whole_ids]
    for group in definitions.respondents:
        present = set(respondents["platform"][respondents["respondents"] == group.id])
        places = present | set(definitions.asked_of(group.id))
        for place in sorted(places, key=lambda p: (order.index(p) if p in order else -1, p)):
            yield group.id, place


def _question(asked: _Asked, question: Question) -> Iterator[Fact]:
    """The answers to one question, group by group; none where too few answered a protected one."""
    d, scale = asked.definitions, asked.definitions.scale(question.scale)
    mine = asked.answers.where(asked.given, question=question.id)
    too_few = d.group(asked.respondents).protected and 0 < len(mine) < d.protected_below
    for group in asked.groups:
        if not len(mine) or too_few:
            kind, unit = ("question", "share") if scale.positive else ("answered", "count")
            state = "too-few" if too_few else "missing"
            yield missing(asked.key(f"{kind}:{question.id}", group), unit, "answers.question", state)
        else:
            members = asked.answers.of_group(mine, group)
            yield from question_facts(asked, members, question.id, scale, group)


def question_facts(
    asked: _Asked, members: np.ndarray, question: str, scale: Scale, group: str
) -> Iterator[Fact]:
    """How many of one group answered a question, and what."""
    table, base = asked.answers, asked.answers.at(members)
    yield counted(asked.key(f"answered:{question}", group), base, "answers.answered")
    key = asked.key(f"item-response:{question}", group)
    yield share_of_rows(key, base, asked.everyone[group], "answers.item-response")
    for answer in scale.answers:
        rows = table.at(table.where(members, answer=answer))
        yield counted(asked.key(f"answer:{question}:{answer}", group), rows, "answers.answer")
        key = asked.key(f"answer-share:{question}:{answer}", group)
        yield share_of_rows(key, rows, base, "answers.answer")
    labelled = table.at(table.among(members, "answer", scale.answers))
    key = asked.key(f"answer-share-total:{question}", group)
    yield share_of_rows(key, labelled, base, "answers.answer-total")
    if scale.positive:
        rows = table.at(table.among(members, "answer", scale.positive))
        yield share_of_rows(asked.key(f"question:{question}", group), rows, base, "answers.question")


def question_range(asked: _Asked, results: Iterable[Fact]) -> Iterator[Fact]:
    """ "till 90 - 100 %": the least and the greatest result of the questions.

    None where too few answered one of them: it could be either.
    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:1098.
    """
    of_all = [f for f in results if f.measure.startswith("question:") and f.group == "all"]
    told = [f for f in of_all if f.ok]
    state = "too-few" if any(f.state == "too-few" for f in of_all) else "missing"
    for end, furthest in (("min", min), ("max", max)):
        key, rule = asked.key(f"question-range:{asked.respondents}:{end}"), "answers.range"
        if not told or state == "too-few":
            yield missing(key, "share", rule, state)
        else:
            of = furthest(told, key=lambda f: f.fraction)
            yield share(key, *of.counts, rule, of.rows, of.base)


def response_facts(asked: _Asked, invited: int, invitations: Rows) -> Iterator[Fact]:
    """ "60 % svarat av …": how many answered, of how many who were asked.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:863.
    """
    answered = asked.everyone["all"]
    if answered:
        yield counted(asked.key("answered"), answered, "answers.answered")
    else:
        yield missing(asked.key("answered"), "count", "answers.answered")
    if invitations:
        key = asked.key("asked")
        yield Fact(*key, invited, unit="count", state="ok", rule="answers.asked", rows=invitations)
    else:
        yield missing(asked.key("asked"), "count", "answers.asked")
    response, rule = asked.key("response:asked"), "answers.response"
    if answered and invitations:
        yield share(response, len(answered), invited, rule, answered, invitations)
    else:
        yield missing(response, "share", rule)


def of_discharged(asked: _Asked, left: Fact) -> Fact:
    """ "Riktvärdet är att 60 % svarat av de som avslutat insatsen": answers of those who left.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:863.
    """
    key, answered = asked.key("response:discharged"), asked.everyone["all"]
    if not answered or not left.ok:
        return missing(key, "share", "answers.response")
    return share(key, len(answered), left.integer, "answers.response", answered, left.rows)


def more_answers_than_asked(facts: Iterable[Fact]) -> list[tuple[str, str, int, int]]:
    """Groups with more answers than were asked: (platform, respondents, answered, asked)."""
    by_key = {(f.platform, f.measure, f.respondents): f for f in facts if f.ok and f.group == "all"}
    pairs = [
        (place, group, f.integer, by_key[place, "asked", group].integer)
        for (place, measure, group), f in by_key.items()
        if measure == "answered" and (place, "asked", group) in by_key
    ]
    return sorted(pair for pair in pairs if pair[2] > pair[3])


RULES = {
    "answers.question": Rule(question_facts, "av de deltagare som svarat på", U18, 435),
    "answers.answer": Rule(question_facts, "I enkäterna har nedanstående skalor använts", U18, 306, 307),
    "answers.answer-total": Rule(question_facts, "av de deltagare som svarat på", U18, 435),
    "answers.range": Rule(
        question_range, "angett svar på svarskalans tre högsta alternativ", S19, 1098, 1099
    ),
    "answers.answered": Rule(response_facts, "60 % svarat av de som avslutat insatsen", S19, 863, 864),
    "answers.item-response": Rule(question_facts, "av de deltagare som svarat på", U18, 435),
    "answers.asked": Rule(response_facts, "60 % svarat av de som avslutat insatsen", S19, 863, 864),
    "answers.response": Rule(
        of_discharged, "Riktvärdet är att 60 % svarat av de som avslutat insatsen", S19, 863, 864
    ),
}
