"""Which files a step is made anew for: all that its code reads of ours, texts and templates too."""

import re

from helpers.paths import REPOSITORY
from helpers.source_code import PACKAGE, code_files, reached

TELL = ("ending.py",)  # reads words for the terminal alone: no step's result holds them
BESIDE = re.compile(r'__file__\)[^"\n]*\.parent / "(\w+)"')  # a folder that a module reads of its own


def test_what_a_module_reads_beside_itself_is_code_of_every_step_that_reaches_it():
    notebooks = [p for p in code_files() if p.suffix == ".ipynb"]
    modules = {p for start in notebooks for p in reached(start) if p.suffix == ".py" and p.name not in TELL}
    readers = {p: BESIDE.findall(p.read_text(encoding="utf-8")) for p in modules}
    readers = {p: folders for p, folders in readers.items() if folders}
    assert len(readers) > 3
    package = REPOSITORY / "src" / PACKAGE
    for path, folders in readers.items():
        for folder in folders:
            place = next(d for d in (path.parent / folder, package / folder) if d.is_dir())
            read = {p for p in place.rglob("*") if p.is_file()}
            assert read and read <= set(reached(path)), f"{path.relative_to(package)} reads {folder}"
