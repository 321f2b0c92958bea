"""The kernel of a run: ipykernel, but with no port open to the network.

Whatever transport is chosen, ipykernel listens on a TCP port of this machine for what forked processes print.
The notebooks fork none.
"""

import os
import sys
from typing import Any

from ipykernel import kernelapp
from ipykernel.iostream import IOPubThread
from jupyter_client.manager import AsyncKernelManager
from traitlets import Dict

from helpers.paths import REPOSITORY


class Manager(AsyncKernelManager):
    """Starts this module where Jupyter would start ipykernel.

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
            "helpers.chapters.kernel",
            "-f",
            self.connection_file,
            *(extra_arguments or []),
        ]


class _WithoutPort(IOPubThread):
    """What sends a kernel's output, without the port for what forked processes print."""

    def __init__(self, socket: Any, pipe: bool = False, session: Any = None):
        super().__init__(socket, pipe=False, session=session)


if __name__ == "__main__":
    kernelapp.IOPubThread = _WithoutPort  # type: ignore[misc]  # the app has no other place to say it
    kernelapp.launch_new_instance()
