"""What the warm process of `support.warm` imports: all that a run does."""

from helpers.chapters.notebook import NOTEBOOKS
from helpers.runs import crew
from helpers.source_code import module_file

crew.warm([*NOTEBOOKS.glob("*.ipynb"), module_file("helpers.__main__"), module_file("helpers.runs.run")])
