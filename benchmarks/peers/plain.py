"""The peer of a run: the same cells in one plain process, what they show formatted as a notebook has it.

    plain.py STEPS NOTEBOOKS

No page is made. Prints CPU seconds as JSON: of starting and importing, and of each notebook by its output.
"""

import json
import sys
import time
from pathlib import Path

import nbformat
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

steps, notebooks = map(Path, sys.argv[1:])
shell = InteractiveShell.instance()
lines = [line.split("\t") for line in steps.read_text(encoding="utf-8").splitlines()]
cells = {
    name: [c for c in nbformat.read(notebooks / f"{name}.ipynb", 4).cells if c.cell_type == "code"]
    for name in {line[1] for line in lines}
}


def executed(code: str) -> None:
    """Run a cell; an error ends the whole."""
    with capture_output():
        shell.run_cell(code, store_history=False).raise_error()


imports = [line for found in cells.values() for c in found for line in c.source.splitlines()]
executed("\n".join(line for line in imports if line.startswith(("from ", "import "))))
seconds = {"start": time.process_time()}
for output, notebook, year, platform in lines:
    before = time.process_time()
    shell.reset(new_session=False)
    for cell in cells[notebook]:
        executed(cell.source)
        if "parameters" in cell.metadata.get("tags", []):
            executed(f"year = {year}" + (f"; platform = {platform!r}" if platform else ""))
    seconds[output] = time.process_time() - before
print(json.dumps(seconds))
