"""What a notebook's kernel has imported before it begins.

A year starts some twenty kernels, and each pays for every import anew.
"""

import ast
import subprocess
import sys

import nbformat
import pytest

from helpers.chapters.notebook import NOTEBOOKS

SLOW = (
    "nbformat",
    "nbconvert",
    "jsonschema",
    "bs4",
    "scipy",
    "seaborn",
    "xlsxwriter",
)  # what only the runner, a chart or a function needs
NEEDED = {"7_method": {"scipy"}}  # it counts with the binomial distribution


@pytest.mark.parametrize("notebook", [p.stem for p in sorted(NOTEBOOKS.glob("*.ipynb"))])
def test_a_kernel_begins_without_what_it_may_never_need(notebook: str) -> None:
    cells = [c for c in nbformat.read(NOTEBOOKS / f"{notebook}.ipynb", 4).cells if c.cell_type == "code"]
    lines = [
        ast.unparse(s)
        for c in cells
        for s in ast.parse(c.source).body
        if isinstance(s, ast.Import | ast.ImportFrom)
    ]
    assert lines
    asked = "\n".join([*lines, "import sys", f"print(*(m for m in {SLOW} if m in sys.modules))"])
    told = subprocess.run([sys.executable, "-c", asked], text=True, capture_output=True)
    assert told.returncode == 0, told.stderr
    assert set(told.stdout.split()) <= NEEDED.get(notebook, set())
