"""What strikes a process that changes the disk: a kill or a full disk, at a given change."""

import os
from collections.abc import Callable


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


def kill_self(_: str) -> None:
    os.kill(os.getpid(), 9)


def no_space(event: str) -> None:
    if event not in ("os.remove", "os.rmdir"):
        raise OSError(28, "No space left on device")
