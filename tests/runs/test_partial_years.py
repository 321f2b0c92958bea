"""Years of which only some registers are delivered, and registers of half-years."""

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from support.workspaces import (
    FIXTURE,
    chapters,
    contents,
    documents_of,
    facts,
    new_workspace,
    page_of,
    published,
    report,
    steps,
)

from helpers import definitions
from helpers.pages import figures
from helpers.pages.html import written
from helpers.pages.said import said
from helpers.paths import Workspace

TABLES = (
    "participations",
    "answers",
    "respondents",
    "invited",
    "sus",
    "society",
    "examples",
    "faults",
    "deliveries",
)
HALVES = {
    "Umeå;2018;halvår 1;;;;4 200;82 000",
    "Vännäs;2018;halvår 1;;;;700;5 000",
    "Vännäs;2019;halvår 1;;;;690;5 000",
}


def keep_only(root: Path, *names: str) -> None:
    """Leave only these files and folders of what 2019 was delivered; no earlier year."""
    shutil.rmtree(root / "data/raw/2018")
    raw = root / "data/raw/2019"
    for path in raw.iterdir():
        if path.name not in names:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def with_half_years(root: Path) -> None:
    path = root / "data/raw/2019/helarsekvivalenter.csv"
    rows = path.read_bytes().decode("windows-1252").splitlines()
    path.write_bytes("\r\n".join([*rows, *sorted(HALVES), ""]).encode("windows-1252"))


def types(folder: Path) -> dict[str, dict[str, str]]:
    return {t: pd.read_parquet(folder / f"{t}.parquet").dtypes.astype(str).to_dict() for t in TABLES}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """The types of the fixture's tables, which all have rows."""
    folder = chapters(new_workspace(tmp_path_factory.mktemp("filled")), 2019)
    assert all(len(pd.read_parquet(folder / f"{t}.parquet")) for t in TABLES)
    return types(folder)


@pytest.mark.parametrize(
    "names",
    [
        ("surveys", "sus.csv"),
        ("surveys",),
        ("sus.csv",),
        ("helarsekvivalenter.csv",),
        ("examples",),
        ("participants",),
        (),
    ],
    ids=str,
)
def test_a_year_with_only_some_registers_has_its_pages(
    names: tuple[str, ...], filled: dict, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Empty tables have the types of filled ones, whichever they are, and every page is made of facts."""
    keep_only(workspace.root, *names)
    assert types(chapters(workspace.root, 2019)) == filled
    d = definitions.load(workspace.definitions / "2019.yaml")
    shown = [
        documents_of("3_platform", monkeypatch, year=2019, platform=p) for p in ("ungdomstorget", "vannas")
    ]
    shown += [documents_of(name, monkeypatch, year=2019) for name in ("4_association", "6_index")]
    bare = [words for page in shown for words in said(page).bare]
    assert not figures.unexplained(bare, figures.label_words(d))
    made = ["".join(map(written, page)) for page in shown]
    assert not [html for html in made if re.search(r"\bNone\b|\bnan\b|\bNaT\b", html)]
    page_of("5_audit", monkeypatch, year=2019)
    page_of("7_method", monkeypatch, year=2019)


def test_a_year_of_surveys_and_sus_only_is_made_to_the_end(tmp_path: Path) -> None:
    root = new_workspace(tmp_path)
    keep_only(root, "surveys", "sus.csv")
    done = report(root)
    files = published(root)
    assert done.returncode == 0 and {p.name for p in FIXTURE.glob("data/raw/2019/participants/*")}.isdisjoint(
        contents(root)
    ), done.stdout
    assert not steps(done.stdout, "misslyckades") and {
        "vannas.html",
        "ungdomstorget.html",
        "forbundet.html",
        "index.html",
    } <= set(files)
    made = facts(root)
    assert (
        made["2019", "vannas", "total", "", "all"]["state"] == "missing"
        and made["2019", "vannas", "sus:people", "", "all"]["state"] == "ok"
    )


def test_half_years_are_named_in_words_and_the_year_is_made_to_the_end(tmp_path: Path) -> None:
    root = new_workspace(tmp_path)
    with_half_years(root)
    done = report(root)
    assert done.returncode == 0, done.stdout
    pages = {
        n: re.sub(r"<[^>]*>", "", c.decode()).replace("\u00a0", " ")
        for n, c in published(root).items()
        if n.endswith(".html")
    }
    assert "Umeå: −0,3 procentenheter (första halvåret 2019)" in pages["ungdomstorget.html"]
    assert "Vännäs: −0,2 procentenheter (första halvåret 2019)" in pages["vannas.html"]
    assert (
        "2018 halvår 1" in pages["forbundet-06-effektmatt.html"]
        and "2019 halvår 1, förändring" in pages["verifikationer/forbundet.html"]
    )
    read = {n: words for n, words in pages.items() if not n.endswith("-bilaga.html")}  # but code
    assert not [
        n for n, words in read.items() if "-h1" in words and not n.startswith("verifikationer")
    ]  # a voucher's number is a name


def test_a_full_year_is_named_by_its_figure(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    chapters(workspace.root, 2019)
    html = page_of("3_platform", monkeypatch, year=2019, platform="ungdomstorget")
    assert re.search(r"Umeå: <a [^>]*>−0,4\u00a0procentenheter</a> \(2018\)", html)


def test_the_changes_of_the_table_are_those_of_the_latest_year_and_the_latest_half_year(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A whole year is later than its first half."""
    with_half_years(workspace.root)
    path = workspace.root / "data/raw/2019/helarsekvivalenter.csv"
    path.write_bytes(path.read_bytes() + "Umeå;2019;helår;;;;8 200;80 000\r\n".encode("windows-1252"))
    chapters(workspace.root, 2019)
    html = page_of("26_effects", monkeypatch, year=2019)
    tables = [
        part.partition("</thead>")[0] for part in html.partition('id="del-levels"')[2].split("<table")[1:3]
    ]
    heads = [re.findall(r"<th scope=\"col\"[^>]*>([^<]*)</th>", table) for table in tables]
    assert heads == [
        ["Område", "2017", "2018 halvår 1", "2018", "2019 halvår 1", "2019"],
        ["Område", "Förändring till 2019", "Förändring till första halvåret 2019", "Målet"],
    ]
    assert "hae-umea-2019-change" in html and "hae-umea-2019-h1-change" in html


def test_what_an_earlier_run_made_says_nothing_of_a_year_whose_deliveries_are_gone(clean, tmp_path) -> None:
    root = new_workspace(tmp_path, clean.root)
    assert report(root).returncode == 0 and (root / "reports/2019/facts.csv").exists()
    for path in (root / "data/raw/2019").rglob("*.*"):
        path.unlink()
    done = report(root)
    assert done.returncode == 0 and not steps(done.stdout, "misslyckades"), done.stdout
    assert "hikikomori" not in done.stdout and set(published(root)) >= {"granskning.html", "findings.csv"}
    assert not (root / "reports/2019/facts.csv").exists()
