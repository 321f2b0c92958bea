"""What strikes a process that changes the disk: a kill or a full disk, at a given change."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from support import warm


def is_write(event: str, arguments: tuple) -> bool:
    """Whether an audit event changes the disk."""
    if event == "open":
        return bool(arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)) and not str(
            arguments[0]
        ).startswith("/dev")
    return event in ("os.rename", "os.remove", "os.rmdir", "os.mkdir")


def from_event(number: int, action: Callable[[str], None]) -> Callable[[str, tuple], None]:
    """A hook that acts on the given change of the disk and on every later one."""
    seen = [0]

    def hook(event: str, arguments: tuple) -> None:
        if is_write(event, arguments):
            seen[0] += 1
            if seen[0] >= number:
                action(event)

    return hook


def to_trace(trace: Path) -> Callable[[str, tuple], None]:
    """A hook that writes each change of the disk on a line of its own."""
    handle = trace.open("w", encoding="utf-8")

    def hook(event: str, arguments: tuple) -> None:
        if is_write(event, arguments):
            paths = arguments[: 2 if event == "os.rename" else 1]
            print(event, *paths, file=handle, flush=True)

    return hook


def struck(command: str, number: int, action: Callable[[str], None]) -> int:
    """A command that is struck at a change of the disk."""
    sys.addaudithook(from_event(number, action))
    return warm.carry_out(command)


def traced(command: str, trace: Path) -> int:
    """A command of which every change of the disk is written down."""
    sys.addaudithook(to_trace(trace))
    return warm.carry_out(command)


def kill_self(_: str) -> None:
    os.kill(os.getpid(), 9)


def no_space(event: str) -> None:
    if event not in ("os.remove", "os.rmdir"):
        raise OSError(28, "No space left on device")
