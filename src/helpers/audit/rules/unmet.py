"""Goals against outcomes: every goal that an account sets has a result in the same account."""

from collections import defaultdict
from collections.abc import Iterator

from helpers.audit.case import Case
from helpers.audit.finding import Finding, accuse
from helpers.audit.record import Figure
from helpers.audit.registers import key_of
from helpers.wording import text

# A goal's measure, and that of its result. Targets of a group's answers have the question's own id.
RESULTS = {"goal": "outcome", "target": "question", "criterion": "question"}


def no_outcome(case: Case) -> Iterator[Finding]:
    """A goal whose outcome is printed nowhere in the account, neither as a figure nor as an unreadable one.

    An assumption ("ca 30 personer") is no goal; a goal that words say is reached is told with the words.
    Source: slutrapporter-2015-uppsala-lan:458-480.
    """
    said = {key_of(k) for c in case.claims if c.kind == "unmeasured" for k in c.right}
    there = {(f.source, f.platform, f.measure, f.respondents) for f in case.all_figures}
    missing: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for goal in case.figures:
        result = _result(case, goal)
        if result and goal.year == case.year and not goal.approximate and goal.key not in said:
            places = (goal.platform, *_parts(case, goal.platform))
            if not any((goal.source, p, result, goal.respondents) in there for p in places):
                missing[goal.source, goal.platform].append(goal)
    for goals in missing.values():
        yield _unmet(case, goals)


def _parts(case: Case, place: str) -> list[str]:
    """The places whose results a goal of the place is measured by: of a whole or a sum its parts."""
    d = case.defined
    if d is None or place not in (*d.whole_ids, *d.sums):
        return []
    return [*d.parts(place), *d.whole_ids]


def _result(case: Case, goal: Figure) -> str:
    """The measure that a goal's result has; '' for what is no goal with a result of its own."""
    kind, _, name = goal.measure.partition(":")
    if kind not in RESULTS or not name:
        return ""
    if kind != "goal" and not _asked(case, name):
        return ""
    return f"{RESULTS[kind]}:{name}"


def _asked(case: Case, question: str) -> bool:
    """Whether a question of the year has the id."""
    return case.defined is not None and any(q.id == question for q in case.defined.questions)


def _unmet(case: Case, goals: list[Figure]) -> Finding:
    """The goals of one place without a printed outcome, as one finding."""
    first = goals[0]
    told = ", ".join(f"{case.what(g.measure, g.year)} {g.printed}" for g in goals)
    return Finding(
        "no-outcome",
        "unreconciled",
        tuple(accuse(g) for g in goals),
        text("finding.no-outcome.message", place=case.name(first.platform, first.year), goals=told),
        text("finding.ocr.meaning"),
        text("finding.no-outcome.consequence"),
    )
