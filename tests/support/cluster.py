"""A scheduler and workers of dask as processes of their own, and the national run that is told of them."""

import contextlib
import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from support.workspaces import environment

DASK = [sys.executable, "-m", "dask"]
# A scheduler gives up a worker that it does not hear after so long; five minutes where nothing is said.
PATIENCE = {
    "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "12s",
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__TCP": "12s",
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "12s",
}


@dataclass
class Cluster:
    """A scheduler's address, and its workers with their logs."""

    folder: Path
    host: str = "127.0.0.1"
    scheduler: list[str] = field(default_factory=list)
    address: str = ""
    workers: list[subprocess.Popen] = field(default_factory=list)
    processes: list[subprocess.Popen] = field(default_factory=list)

    def start(self, within: list[list[str]], more: dict[str, str] | None = None) -> None:
        """The scheduler, and a worker for each of `within`."""
        told = self.folder / "scheduler.json"
        options = ["--host", self.host, "--port", "0", "--scheduler-file", str(told), "--no-dashboard"]
        self._process([*self.scheduler, *DASK, "scheduler", *options], "scheduler", more)
        until(told.exists, "the scheduler")
        self.address = json.loads(told.read_text(encoding="utf-8"))["address"]
        for number, host in enumerate(within):
            options = [self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
            options += ["--local-directory", str(self.folder / f"worker-{number}")]
            self.workers.append(self._process([*host, *DASK, "worker", *options], f"worker-{number}", more))

        for number in range(len(within)):
            until(lambda n=number: "Registered to" in self.log(n), f"worker {number}")

    def _process(self, command: list[str], name: str, more: dict[str, str] | None) -> subprocess.Popen:
        with (self.folder / f"{name}.log").open("w") as log:
            told = environment(self.folder, **PATIENCE, **(more or {}))
            process = subprocess.Popen(command, env=told, stdout=log, stderr=log, start_new_session=True)
        self.processes.append(process)
        return process

    def log(self, number: int) -> str:
        """What a worker and the runs beside it have told."""
        return (self.folder / f"worker-{number}.log").read_text(encoding="utf-8", errors="replace")

    @property
    def told(self) -> str:
        """What all of them have told."""
        return "\n".join(self.log(number) for number in range(len(self.workers)))

    def family(self, number: int) -> list[psutil.Process]:
        """A worker's process and all below it."""
        worker = psutil.Process(self.workers[number].pid)
        return [worker, *worker.children(recursive=True)]


@contextlib.contextmanager
def cluster(folder: Path, within: list[list[str]], **how: object) -> Iterator[Cluster]:
    """A scheduler and a worker for each of `within`; nothing of them outlives the block."""
    folder.mkdir(exist_ok=True)
    more = how.pop("more", None)
    made, before = Cluster(folder, **how), set(psutil.Process().children(recursive=True))
    try:
        made.start(within, more)
        yield made
    finally:
        left = set(psutil.Process().children(recursive=True)) - before
        for process in left:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(left, timeout=20)
        for process in made.processes:
            process.wait()


def national(root: Path, years: str, within: list[str] | None = None, **more: str) -> subprocess.Popen:
    """`make national` begun."""
    told = environment(root, ROOT=str(root), YEARS=years, **more)
    command = [*(within or []), sys.executable, "-P", "-m", "helpers", "national"]
    return subprocess.Popen(
        command, env=told, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, bufsize=1
    )


def ends(root: Path) -> list[tuple[str, str, str, str]]:
    """How the association-years ended: association, year, state and reason, as the run's table has them."""
    with (root / "national/runs.csv").open(encoding="utf-8", newline="") as file:
        heading, *rows = csv.reader(file)
    assert heading == ["association", "year", "state", "reason"]
    return [tuple(row) for row in rows]


def until(is_so: Callable[[], object], what: str, seconds: float = 60) -> object:
    """What `is_so` gives as soon as it is anything."""
    last = time.monotonic() + seconds
    while time.monotonic() < last:
        if found := is_so():
            return found
        time.sleep(0.05)
    raise AssertionError(f"{what}: not within {seconds} s")


def kill(process: subprocess.Popen) -> None:
    """End a process as the system does when it is out of memory."""
    os.kill(process.pid, signal.SIGKILL)
