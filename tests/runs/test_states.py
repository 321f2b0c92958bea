"""What stands after a run that was struck, refused, interrupted or met by hand-made files: whole and told."""

import json
import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest
from support.workspaces import command, contents, edit, new_workspace

from helpers.assurance.commits import committed_code
from helpers.assurance.moves import Moves
from helpers.assurance.sides import Side
from helpers.assurance.vouched import code_of
from helpers.context import Context
from helpers.facts import counted
from helpers.machine.source_code import code_files, reached
from helpers.paths import Workspace
from helpers.runs import commands
from helpers.runs.crew import Threads
from helpers.runs.execute import Outcome, Work
from helpers.runs.plan import Step
from helpers.runs.retention import forget
from helpers.runs.run import Run
from helpers.runs.why import Need


def git(root: Path, *arguments: str) -> None:
    subprocess.run(
        ["git", "-C", str(root), "-c", "user.name=x", "-c", "user.email=x@example.org", *arguments],
        check=True,
    )


# --- what a check vouches for -------------------------------------------------------------------------------


def test_a_check_vouches_for_what_it_wrote_and_for_nothing_else(finished):
    reports = finished / "reports/2019"
    named = set(json.loads((reports / "manifest.json").read_text(encoding="utf-8"))["outputs"])
    for path in [
        p
        for p in reports.rglob("*")
        if p.is_file() and p.name not in ("facts.csv", "findings.csv", "manifest.json")
    ]:
        path.unlink()  # as in a fresh clone
    edit(reports / "facts.csv", "vannas,total,,all,5", "vannas,total,,all,6", "utf-8")
    assert command("check", finished).returncode == 0
    assert set(json.loads((reports / "manifest.json").read_text(encoding="utf-8"))["outputs"]) == named
    side = Side(2019, reports)
    assert side.misfiled() == ["facts.csv"] and "leverans-vannas.html" not in side.misfiled(absent=True)


def test_code_json_counts_only_beside_the_manifest_it_was_written_with(finished):
    reports = finished / "reports/2019"
    ran = code_of(reports)
    assert ran and "manifest.json" not in ran
    assert command("check", finished).returncode == 0 and code_of(reports) == ran
    (reports / "manifest.json").write_bytes((reports / "manifest.json").read_bytes() + b" ")
    assert code_of(reports) is None


# --- both or neither ----------------------------------------------------------------------------------------


def test_lists_that_go_back_may_lie_behind_a_link(finished, tmp_path):
    edit(finished / "data/raw/2019/participants/vannas.csv", "30/11 2019;Studier", "30/11 2019;Arbte")
    assert command("check", finished).returncode == 1
    shutil.rmtree(finished / "data/returned/2019/participants")
    shutil.move(finished / "data/returned", tmp_path / "krypterat")
    (finished / "data/returned").symlink_to(tmp_path / "krypterat")
    linked = finished / "data/returned/2019"
    shutil.move(linked, tmp_path / "ett år")
    linked.symlink_to(tmp_path / "ett år")
    assert command("check", finished).returncode == 1
    assert linked.is_symlink() and (tmp_path / "ett år/participants/vannas.xlsx").exists()
    found = [p.name for p in (*tmp_path.iterdir(), *(tmp_path / "krypterat").iterdir())]
    assert [name for name in found if name.startswith(".")] == [".ett år-made", ".2019-made"]  # no half work


def test_forgetting_a_year_removes_the_lists_that_a_killed_run_was_putting_in_place(workspace):
    for name in (".sb-99999999-1-0", ".sb-99999999-1-1"):
        path = workspace.root / "data/returned" / name / "participants/vannas.xlsx"
        path.parent.mkdir(parents=True)
        path.write_bytes(b"x")
    kept = workspace.root / "data/returned/.2019-made/x.xlsx"
    kept.parent.mkdir()
    kept.write_bytes(b"x")
    forget(Context(workspace, 2019), lambda line: None)
    assert not contents(workspace.root / "data/returned")


# --- what is logged, and what costs what --------------------------------------------------------------------


def test_what_failed_before_an_interrupt_is_known_to_who_logs_it():
    outcomes: dict[str, Outcome] = {}

    def do(step: Step, need: Need) -> Outcome:
        raise ValueError("ett fel")

    def ended(step: Step, outcome: Outcome) -> None:
        raise KeyboardInterrupt

    first = Need({}, None)
    work = Work(Threads(1), lambda step: first, do, lambda *_: None, ended, outcomes)
    with pytest.raises(KeyboardInterrupt):
        work.through([Step(2019, "1_clean", "x")])
    assert "ValueError: ett fel" in outcomes["2019/1_clean"].detail


def test_an_interrupted_check_logs_what_failed_before_it(workspace, monkeypatch):
    def interrupted(run: Run) -> int:
        run.outcomes["2019/1_clean"] = Outcome("failed", detail="ValueError: ett fel")
        raise KeyboardInterrupt

    monkeypatch.setattr(Run, "check", interrupted)
    with pytest.raises(KeyboardInterrupt):
        commands.check_year(Context(workspace, 2019))
    log = workspace.processed(2019) / "run.log"
    assert log.read_text(encoding="utf-8") == "ValueError: ett fel\n"


def test_a_notebook_that_is_no_plain_python_may_use_all_code(tmp_path):
    path = tmp_path / "egen.ipynb"
    cells = [
        nbformat.v4.new_code_cell("%config InlineBackend.figure_format = 'svg'"),
        nbformat.v4.new_code_cell("from helpers import facts"),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    assert set(reached(path)) == {path, *code_files()}


# --- git ----------------------------------------------------------------------------------------------------


def test_a_repository_that_holds_reports_and_no_code_knows_none(clean, tmp_path):
    root = new_workspace(tmp_path, clean.root)
    (root / "reports/2019/code.json").unlink()
    git(root, "init", "-q")
    git(root, "add", "-f", "reports/2019/manifest.json", "reports/2019/facts.csv", "data/definitions")
    git(root, "commit", "-qm", "x")
    assert committed_code(Workspace(root), root / "reports/2019") is None
    done = command("sample", root, N="3", SEED="1")
    assert done.returncode == 0, done.stdout


def test_a_project_within_another_repository_is_found_whatever_its_folder_is_called(tmp_path):
    root = tmp_path / "Förbundet å"
    for name in ("src/helpers/a.py", "notebooks/1.ipynb", "reports/2019/manifest.json"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("{}", encoding="utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "x")
    assert set(committed_code(Workspace(root), root / "reports/2019")) == {
        "src/helpers/a.py",
        "notebooks/1.ipynb",
    }


def test_other_libraries_alone_explain_a_fact_that_moved(tmp_path):
    sides = []
    for name, lock, rows in (("a", "1", ["f#!1"]), ("b", "2", ["f#!1", "f#!2"])):
        (tmp_path / name).mkdir()
        manifest = {"inputs": {}, "outputs": {}, "lock": {"requirements.lock": lock}}
        (tmp_path / name / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        fact = counted((2019, "vannas", "total", "", "all"), rows, "participants.total")
        side = Side(2019, tmp_path / name, committed_code={})
        side.__dict__["facts"] = {fact.key: fact}
        sides.append(side)
    moves = Moves(*sides)
    assert [list(moves.causes(m)) for m in moves.facts] == [["requirements.lock"]]
