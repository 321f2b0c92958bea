"""Association-years handed to a warm process beside who was asked: a thread, or a worker of a cluster.

Of the standard library alone: the scheduler and the workers of a cluster import this module and no other
of ours.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

COMMAND = "national-hand"  # `national_work.serve`
KILLED = "killed"
_CODE = Path(__file__).resolve().parents[2]  # src, where our package lies
_FREE: list[subprocess.Popen[str]] = []  # hands with nothing to do
_LOGS: list[TextIO] = []  # where new hands tell what they do, the last one; on a cluster as the worker does
_ASKING = threading.Lock()


def carried_out(task: dict[str, Any]) -> dict[str, Any]:
    """How an association-year ended, `national_year.Ended` as a dict, by a hand of this process.

    `task` is `national_year.Task` as a dict. A hand that dies is followed by another, once: what was made
    before stands, and is not made again.
    """
    for _ in range(2):
        hand = _taken(task["root"])
        if answer := _asked(hand, task):
            with _ASKING:
                _FREE.append(hand)
            return json.loads(answer)
        hand.kill()
        hand.wait()
    return {"state": KILLED}


@contextmanager
def logged(path: Path) -> Iterator[None]:
    """Let hands tell what they do in a file, made anew for its owner alone; they end when the block does."""
    with open(path, "w", encoding="utf-8", opener=_for_its_owner) as log:
        _LOGS.append(log)
        try:
            yield
        finally:
            _LOGS.remove(log)
            dismiss()


def dismiss() -> None:
    """Let the hands that have nothing to do end."""
    with _ASKING:
        while _FREE:
            hand = _FREE.pop()
            hand.communicate()  # it ends with what it reads from


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _taken(root: str) -> "subprocess.Popen[str]":
    """A hand that is free, else a new one; it is of this process and ends with it, however that ends."""
    with _ASKING:
        if _FREE:
            return _FREE.pop()
    told = {"SOCIALT_BOKSLUT_WORKSPACE": root, "PYTHONPATH": os.fspath(_CODE)}
    command = [sys.executable, "-P", "-m", "helpers", COMMAND]
    return subprocess.Popen(
        command,
        env=os.environ | told,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=_LOGS[-1] if _LOGS else None,
        encoding="utf-8",
    )


def _asked(hand: "subprocess.Popen[str]", task: dict[str, Any]) -> str:
    """What a hand answers; '' where it has died."""
    assert hand.stdin is not None and hand.stdout is not None
    try:
        hand.stdin.write(json.dumps(task) + "\n")
        hand.stdin.flush()
        return hand.stdout.readline()
    except OSError:
        return ""
