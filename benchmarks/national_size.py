"""What a whole national run costs on this machine: wall, CPU, memory and what it leaves on disk.

    PYTHONPATH=src:. python benchmarks/national_size.py folder 80 2015-2024 1000000 facts
    PYTHONPATH=src:. python benchmarks/national_size.py folder 8 2023-2024 25000

Invented associations (`make synthetic`, seed 1, one planted outlier) are written below `folder`, which must
not be there, and every year of theirs is made; then the same command is given again. With `facts` no reports
are made. Prints JSON; memory is the largest sum, in samples two seconds apart, of what the run's processes
have of their own (PSS).
"""

import json
import os
import resource
import subprocess
import sys
import threading
import time
from pathlib import Path

from benchmarks.measure import held

PLANTED = "forbund-007:to-work:0.1"
BETWEEN_SAMPLES = 2.0


def measured(command: str, root: Path, **told: str) -> dict[str, float]:
    """A command's seconds of wall and CPU, all its processes counted, and their memory together (MB)."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "helpers", command],
        env=os.environ | {"ROOT": str(root)} | told,
        stdout=sys.stderr,
    )
    peak, over = [0.0], threading.Event()

    def sample() -> None:
        while not over.wait(BETWEEN_SAMPLES):
            peak.append(held(process.pid))

    watch = threading.Thread(target=sample)
    watch.start()
    status = process.wait()
    took = time.monotonic() - began
    over.set()
    watch.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"status": status, "wall": round(took, 1), "cpu": round(cpu, 1), "memory": round(max(peak))}


def files(folder: Path) -> dict[str, float]:
    """How many files lie in a folder, and their MB."""
    found = [p.stat().st_size for p in folder.rglob("*") if p.is_file()]
    return {"files": len(found), "mb": round(sum(found) / 1e6, 1)}


def main() -> None:
    folder, associations, years, participations, *forms = sys.argv[1:]
    root, told = Path(folder).resolve(), {"YEARS": years, "FORMS": "".join(forms)}
    root.parent.mkdir(parents=True, exist_ok=True)
    of = {"ASSOCIATIONS": associations, "PARTICIPATIONS": participations, "SEED": "1", "OUTLIER": PLANTED}
    found = {"synthetic": measured("synthetic", root, YEARS=years, **of) | files(root)}
    print(json.dumps(found), flush=True)
    for name in ("national", "again"):
        print(json.dumps({name: measured("national", root, **told) | files(root)}), flush=True)
    print(json.dumps({"national/": files(root / "national")}))


if __name__ == "__main__":
    main()
