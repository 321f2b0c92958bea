"""`strategic-goals.yaml`: the strategic goals, their criteria, and how the board has judged each place.

A goal with a fault is left out, whole, and told by its line; the others stand.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import yaml
from pydantic import TypeAdapter, ValidationError

from helpers.codes import BETWEEN
from helpers.definitions import Definitions
from helpers.deliveries.files.taken import taken
from helpers.deliveries.strategic_model import Criterion, Frame, Goal, broken, named, stands_at
from helpers.faults import ASSOCIATION, Faults, Refusal
from helpers.masking import freetext
from helpers.reading import encoding, limits
from helpers.reading.definition_faults import told
from helpers.reading.strict_yaml import DefinitionError, document, key_faults, line_of
from helpers.rows import RowPlace
from helpers.wording import text

PART = "strategic-goals"
GOALS = "goals"  # the column that a goal which is left out is told of
GOAL_COLUMNS = ["row", "goal", "name", "weights", "source"]
CRITERION_COLUMNS = [
    *("row", "goal", "criterion", "kind", "places", "questions", "respondents", "measure"),
    *("at_least", "low", "high", "label", "text", "source"),
]
JUDGEMENT_COLUMNS = ["row", "goal", "place", "grade", "step", "motive", "pulls_down", "source"]
EVIDENCE_COLUMNS = ["row", "goal", "place", "about", "effect", "weight", "source"]
CRITERION_TYPES = dict.fromkeys(("at_least", "low", "high"), "Int64")
JUDGEMENT_TYPES = {"grade": "Int64"}
EVIDENCE_TYPES = {"weight": "int64"}
OR = "|"  # between those that weigh alike; BETWEEN stands between the steps
LINE = "\n"  # between what pulls a grade down, which is in the board's own words


@dataclass(frozen=True)
class _File:
    """The file as nodes, which know their lines."""

    name: str
    root: yaml.Node | None

    def line(self, *place: str | int) -> int:
        """The line of a place."""
        return line_of(self.root, place)

    def row(self, *place: str | int) -> str:
        """The same as clean tables say where a row stands."""
        return str(RowPlace(self.name, "", self.line(*place)))


def read(path: Path, name: str, definitions: Definitions) -> tuple[list[pd.DataFrame], Faults]:
    """The tables of the goals, of their criteria, of the judgements and of their evidence.

    `weights`: what the board weighs, the heaviest first. `grade` is missing where the board does not judge;
    `step` is its word of the scale. `weight` is what the file says of an effect word: of less and more only.
    """
    faults = Faults(PART, name, ASSOCIATION)
    try:
        root, data = _opened(path)
    except Refusal as refusal:
        faults.refuse(refusal.code, **refusal.where)
        return _tables([], _File(name, None)), faults
    file = _File(name, root)
    frame = _frame(data, root, faults, definitions)
    if frame is None:
        return _tables([], file), faults
    goals = [g for n in range(len(frame.goals)) if (g := _goal(n, frame, file, faults, definitions))]
    return _tables(_without_clashes(goals, file, faults), file), faults


def _opened(path: Path) -> tuple[yaml.Node | None, object]:
    content = encoding.decode(taken(path, limits.MAX_YAML_BYTES))
    try:
        return document(content, path)
    except DefinitionError as error:  # `file:line: what`
        line, _, what = str(error).removeprefix(f"{path.name}:").partition(": ")
        raise Refusal("goals_file", row=int(line), what=what) from None


def _frame(data: object, root: yaml.Node | None, faults: Faults, definitions: Definitions) -> Frame | None:
    """What all goals share; None where it cannot be read, and then nothing is."""
    found = list(_keys(root))
    try:
        if not isinstance(data, dict):
            raise Refusal("goals_file", row=1, what=text("definition.no_keys"))
        frame = TypeAdapter(Frame).validate_python(data)
        shared = {"scale": frame.scale, "effects": [*frame.effects]}
        places = freetext.places(definitions)
        found += [(line_of(root, at[:1]), what) for at, what in named(shared, places)]
    except ValidationError as error:
        found += [(line_of(root, place), what) for place, what in told(error, data, Frame)]
    except Refusal as refusal:
        faults.refuse(refusal.code, **refusal.where)
        return None
    for line, what in found:
        faults.refuse("goals_file", row=line, what=_may_say(what, definitions))
    return None if found else frame


def _keys(root: yaml.Node | None) -> Iterator[tuple[int, str]]:
    """Keys that stand twice or are no text outside the goals, which have their own."""
    if isinstance(root, yaml.MappingNode):
        kept = [pair for pair in root.value if pair[0].value != "goals"]
        alone = [pair for pair in root.value if pair[0].value == "goals"]
        bare = [(key, yaml.ScalarNode("tag:yaml.org,2002:str", "")) for key, _ in alone]
        yield from key_faults(yaml.MappingNode(root.tag, [*kept, *bare]))


def _goal(n: int, frame: Frame, file: _File, faults: Faults, definitions: Definitions) -> "Found | None":
    """A goal, None where anything of it is wrong."""
    data = frame.goals[n]
    found = [(line, what) for line, what in key_faults(_node(file.root, n))]
    goal = None
    try:
        goal = TypeAdapter(Goal).validate_python(data)
        wrong = [*broken(goal, frame, definitions), *named(data, freetext.places(definitions))]
    except ValidationError as error:
        wrong = told(error, data, Goal)
    found += [(file.line("goals", n, *place), what) for place, what in wrong]
    name = str(data.get("id")) if isinstance(data, dict) else ""
    for line, what in sorted(found):
        _leave_out(faults, line, name, _may_say(what, definitions))
    return Found(n, goal, frame, stands_at(goal, definitions)) if goal and not found else None


@dataclass(frozen=True)
class Found:
    """A goal, which of the file's it is, what all of them share, and where its criteria stand."""

    at: int
    goal: Goal
    frame: Frame
    places: list[str]


def _node(root: yaml.Node | None, n: int) -> yaml.Node | None:
    """The entry of a goal."""
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    goals = next(value for key, value in pairs if key.value == "goals")
    return goals.value[n]


def _leave_out(faults: Faults, line: int, goal: str, what: str) -> None:
    known = goal if re.fullmatch(r"[a-z0-9][a-z0-9.-]{0,59}", goal) else "–"
    faults.omit("goals_goal", row=line, column=GOALS, goal=known, what=what)


def _may_say(what: str, definitions: Definitions) -> str:
    """What is wrong, as it may be told: nobody is named, whatever the file says."""
    if freetext.found(what, freetext.places(definitions)):
        return text("goal_fault.hidden")
    return what if what.endswith((".", "?")) else f"{what}."


def _without_clashes(found: list[Found], file: _File, faults: Faults) -> list[Found]:
    """Goals but those that an earlier one has the id of, or whose criterion it has with another limit."""
    kept: list[Found] = []
    limits_of: dict[tuple[str, str], Limits] = {}
    for one in found:
        counted = [c for c in one.goal.criteria if c.kind != "text"]
        mine = {(place, c.id): _limits(c) for c in counted for place in one.places}
        other = [key for key, said in mine.items() if limits_of.get(key, said) != said]
        if one.goal.id in (k.goal.id for k in kept):
            clash = text("goal_fault.twice", where="id", value=one.goal.id)
        elif other:
            clash = text("goal_fault.other_limit", place=other[0][0], criterion=other[0][1])
        else:
            limits_of |= mine
            kept.append(one)
            continue
        _leave_out(faults, file.line("goals", one.at), one.goal.id, clash)
    return kept


Limits = tuple[str, int | None, int | None, int | None]


def _limits(criterion: Criterion) -> Limits:
    return (criterion.kind, criterion.at_least, criterion.low, criterion.high)


# --- as tables --------------------------------------------------------------------------------------------

Rows = list[tuple[object, ...]]


def _tables(found: list[Found], file: _File) -> list[pd.DataFrame]:
    goals = [_goal_row(one, file) for one in found]
    criteria, judgements, evidence = (
        [row for one in found for row in rows(one, file)]
        for rows in (_criterion_rows, _judgement_rows, _evidence_rows)
    )
    return [
        pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns, "string") | types)
        for rows, columns, types in (
            (goals, GOAL_COLUMNS, {}),
            (criteria, CRITERION_COLUMNS, CRITERION_TYPES),
            (judgements, JUDGEMENT_COLUMNS, JUDGEMENT_TYPES),
            (evidence, EVIDENCE_COLUMNS, EVIDENCE_TYPES),
        )
    ]


def _goal_row(one: Found, file: _File) -> tuple[object, ...]:
    weights = BETWEEN.join(OR.join(names) for names in one.goal.weights)
    return (file.row("goals", one.at), one.goal.id, one.goal.name, weights, one.goal.source)


def _criterion_rows(one: Found, file: _File) -> Rows:
    rows: Rows = []
    for n, c in enumerate(one.goal.criteria):
        row, named = file.row("goals", one.at, "criteria", n), (one.places, c.questions, c.respondents)
        said = (c.id, c.kind, *(BETWEEN.join(names or ()) for names in named), c.measure or "")
        rows.append((row, one.goal.id, *said, c.at_least, c.low, c.high, c.label, c.text, c.source))
    return rows


def _judgement_rows(one: Found, file: _File) -> Rows:
    rows: Rows = []
    for n, j in enumerate(one.goal.judgements):
        step = one.frame.scale[j.grade - 1] if j.grade else ""
        row = file.row("goals", one.at, "judgements", n)
        said = (j.place, j.grade, step, j.motive, LINE.join(j.pulls_down), j.source)
        rows.append((row, one.goal.id, *said))
    return rows


def _evidence_rows(one: Found, file: _File) -> Rows:
    rows: Rows = []
    for n, j in enumerate(one.goal.judgements):
        for m, e in enumerate(j.evidence):
            row = file.row("goals", one.at, "judgements", n, "evidence", m)
            weight = one.frame.effects[e.effect]
            rows.append((row, one.goal.id, j.place, e.about, e.effect, weight, e.source))
    return rows
