"""A notebook executed in a forked child of a warm process is the notebook that a kernel executes."""

import importlib
import os
import re
import signal
import warnings
from pathlib import Path

import nbformat
import pytest
from nbclient.exceptions import DeadKernelError
from papermill.exceptions import PapermillExecutionError

from helpers.chapters import kernel, notebook
from helpers.chapters.notebook import Executor
from helpers.chapters.page import drawn, kept_name
from helpers.context import Context
from helpers.paths import Workspace
from helpers.runs.crew import Forked
from helpers.runs.plan import Plan, Step

CELLS = (
    "import sys; print('a', flush=True); print('b', file=sys.stderr, flush=True); print('c', flush=True)",
    "from IPython.display import HTML, clear_output, display, update_display; display(HTML('<b>å</b>'))",
    "display(HTML('<i>ett</i>'), metadata={'text/html': {'a': 1}}); print('mellan'); HTML('<i>två</i>')",
    "import pandas as pd; pd.DataFrame({'a': [1, 2]})",
    "import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.show(); plt.plot([2, 1]); plt.figure();",
    "fig, axis = plt.subplots(); axis.plot([3, 1]); fig",
    "import seaborn as sns; axis = sns.barplot(x=['a', 'b'], y=[1, 2])",
    "print('borta'); clear_output(); print('kvar')",
    "told = display(HTML('gammalt'), display_id='a')",
    "update_display(HTML('nytt'), display_id='a'); _ = 3",
    "%config InlineBackend.figure_formats = ['svg']",
    "plt.plot([1, 3]); None",
    "x = 1;",
    "x",
    "",
    "import os; sorted(os.listdir('.')), os.environ['SOCIALT_BOKSLUT_EDITION'], year, output",
    "async def slow(): return 4\nawait slow()",
)


def forked(*arguments) -> nbformat.NotebookNode:
    """A notebook executed in a child of this process."""
    crew = Forked(1)

    def work() -> nbformat.NotebookNode | str:
        warnings.resetwarnings()  # a warning is an error to pytest alone
        try:
            return notebook.execute(*arguments)
        except PapermillExecutionError as error:
            return f"{error.ename}: {error.evalue}"

    crew.start("x", work)
    ((_, given),) = crew.ended()
    return given


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Writes a notebook of some cells; returns what runs it on the fixture year."""
    monkeypatch.setattr(notebook, "NOTEBOOKS", tmp_path)

    def write(*cells: str):
        first = nbformat.v4.new_code_cell(
            "year = 2019\noutput = ''", id="first", metadata={"tags": ["parameters"]}
        )
        others = [nbformat.v4.new_code_cell(c, id=f"c{n}") for n, c in enumerate(cells)]
        made = nbformat.v4.new_notebook(cells=[first, *others])
        made.metadata["kernelspec"] = {"name": "python3", "language": "python", "display_name": "Python 3"}
        nbformat.write(made, tmp_path / "a.ipynb")

        def run(execute: Executor, workspace: Workspace, work: Path):
            work.mkdir(exist_ok=True)
            return execute("a", {"year": 2018}, Context.of(workspace, 2019), work)

        return run

    return write


def shown(executed: nbformat.NotebookNode) -> list[dict]:
    """The cells of an executed notebook, without its clocks and the random ids of figures."""
    cells = []
    for cell in executed.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        cells.append({**cell, "outputs": [_steady(o) for o in cell.get("outputs", [])]})
    return cells


def _steady(output: dict) -> dict:
    kept = dict(output)
    if svg := kept.get("data", {}).get("image/svg+xml"):
        steady = re.sub(r"<dc:date>.*?</dc:date>|(?<=[#\"])[mp][0-9a-f]{10}", "", svg)
        kept["data"] = {**kept["data"], "image/svg+xml": steady}
    return kept


def figures(executed: nbformat.NotebookNode) -> int:
    outputs = [o for c in executed.cells for o in c.get("outputs", [])]
    return sum(any(m.startswith("image/") for m in o.get("data", {})) for o in outputs)


def test_figures_are_kept_though_the_process_that_forks_has_pyplot(written, workspace, tmp_path):
    importlib.import_module("seaborn")  # as a run does before it forks
    assert figures(written(*CELLS)(forked, workspace, tmp_path / "work")) == 6


def test_every_kind_of_output_is_kept_as_a_kernel_keeps_it(written, workspace, tmp_path):
    run = written(*CELLS)
    alone = run(kernel.execute, workspace, tmp_path / "work")
    child = run(forked, workspace, tmp_path / "work")
    assert figures(alone) == figures(child) == 6
    assert shown(child) == shown(alone)
    assert child.metadata.language_info == alone.metadata.language_info


@pytest.mark.parametrize("cell", ["1/0", "raise MemoryError('slut')", "import sys; sys.exit(3)", "x ="])
def test_a_cell_that_raises_is_told_as_a_kernel_tells_it(written, workspace, tmp_path, cell):
    run = written("y = 1", cell, "raise ValueError('aldrig hit')")
    with pytest.raises(PapermillExecutionError) as alone:
        run(kernel.execute, workspace, tmp_path / "work")
    assert run(forked, workspace, tmp_path / "work") == f"{alone.value.ename}: {alone.value.evalue}"


def test_a_process_that_is_killed_gives_nothing_and_a_kernel_raises(written, workspace, tmp_path):
    run = written("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    assert run(forked, workspace, tmp_path / "work") is None
    with pytest.raises(DeadKernelError):
        run(kernel.execute, workspace, tmp_path / "work")


def test_nothing_of_a_child_reaches_its_parent(written, workspace, tmp_path):
    run = written("import os, helpers; os.environ['A_B'] = '1'; helpers.marked = True; os.chdir('/')")
    before, here = dict(os.environ), Path.cwd()
    assert run(forked, workspace, tmp_path / "work").cells
    assert dict(os.environ) == before and Path.cwd() == here
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.fixture(scope="session")
def plan(clean) -> Plan:
    return Plan.of(Context.of(Workspace(clean.root), 2019))


CHARTED = ("3_platform/vannas", "4_association", "6_index", "8_board")
ONE_OF_EACH = (
    *("1_clean", "2_facts", "3_platform/vannas", "4_association"),
    *("5_audit", "6_index", "7_method", "8_board"),
)


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_a_chapter_executed_in_a_kernel_is_the_one_that_a_run_forked(plan, tmp_path, name):
    step = next(s for s in plan.steps() if s.name == f"2019/{name}")
    kept = (plan.context.processed / ".executed" / f"{step.name.replace('/', '-')}.ipynb").read_bytes()
    executed = kernel.execute(step.task, step.parameters, plan.context, tmp_path)
    made = plan.context.processed / ".made/reports" / kept_name(step.page)
    assert page(executed, plan, step) == made.read_bytes()
    forked = nbformat.reads(kept.decode(), 4)
    assert forked.metadata.pop("language_info") == executed.metadata.pop("language_info")
    assert shown(forked) == shown(executed)
    assert drawings(forked) == drawings(executed)
    assert bool(drawings(forked)) == (name in CHARTED)
    for table in tmp_path.glob("*.parquet"):
        assert table.read_bytes() == (plan.context.processed / table.name).read_bytes(), table.name


def page(executed: nbformat.NotebookNode, plan: Plan, step: Step) -> bytes:
    return drawn(executed, plan.cover(step), step.page, plan.labels(step))[step.page].kept()


def drawings(executed: nbformat.NotebookNode) -> int:
    """How many charts a chapter shows."""
    outputs = [o for c in executed.cells for o in c.get("outputs", [])]
    return sum("".join(o.get("data", {}).get("text/html", "")).count("<svg") for o in outputs)
