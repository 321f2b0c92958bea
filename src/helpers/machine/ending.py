"""How a command ends that is told to: its children ended, nothing half made left, one line, a shell's status.

The signal is answered wherever the command is, in an import or a swap too: nothing is unwound.
The process does to itself what the next command would do after a kill.
"""

import os
import re
import signal
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path

from helpers.machine import processes, whole

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_WORDS = Path(__file__).parents[1] / "catalogue" / "sv.yaml"


def answer(root: Path) -> None:
    """From now on end this process well when it is told to; one that is to ignore a signal still does.

    `root` is the workspace that it works in. What came while signals were held is answered at once.
    """
    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, partial(_end, root, os.getpid()))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


def answer_as_a_child() -> None:
    """A child that makes a step: what a terminal sends is its parent's to answer, and ends it too."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _end(root: Path, owner: int, number: int, _: object) -> None:
    if os.getpid() != owner:  # a child that was forked a moment ago
        os._exit(128 + number)
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    with suppress(Exception):
        processes.end_children()
    with suppress(Exception):
        whole.sweep(root, mine=True)
    with suppress(Exception):
        os.write(2, f"{_told()}\n".encode(getattr(sys.stderr, "encoding", None) or "utf-8", "replace"))
    os._exit(128 + number)


def _told() -> str:
    """The catalogue's line, read as it stands there: its reader may be what is being imported."""
    found = re.search(r'(?m)^  ended: "(.*)"$', _WORDS.read_text(encoding="utf-8"))
    return found[1] if found else ""
