"""Commands in children of one warm process that has imported the program: a fraction of a process each.

The server is Python's own `forkserver`, which has imported `support.preloaded`: it knows nothing of pytest,
of what tests have patched or of what libraries they have set. A child is told its environment and folder.
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from multiprocessing import forkserver
from pathlib import Path

import pytest

from helpers.__main__ import main
from helpers.paths import REPOSITORY

_SERVER = multiprocessing.get_context("forkserver")
_TESTS = Path(__file__).resolve().parents[1]


def run(
    work: Callable[[], int], environment: Mapping[str, str], folder: Path
) -> subprocess.CompletedProcess[str]:
    """What `work` gives as an exit status and prints, in a child with this environment in this folder.

    It is pickled: a function of a module, or a partial of one.
    """
    _start_server()
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as printed:
        child = _SERVER.Process(target=_in_child, args=(work, dict(environment), folder, printed.name))
        child.start()
        child.join()
        return subprocess.CompletedProcess([str(work)], child.exitcode, printed.read())


def command(name: str, environment: Mapping[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    """`python -m helpers <name>` in a warm child."""
    return run(partial(carry_out, name), environment, folder)


def carry_out(name: str) -> int:
    """A command in this process, which is made for it."""
    sys.argv = ["helpers", name]
    return main()


def _in_child(work: Callable[[], int], environment: dict[str, str], folder: Path, printed: str) -> None:
    out = os.open(printed, os.O_WRONLY)
    for number in (1, 2):
        os.dup2(out, number)
    sys.stdout = sys.stderr = open(1, "w", 1, encoding="utf-8", closefd=False)  # noqa: SIM115
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    tempfile.tempdir = None  # asked for anew
    os.chdir(folder)
    sys.exit(work())


def _start_server() -> None:
    """Start the server where it does not run; what it imports first has to be on its path."""
    _SERVER.set_forkserver_preload(["support.preloaded"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(REPOSITORY / "src"), str(_TESTS)]))
        forkserver.ensure_running()
