"""The code of `make bench`: it can be read and its arithmetic holds. Nothing here is timed."""

import ast
import json
import sys
from pathlib import Path

import pandas as pd
import pytest

from helpers.paths import REPOSITORY

sys.path.insert(0, str(REPOSITORY))
from benchmarks import cases, ledger, measure, page, places
from benchmarks.measure import Command, Cost
from benchmarks.ratios import HEAD, RATIOS, Ratio, exponent

FOLDER = REPOSITORY / "benchmarks"
NAMES = ("cold", "loop", "nbconvert", "ploomber", "plain", "unchanged", "diff", "changed")
OF_ROWS = [f"{who}-{size}" for size in cases.SIZES for who in ("rows", "duckdb", "polars")]

OF_LEDGER = ("ledger", "ledger-plain")


def python(code: str) -> Command:
    return Command([sys.executable, "-c", code], REPOSITORY, places.environment())


def costs() -> dict[str, list[Cost]]:
    """Three rounds of every command: the n:th takes n times as long."""
    found = {name: [Cost(n, 2 * n, 0.5, 1, "") for n in (1, 2, 3)] for name in (*NAMES, *OF_ROWS, *OF_LEDGER)}
    steps = [output for output, *_ in places.steps(REPOSITORY)]
    told = json.dumps({"start": 1.0} | dict.fromkeys(steps, 0.25))
    found["plain"] = [Cost(n, 2 * n, 0.5, 1, told) for n in (1, 2, 3)]
    said = json.dumps({"seconds": 4.5, "peak": 340, "refused": False, "sums": {"1940": -5}})
    found["ledger"] = [Cost(n, 2 * n, 0.5, 1, said) for n in (1, 2, 3)]
    for size in cases.SIZES:
        said = f"{size / 1000:.2f} {size / 1000:.2f} 7 300"
        found[f"rows-{size}"] = [Cost(n, 2 * n, 0.5, 1, said) for n in (1, 2, 3)]
    return found


@pytest.mark.parametrize(
    "path", sorted([*FOLDER.glob("*.py"), *(FOLDER / "peers").glob("*.py")]), ids=lambda p: p.name
)
def test_every_benchmark_is_plain_python_that_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_a_ratio_is_taken_round_by_round_and_told_with_its_median_span_and_goal() -> None:
    rounds = {"loop.wall": [80.0, 90.0, 200.0], "cold.wall": [10.0, 10.0, 20.0]}
    least, most = (Ratio("x", "loop.wall", "cold.wall", **{goal: 8.5}) for goal in ("least", "most"))
    assert least.values(rounds) == [8.0, 9.0, 10.0]
    assert least.row(rounds) == ["x", "9.00 ×", "8.00–10.00", "≥ 8.5", "yes"]
    assert most.row(rounds) == ["x", "9.00 ×", "8.00–10.00", "≤ 8.5", "NO"]
    assert Ratio("y", "cold.wall", unit="s").row(rounds) == ["y", "10.00 s", "10.00–20.00", "", ""]
    with pytest.raises(ValueError):
        least.values(rounds | {"cold.wall": [10.0]})  # a round is missing


def test_growth_is_the_exponent_of_the_size() -> None:
    assert [round(exponent(3, 3 * 10**n, 10), 9) for n in (0, 1, 2)] == [0, 1, 2]


def test_a_command_costs_what_it_and_its_children_cost() -> None:
    burn = "import time\nwhile time.process_time() < 0.3: pass"
    cost = measure.run(
        python(f"import subprocess, sys; subprocess.run([sys.executable, '-c', {burn!r}]); print(7)")
    )
    assert cost.said == "7" and cost.cpu >= 0.3 and cost.wall > 0 and cost.others >= 0
    with pytest.raises(RuntimeError, match="ended with 3"):
        measure.run(python("raise SystemExit(3)"))


def test_memory_is_of_the_whole_tree() -> None:
    hold = "import time; kept = b'x' * 60_000_000; time.sleep(1)"
    assert (
        measure.peak(python(f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hold!r}])")) > 60
    )


def test_the_page_says_every_figure_that_was_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from benchmarks.__main__ import numbers

    monkeypatch.setattr(page, "TARGET", tmp_path / "performance.md")
    known = costs()
    found = numbers(known) | {"memory.peak": [512.0]}
    assert [round(e, 9) for e in found["rows.exponent"]] == [1, 1, 1]
    rows = [ratio.row(found) for ratio in RATIOS]
    on = {"cores": "2", "processor": "P", "memory": "8 GB", "python": "3.11", "rounds": "3"}
    years = [["2019", *page.sizes(REPOSITORY, 2019), "1.0", "2.0"]]
    page.write(on, rows, page.absolute({n: n for n in known}, found), page.parts(known, found), years)
    written = (tmp_path / "performance.md").read_text(encoding="utf-8")
    assert "{" not in written and all(line in written for line in page.table(HEAD, rows))
    assert "512.00 MB" in written and "| `3_platform`" in written and "| 100000 " in written


def test_a_peer_that_counts_otherwise_stops_the_whole(tmp_path: Path) -> None:
    folder = tmp_path / "data/processed/2019"
    folder.mkdir(parents=True)
    row = {
        "platform": "vannas",
        "rule": "participants.total",
        "measure": "total",
        "group": "all",
        "unit": "count",
    }
    pd.DataFrame([row | {"value": 5.0}]).to_parquet(folder / "facts.parquet")
    cases.same_counts(tmp_path, {"all": {"total": 5}})
    for other in ({"all": {"total": 4}}, {"women": {"total": 5}}, {}):
        with pytest.raises(AssertionError, match="total"):
            cases.same_counts(tmp_path, other)


def test_the_benchmarks_ledger_is_read_whole_and_a_plain_program_sums_it_the_same(tmp_path: Path) -> None:
    path = tmp_path / "bokforing.se"
    path.write_bytes(ledger.content(300))
    programs = ([ledger.__file__, "--measure"], [str(ledger.PLAIN)])
    ours, theirs = (
        measure.run(Command([sys.executable, *p, str(path)], REPOSITORY, places.environment())).said
        for p in programs
    )
    ledger.same_sums(ours, theirs)
    assert not json.loads(ours)["refused"] and len(json.loads(ours)["sums"]) > 40
    other = json.loads(theirs) | {"sums": {"1940": 1}}
    with pytest.raises(AssertionError, match="differ"):
        ledger.same_sums(ours, json.dumps(other))
