"""A notebook executed with its parameters, in the process that was made for it."""

import os
import re
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path
from typing import Any

import nbformat
import papermill

from helpers.chapters import engine
from helpers.context import Context
from helpers.faults import Stop
from helpers.paths import REPOSITORY

NOTEBOOKS = REPOSITORY / "notebooks"

Parameters = dict[str, Any]
# A notebook's name, its parameters, the context it is told and the folder that its tables are written to.
Executor = Callable[[str, Parameters, Context, Path], nbformat.NotebookNode]


class Spoiled(Exception):
    """The surroundings failed a step (disk, kernel): nothing may be published."""


def path_of(notebook: str) -> Path:
    """A notebook's file by its name without ending."""
    return NOTEBOOKS / f"{notebook}.ipynb"


def execute(notebook: str, parameters: Parameters, context: Context, work: Path) -> nbformat.NotebookNode:
    """A notebook run in this process with its parameters in the folder `work`, which its tables go to.

    The process may do nothing else: it is told the context, and the cells may change anything in it. The
    notebook itself stays in memory: a traceback can hold what a table must not.

    Raises:
        Stop: the notebook has no such parameter.
        PapermillExecutionError: a cell raised.
    """
    os.environ |= context.environment
    with chdir(work):
        return papermilled(notebook, parameters, engine_name=engine.NAME)


def papermilled(notebook: str, parameters: Parameters, **how: Any) -> nbformat.NotebookNode:
    """A notebook executed by papermill, whose engine is told `how`.

    Raises:
        Stop: the notebook has no such parameter.
        PapermillExecutionError: a cell raised.
    """
    source = path_of(notebook)
    # The notebook's own folder by its shortest name: pages print parameters, and no page may name a path.
    parameters = parameters | {"output": "."}
    if unknown := set(parameters) - parameter_names(source):
        raise Stop(f"{source.name}: no parameter {', '.join(sorted(unknown))}")
    executed = papermill.execute_notebook(
        str(source), None, parameters=parameters, progress_bar=False, log_output=False, **how
    )
    for cell in executed.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.id = "injected-parameters"  # papermill's is random
    return executed


def parameter_names(notebook: Path) -> set[str]:
    """Names assigned in the cell tagged `parameters`; papermill itself only logs one it does not know."""
    cells = nbformat.read(notebook, 4).cells
    tagged = [c.source for c in cells if "parameters" in c.metadata.get("tags", [])]
    return set(re.findall(r"(?m)^(\w+)\s*=", "\n".join(tagged)))
