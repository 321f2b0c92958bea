"""YAML without its surprises, told by line: `file:line: what`."""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml
from pydantic import TypeAdapter, ValidationError


class DefinitionError(Exception):
    """One or more faults in a definitions file, each as `file:line: what`."""


Location = tuple[str | int, ...]


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
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield key.start_mark.line + 1, f"the key {key.value!r} stands twice"
            seen.add(key.value)
            yield from duplicate_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from duplicate_keys(item)


def line_of(node: yaml.Node, location: Location) -> int:
    """The line of a place in the file; a key that is missing stands at its parent's line."""
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
    """A YAML text as nodes, which know their lines, and as data."""
    try:
        loader = _Loader(text)
        root = loader.get_single_node()
        return root, loader.construct_document(root) if root else None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line if mark else text.count("\n", 0, getattr(error, "position", 0))
        what = getattr(error, "problem", None) or getattr(error, "reason", "")
        raise DefinitionError(f"{path.name}:{line + 1}: not valid YAML: {what}") from None


def messages(error: ValidationError) -> list[tuple[Location, str]]:
    return [(e["loc"], e["msg"].removeprefix("Value error, ")) for e in error.errors()]


def strict_yaml(path: Path, schema: TypeAdapter) -> object:
    """A YAML file that follows a schema; all faults at once, each as `file:line: what`.

    Raises:
        DefinitionError: the file is no YAML or breaks the schema.
    """
    root, data = document(path.read_text(encoding="utf-8"), path)
    faults = list(duplicate_keys(root))
    try:
        found = schema.validate_python(data)
    except ValidationError as error:
        faults += [
            (line_of(root, place), f"{'.'.join(map(str, place))}: {what}") for place, what in messages(error)
        ]
    if faults:
        raise DefinitionError("\n".join(f"{path.name}:{line}: {what}" for line, what in sorted(faults)))
    return found
