"""A command that is told to end: one line, a shell's exit status, no child, nothing left."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from support.workspaces import at_work, environment, new_workspace, published

from helpers.machine.processes import is_prepared

LINE = "Kommandot avbröts innan det var klart. Inget halvfärdigt ligger kvar. Ge samma kommando igen."


def begun(name: str, root: Path, temporary: Path) -> subprocess.Popen:
    temporary.mkdir(exist_ok=True)
    return subprocess.Popen(
        [sys.executable, "-m", "helpers", name],
        env=environment(root, YEAR="2019", TMPDIR=str(temporary)),
        cwd=root,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def left(*places: Path) -> list[str]:
    """What lies prepared in places and is of no use to anybody."""
    return [p.name for place in places for p in place.rglob("*") if is_prepared(p.name)]


def ended(run: subprocess.Popen, number: int) -> tuple[str, list[psutil.Process]]:
    """What a run that is sent a signal prints, and what it had begun and outlives it."""
    family = psutil.Process(run.pid).children(recursive=True)
    run.send_signal(number)
    printed = run.communicate(timeout=30)[0]
    return printed, psutil.wait_procs(family, timeout=5)[1]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda n: n.name)
def test_a_signal_at_work_ends_a_run_with_one_line_and_nothing_left(changed, tmp_path, number):
    root, before = new_workspace(tmp_path, changed.root), published(changed.root)
    (root / "data/processed/2019/facts.parquet").unlink()
    run = begun("report", root, tmp_path / "tmp")
    for line in run.stdout:
        if " görs: " in line:
            break
    printed, alive = ended(run, number)
    assert (run.returncode, printed.splitlines()[-1], alive) == (128 + number, LINE, [])
    assert "Traceback" not in printed and published(root) == before
    assert not left(root, tmp_path / "tmp")


def test_a_signal_to_a_child_alone_fails_nothing(clean, tmp_path):
    root = new_workspace(tmp_path, clean.root)
    (root / "data/processed/2019/facts.parquet").unlink()
    run, children = begun("report", root, tmp_path / "tmp"), []
    while not children:
        children = at_work(psutil.Process(run.pid))
    children[0].send_signal(signal.SIGTERM)
    printed = run.communicate(timeout=60)[0]
    assert run.returncode == 0, printed
    assert published(root) == clean.set and not left(root, tmp_path / "tmp")


def test_a_run_that_is_to_ignore_a_signal_goes_on(clean, tmp_path):
    """As `nohup make report` asks it to."""
    root = new_workspace(tmp_path, clean.root)
    (root / "data/processed/2019/facts.parquet").unlink()
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        run = begun("report", root, tmp_path / "tmp")
    finally:
        signal.signal(signal.SIGHUP, before)
    run.stdout.readline()
    run.send_signal(signal.SIGHUP)
    assert run.communicate(timeout=60) and run.returncode == 0


@pytest.mark.long
@pytest.mark.parametrize("name", ["report", "audit", "bundle", "sample"])
def test_a_signal_at_any_moment_ends_any_command_so(clean, tmp_path, name):
    root, chance = new_workspace(tmp_path, clean.root), random.Random(name)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        run = begun(name, root, tmp_path / "tmp")
        time.sleep(chance.uniform(0.2, 2.5))
        if run.poll() is None:
            printed, alive = ended(run, number)
            assert not alive and "Traceback" not in printed
            assert run.returncode in (0, 128 + number), printed
        else:
            run.communicate()
        assert not left(root, tmp_path / "tmp")
    assert published(root) == clean.set
    assert os.listdir(tmp_path / "tmp") == []
