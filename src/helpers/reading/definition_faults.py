"""What is wrong with a definitions file, in Swedish: where, what, the nearest key, and how it is written."""

import datetime as dt
import re
import types
import typing
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from helpers.identity import mask
from helpers.reading import limits
from helpers.wording import listing, text

Location = tuple[str | int, ...]

# pydantic's kinds of fault -> the catalogue's words for what a value must be.
_KINDS = {
    "int_type": "int",
    "int_from_float": "int",
    "int_parsing": "int",
    "string_type": "text",
    "bool_type": "bool",
    "bool_parsing": "bool",
    "dataclass_type": "entry",
    "list_type": "list",
    "model_type": "entry",
    "model_attributes_type": "entry",
    "dict_type": "entry",
    "float_type": "number",
    "date_type": "date",
    "date_from_datetime_inexact": "date",
    "is_instance_of": "entry",
}
_LIMITS = {
    "greater_than_equal": ("at_least", "ge"),
    "less_than_equal": ("at_most", "le"),
    "too_short": ("too_short", "min_length"),
    "too_long": ("too_long", "max_length"),
}


_EXTRA = ("extra_forbidden", "unexpected_keyword_argument")


def _is_key(e: ErrorDetails) -> bool:
    """Whether pydantic tells of a key that is no text, which the file's own keys are checked for."""
    return e["type"] == "invalid_key" or (e["loc"][-1:] == ("[key]",) and e["type"] == "string_type")


def told(error: ValidationError, data: object, model: type | None) -> list[tuple[Location, str]]:
    """The first faults that pydantic found in `data`, where they are and in words; one a place and kind."""
    found = [e for e in error.errors(include_url=False) if not _is_key(e)][: 4 * limits.MAX_TOLD]
    extra = {_place(e, data): _nearest_missing(e, found, model) for e in found if e["type"] in _EXTRA}
    misspelt = {(*place[:-1], near) for place, near in extra.items() if near}
    messages: dict[Location, str] = {}
    for e in found:
        place = _place(e, data)
        if e["type"] != "missing" or place not in misspelt:
            messages.setdefault(place, _words(e, place, model, extra.get(place, "")))
    return list(messages.items())


def where(place: Location) -> str:
    """A place in the file as a reader says it.

    >>> where(("platforms", 3, "name"))
    'platforms nr 4, name'
    """
    if not place:
        return text("definition.file")
    steps: list[str] = []
    for step in place:
        if isinstance(step, int) and steps:
            steps[-1] += f" {text('definition.nr', n=step + 1)}"
        else:
            steps.append(text("definition.nr", n=step + 1) if isinstance(step, int) else step)
    return ", ".join(steps)


def _place(e: ErrorDetails, data: object) -> Location:
    """Where a fault is: pydantic's location without the names of a union's members, which are in no file."""
    place: list[str | int] = []
    here: Any = data
    for n, step in enumerate(e["loc"]):
        if isinstance(here, dict) and (step in here or n == len(e["loc"]) - 1):
            here = here.get(step)
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            here = here[step]
        else:
            continue
        place.append(step)
    return tuple(place)


def _words(e: ErrorDetails, place: Location, model: type | None, near: str) -> str:
    at, kind, ctx = where(place), e["type"], e.get("ctx", {})
    example = _example(model, (*place[:-1], near) if near else place)
    if kind == "missing":
        said = text("definition.missing", where=at)
        return f"{said} {text('definition.write', example=example)}" if example else said
    if kind in _EXTRA:
        keys = listing(sorted(_fields(model, place[:-1])))
        said = text("definition.extra_near", near=near) if near else text("definition.keys", keys=keys)
        said = f"{text('definition.extra', where=at)} {said}"
        return f"{said} {text('definition.example', example=example)}" if near and example else said
    if kind in _LIMITS:
        name, limit = _LIMITS[kind]
        said = text(f"definition.{name}", where=at, value=shown(e["input"]), limit=ctx[limit])
    elif kind in _KINDS:
        said = text(
            "definition.kind", where=at, kind=text(f"definition.a_{_KINDS[kind]}"), value=shown(e["input"])
        )
    elif kind == "literal_error":
        known = _allowed(model, place) or re.findall(r"'([^']*)'", ctx["expected"])  # of a key, or a value
        said = _one_of(at, e["input"], known)
    elif f"definition.{kind}" in _OWN:
        said = text(f"definition.{kind}", where=at, value=shown(e["input"]), **ctx)
        if kind == "not_an_answer":  # the example of the scale it stands in would be a whole scale
            return said
    else:
        said = text("definition.wrong", where=at, value=shown(e["input"]))
    return f"{said} {text('definition.example', example=example)}" if example else said


_OWN = {
    f"definition.{kind}"
    for kind in (
        *("string_pattern_mismatch", "string_too_short", "string_too_long"),
        *("personal", "ages_order", "age_groups", "not_an_answer", "accounts"),
    )
}


def _one_of(at: str, value: object, allowed: list[str]) -> str:
    said = text("definition.one_of", where=at, value=shown(value), allowed=listing(allowed, "or"))
    return said + nearest(str(value), allowed)


def nearest(value: str, known: list[str]) -> str:
    """` Menade du ”vannas”?`, or nothing."""
    near = get_close_matches(value, known, 1)
    return f" {text('definition.near', near=near[0])}" if near else ""


def shown(value: object) -> str:
    """A value as the file writes it, masked, and cut where it is long."""
    written = mask(flow(value))
    return written if len(written) <= 60 else f"{written[:57]}…"


def flow(value: object) -> str:
    """A value as YAML on one line.

    >>> flow({"id": "navet", "ages": [16, 29]}), flow(True), flow("1.4")
    ('{id: navet, ages: [16, 29]}', 'true', "'1.4'")
    """
    written = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10**6)
    return written.removesuffix("\n").removesuffix("\n...")


# --- the schema ------------------------------------------------------------------------------------------


def _models(model: type | None, place: Location) -> Iterator[type]:
    """The models that an entry at a place may be."""
    kinds: list[Any] = [model]
    for step in place:
        kinds = [inner for kind in kinds for member in _members(kind) for inner in _inside(member, step)]
    yield from (m for kind in kinds for m in _members(kind) if _declared(m))


def _inside(kind: Any, step: str | int) -> list[Any]:
    """What stands at a step within a type: an item of a list, a value of a dict, a key of a model."""
    if isinstance(step, int):  # a file that is a list of entries has their model
        return [kind] if _declared(kind) else list(typing.get_args(kind))[:1]
    if typing.get_origin(kind) is dict:
        return [typing.get_args(kind)[1]]
    fields = _declared(kind)
    return [fields[step].annotation] if step in fields else []


def _declared(model: Any) -> dict[str, FieldInfo]:
    """The keys of a model, nothing where it is none."""
    return getattr(model, "__pydantic_fields__", {}) if isinstance(model, type) else {}


def _members(kind: Any) -> list[Any]:
    """What a type may be, without what it is annotated with."""
    if typing.get_origin(kind) is typing.Annotated:
        return _members(typing.get_args(kind)[0])
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        return [m for a in typing.get_args(kind) for m in _members(a)]
    return [kind]


def _fields(model: type | None, place: Location) -> list[str]:
    return [name for m in _models(model, place) for name in _declared(m)]


def _nearest_missing(e: ErrorDetails, found: list[ErrorDetails], model: type | None) -> str:
    """The key that an unknown one stands for: the nearest, rather one that is missing in the entry."""
    *entry, key = e["loc"]
    absent = [str(o["loc"][-1]) for o in found if o["type"] == "missing" and list(o["loc"][:-1]) == entry]
    place = tuple(s for s in entry if isinstance(s, str | int))
    near = get_close_matches(str(key), absent, 1) or get_close_matches(str(key), _fields(model, place), 1)
    return near[0] if near else ""


def _allowed(model: type | None, place: Location) -> list[str]:
    """The words that may stand at a place; a list where one may stand there instead."""
    found: list[str] = []
    for m in _models(model, place[:-1]):
        for kind in _members(_declared(m)[str(place[-1])].annotation):
            if typing.get_origin(kind) is typing.Literal:
                found += map(str, typing.get_args(kind))
            elif typing.get_origin(kind) is list:
                found.append(text("definition.a_list"))
    return found


def _example(model: type | None, place: Location) -> str:
    """How the key at a place, or the one it stands in, is written: `municipality: Exempelstad`."""
    keys = [n for n, step in enumerate(place) if isinstance(step, str)]
    for n in reversed(keys):
        for m in _models(model, place[:n]):
            example = getattr(m, "EXAMPLE", {})
            if place[n] in example:
                return f"{place[n]}: {flow(_brief(example[place[n]]))}"
    return ""


def _brief(value: object) -> object:
    """An example without more entries than one of each list of entries."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [_brief(value[0])]
    if isinstance(value, dict):
        return {k: _brief(v) for k, v in value.items()}
    return value if isinstance(value, str | int | float | bool | list | dt.date) else str(value)
