"""Invented respondents whose answers come out as published."""

import random

from helpers.codes import GENDERS
from helpers.definitions import Definitions, Question
from helpers.reconstruction.blueprint import Contradiction, Plan

Respondent = dict[str, str]  # gender, platform and one answer per question id


def build(plan: Plan, year: int, definitions: Definitions) -> dict[str, list[Respondent]]:
    """Respondents by group: every published answer count, and k of n where only that is printed.

    Raises:
        Contradiction: a question has more answers than the group respondents.
    """
    found: dict[str, list[Respondent]] = {}
    places = list(plan.choices["surveys"]["respondents"][year])
    for place in places:
        platform, group = place.split()
        found.setdefault(group, []).extend(_respondents(plan, year, platform, group, definitions))
    return found


def _respondents(
    plan: Plan, year: int, platform: str, group: str, definitions: Definitions
) -> list[Respondent]:
    rng = random.Random(f"survey {year} {platform} {group}")
    genders = plan.choices["surveys"]["respondents"][year][f"{platform} {group}"]
    people: list[Respondent] = [
        {"gender": g, "platform": platform} for g, n in zip(GENDERS, genders, strict=True) for _ in range(n)
    ]
    for question in definitions.questions_to(group):
        counts = _answer_counts(plan, year, platform, group, question, definitions)
        if counts is None:
            continue
        if sum(counts.values()) > len(people):
            raise Contradiction(f"{year} {platform} {group} {question.id}: more answers than respondents")
        _hand_out(people, question, counts, plan, year, group, definitions, rng)
    rng.shuffle(people)
    return people


def _answer_counts(
    plan: Plan, year: int, platform: str, group: str, question: Question, definitions: Definitions
) -> dict[str, int] | None:
    """How many gave each answer: published, chosen, or spread from a printed k/n."""
    choices, scale = plan.choices["surveys"], definitions.scale(question.scale)
    if fixed := choices["answers"].get(f"{year} {platform} {question.id} {group}"):
        return dict(zip(scale.answers, fixed, strict=True))
    printed = {a: plan.value(year, platform, f"answer:{question.id}:{a}", group) for a in scale.answers}
    known = {a: n for a, n in printed.items() if n is not None}
    if len(known) == len(printed):
        return known
    if too_few := choices["too_few"].get(f"{year} {platform} {group}"):
        return {scale.answers[-1]: too_few - 1, scale.answers[0]: 1}
    figure = plan.by_key.get((year, platform, f"question:{question.id}", group, "all"))
    if figure is None or figure.denominator is None:
        return None
    k = choices["numerators"].get(f"{year} {platform} {question.id} {group}", figure.numerator)
    rest = [a for a in scale.answers if a not in scale.positive]
    return _spread(k, scale.positive) | _spread(figure.denominator - k, rest)


def _spread(count: int, answers: list[str]) -> dict[str, int]:
    """Divide a count over answers, the middle ones most."""
    share, rest = divmod(count, len(answers))
    order = sorted(range(len(answers)), key=lambda i: abs(i - (len(answers) - 1) / 2))
    return {a: share + (order.index(i) < rest) for i, a in enumerate(answers)}


def _hand_out(
    people: list[Respondent],
    question: Question,
    counts: dict[str, int],
    plan: Plan,
    year: int,
    group: str,
    definitions: Definitions,
    rng: random.Random,
) -> None:
    positive = definitions.scale(question.scale).positive
    blank = len(people) - sum(counts.values())
    answering = sorted(rng.sample(range(len(people)), len(people) - blank))
    yes = [a for a in positive for _ in range(counts.get(a, 0))]
    no = [a for a, n in counts.items() if a not in positive for _ in range(n)]
    by_gender = {g: [i for i in answering if people[i]["gender"] == g] for g in GENDERS}
    women_positive = _women_positive(
        len(by_gender["women"]), len(by_gender["men"]), len(yes), plan, year, question.id, group
    )
    chosen = rng.sample(by_gender["women"], women_positive) + rng.sample(
        by_gender["men"], len(yes) - women_positive
    )
    rng.shuffle(yes)
    rng.shuffle(no)
    for i in answering:
        people[i][question.id] = yes.pop() if i in chosen else no.pop()


def _women_positive(
    women: int, men: int, positive: int, plan: Plan, year: int, question: str, group: str
) -> int:
    """How many of the positive answers are women's, so that the printed sentence on women and men holds."""
    wording = plan.choices["surveys"]["more_positive"] if year == 2018 else {}
    wants = next((g for g in GENDERS if f"{question} {group}" in wording.get(g, [])), "")

    def difference(k: int) -> float:
        return k / max(women, 1) - (positive - k) / max(men, 1)

    possible = range(max(0, positive - men), min(women, positive) + 1)
    sign = {"women": 1, "men": -1}.get(wants, 0)
    right = [k for k in possible if sign == 0 or difference(k) * sign > 0]
    return min(right or possible, key=lambda k: (abs(difference(k)), k))
