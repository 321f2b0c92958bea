"""The data package is valid as others read it, describes what the documents do, and names what made it."""

import csv
import hashlib
import json
import re
import warnings
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from helpers.facts import KEY
from helpers.forms import data_package, table_schemas
from helpers.forms.shown_account import Account, MadeOf
from helpers.forms.table_schemas import COMPARISON, FINDINGS, Schema
from helpers.paths import REPOSITORY

DICTIONARY = (REPOSITORY / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
AUDIT = (REPOSITORY / "docs" / "audit.md").read_text(encoding="utf-8")
CODES = re.compile(r"`([^`]+)`")


@pytest.fixture(scope="module")
def package(account: Account, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as it lies in a folder of its own, without the rest of the forms."""
    folder = tmp_path_factory.mktemp("paket")
    for name, content in data_package.files(account):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    return folder / data_package.FOLDER


def read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def faults(folder: Path) -> list[str]:
    """What frictionless finds wrong with a package and its tables."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the libraries it imports
        from frictionless import Package
    report = Package(str(folder / "datapackage.json")).validate()
    return [str(error) for error in report.flatten(["type", "fieldName", "note"])]


def written(folder: Path, package: Path, change: Callable[[str], str], name: str = "facts.csv") -> Path:
    """A copy of a package with one of its files changed; its hash and size are no longer said."""
    for path in package.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    described = read(folder / "datapackage.json")
    for resource in described["resources"]:
        del resource["hash"], resource["bytes"]
    (folder / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    before = (folder / name).read_text(encoding="utf-8")
    assert change(before) != before
    (folder / name).write_text(change(before), encoding="utf-8", newline="")
    return folder


def test_the_package_and_every_row_of_its_tables_are_valid(package: Path, account: Account) -> None:
    assert faults(package) == []
    assert {p.name for p in package.iterdir()} == {
        *("facts.csv", "findings.csv", "comparison.csv", "datapackage.json", "ro-crate-metadata.json")
    }
    for name in ("facts.csv", "findings.csv", "comparison.csv"):
        assert (package / name).read_bytes() == (account.report.context.reports / name).read_bytes()


@pytest.mark.parametrize(
    ("of", "to", "type_"),
    [
        (",count,ok,", ",stycken,ok,", "constraint-error"),
        (",all,", ",alla,", "constraint-error"),
        ("2019,", "nitton,", "type-error"),
        ("numerator", "täljare", "incorrect-label"),
    ],
)
def test_a_table_that_is_not_as_described_is_seen(
    package: Path, tmp_path: Path, of: str, to: str, type_: str
) -> None:
    assert type_ in " ".join(faults(written(tmp_path, package, lambda s: s.replace(of, to, 1))))


def test_a_fact_that_stands_twice_is_seen(package: Path, tmp_path: Path) -> None:
    twice = written(tmp_path, package, lambda s: s + s.rstrip("\n").rpartition("\n")[2] + "\n")
    assert "primary-key" in " ".join(faults(twice))


def test_a_table_that_is_another_than_the_package_vouches_for_is_seen(package: Path, tmp_path: Path) -> None:
    for path in package.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    with (tmp_path / "findings.csv").open("a", encoding="utf-8") as table:
        table.write("x,error,y,1,2,,z\n")
    assert "hash-count" in " ".join(faults(tmp_path))


def test_a_table_that_was_not_made_is_not_in_the_package(account: Account, tmp_path: Path) -> None:
    reports = tmp_path / "reports" / "2019"
    reports.mkdir(parents=True)
    (reports / "facts.csv").write_bytes((account.report.context.reports / "facts.csv").read_bytes())
    alone = replace(account, report=replace(account.report, context=account.report.context.within(tmp_path)))
    given = dict(data_package.files(alone))
    assert [r["name"] for r in json.loads(given["data/datapackage.json"])["resources"]] == ["facts"]
    assert set(given) == {"data/facts.csv", "data/datapackage.json", "data/ro-crate-metadata.json"}


def test_the_dictionary_says_the_same_of_the_columns_of_the_facts(account: Account) -> None:
    section = DICTIONARY.split("## `facts.csv`")[1].split("\n### ")[0]
    rows = re.findall(r"(?m)^\| (`[^|]+`) \| (\w+) \| (.+) \|$", section)
    told = {name: (kind, content) for names, kind, content in rows for name in CODES.findall(names)}
    schema = table_schemas.facts(account.report.now.definitions)
    types = {"text": "string", "integer": "integer", "number": "number"}
    assert [c.name for c in schema.columns] == list(told)
    for column in schema.columns:
        kind, content = told[column.name]
        assert types[kind] == column.type, column.name
        if column.name in ("group", "unit", "state", "origin"):
            assert {*CODES.findall(content)} == {*column.allowed}, column.name
    assert schema.key == tuple(KEY)


def test_the_page_on_the_audit_says_the_same_of_its_tables() -> None:
    assert f"`{','.join(c.name for c in FINDINGS.columns)}`" in AUDIT
    severities = AUDIT.split("| severity | |")[1].split("\n\n")[0]
    assert CODES.findall(severities) == [*allowed(FINDINGS, "severity")]
    told = AUDIT.split("`comparison.csv`: every printed")[1].split("\n\n")[0]
    assert {*allowed(COMPARISON, "state"), *allowed(COMPARISON, "basis")} <= {*CODES.findall(told)}


def allowed(schema: Schema, column: str) -> list[str]:
    (found,) = (list(c.allowed) for c in schema.columns if c.name == column)
    return found


def test_the_shipped_years_hold_nothing_that_the_schema_does_not_allow(account: Account) -> None:
    schema = table_schemas.facts(account.report.now.definitions)
    seen: dict[str, set[str]] = {name: set() for name in ("unit", "state", "group", "origin")}
    for path in sorted((REPOSITORY / "reports").glob("[12]*/facts.csv")):
        with path.open(encoding="utf-8", newline="") as table:
            for row in csv.DictReader(table):
                for name, values in seen.items():
                    values.add(row[name])
    for name, values in seen.items():
        assert values <= {*allowed(schema, name)}, name
    assert seen["unit"] == {*allowed(schema, "unit")}


def test_the_crate_is_whole_and_vouches_for_its_files(package: Path, account: Account) -> None:
    graph = {entity["@id"]: entity for entity in read(package / "ro-crate-metadata.json")["@graph"]}
    assert graph["ro-crate-metadata.json"]["about"] == {"@id": "./"}
    assert references(list(graph.values())) - set(graph) == {"https://w3id.org/ro/crate/1.1"}
    root = graph["./"]
    assert {"name", "description", "datePublished", "license", "hasPart"} <= set(root)
    assert {part["@id"] for part in root["hasPart"]} == {p.name for p in package.iterdir()} - {
        "ro-crate-metadata.json"
    }
    for part in root["hasPart"]:
        content = (package / part["@id"]).read_bytes()
        assert graph[part["@id"]]["sha256"] == hashlib.sha256(content).hexdigest()
    read_ = {e["name"]: e["sha256"] for e in graph.values() if "sha256" in e and e["@id"].startswith("#")}
    inputs = account.made_of.inputs
    assert inputs.items() <= read_.items() and "data/raw/2019/sus.csv" in inputs
    assert len(graph["#run"]["object"]) == len(inputs)


def references(node: object) -> set[str]:
    """Everything that a part of a crate points at."""
    if isinstance(node, Mapping):
        own = {str(node["@id"])} if set(node) == {"@id"} else set()
        return own.union(*map(references, node.values()))
    return set().union(*map(references, node)) if isinstance(node, list) else set()


def test_the_crate_names_the_code_and_no_person_clock_or_path(package: Path, account: Account) -> None:
    written_ = (package / "ro-crate-metadata.json").read_text(encoding="utf-8")
    assert str(account.report.context.workspace.root) not in written_ and str(Path.home()) not in written_
    assert not re.search(r"Person|author|agent|Time\b|\d\d:\d\d", written_)
    code = {e["@id"]: e for e in json.loads(written_)["@graph"]}["#code"]
    listed = json.dumps(dict(sorted(account.made_of.code.items())), separators=(",", ":"), ensure_ascii=False)
    assert code["sha256"] == hashlib.sha256(listed.encode()).hexdigest()
    unknown = dict(data_package.files(replace(account, made_of=MadeOf())))
    told = json.loads(unknown["data/ro-crate-metadata.json"])["@graph"]
    assert "sha256" not in next(e for e in told if e["@id"] == "#code")


def test_the_association_says_the_licence_and_where_it_does_not_none_is_given(account: Account) -> None:
    def given(licence: str) -> tuple[dict[str, Any], dict[str, Any]]:
        defined = account.report.now.definitions.model_copy(update={"licence": licence})
        now = replace(account.report.now, definitions=defined)
        files = dict(data_package.files(replace(account, report=replace(account.report, now=now))))
        crate = json.loads(files["data/ro-crate-metadata.json"])["@graph"]
        return json.loads(files["data/datapackage.json"]), next(e for e in crate if e["@id"] == "./")

    package, root = given("CC0-1.0")
    assert package["licenses"] == [{"name": "CC0-1.0", "path": "https://spdx.org/licenses/CC0-1.0.html"}]
    assert root["license"] == {"@id": "https://spdx.org/licenses/CC0-1.0.html"}
    package, root = given("")
    assert "licenses" not in package and root["license"] == {"@id": "#licence"}


def test_invented_figures_are_told_of_and_so_is_whom_the_package_may_reach(account: Account) -> None:
    about = data_package.about(account)
    assert "Intern utgåva" in about
    assert ("påhittade" in about) == bool(account.report.now.invented())
