"""A copy of the small fixture year, and a run of it the way an analyst makes it."""

import contextlib
import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
import pandas as pd
import psutil
import pytest
from support import warm

from helpers.fact_tables import from_table as facts_from_table
from helpers.facts import Facts
from helpers.faults import from_table
from helpers.pages.document import Content
from helpers.pages.html import written
from helpers.paths import REPOSITORY, Workspace

TESTS = REPOSITORY / "tests"
FIXTURE = TESTS / "fixture"
OURS = (
    "YEAR",
    "EDITION",
    "SOURCES",
    "AGAINST",
    "BY",
    "REVISION",
    "BUNDLE",
    "N",
    "SEED",
    "FILE",
    "MEASURE",
    "MAKEFLAGS",
    "MFLAGS",
    "MAKELEVEL",
    "MAKEOVERRIDES",
)


def new_workspace(folder: Path, source: Path = FIXTURE) -> Path:
    root = folder / "verksamhet å"
    shutil.copytree(source, root)
    return root


def environment(root: Path, **more: str) -> dict[str, str]:
    return (
        {k: v for k, v in os.environ.items() if k not in OURS}
        | {"SOCIALT_BOKSLUT_WORKSPACE": str(root)}
        | more
    )


def make(root: Path, *arguments: str) -> list[str]:
    """The command of an analyst; a test must never rebuild the environment it runs in (-o)."""
    return ["make", "-C", str(REPOSITORY), "-o", ".venv/.ready", "report", *arguments]


def python_report() -> list[str]:
    return [sys.executable, "-m", "helpers", "report"]


def command(name: str, root: Path, **variables: str) -> subprocess.CompletedProcess:
    """A command behind make, on the fixture's 2019 unless `variables` say otherwise."""
    return warm.command(name, environment(root, **{"YEAR": "2019", **variables}), root)


def report(root: Path, year: str = "2019") -> subprocess.CompletedProcess:
    return command("report", root, YEAR=year)


def started(command: list[str], root: Path, **more: str) -> subprocess.Popen:
    return subprocess.Popen(
        command,
        env=environment(root, **more),
        cwd=root,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        bufsize=1,
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def published(root: Path, year: int = 2019) -> dict[str, bytes]:
    """What stands under reports; a set whose manifest does not vouch for every file is no whole set."""
    files = contents(root / "reports" / str(year))
    if files:
        vouched = json.loads(files["manifest.json"])["outputs"]
        assert vouched == {
            n: hashlib.sha256(c).hexdigest()
            for n, c in files.items()
            if n not in ("manifest.json", "code.json")
        }
    return files


def facts(root: Path, year: int = 2019) -> dict[tuple[str, ...], dict[str, str]]:
    text = (root / f"reports/{year}/facts.csv").read_text(encoding="utf-8")
    return {tuple(r.values())[:5]: r for r in csv.DictReader(text.splitlines())}


def steps(printed: str, ending: str) -> set[str]:
    """The steps whose line ends so: `2019 3_platform vannas`."""
    return set(re.findall(rf"^\[\d+/\d+\] (.+): {ending}", printed, re.M))


def edit(path: Path, old: str, new: str, encoding: str = "windows-1252") -> None:
    content = path.read_bytes().decode(encoding)
    assert old in content
    path.write_bytes(content.replace(old, new).encode(encoding))


def change_vannas(root: Path) -> None:
    edit(root / "data/raw/2019/participants/vannas.csv", "30/11 2019;Studier", "30/11 2019;Arbete")


def chapters(root: Path, year: int) -> Path:
    """The two chapters that make facts, run in this process on a workspace: the folder of the tables."""
    code = []
    for name in ("1_clean", "2_facts"):
        cells = nbformat.read(REPOSITORY / "notebooks" / f"{name}.ipynb", 4).cells
        code.append(
            "\n".join(
                c.source
                for c in cells
                if c.cell_type == "code" and "parameters" not in c.metadata.get("tags", [])
            )
        )
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(io.StringIO()):
        patch.setenv("SOCIALT_BOKSLUT_WORKSPACE", str(root))
        for chapter in code:
            exec(chapter, {"year": year, "output": ""})
    return root / "data/processed" / str(year)


def count_year(workspace: Workspace, year: int) -> Facts:
    """A year's facts straight from its raw files, counted in a copy; no part of it is refused."""
    with tempfile.TemporaryDirectory() as place:
        shutil.copytree(
            workspace.root / "data", Path(place) / "data", ignore=shutil.ignore_patterns("processed")
        )
        folder = chapters(Path(place), year)
        refused = [
            f.line() for f in from_table(pd.read_parquet(folder / "faults.parquet")) if f.level == "refuse"
        ]
        assert not refused
        return facts_from_table(pd.read_parquet(folder / "facts.parquet"))


def cells(name: str) -> str:
    found = nbformat.read(REPOSITORY / "notebooks" / f"{name}.ipynb", 4).cells
    return "\n".join(
        c.source for c in found if c.cell_type == "code" and "parameters" not in c.metadata.get("tags", [])
    )


def page_of(name: str, monkeypatch: pytest.MonkeyPatch, **parameters: object) -> str:
    """What a chapter displays, run in this process, as HTML."""
    return "\n".join(map(written, documents_of(name, monkeypatch, **parameters)))


def documents_of(name: str, monkeypatch: pytest.MonkeyPatch, **parameters: object) -> list[Content]:
    """What a chapter displays, run in this process."""
    told: list[Content] = []
    monkeypatch.setattr("IPython.display.display", lambda *values: told.extend(values))
    with contextlib.redirect_stdout(io.StringIO()):
        exec(cells(name), {"output": "", **parameters})
    return told


def at_work(process: psutil.Process) -> list[psutil.Process]:
    """The children that make steps for a process; one that ends while it is looked at is none."""
    found = []
    for child in process.children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):  # a zombie is one too
            found += [child] if "helpers" in child.cmdline() else []
    return found
