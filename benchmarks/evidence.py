"""The rows behind a year's facts: kept as sets of numbers, against the plain way of one line a fact and row.

    python benchmarks/evidence.py data/processed/2019

Reads the year's `fact_rows` and `evidence`, writes and reads both forms in turn in one process, and prints
time, bytes on disk and memory of each, and their ratios.
"""

import io
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from helpers.fact_tables import rows_of
from helpers.facts import KEY
from helpers.rows import places_of

ROUNDS = 3


def plain(fact_rows: pd.DataFrame, evidence: pd.DataFrame) -> pd.DataFrame:
    """One line a fact and row, as text: the peer."""
    behind = rows_of(fact_rows, evidence)
    lines = [
        (*key, role, str(place))
        for key, roles in behind.items()
        for role, rows in roles.items()
        for place in places_of(rows)
    ]
    return pd.DataFrame(lines, columns=[*KEY, "role", "row"])


def written(*tables: pd.DataFrame) -> list[bytes]:
    """Each table as parquet."""
    return [table.to_parquet(index=False) for table in tables]


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    start = time.process_time()
    work()
    return time.process_time() - start


def read_plain(lines: bytes) -> dict[tuple, dict[str, set[str]]]:
    """The plain form by key and role."""
    found: dict[tuple, dict[str, set[str]]] = {}
    for *key, role, row in pd.read_parquet(io.BytesIO(lines)).itertuples(index=False):
        found.setdefault(tuple(key), {}).setdefault(role, set()).add(row)
    return found


def main(folder: Path) -> None:
    """Print both forms beside each other."""
    ours = [pd.read_parquet(folder / f"{name}.parquet") for name in ("fact_rows", "evidence")]
    peer = plain(*ours)
    kept, lines = written(*ours), written(peer)
    forms = {
        "plain": (lambda: read_plain(written(peer)[0]), lines, peer.memory_usage(deep=True).sum(), len(peer)),
        "sets": (
            lambda: rows_of(*(pd.read_parquet(io.BytesIO(t)) for t in written(*ours))),
            kept,
            sum(t.memory_usage(deep=True).sum() for t in ours) + sum(r.nbytes for r in ours[1]["rows"]),
            sum(map(len, ours[1]["rows"])),
        ),
    }
    times: dict[str, list[float]] = {name: [] for name in forms}
    for _ in range(ROUNDS):
        for name, (work, *_) in forms.items():
            times[name].append(cpu(work))
    for name, (_, bytes_, memory, rows) in forms.items():
        size = sum(map(len, bytes_))
        print(f"{name:6} {min(times[name]):6.2f} CPU s {size:9} bytes {memory:10} in memory {rows:7} rows")
    print(f"ratio  {min(times['plain']) / min(times['sets']):6.1f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
