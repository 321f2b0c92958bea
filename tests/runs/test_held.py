"""The manifest hashes what was counted: what moves during a run stops it, and nothing of it is kept."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from support.workspaces import contents, new_workspace, published, report

from helpers.chapters import notebook
from helpers.context import Context
from helpers.faults import Stop
from helpers.paths import Workspace
from helpers.runs.held import Held
from helpers.runs.run import Run

LIST = "data/raw/2019/participants/vannas.csv"


def there_and_back(path: Path) -> None:
    before = path.read_bytes()
    path.write_bytes(before + b"\r\n")
    path.write_bytes(before)


def with_its_old_time(path: Path) -> None:
    it = path.stat()
    path.write_bytes(path.read_bytes()[::-1])
    os.utime(path, ns=(it.st_atime_ns, it.st_mtime_ns))


def replaced(path: Path) -> None:
    other = path.with_name("other")
    other.write_bytes(path.read_bytes())
    os.replace(other, path)


CHANGES: dict[str, Callable[[Path], object]] = {
    "appended": lambda p: p.write_bytes(p.read_bytes() + b"\n"),
    "there and back": there_and_back,
    "with its old time": with_its_old_time,
    "replaced by its like": replaced,
    "removed": Path.unlink,
}
READ = (
    *(LIST, "data/raw/2019/surveys/deltagare.xlsx", "data/raw/2019/sus.csv", "data/definitions/2019.yaml"),
    *("data/raw/2019/examples/1.3-1.md", "data/raw/2018/participants/ungdomstorget.xlsx", "data/cleared.csv"),
)


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_moves_of_what_a_run_reads_is_named(workspace, change):
    root = workspace.root
    for name in READ:
        held = Held(workspace, 2019)
        held.check()
        CHANGES[change](root / name)
        with pytest.raises(Stop, match=name):
            held.check()


def test_what_is_added_is_named_and_what_is_ours_or_anothers_is_not(workspace):
    held = Held(workspace, 2019)
    for name in ("data/processed/2019/x", "data/returned/2019/x", "reports/2019/x", "data/raw/2014/sus.csv"):
        (workspace.root / name).parent.mkdir(parents=True, exist_ok=True)
        (workspace.root / name).write_bytes(b"x")
    held.check()
    (workspace.root / "data/raw/2019/participants/ny.csv").write_bytes(b"x")
    (workspace.root / "data/ny.yaml").write_bytes(b"x")
    with pytest.raises(Stop, match=r"data/ny\.yaml.*participants/ny\.csv"):
        held.check()


@pytest.mark.parametrize("change", ["there and back", "appended"])
def test_a_list_that_moves_while_it_is_read_stops_the_run_and_the_next_one_makes_it(clean, tmp_path, change):
    """Of what was made of it nothing is kept, though the file may be again what it was."""
    root = new_workspace(tmp_path, clean.root)
    delivered, stamps = root / LIST, contents(root / "data/processed/2019/.steps")
    before = delivered.read_bytes()
    (root / "data/processed/2019/faults.parquet").unlink()

    def execute(name: str, parameters: dict, context: Context, work: Path) -> object:
        made = notebook.execute(name, parameters, context, work)
        CHANGES[change](delivered)
        return made

    said: list[str] = []
    with pytest.raises(Stop, match=LIST):
        Run(Context(Workspace(root), 2019).named(), workers=1, execute=execute, say=said.append).go()
    assert published(root) == clean.set and contents(root / "data/processed/2019/.steps") == stamps
    delivered.write_bytes(before)
    again = report(root)
    assert again.returncode == 0, again.stdout
    assert published(root) == clean.set
