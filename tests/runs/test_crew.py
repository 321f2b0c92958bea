"""However a run is made, its set is the same bytes: one worker or four, forked or each step in a kernel."""

import os
import signal
import time
from functools import partial
from pathlib import Path

import psutil
import pytest
from support import warm
from support.workspaces import environment, new_workspace, published, report

from helpers.context import Context
from helpers.paths import Workspace
from helpers.runs import crew
from helpers.runs.crew import Forked, Threads
from helpers.runs.run import Run

TOLD = "Det här systemet kan inte dela en varm process."


def run_of(workers: int, forks: bool) -> int:
    """A run in a process of its own."""
    if not forks:
        crew.can_fork = lambda: False
    return Run(Context.of(Workspace(Path.cwd()), 2019), workers=workers).go()


def made(tmp_path: Path, workers: int, forks: bool) -> tuple[int, str, dict[str, bytes]]:
    root = new_workspace(tmp_path)
    done = warm.run(partial(run_of, workers, forks), environment(root), root)
    return done.returncode, done.stdout, published(root)


@pytest.mark.parametrize("workers", [1, 4])
def test_a_run_of_one_or_four_workers_makes_the_set_of_two(clean, tmp_path, workers):
    code, printed, files = made(tmp_path, workers, forks=True)
    assert (code, files) == (0, clean.set), printed
    assert f"högst {workers} i taget" in printed and TOLD not in printed


@pytest.mark.long
@pytest.mark.parametrize("workers", [1, 4])
def test_where_nothing_can_be_forked_a_run_says_so_once_and_makes_the_same_set(clean, tmp_path, workers):
    code, printed, files = made(tmp_path, workers, forks=False)
    assert (code, files) == (0, clean.set), printed
    assert printed.count(TOLD) == 1


def test_nothing_is_forked_where_it_breaks(monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    assert crew.can_fork()
    monkeypatch.setattr("sys.platform", "darwin")
    assert not crew.can_fork()


def gave(hands) -> dict[str, object]:
    found: dict[str, object] = {}
    while len(found) < 3:
        found |= dict(hands.ended())
    return found


@pytest.mark.parametrize("hands", [Forked, Threads])
def test_each_piece_of_work_is_known_by_its_name(hands):
    some = hands(3)
    for n in (1, 2, 3):
        some.start(f"n{n}", partial(pow, n, 2))
    assert gave(some) == {"n1": 1, "n2": 4, "n3": 9}
    some.dismiss()


def test_a_child_that_ends_without_a_word_gave_nothing():
    some = Forked(3)
    some.start("killed", lambda: os.kill(os.getpid(), signal.SIGKILL))
    some.start("ended", lambda: os._exit(0))
    some.start("well", lambda: 1)
    assert gave(some) == {"killed": None, "ended": None, "well": 1}


def test_children_that_are_left_are_killed_when_the_crew_is_dismissed():
    some = Forked(2)
    before = set(psutil.Process().children())
    some.start("slow", partial(time.sleep, 600))
    (child,) = set(psutil.Process().children()) - before
    some.dismiss()
    assert not child.is_running()


def orphaned(folder: str) -> int:
    """A process that forks a child and is killed."""
    some = Forked(1)
    some.start("slow", partial(time.sleep, 600))
    (child,) = psutil.Process().children()
    (Path(folder) / "child").write_text(str(child.pid), encoding="utf-8")
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def test_a_child_does_not_outlive_a_parent_that_is_killed(tmp_path):
    done = warm.run(partial(orphaned, str(tmp_path)), environment(tmp_path), tmp_path)
    assert done.returncode == -signal.SIGKILL
    child = int((tmp_path / "child").read_text(encoding="utf-8"))
    for _ in range(100):
        if not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE:
            return
        time.sleep(0.05)
    pytest.fail("the child lives on")


def told_before(printed: str, step: str) -> str:
    """Why a step was made, which stands before the line of its end."""
    said = printed.splitlines()
    begins = next(n for n, line in enumerate(said) if line.startswith(f"  {step} görs: "))
    assert begins < next(n for n, line in enumerate(said) if f"] {step}: " in line)
    return said[begins].partition(" görs: ")[2]


def test_a_step_is_made_only_after_the_run_has_said_why(finished):
    made = finished / "data/processed/2019"
    (made / ".steps/2019-6_index.json").unlink()
    (made / ".made/reports/vannas.page").write_text("x", encoding="utf-8")
    (made / "findings.parquet").unlink()
    done = report(finished)
    assert done.returncode == 0, done.stdout
    assert told_before(done.stdout, "2019 6_index") == "första gången"
    lost = "det som gjordes förra gången saknas eller är ändrat för hand"
    assert told_before(done.stdout, "2019 5_audit") == lost
    drawn = told_before(done.stdout, "2019 3_platform vannas")
    assert drawn == "sidan eller koden som ritar den är ändrad"


def test_what_was_delivered_changed_removed_or_added_is_named(finished):
    raw = finished / "data/raw/2019"
    with (raw / "sus.csv").open("ab") as file:
        file.write(b"\n")
    (raw / "surveys/invited.csv").unlink()
    (raw / "okänd.txt").write_text("x", encoding="utf-8")
    done = report(finished)
    assert told_before(done.stdout, "2019 1_clean").split(", ") == [
        "data/raw/2019/surveys/invited.csv är borttagen",
        "data/raw/2019/sus.csv är ändrad och data/raw/2019/okänd.txt är ny",
    ]
    assert told_before(done.stdout, "2019 2_facts") == "tabellerna från 2019 1_clean är andra"
