"""What reaches the terminal, and what is said where the environment that a command runs in is not whole."""

import errno
import io
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from support.workspaces import contents, new_workspace

from helpers.faults import Stop
from helpers.machine import installed, stopped, surroundings
from helpers.machine.screen import Screen
from helpers.paths import REPOSITORY, Workspace

ESCAPE, CSI, TURNED = "\x1b]0;titel\x07\x1b[2J", "\x9b31m", "\u202e\u2066"


def given(root: Path, **more: str) -> dict[str, str]:
    known = {"PYTHONPATH": str(REPOSITORY / "src"), "PATH": os.environ["PATH"], "YEAR": "2019"}
    return known | {"SOCIALT_BOKSLUT_WORKSPACE": str(root), "HOME": str(root)} | more


def command(root: Path, name: str = "check", python: Path | str = sys.executable, **more: str):
    return subprocess.run(
        [str(python), "-P", "-m", "helpers", name],
        env=given(root, **more),
        capture_output=True,
        text=True,
        timeout=120,
    )


# --- lines -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_no_line_rules_the_terminal_whoever_prints_it(stream):
    said = f"å {ESCAPE}{CSI}{TURNED}a\rb\x08\u2028c\u200b\td\u00a0e\n"
    code = "import sys; from helpers.machine import surroundings; surroundings._open_screens('utf-8'); "
    code += f"print({said!r}, end='', file=sys.{stream}); sys.{stream}.writelines([{said!r}])"
    done = subprocess.run([sys.executable, "-c", code], env=given(Path("/")), capture_output=True)
    assert getattr(done, stream).decode() == "å ]0;titel[2J31ma b c\td\u00a0e\n" * 2


def test_names_and_cells_that_would_rule_the_terminal_do_not(tmp_path):
    root = new_workspace(tmp_path)
    lists = root / "data/raw/2019/participants"
    (lists / f"vannas{ESCAPE}{TURNED}.csv").write_bytes((lists / "vannas.csv").read_bytes())
    text = (lists / "hikikomori.csv").read_text(encoding="cp1252")
    shown = text.replace("Arbete", f"Arbte{ESCAPE}{CSI}{TURNED}")
    (lists / "hikikomori.csv").write_text(shown, encoding="utf-8")
    done = command(root)
    assert "Traceback" not in done.stderr and done.returncode == 1
    assert "hikikomori" in done.stdout and not {"\x1b", "\x07", "\x9b", "\u202e", "\u2066"} & set(done.stdout)


class Broken(io.RawIOBase):
    """A stream of which the system says something else than that it was written."""

    def __init__(self, number: int, goal: int):
        super().__init__()
        self.number, self.goal = number, goal

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self.goal

    def write(self, _: object) -> int:
        raise OSError(self.number, os.strerror(self.number))


@pytest.mark.parametrize(
    ("number", "status"), [(errno.EPIPE, 0), (errno.EIO, 0), (errno.ENOSPC, 1), (errno.EBADF, 1)]
)
def test_a_reader_that_goes_away_stops_nothing_and_a_full_disk_is_told(monkeypatch, capsys, number, status):
    goal = os.dup(1)
    screen = Screen(io.BufferedWriter(Broken(number, goal)), encoding="utf-8", line_buffering=True)
    monkeypatch.setattr(sys, "stdout", screen)
    print("första")
    screen.flush()
    assert os.path.samestat(os.fstat(goal), os.stat(os.devnull))  # what comes later comes to nobody
    assert surroundings.ended(0) == status and surroundings.ended(2) == 2
    assert (os.strerror(number) in capsys.readouterr().err) == bool(status)
    os.close(goal)


def test_what_a_command_answers_is_not_lost_on_a_full_disk_without_a_word(tmp_path):
    root = new_workspace(tmp_path)
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "helpers", "check-tracked"],
            env=given(root),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert (
        done.returncode == 1
        and done.stderr.startswith("Det gick inte att skriva")
        and len(done.stderr.splitlines()) == 1
    )


# --- the environment ---------------------------------------------------------------------------------------


@pytest.fixture
def environment(tmp_path):
    """Makes an environment with this one's libraries but one, which something has happened to."""

    def made(library: str, happened: str) -> Path:
        root = tmp_path / f"{library} {happened}"
        (root / "bin").mkdir(parents=True)
        (root / "bin/python").symlink_to(Path(sys.executable).resolve())
        shutil.copy(Path(sys.prefix) / "pyvenv.cfg", root)
        here = Path(sysconfig.get_path("purelib"))
        there = root / here.relative_to(sys.prefix)
        there.mkdir(parents=True)
        for path in here.iterdir():
            if path.name != library:
                (there / path.name).symlink_to(path)
        if happened == "damaged":
            shutil.copytree(here / library, there / library)
            (there / library / "__init__.py").write_text("", encoding="utf-8")
        return root / "bin/python"

    return made


@pytest.mark.parametrize(
    ("library", "happened", "named"),
    [
        ("yaml", "missing", "pyyaml"),  # words themselves need it
        ("babel", "missing", "babel"),
        ("pandas", "damaged", "pandas"),
        ("papermill", "missing", "papermill"),
        ("python_calamine", "missing", "python-calamine"),  # a step finds it out
    ],
)
def test_a_library_that_is_missing_or_damaged_is_named_with_what_to_do(
    environment, tmp_path, library, happened, named
):
    root = new_workspace(tmp_path)
    done = command(root, python=environment(library, happened))
    said = [line for line in (done.stdout + done.stderr).splitlines() if "Miljön är inte hel" in line]
    assert said == [installed.words("broken_environment").format(libraries=named)]
    assert "make setup" in said[0] and "Traceback" not in done.stdout + done.stderr
    assert done.returncode in (1, 2) and not (root / "reports").exists()
    assert "förvaltar" not in done.stdout + done.stderr


def test_an_environment_that_is_whole_has_no_fault_and_another_version_is_one(monkeypatch, tmp_path):
    assert installed.faults() == [] and installed.said() == ""
    lock = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
    (tmp_path / "lock").write_text(lock.replace("\nbabel==", "\nbabel==9") + "\nfinns-inte==1\n")
    monkeypatch.setattr(installed, "_LOCK", tmp_path / "lock")
    assert installed.faults() == ["babel", "finns-inte"]


@pytest.mark.parametrize("version", [(3, 8, 18), (3, 10, 9), (3, 11, 0), (3, 12, 1)])
def test_another_python_is_told(monkeypatch, version):
    monkeypatch.setattr(sys, "version_info", (*version, "final", 0))
    assert f"Python {'.'.join(map(str, version))}," in installed.old_python()
    assert "make setup PYTHON=" in installed.old_python()


@pytest.mark.parametrize("expat", [(2, 2, 10), (2, 4, 0), (2, 4, 9)])
def test_an_unsafe_reader_of_xml_is_told(monkeypatch, expat):
    assert installed.old_python() == ""
    monkeypatch.setattr("pyexpat.version_info", expat)
    assert f"expat {'.'.join(map(str, expat))}," in installed.old_python()


def test_nothing_is_begun_with_an_unsafe_reader_of_xml(tmp_path):
    root = new_workspace(tmp_path)
    (tmp_path / "site").mkdir()
    (tmp_path / "site/sitecustomize.py").write_text("import pyexpat; pyexpat.version_info = (2, 4, 9)\n")
    before = contents(root)
    done = command(root, PYTHONPATH=f"{tmp_path / 'site'}:{REPOSITORY / 'src'}")
    assert done.returncode == 2 and "expat 2.4.9" in done.stderr and len(done.stderr.splitlines()) == 1
    assert contents(root) == before


def test_an_error_of_ours_is_ours_where_the_environment_is_whole(tmp_path):
    status, said = stopped.told(Workspace(tmp_path), ValueError("x"))
    assert status == 1 and "ValueError" in said and "error.log" in said
    assert stopped.told(Workspace(tmp_path), Stop("så här")) == (2, "så här")
    full = OSError(errno.ENOSPC, "full", "/a")
    assert stopped.told(Workspace(tmp_path), full)[0] == 2
    copied = shutil.Error([("/från", "/till", f"[Errno {errno.ENOSPC}] No space left on device: '/till'")])
    status, said = stopped.told(Workspace(tmp_path), copied)
    assert status == 2 and "/till" in said and "Frigör utrymme" in said and "/från" not in said
    assert stopped.told(Workspace(tmp_path), shutil.Error("samma fil"))[0] == 1


def test_setup_makes_a_broken_environment_anew(tmp_path):
    """The recipe is asked of make; what it runs is a Python that says that it is broken once."""
    folder = tmp_path / "projekt"
    (folder / "src/helpers").mkdir(parents=True)
    (folder / "src/helpers/__main__.py").touch()
    shutil.copyfile(REPOSITORY / "Makefile", folder / "Makefile")
    (folder / "requirements.lock").touch()
    site = folder / ".venv/lib/python3.11/site-packages"
    python = f"""#!/bin/sh
echo "$@" >> {tmp_path}/asked
case "$*" in
  *"-m venv"*) mkdir -p {site} .venv/bin; cp "$0" .venv/bin/python ;;
  *installed.said*) test -e {tmp_path}/healed || {{ touch {tmp_path}/healed; exit 1; }} ;;
esac
"""
    own = tmp_path / "python3.11"
    own.write_text(python, encoding="utf-8")
    own.chmod(0o755)
    for _ in range(2):
        done = subprocess.run(["make", "setup", f"PYTHON={own}"], cwd=folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    asked = (tmp_path / "asked").read_text()
    assert (
        asked.count("-m venv") == 2 and asked.count("installed.said") == 2
    )  # the second setup had nothing to do


def test_make_tells_python_nothing_of_the_surroundings(tmp_path):
    found = {"PYTHONIOENCODING": "finns-inte", "PYTHONHASHSEED": "x", "PYTHONMALLOC": "x", "PYTHONPATH": "/x"}
    (tmp_path / "src/helpers").mkdir(parents=True)
    (tmp_path / "src/helpers/__main__.py").write_text(
        "import os; print(sorted(n for n in os.environ if n.startswith('PYTHON')))\n"
    )
    for file in ("Makefile", "requirements.lock"):
        shutil.copyfile(REPOSITORY / file, tmp_path / file)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    done = subprocess.run(
        ["make", "-o", ".venv/.ready", "check"],
        cwd=tmp_path,
        env=dict(os.environ) | found,
        text=True,
        capture_output=True,
    )
    assert (done.returncode, done.stdout) == (0, "['PYTHONPATH']\n"), done.stderr
