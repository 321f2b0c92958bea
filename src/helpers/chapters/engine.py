"""A papermill engine that runs a notebook's cells in this very process: IPython's shell, no socket, no port.

The process belongs to the one notebook: it was forked for it and ends with it. What a cell shows is kept as a
kernel keeps it: pieces of a stream joined, bytes as base64, an error with its traceback.
"""

import sys
from typing import Any

import matplotlib
from ipykernel.compiler import XCachingCompiler
from ipykernel.ipkernel import IPythonKernel
from ipykernel.jsonutil import encode_images, json_clean
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode
from nbformat.v4 import new_output
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines
from traitlets.config import Config

NAME = "here"
INLINE = "module://matplotlib_inline.backend_inline"  # as ipykernel chooses


class _Shown(list[NotebookNode]):
    """What a cell shows, in its order."""

    def stream(self, name: str, words: str) -> None:
        """Words printed; they join what was printed just before."""
        if self and self[-1].output_type == "stream" and self[-1].name == name:
            self[-1].text += words
        elif words:
            self.append(new_output("stream", name=name, text=words))


class _Stream:
    """What stands for `sys.stdout` or `sys.stderr` while a cell runs."""

    encoding, errors = "utf-8", "strict"

    def __init__(self, shown: _Shown, name: str):
        self.shown, self.name = shown, name

    def write(self, words: str) -> int:
        self.shown.stream(self.name, words)
        return len(words)

    def flush(self) -> None: ...

    def isatty(self) -> bool:
        return False


class _Publisher(DisplayPublisher):
    """Keeps what cells display."""

    def publish(
        self,
        data: Any,
        metadata: Any = None,
        source: Any = None,
        *,
        transient: Any = None,
        update: bool = False,
        **_: Any,
    ) -> None:
        """Keep a display, or put it in place of those with its id where it is an `update`."""
        shell: _Shell = self.shell
        kept = {"data": _clean(data), "metadata": json_clean(metadata or {})}
        known = shell.displays.setdefault((transient or {}).get("display_id", ""), [])
        if update:
            for output in known:
                output.update(kept)
        else:
            shell.shown.append(new_output("display_data", **kept))
            known.append(shell.shown[-1])

    def clear_output(self, wait: bool = False) -> None:
        """Drop what the cell has shown."""
        self.shell.shown.clear()


class _Hook(DisplayHook):
    """Keeps the value that a cell ends with."""

    def write_output_prompt(self) -> None:
        """A notebook prints no prompt."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        """Keep the value in every form it has."""
        shell: _Shell = self.shell  # type: ignore[assignment]  # IPython types it as anything, or none
        kept = {"data": _clean(format_dict), "metadata": json_clean(md_dict or {})}
        shell.shown.append(new_output("execute_result", execution_count=self.prompt_count, **kept))

    def finish_displayhook(self) -> None:
        """A notebook prints no line after a value."""


class _Shell(InteractiveShell):
    """IPython's shell with the notebook for its screen.

    `shown` is what the running cell has shown, `displays` are those of the notebook by the ids they may be
    updated by.
    """

    shown: _Shown
    displays: dict[str, list[NotebookNode]]

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        error = {"ename": etype.__name__, "evalue": str(evalue), "traceback": stb}
        self.shown.append(new_output("error", **json_clean(error)))

    def enable_gui(self, gui: str | None = None) -> None:
        """A notebook has no windows."""


def _clean(data: Any) -> Any:
    return json_clean(encode_images(data))


class Here(Engine):
    """Runs the cells in order until one raises."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: NotebookExecutionManager, kernel_name: str, **_: Any) -> None:
        """Run a notebook's cells; its errors are papermill's to raise."""
        quiet = Config({"HistoryManager": {"enabled": False}})
        shell = _Shell.instance(
            config=quiet,
            display_pub_class=_Publisher,
            displayhook_class=_Hook,
            compiler_class=XCachingCompiler,
            colors="nocolor",
        )
        shell.displays = {}
        # `use` would switch at once where pyplot is there already, and the shell would lose its figures.
        matplotlib.rcParams["backend"] = INLINE
        for index, cell in enumerate(nb_man.nb.cells):
            nb_man.cell_start(cell, index)
            try:
                is_done = cell.cell_type != "code" or not cell.source.strip() or _run(shell, cell)
                if not is_done:
                    nb_man.cell_exception(cell, index)
                    break
            finally:
                nb_man.cell_complete(cell, index)
        nb_man.nb.metadata["language_info"] = dict(IPythonKernel.language_info)


def _run(shell: _Shell, cell: NotebookNode) -> bool:
    """Run a cell and keep what it shows: whether it came to its end."""
    shown = shell.shown = _Shown()
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _Stream(shown, "stdout"), _Stream(shown, "stderr")
    try:
        result = shell.run_cell(cell.source, store_history=True)
    finally:
        sys.stdout, sys.stderr = before
    cell.execution_count = result.execution_count
    cell.outputs = list(shown)
    return result.success


papermill_engines.register(NAME, Here)
