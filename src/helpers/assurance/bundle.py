"""A year without personal data.

It is what an auditor needs to derive every fact anew, and nothing about who anyone is.
"""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers import paths, private
from helpers.assurance.sides import side_with_tables
from helpers.assurance.vouched import CODE
from helpers.chapters import kernel, notebook
from helpers.context import Context
from helpers.deliveries import kinds
from helpers.fact_tables import from_table
from helpers.facts import csv_text
from helpers.faults import Stop
from helpers.files import sha256
from helpers.paths import REPOSITORY, Workspace
from helpers.rows import RowPlace
from helpers.whole import temporary, whole_folder, write_whole
from helpers.wording import number, text

CHAPTER = "2_facts"
DELIVERIES = ["kind", "part", "status", "omitted"]  # of the table `deliveries`
PSEUDONYMS = {"person": "P", "registration": "R"}


def columns() -> dict[str, list[str]]:
    """Table -> what a bundle may hold of it, as the kinds of delivery declare: what the facts chapter reads.

    All that says more about a person stays behind.
    """
    return {name: table.bundled for name, table in kinds.tables().items()} | {"deliveries": DELIVERIES}


def dates() -> set[str]:
    """The columns of days, of which a bundle holds the year."""
    return {
        column
        for table in kinds.tables().values()
        for column, type_ in table.types.items()
        if type_ == kinds.DAY
    }


def without_persons(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """A cleaned table as an outsider may see it: the rules' result on it is the same.

    Pseudonyms are numbers in the order of the rows; dates are the first day of their year, all that a rule of
    the year asks of them; a row is named by its file and number, only by a number where the sender named the
    file.

    Raises:
        KeyError: no kind of delivery gives such a table, or the table lacks a column.
    """
    seen = table[columns()[name]].copy()
    for column, letter in PSEUDONYMS.items():
        if column in seen:
            seen[column] = letter + (pd.factorize(seen[column])[0] + 1).astype(str)
    for column in dates():
        if column in seen:
            seen[column] = pd.to_datetime(seen[column].dt.year.astype("Int64").astype("string"), format="%Y")
    if "row" in seen:
        seen["row"] = pd.Series(_row_names(name, seen["row"]), index=seen.index, dtype=seen["row"].dtype)
    return seen


def _row_names(name: str, rows: pd.Series) -> list[str]:
    if kinds.tables()[name].numbered:
        return [RowPlace(f"{name}/{n}", "", 1).without_sheet() for n in range(1, len(rows) + 1)]
    return [RowPlace.of(written).without_sheet() for written in rows]


def write(context: Context) -> Path:
    """`make bundle`: the folder `data/bundles/<year>`, proved by its own command before it stands.

    Raises:
        Stop: the year's tables are not those of its reports, or other facts come out of the bundle.
    """
    reports, year = side_with_tables(context).reports, context.year
    target = context.workspace.bundles / str(year)
    with private.umask(), whole_folder(target, private=True) as folder:
        _fill(folder, context, reports)
        if not derive_again(folder).same:
            raise Stop(text("bundle.other_facts", year=year))
    return target


def _fill(folder: Path, context: Context, reports: Path) -> None:
    year, left_out = context.year, shutil.ignore_patterns("__pycache__", "reconstruction")
    shutil.copytree(REPOSITORY / "src" / "helpers", folder / "src" / "helpers", ignore=left_out)
    copies = {
        notebook.path_of(CHAPTER): f"notebooks/{CHAPTER}.ipynb",
        REPOSITORY / paths.LOCK_FILE: paths.LOCK_FILE,
        REPOSITORY / "src" / "helpers" / "assurance" / "template" / "Makefile": "Makefile",
        context.definitions_file: f"data/definitions/{year}.yaml",
        reports / "facts.csv": "facts.csv",
    }
    for source, name in copies.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, folder / name)
    for name in columns():
        table = without_persons(name, pd.read_parquet(context.processed / f"{name}.parquet"))
        write_whole(folder / f"data/processed/{year}/{name}.parquet", table.to_parquet(index=False))
    write_whole(folder / "LÄS-MIG.md", text("bundle.readme", year=year).encode())
    if (reports / CODE).exists():
        shutil.copyfile(reports / CODE, folder / CODE)
    hashes = {
        p.relative_to(folder).as_posix(): sha256(p.read_bytes())
        for p in sorted(folder.rglob("*"))
        if p.is_file() and p.name != CODE
    }
    write_whole(
        folder / "manifest.json",
        (json.dumps({"year": year, "files": hashes}, indent=1, ensure_ascii=False) + "\n").encode(),
    )


@dataclass(frozen=True)
class Derived:
    """What came out of a bundle's tables beside its own facts.csv, both as lines with their head.

    `edited` files are not those that the bundle's manifest vouches for.
    """

    year: int
    edited: list[str]
    expected: list[str]
    made: list[str]

    @property
    def same(self) -> bool:
        """Whether nothing was edited and exactly the bundle's facts came out."""
        return not self.edited and self.expected == self.made

    @property
    def differing(self) -> list[str]:
        """Lines of facts.csv that only one of the two has."""
        return sorted({*self.expected} ^ {*self.made})


def derive_again(folder: Path) -> Derived:
    """Run the facts chapter on a bundle's tables, by this package.

    Raises:
        Stop: the folder is no bundle.
    """
    if not (folder / "manifest.json").exists():
        raise Stop(text("bundle.no_bundle", folder=folder))
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    edited = [
        n
        for n, h in manifest["files"].items()
        if not (p := folder / n).exists() or sha256(p.read_bytes()) != h
    ]
    context = Context.of(Workspace(folder.resolve()), manifest["year"])
    with temporary() as work:
        kernel.execute(CHAPTER, {"year": manifest["year"]}, context, work)
        made = csv_text(from_table(pd.read_parquet(work / "facts.parquet")))
    expected = (folder / "facts.csv").read_text(encoding="utf-8")
    return Derived(manifest["year"], edited, expected.splitlines(), made.splitlines())


def check(folder: Path) -> int:
    """`make` in a bundle, or `make check-bundle BUNDLE=folder`: 0 when the same facts come out, else 1.

    Raises:
        Stop: the folder is no bundle.
    """
    told = derive_again(folder)
    lines = [text("bundle.edited", name=name) for name in told.edited] + told.differing
    last = text(
        "bundle.same" if told.same else "bundle.differ",
        year=told.year,
        count=number(len(told.made) - 1),
        differing=number(len(told.differing)),
    )
    print("\n".join([*lines, last]))
    return 0 if told.same else 1
