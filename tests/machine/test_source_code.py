"""Which files a step is made anew for: all that its code reads of ours, texts and templates too."""

import re

from helpers.machine.source_code import PACKAGE, code_files, module_file, reached
from helpers.paths import REPOSITORY

TELL = ("ending.py",)  # reads words for the terminal alone: no step's result holds them
BESIDE = re.compile(r'__file__\)[^"\n]*\.parent / "(\w+)"')  # a folder that a module reads of its own


def test_what_a_module_reads_beside_itself_is_code_of_every_step_that_reaches_it():
    package, tried = REPOSITORY / "src" / PACKAGE, set()
    notebooks = [p for p in code_files() if p.suffix == ".ipynb"]
    for start in [*notebooks, module_file("helpers.runs.run")]:
        of_step = set(reached(start))
        for module in (p for p in of_step if p.suffix == ".py" and p.name not in TELL):
            for folder in BESIDE.findall(module.read_text(encoding="utf-8")):
                place = next(d for d in (module.parent / folder, package / folder) if d.is_dir())
                read = {p for p in place.rglob("*") if p.is_file()}
                assert read and read <= of_step, f"{start.name}: {module.name} reads {folder}"
                tried.add(module.name)
    assert {"wording.py", "question_bank.py", "render.py"} <= tried
