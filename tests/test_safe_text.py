"""Safe text (row 42): what a deliverer or a definition writes is text on every page and in a spreadsheet."""

import ast
import csv
import io
import os
import re
import threading
from contextlib import suppress
from types import SimpleNamespace

import openpyxl
import pandas as pd
import psutil
import pytest
import yaml
from support.markup import parse
from support.workspaces import TESTS, command, edit, new_workspace, published, python_report, report, started

from helpers import definitions
from helpers.assurance import adoption, register, sample
from helpers.chapters import kernel, page, render
from helpers.context import Context
from helpers.faults import Stop
from helpers.files import sha256
from helpers.masking import cleared
from helpers.paths import REPOSITORY, Workspace
from helpers.reading import encoding, strict_yaml

OWN = "\ue000\ue001\ue002"  # characters without a meaning of their own: pages give them none
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "<a href=javascript:alert(1)>x</a>",
    "{{7*7}}",
    "{0}{x}",
    "{% if 1 %}",
    "[x](javascript:alert(1))",
    '=HYPERLINK("http://x.example","y")',
    "+1",
    "@x",
    "-2+3",
    "\t=1+1",
    "</style></main>",
    "&lt;b&gt;",
    f"{OWN[0]}x/y{OWN[1]}7",
    OWN[2],
    OWN[1:],
)
ANSWER = "Till stor del <b>(4)</b>"
VISIBLE = [h.strip() for h in HOSTILE if not set(h) & set(OWN)]
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


@pytest.fixture(scope="module")
def hostile(clean, test_numbers, tmp_path_factory):
    """A run on hostile texts in every place that somebody else writes."""
    root = new_workspace(tmp_path_factory.mktemp("hostile"))
    raw, texts = root / "data/raw/2019", [quoted(h) for h in HOSTILE]
    someone = test_numbers[0]
    rows = (raw / "participants/hikikomori.csv").read_text(encoding="utf-8-sig").splitlines()
    rows = [f"{rows[0]};{';'.join(texts)}", *(f"{r};{';'.join(texts)}" for r in rows[1:])]
    extra = [f"{someone};{t};{t};2019-01-05;{t};{t};{t};{t};{t};{';'.join(texts)}" for t in texts]
    path = raw / "participants/hikikomori.csv"
    path.write_text(
        "\n".join(r.replace(";Umeå;", f";{texts[i % len(texts)]};") for i, r in enumerate(rows)) + "\n",
        encoding="utf-8",
    )
    lines = (raw / "participants/vannas.csv").read_bytes().decode("windows-1252").splitlines()
    (raw / "participants/vannas.csv").write_text(
        "\n".join([f"{lines[0]};{';'.join(texts)}", *extra]) + "\n", encoding="utf-8"
    )  # refused
    fixes = [f"participants/hikikomori.csv;2;Kommun;{texts[1]};Umeå;{texts[0]};AB;2019-12-01"]
    fixes += [f"{t};2;{t};{t};{t};{t};{t};{t}" for t in texts]
    (raw / "corrections.csv").write_text(
        "\n".join(["file;row;column;from;to;reason;who;when", *fixes]) + "\n", encoding="utf-8"
    )
    book = openpyxl.load_workbook(raw / "participants/ungdomstorget.xlsx")
    book["Lista"].title, book["Instruktion"].title = "<b onclick=x>{{7}}", "=1+1 <script>"
    book.save(raw / "participants/ungdomstorget.xlsx")
    lines = (raw / "surveys/personal.csv").read_bytes().decode("windows-1252").splitlines()
    asked = [f"2019-11-05;{t};{t};Till stor del;;;;{';'.join(texts)}" for t in texts]
    (raw / "surveys/personal.csv").write_text(
        "\n".join([f"{lines[0]};{';'.join(texts)}", *(f"{r};{';'.join(texts)}" for r in lines[1:]), *asked])
        + "\n",
        encoding="utf-8",
    )
    edit(raw / "helarsekvivalenter.csv", "Vännäs;", f"{texts[0]};")
    edit(raw / "examples/1.3-1.md", "Ett påhittat", "\n\n".join(HOSTILE) + "\n\nEtt påhittat", "utf-8")
    (raw / "examples/<b> {{7*7}}.md").write_text(
        "---\nindicator: <b>\nplatform: =1+1\n---\nx\n", encoding="utf-8"
    )
    digest = sha256((raw / "examples/1.3-1.md").read_bytes())
    assert command("clear-text", root, FILE="examples/1.3-1.md", BY="AB", HASH=digest).returncode == 0
    (raw / "<script>alert(1)<").mkdir()
    (raw / "<script>alert(1)<" / "=1+1.csv").write_text("x", encoding="utf-8")
    (raw / "participants/<img src=x onerror=y>.csv").write_text("x", encoding="utf-8")
    declared = root / "data/definitions/2019.yaml"
    edit(
        declared,
        "association: Samordningsförbundet Umeåregionen",
        "association: 'Förbundet <script>alert(1)</script> {{7*7}}'",
        "utf-8",
    )
    edit(declared, "name: Hikikomori,", "name: '<img src=x onerror=alert(1)> {x}',", "utf-8")
    edit(
        declared,
        "{id: personal, name: Personal,",
        "{id: personal, name: '\"><svg onload=alert(1)>',",
        "utf-8",
    )
    edit(declared, "name: Kranskommunerna,", "name: '=HYPERLINK(\"http://x.example\")',", "utf-8")
    for year in (2018, 2019):  # an answer of a scale, with a figure
        edit(root / f"data/definitions/{year}.yaml", "Till stor del", ANSWER, "utf-8")
    for path in (raw / "surveys/personal.csv", raw / "surveys/styrgrupp.csv"):
        path.write_text(encoding.decode(path.read_bytes()).replace("Till stor del", ANSWER), encoding="utf-8")
    book = openpyxl.load_workbook(raw / "surveys/deltagare.xlsx")
    for cell in (c for sheet in book for row in sheet.iter_rows() for c in row if c.value == "Till stor del"):
        cell.value = ANSWER
    book.save(raw / "surveys/deltagare.xlsx")
    done = report(root)
    return SimpleNamespace(root=root, code=done.returncode, printed=done.stdout, set=published(root))


def test_every_page_of_the_hostile_run_is_made(hostile, clean) -> None:
    assert "misslyckades" not in hostile.printed and "Traceback" not in hostile.printed
    assert set(hostile.set) == set(clean.set)  # no file is named by what somebody else wrote
    assert all(re.fullmatch(r"[a-z0-9_./-]+\.(html|csv|json)", name) for name in hostile.set)


def test_no_element_or_attribute_of_any_page_comes_from_a_delivered_text(hostile, clean) -> None:
    """Every kind of element with its attributes on a hostile page stands on a clean one too.

    No handler, no address of another kind.
    """
    ours = {
        (tag, name)
        for c in clean.set.values()
        for tag, attributes in parse(c.decode()).tags
        for name in ("", *attributes)
    }
    addresses = {
        a[k] for c in clean.set.values() for _, a in parse(c.decode()).tags for k in ("href", "src") if k in a
    }
    pages = {n: parse(c.decode()) for n, c in hostile.set.items() if n.endswith(".html")}
    assert len(pages) == len([n for n in clean.set if n.endswith(".html")]) > 15
    for name, read in pages.items():
        for tag, attributes in read.tags:
            assert {(tag, a) for a in ("", *attributes)} <= ours, (name, tag, attributes)
            assert not [a for a in attributes if a.startswith("on")], (name, attributes)
            for key in ("href", "src"):
                if ":" in (address := attributes.get(key, "")) or address.startswith("//"):
                    assert address in addresses, (name, attributes)


def test_hostile_texts_are_shown_as_they_were_written(hostile) -> None:
    shown = {n: parse(c.decode()).written for n, c in hostile.set.items() if n.endswith(".html")}
    for text in VISIBLE:
        assert text in shown["ungdomstorget.html"], text  # the cleared example
        assert text in shown["leverans-vannas.html"], text  # a refused list's headers and values
        assert text in shown["notebooks/1_clean.html"] and text in hostile.printed, text
    assert ANSWER in shown["ungdomstorget.html"]
    assert (
        "Förbundet <script>alert(1)</script> {{7*7}}" in shown["index.html"]
        and "<img src=x onerror=alert(1)> {x}" in shown["hikikomori-bilaga.html"]
    )


def test_every_page_carries_the_policy(hostile, clean) -> None:
    cover = render.Cover("<script>", 2019, "<script>")
    adopted = adoption.status([register.Adoption(2, "AB", "2020-01-01", "<script>")])
    others = {
        "failed": page.failed(cover).html().decode(),
        "ready": page.Page.of(adopted, cover).html(adopted).decode(),
    }
    pages = {
        n: c.decode() for files in (clean.set, hostile.set) for n, c in files.items() if n.endswith(".html")
    } | others
    assert {
        "verifikationer/vannas.html",
        "tillganglighet.html",
        "granskning.html",
        "notebooks/1_clean.html",
        "failed",
    } <= set(pages)
    for name, html in pages.items():
        policies = [
            a["content"]
            for t, a in parse(html).tags
            if t == "meta" and a.get("http-equiv") == "Content-Security-Policy"
        ]
        assert (
            len(policies) == 1
            and policies[0].startswith("default-src 'none';")
            and "base-uri 'none'; form-action 'none'" in policies[0]
        ), name
        assert re.findall(r"script-src ([^;]+)", policies[0]) in (
            [],
            [re.search(r"'sha256-[^']+'", html)[0]] if "script-src" in html else [],
        ), name
        assert html.index("Content-Security-Policy") < html.index("<title") < html.index("<style"), name


# --- spreadsheets ------------------------------------------------------------------------------------------


def test_no_csv_from_delivered_texts_holds_a_cell_that_a_spreadsheet_runs(hostile) -> None:
    """The delivery tables; `findings.csv` and `comparison.csv` hold prints verbatim, nothing delivered."""
    told = [n for n in hostile.set if n.endswith(".csv")]
    mine = [n for n in told if n.startswith("leverans-")]
    ours = ["arsredovisning.csv", "comparison.csv", "facts.csv", "findings.csv"]
    assert sorted(set(told) - set(mine)) == ours and len(mine) == 5
    cells = [
        c
        for n in mine
        for row in csv.reader(io.StringIO(hostile.set[n].decode("utf-8-sig")), delimiter=";")
        for c in row
    ]
    assert not [c for c in cells if c.startswith(FORMULA)]
    assert {f"'{h}" for h in HOSTILE if h.startswith(FORMULA)} - {"'\t=1+1"} <= set(cells)
    others = [
        c
        for n in ("findings.csv", "comparison.csv")
        for row in csv.reader(io.StringIO(hostile.set[n].decode()))
        for c in row
    ]
    assert not [h for h in VISIBLE if len(h) > 4 and any(h in c for c in others)]


def test_no_workbook_of_a_run_holds_a_formula_or_an_address_of_somebody_else(hostile, monkeypatch) -> None:
    """The working paper and the lists that go back, with every hostile text in them."""
    monkeypatch.setenv("SOCIALT_BOKSLUT_WORKSPACE", str(hostile.root))
    context = Context(Workspace(hostile.root), 2019)
    every = sum(map(len, sample.strata_of(context)[0].values()))
    books = [sample.sample(context, str(every), "1"), *sorted(context.returned.rglob("*.xlsx"))]
    names = [b.name for b in books[1:]]
    assert names == [
        "helarsekvivalenter.xlsx",  # an area of a name that the definitions do not know
        "hikikomori.xlsx",  # a municipality that the year does not name
        "vannas.xlsx",
        "personal.xlsx",
    ]
    seen = ""
    for path in books:
        for sheet in openpyxl.load_workbook(path):
            cells = [c for row in sheet.iter_rows() for c in row if c.value is not None]
            assert not [c for c in cells if c.data_type == "f"], path.name
            links = [
                c.hyperlink.target.replace("\\", "/") for c in cells if c.hyperlink and c.hyperlink.target
            ]
            assert all(t.startswith("../../reports/2019/verifikationer/") for t in links), (path.name, links)
            seen += "\n".join(str(c.value) for c in cells)
    assert not [h for h in VISIBLE if h not in seen]


def test_a_bundle_holds_none_of_the_delivered_texts(hostile) -> None:
    done = command("bundle", hostile.root)
    assert done.returncode == 0, done.stdout
    tables = sorted((hostile.root / "data/bundles/2019").rglob("*.parquet"))
    kept = "".join(
        pd.read_parquet(p).to_csv() for p in tables if p.stem != "society"
    )  # the names of areas belong to the figures
    assert len(tables) > 5 and not [h for h in VISIBLE if len(h) > 4 and h in kept]


# --- YAML, parameters, kernels -----------------------------------------------------------------------------


HOW = {"yaml.load": ("yaml.BaseLoader", "yaml.CSafeLoader"), "yaml.dump": ("yaml.CSafeDumper",)}


def test_yaml_is_loaded_by_safe_loaders_only() -> None:
    """Of the yaml module only what cannot build an object is used."""
    used: dict[str, set[str]] = {}
    for path in [*(REPOSITORY / "src").rglob("*.py"), *TESTS.rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id == "yaml"
            ):
                used.setdefault(node.attr, set()).add(path.name)
            if isinstance(node, ast.Call) and (how := HOW.get(ast.unparse(node.func))):
                (given,) = [ast.unparse(k.value) for k in node.keywords if k.arg in ("Loader", "Dumper")]
                assert given in how, path
            if isinstance(node, ast.ImportFrom):
                assert node.module != "yaml", path
    harmless = {
        "safe_load",
        "safe_dump",
        "load",
        "dump",
        "CSafeLoader",
        "CSafeDumper",
        "compose",
        "BaseLoader",
        "SafeLoader",
        "YAMLError",
        "MarkedYAMLError",
        "AliasEvent",
        "Node",
        "ScalarNode",
        "MappingNode",
        "SequenceNode",
    }
    assert set(used) <= harmless, set(used) - harmless
    assert issubclass(strict_yaml._Loader, yaml.SafeLoader) and used["SafeLoader"] <= {
        "strict_yaml.py",
        "test_safe_text.py",
    }


def test_a_tag_that_would_build_an_object_is_refused_or_stays_text(workspace, tmp_path) -> None:
    tag = f"!!python/object/apply:os.system ['touch {tmp_path}/x']"
    path = workspace.definitions / "2019.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("protected_below: 5", f"protected_below: {tag}"),
        encoding="utf-8",
    )
    with pytest.raises(strict_yaml.DefinitionError):
        definitions.load(path)
    example = workspace.raw(2019) / "examples/1.3-1.md"
    example.write_text(f"---\nindicator: {tag}\nplatform: vannas\n---\nx\n", encoding="utf-8")
    cleared.words(example.read_bytes())
    assert not (tmp_path / "x").exists()


def test_a_parameter_that_the_notebook_does_not_know_stops(tmp_path) -> None:
    with pytest.raises(Stop, match="no parameter yaer"):
        kernel.execute("2_facts", {"yaer": 2019}, Context(Workspace(tmp_path), 2019), tmp_path)


def connections(process: psutil.Process, kind: str) -> list:
    with suppress(psutil.NoSuchProcess, FileNotFoundError):
        return process.net_connections(kind)
    return []


def test_no_process_of_a_run_listens_or_speaks_on_the_network(workspace) -> None:
    going = started(python_report(), workspace.root, YEAR="2019")
    me, seen = psutil.Process(going.pid), set()
    while going.poll() is None:
        with suppress(psutil.NoSuchProcess):
            for process in (me, *me.children(recursive=True)):
                assert connections(process, "inet") == []
                assert not [c for c in connections(process, "unix") if c.laddr]
                seen.add(process.pid)
    going.communicate()
    assert len(seen) > 5


def test_a_kernel_talks_over_files_of_this_user_and_opens_no_port(workspace, tmp_path) -> None:
    me, modes, ports = psutil.Process(), set(), []

    def look() -> None:
        while not done.is_set():
            for child in me.children(recursive=True):
                paths = [c.laddr for c in connections(child, "unix") if "/sb-" in str(c.laddr)]
                if paths:
                    ports.extend(connections(child, "inet"))
                    with suppress(FileNotFoundError):
                        modes.update(os.stat(os.path.dirname(p)).st_mode & 0o777 for p in paths)

    done = threading.Event()
    watching = threading.Thread(target=look)
    watching.start()
    try:
        kernel.execute("1_clean", {"year": 2019}, Context.of(workspace, 2019), tmp_path)
    finally:
        done.set()
        watching.join()
    assert modes == {0o700} and ports == []
