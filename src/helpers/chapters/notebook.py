"""A notebook executed with its parameters, over sockets that only this user can open."""

import re
from pathlib import Path

import nbformat
import papermill
from traitlets.config import Config

from helpers.chapters import kernel
from helpers.faults import Stop
from helpers.paths import REPOSITORY

NOTEBOOKS = REPOSITORY / "notebooks"


class Spoiled(Exception):
    """The surroundings failed a step (disk, kernel): nothing may be published."""


def execute(source: Path, parameters: dict[str, object], work: Path, socket: str) -> nbformat.NotebookNode:
    """A notebook run with its parameters in the folder `work`, which its tables are written to; the notebook itself stays in memory.

    The kernel talks over files named `socket`, that only this user can open, each kernel over its own.
    """
    parameters = parameters | {"output": "."}  # the kernel's own folder: pages print parameters, and no page may name a path
    if unknown := set(parameters) - parameter_names(source):
        raise Stop(f"{source.name}: no parameter {', '.join(sorted(unknown))}")
    return papermill.execute_notebook(
        str(source), None, parameters=parameters,  # no copy on disk: a traceback can hold what a table must not
        progress_bar=False, log_output=False,
        config=Config({"KernelManager": {"transport": "ipc", "ip": socket}}), resources={"metadata": {"path": str(work)}},
        kernel_manager_class=kernel.Manager, extra_arguments=["--IPKernelApp.log_level=CRITICAL"],
    )  # fmt: skip


def parameter_names(notebook: Path) -> set[str]:
    """Names assigned in the cell tagged `parameters`; papermill itself only logs one it does not know."""
    cells = nbformat.read(notebook, 4).cells
    tagged = [c.source for c in cells if "parameters" in c.metadata.get("tags", [])]
    return set(re.findall(r"(?m)^(\w+)\s*=", "\n".join(tagged)))
