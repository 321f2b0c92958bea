"""What is costly to make is made once a session, by whichever worker of pytest-xdist needs it first."""

import fcntl
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


def once(factory: pytest.TempPathFactory, name: str, build: Callable[[Path], object]) -> tuple[Path, object]:
    """A folder that `build` has filled, and what it told (JSON); the other workers wait for it and read it.

    The folder is copied, never changed. A build that raised has left nothing: the next worker tries again.
    """
    base = factory.getbasetemp()
    session = base.parent if base.name.startswith("popen-gw") else base
    folder, told = session / "shared" / name, session / "shared" / f"{name}.json"
    folder.parent.mkdir(exist_ok=True)
    with (folder.parent / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            given = json.dumps(build(folder))
            told.write_text(given, encoding="utf-8")
    return folder, json.loads(told.read_text(encoding="utf-8"))
