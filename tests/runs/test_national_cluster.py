"""The national run on a real scheduler and workers: the bytes of a local run, also when one is killed."""

import re
import shutil
from collections import Counter

import psutil
from support.cluster import Cluster, cluster, ends, kill, national, until
from support.workspaces import FIXTURE, published

MADE = re.compile(r"^(\S+) \[\d+/\d+\] (.+?): klart på", re.M)


def test_a_killed_worker_loses_no_report_and_none_is_made_twice(clean, tmp_path):
    root = tmp_path / "land"
    for name in ("fjaderbygden", "ovre-aven"):
        shutil.copytree(FIXTURE, root / name)
    with cluster(tmp_path / "cluster", [[]] * 4) as made:
        run = national(root, "2019", SCHEDULER=made.address)
        victim, *_ = until(lambda: at_work(made), "a worker that has made some steps", 120)
        family = made.family(victim)
        assert len(family) > 1  # the warm process beside it, and what that has forked
        kill(made.workers[victim])
        assert not psutil.wait_procs(family[1:], timeout=20)[1], "something outlived the worker"
        printed, _ = run.communicate(timeout=240)
        steps = Counter(MADE.findall(made.told))
    assert run.returncode == 0, printed
    assert "4 i taget" in printed and "2 av 2: " in printed
    for association in ("fjaderbygden", "ovre-aven"):
        assert published(root / association) == clean.set
        mine = {step: times for (name, step), times in steps.items() if name == association}
        assert max(mine.values()) == 1, mine
        assert len(mine) >= len(clean.set) // 3
    assert ends(root) == [(name, "2019", "ok", "") for name in ("fjaderbygden", "ovre-aven")]


def at_work(made: Cluster) -> list[int]:
    """The workers that have made three steps."""
    return [n for n in range(len(made.workers)) if len(MADE.findall(made.log(n))) >= 3]
