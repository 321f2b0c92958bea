"""The program of a kernel: ipykernel, but with no port open to the network.

Whatever transport is chosen, ipykernel listens on a TCP port of this machine for what forked processes print;
the notebooks fork none. Hardly anything else is imported here: a kernel begins empty, and figures are inline
only where matplotlib is imported after it began.
"""

import os
from typing import Any

from ipykernel import kernelapp
from ipykernel.iostream import IOPubThread

from helpers.machine.processes import die_with


class _WithoutPort(IOPubThread):
    """What sends a kernel's output, without the port for what forked processes print."""

    def __init__(self, socket: Any, pipe: bool = False, session: Any = None):
        super().__init__(socket, pipe=False, session=session)


class IPKernelApp(kernelapp.IPKernelApp):
    """A kernel that nobody's settings reach: of the machine, of the environment or at home.

    Options of the command line know it by the name of its class.
    """

    def load_config_file(self, *_: Any, **__: Any) -> None:
        """Settings are those of the command line."""

    def _run_startup_files(self) -> None:
        """Nothing runs before the notebook."""


if __name__ == "__main__":
    die_with(int(os.environ["JPY_PARENT_PID"]))  # what started it
    kernelapp.IOPubThread = _WithoutPort  # type: ignore[misc]  # the app has no other place to say it
    IPKernelApp.launch_instance()
