"""Where it is measured: environments of the peers, a copy of the code that the loop runs, and workspaces."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat

from benchmarks import ledger as ledgers
from benchmarks import measure, rows
from benchmarks.measure import Command
from helpers.context import Context
from helpers.definitions import load
from helpers.deliveries import allowed
from helpers.paths import REPOSITORY, Workspace
from helpers.runs.plan import Plan

HERE = REPOSITORY / "benchmarks"
PEERS = HERE / "peers"
CACHE = HERE / ".cache"  # what can be made anew; not in git
LOOP_COMMIT = "22efe60"  # whose package the loop runs, in the environment of its own lock file
YEAR = 2019
COLUMNS = ("genders", "referrers", "decisions", "outcomes")
LEFT_OUT = ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "YEAR", "EDITION", "AGAINST", "QUICK")


def environment(code: Path = REPOSITORY, python: Path | None = None, **more: str) -> dict[str, str]:
    """The environment of a command that runs the package of `code`, and the programs beside `python`."""
    known = {k: v for k, v in os.environ.items() if k not in LEFT_OUT}
    beside = str((python or Path(sys.executable)).parent)
    paths = {"PATH": os.pathsep.join([beside, known["PATH"]]), "PYTHONPATH": str(code / "src")}
    return known | paths | more


def make(target: str, workspace: Path, **variables: str) -> Command:
    """A target of ours on a workspace, as it is typed; the environment is ready, since it runs this."""
    ready = ["make", "-C", str(REPOSITORY), "-o", ".venv/.ready", target]
    words = [*ready, *(f"{name}={value}" for name, value in ({"YEAR": str(YEAR)} | variables).items())]
    return Command(words, workspace, environment(SOCIALT_BOKSLUT_WORKSPACE=str(workspace)))


def of_lock(name: str, lock: Path) -> Path:
    """The Python of an environment of its own with what a lock file says, by hash; made once."""
    folder, content = CACHE / name, lock.read_text(encoding="utf-8")
    python, made = folder / "bin" / "python", folder / "made-from.lock"
    if not made.exists() or made.read_text(encoding="utf-8") != content:
        print(f"Making {folder.relative_to(REPOSITORY)} from {lock.relative_to(REPOSITORY)}", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        pip = [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
        subprocess.run([*pip, "--require-hashes", "-r", lock], check=True)
        made.write_text(content, encoding="utf-8")
    return python


def loop_code() -> Path:
    """A copy of the project as the loop runs it."""
    folder = CACHE / f"code-{LOOP_COMMIT}"
    if not folder.exists():
        subprocess.run(["git", "clone", "--quiet", "--no-checkout", REPOSITORY, folder], check=True)
        subprocess.run(["git", "-C", folder, "checkout", "--quiet", LOOP_COMMIT], check=True)
    return folder


def cache() -> None:
    """The folder of what can be made anew, which git does not see."""
    CACHE.mkdir(exist_ok=True)
    (CACHE / ".gitignore").write_text("*\n", encoding="utf-8")


def workspace(name: str, code: Path = REPOSITORY) -> Path:
    """A copy of the shipped years as they lie beside the code, nothing made yet."""
    root = CACHE / "work" / name
    shutil.rmtree(root, ignore_errors=True)
    ours = shutil.ignore_patterns("processed", "returned", "bundles", "samples")
    shutil.copytree(code / "data", root / "data", ignore=ours)
    return root


def emptied(root: Path) -> None:
    """Remove what a run of a workspace has made."""
    for name in ("data/processed", "data/returned", "reports", "made"):
        shutil.rmtree(root / name, ignore_errors=True)
    (root / "made").mkdir()


def committed(root: Path) -> None:
    """A made workspace in a repository of its own with the code that runs, as the project's own holds it."""
    shutil.rmtree(root / ".git", ignore_errors=True)
    left_out = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in ("src", "notebooks"):
        shutil.rmtree(root / name, ignore_errors=True)
        shutil.copytree(REPOSITORY / name, root / name, ignore=left_out)
    for name in ("requirements.lock", ".gitignore"):
        shutil.copyfile(REPOSITORY / name, root / name)
    git = ["git", "-C", root, "-c", "user.name=bench", "-c", "user.email=bench@example.org"]
    for words in (["init", "--quiet"], ["add", "-A"], ["commit", "--quiet", "-m", "made"]):
        subprocess.run([*git, *words], check=True)


def delivered(name: str) -> Path:
    """The shipped years with one list that an organisation sent: a shipped one is of invented people."""
    root = workspace(name)
    _another_outcome(root)
    measure.run(make("report", root))
    return root


def one_list_changed(source: Path, root: Path) -> None:
    """A copy of a made workspace with another outcome in one row of the list that an organisation sent."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(source, root)
    _another_outcome(root)


def _another_outcome(root: Path) -> None:
    path = root / f"data/raw/{YEAR}/participants/hikikomori.csv"
    before = path.read_bytes()
    after = before.replace(b";Studier", b";Arbete", 1)
    if before == after:
        raise RuntimeError(f"{path.name} has no row to change")
    path.write_bytes(after)


def steps(root: Path, year: int = YEAR) -> list[tuple[str, str, int, str]]:
    """The notebooks of a year's run in an order that works: output, notebook, year, platform."""
    plan = Plan.of(Context(Workspace(root), year))
    return [
        (s.name.replace("/", "-"), s.task, s.year, str(s.parameters.get("platform", "")))
        for s in plan.steps()
        if s.is_notebook
    ]


def listed(root: Path) -> Path:
    """The notebooks of the year's run as a file, a line each."""
    path = CACHE / "work" / "steps.tsv"
    path.write_text("".join("\t".join(map(str, step)) + "\n" for step in steps(root)), encoding="utf-8")
    return path


def parametrised(root: Path) -> Path:
    """A notebook for each step with its parameters written into it, for what can hand none over."""
    folder = root / "notebooks"
    folder.mkdir(exist_ok=True)
    for output, notebook, year, platform in steps(root):
        content = nbformat.read(REPOSITORY / "notebooks" / f"{notebook}.ipynb", 4)
        cell = next(c for c in content.cells if "parameters" in c.metadata.get("tags", []))
        cell.source += f"\nyear = {year}" + (f"\nplatform = {platform!r}" if platform else "")
        nbformat.write(content, folder / f"{output}.ipynb")
    return folder


def long_list(count: int) -> tuple[Path, Path, Path]:
    """A workspace with a list of so many rows, the list, and what its labels mean."""
    root = CACHE / "work" / f"rows-{count}"
    shutil.rmtree(root, ignore_errors=True)
    rows.workspace(root, "participants", "csv", "none", count)
    defined = load(root / f"data/definitions/{YEAR}.yaml")
    known = allowed.of(defined).labels
    labels = root / "labels.json"
    labels.write_text(json.dumps({name: known[name] for name in COLUMNS}), encoding="utf-8")
    return root, root / f"data/raw/{YEAR}/{rows.LISTS['participants']}.csv", labels


def ledger(vouchers: int) -> Path:
    """An invented ledger with so many vouchers."""
    path = CACHE / "work" / f"ledger-{vouchers}" / "bokforing.se"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(ledgers.content(vouchers))
    return path


def counted(root: Path) -> Iterator[tuple[str, str, int]]:
    """What we count of the long list: measure, group and number."""
    import pandas as pd

    facts = pd.read_parquet(root / f"data/processed/{YEAR}/facts.parquet")
    place = rows.LISTS["participants"].rpartition("/")[2]
    of_list = facts[(facts["platform"] == place) & facts["rule"].str.startswith("participants.")]
    for fact in of_list[of_list["unit"] == "count"].itertuples():
        yield fact.measure, fact.group, int(fact.value)
