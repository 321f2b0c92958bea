"""How the house reads: lines that fit, one condition at a time, types that are meant, docstrings that tell.

Every check is a function of sources, and is shown a planted case that it sees.
"""

import ast
import io
import json
import re
import tokenize
from collections.abc import Iterator

import pytest
import yaml
from test_house import HOUSE, NOTEBOOKS, SOURCES

from helpers.reading.strict_yaml import key_faults

WIDTH = 110
ROOT = HOUSE.parents[1]
TESTS = {
    f"tests/{p.relative_to(ROOT / 'tests').as_posix()}": p.read_text(encoding="utf-8")
    for p in sorted((ROOT / "tests").rglob("*.py"))
}
CODE = {
    f"{name}, cell {i}": "".join(cell["source"])
    for name, written in NOTEBOOKS.items()
    for i, cell in enumerate(json.loads(written)["cells"])
    if cell["cell_type"] == "code"
}
PLAIN = 3  # a function of so few statements may be told by its name alone
Function = ast.FunctionDef | ast.AsyncFunctionDef


def too_wide(sources: dict[str, str]) -> list[str]:
    lines = ((name, *line) for name, source in sources.items() for line in enumerate(source.split("\n"), 1))
    return [f"{name}:{number}" for name, number, line in lines if len(line) > WIDTH]


def unformatted(sources: dict[str, str]) -> list[str]:
    """Where the formatter or the rule against named lambdas is told to look away, in a comment."""
    return [
        f"{name}:{token.start[0]}"
        for name, source in sources.items()
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT
        and re.match(r"#\s*fmt:\s*(skip|off)|#\s*noqa:.*\bE731\b", token.string)
    ]


def nested_conditions(sources: dict[str, str]) -> list[str]:
    """Conditional expressions within another one, in a bracket or in anything else that it is made of."""
    conditions = (
        (name, node)
        for name, source in sources.items()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.IfExp)
    )
    return [
        f"{name}:{node.lineno}"
        for name, node in conditions
        if any(isinstance(inner, ast.IfExp) for inner in ast.walk(node) if inner is not node)
    ]


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def called_objects(sources: dict[str, str]) -> list[str]:
    """Parameters that are said to be any object at all, and are called as functions."""
    found = []
    for name, source in sources.items():
        for function in functions(ast.parse(source)):
            given = function.args
            parameters = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
            objects = {
                p.arg for p in parameters if p and p.annotation and "object" in ast.unparse(p.annotation)
            }
            calls = (n.func for n in ast.walk(function) if isinstance(n, ast.Call))
            called = {f.id for f in calls if isinstance(f, ast.Name)} & objects
            found += [f"{name}: {function.name}({parameter})" for parameter in sorted(called)]
    return found


def public(tree: ast.Module | ast.ClassDef) -> Iterator[Function | ast.ClassDef]:
    """The public classes, functions and methods of a module; none within a function or a private class."""
    for node in tree.body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node)


def own(node: ast.AST) -> Iterator[ast.AST]:
    """What a function is made of, but what stands in functions and classes within it."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, Function | ast.ClassDef | ast.Lambda):
            yield child
            yield from own(child)


def raises(function: Function) -> bool:
    """Whether it raises an error of its own; one that is only passed on has been told of elsewhere."""
    return any(isinstance(n, ast.Raise) and n.exc is not None for n in own(function))


def untold(sources: dict[str, str]) -> list[str]:
    """What is public and does not say what it is.

    A class, and a function of more than PLAIN statements or one that raises, has a docstring; one that raises
    says what and when under `Raises:`.
    """
    found = []
    for name, source in sources.items():
        for node in public(ast.parse(source)):
            told = ast.get_docstring(node) or ""
            if isinstance(node, ast.ClassDef):
                is_told = bool(told)
            elif raises(node):
                is_told = "Raises:" in told
            else:
                is_told = bool(told) or sum(isinstance(n, ast.stmt) for n in own(node)) <= PLAIN
            if not is_told:
                found.append(f"{name}:{node.lineno} {node.name}")
    return found


def test_lines_fit_a_page() -> None:
    assert not too_wide(SOURCES)
    assert not too_wide(TESTS)
    assert len(CODE) > 100 and not too_wide(CODE)


def test_the_formatter_is_never_told_to_look_away() -> None:
    assert not unformatted(SOURCES | TESTS | CODE)


def test_one_condition_at_a_time() -> None:
    assert not nested_conditions(SOURCES)


def test_what_is_called_has_the_type_of_a_function() -> None:
    assert not called_objects(SOURCES)


def test_what_is_public_says_what_it_is_and_what_it_raises() -> None:
    assert not untold(SOURCES)


def test_a_line_that_is_too_wide_is_seen() -> None:
    assert too_wide({"a.py": "x" * WIDTH + "\n" + "å" * (WIDTH + 1), "b.py": ""}) == ["a.py:2"]


@pytest.mark.parametrize(
    "line", ["a = [1,2]  # fmt: skip", "#fmt:off", "f = lambda: 1  # noqa: E731", "f = 1  # noqa: F401, E731"]
)
def test_a_line_kept_from_the_formatter_is_seen(line: str) -> None:
    assert unformatted({"a.py": f"a = '# fmt: skip'  # noqa: F401\n{line}\n"}) == ["a.py:2"]


@pytest.mark.parametrize(
    "line",
    ["a if b else (c if d else e)", "(a if b else c) if d else e", "f(a if b else c) if d else [e]"],
)
def test_a_condition_within_another_is_seen(line: str) -> None:
    assert nested_conditions({"a.py": f"x = [a if b else c, d if e else f]\ny = {line}\n"}) == ["a.py:2"]


@pytest.mark.parametrize("parameter", ["go: object", "*, go: object = print", "go: 'object | None'"])
def test_a_call_of_any_object_at_all_is_seen(parameter: str) -> None:
    plain = "def f(value: object):\n    return str(value)\n"
    assert called_objects({"a.py": plain}) == []
    assert called_objects({"a.py": f"def f({parameter}):\n    return [go(1)]\n"}) == ["a.py: f(go)"]


def test_a_silent_class_or_function_is_seen_and_a_plain_one_is_let_be() -> None:
    long = "    a = 1\n" * (PLAIN + 1)
    told = '    """Told.\n\n    Raises:\n        ValueError: always.\n    """\n'
    good = {
        "short.py": "def f():\n" + "    a = 1\n" * PLAIN,
        "told.py": f'def f():\n    """Told."""\n{long}class A:\n    """Told."""\n',
        "private.py": f"def _f():\n{long}class _A:\n    def f():\n        raise ValueError\n",
        "raising.py": f"def f():\n{told}    raise ValueError\n",
        "passed_on.py": "def f():\n    try:\n        g()\n    except ValueError:\n        raise\n",
    }
    bad = {
        "long.py": f"def f():\n{long}",
        "class.py": "class A:\n    pass\n",
        "method.py": f'class A:\n    """Told."""\n    def f(self):\n{long.replace("    ", "        ")}',
        "raising.py": 'def f():\n    """Told."""\n    raise ValueError\n',
        "later.py": "async def f():\n    for a in b:\n        raise ValueError(a)\n",
    }
    assert untold(good) == []
    assert untold(bad) == ["long.py:1 f", "class.py:1 A", "method.py:3 f", "raising.py:1 f", "later.py:1 f"]


def test_no_key_of_a_catalogue_stands_twice() -> None:
    for language in ("sv", "en"):
        text = (HOUSE / "catalogue" / f"{language}.yaml").read_text(encoding="utf-8")
        assert list(key_faults(yaml.compose(text))) == []
    assert list(key_faults(yaml.compose("a: 1\nb: {c: 1, c: 2}\na: 2")))
