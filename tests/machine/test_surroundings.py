"""Whatever lies around a run: the same bytes, or a stop before work that says what to do."""

import errno
import os
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from runs.test_crew import run_of
from support import warm
from support.workspaces import contents, new_workspace, published

from helpers import __main__, files
from helpers.chapters import kernel
from helpers.faults import Stop
from helpers.machine import surroundings
from helpers.paths import REPOSITORY
from helpers.runs import execute

MODULES = ("pandas", "numpy", "seaborn", "matplotlib", "yaml", "argparse", "traceback")
MATPLOTLIBRC = "axes.xmargin: 0.5\nfigure.subplot.left: 0.4\naxes.spines.top: False\nlegend.fontsize: 33\n"
STARTUP = "raise RuntimeError('of the home folder')\n"


def hostile(folder: Path) -> Path:
    """A home folder, which is the working folder too, with settings of everything that reads any."""
    for name, content in {
        "matplotlibrc": MATPLOTLIBRC,
        ".config/matplotlib/matplotlibrc": MATPLOTLIBRC,
        ".ipython/profile_default/startup/00.py": STARTUP,
        ".ipython/profile_default/ipython_config.py": STARTUP,
        ".ipython/profile_default/ipython_kernel_config.py": STARTUP,
        ".jupyter/jupyter_nbconvert_config.py": STARTUP,
        ".local/share/jupyter/nbconvert/templates/page/index.html.j2": "another page",
        ".local/share/jupyter/nbconvert/templates/null/index.html.j2": "another page",
        "site/sitecustomize.py": STARTUP,
        "site/pandas.py": STARTUP,
        **{f"{name}.py": STARTUP for name in MODULES},
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return folder


HOSTILE = {
    "PYTHONOPTIMIZE": "2",
    "PYTHONWARNINGS": "error",
    "PYTHONIOENCODING": "ascii",
    "PYTHONHASHSEED": "7",
    "PYTHONSTARTUP": "/ingenstans.py",
    "MPLBACKEND": "inget",
    "LC_ALL": "tr_TR.UTF-8",
    "TZ": "Pacific/Kiritimati",
    "COLUMNS": "20",
    "NO_COLOR": "1",
    "OMP_NUM_THREADS": "1",
    "SOURCE_DATE_EPOCH": "1",
    "GIT_DIR": "/ingenstans/.git",
    "GIT_INDEX_FILE": "/ingenstans/index",
    "http_proxy": "http://ingenstans.invalid",
    "BASH_ENV": "/ingenstans",
    "CDPATH": "/",
    "JUPYTER_PLATFORM_DIRS": "1",
    "TMPDIR": "/ingenstans/å",
}


def given(root: Path, **more: str) -> dict[str, str]:
    code = {"PYTHONPATH": str(REPOSITORY / "src"), "PATH": os.environ["PATH"], "YEAR": "2019"}
    return code | {"SOCIALT_BOKSLUT_WORKSPACE": str(root), "HOME": str(root.parent)} | more


def ran(shell: str, root: Path, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """A report as a shell begins it, in a folder."""
    return subprocess.run(
        ["/bin/sh", "-c", shell.replace("REPORT", f'"{sys.executable}" -m helpers report')],
        cwd=folder,
        env=given(root, **more),
        text=True,
        encoding="utf-8",
        errors="replace",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=300,
    )


def test_settings_at_home_in_the_folder_and_in_variables_change_no_byte(clean, tmp_path):
    home, root = hostile(tmp_path / "hem ö"), new_workspace(tmp_path)
    found = {**HOSTILE, "HOME": str(home), "PATH": f".:{os.environ['PATH']}"}
    found |= {"JUPYTER_CONFIG_DIR": f"{home}/.jupyter", "IPYTHONDIR": f"{home}/.ipython"}
    found |= {"MATPLOTLIBRC": f"{home}/matplotlibrc", "JUPYTER_PATH": f"{home}/.local/share/jupyter"}
    first = f"{REPOSITORY / 'src'}:{home / 'site'}"  # helpers is at hand, and so is another pandas
    (home / "site/sitecustomize.py").unlink()  # it would be run before any of ours
    done = ran("ulimit -n 64; umask 777; nice REPORT", root, home, **found, PYTHONPATH=first)
    assert done.returncode == 0, done.stdout
    assert published(root) == clean.set
    assert "?" in done.stdout and "å" not in done.stdout  # the terminal knows ASCII alone


def test_closed_streams_and_a_folder_that_is_removed_change_no_byte(clean, tmp_path):
    root, gone = new_workspace(tmp_path), tmp_path / "borta"
    gone.mkdir()
    done = ran('rmdir "$PWD"; REPORT <&- >&- 2>&-', root, gone, HOME="")
    assert done.returncode == 0 and published(root) == clean.set


def test_a_reader_that_goes_away_stops_no_run(clean, tmp_path):
    root = new_workspace(tmp_path)
    done = ran("REPORT | head -1", root, tmp_path)
    assert len(done.stdout.splitlines()) == 1 and published(root) == clean.set


def test_asserts_are_kept_where_python_was_told_to_drop_them(tmp_path):
    told = surroundings.environment({"PYTHONOPTIMIZE": "2", "PYTHONHOME": "/x"}, __main__.VARIABLES)
    assert not {"PYTHONOPTIMIZE", "PYTHONHOME"} & set(told)


def test_an_environment_that_is_written_is_written_the_same_again(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mapp").mkdir()
    before = {
        "AGAINST": "mapp",
        "SOURCES": "mapp",
        "TMPDIR": "mapp",
        "YEAR": "2019",
        "PATH": ".:/bin",
        "X": "1",
    }
    told = surroundings.environment(before, __main__.VARIABLES)
    assert {told[n] for n in ("AGAINST", "SOURCES", "TMPDIR")} == {str(tmp_path / "mapp")}
    assert (told["PATH"], told["YEAR"], told["BUNDLE"], "X" in told) == ("/bin", "2019", str(tmp_path), False)
    assert surroundings.environment(told, __main__.VARIABLES) == told
    commit = surroundings.environment({"AGAINST": "HEAD~1"}, __main__.VARIABLES)
    assert commit["AGAINST"] == "HEAD~1"


def test_sockets_lie_in_a_place_with_a_short_path_or_nothing_is_begun(tmp_path, monkeypatch):
    mac = "/var/folders/" + "m" * 36
    monkeypatch.setattr("os.access", lambda place, _: place == mac)
    monkeypatch.setattr("tempfile.gettempdir", lambda: mac)
    assert kernel.socket_place() == mac and len(mac) == 49
    long = "/" + "l" * 150
    monkeypatch.setattr("tempfile.gettempdir", lambda: long)
    monkeypatch.setattr("os.access", lambda place, _: place in (long, "/var/tmp"))
    assert kernel.socket_place() == "/var/tmp"
    monkeypatch.setattr("os.access", lambda place, _: place == long)
    with pytest.raises(Stop, match=r"högst \d+ tecken.*TMPDIR=/tmp"):
        kernel.socket_place()


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "Frigör utrymme"),
        (errno.EDQUOT, "Frigör utrymme"),
        (errno.EACCES, "rätt att läsa och skriva"),
        (errno.EROFS, "rätt att läsa och skriva"),
        (errno.ENAMETOOLONG, "kortare sökväg"),
        (errno.EMFILE, "ulimit -n"),
        (errno.EAGAIN, "ulimit -u"),
        (errno.ENOMEM, "ulimit -v"),
        (errno.EFBIG, "ulimit -f"),
        (errno.EIO, "Åtgärda det"),
    ],
)
def test_what_the_system_answered_says_what_to_do(number, said):
    error = OSError(number, os.strerror(number), "/mapp å/fil")
    for words in (files.told(error), files.told_of(f"{type(error).__name__}: {error}")):
        assert said in words and os.strerror(number) in words
        assert ("Frigör" in words) == (number in (errno.ENOSPC, errno.EDQUOT))
    assert "/mapp å/fil" in files.told(OSError(errno.EACCES, "nej", "/mapp å/fil"))


@pytest.mark.parametrize(
    ("name", "of_surroundings"),
    [
        ("PermissionError", True),
        ("OSError", True),
        ("MemoryError", True),
        ("FileNotFoundError", False),
        ("ValueError", False),
        ("print", False),
    ],
)
def test_a_cell_s_error_of_rights_or_memory_is_none_of_the_notebook_s(name, of_surroundings):
    assert execute._is_of_surroundings(name) == of_surroundings


WITHOUT_RIGHTS = "setpriv --bounding-set=-dac_override,-dac_read_search" if os.getuid() == 0 else ""


@pytest.mark.parametrize("closed", ["reports", "data/processed", "data/processed/.2019.lock"])
def test_what_may_not_be_written_in_is_named_and_what_stands_is_left(clean, tmp_path, closed):
    """Root may write anywhere, so it gives up that right."""
    root = new_workspace(tmp_path, clean.root)
    with (root / "data/raw/2019/participants/vannas.csv").open("ab") as handle:
        handle.write(b"\r\n")
    shut = [root / closed, *(p for p in (root / closed).rglob("*") if p.is_dir())]
    for path in shut:
        path.chmod(path.stat().st_mode & 0o555)
    before = contents(root / "reports")
    done = ran(f"{WITHOUT_RIGHTS} REPORT", root, tmp_path)
    for path in shut:
        path.chmod(path.stat().st_mode | 0o700)
    assert done.returncode in (1, 2) and contents(root / "reports") == before
    assert "Permission denied" in done.stdout and "rätt att läsa och skriva" in done.stdout, done.stdout
    assert str(root) in done.stdout and "Frigör utrymme" not in done.stdout


@pytest.mark.long
def test_kernels_hear_nothing_from_home_and_find_a_place_for_their_sockets(clean, tmp_path):
    home, root = hostile(tmp_path / "hem"), new_workspace(tmp_path)
    for path in home.rglob("matplotlibrc"):  # a command is told another folder for it; a kernel alone is not
        path.unlink()
    long = tmp_path / ("l" * 150)
    long.mkdir()
    done = warm.run(partial(run_of, 2, False), given(root, HOME=str(home), TMPDIR=str(long)), root)
    assert (done.returncode, published(root)) == (0, clean.set), done.stdout


@pytest.mark.parametrize("name", ["a b", "å ö", "it's", 'a"b', "a$b", "a#b", "-x", "a\nb", "a%b", "d" * 200])
def test_make_works_in_a_folder_of_any_name_or_says_why_not(tmp_path, name):
    folder = tmp_path / name
    (folder / "src/helpers").mkdir(parents=True)
    (folder / "src/helpers/__main__.py").write_text("import sys\nprint(sys.path, __file__)\n")
    for file in ("Makefile", "requirements.lock"):
        shutil.copyfile(REPOSITORY / file, folder / file)
    (folder / ".venv").symlink_to(sys.prefix)
    for module in ("helpers", "types", "runpy"):  # as notes beside the Makefile may be called
        (folder / f"{module}.py").write_text(STARTUP)
    done = subprocess.run(["make", "-o", ".venv/.ready", "check"], cwd=folder, text=True, capture_output=True)
    assert done.returncode == 0, done.stderr
    assert repr(str(folder / "src")) in done.stdout


def test_make_says_where_it_cannot_work(tmp_path):
    shutil.copyfile(REPOSITORY / "Makefile", tmp_path / "Makefile")
    done = subprocess.run(["make", "check"], cwd=tmp_path, text=True, capture_output=True)
    assert done.returncode == 2 and "måste ges i projektets mapp" in done.stderr
    colon = tmp_path / "a:b"
    (colon / "src/helpers").mkdir(parents=True)
    (colon / "src/helpers/__main__.py").touch()
    shutil.copyfile(REPOSITORY / "Makefile", colon / "Makefile")
    done = subprocess.run(["make", "check"], cwd=colon, text=True, capture_output=True)
    assert done.returncode == 2 and "utan kolon" in done.stderr and not (colon / ".venv").exists()


def test_another_python_is_refused_and_leaves_no_half_environment(tmp_path):
    shutil.copyfile(REPOSITORY / "Makefile", tmp_path / "Makefile")
    (tmp_path / "src/helpers").mkdir(parents=True)
    (tmp_path / "src/helpers/__main__.py").touch()
    (tmp_path / "requirements.lock").touch()
    broken = {"other": "exit 1", "no_venv": 'case "$*" in *venv*) mkdir -p .venv; exit 1;; esac', "": ""}
    said = {"other": "Python 3.11 behövs", "no_venv": "python3.11-venv", "": "Python 3.11 behövs"}
    for name, body in broken.items():
        python = tmp_path / name if name else Path("")
        if name:
            python.write_text(f"#!/bin/sh\n{body}\n")
            python.chmod(0o755)
        value = str(python) if name else ""
        done = subprocess.run(
            ["make", "setup", f"PYTHON={value}"], cwd=tmp_path, text=True, capture_output=True
        )
        assert done.returncode == 2 and said[name] in done.stderr and not (tmp_path / ".venv").exists()
