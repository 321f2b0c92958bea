"""The peer of a run: ploomber-engine executes each notebook in this one process, nbconvert makes its page.

ploomber.py STEPS NOTEBOOKS OUTPUT
"""

import sys
from pathlib import Path

from nbconvert import HTMLExporter
from ploomber_engine import execute_notebook

steps, notebooks, output = map(Path, sys.argv[1:])
exporter = HTMLExporter()
for line in steps.read_text(encoding="utf-8").splitlines():
    name, notebook, year, platform = line.split("\t")
    told = {"year": int(year)} | ({"platform": platform} if platform else {})
    executed = execute_notebook(
        notebooks / f"{notebook}.ipynb", output / f"{name}.ipynb", parameters=told, progress_bar=False
    )
    page, _ = exporter.from_notebook_node(executed)
    (output / f"{name}.html").write_text(page, encoding="utf-8")
