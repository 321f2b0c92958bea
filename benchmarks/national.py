"""What the national run costs with N workers of a cluster on this machine: T(1), T(2) … and their ratio.

    PYTHONPATH=src:tests python benchmarks/national.py 8 1 2

Eight copies of the tests' small association, facts of two years each, with one and with two workers. Prints
wall seconds of the whole command; say them only of a machine that does nothing else.
"""

import shutil
import sys
import tempfile
import time
from pathlib import Path

from support.cluster import cluster, national
from support.workspaces import FIXTURE


def seconds(associations: int, workers: int, folder: Path) -> float:
    """Wall seconds of a run from nothing made; the workers have joined before it begins."""
    root = folder / "land"
    for number in range(associations):
        shutil.copytree(FIXTURE, root / f"forbund-{number}")
    with cluster(folder / "cluster", [[]] * workers) as made:
        began = time.monotonic()
        run = national(root, "2018-2019", SCHEDULER=made.address, FORMS="facts")
        printed, _ = run.communicate()
        took = time.monotonic() - began
    if run.returncode:
        raise SystemExit(printed)
    return took


def main() -> None:
    associations, *workers = map(int, sys.argv[1:])
    for number in workers:
        with tempfile.TemporaryDirectory() as folder:
            took = seconds(associations, number, Path(folder))
        print(f"workers {number}: {took:.1f} s, {took / associations / 2:.2f} s for each association-year")


if __name__ == "__main__":
    main()
