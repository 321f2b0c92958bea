"""Who makes the steps: children forked from this warm process, or threads where none can be forked.

A child has all that was imported before it, does one step in a process of its own and ends. It inherits what
it needs and tells over a pipe how it went: no port, no file, nothing that outlives the run.
"""

import gc
import importlib
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from mmap import mmap
from multiprocessing.connection import Connection
from multiprocessing.connection import wait as wait_for
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Generic, Protocol, TypeVar

import nbformat

from helpers.deliveries.files import watched
from helpers.machine import ending
from helpers.machine.processes import die_with
from helpers.machine.source_code import imported, reached

T = TypeVar("T")


class Crew(Protocol[T]):
    """Makes several steps at a time, each known by its name."""

    size: int

    def start(self, name: str, work: Callable[[], T]) -> None:
        """Begin a piece of work, which raises nothing."""

    def ended(self) -> list[tuple[str, T | None]]:
        """Wait until something has ended: what, and what it gave; None where its process died."""

    def knows(self, name: str) -> bool:
        """Whether what a process died at is known and will not end the next one too: it is worth another."""

    def dismiss(self) -> None:
        """Stop what is still at work."""


class Forked(Generic[T]):
    """A child of this process for each piece of work. What it gives must be picklable."""

    def __init__(self, size: int):
        self.size = size
        self._context = multiprocessing.get_context("fork")
        self._children: dict[Connection, tuple[str, BaseProcess]] = {}
        self._telling: dict[str, mmap] = {}  # where each child says which file it reads

    def start(self, name: str, work: Callable[[], T]) -> None:
        """Fork a child that does the work."""
        mine, its = self._context.Pipe(duplex=False)
        place = self._telling[name] = watched.shared()

        def watched_work() -> T:
            watched.tell_in(place)
            return work()

        child = self._context.Process(target=_in_child, args=(watched_work, its, os.getpid()), daemon=True)
        child.start()
        its.close()
        self._children[mine] = name, child

    def ended(self) -> list[tuple[str, T | None]]:
        """Wait for the next children to end."""
        return [self._result(pipe) for pipe in wait_for(list(self._children)) if isinstance(pipe, Connection)]

    def _result(self, pipe: Connection) -> tuple[str, T | None]:
        name, child = self._children.pop(pipe)
        try:
            given = pipe.recv()
        except (EOFError, OSError):
            given = None
        pipe.close()
        child.join()
        return name, given

    def knows(self, name: str) -> bool:
        """Whether a child died while it read a file, which is read once more and then refused."""
        return watched.died(self._telling[name])

    def dismiss(self) -> None:
        """Kill the children that are left."""
        for _, child in self._children.values():
            child.kill()
            child.join()


def _in_child(work: Callable[[], T], pipe: Connection, parent: int) -> None:
    ending.answer_as_a_child()
    die_with(parent)
    pipe.send(work())


class Threads(Generic[T]):
    """A thread of this process for each piece of work."""

    def __init__(self, size: int):
        self.size = size
        self._pool = ThreadPoolExecutor(size)
        self._running: dict[Future[T], str] = {}

    def start(self, name: str, work: Callable[[], T]) -> None:
        """Hand the work to a thread."""
        self._running[self._pool.submit(work)] = name

    def ended(self) -> list[tuple[str, T | None]]:
        """Wait for the next threads to end."""
        done, _ = wait(self._running, return_when=FIRST_COMPLETED)
        return [(self._running.pop(future), future.result()) for future in done]

    def knows(self, name: str) -> bool:
        """A thread does not die by itself."""
        return False

    def dismiss(self) -> None:
        """Begin nothing more and wait for what is at work."""
        self._pool.shutdown(cancel_futures=True)


def can_fork() -> bool:
    """Whether a warm process may be forked: Linux alone; macOS offers it, but its libraries break in it."""
    return sys.platform == "linux" and "fork" in multiprocessing.get_all_start_methods()


def warm(starts: Iterable[Path]) -> None:
    """Import all that notebooks and modules can come to import, so that no child has to.

    What cannot be imported is left for the step that needs it, which tells why.
    """
    for name in sorted({name for start in starts for path in reached(start) for name in _named(path)}):
        with suppress(Exception):
            importlib.import_module(name)
    nbformat.validate(nbformat.v4.new_notebook())  # compiles the schema
    gc.collect()
    gc.freeze()  # what is here already is never looked through again, and stays shared


def _named(path: Path) -> tuple[str, ...]:
    if path.suffix not in (".py", ".ipynb"):
        return ()
    with suppress(SyntaxError):
        return imported(path)
    return ()


def processors() -> int:
    """How many steps at a time: one for each processor this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
