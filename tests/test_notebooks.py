"""Every cell of every notebook runs on its defaults in a kernel of its own, as in JupyterLab."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
from support.workspaces import FIXTURE, environment

from helpers.chapters.notebook import NOTEBOOKS
from helpers.paths import REPOSITORY


def test_every_cell_runs(tmp_path: Path) -> None:
    """By nbval, in one process: a notebook needs the tables of those before it."""
    root = tmp_path / "verksamhet"
    shutil.copytree(FIXTURE, root)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    in_order = sorted(NOTEBOOKS.glob("*.ipynb"), key=lambda path: int(path.name.partition("_")[0]))
    done = subprocess.run(
        [*command, "--nbval-lax", "--nbval-current-env", *map(str, in_order)],
        env=environment(root) | {"PYTEST_ADDOPTS": ""},  # of whoever runs this test
        cwd=REPOSITORY,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert done.returncode == 0, done.stdout[-5000:]
    cells = [c for p in NOTEBOOKS.glob("*.ipynb") for c in nbformat.read(p, 4).cells]
    ran = sum(map(len, re.findall(r"(?m)^(\.+)", done.stdout)))
    assert ran == sum(c.cell_type == "code" and bool(c.source.strip()) for c in cells)
