"""Strategic goals: what the board has set and judged, as it says it, and which of its criteria are met.

No grade is computed here, and no average of grades.
"""

from collections.abc import Collection, Iterable, Iterator
from fractions import Fraction
from itertools import product

import pandas as pd

from helpers.codes import BETWEEN
from helpers.counting.enough import is_enough
from helpers.counting.goals import NOT_REACHED, REACHED
from helpers.counting.rule import S19, Rule
from helpers.definitions import Definitions
from helpers.facts import Fact, Facts, Key, Rows, Value, missing
from helpers.rows import RowIndex

GOALS, GRADE, CRITERION, MET = "strategic-goals", "grade", "criterion", "criterion-met"
MEASURES = (
    *(GOALS, f"{GRADE}:<goal>", f"{CRITERION}:<criterion>", f"{CRITERION}:<criterion>:low"),
    *(f"{CRITERION}:<criterion>:high", f"{MET}:<goal>:<question>", f"{MET}:<goal>:response:<base>"),
)


def facts(
    goals: pd.DataFrame,
    criteria: pd.DataFrame,
    judgements: pd.DataFrame,
    *,
    results: Facts,
    definitions: Definitions,
    omitted: Collection[str] = (),
) -> list[Fact]:
    """How many goals there are, each grade, each criterion, and whether what is measured meets it.

    Args:
        goals: the clean table `strategic_goals`; nothing is found where it is empty and nothing left out.
        criteria: the clean table `strategic_criteria`.
        judgements: the clean table `strategic_judgements`.
        results: the answers and response rates of the year.
        definitions: the year's.
        omitted: columns of the delivery in which something is left out: then nobody knows how many there are.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:410.
    """
    key = (definitions.year, definitions.together.id, GOALS, "", "all")
    if omitted:
        found = [missing(key, "count", "strategic.goals")]
    elif len(goals):
        found = [Fact(*key, len(goals), state="ok", rule="strategic.goals", rows=_rows(goals))]
    else:
        return []
    found += grades(judgements, definitions)
    each = {f.key: f for f in criterion_facts(criteria, definitions)}
    met = {f.key: f for f in met_facts(criteria, judgements, results, definitions)}
    return [*found, *each.values(), *met.values()]


def _rows(table: pd.DataFrame) -> Rows:
    table = table.reset_index(drop=True)
    return RowIndex(table["row"]).at(table.index)


def grades(judgements: pd.DataFrame, definitions: Definitions) -> Iterator[Fact]:
    """The grade of each goal and place as the board gives it; missing where it does not judge.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:865.
    """
    for n in range(len(judgements)):
        one = judgements.iloc[[n]]
        (goal, place, grade), rows = one[["goal", "place", "grade"]].iloc[0], _rows(one)
        key = (definitions.year, str(place), f"{GRADE}:{goal}", "styrelse", "all")
        if pd.isna(grade):
            yield missing(key, "grade", "strategic.grade")
        else:
            yield Fact(*key, int(grade), unit="grade", state="ok", rule="strategic.grade", rows=rows)


def criterion_facts(criteria: pd.DataFrame, definitions: Definitions) -> Iterator[Fact]:
    """What the board asks of a goal, where it is a number: of each group that is asked.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:854.
    """
    for n in range(len(criteria)):
        one, rows = criteria.iloc[n], _rows(criteria.iloc[[n]])
        for place, group in product(_names(one["places"]), groups_of(one, definitions)):
            for measure, value, unit in _limits(one):
                key: Key = (definitions.year, place, measure, group, "all")
                yield Fact(*key, value, unit=unit, state="ok", rule="strategic.criterion", rows=rows)


def _limits(criterion: pd.Series) -> Iterator[tuple[str, Value, str]]:
    """The measure of each number that a criterion sets, its value and unit."""
    measure = f"{CRITERION}:{criterion['criterion']}"
    if pd.notna(criterion["at_least"]):
        yield measure, Fraction(int(criterion["at_least"]), 100), "share"
    for limit in ("low", "high"):
        if pd.notna(criterion[limit]):
            yield f"{measure}:{limit}", int(criterion[limit]), "grade"


def _names(cell: str) -> list[str]:
    return [name for name in str(cell).split(BETWEEN) if name]


def groups_of(criterion: pd.Series, definitions: Definitions) -> list[str]:
    """Whom a criterion is about; a response rate without any is that of those who take part."""
    named = _names(criterion["respondents"])
    if named or not criterion["measure"]:
        return named
    return [r.id for r in definitions.respondents if r.protected]


def met_facts(
    criteria: pd.DataFrame, judgements: pd.DataFrame, results: Facts, definitions: Definitions
) -> Iterator[Fact]:
    """Whether each question and response rate reaches its criterion, on the exact share, where it is asked.

    What has no result, too few answers or a scale without an order is told so: it is neither met nor not.
    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:858.
    """
    for n in range(len(criteria)):
        one = criteria.iloc[n]
        if pd.isna(one["at_least"]):
            continue
        limit = Fraction(int(one["at_least"]), 100)
        for place in judgements["place"][judgements["goal"] == one["goal"]]:
            for measure, at, group in measured(one, place, definitions):
                key = (definitions.year, at, met_measure(one["goal"], measure), group, "all")
                yield _met(key, results.get(at, measure, group), limit, definitions)


def met_measure(goal: str, measure: str) -> str:
    """The measure that says whether a question or a response rate meets a goal's criterion.

    >>> met_measure("1", "question:1.4"), met_measure("1", "response:asked")
    ('criterion-met:1:1.4', 'criterion-met:1:response:asked')
    """
    return f"{MET}:{goal}:{measure.removeprefix('question:')}"


def measured(criterion: pd.Series, place: str, definitions: Definitions) -> Iterator[tuple[str, str, str]]:
    """The measures that a criterion is about, each with where it is asked and whom."""
    for group in groups_of(criterion, definitions):
        if criterion["measure"]:
            yield str(criterion["measure"]), place, group
        asked = [q.id for q in definitions.questions_to(group)]
        for question in _names(criterion["questions"]):
            for at in asked_at(group, place, definitions) if question in asked else ():
                yield f"question:{question}", at, group


def asked_at(group: str, place: str, definitions: Definitions) -> list[str]:
    """Where a group answers for a place: there, in the wholes that it is part of, or in its own parts."""
    asked = definitions.asked_of(group)
    if place in asked:
        return [place]
    wholes = definitions.wholes_of(place) if place in definitions.platform_ids else []
    if found := [whole for whole in wholes if whole in asked]:
        return found
    if place == definitions.together.id:
        return list(asked)
    return [p for p in asked if place in definitions.whole_ids and p in definitions.parts(place)]


def _met(key: Key, result: Fact, limit: Fraction, definitions: Definitions) -> Fact:
    if not (result.ok and is_enough(definitions, result)):
        state = "too-few" if result.ok or result.state == "too-few" else "missing"
        return missing(key, CRITERION, "strategic.met", state)
    value = REACHED if result.fraction >= limit else NOT_REACHED
    return Fact(
        *key, value, unit=CRITERION, state="ok", rule="strategic.met", rows=result.rows, base=result.base
    )


Effects = dict[str, int]  # what a place is judged by -> how its effect word weighs


def lower_with_as_much(evidence: dict[str, Effects], graded: dict[str, int]) -> Iterable[tuple[str, str]]:
    """Places with the same evidence as another, or better in some and worse in none, and a lower grade.

    Effect words are compared one by one, never added; places judged by other things are not compared.

    >>> evidence = {"a": {"results": 2, "staff": 1}, "b": {"results": 1, "staff": 1}, "c": {"results": 3}}
    >>> list(lower_with_as_much(evidence, {"a": 3, "b": 4, "c": 1}))
    [('a', 'b')]
    """
    for one, mine in evidence.items():
        for other, theirs in evidence.items():
            is_as_much = mine.keys() == theirs.keys() and all(mine[k] >= theirs[k] for k in mine)
            if mine and is_as_much and one in graded and other in graded and graded[one] < graded[other]:
                yield one, other


RULES = {
    "strategic.goals": Rule(
        facts, "strategiska målen uppnås de i varierande grad", S19, 410, is_declared=True
    ),
    "strategic.grade": Rule(
        grades,
        "Styrelsen bedömer måluppfyllelsen i enlighet med en sex-gradig skala",
        S19,
        865,
        is_declared=True,
    ),
    "strategic.criterion": Rule(
        criterion_facts, "För att målet ska vara uppfyllt", S19, 854, is_declared=True
    ),
    "strategic.met": Rule(met_facts, "ha gett svar på svarskalans tre över alternativ", S19, 858, 859),
}
