"""YAML without its surprises; every fault is told in Swedish by line: `file:line: what`."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from helpers.language import letters
from helpers.reading import intake, limits
from helpers.reading.definition_faults import Location, told
from helpers.wording import number
from helpers.wording import text as words

T = TypeVar("T")
_MOST_OF_ENTRY = 4_000  # characters of what stands at a text's top


class DefinitionError(Exception):
    """One or more faults in a definitions file, each as `file:line: what`."""


class _Loader(yaml.SafeLoader):
    """YAML 1.1 without its surprises: `no`, `010` and `12:30` stay text.

    Nothing stands for another, says what it is by a tag, or lies in more than MAX_NESTING others.
    """

    _depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()
        wrong = {
            "alias": isinstance(event, yaml.AliasEvent),
            "tag": getattr(event, "tag", None) is not None,
            "depth": self._depth > limits.MAX_NESTING,
        }
        if any(wrong.values()):
            raise yaml.MarkedYAMLError(None, None, next(w for w in wrong if wrong[w]), event.start_mark)
        self._depth += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self._depth -= 1


_PLAIN = {  # what is no text, however it is written
    "bool": (r"true|false", "tf"),
    "int": (r"[-+]?(?:0|[1-9][0-9]{0,17})", "-+0123456789"),
    "float": (r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+", "-+0123456789"),
}
_KEPT = ("tag:yaml.org,2002:null", "tag:yaml.org,2002:timestamp")
_Loader.yaml_implicit_resolvers = {
    first: [(tag, rx) for tag, rx in resolvers if tag in _KEPT]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for _kind, (_written, _first) in _PLAIN.items():
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_kind}", re.compile(f"^(?:{_written})$"), list(_first))


def _date(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> object:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        raise yaml.MarkedYAMLError(None, None, "date", node.start_mark) from None


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _date)


_NUMBERED = ("objects",)  # entries whose keys are numbers: the dimensions of a ledger


def key_faults(node: yaml.Node | None, entry: str = "") -> Iterator[tuple[int, str]]:
    """Keys that stand twice in one entry, the second's line, or that are no text; and what is wrong.

    `entry` is the key of the entry itself.
    """
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            line = key.start_mark.line + 1
            if key.value in seen:
                yield line, words("definition.key_twice", name=key.value)
            elif key.tag != "tag:yaml.org,2002:str" and entry not in _NUMBERED:
                yield line, words("definition.key_no_text", name=key.value)
            seen.add(key.value)
            yield from key_faults(value, key.value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from key_faults(item)


def line_of(node: yaml.Node | None, location: Location) -> int:
    """The line of a place in the file, where its key stands; a key that is missing stands at its parent's."""
    if node is None:
        return 1
    line = node.start_mark.line
    for step in location:
        if isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == step]
            if not found:
                break
            key, node = found[0]
            line = key.start_mark.line
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
            line = node.start_mark.line
    return line + 1


def read(path: Path) -> str:
    """A YAML file's text.

    Raises:
        DefinitionError: it is not UTF-8, says the line, or larger than what is read.
    """
    try:
        content = intake.content(path, limits.MAX_YAML_BYTES)
    except intake.TooLarge as large:
        sizes = {"found": number(large.found), "most": number(large.most)}
        raise DefinitionError(f"{path.name}:1: {words('definition.too_large', **sizes)}") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DefinitionError(f"{path.name}:{line}: {words('definition.encoding')}") from None


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
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line if mark else text.count("\n", 0, getattr(error, "position", 0))
        said = f"{words('definition.no_yaml')} {_cause(error, text, line)}"
        raise DefinitionError(f"{path.name}:{line + 1}: {said}") from None


def _cause(error: Exception, text: str, line: int) -> str:
    """Why a line cannot be read, and what to do."""
    problem, context = (getattr(error, name, None) or "" for name in ("problem", "context"))
    written = [*text.splitlines(), ""][line]
    if problem in ("alias", "date", "tag", "depth"):
        return words(f"definition.no_yaml_{problem}", most=limits.MAX_NESTING)
    if written[: len(written) - len(written.lstrip())].strip(" "):
        return words("definition.no_yaml_tab")
    if "document" in problem or "document" in context:
        return words("definition.no_yaml_parts")
    opened = getattr(error, "context_mark", None)
    if opened and context.startswith(("while parsing a flow", "while scanning a quoted")):
        return words("definition.no_yaml_open", line=opened.line + 1)
    return words("definition.no_yaml_other")


def plain_entry(text: str) -> dict[str, str]:
    """A short YAML text of names and texts, each name once, as it is written; nothing for any other.

    >>> plain_entry("indicator: 1.30\\nplatform: 'vannas'"), plain_entry("a: [1]")
    ({'indicator': '1.30', 'platform': 'vannas'}, {})
    """
    try:
        root = _Loader(letters.seen(text)).get_single_node() if len(text) <= _MOST_OF_ENTRY else None
    except yaml.YAMLError:
        return {}
    if not isinstance(root, yaml.MappingNode):
        return {}
    names = [key.value for key, _ in root.value]
    plain = all(isinstance(node, yaml.ScalarNode) for pair in root.value for node in pair)
    return (
        {key.value: value.value for key, value in root.value} if plain and len({*names}) == len(names) else {}
    )


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


def strict_yaml(
    path: Path,
    schema: TypeAdapter[T],
    entry: type | None = None,
    more: Callable[[Any], Iterable[tuple[Location, str]]] = lambda data: (),
) -> T:
    """A YAML file that follows a schema; all faults at once, each as `file:line: what`.

    `entry`: the model of the entries of a file that is a list. `more` finds faults in its data besides.

    Raises:
        DefinitionError: the file is no YAML or breaks the schema.
    """
    root, data = document(read(path), path)
    return _validated(root, data, path, schema, entry, more(data))


def _validated(
    root: yaml.Node | None,
    data: object,
    path: Path,
    schema: TypeAdapter[T],
    model: type | None,
    found: Iterable[tuple[Location, str]],
) -> T:
    faults = list(key_faults(root))
    faults += [(line_of(root, place), what) for place, what in found]
    try:
        valid = schema.validate_python(data)
    except ValidationError as error:
        faults += [(line_of(root, place), what) for place, what in told(error, data, model)]
    if faults:
        lines = [f"{path.name}:{line}: {what}" for line, what in sorted(faults)]
        if more := len(lines[limits.MAX_TOLD :]):
            lines[limits.MAX_TOLD :] = [f"{path.name}: {words('definition.more_faults', count=more)}"]
        raise DefinitionError("\n".join(lines))
    return valid
