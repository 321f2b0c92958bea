"""One context handed on: each workspace its files, each step the code it can reach, a refused run nothing."""

import contextlib
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from support import warm
from support.workspaces import (
    FIXTURE,
    cells,
    command,
    contents,
    edit,
    environment,
    new_workspace,
    published,
    report,
    steps,
)

from helpers.assurance.commits import committed_code
from helpers.assurance.sides import Side
from helpers.chapters import notebook
from helpers.context import Context
from helpers.definitions import Together
from helpers.machine.source_code import code_files, digests, module_file, reached
from helpers.paths import REPOSITORY, Workspace
from helpers.runs.plan import BASE, Plan
from helpers.runs.run import Run
from helpers.store import Store

NOTEBOOKS = sorted(p.stem for p in notebook.NOTEBOOKS.glob("*.ipynb"))


# --- each workspace its own --------------------------------------------------------------------------------


def test_a_store_reads_the_workspace_it_is_given_and_not_the_environment_s(tmp_path, monkeypatch):
    mine, other = Workspace(tmp_path / "a"), Workspace(tmp_path / "b")
    for workspace, value in ((mine, 1), (other, 2)):
        Store(workspace, 2019).write("facts", pd.DataFrame({"value": [value]}))
    monkeypatch.setenv("SOCIALT_BOKSLUT_WORKSPACE", str(other.root))
    assert Context(mine, 2019).store().read("facts")["value"].tolist() == [1]
    assert Context.current(2019).store().read("facts")["value"].tolist() == [2]


def test_a_notebook_is_told_its_context_and_finds_it_again(workspace, monkeypatch):
    context = Context.of(workspace, 2019)
    assert context.association == context.definitions.association
    monkeypatch.setattr(os, "environ", {**context.environment})
    assert Context.current(2019) == context


def at_once(roots: list[Path]) -> int:
    """Runs of several workspaces at a time in one process, whose environment they leave as it was."""
    before = dict(os.environ)
    runs = [Run(Context.of(Workspace(root), 2019), workers=1) for root in roots]
    with ThreadPoolExecutor(len(runs)) as pool:
        codes = list(pool.map(Run.go, runs))
    assert dict(os.environ) == before
    return max(codes)


def test_two_workspaces_at_once_in_one_process_give_each_its_own(clean, changed, tmp_path):
    expected = {}
    for name, source in (("ena", clean), ("andra", changed)):
        root = new_workspace(tmp_path / name, source.root)
        for step in ("2019-2_facts", "2019-4_association", "2019-3_platform-vannas"):
            (root / f"data/processed/2019/.steps/{step}.json").unlink()
        (root / "reports/2019/forbundet.html").unlink()
        expected[root] = source.set
    done = warm.run(partial(at_once, list(expected)), environment(tmp_path / "ingenstans"), tmp_path)
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("klart på") == 6
    assert [published(root) == files for root, files in expected.items()] == [True, True]


# --- whose steps they are ----------------------------------------------------------------------------------


def test_the_association_s_page_is_named_as_its_definitions_name_its_sum(workspace):
    context = Context.of(workspace, 2019)
    defined = context.definitions.model_copy(update={"together": Together(id="alla", short="Alla")})
    plan = Plan(context, {2019: defined})
    step = next(s for s in plan.steps() if s.task == "4_association")
    assert (step.page, plan.cover(step).heading) == ("alla.html", defined.association)
    assert not [s for s in plan.steps() if "forbundet" in (s.place, s.page.removesuffix(".html"))]


def test_a_printed_year_without_definitions_has_its_audit_with_its_table_and_nothing_else(workspace):
    plan = Plan.of(Context(workspace, 2015))
    assert [(s.name, s.page, s.place, s.needs) for s in plan.steps()] == [
        ("2015/5_audit", "granskning.html", "", ()),
        ("2015/tables", "", "", ()),
    ]
    assert plan.cover(plan.steps()[0]).home == "" and not plan.cover(plan.steps()[0]).has_statement


# --- a step and its code -----------------------------------------------------------------------------------


def without_ours() -> None:
    """Forget every module of the package, so that what is imported next is imported anew."""
    for name in [n for n in sys.modules if n.split(".")[0] == "helpers"]:
        del sys.modules[name]


def modules_of(path: Path, output: Path) -> int:
    """Run a notebook's cells and print the files of our modules that were imported for them."""
    code = cells(path.stem)
    without_ours()
    with contextlib.redirect_stdout(io.StringIO()):
        exec(code, {"year": 2019, "platform": "vannas", "output": str(output)})
    new = [m for n, m in sys.modules.items() if n.split(".")[0] == "helpers"]
    print(json.dumps([m.__file__ for m in new if getattr(m, "__file__", None)]))
    return 0


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_imports_nothing_but_what_its_fingerprint_knows(clean, tmp_path, name):
    asked = partial(modules_of, notebook.path_of(name), tmp_path)
    done = warm.run(asked, environment(clean.root), tmp_path)
    assert done.returncode == 0, done.stdout
    imported = set(map(Path, json.loads(done.stdout.splitlines()[-1])))
    assert len(imported) > 10 and imported <= set(reached(notebook.path_of(name)))


def within(files: list[Path]) -> set[str]:
    """Names under the package."""
    return {p.relative_to(REPOSITORY / "src/helpers").as_posix() for p in files if p.suffix != ".ipynb"}


def test_a_step_hashes_only_what_it_can_use():
    names = {
        n: {
            p.relative_to(REPOSITORY / "src/helpers").as_posix()
            for p in reached(notebook.path_of(n))
            if p.suffix != ".ipynb"
        }
        for n in NOTEBOOKS
    }
    style = {"chapters/template/style.css", "chapters/template/search.js"}
    assert not [n for n, files in names.items() if style & files]
    assert style <= within(reached(module_file("helpers.chapters.page")))
    of_texts = within(reached(module_file("helpers.deliveries.own_texts"))) | {
        f for f in names["3_platform"] if f.startswith(("checks/own_words/", "checks/__init__"))
    }
    for name, never in {
        "1_clean": ("audit/", "assurance/", "runs/", "pages/chart"),
        "2_facts": ("audit/", "deliveries/", "pages/chart"),
        "3_platform": ("audit/", "assurance/", "deliveries/", "checks/"),  # but for the office's own texts
        "5_audit": ("deliveries/", "checks/", "runs/"),
        "7_method": ("audit/", "deliveries/", "checks/"),
    }.items():
        assert not [f for f in names[name] - of_texts if f.startswith(never)], name
    assert all("catalogue/sv.yaml" in files for files in names.values())


def test_a_page_that_is_lost_is_drawn_anew_without_its_notebook(clean, finished):
    (finished / "data/processed/2019/.made/reports/vannas.page").unlink()
    done = report(finished)
    assert done.returncode == 0 and steps(done.stdout, "klart") == set()
    assert steps(done.stdout, "bara sidan gjordes om") == {"2019 3_platform vannas"}
    assert published(finished) == clean.set


def test_an_executed_notebook_that_was_edited_is_executed_again(clean, finished):
    for name in (".made/reports/vannas.page", ".executed/2019-3_platform-vannas.ipynb"):
        path = finished / "data/processed/2019" / name
        path.write_bytes(path.read_bytes().replace(b"14", b"15"))
    done = report(finished)
    assert done.returncode == 0 and steps(done.stdout, "klart") == {"2019 3_platform vannas"}
    assert published(finished) == clean.set


def keeps(root: Path, year: int = 2019) -> list[str]:
    """The steps of a run of the year that it would keep, their pages too."""
    from helpers.context import Context
    from helpers.runs.execute import Maker, Outcome
    from helpers.runs.held import Held
    from helpers.runs.inputs import Inputs
    from helpers.runs.made import Made
    from helpers.runs.plan import Plan

    plan = Plan.of(Context.of(Workspace(root), year))
    made, outcomes, kept = Made(plan.context), {}, []
    held = Held(plan.context.workspace, year)
    maker = Maker(plan, made, Inputs(plan, made), notebook.execute, outcomes, held)
    for step in plan.steps():
        kept += [step.name] if maker.need(step) is None else []
        outcomes[step.name] = Outcome("made" if made.rested_on(step) is not None else "waiting")
    return kept


def kept_by_changes(root: Path, code: Path) -> int:
    """Print what a run by a copy of the code keeps, as that code is changed a file at a time."""
    without_ours()
    sys.path.insert(0, str(code / "src"))
    from helpers.machine import source_code
    from helpers.runs.inputs import EXECUTING

    found, package = {"": keeps(root)}, code / "src/helpers"
    for path in [*EXECUTING, source_code.module_file("helpers.runs.tell")]:
        whole = path.read_bytes()
        path.write_bytes(whole + b"# changed\n")
        for known in (source_code.reached, source_code.reached_digest, source_code.imported):
            known.cache_clear()
        found[path.relative_to(package).as_posix()] = keeps(root)
        path.write_bytes(whole)
    print(json.dumps(found))
    return 0


def test_what_executes_a_notebook_is_part_of_every_step_and_what_tells_of_it_of_none(clean, tmp_path):
    """In a copy of the code, which is changed a file at a time; the tables are the finished year's."""
    for name in ("src", "notebooks"):
        ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
        shutil.copytree(REPOSITORY / name, tmp_path / name, ignore=ignored)
    shutil.copyfile(REPOSITORY / "requirements.lock", tmp_path / "requirements.lock")
    done = warm.run(partial(kept_by_changes, clean.root, tmp_path), environment(clean.root), tmp_path)
    assert done.returncode == 0, done.stdout
    kept = json.loads(done.stdout)
    steps = Plan.of(Context.of(Workspace(clean.root), 2019)).steps()
    assert len(steps) == 29 and kept.pop("") == [s.name for s in steps] == kept.pop("runs/tell.py")
    executing = {f"chapters/{name}.py" for name in ("notebook", "engine", "kernel", "portless")}
    assert set(kept) == executing | {"runs/made.py", "runs/execute.py"}
    assert kept.pop("runs/made.py") == []  # it keeps what other steps make, too
    assert kept == {name: [s.name for s in steps if not s.is_notebook] for name in kept}


def test_another_name_of_the_association_in_one_year_leaves_what_another_year_was_cleaned_and_counted_as(
    finished,
):
    earlier = {f"2018/{name}" for name in BASE}
    before = set(keeps(finished, 2019))
    assert earlier < before and set(keeps(finished, 2018)) == earlier  # its own pages are not made yet
    path = finished / "data/definitions/2019.yaml"
    edit(path, "association: Samordningsförbundet Umeåregionen", "association: Annat förbund", "utf-8")
    assert set(keeps(finished, 2018)) == earlier == set(keeps(finished, 2019))


# --- the code that ran -------------------------------------------------------------------------------------


def test_the_code_that_ran_stands_beside_the_manifest_and_in_no_other_hash(clean):
    code = json.loads(clean.set["code.json"])
    assert code.pop("manifest.json") == hashlib.sha256(clean.set["manifest.json"]).hexdigest()
    assert code == digests(code_files()) and {"src/helpers/runs/run.py", "notebooks/3_platform.ipynb"} <= set(
        code
    )
    manifest = json.loads(clean.set["manifest.json"])
    assert not [
        n for part in manifest.values() for n in part if str(n).endswith((".py", ".ipynb", "code.json"))
    ]


def test_the_code_of_a_set_is_its_own_else_that_of_the_commit_of_its_manifest_else_unknown(tmp_path):
    root = tmp_path / "projekt"
    manifest = '{"outputs": {}}'
    ran = {"a": "1", "manifest.json": hashlib.sha256(manifest.encode()).hexdigest()}
    files = {"src/helpers/a.py": "a", "notebooks/1.ipynb": "{}"}
    files |= {"reports/2019/manifest.json": manifest, "reports/2019/code.json": json.dumps(ran)}
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    workspace, reports = Workspace(root), root / "reports/2019"

    def known() -> dict[str, str] | None:
        return Side(2019, reports, committed_code=committed_code(workspace, reports)).code

    assert known() == {"a": "1"}
    (reports / "code.json").unlink()
    assert known() is None
    for arguments in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", "-C", str(root), *arguments], check=True)
    committed = {
        n: hashlib.sha256(files[n].encode()).hexdigest() for n in ("src/helpers/a.py", "notebooks/1.ipynb")
    }
    (root / "src/helpers/a.py").write_text("b", encoding="utf-8")  # what stands now is not what ran
    assert known() == committed
    (reports / "manifest.json").write_text('{"outputs": {"x": "1"}}', encoding="utf-8")
    assert known() is None


# --- what a run may write ----------------------------------------------------------------------------------


def test_a_check_replaces_what_goes_back_whole_and_leaves_the_account_that_stands(clean, finished):
    edit(finished / "data/raw/2019/participants/vannas.csv", "30/11 2019;Studier", "30/11 2019;Arbte")
    returned = contents(finished / "data/returned")
    done = command("check", finished)
    assert done.returncode == 1 and "Arbte" in done.stdout
    files = published(finished)  # its manifest vouches for every file
    moved = {n for n in files if files[n] != clean.set.get(n)}
    assert {"leverans-vannas.html", "leverans-vannas.csv", "manifest.json"} <= moved and set(files) == set(
        clean.set
    )
    about_it = (
        "manifest.json",
        "code.json",
        "sidor.json",
    )  # vouch for the set, say what its pages say
    assert not [n for n in moved if not n.startswith("leverans-") and n not in about_it]
    assert contents(finished / "data/returned") != returned
    assert {p.name for p in (finished / "reports").iterdir()} == {"2019", "index.html"}
    change_back = (FIXTURE / "data/raw/2019/participants/vannas.csv").read_bytes()
    (finished / "data/raw/2019/participants/vannas.csv").write_bytes(change_back)
    assert command("check", finished).returncode == 0
    assert published(finished) == clean.set and contents(finished / "data/returned") == returned


def test_a_check_of_a_year_without_an_account_writes_what_goes_back_and_no_more(tmp_path):
    root = new_workspace(tmp_path)
    done = command("check", root)
    assert done.returncode == 0, done.stdout
    assert {n.partition("-")[0] for n in contents(root / "reports/2019")} == {"leverans"}
