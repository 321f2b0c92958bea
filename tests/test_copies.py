"""A folder that was copied or moved works on its own data with its own code, whatever environment runs it."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from support.workspaces import FIXTURE, OURS, contents

from helpers.paths import REPOSITORY, other_copy

VANNAS = "data/raw/2019/participants/vannas.csv"


def surroundings(**more: str) -> dict[str, str]:
    """No workspace is named."""
    left = (*OURS, "SOCIALT_BOKSLUT_WORKSPACE", "PYTHON", "PYTHONPATH")
    return {k: v for k, v in os.environ.items() if k not in left} | more


def python(folder: Path) -> Path:
    """A Python whose environments reach this one's packages, without its path files: nothing is fetched."""
    path = folder / "python3.11"
    more = f'; import glob; [open(g + "/packages.pth", "w").write("{sysconfig.get_path("purelib")}\\n") '
    more += 'for g in glob.glob(sys.argv[-1] + "/lib/*/site-packages")]'
    path.write_text(
        f"""#!/bin/sh
"{sys.executable}" "$@" || exit 1
case "$*" in *"-m venv"*) "{sys.executable}" -c 'import sys{more}' "$@" ;; esac
""",
        encoding="utf-8",
    )
    path.chmod(0o755)
    return path


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    """make as an analyst types it in a folder."""
    return subprocess.run(
        ["make", *arguments],
        cwd=folder,
        env=surroundings(),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


@pytest.fixture
def original(tmp_path: Path) -> Path:
    """A project folder with the fixture's data, set up by its own Makefile; nothing is downloaded."""
    folder = tmp_path / "mitt bokslut å"
    shutil.copytree(FIXTURE, folder)
    for name in ("src", "notebooks"):
        shutil.copytree(
            REPOSITORY / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
        )
    for name in ("Makefile", "README.md", "pyproject.toml", "tests/test-personnummer.txt"):
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(REPOSITORY / name, folder / name)
    (folder / "requirements.lock").write_text("", encoding="utf-8")  # the packages are at hand
    done = make(folder, "setup", f"PYTHON={python(tmp_path)}")
    assert done.returncode == 0, done.stdout
    return folder


def kept(folder: Path) -> dict[str, bytes]:
    """Everything but what Python keeps for itself."""
    return {
        n: c for n, c in contents(folder).items() if "__pycache__" not in n and not n.startswith(".venv/")
    }


def test_a_copied_and_a_moved_folder_run_their_own_code_on_their_own_data(original, tmp_path):
    before = kept(original)
    copy, moved = tmp_path / "kopia ö", tmp_path / "flyttad" / "bokslut"
    shutil.copytree(original, copy, symlinks=True)
    (copy / VANNAS).unlink()
    done = make(copy, "check", "YEAR=2019")
    assert (
        done.returncode == 0
        and "Deltagarlista från Samordningsteamet i Vännäs" in done.stdout.partition("Saknas 2019")[2]
    ), done.stdout
    assert "pip" not in done.stdout and (copy / "reports/2019/leverans-vannas.html").exists()
    assert kept(original) == before
    moved.parent.mkdir()
    copy.rename(moved)
    where = (
        "import os; from helpers.paths import REPOSITORY, Workspace; "
        "print(REPOSITORY, Workspace.current().root, sep=os.linesep)"
    )
    told = subprocess.run(
        [moved / ".venv/bin/python", "-c", where],
        cwd=tmp_path,
        env=surroundings(),
        text=True,
        capture_output=True,
        check=True,
    )
    assert told.stdout.splitlines() == [str(moved)] * 2
    again = subprocess.run(
        [moved / ".venv/bin/python", "-m", "helpers", "check"],
        cwd=tmp_path,
        env=surroundings(YEAR="2019"),
        text=True,
        capture_output=True,
    )
    assert again.returncode == 0 and "2019 1_clean: oförändrat" in again.stdout, again.stdout + again.stderr
    assert kept(original) == before and not copy.exists()
    # an environment that an older Makefile made holds the project by its whole path: it is made anew
    site = moved / ".venv/lib/python3.11/site-packages"
    assert make(moved, "-q", ".venv/.ready").returncode == 0
    (site / "__editable__.socialt_bokslut-0.1.0.pth").write_text(f"{original}/src\n", encoding="utf-8")
    assert make(moved, "-q", ".venv/.ready").returncode == 1
    done = make(moved, "setup", f"PYTHON={python(tmp_path)}")
    assert (
        done.returncode == 0
        and not list(site.glob("__editable__*"))
        and make(moved, "-q", ".venv/.ready").returncode == 0
    ), done.stdout
    (site / "socialt-bokslut.pth").unlink()
    assert make(moved, "-q", ".venv/.ready").returncode == 1


def test_make_calls_no_script_of_the_environment():
    """Scripts name their Python by its whole path, which is another folder's in a copy."""
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    assert makefile.count("/bin/") == makefile.count("$(VENV)/bin/python\n") == 1


def test_an_environment_of_another_folder_stops_in_a_copy_before_it_reads_or_writes(tmp_path, monkeypatch):
    copy = tmp_path / "kopia å"
    below = copy / "data/raw/2019"
    below.mkdir(parents=True)
    (copy / "src/helpers").mkdir(parents=True)
    (copy / "src/helpers/__main__.py").write_text("", encoding="utf-8")
    given = surroundings(PYTHONPATH=str(REPOSITORY / "src"), YEAR="219")
    done = subprocess.run(
        [sys.executable, "-m", "helpers", "report"], cwd=below, env=given, text=True, capture_output=True
    )
    assert (
        done.returncode == 2
        and str(copy) in done.stderr
        and str(REPOSITORY) in done.stderr
        and f"make setup i {copy}" in done.stderr
    )
    assert contents(copy) == {"src/helpers/__main__.py": b""}
    monkeypatch.delenv("SOCIALT_BOKSLUT_WORKSPACE")
    for folder, other in (
        (copy, copy),
        (below, copy),
        (tmp_path, None),
        (REPOSITORY, None),
        (REPOSITORY / "docs", None),
    ):
        monkeypatch.chdir(folder)
        assert other_copy() == other, folder
    monkeypatch.chdir(copy)
    monkeypatch.setenv("SOCIALT_BOKSLUT_WORKSPACE", str(tmp_path))
    assert other_copy() is None
