"""Our own code as files: all of it, and what of it a notebook can reach, read from the imports."""

import ast
import json
import threading
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from helpers.files import sha256
from helpers.paths import REPOSITORY

PACKAGE = "helpers"
NOTEBOOKS = "notebooks"
# Files that a module reads and that are code all the same: its folder of texts or templates.
READ_BY = {
    "helpers.wording": "catalogue",
    "helpers.defining.question_bank": "defining/template",
    "helpers.chapters.render": "chapters/template",
    "helpers.assurance.bundle": "assurance/template",
}
_PARSING = threading.Lock()  # Python 3.11 counts the depth of a tree once for all threads


def code_files(root: Path = REPOSITORY) -> list[Path]:
    """All of ours in a copy of the project that a result depends on, but the data and the lock file."""
    package = root / "src" / PACKAGE
    left_out = ("__pycache__", "reconstruction")
    files = [
        p for p in package.rglob("*") if p.is_file() and not set(left_out) & set(p.relative_to(package).parts)
    ]
    return sorted([*files, *(root / NOTEBOOKS).glob("*.ipynb")])


def digests(files: Iterable[Path], root: Path = REPOSITORY) -> dict[str, str]:
    """Name under `root` -> sha256, of files that lie there."""
    return {p.relative_to(root).as_posix(): sha256(p.read_bytes()) for p in files}


@cache
def reached(start: Path) -> list[Path]:
    """The files that a notebook or module can reach: itself, the modules it imports, theirs, what those read.

    A module that is imported within a function counts; one that a string names does not.
    """
    try:
        return sorted({start, *_followed(start)})
    except SyntaxError:  # what cannot be read may use anything; the step itself tells what is wrong
        return sorted({start, *code_files()})


def _followed(start: Path) -> set[Path]:
    """The modules that a file imports, theirs, and what those read.

    Raises:
        SyntaxError: one of them is no plain Python.
    """
    found: set[Path] = set()
    waiting = list(_ours(start))
    seen: set[str] = set()
    while waiting:
        module = waiting.pop()
        if module in seen:
            continue
        seen.add(module)
        for path in _files(module):
            found.add(path)
            waiting += _ours(path)
        if module in READ_BY:
            found |= {p for p in (REPOSITORY / "src" / PACKAGE / READ_BY[module]).rglob("*") if p.is_file()}
    return found


@cache
def reached_digest(*starts: Path) -> str:
    """One hash of all that several notebooks or modules can reach."""
    files = sorted({p for start in starts for p in reached(start)})
    return sha256("\n".join(f"{n} {h}" for n, h in digests(files).items()).encode())


def module_file(module: str) -> Path:
    """A module's own file."""
    return REPOSITORY / "src" / Path(*module.split(".")).with_suffix(".py")


def _source(path: Path) -> str:
    content = path.read_text(encoding="utf-8")
    if path.suffix != ".ipynb":
        return content
    cells = [c for c in json.loads(content)["cells"] if c["cell_type"] == "code"]
    return "\n".join("".join(c["source"]) for c in cells)


@cache
def imported(path: Path) -> tuple[str, ...]:
    """The modules that a notebook or module names in its imports, wherever they stand in it.

    `from package import name` may name a module.

    Raises:
        SyntaxError: it is no plain Python.
    """
    with _PARSING:
        tree = ast.parse(_source(path))
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{a.name}" for a in node.names)]
        elif isinstance(node, ast.Import):
            names += [a.name for a in node.names]
    return tuple(dict.fromkeys(names))


def _ours(path: Path) -> Iterator[str]:
    """Our modules that a file imports, and the packages they stand in."""
    for name in imported(path):
        if name.partition(".")[0] == PACKAGE:
            parts = name.split(".")
            yield from (".".join(parts[:n]) for n in range(1, len(parts) + 1))


def _files(module: str) -> list[Path]:
    """A module's file, or its package's `__init__`; none for a name that is no module."""
    path = REPOSITORY / "src" / Path(*module.split("."))
    return [p for p in (path.with_suffix(".py"), path / "__init__.py") if p.is_file()]
