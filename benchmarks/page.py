"""docs/performance.md: its words stand in performance.md.in, every figure is the measuring run's own."""

import json
from statistics import median

from benchmarks import places
from benchmarks.measure import Cost
from benchmarks.ratios import HEAD, Rounds
from helpers.context import Context
from helpers.paths import REPOSITORY, Workspace
from helpers.runs.inputs import raw_files
from helpers.runs.plan import Plan

TARGET = REPOSITORY / "docs" / "performance.md"
Table = list[list[str]]
YEARS = ["Year", "Years read", "Notebooks", "Platforms", "Delivered files", "Wall s", "CPU s"]
WORDS = places.HERE / "performance.md.in"


def table(head: list[str], rows: Table) -> list[str]:
    """A Markdown table whose columns are as wide as they need to be."""
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    lines = [head, ["-" * width for width in widths], *rows]
    return ["| " + " | ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)) + " |" for line in lines]


def sizes(root, year: int) -> list[str]:
    """How much a year's run reads and makes: years, notebooks, platforms and delivered files."""
    plan = Plan.of(Context(Workspace(root), year))
    files = sum(len(raw_files(plan.context.at(y))) for y in plan.years)
    notebooks = sum(step.is_notebook for step in plan.steps())
    return [str(len(plan.years)), str(notebooks), str(len(plan.defined.platform_ids)), str(files)]


def absolute(words: dict[str, str], found: Rounds) -> Table:
    """Medians of each command."""
    kinds = (("wall", 2), ("cpu", 2), ("others", 2), ("load", 1))
    return [
        [told, *(f"{median(found[f'{name}.{kind}']):.{digits}f}" for kind, digits in kinds)]
        for name, told in words.items()
    ]


def parts(costs: dict[str, list[Cost]], found: Rounds) -> dict[str, float]:
    """Medians of the rounds: CPU seconds of the plain process by part, of the whole run, and its wall."""
    printed = [json.loads(cost.said) for cost in costs["plain"]]
    of_steps = {name: median(p[name] for p in printed) for name in printed[0]}
    return (
        of_steps
        | {name: median(found[name]) for name in ("cold.wall", "cold.cpu", "plain.cpu")}
        | _rows(found)
    )


def _rows(found: Rounds) -> dict[str, float]:
    return {name: median(v) for name, v in found.items() if name.startswith("rows")}


def write(on: dict[str, str], ratios: Table, costs: Table, known: dict[str, float], years: Table) -> None:
    """Write the page."""
    steps = {name: s for name, s in known.items() if name[:2] == "20"}
    tasks = {name.split("-")[1] for name in steps}
    by_task = {task: [s for name, s in steps.items() if name.split("-")[1] == task] for task in sorted(tasks)}
    years_read = {name[:4] for name in steps}
    of_year = [steps[f"{y}-1_clean"] + steps[f"{y}-2_facts"] for y in years_read]
    pages = [s for name, s in steps.items() if name.split("-")[1] not in ("1_clean", "2_facts")]
    chain = known["start"] + max(of_year) + max(pages)
    shared = known["plain.cpu"] / int(on["cores"])
    rows = [["start and import", "", f"{known['start']:.2f}"]]
    rows += [[f"`{task}`", str(len(s)), f"{sum(s):.2f}"] for task, s in by_task.items()]
    rows += [["all of the plain process", "", f"{known['plain.cpu']:.2f}"]]
    rows += [["what a whole cold run adds", "", f"{known['cold.cpu'] - known['plain.cpu']:.2f}"]]
    lists = [
        [name[5:-9], f"{known[name]:.2f}", f"{known[name[:-9] + '.peak']:.0f}"]
        for name in known
        if name.endswith(".chapters")
    ]
    content = WORDS.read_text(encoding="utf-8").format(
        **on,
        commit=places.LOOP_COMMIT,
        ratios="\n".join(table(HEAD, ratios)),
        absolute="\n".join(table(["Command", "Wall s", "CPU s", "Others", "Load"], costs)),
        parts="\n".join(table(["Part", "Notebooks", "CPU s"], rows)),
        chain=chain,
        shared=shared,
        cold=known["cold.wall"],
        times=known["cold.wall"] / max(chain, shared),
        years="\n".join(
            table(
                ["Year", "Years read", "Notebooks", "Platforms", "Delivered files", "Wall s", "CPU s"], years
            )
        ),
        platform=median(by_task["3_platform"]),
        year=median(of_year),
        lists="\n".join(table(["Rows", "CPU s", "Peak MB"], lists)),
    )
    TARGET.write_text(content, encoding="utf-8")
