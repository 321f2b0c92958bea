"""What is wrong among the economy's lines: names that nothing has, and accounts that two lines claim."""

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from helpers.defining.economy_definitions import CLASSES, DIMENSION, PRESETS, REGION, STATE, Span
from helpers.reading.definition_faults import Location, nearest, where
from helpers.wording import text

Told = Iterator[tuple[Location, str]]
Lines = list[tuple[Location, str, dict]]  # where each stands, its name, and what it says

SECTIONS = ("notes", "budget")
# Names that the measures of sums and of what no line takes have: no project, row or line is called so.
RESERVED = (DIMENSION, "total", "unmapped", "unknown-project", "accumulated", "result", "costs", "equity")
_SUMS = ("income", "costs", "result", "deficit")  # of the budget's rows
_PART = r"[a-z0-9][a-z0-9-]*"
_FORMS = {"notes": rf"note[0-9]+:{_PART}", "budget": rf"{_PART}(?::{_PART}){{1,2}}"}


def economy_faults(data: dict) -> Told:
    """Every fault of the key `economy` that its schema does not see; where, and what is wrong."""
    economy = data.get("economy")
    if not isinstance(economy, dict):
        return
    yield from _projects(economy)
    yield from _classes(economy)
    for section in SECTIONS:
        yield from _ids(economy, section)
        yield from _names(data, economy, section)
    yield from _declared(economy)
    yield from _dimensions(economy)
    yield from _claimed(economy)


def _lines(economy: dict, section: str) -> Lines:
    """The lines of a list, with their ids."""
    found = economy.get(section)
    return [
        (("economy", section, n), str(line.get("id", "")), line)
        for n, line in enumerate(found if isinstance(found, list) else [])
        if isinstance(line, dict)
    ]


def _project_names(economy: dict) -> list[str]:
    found = economy.get("projects")
    return [str(name) for name in found if name != DIMENSION] if isinstance(found, dict) else []


def _projects(economy: dict) -> Told:
    found, place = economy.get("projects"), ("economy", "projects")
    if not isinstance(found, dict):
        return
    if found and not isinstance(found.get(DIMENSION), int):
        yield place, text("definition.no_dimension", where=where(place))
    seen: set[str] = set()
    for name in _project_names(economy):
        at, object_ = (*place, name), str(found[name])
        if not re.fullmatch(_PART, name) or name in RESERVED:
            yield at, text("definition.reserved", where=where(at), id=name)
        if object_ in seen:
            yield at, text("definition.twice", where=where(at), what=_what("object"), id=object_)
        seen.add(object_)


def _classes(economy: dict) -> Told:
    found = economy.get("statement")
    for name in found if isinstance(found, dict) else ():
        if name not in CLASSES:
            at = ("economy", "statement", str(name))
            yield at, _unknown(at, "statement", str(name), list(CLASSES))


def _ids(economy: dict, section: str) -> Told:
    """Lines whose id is no measure's name, stands twice, or is that of a sum."""
    seen: set[str] = set()
    for place, id_, _ in _lines(economy, section):
        at = (*place, "id")
        if not re.fullmatch(_FORMS[section], id_):
            yield at, text(f"definition.line_id_{section}", where=where(at), value=id_)
        elif set(id_.split(":")) & set(RESERVED):
            yield at, text("definition.reserved", where=where(at), id=id_)
        if id_ in seen:
            yield at, text("definition.twice", where=where(at), what=_what("line"), id=id_)
        seen.add(id_)


def _names(data: dict, economy: dict, section: str) -> Told:
    """Projects, platforms and members that the file does not define."""
    projects, platforms = _project_names(economy), _defined(data, "platforms")
    members = [STATE, REGION, *_defined(data, "municipalities")]
    for place, id_, line in _lines(economy, section):
        project, member = line.get("project"), line.get("member")
        if isinstance(project, str) and project not in projects:
            at = (*place, "project")
            yield at, _unknown(at, "project", project, projects)
        parts = id_.split(":")
        if section == "budget" and len(parts) == 3 and parts[1] != project:
            yield place, text("definition.row_project", where=where(place), id=id_, project=parts[1])
        if isinstance(member, str) and member and member not in members:
            at = (*place, "member")
            yield at, _unknown(at, "member", member, members)
        named = line.get("platforms")
        for n, platform in enumerate(named if isinstance(named, list) else []):
            if isinstance(platform, str) and platform not in platforms:
                at = (*place, "platforms", n)
                yield at, _unknown(at, "part", platform, platforms)


def _defined(data: dict, section: str) -> list[str]:
    found = data.get(section)
    items = [i for i in found if isinstance(i, dict)] if isinstance(found, list) else []
    return [i["id"] for i in items if isinstance(i.get("id"), str)]


def _declared(economy: dict) -> Told:
    """Figures that are declared though they are no part of the budget, or are its sums, or twice."""
    seen: set[str] = set()
    rows = [id_ for _, id_, _ in _lines(economy, "budget")]
    for place, id_, _ in _lines(economy, "declared"):
        at, (head, _, rest) = (*place, "id"), id_.partition(":")
        is_sum = rest.partition(":")[0] in {*_SUMS, *(r.partition(":")[0] for r in rows)}
        if head != "budget" or is_sum:
            yield at, text("definition.counted", where=where(at), id=id_)
        if id_ in seen:
            yield at, text("definition.twice", where=where(at), what=_what("line"), id=id_)
        seen.add(id_)


def _dimensions(economy: dict) -> Told:
    """Objects whose dimension is no number."""
    own = economy.get("statement")
    classes = own if isinstance(own, dict) else {}
    lines: list[tuple[Location, Any]] = [(("economy", "statement", str(k)), v) for k, v in classes.items()]
    lines += [(place, line) for section in SECTIONS for place, _, line in _lines(economy, section)]
    for place, line in lines:
        objects = line.get("objects") if isinstance(line, dict) else None
        for key in objects if isinstance(objects, dict) else ():
            if not isinstance(key, int):
                at = (*place, "objects", str(key))
                yield at, text("definition.dimension", where=where(at), value=str(key))


def _claimed(economy: dict) -> Told:
    """Accounts that two lines of one statement, note or table take, with the same project."""
    chart = economy.get("chart")
    own = economy.get("statement")
    written = {k: v for k, v in own.items() if isinstance(v, dict)} if isinstance(own, dict) else {}
    preset = PRESETS.get(chart, {}) if isinstance(chart, str) else {}
    known: dict[str, dict] = {name: {"accounts": accounts} for name, accounts in preset.items()}
    statement = [(_at_class(name, written), name, line) for name, line in (known | written).items()]
    notes = _lines(economy, "notes")
    tables = [statement, _lines(economy, "budget")]
    tables += [
        [line for line in notes if _note(line) == note] for note in dict.fromkeys(_note(x) for x in notes)
    ]
    for table in tables:
        for (place, first, a), (other, second, b) in combinations(table, 2):
            if shared := _shared(a, b):
                at = max(place, other, key=len) if table is statement else other
                told = {"accounts": shared, "first": first, "second": second}
                yield at, text("definition.claimed", where=where(at), **told)


def _at_class(name: str, written: dict) -> Location:
    return ("economy", "statement", name) if name in written else ("economy", "chart")


def _note(line: tuple[Location, str, dict]) -> str:
    return line[1].partition(":")[0]


def _shared(a: dict, b: dict) -> str:
    """What two lines both take, in words; '' where nothing is taken by both."""
    projects = (a.get("project"), b.get("project"))
    if None not in projects and projects[0] != projects[1]:
        return ""
    objects, others = (x.get("objects") for x in (a, b))
    if isinstance(objects, dict) and isinstance(others, dict):
        for dimension in {*objects} & {*others}:
            if _apart(objects[dimension], others[dimension]):
                return ""
    mine, theirs = _spans(a), _spans(b)
    unread = any(line.get("accounts") and not spans for line, spans in ((a, mine), (b, theirs)))
    return "" if unread else _shared_accounts(mine, theirs)


def _apart(mine: object, theirs: object) -> bool:
    """Whether two lists of objects have none in common."""
    return isinstance(mine, list) and isinstance(theirs, list) and not {*map(str, mine)} & {*map(str, theirs)}


def _shared_accounts(mine: list[Span], theirs: list[Span]) -> str:
    if not mine or not theirs:
        return ", ".join(map(_written, mine or theirs)) or text("definition.all_accounts")
    found = [two if one.last else one for one in mine for two in theirs if one.meets(two)]
    return ", ".join(dict.fromkeys(map(_written, found)))


def _written(span: Span) -> str:
    return f"{span.first}-{span.last}" if span.last else span.first


def _spans(line: dict) -> list[Span]:
    """The accounts of a line; those that are wrongly written are told by the schema."""
    found = []
    accounts: Any = line.get("accounts")
    for written in accounts if isinstance(accounts, list) else []:
        try:
            found.append(Span.of(written))
        except (ValueError, AttributeError):
            continue
    return found


def _unknown(place: Location, kind: str, value: str, known: list[str]) -> str:
    near = nearest(value, known) or (f" {text('definition.known', known=', '.join(known))}" if known else "")
    return text("definition.unknown", where=where(place), what=_what(kind), value=value) + near


def _what(kind: str) -> str:
    return text(f"definition.what.{kind}")
