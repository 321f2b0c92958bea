"""The national run on a real scheduler and workers: the bytes of a local run, also when one is killed."""

import re
import shutil
from collections import Counter

import psutil
import pytest
from support import hosts
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


def at_work(made: Cluster, steps: int = 3) -> list[int]:
    """The workers that have made so many steps."""
    return [n for n in range(len(made.workers)) if len(MADE.findall(made.log(n))) >= steps]


@pytest.mark.long
def test_a_worker_that_is_cut_off_loses_no_facts_and_none_are_made_twice(clean, tmp_path):
    """A scheduler and two workers on hosts of their own; the link of one goes down while it is at work."""
    if reason := hosts.why_not():
        pytest.skip(reason)
    root, names = tmp_path / "land", [f"forbund-{n}" for n in range(4)]
    for name in names:
        shutil.copytree(FIXTURE, root / name)
    with hosts.network(2) as net:
        middle, machines = net.within("bridge"), [net.within("0"), net.within("1")]
        how = {"host": net.address, "scheduler": middle}
        with cluster(tmp_path / "cluster", machines, **how) as made:
            run = national(root, "2018-2019", middle, SCHEDULER=made.address, FORMS="facts")
            victim, *_ = until(lambda: at_work(made, steps=1), "a worker that has made a step", 120)
            net.cut(victim)
            printed, _ = run.communicate(timeout=240)
            steps = Counter(MADE.findall(made.told))
            scheduled = (tmp_path / "cluster/scheduler.log").read_text(encoding="utf-8")
    assert run.returncode == 0, printed
    assert "Remove worker" in scheduled  # it was given up while the run went on
    assert ends(root) == [(name, year, "ok", "") for name in names for year in ("2018", "2019")]
    for name in names:
        assert (root / name / "reports/2019/facts.csv").read_bytes() == clean.set["facts.csv"]
    assert len(steps) == 3 * 2 * len(names) and set(steps.values()) == {1}, steps
