"""Kill -9 at thirty moments: the earlier whole set or the new one, and the same command completes it."""

import random
import shutil
import subprocess
import time

import psutil
import pytest
from support.workspaces import FIXTURE, make, new_workspace, published, report, started

MOMENTS = 30
VICTIMS = ("make", "runner", "child")
LIST = "data/raw/2019/participants/vannas.csv"


@pytest.mark.long
@pytest.mark.parametrize("moment", range(MOMENTS))
def test_a_run_killed_at_any_moment_leaves_a_whole_set_and_the_same_command_completes_it(
    clean, changed, tmp_path, moment
):
    root = new_workspace(tmp_path, changed.root)
    shutil.copy(FIXTURE / LIST, root / LIST)
    chance, victim = random.Random(moment), VICTIMS[moment % len(VICTIMS)]
    run = started(make(root, "YEAR=2019"), root)
    for _ in range(chance.randint(1, 30)):  # so many lines of some thirty are told first
        run.stdout.readline()
    time.sleep(chance.uniform(0, 0.2))
    family = of_a_run(run)
    if family[victim]:
        family[victim].kill()
    if victim == "make":  # the runner goes on by itself
        family["runner"].wait()
    run.communicate()
    gone = [p for p in family.values() if p]
    assert not psutil.wait_procs(gone, timeout=20)[1], "something outlived the run"
    assert published(root) in (clean.set, changed.set)
    again = report(root)
    assert again.returncode == 0, again.stdout
    assert published(root) == clean.set
    assert not [p for p in (root / "data/processed").rglob(".*") if "sb-" in p.name]
    assert not [p for p in (*(root / "reports").iterdir(), *(root / "data").iterdir()) if p.name[0] == "."]


def of_a_run(run: subprocess.Popen) -> dict[str, psutil.Process | None]:
    """make, the runner that it started and one child of that, as far as they still live."""
    family: dict[str, psutil.Process | None] = dict.fromkeys(VICTIMS)
    try:
        family["make"] = psutil.Process(run.pid)
        family["runner"] = next(iter(family["make"].children()), None)
        family["child"] = next(iter(family["runner"].children()), None) if family["runner"] else None
    except psutil.NoSuchProcess:
        pass
    return family
