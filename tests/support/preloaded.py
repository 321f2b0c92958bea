"""What the warm process of `support.warm` imports: all that a run does."""

from helpers.chapters.notebook import NOTEBOOKS
from helpers.machine.source_code import module_file
from helpers.runs import crew

crew.warm([*NOTEBOOKS.glob("*.ipynb"), module_file("helpers.__main__"), module_file("helpers.runs.run")])
