"""What one command costs, with all that it starts: wall, CPU and memory; and what others used meanwhile."""

import os
import subprocess
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
SAMPLED_EVERY = 0.1  # seconds
BUSY = (0, 1, 2, 5, 6, 7)  # of the first line of /proc/stat: user, nice, system, irq, softirq, steal


@dataclass(frozen=True)
class Command:
    """What is run: its words, in which folder, and its whole environment."""

    words: list[str]
    folder: Path
    environment: dict[str, str]


@dataclass(frozen=True)
class Cost:
    """Seconds of one run.

    `others` are processors that others kept busy meanwhile, `load` is the machine's before; `said` is the
    last line that it printed.
    """

    wall: float
    cpu: float
    others: float
    load: float
    said: str


def run(command: Command) -> Cost:
    """Run a command and measure it.

    Raises:
        RuntimeError: it failed; says what it printed last.
    """
    load, busy = os.getloadavg()[0], _busy()
    with tempfile.TemporaryFile() as printed:
        start = time.monotonic()
        process = _started(command, printed)
        _, status, used = os.wait4(process.pid, 0)  # its own and that of all whose end somebody waited for
        wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        said = _said(process, command, printed)
    cpu = used.ru_utime + used.ru_stime
    return Cost(wall, cpu, max(0.0, (_busy() - busy - cpu) / wall), load, said)


def peak(command: Command) -> float:
    """The most memory that a command and all that it started held at once: MB, each shared page counted once.

    Not to be timed: looking costs too.

    Raises:
        RuntimeError: it failed.
    """
    most = 0.0
    with tempfile.TemporaryFile() as printed:
        process = _started(command, printed)
        while process.poll() is None:
            most = max(most, held(process.pid))
            time.sleep(SAMPLED_EVERY)
        _said(process, command, printed)
    return most


def held(process: int) -> float:
    """What a process and all that it started hold now: MB, each shared page counted once."""
    return sum(map(_proportional, _tree(process))) / 1024


def _started(command: Command, printed) -> subprocess.Popen:
    return subprocess.Popen(
        command.words,
        cwd=command.folder,
        env=command.environment,
        stdin=subprocess.DEVNULL,
        stdout=printed,
        stderr=subprocess.STDOUT,
    )


def _said(process: subprocess.Popen, command: Command, printed) -> str:
    printed.seek(0)
    lines = [line for line in printed.read().decode(errors="replace").splitlines() if line.strip()]
    if process.returncode:
        ended = f"{' '.join(command.words)} ended with {process.returncode}"
        raise RuntimeError("\n".join([ended, *lines[-20:]]))
    return lines[-1] if lines else ""


def _busy() -> float:
    """Seconds that all processors have been busy since the machine started."""
    fields = Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()[1:]
    return sum(int(fields[i]) for i in BUSY) / TICKS


def _tree(root: int) -> list[int]:
    """A process and all that descend from it."""
    children: dict[int, list[int]] = defaultdict(list)
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
        except OSError:  # it ended meanwhile
            continue
        children[parent].append(int(folder.name))
    found = [root]
    for process in found:
        found += children[process]
    return found


def _proportional(process: int) -> int:
    """The proportional set size of a process in kB; 0 of one that has ended."""
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0)


def machine() -> dict[str, str]:
    """What it was measured on."""
    model = _field("/proc/cpuinfo", "model name")
    memory = int(_field("/proc/meminfo", "MemTotal").split()[0]) / 1024**2
    return {"cores": str(os.cpu_count()), "processor": model, "memory": f"{memory:.0f} GB"}


def _field(path: str, name: str) -> str:
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "0")
