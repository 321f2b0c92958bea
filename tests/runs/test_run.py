"""The runner on the small fixture year: what it builds, what it keeps, what stands after a fault.

A row in a name is a row of the list of bad inputs.
"""

import base64
import hashlib
import json
import os
import random
import re
import resource
import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pandas as pd
import psutil
import pytest
from python_calamine import CalamineWorkbook
from support import warm
from support.markup import Element, bare_words, leads, parse
from support.strikes import kill_self, no_space, struck, traced
from support.workspaces import (
    FIXTURE,
    at_work,
    command,
    contents,
    edit,
    environment,
    facts,
    make,
    new_workspace,
    published,
    python_report,
    report,
    started,
    steps,
)

from helpers import annual_report, commands_by_name, definitions
from helpers.assurance import sides
from helpers.chapters import notebook
from helpers.chapters.page import drawn
from helpers.context import Context
from helpers.fact_tables import rows_of
from helpers.faults import Stop
from helpers.files import sha256
from helpers.pages import accessibility, figures
from helpers.pages.document import Paragraph
from helpers.paths import REPOSITORY, Workspace
from helpers.rows import ranges
from helpers.runs import commands, returns
from helpers.runs.plan import Plan
from helpers.runs.run import Run

LISTS = ("ungdomstorget", "vannas", "bjurholm", "hikikomori")
PAGES = {f"{p}.html" for p in (*LISTS, "kranskommunerna", "forbundet", "index", "sammanfattning")} | {
    "granskning.html",
    "tillganglighet.html",
}
CHAPTERS = {"slutrapport-hikikomori.html"} | {
    f"forbundet-{name}.html"
    for name in (
        *("03-malgrupper", "04-insatser", "06-effektmatt", "07-strategiska-mal", "09-styrelsens-arbete"),
        "10-forebyggande",
        "11-nafs",
    )
}
REPORT = {
    "arsredovisning.html",
    "infor-revisionen.html",
}
PAGES |= REPORT | CHAPTERS | {"forbundet-05-resultat.html"}  # the lists alone make that chapter
PAGES |= {page.replace(".html", "-bilaga.html") for page in PAGES - {"tillganglighet.html"}}
COMPARED = {"granskning-arsredovisning-2019.html"}  # the account whose prints are compared; 2018 has none
PAGES |= COMPARED
PAGES |= {f"notebooks/{name}.html" for name in ("1_clean", "2_facts", "7_method")}
PAGES |= {f"leverans-{p}.html" for p in (*LISTS, "forbundet")}
VOUCHERS = {
    f"verifikationer/{p}.html" for p in (*LISTS, "kranskommunerna", "forbundet", "sarredovisade", "nafs")
}
TABLES = {"facts.csv", "findings.csv", "comparison.csv", "manifest.json", "code.json", "sidor.json"} | {
    f"leverans-{p}.csv" for p in (*LISTS, "forbundet")
}
# Of a year with a ledger, texts and what the chapters are of; 2018 has nothing of it.
OF_REPORT = {n.replace(".html", e) for n in REPORT | CHAPTERS for e in (".html", "-bilaga.html")} | {
    *("arsredovisning.csv", "verifikationer/nafs.html")
}
TABLES |= {"arsredovisning.csv"}
SUMMED = {"vannas", "kranskommunerna", "forbundet"}
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '=HYPERLINK("http://x.example","y")',
    "+1+cmd",
    "@x",
)


@pytest.fixture(scope="module")
def crowded(tmp_path_factory):
    """Three runs at once in a fresh workspace, with read-only deliveries.

    Home, time zone, locale and hash seed are others.
    """
    folder = tmp_path_factory.mktemp("ett annat ställe")
    root = new_workspace(folder)
    for path in sorted((root / "data/raw").rglob("*"), reverse=True):
        path.chmod(0o555 if path.is_dir() else 0o444)
    other = {"HOME": str(folder), "TZ": "Pacific/Apia", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "17"}
    runs = [started(python_report(), root, YEAR=year, **other) for year in ("2019", "2019", "2018")]
    printed = [process.communicate()[0] for process in runs]
    return SimpleNamespace(root=root, codes=[p.returncode for p in runs], printed=printed)


@pytest.fixture(scope="module")
def troubled(tmp_path_factory):
    """A first run on a list that is refused, and on markup and formulas in every text of a deliverer."""
    root = new_workspace(tmp_path_factory.mktemp("troubled"))
    raw = root / "data/raw/2019"
    edit(raw / "participants/vannas.csv", "2019-01-20", "2019-02-30")
    rows = (raw / "participants/hikikomori.csv").read_text(encoding="utf-8-sig").splitlines()
    texts = [f'"{h.replace(chr(34), chr(34) * 2)}"' for h in HOSTILE]
    rows = [f"{r};{';'.join(texts)}" for r in rows]
    rows = [r.replace(";Umeå;", f";{texts[i % len(texts)]};") for i, r in enumerate(rows)]
    (raw / "participants/hikikomori.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    lines = (raw / "surveys/personal.csv").read_bytes().decode("windows-1252").splitlines()
    lines = [f"{lines[0]};{';'.join(texts)}", *(f"{line};{';'.join(texts)}" for line in lines[1:])]
    (raw / "surveys/personal.csv").write_bytes(("\r\n".join(lines) + "\r\n").encode("windows-1252"))
    edit(raw / "examples/1.3-1.md", "Ett påhittat", "\n\n".join(HOSTILE) + "\n\nEtt påhittat", "utf-8")
    digest = sha256((raw / "examples/1.3-1.md").read_bytes())
    assert command("clear-text", root, FILE="examples/1.3-1.md", BY="AB", HASH=digest).returncode == 0
    done = report(root)
    return SimpleNamespace(root=root, code=done.returncode, printed=done.stdout, set=published(root))


# --- what a run builds -------------------------------------------------------------------------------------


def test_a_clean_run_builds_every_page_facts_and_a_manifest_that_vouches_for_them(clean):
    assert clean.code == 0, clean.printed
    assert set(clean.set) == PAGES | VOUCHERS | TABLES
    assert "reports/2019/index.html" in clean.printed


def test_row_1_only_participants_gives_exit_0_and_says_what_is_missing(crowded):
    root, printed = crowded.root, crowded.printed[2]
    assert {p.parent.name for p in (root / "data/raw/2018").rglob("*.*")} == {"participants"}
    assert crowded.codes[2] == 0, printed
    assert set(published(root, 2018)) == (PAGES | VOUCHERS | TABLES) - COMPARED - OF_REPORT
    absent = printed.partition("Saknas 2018")[2]
    surveys = ("Enkätsvar: Deltagare", "Enkätsvar: Personal", "Enkätsvar: Styrgrupp")
    for name in (*surveys, "invited.csv", "sus.csv", "helarsekvivalenter.csv", "examples/"):
        assert name in absent
    found = facts(root, 2018)
    assert found["2018", "ungdomstorget", "total", "", "all"]["state"] == "ok"
    others = [
        f
        for k, f in found.items()
        if k[3] or k[2].startswith(("sus:", "hae:", "examples:", "verdict:2.1", "verdict:1.4"))
    ]
    assert others
    assert {f["state"] for f in others if not f["measure"].startswith("target:")} == {"missing"}
    assert "Utfall saknas" in (root / "reports/2018/ungdomstorget.html").read_text(encoding="utf-8")


def test_a_refused_list_leaves_its_facts_and_sums_missing_and_everything_else_as_it_was(troubled, clean):
    assert troubled.code == 1
    assert "FEL: participants/vannas.csv, rad 3, kolumn Start: ”2019-02-30”" in troubled.printed
    found, right = facts(troubled.root), facts(clean.root)
    counts = re.compile(
        r"(share:)?(total|new|discharged|to-.*|dropped-out|remaining|referred|accepted|unique)"
    )
    mine = [f for k, f in found.items() if k[1] in SUMMED and not k[3] and counts.fullmatch(k[2])]
    assert {f["platform"] for f in mine} == SUMMED
    assert {(f["state"], f["value"], f["numerator"], f["denominator"]) for f in mine} == {
        ("missing", "", "", "")
    }
    limits = {f["state"] for k, f in found.items() if k[2].startswith("limit:")}
    assert limits == {"missing"}  # they stand around the average of the sum
    own, was = (
        {k: f for k, f in side.items() if k[1] not in SUMMED and not k[2].startswith("limit:")}
        for side in (found, right)
    )
    assert own == was


def test_a_refused_list_is_explained_on_every_page_it_spoils_and_all_pages_are_built(troubled):
    assert set(troubled.set) == PAGES | VOUCHERS | TABLES
    for place in SUMMED:
        alert = re.search(r'<div class="alert".*?</div>', troubled.set[f"{place}.html"].decode(), re.S)
        assert alert
        said = re.sub(r"<[^>]*>", "", alert[0])  # the part, the count and a link
        assert "Samordningsteamet i Vännäs: 1 fel som måste rättas." in said
        assert '<a href="leverans-vannas.html">' in alert[0] and "rad 3" not in alert[0]
    assert 'class="alert"' not in troubled.set["ungdomstorget.html"].decode()


# --- what a run keeps --------------------------------------------------------------------------------------


def test_row_39_a_file_that_was_only_touched_gives_the_same_bytes_and_nothing_is_made(clean, finished):
    for path in (finished / "data/raw").rglob("*"):
        os.utime(path)
    done = report(finished)
    assert done.returncode == 0 and "Inget görs om" in done.stdout
    (finished / "data/processed/2019/.last-run.json").unlink()  # each step is asked
    done = report(finished)
    assert done.returncode == 0
    assert len(steps(done.stdout, "oförändrat")) == 29
    assert steps(done.stdout, "klart") == set()
    assert published(finished) == clean.set


def test_row_39_a_change_with_the_old_time_remakes_what_shows_it_and_only_that(clean, changed):
    assert changed.code == 0, changed.printed
    assert steps(changed.printed, "klart") == {
        "2019 1_clean",
        "2019 2_facts",
        "2019 3_platform vannas",
        "2019 3_platform kranskommunerna",
        "2019 4_association",
        "2019 17_strategic_goals",
        "2019 19_final_report hikikomori",
        "2019 20_preventive",
        "2019 21_nafs",
        "2019 23_target_groups",
        "2019 24_activities",
        "2019 25_results",
        "2019 26_effects",
        "2019 29_board_work",
        "2019 5_audit",
        "2019 6_index",
        "2019 7_method",
        "2019 8_board",
        "2019 10_annual_report",
        "2019 11_auditors",
        "2019 svar till avsändarna",
        "2019 tabeller",
        "2019 verifikationer",
    }
    key = ("2019", "vannas", "to-work", "", "all")
    assert int(facts(changed.root)[key]["value"]) == int(facts(clean.root)[key]["value"]) + 1
    assert changed.set["ungdomstorget.html"] == clean.set["ungdomstorget.html"]


def test_row_39_another_home_time_zone_locale_hash_seed_folder_and_read_only_raw_give_the_same_bytes(
    clean, crowded
):
    assert published(crowded.root) == clean.set


def test_the_manifest_holds_inputs_code_lock_and_parameters_but_no_clock_host_or_path(clean):
    manifest = json.loads(clean.set["manifest.json"])
    assert set(manifest) == {"parameters", "inputs", "lock", "drawn", "outputs", "report"}
    assert manifest["drawn"]["data/raw/2019/participants/ungdomstorget.xlsx"] == {
        "day": "2020-02-10",
        "from": "properties",
    }
    assert manifest["drawn"]["data/raw/2019/participants/vannas.csv"] == {"day": "", "from": "unknown"}
    assert manifest["parameters"] == {"year": 2019, "edition": "internal", "revision": 0}
    raw = [
        p
        for p in (clean.root / "data").rglob("*")
        if p.is_file() and not {"processed", "returned"} & set(p.parts)
    ]
    assert manifest["inputs"] == {
        p.relative_to(clean.root).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in raw
    }
    assert set(manifest["lock"]) == {"requirements.lock"}
    names = [n for part in ("inputs", "lock", "outputs") for n in manifest[part]]
    assert not [n for n in names if n.startswith(("/", "..")) or "verksamhet" in n]
    for part in ("inputs", "lock", "outputs"):
        assert all(re.fullmatch(r"[0-9a-f]{64}", h) for h in manifest[part].values())


def test_no_output_names_a_folder_of_the_machine(clean):
    for name, content in clean.set.items():
        text = content.decode()
        assert not [
            w for w in (str(clean.root.parent), str(REPOSITORY), clean.root.name, ".sb-") if w in text
        ], name


# --- wrong parameters --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "said"),
    [
        ("", "Ange år"),
        ("219", "inget år"),
        ("2019a", "inget år"),
        ("2019; touch x", "inget år"),
        ("2011", "inga levererade filer"),
    ],
)
def test_row_33_a_wrong_year_stops_and_names_the_years_that_exist(workspace, year, said, monkeypatch):
    before = contents(workspace.root)
    monkeypatch.setenv("YEAR", year)
    with pytest.raises(Stop) as stopped:
        commands_by_name.report(workspace)
    assert said in str(stopped.value)
    assert "2018 och 2019" in str(stopped.value)
    assert contents(workspace.root) == before


def test_row_34_an_unknown_edition_stops_and_names_the_allowed(workspace, monkeypatch):
    before = contents(workspace.root)
    for name, value in (("YEAR", "2019"), ("EDITION", "publik")):
        monkeypatch.setenv(name, value)
    with pytest.raises(Stop) as stopped:
        commands_by_name.report(workspace)
    assert "publik" in str(stopped.value)
    assert "Tillåtna värden: internal" in str(stopped.value)
    assert contents(workspace.root) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "År med data: 2018 och 2019"),
        (["YEAR=2019; touch x"], "År med data: 2018 och 2019"),
        (["YEAR=$(shell touch x)"], "År med data: 2018 och 2019"),
        (["YEAR=219"], "År med data: 2018 och 2019"),
        (["YEAR=2019a"], "År med data: 2018 och 2019"),
        (["YEAR=2011"], "År med data: 2018 och 2019"),
        (["YEAR=2019", "EDITION=publik"], "Tillåtna värden: internal"),
        (["YEAR=2019", "EDTION=public"], "EDTION"),
    ],
)
def test_rows_33_and_34_through_make_nothing_is_executed_or_built(workspace, arguments, said):
    before, here = contents(workspace.root), REPOSITORY / "x"
    assert not here.exists()
    done = subprocess.run(
        make(workspace.root, *arguments),
        env=environment(workspace.root),
        cwd=workspace.root,
        text=True,
        capture_output=True,
    )
    assert done.returncode != 0
    assert said in done.stderr
    assert not here.exists()
    assert contents(workspace.root) == before


# --- faults while it runs ----------------------------------------------------------------------------------


def struck_at(root: Path, moment: int, action: Callable[[str], None]) -> subprocess.CompletedProcess:
    """A run that is struck at a change of the disk; it has all in one process, and forks nothing."""
    return warm.run(partial(struck, "report", moment, action), environment(root, YEAR="2019"), root)


def to_publish(clean, changed, folder: Path) -> Path:
    """A workspace where all is made and only publishing is left, over an earlier set."""
    root = new_workspace(folder, clean.root)
    shutil.rmtree(root / "reports/2019")
    shutil.copytree(changed.root / "reports/2019", root / "reports/2019")
    return root


@pytest.fixture(scope="module")
def moments(clean, changed, tmp_path_factory) -> list[int]:
    """Which changes to strike at: some at random, those around the swap of the old set for the new."""
    root = to_publish(clean, changed, tmp_path_factory.mktemp("moments"))
    trace = root.parent / "trace"
    done = warm.run(partial(traced, "report", trace), environment(root, YEAR="2019"), root)
    assert done.returncode == 0, done.stdout
    changes = trace.read_text(encoding="utf-8").splitlines()
    swap = next(
        i
        for i, line in enumerate(changes, 1)
        if line.startswith("os.rename") and line.endswith("reports/2019")
    )
    return sorted({*random.Random(35).sample(range(1, len(changes) + 1), 9), swap, swap + 1, swap + 2})


def test_row_35_killed_at_any_moment_of_publishing_a_whole_set_or_nothing_stands_and_the_next_run_is_right(
    clean, changed, moments, tmp_path
):
    for moment in moments:
        root = to_publish(clean, changed, tmp_path / str(moment))
        assert struck_at(root, moment, kill_self).returncode == -9
        assert published(root) in (clean.set, changed.set)
        assert report(root).returncode == 0
        assert published(root) == clean.set
        assert {p.name for p in (root / "reports").iterdir()} == {"2019", "index.html"}
        assert not list((root / "data").rglob(".sb-*"))


def test_row_36_a_disk_full_at_any_moment_of_publishing_leaves_a_whole_set_and_says_what_to_do(
    clean, changed, moments, tmp_path
):
    for moment in moments[::2]:
        root = to_publish(clean, changed, tmp_path / str(moment))
        done = struck_at(root, moment, no_space)
        assert published(root) in ({}, clean.set, changed.set)
        if done.returncode == 0:
            assert published(root) == clean.set
        else:
            assert "No space left on device. Frigör utrymme och kör igen." in done.stdout
            assert published(root) != clean.set
        assert report(root).returncode == 0
        assert published(root) == clean.set


def limited(size: int) -> int:
    """A run none of whose files may be larger."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return warm.carry_out("report")


def test_row_36_a_disk_full_in_a_notebook_leaves_the_earlier_set_and_says_what_to_do(clean, finished):
    (finished / "data/processed/2019/facts.parquet").unlink()
    limit = 12_000  # bytes a file may have; the facts need more
    done = warm.run(partial(limited, limit), environment(finished, YEAR="2019"), finished)
    assert done.returncode == 1
    assert "Höj gränsen (ulimit -f) och kör igen." in done.stdout  # what stands for a full disk here
    assert "rapporterna är de som fanns förut" in done.stdout
    assert published(finished) == clean.set
    again = report(finished)
    assert again.returncode == 0, again.stdout
    assert steps(again.stdout, "klart") == {"2019 2_facts"}
    assert published(finished) == clean.set


def test_row_35_kill_9_of_make_of_the_runner_and_of_a_child_leaves_the_earlier_set_and_the_next_run_is_right(
    clean, changed, tmp_path
):
    root = new_workspace(tmp_path, changed.root)
    shutil.copy(
        FIXTURE / "data/raw/2019/participants/vannas.csv", root / "data/raw/2019/participants/vannas.csv"
    )
    chance = random.Random(35)

    by_make = started(make(root, "YEAR=2019"), root)
    assert any("29 steg" in line for line in by_make.stdout)
    (runner,) = psutil.Process(by_make.pid).children()
    by_make.kill()
    by_make.wait()
    for _ in range(chance.randint(1, 3)):
        by_make.stdout.readline()
    runner.kill()
    by_make.communicate()
    assert published(root) == changed.set

    alone = started(python_report(), root, YEAR="2019")
    for _ in range(chance.randint(4, 15)):
        alone.stdout.readline()
    alone.kill()
    alone.communicate()
    assert alone.returncode == -9
    assert published(root) == changed.set

    last = started(python_report(), root, YEAR="2019")
    me, running = psutil.Process(last.pid), []
    while not running:
        running = at_work(me)
    running[0].kill()
    printed = last.communicate()[0]
    assert last.returncode == 0, printed
    assert published(root) == clean.set
    assert not [p for p in (root / "data/processed/2019").iterdir() if p.name.startswith(".sb-")]


def test_row_37_runs_at_once_of_one_year_and_of_two_years_all_end_right(clean, crowded):
    assert crowded.codes == [0, 0, 0], "\n".join(crowded.printed)
    assert published(crowded.root) == clean.set
    assert any("En annan körning av" in printed for printed in crowded.printed)
    older = published(crowded.root, 2018)
    assert set(older) == set(clean.set) - COMPARED - OF_REPORT
    assert {line.split(",")[0] for line in older["facts.csv"].decode().splitlines()[1:]} == {"2018"}
    for name in ("1_clean", "2_facts"):
        done = [steps(printed, "klart") for printed in crowded.printed]
        assert sum(f"2018 {name}" in d for d in done) == 1
        assert sum(f"2019 {name}" in d for d in done) == 1


def unforeseen(what: str, number: str) -> int:
    """A run in which a function of the program's own raises."""

    def breaks(*_: object) -> None:
        raise KeyError(number)

    module, _, name = what.partition(".")
    setattr({"commands": commands, "returns": returns}[module], name, breaks)
    return warm.carry_out("report")


@pytest.mark.parametrize(
    ("what", "said", "log"),
    [
        ("commands.chosen_year", "ett fel i programmet (KeyError)", "error.log"),
        ("returns.marked_up", "misslyckades: KeyError: '[personnummer]'", "2019/run.log"),
    ],
)
def test_row_38_an_error_of_the_programs_own_leaves_the_set_and_goes_to_a_log_without_personnummer(
    clean, finished, test_numbers, what, said, log
):
    for left in ("processed/2019/.last-run.json", "returned/.2019-made/.stamp.json"):
        (finished / "data" / left).unlink()
    broken = partial(unforeseen, what, test_numbers[0])
    done = warm.run(broken, environment(finished, YEAR="2019"), finished)
    assert done.returncode == 1 and said in done.stdout and f"data/processed/{log}" in done.stdout
    assert "Traceback" not in done.stdout and test_numbers[0] not in done.stdout
    logged = (finished / "data/processed" / log).read_text(encoding="utf-8")
    assert "Traceback" in logged and "KeyError: '[personnummer]'" in logged
    assert published(finished) == clean.set


def one_raises(which: str, name: str, parameters: notebook.Parameters, context: Context, work: Path):
    """The executor of a run in which a cell raises, of the notebook for one platform or of that name."""
    if which in (name, parameters.get("platform")):
        altered = nbformat.read(notebook.path_of(name), 4)
        altered.cells.insert(3, nbformat.v4.new_code_cell("raise ValueError('ett fel i cellen')"))
        nbformat.write(altered, work / f"{name}.ipynb")
        notebook.NOTEBOOKS = work  # in this process, which is made for the one notebook
    return notebook.execute(name, parameters, context, work)


def raising(which: str) -> int:
    commands.Run = partial(Run, execute=partial(one_raises, which))
    return warm.carry_out("report")


def test_row_38_a_cell_that_raises_costs_its_own_page_only_and_no_traceback_is_published(clean, finished):
    (finished / "data/processed/2019/.steps/2019-3_platform-vannas.json").unlink()
    done = warm.run(partial(raising, "vannas"), environment(finished, YEAR="2019"), finished)
    assert done.returncode == 1
    assert "2019 3_platform vannas: misslyckades: ValueError: ett fel i cellen" in done.stdout
    assert "Traceback" in (finished / "data/processed/2019/run.log").read_text(encoding="utf-8")
    files = published(finished)
    assert set(files) == set(clean.set)
    same = {n for n in files if files[n] == clean.set[n]}
    assert set(files) - same == {
        "vannas.html",
        "vannas-bilaga.html",
        *REPORT,  # whose state rests on every page
        "manifest.json",
        "code.json",
        "sidor.json",
        "verifikationer/vannas.html",
        "verifikationer/kranskommunerna.html",
    }  # what no page prints needs no voucher, and none leads back to the page
    assert "Sidan kunde inte skapas" in files["vannas.html"].decode()
    assert not [
        n
        for n, c in files.items()
        if b"Traceback (most recent" in c or b"ValueError" in c or b"ett fel i cellen" in c
    ]


def test_row_38_an_audit_that_raises_leaves_no_findings_of_an_earlier_run_beside_the_account(clean, finished):
    (finished / "data/processed/2019/.steps/2019-5_audit.json").unlink()
    done = warm.run(partial(raising, "5_audit"), environment(finished, YEAR="2019"), finished)
    assert done.returncode == 1
    files = published(finished)
    of_the_audit = {"findings.csv", "comparison.csv", *COMPARED}
    assert set(clean.set) - set(files) == of_the_audit
    assert "Sidan kunde inte skapas" in files["granskning.html"].decode()
    assert files["facts.csv"] == clean.set["facts.csv"]


# --- vouchers ----------------------------------------------------------------------------------------------


def test_every_figure_of_a_report_is_a_fact_with_its_voucher_and_the_voucher_names_the_rows(clean):
    reports = {
        n: c.decode()
        for n, c in clean.set.items()
        if "/" not in n and n.endswith(".html") and not n.startswith("granskning")
    }
    labels = figures.label_words(definitions.load(clean.root / "data/definitions/2019.yaml"))
    labels += [part.title for part in annual_report.parts()]
    assert {
        n: left for n, html in reports.items() if (left := figures.unexplained(bare_words(html), labels))
    } == {}
    told = sides.read_said(clean.root / "reports/2019" / sides.SAID)
    assert {n: page.vouchers for n, page in told.items() if n in reports} == {
        n: leads(html) for n, html in reports.items()
    }
    assert len(set().union(*map(leads, reports.values()))) > 500
    made = clean.root / "data/processed/2019"
    rows = rows_of(*(pd.read_parquet(made / f"{n}.parquet") for n in ("fact_rows", "evidence")))
    behind = rows[2019, "vannas", "total", "", "all"]["counted"]
    ((file, mine),) = [(file, numbers.tolist()) for (file, _), numbers in behind.by_sheet.items()]
    assert file == "participants/vannas.csv"
    shown = (
        clean.set["verifikationer/vannas.html"]
        .decode()
        .partition('id="total-2019-vannas"')[2]
        .partition("</section>")[0]
    )
    assert f"rad {ranges(mine)} ({len(mine)} rader)" in shown
    content = (clean.root / "data/raw/2019/participants/vannas.csv").read_bytes()
    assert f"participants/vannas.csv (sha256 {hashlib.sha256(content).hexdigest()[:12]} …)" in shown


def test_a_report_with_a_figure_that_is_no_fact_is_not_built(finished):
    plan = Plan.of(Context.of(Workspace(finished), 2019))
    step = next(s for s in plan.steps() if s.page == "vannas.html")
    sentence = Paragraph("Under 2019 deltog 12 personer.")._repr_mimebundle_()
    for data, told in (
        (sentence, "deltog 12 personer"),
        ({"text/html": "<p>Ett ord</p>"}, "egna block"),
        ({"text/plain": "<Section>"}, "egna block"),
    ):
        cell = nbformat.v4.new_code_cell("", outputs=[nbformat.v4.new_output("display_data", data=data)])
        with pytest.raises(figures.Unexplained, match=rf"vannas.html.*{told}"):
            drawn(nbformat.v4.new_notebook(cells=[cell]), plan.cover(step), step.page, plan.labels(step))


# --- what must not stand in a page -------------------------------------------------------------------------


def pages(files: dict[str, bytes]) -> dict[str, Element]:
    return {n: parse(c.decode()) for n, c in files.items() if n.endswith(".html")}


def test_row_42_markup_and_formulas_in_delivered_texts_are_shown_as_text(troubled):
    read = pages(troubled.set)
    for text in HOSTILE:
        assert text in read["leverans-hikikomori.html"].written  # the header of an extra column
        assert text in read["leverans-forbundet.html"].written  # a survey's unknown question, a finding
        assert text in read["ungdomstorget.html"].written  # a good example
        assert text in read["notebooks/1_clean.html"].written


def test_row_42_no_page_holds_a_script_a_handler_or_an_element_a_deliverer_wrote(troubled, clean):
    for name, page in {**pages(clean.set), **pages(troubled.set)}.items():
        tags = {tag for tag, _ in page.tags}
        assert not tags & {"iframe", "object", "embed", "form", "base", "link"}, name
        assert not [t for t, a in page.tags if t == "svg" and a.get("role") != "img"], (
            name
        )  # only our own charts
        assert not [a for _, attributes in page.tags for a in attributes if a.startswith("on")], name
        policies = [
            a["content"]
            for t, a in page.tags
            if t == "meta" and a.get("http-equiv") == "Content-Security-Policy"
        ]
        assert len(policies) == 1 and policies[0].startswith("default-src 'none'"), name
        scripts = [a for t, a in page.tags if t == "script"]
        assert scripts == ([{}] if name in COMPARED else []), name
        assert policies[0].count("script-src") == len(scripts) and not re.search(
            r"connect-src|unsafe-inline'; script|\*", policies[0]
        ), name


def test_the_audit_page_runs_only_the_script_that_its_policy_names(clean):
    """The browser refuses any other script: the policy holds the sha256 of ours."""
    html = clean.set[next(iter(COMPARED))].decode()
    script = html.partition("<script>")[2].partition("</script>")[0]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in html and "addEventListener" in script


def test_row_42_no_cell_of_the_facts_starts_like_a_formula(troubled):
    cells = {v for f in facts(troubled.root).values() for k, v in f.items() if k != "value"}
    assert not [c for c in cells if c.startswith(("=", "+", "-", "@", "\t"))]


def test_pages_load_nothing_from_outside_and_every_link_leads_somewhere(troubled):
    for name, page in pages(troubled.set).items():
        for tag, attributes in page.tags:
            for key in ("src", "srcset", "href", "action", "poster", "data"):
                target = attributes.get(key)
                if target is None or target.startswith("#"):
                    continue
                if tag == "img":
                    assert re.match(r"data:image/(png|svg\+xml);base64,", target), name
                elif (name, target) != (
                    accessibility.PAGE,
                    accessibility.COMPLAINTS,
                ):  # the law asks for that link
                    assert tag == "a" and ":" not in target and not target.startswith("//"), (
                        name,
                        tag,
                        target,
                    )
                    file, _, part = os.path.normpath(os.path.join(os.path.dirname(name), target)).partition(
                        "#"
                    )
                    if file == "../index.html":  # over all years, where test_portal follows what leads to it
                        continue
                    assert file in troubled.set and (
                        not part or f'id="{part}"' in troubled.set[file].decode()
                    ), (name, target)
        assert not re.search(r"@import|url\(", troubled.set[name].decode()), name


def cells(path: Path) -> str:
    """All cells of a workbook."""
    book = CalamineWorkbook.from_path(path)
    rows = (row for n in book.sheet_names for row in book.get_sheet_by_name(n).to_python())
    return " ".join(str(cell) for row in rows for cell in row)


def held(path: Path) -> str:
    """What a file holds, as text."""
    if path.suffix == ".parquet":
        return pd.read_parquet(path).to_csv()
    return cells(path) if path.suffix == ".xlsx" else path.read_text(encoding="utf-8")


def delivered_people(raw: Path) -> set[str]:
    """The ten digits of everyone in the lists and registers of the fixture."""
    told = [p.read_bytes().decode("latin-1") for p in raw.rglob("*.csv")]
    told += map(cells, raw.rglob("*.xlsx"))
    return {a + b for text in told for a, b in re.findall(r"(?<!\d)(?:19)?(\d{6})-?(\d{4})(?!\d)", text)}


def test_no_personnummer_in_any_spelling_in_an_output_a_table_a_log_or_what_is_printed(
    clean, troubled, changed, crowded
):
    people = delivered_people(FIXTURE / "data/raw")
    assert len(people) > 15
    spelled = re.compile("|".join(f"{p[:6]}\\D?{p[6:]}" for p in people))
    assert spelled.search(f"x19{min(people)}x")
    for done in (clean, troubled, changed, crowded):
        for path in [
            p for part in ("reports", "data/processed") for p in (done.root / part).rglob("*") if p.is_file()
        ]:
            assert not spelled.search(held(path)), path
        assert not spelled.search(str(done.printed))
