"""Rules of the surveys: answers -> facts."""

from collections.abc import Iterable

import pandas as pd

from helpers.codes import GROUPS
from helpers.definitions import Definitions, Question
from helpers.facts import Fact, Facts, counted, missing, share, share_of_rows


def facts(
    answers: pd.DataFrame,
    respondents: pd.DataFrame,
    invited: pd.DataFrame,
    definitions: Definitions,
    participants: Facts,
) -> list[Fact]:
    """Facts of every platform x question x group that has answers, and missing ones where answers are expected.

    "… av de som svarat på frågan": positive answers of those who answered that question; one result per
    respondent group (socialt-bokslut-2018-ungdomstorget:435). Answers are never added across platforms.
    """
    found: list[Fact] = []
    for group in definitions.respondents:
        expected = definitions.asked_of(group.id)
        present = set(respondents["platform"][respondents["respondents"] == group.id])
        order = [*definitions.platform_ids, *definitions.whole_ids]
        places = sorted(present | set(expected), key=lambda p: (order.index(p) if p in order else -1, p))
        for place in places:
            here = respondents[(respondents["platform"] == place) & (respondents["respondents"] == group.id)]
            given = answers[(answers["platform"] == place) & (answers["respondents"] == group.id)]
            for question in definitions.questions_to(group.id):
                found += _question(given, here, question, group.id, place, definitions)
            found += _response(here, invited, group.id, place, definitions, participants)
    return found


def _genders(frame: pd.DataFrame) -> tuple[str, ...]:
    return (*GROUPS, *(["unknown"] if (frame["gender"] == "unknown").any() else []))


def _question(
    given: pd.DataFrame,
    here: pd.DataFrame,
    question: Question,
    respondents: str,
    place: str,
    definitions: Definitions,
) -> list[Fact]:
    scale = definitions.scale(question.scale)
    mine = given[given["question"] == question.id]
    protected = definitions.group(respondents).protected
    too_few = protected and 0 < len(mine) < definitions.protected_below
    found = []
    for gender in _genders(here):
        members = mine if gender == "all" else mine[mine["gender"] == gender]
        people = here if gender == "all" else here[here["gender"] == gender]
        key = lambda measure, gender=gender: (definitions.year, place, measure, respondents, gender)  # noqa: E731
        measures = [f"question:{question.id}" if scale.positive else f"answered:{question.id}"]
        if mine.empty or too_few:
            state = "too-few" if too_few else "missing"
            units = {"answer": "count", "answered": "count"}
            found += [
                missing(key(m), units.get(m.split(":")[0], "share"), "answers.question", state)
                for m in measures
            ]
            continue
        base = tuple(members["row"])
        found.append(counted(key(f"answered:{question.id}"), base, "answers.answered"))
        found.append(
            share_of_rows(
                key(f"item-response:{question.id}"), base, tuple(people["row"]), "answers.item-response"
            )
        )
        for answer in scale.answers:
            rows = tuple(members["row"][members["answer"] == answer])
            found.append(counted(key(f"answer:{question.id}:{answer}"), rows, "answers.answer"))
            found.append(
                share_of_rows(key(f"answer-share:{question.id}:{answer}"), rows, base, "answers.answer")
            )
        if scale.positive:
            rows = tuple(members["row"][members["answer"].isin(scale.positive)])
            found.append(share_of_rows(key(f"question:{question.id}"), rows, base, "answers.question"))
    return found


def _response(
    here: pd.DataFrame,
    invited: pd.DataFrame,
    respondents: str,
    place: str,
    definitions: Definitions,
    participants: Facts,
) -> list[Fact]:
    """ "Riktvärdet är att 60 % svarat av de som avslutat insatsen": answers / asked, and answers / discharged.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:863.
    """
    key = lambda measure: (definitions.year, place, measure, respondents, "all")  # noqa: E731
    rows = tuple(here["row"])
    sent = invited[(invited["platform"] == place) & (invited["respondents"] == respondents)]
    asked_rows = tuple(sent["row"])
    asked = int(sent["invited"].sum())
    found = [
        Fact(*key("answered"), value=len(rows), unit="count", state="ok", rule="answers.answered", rows=rows)
        if rows
        else missing(key("answered"), "count", "answers.answered")
    ]
    if asked_rows:
        found.append(
            Fact(*key("asked"), value=asked, unit="count", state="ok", rule="answers.asked", rows=asked_rows)
        )
        found.append(share(key("response:asked"), len(rows), asked, "answers.response", rows, asked_rows))
    else:
        found.append(missing(key("asked"), "count", "answers.asked"))
        found.append(missing(key("response:asked"), "share", "answers.response"))
    if definitions.group(respondents).protected:
        left = participants.get(place, "discharged")
        if rows and left.ok:
            found.append(
                share(key("response:discharged"), len(rows), left.value, "answers.response", rows, left.rows)
            )
        else:
            found.append(missing(key("response:discharged"), "share", "answers.response"))
    return found


def more_answers_than_asked(facts: Iterable[Fact]) -> list[tuple[str, str, int, int]]:
    """Groups with more answers than were asked: (platform, respondents, answered, asked)."""
    by_key = {(f.platform, f.measure, f.respondents): f for f in facts if f.ok and f.group == "all"}
    return sorted(
        (place, group, f.value, by_key[place, "asked", group].value)
        for (place, measure, group), f in by_key.items()
        if measure == "answered"
        and (place, "asked", group) in by_key
        and f.value > by_key[place, "asked", group].value
    )
