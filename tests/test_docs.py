"""Documents, notebooks and the environment say what is true, and the dictionary says it both ways."""

import re
import string
import tomllib
from pathlib import Path

import nbformat
import pandas as pd
import pytest
import yaml

from helpers import wording
from helpers.chapters.notebook import parameter_names
from helpers.counting import declared, final_reports
from helpers.deliveries.declared_figures import Row as DeclaredRow
from helpers.deliveries.files.corrections import CorrectionRow
from helpers.deliveries.nafs_answers import Answer as NafsAnswer
from helpers.deliveries.participants import Participation
from helpers.deliveries.preventive import Row as PreventiveRow
from helpers.deliveries.surveys import Invited
from helpers.deliveries.sus import Registration
from helpers.deliveries.yearly_equivalents import Area
from helpers.machine import installed
from helpers.paths import REPOSITORY

NOTEBOOKS = sorted((REPOSITORY / "notebooks").glob("*.ipynb"))
DICTIONARY = (REPOSITORY / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
# Named by the definitions of a year alone, and the rules that make them.
DECLARED_ROWS = {"<declared measure>": {*declared.RULES}, "<final report measure>": {final_reports.FIGURE}}


def _matches(name: str, measure: str) -> bool:
    wide = {"<share>", "<label>", "<class>", "<row>", "<project>", "<measure>", "<id>"}
    pattern = "".join(
        (".+" if p in wide else "[^:]+") if p.startswith("<") else re.escape(p)
        for p in re.split(r"(<[^>]+>)", name)
    )
    return re.fullmatch(pattern, measure) is not None


def test_every_measure_is_in_the_dictionary_and_every_row_is_measured(shipped_facts: dict) -> None:
    section = DICTIONARY.split("## Measures")[1].split("\n## ")[0]
    rows = re.findall(r"(?m)^\| `([^`]+)` \| ([^|]+) \|", section)
    everything = [f for facts in shipped_facts.values() for f in facts]
    stated = set()
    for row, rules in DECLARED_ROWS.items():
        mine = {(f.measure, f.unit) for f in everything if f.rule in rules}
        (units,) = (units for name, units in rows if name == row)
        assert {unit for _, unit in mine} <= set(re.split(r", | or ", units.strip())), row
        stated |= mine
    rows = [(name, units) for name, units in rows if name not in DECLARED_ROWS]
    measures = {(f.measure, f.unit) for f in everything} - stated
    for measure, _ in sorted(measures):
        fitting = [n for n, _ in rows if _matches(n, measure)]
        best = [n for n in fitting if n == measure] or [
            n for n in fitting if n.count("<") == min(x.count("<") for x in fitting)
        ]
        assert len(best) == 1, f"{measure}: {fitting}"
    for name, units in rows:
        mine = {u for m, u in measures if _matches(name, m)}
        assert mine, f"{name} is in the dictionary and never measured"
        assert mine & set(re.split(r", | or ", units.strip())), f"{name}: {mine}"


def test_every_column_of_the_cleaned_tables_is_in_the_dictionary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workspace
) -> None:
    import papermill

    for name in ("1_clean", "2_facts"):
        papermill.execute_notebook(
            REPOSITORY / "notebooks" / f"{name}.ipynb", tmp_path / "out.ipynb", progress_bar=False
        )
    section = DICTIONARY.split("## Cleaned tables")[1].split("\n## ")[0]
    listed = {}
    for names, columns in re.findall(r"(?m)^\| (`[^|]+) \| (.+) \|$", section):
        for name in re.findall(r"`([^`]+)`", names):
            listed[name] = re.findall(r"`([^`]+)`", re.sub(r"\([^)]*\)", "", columns))
    made = {p.stem: list(pd.read_parquet(p).columns) for p in workspace.processed(2019).glob("*.parquet")}
    assert set(listed) == set(made)
    for name, columns in made.items():
        expected = columns if name != "facts" else ["facts.csv", "exact", "rule", "account"]
        assert listed[name] == expected, name


def test_environment_and_project_agree() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    environment = yaml.safe_load((REPOSITORY / "environment.yml").read_text(encoding="utf-8"))
    least = ".".join(map(str, installed.LEAST_PYTHON))
    assert project["requires-python"] == f">={least},<3.12"
    assert environment["dependencies"][0] == f"python>={least},<3.12"
    assert f"Python 3.11 ({least} or later)" in (REPOSITORY / "README.md").read_text(encoding="utf-8")
    wheels = "--only-binary :all: --require-hashes"
    assert environment["dependencies"][2]["pip"][0] == f"{wheels} -r requirements.lock"
    for makefile in ("Makefile", "src/helpers/assurance/template/Makefile"):
        lines = (REPOSITORY / makefile).read_text(encoding="utf-8").splitlines()
        fetching = [line for line in lines if re.search(r"-m pip (?:install|download)", line)]
        assert fetching and all(wheels in line for line in fetching), makefile
    lock = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
    pinned = dict(re.findall(r"(?m)^([a-z0-9._-]+)==([^ \n\\]+)", lock))
    wanted = project["dependencies"] + project["optional-dependencies"]["test"]
    for requirement in wanted:
        assert re.match(r"[a-z0-9-]+", requirement)[0] in pinned, requirement
    assert all("--hash=sha256:" in block for block in re.split(r"(?m)^(?=[a-z0-9._-]+==)", lock)[1:])
    assert "://" not in lock


def test_every_import_of_the_package_is_a_declared_dependency() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["cluster"]]
    declared = {re.match(r"[a-z0-9-]+", d)[0] for d in asked}
    names = {
        "yaml": "pyyaml",
        "IPython": "ipython",
        "python_calamine": "python-calamine",
        "pydantic_core": "pydantic-core",
        "jupyter_client": "jupyter-client",
        "docx": "python-docx",
    }
    found = set()
    for path in (REPOSITORY / "src").rglob("*.py"):
        found |= set(re.findall(r"(?m)^\s*(?:from|import) (\w+)", path.read_text(encoding="utf-8")))
    outside = {names.get(n, n) for n in found} - set(__import__("sys").stdlib_module_names) - {"helpers"}
    assert outside <= declared, sorted(outside - declared)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_reads_as_a_chapter(path: Path) -> None:
    cells = nbformat.read(path, 4).cells
    code = [c for c in cells if c.cell_type == "code"]
    lengths = sorted(len(c.source.splitlines()) for c in code)
    assert lengths[-1] <= 20 and lengths[len(lengths) // 2] <= 4
    assert cells[0].cell_type == "markdown" and all(not c.outputs and c.execution_count is None for c in code)
    assert {"year", "output"} <= parameter_names(path)
    assert not [c for c in code if re.search(r"from helpers(\.\w+)* import _|\b_\w+\(", c.source)]


def test_readme_names_every_target_and_only_those() -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"(?m)^([a-z-]+):.*## ", makefile))
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?m)(?:`|^)make ([a-z-]+)", readme))
    assert named == targets, (sorted(named - targets), sorted(targets - named))
    phony = set(re.search(r"(?m)^\.PHONY: (.+)$", makefile)[1].split())
    assert phony == targets


def test_catalogue_texts_are_used_and_whole() -> None:
    texts = wording.catalogue()
    code = "\n".join(p.read_text(encoding="utf-8") for p in (REPOSITORY / "src").rglob("*.py"))
    code += "\n".join(cell.source for path in NOTEBOOKS for cell in nbformat.read(path, 4).cells)
    dynamic = (
        "fault.",
        "rule.",
        "measure.",
        "group.",
        "signal.",
        "state.",
        "missing.",
        "index.",
        "platform.",
        "named.",
        "elsewhere.",
        "severity.",
        "base.",
        "value.",
        "short.",
    )
    for key, value in texts.items():
        assert isinstance(value, str), key
        list(string.Formatter().parse(value))
        prefix = key.rpartition(".")[0]
        used = (
            f'"{key}"' in code
            or f"'{key}'" in code
            or key.startswith(dynamic)
            or f"{prefix}.{{" in code
            or f"{prefix}.' +" in code
        )
        family = re.search(rf'"{re.escape(prefix)}\.[\w-]*\{{|"{re.escape(key.rpartition("_")[0])}_\{{', code)
        last = key.rpartition(".")[2]
        if key.startswith(
            "finding."
        ):  # finding.<rule>.<part>: the rule is a finding's own, the part is named in the code
            used = used or any(
                f"{before}{last}{after}" in code for before in (".", '"') for after in ('"', "'")
            )
        assert used or family or f'paragraph("{key}"' in code, f"{key} is never used"


def test_nothing_names_a_registry_host_or_a_path_of_one_machine() -> None:
    import subprocess

    listed = subprocess.run(
        ["git", "-C", str(REPOSITORY), "ls-files"], capture_output=True, text=True, check=True
    ).stdout.split()
    for name in listed:
        path = REPOSITORY / name
        if (
            path.suffix in (".py", ".md", ".yaml", ".yml", ".toml", ".lock", ".ipynb", ".j2", ".css", "")
            and path.is_file()
        ):
            content = path.read_text(encoding="utf-8", errors="ignore")
            assert name == "tests/test_docs.py" or not re.search(
                r"pypi\.(org|io)|registry\.npm|files\.pythonhosted|/(home|root|tmp|work|opt)/", content
            ), name


def test_the_dictionary_names_every_column_of_what_is_delivered() -> None:
    section = (REPOSITORY / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    section = section.split("## What is delivered")[1].split("\n## ")[0]
    lines = {line.split("`")[1]: line for line in section.splitlines() if line.startswith("| `")}
    for file, model in {
        "participants/<platform>.xlsx": Participation,
        "surveys/invited.csv": Invited,
        "sus.csv": Registration,
        "helarsekvivalenter.csv": Area,
        "uppgifter.csv": DeclaredRow,
        "forebyggande.csv": PreventiveRow,
        "nafs.csv": NafsAnswer,
        "corrections.csv": CorrectionRow,
    }.items():
        assert [h for h in model.headers() if f"`{h}`" not in lines[file]] == []
