"""Where no process can be forked: a notebook in a kernel of its own, over files that only this user opens."""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.manager import AsyncKernelManager
from traitlets import Dict
from traitlets.config import Config

from helpers.chapters.notebook import Parameters, papermilled
from helpers.context import Context
from helpers.paths import REPOSITORY


class Manager(AsyncKernelManager):
    """Starts our kernel where Jupyter would start ipykernel.

    The kernel is told what `environment` holds beside our own variables.
    The kernel runs in another folder; it imports the code that started it, whatever else can be imported.
    """

    environment = Dict(config=True)

    # Jupyter's own is a coroutine too, but its type does not say so.
    async def start_kernel(self, **how: Any) -> None:  # type: ignore[override]
        """Start the kernel with our code first among what can be imported; `how` as Jupyter's own."""
        own = str(REPOSITORY / "src")
        found = os.pathsep.join(filter(None, [own, os.environ.get("PYTHONPATH", "")]))
        await self._async_start_kernel(**{"env": os.environ | {"PYTHONPATH": found} | self.environment} | how)

    def format_kernel_cmd(self, extra_arguments: list[str] | None = None) -> list[str]:
        """The command that starts the kernel."""
        return [
            sys.executable,
            "-P",
            "-m",
            "helpers.chapters.portless",
            "-f",
            self.connection_file,
            *(extra_arguments or []),
        ]


def execute(notebook: str, parameters: Parameters, context: Context, work: Path) -> nbformat.NotebookNode:
    """A notebook run in a kernel with its parameters, in the folder `work`, which its tables go to.

    Raises:
        Stop: the notebook has no such parameter.
        PapermillExecutionError: a cell raised.
        DeadKernelError, RuntimeError: the kernel died, or never was ready.
    """
    with tempfile.TemporaryDirectory(prefix="sb-") as sockets:  # a short path, as sockets need
        socket = f"{sockets}/k"
        environment = context.environment | {"JUPYTER_RUNTIME_DIR": sockets}
        managed = {"transport": "ipc", "ip": socket, "connection_file": f"{socket}.json"}
        return papermilled(
            notebook,
            parameters,
            config=Config({"KernelManager": managed, "Manager": {"environment": environment}}),
            resources={"metadata": {"path": str(work)}},
            kernel_manager_class=Manager,
            extra_arguments=["--IPKernelApp.log_level=CRITICAL"],
        )
