"""YAML without its surprises; every fault is told in Swedish by line: `file:line: what`."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from helpers import letters
from helpers.definition_faults import Location, told
from helpers.wording import text as words

T = TypeVar("T")


class DefinitionError(Exception):
    """One or more faults in a definitions file, each as `file:line: what`."""


class _Loader(yaml.SafeLoader):
    """YAML 1.1 without its surprises: `no` and `010` stay text, a key may stand once."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, rx) for tag, rx in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _reject_octal(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> int | str:
    return node.value if re.match(r"^[-+]?0\d", node.value) else loader.construct_yaml_int(node)


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_constructor("tag:yaml.org,2002:int", _reject_octal)


def duplicate_keys(node: yaml.Node | None) -> Iterator[tuple[int, str]]:
    """Keys that stand twice in one entry: the line of the second, and what is wrong."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield key.start_mark.line + 1, words("definition.key_twice", name=key.value)
            seen.add(key.value)
            yield from duplicate_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from duplicate_keys(item)


def line_of(node: yaml.Node | None, location: Location) -> int:
    """The line of a place in the file; a key that is missing stands at its parent's line."""
    if node is None:
        return 1
    for step in location:
        if isinstance(node, yaml.MappingNode):
            found = [value for key, value in node.value if key.value == step]
            if not found:
                break
            node = found[0]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
    return node.start_mark.line + 1


def document(text: str, path: Path) -> tuple[yaml.Node | None, object]:
    """A YAML text as nodes, which know their lines, and as data.

    Raises:
        DefinitionError: it is no YAML.
    """
    try:
        _Loader(text)  # refuses what no text file may hold
        loader = _Loader(letters.seen(text))
        root = loader.get_single_node()
        return root, loader.construct_document(root) if root else None
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line if mark else text.count("\n", 0, getattr(error, "position", 0))
        raise DefinitionError(f"{path.name}:{line + 1}: {words('definition.no_yaml')}") from None


def told_faults(
    text: str, path: Path, model: type[T], more: Callable[[dict], Iterable[tuple[Location, str]]]
) -> T:
    """A YAML text as a model; all its faults at once, with what `more` finds in its data, by line.

    Raises:
        DefinitionError: it is no YAML, breaks the schema, or `more` found something.
    """
    root, data = document(text, path)
    if not isinstance(data, dict):
        raise DefinitionError(f"{path.name}:1: {words('definition.no_keys')}")
    return _validated(root, data, path, TypeAdapter(model), model, more(data))


def strict_yaml(path: Path, schema: TypeAdapter[T], entry: type[BaseModel] | None = None) -> T:
    """A YAML file that follows a schema; all faults at once, each as `file:line: what`.

    `entry`: the model of the entries of a file that is a list.

    Raises:
        DefinitionError: the file is no YAML or breaks the schema.
    """
    root, data = document(path.read_text(encoding="utf-8"), path)
    return _validated(root, data, path, schema, entry, ())


def _validated(
    root: yaml.Node | None,
    data: object,
    path: Path,
    schema: TypeAdapter[T],
    model: type | None,
    found: Iterable[tuple[Location, str]],
) -> T:
    faults = list(duplicate_keys(root))
    faults += [(line_of(root, place), what) for place, what in found]
    try:
        valid = schema.validate_python(data)
    except ValidationError as error:
        faults += [(line_of(root, place), what) for place, what in told(error, data, model)]
    if faults:
        raise DefinitionError("\n".join(f"{path.name}:{line}: {what}" for line, what in sorted(faults)))
    return valid
