"""A notebook executed with its parameters, over sockets that only this user can open."""

import re
from pathlib import Path
from typing import Any

import nbformat
import papermill
from traitlets.config import Config

from helpers.chapters import kernel
from helpers.context import Context
from helpers.faults import Stop
from helpers.paths import REPOSITORY

NOTEBOOKS = REPOSITORY / "notebooks"


class Spoiled(Exception):
    """The surroundings failed a step (disk, kernel): nothing may be published."""


def path_of(notebook: str) -> Path:
    """A notebook's file by its name without ending."""
    return NOTEBOOKS / f"{notebook}.ipynb"


def execute(
    notebook: str, parameters: dict[str, Any], context: Context, work: Path, socket: Path
) -> nbformat.NotebookNode:
    """A notebook run with its parameters in the folder `work`, which its tables are written to.

    The notebook itself stays in memory: a traceback can hold what a table must not. The kernel is told the
    context, and talks over files named `socket`, that only this user can open, each kernel over its own.

    Raises:
        Stop: the notebook has no such parameter.
        PapermillExecutionError: a cell raised.
        DeadKernelError, RuntimeError: the kernel died, or never was ready.
    """
    source = path_of(notebook)
    # The kernel's own folder by its shortest name: pages print parameters, and no page may name a path.
    parameters = parameters | {"output": "."}
    if unknown := set(parameters) - parameter_names(source):
        raise Stop(f"{source.name}: no parameter {', '.join(sorted(unknown))}")
    environment = context.environment | {"JUPYTER_RUNTIME_DIR": str(socket.parent)}
    managed = {"transport": "ipc", "ip": str(socket), "connection_file": f"{socket}.json"}
    return papermill.execute_notebook(
        str(source),
        None,
        parameters=parameters,
        progress_bar=False,
        log_output=False,
        config=Config({"KernelManager": managed, "Manager": {"environment": environment}}),
        resources={"metadata": {"path": str(work)}},
        kernel_manager_class=kernel.Manager,
        extra_arguments=["--IPKernelApp.log_level=CRITICAL"],
    )


def parameter_names(notebook: Path) -> set[str]:
    """Names assigned in the cell tagged `parameters`; papermill itself only logs one it does not know."""
    cells = nbformat.read(notebook, 4).cells
    tagged = [c.source for c in cells if "parameters" in c.metadata.get("tags", [])]
    return set(re.findall(r"(?m)^(\w+)\s*=", "\n".join(tagged)))
