"""Where no process can be forked: a notebook in a kernel of its own, over files that only this user opens."""

import asyncio
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.manager import AsyncKernelManager
from traitlets import Dict
from traitlets.config import Config

from helpers.chapters.notebook import Parameters, papermilled
from helpers.context import Context
from helpers.faults import Stop
from helpers.machine import surroundings
from helpers.machine.whole import temporary, temporary_places
from helpers.paths import REPOSITORY
from helpers.wording import listing, text

# Of the path of a socket macOS takes 103 bytes, Linux 107.
_LONGEST_PLACE = 103 - len("/sb-4194304-9999999999-999/k-1")
# of the path of a socket macOS takes 103 bytes, Linux 107


class Manager(AsyncKernelManager):
    """Starts our kernel where Jupyter would start ipykernel.

    The kernel is told what `environment` holds beside our own variables.
    The kernel runs in another folder; it imports the code that started it, whatever else can be imported.
    """

    environment = Dict(config=True)

    async def start_kernel(self, **how: Any) -> None:  # type: ignore[override]  # Jupyter's is async too
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


def socket_place() -> str:
    """Where kernels' sockets lie: the temporary folder, else the first usual one whose path is short enough.

    Raises:
        Stop: none of them can be used.
    """
    usual = temporary_places()
    for place in usual:
        if len(os.fsencode(place)) <= _LONGEST_PLACE and os.access(place, os.W_OK | os.X_OK):
            return place
    raise Stop(text("run.no_socket_place", longest=_LONGEST_PLACE, tried=listing(usual)))


def execute(notebook: str, parameters: Parameters, context: Context, work: Path) -> nbformat.NotebookNode:
    """A notebook run in a kernel with its parameters, in the folder `work`, which its tables go to.

    Raises:
        Stop: the notebook has no such parameter.
        PapermillExecutionError: a cell raised.
        DeadKernelError, RuntimeError: the kernel died, or never was ready.
    """
    with temporary(socket_place()) as sockets:
        socket = f"{sockets}/k"
        environment = context.environment | surroundings.private(str(sockets))
        managed = {"transport": "ipc", "ip": socket, "connection_file": f"{socket}.json"}
        run = partial(
            papermilled,
            notebook,
            parameters,
            config=Config({"KernelManager": managed, "Manager": {"environment": environment}}),
            resources={"metadata": {"path": str(work)}},
            kernel_manager_class=Manager,
            extra_arguments=["--IPKernelApp.log_level=CRITICAL"],
        )
        with ThreadPoolExecutor(1) as elsewhere:  # nbclient answers signals where it can, and would go on
            return elsewhere.submit(_with_its_loop, run).result()


def _with_its_loop(run: Callable[[], nbformat.NotebookNode]) -> nbformat.NotebookNode:
    """What a notebook gives that is run in a thread; the event loop that Jupyter opens there is closed."""
    try:
        return run()
    finally:
        with suppress(RuntimeError):  # it came to none
            asyncio.get_event_loop().close()
