"""What moved between two runs, and why: planted changes of cells, corrections, definitions and code."""

import csv
import datetime as dt
import hashlib
import io
import json
import random
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from support.workspaces import FIXTURE, chapters, environment

from helpers import fact_csv, fact_tables
from helpers.assurance import adoption, register
from helpers.assurance import unmoved as unmoved_
from helpers.assurance.fact_moves import Move
from helpers.assurance.moves import Moves
from helpers.assurance.sides import Side
from helpers.context import Context
from helpers.counting import families
from helpers.facts import Fact
from helpers.faults import Stop
from helpers.files import sha256
from helpers.pages.document import Contents, Paragraph, Terms, join, table
from helpers.pages.said import said
from helpers.paths import REPOSITORY, Workspace
from helpers.runs import inputs as inputs_
from helpers.wording import marked

YEAR, PLANTED, PAIRS = 2019, 100, 20

ANSWERS = "src/helpers/counting/answers.py"
Cell = str | int | float | dt.datetime | None

# --- a run without its pages --------------------------------------------------------------------------------


def counted(root: Path) -> Side:
    """The two chapters that make facts, on a workspace; facts.csv and the manifest beside them."""
    workspace = Workspace(root)
    side = Side(YEAR, workspace.reports(YEAR), chapters(root, YEAR), committed_code={ANSWERS: "1"})
    side.reports.mkdir(parents=True, exist_ok=True)
    table = pd.read_parquet(side.processed / "facts.parquet")
    (side.reports / "facts.csv").write_text(
        fact_csv.csv_text(fact_tables.from_table(table)), encoding="utf-8"
    )
    inputs = {f"data/raw/{YEAR}/{n}": h for n, h in inputs_.raw_files(Context(workspace, YEAR)).items()}
    inputs[f"data/definitions/{YEAR}.yaml"] = hashlib.sha256(
        (workspace.definitions / f"{YEAR}.yaml").read_bytes()
    ).hexdigest()
    manifest = {"inputs": inputs, "lock": {}, "outputs": {}}
    (side.reports / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return side


def copy(tmp_path: Path, name: str) -> Path:
    shutil.copytree(FIXTURE, tmp_path / name)
    return tmp_path / name


@pytest.fixture(scope="module")
def base(tmp_path_factory) -> Side:
    return counted(copy(tmp_path_factory.mktemp("base"), "a"))


# --- cells of delivered files -------------------------------------------------------------------------------


def cells_of(path: Path) -> tuple[list[list[Cell]], int]:
    """A delivered table as rows of cells, and where its header stands."""
    if path.suffix == ".csv":
        rows = [line.split(";") for line in decoded(path)[0].splitlines()]
        return rows, 0
    sheet = list_sheet(openpyxl.load_workbook(path))
    rows = [[c.value for c in row] for row in sheet.iter_rows()]
    return rows, next(i for i, row in enumerate(rows) if "Kön" in row)


def list_sheet(book: openpyxl.Workbook):
    return next(s for s in book if any("Kön" in [c.value for c in row] for row in s.iter_rows()))


def decoded(path: Path) -> tuple[str, str]:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig"), "utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "utf-8"
    except UnicodeDecodeError:
        return content.decode("windows-1252"), "windows-1252"


def plant(root: Path, name: str, row: int, column: int, value: Cell) -> None:
    path = root / f"data/raw/{YEAR}/{name}"
    if path.suffix == ".csv":
        content, encoding = decoded(path)
        lines = content.split("\n")
        cells = lines[row].rstrip("\r").split(";")
        cells[column] = str(value or "")
        lines[row] = ";".join(cells) + ("\r" if lines[row].endswith("\r") else "")
        path.write_bytes("\n".join(lines).encode(encoding))
    else:
        book = openpyxl.load_workbook(path)
        list_sheet(book).cell(row + 1, column + 1).value = value
        book.save(path)


def planted_changes() -> list[tuple[str, int, int, Cell]]:
    """File, row, column and another value of the same column (or none), drawn over all delivered tables."""
    chosen, random_ = [], random.Random(2019)
    folder = FIXTURE / f"data/raw/{YEAR}"
    files = sorted(
        p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.suffix in (".csv", ".xlsx")
    )
    while len(chosen) < PLANTED:
        name = random_.choice(files)
        rows, header = cells_of(folder / name)
        row, column = random_.randrange(header + 1, len(rows)), random_.randrange(len(rows[header]))
        others = sorted(
            {r[column] for r in rows[header + 1 :] if column < len(r)} - {rows[row][column], None}, key=str
        )
        change = (name, row, column, random_.choice([*others, None]))
        if rows[row][column] not in (None, "") and change not in chosen:
            chosen.append(change)
    return chosen


CHANGES = planted_changes()


def lines(side: Side) -> dict[tuple, dict]:
    """facts.csv read on its own, by key."""
    rows = csv.DictReader(io.StringIO((side.reports / "facts.csv").read_text(encoding="utf-8")))
    return {(int(r["year"]), r["platform"], r["measure"], r["respondents"], r["group"]): r for r in rows}


def moved_lines(before: Side, after: Side) -> set[tuple]:
    old, new = lines(before), lines(after)
    return {k for k in old.keys() | new.keys() if old.get(k) != new.get(k)}


@pytest.fixture(scope="module")
def planted(base, tmp_path_factory) -> list[Side]:
    sides = []
    for change in CHANGES:
        root = copy(tmp_path_factory.mktemp("planted"), "b")
        plant(root, *change)
        sides.append(counted(root))
    return sides


def test_a_hundred_planted_cells_are_each_reported_with_exactly_the_facts_they_move_and_their_file(
    base, planted, capsys
):
    moving = 0
    for (name, row, *_), after in zip(CHANGES, planted, strict=True):
        found = Moves(base, after)
        assert found.changed("inputs") == [f"data/raw/{YEAR}/{name}"]
        assert {m.fact.key for m in found.facts} == moved_lines(base, after), name
        for move in found.facts:
            assert list(found.causes(move)) == [f"data/raw/{YEAR}/{name}"], (name, row, move)
        moving += bool(found.facts)
    with capsys.disabled():
        print(f"\n{PLANTED} planted cells: {moving} move facts, all explained by their file", end="")
    assert moving > PLANTED / 2


ON_MORE_THAN_ROWS = (
    "decisions.judgement",
    "decisions.signals",
    "decisions.tally",
    "decisions.goals-met",
    "uncertainty.interval",
    "uncertainty.bounds",
    "presence.mean",
    "presence.to-start",
    "funnel.limit",
    "since.change",
    "since.interval",
    "average-stay.days",
    "average-stay.change",
    "time.median",
    "time.limits",
    "time.known",
    "time.exited",
)


def test_two_planted_cells_are_told_apart(base, planted, tmp_path):
    """A result that only one of two changes moves is explained by that one, and the other is not named."""
    random_ = random.Random(7)
    alone = {i: moved_lines(base, side) for i, side in enumerate(planted)}
    moving = [i for i in alone if alone[i]]
    pairs = [(i, j) for i in moving for j in moving if CHANGES[i][0] < CHANGES[j][0]]
    by_one = 0
    for n, (one, other) in enumerate(random_.sample(pairs, PAIRS)):
        names = [f"data/raw/{YEAR}/{CHANGES[i][0]}" for i in (one, other)]
        root = copy(tmp_path, f"pair-{n}")
        for i in (one, other):
            plant(root, *CHANGES[i])
        found = Moves(base, counted(root))
        for move in found.facts:
            told = found.causes(move)
            expected = {
                i: name for i, name in zip((one, other), names, strict=True) if move.fact.key in alone[i]
            }
            if not expected:
                continue  # it takes both
            by_one += len(expected) == 1
            if move.of_state:  # one of them is enough to take the fact away, or to bring it
                enough = [name for i, name in expected.items() if state(planted[i], move) == state_of(move)]
                # Another file that held its rows may be named too.
                assert told.keys() & set(enough or expected.values()), (names, move)
            elif move.fact.rule in ON_MORE_THAN_ROWS:  # each changed file of its rows is named
                assert told.keys() >= set(expected.values()), (names, move)
            else:
                assert told.keys() == set(expected.values()), (names, move)
    assert by_one > PAIRS  # facts that one of the two moves, in most pairs several


def state(side: Side, move: Move) -> str:
    return lines(side).get(move.fact.key, {}).get("state", "")


def state_of(move: Move) -> str:
    return move.after.state if move.after else ""


def test_the_rows_that_came_and_went_are_named(base, tmp_path):
    root = copy(tmp_path, "b")
    plant(root, "participants/vannas.csv", 2, 8, "Arbete")
    found = Moves(base, counted(root))
    rows = {
        m.fact.measure: found.causes(m)[f"data/raw/{YEAR}/participants/vannas.csv"]
        for m in found.facts
        if m.fact.platform == "vannas"
    }
    assert rows["to-studies"] == "rad 3 räknas inte längre" and rows["to-work"] == "rad 3 räknas nu"
    # Shares of others, verdicts and what can be said of them, of Vännäs and its wholes; and the limits around
    # the association's average, which rest on the rows of all.
    assert found.same_on_other_rows == 8 + 14


def test_a_correction_a_definition_and_code_explain_what_no_file_does(base, tmp_path):
    root = copy(tmp_path, "correction")
    head = "file;row;column;from;to;reason;who;when"
    line = "participants/vannas.csv;3;Avslutsorsak;Studier;Arbete;fel;AB;2020-01-10"
    (root / f"data/raw/{YEAR}/corrections.csv").write_text(f"{head}\n{line}\n", encoding="utf-8")
    found = Moves(base, counted(root))
    assert found.facts and {tuple(found.causes(m)) for m in found.facts} == {
        (f"data/raw/{YEAR}/corrections.csv",)
    }

    root = copy(tmp_path, "definition")
    path = root / f"data/definitions/{YEAR}.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("target_percent: 80}", "target_percent: 99}"),
        encoding="utf-8",
    )
    found = Moves(base, counted(root))
    assert {m.fact.measure.partition(":")[0] for m in found.facts} == {
        "target",
        "verdict",
        "judgement",
        "doubt",
        "signals",
        "tally",
        "goals-met",
    }
    assert {tuple(found.causes(m)) for m in found.facts} == {(f"data/definitions/{YEAR}.yaml",)}

    root = copy(tmp_path, "code")
    side = replace(counted(root), committed_code={ANSWERS: "2"})
    side.facts.pop(next(k for k in side.facts if k[2] == "question:1.4"))
    found = Moves(side, base)
    assert [found.causes(m) for m in found.facts] == [{families.function_of("answers.question"): ""}]


def test_without_the_earlier_tables_the_changed_file_behind_a_fact_explains_it(base, tmp_path):
    root = copy(tmp_path, "b")
    plant(root, "participants/vannas.csv", 2, 8, "Arbete")
    after = counted(root)
    found = Moves(Side(YEAR, base.reports), after)
    assert {tuple(found.causes(m)) for m in found.facts} == {(f"data/raw/{YEAR}/participants/vannas.csv",)}
    assert "finns inte kvar" in "\n".join(found.told())


FIRST_OF_A_KIND = [
    "examples/1.3-1.md",
    "sus.csv",
    "helarsekvivalenter.csv",
    "surveys/styrgrupp.csv",
    "surveys/invited.csv",
    "participants/hikikomori.csv",
]


@pytest.mark.parametrize("new", FIRST_OF_A_KIND)
@pytest.mark.parametrize("goes", [False, True], ids=["came", "went"])
def test_what_came_or_went_with_a_file_is_not_laid_on_a_list_that_was_changed(tmp_path, new, goes):
    """The facts that rest on the other kind, those of nobody among them, name the file alone."""
    without, both = copy(tmp_path, "a"), copy(tmp_path, "b")
    (without / f"data/raw/{YEAR}" / new).unlink()
    plant(both, "participants/vannas.csv", 2, 8, "Arbete")
    before, after = counted(without), counted(both)
    found = Moves(after, before) if goes else Moves(before, after)
    alone = Moves(before, counted(copy(tmp_path, "c")))
    of_the_file = {m.fact.key for m in alone.facts if m.of_state}
    told = {m.fact.key: tuple(found.causes(m)) for m in found.facts if m.fact.key in of_the_file}
    assert len(told) > 3 and set(told.values()) == {(f"data/raw/{YEAR}/{new}",)}


def test_a_page_is_read_as_its_sentences_and_figures() -> None:
    total = marked(Fact(2019, "x", "total", rule="r"), "12")
    page = said(
        [
            Contents(("a",), ("Ej med",)),
            Paragraph("Det var " + total + "\n personer."),
            join([table("", ["", "Antal"], [["Totalt", total]]), Paragraph("Utan siffra.")]),
            Terms((("Mål", "minst 80"), ("Ord", "Hela satsen."))),
        ]
    )
    assert page.sentences == ["Det var 12 personer.", "Utan siffra.", "Hela satsen."]
    assert page.leads == [{"total-2019-x"}, set(), set()]
    assert page.figures == {("x", "total-2019-x", "12"): 2}


# --- nothing made again where it could give nothing else ---------------------------------------------------

INDEX = f"reports/{YEAR}/index.html"
VANNAS = f"data/raw/{YEAR}/participants/vannas.csv"


def git(root: Path, *arguments: str) -> None:
    """A git command on the workspace, which must succeed."""
    known = ["git", "-C", str(root), "-c", "user.name=x", "-c", "user.email=x@example.org"]
    subprocess.run([*known, *arguments], check=True, capture_output=True)


def commit(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-qm", "x")


@pytest.fixture(scope="module")
def in_git(clean, tmp_path_factory) -> Path:
    """A finished year in git with the code that runs; its pages are kept out, as the project's own are."""
    root = tmp_path_factory.mktemp("git") / "a"
    shutil.copytree(clean.root, root)
    (root / ".gitignore").write_text(
        "/data/processed/\n/reports/**/*.html\n/reports/**/sidor.json\n", encoding="utf-8"
    )
    left_out = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in ("src", "notebooks"):
        shutil.copytree(REPOSITORY / name, root / name, ignore=left_out)
    shutil.copyfile(REPOSITORY / "requirements.lock", root / "requirements.lock")
    git(root, "init", "-q")
    commit(root)
    return root


@pytest.fixture
def committed(in_git, tmp_path) -> Path:
    shutil.copytree(in_git, tmp_path / "a")
    return tmp_path / "a"


def unmoved(root: Path, against: str = "HEAD") -> list[str]:
    return unmoved_.told(Context(Workspace(root), YEAR), against)


def append(root: Path, name: str) -> None:
    """One more byte at the end of a file, which is made where it is not."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as handle:
        handle.write(b"\n")


def vouch(root: Path, **parts: dict) -> None:
    """Other parts in the manifest of the set, and a `code.json` that is of just that manifest."""
    path, code = (root / f"reports/{YEAR}" / name for name in ("manifest.json", "code.json"))
    path.write_text(json.dumps(json.loads(path.read_bytes()) | parts), encoding="utf-8")
    ran = json.loads(code.read_bytes()) | {"manifest.json": sha256(path.read_bytes())}
    code.write_text(json.dumps(ran), encoding="utf-8")


def test_what_stands_is_told_without_a_run_and_in_the_words_of_a_run_that_moved_nothing(committed):
    side = Side(YEAR, committed / f"reports/{YEAR}", committed / f"data/processed/{YEAR}")
    title, stands, *told = unmoved(committed)
    assert title.endswith("från HEAD till nu") and "Inget har behövt göras om" in stands
    assert told == Moves(side, side).told()
    for left in ("data/processed", f"data/returned/{YEAR}"):  # neither is asked
        shutil.rmtree(committed / left, ignore_errors=True)
    asked = environment(committed, YEAR=str(YEAR), AGAINST="HEAD")
    program = [sys.executable, "-X", "importtime", "-X", "settled=utf-8", "-m", "helpers", "diff"]
    done = subprocess.run(program, env=asked, cwd=committed, text=True, capture_output=True)
    assert done.returncode == 0 and done.stdout == "\n".join([title, stands, *told]) + "\n", done.stderr
    assert "helpers.assurance.unmoved" in done.stderr and "pandas" not in done.stderr


@pytest.mark.parametrize(
    "name",
    [
        INDEX,  # the reports are not as they were made
        f"reports/{YEAR}/facts.csv",
        f"reports/{YEAR}/manifest.json",
        f"reports/{YEAR}/another.html",
        VANNAS,  # nor what they are made of
        f"data/raw/{YEAR - 1}/participants/ungdomstorget.xlsx",
        f"data/definitions/{YEAR}.yaml",
        "data/published/participants.csv",
        "data/audit/claims.csv",
        "data/cleared.csv",
        f"data/raw/{YEAR}/participants/another.csv",  # or more is delivered than they are made of
        f"data/raw/{YEAR}/corrections.csv",
        f"data/raw/{YEAR - 2}/participants/vannas.csv",
        "data/published/another.csv",
        "data/definitions/headings.csv",
        "data/breaks.yaml",
        "data/reconstruction/origins.csv",
    ],
)
def test_a_file_that_is_another_or_one_more_or_not_there_has_the_year_made_again(committed, name):
    path = committed / name
    before = path.read_bytes() if path.exists() else None
    assert unmoved(committed)
    append(committed, name)
    assert not unmoved(committed)
    path.unlink()
    assert bool(unmoved(committed)) == (before is None)


@pytest.mark.parametrize(
    "name",
    [f"data/raw/{YEAR}/participants/another.csv", f"data/definitions/{YEAR}.yaml", "data/breaks.yaml"],
)
def test_a_commit_of_other_deliveries_or_registers_is_made_again(committed, name):
    kept = (committed / name).read_bytes() if (committed / name).exists() else None
    append(committed, name)
    commit(committed)
    assert unmoved(committed, "HEAD~") == []
    if kept is None:
        (committed / name).unlink()
    else:
        (committed / name).write_bytes(kept)
    assert unmoved(committed) == [] and unmoved(committed, "HEAD~")


@pytest.mark.parametrize("name", ["src/helpers/rounding.py", "notebooks/2_facts.ipynb", "requirements.lock"])
def test_a_commit_of_other_code_is_made_again(committed, name):
    append(committed, name)
    commit(committed)
    assert unmoved(committed) == [] and unmoved(committed, "HEAD~")


@pytest.mark.parametrize(
    "parts",
    [
        {"parameters": {"year": YEAR, "edition": "public", "revision": 0}},
        {"lock": {"requirements.lock": "0" * 64}},
        {"inputs": {}},
    ],
)
def test_a_set_made_from_something_else_than_what_lies_there_is_made_again(committed, parts):
    assert unmoved(committed)
    vouch(committed, **parts)
    commit(committed)
    assert unmoved(committed) == []


@pytest.mark.parametrize("change", [{ANSWERS: "0" * 64}, {"src/helpers/another.py": "0" * 64}, None])
def test_a_set_made_by_other_code_is_made_again(committed, change):
    code = committed / f"reports/{YEAR}/code.json"
    code.write_text(json.dumps(json.loads(code.read_bytes()) | change) if change else "{", encoding="utf-8")
    commit(committed)
    assert unmoved(committed) == []


def test_a_commit_whose_own_facts_are_others_is_made_again(committed):
    path = committed / f"reports/{YEAR}/manifest.json"
    kept, known = path.read_bytes(), json.loads(path.read_bytes())
    path.write_text(json.dumps(known | {"outputs": known["outputs"] | {"facts.csv": "0"}}), encoding="utf-8")
    commit(committed)
    path.write_bytes(kept)
    assert unmoved(committed) == [] and unmoved(committed, "HEAD~")


def commit_another_manifest(root: Path) -> None:
    """A commit whose manifest is not the one that stands."""
    path = root / f"reports/{YEAR}/manifest.json"
    kept = path.read_bytes()
    append(root, f"reports/{YEAR}/manifest.json")
    git(root, "commit", "-qam", "x")
    path.write_bytes(kept)


def test_of_a_commit_without_the_deliveries_only_the_same_manifest_is_the_same_run(committed):
    git(committed, "rm", "-q", "--cached", VANNAS)
    git(committed, "commit", "-qm", "x")
    assert unmoved(committed)
    commit_another_manifest(committed)
    assert unmoved(committed) == [] and unmoved(committed, "HEAD~")


def test_what_the_board_adopted_counts_too(committed):
    vouch(committed, parameters={"year": YEAR, "edition": "internal", "revision": 1})
    adoption.freeze(
        Context(Workspace(committed), YEAR),
        [register.Adoption(1, "AB", "2020-03-01")],
        Context(Workspace(committed), YEAR).reports,
    )
    assert unmoved(committed) == []  # the commit is not adopted
    commit(committed)
    assert unmoved(committed)
    commit_another_manifest(committed)
    assert unmoved(committed) == [] and unmoved(committed, "HEAD~")
    append(committed, f"data/adopted/{YEAR}/1/index.html")
    with pytest.raises(Stop):
        unmoved(committed)


def test_what_is_no_commit_is_not_taken_for_one(committed):
    assert [unmoved(committed, against) for against in ("", "finns-inte", f"{committed}")] == [[], [], []]


def test_two_delivered_files_that_a_manifest_cannot_tell_apart_are_made_again(committed, test_numbers):
    assert unmoved(committed)
    names = [f"data/raw/{YEAR}/participants/{number}.csv" for number in test_numbers[:2]]
    for name in names:
        append(committed, name)
    context = Context(Workspace(committed), YEAR)
    vouch(committed, inputs=unmoved_.inputs(context, []))
    (committed / names[0]).write_bytes(b"another")
    assert unmoved(committed) == []
    (committed / names[0]).unlink()
    vouch(committed, inputs=unmoved_.inputs(context, []))
    assert unmoved_.is_current(context, [])
