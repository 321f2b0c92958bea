"""The house keeps its plan: rooms of a size one can hold in the head, one street, walked in one direction.

How it reads is held in test_style.py.
"""

import ast
import graphlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.house_picture import PICTURE, arrows, picture

HOUSE = Path(__file__).resolve().parents[1] / "src" / "helpers"
SOURCES = {
    p.relative_to(HOUSE).as_posix(): p.read_text(encoding="utf-8") for p in sorted(HOUSE.rglob("*.py"))
}
LINES = {"file": 350, "class": 200, "function": 40}
ROOT = "root"
ROOMS = {  # a room of the root, which all know, and the rooms it knows besides itself and the root
    "language": set(),
    "reading": {"language"},
    "masking": {"language", "reading"},
    "machine": {"language", "reading"},
    "defining": {"language", "reading"},
}
MAY_IMPORT = {  # a wing, and the wings it knows besides itself, the root and its rooms
    ROOT: set(),
    "deliveries": set(),
    "counting": set(),
    "checks": {"deliveries", "counting"},
    "disclosure": {"counting"},
    "pages": {"counting"},
    "audit": {"counting", "pages"},
    "forms": {"counting", "disclosure", "pages"},
    "chapters": {"pages"},
    "assurance": {"deliveries", "counting", "checks", "pages", "audit", "chapters"},
    "reconstruction": {"deliveries", "counting", "audit"},
    "synthetic": set(),
    "runs": {
        "deliveries",
        "counting",
        "checks",
        "disclosure",
        "pages",
        "audit",
        "forms",
        "chapters",
        "assurance",
    },
}
NOTEBOOKS = {
    p.name: p.read_text(encoding="utf-8") for p in sorted((HOUSE.parents[1] / "notebooks").glob("*.ipynb"))
}
CHANGES = (
    "update",
    "setdefault",
    "pop",
    "popitem",
    "clear",
    "__setitem__",
    "__delitem__",
    "__ior__",
)  # of a dict, in place
DOOR = (
    "__main__.py",
    "commands_by_name.py",
)  # imports what it opens to, the reconstruction's own command too


def too_long(sources: dict[str, str]) -> list[str]:
    """Files, classes and functions over their limit."""
    kinds = {ast.ClassDef: "class", ast.FunctionDef: "function", ast.AsyncFunctionDef: "function"}
    found = [
        f"{name}: {len(s.splitlines())} lines"
        for name, s in sources.items()
        if len(s.splitlines()) > LINES["file"]
    ]
    for name, source in sources.items():
        for node in ast.walk(ast.parse(source)):
            if (
                type(node) in kinds
                and (lines := node.end_lineno - node.lineno + 1) > LINES[kinds[type(node)]]
            ):
                found.append(f"{name}: {kinds[type(node)]} {node.name}, {lines} lines")
    return found


def names_twice(sources: dict[str, str]) -> list[str]:
    names = Counter(Path(name).name for name in sources)
    return [name for name, times in names.items() if times > 1 and name != "__init__.py"]


def imports(name: str, sources: dict[str, str]) -> Iterator[str]:
    """The files of ours that a file imports, at its top or inside a function, by whole or relative name."""
    for node in ast.walk(ast.parse(sources[name])):
        if isinstance(node, ast.Import):
            wanted = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            here = ["helpers", *Path(name).parts[:-1]]
            base = (
                [*here[: len(here) + 1 - node.level], *filter(None, [node.module])]
                if node.level
                else [node.module]
            )
            wanted = [".".join([*base, alias.name]) for alias in node.names]
        else:
            continue
        for path in (w.split(".") for w in wanted if w.split(".")[0] == "helpers"):
            files = (
                "/".join(path[1:n]) + end for n in range(len(path), 1, -1) for end in (".py", "/__init__.py")
            )
            yield next((f for f in files if f in sources), "__init__.py")


def wing(name: str) -> str:
    return name.partition("/")[0] if "/" in name else ROOT


def against_the_street(sources: dict[str, str]) -> list[str]:
    """Imports that the plan does not allow."""
    found = []
    for name in (n for n in sources if n not in DOOR):
        for other in imports(name, sources):
            mine = wing(name)
            known = ROOMS[mine] if mine in ROOMS else {*ROOMS, *MAY_IMPORT[mine]}
            if other in DOOR or wing(other) not in {ROOT, mine, *known}:
                found.append(f"{name} imports {other}")
    return found


def circles(sources: dict[str, str]) -> list[str]:
    """Files that import each other in a circle."""
    try:
        graphlib.TopologicalSorter(
            {name: set(imports(name, sources)) - {"__init__.py"} for name in sources}
        ).prepare()
    except graphlib.CycleError as error:
        return error.args[1]
    return []


def says_current(of: str, source: str) -> int:
    """How often a source says `Workspace.current` or `Context.current`, whatever it calls the class."""
    tree = ast.parse(source)
    names = {
        alias.asname or alias.name
        for n in ast.walk(tree)
        if isinstance(n, ast.ImportFrom)
        for alias in n.names
        if alias.name == of
    }
    said = [n for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr == "current"]
    return sum(ast.unparse(n.value).rpartition(".")[2] in {of, *names} for n in said)


def asks_for_the_current(of: str, sources: dict[str, str]) -> list[str]:
    """The files that do not take what they are handed but ask for the current one."""
    return [name for name, source in sources.items() if says_current(of, source)]


def late_contexts(notebooks: dict[str, str]) -> list[str]:
    """Notebooks that ask for a workspace, or for the current context elsewhere than where they should.

    That is once, in the first code cell after the parameters.
    """
    found = []
    for name, written in notebooks.items():
        cells = [
            c
            for c in json.loads(written)["cells"]
            if c["cell_type"] == "code" and "parameters" not in c["metadata"].get("tags", [])
        ]
        said = [says_current("Context", "".join(c["source"])) for c in cells]
        if said != [1, *[0] * (len(cells) - 1)] or any(
            says_current("Workspace", "".join(c["source"])) for c in cells
        ):
            found.append(name)
    return found


def changes_the_environment(node: ast.AST) -> bool:
    """Whether a name, an item or a method of `os.environ` is one that changes it."""
    stored = isinstance(getattr(node, "ctx", None), ast.Store | ast.Del)
    if (isinstance(node, ast.Attribute) and node.attr in CHANGES) or (
        isinstance(node, ast.Subscript) and stored
    ):
        return ast.unparse(node.value).rpartition(".")[2] == "environ"
    named = (
        ast.unparse(node).rpartition(".")[2] if isinstance(node, ast.Attribute | ast.Name | ast.alias) else ""
    )
    return named in ("putenv", "unsetenv") or (stored and named == "environ")


def sets_the_environment(sources: dict[str, str]) -> list[str]:
    """Places where a file changes the environment of the process that it runs in."""
    nodes = ((name, node) for name, source in sources.items() for node in ast.walk(ast.parse(source)))
    return [f"{name}:{node.lineno}" for name, node in nodes if changes_the_environment(node)]


def test_rooms_are_of_a_size_one_can_hold_in_the_head() -> None:
    assert not too_long(SOURCES)


def test_no_two_files_have_the_same_name() -> None:
    assert not names_twice(SOURCES)


def test_facts_import_nothing_of_ours() -> None:
    assert list(imports("facts.py", SOURCES)) == []


def test_every_wing_imports_only_what_lies_before_it() -> None:
    assert {wing(name) for name in SOURCES} == {*ROOMS, *MAY_IMPORT}
    assert not against_the_street(SOURCES)


def test_nobody_imports_in_a_circle() -> None:
    assert not circles(SOURCES)


@pytest.mark.parametrize(
    ("name", "line", "told"),
    [
        ("deliveries/sus.py", "import helpers.counting.goals", "counting/goals.py"),
        ("counting/goals.py", "def f():\n    from helpers.pages import charts", "pages/charts.py"),
        ("pages/charts.py", "from helpers.deliveries.delivery import Delivery", "deliveries/delivery.py"),
        ("audit/errata.py", "from ..runs import plan", "runs/plan.py"),
        ("audit/rules/sums.py", "from ...deliveries.files.grid import Grid", "deliveries/files/grid.py"),
        ("chapters/render.py", "from helpers import audit", "audit/__init__.py"),
        ("runs/run.py", "from helpers.reconstruction import build", "reconstruction/build.py"),
        ("rows.py", "from helpers import __main__", DOOR[0]),
        ("codes.py", "import helpers.checks", "checks/__init__.py"),
        ("language/letters.py", "from helpers.masking import telling", "masking/telling.py"),
        ("defining/ages.py", "from helpers.machine import whole", "machine/whole.py"),
        ("machine/whole.py", "from helpers.counting import goals", "counting/goals.py"),
    ],
)
def test_a_door_in_the_wrong_wall_is_seen(name: str, line: str, told: str) -> None:
    known = set(against_the_street(SOURCES))
    assert set(against_the_street(SOURCES | {name: f"{line}\n{SOURCES[name]}"})) - known == {
        f"{name} imports {told}"
    }


def test_only_the_door_asks_for_the_current_workspace_and_a_first_cell_for_the_current_context() -> None:
    assert "def current" in SOURCES["paths.py"]
    assert asks_for_the_current("Workspace", SOURCES) == [DOOR[0], "context.py"]
    assert asks_for_the_current("Context", SOURCES) == []
    assert len(NOTEBOOKS) > 10 and not late_contexts(NOTEBOOKS)


def test_nothing_of_ours_changes_its_environment() -> None:
    """But who executes a notebook, in a process that was forked for it alone."""
    assert [at.partition(":")[0] for at in sets_the_environment(SOURCES)] == ["chapters/notebook.py"]


@pytest.mark.parametrize(
    "line",
    [
        "from helpers.paths import Workspace\nw = Workspace.current()",
        "from helpers.paths import Workspace as W\nw = W.current()",
        "from helpers import paths\nw = paths.Workspace.current()",
        "from helpers.paths import Workspace\nmake = Workspace.current",
    ],
)
def test_who_asks_for_the_current_workspace_is_seen(line: str) -> None:
    assert asks_for_the_current(
        "Workspace", SOURCES | {"runs/run.py": f"{SOURCES['runs/run.py']}\n{line}\n"}
    ) == [DOOR[0], "context.py", "runs/run.py"]


def test_a_notebook_that_asks_late_twice_or_never_is_seen() -> None:
    def notebook(*cells: str) -> str:
        code = [{"cell_type": "code", "metadata": {}, "source": [c]} for c in cells]
        return json.dumps(
            {
                "cells": [
                    {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": ["year = 2019"]},
                    *code,
                ]
            }
        )

    asked = "context = Context.current(year)"
    assert late_contexts({"a": notebook(asked, "b = 1")}) == []
    wrong = [
        ("b = 1", asked),
        (asked, asked),
        ("b = 1", "c = 1"),
        (asked, "Workspace.current()"),
        (f"{asked}\n{asked}",),
    ]
    assert all(late_contexts({"a": notebook(*cells)}) == ["a"] for cells in wrong)


@pytest.mark.parametrize(
    "line",
    [
        "os.environ['A'] = 'b'",
        "os.environ.update(A='b')",
        "os.environ.setdefault('A', 'b')",
        "os.putenv('A', 'b')",
        "os.unsetenv('A')",
        "del os.environ['A']",
        "os.environ.pop('A')",
        "os.environ |= {}",
        "os.environ = {}",
        "environ['A'] = 'b'",
        "from os import putenv",
        "os.environ['A'] += 'b'",
    ],
)
def test_a_change_of_the_environment_is_seen(line: str) -> None:
    assert sets_the_environment({"a.py": f"import os\n{line}\n"}) == ["a.py:2"]
    assert (
        sets_the_environment(
            {"a.py": "import os\na = os.environ | {'A': 'b'}\nb = os.environ.get('A'), os.environ['A']\n"}
        )
        == []
    )


def test_what_is_too_long_or_named_twice_or_circular_is_seen() -> None:
    function = "def f():\n" + "    pass\n" * 39
    longer = function + "    pass\n"
    whole = "class A:\n" + "    a = 1\n" * 199
    assert too_long({"a.py": function, "b.py": whole, "c.py": "\n" * 350}) == []
    assert too_long({"a.py": longer, "b.py": whole + "    a = 1\n", "c.py": "\n" * 351}) == [
        "c.py: 351 lines",
        "a.py: function f, 41 lines",
        "b.py: class A, 201 lines",
    ]
    assert too_long({"a.py": "class A:\n    async def f():\n" + "        pass\n" * 40}) == [
        "a.py: function f, 41 lines"
    ]
    assert names_twice({"a/x.py": "", "b/x.py": "", "a/__init__.py": "", "b/__init__.py": ""}) == ["x.py"]
    assert circles({"a.py": "from helpers import b", "b.py": "def f():\n    import helpers.a"})
    assert list(
        imports("facts.py", SOURCES | {"facts.py": "from .codes import GENDERS\nimport helpers"})
    ) == ["codes.py", "__init__.py"]


def test_the_picture_is_the_house_as_it_stands() -> None:
    """Red? `python tests/support/house_picture.py` draws docs/architecture.svg anew; look at it."""
    assert PICTURE.read_text(encoding="utf-8") == picture()
    assert {(a, b) for a, b in arrows() if ROOT not in (a, b)} <= {
        (a, b) for a, known in MAY_IMPORT.items() for b in known
    }
