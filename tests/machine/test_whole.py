"""The one way to write: whole or not there, whatever ends the process, and nothing left behind."""

import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from support.workspaces import contents

from helpers.machine import whole
from helpers.machine.processes import is_left, own_name
from helpers.machine.whole import append, staged, swap, sweep, temporary, whole_folder, write_new, write_whole

OLD = {"reports/a/x": b"1", "data/b/x": b"2"}
NEW = {"reports/a/x": b"3", "data/b/x": b"4"}


def filled(folder: Path, content: bytes) -> Path:
    folder.mkdir(parents=True)
    (folder / "x").write_bytes(content)
    return folder


def targets(root: Path) -> list[Path]:
    return [filled((root / name).parent, content) for name, content in OLD.items()]


def in_a_child(work: Callable[[], object], dies_at: int = 0) -> int:
    """How a child ends that does some work, and dies at its nth rename."""
    child = os.fork()
    if child == 0:
        seen = [0]

        def die(event: str, _: tuple) -> None:
            seen[0] += event == "os.rename"
            if seen[0] == dies_at:
                os._exit(9)

        if dies_at:
            sys.addaudithook(die)
        work()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def swapped(aims: list[Path]) -> None:
    """New content in place of the old, as `publish` does it."""
    with staged(aims[0]) as one, staged(aims[1], private=True) as other:
        (one / "x").write_bytes(b"3")
        (other / "x").write_bytes(b"4")
        swap([(one, aims[0]), (other, aims[1])])


@pytest.fixture(params=["exchange", "renames"])
def renames(request, monkeypatch) -> int:
    """How many renames a pair takes: one where the system can exchange two entries, else three."""
    if request.param == "exchange":
        if sys.platform != "linux":
            pytest.skip("renameat2 is Linux's")
        return 1
    monkeypatch.setattr(whole, "_exchanged_at_once", lambda one, other: False)
    return 3


@pytest.mark.parametrize("moment", range(1, 9))
def test_a_swap_killed_anywhere_is_whole_and_the_next_sweep_completes_it(tmp_path, renames, moment):
    """The first rename writes down what is to move; before it nothing has, after it everything will."""
    aims = targets(tmp_path)
    ended = in_a_child(lambda: swapped(aims), moment)
    assert ended == (9 if moment <= 1 + 2 * renames else 0)
    stands = {n: c for n, c in contents(tmp_path).items() if n in OLD}
    if renames == 1:
        assert [stands[n] in (OLD[n], NEW[n]) for n in OLD] == [True, True], "never without either"
    sweep(tmp_path)
    assert {n: (tmp_path / n).read_bytes() for n in contents(tmp_path)} == (OLD if moment == 1 else NEW)


def test_a_swap_that_cannot_be_done_leaves_every_target_as_it_was(tmp_path, renames, monkeypatch):
    aims = targets(tmp_path)
    (tmp_path / "data/nej").write_text("a file where a folder should be", encoding="utf-8")
    with pytest.raises(OSError), staged(aims[0]) as one, staged(aims[1]) as other:
        (one / "x").write_bytes(b"3")
        (other / "x").write_bytes(b"4")
        swap([(one, aims[0]), (other, tmp_path / "data/nej/b")])
    (tmp_path / "data/nej").unlink()
    assert contents(tmp_path) == OLD


def test_files_are_swapped_with_folders_and_what_is_empty_or_missing_leaves_nothing(tmp_path):
    one, other = targets(tmp_path)
    register = tmp_path / "data/register.csv"
    register.write_bytes(b"old")
    with staged(one) as mine, staged(other) as empty:
        (mine / "x").write_bytes(b"3")
        row = register.with_name(own_name("."))
        row.write_bytes(b"new")
        swap([(mine, one), (empty, other), (row, register)])
    assert row.read_bytes() == b"old", "what it takes the place of is left to be swept"
    sweep(tmp_path, mine=True)
    assert contents(tmp_path) == {"reports/a/x": b"3", "data/register.csv": b"new"}


def test_what_the_dead_left_goes_wherever_it_lies_and_what_the_living_prepare_stays(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    places = ("", "data", "data/returned", "data/processed/2019", "data/adopted", "reports", "reports/2019")
    elsewhere = tmp_path / "elsewhere"
    for place in (*places, "data/definitions", "../tmp", "../elsewhere"):
        (tmp_path / "w" / place).mkdir(parents=True, exist_ok=True)
    (tmp_path / "w/data/returned/2019").symlink_to(filled(elsewhere / "year", b"list"))

    def leaves() -> None:
        for place in places:
            filled(tmp_path / "w" / place / own_name("."), b"half")
            (tmp_path / "w" / place / own_name(".")).write_bytes(b"half")
        filled(elsewhere / own_name("."), b"half")
        shut = filled(tmp_path / "tmp" / own_name(""), b"raw")
        shut.chmod(0o500)

    assert in_a_child(leaves) == 0
    living = [tmp_path / "w/reports" / own_name("."), tmp_path / "tmp" / own_name("")]
    strange = [tmp_path / "tmp/sb-a", tmp_path / "w/reports/.2019", tmp_path / "tmp/sb-1-2-3-4"]
    for path in (*living, *strange):
        filled(path, b"not left")
    sweep(tmp_path / "w")
    left = {n for n in contents(tmp_path) if n != "elsewhere/year/x"}
    assert left == {(p / "x").relative_to(tmp_path).as_posix() for p in (*living, *strange)}


def test_a_number_used_again_by_another_process_is_a_dead_one(tmp_path):
    mine = own_name(".")
    _, pid, began, count = mine.split("-")
    assert not is_left(mine) and is_left(mine, mine=True)
    assert is_left(f".sb-{pid}-{int(began) - 1}-{count}") and not is_left(".2019") and not is_left("sb-x")


def test_a_file_is_whole_private_where_it_should_be_and_new_where_it_must(tmp_path):
    write_whole(tmp_path / "a/list", b"1", private=True)
    append(tmp_path / "log", b"1\n", private=True)
    append(tmp_path / "log", b"2\n")
    write_new(tmp_path / "key", b"1", private=True)
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "key", b"2")
    modes = {n: stat.S_IMODE((tmp_path / n).stat().st_mode) for n in ("a/list", "log", "key")}
    assert modes == dict.fromkeys(modes, 0o600)
    assert contents(tmp_path) == {"a/list": b"1", "log": b"1\n2\n", "key": b"1"}
    with temporary(str(tmp_path)) as folder, staged(tmp_path / "b", private=True) as other:
        assert [stat.S_IMODE(p.stat().st_mode) for p in (folder, other)] == [0o700, 0o700]
    assert set(os.listdir(tmp_path)) == {"a", "log", "key"}


def test_a_folder_whose_filling_fails_leaves_what_stood(tmp_path):
    filled(tmp_path / "a", b"1")
    with pytest.raises(ZeroDivisionError), whole_folder(tmp_path / "a") as folder:
        (folder / "x").write_bytes(b"2")
        raise ZeroDivisionError
    assert contents(tmp_path) == {"a/x": b"1"}
    with whole_folder(tmp_path / "a") as folder:
        (folder / "y").write_bytes(b"2")
    assert contents(tmp_path) == {"a/y": b"2"} and os.listdir(tmp_path) == ["a"]


def test_what_is_swapped_lies_on_the_disk_before_it_moves(tmp_path, monkeypatch):
    said: list[str] = []
    fsync, exchange = os.fsync, whole._exchange

    def synced(number: int) -> None:
        said.append(Path(os.readlink(f"/proc/self/fd/{number}")).name)
        fsync(number)

    def moved(one: Path, other: Path) -> None:
        said.append("moved")
        exchange(one, other)

    monkeypatch.setattr(whole.os, "fsync", synced)
    monkeypatch.setattr(whole, "_exchange", moved)
    with whole_folder(tmp_path / "a") as folder:
        (folder / "x").write_bytes(b"1")
    before, after = said[: said.index("moved")], said[said.index("moved") + 1 :]
    assert {"x", folder.name} <= set(before) and after == [tmp_path.name]


def test_two_processes_of_one_name_never_clear_each_other(tmp_path):
    """A process that sweeps while another one prepares, in another process, leaves it alone."""
    ask = (
        "import sys; from pathlib import Path; from helpers.machine.whole import staged\n"
        "with staged(Path(sys.argv[1]) / 'data' / 'a') as folder:\n"
        "    print(folder, flush=True); sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", ask, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        folder = Path(other.stdout.readline().strip())
        sweep(tmp_path)
        assert folder.is_dir()
        other.kill()
        other.wait()
        sweep(tmp_path)
        assert not folder.exists()
